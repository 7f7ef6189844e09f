/** What people do at the screen. */
import { TEXT_FORMAT } from '../../../local/apps-script/spreadsheet/cell';
import { desk, S } from './desk';

/** A small table of texts, written as plain text. */
function table(rows: string[][]) {
  const parts = desk();
  const { app, sheet } = parts;
  const range = sheet.getRange(1, 1, rows.length, rows[0]?.length ?? 1);
  range.setNumberFormat('@').setValues(rows);
  app.flush();
  return { ...parts, model: parts.workbook.sheet(S) };
}

describe('typing and pasting', () => {
  test('[C4] an ordinary paste carries format, note and rule of the source over the target', () => {
    const { app, owner, sheet, model } = table([['007', 'x']]);
    const rule = app.newDataValidation().requireValueInList(['x']).build();
    sheet.getRange('B1').setDataValidation(rule);
    app.flush();
    owner.type(S, 'D1', '7');
    owner.paste(S, 'A1:B1', owner.copy(S, 'D1'));
    expect([model.value('A1'), model.isText('A1')]).toEqual([7, false]);
    expect(sheet.getRange('B1').getDataValidation()).toBeNull();
    owner.type(S, 'A1', '007');
    expect(model.value('A1')).toBe(7);
  });

  test('"values only" keeps the target’s format and rule, and takes formulas as values', () => {
    const { owner, model } = table([['a', 'b']]);
    owner.type(S, 'D1', '=1+1');
    owner.paste(S, 'A1', owner.copy(S, 'D1'), { valuesOnly: true });
    expect([model.value('A1'), model.formula('A1'), model.isText('A1')]).toEqual([2, '', true]);
    owner.paste(S, 'B1', owner.copy(S, 'D1'));
    expect(model.formula('B1')).toBe('=1+1');
  });

  test('pasted plain text is parsed in the target’s format', () => {
    const { owner, model } = table([['a']]);
    owner.pasteText(S, 'A1', [['007', '007'], ['=1+1']]);
    expect([model.value('A1'), model.value('B1'), model.formula('A2')]).toEqual(['007', 7, '=1+1']);
  });

  test('a rejecting rule refuses typed entry, a warning one does not', () => {
    const { app, owner, sheet, model } = table([['a', 'a']]);
    const rule = app.newDataValidation().requireValueInList(['a', 'b']);
    sheet.getRange('A1').setDataValidation(rule.setAllowInvalid(false).build());
    sheet.getRange('B1').setDataValidation(rule.setAllowInvalid(true).build());
    app.flush();
    expect(() => owner.type(S, 'A1', 'c')).toThrow('The data you entered in cell A1 violates');
    owner.type(S, 'B1', 'c');
    owner.type(S, 'A1', 'b');
    expect(model.texts()).toEqual([['b', 'c']]);
  });

  test('a copied row pasted over several rows fills them; beyond the grid it grows', () => {
    const { owner, model } = table([['501', 'url']]);
    owner.paste(S, 'A2:Z4', owner.copyRows(S, 1));
    expect(model.texts()).toEqual(Array.from({ length: 4 }, () => ['501', 'url']));
    owner.paste(S, 'A1000', owner.copyRows(S, 1, 2));
    expect([model.maxRows, model.text('A1001')]).toEqual([1001, '501']);
  });

  test('fill down copies the first row of the range', () => {
    const { owner, model } = table([
      ['a', '1'],
      ['b', '2'],
    ]);
    owner.fillDown(S, 'B1:B3');
    expect(model.texts()).toEqual([
      ['a', '1'],
      ['b', '1'],
      ['', '1'],
    ]);
    expect(model.numberFormat('B3')).toBe(TEXT_FORMAT);
  });
});

