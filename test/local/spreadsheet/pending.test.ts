/** Pending writes: what flush, reads, death and people between two calls do to them. */
import { literalFormulas } from '../../../local/apps-script/spreadsheet';
import { worlds } from '../../../local/apps-script/worlds';
import { COLLEAGUE, desk, OWNER, S, script } from './desk';

describe('[J1] nothing is written until it is flushed', () => {
  test('a write is pending until flush and not durable before', () => {
    const { app, sheet, workbook } = desk();
    sheet.getRange('A1').setValue('a');
    expect(workbook.pendingCount).toBe(1);
    expect(workbook.sheet(S).text('A1')).toBe('');
    app.flush();
    expect(workbook.pendingCount).toBe(0);
    expect(workbook.sheet(S).text('A1')).toBe('a');
  });

  test.each<[string, (sheet: GoogleAppsScript.Spreadsheet.Sheet) => unknown]>([
    ['getValue', (sheet) => sheet.getRange('B2').getValue()],
    ['getLastRow', (sheet) => sheet.getLastRow()],
    ['getDataRange', (sheet) => sheet.getDataRange()],
    ['getNotes', (sheet) => sheet.getRange('B2').getNotes()],
  ])('a read (%s) applies all pending writes and sees them', (_name, read) => {
    const { sheet, workbook } = desk();
    sheet.getRange('A1').setValue('a');
    read(sheet);
    expect(workbook.pendingCount).toBe(0);
    expect(workbook.sheet(S).text('A1')).toBe('a');
  });

  test('navigation applies nothing', () => {
    const { book, sheet, workbook } = desk();
    sheet.getRange('A1').setValue('a');
    book.getSheetByName(S)?.getRange('B2').getA1Notation();
    sheet.getMaxRows();
    expect(workbook.pendingCount).toBe(1);
  });

  test('a killed execution loses what is pending, and may keep any prefix of it', () => {
    for (const keepFirst of [0, 1, 2, 3]) {
      const { sheet, workbook } = desk();
      for (const row of [1, 2, 3]) sheet.getRange(row, 1).setValue(row);
      workbook.dropPending({ keepFirst });
      workbook.commit();
      expect(workbook.sheet(S).grid.lastRow()).toBe(keepFirst);
    }
  });

  test('changes of structure are pending too, yet the script sees them', () => {
    const { book, workbook } = desk();
    const fresh = book.insertSheet('Books');
    fresh.insertRowsAfter(1000, 500);
    fresh.hideSheet();
    expect(workbook.sheets).toHaveLength(1);
    expect(book.getSheetByName('Books')?.getMaxRows()).toBe(1500);
    expect(fresh.isSheetHidden()).toBe(true);
    fresh.getRange(1500, 26).setValue('x');
    workbook.dropPending();
    expect(book.getSheetByName('Books')).toBeNull();
    expect(() => fresh.getRange('A1')).toThrow(`Sheet ${fresh.getSheetId()} not found`);
  });

  test('what was queued is a copy: later changes of the array do not reach it', () => {
    const { app, sheet, workbook } = desk();
    const rows = [['a']];
    sheet.getRange('A1').setValues(rows);
    rows[0] = ['b'];
    app.flush();
    expect(workbook.sheet(S).text('A1')).toBe('a');
  });
});

