/** Health on the built add-on: what is planted in a network is found, leads to its rows, and is gone once it was put right (H). */
import { EVERYTHING } from '../../src/everflow/query';
import type { PixelRecord } from '../../local/everflow';
import { TAB } from '../../local/story/page';
import { refusalOf, Scene } from './push-support';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open({ size: 80 });
});
afterEach(() => scene.close());

const health = () => scene.anna.call('health');
type Finding = ReturnType<typeof health>['findings'][number]['list'];
const countOf = (list: Finding): number => health().findings.find((one) => one.list === list)?.postbacks ?? 0;
const linesOf = (list: Finding, value = '') =>
  scene.anna.call('healthRows', { list, value, offset: 0 }).lines;
const idsOf = (list: Finding): number[] => linesOf(list).map(({ id }) => id);
const groupWith = (list: 'duplicate' | 'firing', id: number) =>
  scene.anna
    .call('healthGroups', { list, offset: 0 })
    .lines.find(({ value }) => linesOf(list, value).some((line) => line.id === id));

/** Rows that the person sees selected, as the tab counts: one range for neighbours, since Sheets draws each by itself. */
function selectedRows(): number[] {
  const { areas = [] } = scene.file.selections.get('anna@acme.test')!;
  const ranges = [...areas].sort((a, b) => a.row - b.row);
  for (const [at, { row }] of ranges.entries())
    if (at > 0) expect(ranges[at - 1]!.row + ranges[at - 1]!.numRows).toBeLessThan(row);
  return ranges.flatMap(({ row, numRows }) => Array.from({ length: numRows }, (_, offset) => row + offset));
}
const rowNumbers = (...ids: readonly number[]): number[] =>
  ids.map((id) => scene.row(id).rowNumber).sort((a, b) => a - b);

/** What makes a postback fire, and whereto. */
function firing(record: PixelRecord): Partial<PixelRecord> {
  const { description: _, network_pixel_id: _id, time_created: _made, time_saved: _saved, ...rest } = record;
  return rest;
}

test('[H1][H3] what is the same, and what fires for the same, is found as groups that lead to their rows, until one was switched off', async () => {
  const [first, copy, late] = (await scene.plain(3)) as [number, number, number];
  const like = firing(await scene.record(first));
  await scene.everflow.control.change(copy, { ...like, description: 'the same again' });
  await scene.everflow.control.change(late, { ...like, delay_ms: 7_000 });
  expect(groupWith('duplicate', first)).toBeUndefined();
  scene.anna.pull();

  const same = groupWith('duplicate', first)!;
  expect(linesOf('duplicate', same.value).map(({ id }) => id)).toEqual([first, copy]);
  expect(same).toMatchObject({ count: 2, why: expect.stringMatching(/^Identical but for the description/) });
  const fires = groupWith('firing', late)!;
  expect(linesOf('firing', fires.value).map(({ id }) => id)).toEqual(
    expect.arrayContaining([first, copy, late]),
  );
  expect(countOf('duplicate')).toBeGreaterThanOrEqual(2);

  expect(scene.anna.call('showHealth', { list: 'duplicate', value: same.value })).toEqual({
    cells: 2,
    hiddenByFilter: 0,
    postbacks: 2,
  });
  expect(selectedRows()).toEqual(rowNumbers(first, copy));
  scene.anna.call('showHealth', { list: 'firing', value: fires.value, id: late });
  expect(selectedRows()).toEqual(rowNumbers(late));

  // An edit counts once it is pushed, and not before.
  scene.edit(copy, { Status: 'inactive' });
  expect(groupWith('duplicate', first)).toBeDefined();
  scene.push();
  expect(groupWith('duplicate', first)).toBeUndefined();
  expect(groupWith('firing', copy)).toBeUndefined();
});

test('[H2][H3] each planted finding is told once, with its reason, and its rows are selected wherever they stand now', async () => {
  const before = idsOf('http');
  const plain = (await scene.plain(20)).filter((id) => !before.includes(id));
  const [http, blind, foreign, off] = plain as [number, number, number, number];
  await scene.everflow.control.change(http, { postback_url: 'http://plain.example/p?tx={transaction_id}' });
  await scene.everflow.control.change(blind, { postback_url: 'https://s2s.example/p?o={offer_id}' });
  await scene.everflow.control.change(foreign, { postback_url: 'https://s2s.example/p?c=#s2#' });
  await scene.everflow.control.change(off, { pixel_status: 'inactive' });
  scene.anna.pull();

  expect(idsOf('http')).toEqual([...before, http].sort((a, b) => a - b));
  expect(linesOf('click-id')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: blind, note: '', sends: 'https://s2s.example/p?o={offer_id}' }),
      expect.objectContaining({ id: foreign, note: 'Everflow sends #s2# as it stands.' }),
    ]),
  );
  expect(idsOf('switched-off')).toEqual([off]);
  expect(countOf('switched-off')).toBe(1);
  for (const list of ['http', 'click-id', 'switched-off'] as const) {
    expect(countOf(list)).toBe(linesOf(list).length);
    const { postbacks, cells } = scene.anna.call('showHealth', { list, value: '' });
    expect(cells).toBe(postbacks);
    expect(selectedRows()).toEqual(rowNumbers(...idsOf(list)));
  }
  scene.anna.call('changesSeen', { upTo: scene.anna.call('changesPage', { offset: 0 }).upTo });
  expect(countOf('switched-off')).toBe(0);
});

