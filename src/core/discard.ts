/**
 * "Discard changes": which cells go back, and to what (U1). Rows without a clear postback are not touched. Pure.
 */
import { cellFor, serverFields, shownCell, type Baseline, type BaselineRow } from './baseline';
import { MARKERS, sameCell, toCell, type CellIn, type CellOut } from './cells';
import { columnForField, columnOf, EDITABLE_COLUMNS, type Column, type ColumnKey } from './columns';
import type { DeskDrafts, Draft } from './draft';
import { IDENTITY_FIELDS, type Field } from './postback';
import { means } from './refresh';
import { readIds, type DeskTable } from './row-owner';
import { rebased } from './settle';
import { isNormalised, plainForm } from './text-form';

/** One row with cells to be put back. */
export interface PutBack {
  readonly row: number;
  readonly id: number;
  readonly cells: readonly { readonly column: ColumnKey; readonly value: CellOut }[];
}

/** Rows that ask for something and are left alone, by what they are. */
export interface LeftAlone {
  readonly newRows: number;
  readonly copies: number;
  readonly lost: number;
  /** Ids that are unknown or no ids, and rows whose postback is in doubt. */
  readonly other: number;
}

/** Which rows and columns are meant. */
export interface DiscardChoice {
  readonly isRow: (row: number, id: number | undefined) => boolean;
  /** Only this column; every editable one if absent. */
  readonly column?: ColumnKey;
}

/**
 * What stands in a cell without an edit: what was pulled or, where Everflow has changed the field too, what it holds now. A stand-in
 * is written as such.
 */
export function unedited(column: Column, known: BaselineRow): CellOut {
  const theirs = column.field && known.theirs?.[column.field];
  if (theirs !== undefined) return toCell(column, theirs);
  const shown = shownCell(column, known);
  return typeof shown === 'string' && MARKERS.includes(shown) ? shown : cellFor(column, known.postback);
}

/**
 * Edited and unreadable cells of pulled rows, in the order of the sheet. Where a column holds a formula, its cells from the first formula on
 * go back too: they may be its results, and would be empty without it.
 */
export function discardable(
  table: DeskTable,
  desk: DeskDrafts,
  baseline: Baseline,
  { isRow, column }: DiscardChoice,
): PutBack[] {
  const isColumn = (key: ColumnKey): boolean => column === undefined || key === column;
  const rows = new Map<number, { readonly known: BaselineRow; readonly columns: Set<ColumnKey> }>();
  for (const draft of desk.drafts) {
    if (draft.kind !== 'update' || !isRow(draft.row, draft.id)) continue;
    const columns = editedColumns(draft).filter(isColumn);
    if (columns.length > 0) rows.set(draft.row, { known: draft.baseline, columns: new Set(columns) });
  }
  const withFormulas = desk.columnProblems.flatMap(({ cause, column: key }) =>
    key !== null && cause === `formula-${key}` && isColumn(key) && columnOf(key).role === 'editable'
      ? [key]
      : [],
  );
  if (withFormulas.length > 0) addFormulaRows(table, desk, baseline, isRow, new Set(withFormulas), rows);
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([row, { known, columns }]) => ({
      row,
      id: known.postback.id,
      cells: EDITABLE_COLUMNS.filter(({ key }) => columns.has(key)).map((one) => ({
        column: one.key,
        value: unedited(one, known),
      })),
    }));
}

function editedColumns(draft: Extract<Draft, { kind: 'update' }>): ColumnKey[] {
  return [...draft.changes.map(({ field }) => columnForField(field).key), ...draft.unreadable];
}

function addFormulaRows(
  table: DeskTable,
  desk: DeskDrafts,
  baseline: Baseline,
  isRow: DiscardChoice['isRow'],
  columns: ReadonlySet<ColumnKey>,
  rows: Map<number, { readonly known: BaselineRow; readonly columns: Set<ColumnKey> }>,
): void {
  const { ids, rowsById } = readIds(table);
  const originals = new Set(desk.drafts.flatMap((draft) => (draft.kind === 'update' ? [draft.row] : [])));
  for (const key of columns) {
    const [first] = table.formulaRows(key);
    if (first === undefined) continue;
    for (let row = Math.max(0, first); row < table.rowCount; row += 1) {
      const id = ids[row]!;
      const known = id.kind === 'id' ? baseline.get(id.id) : undefined;
      if (id.kind !== 'id' || !known || !isRow(row, id.id)) continue;
      // Of rows with the same id only the original is known, and only by its draft.
      if (rowsById.get(id.id)!.length > 1 && !originals.has(row)) continue;
      const entry = rows.get(row);
      if (entry) entry.columns.add(key);
      else rows.set(row, { known, columns: new Set([key]) });
    }
  }
}

