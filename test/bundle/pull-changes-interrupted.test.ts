/**
 * Refreshes that are killed at any service call, or cancelled, while something is gone, switched off, new and in conflict: they end in the
 * same rows and the same list of changes, each change once.
 */
import { EVERYTHING } from '../../src/everflow/query';
import { ExecutionKilled } from '../../local/apps-script';
import { deskById } from '../../local/story/desk-rows';
import { Page, TAB } from '../../local/story/page';
import { Bench, checkpoint, firstDifference, idsOf, tabJson } from './pull-support';

const ANNA = 'anna@acme.test';
/** `ALL_KILLS=1` takes every service call of the step; otherwise about this many, evenly spread. */
const KILLS = 10;
const bench = new Bench(30);
let again: () => Promise<unknown>;
let ids: { edited: number; off: number; gone: number; goneEdited: number; changed: number };

beforeAll(async () => {
  await bench.open();
  bench.anna.pull();
  const plain = (await bench.records()).filter(
    (record) => record.delivery_method === 'postback' && record.pixel_status === 'active',
  );
  const [edited, off, gone, goneEdited, changed] = idsOf(plain) as [number, number, number, number, number];
  ids = { edited, off, gone, goneEdited, changed };
  const page = new Page(bench.file, ANNA);
  for (const id of [edited, goneEdited])
    page.type('Description', deskById(bench.file).get(id)!.rowNumber, 'mine, not sent');
  again = checkpoint(bench.stage);
});
afterAll(() => bench.close());

/** The spreadsheet after a first pull with two edits, and a network that has moved on. */
async function begin(): Promise<void> {
  await again();
  await bench.control.change(ids.edited, { description: 'theirs', delay_ms: 5_000 });
  await bench.control.change(ids.changed, { description: 'changed there' });
  await bench.control.change(ids.off, { pixel_status: 'inactive' });
  await bench.control.remove(ids.gone);
  await bench.control.remove(ids.goneEdited);
  await bench.control.create({ description: 'made there' });
}

const start = (): unknown => bench.anna.call('pullStart', { query: EVERYTHING, details: 'skip' });

