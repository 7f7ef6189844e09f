/**
 * The errors that Google Sheets throws into a script, with their texts. It knows only words, not when they apply.
 * Texts marked "seen" are quoted by several public projects from live sheets; "assumed" ones are ours.
 */
import { ServiceError } from '../strict';

/** Longest text of one cell, in UTF-16 units. Source: https://support.google.com/drive/answer/37603 */
export const MAX_CELL_CHARACTERS = 50_000;
/** Cells of one workbook, empty grid cells included. Source: https://support.google.com/drive/answer/37603 */
export const MAX_WORKBOOK_CELLS = 10_000_000;
/** Columns of one sheet (ZZZ). Source: https://support.google.com/drive/answer/37603 */
export const MAX_COLUMNS = 18_278;

/** An error of the Sheets service; Apps Script names them all "Exception". */
export class SheetsException extends ServiceError {}

/** Seen. */
export const messages = {
  outsideGrid: 'The coordinates of the range are outside the dimensions of the sheet.',
  rowTooSmall: 'The starting row of the range is too small.',
  columnTooSmall: 'The starting column of the range is too small.',
  noRows: 'The number of rows in the range must be at least 1.',
  noColumns: 'The number of columns in the range must be at least 1.',
  rangeNotFound: 'Range not found',
  rowsOutOfBounds: 'Those rows are out of bounds.',
  columnsOutOfBounds: 'Those columns are out of bounds.',
  allUnfrozenRows: 'Sorry, it is not possible to delete all non-frozen rows.',
  allUnfrozenColumns: 'Sorry, it is not possible to delete all non-frozen columns.',
  lastSheet: "You can't remove all the sheets in a document.",
  lastVisibleSheet: "You can't hide all the sheets in a document.",
  tooLong: `Your input contains more than the maximum of ${MAX_CELL_CHARACTERS} characters in a single cell.`,
  protected:
    'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
  /** Assumed: no public quotation of these two was found. */
  secondFilter: "You can't create a filter in a sheet that already has a filter.",
  tooManyColumns: `This action would increase the number of columns in the sheet above the limit of ${MAX_COLUMNS} columns.`,
} as const;

/** Seen. `what` is "rows" or "columns". */
export function sizeMismatch(what: 'rows' | 'columns', data: number, range: number): SheetsException {
  return new SheetsException(
    `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${data} but the range has ${range}.`,
  );
}

/** Seen. */
export function tooManyCells(limit: number): SheetsException {
  return new SheetsException(
    `This action would increase the number of cells in the workbook above the limit of ${limit} cells.`,
  );
}

/** Seen. */
export function sheetNameTaken(name: string): SheetsException {
  return new SheetsException(`A sheet with the name "${name}" already exists. Please enter another name.`);
}

/** Seen: what a handle of a deleted sheet answers. */
export function sheetNotFound(sheetId: number): SheetsException {
  return new SheetsException(`Sheet ${sheetId} not found`);
}

/** Seen, for rules that reject; a list rule names its values in a second sentence. */
export function violatesValidation(a1: string, allowed?: readonly string[]): SheetsException {
  const values = allowed ? `\nPlease enter one of the following values: ${allowed.join(', ')}.` : '';
  return new SheetsException(
    `The data you entered in cell ${a1} violates the data validation rules set on this cell.${values}`,
  );
}

/** Seen. Types as Apps Script names them, e.g. "(number,null)". */
export function badParameters(method: string, args: readonly unknown[]): SheetsException {
  const types = args.map((arg) => (arg === null || arg === undefined ? 'null' : nameOfType(arg)));
  return new SheetsException(
    `The parameters (${types.join(',')}) don't match the method signature for SpreadsheetApp.${method}.`,
  );
}

function nameOfType(value: unknown): string {
  if (typeof value === 'string') return 'String';
  if (Array.isArray(value)) return 'number[]';
  return typeof value;
}
