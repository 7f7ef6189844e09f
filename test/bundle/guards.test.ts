/** What people shuffle by mistake: columns and parts of the table sorted on their own, pastes one row off, ids moved. Nothing of it is sent. */
import type { PixelRecord } from '../../local/everflow';
import { deskById } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import type { Stage } from '../../local/story/stage';
import { toJson } from '../../local/apps-script/spreadsheet';
import type { CheckResult } from '../../src/flows/check/check';
import { refusalOf, writesOf } from './pull-support';
import { pulledStage } from './pulled-stage';

const STOPPED = '✖ cannot be pushed';
/** Rows 2 to 301. */
const ROWS = 300;

let stage: Stage;
let anna: Operator;
let page: Page;
let before: readonly PixelRecord[];

const open = pulledStage({ size: 320, seed: 11 });
beforeEach(async () => {
  ({ stage, anna, page } = await open());
  before = await stage.everflow.control.records();
});

const at = (row: number, header: string): string => page.file.sheet(TAB).text(page.cell(header, row));
const causes = (checked: CheckResult): string[] => checked.groups.map((group) => group.cause);
const group = (checked: CheckResult, cause: string): CheckResult['groups'][number] =>
  checked.groups.find((one) => one.cause === cause)!;
const span = (first: string, last: string): string =>
  `${page.column(first)}2:${page.column(last)}${ROWS + 1}`;
const ids = (): string[] => page.rows().map(({ text }) => text['Postback ID']!);

/** Nothing may be pushed, and the server holds what it held. */
async function expectNothingSent(): Promise<void> {
  expect(refusalOf(() => anna.preview()).code).toBe('nothing-to-push');
  expect(await writesOf(stage.everflow)).toEqual([]);
  expect(await stage.everflow.control.records()).toEqual(before);
}