/** Cells, and the list of what changed; the server's clock and the time of the pull differ from run to run. */
function finished(): string {
  const { upTo: _upTo, ...page } = bench.anna.call('changesPage', { offset: 0 });
  const cells = tabJson(bench.file)
    .replace(/^{"id":\d+,/, '{')
    .replace(/kept \(\w{8}\)/g, 'kept')
    .replace(/2026-11-\d\d \d\d:\d\d:\d\d UTC/g, 'today');
  return `${JSON.stringify(page)}\n${cells}`;
}

/** Service calls of one uninterrupted step, and how it ends. */
async function uninterrupted(): Promise<{ calls: number; end: string }> {
  await begin();
  start();
  const from = bench.stage.google.executions.length;
  expect(bench.anna.finishPull()).toMatchObject({
    complete: true,
    gone: 2,
    switchedOff: 1,
    added: 1,
    changed: 3,
  });
  const steps = bench.stage.google.executions.slice(from);
  expect(steps).toHaveLength(1);
  return { calls: steps[0]!.counters.roundTrips, end: finished() };
}

describe('[P8] [P9] a refresh with news', () => {
  it('ends as it should when nothing interrupts it', async () => {
    await uninterrupted();
    const rows = deskById(bench.file);
    const state = (id: number): unknown => rows.get(id)!.values['State'];
    expect([ids.off, ids.gone, ids.goneEdited, ids.changed].map(state)).toEqual([
      '⏻ switched off in Everflow',
      '✂ gone from Everflow',
      '✂ gone from Everflow',
      '',
    ]);
    expect(rows.get(ids.edited)!.values['Description']).toBe('mine, not sent');
    expect(rows.get(ids.goneEdited)!.values['Description']).toBe('mine, not sent');
  });

  it('killed at any service call and gone on with ends in the same rows and the same list', async () => {
    const { calls, end } = await uninterrupted();
    const step = process.env['ALL_KILLS'] ? 1 : Math.max(1, Math.round(calls / KILLS));
    let killed = 0;
    for (let call = 1; call <= calls; call += step) {
      await begin();
      start();
      const plan = bench.stage.google.plan({ killBefore: call });
      expect(() => bench.anna.call('pullStep')).toThrow(ExecutionKilled);
      if (plan.fired) killed += 1;
      if (bench.anna.call('status').job !== null) {
        expect(bench.anna.finishPull()).toMatchObject({ complete: true, gone: 2, switchedOff: 1 });
      }
      const difference = firstDifference(finished(), end);
      expect([call, difference]).toEqual([call, '']);
      expect([call, bench.anna.check()]).toMatchObject([call, { edited: 2, stopped: 1, certain: true }]);
    }
    expect(killed).toBeGreaterThan(KILLS / 2);
  });

  it('killed, and then cancelled: before it applies nothing has changed, after that it is finished', async () => {
    const { calls, end } = await uninterrupted();
    await again();
    const before = tabJson(bench.file);
    const seen = new Set<string>();
    const stride = process.env['ALL_KILLS'] ? 1 : Math.max(1, Math.floor(calls / 8));
    for (let call = 2; call <= calls; call += stride) {
      await begin();
      start();
      bench.stage.google.plan({ killBefore: call });
      expect(() => bench.anna.call('pullStep')).toThrow(ExecutionKilled);
      bench.anna.call('cancel');
      if (bench.anna.call('status').job === null) continue;
      const { cancelled } = bench.anna.finishPull();
      seen.add(cancelled ? 'cancelled' : 'finished');
      if (cancelled) {
        expect([call, firstDifference(tabJson(bench.file), before)]).toEqual([call, '']);
        expect(bench.anna.call('changesPage', { offset: 0 })).toMatchObject({ total: 0, gone: 0 });
        expect(bench.anna.check()).toMatchObject({ edited: 2, stopped: 0, certain: true });
      } else {
        expect([call, firstDifference(finished(), end)]).toEqual([call, '']);
      }
    }
    expect(seen).toEqual(new Set(['cancelled', 'finished']));
  });

  it('looking for postbacks that are not in the list shows its progress, can be skipped and be cancelled', async () => {
    await begin();
    await bench.control.settings({ latencyMs: 30_000 });
    const until = (doing: RegExp): void => {
      for (let n = 0; n < 20; n += 1) {
        const { progress } = bench.anna.call('pullStep');
        if (doing.test(progress.doing)) {
          expect(progress).toMatchObject({ done: 0, total: 2, finished: false });
          return;
        }
      }
      throw new Error('The phase did not come');
    };
    const before = tabJson(bench.file);
    start();
    until(/not in the list/);
    bench.anna.call('cancel');
    expect(bench.anna.finishPull()).toMatchObject({ cancelled: true, gone: 0 });
    expect(firstDifference(tabJson(bench.file), before)).toBe('');
    start();
    until(/not in the list/);
    bench.anna.call('pullSkipDetails');
    expect(bench.anna.finishPull()).toMatchObject({ complete: true, gone: 0, notRefreshed: 2 });
    expect(deskById(bench.file).get(ids.gone)!.values['Message']).toMatch(/^Not refreshed/);
    await bench.control.settings({ latencyMs: 0 });
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ gone: 2, notRefreshed: 0 });
  });

  it('"Remove gone rows" killed at any service call and done again ends in the same rows', async () => {
    await begin();
    bench.anna.pull({ details: 'skip' });
    const ready = checkpoint(bench.stage);
    const from = bench.stage.google.executions.length;
    expect(bench.anna.removeGone()).toMatchObject({ removed: 1, keptEdited: 1 });
    const calls = bench.stage.google.executions[from]!.counters.roundTrips;
    const end = tabJson(bench.file).replace(/^{"id":\d+,/, '{');
    for (let call = 1; call <= calls; call += 1) {
      await ready();
      bench.stage.google.plan({ killBefore: call });
      expect(() => bench.anna.removeGone()).toThrow(ExecutionKilled);
      bench.anna.removeGone();
      expect([call, firstDifference(tabJson(bench.file).replace(/^{"id":\d+,/, '{'), end)]).toEqual([
        call,
        '',
      ]);
      expect([call, bench.anna.check()]).toMatchObject([call, { edited: 2, stopped: 1, certain: true }]);
    }
    expect(bench.file.sheet(TAB).texts().length).toBe(31);
  });

  it('"Seen" killed at any service call loses nothing, and done again leaves neither list nor mark', async () => {
    await begin();
    bench.anna.pull({ details: 'skip' });
    const { upTo } = bench.anna.call('changesPage', { offset: 0 });
    const ready = checkpoint(bench.stage);
    const from = bench.stage.google.executions.length;
    bench.anna.call('changesSeen', { upTo });
    const calls = bench.stage.google.executions[from]!.counters.roundTrips;
    for (let call = 1; call <= calls; call += 1) {
      await ready();
      bench.stage.google.plan({ killBefore: call });
      expect(() => bench.anna.call('changesSeen', { upTo })).toThrow(ExecutionKilled);
      bench.anna.patiently(() => bench.anna.call('changesSeen', { upTo }));
      expect([call, bench.anna.call('changesPage', { offset: 0 })]).toMatchObject([call, { total: 0 }]);
      expect([call, deskById(bench.file).get(ids.off)!.values['State']]).toEqual([call, '']);
    }
  });
});
