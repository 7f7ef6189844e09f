/**
 * Finding rows and columns of the Postbacks tab as they stand now (C2, P11): columns by header, rows by postback id or row key. Nothing
 * found here may be kept for another call.
 */
import { locateColumns, type ColumnKey } from '../core/columns';
import { readId } from '../core/row-owner';
import { Refusal } from '../core/words';
import type { DeskReading, RowUpdate } from '../flows/ports';
import type { CellWrite } from './write-plan';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Rows between two rows to be written that are read along rather than in a call of their own. */
const READ_GAP = 200;

/** Where the columns are now. Asked before every write: people may move a column between any two calls (C2). */
export function columnsOf(sheet: Sheet): ReadonlyMap<ColumnKey, number> {
  const headers = sheet.getRange(1, 1, 1, sheet.getMaxColumns()).getDisplayValues()[0] ?? [];
  const { at, faults } = locateColumns(headers);
  const names = (kind: 'missing' | 'doubled'): string =>
    faults
      .filter((fault) => fault.kind === kind)
      .map((fault) => fault.column.header)
      .join(', ');
  if (names('missing') !== '') throw new Refusal('column-missing', names('missing'));
  if (names('doubled') !== '') throw new Refusal('column-doubled', names('doubled'));
  return at;
}

/**
 * The 1-based row of each update, found by id or row key in the tab as it is now; 0 where the row is gone, or where several rows bear the
 * name and none of them is meant for sure.
 */
export function findRows(
  sheet: Sheet,
  columns: ReadonlyMap<ColumnKey, number>,
  lastRow: number,
  updates: readonly RowUpdate[],
): number[] {
  const read = (key: ColumnKey): unknown[][] =>
    lastRow < 2 ? [] : sheet.getRange(2, columns.get(key)! + 1, lastRow - 1, 1).getValues();
  const byId = new Map<number, number[]>();
  const byKey = new Map<string, number[]>();
  const ids = updates.some((update) => 'id' in update.row) ? read('id') : [];
  const keys = updates.some((update) => 'rowKey' in update.row) ? read('rowKey') : [];
  ids.forEach(([value], at) => {
    const cell = readId(value);
    if (cell.kind === 'id') add(byId, cell.id, at + 2);
  });
  keys.forEach(([value], at) => add(byKey, String(value).trim(), at + 2));
  return updates.map((update) => {
    const found = ('id' in update.row ? byId.get(update.row.id) : byKey.get(update.row.rowKey)) ?? [];
    return found.length > 1 ? whichIsMeant(sheet, columns, found, update) : (found[0] ?? 0);
  });
}

function add<K>(rows: Map<K, number[]>, key: K, row: number): void {
  const found = rows.get(key);
  if (found) found.push(row);
  else rows.set(key, [row]);
}

function whichIsMeant(
  sheet: Sheet,
  columns: ReadonlyMap<ColumnKey, number>,
  rows: readonly number[],
  { isRow }: RowUpdate,
): number {
  if (!isRow) return 0;
  const values = readRows(sheet, rows);
  return rows.find((row) => isRow((column) => values.get(row)?.[columns.get(column)!] ?? '')) ?? 0;
}

/** True if the header and, in the given rows, id and row key are what they were when the tab was read (P11). */
export function stillThere(sheet: Sheet, reading: DeskReading, rows: ReadonlySet<number>): boolean {
  const columns = columnsOf(sheet);
  for (const [key, position] of reading.columns) if (columns.get(key) !== position) return false;
  return (['id', 'rowKey'] as const).every((key) => {
    const now = sheet.getRange(2, columns.get(key)! + 1, reading.rowCount, 1).getValues() as unknown[][];
    return [...rows].every((row) => now[row]?.[0] === reading.value(row, key));
  });
}

/** Cells that are to be written now: cells with a condition are read first and left alone if it does not hold (D3). */
export function wantedWrites(
  sheet: Sheet,
  columns: ReadonlyMap<ColumnKey, number>,
  updates: readonly RowUpdate[],
  rows: readonly number[],
): CellWrite[] {
  const conditional = rows.filter(
    (row, at) => row > 0 && updates[at]!.cells.some((cell) => cell.expected !== undefined),
  );
  const current = readRows(sheet, conditional);
  const writes: CellWrite[] = [];
  updates.forEach((update, at) => {
    const row = rows[at]!;
    if (row === 0) return;
    for (const cell of update.cells) {
      const position = columns.get(cell.column)!;
      if (cell.expected && !cell.expected(current.get(row)?.[position] ?? '')) continue;
      writes.push({ rowNumber: row, position, value: cell.value });
    }
  });
  return writes;
}

/** Whole rows by row number; rows near each other are read in one call. */
function readRows(sheet: Sheet, rows: readonly number[]): Map<number, unknown[]> {
  const found = new Map<number, unknown[]>();
  if (rows.length === 0) return found;
  const width = sheet.getMaxColumns();
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to + 1 < sorted.length && sorted[to + 1]! - sorted[to]! <= READ_GAP) to += 1;
    const first = sorted[from]!;
    const values = sheet.getRange(first, 1, sorted[to]! - first + 1, width).getValues() as unknown[][];
    values.forEach((row, offset) => found.set(first + offset, row));
    from = to + 1;
  }
  return found;
}
