/**
 * Finding the rows that a flow means in the Postbacks tab as it stands now (C2, P11): by postback id or row key, or by the place they had in a
 * reading made a moment ago. Nothing found here may be kept for another call.
 */
import { EDITABLE_COLUMNS, type ColumnKey } from '../core/columns';
import { isBlank, readId } from '../core/row-owner';
import type { CellOut } from '../core/cells';
import type { DeskReading, PlacedCell, RowUpdate } from '../flows/ports';
import { headersOf, placesOf, readRows, same, type Look } from './look';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Where the columns are now. @throws Refusal column-missing, column-doubled */
export function columnsOf(sheet: Sheet): ReadonlyMap<ColumnKey, number> {
  return placesOf(headersOf(sheet));
}

/**
 * A function that finds the 1-based row of each update by id or row key; 0 where the row is gone, or where several rows bear the
 * name and none of them is meant for sure.
 */
export function findByName(sheet: Sheet, updates: readonly RowUpdate[]): (look: Look) => number[] {
  /** Which of several rows was meant at first, counted from the top: what we have written since may hide it. */
  const meant = new Map<number, { readonly of: number; readonly nth: number }>();
  return (look) => {
    const { byId, byKey } = rowsByName(look);
    const found = updates.map(({ row }) => ('id' in row ? byId.get(row.id) : byKey.get(row.rowKey)) ?? []);
    const doubled = updates.flatMap(({ isRow }, at) => (isRow && found[at]!.length > 1 ? found[at]! : []));
    const values = doubled.length === 0 ? undefined : readRows(sheet, doubled);
    return updates.map(({ isRow }, at) => {
      const rows = found[at]!;
      if (rows.length < 2) return rows[0] ?? 0;
      if (!isRow || !values) return 0;
      const row = rows.find((one) => isRow((column) => values.get(one)?.[look.columns.get(column)!] ?? ''));
      if (row !== undefined) {
        meant.set(at, { of: rows.length, nth: rows.indexOf(row) });
        return row;
      }
      const before = meant.get(at);
      return before?.of === rows.length ? rows[before.nth]! : 0;
    });
  };
}

/** Rows of each id and each row key, from the top. */
export function rowsByName(look: Look): {
  readonly byId: ReadonlyMap<number, readonly number[]>;
  readonly byKey: ReadonlyMap<string, readonly number[]>;
} {
  const byId = new Map<number, number[]>();
  const byKey = new Map<string, number[]>();
  for (let row = 2; row <= look.lastRow; row += 1) {
    const id = readId(look.at(row, 'id'));
    if (id.kind === 'id') add(byId, id.id, row);
    const key = String(look.at(row, 'rowKey')).trim();
    if (key !== '') add(byKey, key, row);
  }
  return { byId, byKey };
}

function add<K>(rows: Map<K, number[]>, key: K, row: number): void {
  const found = rows.get(key);
  if (found) found.push(row);
  else rows.set(key, [row]);
}

/** Cells of a reading to be written, by row of the reading. */
export type PlacedRows = ReadonlyMap<number, readonly PlacedCell[]>;

/**
 * Functions that say whether the rows of a reading still stand where they stood: by id and row key, which may meanwhile be what we gave them,
 * and rows without either by what people have entered in them.
 */
export function placesStay(
  sheet: Sheet,
  reading: DeskReading,
  cells: PlacedRows,
): { readonly find: (look: Look) => number[] | 'moved'; readonly confirm: () => boolean } {
  const given = new Map<string, CellOut>();
  for (const [row, list] of cells) for (const { column, value } of list) given.set(`${row} ${column}`, value);
  const isStill = (row: number, column: ColumnKey, now: unknown): boolean =>
    same(now, reading.value(row, column)) || same(now, given.get(`${row} ${column}`));
  const rows = [...cells.keys()].filter((row) => row >= 0);
  // While their row key is written, rows whose id is blank, or was emptied by us, have no name that could tell them from each other.
  const hasName = (row: number): boolean => {
    if (!isBlank(reading.value(row, 'id')) && given.get(`${row} id`) !== '') return true;
    return !isBlank(reading.value(row, 'rowKey')) && !given.has(`${row} rowKey`);
  };
  const nameless = rows.filter((row) => !hasName(row));
  const confirm = (): boolean => {
    if (nameless.length === 0) return true;
    const now = readRows(
      sheet,
      nameless.map((row) => row + 2),
    );
    return nameless.every((row) =>
      EDITABLE_COLUMNS.every(({ key }) =>
        isStill(row, key, now?.get(row + 2)?.[reading.columns.get(key)!] ?? ''),
      ),
    );
  };
  return {
    confirm,
    find: (look) => {
      for (const [key, position] of reading.columns) if (look.columns.get(key) !== position) return 'moved';
      const stays = rows.every((row) => NAMES.every((key) => isStill(row, key, look.at(row + 2, key))));
      return stays && confirm() ? [...cells.keys()].map((row) => row + 2) : 'moved';
    },
  };
}

const NAMES: readonly ColumnKey[] = ['id', 'rowKey'];
