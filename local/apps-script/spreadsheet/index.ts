/** The spreadsheet of the local Apps Script: a workbook, people at its screen, and the SpreadsheetApp service on top. */
export type { Area } from './area';
export { cellName, columnLetters, parseA1, toA1 } from './area';
export type { CellError, Scalar } from './cell';
export { MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_WORKBOOK_CELLS, SheetsException, messages } from './errors';
export { literalFormulas, type FormulaPlace, type FormulaResolver, type FormulaResult } from './formulas';
export { Person, type Clip, type PasteOptions, type ReplaceOptions } from './person';
export { SheetModel } from './sheet-model';
export { copyFile, fromJson, restore, toJson, type WorkbookJson } from './snapshot';
export { createSpreadsheetApp, type SpreadsheetAppOptions } from './service/app';
export { Workbook, type Toast, type WorkbookChange, type WorkbookOptions } from './workbook';