const KIND_OF: Readonly<Record<string, keyof LeftAlone>> = { 'copied-row': 'copies', 'lost-id': 'lost' };

/** Rows among the chosen ones that ask for something and cannot be put back. */
export function leftAlone(desk: DeskDrafts, isRow: (row: number) => boolean): LeftAlone {
  const counts = { newRows: 0, copies: 0, lost: 0, other: 0 };
  for (const draft of desk.drafts) {
    if (draft.kind === 'update' || !isRow(draft.row)) continue;
    if (draft.kind === 'create') counts.newRows += 1;
    else counts[KIND_OF[draft.problems[0]?.cause ?? ''] ?? 'other'] += 1;
  }
  for (const { row } of desk.unknown) if (isRow(row)) counts.other += 1;
  return counts;
}

/**
 * The baseline of a row whose conflicts were given up: a field stops keeping its first "as pulled" once its cell holds what Everflow holds, so
 * that a later edit of it is an ordinary one (P6). Whom a postback fires for is one thing: as long as one cell of it holds something else,
 * none of it is settled, or a push would mix what two people meant (M1).
 * @param columns put back; others keep their conflict
 * @param read what the cells hold now
 * @returns undefined if nothing of the row is settled
 */
export function settled(
  known: BaselineRow,
  columns: readonly ColumnKey[],
  read: (column: ColumnKey) => CellIn,
): BaselineRow | undefined {
  const shown: { [K in ColumnKey]?: string } = {};
  const fields: Field[] = [];
  const isWhole = IDENTITY_FIELDS.every((field) => holdsServers(columnForField(field), known, read));
  for (const column of columns.map(columnOf)) {
    const value = column.field && known.theirs?.[column.field];
    if (value === undefined || (IDENTITY_FIELDS.includes(column.field!) && !isWhole)) continue;
    const cell = toCell(column, value);
    const current = read(column.key);
    const isForm = typeof cell === 'string' && isNormalised(cell, current);
    if (!sameCell(cell, current) && !isForm) continue;
    fields.push(column.field!);
    if (!sameCell(cell, current)) shown[column.key] = current as string;
  }
  return fields.length === 0 ? undefined : rebased(known, fields, shown);
}

/** True if the platform may give a cell back differently than it is written, and nobody has seen how: after "mine" was taken (M2, T1). */
export function isUnseen(known: BaselineRow, key: ColumnKey): boolean {
  const cell = cellFor(columnOf(key), known.postback);
  return known.shown?.[key] === undefined && typeof cell === 'string' && plainForm(cell) !== cell;
}

/**
 * The row with how its cells read that were put back for the first time since "mine" was taken, so that they are no edits.
 * @returns undefined if all read as they were written
 */
export function withSeen(
  known: BaselineRow,
  columns: readonly ColumnKey[],
  read: (column: ColumnKey) => CellIn,
): BaselineRow | undefined {
  const shown: { [K in ColumnKey]?: string } = {};
  for (const key of columns.filter((one) => isUnseen(known, one))) {
    const cell = cellFor(columnOf(key), known.postback);
    const current = read(key);
    if (!sameCell(cell, current) && isNormalised(String(cell), current)) shown[key] = current;
  }
  return Object.keys(shown).length === 0 ? undefined : { ...known, shown: { ...known.shown, ...shown } };
}

/** True if nothing but Everflow's value stands in the cell. */
function holdsServers(column: Column, known: BaselineRow, read: (column: ColumnKey) => CellIn): boolean {
  const value = serverFields(known)[column.field!];
  const isShown =
    known.theirs?.[column.field!] === undefined && sameCell(shownCell(column, known), read(column.key));
  return isShown || means(column, value, { value: read, display: (key) => String(read(key)) });
}
