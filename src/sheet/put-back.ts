/**
 * Putting right what was written beside its row or column because people moved them meanwhile (P11): every cell that holds a value of ours
 * and held another one before gets that back. Rows are known by name, columns by header, and either by what they hold where that fails.
 */
import { columnOf, EDITABLE_COLUMNS, type Column, type ColumnKey } from '../core/columns';
import { readId } from '../core/row-owner';
import { plainForm } from '../core/text-form';
import type { ExactWriter } from './exact-text';
import { headersOf, lookAt, MAX_LOOKS, placesOf, readRows, same, textOf, type Look } from './look';
import type { CellWrite } from './write-plan';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The tab as it stood before a portion was written, as far as the portion could hit it. */
export interface Before {
  /** Whole columns: those to be written, and the names of the rows. */
  readonly look: Look;
  /** The columns that are written. */
  readonly keys: readonly ColumnKey[];
  readonly cells: readonly CellWrite[];
  /** Whole rows by 1-based number. */
  readonly row: (row: number) => readonly unknown[] | undefined;
  /** True if `row` knows every row, and not only those that are written. */
  readonly isWhole: boolean;
  /** '' where a cell of people's own columns holds no formula. */
  readonly ownFormulas: (row: number, position: number) => string;
}

export interface Repair {
  readonly row: number;
  readonly position: number;
  readonly value: unknown;
  readonly formula: string;
}

/** @returns false if people went on moving things, so that it cannot be known that all is as it was */
export function putBack(sheet: Sheet, writer: ExactWriter, before: Before): boolean {
  for (let round = 1; round <= MAX_LOOKS; round += 1) {
    let repairs = columnRepairs(sheet, before);
    if (repairs.length === 0) repairs = rowRepairs(sheet, before, lookAt(sheet, allKeys(before)));
    if (repairs.length === 0) return true;
    writeRepairs(sheet, writer, repairs);
    SpreadsheetApp.flush();
  }
  return false;
}

const allKeys = ({ keys }: Before): ColumnKey[] => [...new Set<ColumnKey>([...keys, 'id', 'rowKey'])];

// --- Columns that moved -----------------------------------------------------------------------------------------------

/** Cells of other columns that hold what was meant for the column that stood there. Rows have not moved at the same time, we assume. */
export function columnRepairs(sheet: Sheet, before: Before): Repair[] {
  const now = headersOf(sheet);
  const was = before.look.headers;
  if (now.length === was.length && now.every((text, at) => text === was[at])) return [];
  const rows = new Set(before.cells.map((cell) => cell.rowNumber));
  const found = readRows(sheet, rows);
  if (!found) return [];
  const written = new Set(before.cells.map(({ rowNumber, position }) => `${rowNumber} ${position}`));
  const origin = originsOf(now, was, (from, to) =>
    [...rows].every((row) => {
      if (written.has(`${row} ${to}`)) return true;
      const old = from === undefined ? '' : (before.row(row)?.[from] ?? '');
      return same(found.get(row)?.[to] ?? '', old);
    }),
  );
  return before.cells.flatMap(({ rowNumber: row, position, value }): Repair[] => {
    const from = origin[position];
    if (from === position || from === 'unknown' || !isForm(value, found.get(row)?.[position])) return [];
    const old = from === undefined ? '' : (before.row(row)?.[from] ?? '');
    const formula = from === undefined ? '' : before.ownFormulas(row, from);
    return same(old, value) && formula === '' ? [] : [{ row, position, value: old, formula }];
  });
}

/** For each column now, where it stood: by header, and where that is empty or doubled, by what it holds. `undefined` is a new column. */
function originsOf(
  now: readonly string[],
  was: readonly string[],
  agrees: (from: number | undefined, to: number) => boolean,
): (number | 'unknown' | undefined)[] {
  const places = (list: readonly string[]): Map<string, number[]> => {
    const found = new Map<string, number[]>();
    list.forEach((text, at) => found.set(text, [...(found.get(text) ?? []), at]));
    return found;
  };
  const old = places(was);
  const fresh = places(now);
  const taken = new Set<number>();
  return now.map((text, to) => {
    const candidates = old.get(text) ?? [];
    if (text !== '' && candidates.length === 1 && fresh.get(text)!.length === 1) return candidates[0];
    const from = candidates.find((one) => !taken.has(one) && agrees(one, to));
    if (from !== undefined) {
      taken.add(from);
      return from;
    }
    return agrees(undefined, to) ? undefined : 'unknown';
  });
}

// --- Rows that moved --------------------------------------------------------------------------------------------------

function rowRepairs(sheet: Sheet, before: Before, now: Look): Repair[] {
  const ours = new Map<ColumnKey, Set<string>>();
  const key = new Map([...before.look.columns].map(([name, position]) => [position, name]));
  for (const { position, value } of before.cells) {
    const name = key.get(position)!;
    if (!ours.has(name)) ours.set(name, new Set());
    for (const form of formsOf(value)) ours.get(name)!.add(form);
  }
  const isOurs = (name: ColumnKey, value: unknown): boolean => ours.get(name)?.has(textOf(value)) ?? false;
  const repairs: Repair[] = [];
  const put = (row: number, name: ColumnKey, value: unknown): void => {
    repairs.push({ row, position: now.columns.get(name)!, value, formula: '' });
  };
  for (const { was, now: rows } of groups(sheet, before, now)) {
    for (const name of ours.keys()) {
      // Rows of the same name, copies or rows without any, are told apart by what they hold: what is there as before is nobody's loss.
      const left = was.map((row) => before.look.at(row, name));
      const odd = rows.filter((row) => !takeOut(left, now.at(row, name)));
      for (const row of odd) {
        const value = now.at(row, name);
        if (!isOurs(name, value)) continue;
        // A row that was not there before is one that somebody has inserted: it was blank.
        put(row, name, left.length > 0 ? left.shift() : '');
      }
    }
  }
  return repairs;
}

