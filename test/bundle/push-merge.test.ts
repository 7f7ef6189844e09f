/**
 * Somebody else works in Everflow, or in the sheet, while a push is on its way: what both changed survives, what clashes waits, and
 * no cell is written over that a person has just typed into.
 */
import { worlds } from '../../local/apps-script';
import type { PixelRecord } from '../../local/everflow';
import { TAB } from '../../local/story/page';
import { byId, outcomesById, Scene, type Pushed, type Row } from './push-support';

const URL = 'https://mine.example/p?tx={transaction_id}';

describe('Everflow changed since the pull', () => {
  let scene: Scene;
  let free: number[];
  let ids: number[] = [];
  beforeAll(async () => {
    scene = await Scene.open({ size: 200 });
    free = await scene.plain(40);
  });
  afterAll(() => scene.close());

  /** The next postbacks that no test has touched. */
  const take = (count: number): number[] => (ids = free.splice(0, count));
  const pushTaken = (): Pushed => scene.push(scene.preview({ only: { ids, rowKeys: [] } }));
  const rowOf = ({ rows }: Pushed, id: number): Row => rows.find((row) => row.id === id)!;

  test('[M1] R62: the server changed another field: both changes survive, and the row says so', async () => {
    const [id] = take(1) as [number];
    scene.edit(id, { URL });
    await scene.everflow.control.change(id, { description: 'theirs' });
    expect(outcomesById(pushTaken().rows)).toEqual({ [id]: 'Updated' });
    expect(await scene.record(id)).toMatchObject({ postback_url: URL, description: 'theirs' });
    expect(scene.row(id).text).toMatchObject({ State: '✓ pushed', URL, Description: 'theirs' });
    expect(scene.text(id, 'Message')).toContain('Description had changed in Everflow');
  });

  test('[M1] the same field on both sides: that row waits untouched, the others go', async () => {
    const [clash, other] = take(2) as [number, number];
    for (const id of ids) scene.edit(id, { URL, 'Delay (ms)': '900' });
    await scene.everflow.control.change(clash, { postback_url: 'https://theirs.example/p' });
    const before = await scene.record(clash);
    const pushed = pushTaken();
    expect(outcomesById(pushed.rows)).toEqual({ [clash]: 'Changed in Everflow too', [other]: 'Updated' });
    expect(await scene.record(clash)).toEqual(before);
    expect(rowOf(pushed, clash).conflicts).toEqual([
      expect.objectContaining({ field: 'postback_url', mine: URL, server: 'https://theirs.example/p' }),
    ]);
    expect(scene.row(clash).text).toMatchObject({
      State: '⇄ changed in Everflow too',
      URL,
      'Delay (ms)': '900',
    });
  });

  test('[M1] both changed it to the same value: nothing to change, and nothing is written', async () => {
    const [id] = take(1) as [number];
    scene.edit(id, { URL });
    await scene.everflow.control.change(id, { postback_url: URL });
    await scene.everflow.control.clearLog();
    expect(outcomesById(pushTaken().rows)).toEqual({ [id]: 'Nothing to change' });
    expect(await scene.writes()).toEqual([]);
    expect(scene.text(id, 'State')).toBe('✓ pushed');
  });

  test('[M1] partner, offer, event, level, type and method are one group: moved on both sides is a conflict', async () => {
    const specific = (await scene.everflow.control.records()).filter(
      (one) => one.pixel_level === 'specific' && free.includes(one.network_pixel_id),
    );
    ids = specific.slice(0, 1).map((one) => one.network_pixel_id);
    free = free.filter((id) => !ids.includes(id));
    const [id] = ids as [number];
    scene.edit(id, { 'Offer ID': '40' });
    await scene.everflow.control.change(id, { network_affiliate_id: 12 });
    const before = await scene.record(id);
    const pushed = pushTaken();
    expect(outcomesById(pushed.rows)).toEqual({ [id]: 'Changed in Everflow too' });
    expect(
      rowOf(pushed, id)
        .conflicts?.map((one) => one.field)
        .sort(),
    ).toEqual(['network_affiliate_id', 'network_offer_id']);
    expect(await scene.record(id)).toEqual(before);
  });

  test('[M3] R61: switched off by Everflow while the URL was edited: the URL goes, it stays off, the row says so', async () => {
    const [id] = take(1) as [number];
    scene.edit(id, { URL });
    await scene.everflow.control.act({ do: 'switchOff', id });
    expect(outcomesById(pushTaken().rows)).toEqual({ [id]: 'Updated' });
    expect(await scene.record(id)).toMatchObject({ postback_url: URL, pixel_status: 'inactive' });
    expect(scene.row(id).text).toMatchObject({ State: '⏻ switched off in Everflow', Status: 'inactive' });
    expect(scene.text(id, 'Message')).toContain('it stays off');
  });

  test('[M3] switched off on both sides: nothing to change', async () => {
    const [id] = take(1) as [number];
    scene.edit(id, { Status: 'inactive' });
    await scene.everflow.control.act({ do: 'switchOff', id });
    expect(outcomesById(pushTaken().rows)).toEqual({ [id]: 'Nothing to change' });
    expect((await scene.record(id)).pixel_status).toBe('inactive');
  });

  test('[M3] turned on here, deleted there: a conflict, and nothing is turned on', async () => {
    const off = (await scene.everflow.control.records()).find(
      (one) =>
        one.pixel_status === 'inactive' &&
        one.delivery_method === 'postback' &&
        one.postback_url.startsWith('https:'),
    )!;
    ids = [off.network_pixel_id];
    scene.edit(off.network_pixel_id, { Status: 'active' });
    await scene.everflow.control.change(off.network_pixel_id, { pixel_status: 'deleted' });
    const { rows } = pushTaken();
    expect(rows.map((row) => row.outcome)).not.toContain('Updated');
    expect((await scene.record(off.network_pixel_id)).pixel_status).toBe('deleted');
  });

  test('[M4] gone from Everflow: the row says so, keeps its edit, and the others go', async () => {
    const [gone, other] = take(2) as [number, number];
    for (const id of ids) scene.edit(id, { URL });
    await scene.everflow.control.remove(gone);
    const pushed = pushTaken();
    expect(outcomesById(pushed.rows)).toEqual({ [gone]: 'Not sent', [other]: 'Updated' });
    expect(scene.row(gone).text).toMatchObject({ State: '✂ gone from Everflow', URL });
    expect(scene.text(gone, 'Message')).toContain('gone from Everflow');
  });

  test('[M1] two good halves that make a bad whole are not sent, and the row says why', async () => {
    const [id] = take(1) as [number];
    scene.edit(id, { 'Delay (ms)': '5000' });
    await scene.everflow.control.change(id, {
      delivery_method: 'html',
      html_code: '<i>x</i>',
      postback_url: '',
    });
    const before = await scene.record(id);
    const pushed = pushTaken();
    expect(outcomesById(pushed.rows)).toEqual({ [id]: 'Not sent' });
    expect(rowOf(pushed, id).message).toMatch(
      /^Everflow changed this postback since it was pulled, and now it does not fit: .*delay/i,
    );
    expect(await scene.record(id)).toEqual(before);
  });

  test('[M1] R20, R5: an existing integration postback and one with an old broken URL can be switched off', async () => {
    const records = await scene.everflow.control.records();
    const broken = (one: PixelRecord): boolean =>
      one.delivery_method === 'postback' && one.postback_url !== '' && !/^https?:/i.test(one.postback_url);
    const isActive = (one: PixelRecord): boolean => one.pixel_status === 'active';
    const found = [
      records.find((one) => isActive(one) && one.delivery_method === 'tiktok'),
      records.find((one) => isActive(one) && broken(one)),
    ];
    ids = found.flatMap((one) => one?.network_pixel_id ?? []);
    expect(ids).toHaveLength(2);
    for (const id of ids) scene.edit(id, { Status: 'inactive' });
    expect(pushTaken().rows.map((row) => row.outcome)).toEqual(['Updated', 'Updated']);
    for (const id of ids) {
      const { time_saved: _time, ...now } = await scene.record(id);
      const { time_saved: _saved, ...was } = byId(records).get(id)!;
      expect(now).toEqual({ ...was, pixel_status: 'inactive' });
    }
  });

  test('[W6] an answer without description and names blanks no cell', async () => {
    const withTexts = (await scene.everflow.control.records()).filter(
      (one) =>
        free.includes(one.network_pixel_id) && one.description !== '' && one.pixel_level === 'specific',
    );
    ids = withTexts.slice(0, 2).map((one) => one.network_pixel_id);
    free = free.filter((id) => !ids.includes(id));
    const shown = ids.map((id) => scene.row(id).text);
    for (const id of ids) scene.edit(id, { 'Delay (ms)': '700' });
    pushTaken();
    // Nothing of it counts as an edit either.
    scene.anna.check();
    ids.forEach((id, at) => {
      expect(scene.text(id, 'State')).toBe('✓ pushed');
      const now = scene.row(id).text;
      for (const header of ['Description', 'Partner', 'Offer', 'Created', 'Host']) {
        expect([header, now[header]]).toEqual([header, shown[at]![header]]);
        if (header !== 'Description') expect(now[header]).not.toBe('');
      }
    });
  });

  test('[W6] a server that stores something else than was sent: the row shows what it stored, with a warning', async () => {
    const [id] = take(1) as [number];
    scene.edit(id, { URL });
    const stored = { postback_url: 'https://rewritten.example/p' };
    await scene.everflow.control.arm({
      match: { method: 'PUT', pixelId: id },
      after: [{ do: 'change', id, fields: stored }],
      answer: { kind: 'status', status: 200, applied: true, body: { network_pixel_id: id, ...stored } },
    });
    const pushed = pushTaken();
    expect(outcomesById(pushed.rows)).toEqual({ [id]: 'Updated' });
    expect(scene.text(id, 'URL')).toBe('https://rewritten.example/p');
    expect(rowOf(pushed, id).message).toContain('stored another value than was sent in URL');
  });

  test('[W6] an id that the level ignores and the server zeroes is shown as it stands there', async () => {
    const stray = (one: PixelRecord): boolean => one.pixel_level === 'global' && one.network_offer_id !== 0;
    const id = (await scene.everflow.control.records()).find(stray)!.network_pixel_id;
    ids = [id];
    scene.edit(id, { Description: 'stray offer' });
    const pushed = pushTaken();
    expect(outcomesById(pushed.rows)).toEqual({ [id]: 'Updated' });
    expect(rowOf(pushed, id).message).toContain('Offer ID');
    expect((await scene.record(id)).network_offer_id).toBe(0);
    // A cell that kept the old id would look like an edit that nobody made.
    expect(scene.text(id, 'Offer ID')).toBe('0');
    expect(scene.text(id, 'State')).toBe('✓ pushed');
    scene.anna.check();
    expect(scene.text(id, 'State')).toBe('✓ pushed');
  });
});