test('[H2][H3] counts are those of Everflow itself, and each bar leads to its postbacks', async () => {
  const records = await scene.everflow.control.records();
  const active = records.filter(({ pixel_status }) => pixel_status === 'active');
  const told = health();
  expect(told).toMatchObject({ postbacks: records.length, active: active.length });
  for (const [list, field, about] of [
    ['status', 'pixel_status', records],
    ['type', 'pixel_type', active],
    ['method', 'delivery_method', active],
    ['level', 'pixel_level', active],
  ] as const) {
    const { bars, total } = told.counts.find((one) => one.list === list)!;
    expect(bars).toHaveLength(total);
    for (const { value, count } of bars) {
      const wanted = about.filter((record) => record[field] === value).map((one) => one.network_pixel_id);
      expect(count).toBe(wanted.length);
      const { lines } = scene.anna.call('healthRows', { list, value, offset: 0 });
      expect(lines.map(({ id }) => id)).toEqual(wanted);
      scene.anna.call('showHealth', { list, value });
      expect(selectedRows()).toEqual(rowNumbers(...wanted));
    }
  }
  const hosts = scene.anna.call('healthCounts', { list: 'host', offset: 0 });
  const { bars, total } = told.counts.find(({ list }) => list === 'host')!;
  expect(hosts.total).toBe(total);
  expect(hosts.lines.slice(0, bars.length)).toEqual(bars);
  expect(scene.anna.call('healthCounts', { list: 'host', offset: 2 }).lines).toEqual(hosts.lines.slice(2));
});

test('[H3] looking changes nothing, and a postback without a row is still told of', async () => {
  const [first] = await scene.plain(1);
  await scene.everflow.control.change(first!, { postback_url: 'http://plain.example/p?tx={transaction_id}' });
  scene.anna.pull();
  const before = JSON.stringify(scene.file.sheet(TAB).texts());
  const all = countOf('http');
  const { total } = scene.anna.call('healthGroups', { list: 'firing', offset: 0 });
  expect(total).toBe(health().findings.find(({ list }) => list === 'firing')?.groups ?? 0);
  scene.anna.call('showHealth', { list: 'http', value: '' });
  expect(JSON.stringify(scene.file.sheet(TAB).texts())).toBe(before);
  scene.page.person.deleteRows(TAB, scene.row(first!).rowNumber, 1);
  expect(countOf('http')).toBe(all);
  expect(scene.anna.call('showHealth', { list: 'http', value: '', id: first! })).toMatchObject({
    cells: 0,
    postbacks: 1,
  });
});

test('[H1] what limits the findings is told: a filter, rows that were not read, details, a pull under way', async () => {
  expect(health().limits).toEqual({
    damaged: false,
    incomplete: false,
    filter: '',
    notRefreshed: 0,
    notLoaded: 0,
  });
  scene.anna.pull({ query: { ...EVERYTHING, status: 'active' } });
  const { limits, postbacks, active } = health();
  expect(limits).toMatchObject({ filter: '', notRefreshed: postbacks - active });
  scene.anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
  expect(refusalOf(health)).toBe('busy');
});

test('[H1] a file that was only ever filled by a filter says so, and one without a pull says what to do', async () => {
  scene.google.state.properties.clear();
  scene.google.openSpreadsheet();
  scene.anna.connect(scene.everflow.keys.main);
  expect(refusalOf(health)).toBe('not-pulled');
  scene.anna.pull({ query: { ...EVERYTHING, methods: ['facebook'] }, details: 'skip' });
  const { limits, active } = health();
  expect(limits.filter).toBe('Postbacks · method facebook');
  expect(limits.notLoaded).toBe(active);
});

test('[P2] of an incomplete first pull it says that it is incomplete, and names no filter', async () => {
  scene.google.state.properties.clear();
  scene.google.openSpreadsheet();
  scene.anna.connect(scene.everflow.keys.main);
  const [, ...pixels] = await scene.everflow.control.records();
  const body = { pixels, paging: { page: 1, page_size: 2000, total_count: pixels.length + 1 } } as never;
  await scene.everflow.control.arm({
    match: { path: 'page=1&page_size=2000', count: 'all' },
    answer: { kind: 'status', status: 200, body },
  });
  expect(scene.anna.pull({ details: 'skip' }).complete).toBe(false);
  expect(health().limits).toMatchObject({ incomplete: true, filter: '' });
});
