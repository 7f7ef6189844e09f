/** Range and RangeList: coordinates, rectangles, formats, notes, rules; and the border to the kernel. */
import { desk, S } from './desk';

const mismatch = (what: string, data: number, range: number) =>
  `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${data} but the range has ${range}.`;

describe('coordinates', () => {
  test('all four forms of getRange', () => {
    const { sheet } = desk();
    const a1 = (range: GoogleAppsScript.Spreadsheet.Range) => range.getA1Notation();
    expect(a1(sheet.getRange(2, 3))).toBe('C2');
    expect(a1(sheet.getRange(2, 3, 4))).toBe('C2:C5');
    expect(a1(sheet.getRange(2, 3, 4, 2))).toBe('C2:D5');
    expect(a1(sheet.getRange('B2:C9'))).toBe('B2:C9');
    expect(a1(sheet.getRange('B:C'))).toBe('B1:C1000');
    expect(a1(sheet.getRange('3:4'))).toBe('A3:Z4');
    expect(a1(sheet.getRange('A2:C'))).toBe('A2:C1000');
  });

  test.each([
    [[0, 1, 1, 1], 'The starting row of the range is too small.'],
    [[1, 0, 1, 1], 'The starting column of the range is too small.'],
    [[1, 1, 0, 1], 'The number of rows in the range must be at least 1.'],
    [[1, 1, 1, 0], 'The number of columns in the range must be at least 1.'],
    [[1001, 1, 1, 1], 'The coordinates of the range are outside the dimensions of the sheet.'],
    [[1000, 1, 2, 1], 'The coordinates of the range are outside the dimensions of the sheet.'],
    [[1, 27, 1, 1], 'The coordinates of the range are outside the dimensions of the sheet.'],
    [[1, 26, 1, 2], 'The coordinates of the range are outside the dimensions of the sheet.'],
  ])('getRange(%p) throws "%s"', (numbers, message) => {
    const [row = 0, column = 0, numRows = 0, numColumns = 0] = numbers;
    expect(() => desk().sheet.getRange(row, column, numRows, numColumns)).toThrow(message);
  });

  test('the last cell is inside; wrong texts and types have their own errors', () => {
    const { sheet } = desk();
    expect(sheet.getRange(1000, 26).getA1Notation()).toBe('Z1000');
    expect(() => sheet.getRange('no range')).toThrow('Range not found');
    expect(() =>
      (sheet as unknown as { getRange(a: unknown, b: unknown): void }).getRange(null, '1'),
    ).toThrow(
      "The parameters (null,String,number,number) don't match the method signature for SpreadsheetApp.Sheet.getRange.",
    );
  });

  test('offset keeps the size and is checked', () => {
    const { sheet } = desk();
    expect(sheet.getRange('A1:B2').offset(1, 2).getA1Notation()).toBe('C2:D3');
    expect(sheet.getRange('A1:B2').offset(1, 2, 1, 1).getA1Notation()).toBe('C2');
    expect(() => sheet.getRange('A1').offset(-1, 0)).toThrow('The starting row of the range is too small.');
  });
});

describe('rectangles', () => {
  test('setValues needs the exact number of rows and of columns in each row', () => {
    const range = desk().sheet.getRange('A1:B2');
    expect(() => range.setValues([['a', 'b']])).toThrow(mismatch('rows', 1, 2));
    expect(() => range.setValues([['a', 'b'], ['c']])).toThrow(mismatch('columns', 1, 2));
    expect(() => range.setNumberFormats([['@', '@', '@'], []])).toThrow(mismatch('columns', 3, 2));
    expect(() => range.setValues('a' as unknown as string[][])).toThrow(
      "The parameters (String) don't match the method signature for SpreadsheetApp.Range.setValues.",
    );
  });

  test('setValue fills the whole range; getValues gives a fresh full rectangle', () => {
    const { sheet } = desk();
    sheet.getRange('A1:B2').setValue('x');
    const values = sheet.getRange('A1:C2').getValues();
    expect(values).toEqual([
      ['x', 'x', ''],
      ['x', 'x', ''],
    ]);
    values[0]?.splice(0);
    expect(sheet.getRange('A1').getValue()).toBe('x');
  });

  test('shown texts follow format and locale', () => {
    const { sheet } = desk({ locale: 'de_DE' });
    sheet.getRange('A1').setValue(1234.5).setNumberFormat('#,##0.00');
    expect(sheet.getRange('A1').getDisplayValue()).toBe('1.234,50');
    expect(sheet.getRange('A1').getValue()).toBe(1234.5);
  });

  test('a date format turns a number into a Date on reading, and back', () => {
    const { sheet } = desk();
    sheet.getRange('A1').setValue(46_000).setNumberFormat('yyyy-mm-dd');
    expect(sheet.getRange('A1').getValue()).toEqual(new Date(Date.UTC(2025, 11, 9)));
    expect(sheet.getRange('A1').getDisplayValue()).toBe('2025-12-09');
    sheet.getRange('A1').setNumberFormat('0');
    expect(sheet.getRange('A1').getValue()).toBe(46_000);
  });
});

