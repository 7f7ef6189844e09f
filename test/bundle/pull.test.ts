/** Pulling: everything that is asked for and nothing else, with few requests and few service calls, details included. */
import { EVERYTHING } from '../../src/everflow/query';
import { deskById, NOT_LOADED_WORDS } from '../../local/story/desk-rows';
import { Page } from '../../local/story/page';
import { countSheetCalls } from '../../local/story/stage';
import { Bench, idsOf } from './pull-support';

const ANNA = 'anna@acme.test';

describe('a large network', () => {
  const bench = new Bench(10_000, { hostile: true });
  beforeAll(() => bench.open());
  afterAll(() => bench.close());

  it('[P1] [L1] 10,000 hostile postbacks take at most 9 requests and 120 spreadsheet calls', async () => {
    const calls = countSheetCalls(bench.stage.google);
    await bench.control.clearLog();
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({
      rows: 10_000,
      added: 10_000,
      complete: true,
      missing: 0,
    });
    const log = await bench.control.log();
    expect(log.length).toBeLessThanOrEqual(9);
    // Each block of new rows is claimed, looked at before and after (P11). 24 are the change log's: its new tab, its first and its last lines (A1).
    expect(calls.count).toBeLessThanOrEqual(120);
    expect(bench.shownIds()).toEqual(idsOf(await bench.records()));
  });
});

describe('a whole network', () => {
  const bench = new Bench(240);
  beforeAll(() => bench.open());
  afterAll(() => bench.close());

  it('[P1] paging stands in the address only, and the page size that the server echoes is obeyed', async () => {
    await bench.begin({ pageCap: 50 });
    await bench.control.clearLog();
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ rows: 240, complete: true });
    const tables = (await bench.control.log()).filter(({ path }) => path.includes('pixelstable'));
    const pages = tables
      .map(({ path }) => path.split('?')[1])
      .filter((text) => !text!.endsWith('page_size=1'));
    expect(pages[0]).toBe('page=1&page_size=2000');
    expect(pages.slice(1)).toEqual([2, 3, 4, 5].map((page) => `page=${page}&page_size=50`));
    for (const { body } of tables) expect(body).not.toMatch(/page/);
    expect(bench.shownIds()).toEqual(idsOf(await bench.records()));
  });

  it('[P10] a table that silently means "active only" is pulled by status and merged', async () => {
    await bench.begin({ activeOnlyDefault: true });
    const wanted = (await bench.records()).filter((record) =>
      ['active', 'inactive'].includes(record.pixel_status),
    );
    expect(bench.anna.pull()).toMatchObject({ rows: wanted.length, complete: true });
    expect(bench.shownIds()).toEqual(idsOf(wanted));
  });

  it('[P7] [B3] unknown methods stand as they are, and no secret of an integration reaches any tab', async () => {
    await bench.begin();
    bench.anna.pull();
    expect(await bench.wrongNow()).toEqual([]);
    const all = await bench.records();
    const tokens = JSON.stringify(all).match(/EAA\w{60}/g) ?? [];
    expect(tokens.length).toBeGreaterThan(5);
    const cells = JSON.stringify(bench.file.sheets.map((sheet) => sheet.texts()));
    for (const token of tokens) expect(cells).not.toContain(token);
    const odd = all.find((record) => record.delivery_method === 'carrier_pigeon')!;
    const { values } = deskById(bench.file).get(odd.network_pixel_id)!;
    expect(values['Method']).toBe('carrier_pigeon');
    expect(values['Other integration']).toMatch(/^carrier_pigeon_pixel kept \(\w+\)$/);
    // "Kept" stands for something: another value has another mark.
    await bench.control.change(odd.network_pixel_id, {
      carrier_pigeon_pixel: { loft: 8, ring: '0042' },
    });
    bench.anna.pull();
    expect(deskById(bench.file).get(odd.network_pixel_id)!.values['Other integration']).not.toBe(
      values['Other integration'],
    );
  });

  it('[P7] numbers that do not survive parsing and other statuses are shown and cannot be edited', async () => {
    await bench.begin();
    const all = await bench.records();
    const facebook = all.find(
      (record) => record.delivery_method === 'facebook' && record.pixel_status === 'active',
    )!;
    const plain = all.filter(
      (record) => record.pixel_status === 'active' && record.delivery_method === 'postback',
    );
    await bench.control.change(facebook.network_pixel_id, { audience_id: '~int:9007199254740993' });
    await bench.control.change(plain[3]!.network_pixel_id, { pixel_status: 'deleted' });
    bench.anna.pull();
    const rows = deskById(bench.file);
    const page = new Page(bench.file, ANNA);
    for (const id of [facebook.network_pixel_id, plain[3]!.network_pixel_id]) {
      page.type('Description', rows.get(id)!.rowNumber, 'edited here');
    }
    const checked = bench.anna.check();
    expect(checked).toMatchObject({ edited: 2, stopped: 2, pushable: 0 });
    expect(checked.groups.map((group) => group.cause).sort()).toEqual(['fixed-record', 'fixed-status']);
  });
});

