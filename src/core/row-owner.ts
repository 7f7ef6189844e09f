/**
 * Whose row is it? The one place that says which row of a reading stands for which postback (C2, C6): by postback id, and by row key,
 * times or names where an id was lost.
 */
import { idOfRowKey, shownCell, type Baseline } from './baseline';
import type { CellIn } from './cells';
import { columnOf, EDITABLE_COLUMNS, type Column, type ColumnKey } from './columns';

/**
 * One reading of the desk tab without its header. `display` and `hasFormula` may cost a service call each time a new block is
 * asked for, so they are only asked where a value needs them (L1).
 */
export interface DeskTable {
  readonly rowCount: number;
  /** '' for an empty cell. */
  value(row: number, column: ColumnKey): CellIn;
  /** `value` of one column, for many rows. */
  cells(column: ColumnKey): (row: number) => CellIn;
  display(row: number, column: ColumnKey): string;
  /** Rows of the column that hold a formula; -1 stands for the header cell. */
  formulaRows(column: ColumnKey): readonly number[];
}

/** What an id cell says. */
export type IdCell =
  | { readonly kind: 'blank' }
  | { readonly kind: 'id'; readonly id: number }
  | { readonly kind: 'bad'; readonly text: string };

export const isBlank = (value: CellIn): boolean =>
  value === '' || value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

/** Reads an id cell; everything that takes a cell for an id takes it from here. */
export function readId(value: CellIn): IdCell {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return { kind: 'id', id: value };
  if (isBlank(value)) return { kind: 'blank' };
  const text = String(value).trim();
  if (typeof value === 'string' && /^[1-9]\d{0,18}$/.test(text)) return { kind: 'id', id: Number(text) };
  return { kind: 'bad', text: text.slice(0, 40) };
}

/** What every id cell says, and the rows of each id in the order of the tab. */
export function readIds(table: DeskTable): {
  readonly ids: readonly IdCell[];
  readonly rowsById: ReadonlyMap<number, readonly number[]>;
} {
  const rowsById = new Map<number, number[]>();
  const ids: IdCell[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const id = readId(table.value(row, 'id'));
    ids.push(id);
    if (id.kind !== 'id') continue;
    const rows = rowsById.get(id.id);
    if (rows) rows.push(row);
    else rowsById.set(id.id, [row]);
  }
  return { ids, rowsById };
}

/** True if nothing stands in any cell that people edit: such a row asks for nothing, wherever it stands. */
export function isEmptyRow(table: DeskTable, row: number): boolean {
  return EDITABLE_COLUMNS.every((column) => isBlank(table.value(row, column.key)));
}

/** Finds the postback whose row this was, among those that no row of the tab names any more (C6). */
export type LostOwners = (row: number) => number | undefined;

/** What is asked in turn, where the row key says nothing: each tells something only if all its cells are filled. */
const TIMES = [columnOf('created'), columnOf('lastChanged')];
const NAMES = [columnOf('partner'), columnOf('offer')];

/**
 * By the row key; where that is gone, by the times of creation and last change; where these are gone too, by the names of partner and
 * offer. Times and names count only if they are those of one missing postback alone. A row key of a new row says that it is none of them.
 */
export function lostOwners(
  table: DeskTable,
  baseline: Baseline,
  rowsById: ReadonlyMap<number, readonly number[]>,
): LostOwners {
  const missingBy = (columns: readonly Column[]): Map<string, number | undefined> => {
    const found = new Map<string, number | undefined>();
    for (const [id, known] of baseline) {
      if (rowsById.has(id)) continue;
      const key = columns.map((column) => shownCell(column, known)).join('\n');
      found.set(key, found.has(key) ? undefined : id);
    }
    return found;
  };
  const indexes = new Map<readonly Column[], ReadonlyMap<string, number | undefined>>();
  return (row) => {
    const rowKey = table.value(row, 'rowKey');
    const id = idOfRowKey(String(rowKey));
    if (id !== undefined && baseline.has(id)) return rowsById.has(id) ? undefined : id;
    const evidence = isBlank(rowKey) ? [TIMES, NAMES] : [TIMES];
    for (const columns of evidence) {
      const cells = columns.map((column) => table.value(row, column.key));
      if (cells.some(isBlank)) continue;
      let index = indexes.get(columns);
      if (!index) indexes.set(columns, (index = missingBy(columns)));
      return index.get(cells.join('\n'));
    }
    return undefined;
  };
}

/** Which rows a refresh may write to. */
export interface Places {
  /** The row of each postback that stands exactly once. */
  readonly rows: ReadonlyMap<number, number>;
  /** Postbacks that stand in several rows, or whose row lost its id: nobody can tell which cells are theirs, so none is touched. */
  readonly unclear: ReadonlySet<number>;
}

export function placesOf(table: DeskTable, baseline: Baseline): Places {
  const { ids, rowsById } = readIds(table);
  const rows = new Map<number, number>();
  const unclear = new Set<number>();
  for (const [id, found] of rowsById) {
    if (found.length === 1) rows.set(id, found[0]!);
    else unclear.add(id);
  }
  const ownerOf = lostOwners(table, baseline, rowsById);
  ids.forEach((cell, row) => {
    if (cell.kind !== 'blank' || isEmptyRow(table, row)) return;
    const id = ownerOf(row);
    if (id !== undefined) unclear.add(id);
  });
  return { rows, unclear };
}
