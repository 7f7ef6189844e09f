/** The mistakes that people make in a sheet: each is told in its own words, is never sent, and loses nothing; one click does what it says. */
import type { CheckResult } from '../../src/flows/check/check';
import type { PixelRecord } from '../../local/everflow';
import { deskRows } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import type { Stage } from '../../local/story/stage';
import { firstDifference, tabJson, writesOf } from './pull-support';
import { pulledStage } from './pulled-stage';

const STOPPED = '✖ cannot be pushed';
const GOOD_URL = 'https://good.example/p?tx={transaction_id}';

let stage: Stage;
let anna: Operator;
let page: Page;
let before: readonly PixelRecord[];
/** Rows of active postbacks of method postback and level specific, which no mistake has touched yet. */
let plain: number[];
let facebookRow: number;

const open = pulledStage({ size: 120, seed: 3 });
beforeEach(async () => {
  ({ stage, anna, page } = await open());
  before = await stage.everflow.control.records();
  const rows = page.rows();
  plain = rows
    .filter(
      ({ text }) =>
        text['Method'] === 'postback' && text['Status'] === 'active' && text['Level'] === 'specific',
    )
    .filter(({ text }) => text['Type'] === 'conversion' && /^https:\/\/[\w.-]+\//.test(text['URL']!))
    .map(({ rowNumber }) => rowNumber);
  facebookRow = rows.find(
    ({ text }) => text['Method'] === 'facebook' && text['Status'] === 'active',
  )!.rowNumber;
});

const at = (row: number, header: string): string => page.file.sheet(TAB).text(page.cell(header, row));
const setFormat = (row: number, header: string, format: string): void =>
  page.person.setNumberFormat(TAB, page.cell(header, row), format);
const causes = (checked: CheckResult): string[] => checked.groups.map((group) => group.cause);
const group = (checked: CheckResult, cause: string): CheckResult['groups'][number] =>
  checked.groups.find((one) => one.cause === cause)!;

/** Pushes whatever may be pushed, and tells what was written on the server. */
async function pushRest(): Promise<string[]> {
  const preview = anna.preview();
  anna.push(preview);
  return (await writesOf(stage.everflow)).map(({ method, path }) => `${method} ${path}`);
}

/** The server still holds what it held, but for the rows named. */
async function expectUntouched(...except: number[]): Promise<void> {
  const rest = (list: readonly PixelRecord[]): PixelRecord[] =>
    list.filter((record) => !except.includes(record.network_pixel_id));
  expect(rest(await stage.everflow.control.records())).toEqual(rest(before));
}

describe('[V11] one mistake in one cell', () => {
  type Mistake = readonly [name: string, cause: string, words: RegExp, make: (row: number) => void];
  const type = (header: string, text: string) => (row: number) => page.type(header, row, text);
  const asGeneral = (header: string, text: string) => (row: number) => {
    setFormat(row, header, 'general');
    page.type(header, row, text);
  };
  const mistakes: readonly Mistake[] = [
    ['[V3] an unknown status', 'pixel_status-unknown', /paused.*active, inactive/, type('Status', 'paused')],
    ['[V3] wrong case', 'pixel_status-spelling', /Inactive.*inactive/, type('Status', 'Inactive')],
    ['[V3] a stray space', 'pixel_level-spelling', /specific/, type('Level', 'specific ')],
    ['[V3] an unknown type', 'pixel_type-unknown', /converison/, type('Type', 'converison')],
    ['[V3] a blank list', 'cell-blank', /Type is empty.*conversion/, type('Type', '')],
    ['[V3] a method of another integration', 'method-integration', /tiktok/, type('Method', 'tiktok')],
    ['[V4] no scheme', 'url-scheme', /http/, type('URL', 'htp://broken')],
    ['[V4] no host', 'url-host', /host/i, type('URL', 'https:///p')],
    ['[V4] a space inside', 'url-spaces', /space/, type('URL', 'https://a.b/p?n=my offer')],
    ['[V4] a space around', 'url-trim', /space|line break/, type('URL', ` ${GOOD_URL}`)],
    ['[V4] an open brace', 'url-braces', /\{/, type('URL', 'https://a.b/p?tx={transaction_id')],
    ['[V4] no URL', 'url-missing', /URL/, type('URL', '')],
    ['[V5] a delay over five minutes', 'delay-range', /300,?000/, type('Delay (ms)', '300001')],
    ['[C5] a delay with a unit', 'cell-not-whole', /"30s" is not a whole number/, type('Delay (ms)', '30s')],
    ['[C5] a fraction', 'cell-not-whole', /1.5/, type('Delay (ms)', '1.5')],
    ['[C5] a time of day', 'cell-date', /date or time/, asGeneral('Delay (ms)', '0:05:00')],
    ['[C5] TRUE for an id', 'cell-boolean', /TRUE/, asGeneral('Partner ID', 'TRUE')],
    ['[V10] a name for an id', 'partnerId-name', /"Acme" is the name of/, type('Partner ID', 'Acme')],
    [
      '[V10] a name nobody has',
      'cell-not-whole',
      /"Acmee" is not a whole number/,
      type('Partner ID', 'Acmee'),
    ],
    ['[C5] an id of 16 digits', 'cell-too-many-digits', /15 digits/, type('Offer ID', '1234567890123456')],
    ['[V6] a missing partner', 'partner-missing', /partner/i, type('Partner ID', '0')],
    ['[V6] a level that ignores the offer', 'offer-ignored', /offer/i, type('Level', 'global')],
    [
      '[C5] a description that became a date',
      'cell-date',
      /date \(2026-11-22\)/,
      asGeneral('Description', '2026-11-22'),
    ],
    ['[C5] a description that became a boolean', 'cell-boolean', /FALSE/, asGeneral('Description', 'false')],
    [
      '[C5] a description that became a percentage',
      'cell-number-as-text',
      /12%/,
      asGeneral('Description', '12%'),
    ],
    ['[C5] an error value', 'cell-error-value', /#N\/A/, asGeneral('Description', '#N/A')],
    [
      '[T3] a stand-in pasted',
      'cell-marker',
      /stands for/,
      type('Description', '⟦too long to show: kept as in Everflow⟧'),
    ],
    [
      '[C6] an id that is no number',
      'id-not-a-number',
      /"#112" is not a postback id/,
      type('Postback ID', '#112'),
    ],
    [
      '[C6] an id that was never pulled',
      'unknown-id',
      /#999999 was never pulled/,
      type('Postback ID', '999999'),
    ],
  ];

  it.each(mistakes)('%s', async (_name, cause, words, make) => {
    const [row, good] = plain as [number, number];
    make(row);
    page.type('URL', good, GOOD_URL);
    const typed = tabJson(page.file);
    const goodId = Number(at(good, 'Postback ID'));
    const checked = anna.check();
    expect(causes(checked)).toContain(cause);
    expect(checked).toMatchObject({ stopped: 1, pushable: 1 });
    expect(at(row, 'State')).toBe(STOPPED);
    expect(at(row, 'Message')).toMatch(words);
    const told = group(checked, cause).examples[0]!;
    expect(told).toMatchObject({ rowNumber: row, message: expect.stringMatching(words) as string });
    expect(typed).not.toEqual(tabJson(page.file));

    expect(await pushRest()).toEqual([`PUT /v1/networks/pixels/${goodId}`]);
    await expectUntouched(goodId);
    const afterPush = at(row, 'State');
    expect(anna.check()).toMatchObject({ stopped: 1, pushable: 0 });
    expect(afterPush).toBe(STOPPED);
  });

  it('[C5] a plain number in a text column passes with a warning and is sent as its digits', async () => {
    const [row] = plain as [number];
    setFormat(row, 'Description', 'general');
    page.type('Description', row, '12345');
    expect(causes(anna.check())).toEqual(['number-read-as-text']);
    expect(at(row, 'State')).toBe('⚠ warning');
    const id = Number(at(row, 'Postback ID'));
    expect(await pushRest()).toHaveLength(1);
    expect((await stage.everflow.control.record(id))?.description).toBe('12345');
  });

  it('[T3] an edited stand-in is an error, and the row can still be changed elsewhere', async () => {
    const row = deskRows(page.file).find(({ values }) =>
      String(values['HTML code']).startsWith('⟦too long'),
    )!.rowNumber;
    page.type('HTML code', row, 'short');
    expect(causes(anna.check())).toContain('too-long');
    expect(anna.fix('too-long', 'put-back')).toBe(1);
    expect(anna.check()).toMatchObject({ edited: 0, groups: [] });
    const id = Number(at(row, 'Postback ID'));
    const long = before.find((record) => record.network_pixel_id === id)!.html_code;
    page.type('Description', row, 'only this');
    await pushRest();
    expect(await stage.everflow.control.record(id)).toMatchObject({
      html_code: long,
      description: 'only this',
    });
  });

  it('[C7] facebook lines that are not field=value, and a pixel id that became a number', () => {
    page.type('FB custom data', facebookRow, 'value={payout}\njust words');
    expect(causes(anna.check())).toEqual(['cell-pairs']);
    expect(at(facebookRow, 'Message')).toMatch(/Line 2 \("just words"\)/);
    page.type('FB custom data', facebookRow, 'value={payout}');
    setFormat(facebookRow, 'FB pixel ID', 'general');
    page.type('FB pixel ID', facebookRow, '1234567890123456');
    expect(causes(anna.check())).toEqual(['cell-number-as-text']);
  });
});

describe('[C5] formulas', () => {
  it.each([
    ['a cell', (row: number) => page.cell('URL', row), `="${GOOD_URL}"`],
    ['the header', () => page.cell('URL', 1), '="URL"'],
  ])('in %s stop the edits of that column and no others', async (_where, cell, formula) => {
    const [first, second, third] = plain as [number, number, number];
    page.type('URL', second, GOOD_URL);
    page.type('Description', third, 'fine');
    page.person.setNumberFormat(TAB, cell(first), 'general');
    page.person.type(TAB, cell(first), formula);
    const checked = anna.check();
    expect(group(checked, 'formula-url')).toMatchObject({ title: 'Column URL holds a formula', count: 1 });
    expect(at(second, 'Message')).toMatch(/Column URL holds a formula/);
    const thirdId = Number(at(third, 'Postback ID'));
    expect(await pushRest()).toEqual([`PUT /v1/networks/pixels/${thirdId}`]);
    await expectUntouched(thirdId);
  });

  it('that spill over cells below stop the column too, and "Keep the values" makes all of them plain text', () => {
    const [row] = plain as [number];
    const results = [GOOD_URL, `${GOOD_URL}&n=2`];
    page.file.setResolver((formula) => (formula.startsWith('=ARRAY') ? results.map((url) => [url]) : '#N/A'));
    setFormat(row, 'URL', 'general');
    page.person.clear(TAB, page.cell('URL', row + 1));
    page.type('URL', row, '=ARRAYFORMULA(A1:A2)');
    expect([at(row, 'URL'), at(row + 1, 'URL')]).toEqual(results);
    expect(causes(anna.check())).toContain('formula-url');
    expect(anna.fix('formula-url', 'keep-values')).toBe(1);
    expect(page.file.sheet(TAB).formula(page.cell('URL', row))).toBe('');
    expect([at(row, 'URL'), at(row + 1, 'URL')]).toEqual(results);
    expect(anna.check()).toMatchObject({ edited: 2 });
    expect(causes(anna.check())).not.toContain('formula-url');
  });

  it('that give numbers are kept as text in text columns and as numbers elsewhere', () => {
    const [row] = plain as [number];
    for (const header of ['Description', 'Delay (ms)']) {
      setFormat(row, header, 'general');
      page.type(header, row, '=1+1');
    }
    anna.check();
    expect([
      anna.fix('formula-description', 'keep-values'),
      anna.fix('formula-delay', 'keep-values'),
    ]).toEqual([1, 1]);
    expect(page.file.sheet(TAB).value(page.cell('Description', row))).toBe('2');
    expect(page.file.sheet(TAB).value(page.cell('Delay (ms)', row))).toBe(2);
    expect(page.file.sheet(TAB).formula(page.cell('Description', row))).toBe('');
  });
});

describe('[V11] what a check writes', () => {
  it('is written once: a second check writes no cell', () => {
    page.type('Status', plain[0]!, 'Paused');
    page.type('Status', plain[1]!, 'inactive');
    anna.check();
    const told = tabJson(page.file);
    const { writtenCells } = page.file.counts;
    anna.check();
    expect(page.file.counts.writtenCells).toBe(writtenCells);
    expect(firstDifference(tabJson(page.file), told)).toBe('');
  });

  it('goes away when the row is put right, by undoing or by one click', () => {
    const clean = tabJson(page.file);
    const [first, second] = plain as [number, number];
    page.type('Status', first, 'Active ');
    page.type('Status', second, 'nonsense');
    expect(anna.check().stopped).toBe(2);
    page.type('Status', second, 'active');
    expect(anna.fix('pixel_status-spelling', group(anna.check(), 'pixel_status-spelling').fixes[0]!.id)).toBe(
      1,
    );
    expect(anna.check()).toMatchObject({ edited: 0, stopped: 0, groups: [] });
    expect([at(first, 'State'), at(first, 'Message'), at(second, 'State'), at(second, 'Message')]).toEqual([
      '',
      '',
      '',
      '',
    ]);
    expect(firstDifference(tabJson(page.file), clean)).toBe('');
  });

  it('is never taken for an edit, whatever people type over it', () => {
    page.type('State', plain[0]!, 'done');
    page.type('Message', plain[0]!, '=1+1');
    expect(anna.check()).toMatchObject({ edited: 0, created: 0 });
  });
});

describe('[V11] one click for a whole group', () => {
  it('repairs every row of the group, and what it repaired can be pushed', async () => {
    const rows = plain.slice(0, 4);
    for (const row of rows) page.type('Level', row, 'global');
    const checked = anna.check();
    const fixes = group(checked, 'offer-ignored').fixes;
    expect(fixes.map(({ label, count }) => [label, count])).toEqual(
      expect.arrayContaining([[expect.stringMatching(/offer.* 0/i), 4]]),
    );
    const toZero = fixes.find(({ label }) => /offer.* 0/i.test(label))!;
    expect(anna.fix('offer-ignored', toZero.id)).toBe(4);
    expect(rows.map((row) => at(row, 'Offer ID'))).toEqual(['0', '0', '0', '0']);
    expect(anna.check()).toMatchObject({ edited: 4, stopped: 0, pushable: 4 });
  });

  it('separators in numbers', () => {
    const [row] = plain as [number];
    page.person.setNumberFormat(TAB, page.cell('Delay (ms)', row), '@');
    page.type('Delay (ms)', row, '5,000');
    expect(anna.fix('cell-thousands', group(anna.check(), 'cell-thousands').fixes[0]!.id)).toBe(1);
    expect(anna.check()).toMatchObject({ edited: 1, pushable: 1, groups: [] });
    expect(anna.preview().all.page.lines[0]!.changes).toMatchObject([{ field: 'delay_ms', after: 5000 }]);
  });
});
