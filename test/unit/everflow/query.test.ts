/** What a pull asks for: body, local filters, ignored filters, label [P3] [P4]. */
import * as fc from 'fast-check';
import type { FieldValues } from '../../../src/core/postback';
import { FILTER_METHODS, PIXEL_STATUSES, PIXEL_TYPES } from '../../../src/core/postback';
import {
  EVERYTHING,
  describeQuery,
  ignoredFilters,
  isUnfiltered,
  matchesLocally,
  toBody,
  type PullQuery,
} from '../../../src/everflow/query';

const RUNS = { seed: 20_261_122, numRuns: 500 };
const row = (status: string, type: string, method: string): FieldValues => ({
  pixel_status: status,
  pixel_type: type,
  delivery_method: method,
});

const anyQuery: fc.Arbitrary<PullQuery> = fc.record({
  status: fc.constantFrom('', ...PIXEL_STATUSES),
  types: fc.subarray([...PIXEL_TYPES]),
  offerIds: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 8 }),
  partnerIds: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 8 }),
  methods: fc.subarray([...FILTER_METHODS]),
  searches: fc.array(
    fc.record({ type: fc.constantFrom('pixel_id', 'description', 'payload'), value: fc.string() }),
    { maxLength: 2 },
  ),
});
const anyRow = fc
  .tuple(
    fc.constantFrom('active', 'inactive', 'deleted'),
    fc.constantFrom(...PIXEL_TYPES, 'event'),
    fc.constantFrom(...FILTER_METHODS, 'snapchat'),
  )
  .map(([status, type, method]) => row(status, type, method));

test('[P3] the API page’s second example', () => {
  const query: PullQuery = {
    ...EVERYTHING,
    status: 'active',
    types: ['post_conversion'],
    methods: ['postback'],
    searches: [{ type: 'payload', value: 'some-site' }],
  };
  expect(toBody(query)).toEqual({
    query: {
      filters: { status: 'active', pixel_type: 'post_conversion', delivery_methods: ['postback'] },
      search_terms: [{ search_type: 'payload', value: 'some-site' }],
    },
  });
});

test('[P3] everything is asked for without any filter', () => {
  expect(toBody(EVERYTHING)).toEqual({ query: { filters: {} } });
  expect(isUnfiltered(EVERYTHING)).toBe(true);
});

test('[P3] ids and search values are sent as given', () => {
  const searches = [
    { type: 'description' as const, value: ' Media Buyer' },
    { type: 'pixel_id' as const, value: '20' },
  ];
  expect(toBody({ ...EVERYTHING, offerIds: [3, 1], partnerIds: [7], searches })).toEqual({
    query: {
      filters: { network_offer_ids: [3, 1], network_affiliate_ids: [7] },
      search_terms: [
        { search_type: 'description', value: ' Media Buyer' },
        { search_type: 'pixel_id', value: '20' },
      ],
    },
  });
});

test('[P3] no method or all methods ticked is no filter: rows of other methods stay', () => {
  for (const methods of [[], [...FILTER_METHODS]]) {
    const query = { ...EVERYTHING, methods };
    expect(toBody(query)).toEqual({ query: { filters: {} } });
    expect(isUnfiltered(query)).toBe(true);
    expect(matchesLocally(row('active', 'conversion', 'snapchat'), query)).toBe(true);
  }
  expect(matchesLocally(row('active', 'conversion', 'snapchat'), { ...EVERYTHING, methods: ['html'] })).toBe(
    false,
  );
});

test('[P3] several types are not sent, but filtered here; all types are no filter', () => {
  const query: PullQuery = { ...EVERYTHING, types: ['conversion', 'cpc'] };
  expect(toBody(query)).toEqual({ query: { filters: {} } });
  expect(isUnfiltered(query)).toBe(false);
  expect(matchesLocally(row('active', 'cpc', 'postback'), query)).toBe(true);
  expect(matchesLocally(row('active', 'event', 'postback'), query)).toBe(false);
  expect(ignoredFilters([row('active', 'event', 'postback')], query)).toEqual([]);
  expect(isUnfiltered({ ...EVERYTHING, types: [...PIXEL_TYPES] })).toBe(true);
});

