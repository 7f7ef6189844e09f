/**
 * Sorting the rows of an area by one column, as people and scripts do: numbers, then texts, then logical values, blanks last whichever way
 * (seen; nothing documented). It knows neither people nor services.
 */
import type { Area } from './area';
import { isCellError, type Scalar } from './cell';
import { CONTENT_LAYERS } from './grid';
import type { SheetModel } from './sheet-model';

/**
 * Only cells of the area move, with format and note; rules stay. A filter looks again.
 * @param column 1-based column of the sheet; must be one of the area
 */
export function sortArea(sheet: SheetModel, area: Area, column: number, ascending: boolean): void {
  const key = { row: area.row, column, numRows: area.numRows, numColumns: 1 };
  const keys = sheet.grid.values(key).map(([value]) => value);
  const order = keys.map((_, index) => index);
  order.sort((a, b) => compare(keys[a], keys[b], ascending) || a - b);
  sheet.grid.permute(area, order, [...CONTENT_LAYERS, 'style', 'note']);
  sheet.applyFilter();
}

const KINDS = ['number', 'string', 'boolean', 'object'];

function compare(a: Scalar | undefined, b: Scalar | undefined, ascending: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order = KINDS.indexOf(typeof a) - KINDS.indexOf(typeof b) || compareSame(a, b);
  return ascending ? order : -order;
}

function compareSame(a: Scalar, b: Scalar): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const text = (value: Scalar) => (isCellError(value) ? value.error : String(value).toLowerCase());
  return text(a) < text(b) ? -1 : Number(text(a) > text(b));
}
