/** Contract of reading, creating and updating one postback. */
import { startEverflow, type Everflow, type JsonObject, type PixelRecord } from '../../../local/everflow';
import { sameJson } from '../../../local/everflow/records';
import { client, unchanged, type Answer, type Call } from './client';

let everflow: Everflow;
let call: Call;
let firstFreeId: number;

beforeAll(async () => {
  everflow = await startEverflow({ size: 300, seed: 5, settings: { rateLimit: 100_000 } });
  call = client(everflow);
  firstFreeId = Math.max(...(await everflow.control.records()).map((pixel) => pixel.network_pixel_id)) + 1;
});
afterAll(() => everflow.close());
beforeEach(() => everflow.control.reset());

const one = (id: number): string => `/v1/networks/pixels/${id}`;
const detail = async (id: number): Promise<JsonObject> => (await call('GET', one(id))).json();
const put = (id: number, body: JsonObject): Promise<Answer> => call('PUT', one(id), { body });
const create = (body: JsonObject): Promise<Answer> => call('POST', '/v1/networks/pixels', { body });

async function find(test: (pixel: PixelRecord) => boolean): Promise<PixelRecord> {
  const found = (await everflow.control.records()).find(test);
  if (found === undefined) throw new Error('the network lacks such a record');
  return found;
}

const NEW: JsonObject = {
  network_affiliate_id: 12,
  network_offer_id: 40,
  network_offer_payout_revenue_id: 77,
  delivery_method: 'postback',
  pixel_level: 'specific',
  pixel_status: 'active',
  pixel_type: 'post_conversion',
  postback_url: 'https://t.acme.io/p?c={sub1}&tx={transaction_id}',
  html_code: '',
  delay_ms: 0,
  description: 'new',
};

describe('by id', () => {
  test('[W1] has relationships and integration objects, no names and no times', async () => {
    const record = await find(
      (pixel) => pixel.delivery_method === 'facebook' && pixel.pixel_level === 'specific',
    );
    const answer = await detail(record.network_pixel_id);
    expect(answer['facebook_pixel']).toEqual(record.facebook_pixel);
    expect(answer['relationship']).toMatchObject({
      affiliate: { network_affiliate_id: record.network_affiliate_id, adress_id: 0 },
      offer: { network_offer_id: record.network_offer_id },
    });
    expect(Object.keys(answer).filter((key) => /_name$|^time_/.test(key))).toEqual([]);
  });

  test('relationship follows the level; facebook_pixel is null where there is none', async () => {
    const global = await find(
      (pixel) =>
        pixel.pixel_level === 'global' &&
        pixel.network_affiliate_id > 0 &&
        pixel.network_offer_id === 0 &&
        pixel.facebook_pixel === null,
    );
    const answer = await detail(global.network_pixel_id);
    expect(Object.keys(answer['relationship'] ?? {})).toEqual(['affiliate']);
    expect(answer['facebook_pixel']).toBeNull();
    expect(Object.keys((await detail(112))['relationship'] ?? {})).toEqual(['offer']);
  });

  test('[P7] unknown keys and methods are there, and a number above 2^53 digit by digit', async () => {
    const odd = await find((pixel) => 'labels' in pixel);
    expect(await detail(odd.network_pixel_id)).toMatchObject({
      fire_mode: 'once',
      routing: { weight: 0.25 },
    });
    const large = await find((pixel) => 'audience_id' in pixel);
    const { text } = await call('GET', one(large.network_pixel_id));
    expect(text).toContain('"audience_id":9007199254740993');
  });

  test('times and what writes answer can be switched', async () => {
    await everflow.control.settings({ detailTimes: true, writeDescription: true });
    expect(await detail(20)).toMatchObject({ time_created: 1496184631, time_saved: 1498173406 });
    expect((await put(20, unchanged(await detail(20)))).json()).toHaveProperty('description', '');
  });
});

describe('create', () => {
  test('[W6] gives the next id, and its answer lacks description and names', async () => {
    const answer = await create(NEW);
    expect(answer.status).toBe(200);
    const made = answer.json();
    expect(made).toMatchObject({ network_pixel_id: firstFreeId, network_id: 1, facebook_pixel: null });
    expect(made['time_created']).toBe(made['time_saved']);
    expect(Object.keys(made).filter((key) => /_name$|^description$/.test(key))).toEqual([]);
    expect(await everflow.control.record(firstFreeId)).toMatchObject(NEW);
  });

  test('an id is not used twice', async () => {
    expect((await put(20, unchanged(await detail(20)))).status).toBe(200);
    const first = Number((await create(NEW)).json()['network_pixel_id']);
    await everflow.control.remove(first);
    expect(first).toBe(firstFreeId);
    expect((await create(NEW)).json()['network_pixel_id']).toBe(first + 1);
    await expect(everflow.control.create({ network_pixel_id: 20 })).rejects.toThrow('20 exists');
  });

  test("[V6] ids that the level ignores become 0: the page's own sample", async () => {
    const sample = { ...NEW, network_id: 1, network_affiliate_id: 7, network_offer_id: 1 };
    const answer = await create({
      ...sample,
      pixel_level: 'global_offer',
      network_offer_payout_revenue_id: 0,
      pixel_type: 'conversion',
    });
    expect(answer.json()).toMatchObject({ network_affiliate_id: 0, network_offer_id: 1 });
    expect(Object.keys(answer.json()['relationship'] ?? {})).toEqual(['offer']);
  });
});

