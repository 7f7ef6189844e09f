/** A field changed here and in Everflow: both are kept and told until somebody settles it, over any number of pulls. */
import { EVERYTHING } from '../../src/everflow/query';
import { worlds, type World } from '../../local/apps-script';
import { deskById } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { Bench, DIST, idsOf, refusalOf } from './pull-support';

const ANNA = 'anna@acme.test';
const CONFLICT = '⇄ changed in Everflow too';

describe('[P6] a field changed on both sides', () => {
  const bench = new Bench(60);
  let page: Page;
  let id: number;
  beforeAll(() => bench.open());
  beforeEach(async () => {
    await bench.begin();
    bench.anna.pull();
    page = new Page(bench.file, ANNA);
    const plain = (await bench.records()).filter(
      (record) => record.delivery_method === 'postback' && record.pixel_status === 'active',
    );
    [id] = idsOf(plain) as [number];
  });
  afterAll(() => bench.close());

  const row = () => deskById(bench.file).get(id)!;
  const cell = (header: string): string => String(row().values[header]);
  const type = (header: string, text: string): void => page.type(header, row().rowNumber, text);
  const change = (fields: Parameters<typeof bench.control.change>[1]): Promise<unknown> =>
    bench.control.change(id, fields);
  const MINE = 'https://mine.example/p?tx={transaction_id}';

  it('shows all three values and stays pushable; the push reads again and sends nothing', async () => {
    const first = cell('URL');
    type('URL', MINE);
    for (const n of [1, 2, 3]) {
      await change({ postback_url: `https://theirs.example/${n}` });
      bench.anna.pull();
      const check = bench.anna.check();
      expect(check).toMatchObject({ edited: 1, pushable: 1, stopped: 0 });
      expect(check.groups).toMatchObject([
        {
          cause: 'changed-there-too',
          rule: 'P6',
          severity: 'warning',
          count: 1,
          fixes: [{ id: 'use-everflows', label: "Use Everflow's", count: 1 }],
        },
      ]);
      expect(cell('State')).toBe(CONFLICT);
      expect(cell('URL')).toBe(MINE);
      for (const part of [`"${first.slice(0, 60)}`, `"${MINE}"`, `"https://theirs.example/${n}"`])
        expect(cell('Message')).toContain(part);
    }
    expect(bench.anna.push(bench.anna.preview()).counts).toMatchObject({ 'Changed in Everflow too': 1 });
    expect((await bench.control.record(id))!.postback_url).toBe('https://theirs.example/3');
  });

  it('"Use Everflow\'s" ends it: no edit is left, before and after the next pull', async () => {
    type('URL', MINE);
    type('Description', 'mine too');
    await change({ postback_url: 'https://theirs.example/1' });
    bench.anna.pull();
    bench.anna.check();
    expect(bench.anna.fix('changed-there-too', 'use-everflows')).toBe(1);
    for (const when of ['now', 'after a pull']) {
      if (when === 'after a pull') bench.anna.pull();
      const check = bench.anna.check();
      expect([when, check]).toMatchObject([when, { edited: 1, pushable: 1, groups: [] }]);
      const changes = bench.anna.preview().all.page.lines.flatMap((line) => line.changes);
      expect(changes.map(({ field }) => field)).toEqual(['description']);
    }
    expect(cell('State')).toBe('● edited');
    expect(cell('URL')).toBe('https://theirs.example/1');
    expect(bench.anna.push(bench.anna.preview()).counts).toEqual({ Updated: 1 });
    expect(await bench.control.record(id)).toMatchObject({
      postback_url: 'https://theirs.example/1',
      description: 'mine too',
    });
  });

  it("typing Everflow's value, or the value as first pulled, is no edit any more", async () => {
    const first = cell('Description');
    type('Description', 'mine');
    await change({ description: 'theirs' });
    bench.anna.pull();
    type('Description', 'theirs');
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
    type('Description', 'mine');
    expect(bench.anna.check()).toMatchObject({ edited: 1 });
    type('Description', first);
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
    bench.anna.pull();
    expect(cell('Description')).toBe('theirs');
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
  });

  it('is over when Everflow goes back to the first value', async () => {
    const first = cell('Description');
    type('Description', 'mine');
    await change({ description: 'theirs' });
    bench.anna.pull();
    await change({ description: first });
    bench.anna.pull();
    expect(bench.anna.check()).toMatchObject({ edited: 1, pushable: 1, groups: [] });
    expect(bench.anna.push(bench.anna.preview()).counts).toEqual({ Updated: 1 });
    expect(bench.anna.call('changesPage', { offset: 0 })).toMatchObject({ total: 0 });
  });

  it('is listed as a change once, with what Everflow had and has', async () => {
    const first = cell('Description');
    type('Description', 'mine');
    for (const description of ['one', 'two', 'two']) {
      await change({ description });
      bench.anna.pull();
    }
    expect(bench.anna.call('changesPage', { offset: 0 }).lines).toMatchObject([
      { id, kind: 'changed', header: 'Description', before: first, after: 'two' },
    ]);
    bench.anna.pull();
    expect(bench.anna.pull()).toMatchObject({ changed: 0 });
  });

  it('[M1] partner here and offer there are a conflict of the whole group, which a push does not mix', async () => {
    const record = (await bench.records()).find(
      (one) =>
        one.delivery_method === 'postback' &&
        one.pixel_level === 'specific' &&
        one.pixel_type === 'conversion' &&
        one.pixel_status === 'active',
    )!;
    id = record.network_pixel_id;
    const { partners, offers } = await bench.control.network();
    const partner = partners.find((one) => one.id !== record.network_affiliate_id)!.id;
    const offer = offers.find((one) => one.id !== record.network_offer_id)!.id;
    type('Partner ID', String(partner));
    await change({ network_offer_id: offer });
    for (const n of [1, 2]) {
      bench.anna.pull();
      expect([n, cell('Partner ID'), cell('Offer ID')]).toEqual([n, String(partner), String(offer)]);
      const check = bench.anna.check();
      expect(check.groups.map(({ cause }) => cause)).toContain('changed-there-too');
      expect(cell('Message')).toContain(`Offer ID from ${record.network_offer_id} to ${offer}`);
    }
    const preview = bench.anna.preview();
    expect(bench.anna.push(preview).counts).toEqual({ 'Changed in Everflow too': 1 });
    expect(await bench.control.record(id)).toMatchObject({
      network_affiliate_id: record.network_affiliate_id,
      network_offer_id: offer,
    });
    bench.anna.check();
    bench.anna.fix('changed-there-too', 'use-everflows');
    expect(bench.anna.check()).toMatchObject({ edited: 0, groups: [] });
    bench.anna.pull();
    expect(cell('Fires for')).toContain(`(${offer})`);
    expect(await bench.wrongNow()).toEqual([]);
  });

  it('Host and Fires for go on following Everflow while a conflict lasts', async () => {
    type('URL', MINE);
    for (const n of [1, 2]) {
      await change({ postback_url: `https://theirs${n}.example/` });
      bench.anna.pull();
    }
    // The check may show the host of the edit; once that is taken back, it is Everflow's.
    type('URL', 'https://theirs2.example/');
    bench.anna.check();
    bench.anna.pull();
    expect(cell('Host')).toBe('theirs2.example');
  });

  it('[P5] an edit of details lasts through pulls that skip them, and no old detail is taken for new', async () => {
    const facebook = (await bench.records()).find((record) => record.delivery_method === 'facebook')!;
    id = facebook.network_pixel_id;
    const first = cell('FB pixel ID');
    type('FB pixel ID', '999');
    await change({ description: 'saved there' });
    const pixel = facebook.facebook_pixel!;
    await change({ facebook_pixel: { ...pixel, event_name: 'Changed' } });
    bench.anna.pull({ details: 'skip' });
    expect(cell('FB pixel ID')).toBe('999');
    expect(cell('FB event')).toBe('⟦not loaded⟧');
    expect(bench.anna.check()).toMatchObject({ edited: 1 });
    bench.anna.pull({ details: 'skip' });
    expect(cell('FB event')).toBe('⟦not loaded⟧');
    bench.anna.pull();
    expect([cell('FB pixel ID'), cell('FB event')]).toEqual(['999', 'Changed']);
    const [line] = bench.anna.preview().all.page.lines;
    expect(line!.changes).toMatchObject([{ field: 'facebook_pixel.pixel_id', before: first, after: '999' }]);
  });

  it('[P5] a conflict elsewhere in the row does not unload its details', async () => {
    const facebook = (await bench.records()).find((record) => record.delivery_method === 'facebook')!;
    id = facebook.network_pixel_id;
    type('Description', 'mine');
    await change({ description: 'theirs' });
    bench.anna.pull();
    const event = cell('FB event');
    await bench.control.clearLog();
    bench.anna.pull({ details: 'skip' });
    expect(cell('FB event')).toBe(event);
    await bench.control.clearLog();
    bench.anna.pull();
    expect((await bench.control.log()).filter(({ path }) => path.endsWith(`/pixels/${id}`))).toEqual([]);
  });
});

