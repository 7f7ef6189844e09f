/**
 * Rectangles of cells and A1 notation. Rows and columns count from 1, as in Apps Script. It knows no sheet content.
 */
import { SheetsException, messages } from './errors';

/** A rectangle of at least one cell; all numbers are 1-based and whole. */
export interface Area {
  readonly row: number;
  readonly column: number;
  readonly numRows: number;
  readonly numColumns: number;
}

export const lastRowOf = (area: Area): number => area.row + area.numRows - 1;
export const lastColumnOf = (area: Area): number => area.column + area.numColumns - 1;
export const cellCount = (area: Area): number => area.numRows * area.numColumns;

export function contains(area: Area, row: number, column: number): boolean {
  return row >= area.row && row <= lastRowOf(area) && column >= area.column && column <= lastColumnOf(area);
}

export function intersects(a: Area, b: Area): boolean {
  return (
    a.row <= lastRowOf(b) &&
    b.row <= lastRowOf(a) &&
    a.column <= lastColumnOf(b) &&
    b.column <= lastColumnOf(a)
  );
}

/** 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** A → 1, AA → 27; upper or lower case. */
export function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

export const cellName = (row: number, column: number): string => columnLetters(column) + String(row);

/** "A1" for one cell, "A1:B2" otherwise. */
export function toA1(area: Area): string {
  const first = cellName(area.row, area.column);
  return cellCount(area) === 1 ? first : `${first}:${cellName(lastRowOf(area), lastColumnOf(area))}`;
}

interface Corner {
  readonly row?: number;
  readonly column?: number;
}

function parseCorner(text: string): Corner {
  const match = /^\$?([A-Za-z]{1,3})?\$?(\d{1,8})?$/.exec(text);
  if (!match || text === '') throw new SheetsException(messages.rangeNotFound);
  return {
    ...(match[1] ? { column: columnNumber(match[1]) } : {}),
    ...(match[2] ? { row: Number(match[2]) } : {}),
  };
}

/**
 * Reads "B2", "A1:B2", "A:C", "2:5", "A2:C" (open ends reach the edge of the grid). A sheet name before "!" is dropped.
 * Throws "Range not found" for anything else.
 */
export function parseA1(text: string, grid: { maxRows: number; maxColumns: number }): Area {
  const [first = '', second] = text.slice(text.lastIndexOf('!') + 1).split(':');
  const from = parseCorner(first);
  const to = second === undefined ? from : parseCorner(second);
  if (second === undefined && (from.row === undefined || from.column === undefined)) {
    throw new SheetsException(messages.rangeNotFound);
  }
  const rows = ends(from.row, to.row, grid.maxRows);
  const columns = ends(from.column, to.column, grid.maxColumns);
  return {
    row: rows[0],
    column: columns[0],
    numRows: rows[1] - rows[0] + 1,
    numColumns: columns[1] - columns[0] + 1,
  };
}

function ends(from: number | undefined, to: number | undefined, max: number): [number, number] {
  const a = from ?? 1;
  const b = to ?? max;
  return a <= b ? [a, b] : [b, a];
}

/**
 * Where a span [start, start + count) lies after `inserted` lines came before line `at` (negative: that many lines from
 * `at` on were deleted). Returns undefined when nothing of it is left.
 */
export function shiftSpan(
  start: number,
  count: number,
  at: number,
  inserted: number,
): { start: number; count: number } | undefined {
  if (inserted >= 0) {
    if (at <= start) return { start: start + inserted, count };
    return { start, count: at < start + count ? count + inserted : count };
  }
  const goneEnd = at - inserted;
  const overlap = Math.max(0, Math.min(goneEnd, start + count) - Math.max(at, start));
  if (overlap >= count) return undefined;
  const goneBefore = Math.max(0, Math.min(goneEnd, start) - at);
  return { start: start - goneBefore, count: count - overlap };
}

/** As {@link shiftSpan}, for one axis of an area. */
export function shiftArea(
  area: Area,
  axis: 'rows' | 'columns',
  at: number,
  inserted: number,
): Area | undefined {
  const byRows = axis === 'rows';
  const span = byRows
    ? shiftSpan(area.row, area.numRows, at, inserted)
    : shiftSpan(area.column, area.numColumns, at, inserted);
  if (!span) return undefined;
  return byRows
    ? { ...area, row: span.start, numRows: span.count }
    : { ...area, column: span.start, numColumns: span.count };
}
