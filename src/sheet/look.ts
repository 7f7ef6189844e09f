/**
 * A look at the Postbacks tab: whole columns as they stand at one moment, with the header that says which they are (P11). Everything that is
 * written beside people is compared with the look before it and the look after it.
 */
import { locateColumns, type ColumnKey } from '../core/columns';
import { Refusal } from '../core/words';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Columns this close together are read in one call, with what stands between them. */
const COLUMN_GAP = 2;
/** Rows between two rows to be read that are read along rather than in a call of their own: a call costs about as much as these cells. */
const ROW_GAP = 300;
/** People moved rows or columns while we were reading, this often in turn: ask to go on later. */
export const MAX_LOOKS = 6;

interface Span {
  readonly position: number;
  /** From row 1, the header, on. */
  readonly values: readonly (readonly unknown[])[];
}

export class Look {
  constructor(
    /** Shown texts of row 1, trimmed. */
    readonly headers: readonly string[],
    /** 0-based positions of the catalogue's columns. */
    readonly columns: ReadonlyMap<ColumnKey, number>,
    readonly lastRow: number,
    readonly spans: readonly Span[],
    /** True if all of it is known to be of one moment, so that places in it may be written to. */
    readonly isOfOneMoment: boolean,
  ) {}

  /** @param row 1-based */
  at(row: number, key: ColumnKey): unknown {
    const position = this.columns.get(key)!;
    const span = this.spans.find((one) => one.position <= position && position < endOf(one));
    return span?.values[row - 1]?.[position - span.position] ?? '';
  }
}

/**
 * Looks at columns from top to bottom. Ids and the number of the last row are read again at the end: if they did not change, no row moved in
 * between, and all of it is of one moment.
 * @throws Refusal column-missing, column-doubled, rows-moved
 */
export function lookAt(sheet: Sheet, keys: readonly ColumnKey[]): Look {
  for (let attempt = 1; attempt <= MAX_LOOKS; attempt += 1) {
    const lastRow = Math.max(1, sheet.getLastRow());
    const headers = headersOf(sheet);
    const columns = placesOf(headers);
    const look = new Look(headers, columns, lastRow, spansOf(keys.map((key) => columns.get(key)!)), false);
    const seen = lookAgain(sheet, look, { proved: true });
    if (seen) return seen;
  }
  throw new Refusal('rows-moved');
}

/**
 * The same places once more; undefined if other columns stand there now, or rows moved while we looked.
 * @param how `reach`: a row that must be seen, though there was nothing before; `proved`: proves that all is of one moment, for one more call
 */
export function lookAgain(
  sheet: Sheet,
  before: Look,
  { reach = 0, proved = false }: { readonly reach?: number; readonly proved?: boolean } = {},
): Look | undefined {
  const { headers, columns, spans } = before;
  const lastRow = Math.max(before.lastRow, reach);
  const read = (span: Span): Span | undefined => readSpan(sheet, span.position, widthOf(span), lastRow);
  const ours = new Set(columns.values());
  const now: Span[] = [];
  for (const span of spans) {
    const seen = read(span);
    if (!seen) return undefined;
    // Headers of people's own columns may be numbers or dates, which look different from what they are.
    const isSame = (text: unknown, at: number): boolean =>
      !ours.has(at) || String(text).trim() === headers[at];
    if (!seen.values[0]!.every((text, offset) => isSame(text, span.position + offset))) return undefined;
    now.push(seen);
  }
  if (now.length > 1 && proved) {
    // The one with the ids: it names the rows.
    const id = columns.get('id')!;
    const first = now.find((span) => span.position <= id && id < endOf(span)) ?? now[0]!;
    const again = read(first);
    if (
      !again ||
      !first.values.every((row, r) => row.every((value, c) => same(value, again.values[r]![c])))
    ) {
      return undefined;
    }
  }
  // Rows inserted meanwhile may have pushed the last ones out of what was read.
  if (proved && Math.max(1, sheet.getLastRow()) > lastRow) return undefined;
  return new Look(headers, columns, lastRow, now, proved);
}

const widthOf = (span: Span): number => span.values[0]!.length;
const endOf = (span: Span): number => span.position + widthOf(span);

function readSpan(sheet: Sheet, position: number, width: number, lastRow: number): Span | undefined {
  // Rows or columns may have been deleted at the edge of the grid.
  const values = inGrid(sheet, lastRow, position + width, () =>
    sheet.getRange(1, position + 1, lastRow, width).getValues(),
  );
  return values && { position, values };
}

/** Runs a call on a range that reached to that row and column; undefined if the grid has become smaller meanwhile. */
export function inGrid<T>(sheet: Sheet, row: number, column: number, run: () => T): T | undefined {
  const fits = (): boolean => sheet.getMaxRows() >= row && sheet.getMaxColumns() >= column;
  if (!fits()) return undefined;
  try {
    return run();
  } catch (error) {
    if (fits()) throw error;
    return undefined;
  }
}

/** Spans to be read, empty yet. */
function spansOf(positions: readonly number[]): Span[] {
  const spans: { position: number; width: number }[] = [];
  for (const position of [...new Set(positions)].sort((a, b) => a - b)) {
    const last = spans[spans.length - 1];
    if (last && position - (last.position + last.width) <= COLUMN_GAP)
      last.width = position - last.position + 1;
    else spans.push({ position, width: 1 });
  }
  return spans.map(({ position, width }) => ({
    position,
    values: [Array.from({ length: width }, () => '')],
  }));
}

/** Shown texts of the header row, trimmed. Columns inserted while it was read would push the last ones out of it. */
export function headersOf(sheet: Sheet): string[] {
  for (let attempt = 1; attempt <= MAX_LOOKS; attempt += 1) {
    const width = sheet.getMaxColumns();
    const texts = inGrid(sheet, 1, width, () => sheet.getRange(1, 1, 1, width).getDisplayValues()[0]!);
    if (texts && sheet.getMaxColumns() === width) return texts.map((text) => text.trim());
  }
  throw new Refusal('rows-moved');
}

/**
 * Where the columns are now. Asked before every write: people may move a column between any two calls (C2).
 * @throws Refusal column-missing, column-doubled
 */
export function placesOf(headers: readonly string[]): ReadonlyMap<ColumnKey, number> {
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

/** Whole rows by 1-based row number; rows near each other are read in one call. Undefined if the grid became too small for them. */
export function readRows(sheet: Sheet, rows: Iterable<number>): Map<number, readonly unknown[]> | undefined {
  const found = new Map<number, readonly unknown[]>();
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const width = sheet.getMaxColumns();
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to + 1 < sorted.length && sorted[to + 1]! - sorted[to]! <= ROW_GAP) to += 1;
    const first = sorted[from]!;
    const last = sorted[to]!;
    const values = inGrid(sheet, last, width, () =>
      sheet.getRange(first, 1, last - first + 1, width).getValues(),
    );
    if (!values) return undefined;
    values.forEach((row: unknown[], offset) => found.set(first + offset, row));
    from = to + 1;
  }
  return found;
}

/** True if two cells hold the same; dates come as objects. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && textOf(a) === textOf(b));
}

/** A cell's value as a text that differs where the value does. */
export function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `date ${Number(value)}`
    : `${typeof value} ${String(value)}`;
}
