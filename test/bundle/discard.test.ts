/** "Discard changes": chosen cells hold again what was pulled, nothing is asked of Everflow, and nobody else's cell is touched. */
import { worlds, type World } from '../../local/apps-script';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import type { Discarded, DiscardRequest } from '../../src/flows/check/discard';
import { newRow, refusalOf, Scene } from './push-support';

/** Steps as the panel does, until there is a result. */
function discard(
  anna: Operator,
  what: DiscardRequest['what'],
  hiddenToo = true,
  during?: () => void,
): Discarded {
  let goOn: DiscardRequest['goOn'];
  for (let turn = 1; turn < 200; turn += 1) {
    const step = anna.call('discardStep', { what, hiddenToo, ...(goOn ? { goOn } : {}) });
    if (step.result) return step.result;
    goOn = step.goOn;
    during?.();
  }
  throw new Error('Discarding has no end');
}

/** Everything that stands in the tab but State and Message, by row; an empty id is the same as 0 and is no edit (C5). */
function contents({ file }: Page): string[] {
  const [headers = [], ...rows] = file.sheet(TAB).texts();
  const own = new Set(['State', 'Message']);
  return rows.map((row) =>
    JSON.stringify(
      row.flatMap((text, at) => {
        if (own.has(headers[at]!)) return [];
        return text === '' && NUMBERS.includes(headers[at]!) ? ['0'] : [text];
      }),
    ),
  );
}

/** The first rows that differ; a whole tab would be no help in a message. */
function apart(found: readonly string[], wanted: readonly string[]): string[] {
  expect(found).toHaveLength(wanted.length);
  return found
    .flatMap((row, at) => (row === wanted[at] ? [] : [`${row} instead of ${wanted[at]}`]))
    .slice(0, 3);
}

describe.each(worlds.all.map((world): [string, World] => [world.name, world]))('world %s', (_name, world) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.open({ size: 100, seed: 7, world, everflow: { hostile: true } });
  });
  afterAll(() => scene.close());

  test('[U1] every editable cell of every row, overwritten with anything, holds again what was pulled; no edit is left and nothing was sent', async () => {
    const before = contents(scene.page);
    await scene.everflow.control.clearLog();
    const texts = [
      'x',
      '',
      '5,000',
      '=1+1',
      '2026-11-22',
      'TRUE',
      '999',
      "'=kept",
      '#N/A',
      '⟦not loaded⟧',
      'active',
    ];
    const { page } = scene;
    const columns = scene.file
      .sheet(TAB)
      .texts()[0]!
      .filter((header) => EDITABLE.includes(header));
    expect(columns.length).toBeGreaterThan(12);
    let turn = 0;
    for (const { rowNumber } of page.rows().slice(0, 80)) {
      for (const header of columns)
        if ((turn += 1) % 3 === 0) page.type(header, rowNumber, texts[turn % texts.length]!);
    }
    expect(scene.anna.check().edited).toBeGreaterThan(60);
    const result = discard(scene.anna, 'all');
    expect(result).toMatchObject({ hidden: 0, newRows: 0, copies: 0, lost: 0, other: 0 });
    expect(result.rows).toBeGreaterThan(60);
    // Names and hosts beside the cells follow with the next check.
    expect(scene.anna.check()).toMatchObject({ edited: 0, stopped: 0, groups: [] });
    expect(apart(contents(scene.page), before)).toEqual([]);
    expect(await scene.everflow.control.log()).toEqual([]);
    expect(discard(scene.anna, 'all')).toMatchObject({ rows: 0, cells: 0 });
  });

  test('[U1] unreadable cells and the formulas of a column with its results are put back too', () => {
    const before = contents(scene.page);
    const { page } = scene;
    const [first, second, third] = page.rows();
    page.person.setNumberFormat(TAB, page.cell('URL', first!.rowNumber), 'General');
    page.type('URL', first!.rowNumber, '="x"');
    expect(scene.file.sheet(TAB).formula(page.cell('URL', first!.rowNumber))).toBe('="x"');
    page.type('URL', second!.rowNumber, 'https://a.b/p');
    page.type('Delay (ms)', third!.rowNumber, '30s');
    discard(scene.anna, 'all');
    scene.anna.check();
    expect(apart(contents(scene.page), before)).toEqual([]);
    expect(scene.file.sheet(TAB).formula(page.cell('URL', first!.rowNumber))).toBe('');
  });
});

