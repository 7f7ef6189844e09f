/** Sorting and filtering by a script: what moves, what is hidden, and what waits until it is applied. */
import { desk, S } from './desk';

type Range = GoogleAppsScript.Spreadsheet.Range;

const values = (range: Range): unknown[] => range.getValues().flat();

describe('Range.sort', () => {
  test('numbers, then texts, blanks last whichever way; whole rows of the range move', () => {
    const { sheet } = desk();
    const range = sheet.getRange('A1:B4').setValues([
      ['b', 1],
      ['', 2],
      [5, 3],
      ['a', 4],
    ]);
    range.sort(1);
    expect(values(range)).toEqual([5, 3, 'a', 4, 'b', 1, '', 2]);
    range.sort({ column: 1, ascending: false });
    expect(values(range)).toEqual(['b', 1, 'a', 4, 5, 3, '', 2]);
  });

  test('the column counts from the first of the sheet, and has to be one of the range', () => {
    const { sheet } = desk();
    const range = sheet.getRange('B1:C2').setValues([
      ['x', 2],
      ['y', 1],
    ]);
    range.sort(3);
    expect(values(range)).toEqual(['y', 1, 'x', 2]);
    expect(() => range.sort(1)).toThrow("don't match the method signature for SpreadsheetApp.Range.sort");
    expect(() => range.sort([1, 2])).toThrow('Range.sort by several columns is not modelled');
  });

  test('it waits like any write', () => {
    const { app, sheet, workbook } = desk();
    const range = sheet.getRange('A1:A2').setValues([['b'], ['a']]);
    app.flush();
    range.sort(1);
    workbook.dropPending();
    expect(workbook.sheet(S).text('A1')).toBe('b');
  });
});

describe('a filter made by a script', () => {
  const hidden = (sheet: GoogleAppsScript.Spreadsheet.Sheet): number[] =>
    [1, 2, 3, 4].filter((row) => sheet.isRowHiddenByFilter(row));

  test('hides the rows whose shown text is listed, below its first row, when it is set and not at later edits', () => {
    const { sheet, app } = desk();
    const range = sheet.getRange('A1:A4').setValues([['a'], ['a'], ['b'], ['']]);
    const criteria = app.newFilterCriteria().setHiddenValues(['a', '']).build();
    const filter = range.createFilter().setColumnFilterCriteria(1, criteria);
    expect(hidden(sheet)).toEqual([2, 4]);
    expect(filter.getColumnFilterCriteria(1)?.getHiddenValues()).toEqual(['a', '']);
    sheet.getRange('A3').setValue('a');
    expect(hidden(sheet)).toEqual([2, 4]);
    range.sort(1);
    expect(hidden(sheet)).toEqual([2, 3, 4]);
    filter.remove();
    expect(hidden(sheet)).toEqual([]);
  });

  test('there is one at the most, and none that could be counted in two ways', () => {
    const { sheet, app, workbook } = desk();
    sheet.getRange('B1:B4').createFilter();
    workbook.commit();
    const criteria = app.newFilterCriteria().setHiddenValues(['a']).build();
    sheet.getFilter()!.setColumnFilterCriteria(1, criteria);
    expect(() => workbook.commit()).toThrow('does not begin in column A is not modelled');
    sheet.getRange('A1:A4').createFilter();
    expect(() => workbook.commit()).toThrow('already has a filter');
  });
});
