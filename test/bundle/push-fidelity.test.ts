/**
 * An update replaces the whole record on Everflow: these tests look at what is sent and at what stands on the server afterwards, to see
 * that nothing but the edits changed.
 */
import * as fc from 'fast-check';
import type { JsonObject, PixelRecord } from '../../local/everflow';
import { TAB } from '../../local/story/page';
import { bodyOf, byId, newRow, outcomesById, Scene } from './push-support';

/** Keys that an update must always carry: the create fields of https://developers.everflow.io/docs/network/postbacks */
const WRITABLE = [
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'delivery_method',
  'pixel_level',
  'pixel_status',
  'pixel_type',
  'postback_url',
  'html_code',
  'delay_ms',
  'description',
];
const SERVER_OWNED = [
  'relationship',
  'time_created',
  'time_saved',
  'network_affiliate_name',
  'network_offer_name',
  'network_pixel_id',
];

type Test = (record: PixelRecord) => boolean;

describe('what an update sends back', () => {
  let scene: Scene;
  let before: PixelRecord[];
  beforeAll(async () => {
    scene = await Scene.open({ size: 240 });
    before = await scene.everflow.control.records();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.everflow.control.clearLog());

  const find = (test: Test): number => {
    const found = before.find(test);
    if (!found) throw new Error('The network has no such postback');
    return found.network_pixel_id;
  };
  /** The record before and after, less the time that every write changes. */
  const both = async (id: number): Promise<{ was: JsonObject; is: JsonObject }> => {
    const { time_saved: _was, ...was } = byId(before).get(id)!;
    const { time_saved: _is, ...is } = await scene.record(id);
    return { was, is };
  };

  test('[W1][P7] integration objects and unknown keys come back byte for byte when something else is edited', async () => {
    const ids = [
      find((one) => one.delivery_method === 'facebook' && one.facebook_pixel?.['consent'] !== undefined),
      find((one) => one.delivery_method === 'postback' && one.facebook_pixel !== null),
      find((one) => one.delivery_method === 'tiktok'),
      find((one) => one.delivery_method === 'carrier_pigeon'),
      find((one) => 'fire_mode' in one),
      find((one) => JSON.stringify(one).includes('legacy_field')),
    ];
    for (const id of ids) scene.edit(id, { Description: `looked at ${id}` });
    const pushed = scene.push(scene.preview({ only: { ids, rowKeys: [] } }));
    expect(outcomesById(pushed.rows)).toEqual(Object.fromEntries(ids.map((id) => [id, 'Updated'])));
    for (const id of ids) {
      const { was, is } = await both(id);
      expect(Object.keys(is).sort()).toEqual(Object.keys(was).sort());
      const changed = Object.keys(was).filter((key) => JSON.stringify(is[key]) !== JSON.stringify(was[key]));
      expect(changed).toEqual(['description']);
    }
  });

  test('[W1] no writable field is missing from an update, and nothing that the server owns is in it', async () => {
    const ids = await scene.plain(12);
    for (const id of ids) scene.edit(id, { 'Delay (ms)': '1500' });
    scene.push(scene.preview({ only: { ids, rowKeys: [] } }));
    const puts = await scene.writes('PUT');
    expect(puts).toHaveLength(12);
    for (const put of puts) {
      const body = bodyOf(put);
      expect(Object.keys(body)).toEqual(expect.arrayContaining([...WRITABLE, 'facebook_pixel']));
      expect(SERVER_OWNED.filter((key) => key in body)).toEqual([]);
    }
  });

  test('[W1][B3] edited facebook fields are replaced, every other key of the object stays, and its token is in no tab', async () => {
    const id = find(
      (one) => one.delivery_method === 'facebook' && one.pixel_status === 'active' && !isListEmpty(one),
    );
    const token = String(byId(before).get(id)!.facebook_pixel!['access_token']);
    scene.edit(id, { 'FB event': 'Subscribe', 'FB user data': 'email={sub1}\nfbp={sub2}' });
    const pushed = scene.push(scene.preview({ only: { ids: [id], rowKeys: [] } }));
    expect(outcomesById(pushed.rows)).toEqual({ [id]: 'Updated' });
    const was = byId(before).get(id)!.facebook_pixel!;
    const is = (await scene.record(id)).facebook_pixel!;
    expect(JSON.stringify(is)).toBe(
      JSON.stringify({
        ...was,
        event_name: 'Subscribe',
        user_data: [
          { field: 'email', value: '{sub1}' },
          { field: 'fbp', value: '{sub2}' },
        ],
      }),
    );
    const tabs = scene.file.sheets.map((sheet) => JSON.stringify(sheet.texts()));
    expect(token.length).toBeGreaterThan(20);
    expect(tabs.some((text) => text.includes(token))).toBe(false);
  });

  test('[T3][W1] a text too long for a cell goes back whole when another field is edited', async () => {
    const ids = before
      .filter((one) => one.html_code.length > 50_000 && one.pixel_status !== 'deleted')
      .map((one) => one.network_pixel_id);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) scene.edit(id, { Description: 'long one' });
    const pushed = scene.push(scene.preview({ only: { ids, rowKeys: [] } }));
    expect(pushed.rows.map((row) => row.outcome)).toEqual(ids.map(() => 'Updated'));
    for (const id of ids) {
      const { was, is } = await both(id);
      expect(is).toEqual({ ...was, description: 'long one' });
    }
  });

  test('[V3] the type event goes back as event when something else is edited', async () => {
    const id = find((one) => one.pixel_type === 'event' && one.delivery_method === 'postback');
    scene.edit(id, { Description: 'event stays' });
    scene.push(scene.preview({ only: { ids: [id], rowKeys: [] } }));
    expect(bodyOf((await scene.writes('PUT'))[0]!)['pixel_type']).toBe('event');
    expect((await scene.record(id)).pixel_type).toBe('event');
  });

  test('[T1] texts with CR LF, controls and leading signs go back untouched when another field is edited', async () => {
    const awkward = before.filter(
      (one) =>
        one.pixel_status !== 'deleted' &&
        one.delivery_method === 'postback' &&
        /^https?:/.test(one.postback_url) &&
        /\r|^[=+@'-]|\u0001|\u00a0/.test(one.description),
    );
    expect(awkward.length).toBeGreaterThan(5);
    const ids = awkward.map((one) => one.network_pixel_id);
    for (const id of ids) scene.edit(id, { 'Delay (ms)': '2500' });
    const pushed = scene.push(scene.preview({ only: { ids, rowKeys: [] } }));
    expect(outcomesById(pushed.rows)).toEqual(Object.fromEntries(ids.map((id) => [id, 'Updated'])));
    for (const id of ids) {
      const { was, is } = await both(id);
      expect(is).toEqual({ ...was, delay_ms: 2500 });
    }
  });

  test('[T1] an edited text keeps the line ends of the server', async () => {
    const [id] = await scene.plain(1);
    await scene.everflow.control.change(id!, { description: 'one\r\ntwo\r\nthree' });
    scene.anna.pull();
    scene.edit(id!, { Description: 'one\nTWO\nthree' });
    scene.push(scene.preview({ only: { ids: [id!], rowKeys: [] } }));
    expect((await scene.record(id!)).description).toBe('one\r\nTWO\r\nthree');
  });
});

function isListEmpty({ facebook_pixel: pixel }: PixelRecord): boolean {
  return ['user_data', 'custom_data'].some((key) => (pixel?.[key] as unknown[] | undefined)?.length === 0);
}

describe('what a create sends', () => {
  test('[W2] every field of the create page, facebook_pixel only for facebook, and no network_id', async () => {
    const scene = await Scene.open();
    scene.page.pasteBelow([
      newRow(),
      newRow({ Method: 'html', URL: '', 'HTML code': '<img src="https://a.b/p?{sub1}">', 'Delay (ms)': '' }),
      newRow({
        Method: 'facebook',
        URL: '',
        'Delay (ms)': '',
        'FB business ID': '3',
        'FB pixel ID': '1234567890123456',
        'FB event': 'Lead',
        'FB user data': 'email={sub1}',
      }),
    ]);
    await scene.everflow.control.clearLog();
    const pushed = scene.push();
    expect(pushed.rows.map((row) => row.outcome)).toEqual(['Created', 'Created', 'Created']);
    const bodies = (await scene.writes('POST')).map(bodyOf);
    expect(bodies.map((body) => Object.keys(body).sort())).toEqual([
      [...WRITABLE].sort(),
      [...WRITABLE].sort(),
      [...WRITABLE, 'facebook_pixel'].sort(),
    ]);
    expect(bodies[2]!['facebook_pixel']).toEqual({
      network_affiliate_integration_facebook_business_id: 3,
      pixel_id: '1234567890123456',
      event_name: 'Lead',
      user_data: [{ field: 'email', value: '{sub1}' }],
      custom_data: [],
    });
    await scene.close();
  });
});

describe('random edits of random rows', () => {
  const seed = 20261122;
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.open({ size: 150, seed: 5 });
  });
  afterAll(() => scene.close());

  const value = {
    Description: fc.stringMatching(/^[a-zA-Z][ -~\n]{0,40}$/),
    URL: fc
      .stringMatching(/^[a-z]{1,8}$/)
      .map((name) => `https://${name}.example/p?tx={transaction_id}&n=${name}`),
    'Delay (ms)': fc.integer({ min: 0, max: 300_000 }).map(String),
    Status: fc.constantFrom('active', 'inactive'),
    'HTML code': fc.stringMatching(/^<i>[a-z =+]{1,30}<\/i>$/),
    'FB event': fc.constantFrom('Lead', 'Purchase', 'Subscribe'),
    Level: fc.constantFrom('global', 'specific', 'global_offer'),
    'Offer ID': fc.constantFrom('0', '1', '40', '41'),
  };
  const header = fc.constantFrom(...(Object.keys(value) as (keyof typeof value)[]));
  const edit = header.chain((name) =>
    fc.record({ at: fc.nat(1_000), name: fc.constant(name), text: value[name] }),
  );

  test(`[D3][W1] the server holds what it held before plus what the preview showed, and nothing else (seed ${seed})`, async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        const rows = scene.page.rows().filter(({ text }) => text['Postback ID'] !== '');
        for (const { at, name, text } of edits)
          scene.page.type(name, rows[at % rows.length]!.rowNumber, text);
        const before = await scene.everflow.control.records();
        const chosen = previewIfAny(scene);
        if (!chosen) return;
        const pushed = scene.push(chosen);
        written += pushed.result.counts['Updated'] ?? 0;
        expect(await scene.proof(before, pushed)).toEqual([]);
        expect(scene.file.sheet(TAB).texts()[0]).toContain('State');
      }),
      { seed, numRuns: 25, endOnFailure: true },
    );
    expect(written).toBeGreaterThan(25);
  });
});

/** The preview of everything, or nothing if there is nothing to push. */
function previewIfAny(scene: Scene): ReturnType<Scene['preview']> | undefined {
  try {
    return scene.preview();
  } catch (error) {
    if ((error as { code?: string }).code === 'nothing-to-push') return undefined;
    throw error;
  }
}