describe('looks, notes and rules', () => {
  test('clear takes contents and formats, clearContent contents only; notes and rules stay', () => {
    const { app, sheet } = desk();
    const rule = app.newDataValidation().requireNumberBetween(0, 5).build();
    const cell = sheet.getRange('A1');
    cell.setNumberFormat('@').setValue('a').setNote('n').setDataValidation(rule).clearContent();
    expect([cell.getValue(), cell.getNumberFormat()]).toEqual(['', '@']);
    cell.setValue('a').clear();
    expect([cell.getValue(), cell.getNumberFormat(), cell.getNote()]).toEqual(['', '0.###############', 'n']);
    expect(cell.getDataValidation()).not.toBeNull();
    cell.clearNote();
    cell.clearDataValidations();
    expect([cell.getNote(), cell.getDataValidation()]).toEqual(['', null]);
  });

  test('a rule reads back what was built; setAllowInvalid defaults to true', () => {
    const { app, sheet } = desk();
    const rule = app.newDataValidation().requireValueInList(['a', 'b'], true).setHelpText('help').build();
    sheet.getRange('A1:A3').setDataValidation(rule);
    const read = sheet.getRange('A1:A4').getDataValidations();
    expect(read[3]?.[0]).toBeNull();
    expect(read[2]?.[0]?.getCriteriaType()).toBe(app.DataValidationCriteria.VALUE_IN_LIST);
    expect(read[2]?.[0]?.getCriteriaValues()).toEqual([['a', 'b'], true]);
    expect([read[2]?.[0]?.getHelpText(), read[2]?.[0]?.getAllowInvalid()]).toEqual(['help', true]);
    const changed = read[2]?.[0]?.copy().setAllowInvalid(false).build();
    expect([changed?.getAllowInvalid(), rule.getAllowInvalid()]).toEqual([false, true]);
  });

  test('a blank cell that becomes a checkbox is FALSE and counts as content', () => {
    const { app, sheet } = desk();
    sheet.getRange('B7').setDataValidation(app.newDataValidation().requireCheckbox().build());
    expect(sheet.getRange('B7').getValue()).toBe(false);
    expect(sheet.getLastRow()).toBe(7);
  });

  test('formats, notes and rules alone are no content', () => {
    const { sheet } = desk();
    sheet.getRange('A1:C9').setNumberFormat('@').setNote('n').setBackground('#ff0000');
    expect([sheet.getLastRow(), sheet.getLastColumn()]).toEqual([0, 0]);
    expect(sheet.getDataRange().getA1Notation()).toBe('A1');
    expect(sheet.getRange('C9').getBackground()).toBe('#ff0000');
  });

  test('a range list does its ranges in one call', () => {
    const { kernel, sheet } = desk();
    const list = sheet.getRangeList(['A1:A2', 'C3']);
    list.setValue('x').setFontWeight('bold').setNumberFormat('@');
    expect(kernel.count('write')).toBe(3);
    expect(sheet.getDataRange().getValues()).toEqual([
      ['x', '', ''],
      ['x', '', ''],
      ['', '', 'x'],
    ]);
    list.clearContent();
    expect(sheet.getLastRow()).toBe(0);
  });

  test('conditional formats read back with their ranges and move with rows', () => {
    const { app, owner, sheet } = desk();
    const rule = app
      .newConditionalFormatRule()
      .whenTextStartsWith('✖')
      .setBackground('#fce8e6')
      .setRanges([sheet.getRange('A2:A10')])
      .build();
    sheet.setConditionalFormatRules([rule]);
    app.flush();
    owner.insertRows(S, 1, 2);
    const [read] = sheet.getConditionalFormatRules();
    expect(read?.getRanges().map((range) => range.getA1Notation())).toEqual(['A4:A12']);
    expect(read?.getBooleanCondition()?.getCriteriaType()).toBe(app.BooleanCriteria.TEXT_STARTS_WITH);
    expect(read?.getBooleanCondition()?.getCriteriaValues()).toEqual(['✖']);
  });
});

