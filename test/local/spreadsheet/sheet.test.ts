/** Sheet and Spreadsheet: tabs, rows, columns, limits, protection; each error with its text. */
import { Workbook } from '../../../local/apps-script/spreadsheet';
import { worlds } from '../../../local/apps-script/worlds';
import { COLLEAGUE, desk, OWNER, S, script } from './desk';

const CELL_LIMIT =
  'This action would increase the number of cells in the workbook above the limit of 10000000 cells.';

describe('tabs', () => {
  test('a new file has Sheet1 of 1000 × 26 with id 0; insertSheet makes the new tab active', () => {
    const { book, sheet } = desk();
    expect([sheet.getName(), sheet.getSheetId(), sheet.getMaxRows(), sheet.getMaxColumns()]).toEqual([
      'Sheet1',
      0,
      1000,
      26,
    ]);
    const fresh = book.insertSheet('New');
    expect([fresh.getIndex(), fresh.getMaxRows(), book.getActiveSheet().getName()]).toEqual([2, 1000, 'New']);
    expect(book.insertSheet('First', 0).getIndex()).toBe(1);
    expect(book.insertSheet().getName()).toBe('Sheet4');
    expect(book.getSheets().map((each) => each.getName())).toEqual(['First', 'Sheet1', 'New', 'Sheet4']);
  });

  test('the same sheet is the same handle, found by name or id', () => {
    const { book, sheet } = desk();
    expect(book.getSheetByName(S)).toBe(sheet);
    expect((book as unknown as { getSheetById(id: number): unknown }).getSheetById(0)).toBe(sheet);
    expect(book.getSheetByName('sheet1')).toBeNull();
    expect(sheet.getParent()).toBe(book);
  });

  test('names are unique, also against pending tabs and after a person took the name', () => {
    const { app, book, owner, sheet } = desk();
    const taken = (name: string) =>
      `A sheet with the name "${name}" already exists. Please enter another name.`;
    book.insertSheet('New');
    expect(() => book.insertSheet('New')).toThrow(taken('New'));
    expect(() => sheet.setName('New')).toThrow(taken('New'));
    sheet.setName('Later');
    owner.addSheet('Later');
    expect(() => app.flush()).toThrow(taken('Later'));
  });

  test('the last visible sheet can be neither hidden nor deleted', () => {
    const { book, sheet } = desk();
    expect(() => sheet.hideSheet()).toThrow("You can't hide all the sheets in a document.");
    const books = book.insertSheet('Books').hideSheet();
    expect(() => sheet.hideSheet()).toThrow("You can't hide all the sheets in a document.");
    expect(() => book.deleteSheet(sheet)).toThrow("You can't remove all the sheets in a document.");
    books.showSheet();
    book.deleteSheet(sheet);
    expect(book.getSheets()).toEqual([books]);
    expect(() => sheet.getName()).toThrow('Sheet 0 not found');
  });

  test('a person hides the other tab meanwhile: hiding the last one fails late', () => {
    const { app, book, owner, sheet } = desk();
    book.insertSheet('Other');
    app.flush();
    sheet.hideSheet();
    owner.hideSheet('Other');
    expect(() => app.flush()).toThrow("You can't hide all the sheets in a document.");
  });

  test('copyTo makes an independent "Copy of" at the end', () => {
    const { book, sheet } = desk();
    sheet.getRange('A1').setValue('a').setNumberFormat('@');
    const copy = sheet.copyTo(book);
    expect([copy.getName(), copy.getIndex(), copy.getRange('A1').getValue()]).toEqual([
      'Copy of Sheet1',
      2,
      'a',
    ]);
    copy.getRange('A1').setValue('b');
    expect(sheet.getRange('A1').getValue()).toBe('a');
    expect(sheet.copyTo(book).getName()).toBe('Copy of Sheet1 2');
  });

  test('moveActiveSheet counts from 1', () => {
    const { app, book } = desk();
    book.insertSheet('Log');
    book.moveActiveSheet(1);
    app.flush();
    expect(book.getSheets().map((each) => each.getName())).toEqual(['Log', 'Sheet1']);
  });

  test('selection is per person', () => {
    const { app, owner, colleague, sheet } = desk();
    owner.select(S, 'B2:C3');
    colleague.select(S, 'D4');
    expect(app.getActiveRange().getA1Notation()).toBe('B2:C3');
    sheet.getRange('E5').activate();
    expect(app.getActiveRange().getA1Notation()).toBe('E5');
  });

  test('several ranges may be selected; the last one is active', () => {
    const { app, book, owner, sheet } = desk();
    const selected = () =>
      book
        .getActiveRangeList()!
        .getRanges()
        .map((range) => range.getA1Notation());
    expect(selected()).toEqual(['A1']);
    owner.select(S, 'B2:C3', 'E:E', 'A7');
    expect(selected()).toEqual(['B2:C3', 'E1:E1000', 'A7']);
    expect(app.getActiveRange().getA1Notation()).toBe('A7');
    sheet.getRangeList(['D1', 'D3']).activate();
    expect(selected()).toEqual(['D1', 'D3']);
    owner.addSheet('Other');
    owner.select('Other', 'B1');
    expect(selected()).toEqual(['B1']);
  });
});

