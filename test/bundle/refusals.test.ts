/** Books that cannot be believed: each damage has its own message, nothing is sent, nothing is lost, and the way out works. */
import type { Workbook } from '../../local/apps-script';
import { copyFile, toJson } from '../../local/apps-script/spreadsheet';
import { TRACKER_HOST } from '../../local/everflow';
import { deskById, deskRows, partiesOf, wrongCells } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { makeNewer } from './push-books';
import {
  BOOKS,
  DIST,
  fileJson,
  firstDifference,
  refusalOf,
  checkpoint,
  tabJson,
  writesOf,
} from './pull-support';

const BEFORE = 'Postbacks (before)';
const EDIT = 'edited before the damage';
/** More than one block of the books. */
const SIZE = 600;

let stage: Stage;
let anna: Operator;
let file: Workbook;
let page: Page;
let editedRow: number;
let pulled: ReturnType<typeof checkpoint>;

beforeAll(async () => {
  stage = await setStage({ dist: DIST, size: SIZE, seed: 6 });
  stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull({ details: 'skip' });
  pulled = checkpoint(stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  file = await pulled();
  page = new Page(file, 'anna@acme.test');
  const row = page.rows().find(({ text }) => text['Method'] === 'postback' && text['Status'] === 'active')!;
  editedRow = row.rowNumber;
  page.type('Description', editedRow, EDIT);
});

/** Calls that would send or rely on the books. */
const reliant = (): (() => unknown)[] => [() => anna.check(), () => anna.preview()];

/** Every reliant call is refused with this code, and neither sheet nor server changes. */
async function expectRefused(code: string, calls = reliant()): Promise<void> {
  const kept = fileJson(file);
  for (const call of calls) {
    expect(refusalOf(call).code).toBe(code);
    expect(firstDifference(fileJson(file), kept)).toBe('');
  }
  expect(await writesOf(stage.everflow)).toEqual([]);
}

async function expectRightAfterPull(): Promise<void> {
  const parties = await partiesOf(stage.everflow.control);
  expect(
    wrongCells(await stage.everflow.control.records(), deskById(file), { ...parties, details: false }),
  ).toEqual([]);
  expect(anna.check()).toMatchObject({ edited: 0, created: 0, groups: [], unchanged: SIZE, certain: true });
}

/** Rows of the books (1-based) of streams of that name. */
function booksRows(stream: string): number[] {
  return file
    .sheet(BOOKS)
    .texts()
    .flatMap(([head], at) => (head?.includes(`"stream":"${stream}`) ? [at + 1] : []));
}

const cellOf = (column: string, row: number): string => file.sheet(BOOKS).text(`${column}${row}`);
const setCell = (column: string, row: number, text: string): void =>
  page.person.type(BOOKS, `${column}${row}`, text);

/** Another character in the middle of a text. */
function withOneCharacterChanged(text: string): string {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

describe('the hidden tab is deleted', () => {
  it('[B2] nothing is checked or pushed; pulling again keeps the present tab under another name', async () => {
    page.person.deleteSheet(BOOKS);
    await expectRefused('books-missing');
    expect(refusalOf(() => anna.check()).message).toMatch(/pull again.*another name/);
    const kept = deskRows(file);
    expect(anna.pull({ details: 'skip' })).toMatchObject({ rows: SIZE, added: SIZE, complete: true });
    expect(deskRows(file, BEFORE)).toEqual(kept);
    await expectRightAfterPull();
  });

  it('[B2] a second time, too', async () => {
    for (const name of [BEFORE, `${BEFORE} 2`]) {
      page.person.deleteSheet(BOOKS);
      anna.pull({ details: 'skip' });
      expect(file.sheets.map((sheet) => sheet.name)).toContain(name);
    }
    await expectRightAfterPull();
  });

  it('[S4] the spreadsheet stays bound to its network', async () => {
    page.person.deleteSheet(BOOKS);
    expect(refusalOf(() => anna.connect(stage.everflow.keys.beta)).code).toBe('other-network');
  });

  it('[J1] a preview of before can be pushed no more', async () => {
    const preview = anna.preview();
    page.person.deleteSheet(BOOKS);
    const choice = {
      previewId: preview.previewId,
      leaveOut: {},
      typed: '1',
      warningsAccepted: true,
      reason: '',
    };
    await expectRefused('plan-unknown', [() => anna.call('previewConfirm', choice)]);
  });
});

describe('[B2] one block of what was pulled is changed by one character', () => {
  let damaged: number[];
  beforeEach(() => {
    const [row] = booksRows('baseline/');
    const [first, last] = (JSON.parse(cellOf('A', row!)) as { ids: [number, number] }).ids;
    damaged = [...deskById(file).keys()].filter((id) => id >= first && id <= last);
    setCell('B', row!, withOneCharacterChanged(cellOf('B', row!)));
  });

  it('only its own rows are in doubt, and "no changes" is not said', () => {
    const checked = anna.check();
    expect(damaged.length).toBeGreaterThan(100);
    expect(checked).toMatchObject({
      unknown: damaged.length,
      unchanged: SIZE - damaged.length,
      certain: false,
    });
    const rows = deskById(file);
    for (const [id, { values }] of rows) {
      expect([id, values['Message']]).toEqual([
        id,
        damaged.includes(id) ? expect.stringMatching(/Pull again/) : '',
      ]);
    }
  });

  it('edits in other rows can be pushed, those in doubt are not sent', async () => {
    const good = [...deskById(file)].find(
      ([id, { values }]) =>
        !damaged.includes(id) && values['Method'] === 'postback' && values['Status'] === 'active',
    )!;
    page.type('Description', good[1].rowNumber, 'sent all the same');
    expect(anna.push(anna.preview()).counts).toMatchObject({ Updated: 1 });
    const log = await writesOf(stage.everflow);
    expect(log.map(({ path }) => path)).toEqual([`/v1/networks/pixels/${good[0]}`]);
  });

  it('pulling again settles it, and an edit in doubt is kept as an edit', async () => {
    expect(anna.pull({ details: 'skip' })).toMatchObject({ rows: SIZE, added: 0, complete: true });
    expect(anna.check()).toMatchObject({ edited: 1, unknown: 0, unchanged: SIZE - 1, certain: true });
    expect(page.file.sheet(TAB).text(page.cell('Description', editedRow))).toBe(EDIT);
    expect(anna.push(anna.preview()).counts).toMatchObject({ Updated: 1 });
  });
});

it('[B2] two blocks that changed places, each whole in itself, are believed neither here nor there', async () => {
  const rows = booksRows('baseline/');
  const [first, second] = [rows[0]!, rows.at(-1)!];
  const payload = cellOf('B', first);
  setCell('B', first, cellOf('B', second));
  setCell('B', second, payload);
  expect(anna.check()).toMatchObject({ edited: 0, unchanged: 0, unknown: SIZE, certain: false });
  expect(() => anna.preview()).toThrow();
  expect(await writesOf(stage.everflow)).toEqual([]);
});

it('[B2] a block whose description was changed is not believed, whole as its content is', () => {
  const [row] = booksRows('baseline/');
  setCell('A', row!, cellOf('A', row!).replace(/"n":\d+/, '"n":999'));
  const checked = anna.check();
  expect(checked.unknown).toBeGreaterThan(0);
  expect(checked.certain).toBe(false);
});

describe('[B2] find and replace over all sheets', () => {
  it('of a domain changes the tab and not the books', () => {
    const rows = deskRows(file).filter(({ values }) => String(values['URL']).includes(TRACKER_HOST));
    page.person.replace({ where: 'all', find: TRACKER_HOST, replacement: 'go.example' });
    const checked = anna.check();
    expect(rows.length).toBeGreaterThan(50);
    expect(checked.certain).toBe(true);
    expect(checked.edited).toBeGreaterThanOrEqual(rows.length);
  });

  it('of a letter damages the books: nothing is checked or sent, and pulling again helps', async () => {
    page.person.replace({ where: 'all', find: 'e', replacement: '3', matchCase: true });
    page.person.replace({
      where: { sheet: TAB, range: `A1:${page.column('Row key')}1` },
      find: '3',
      replacement: 'e',
    });
    await expectRefused('books-damaged');
    const kept = deskRows(file);
    anna.pull({ details: 'skip' });
    expect(deskRows(file, BEFORE)).toEqual(kept);
    await expectRightAfterPull();
  });
});

describe('[B2] the head of the books', () => {
  it.each([
    [
      'its text is changed',
      () => setCell('B', booksRows('head')[0]!, withOneCharacterChanged(cellOf('B', booksRows('head')[0]!))),
    ],
    ['its description is changed', () => setCell('A', booksRows('head')[0]!, 'hello')],
    ['its row is deleted', () => page.person.deleteRows(BOOKS, booksRows('head')[0]!)],
  ])('%s: nothing is checked or sent, and pulling again helps', async (_name, damage) => {
    damage();
    const refusal = refusalOf(() => anna.check());
    expect(['books-damaged', 'books-changed', 'books-rewound']).toContain(refusal.code);
    await expectRefused(refusal.code);
    anna.pull({ details: 'skip' });
    expect(anna.check()).toMatchObject({ certain: true, unknown: 0 });
  });

  it('the newest of two heads is changed: the older one is not believed in its place', async () => {
    await stage.everflow.control.change(112, { description: 'changed there' });
    anna.pull({ details: 'skip' });
    const row = booksRows('head').at(-1)!;
    setCell('B', row, withOneCharacterChanged(cellOf('B', row)));
    let certain = false;
    try {
      certain = anna.check().certain;
    } catch {
      // A refusal is as good.
    }
    expect(certain).toBe(false);
    expect(() => anna.preview()).toThrow();
    expect(await writesOf(stage.everflow)).toEqual([]);
  });
});

it('[B4] books of a newer version are refused by everything, and nothing is changed', async () => {
  makeNewer(file, booksRows('head')[0]!);
  await expectRefused('newer-layout', [...reliant(), () => anna.pull()]);
  expect(anna.call('status').trouble).toMatchObject({ code: 'newer-layout' });
});

it('[S7] in a copy of the file nothing is pulled, checked or pushed; the original goes on', async () => {
  const original = file;
  const copy = copyFile(original);
  file = stage.google.openSpreadsheet(copy);
  await expectRefused('copied-file', [
    ...reliant(),
    () => anna.pull({ network: { host: 'api.eflow.team', id: 1 } }),
  ]);
  expect(anna.call('status').trouble).toMatchObject({
    code: 'copied-file',
    title: 'This spreadsheet is a copy',
  });
  file = stage.google.openSpreadsheet(original);
  expect(anna.check()).toMatchObject({ edited: 1, certain: true });
});

describe('[J4] the history is set back', () => {
  it('to before the last pull: nothing is checked or sent until it is pulled again; edits are kept', async () => {
    const version = toJson(file);
    await stage.everflow.control.change(112, { description: 'changed there' });
    anna.pull({ details: 'skip' });
    page.person.restoreVersion(version);
    await expectRefused('books-rewound');
    expect(anna.pull({ details: 'skip' })).toMatchObject({ rows: SIZE, added: 0, complete: true });
    expect(file.sheet(TAB).text(page.cell('Description', editedRow))).toBe(EDIT);
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
    expect(file.sheets.map((sheet) => sheet.name)).not.toContain(BEFORE);
  });

  it('to before a push: what was pushed is not sent again', async () => {
    const version = toJson(file);
    anna.push(anna.preview());
    const sent = (await writesOf(stage.everflow)).length;
    page.person.restoreVersion(version);
    for (const call of reliant()) expect(refusalOf(call).code).toBe('books-rewound');
    anna.pull({ details: 'skip' });
    expect(anna.check()).toMatchObject({ edited: 0, created: 0 });
    expect((await writesOf(stage.everflow)).length).toBe(sent);
  });
});

it('[C2] the Postbacks tab is deleted: told so, and pulling again makes a new one', async () => {
  page.person.deleteSheet(TAB);
  await expectRefused('desk-missing');
  anna.pull({ details: 'skip' });
  await expectRightAfterPull();
});

it('[C2] a duplicated or renamed tab: only the real one is read', () => {
  const copyName = page.person.duplicateSheet(TAB);
  page.person.type(copyName, page.cell('Description', 5), 'in the copy only');
  page.person.renameSheet(TAB, 'Our postbacks');
  page.person.renameSheet(copyName, TAB);
  expect(anna.check()).toMatchObject({ edited: 1, pushable: 1 });
  const copied = tabJson(file, TAB);
  anna.pull({ details: 'skip' });
  expect(firstDifference(tabJson(file, TAB), copied)).toBe('');
});
