/**
 * Claiming rows below all others for new postbacks, by their row keys alone (P11): a column that names rows and holds nothing else, so that an insertion
 * above does no harm that could not be put right.
 */
import { cellFor, type BaselineRow } from '../core/baseline';
import { columnOf } from '../core/columns';
import { isBlank, readId } from '../core/row-owner';
import { writeBeside } from './beside-people';
import type { ExactWriter } from './exact-text';
import { dressGrown, SPARE_ROWS } from './layout';
import { lookAt, type Look } from './look';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

export const keyOf = (row: BaselineRow): string => String(cellFor(columnOf('rowKey'), row.postback));

/**
 * Writes the row keys of the new rows below the last row. What an interrupted append has claimed is used again.
 * @returns how the tab looks then; undefined if something moved, and nothing is claimed
 */
export function claim(sheet: Sheet, writer: ExactWriter, rows: readonly BaselineRow[]): Look | undefined {
  const before = lookAt(sheet, ['id', 'rowKey']);
  let after: Look | undefined;
  const start = firstFree(sheet, before, new Set(rows.map(keyOf)));
  const firstNew = growTo(sheet, start + rows.length - 1);
  const written = writeBeside(sheet, writer, {
    aims: rows.map((row) => ({ cells: [{ column: 'rowKey', value: keyOf(row) }] })),
    find: (look) => {
      const isOurs = (row: number): boolean =>
        isBlank(look.at(row, 'id')) &&
        ['', keyOf(rows[row - start] ?? rows[0]!)].includes(String(look.at(row, 'rowKey')));
      for (let row = start; row <= look.lastRow; row += 1) if (!isOurs(row)) return 'moved';
      return look.lastRow < start + rows.length ? rows.map((_, at) => start + at) : 'moved';
    },
    // Below the last row every cell is blank.
    known: () => [],
    start: before,
    atEnd: (look) => (after = look),
    whenMoved: 'tell',
  });
  if (written === 'moved' || !after) return undefined;
  if (firstNew > 0) dressGrown(sheet, after.columns, firstNew);
  return after;
}

/** The first row below everything but claims of ours that were never filled. */
function firstFree(sheet: Sheet, look: Look, ours: ReadonlySet<string>): number {
  let row = look.lastRow;
  const isClaim = (): boolean => isBlank(look.at(row, 'id')) && ours.has(String(look.at(row, 'rowKey')));
  if (row < 2 || !isClaim()) return row + 1;
  const first = Math.max(2, row - ours.size);
  const place = look.columns.get('rowKey')!;
  const cells = sheet.getRange(first, 1, row - first + 1, sheet.getMaxColumns()).getValues();
  const isBare = (): boolean => cells[row - first]!.every((value, at) => at === place || value === '');
  while (row >= first && isClaim() && isBare()) row -= 1;
  return row + 1;
}

/**
 * The row that was claimed for a postback: the lowest that bears its key. A row with another id only carries the key, since somebody has
 * typed over its id, and an emptied row above may have kept it: they stay as they are.
 */
export function claimOf(
  look: Look,
  { postback }: BaselineRow,
  rows: readonly number[] = [],
): number | undefined {
  return [...rows].reverse().find((row) => {
    const id = readId(look.at(row, 'id'));
    return id.kind === 'blank' || (id.kind === 'id' && id.id === postback.id);
  });
}

/** Makes the grid reach at least that row. Returns the first row that was added, or 0. */
export function growTo(sheet: Sheet, lastRow: number): number {
  const had = sheet.getMaxRows();
  if (had >= lastRow) return 0;
  sheet.insertRowsAfter(had, lastRow - had + SPARE_ROWS);
  return had + 1;
}
