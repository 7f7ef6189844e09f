/**
 * What the parts of a Sheet handle share: the sheet as the script sees it, queued changes, names.
 */
import { sheetNameTaken } from '../errors';
import type { SheetModel } from '../sheet-model';
import type { SheetShape } from '../workbook';
import { backing, type Calls, type SpreadsheetContext } from './context';

/** What all methods of one sheet share. */
export interface SheetCore {
  readonly ctx: SpreadsheetContext;
  readonly sheet: SheetModel;
  readonly calls: Calls;
  /** The sheet as this script sees it; throws when deleted. */
  readonly shape: () => SheetShape;
  /** Queues a change of the sheet itself and returns the handle, for chaining. */
  readonly change: (method: string, apply: () => void, reshape?: (shapes: SheetShape[]) => void) => object;
}

/** The shape of one sheet within the shapes, if still there: for reshape functions, which must not throw. */
export function reshapeOf(sheet: SheetModel, change: (shape: SheetShape) => void) {
  return (shapes: SheetShape[]): void => {
    const shape = shapes.find((each) => each.sheet === sheet);
    if (shape) change(shape);
  };
}

/** Throws when the script sees another sheet of that name. Names differ in more than case (seen in the UI). */
export function assertNameFree(ctx: SpreadsheetContext, name: string, except?: SheetModel): void {
  const others = ctx.workbook.shapes().filter(({ sheet }) => sheet !== except);
  if (others.some((shape) => shape.name.toLowerCase() === name.toLowerCase())) throw sheetNameTaken(name);
}

/** The same on durable state, when a pending write is applied. */
export function assertNameUnused(sheets: readonly SheetModel[], name: string, except?: SheetModel): void {
  const taken = sheets.some((each) => each !== except && each.name.toLowerCase() === name.toLowerCase());
  if (taken) throw sheetNameTaken(name);
}

/** The sheet that a handle stands for. */
export const sheetOf = (ctx: SpreadsheetContext, handle: unknown, method: string): SheetModel =>
  backing(ctx.sheets, handle, method);
