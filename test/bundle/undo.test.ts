/** Undoing a push, and restoring rows of a snapshot: both end in an ordinary review and push [U2][U3]. */
import { ExecutionKilled } from '../../local/apps-script';
import type { PixelRecord } from '../../local/everflow';
import { logLines } from '../../local/story/change-log';
import type { RestoreRequest, Restored } from '../../src/flows/undo/restore';
import type { BroughtBack } from '../../src/flows/undo/brought-back';
import { finish, takeSnapshot } from './audit-support';
import { byId, newRow, refusalOf, Scene } from './push-support';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open({ size: 90, seed: 5 });
});
afterEach(() => scene.close());

function undo(planId: string, ids?: readonly number[]): BroughtBack {
  let goOn = {};
  return finish(scene.anna, () => {
    const step = scene.anna.call('undoStep', { planId, ...(ids && { ids }), ...goOn });
    if (step.goOn) goOn = { goOn: step.goOn };
    return step;
  });
}

function restore(request: Omit<RestoreRequest, 'goOn'>): Restored {
  let goOn = {};
  return finish(scene.anna, () => {
    const step = scene.anna.call('restoreStep', { ...request, ...goOn });
    if (step.goOn) goOn = { goOn: step.goOn };
    return step;
  });
}

const records = async (): Promise<Map<number, PixelRecord>> => byId(await scene.everflow.control.records());
const lastPush = (): string => scene.anna.call('pushesDone')[0]!.planId;

/** What of a record a push may change. */
const plain = ({ time_saved: _, ...record }: PixelRecord): object => record;

/** Changes the URL of so many postbacks and pushes that. */
async function pushUrls(count: number): Promise<{ ids: number[]; before: Map<number, PixelRecord> }> {
  const before = await records();
  const ids = await scene.plain(count);
  scene.editAll(ids, { URL: 'https://moved.example/p?tx={transaction_id}' });
  scene.push();
  return { ids, before };
}

test('[U2] a whole push is undone: the server ends as it was, and nothing is sent before the push', async () => {
  const { ids, before } = await pushUrls(45);
  await scene.everflow.control.clearLog();
  expect(undo(lastPush())).toMatchObject({ rows: 45, cells: 45, switchedOff: 0, same: 0, left: {} });
  expect(await scene.writes()).toEqual([]);
  const { rows } = scene.push();
  expect(rows.filter(({ outcome }) => outcome === 'Updated')).toHaveLength(45);
  const after = await records();
  for (const id of ids) expect(plain(after.get(id)!)).toEqual(plain(before.get(id)!));
});

test.each(['not pulled', 'pulled'])(
  '[U2] what partners changed since, and is %s here, is left and named; other fields are theirs',
  async (known) => {
    const { ids, before } = await pushUrls(6);
    await scene.everflow.control.change(ids[0]!, { postback_url: 'https://theirs.example/' });
    await scene.everflow.control.change(ids[1]!, { description: 'theirs' });
    await scene.everflow.control.remove(ids[2]!);
    if (known === 'pulled') scene.anna.pull();
    const result = undo(lastPush());
    expect(result).toMatchObject({ rows: 4, left: { 'changed-since': 1, gone: 1 } });
    expect(result.examples).toEqual([
      { id: ids[0], header: 'URL', why: 'changed-since' },
      { id: ids[2], header: '', why: 'gone' },
    ]);
    scene.push();
    const after = await records();
    expect(after.get(ids[0]!)!.postback_url).toBe('https://theirs.example/');
    expect(after.get(ids[1]!)).toMatchObject({
      description: 'theirs',
      postback_url: before.get(ids[1]!)!.postback_url,
    });
  },
);

test('[U2] created postbacks become inactive, but not one that was edited since', async () => {
  const first = newRow({ URL: 'https://one.example/p?tx={transaction_id}' });
  const second = newRow({ URL: 'https://two.example/p?tx={transaction_id}', 'Offer ID': '41' });
  scene.page.pasteBelow([first, second]);
  const created = scene.push().rows.filter(({ outcome }) => outcome === 'Created');
  expect(created).toHaveLength(2);
  const [one, two] = created.map(({ id }) => id) as [number, number];
  await scene.everflow.control.change(two, { description: 'in use' });
  expect(undo(lastPush())).toMatchObject({ rows: 1, switchedOff: 1, left: { 'edited-since': 1 } });
  expect(scene.text(one, 'Status')).toBe('inactive');
  scene.push();
  const after = await records();
  expect([after.get(one)!.pixel_status, after.get(two)!.pixel_status]).toEqual(['inactive', 'active']);
});