const NUMBERS = ['Partner ID', 'Offer ID', 'Event ID', 'Delay (ms)', 'FB business ID'];
const EDITABLE = [
  'Partner ID',
  'Offer ID',
  'Event ID',
  'Type',
  'Level',
  'Method',
  'Status',
  'URL',
  'HTML code',
  'Delay (ms)',
  'Description',
  'FB business ID',
  'FB pixel ID',
  'FB event',
  'FB user data',
  'FB custom data',
];

/** Edited rows of each test. */
const ROWS = 45;

describe('which rows', () => {
  let scene: Scene;
  let ids: number[];
  beforeEach(async () => {
    scene = await Scene.open({ size: 130 });
    ids = await scene.plain(ROWS);
    scene.editAll(ids, { 'Delay (ms)': '77', Description: 'mine' });
  });
  afterEach(() => scene.close());
  const edited = (): number[] =>
    scene.page
      .rows()
      .filter(({ text }) => text['Delay (ms)'] === '77')
      .map(({ text }) => Number(text['Postback ID']));

  test('[U1] these ids, and no others', () => {
    expect(discard(scene.anna, { ids: ids.slice(0, 3) })).toMatchObject({ rows: 3, cells: 6 });
    expect(new Set(edited())).toEqual(new Set(ids.slice(3)));
  });

  test('[U1] one column, and no other', () => {
    expect(discard(scene.anna, { column: 'delay' })).toMatchObject({ rows: ROWS, cells: ROWS, newRows: 0 });
    expect(edited()).toEqual([]);
    expect(scene.text(ids[0]!, 'Description')).toBe('mine');
    expect(refusalOf(() => discard(scene.anna, { column: 'partner' }))).toBe('nothing-to-discard');
    expect(refusalOf(() => discard(scene.anna, { column: 'nothing' }))).toBe('nothing-to-discard');
  });

  test('[U1] the selected rows: several ranges, overlapping, with the header in them', () => {
    const row = (id: number): number => scene.row(id).rowNumber;
    const [a, b, c] = [row(ids[0]!), row(ids[1]!), row(ids[2]!)];
    const { person } = scene.page;
    person.select(TAB, 'A1', `B${a}:D${a}`, `A${a}:A${b}`, `C${c}`);
    const between = ids.filter((id) => (row(id) >= a && row(id) <= b) || row(id) === c);
    expect(discard(scene.anna, 'selected')).toMatchObject({ rows: between.length });
    expect(new Set(edited())).toEqual(new Set(ids.filter((id) => !between.includes(id))));
    person.select(TAB, 'A:A');
    expect(discard(scene.anna, 'selected')).toMatchObject({ rows: ROWS - between.length });
    expect(edited()).toEqual([]);
  });

  test('[U1] a selection in another tab is none', () => {
    const { person } = scene.page;
    person.addSheet('Notes');
    person.select('Notes', 'A1:A20');
    expect(refusalOf(() => discard(scene.anna, 'selected'))).toBe('selection-elsewhere');
    person.select(TAB, 'A1');
    expect(refusalOf(() => discard(scene.anna, 'selected'))).toBe('selection-elsewhere');
    expect(edited()).toHaveLength(ROWS);
  });

  test('[U1] new rows, copies, lost and unknown ids are left alone and counted', () => {
    const { page } = scene;
    const [copied, lost] = ids as [number, number];
    page.pasteBelow([
      newRow(),
      { ...scene.row(copied).text, Description: 'a copy', 'Partner ID': '99' },
      newRow({ 'Postback ID': '999999' }),
    ]);
    page.type('Postback ID', scene.row(lost).rowNumber, '');
    const before = contents(page).slice(-3);
    expect(discard(scene.anna, 'all')).toMatchObject({
      rows: ROWS - 1,
      newRows: 1,
      copies: 1,
      lost: 1,
      other: 1,
    });
    expect(contents(page).slice(-3)).toEqual(before);
    expect(scene.anna.check()).toMatchObject({ edited: 0, created: 1 });
  });

  test('[U1] rows hidden by a filter stay unless they are ticked, and are counted', () => {
    const { page } = scene;
    const last = page.lastRow();
    const hidden = new Set(ids.slice(0, 20));
    const mark = page.column('Description');
    scene.editAll([...hidden], { Description: 'hide me' });
    page.person.setFilter(TAB, `A1:AA${last}`, { [mark]: ['hide me'] });
    expect(discard(scene.anna, 'all', false)).toMatchObject({ rows: ROWS - 20, hidden: 20 });
    expect(new Set(edited())).toEqual(hidden);
    expect(discard(scene.anna, 'all', true)).toMatchObject({ rows: 20, hidden: 0 });
    expect(edited()).toEqual([]);
  });

  test('[U1] rows hidden by hand are not hidden by a filter', () => {
    scene.page.person.hideRows(TAB, scene.row(ids[0]!).rowNumber, 5);
    expect(discard(scene.anna, 'all', false)).toMatchObject({ rows: ROWS, hidden: 0 });
  });

  test('[U1][P11] rows sorted while it works: every row gets its own value back', () => {
    let sorted = false;
    scene.google.beforeCall((call) => {
      if (sorted || call.method !== 'getFilter') return;
      sorted = true;
      const { page } = scene;
      page.person.sort(TAB, `A2:AA${page.lastRow()}`, page.column('Postback ID'), false);
    });
    expect(discard(scene.anna, 'all', false)).toMatchObject({ rows: ROWS });
    scene.google.beforeCall(null);
    expect(sorted).toBe(true);
    expect(scene.anna.check()).toMatchObject({ edited: 0, stopped: 0 });
  });

  test('[U1] not while a push is under way', () => {
    const { planId, digest } = scene.confirm(scene.preview());
    scene.anna.call('pushStart', { planId, digest });
    expect(refusalOf(() => discard(scene.anna, 'all'))).toBe('busy');
  });
});

