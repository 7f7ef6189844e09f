/** Macros through the built bundle: cells in, messages and groups out, one click that mends a group and nothing else (V8). */
import type { CheckResult } from '../../src/flows/check/check';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import type { Stage } from '../../local/story/stage';
import { writesOf } from './pull-support';
import { pulledStage } from './pulled-stage';

const B = 'https://t.example/p?c=';

let stage: Stage;
let anna: Operator;
let page: Page;
/** Rows of active postbacks of method postback, level specific and type conversion. */
let plain: number[];

const open = pulledStage({ size: 120, seed: 3 });
beforeEach(async () => {
  ({ stage, anna, page } = await open());
  plain = page
    .rows()
    .filter(
      ({ text }) =>
        text['Method'] === 'postback' &&
        text['Status'] === 'active' &&
        text['Level'] === 'specific' &&
        text['Type'] === 'conversion' &&
        /^https:\/\/[\w.-]+\//.test(text['URL']!),
    )
    .map(({ rowNumber }) => rowNumber);
});

const at = (row: number, header: string): string => page.file.sheet(TAB).text(page.cell(header, row));
const macros = (checked: CheckResult): CheckResult['groups'] =>
  checked.groups.filter(({ rule }) => rule === 'V8');

/** A copy of a row without its id, for another offer and with this URL. */
function cloned(row: number, offer: number, url: string): number {
  page.person.paste(TAB, `A${page.lastRow() + 1}`, page.person.copyRows(TAB, row));
  const copy = page.lastRow();
  for (const header of ['Postback ID', 'Row key', 'Created', 'Last changed']) {
    page.person.clear(TAB, page.cell(header, copy));
  }
  page.type('Offer ID', copy, String(offer));
  page.type('URL', copy, url);
  return copy;
}

it('[V8] one click mends one wrong spelling in all its rows, and the rest of each URL stays', async () => {
  const [first, second, third] = plain as [number, number, number];
  page.type('URL', first, `${B}{Transaction_ID}&n=%C3%A9&x={sub_1}`);
  page.type('URL', second, `${B}{Transaction_ID}`);
  page.type('URL', third, `${B}{sub11}`);
  const found = macros(anna.check());
  expect(found.map(({ cause, severity, count }) => [cause, severity, count])).toEqual([
    ['macro-unknown:Transaction_ID', 'warning', 2],
    ['macro-unknown:sub11', 'warning', 1],
    ['macro-unknown:sub_1', 'warning', 1],
  ]);
  expect(found[0]!.fixes).toEqual([
    { id: 'macro-{transaction_id}', label: 'Replace {Transaction_ID} by {transaction_id}', count: 2 },
  ]);
  expect(at(first, 'State')).toBe('⚠ warning');
  expect(at(third, 'Message')).toMatch(/URL holds \{sub11\}.*Did you mean \{sub1\}\?/);

  expect(anna.fix('macro-unknown:Transaction_ID', 'macro-{transaction_id}')).toBe(2);
  expect(at(first, 'URL')).toBe(`${B}{transaction_id}&n=%C3%A9&x={sub_1}`);
  expect(at(second, 'URL')).toBe(`${B}{transaction_id}`);
  expect(macros(anna.check()).map(({ cause }) => cause)).toEqual([
    'macro-unknown:sub11',
    'macro-unknown:sub_1',
  ]);
  // Warnings stop nothing: what a person confirms is sent as it stands.
  anna.push(anna.preview());
  expect(await writesOf(stage.everflow)).toHaveLength(3);
});

it('[V8] tokens of other platforms need their own tick on new rows and are a warning on existing ones', () => {
  const [row] = plain as [number];
  const fresh = [901, 902].map((offer) => cloned(row, offer, `${B}#s2#`));
  const asked = cloned(row, 903, `${B}[clickid]`);
  page.type('URL', row, `${B}#s2#`);
  const found = macros(anna.check());
  expect(found.map(({ cause, severity, count }) => [cause, severity, count])).toEqual([
    ['macro-foreign:#s2#', 'own-tick', 2],
    ['macro-foreign:[clickid]', 'own-tick', 1],
    ['macro-foreign:#s2#', 'warning', 1],
  ]);
  expect(at(asked, 'Message')).toMatch(/URL holds \[clickid\]/);

  expect(anna.fix('macro-foreign:#s2#', 'macro-{sub2}')).toBe(3);
  for (const each of [row, ...fresh]) expect(at(each, 'URL')).toBe(`${B}{sub2}`);
  expect(at(asked, 'URL')).toBe(`${B}[clickid]`);
  expect(macros(anna.check()).map(({ cause }) => cause)).toEqual(['macro-foreign:[clickid]']);
});

it('[V8] what three active postbacks of the network hold is its own macro after the next pull', async () => {
  const rows = plain.slice(0, 5);
  for (const row of rows.slice(0, 3)) page.type('URL', row, `${B}{brand_code}`);
  expect(macros(anna.check()).map(({ cause, count }) => [cause, count])).toEqual([
    ['macro-unknown:brand_code', 3],
  ]);
  anna.push(anna.preview());
  anna.pull();
  page.type('URL', rows[3]!, `${B}{brand_code}&more=1`);
  expect(macros(anna.check())).toEqual([]);
  // Of the three only two others remain as witnesses.
  page.type('URL', rows[0]!, `${B}{brand_code}&more=1`);
  expect(macros(anna.check()).map(({ cause, count }) => [cause, count])).toEqual([
    ['macro-unknown:brand_code', 1],
  ]);
});
