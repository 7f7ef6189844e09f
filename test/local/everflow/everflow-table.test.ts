/** Contract of the table endpoint: samples, paging, filters, search. */
import { startEverflow, type Everflow, type PixelRecord } from '../../../local/everflow';
import { client, idsOf, rowsOf, table, type Call } from './client';

let everflow: Everflow;
let call: Call;
let all: PixelRecord[];

beforeAll(async () => {
  everflow = await startEverflow({ size: 700, seed: 3 });
  call = client(everflow);
  all = await everflow.control.records();
});
afterAll(() => everflow.close());
beforeEach(() => everflow.control.reset());

function idsWhere(test: (pixel: PixelRecord) => boolean): number[] {
  const ids = all.filter(test).map((pixel) => pixel.network_pixel_id);
  // A filter that means nothing or everything would prove nothing.
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.length).toBeLessThan(all.length);
  return ids;
}

test("begins with the API page's two records, exactly", async () => {
  const answer = await table(call, {}, 'page_size=2');
  expect(answer.text).toBe(
    '{"pixels":[{"network_pixel_id":20,"network_id":1,"network_offer_payout_revenue_id":0,"delivery_method":"html","pixel_level":"specific","pixel_status":"active","pixel_type":"post_conversion","postback_url":"","html_code":"<div>pixel content</div>","delay_ms":0,"network_affiliate_id":22,"network_affiliate_name":"Affiliate Name","network_offer_id":40,"network_offer_name":"Offer Name","description":"","time_created":1496184631,"time_saved":1498173406,"relationship":{}},{"network_pixel_id":112,"network_id":1,"network_offer_payout_revenue_id":0,"delivery_method":"postback","pixel_level":"global_offer","pixel_status":"active","pixel_type":"conversion","postback_url":"https://postbackdomain.com/?offer_id={offer_id}&transaction_id={transaction_id}&google_aid={google_aid}&idfa={idfa}","html_code":"","delay_ms":0,"network_affiliate_id":0,"network_affiliate_name":"","network_offer_id":81,"network_offer_name":"Other Offer Name","description":"","time_created":1506462264,"time_saved":1506462264,"relationship":{}}],"paging":{"page":1,"page_size":2,"total_count":700}}',
  );
});

describe('[P1] paging', () => {
  test('defaults to page 1 of 50 and ignores paging in the body', async () => {
    const answer = await call('POST', '/v1/networks/pixelstable', {
      body: { query: {}, page: 3, page_size: 7, paging: { page: 3, page_size: 7 } },
    });
    expect(answer.json()['paging']).toEqual({ page: 1, page_size: 50, total_count: 700 });
    expect(idsOf(answer)).toEqual(all.slice(0, 50).map((pixel) => pixel.network_pixel_id));
  });

  test('caps the page size and echoes the cap', async () => {
    expect((await table(call, {}, 'page_size=5000')).json()['paging']).toMatchObject({ page_size: 2000 });
    await everflow.control.settings({ pageCap: 100 });
    const answer = await table(call, {}, 'page=2&page_size=2000');
    expect(answer.json()['paging']).toEqual({ page: 2, page_size: 100, total_count: 700 });
    expect(idsOf(answer)).toEqual(all.slice(100, 200).map((pixel) => pixel.network_pixel_id));
  });

  test('pages put together are the whole, without doubles; the page after the last is empty', async () => {
    const seen: number[] = [];
    for (let page = 1; page <= 8; page++)
      seen.push(...idsOf(await table(call, {}, `page=${page}&page_size=99`)));
    expect(seen).toEqual(all.map((pixel) => pixel.network_pixel_id));
    expect(idsOf(await table(call, {}, 'page=9&page_size=99'))).toEqual([]);
  });

  test.each(['page=0', 'page=x', 'page_size=0', 'page_size=-1', 'page=1.5'])(
    'refuses %s with 400',
    async (paging) => {
      expect((await table(call, {}, paging)).status).toBe(400);
    },
  );

  test('a page of 2,000 long-running rows is quick to answer', async () => {
    const large = await startEverflow({ size: 20_000 });
    try {
      const ask = client(large);
      await table(ask, {}, 'page=4&page_size=2000');
      const startedMs = performance.now();
      const answer = await table(ask, {}, 'page=5&page_size=2000');
      expect(idsOf(answer)).toHaveLength(2000);
      expect(performance.now() - startedMs).toBeLessThan(1000);
    } finally {
      await large.close();
    }
  });
});