describe('[C6] an id that was never pulled', () => {
  const bench = new Bench(40);
  let page: Page;
  let hidden: number;
  beforeAll(() => bench.open());
  beforeEach(async () => {
    await bench.begin();
    bench.anna.pull({ query: { ...EVERYTHING, status: 'active' } });
    page = new Page(bench.file, ANNA);
    const inactive = (await bench.records()).filter(
      (record) => record.delivery_method === 'postback' && record.pixel_status === 'inactive',
    );
    [hidden] = idsOf(inactive) as [number];
  });
  afterAll(() => bench.close());

  const line = (id: number) => page.rows().find(({ text }) => text['Postback ID'] === String(id))!;

  it('is read from Everflow by one click; what stands in the row is compared, empty cells are filled', async () => {
    const record = (await bench.control.record(hidden))!;
    page.pasteBelow([{ 'Postback ID': String(hidden), Description: 'mine' }]);
    const check = bench.anna.check();
    expect(check.groups).toMatchObject([
      {
        cause: 'unknown-id',
        count: 1,
        fixes: [{ id: 'read-by-id', label: `Read #${hidden} from Everflow`, count: 1 }],
      },
    ]);
    expect(bench.anna.fix('unknown-id', 'read-by-id')).toBe(1);
    expect(bench.anna.check()).toMatchObject({ edited: 1, stopped: 0, pushable: 1 });
    expect(line(hidden).text).toMatchObject({
      Description: 'mine',
      URL: record.postback_url,
      Status: 'inactive',
      'Row key': `p-${hidden}`,
    });
    expect(bench.anna.push(bench.anna.preview()).counts).toEqual({ Updated: 1 });
    expect((await bench.control.record(hidden))!.description).toBe('mine');
  });

  it('that Everflow does not have is said to be so, with the way to make it new, until the next pull', () => {
    page.pasteBelow([
      { 'Postback ID': '999999', Description: 'a' },
      { 'Postback ID': '999998', Description: 'b' },
    ]);
    expect(bench.anna.check().groups[0]!.fixes).toEqual([
      { id: 'read-by-id', label: 'Read them from Everflow', count: 2 },
    ]);
    bench.anna.fix('unknown-id', 'read-by-id');
    for (const _ of [1, 2]) {
      expect(bench.anna.check().groups).toMatchObject([
        { cause: 'absent-id', count: 2, fixes: [{ id: 'make-new', count: 2 }] },
      ]);
    }
    expect(line(999_999).text['Message']).toBe(
      'Everflow has no postback #999999. Correct the id, or make the row a new postback.',
    );
    bench.anna.pull({ query: { ...EVERYTHING, status: 'active' } });
    expect(bench.anna.check().groups.map(({ cause }) => cause)).toEqual(['unknown-id']);
  });

  it('of another network, or that gets no answer, stays unknown', async () => {
    const foreign = (await bench.control.records(2))[0]!;
    page.pasteBelow([{ 'Postback ID': String(hidden), Description: 'mine' }]);
    bench.anna.check();
    await bench.control.arm({
      match: { path: `/pixels/${hidden}`, count: 'all' },
      answer: { kind: 'status', status: 200, body: { ...foreign, network_pixel_id: hidden } as never },
    });
    expect(refusalOf(() => bench.anna.fix('unknown-id', 'read-by-id')).code).toBe('other-network');
    await bench.control.disarm();
    await bench.control.arm({
      match: { path: `/pixels/${hidden}`, count: 'all' },
      answer: { kind: 'status', status: 500 },
    });
    expect(bench.anna.fix('unknown-id', 'read-by-id')).toBe(0);
    await bench.control.disarm();
    expect(bench.anna.check().groups.map(({ cause }) => cause)).toEqual(['unknown-id']);
    expect(line(hidden).text['URL']).toBe('');
  });
});

