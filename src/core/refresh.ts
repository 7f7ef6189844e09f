/**
 * One row meets a new reading of its postback: which cells take the server's value, which keep the user's edit, and what the new
 * baseline of the row is (P6, T1). The first pull is the case without an old baseline. Pure.
 */
import { cellFor, serverFields, SERVER_COLUMNS, shownCell, type BaselineRow } from './baseline';
import { keepLineEnds, parseCell, sameCell, sameValue, toCell, type CellIn, type CellOut } from './cells';
import type { Column, ColumnKey } from './columns';
import { FACEBOOK_FIELDS, IDENTITY_FIELDS, type Field, type FieldValue, type Postback } from './postback';
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
}

/** What the server said just now, and when and how it was read. */
export type NewReading = Pick<BaselineRow, 'postback' | 'scope' | 'readAt' | 'filter'>;

/** True of a reading that tells nothing of integrations: by a table row, that may as well be because it has no room for them. */
const tellsNoIntegration = ({ fields, other }: Postback): boolean =>
  other === '' && FACEBOOK_FIELDS.every((field) => sameValue(field, fields[field], undefined));

/**
 * A field that the new reading does not tell (details not loaded) keeps what is known while the postback was not saved since. So do the
 * facebook fields and what else is kept of a postback of another method, which a table row never tells: it may have been read by its id.
 */
export function withKnownDetails(next: Postback, known: BaselineRow | undefined): Postback {
  const old = known?.postback;
  if (!old || known.detailsOld || old.timeSaved !== next.timeSaved || next.timeSaved === 0) return next;
  const isUntold = tellsNoIntegration(next);
  const other = isUntold || needsDetails(next) ? old.other : next.other;
  const told = Object.entries(next.fields).filter(
    ([field]) => !isUntold || !(FACEBOOK_FIELDS as readonly string[]).includes(field),
  );
  return { ...next, fields: { ...next.fields, ...serverFields(known), ...Object.fromEntries(told) }, other };
}

/**
 * The baseline of a row as its cells show it, where some may not have been written since: a cell that still holds what was known before is no edit.
 * @param before what was known of the postback before `known`
 */
export function asShown(known: BaselineRow, before: BaselineRow, cells: RowCells): BaselineRow {
  const fields: { -readonly [F in Field]?: FieldValue } = { ...known.postback.fields };
  const shown: { [K in ColumnKey]?: string } = { ...known.shown };
  for (const column of SERVER_COLUMNS) {
    const { key, field } = column;
    const current = cells.value(key);
    if (sameCell(shownCell(column, known), current) || !sameCell(shownCell(column, before), current))
      continue;
    const value = field && before.postback.fields[field];
    if (field && value !== undefined) fields[field] = value;
    if (typeof current === 'string') shown[key] = current;
    else delete shown[key];
  }
  return { ...known, postback: { ...known.postback, fields }, shown };
}

/**
 * How a cell stands to the new value:
 * - same: it means it already
 * - form: it holds what the platform makes of it
 * - follows: nobody edited it, so it takes the value
 * - edited: a person changed it to something else
 */
type Standing = 'same' | 'form' | 'follows' | 'edited';

/**
 * @param old the row's baseline before this reading, undefined if there is none
 * @param next what the server says now
 * @param cells the row as it stands in the sheet
 */
export function refreshRow(old: BaselineRow | undefined, next: NewReading, cells: RowCells): RowRefresh {
  const standings = new Map<Column, Standing>();
  for (const column of SERVER_COLUMNS) standings.set(column, standingOf(column, old, next, cells));
  const movedHere = [...standings].some(
    ([{ field }, standing]) => field && standing === 'edited' && IDENTITY_FIELDS.includes(field),
  );
  const writes: CellRefresh[] = [];
  const row = new NewBaseline(old, next);
  for (const [column, standing] of standings) {
    const { key, field } = column;
    const current = cells.value(key);
    if (standing === 'follows')
      writes.push({ column: key, value: cellFor(column, next.postback), previous: current });
    else if (standing === 'form') row.show(key, String(current));
    if (!field || !old) continue;
    if (standing === 'edited') row.keepEdited(key, field);
    else if (movedHere && IDENTITY_FIELDS.includes(field) && !isMine(column, standing, old, current))
      row.keepIdentity(field);
  }
  return { baseline: row.build(), writes };
}