test('[P5] rows have names, an empty relationship, and no integration object or unknown key', async () => {
  const rows = rowsOf(await table(call));
  const keys = new Set(rows.flatMap((row) => Object.keys(row)));
  expect(keys).toEqual(new Set(Object.keys(rows[0] ?? {})));
  expect([...keys].filter((key) => /facebook|tiktok|snapchat|rumble|labels/.test(key))).toEqual([]);
  expect(rows.every((row) => JSON.stringify(row['relationship']) === '{}')).toBe(true);
  expect(all.some((pixel) => pixel.facebook_pixel !== null)).toBe(true);
});

describe('[P3] filters', () => {
  test.each(['active', 'inactive'])('status and offer_status %s', async (status) => {
    const wanted = idsWhere((pixel) => pixel.pixel_status === status);
    expect(idsOf(await table(call, { filters: { status } }))).toEqual(wanted);
    expect(idsOf(await table(call, { filters: { offer_status: status } }))).toEqual(wanted);
  });

  test('without a status filter every status comes back, deleted too', async () => {
    const statuses = new Set(rowsOf(await table(call)).map((row) => row['pixel_status']));
    expect(statuses).toEqual(new Set(['active', 'deleted', 'inactive']));
  });

  test('pixel_type post_conversion finds both spellings', async () => {
    const wanted = idsWhere((pixel) => ['post_conversion', 'event'].includes(pixel.pixel_type));
    expect(all.some((pixel) => pixel.pixel_type === 'event')).toBe(true);
    expect(idsOf(await table(call, { filters: { pixel_type: 'post_conversion' } }))).toEqual(wanted);
    const cpc = idsWhere((pixel) => pixel.pixel_type === 'cpc');
    expect(idsOf(await table(call, { filters: { pixel_type: 'cpc' } }))).toEqual(cpc);
  });

  test('delivery_methods takes several; an empty list is no filter', async () => {
    const wanted = idsWhere((pixel) => ['html', 'tiktok'].includes(pixel.delivery_method));
    expect(idsOf(await table(call, { filters: { delivery_methods: ['html', 'tiktok'] } }))).toEqual(wanted);
    expect(idsOf(await table(call, { filters: { delivery_methods: [] } }))).toHaveLength(700);
  });

  test('[P4] network_offer_ids returns global rows too, network_affiliate_ids global_offer rows too', async () => {
    const byOffer = idsWhere((pixel) => pixel.network_offer_id === 40 || pixel.pixel_level === 'global');
    expect(idsOf(await table(call, { filters: { network_offer_ids: [40] } }))).toEqual(byOffer);
    const byPartner = idsWhere(
      (pixel) => pixel.network_affiliate_id === 22 || pixel.pixel_level === 'global_offer',
    );
    expect(idsOf(await table(call, { filters: { network_affiliate_ids: [22] } }))).toEqual(byPartner);
  });

  test('filters and search terms are combined, and total_count counts what was found', async () => {
    const wanted = idsWhere(
      (pixel) =>
        pixel.pixel_status === 'active' &&
        pixel.pixel_type === 'conversion' &&
        pixel.postback_url.includes('acme-tracker') &&
        pixel.delivery_method !== 'html',
    );
    const answer = await table(
      call,
      {
        filters: { status: 'active', pixel_type: 'conversion' },
        search_terms: [{ search_type: 'payload', value: 'ACME-tracker' }],
      },
      'page_size=5',
    );
    expect(answer.json()['paging']).toEqual({ page: 1, page_size: 5, total_count: wanted.length });
    expect(idsOf(answer)).toEqual(wanted.slice(0, 5));
  });

  test.each([
    { filters: { status: 'deleted' } },
    { filters: { pixel_type: 'event' } },
    { filters: { delivery_methods: ['snapchat'] } },
    { filters: { delivery_methods: 'html' } },
    { filters: { network_offer_ids: ['40'] } },
    { filters: [] },
    { search_terms: [{ search_type: 'name', value: 'x' }] },
    { search_terms: [{ search_type: 'payload', value: 7 }] },
    { search_terms: {} },
  ])('refuses %j with 400', async (query) => {
    expect((await table(call, query)).status).toBe(400);
  });

  test('refuses a body that is not JSON, such as the trailing comma of the second paging example', async () => {
    const body = '{"query":{"filters":{"status":"active","pixel_type":"conversion",}}}';
    expect((await call('POST', '/v1/networks/pixelstable', { body })).status).toBe(400);
    expect((await call('POST', '/v1/networks/pixelstable', { body: '' })).status).toBe(400);
  });
});

