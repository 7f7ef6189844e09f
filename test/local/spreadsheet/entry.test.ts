/** The write pipeline, in every world that matters: what a written or typed text becomes. */
import { worlds } from '../../../local/apps-script/worlds';
import { desk, S, START_MS } from './desk';

/** Writes one text by script into A1 of a given format and tells what is there then. */
function written(text: unknown, format: string | null, options: Parameters<typeof desk>[0] = {}) {
  const { app, sheet, workbook } = desk(options);
  const cell = sheet.getRange('A1');
  if (format !== null) cell.setNumberFormat(format);
  cell.setValue(text);
  app.flush();
  const model = workbook.sheet(S);
  return {
    value: cell.getValue() as unknown,
    formula: cell.getFormula(),
    shown: model.text('A1'),
    format: model.numberFormat('A1'),
  };
}

describe('a string written into a cell of Automatic format is parsed like typed input', () => {
  test.each([
    ['007', 7, undefined],
    ['22 34', 2234, undefined],
    ['1E5', 100_000, '0.00E+00'],
    ['50%', 0.5, '0%'],
    ['$14.99', 14.99, '"$"#,##0.00'],
    ['1,234.5', 1234.5, '#,##0.00'],
    [' 5 ', 5, undefined],
    ['TRUE', true, undefined],
    ['1234567890123456', 1_234_567_890_123_450, undefined],
  ])('%j becomes %p with format %p', (text, value, format) => {
    expect(written(text, null)).toMatchObject({ value, format, formula: '' });
  });

  test.each([
    ['2026-08-18', Date.UTC(2026, 7, 18)],
    ['09:00', Date.UTC(1899, 11, 30, 9)],
    ['1/2/2026', Date.UTC(2026, 0, 2)],
  ])('%j becomes a Date', (text, ms) => {
    expect(written(text, null).value).toEqual(new Date(ms));
  });

  test('a date without a year takes the year of the virtual clock, not of the host', () => {
    const now = () => Date.UTC(2031, 5, 1);
    expect(written('3-14', null, { now }).value).toEqual(new Date(Date.UTC(2031, 2, 14)));
    expect(written('3-14', null).value).toEqual(
      new Date(Date.UTC(new Date(START_MS).getUTCFullYear(), 2, 14)),
    );
  });

  test('the locale of the spreadsheet decides: "1.5" is 1 May in Germany, "1,5" a number', () => {
    expect(written('1,5', null, { locale: 'de_DE' })).toMatchObject({ value: 1.5, shown: '1,5' });
    expect(written('1.5', null, { locale: 'de_DE' }).value).toBeInstanceOf(Date);
  });

  test.each(['=1+1', '+1+1', '-a1'])('%j becomes a formula', (text) => {
    expect(written(text, null).formula).toBe(text.startsWith('=') ? text : `=${text}`);
  });

  test('a formula has the value of the resolver, by default of literals only', () => {
    expect(written('=1+1', null).value).toBe(2);
    expect(written('=SUBSTITUTE(A1,"a","b")', null).value).toBe('#NAME?');
  });

  test.each(['https://t.example.com/p?c={sub1}', 'abc', '@x', 'a=1', '=', '+', '-'])(
    '%j stays text',
    (text) => {
      expect(written(text, null)).toMatchObject({ value: text, formula: '', format: undefined });
    },
  );

  test('[T2] a leading apostrophe guards and is consumed, one of two apostrophes too', () => {
    expect(written("'=1+1", null)).toMatchObject({ value: '=1+1', formula: '' });
    expect(written("'007", null).value).toBe('007');
    expect(written("''quoted", null).value).toBe("'quoted");
  });

  test('reading and writing back re-arms guarded texts', () => {
    const { sheet, app } = desk();
    sheet.getRange('A1:B1').setValues([["'=1+1", "'007"]]);
    sheet.getRange('A1:B1').setValues(sheet.getRange('A1:B1').getValues());
    app.flush();
    expect(sheet.getRange('A1:B1').getValues()).toEqual([[2, 7]]);
  });

  test('error texts become error values, read as their text', () => {
    const { sheet, workbook } = desk();
    sheet.getRange('A1').setValue('#N/A');
    expect(sheet.getRange('A1').getValue()).toBe('#N/A');
    expect(workbook.sheet(S).value('A1')).toEqual({ error: '#N/A' });
  });

  test('a chosen number format survives an entry; Automatic takes that of the entry', () => {
    expect(written('50%', '0.00')).toMatchObject({ value: 0.5, format: '0.00', shown: '0.50' });
  });
});