describe('a person acts between two calls', () => {
  test('he sees durable state only, and his edit is durable at once', () => {
    const { owner, sheet, workbook } = desk();
    sheet.getRange('A1').setValue('script');
    expect(owner.copy(S, 'A1').layers.value).toEqual([[undefined]]);
    owner.type(S, 'B1', 'person');
    workbook.dropPending();
    expect(workbook.sheet(S).texts()).toEqual([['', 'person']]);
  });

  test('a pending write applied later wins over his edit of the same cell', () => {
    const { app, owner, sheet, workbook } = desk();
    sheet.getRange('A1').setValue('script');
    owner.type(S, 'A1', 'person');
    app.flush();
    expect(workbook.sheet(S).text('A1')).toBe('script');
  });

  test('pending writes go to positions: rows that moved meanwhile get their neighbours’ values', () => {
    const { app, owner, sheet, workbook } = desk();
    sheet.getRange('A1:A2').setValues([['#1'], ['#2']]);
    app.flush();
    sheet.getRange('B2').setValue('for #2');
    owner.insertRows(S, 1);
    app.flush();
    expect(workbook.sheet(S).texts()).toEqual([
      ['', ''],
      ['#1', 'for #2'],
      ['#2', ''],
    ]);
  });

  test('a format set before a write in the same batch counts when the write is applied', () => {
    const { app, sheet, workbook } = desk();
    sheet.getRange('A1').setNumberFormat('@').setValue('007');
    app.flush();
    expect(workbook.sheet(S).value('A1')).toBe('007');
  });

  test('a format that a person pastes over meanwhile counts too', () => {
    const { app, owner, sheet, workbook } = desk();
    sheet.getRange('A1').setNumberFormat('@');
    app.flush();
    sheet.getRange('A1').setValue('007');
    owner.paste(S, 'A1', owner.copy(S, 'C3'));
    app.flush();
    expect(workbook.sheet(S).value('A1')).toBe(7);
  });

  test('rows deleted meanwhile make the write fail late, with the earlier ones applied and the later ones still pending', () => {
    const { app, owner, sheet, workbook } = desk();
    sheet.getRange('A1').setValue('first');
    sheet.getRange('A1000').setValue('lost');
    sheet.getRange('A2').setValue('third');
    owner.deleteRows(S, 1000);
    expect(() => app.flush()).toThrow(
      'The coordinates of the range are outside the dimensions of the sheet.',
    );
    expect(workbook.sheet(S).texts()).toEqual([['first']]);
    expect(workbook.pendingCount).toBe(1);
    app.flush();
    expect(workbook.sheet(S).texts()).toEqual([['first'], ['third']]);
  });

  test('a sheet deleted meanwhile makes the write fail', () => {
    const { app, book, owner, workbook } = desk();
    const extra = book.insertSheet('Extra');
    app.flush();
    extra.getRange('A1').setValue('x');
    owner.deleteSheet('Extra');
    expect(() => workbook.commit()).toThrow(`Sheet ${extra.getSheetId()} not found`);
  });

  test('cells protected meanwhile make the write fail late', () => {
    const { workbook } = desk();
    const theirs = script(workbook, COLLEAGUE);
    theirs.sheet.getRange('A1').setValue('x');
    const ours = script(workbook, OWNER);
    const protection = ours.sheet.protect();
    protection.removeEditors(protection.getEditors());
    theirs.sheet.getRange('A2').setValue('y');
    expect(() => theirs.app.flush()).toThrow('You are trying to edit a protected cell or object.');
  });

  test('appendRow finds its row when it is applied', () => {
    const { app, owner, sheet, workbook } = desk();
    sheet.appendRow(['script']);
    owner.type(S, 'A1', 'person');
    app.flush();
    expect(workbook.sheet(S).texts()).toEqual([['person'], ['script']]);
  });
});

describe('formulas', () => {
  test('a resolver of the test gives values, and rows of values spill', () => {
    const { sheet, workbook } = desk({
      resolver: (formula, place) =>
        formula === '=SEQUENCE(2,2)'
          ? [
              [1, 2],
              [3, 4],
            ]
          : literalFormulas(formula, place),
    });
    sheet.getRange('B2').setValue('=SEQUENCE(2,2)');
    expect(sheet.getRange('B2:C3').getValues()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(sheet.getRange('B2:C3').getFormulas()).toEqual([
      ['=SEQUENCE(2,2)', ''],
      ['', ''],
    ]);
    expect([sheet.getLastRow(), sheet.getLastColumn()]).toEqual([3, 3]);
    sheet.getRange('C3').setValue('in the way');
    expect(sheet.getRange('B2:C3').getValues()).toEqual([
      ['#REF!', ''],
      ['', 'in the way'],
    ]);
    expect(workbook.sheet(S).text('B2')).toBe('#REF!');
  });

  test('another resolver recalculates; a formula giving "" counts as content', () => {
    const { sheet, workbook } = desk({ world: worlds.plain });
    sheet.getRange('A5').setFormula('=A1');
    expect(sheet.getRange('A5').getValue()).toBe('#NAME?');
    workbook.setResolver(() => undefined);
    expect(sheet.getRange('A5').getValue()).toBe('');
    expect(sheet.getLastRow()).toBe(5);
  });
});
