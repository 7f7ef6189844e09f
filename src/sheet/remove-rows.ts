/**
 * Deleting the rows of certain postbacks while people may move rows (P9, P11). A deleted row cannot be asked what it was, so the whole tab
 * is read before; a row that was not meant and went is put back at the bottom.
 */
import type { CellIn } from '../core/cells';
import { EDITABLE_COLUMNS, type ColumnKey } from '../core/columns';
import { readId } from '../core/row-owner';
import { Refusal } from '../core/words';
import { rowsByName } from './desk-find';
import { ROWS_PER_READ } from './desk-reading';
import type { ExactWriter } from './exact-text';
import { growTo } from './claim-rows';
import { inGrid, lookAt, MAX_LOOKS, same, textOf, type Look } from './look';
import { writeRepairs } from './put-back';
import { contiguous } from './runs';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

interface Row {
  readonly values: readonly unknown[];
  readonly formulas: readonly string[];
}

/**
 * @param isMeant asked with what a row holds right before it goes
 * @returns the ids whose rows were deleted
 * @throws Refusal row-put-back, rows-moved
 */
export function removeRows(
  sheet: Sheet,
  writer: ExactWriter,
  ids: readonly number[],
  isMeant: (id: number, value: (column: ColumnKey) => CellIn) => boolean = () => true,
): number[] {
  const removed: number[] = [];
  for (let moves = 0; moves < MAX_LOOKS;) {
    const look = lookAt(sheet, ['id', 'rowKey']);
    const { byId } = rowsByName(look);
    const places = ids.flatMap((id) => (byId.get(id)?.length === 1 ? [{ id, row: byId.get(id)![0]! }] : []));
    if (places.length === 0) return removed;
    const before = readAll(sheet, look);
    if (!before) {
      moves += 1;
      continue;
    }
    const meant = places.filter(({ id, row }) =>
      isMeant(id, (column) => before[row - 2]!.values[look.columns.get(column)!] ?? ''),
    );
    if (meant.length === 0) return removed;
    const idAt = new Map(meant.map(({ id, row }) => [row, id]));
    const done = removeRuns(sheet, writer, look, before, [...idAt.keys()]);
    for (const row of done.removed) removed.push(idAt.get(row)!);
    if (done.isStopped) moves += 1;
  }
  throw new Refusal('rows-moved');
}

/** Runs from the bottom up, so that those above keep their places; stops where the rows are not those that were meant any more. */
function removeRuns(
  sheet: Sheet,
  writer: ExactWriter,
  look: Look,
  before: readonly Row[],
  rows: readonly number[],
): { removed: readonly number[]; isStopped: boolean } {
  const removed: number[] = [];
  const gone = new Set<number>();
  const watched = ['id' as const, ...EDITABLE_COLUMNS.map(({ key }) => key)].map((key) =>
    look.columns.get(key)!,
  );
  const width = look.headers.length;
  for (const { first, count } of contiguous(rows).reverse()) {
    const now = inGrid(sheet, first + count - 1, width, () =>
      sheet.getRange(first, 1, count, width).getValues(),
    );
    // Also what people edit: somebody may have typed into a row since it was found to be without changes.
    const stays =
      now?.every((row, at) =>
        watched.every((place) => same(row[place], before[first + at - 2]!.values[place])),
      ) ?? false;
    if (!stays) return { removed, isStopped: true };
    sheet.deleteRows(first, count);
    SpreadsheetApp.flush();
    for (let row = first; row < first + count; row += 1) {
      gone.add(row);
      removed.push(row);
    }
    putBackLost(sheet, writer, look, before, gone);
  }
  return { removed, isStopped: false };
}

/**
 * Rows of the reading that are neither meant nor in the tab are added at its bottom.
 * @throws Refusal row-put-back, if there were any
 */
function putBackLost(
  sheet: Sheet,
  writer: ExactWriter,
  look: Look,
  before: readonly Row[],
  gone: ReadonlySet<number>,
): void {
  const now = lookAt(sheet, ['id', 'rowKey']);
  // The usual case: every row is there but for those that were deleted, in the same order.
  if (isShortened(look, now, gone)) return;
  const present = readAll(sheet, now);
  if (!present) throw new Refusal('rows-moved');
  const counts = new Map<string, number>();
  present.forEach((row, at) => {
    const name = nameOf(now, at + 2, row);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  const lost = before.flatMap((row, at): { row: Row; name: string }[] => {
    if (gone.has(at + 2)) return [];
    const name = nameOf(look, at + 2, row);
    const left = counts.get(name) ?? 0;
    if (left > 0) counts.set(name, left - 1);
    return left > 0 || row.values.every((value) => value === '') ? [] : [{ row, name }];
  });
  if (lost.length === 0) return;
  // By header, since columns may have moved as well.
  const placeNow = look.headers.map((text, at) => {
    const place = text === '' ? -1 : now.headers.indexOf(text);
    return place < 0 ? at : place;
  });
  const start = now.lastRow + 1;
  growTo(sheet, start + lost.length - 1);
  const repairs = lost.flatMap(({ row }, at) =>
    row.values.flatMap((value, position) => {
      const formula = row.formulas[position] ?? '';
      if (value === '' && formula === '') return [];
      return [{ row: start + at, position: placeNow[position]!, value, formula }];
    }),
  );
  writeRepairs(sheet, writer, repairs);
  SpreadsheetApp.flush();
  throw new Refusal('row-put-back', lost.map(({ name }) => name).join(', '));
}

function isShortened(was: Look, now: Look, gone: ReadonlySet<number>): boolean {
  if (was.lastRow - now.lastRow !== gone.size) return false;
  let at = 2;
  for (let row = 2; row <= was.lastRow; row += 1) {
    if (gone.has(row)) continue;
    const isSame = (['id', 'rowKey'] as const).every(
      (key) => textOf(was.at(row, key)) === textOf(now.at(at, key)),
    );
    if (!isSame) return false;
    at += 1;
  }
  return true;
}

function nameOf(look: Look, row: number, { values }: Row): string {
  const id = readId(look.at(row, 'id'));
  if (id.kind === 'id') return `postback #${id.id}`;
  const key = String(look.at(row, 'rowKey')).trim();
  if (key !== '') return `new row ${key}`;
  return `row with ${values
    .filter((value) => value !== '')
    .map((value) => String(value).slice(0, 30))
    .join(' · ')
    .slice(0, 120)}`;
}

/** All rows below the header with their formulas; undefined if rows moved since the look. */
function readAll(sheet: Sheet, look: Look): Row[] | undefined {
  const rows: Row[] = [];
  const width = look.headers.length;
  for (let first = 2; first <= look.lastRow; first += ROWS_PER_READ) {
    const count = Math.min(ROWS_PER_READ, look.lastRow - first + 1);
    const read = inGrid(sheet, first + count - 1, width, () => {
      const range = sheet.getRange(first, 1, count, width);
      return { formulas: range.getFormulas(), values: range.getValues() as unknown[][] };
    });
    if (!read) return undefined;
    read.values.forEach((values, at) => rows.push({ values, formulas: read.formulas[at]! }));
  }
  const stays = rows.every((row, at) =>
    (['id', 'rowKey'] as const).every(
      (key) => textOf(row.values[look.columns.get(key)!] ?? '') === textOf(look.at(at + 2, key)),
    ),
  );
  return stays ? rows : undefined;
}
