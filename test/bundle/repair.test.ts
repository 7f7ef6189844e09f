/** "Repair layout" after everything that a paste, a delete or a reformat can do to the Postbacks tab (C4). */
import { EVERYTHING } from '../../src/everflow/query';
import { worlds, type Workbook, type World } from '../../local/apps-script';
import { columnLetters } from '../../local/apps-script/spreadsheet';
import { deskRows } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { COLUMNS } from '../../src/core/columns';
import { checkpoint, DIST, firstDifference, refusalOf, tabJson, writesOf } from './pull-support';

const HEADERS = COLUMNS.map((column) => column.header);
const SIZE = 60;

let stage: Stage;
let anna: Operator;
let page: Page;
let pulled: ReturnType<typeof checkpoint>;

async function open(world: World): Promise<void> {
  stage = await setStage({ dist: DIST, size: SIZE, seed: 4, world });
  stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull();
  pulled = checkpoint(stage);
}
afterEach(() => stage.google.beforeCall(null));

const file = (): Workbook => page.file;
const sheet = () => page.file.sheet(TAB);
const headers = (): string[] =>
  (sheet().texts()[0] ?? []).filter((text, at) => at < HEADERS.length || text !== '');
const letter = (header: string): string => new Page(file(), 'anna@acme.test').column(header);
const cell = (header: string, row: number): string => `${letter(header)}${row}`;
/** Everything durable of the tab; empty places at the end of a line, and marks that say nothing, left out. */
function whole(): string {
  const tidy = (_key: string, value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    let end = value.length;
    while (end > 0 && (value[end - 1] === null || value[end - 1] === undefined)) end -= 1;
    return value.slice(0, end);
  };
  return JSON.stringify(JSON.parse(tabJson(file())), tidy).replaceAll(/,"hidden":false|"note":\[\],/g, '');
}
/** 1-based position of a column letter. */
const letterAt = (letters: string): number => sheet().area(`${letters}1`).column;
/** What stands in the rows, by header and id. */
const content = (only: readonly string[] = HEADERS.slice(2)): string =>
  JSON.stringify(deskRows(file()).map(({ values }) => only.map((header) => values[header])));
const nothingEdited = { edited: 0, created: 0, stopped: 0, unchanged: SIZE, groups: [] };

