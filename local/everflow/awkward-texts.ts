/**
 * Texts that break careless spreadsheets and clients: formula starts, look-alike numbers and dates, line ends,
 * invisible characters. Data only.
 */

/** Short texts, fit for a description (and, in hostile networks, for every text field). */
export const AWKWARD_TEXTS: readonly string[] = [
  '=SUM(A1)',
  '=HYPERLINK("https://example.com","click")',
  '+1',
  '+49 30 1234567',
  '-2',
  '-',
  '@x',
  '@SUM(1)',
  "'quoted",
  "''twice",
  "'=1+1",
  '\tstarts with a tab',
  '\rstarts with a carriage return',
  'two\nlines',
  'two\r\nlines, CR LF',
  'ends with a line break\n',
  'mixed\nline\r\nends\r',
  'say "hello", she said',
  '"',
  ';,\t|',
  'emoji 🙂 👩‍👩‍👧 🇩🇪 ✂️',
  'שלום עולם',
  'مرحبا \u202Ebidi override\u202C',
  'control \u0001 \u0007 \u001b \u007f',
  'no\u00a0break',
  '\u00a0',
  'zero\u200bwidth \ufeffbom',
  'e\u0301 is not \u00e9',
  ' leading space',
  'trailing space ',
  '   ',
  '007',
  '0',
  '-0',
  '1e5',
  '12E3',
  '1234567890123456',
  '2026-03-01',
  '3/1/2026',
  '1 Mar 2026',
  '12:30',
  '1/2',
  'TRUE',
  'false',
  '50%',
  '$5',
  '(5)',
  '5,000',
  '1.234,5',
  '.5',
  '#N/A',
  '#REF!',
  '{=A1}',
  '${1+1}',
  '<!-- comment --> </script>',
  '<b>&amp;&lt;</b>',
  '\\n is not a line break',
  'null',
  'undefined',
  '[object Object]',
  '__proto__',
  '[{"field":"email","value":"x"}]',
];

/** URLs that the API would refuse today, as old records still hold them. */
export const BROKEN_URLS: readonly string[] = [
  'htp://broken x',
  'postback.partner.example/p?tx={transaction_id}',
  '//no-scheme.example/p?tx={transaction_id}',
  ' https://leading-space.example/p?tx={transaction_id}',
  'ftp://files.partner.example/p',
  '=https://formula.example/p?tx={transaction_id}',
];

/** URLs that are accepted and yet awkward: each with a reason to be left byte for byte. */
export const AWKWARD_URLS: readonly string[] = [
  'http://test2.com{sub2}{sub1}',
  'https://{sub1}/p',
  'https://a.example/p?tx=%7Btransaction_id%7D',
  'https://a.example/p?tx={Transaction_ID}&s={sub_1}',
  'https://a.example/p?c={clickid}&d=#s2#&e=[clickid]',
  'https://a.example/p?x=1?tx={transaction_id}',
  'https://a.example/p?a=1&amp;tx={transaction_id}',
  'https://a.example/#/p?tx={transaction_id}',
  'https://a.example:8443/p;v=1?q=%20é&tx={transaction_id}',
  'https://bücher.example/p?tx={transaction_id}',
  'HTTPS://Upper.example/p?tx={transaction_id}',
  'https://user:word@a.example/p?tx={transaction_id}',
  'https://a.example/p?n="quoted"&q=\'single\'&tx={transaction_id}',
  'https://a.example/p?n=my offer&tx={transaction_id}',
  'https://a.example/p?n=non\u00a0breaking&tx={transaction_id}',
  'https://a.example/p?tx={transaction_id}\n',
  'https://a.example/p?tx={transaction_id',
  'https://192.168.0.10/p?tx={transaction_id}',
  'http://localhost/p?tx={transaction_id}',
  'https://a.example/p?emoji=🙂&tx={transaction_id}',
];

/** Names of partners and offers: these reach cells as well, and never through a text the user typed. */
export const AWKWARD_NAMES: readonly string[] = [
  '=Media Group',
  '+Plus Ads',
  '-Minus',
  '@handle Media',
  'O\'Brien "Clicks" & Sons',
  "'apostrophe Ads",
  '007 Affiliates',
  '1e5',
  '2026-03-01',
  'TRUE',
  'Média Ünited 🚀',
  'شركة الإعلانات',
  'Two\nLines Media',
  '50% Off',
];

/** A pixel page as partners send it; braces of CSS and JavaScript are no macros. */
export const HTML_SNIPPET =
  '<style>a{b:c}</style><script>function f(){return {a:1}}</script>\r\n<img src="https://px.example/i?tx={transaction_id}" width="1" height="1">';

/** HTML of exactly `length` characters, made of countable lines so that a cut is seen at once. */
export function longHtml(length: number): string {
  const lines: string[] = ['<!-- long pixel -->'];
  let size = lines[0]?.length ?? 0;
  for (let line = 1; size < length; line++) {
    const text = `\n<img data-line="${line}" src="https://px.example/${line}?tx={transaction_id}">`;
    lines.push(text);
    size += text.length;
  }
  return lines.join('').slice(0, length);
}