describe('[C9] a column sorted on its own', () => {
  it('R64: every row is stopped and says why; Ctrl+Z ends it', async () => {
    const saved = toJson(page.file);
    const urls = page.rows().map(({ text }) => text['URL']!);
    page.person.sort(TAB, span('URL', 'URL'), page.column('URL'));
    const wrong = page.rows().filter(({ text }, index) => text['URL'] !== urls[index]);
    const checked = anna.check();
    expect(causes(checked)).toContain('shuffled-url');
    const told = group(checked, 'shuffled-url');
    expect(told).toMatchObject({
      rule: 'C9',
      severity: 'error',
      count: 1,
      title: 'This looks like a column was sorted on its own',
      fixes: [
        { id: 'discard', label: 'Discard changes in URL' },
        { id: 'confirm', label: 'It is right: type SHUFFLED' },
      ],
    });
    expect(told.examples).toHaveLength(4);
    expect(told.examples[0]).toMatchObject({ rowNumber: 1, header: 'URL' });
    for (const { rowNumber, message } of told.examples.slice(1)) {
      const [, id, other] = /^#(\d+) was .* the value of #(\d+)\.$/.exec(message)!;
      expect(at(rowNumber, 'Postback ID')).toBe(id);
      const held = before.find((record) => record.network_pixel_id === Number(other))!;
      expect(at(rowNumber, 'URL')).toBe(held.postback_url);
    }
    expect(checked).toMatchObject({ edited: wrong.length, stopped: wrong.length, pushable: 0 });
    expect(wrong.length).toBeGreaterThan(200);
    for (const { rowNumber } of wrong) {
      expect(at(rowNumber, 'State')).toBe(STOPPED);
      expect(at(rowNumber, 'Message')).toMatch(/In column URL, \d+ rows now hold another row's value\./);
    }
    expect(anna.call('showProblems', { cause: 'shuffled-url' }).cells).toBe(3);
    await expectNothingSent();

    page.person.restoreVersion(saved);
    expect(anna.check()).toMatchObject({ edited: 0, groups: [] });
  });

  it('a status set in the same rows goes on where the URL stayed as it was', async () => {
    page.person.sort(TAB, span('URL', 'URL'), page.column('URL'));
    const free = page
      .rows()
      .filter(({ rowNumber }) => rowNumber > ROWS + 1)
      .find(({ text }) => text['Status'] === 'active' && text['Method'] === 'postback')!;
    page.type('Status', free.rowNumber, 'inactive');
    expect(anna.check()).toMatchObject({ pushable: 1 });
    anna.push(anna.preview());
    const id = Number(free.text['Postback ID']);
    expect((await writesOf(stage.everflow)).map(({ path }) => path)).toEqual([`/v1/networks/pixels/${id}`]);
  });

  it.each([
    [25, true],
    [15, false],
  ])('a paste one row off of %i different URLs (blocked: %s)', async (count, blocked) => {
    // A stretch of rows whose URLs all differ.
    const rows = page.rows();
    const start = rows.findIndex(
      (_, index) =>
        new Set(rows.slice(index, index + count + 1).map(({ text }) => text['URL'])).size === count + 1,
    );
    const first = rows[start]!.rowNumber;
    const column = page.column('URL');
    const clip = page.person.copy(TAB, `${column}${first}:${column}${first + count - 1}`);
    page.person.paste(TAB, `${column}${first + 1}`, clip);
    const checked = anna.check();
    expect(causes(checked).includes('shuffled-url')).toBe(blocked);
    if (blocked) await expectNothingSent();
  });
});

describe('[C9] R65: what is no shuffle', () => {
  it.each<[string, () => void, string]>([
    [
      'a domain replaced in 300 URLs',
      () =>
        page.person.replace({
          where: { sheet: TAB, range: span('URL', 'URL') },
          find: '://',
          replacement: '://new.',
        }),
      'URL',
    ],
    [
      'one URL pasted into 300 rows',
      () =>
        page.person.pasteText(
          TAB,
          `${page.column('URL')}2`,
          Array.from({ length: ROWS }, () => ['https://one.example/p?tx={transaction_id}']),
        ),
      'URL',
    ],
    [
      'status set in 300 rows',
      () =>
        page.person.pasteText(
          TAB,
          `${page.column('Status')}2`,
          Array.from({ length: ROWS }, () => ['inactive']),
        ),
      'Status',
    ],
  ])('%s', (_name, act, header) => {
    const cells = page.rows().map(({ text }) => text[header]);
    act();
    const changed = page.rows().filter(({ text }, index) => text[header] !== cells[index]);
    expect(changed.length).toBeGreaterThan(100);
    const checked = anna.check();
    expect(causes(checked).filter((cause) => /shuffled|foreign-cells|fixed-cell/.test(cause))).toEqual([]);
    expect(checked.edited).toBe(changed.length);
    expect(checked.pushable).toBeGreaterThan(100);
  });

  it('whole rows sorted, and columns moved, are no change at all', async () => {
    page.person.sort(TAB, `A2:${page.column('Row key')}${page.lastRow()}`, page.column('URL'), false);
    page.person.moveColumn(TAB, 14, 3);
    expect(anna.check()).toMatchObject({ edited: 0, created: 0, groups: [] });
    await expectNothingSent();
  });
});

describe('[C9] rows that mix two postbacks', () => {
  it.each([
    ['the left part', () => span('State', 'URL'), 'URL'],
    ['the ids and what they are for', () => span('Postback ID', 'Level'), 'Partner'],
    ['the right part', () => span('URL', 'Row key'), 'Host'],
  ])(
    '%s sorted without the rest: rows that differ are stopped, both postbacks named',
    async (_name, range, by) => {
      page.person.sort(TAB, range(), page.column(by));
      const checked = anna.check();
      const told = group(checked, 'foreign-cells');
      expect(told).toMatchObject({ rule: 'C9', severity: 'error', title: 'Rows that mix two postbacks' });
      expect(checked).toMatchObject({ stopped: checked.edited, pushable: 0 });
      expect(checked.edited).toBeGreaterThan(150);
      expect(told.count).toBe(checked.edited);
      const { rowNumber } = told.examples[0]!;
      const key = at(rowNumber, 'Row key').slice(2);
      expect(at(rowNumber, 'Message')).toContain(
        `The id is #${at(rowNumber, 'Postback ID')}, but row key or times are those of #${key}.`,
      );
      await expectNothingSent();
    },
  );

  it('the id column alone sorted: one click puts every id back', async () => {
    const saved = ids();
    page.person.sort(TAB, span('Postback ID', 'Postback ID'), page.column('Postback ID'), false);
    expect(ids()).not.toEqual(saved);
    const checked = anna.check();
    expect(checked.pushable).toBe(0);
    await expectNothingSent();
    anna.fix('foreign-cells', 'put-id-back');
    expect(ids()).toEqual(saved);
    expect(anna.check()).toMatchObject({ edited: 0, stopped: 0, groups: [] });
  });

  it('ids pasted one row down: no row is offered as a new one, and all ids go back', () => {
    const saved = ids();
    const column = page.column('Postback ID');
    page.person.paste(TAB, `${column}11`, page.person.copy(TAB, `${column}10:${column}39`));
    const checked = anna.check();
    expect(causes(checked)).toEqual(['foreign-cells']);
    expect(checked).toMatchObject({ edited: 29, stopped: 30 });
    anna.fix('foreign-cells', 'put-id-back');
    expect(ids()).toEqual(saved);
    expect(anna.check()).toMatchObject({ edited: 0, groups: [] });
  });

  it('a row pasted over another but for its id: the changes may be kept by restoring the fixed cells', () => {
    const [source, target] = page
      .rows()
      .filter(({ text }) => text['Method'] === 'postback' && text['URL']!.startsWith('https:'));
    const first = page.column('Fires for');
    const last = page.column('Row key');
    const clip = page.person.copy(TAB, `${first}${source!.rowNumber}:${last}${source!.rowNumber}`);
    page.person.paste(TAB, `${first}${target!.rowNumber}`, clip);
    expect(causes(anna.check())).toEqual(['foreign-cells']);
    anna.fix('foreign-cells', 'restore');
    const again = anna.check();
    expect(again).toMatchObject({ edited: 1 });
    expect(causes(again)).not.toContain('foreign-cells');
    const row = deskById(page.file).get(Number(target!.text['Postback ID']))!;
    for (const header of ['Row key', 'Created', 'Last changed'])
      expect(row.values[header]).toBe(target!.text[header]);
    expect(row.values['URL']).toBe(source!.text['URL']);
  });
});

describe('[C4] fixed cells', () => {
  it('an edit there is a warning, is never sent, and is restored by one click', async () => {
    const [row, other] = page.rows();
    const was = row!.text['Created']!;
    page.type('Created', row!.rowNumber, 'last year');
    page.type('Partner', other!.rowNumber, 'My own words');
    const checked = anna.check();
    expect(checked).toMatchObject({ edited: 0, stopped: 0 });
    expect(group(checked, 'fixed-cell')).toMatchObject({ rule: 'C4', severity: 'warning', count: 2 });
    expect(at(row!.rowNumber, 'State')).toBe('⚠ warning');
    expect(at(row!.rowNumber, 'Message')).toContain(`Created now says "last year" instead of "${was}"`);
    await expectNothingSent();
    expect(anna.fix('fixed-cell', 'restore')).toBe(2);
    expect(at(row!.rowNumber, 'Created')).toBe(was);
    expect(anna.check()).toMatchObject({ edited: 0, groups: [] });
    expect(at(row!.rowNumber, 'State') + at(row!.rowNumber, 'Message')).toBe('');
  });
});

it('[C6] a row without id, key and times is known by its names', () => {
  const names = new Map<string, number>();
  const keyOf = (text: Readonly<Record<string, string>>): string => `${text['Partner']}|${text['Offer']}`;
  for (const { text } of page.rows()) names.set(keyOf(text), (names.get(keyOf(text)) ?? 0) + 1);
  const row = page
    .rows()
    .find(({ text }) => text['Partner'] !== '' && text['Offer'] !== '' && names.get(keyOf(text)) === 1)!;
  for (const header of ['Postback ID', 'Row key', 'Created', 'Last changed'])
    page.person.clear(TAB, page.cell(header, row.rowNumber));
  expect(causes(anna.check())).toEqual(['lost-id']);
  anna.fix('lost-id', 'put-id-back');
  expect(at(row.rowNumber, 'Postback ID')).toBe(row.text['Postback ID']);
});
