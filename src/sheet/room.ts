/** How many cells a spreadsheet has and may have: those of all tabs count, empty ones too. */

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** https://support.google.com/drive/answer/37603 */
export const MAX_CELLS = 10_000_000;

export function cellsIn(file: Spreadsheet): number {
  return file.getSheets().reduce((sum, one) => sum + one.getMaxRows() * one.getMaxColumns(), 0);
}