test('[V3] rows of type `event` belong to post_conversion', () => {
  const query: PullQuery = { ...EVERYTHING, types: ['post_conversion'] };
  expect(matchesLocally(row('active', 'event', 'postback'), query)).toBe(true);
  expect(ignoredFilters([row('active', 'event', 'postback')], query)).toEqual([]);
});

test('[P4] offer and partner filters and search terms are not applied again: rows of wider scope stay', () => {
  const fields = { ...row('active', 'conversion', 'postback'), network_offer_id: 0, network_affiliate_id: 0 };
  const searches = [{ type: 'payload' as const, value: 'nowhere' }];
  expect(matchesLocally(fields, { ...EVERYTHING, offerIds: [5], partnerIds: [6], searches })).toBe(true);
});

test('[P5] what a row does not tell contradicts no filter', () => {
  const query: PullQuery = { ...EVERYTHING, status: 'active', types: ['cpc'], methods: ['html'] };
  expect(matchesLocally({}, query)).toBe(true);
  expect(ignoredFilters([{}], query)).toEqual([]);
});

test('[P3] a server that ignored filters is found out, each filter named once', () => {
  const query: PullQuery = { ...EVERYTHING, status: 'active', types: ['cpc'], methods: ['html'] };
  const rows = [
    row('inactive', 'cpc', 'html'),
    row('inactive', 'cpc', 'html'),
    row('active', 'cpc', 'facebook'),
  ];
  expect(ignoredFilters(rows, query)).toEqual(['status', 'method']);
});

test('[P3] for any query: a row is kept exactly if no filter speaks against it, and what is kept never accuses the server', () => {
  fc.assert(
    fc.property(anyQuery, fc.array(anyRow, { maxLength: 10 }), (query, rows) => {
      const kept = rows.filter((fields) => matchesLocally(fields, query));
      expect(ignoredFilters(kept, query)).toEqual([]);
      if (isUnfiltered(query)) expect(kept).toHaveLength(rows.length);
      if (query.status !== '') {
        expect(kept.every(({ pixel_status }) => pixel_status === query.status)).toBe(true);
        const others = rows.some(({ pixel_status }) => pixel_status !== query.status);
        expect(ignoredFilters(rows, query).includes('status')).toBe(others);
      }
    }),
    RUNS,
  );
});

test('[P3] a query is plain JSON: stored and read back it asks for the same', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const back = JSON.parse(JSON.stringify(query)) as PullQuery;
      expect(toBody(back)).toEqual(toBody(query));
      expect(describeQuery(back)).toBe(describeQuery(query));
      expect(describeQuery(query) === 'All postbacks').toBe(isUnfiltered(query));
    }),
    RUNS,
  );
});

test('[P3] labels in plain words', () => {
  expect(describeQuery({ ...EVERYTHING, status: 'active' })).toBe('Active postbacks');
  expect(describeQuery({ ...EVERYTHING, types: ['cpc', 'post_conversion'] })).toBe('Event and CPC postbacks');
  expect(
    describeQuery({
      ...EVERYTHING,
      status: 'inactive',
      types: ['conversion'],
      offerIds: [40],
      partnerIds: [1, 2, 3, 4, 5, 6, 7],
      methods: ['html', 'postback'],
      searches: [
        { type: 'payload', value: 't.old.com' },
        { type: 'pixel_id', value: '20' },
      ],
    }),
  ).toBe(
    'Inactive conversion postbacks · offer 40 · partners 1, 2, 3, 4, 5 and 2 more · method html or postback · ' +
      'URL or code contains "t.old.com" · ID is 20',
  );
});