describe('somebody types while the push is under way', () => {
  test('[D3] a result touches a cell only if it still holds the planned value', async () => {
    const scene = await Scene.open({ size: 100 });
    const ids = await scene.plain(12);
    for (const id of ids) scene.edit(id, { URL, Description: `d${id}` });
    const [retyped, beside, described] = ids as [number, number, number];
    const chosen = scene.preview({ only: { ids, rowKeys: [] } });
    await scene.everflow.control.change(described, { postback_url: URL });
    // After the writes went out and before their results stand in the tab.
    let puts = 0;
    scene.google.onRequest(({ method }) => {
      puts += Number(method === 'PUT');
      return undefined;
    });
    let acted = false;
    scene.google.beforeCall(() => {
      if (acted || puts === 0) return;
      acted = true;
      scene.edit(retyped, { URL: 'https://typed.example/meanwhile' });
      scene.edit(beside, { 'Delay (ms)': '1234' });
      scene.edit(described, { Description: 'typed too' });
    });
    const pushed = scene.push(chosen);
    scene.google.beforeCall(null);
    scene.google.onRequest(null);
    expect(acted).toBe(true);
    expect(pushed.result.counts).toEqual({ Updated: 12 });
    expect(scene.text(retyped, 'URL')).toBe('https://typed.example/meanwhile');
    expect(scene.text(beside, 'Delay (ms)')).toBe('1234');
    expect(scene.text(described, 'Description')).toBe('typed too');
    // What was typed is an edit against what was pushed, and nothing else is.
    expect(scene.anna.check()).toMatchObject({ edited: 3, created: 0 });
    const lines = scene.preview().lines.map(({ id, changes }) => [id, changes.map(({ before }) => before)]);
    expect(Object.fromEntries(lines)).toEqual({
      [retyped]: [URL],
      [beside]: [0],
      [described]: [`d${described}`],
    });
    await scene.close();
  });

  test('[D3] a value that was typed between confirming and pushing is not sent and stays', async () => {
    const scene = await Scene.open();
    const [id] = (await scene.plain(1)) as [number];
    scene.edit(id, { URL });
    const pushed = scene.push(undefined, (step) => {
      if (step === 1) scene.edit(id, { URL: 'https://later.example/p' });
    });
    expect(outcomesById(pushed.rows)).toEqual({ [id]: 'Updated' });
    expect((await scene.record(id)).postback_url).toBe(URL);
    expect(scene.text(id, 'URL')).toBe('https://later.example/p');
    expect(scene.anna.check()).toMatchObject({ edited: 1 });
    await scene.close();
  });
});