describe('the border to the kernel', () => {
  test('every call is announced before it acts, with kind, cells, scopes and mode', () => {
    const { app, kernel, sheet } = desk();
    kernel.calls.length = 0;
    sheet.getRange('A1:B3').getValues();
    sheet.getRange('A1:B3').setNumberFormat('@');
    app.flush();
    expect(
      kernel.calls.map(({ service, method, kind, cells }) => [service, method, kind, cells ?? 0]),
    ).toEqual([
      ['Sheet', 'getRange', 'navigate', 0],
      ['Range', 'getValues', 'read', 6],
      ['Sheet', 'getRange', 'navigate', 0],
      ['Range', 'setNumberFormat', 'write', 6],
      ['SpreadsheetApp', 'flush', 'flush', 0],
    ]);
    expect(kernel.calls[1]).toMatchObject({
      leastMode: 'LIMITED',
      anyScope: [
        'https://www.googleapis.com/auth/spreadsheets.currentonly',
        'https://www.googleapis.com/auth/spreadsheets',
      ],
    });
  });

  test('a call that the kernel refuses has no effect', () => {
    const { kernel, sheet, workbook } = desk();
    const cell = sheet.getRange('A1');
    kernel.enter = () => {
      throw new Error('refused');
    };
    expect(() => cell.setValue('x')).toThrow('refused');
    expect(() => cell.setNumberFormat('@')).toThrow('refused');
    expect(workbook.pendingCount).toBe(0);
  });

  test('what is not modelled throws its name', () => {
    const { app, book, sheet } = desk();
    expect(() => sheet.getRange('A1').createTextFinder('x')).toThrow(
      'SpreadsheetApp.Range.createTextFinder is not modelled by the local Apps Script',
    );
    expect(() => book.getOwner()).toThrow('SpreadsheetApp.Spreadsheet.getOwner is not modelled');
    expect(() => sheet.getCharts()).toThrow('SpreadsheetApp.Sheet.getCharts is not modelled');
    expect(() => app.openById('x')).toThrow('SpreadsheetApp.openById is not modelled');
    expect(() => app.WrapStrategy['NONE' as 'WRAP']).toThrow('WrapStrategy.NONE is not modelled');
  });

  test('getUi gives what the runtime gave, in any mode', () => {
    const { app, kernel } = desk();
    expect(() => app.getUi()).toThrow('Cannot call SpreadsheetApp.getUi() from this context.');
    expect(kernel.calls.at(-1)).toMatchObject({ method: 'getUi', leastMode: 'NONE' });
  });
});

describe('[L1] effort', () => {
  const rows = Array.from({ length: 2500 }, (_, row) =>
    Array.from({ length: 27 }, (_v, at) => `t${row} ${at}`),
  );

  test('2,500 × 27 text cells are one write and no parse', () => {
    const { app, kernel, sheet, workbook } = desk();
    sheet.insertRowsAfter(1000, 1501);
    sheet.insertColumnsAfter(26, 1);
    const range = sheet.getRange(1, 1, 2500, 27).setNumberFormat('@');
    range.setValues(rows);
    app.flush();
    expect(workbook.counts).toMatchObject({ parsedTexts: 0, writtenCells: 67_500, appliedWrites: 4 });
    expect(kernel.count('read', 'write')).toBe(4);
    expect(range.getValues()).toEqual(rows);
  });

  test('each parsed text of an Automatic column is parsed once; texts without a digit never', () => {
    const { app, sheet, workbook } = desk();
    sheet.getRange('A1:B1').setValues([['t1 2', 'no digit']]);
    app.flush();
    sheet.getRange('A1:B1').getValues();
    expect(workbook.counts.parsedTexts).toBe(1);
  });
});
