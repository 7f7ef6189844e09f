/**
 * One row meets a new reading of its postback: which cells take the server's value, which keep the user's edit, and what the new
 * baseline of the row is (P6, T1). The first pull is the case without an old baseline. Pure.
 */
import { cellFor, SERVER_COLUMNS, shownCell, type BaselineRow } from './baseline';
import { parseCell, sameCell, sameValue, type CellIn, type CellOut } from './cells';
import type { Column, ColumnKey } from './columns';
import { zeroOf, type Field, type FieldValue, type Postback } from './postback';
import { needsDetails } from './record';
import { isNormalised } from './text-form';

export interface RowCells {
  value(column: ColumnKey): CellIn;
  display(column: ColumnKey): string;
}

export interface CellRefresh {
  readonly column: ColumnKey;
  readonly value: CellOut;
  /** What the cell held when this was decided; if it holds something else by then, someone has just typed there. */
  readonly previous: CellIn;
}

export interface RowRefresh {
  readonly baseline: BaselineRow;
  readonly writes: readonly CellRefresh[];
  /** Fields that the server changed since the last pull. */
  readonly changed: readonly Field[];
}

/**
 * A field that the new reading does not tell (details not loaded) keeps what is known while the postback was not saved since.
 */
export function withKnownDetails(next: Postback, known: BaselineRow | undefined): Postback {
  const old = known?.postback;
  if (!old || known.theirs || old.timeSaved !== next.timeSaved || next.timeSaved === 0) return next;
  const other = needsDetails(next) ? old.other : next.other;
  return { ...next, fields: { ...old.fields, ...next.fields }, other };
}

/**
 * @param old the row's baseline before this reading, undefined if there is none
 * @param next what the server says now; `readAt` and `filter` say when and how it was read
 * @param cells the row as it stands in the sheet
 */
export function refreshRow(
  old: BaselineRow | undefined,
  next: Omit<BaselineRow, 'shown'>,
  cells: RowCells,
): RowRefresh {
  const writes: CellRefresh[] = [];
  const changed: Field[] = [];
  const theirs: { -readonly [F in Field]?: FieldValue } = {};
  const shown: { [K in ColumnKey]?: string } = {};
  const fields: { -readonly [F in Field]?: FieldValue } = { ...next.postback.fields };
  for (const column of SERVER_COLUMNS) {
    const target = cellFor(column, next.postback);
    const current = cells.value(column.key);
    if (old && column.field && serverChanged(column.field, old, next)) changed.push(column.field);
    if (sameCell(target, current)) continue;
    const untouched = !old || sameCell(shownCell(column, old), current);
    if (untouched && typeof target === 'string' && current !== '' && isNormalised(target, current)) {
      shown[column.key] = current;
    } else if (!isEdited(column, old, current, cells)) {
      writes.push({ column: column.key, value: target, previous: current });
    } else if (old && column.field) {
      if (keepFirstPulled(column, old, next, fields, shown)) {
        theirs[column.field] =
          next.postback.fields[column.field] ?? old.theirs?.[column.field] ?? zeroOf(column.field);
      }
    }
  }
  const baseline: BaselineRow = {
    ...next,
    postback: { ...next.postback, fields },
    ...(Object.keys(theirs).length > 0 ? { theirs } : {}),
  };
  return {
    baseline: Object.keys(shown).length === 0 ? baseline : { ...baseline, shown },
    writes,
    changed,
  };
}

function serverChanged(field: Field, old: BaselineRow, next: Omit<BaselineRow, 'shown'>): boolean {
  const before = old.postback.fields[field];
  const now = next.postback.fields[field];
  return before !== undefined && now !== undefined && !sameValue(field, before, now);
}

/** True if a person changed the cell: it neither shows what was pulled nor means the same. */
function isEdited(column: Column, old: BaselineRow | undefined, current: CellIn, cells: RowCells): boolean {
  if (column.field === undefined) return old !== undefined && !sameCell(shownCell(column, old), current);
  // Without a baseline nobody can tell an edit from an older value: what stands there is kept and shown as a change. Nothing at all
  // stands there only where an interrupted pull had not come to this cell yet.
  if (!old) return current !== '';
  if (sameCell(shownCell(column, old), current)) return false;
  const parsed = parseCell(column, { value: current, display: () => cells.display(column.key) });
  const pulled = old.postback.fields[column.field];
  return !(parsed.ok && pulled !== undefined && sameValue(column.field, pulled, parsed.value));
}

/**
 * A field edited here and changed there keeps its first "as pulled", so that a push sees both sides (P6, M1).
 * @returns true if it did
 */
function keepFirstPulled(
  column: Column,
  old: BaselineRow,
  next: Omit<BaselineRow, 'shown'>,
  fields: { -readonly [F in Field]?: FieldValue },
  shown: { [K in ColumnKey]?: string },
): boolean {
  const field = column.field!;
  const now = next.postback.fields[field];
  if (now !== undefined && !serverChanged(field, old, next)) {
    const before = old.shown?.[column.key];
    if (before !== undefined) shown[column.key] = before;
    return false;
  }
  const pulled = old.postback.fields[field];
  if (pulled === undefined) delete fields[field];
  else fields[field] = pulled ?? zeroOf(field);
  const before = old.shown?.[column.key];
  if (before !== undefined) shown[column.key] = before;
  return true;
}
