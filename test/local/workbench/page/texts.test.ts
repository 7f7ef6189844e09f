/** Tables as text, as they come from other programs and go to them. */
import fc from 'fast-check';
import { fromTsv, toCsv, toHtmlTable, toTsv } from '../../../../local/workbench/page/tsv';

test.each([
  ['one field', 'a', [['a']]],
  ['an empty field between others', 'a\t\tb', [['a', '', 'b']]],
  ['rows of Windows, and the last line break belongs to no row', 'a\r\nb\r\n', [['a'], ['b']]],
  ['an empty row in the middle', 'a\n\nb', [['a'], [''], ['b']]],
  ['a quoted field with tab, line break and marks', '"x\ty\n""z"""\tb', [['x\ty\n"z"', 'b']]],
  ['a mark inside a field is an ordinary character', 'a"b\tc', [['a"b', 'c']]],
  ['a mark that is never closed is one too', '"a\tb', [['"a', 'b']]],
  ['closed too early: not quoted', '"a"b\tc', [['"a"b', 'c']]],
])('[page] pasted text: %s', (_what, text, rows) => {
  expect(fromTsv(text)).toEqual(rows);
});

test('[page] what was copied comes back as it was, whatever is in the cells', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', ' ', 'é') });
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
    );
  let quoted = 0;
  fc.assert(
    fc.property(table, (rows) => {
      // An empty last row and a line break that ends the text look the same: no spreadsheet can tell them apart.
      fc.pre(rows.at(-1)!.join('') !== '' || rows.at(-1)!.length > 1);
      const text = toTsv(rows);
      if (text.includes('""')) quoted++;
      expect(fromTsv(text)).toEqual(rows);
    }),
    { seed: 7, numRuns: 500 },
  );
  expect(quoted).toBeGreaterThan(50);
});

test('[page] HTML and CSV hold the texts, not their markup', () => {
  expect(toHtmlTable([['<b>&"', 'a\nb']])).toBe(
    '<table><tr><td>&lt;b&gt;&amp;&quot;</td><td>a<br>b</td></tr></table>',
  );
  expect(
    toCsv([
      ['a,b', 'say "x"'],
      ['c', ''],
    ]),
  ).toBe('"a,b","say ""x"""\r\nc,');
});
