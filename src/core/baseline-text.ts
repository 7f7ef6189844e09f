/**
 * Baseline rows as a text and back. By columns, each value once where it repeats: of a hundred thousand rows that takes a third of the characters that
 * a list of objects takes, and rows that say the same share its text. Pure.
 */
import type { BaselineRow } from './baseline';
import { FIELDS, type FieldValue, type Postback } from './postback';

/** `null` stands for "not there": of a postback's fields, "not told" (P5). */
type Value = FieldValue | null;

/** A value for each row: listed, or by number where values repeat, or the same in all. */
type Column =
  | readonly Value[]
  | { readonly of: readonly Value[]; readonly at: readonly number[] }
  | { readonly all: Value };

const FACTS = [
  'id',
  'networkId',
  'partnerName',
  'offerName',
  'timeCreated',
  'timeSaved',
  'other',
  'fixed',
] as const satisfies readonly (keyof Postback)[];
const READ = ['readAt', 'filter'] as const satisfies readonly (keyof BaselineRow)[];

/** What few rows have. */
type Rare = Omit<BaselineRow, 'postback' | (typeof READ)[number]>;

interface Table {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Column>>;
  readonly rare: readonly (readonly [row: number, Rare])[];
}

export function baselineText(rows: readonly BaselineRow[]): string {
  const columns: Record<string, Column> = {};
  for (const key of READ) columns[key] = columnOf(rows.map((row) => row[key]));
  for (const key of FACTS) columns[key] = columnOf(rows.map(({ postback }) => postback[key]));
  for (const field of FIELDS) columns[field] = columnOf(rows.map(({ postback }) => postback.fields[field]));
  const rare = rows.flatMap(
    ({ postback: _postback, readAt: _readAt, filter: _filter, ...rest }, at): [number, Rare][] =>
      Object.keys(rest).length > 0 ? [[at, rest]] : [],
  );
  return JSON.stringify({ rows: rows.length, columns, rare } satisfies Table);
}

function columnOf(told: readonly (FieldValue | undefined)[]): Column {
  const numbers = new Map<Value, number>();
  const at = told.map((one) => {
    const value = one ?? null;
    let number = numbers.get(value);
    if (number === undefined) numbers.set(value, (number = numbers.size));
    return number;
  });
  const of = [...numbers.keys()];
  if (of.length === 1) return { all: of[0]! };
  return of.length * 2 > told.length ? told.map((one) => one ?? null) : { of, at };
}

type Target = { [key: string]: unknown };

/** @param text as `baselineText` made it */
export function baselineRows(text: string): BaselineRow[] {
  const { rows: count, columns, rare } = JSON.parse(text) as Table;
  const fields = Array.from({ length: count }, (): Target => ({}));
  const postbacks = fields.map((told): Target => ({ fields: told }));
  const rows = postbacks.map((postback): Target => ({ postback }));
  for (const field of FIELDS) fill(fields, field, columns[field]);
  for (const key of FACTS) fill(postbacks, key, columns[key]);
  for (const key of READ) fill(rows, key, columns[key]);
  for (const [row, rest] of rare) Object.assign(rows[row]!, rest);
  return rows as unknown as BaselineRow[];
}

/**
 * Column by column: one loop for each way a column is written does nothing else. A field that the add-on did not know yet when the text was written has no column
 * and is not told.
 */
function fill(targets: readonly Target[], key: string, column: Column | undefined): void {
  if (column === undefined) return;
  if ('all' in column) {
    if (column.all !== null) for (const target of targets) target[key] = column.all;
  } else if ('of' in column) {
    const { of, at } = column;
    for (let row = 0; row < at.length; row += 1) {
      const value = of[at[row]!]!;
      if (value !== null) targets[row]![key] = value;
    }
  } else {
    for (let row = 0; row < column.length; row += 1) {
      if (column[row] !== null) targets[row]![key] = column[row];
    }
  }
}