/** True if a person put the very value there that Everflow has now: both agree on it, which alone is no conflict (M1). */
function isMine(column: Column, standing: Standing, old: BaselineRow, current: CellIn): boolean {
  return (
    standing === 'same' &&
    old.theirs?.[column.field!] === undefined &&
    !sameCell(shownCell(column, old), current)
  );
}

function standingOf(
  column: Column,
  old: BaselineRow | undefined,
  next: NewReading,
  cells: RowCells,
): Standing {
  const target = cellFor(column, next.postback);
  const current = cells.value(column.key);
  if (sameCell(target, current)) return 'same';
  const untouched = !old || sameCell(shownCell(column, old), current) || holdsTheirs(column, old, cells);
  if (untouched && typeof target === 'string' && current !== '' && isNormalised(target, current))
    return 'form';
  // Without a baseline nobody can tell an edit from an older value: what stands there is kept and shown as a change. Nothing at all
  // stands there only where an interrupted pull had not come to this cell yet.
  if (old ? untouched : current === '') return 'follows';
  if (column.field === undefined) return old ? 'edited' : 'follows';
  if (means(column, next.postback.fields[column.field], cells)) return 'same';
  return old && means(column, old.postback.fields[column.field], cells) ? 'follows' : 'edited';
}

/** True if a cell means that value, in whatever spelling or line ends (D1). A value that is not told is never meant. */
export function means(column: Column, value: FieldValue | undefined, cells: RowCells): boolean {
  const { field, key } = column;
  if (value === undefined || field === undefined) return false;
  const parsed = parseCell(column, { value: cells.value(key), display: () => cells.display(key) });
  return parsed.ok && sameValue(field, value, keepLineEnds(field, parsed.value, value));
}

/**
 * True if the cell of a field that was changed on both sides holds Everflow's value, so that there is nothing to push (P6, D1).
 */
export function holdsTheirs(column: Column, known: BaselineRow, cells: RowCells): boolean {
  const value = column.field && known.theirs?.[column.field];
  if (value === undefined) return false;
  const shown = toCell(column, value);
  const current = cells.value(column.key);
  if (sameCell(shown, current) || (typeof shown === 'string' && isNormalised(shown, current))) return true;
  return means(column, value, cells);
}

/** The baseline of a row while it is put together: the server's word, but for what a conflict keeps back. */
class NewBaseline {
  private readonly fields: { -readonly [F in Field]?: FieldValue };
  private readonly theirs: { -readonly [F in Field]?: FieldValue } = {};
  private readonly shown: { [K in ColumnKey]?: string } = {};
  private isDetailsOld = false;

  constructor(
    private readonly old: BaselineRow | undefined,
    private readonly next: NewReading,
  ) {
    this.fields = { ...next.postback.fields };
  }

  show(key: ColumnKey, text: string): void {
    this.shown[key] = text;
  }

  /** A field edited here and changed there keeps its first "as pulled", so that a push sees both sides (P6, M1). */
  keepEdited(key: ColumnKey, field: Field): void {
    const before = this.old?.shown?.[key];
    if (before !== undefined) this.shown[key] = before;
    if (this.next.postback.fields[field] === undefined) this.keepUntold(field);
    else this.keepFirst(field);
  }

  /** Partner, offer, event, level, type and method are one group: moved here and there, even in different fields, is a conflict (M1). */
  keepIdentity(field: Field): void {
    this.keepFirst(field);
  }

  private keepFirst(field: Field): void {
    const pulled = this.old!.postback.fields[field];
    const now = this.next.postback.fields[field];
    if (pulled === undefined || now === undefined || sameValue(field, pulled, now)) return;
    this.fields[field] = pulled;
    this.theirs[field] = now;
  }

  /** Details were not read: what Everflow holds now is not known, and the edit is still one against what was pulled. */
  private keepUntold(field: Field): void {
    const pulled = this.old!.postback.fields[field];
    if (pulled === undefined) return;
    this.fields[field] = pulled;
    this.isDetailsOld = true;
    const told = this.old!.theirs?.[field];
    if (told !== undefined) this.theirs[field] = told;
  }

  build(): BaselineRow {
    return {
      ...this.next,
      postback: { ...this.next.postback, fields: this.fields },
      ...(Object.keys(this.theirs).length > 0 ? { theirs: this.theirs } : {}),
      ...(Object.keys(this.shown).length > 0 ? { shown: this.shown } : {}),
      ...(this.isDetailsOld ? { detailsOld: true as const } : {}),
    };
  }
}
