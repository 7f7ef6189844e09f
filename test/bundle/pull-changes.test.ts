/** What changed on Everflow between pulls: listed until it is seen, told in the rows, and only gone when Everflow says so. */
import { EVERYTHING } from '../../src/everflow/query';
import { deskById } from '../../local/story/desk-rows';
import { Page, TAB } from '../../local/story/page';
import { Bench, firstDifference, idsOf, refusalOf, tabJson } from './pull-support';

const ANNA = 'anna@acme.test';
const SIZE = 120;
const bench = new Bench(SIZE);
let page: Page;
beforeAll(() => bench.open());
beforeEach(async () => {
  await bench.begin();
  bench.anna.pull();
  page = new Page(bench.file, ANNA);
});
afterAll(() => bench.close());

const cell = (id: number, header: string): string => {
  const value = deskById(bench.file).get(id)?.values[header];
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
};
const rowOf = (id: number): number => deskById(bench.file).get(id)!.rowNumber;
const changes = (offset = 0) => bench.anna.call('changesPage', { offset });
const lines = () =>
  changes().lines.map(({ id, kind, header, before, after }) =>
    header === '' ? `${id} ${kind}` : `${id} ${kind} ${header}: "${before}" -> "${after}"`,
  );

async function plainIds(count: number): Promise<number[]> {
  const plain = (await bench.records()).filter(
    (record) => record.delivery_method === 'postback' && record.pixel_status === 'active',
  );
  return idsOf(plain).slice(0, count);
}

const OFF = '⏻ switched off in Everflow';
const GONE = '✂ gone from Everflow';

describe('[P9] what changed on Everflow', () => {
  it('is nothing after the first pull, and nothing after a pull of an unchanged network', () => {
    expect(changes()).toMatchObject({ total: 0, changed: 0, isNew: 0, notRefreshed: 0 });
    bench.anna.pull();
    expect(changes()).toMatchObject({ total: 0, changed: 0, isNew: 0, notRefreshed: 0 });
  });

  it('is listed with old and new values, switched off first, and adds up over several pulls', async () => {
    const [a, b, c] = await plainIds(3);
    const first = (await bench.control.record(a!))!.description;
    await bench.control.change(a!, { description: 'one' });
    await bench.control.change(b!, { delay_ms: 7_000 });
    bench.anna.pull();
    await bench.control.change(a!, { description: 'two' });
    await bench.control.change(c!, { pixel_status: 'inactive' });
    const { network_pixel_id: made } = await bench.control.create({ description: 'made elsewhere' });
    expect(bench.anna.pull()).toMatchObject({ changed: 2, switchedOff: 1, added: 1, gone: 0 });
    expect(lines()).toEqual([
      `${c} switched-off Status: "active" -> "inactive"`,
      `${a} changed Description: "${first}" -> "two"`,
      `${b} changed Delay (ms): "0" -> "7000"`,
      `${made} new`,
    ]);
    expect(changes()).toMatchObject({ total: 4, changed: 3, switchedOff: 1, isNew: 1, gone: 0, back: 0 });
    expect(changes().lines[0]!.firesFor).toBe(cell(c!, 'Fires for'));
  });

  it('leaves out what went back, and keeps what came after "Seen" was chosen', async () => {
    const [a, b] = await plainIds(2);
    const first = (await bench.control.record(a!))!.description;
    await bench.control.change(a!, { description: 'one' });
    await bench.control.change(b!, { description: 'stays' });
    bench.anna.pull();
    const { upTo } = changes();
    await bench.control.change(a!, { description: first });
    bench.anna.pull();
    expect(changes().lines.map(({ id }) => id)).toEqual([b]);
    // What was on the screen before the second pull says nothing about what came with it.
    bench.anna.call('changesSeen', { upTo });
    expect(lines()).toEqual([`${a} changed Description: "one" -> "${first}"`]);
    bench.anna.call('changesSeen', { upTo: changes().upTo });
    expect(changes()).toMatchObject({ total: 0, upTo: 0 });
  });

  it('is not what we pushed, but what a push took over from others', async () => {
    const [a, b] = await plainIds(2);
    page.type('Description', rowOf(a!), 'ours');
    page.type('Description', rowOf(b!), 'ours too');
    const preview = bench.anna.preview();
    await bench.control.change(b!, { pixel_status: 'inactive' });
    expect(bench.anna.push(preview).counts).toMatchObject({ Updated: 2 });
    bench.anna.pull();
    expect(lines()).toEqual([`${b} switched-off Status: "active" -> "inactive"`]);
  });

  it('comes in pages of at most 500 lines and 500 kB', async () => {
    const ids = idsOf(await bench.records());
    for (const id of ids) {
      await bench.control.change(id, {
        description: 'd',
        delay_ms: 4,
        html_code: 'x'.repeat(45_000),
        postback_url: 'https://new.example/',
        network_offer_payout_revenue_id: 77,
      });
    }
    bench.anna.pull({ details: 'skip' });
    const { total } = changes();
    expect(total).toBeGreaterThan(550);
    const seen: string[] = [];
    while (seen.length < total) {
      const part = changes(seen.length);
      expect(part.lines.length).toBeGreaterThan(0);
      expect(part.lines.length).toBeLessThanOrEqual(500);
      expect(JSON.stringify(part).length).toBeLessThanOrEqual(500_000);
      for (const line of part.lines) seen.push(`${line.id} ${line.header}`);
    }
    expect(new Set(seen).size).toBe(total);
  });

  it('is not told of postbacks that only come into view by another filter', async () => {
    await bench.begin();
    bench.anna.pull({ query: { ...EVERYTHING, status: 'active' } });
    expect(bench.anna.pull().added).toBeGreaterThan(0);
    expect(changes()).toMatchObject({ total: 0, isNew: 0 });
  });
});