/** Takes one such value out of a list. */
function takeOut(list: unknown[], value: unknown): boolean {
  const at = list.findIndex((one) => same(one, value));
  if (at < 0) return false;
  list.splice(at, 1);
  return true;
}

interface Group {
  readonly was: number[];
  readonly now: number[];
}

/** Rows before and rows now of the same name. */
function groups(sheet: Sheet, before: Before, now: Look): Iterable<Group> {
  const named = new Map<string, Group>();
  const put = (name: string, side: keyof Group, row: number): void => {
    if (!named.has(name)) named.set(name, { was: [], now: [] });
    named.get(name)![side].push(row);
  };
  const content = contentNames(sheet, before, now);
  for (let row = 2; row <= before.look.lastRow; row += 1) {
    put(nameOf(before, before.look, row) || content.was(row), 'was', row);
  }
  for (let row = 2; row <= now.lastRow; row += 1)
    put(nameOf(before, now, row) || content.now(row), 'now', row);
  pairByPlace(named);
  return named.values();
}

/** A person may have typed over the name of a row meanwhile: rows that have only a past and rows that have only a present are paired by place. */
function pairByPlace(named: Map<string, Group>): void {
  const lost = new Map<number, string>();
  for (const [name, group] of named)
    if (group.now.length === 0 && group.was.length === 1) lost.set(group.was[0]!, name);
  for (const [name, group] of named) {
    if (group.was.length > 0 || name.startsWith('?')) continue;
    const row = group.now[0]!;
    const old = lost.get(row);
    // A name that nobody knew: of a row that was there, or of one that somebody has pasted, which is none of our business.
    if (old === undefined) named.delete(name);
    else group.was.push(row);
  }
}

/** The name of a row that the portion did not write: its id, or its row key; '' if it has none. */
function nameOf(before: Before, look: Look, row: number): string {
  if (!before.keys.includes('id')) {
    const id = readId(look.at(row, 'id'));
    if (id.kind === 'id') return `id ${id.id}`;
  }
  if (before.keys.includes('rowKey')) return '';
  const key = String(look.at(row, 'rowKey')).trim();
  return key === '' ? '' : `key ${key}`;
}

/** Rows without a name are called by what stands in their cells, as far as that is known and was not written. */
function contentNames(
  sheet: Sheet,
  before: Before,
  now: Look,
): Record<'was' | 'now', (row: number) => string> {
  if (!before.isWhole) return { was: () => '?', now: () => '?' };
  const columns = EDITABLE_COLUMNS.filter((column) => !before.keys.includes(column.key));
  const nameless: number[] = [];
  for (let row = 2; row <= now.lastRow; row += 1) if (nameOf(before, now, row) === '') nameless.push(row);
  const found = readRows(sheet, nameless);
  const nowColumns = placesOf(now.headers);
  const text = (cells: readonly unknown[] | undefined, places: ReadonlyMap<ColumnKey, number>): string =>
    `? ${JSON.stringify(columns.map(({ key }: Column) => textOf(cells?.[places.get(key)!] ?? '')))}`;
  return {
    was: (row) => text(before.row(row), before.look.columns),
    now: (row) => text(found?.get(row), nowColumns),
  };
}

// --- Values -----------------------------------------------------------------------------------------------------------

/** How a value that we wrote may read. */
function formsOf(value: string | number): string[] {
  if (typeof value === 'number') return [textOf(value)];
  return [value, `'${value}`, plainForm(value)].map(textOf);
}

/** True if a cell holds that value in the form in which it may read after we wrote it. */
export function isForm(written: string | number, now: unknown): boolean {
  return now === written || formsOf(written).includes(textOf(now ?? ''));
}

/** Repairs of one column in neighbouring rows; formulas alone. */
function runsOf(repairs: readonly Repair[]): Repair[][] {
  const runs: Repair[][] = [];
  for (const repair of [...repairs].sort((a, b) => a.position - b.position || a.row - b.row)) {
    const last = runs[runs.length - 1];
    const end = last?.[last.length - 1];
    const joins =
      end &&
      end.position === repair.position &&
      end.row + 1 === repair.row &&
      end.formula === '' &&
      repair.formula === '';
    if (joins) last.push(repair);
    else runs.push([repair]);
  }
  return runs;
}

export function writeRepairs(sheet: Sheet, writer: ExactWriter, repairs: readonly Repair[]): void {
  for (const run of runsOf(repairs)) writeRun(sheet, writer, run);
}

function writeRun(sheet: Sheet, writer: ExactWriter, run: readonly Repair[]): void {
  const { row, position, formula } = run[0]!;
  const range = sheet.getRange(row, position + 1, run.length, 1);
  if (formula !== '') {
    range.setFormula(formula);
    return;
  }
  const values = run.map(({ value }) => value);
  const isPlain = (value: unknown): value is string | number =>
    typeof value === 'string' || typeof value === 'number';
  if (values.every(isPlain))
    writer.write(
      range,
      values.map((value) => [value]),
      [columnOf('message')],
    );
  else range.setValues(values.map((value) => [value]));
}