describe('[P3] search terms', () => {
  test('pixel_id is the whole id; description and payload are parts; payload means HTML for html', async () => {
    const search = (search_type: string, value: string): Promise<number[]> =>
      table(call, { search_terms: [{ search_type, value }] }).then(idsOf);
    expect(await search('pixel_id', '20')).toEqual([20]);
    expect(await search('payload', 'pixel content')).toEqual([20]);
    expect(await search('description', 'ana')).toEqual(
      idsWhere((pixel) => pixel.description.toLowerCase().includes('ana')),
    );
    await everflow.control.change(112, { html_code: 'needle-in-html' });
    expect(await search('payload', 'needle-in-html')).toEqual([]);
  });

  test('several terms must all match, or any, by setting; ids in part, by setting', async () => {
    const search_terms = [
      { search_type: 'pixel_id', value: '20' },
      { search_type: 'payload', value: 'postbackdomain' },
    ];
    expect(idsOf(await table(call, { search_terms }))).toEqual([]);
    await everflow.control.settings({ searchTerms: 'any' });
    expect(idsOf(await table(call, { search_terms }))).toEqual([20, 112]);
    await everflow.control.settings({ pixelIdSearch: 'contains' });
    expect(idsOf(await table(call, { search_terms }))).toEqual(
      idsWhere((pixel) => String(pixel.network_pixel_id).includes('20') || pixel.network_pixel_id === 112),
    );
  });
});

describe('ways in which a server may differ', () => {
  test('[P3] ignores a filter', async () => {
    await everflow.control.settings({ ignoredFilters: ['status'] });
    expect(idsOf(await table(call, { filters: { status: 'inactive' } }))).toHaveLength(700);
  });

  test('understands the status filter under one key only', async () => {
    await everflow.control.settings({ statusKeys: ['offer_status'] });
    expect(idsOf(await table(call, { filters: { status: 'inactive' } }))).toHaveLength(700);
  });

  test('[P10] answers active rows only when no status is asked for', async () => {
    await everflow.control.settings({ activeOnlyDefault: true });
    expect(idsOf(await table(call))).toEqual(idsWhere((pixel) => pixel.pixel_status === 'active'));
    expect(idsOf(await table(call, { filters: { status: 'inactive' } }))).toEqual(
      idsWhere((pixel) => pixel.pixel_status === 'inactive'),
    );
  });

  test('leaves out default values, or named keys', async () => {
    await everflow.control.settings({ omitDefaults: true, omitKeys: ['network_id'] });
    const [first = {}] = rowsOf(await table(call, {}, 'page_size=1'));
    expect(first).not.toHaveProperty('delay_ms');
    expect(first).not.toHaveProperty('description');
    expect(first).not.toHaveProperty('relationship');
    expect(first).not.toHaveProperty('network_id');
    expect(first).toHaveProperty('network_offer_id', 40);
  });

  test('answers the newest first', async () => {
    await everflow.control.settings({ tableOrder: 'newest' });
    expect(idsOf(await table(call))).toEqual(all.map((pixel) => pixel.network_pixel_id).reverse());
  });
});
