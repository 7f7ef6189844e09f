/** Pulls during which Everflow changes or misbehaves: complete after reading again, or said to be incomplete, and never half a truth. */
import { EVERYTHING } from '../../src/everflow/query';
import { Page } from '../../local/story/page';
import { Bench, firstDifference, refusalOf, tabJson } from './pull-support';

const SIZE = 300;
const PAGE = 100;

const bench = new Bench(SIZE);
beforeAll(() => bench.open());
afterAll(() => bench.close());
beforeEach(() => bench.begin({ pageCap: PAGE }));

const wrongNow = (): Promise<string[]> => bench.wrongNow(false);

/** Pages of the table that were asked for, probes of one row left out. */
async function pagesRead(): Promise<number> {
  const log = await bench.control.log();
  return log.filter(({ path }) => path.includes('pixelstable') && !path.endsWith('page_size=1')).length;
}

/** The answer to one page of the table with the right total and no rows, every time it is asked for. */
const emptyPage = (page: number): Promise<unknown> =>
  bench.control.arm({
    match: { path: `page=${page}&page_size=${PAGE}`, count: 'all' },
    answer: {
      kind: 'status',
      status: 200,
      body: { pixels: [], paging: { page, page_size: PAGE, total_count: SIZE } },
    },
  });

describe('[P2] the network changes while it is read', () => {
  it('a postback made meanwhile is there in the end', async () => {
    await bench.control.arm({ match: { path: 'page=2&' }, after: [{ do: 'create' }] });
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({
      rows: SIZE + 1,
      complete: true,
      missing: 0,
    });
    expect(await wrongNow()).toEqual([]);
  });

  it('a postback made meanwhile that shifts every page makes it read again', async () => {
    await bench.control.settings({ tableOrder: 'newest' });
    await bench.control.arm({ match: { path: 'page=1&page_size=2000' }, after: [{ do: 'create' }] });
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({
      rows: SIZE + 1,
      complete: true,
      missing: 0,
    });
    expect(await pagesRead()).toBe(4 + 4);
    expect(await wrongNow()).toEqual([]);
  });

  it('a postback removed meanwhile makes it read again, and is not shown', async () => {
    const [first] = await bench.records();
    await bench.control.arm({
      match: { path: 'page=1&page_size=2000' },
      after: [{ do: 'remove', id: first!.network_pixel_id }],
    });
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ rows: SIZE - 1, complete: true });
    expect(await pagesRead()).toBeGreaterThan(3);
    expect(await wrongNow()).toEqual([]);
  });

  it('[D1] a postback changed meanwhile is shown as it was read, and is no edit', async () => {
    const changed = (await bench.records())[5]!;
    await bench.control.arm({
      match: { path: 'page=1&page_size=2000' },
      after: [{ do: 'change', id: changed.network_pixel_id, fields: { description: 'changed meanwhile' } }],
    });
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ rows: SIZE, complete: true });
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ changed: 1 });
    expect(await wrongNow()).toEqual([]);
  });

  it.each([30, 60])(
    '[P1] a server that begins to answer %i rows a page is read again by that size',
    async (pageCap) => {
      await bench.control.arm({
        match: { path: 'page=2&' },
        before: [{ do: 'settings', settings: { pageCap } }],
      });
      expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ rows: SIZE, complete: true, missing: 0 });
      expect(await wrongNow()).toEqual([]);
    },
  );
});

describe('[P2] a list that never adds up', () => {
  it('is read three times, then called incomplete with the number that is missing', async () => {
    await emptyPage(2);
    const result = bench.anna.pull({ details: 'skip' });
    expect(result).toMatchObject({ rows: SIZE - PAGE, complete: false, missing: PAGE });
    expect(await pagesRead()).toBe(3 * 3);
    expect(bench.anna.call('status').pull).toMatchObject({ complete: false });
  });

  it('[P9] treats nothing as gone: what was pulled before stays, edits included', async () => {
    bench.anna.pull({ details: 'skip' });
    const page = new Page(bench.file, 'anna@acme.test');
    const row = page.rows().find(({ text }) => text['Method'] === 'postback' && text['Status'] === 'active')!;
    page.type('Description', row.rowNumber, 'mine');
    const before = tabJson(page.file);
    await emptyPage(1);
    await emptyPage(3);
    const result = bench.anna.pull({ details: 'skip' });
    expect(result).toMatchObject({ complete: false, added: 0, gone: 0, rows: SIZE - result.notRefreshed });
    // Rows that were not read say so in their message, and nothing else has changed.
    const unread = page.rows().filter(({ text }) => text['Message'] !== '');
    expect(unread.length).toBeGreaterThan(0);
    expect(unread).toHaveLength(result.notRefreshed);
    for (const { text } of unread)
      expect(text['Message']).toMatch(/^Not refreshed: last read 2026-11-22 \d\d:\d\d UTC$/);
    expect(bench.anna.call('changesPage', { offset: 0 })).toMatchObject({ gone: 0, total: 0 });
    expect(bench.anna.check()).toMatchObject({ edited: 1, pushable: 1, stopped: 0 });
    await bench.control.disarm();
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({
      rows: SIZE,
      complete: true,
      notRefreshed: 0,
    });
    page.type('State', row.rowNumber, '');
    page.type('Message', row.rowNumber, '');
    expect(firstDifference(tabJson(page.file), before)).toBe('');
  });
});