describe('moving', () => {
  const rows = [
    ['3', 'c'],
    ['1', 'a'],
    ['2', 'b'],
  ];

  test('[C9] sorting one column alone tears rows apart; sorting the whole width does not', () => {
    const torn = table(rows);
    torn.owner.sort(S, 'B1:B3', 'B');
    expect(torn.model.texts()).toEqual([
      ['3', 'a'],
      ['1', 'b'],
      ['2', 'c'],
    ]);
    const whole = table(rows);
    whole.owner.sort(S, 'A1:B3', 'A');
    expect(whole.model.texts()).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ]);
  });

  test('sort puts numbers before texts before booleans, blanks last either way', () => {
    const { owner, model } = table([['x']]);
    owner.pasteText(S, 'D1', [['b'], [''], ['TRUE'], ['2'], ['A'], ['10']]);
    const shown = () => model.texts(model.area('D1:D6')).flat();
    owner.sort(S, 'D1:D6', 'D');
    expect(shown()).toEqual(['2', '10', 'A', 'b', 'TRUE', '']);
    owner.sort(S, 'D1:D6', 'D', false);
    expect(shown()).toEqual(['TRUE', 'b', 'A', '10', '2', '']);
  });

  test('[C2] columns and rows move with all that is on them', () => {
    const { owner, model } = table(rows);
    owner.moveColumn(S, 2, 1);
    expect([model.text('A1'), model.text('B1'), model.isText('A1')]).toEqual(['c', '3', true]);
    owner.moveColumn(S, 1, 4);
    expect([model.text('A1'), model.text('B1'), model.text('C1')]).toEqual(['3', '', 'c']);
    owner.insertColumns(S, 1);
    owner.insertRows(S, 1);
    expect(model.text('B2')).toBe('3');
    owner.deleteRows(S, 1, 2);
    owner.deleteColumns(S, 1);
    expect(model.text('A1')).toBe('1');
  });
});

describe('find and replace', () => {
  test('in a range, a sheet, or all sheets with the hidden ones; formulas only when told', () => {
    const { owner, model, workbook } = table([['http://old.com/a', 'OLD.com']]);
    owner.addSheet('Books');
    owner.type('Books', 'A1', 'old.com');
    owner.hideSheet('Books');
    owner.type(S, 'C1', '="old.com"');
    const change = { find: 'old.com', replacement: 'new.com' };
    expect(owner.replace({ ...change, where: { sheet: S, range: 'B1' } })).toBe(1);
    expect(owner.replace({ ...change, where: { sheet: S } })).toBe(1);
    expect(owner.replace({ ...change, where: 'all' })).toBe(1);
    expect([workbook.sheet('Books').text('A1'), model.formula('C1')]).toEqual(['new.com', '="old.com"']);
    expect(owner.replace({ ...change, where: 'all', inFormulas: true })).toBe(1);
    expect(model.formula('C1')).toBe('="new.com"');
  });

  test('what is left is parsed as typed; case, whole cells and patterns', () => {
    const { owner, model } = table([['ab', 'AB']]);
    owner.type(S, 'C1', 'x7');
    const where = { sheet: S };
    owner.replace({ where, find: 'x', replacement: '' });
    expect(model.value('C1')).toBe(7);
    expect(owner.replace({ where, find: 'ab', replacement: 'c', matchCase: true })).toBe(1);
    expect(owner.replace({ where, find: 'A', replacement: 'c', entireCell: true })).toBe(0);
    expect(owner.replace({ where, find: /^(A)(B)$/, replacement: '$2$1', matchCase: true })).toBe(1);
    expect(model.text('B1')).toBe('BA');
  });
});

describe('tabs', () => {
  test('rename, duplicate, hide, delete', () => {
    const { owner, workbook } = table([['a']]);
    owner.renameSheet(S, 'Postbacks');
    expect(owner.duplicateSheet('Postbacks')).toBe('Copy of Postbacks');
    owner.type('Copy of Postbacks', 'A1', 'b');
    expect(workbook.sheet('Postbacks').text('A1')).toBe('a');
    owner.hideSheet('Copy of Postbacks');
    expect(() => owner.hideSheet('Postbacks')).toThrow("You can't hide all the sheets in a document.");
    expect(() => owner.deleteSheet('Postbacks')).toThrow("You can't remove all the sheets in a document.");
    owner.deleteSheet('Copy of Postbacks');
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['Postbacks']);
  });

  test('listeners hear of durable changes, by whom, until they stop', () => {
    const { app, owner, sheet, workbook } = table([['a']]);
    const heard: string[] = [];
    const stop = workbook.onChange(({ by, what }) => heard.push(`${by} ${what}`));
    sheet.getRange('A1').setValue('b');
    expect(heard).toEqual([]);
    app.flush();
    owner.type(S, 'A1', 'c');
    stop();
    owner.type(S, 'A1', 'd');
    expect(heard).toEqual(['script Range.setValue', 'person type']);
  });
});