describe('after a push a check finds no change in pushed rows', () => {
  const TEXTS = [
    "'=SUM(A1)",
    "'+49 30 1",
    "'2026-03-01",
    'two\nlines',
    "'007",
    'emoji 🙂 ünïcödé',
    "''quoted",
    'trailing ',
  ];
  test.each(worlds.all.map((world) => [world.name, world] as const))(
    '[D1][T1] in world %s',
    async (_name, world) => {
      const scene = await Scene.open({ size: 150, world });
      const clean = scene.anna.check();
      expect(clean).toMatchObject({ edited: 0, created: 0 });
      const records = await scene.everflow.control.records();
      const awkward = records.filter(
        (one) =>
          one.pixel_status !== 'deleted' &&
          one.delivery_method === 'postback' &&
          /^https?:/.test(one.postback_url) &&
          /[\r\u0001]|^[=+@'-]|^\d/.test(one.description),
      );
      const ids = [...awkward.map((one) => one.network_pixel_id), ...(await scene.plain(TEXTS.length))];
      ids.slice(0, awkward.length).forEach((id) => scene.edit(id, { 'Delay (ms)': '3000' }));
      ids.slice(awkward.length).forEach((id, at) => scene.edit(id, { Description: TEXTS[at]! }));
      // Somebody else writes texts that the tab cannot hold as they are.
      const [one, two] = ids.slice(-2) as [number, number];
      await scene.everflow.control.change(one, { html_code: '<b>\r\n</b>' });
      scene.edit(two, { URL });
      const chosen = scene.preview({ only: { ids, rowKeys: [] } });
      const before = await scene.everflow.control.records();
      const pushed = scene.push(chosen);
      expect(await scene.proof(before, pushed)).toEqual([]);
      const updated = pushed.rows.filter((row) => row.outcome === 'Updated').map((row) => row.id);
      expect(updated.length).toBeGreaterThan(awkward.length);
      const left = scene.anna.check();
      expect({ edited: left.edited, of: pushed.rows.length - updated.length }).toEqual({
        edited: pushed.rows.length - updated.length,
        of: pushed.rows.length - updated.length,
      });
      expect(scene.file.sheet(TAB).texts().length).toBe(records.length + 1);
      await scene.close();
    },
  );
});

test('[M1][P6] an edit that was left out of the push is in conflict with what a partner changed meanwhile, and is not sent over it later', async () => {
  const scene = await Scene.open();
  const [id] = await scene.plain(1);
  scene.edit(id!, { Description: 'mine, for later', 'Delay (ms)': '1234' });
  const chosen = scene.preview({ fields: ['description'] });
  await scene.everflow.control.change(id!, { description: 'theirs' });
  expect(scene.push(chosen).result.counts).toEqual({ Updated: 1 });
  expect(scene.text(id!, 'Description')).toBe('mine, for later');
  expect(scene.anna.check().groups.map(({ cause }) => cause)).toContain('changed-there-too');
  expect(scene.push().result.counts).toEqual({ 'Changed in Everflow too': 1 });
  expect(await scene.record(id!)).toMatchObject({ description: 'theirs', delay_ms: 1234 });
  await scene.close();
});

test('[M2] a conflict that a push met is told by the next check, with all three values', async () => {
  const scene = await Scene.open();
  const [id] = await scene.plain(1);
  scene.edit(id!, { Description: 'mine', 'Delay (ms)': '1234' });
  const chosen = scene.preview();
  await scene.everflow.control.change(id!, { description: 'theirs', html_code: 'new there' });
  expect(scene.push(chosen).result.counts).toEqual({ 'Changed in Everflow too': 1 });
  // Edits stay; what only Everflow changed is taken over.
  expect(scene.row(id!).text).toMatchObject({
    Description: 'mine',
    'Delay (ms)': '1234',
    'HTML code': 'new there',
    State: '⇄ changed in Everflow too',
  });
  const group = scene.anna.check().groups.find(({ cause }) => cause === 'changed-there-too');
  expect(group!.examples[0]!.message).toMatch(/"mine".*"theirs"/);
  await scene.close();
});
