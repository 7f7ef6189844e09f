/** Hands in the hidden tab: found again wherever it is, read in whatever order it stands, and damage said as what it is (B2, C2). */
import { ExecutionKilled, storeKeys, type Workbook } from '../../local/apps-script';
import { fromJson, toJson } from '../../local/apps-script/spreadsheet';
import { EVERYTHING } from '../../src/everflow/query';
import { deskById } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { BOOKS, checkpoint, DIST, refusalOf, writesOf } from './pull-support';
import { isAnnounced, resultsIn } from './journal-entries';
import { bookRows, makeNewer } from './push-books';
import { isPlain, newRow } from './push-support';

const SIZE = 100;
const ANNA = 'anna@acme.test';
const MINE = 'edited before the damage';

let stage: Stage;
let anna: Operator;
let file: Workbook;
let page: Page;
let ids: number[];
let pulled: ReturnType<typeof checkpoint>;

beforeAll(async () => {
  stage = await setStage({ dist: DIST, size: SIZE, seed: 6 });
  file = stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull({ details: 'skip' });
  ids = (await stage.everflow.control.records()).filter(isPlain).map((one) => one.network_pixel_id);
  new Page(file, ANNA).type('Description', deskById(file).get(ids[0]!)!.rowNumber, MINE);
  pulled = checkpoint(stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.google.beforeCall(null);
  file = await pulled();
  page = new Page(file, ANNA);
});

const filtered = { query: { ...EVERYTHING, status: 'active' as const }, details: 'skip' as const };
const allRight = { edited: 1, unknown: 0, unchanged: SIZE - 1, certain: true };
const cell = (id: number, header: string): unknown => deskById(file).get(id)?.values[header];
const tabs = (): string[] => file.sheets.map(({ name }) => name);
const rowsOf = (stream: string): ReturnType<typeof bookRows> =>
  bookRows(file).filter(({ head }) => head.stream.startsWith(stream));
const lastRow = (): number => file.sheet(BOOKS).texts().length;

const documentValue = (key: string): string =>
  stage.google.state.properties.get(storeKeys.document(file.id))!.get(key)!;

function spoil(stream: string, at = 0): void {
  page.person.type(BOOKS, `B${rowsOf(stream).at(at)!.rowNumber}`, 'z');
}

function confirm(): { planId: string; digest: string } {
  const preview = anna.preview();
  return anna.call('previewConfirm', {
    previewId: preview.previewId,
    leaveOut: {},
    typed: String(preview.all.writes),
    warningsAccepted: true,
    reason: '',
  });
}

/** Pushes until the first request after the journal says so, and is cut off there. */
function pushUntil(isSo: (file: Workbook) => boolean): void {
  anna.call('pushStart', confirm());
  stage.google.beforeCall(({ kind }) => {
    if (kind === 'fetch' && isSo(file)) throw new ExecutionKilled();
  });
  expect(() => anna.call('pushStep')).toThrow(ExecutionKilled);
  stage.google.beforeCall(null);
}

describe('[C2] the hidden tab', () => {
  it.each([
    ['renamed', () => page.person.renameSheet(BOOKS, 'something else')],
    ['shown', () => page.person.hideSheet(BOOKS, false)],
    ['given more columns', () => page.person.insertColumns(BOOKS, 3, 2)],
    ['duplicated', () => void page.person.duplicateSheet(BOOKS)],
    [
      'renamed, and a duplicate bears its name',
      () => {
        const copy = page.person.duplicateSheet(BOOKS);
        page.person.renameSheet(BOOKS, 'something else');
        page.person.renameSheet(copy, BOOKS);
        // Were it read, nothing would be certain.
        page.person.type(BOOKS, 'A1', 'not the books');
      },
    ],
  ])('%s: everything goes on in the real one', (_name, act) => {
    act();
    expect(anna.check()).toMatchObject(allRight);
    expect(anna.push(anna.preview()).counts).toEqual({ Updated: 1 });
    anna.pull({ details: 'skip' });
    expect(anna.check()).toMatchObject({ edited: 0, unchanged: SIZE, certain: true });
    expect(tabs().filter((name) => name.startsWith(TAB))).toEqual([TAB]);
  });

  it('deleted while its duplicate stays: the duplicate is not taken for it', () => {
    page.person.duplicateSheet(BOOKS);
    page.person.deleteSheet(BOOKS);
    expect(refusalOf(() => anna.check()).code).toBe('books-missing');
  });

  it('put in its place by its duplicate: what was pushed since is missed', () => {
    const copy = page.person.duplicateSheet(BOOKS);
    anna.push(anna.preview());
    page.person.deleteSheet(BOOKS);
    page.person.renameSheet(copy, BOOKS);
    expect(refusalOf(() => anna.preview()).code).toBe('books-rewound');
  });

  it('deleted while a pull is under way: said so, and the pull can be cancelled', () => {
    anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
    page.person.deleteSheet(BOOKS);
    expect(refusalOf(() => anna.call('pullStep')).code).toBe('books-missing');
    anna.call('cancel');
    expect(anna.call('pullStep').result).toMatchObject({ cancelled: true });
    expect(anna.pull({ details: 'skip' })).toMatchObject({ complete: true });
    expect(anna.check()).toMatchObject({ certain: true });
  });
});

describe('[B2] the order of its rows does not matter', () => {
  beforeEach(() => {
    anna.push(anna.preview());
    anna.pull({ ...filtered });
    page.type('Description', deskById(file).get(ids[1]!)!.rowNumber, 'after the sort');
  });

  it.each([
    ['sorted backwards', () => page.person.sort(BOOKS, `A1:B${lastRow()}`, 'A', false)],
    ['sorted by the packed text', () => page.person.sort(BOOKS, `A1:B${lastRow()}`, 'B')],
    ['with empty rows between', () => [3, 2, 1].forEach((row) => page.person.insertRows(BOOKS, row, 2))],
    [
      'with a row doubled',
      () =>
        page.person.paste(
          BOOKS,
          `A${lastRow() + 1}`,
          page.person.copyRows(BOOKS, rowsOf('baseline/')[0]!.rowNumber),
        ),
    ],
  ])('%s', (_name, act) => {
    act();
    expect(anna.check()).toMatchObject(allRight);
    const older = confirm();
    const newer = (anna.preview(), confirm());
    act();
    expect(refusalOf(() => anna.call('pushStart', older)).code).toBe('plan-old');
    anna.call('pushStart', newer);
    expect(anna.finishPush().counts).toEqual({ Updated: 1 });
    anna.pull({ details: 'skip' });
    expect(anna.check()).toMatchObject({ edited: 0, unchanged: SIZE, certain: true });
  });
});

describe('[B2] find and replace over all sheets', () => {
  it.each([
    ['1', '2'],
    ['2', '3'],
    ['0', '9'],
    [/e/, 'E'],
    ['v', 'w'],
  ])(
    'of %s by %s makes the books neither newer nor a copy, and pulling again helps',
    async (find, replacement) => {
      const headers = file.sheet(TAB).texts()[0]!;
      page.person.replace({ where: 'all', find, replacement, matchCase: true });
      page.person.pasteText(TAB, 'A1', [headers]);
      expect(refusalOf(() => anna.check()).code).toBe('books-damaged');
      expect(refusalOf(() => anna.preview()).code).toBe('books-damaged');
      expect(anna.call('status').trouble).toMatchObject({ code: 'books-damaged', choices: [] });
      expect(await writesOf(stage.everflow)).toEqual([]);
      anna.pull({ details: 'skip' });
      expect(anna.check()).toMatchObject({ edited: 0, unchanged: SIZE, certain: true });
    },
  );

  it('of a text that one packed block holds only puts its own rows in doubt', () => {
    anna.push(anna.preview());
    const [, pushed] = rowsOf('baseline/');
    const rest = file
      .sheet(BOOKS)
      .texts()
      .filter((_, at) => at !== pushed!.rowNumber - 1)
      .flat()
      .join();
    const find = Array.from({ length: 300 }, (_, at) => pushed!.payload.slice(100 + at, 105 + at)).find(
      (text) => !rest.includes(text),
    )!;
    page.person.replace({ where: 'all', find, replacement: '-----', matchCase: true });
    expect(pushed!.head.ids).toEqual([ids[0], ids[0]]);
    expect(anna.check()).toMatchObject({ unknown: 1, unchanged: SIZE - 1, certain: false });
    expect(cell(ids[0]!, 'Message')).toMatch(/Pull again/);
  });
});

describe('[B2] one description of a row is changed', () => {
  beforeEach(() => {
    const { rowNumber } = rowsOf('baseline/')[0]!;
    page.person.replace({
      where: { sheet: BOOKS, range: `A${rowNumber}` },
      find: '"ids":[',
      replacement: '"ids":[9',
    });
  });

  it('nobody knows which rows it was about: all are in doubt, and nothing is pushed', () => {
    page.pasteBelow([newRow()]);
    expect(anna.check()).toMatchObject({ unknown: SIZE, certain: false });
    expect(refusalOf(() => anna.preview()).code).toBe('books-changed');
  });

  it('a filtered pull does not make up for it, a complete one does', () => {
    anna.pull(filtered);
    expect(refusalOf(() => anna.preview()).code).toBe('books-changed');
    expect(anna.pull({ details: 'skip' })).toMatchObject({ added: 0 });
    expect(anna.check()).toMatchObject(allRight);
  });

  it('Ctrl+Z makes up for it', () => {
    const { rowNumber } = rowsOf('baseline/')[0]!;
    page.person.replace({
      where: { sheet: BOOKS, range: `A${rowNumber}` },
      find: '"ids":[9',
      replacement: '"ids":[',
    });
    expect(anna.push(anna.preview()).counts).toEqual({ Updated: 1 });
  });
});

it('[B2] a filtered pull over a damaged block does not make its rows certain', () => {
  spoil('baseline/');
  anna.pull(filtered);
  expect(refusalOf(() => anna.check()).code).toBe('books-changed');
  anna.pull({ details: 'skip' });
  expect(anna.check()).toMatchObject(allRight);
});

it('[B2] the newest head is damaged: an older one keeps the tab, and what was pulled is in doubt', () => {
  anna.pull({ details: 'skip' });
  spoil('head', -1);
  expect(anna.check()).toMatchObject({ unknown: SIZE, certain: false });
  expect(anna.pull({ details: 'skip' })).toMatchObject({ added: 0 });
  expect(tabs().filter((name) => name.startsWith(TAB))).toEqual([TAB]);
  expect(anna.check()).toMatchObject(allRight);
});

describe('[J1] records of a push are damaged', () => {
  const posts = async (): Promise<number> =>
    (await writesOf(stage.everflow)).filter(({ method }) => method === 'POST').length;

  it.each([
    ['what became of rows', (book: Workbook) => resultsIn(book) > 0],
    ['what was about to be sent', isAnnounced],
  ])('%s: it cannot go on, can be ended, and nothing is made twice', async (_what, isSo) => {
    page.pasteBelow(Array.from({ length: 7 }, (_, n) => newRow({ URL: `https://new${n}.example/{sub1}` })));
    for (const id of ids.slice(1, 25)) page.type('Description', deskById(file).get(id)!.rowNumber, `x${id}`);
    pushUntil(isSo);
    spoil('run/', -1);
    const made = await posts();
    expect(refusalOf(() => anna.patiently(() => anna.call('pushStep'))).code).toBe('push-lost');
    anna.call('cancel');
    expect(anna.call('pushStep').result).toMatchObject({ cancelled: true, stopped: { code: 'push-lost' } });
    expect(refusalOf(() => anna.preview()).code).toBe('push-lost');
    expect(anna.call('status')).toMatchObject({ job: null, trouble: { code: 'push-lost' } });
    expect(await posts()).toBe(made);
    anna.pull({ details: 'skip' });
    expect(anna.check().certain).toBe(true);
  });

  it('a plan whose results are all known: it can be ended, and no pull is asked for', () => {
    for (const id of ids.slice(1, 30)) page.type('Description', deskById(file).get(id)!.rowNumber, `x${id}`);
    pushUntil((book) => resultsIn(book) > 0);
    spoil('plan/', -1);
    expect(refusalOf(() => anna.patiently(() => anna.call('pushStep'))).code).toBe('plan-unknown');
    anna.call('cancel');
    const { result } = anna.call('pushStep');
    expect(result).toMatchObject({ cancelled: true, counts: { Updated: 20 } });
    expect(result!.stopped).toBeUndefined();
    expect(anna.check()).toMatchObject({ edited: 10, certain: true });
  });

  it('what was unclear is damaged: nothing is pushed until a complete pull has shown what is there', async () => {
    page.pasteBelow([newRow(), newRow({ URL: 'https://other.example/{sub1}' })]);
    pushUntil(isAnnounced);
    anna.patiently(() => anna.call('pushStep'));
    expect(anna.check().groups.map(({ cause }) => cause)).toContain('unclear-create');
    spoil('unclear');
    expect(refusalOf(() => anna.preview()).code).toBe('books-changed');
    anna.pull(filtered);
    expect(refusalOf(() => anna.preview()).code).toBe('books-changed');
    anna.pull({ details: 'skip' });
    expect(() => anna.preview()).not.toThrow();
    expect(rowsOf('unclear').length).toBe(1);
  });
});

it('[P8] what a pull has read is damaged before it is written: said so, and the pull can be cancelled', () => {
  anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
  stage.google.beforeCall(() => {
    if (documentValue('postbackDesk.job').includes('"phase":"apply"')) throw new ExecutionKilled();
  });
  expect(() => anna.call('pullStep')).toThrow(ExecutionKilled);
  stage.google.beforeCall(null);
  spoil('staging/');
  expect(refusalOf(() => anna.patiently(() => anna.call('pullStep'))).code).toBe('pull-damaged');
  anna.call('cancel');
  expect(anna.call('pullStep').result).toMatchObject({ cancelled: true });
  expect(rowsOf('staging/')).toEqual([]);
  expect(anna.check()).toMatchObject(allRight);
});

it('[B4] one row of a newer layout among older ones stops everything, and is not touched', () => {
  makeNewer(file, rowsOf('baseline/').at(-1)!.rowNumber);
  const kept = JSON.stringify(toJson(file));
  for (const call of [() => anna.check(), () => anna.pull(), () => anna.preview()])
    expect(refusalOf(call).code).toBe('newer-layout');
  expect(JSON.stringify(toJson(file))).toBe(kept);
});

it('[J5] a full spreadsheet refuses an append in words, and nothing of it is half there', () => {
  page.person.deleteRows(BOOKS, lastRow() + 1, file.sheet(BOOKS).maxRows - lastRow());
  const { world, now } = file;
  const full = stage.google.openSpreadsheet(
    fromJson(toJson(file), { world, now, maxCells: file.cellTotal() + 60 }),
  );
  expect(refusalOf(() => anna.preview()).code).toBe('no-room');
  const { maxRows } = full.sheet(TAB);
  new Page(full, ANNA).person.deleteRows(TAB, maxRows - 50, 50);
  expect(anna.push(anna.preview()).counts).toEqual({ Updated: 1 });
});