describe('rows and columns', () => {
  test('new rows look like the row they were inserted from', () => {
    const { app, sheet } = desk();
    const rule = app.newDataValidation().requireValueInList(['a']).build();
    sheet.getRange('A2').setNumberFormat('@').setDataValidation(rule).setValue('a');
    sheet.insertRowsAfter(2, 2);
    expect(sheet.getRange('A2:A5').getNumberFormats().flat()).toEqual(['@', '@', '@', '0.###############']);
    expect(sheet.getRange('A3:A4').getValues().flat()).toEqual(['', '']);
    expect(sheet.getRange('A4').getDataValidation()).not.toBeNull();
    expect(sheet.getMaxRows()).toBe(1002);
  });

  test('new columns look like the column they were inserted from', () => {
    const { sheet } = desk();
    sheet.getRange('B2:B3').setNumberFormat('@').setValue('b');
    sheet.insertColumnsAfter(2, 1);
    expect(sheet.getRange('A2:D2').getNumberFormats()).toEqual([
      ['0.###############', '@', '@', '0.###############'],
    ]);
    expect(sheet.getRange('C2').getValue()).toBe('');
  });

  test('inserting before and deleting move contents, notes and frozen rows', () => {
    const { sheet } = desk();
    sheet
      .getRange('A1:A2')
      .setValues([['head'], ['row']])
      .setNote('n');
    sheet.setFrozenRows(1);
    sheet.insertRowBefore(1);
    expect([sheet.getRange('A2').getValue(), sheet.getFrozenRows()]).toEqual(['head', 2]);
    sheet.deleteRow(1);
    sheet.insertColumnsBefore(1, 1);
    expect([sheet.getRange('B1').getValue(), sheet.getRange('B2').getNote(), sheet.getFrozenRows()]).toEqual([
      'head',
      'n',
      1,
    ]);
    sheet.deleteColumns(1, 1);
    expect(sheet.getRange('A2').getValue()).toBe('row');
  });

  test.each<[string, (sheet: GoogleAppsScript.Spreadsheet.Sheet) => unknown, string]>([
    ['insertRowsAfter 1001', (sheet) => sheet.insertRowsAfter(1001, 1), 'Those rows are out of bounds.'],
    ['deleteRows 1000, 2', (sheet) => sheet.deleteRows(1000, 2), 'Those rows are out of bounds.'],
    ['deleteRow 0', (sheet) => sheet.deleteRow(0), 'Those rows are out of bounds.'],
    ['insertColumnsAfter 27', (sheet) => sheet.insertColumnsAfter(27, 1), 'Those columns are out of bounds.'],
    ['deleteColumns 26, 2', (sheet) => sheet.deleteColumns(26, 2), 'Those columns are out of bounds.'],
    [
      'deleteRows 1, 1000',
      (sheet) => sheet.deleteRows(1, 1000),
      'Sorry, it is not possible to delete all non-frozen rows.',
    ],
    [
      'deleteRows 2, 999 under one frozen row',
      (sheet) => {
        sheet.setFrozenRows(1);
        sheet.getLastRow();
        sheet.deleteRows(2, 999);
      },
      'Sorry, it is not possible to delete all non-frozen rows.',
    ],
  ])('%s throws', (_name, act, message) => {
    expect(() => act(desk().sheet)).toThrow(message);
  });

  test('hidden rows and columns are told apart and move along', () => {
    const { app, owner, sheet } = desk();
    sheet.getRange('A1:A4').setValues([['head'], ['on'], ['off'], ['on']]);
    sheet.hideRows(4);
    sheet.hideColumns(2, 2);
    app.flush();
    owner.setFilter(S, 'A1:A4', { A: ['off'] });
    const state = (row: number) => [sheet.isRowHiddenByUser(row), sheet.isRowHiddenByFilter(row)];
    expect([1, 2, 3, 4].map(state)).toEqual([
      [false, false],
      [false, false],
      [false, true],
      [true, false],
    ]);
    owner.insertRows(S, 2);
    owner.insertColumns(S, 1);
    expect([state(4), state(5)]).toEqual([
      [false, true],
      [true, false],
    ]);
    expect([2, 3, 4, 5].map((column) => sheet.isColumnHiddenByUser(column))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(sheet.getFilter()?.getRange().getA1Notation()).toBe('B1:B5');
    owner.deleteColumns(S, 2);
    expect([sheet.getFilter(), sheet.isRowHiddenByFilter(4)]).toEqual([null, false]);
    owner.setFilter(S, 'A1:A4', { A: [''] });
    expect(sheet.isRowHiddenByFilter(4)).toBe(true);
    sheet.getFilter()?.remove();
    expect([sheet.getFilter(), sheet.isRowHiddenByFilter(4)]).toEqual([null, false]);
  });

  test('a filter tells the texts that it lists, or its condition, for filters that begin in column A', () => {
    const { app, owner, sheet } = desk();
    sheet.getRange('A1:B3').setValues([
      ['head', 'kind'],
      ['on', 'x'],
      ['off', 'y'],
    ]);
    app.flush();
    owner.setFilter(S, 'A1:B3', { B: ['y'] });
    const criteria = (column: number) => sheet.getFilter()!.getColumnFilterCriteria(column);
    expect(criteria(1)).toBeNull();
    expect([criteria(2)!.getHiddenValues(), criteria(2)!.getCriteriaType()]).toEqual([['y'], null]);
    owner.setTextFilter(S, 'A1:B3', 'A', 'n');
    expect(criteria(2)).toBeNull();
    expect(String(criteria(1)!.getCriteriaType())).toBe('TEXT_CONTAINS');
    expect([criteria(1)!.getCriteriaValues(), criteria(1)!.getHiddenValues()]).toEqual([['n'], []]);
    expect([2, 3].map((row) => sheet.isRowHiddenByFilter(row))).toEqual([false, true]);
    expect(() => criteria(3)).toThrow();
    owner.insertColumns(S, 1);
    expect(() => criteria(1)).toThrow('not modelled');
  });

  test('appendRow grows a full grid and makes formulas of "="', () => {
    const { sheet } = desk();
    sheet.deleteRows(3, 998);
    sheet.getRange('A2').setValue('last');
    sheet.appendRow(['=1+1', '007']);
    expect(sheet.getDataRange().getValues()).toEqual([
      ['', ''],
      ['last', ''],
      [2, 7],
    ]);
    expect(sheet.getMaxRows()).toBe(3);
  });
});

describe('[J5] limits of the workbook', () => {
  test('empty grid cells count: n fits, one more line does not', () => {
    const { sheet } = desk();
    sheet.deleteColumns(11, 16);
    sheet.insertRowsAfter(1000, 999_000);
    expect(sheet.getMaxRows() * sheet.getMaxColumns()).toBe(10_000_000);
    expect(() => sheet.insertRowsAfter(1, 1)).toThrow(CELL_LIMIT);
    expect(() => sheet.insertColumnsAfter(1, 1)).toThrow(CELL_LIMIT);
    expect(() => desk({ maxCells: 51_999 }).book.insertSheet('x')).toThrow('above the limit of 51999 cells.');
    expect(desk({ maxCells: 52_000 }).book.insertSheet('x').getName()).toBe('x');
  });

  test('a person takes the room meanwhile: the insert fails late', () => {
    const { app, owner, sheet } = desk({ maxCells: 53_000 });
    sheet.insertRowsAfter(1000, 1000);
    owner.addSheet('mine');
    expect(() => app.flush()).toThrow('above the limit of 53000 cells.');
  });

  test('18,278 columns fit, one more does not', () => {
    const { sheet } = desk();
    sheet.deleteRows(2, 999);
    sheet.insertColumnsAfter(26, 18_252);
    expect(sheet.getRange(1, 18_278).getA1Notation()).toBe('ZZZ1');
    expect(() => sheet.insertColumnsAfter(1, 1)).toThrow('18278 columns');
  });
});

describe('protection', () => {
  const REFUSED =
    'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.';

  function protectedDesk() {
    const parts = desk();
    const theirs = script(parts.workbook, COLLEAGUE);
    return { ...parts, theirs };
  }

  test('protect() alone stops nobody; removing editors stops them, never the owner', () => {
    const { app, colleague, sheet, theirs } = protectedDesk();
    const protection = sheet.protect().setDescription('books');
    app.flush();
    theirs.sheet.getRange('A1').setValue('x');
    expect(protection.getEditors().map((user) => user.getEmail())).toEqual([OWNER, COLLEAGUE]);
    protection.removeEditors(protection.getEditors());
    expect(protection.getEditors().map((user) => user.getEmail())).toEqual([OWNER]);
    expect(() => theirs.sheet.getRange('A1').setValue('y')).toThrow(REFUSED);
    expect(() => theirs.sheet.insertRowAfter(1)).toThrow(REFUSED);
    expect(() => theirs.book.deleteSheet(theirs.sheet)).toThrow();
    expect(() => colleague.type(S, 'A1', 'y')).toThrow(REFUSED);
    expect(theirs.sheet.getProtections(theirs.app.ProtectionType.SHEET)[0]?.canEdit()).toBe(false);
    sheet.getRange('A1').setValue('owner');
    protection.addEditor(COLLEAGUE);
    app.flush();
    theirs.sheet.getRange('A1').setValue('z');
  });

  test('warning-only never stops anybody', () => {
    const { app, sheet, theirs } = protectedDesk();
    const protection = sheet.protect();
    protection.removeEditors(protection.getEditors()).setWarningOnly(true);
    app.flush();
    theirs.sheet.getRange('A1').setValue('x');
    expect(theirs.sheet.getRange('A1').getValue()).toBe('x');
    expect(protection.isWarningOnly()).toBe(true);
  });

  test('a range protection covers its cells, moves with them and goes with remove()', () => {
    const { app, owner, sheet, theirs } = protectedDesk();
    const protection = sheet.getRange('B2:B3').protect();
    protection.removeEditors([COLLEAGUE]);
    app.flush();
    owner.insertRows(S, 1);
    theirs.sheet.getRange('B2').setValue('free');
    expect(() => theirs.sheet.getRange('A1:B3').setValue('x')).toThrow(REFUSED);
    expect(protection.getRange().getA1Notation()).toBe('B3:B4');
    owner.deleteRows(S, 1, 3);
    expect(protection.getRange().getA1Notation()).toBe('B1');
    owner.insertRows(S, 1, 2);
    protection.remove();
    app.flush();
    theirs.sheet.getRange('B3').setValue('x');
  });

  test('a sheet has one protection of its own', () => {
    const { app, sheet } = desk();
    sheet.protect().setDescription('one');
    app.flush();
    expect(sheet.protect().getDescription()).toBe('one');
    expect(sheet.getProtections(app.ProtectionType.SHEET)).toHaveLength(1);
  });
});

test('what belongs to the file', () => {
  const workbook = new Workbook({
    world: worlds.plain,
    now: () => 0,
    id: 'abc',
    name: 'Acme',
    locale: 'de_DE',
    timeZone: 'Europe/Berlin',
  });
  const { book } = script(workbook, OWNER);
  expect([book.getId(), book.getName(), book.getSpreadsheetLocale(), book.getSpreadsheetTimeZone()]).toEqual([
    'abc',
    'Acme',
    'de_DE',
    'Europe/Berlin',
  ]);
  expect(book.getUrl()).toBe('https://docs.google.com/spreadsheets/d/abc/edit');
  book.toast('Done', 'Pull', 5);
  expect(workbook.toasts).toEqual([{ email: OWNER, message: 'Done', title: 'Pull', seconds: 5 }]);
});
