/** Mistakes with rows and headers: copies, lost ids, missing and doubled columns. Each is told, and nothing is sent or lost. */
import type { CheckResult } from '../../src/flows/check/check';
import type { PixelRecord } from '../../local/everflow';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import type { Stage } from '../../local/story/stage';
import { firstDifference, refusalOf, tabJson, writesOf } from './pull-support';
import { pulledStage } from './pulled-stage';

const GOOD_URL = 'https://good.example/p?tx={transaction_id}';

let stage: Stage;
let anna: Operator;
let page: Page;
let before: readonly PixelRecord[];
/** Rows of active postbacks of method postback and level specific, which no mistake has touched yet. */
let plain: number[];

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
});

const at = (row: number, header: string): string => page.file.sheet(TAB).text(page.cell(header, row));
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

describe('[C6] rows', () => {
  it('a pasted copy is told apart from its original, which stays pushable; one click makes it new', async () => {
    const [row] = plain as [number];
    const id = Number(at(row, 'Postback ID'));
    page.person.paste(TAB, `A${page.lastRow() + 1}`, page.person.copyRows(TAB, row));
    const copy = page.lastRow();
    page.type('Description', row, 'the original');
    const checked = anna.check();
    expect(group(checked, 'copied-row')).toMatchObject({ count: 1, fixes: [{ id: 'make-new', count: 1 }] });
    expect(at(copy, 'Message')).toMatch(new RegExp(`Copy of #${id}`));
    expect(await pushRest()).toEqual([`PUT /v1/networks/pixels/${id}`]);

    expect(anna.fix('copied-row', 'make-new')).toBe(1);
    page.type('Offer ID', copy, '41');
    expect(anna.check()).toMatchObject({ created: 1, stopped: 0 });
    const preview = anna.preview();
    expect(preview.all).toMatchObject({ creates: 1, updates: 0 });
    expect(anna.push(preview).counts).toMatchObject({ Created: 1 });
    expect(Number(at(copy, 'Postback ID'))).toBeGreaterThan(id);
  });

  it.each([
    ['put back', 'put-id-back', { edited: 0, created: 0, stopped: 0 }],
    ['made new', 'make-new', { edited: 0, created: 1 }],
  ])('a row that lost its id is told so, and can be %s', (_name, fixId, expected) => {
    const [row] = plain as [number];
    const id = at(row, 'Postback ID');
    page.person.clear(TAB, page.cell('Postback ID', row));
    const checked = anna.check();
    expect(group(checked, 'lost-id')).toMatchObject({ count: 1, title: 'Rows that have lost their id' });
    expect(at(row, 'Message')).toMatch(new RegExp(`This row was #${id}`));
    expect(checked).toMatchObject({ created: 0, stopped: 1 });
    expect(refusalOf(() => anna.preview()).code).toBe('nothing-to-push');
    anna.fix('lost-id', fixId);
    expect(anna.check()).toMatchObject(expected);
    if (fixId === 'put-id-back') expect(at(row, 'Postback ID')).toBe(id);
  });

  it('a row whose id was typed over keeps all its cells when its postback is added again', () => {
    const [row] = plain as [number];
    const id = Number(at(row, 'Postback ID'));
    page.type('Postback ID', row, '999999');
    const stood = page.rows()[row - 2]!.text;
    expect(anna.pull()).toMatchObject({ added: 1 });
    expect(page.rows()[row - 2]!.text).toEqual(stood);
    expect(at(page.lastRow(), 'Postback ID')).toBe(String(id));
    expect(at(page.lastRow(), 'Row key')).toBe(`p-${id}`);
  });

  it('deleted rows, blank rows and sorted rows change nothing', async () => {
    page.person.deleteRows(TAB, plain[0]!);
    page.person.insertRows(TAB, 5, 2);
    page.person.sort(TAB, `A2:${page.column('Row key')}${page.lastRow()}`, page.column('Host'));
    expect(anna.check()).toMatchObject({ edited: 0, created: 0, groups: [] });
    expect(refusalOf(() => anna.preview()).code).toBe('nothing-to-push');
    await expectUntouched();
  });
});

describe('[C2] headers', () => {
  it('a missing column is named and nothing is done until it is back', async () => {
    page.type('Description', plain[0]!, 'edited');
    page.person.type(TAB, page.cell('URL', 1), 'Link');
    const kept = tabJson(page.file);
    for (const call of [() => anna.check(), () => anna.preview(), () => anna.pull()]) {
      expect(refusalOf(call)).toMatchObject({ code: 'column-missing', title: 'Column URL is missing' });
      expect(firstDifference(tabJson(page.file), kept)).toBe('');
    }
    page.person.type(TAB, page.cell('URL', 1).replace(/\d+/, '1'), 'URL');
    anna.finishPull();
    expect(anna.check()).toMatchObject({ edited: 1, pushable: 1 });
    await expectUntouched();
  });

  it('a doubled header is named', () => {
    page.person.type(TAB, page.cell('Host', 1), 'URL');
    expect(refusalOf(() => anna.check()).title).toMatch(/^(Header URL stands twice|Column Host is missing)$/);
    page.person.insertColumns(TAB, 1);
    page.person.type(TAB, 'A1', 'Status');
    const fresh = new Page(page.file, 'anna@acme.test');
    page.person.type(TAB, `${columnAfterUrl(fresh)}1`, 'Host');
    expect(refusalOf(() => anna.check())).toMatchObject({
      code: 'column-doubled',
      title: 'Header Status stands twice',
    });
  });

  const columnAfterUrl = (fresh: Page): string => {
    const letters = fresh.column('HTML code');
    return String.fromCharCode(letters.charCodeAt(0) - 1);
  };

  it("the API's own names and moved columns are understood", async () => {
    const [row] = plain as [number];
    const id = Number(at(row, 'Postback ID'));
    page.person.type(TAB, page.cell('URL', 1), ' postback_url ');
    page.person.moveColumn(TAB, 14, 3);
    page.person.moveColumn(TAB, 9, 1);
    const moved = new Page(page.file, 'anna@acme.test');
    moved.type(' postback_url ', row, GOOD_URL);
    expect(anna.check()).toMatchObject({ edited: 1, pushable: 1, groups: [] });
    expect(await pushRest()).toEqual([`PUT /v1/networks/pixels/${id}`]);
    expect((await stage.everflow.control.record(id))?.postback_url).toBe(GOOD_URL);
  });
});