describe('[P5] details', () => {
  const bench = new Bench(600);
  beforeAll(() => bench.open());
  beforeEach(() => bench.begin());
  afterAll(() => bench.close());

  const facebookIds = async (): Promise<number[]> =>
    idsOf((await bench.records()).filter((record) => record.delivery_method === 'facebook'));
  const notLoadedIds = (): number[] =>
    [...deskById(bench.file)]
      .filter(([, row]) => row.values['FB event'] === NOT_LOADED_WORDS)
      .map(([id]) => id);

  it('are read by id and stand in the cells', async () => {
    expect(bench.anna.pull()).toMatchObject({ rows: 600, notLoaded: 0 });
    expect(await bench.wrongNow()).toEqual([]);
  });

  it('when skipped, say so in their cells, are no edits, and are read by the next pull', async () => {
    expect(bench.anna.pull({ details: 'skip' }).notLoaded).toBeGreaterThan(20);
    expect(notLoadedIds().sort((a, b) => a - b)).toEqual(await facebookIds());
    expect(await bench.wrongNow(false)).toEqual([]);
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
    expect(bench.anna.pull()).toMatchObject({ added: 0, notLoaded: 0 });
    expect(await bench.wrongNow()).toEqual([]);
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
  });

  it('skipped half way, keep what was read', async () => {
    await bench.control.settings({ latencyMs: 30_000 });
    bench.anna.call('pullStart', { query: EVERYTHING, details: 'load' });
    // One more than a unit of work is left, so that the phase takes more than one step.
    const many = (await bench.records()).slice(300, 400).map((record) => record.network_pixel_id);
    for (const id of many) await bench.control.change(id, { delivery_method: 'facebook' });
    let doing = '';
    for (let steps = 0; doing !== 'Reading details' || steps === 0; steps += 1) {
      doing = bench.anna.call('pullStep').progress.doing;
    }
    bench.anna.call('pullStep');
    bench.anna.call('pullSkipDetails');
    await bench.control.settings({ latencyMs: 0 });
    const result = bench.anna.finishPull();
    const left = notLoadedIds().length;
    expect(result.complete).toBe(true);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan((await facebookIds()).length);
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
  });

  it('skipped while a step reads them, end with what it has read', async () => {
    bench.anna.call('pullStart', { query: EVERYTHING, details: 'load' });
    await bench.control.settings({ latencyMs: 8_000 });
    const many = (await bench.records()).slice(300, 420).map((record) => record.network_pixel_id);
    for (const id of many) await bench.control.change(id, { delivery_method: 'facebook' });
    let isSkipped = false;
    bench.stage.google.onRequest((request) => {
      if (isSkipped || !/\/pixels\/\d+/.test(request.url)) return;
      isSkipped = true;
      bench.anna.call('pullSkipDetails');
    });
    const result = bench.anna.finishPull();
    bench.stage.google.onRequest(null);
    await bench.control.settings({ latencyMs: 0 });
    expect(isSkipped).toBe(true);
    expect(result.complete).toBe(true);
    expect(notLoadedIds().length).toBeGreaterThan(0);
  });

  it('of a postback that is gone by then stay "not loaded"; the others are read', async () => {
    const [gone] = await facebookIds();
    await bench.control.arm({
      match: { method: 'GET', pixelId: gone! },
      before: [{ do: 'remove' }],
    });
    expect(bench.anna.pull()).toMatchObject({ rows: 600, notLoaded: 1 });
    expect(notLoadedIds()).toEqual([gone]);
  });
});
