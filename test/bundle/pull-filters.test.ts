/** Filters and searches of a pull: the tab holds exactly the postbacks that the API's page says belong to them. */
import { Page } from '../../local/story/page';
import { EVERYTHING, type PullQuery } from '../../src/everflow/query';
import type { PixelRecord } from '../../local/everflow';
import { Bench, firstDifference, idsOf, tabJson } from './pull-support';

describe('[P3] filters and searches', () => {
  const bench = new Bench(600);
  beforeAll(() => bench.open());
  afterAll(() => bench.close());

  /** Who belongs to a query, by the rules of the API's page and nothing of the add-on's. */
  const has = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());
  const isType = (record: PixelRecord, type: string): boolean =>
    (record.pixel_type === 'event' ? 'post_conversion' : record.pixel_type) === type;
  const payload = (record: PixelRecord): string =>
    record.delivery_method === 'html' ? record.html_code : record.postback_url;

  const cases: readonly [
    name: string,
    query: Partial<PullQuery>,
    belongs: (record: PixelRecord) => boolean,
  ][] = [
    ['active', { status: 'active' }, (r) => r.pixel_status === 'active'],
    ['inactive', { status: 'inactive' }, (r) => r.pixel_status === 'inactive'],
    ['one type', { types: ['cpc'] }, (r) => isType(r, 'cpc')],
    ['events in both spellings', { types: ['post_conversion'] }, (r) => isType(r, 'post_conversion')],
    ['two types', { types: ['cpc', 'conversion'] }, (r) => isType(r, 'cpc') || isType(r, 'conversion')],
    [
      'offers, with postbacks that serve all offers',
      { offerIds: [40, 41] },
      (r) => r.pixel_level === 'global' || [40, 41].includes(r.network_offer_id),
    ],
    [
      'partners, with postbacks that serve all partners',
      { partnerIds: [12] },
      (r) => r.pixel_level === 'global_offer' || r.network_affiliate_id === 12,
    ],
    ['one method', { methods: ['html'] }, (r) => r.delivery_method === 'html'],
    [
      'two methods',
      { methods: ['facebook', 'tiktok'] },
      (r) => ['facebook', 'tiktok'].includes(r.delivery_method),
    ],
    ['all methods, which is none', { methods: ['facebook', 'tiktok', 'postback', 'html'] }, () => true],
    ['an id', { searches: [{ type: 'pixel_id', value: '112' }] }, (r) => r.network_pixel_id === 112],
    [
      'a description',
      { searches: [{ type: 'description', value: 'ADDED by' }] },
      (r) => has(r.description, 'added by'),
    ],
    [
      'a part of URL or code',
      { searches: [{ type: 'payload', value: 'acme-tracker.com' }] },
      (r) => has(payload(r), 'acme-tracker.com'),
    ],
    [
      'two searches',
      {
        searches: [
          { type: 'payload', value: 'sub3' },
          { type: 'description', value: 'a' },
        ],
      },
      (r) => has(payload(r), 'sub3') && has(r.description, 'a'),
    ],
    [
      'everything together',
      {
        status: 'active',
        types: ['conversion'],
        partnerIds: [12, 100],
        methods: ['postback'],
        searches: [{ type: 'payload', value: 'tx=' }],
      },
      (r) =>
        r.pixel_status === 'active' &&
        isType(r, 'conversion') &&
        (r.pixel_level === 'global_offer' || [12, 100].includes(r.network_affiliate_id)) &&
        r.delivery_method === 'postback' &&
        has(payload(r), 'tx='),
    ],
  ];

  it.each(cases)('%s', async (_name, query, belongs) => {
    bench.stage.google.openSpreadsheet();
    const wanted = (await bench.records()).filter(belongs);
    expect(wanted.length).toBeGreaterThan(0);
    const result = bench.anna.pull({ query: { ...EVERYTHING, ...query }, details: 'skip' });
    expect(result).toMatchObject({ rows: wanted.length, complete: true, ignored: [] });
    expect(bench.shownIds()).toEqual(idsOf(wanted));
  });

  it.each([
    ['status', { status: 'active' }, (r: PixelRecord) => r.pixel_status === 'active'],
    ['pixel_type', { types: ['cpc'] }, (r: PixelRecord) => r.pixel_type === 'cpc'],
    ['delivery_methods', { methods: ['html'] }, (r: PixelRecord) => r.delivery_method === 'html'],
  ] as const)(
    'a server that ignores %s is found out, told once, and the filter is applied here',
    async (key, query, belongs) => {
      bench.stage.google.openSpreadsheet();
      await bench.control.settings({ ignoredFilters: [key], pageCap: 70 });
      const result = bench.anna.pull({ query: { ...EVERYTHING, ...query }, details: 'skip' });
      await bench.control.settings({ ignoredFilters: [], pageCap: 2000 });
      expect(result.ignored).toHaveLength(1);
      expect(result.complete).toBe(true);
      expect(bench.shownIds()).toEqual(idsOf((await bench.records()).filter(belongs)));
    },
  );

  it('[P6] rows outside a narrower filter stay and are no changes', async () => {
    bench.stage.google.openSpreadsheet();
    bench.anna.pull({ details: 'skip' });
    const before = tabJson(bench.file);
    expect(bench.anna.pull({ query: { ...EVERYTHING, methods: ['html'] }, details: 'skip' }).added).toBe(0);
    // They say so, and nothing else has changed.
    expect(bench.anna.check()).toMatchObject({ edited: 0, unchanged: 600 });
    const notes = new Page(bench.file, 'anna@acme.test').rows().filter(({ text }) => text['Message'] !== '');
    expect(notes.length).toBeGreaterThan(0);
    for (const { text } of notes) {
      expect(text['Method']).not.toBe('html');
      expect(text['Message']).toMatch(/^Not refreshed: last read 2026-11-22 \d\d:\d\d UTC$/);
    }
    expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ changed: 0, notRefreshed: 0 });
    expect(firstDifference(tabJson(bench.file), before)).toBe('');
  });
});
