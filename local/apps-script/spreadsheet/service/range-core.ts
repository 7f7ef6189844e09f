/**
 * What the parts of a Range handle share: its place, the check of its four numbers, and selecting it.
 */
import { NotModelled } from '../../strict';
import { lastColumnOf, lastRowOf, type Area } from '../area';
import { SheetsException, messages } from '../errors';
import type { SheetModel } from '../sheet-model';
import { wholeNumber, type Calls, type SpreadsheetContext } from './context';

/** What all methods of one range share. */
export interface RangeCore {
  readonly ctx: SpreadsheetContext;
  readonly sheet: SheetModel;
  readonly area: Area;
  readonly calls: Calls;
  /** Queues a change of the cells of the range and returns the handle, for chaining. */
  readonly change: (method: string, apply: () => void) => object;
}

/** Checks the four numbers of a range against the grid as the script sees it, with the messages of Sheets. */
export function checkedArea(
  ctx: SpreadsheetContext,
  sheet: SheetModel,
  numbers: readonly [row: unknown, column: unknown, numRows: unknown, numColumns: unknown],
  method: string,
): Area {
  const [row, column, numRows, numColumns] = numbers.map((each) => wholeNumber(each, method, numbers)) as [
    number,
    number,
    number,
    number,
  ];
  if (row < 1) throw new SheetsException(messages.rowTooSmall);
  if (column < 1) throw new SheetsException(messages.columnTooSmall);
  if (numRows < 1) throw new SheetsException(messages.noRows);
  if (numColumns < 1) throw new SheetsException(messages.noColumns);
  const area = { row, column, numRows, numColumns };
  const { maxRows, maxColumns } = ctx.shapeOf(sheet);
  if (lastRowOf(area) > maxRows || lastColumnOf(area) > maxColumns) {
    throw new SheetsException(messages.outsideGrid);
  }
  return area;
}

/** Selects cells. What activating a hidden sheet does is not documented. */
export function select(
  ctx: SpreadsheetContext,
  sheet: SheetModel,
  area: Area,
  areas: readonly Area[] = [area],
): void {
  if (ctx.shapeOf(sheet).hidden) throw new NotModelled('Activating a hidden sheet');
  ctx.workbook.selections.set(ctx.email, { sheetId: sheet.id, area, areas });
}