describe('update', () => {
  test('a full replacement: what is left out goes back to its default', async () => {
    const record = await find((pixel) => pixel.postback_url.startsWith('https://t.'));
    await everflow.control.change(record.network_pixel_id, {
      description: 'note',
      delay_ms: 5000,
      html_code: '<i></i>',
      facebook_pixel: { pixel_id: '1' },
      tiktok_pixel: { pixel_code: 'C' },
      labels: ['vip'],
    });
    const { delivery_method, pixel_level, pixel_status, pixel_type, postback_url } = record;
    const ids = {
      network_affiliate_id: record.network_affiliate_id,
      network_offer_id: record.network_offer_id,
    };
    const answer = await put(record.network_pixel_id, {
      delivery_method,
      pixel_level,
      pixel_status,
      pixel_type,
      postback_url,
      ...ids,
    });
    expect(answer.status).toBe(200);
    const after = await everflow.control.record(record.network_pixel_id);
    expect(after).toMatchObject({ description: '', delay_ms: 0, html_code: '', facebook_pixel: null });
    for (const gone of ['labels', 'tiktok_pixel']) expect(after).not.toHaveProperty(gone);
    expect(after).toHaveProperty('time_created', record.time_created);
  });

  test('a required list value that is left out is refused, as are null ones', async () => {
    const body = unchanged(await detail(112));
    for (const key of ['delivery_method', 'pixel_level', 'pixel_status', 'pixel_type']) {
      const { [key]: _left, ...rest } = body;
      expect((await put(112, rest)).status).toBe(400);
      expect((await put(112, { ...body, [key]: null })).status).toBe(400);
    }
  });

  test('what the server owns is not taken from the body', async () => {
    const before = await everflow.control.record(112);
    await put(112, {
      ...(await detail(112)),
      network_pixel_id: 5,
      time_created: 1,
      time_saved: 1,
      network_offer_name: 'Mine',
    });
    const after = await everflow.control.record(112);
    expect(after).toEqual({ ...before, time_saved: after?.time_saved });
    expect(after?.time_saved).toBeGreaterThan(before?.time_saved ?? 0);
  });

  test('[V6] event ids live only with post_conversion at offer level', async () => {
    const made = Number((await create(NEW)).json()['network_pixel_id']);
    const event = async (change: JsonObject): Promise<unknown> =>
      (await put(made, { ...NEW, ...change })).json()['network_offer_payout_revenue_id'];
    expect(await event({})).toBe(77);
    expect(await event({ pixel_level: 'global_offer' })).toBe(77);
    expect(await event({ pixel_type: 'conversion' })).toBe(0);
    expect(await event({ pixel_type: 'cpc' })).toBe(0);
    expect(await event({ pixel_level: 'global' })).toBe(0);
    const answer = await put(made, { ...NEW, pixel_level: 'global' });
    expect(answer.json()).toMatchObject({ network_affiliate_id: 12, network_offer_id: 0 });
  });

  test('[V2] sending any record back as it was read changes nothing but its time', async () => {
    const records = await everflow.control.records();
    for (const { network_pixel_id: id } of records) {
      const { text } = await call('GET', one(id));
      const answer = await call('PUT', one(id), { body: text });
      if (answer.status !== 200) throw new Error(`#${id}: ${answer.text}`);
    }
    const after = await everflow.control.records();
    const odd = records.filter(
      (before, at) => !sameJson(before, { ...after[at], time_saved: before.time_saved }),
    );
    // Only an old stray id changes: the server zeroes what level and type ignore.
    const stray = records.filter((pixel) => pixel.pixel_level === 'global' && pixel.network_offer_id > 0);
    expect(odd).toEqual(stray);
    expect(odd).toHaveLength(1);
  });
});

const FACEBOOK: JsonObject = {
  network_affiliate_integration_facebook_business_id: 3,
  pixel_id: '1234567890123456',
  event_name: 'Purchase',
  user_data: [{ field: 'email', value: '{adv1}' }],
  custom_data: [{ field: 'currency', value: 'USD' }],
};
const AS_FACEBOOK: JsonObject = { ...NEW, delivery_method: 'facebook', postback_url: '' };