describe('[P9] switched off by Everflow', () => {
  it('and not seen yet, it is told in the new tab as well when the old one was deleted', async () => {
    const [id] = await plainIds(1);
    await bench.control.change(id!, { pixel_status: 'inactive' });
    bench.anna.pull();
    page.person.deleteSheet(TAB);
    bench.anna.pull();
    expect(cell(id!, 'State')).toBe(OFF);
  });

  it('stands in the State cell until it is seen, through checks and pulls, and can be shown', async () => {
    const [a, b] = await plainIds(2);
    await bench.control.change(a!, { pixel_status: 'inactive' });
    bench.anna.pull();
    expect([cell(a!, 'State'), cell(b!, 'State')]).toEqual([OFF, '']);
    expect(cell(a!, 'Message')).toMatch(/Check the partner's server first/);
    bench.anna.check();
    bench.anna.pull();
    expect(cell(a!, 'State')).toBe(OFF);
    expect(bench.anna.call('showSwitchedOff')).toEqual({ cells: 1, hiddenByFilter: 0 });
    bench.anna.call('changesSeen', { upTo: changes().upTo });
    expect([cell(a!, 'State'), cell(a!, 'Message')]).toEqual(['', '']);
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
  });

  it('leaves an edited row to the check, and what was pushed since stays pushed', async () => {
    const [a] = await plainIds(1);
    page.type('Description', rowOf(a!), 'mine');
    await bench.control.change(a!, { pixel_status: 'inactive' });
    bench.anna.pull();
    expect(cell(a!, 'State')).toBe('');
    bench.anna.check();
    expect(cell(a!, 'State')).toBe('● edited');
    bench.anna.push(bench.anna.preview());
    expect(cell(a!, 'State')).toBe('✓ pushed');
    bench.anna.check();
    bench.anna.pull();
    expect(cell(a!, 'State')).toBe('✓ pushed');
  });

  it('is over once it is switched on again, be it there or by a push', async () => {
    const [a, b] = await plainIds(2);
    for (const id of [a!, b!]) await bench.control.change(id, { pixel_status: 'inactive' });
    bench.anna.pull();
    await bench.control.change(a!, { pixel_status: 'active' });
    page.type('Status', rowOf(b!), 'active');
    bench.anna.push(bench.anna.preview());
    bench.anna.pull();
    expect([cell(a!, 'State'), cell(a!, 'Message')]).toEqual(['', '']);
    expect(cell(b!, 'State')).toBe('✓ pushed');
    expect(changes()).toMatchObject({ switchedOff: 0 });
  });
});

describe('[P9] gone', () => {
  it('is said after a complete, unfiltered pull and a 404 by id; edits stay and cannot be pushed', async () => {
    const [a, b] = await plainIds(2);
    page.type('Description', rowOf(b!), 'mine');
    for (const id of [a!, b!]) await bench.control.remove(id);
    expect(bench.anna.pull()).toMatchObject({ rows: SIZE - 2, gone: 2, notRefreshed: 0 });
    expect(lines()).toEqual([`${a} gone`, `${b} gone`]);
    expect([cell(a!, 'State'), cell(b!, 'State')]).toEqual([GONE, GONE]);
    expect(cell(b!, 'Description')).toBe('mine');
    expect(bench.anna.check()).toMatchObject({ edited: 1, stopped: 1, pushable: 0 });
    expect([cell(a!, 'State'), cell(b!, 'State')]).toEqual([GONE, GONE]);
    expect(cell(b!, 'Message')).toMatch(/^#\d+ is gone from Everflow, so your changes/);
    // Not asked about again, and no news any more.
    await bench.control.clearLog();
    bench.anna.pull({ details: 'skip' });
    const byId = (await bench.control.log()).filter(({ path }) => /pixels?\/\d+/.test(path));
    expect(byId).toEqual([]);
    expect(lines()).toHaveLength(2);
  });

  it('[M4] can be made new on purpose', async () => {
    const [a] = await plainIds(1);
    page.type('Description', rowOf(a!), 'made again');
    await bench.control.remove(a!);
    bench.anna.pull();
    bench.anna.check();
    bench.anna.fix('gone', 'make-new');
    const check = bench.anna.check();
    expect(check).toMatchObject({ created: 1, edited: 0, stopped: 0 });
    expect(bench.anna.push(bench.anna.preview()).counts).toMatchObject({ Created: 1 });
  });

  it('comes back with a later pull, edits and all', async () => {
    const [a] = await plainIds(1);
    page.type('Description', rowOf(a!), 'mine');
    const record = (await bench.control.record(a!))!;
    await bench.control.remove(a!);
    bench.anna.pull();
    await bench.control.create({ ...record });
    const [back] = idsOf(
      (await bench.records()).filter(({ network_pixel_id: id }) => !deskById(bench.file).has(id)),
    );
    // The local Everflow gives out new ids only where the old one is not asked for.
    expect(back).toBeUndefined();
    expect(bench.anna.pull()).toMatchObject({ gone: 0 });
    expect(cell(a!, 'State')).toBe('');
    expect(bench.anna.check()).toMatchObject({ edited: 1, pushable: 1, stopped: 0 });
    expect(changes()).toMatchObject({ gone: 0, back: 0 });
  });

  it.each([
    ['a filtered pull', { query: { ...EVERYTHING, status: 'active' as const } }],
    ['a search', { query: { ...EVERYTHING, searches: [{ type: 'description' as const, value: 'a' }] } }],
  ])('is never said after %s: the row is called not refreshed', async (_name, request) => {
    const [a] = await plainIds(1);
    await bench.control.remove(a!);
    const result = bench.anna.pull(request);
    expect(result).toMatchObject({ gone: 0 });
    expect(result.notRefreshed).toBe(SIZE - result.rows);
    expect(cell(a!, 'State')).toBe('');
    expect(cell(a!, 'Message')).toMatch(/^Not refreshed: last read 2026-11-22 \d\d:\d\d UTC$/);
  });

  it('is not said of a postback that is there but not in the list, nor without a clear answer', async () => {
    const [a, b, c] = await plainIds(3);
    const record = (await bench.control.record(a!))!;
    await bench.control.change(a!, { description: 'read by id' });
    const shown = [b!, c!];
    const hidden = (id: number, status: number): Promise<unknown> =>
      bench.control.arm({
        match: { path: `/pixels/${id}`, count: 'all' },
        answer: { kind: 'status', status },
      });
    const list = (await bench.records())
      .filter(({ network_pixel_id: id }) => ![a, ...shown].includes(id))
      .map(({ relationship: _relationship, ...row }) => row);
    // The list as it is asked for, and as the two small questions about active and inactive count it.
    const listed = (path: string, pixels: typeof list, total: number): Promise<unknown> =>
      bench.control.arm({
        match: { path, count: 2 },
        answer: {
          kind: 'status',
          status: 200,
          body: { pixels, paging: { page: 1, page_size: 2000, total_count: total } } as never,
        },
      });
    await listed('page=1&page_size=2000', list, list.length);
    await listed('page_size=1$', [], Math.floor(list.length / 2));
    await hidden(b!, 404);
    await hidden(c!, 500);
    const result = bench.anna.pull({ details: 'skip' });
    await bench.control.disarm();
    expect(result).toMatchObject({ complete: true, rows: list.length + 1, gone: 1, notRefreshed: 1 });
    expect([a, b, c].map((id) => cell(id!, 'State'))).toEqual(['', GONE, '']);
    expect(cell(a!, 'Description')).toBe('read by id');
    expect(cell(a!, 'Created')).not.toBe('');
    expect(cell(c!, 'Message')).toMatch(/^Not refreshed/);
    expect(record.description).not.toBe('read by id');
    expect(bench.anna.check()).toMatchObject({ edited: 0, stopped: 0 });
  });

  it('is not believed of a server that finds nothing at all', async () => {
    const [a] = await plainIds(1);
    await bench.control.remove(a!);
    await bench.control.arm({
      match: { path: '/pixels/\\d+', count: 'all' },
      answer: { kind: 'status', status: 404 },
    });
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ gone: 0, notRefreshed: 1 });
    await bench.control.disarm();
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ gone: 1, notRefreshed: 0 });
  });

  it('[M4] is also said after a push that met it, and the check agrees', async () => {
    const [a] = await plainIds(1);
    page.type('Description', rowOf(a!), 'mine');
    const preview = bench.anna.preview();
    await bench.control.remove(a!);
    bench.anna.push(preview);
    expect(cell(a!, 'State')).toBe(GONE);
    const check = bench.anna.check();
    expect(check.groups.map(({ cause }) => cause)).toEqual(['gone']);
    expect(cell(a!, 'State')).toBe(GONE);
    expect(bench.anna.pull()).toMatchObject({ gone: 0, notRefreshed: 0 });
    expect(lines()).toEqual([`${a} gone`]);
  });
});