test('[U2] chosen rows only; unsent edits stay, whatever they are', async () => {
  const { ids, before } = await pushUrls(4);
  scene.edit(ids[0]!, { URL: 'https://mine.example/p' });
  scene.edit(ids[1]!, { Description: 'mine' });
  const result = undo(lastPush(), ids.slice(0, 2));
  expect(result).toMatchObject({ rows: 1, left: { unsent: 1 } });
  expect(scene.text(ids[0]!, 'URL')).toBe('https://mine.example/p');
  expect(scene.text(ids[1]!, 'URL')).toBe(before.get(ids[1]!)!.postback_url);
  expect(scene.text(ids[1]!, 'Description')).toBe('mine');
  expect(scene.text(ids[2]!, 'URL')).toContain('moved.example');
});

test('[U2] undone twice it says the same; once it is pushed there is nothing left; and the undo can be undone', async () => {
  const { ids } = await pushUrls(5);
  const first = lastPush();
  const result = undo(first);
  expect(undo(first)).toEqual(result);
  scene.push();
  expect(undo(first)).toMatchObject({ rows: 0, same: 5, left: {} });
  expect(lastPush()).not.toBe(first);
  expect(undo(lastPush())).toMatchObject({ rows: 5, left: {} });
  scene.push();
  const after = await records();
  for (const id of ids) expect(after.get(id)!.postback_url).toContain('moved.example');
});

test('[J3] a step killed at any call and repeated ends in the same cells and counts', async () => {
  const { ids, before } = await pushUrls(25);
  const planId = lastPush();
  const whole = scene.anna.call('undoStep', { planId });
  const calls = scene.google.executions.at(-1)!.counters.roundTrips;
  expect(whole.result?.rows).toBe(25);
  for (let at = 1; at < calls; at += 5) {
    scene.anna.call('discardStep', { what: 'all', hiddenToo: true });
    scene.google.plan({ killBefore: at });
    expect(() => scene.anna.call('undoStep', { planId })).toThrow(ExecutionKilled);
    expect(undo(planId)).toEqual(whole.result);
  }
  for (const id of ids) expect(scene.text(id, 'URL')).toBe(before.get(id)!.postback_url);
});

test('[U2][A1] the undo is a line of the log, and a push that has no end cannot be undone', async () => {
  await pushUrls(2);
  undo(lastPush());
  expect(logLines(scene.file).at(-1)).toMatchObject({
    What: 'Undo of a push',
    Outcome: 'Brought back as changes',
    Message: expect.stringContaining('Rows: 2, cells: 2, left: 0.'),
  });
  expect(refusalOf(() => undo(lastPush(), [1]))).toBe('nothing-to-undo');
});

describe('[U3] rows of a snapshot', () => {
  test('come back as changes without a request, Status only if asked, and a push sends them', async () => {
    const before = await records();
    const { sheetId } = takeSnapshot(scene.anna);
    const [url, off] = (await scene.plain(2)) as [number, number];
    await scene.everflow.control.change(url, { postback_url: 'https://theirs.example/', delay_ms: 5000 });
    await scene.everflow.control.change(off, { pixel_status: 'inactive', description: 'stopped' });
    scene.anna.pull();
    await scene.everflow.control.clearLog();
    expect(restore({ sheetId, status: false })).toMatchObject({ rows: 2, cells: 3, intact: true, left: {} });
    expect(await scene.everflow.control.log()).toEqual([]);
    expect(scene.text(off, 'Status')).toBe('inactive');
    expect(restore({ sheetId, ids: [off], status: true })).toMatchObject({ rows: 1, cells: 2 });
    expect(scene.text(off, 'Status')).toBe('active');
    scene.push();
    const after = await records();
    for (const id of [url, off]) expect(plain(after.get(id)!)).toEqual(plain(before.get(id)!));
  });

  test('unsent edits stay, and what was pulled and not changed makes no change', async () => {
    const { sheetId } = takeSnapshot(scene.anna);
    expect(restore({ sheetId, status: true })).toMatchObject({ rows: 0, cells: 0, left: {} });
    const [id] = (await scene.plain(1)) as [number];
    await scene.everflow.control.change(id, { postback_url: 'https://theirs.example/' });
    scene.anna.pull();
    scene.edit(id, { URL: 'https://mine.example/p' });
    expect(restore({ sheetId, ids: [id], status: false })).toMatchObject({ rows: 0, left: { unsent: 1 } });
    expect(scene.text(id, 'URL')).toBe('https://mine.example/p');
  });

  test('of a masked snapshot are refused, and a changed snapshot is called so', async () => {
    const { sheetId: masked } = takeSnapshot(scene.anna, { masked: true });
    expect(refusalOf(() => restore({ sheetId: masked, status: false }))).toBe('snapshot-masked');
    const { sheetId, name } = takeSnapshot(scene.anna);
    const texts = scene.file.sheet(name).texts();
    const row = texts.findIndex(([first]) => first === 'Postback ID') + 1;
    const column = texts[row - 1]!.indexOf('Description');
    scene.page.person.type(name, `${String.fromCharCode(65 + column)}${row + 1}`, 'forged');
    const result = restore({ sheetId, status: false });
    expect(result.intact).toBe(false);
  });
});