describe('in the plain world', () => {
  beforeAll(() => open(worlds.plain));
  afterAll(() => stage.close());
  beforeEach(async () => {
    page = new Page(await pulled(), 'anna@acme.test');
  });

  it('[C4] a tab that is well changes in nothing', () => {
    const kept = whole();
    expect(anna.repair()).toEqual({
      repaired: ['Formats, drop-downs, help texts and the fixed header row were set again.'],
      left: [],
    });
    expect(firstDifference(whole(), kept)).toBe('');
  });

  it('[C4] headers overwritten, emptied and spelt otherwise go back over their own columns', () => {
    const kept = content();
    for (const [header, text] of [
      ['URL', 'Link'],
      ['Status', ''],
      ['Postback ID', 'No.'],
      ['Offer ID', ' network_offer_id '],
      ['FB event', ''],
      ['Row key', 'key'],
    ] as const) {
      page.person.type(TAB, page.cell(header, 1), text);
    }
    const { repaired, left } = anna.repair();
    expect(left).toEqual([]);
    expect(headers()).toEqual(HEADERS);
    expect(repaired).toContain('The header URL was put back over its column.');
    expect(content()).toBe(kept);
    expect(anna.check()).toMatchObject(nothingEdited);
  });

  it('[C4] the whole header row emptied, with columns moved and one of the user’s own in between', () => {
    page.person.insertColumns(TAB, 6);
    page.person.pasteText(TAB, 'F2', [['my note'], ['another']]);
    page.person.moveColumn(TAB, 15, 4);
    const order = sheet().texts()[0]!;
    const kept = content();
    const own = sheet().text('G2');
    page.person.clear(TAB, `A1:AB1`);
    const { left } = anna.repair();
    expect(left).toEqual([]);
    const now = sheet().texts()[0]!;
    // What holds nothing at all cannot be told apart; everything else stands where it stood.
    for (const header of ['Postback ID', 'Partner ID', 'Offer ID', 'URL', 'Status', 'Method', 'Row key']) {
      expect(now.indexOf(header)).toBeGreaterThanOrEqual(0);
    }
    expect(now.indexOf('URL') - now.indexOf('Postback ID')).toBe(
      order.indexOf('URL') - order.indexOf('Postback ID'),
    );
    expect(sheet().text('G2') === own || sheet().texts()[1]!.includes('my note')).toBe(true);
    expect(content(['Postback ID', 'URL', 'Status', 'Offer ID'])).toBe(
      JSON.stringify(
        (JSON.parse(kept) as unknown[][]).map((values) =>
          ['Postback ID', 'URL', 'Status', 'Offer ID'].map((header) => values[HEADERS.indexOf(header) - 2]),
        ),
      ),
    );
    expect(anna.check()).toMatchObject(nothingEdited);
  });

  it('[C4] columns deleted come back at their place, filled with what was pulled', () => {
    const kept = content();
    for (const header of [
      'URL',
      'State',
      'Delay (ms)',
      'Row key',
      'Created',
      'Postback ID',
      'FB user data',
    ]) {
      page.person.deleteColumns(TAB, letterAt(letter(header)));
      page = new Page(file(), 'anna@acme.test');
      expect(refusalOf(() => anna.check()).code).toBe('column-missing');
      const { repaired, left } = anna.repair();
      expect(left).toEqual([]);
      expect(repaired[0]).toMatch(`Column ${header} was missing and was added`);
      expect(headers()).toEqual(HEADERS);
      expect(content()).toBe(kept);
      expect(anna.check()).toMatchObject(nothingEdited);
      expect(sheet().column(HEADERS.indexOf('Row key') + 1).hidden).toBe(true);
    }
  });

  it('[C4] half of all columns deleted at once', () => {
    const kept = content();
    for (const header of HEADERS.filter((_, index) => index % 2 === 1 && HEADERS[index] !== 'Row key')) {
      page.person.deleteColumns(TAB, letterAt(letter(header)));
      page = new Page(file(), 'anna@acme.test');
    }
    expect(anna.repair().left).toEqual([]);
    expect(headers()).toEqual(HEADERS);
    expect(content()).toBe(kept);
    expect(anna.check()).toMatchObject(nothingEdited);
  });

  it('[C4] edits stay edits where their header was lost, and a column of one’s own is never taken for one of ours', () => {
    const rows = deskRows(file()).filter(
      ({ values }) => values['Method'] === 'postback' && values['Status'] === 'active',
    );
    const edited = rows.slice(0, 5).map(({ rowNumber }) => rowNumber);
    for (const row of edited) page.type('Description', row, `mine ${row}`);
    page.person.type(TAB, page.cell('Description', 1), 'Text');
    anna.repair();
    expect(headers()).toEqual(HEADERS);
    expect(anna.check()).toMatchObject({ edited: 5 });

    // The column is gone, and another one of the user's stands in its place.
    const at = letterAt(letter('Description'));
    page.person.deleteColumns(TAB, at);
    page.person.insertColumns(TAB, at);
    page.person.pasteText(TAB, `${columnLetters(at)}1`, [
      ['Notes'],
      ...Array.from({ length: SIZE }, (_, n) => [`note ${n}`]),
    ]);
    const { repaired } = anna.repair();
    expect(repaired[0]).toBe('Column Description was missing and was added with what was pulled.');
    expect(anna.check()).toMatchObject({ edited: 0 });
    expect(new Page(file(), 'anna@acme.test').rows()[3]!.text['Notes']).toBe('note 3');
  });

  it('[C4] of two columns with one header the one that was pulled stays', () => {
    const kept = content();
    page.person.insertColumns(TAB, 1);
    page.person.pasteText(TAB, 'A1', [['URL'], ['https://other.example/']]);
    page.person.type(TAB, cell('Host', 1), 'Status');
    const { repaired, left } = anna.repair();
    expect(left).toEqual([]);
    expect(repaired).toContain('URL stood twice; the other column is now called "URL (copy)".');
    expect(sheet().texts()[0]).toEqual(['URL (copy)', ...HEADERS]);
    expect(sheet().text('A2')).toBe('https://other.example/');
    expect(content()).toBe(kept);
    expect(anna.check()).toMatchObject(nothingEdited);
  });

  it('[C4] where nothing shows which of two headers is right, it says so and changes neither', () => {
    page.person.insertColumns(TAB, 1, 2);
    page.person.pasteText(TAB, 'A1', [
      ['URL', 'URL'],
      ['https://x.example/', 'https://y.example/'],
    ]);
    page.person.deleteColumns(TAB, HEADERS.indexOf('URL') + 3);
    const { left } = anna.repair();
    expect(left).toEqual([
      'The header URL stands twice, and nothing shows which one is right. Rename one of the two in row 1, then repair again.',
    ]);
    expect(sheet().texts()[0]!.slice(0, 2)).toEqual(['URL', 'URL']);
  });

  it('[C4] a deleted header row is added anew, and the row that took its place keeps its edits', () => {
    page.type('Description', 2, 'mine');
    page.person.deleteRows(TAB, 1);
    expect(anna.repair()).toMatchObject({ left: [] });
    expect(headers()).toEqual(HEADERS);
    expect(sheet().text(page.cell('Description', 2))).toBe('mine');
    expect(anna.check()).toMatchObject({ edited: 1, created: 0, unchanged: SIZE - 1 });
  });

  it('[C4] a header row sorted in among the others: a new one is added, and the old one is pointed at', () => {
    page.person.sort(TAB, `A1:${letter('Row key')}${SIZE + 1}`, letter('URL'));
    const stray =
      sheet()
        .texts()
        .findIndex((line) => line.includes('Postback ID')) + 1;
    expect(stray).toBeGreaterThan(1);
    expect(anna.repair().left).toEqual([`Row ${stray + 1} holds old header texts. Delete that row.`]);
    expect(headers()).toEqual(HEADERS);
    page.person.deleteRows(TAB, stray + 1);
    expect(anna.check()).toMatchObject(nothingEdited);
  });

  it('[C4] without ids and row keys nothing is guessed', () => {
    page.person.deleteColumns(TAB, HEADERS.indexOf('Row key') + 1);
    page.person.deleteColumns(TAB, HEADERS.indexOf('Postback ID') + 1);
    const kept = tabJson(file());
    expect(refusalOf(() => anna.repair()).code).toBe('repair-unknown');
    expect(firstDifference(tabJson(file()), kept)).toBe('');
  });

  it('[C4] formats, drop-downs, notes, frozen row and conditional format come back; what is the user’s stays', () => {
    const kept = whole();
    const { person } = page;
    person.addSheet('Scratch');
    person.type('Scratch', 'A1', 'x');
    person.setNumberFormat('Scratch', 'A1', '0.00');
    // Format, note and rule of an empty cell of another tab, pasted over everything; the contents stay.
    const clip = person.copy('Scratch', 'A1');
    person.paste(TAB, `A1:${columnLetters(HEADERS.length)}${SIZE + 1}`, clip, { formatsOnly: true });
    const model = sheet();
    for (const header of ['Status', 'URL', 'Level'])
      model.grid.set('validation', 1, letterAt(letter(header)), undefined);
    for (let row = 1; row <= model.maxRows; row += 1)
      for (let column = 1; column <= HEADERS.length; column += 1) {
        model.grid.set('validation', row, column, undefined);
        model.grid.set('note', row, column, undefined);
      }
    model.frozenRows = 0;
    const rules = model.conditionalRules;
    model.conditionalRules = [];
    model.grid.set('note', 5, 14, 'ask Bob');
    const colour = { ...model.grid.get('style', 7, 14), background: '#ffff00' };
    model.grid.set('style', 7, 14, colour);
    person.hideColumns(TAB, 5);
    const content0 = content(HEADERS);
    anna.repair();
    expect(content(HEADERS)).toBe(content0);
    expect(model.frozenRows).toBe(1);
    expect(model.conditionalRules).toEqual(rules);
    expect(model.grid.get('note', 5, 14)).toBe('ask Bob');
    expect(model.column(5).hidden).toBe(true);
    expect(model.grid.get('style', 7, 14)).toMatchObject({ background: '#ffff00', numberFormat: '@' });
    model.grid.set('style', 7, 14, model.grid.get('style', 8, 14));
    model.grid.set('note', 5, 14, undefined);
    person.hideColumns(TAB, 5, 1, false);
    expect(firstDifference(whole(), kept)).toBe('');
    expect(anna.check()).toMatchObject(nothingEdited);
  });

  it('[C4] people’s own conditional formats stay, in their order, and ours is there once', () => {
    const model = sheet();
    const [ours] = model.conditionalRules;
    const mine = { ...ours!, criterion: 'TEXT_CONTAINS' as const, values: ['old'], background: '#ffffff' };
    model.conditionalRules = [ours!, mine, { ...ours!, background: '#000000' }];
    anna.repair();
    expect(model.conditionalRules).toEqual([mine, ours]);
  });

  it('[C4] [C5] a cell that became a date keeps its format, so that it stays an error and does not turn into a number', () => {
    const [row, other] = [5, 6];
    for (const [header, at, text] of [
      ['Description', row, '2026-11-22'],
      ['Offer ID', other, '2026-11-22'],
      ['Description', other, '12%'],
    ] as const) {
      page.person.setNumberFormat(TAB, page.cell(header, at), 'general');
      page.type(header, at, text);
    }
    const before = anna.check();
    anna.repair();
    const after = anna.check();
    expect(after).toMatchObject({ edited: 2, stopped: 2, pushable: 0 });
    expect(after.groups.map(({ cause, count }) => [cause, count])).toEqual(
      before.groups.map(({ cause, count }) => [cause, count]),
    );
    expect(sheet().numberFormat(page.cell('Description', 7))).toBe('@');
  });

  it('[C4] fixed cells and row keys go back to what was pulled; rows that mix two postbacks show it still', async () => {
    const kept = content();
    const rows = deskRows(file());
    page.type('Created', 3, 'yesterday');
    page.type('Last changed', 4, '');
    page.type('Partner', 5, 'my words');
    page.person.clear(TAB, page.cell('Row key', 6));
    const { repaired } = anna.repair();
    expect(repaired).toContain('4 cells that only tell restored.');
    expect(content()).toBe(kept);
    expect(anna.check()).toMatchObject(nothingEdited);

    page.person.pasteText(TAB, page.cell('Row key', 10), [[String(rows[20]!.values['Row key'])]]);
    page.type('Description', 10, 'mine');
    anna.repair();
    expect(sheet().text(page.cell('Row key', 10))).toBe(rows[20]!.values['Row key']);
    expect(anna.check().groups.map(({ cause }) => cause)).toContain('foreign-cells');
    expect(await writesOf(stage.everflow)).toEqual([]);
  });

  it('[C4] thousands of fixed cells are restored in steps, each within its time', () => {
    const kept = content();
    for (const header of ['Created', 'Last changed', 'Other integration', 'Offer'])
      page.person.pasteText(
        TAB,
        page.cell(header, 2),
        Array.from({ length: SIZE }, (_, n) => [`my words ${n}`]),
      );
    let calls = 0;
    let most = 0;
    const step = (): boolean => {
      calls = 0;
      const { result } = anna.call('repairStep');
      most = Math.max(most, calls);
      return result !== undefined;
    };
    // Each call takes so long that a step of 20 seconds ends before all is done.
    stage.google.beforeCall(() => {
      calls += 1;
      stage.google.clock.advance(1_500);
    });
    let steps = 1;
    while (!step()) steps += 1;
    expect(steps).toBeGreaterThan(1);
    expect(content()).toBe(kept);
  });

  it('[C4] [J1] wherever a repair is cut off, the next one ends it, and no row ever looks edited', async () => {
    const cuts = 24;
    for (let cut = 1; cut <= cuts; cut += 1) {
      page = new Page(await pulled(), 'anna@acme.test');
      const kept = content();
      page.person.deleteColumns(TAB, HEADERS.indexOf('URL') + 1);
      page.person.type(TAB, 'H1', 'Something');
      let calls = 0;
      stage.google.beforeCall(({ service }) => {
        if (service === 'PropertiesService') return;
        calls += 1;
        if (calls === cut * 6) throw new Error('killed');
      });
      try {
        anna.repair();
      } catch {
        // cut off
      }
      stage.google.beforeCall(null);
      stage.google.clock.advance(8 * 60_000);
      if ((sheet().texts()[0] ?? []).includes('URL')) expect(anna.check()).toMatchObject({ edited: 0 });
      expect(anna.repair().left).toEqual([]);
      expect(headers()).toEqual(HEADERS);
      expect(content()).toBe(kept);
      expect(anna.check()).toMatchObject(nothingEdited);
    }
  });

  it('[C4] [P11] people who sort, insert or delete rows while it runs lose nothing', async () => {
    const acts: ((person: Page['person']) => void)[] = [
      (person) => person.sort(TAB, `A2:Z${SIZE + 1}`, 'C', false),
      (person) => person.insertRows(TAB, 10, 2),
      (person) => person.deleteRows(TAB, 10),
    ];
    for (const [index, act] of acts.entries()) {
      for (const when of [6, 14, 20, 26]) {
        page = new Page(await pulled(), 'anna@acme.test');
        page.person.deleteColumns(TAB, HEADERS.indexOf('URL') + 1);
        let calls = 0;
        stage.google.beforeCall(({ service }) => {
          if (!/Sheet|Range|Spreadsheet/.test(service)) return;
          calls += 1;
          if (calls === when) act(page.person);
        });
        anna.repair();
        stage.google.beforeCall(null);
        expect(headers()).toEqual(HEADERS);
        const checked = anna.check();
        expect([index, when, checked.edited, checked.created, checked.stopped]).toEqual([
          index,
          when,
          0,
          0,
          0,
        ]);
      }
    }
  });

  it('[C4] is refused while a pull waits to be finished', () => {
    anna.call('pullStart', {
      query: EVERYTHING,
      details: 'load',
    });
    expect(refusalOf(() => anna.repair()).code).toBe('busy');
  });
});

describe.each(['formula', 'literal', 'dates', 'normalising'] as const)('in the world %s', (name) => {
  beforeAll(() => open(worlds[name]));
  afterAll(() => stage.close());

  it('[C4] [T1] deleted columns come back with exact texts, and a check finds no edit', async () => {
    page = new Page(await pulled(), 'anna@acme.test');
    expect(anna.check()).toMatchObject({ edited: 0, groups: [] });
    const kept = content();
    for (const header of ['URL', 'HTML code', 'Description', 'Partner', 'Offer']) {
      page.person.deleteColumns(TAB, letterAt(letter(header)));
    }
    expect(anna.repair().left).toEqual([]);
    expect(headers()).toEqual(HEADERS);
    expect(content()).toBe(kept);
    expect(anna.check()).toMatchObject({ edited: 0, created: 0, stopped: 0, unchanged: SIZE, groups: [] });
  });
});