describe('[P9] "Remove gone rows"', () => {
  it('takes away rows of gone postbacks and nothing else; edited ones only if asked for', async () => {
    const [a, b, c, d] = await plainIds(4);
    page.type('Description', rowOf(b!), 'mine');
    page.type('Description', rowOf(d!), 'mine, and there');
    for (const id of [a!, b!, c!]) await bench.control.remove(id);
    bench.anna.pull();
    const others = bench.shownIds().filter((id) => ![a, b, c].includes(id));
    expect(bench.anna.removeGone()).toEqual({ removed: 2, keptEdited: 1, keptDoubled: 0 });
    expect(bench.shownIds()).toEqual([...others, b!].sort((x, y) => x - y));
    expect(bench.anna.check()).toMatchObject({ edited: 2, stopped: 1, certain: true });
    expect(bench.anna.removeGone(true)).toEqual({ removed: 1, keptEdited: 0, keptDoubled: 0 });
    expect(bench.shownIds()).toEqual(others);
    expect(cell(d!, 'Description')).toBe('mine, and there');
    expect(bench.anna.removeGone()).toEqual({ removed: 0, keptEdited: 0, keptDoubled: 0 });
    // Forgotten: neither asked about nor told again.
    expect(bench.anna.pull()).toMatchObject({ gone: 0, notRefreshed: 0, rows: SIZE - 3 });
    expect(bench.anna.check()).toMatchObject({ edited: 1, stopped: 0, certain: true });
  });

  it('leaves a doubled row to the check, and a deleted row is only forgotten', async () => {
    const [a, b] = await plainIds(2);
    for (const id of [a!, b!]) await bench.control.remove(id);
    bench.anna.pull();
    page.person.paste(TAB, `A${page.lastRow() + 1}`, page.person.copyRows(TAB, rowOf(a!)));
    page.person.deleteRows(TAB, rowOf2(b!));
    expect(bench.anna.removeGone()).toEqual({ removed: 0, keptEdited: 0, keptDoubled: 1 });
    expect(page.rows().filter(({ text }) => text['Postback ID'] === String(a))).toHaveLength(2);
  });

  const rowOf2 = (id: number): number =>
    page.rows().find(({ text }) => text['Postback ID'] === String(id))!.rowNumber;

  it('waits while a pull is under way, as do the list and "Seen"', () => {
    bench.anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
    for (const call of [
      () => bench.anna.removeGone(),
      () => changes(),
      () => bench.anna.call('changesSeen', { upTo: 0 }),
      () => bench.anna.call('showSwitchedOff'),
    ])
      expect(refusalOf(call).code).toBe('busy');
  });
});

