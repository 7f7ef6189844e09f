/** Example rows about URLs, macros, HTML code and delays: what a field may hold, as it is typed. */
import { NEW_URL } from './example-network';
import type { Cells } from './example-desk';
import type { Example, Verdict } from './example-verdict';

/** One example for each value of a cell, all with the same kind of verdict: R30, R30b, R30c … */
function each<T>(
  common: Pick<Example, 'id' | 'rule'>,
  values: readonly T[],
  make: (value: T, at: number) => Omit<Example, 'id' | 'rule'>,
): Example[] {
  return values.map((value, at) => ({
    ...common,
    ...make(value, at),
    id: common.id + (at === 0 ? '' : 'abcdefghij'[at]),
  }));
}

/** A new row with these cells. */
const pasted = (what: string, cells: Cells, expect: Verdict): Omit<Example, 'id' | 'rule'> => ({
  what: `new: ${what}`,
  act: (desk) => desk.paste(cells),
  expect,
});

const newUrl = (url: string, expect: Verdict): Omit<Example, 'id' | 'rule'> =>
  pasted(`URL ${JSON.stringify(url)}`, { URL: url }, expect);

/** #501 with another URL. */
const editedUrl = (url: string, expect: Verdict): Omit<Example, 'id' | 'rule'> => ({
  what: `#501: URL ${JSON.stringify(url)}`,
  act: (desk) => desk.edit(501, { URL: url }),
  expect,
});

/** A text as it stands, for a regular expression. */
const literally = (text: string): string => text.replace(/[[\]{}]/g, '\\$&');

/** The fix that puts a macro in, and the URL that it leads to. */
const replaced = (wrong: string, right: string, url: string): NonNullable<Verdict['fixes']> => ({
  [`Replace ${wrong} by ${right}`]: { verdict: '✔', sent: { postback_url: url } },
});

/** Rows about texts that must be judged alike in every world. */
export const URL_ROWS: readonly Example[] = [
  ...each(
    { id: 'R28', rule: 'V4' },
    [
      [` \u00a0${NEW_URL}\n`, 'begins with a space'],
      [`${NEW_URL}\u00a0`, 'ends with a no-break space'],
      [`${NEW_URL}\n`, 'ends with a line break'],
    ] as const,
    ([url, says], at) =>
      (at === 0 ? editedUrl : newUrl)(url, {
        verdict: '✖',
        says: new RegExp(says),
        fixes: { Trim: { verdict: '✔', sent: { postback_url: NEW_URL } } },
      }),
  ),
  { id: 'R29', rule: 'V4', ...newUrl('https://a.b/p?n=my offer', { verdict: '✖', says: /a space after/ }) },
  {
    id: 'R29b',
    rule: 'V4',
    ...editedUrl('https://a.b/p?n=my offer', { verdict: '✖', says: /a space after.*%20/ }),
  },
  ...each(
    { id: 'R38', rule: 'T4' },
    [
      'https://a.b:8443/p;v=1?q=%20é',
      'https://bücher.example/p?tx={transaction_id}',
      'https://xn--bcher-kva.example/?q=a+b%2Bc',
    ],
    (url) => editedUrl(url, { verdict: '✔', sent: { postback_url: url } }),
  ),
];