describe.each(worlds.all.map((world): [string, World] => [world.name, world]))(
  '[P6] [T1] in the world %s',
  (_name, world) => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await setStage({ dist: DIST, size: 40, seed: 5, world });
    });
    afterAll(() => stage.close());

    it("a conflict in awkward texts is settled by Everflow's value without leaving an edit", async () => {
      const anna = new Operator(stage.google);
      const { control, keys } = stage.everflow;
      const file = stage.google.openSpreadsheet();
      anna.connect(keys.main);
      anna.pull();
      const page = new Page(file, ANNA);
      const ids = idsOf((await control.records()).filter((record) => record.delivery_method === 'postback'));
      const texts = ['two\r\nlines', '=theirs()', "'quoted", 'bell\u0007inside', '+1', '007'];
      texts.forEach((_, at) =>
        page.type('Description', deskById(file).get(ids[at]!)!.rowNumber, `mine ${at}`),
      );
      for (const [at, description] of texts.entries()) await control.change(ids[at]!, { description });
      anna.pull();
      expect(anna.check().groups).toMatchObject([{ cause: 'changed-there-too', count: texts.length }]);
      anna.fix('changed-there-too', 'use-everflows');
      expect(anna.check()).toMatchObject({ edited: 0, groups: [] });
      expect(anna.pull()).toMatchObject({ changed: 0 });
      expect(anna.check()).toMatchObject({ edited: 0, groups: [] });
      expect(file.sheet(TAB).texts().length).toBeGreaterThan(texts.length);
    });
  },
);