describe('[V3] [V4] [V5] [V6] [V7] refused with 400, for new records', () => {
  test.each<[string, JsonObject]>([
    ['unknown method', { delivery_method: 'tiktok' }],
    ['unknown level', { pixel_level: 'Global' }],
    ['status deleted', { pixel_status: 'deleted' }],
    ['type event', { pixel_type: 'event' }],
    ['no partner', { network_affiliate_id: 0 }],
    ['no offer', { network_offer_id: 0 }],
    ['all partners without offer', { pixel_level: 'global_offer', network_offer_id: 0 }],
    ['unknown partner', { network_affiliate_id: 99_999 }],
    ['unknown offer', { network_offer_id: 99_999 }],
    ["another offer's event", { network_offer_id: 41 }],
    ['URL without scheme', { postback_url: 'a.b/p' }],
    ['URL of another scheme', { postback_url: 'ftp://a.b' }],
    ['no URL', { postback_url: '' }],
    ['delay below 0', { delay_ms: -1 }],
    ['delay above 300000', { delay_ms: 300_001 }],
    ['delay not whole', { delay_ms: 1.5 }],
    ['delay as text', { delay_ms: '5' }],
    ['URL as number', { postback_url: 7 }],
    ['description as list', { description: [] }],
    ['id as text', { network_offer_id: '40' }],
    ['html without code', { delivery_method: 'html' }],
    ['facebook without object', { delivery_method: 'facebook' }],
    ['another network', { network_id: 2 }],
  ])('%s', async (_name, change) => {
    const answer = await create({ ...NEW, ...change });
    expect([answer.status, Object.keys(answer.json())]).toEqual([400, ['error']]);
    // Nothing was made: the next id is still free.
    const fine = await create(NEW);
    expect(fine.json()['network_pixel_id']).toBe(firstFreeId);
  });

  test.each<[string, JsonObject | string]>([
    ['business id', { network_affiliate_integration_facebook_business_id: 0 }],
    ['pixel id', { pixel_id: '' }],
    ['pixel id as number', { pixel_id: 12 }],
    ['event name', { event_name: '' }],
    ['user_data field', { user_data: [{ field: 'shoe_size', value: '43' }] }],
    ['user_data value', { user_data: [{ field: 'email', value: 7 }] }],
    ['custom_data field', { custom_data: [{ field: 'email', value: 'x' }] }],
    ['lists', { custom_data: {} }],
  ])('facebook: wrong %s', async (_name, change) => {
    const facebook_pixel = { ...FACEBOOK, ...(change as JsonObject) };
    expect((await create({ ...AS_FACEBOOK, facebook_pixel })).status).toBe(400);
  });

  test('both sides of every limit that is accepted', async () => {
    const fine: JsonObject[] = [
      { delay_ms: 300_000 },
      { delay_ms: null },
      { postback_url: 'HTTP://a' },
      { delivery_method: 'html', html_code: 'x', postback_url: '' },
      { ...AS_FACEBOOK, facebook_pixel: FACEBOOK },
      { ...AS_FACEBOOK, facebook_pixel: { ...FACEBOOK, user_data: [], action_source: 'web' } },
    ];
    for (const change of fine) expect((await create({ ...NEW, ...change })).status).toBe(200);
  });

  test('a body that is no JSON object', async () => {
    for (const body of ['', 'x', '{', '[]', '"x"', 'null'])
      expect((await call('POST', '/v1/networks/pixels', { body })).status).toBe(400);
  });
});

test('[V2] an old fault may stay, may not be made worse, and counts once something makes it matter', async () => {
  const broken = await find((pixel) => pixel.postback_url === 'htp://broken x');
  const id = broken.network_pixel_id;
  const body = unchanged(await detail(id));
  expect((await put(id, { ...body, pixel_status: 'inactive' })).status).toBe(200);
  expect((await put(id, { ...body, postback_url: 'htp://other' })).status).toBe(400);
  expect((await put(id, { ...body, delivery_method: 'html', html_code: 'x' })).status).toBe(200);
  expect((await put(id, body)).status).toBe(400);
});

test('[W1] a number above 2^53 sent back digit by digit is kept; sent through a double it is visibly not', async () => {
  const { network_pixel_id: id } = await find((pixel) => 'audience_id' in pixel);
  const { text } = await call('GET', one(id));
  await call('PUT', one(id), { body: text });
  expect(await everflow.control.record(id)).toHaveProperty('audience_id', '~int:9007199254740993');
  await call('PUT', one(id), { body: JSON.stringify(JSON.parse(text)) });
  expect((await call('GET', one(id))).text).toContain('"audience_id":9007199254740992');
});