/** Rows about URLs, code and delays for which the open questions about the platform do not matter. */
export const FIELD_ROWS: readonly Example[] = [
  {
    id: 'R25',
    rule: 'V4',
    ...newUrl('http://test2.com{sub2}{sub1}', { verdict: '⚠', says: /plain http.*holds a macro/ }),
  },
  { id: 'R26', rule: 'V4', ...newUrl('https://{sub1}/p', { verdict: '⚠', says: /macro/i }) },
  ...each(
    { id: 'R30', rule: 'V4' },
    ['https://', 'https:///p', '//a.b/p', 'a.b/p', 'ftp://a.b', 'javascript:x'],
    (url) => newUrl(url, { verdict: '✖', says: /has no host|must begin with http/ }),
  ),
  {
    id: 'R32',
    rule: 'V4',
    ...newUrl('https://a.b/p?tx=%7Btransaction_id%7D', { verdict: '⚠', says: /%7B|encoded/i }),
  },
  ...each(
    { id: 'R33', rule: 'V8' },
    [
      ['{Transaction_ID}', '{transaction_id}', true],
      ['{sub_1}', '{sub1}', true],
      // Several macros are as near, so none is put in by a click.
      ['{sub11}', '{sub1}', false],
    ] as const,
    ([wrong, right, certain]) =>
      newUrl(`https://a.b/p?tx=${wrong}`, {
        verdict: '⚠',
        says: new RegExp(`Did you mean .*${literally(right)}`, 'i'),
        ...(certain ? { fixes: replaced(wrong, right, `https://a.b/p?tx=${right}`) } : {}),
      }),
  ),
  ...each(
    { id: 'R34', rule: 'V8' },
    [['{clickid}'], ['#s2#', '{sub2}'], ['[clickid]']] as const,
    ([token, right]) =>
      newUrl(`https://a.b/p?c=${token}&tx={transaction_id}`, {
        verdict: '⚠',
        asks: 'own-tick',
        says: new RegExp(literally(token)),
        ...(right ? { fixes: replaced(token, right, `https://a.b/p?c=${right}&tx={transaction_id}`) } : {}),
      }),
  ),
  { id: 'R35', rule: 'V8', ...newUrl('https://a.b/p?x={sub6}&y={adv10}', { verdict: '✔' }) },
  ...each(
    { id: 'R37', rule: 'V4' },
    [
      'https://a.b/p?x=1?tx={transaction_id}',
      'https://a.b/p?x=1&amp;tx={transaction_id}',
      'https://a.b/#/p?tx={transaction_id}',
    ],
    (url) => editedUrl(url, { verdict: '⚠', says: /\?|&amp;|#/, sent: { postback_url: url } }),
  ),
  {
    id: 'R40',
    rule: 'V4',
    ...pasted(
      'HTML code with braces of its own',
      {
        Method: 'html',
        URL: '',
        'HTML code': '<style>a{b:c}</style><script>function f(){return {a:1}}</script>',
      },
      {
        verdict: '✔',
        sent: { html_code: '<style>a{b:c}</style><script>function f(){return {a:1}}</script>' },
      },
    ),
  },
  {
    id: 'R41',
    rule: 'V7',
    ...pasted('html without code', { Method: 'html', URL: '' }, { verdict: '✖', says: /HTML code/ }),
  },
  {
    id: 'R42',
    rule: 'V7',
    ...pasted(
      'html with a URL filled too',
      { Method: 'html', 'HTML code': '<i>{sub1}</i>' },
      { verdict: '⚠', says: /URL is not used with (method )?html/ },
    ),
  },
  ...each(
    { id: 'R44', rule: 'V5' },
    [
      ['0', 0],
      ['', 0],
      ['300000', 300_000],
      [' 5000 ', 5000],
    ] as const,
    ([typed, delay_ms]) =>
      pasted(`delay "${typed}"`, { 'Delay (ms)': typed }, { verdict: '✔', sent: { delay_ms } }),
  ),
  {
    id: 'R44x',
    rule: 'V5',
    what: '#501: the delay " 5000 " in a text cell',
    act: (desk) => {
      const row = desk.rowOf(501);
      desk.page.person.setNumberFormat('Postbacks', desk.page.cell('Delay (ms)', row), '@');
      return desk.edit(501, { 'Delay (ms)': ' 5000 ' });
    },
    expect: { verdict: '✔', sent: { delay_ms: 5000 } },
  },
  ...each({ id: 'R45', rule: 'C5' }, ['300001', '-1', '1.5', '30s', '0:05:00', 'TRUE'], (typed) => ({
    what: `#509: delay ${typed}`,
    act: (desk) => {
      const row = desk.rowOf(509);
      desk.typeUnformatted(row, 'Delay (ms)', typed);
      return row;
    },
    expect: { verdict: '✖', says: /whole number|0 to 300,?000/ },
  })),
  {
    id: 'R45x',
    rule: 'C5',
    what: '#509: the delay 5,000 as text',
    act: (desk) => {
      const row = desk.rowOf(509);
      desk.page.person.setNumberFormat('Postbacks', desk.page.cell('Delay (ms)', row), '@');
      return desk.edit(509, { 'Delay (ms)': '5,000' });
    },
    expect: {
      verdict: '✖',
      says: /separators/,
      fixes: { 'Set Delay (ms) to 5000': { verdict: '✔', sent: { delay_ms: 5000 } } },
    },
  },
];
