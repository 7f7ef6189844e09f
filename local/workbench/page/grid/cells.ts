/**
 * A cell and its style, from the workbench's form into Univer's. A formula never goes into Univer as one: the server works formulas out,
 * and Univer would do it again by rules of its own. It stands in `custom`, for the person who edits the cell.
 */
import { BooleanNumber, CellValueType, HorizontalAlign, WrapStrategy } from '@univerjs/core';
import type { ICellData, IStyleData, Nullable } from '@univerjs/core';
import type { CellView, StyleView } from '../../protocol';

const ALIGN = { left: HorizontalAlign.LEFT, center: HorizontalAlign.CENTER, right: HorizontalAlign.RIGHT };

/** In every style: a drop-down does not take the font of its sheet. */
export const FONT = { ff: 'Arial', fs: 10 };

/** A style as Univer keeps it; what the view does not name is plain. */
export function styleOf(view: StyleView): IStyleData {
  return {
    ...FONT,
    ...(view.background === undefined ? {} : { bg: { rgb: view.background } }),
    ...(view.fontColor === undefined ? {} : { cl: { rgb: view.fontColor } }),
    ...(view.bold === true ? { bl: BooleanNumber.TRUE } : {}),
    ...(view.wrap === true ? { tb: WrapStrategy.WRAP } : {}),
    ...(view.horizontal === undefined ? {} : { ht: ALIGN[view.horizontal] }),
    ...(view.numberFormat === undefined ? {} : { n: { pattern: view.numberFormat } }),
  };
}

/** What the page knows of a cell beyond what Univer does. */
export interface Beyond {
  readonly formula?: string;
}

const kindOf = (value: string | number | boolean): CellValueType =>
  typeof value === 'string'
    ? CellValueType.STRING
    : typeof value === 'number'
      ? CellValueType.NUMBER
      : CellValueType.BOOLEAN;

/**
 * @param styleKeys Univer's name of each style that the cell's `s` may point at
 * @param plain Univer's name of the plain style
 * @returns null: nothing in the cell and nothing on it
 */
export function cellOf(view: CellView, styleKeys: readonly string[], plain: string): ICellData | null {
  const cell: ICellData = {};
  if (view.v !== undefined && view.v !== '') {
    cell.v = typeof view.v === 'boolean' ? Number(view.v) : view.v;
    cell.t = kindOf(view.v);
  }
  if (view.f !== undefined) cell.custom = { formula: view.f } satisfies Beyond;
  if (view.s === undefined && Object.keys(cell).length === 0) return null;
  cell.s = (view.s === undefined ? undefined : styleKeys[view.s]) ?? plain;
  return cell;
}

export const formulaOf = (cell: Nullable<ICellData>): string | undefined =>
  (cell ? (cell.custom as Beyond | undefined) : undefined)?.formula;