test('[U1][J3] in steps: what people change meanwhile in rows already done stays', async () => {
  const scene = await Scene.open({ size: 230 });
  const ids = await scene.plain(110);
  scene.editAll(ids, { 'Delay (ms)': '77', Description: 'mine' });
  let steps = 0;
  slow(scene);
  const result = discard(scene.anna, 'all', false, () => {
    steps += 1;
    const done = ids.find(
      (id) => scene.text(id, 'Description') !== 'mine' && scene.text(id, 'Delay (ms)') !== '77',
    );
    if (steps === 1) scene.edit(done!, { 'Delay (ms)': '123' });
  });
  scene.google.beforeCall(null);
  expect(steps).toBeGreaterThan(0);
  expect(result.rows).toBe(110);
  expect(scene.anna.check().edited).toBe(1);
  await scene.close();
});

/** Every service call takes so long that a step has room for little. */
function slow(scene: Scene): void {
  scene.google.beforeCall(() => scene.google.clock.advance(1_500));
}

describe('[U1][P6] fields that Everflow has changed too', () => {
  test('go to what Everflow holds now, and are ordinary from then on', async () => {
    const scene = await Scene.open({ size: 60 });
    const [id, other] = (await scene.plain(2)) as [number, number];
    scene.edit(id, { Description: 'mine', 'Delay (ms)': '5' });
    await scene.everflow.control.change(id, { description: 'theirs' });
    await scene.everflow.control.change(other, { description: 'theirs\r\nline' });
    scene.edit(other, { Description: 'mine' });
    scene.anna.pull();
    expect(scene.text(id, 'Description')).toBe('mine');
    expect(discard(scene.anna, 'all')).toMatchObject({ rows: 2 });
    expect(scene.text(id, 'Description')).toBe('theirs');
    expect(scene.anna.check()).toMatchObject({ edited: 0, groups: [] });
    // A later edit is no conflict any more: it is pushed.
    scene.edit(id, { Description: 'later' });
    expect(scene.push().result.counts).toEqual({ Updated: 1 });
    expect((await scene.record(id)).description).toBe('later');
    await scene.close();
  });
});