describe('[P1] [P8] faults on the way', () => {
  it.each([
    ['gateway pages', { kind: 'html502' }],
    ['lost connections', { kind: 'drop', when: 'before' }],
    ['answers cut in the middle', { kind: 'drop', when: 'midAnswer' }],
    ['requests to slow down', { kind: 'status', status: 429, retryAfterS: 20 }],
  ] as const)('%s on single pages are met by asking again', async (_name, answer) => {
    await bench.control.arm({ match: { path: 'page=[23]&', count: 2 }, answer });
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ rows: SIZE, complete: true });
    expect(await wrongNow()).toEqual([]);
  });

  it('a page that stays broken ends the step with a reason; nothing has changed, and going on finishes the pull', async () => {
    const file = bench.file;
    await bench.control.arm({ match: { path: 'page=3&', count: 'all' }, answer: { kind: 'html502' } });
    const refusal = refusalOf(() => bench.anna.pull({ details: 'skip' }));
    expect(refusal.code).toBe('server');
    expect(file.sheets.filter((sheet) => !sheet.hidden).map((sheet) => sheet.name)).toEqual([
      'Sheet1',
      'Change log',
    ]);
    expect(bench.anna.call('status').job).toMatchObject({ kind: 'pull' });
    await bench.control.disarm();
    expect(bench.anna.finishPull()).toMatchObject({ rows: SIZE, complete: true });
    expect(await wrongNow()).toEqual([]);
  });

  it('an answer with a row of another network stops the pull before anything is written', async () => {
    const foreign = (await bench.control.records(2))[0]!;
    await bench.control.arm({
      match: { path: `page=2&page_size=${PAGE}` },
      answer: {
        kind: 'status',
        status: 200,
        body: { pixels: [foreign], paging: { page: 2, page_size: PAGE, total_count: SIZE } },
      },
    });
    expect(refusalOf(() => bench.anna.pull({ details: 'skip' })).code).toBe('other-network');
    expect(bench.file.sheets.map((sheet) => sheet.name)).not.toContain('Postbacks');
  });

  it.each(['bad-key', 'permission'] as const)(
    'a key that is refused half way (%s) stops the pull, which can be gone on with',
    async (code) => {
      const change = code === 'bad-key' ? { revoked: true } : { read: false };
      await bench.control.arm({ match: { path: 'page=2&' }, before: [{ do: 'key', key: 'main', change }] });
      expect(refusalOf(() => bench.anna.pull({ details: 'skip' })).code).toBe(code);
      await bench.control.key('main', { revoked: false, read: true });
      expect(bench.anna.finishPull()).toMatchObject({ rows: SIZE, complete: true });
      expect(await wrongNow()).toEqual([]);
    },
  );

  it('cancelled before it applies, a pull leaves the sheet as it was', async () => {
    bench.anna.pull({ details: 'skip' });
    const file = bench.file;
    for (const record of (await bench.records()).slice(0, 50)) {
      await bench.control.change(record.network_pixel_id, { description: 'changed there' });
    }
    const before = tabJson(file);
    await bench.control.settings({ latencyMs: 25_000 });
    for (const time of ['once', 'again']) {
      bench.anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
      bench.anna.call('pullStep');
      bench.anna.call('cancel');
      expect([time, bench.anna.finishPull()]).toMatchObject([time, { cancelled: true, complete: false }]);
      expect(firstDifference(tabJson(file), before)).toBe('');
      expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
    }
    expect(bench.anna.call('status').job).toBeNull();
  });
});