describe('[P6] rows that a pull did not read', () => {
  it('say when they were last read, keep that through checks, and lose it with the next full pull', async () => {
    const before = tabJson(bench.file);
    const [a] = await plainIds(1);
    const result = bench.anna.pull({ query: { ...EVERYTHING, status: 'inactive' } });
    const note = cell(a!, 'Message');
    expect(note).toMatch(/^Not refreshed: last read 2026-11-22 \d\d:\d\d UTC$/);
    page.type('Description', rowOf(a!), 'mine');
    expect(bench.anna.check()).toMatchObject({ edited: 1, pushable: 1, stopped: 0, groups: [] });
    expect([cell(a!, 'State'), cell(a!, 'Message')]).toEqual(['● edited', note]);
    expect(changes()).toMatchObject({ notRefreshed: SIZE - result.rows, total: 0 });
    page.type('Description', rowOf(a!), (await bench.control.record(a!))!.description);
    expect(bench.anna.check()).toMatchObject({ edited: 0 });
    expect([cell(a!, 'State'), cell(a!, 'Message')]).toEqual(['', note]);
    expect(bench.anna.pull()).toMatchObject({ notRefreshed: 0 });
    expect(firstDifference(tabJson(bench.file), before)).toBe('');
  });

  it('are marked in few calls, however many there are', () => {
    const counted = (request: Parameters<typeof bench.anna.pull>[0]): number => {
      const from = bench.stage.google.executions.length;
      bench.anna.pull(request);
      return bench.stage.google.executions
        .slice(from)
        .reduce((sum, { counters }) => sum + counters.roundTrips, 0);
    };
    const plain = counted({});
    const none = { query: { ...EVERYTHING, searches: [{ type: 'pixel_id' as const, value: '999999999' }] } };
    // Ids and row keys are looked at before the one write, and the head for the columns.
    expect(counted(none)).toBeLessThanOrEqual(plain + 10);
  });

  it('a row whose id stands twice is counted and told, not silently passed over', async () => {
    const [a] = await plainIds(1);
    page.person.paste(TAB, `A${page.lastRow() + 1}`, page.person.copyRows(TAB, rowOf(a!)));
    await bench.control.change(a!, { description: 'changed there' });
    expect(bench.anna.pull()).toMatchObject({ unclear: 1, notRefreshed: 1 });
    expect(bench.anna.check().groups.map(({ cause }) => cause)).toEqual(['copied-row']);
    const messages = page
      .rows()
      .flatMap(({ text }) => (text['Postback ID'] === String(a) ? [text['Message']!] : []));
    expect(messages[0]).toMatch(/^Not refreshed/);
    expect(messages[1]).toMatch(/^Copy of #/);
    page.person.deleteRows(TAB, page.lastRow());
    expect(bench.anna.pull()).toMatchObject({ unclear: 0, notRefreshed: 0, changed: 1 });
    expect(lines().map((line) => line.split(' ')[0])).toEqual([String(a)]);
  });
});