describe.each(worlds.all)('text cells (@) in world $name', (world) => {
  test.each(['007', '1E5', 'TRUE', '50%', '+1', '-1', '@x', '\t=1', '#N/A', ' 5 '])(
    '[T1] %j stays text',
    (text) => {
      expect(written(text, '@', { world })).toMatchObject({ value: text, formula: '', format: '@' });
    },
  );

  test('a leading "=" stays text or becomes a formula', () => {
    const result = written('=1+1', '@', { world });
    if (world.equalsInTextCell === 'text') expect(result).toMatchObject({ value: '=1+1', formula: '' });
    else expect(result).toMatchObject({ value: 2, formula: '=1+1' });
  });

  test('a leading apostrophe is dropped or kept; either way no formula', () => {
    const text = world.apostropheInTextCell === 'dropped' ? '=1+1' : "'=1+1";
    expect(written("'=1+1", '@', { world })).toMatchObject({ value: text, formula: '' });
  });

  test('an ISO date stays text or becomes a date, for scripts only', () => {
    const expected = world.dateInTextCell === 'text' ? '2026-08-18' : new Date(Date.UTC(2026, 7, 18));
    expect(written('2026-08-18', '@', { world }).value).toEqual(expected);
    const { owner, workbook } = desk({ world });
    owner.setNumberFormat(S, 'A1', '@');
    owner.type(S, 'A1', '2026-08-18');
    expect(workbook.sheet(S).value('A1')).toBe('2026-08-18');
  });

  test('CR LF is kept or becomes LF, in any cell', () => {
    const lines = world.lineEnds === 'kept' ? 'a\r\nb' : 'a\nb';
    expect(written('a\r\nb', '@', { world }).value).toBe(lines);
    expect(written('a\r\nb', null, { world }).value).toBe(lines);
  });

  test('control characters are kept or dropped; tab and line feed always stay', () => {
    const clean = world.controlCharacters === 'kept' ? 'a\u0000b\u0085c' : 'abc';
    expect(written('a\u0000b\u0085c', '@', { world }).value).toBe(clean);
    expect(written('a\tb\nc', '@', { world }).value).toBe('a\tb\nc');
  });

  test('a write against a rejecting rule is accepted or throws, when it is applied', () => {
    const { app, sheet } = desk({ world });
    const rule = app.newDataValidation().requireValueInList(['a', 'b']).setAllowInvalid(false).build();
    sheet.getRange('B2').setDataValidation(rule).setValue('a').setValue('');
    expect(sheet.getRange('B2').getValue()).toBe('');
    sheet.getRange('B2').setValue('c');
    if (world.invalidScriptWrite === 'accepted') expect(sheet.getRange('B2').getValue()).toBe('c');
    else {
      expect(() => app.flush()).toThrow(
        'The data you entered in cell B2 violates the data validation rules set on this cell.\nPlease enter one of the following values: a, b.',
      );
    }
  });
});

describe('other types', () => {
  test('null, undefined and "" clear a cell', () => {
    const { sheet } = desk();
    sheet.getRange('A1:C1').setValues([['a', 'b', 'c']]);
    sheet.getRange('A1:C1').setValues([[null, undefined, '']]);
    expect(sheet.getRange('A1:C1').getValues()).toEqual([['', '', '']]);
    expect(sheet.getLastRow()).toBe(0);
  });

  test('a Date is stored as wall clock of the zone of the spreadsheet and read back as the same instant', () => {
    const date = new Date(Date.UTC(2026, 6, 1, 22, 30));
    const result = written(date, null, { timeZone: 'Europe/Berlin' });
    expect(result.value).toEqual(date);
    expect(result.shown).toBe('7/2/2026 0:30:00');
  });

  test('a Date written into a text cell becomes text', () => {
    expect(written(new Date(Date.UTC(2026, 6, 1)), '@').value).toBe('7/1/2026');
  });

  test('a number written into a text cell stays a number', () => {
    expect(written(7, '@').value).toBe(7);
  });

  test('objects and NaN are refused by name', () => {
    const { sheet } = desk();
    expect(() => sheet.getRange('A1').setValue({ a: 1 })).toThrow('not modelled');
    expect(() => sheet.getRange('A1').setValue(Number.NaN)).toThrow('not modelled');
  });

  test.each([
    [123_456_789_012_345, '123456789012345'],
    [1_234_567_890_123_456, '1.23457E+15'],
    [1 / 3, '0.3333333333'],
    [0.5, '0.5'],
    [-0.25, '-0.25'],
  ])('Automatic shows %p as %s', (value, shown) => {
    expect(written(value, null).shown).toBe(shown);
  });

  test('Automatic reads back as 0.###############, also after "general"', () => {
    const { sheet } = desk();
    expect(sheet.getRange('A1').getNumberFormat()).toBe('0.###############');
    sheet.getRange('A1').setNumberFormat('@').setNumberFormat('general');
    expect(sheet.getRange('A1').getNumberFormat()).toBe('0.###############');
  });
});

describe('50,000 characters', () => {
  test.each([49_999, 50_000])('%i fit', (length) => {
    expect(written('x'.repeat(length), '@').value).toHaveLength(length);
  });

  test('one more throws at the call, and nothing of the rectangle is written', () => {
    const { sheet, workbook } = desk();
    expect(() => sheet.getRange('A1:B1').setValues([['a', 'x'.repeat(50_001)]])).toThrow(
      'Your input contains more than the maximum of 50000 characters in a single cell.',
    );
    expect(workbook.pendingCount).toBe(0);
  });
});
