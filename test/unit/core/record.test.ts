/** Server record -> Postback. */
import fc from 'fast-check';
import { CANNOT_SHOW } from '../../../src/core/cells';
import { FACEBOOK_FIELDS, FIELDS, zeroOf, type Json, type JsonObject } from '../../../src/core/postback';
import { hasUnsafeNumber, needsDetails, rawField, readPostback } from '../../../src/core/record';
import { fingerprint, serverRecord } from './generators';
import { holds } from './laws';

/** The record of the API page, read by id. */
const PAGE_RECORD: JsonObject = {
  network_pixel_id: 1,
  network_id: 1,
  network_affiliate_id: 14,
  network_offer_id: 0,
  network_offer_payout_revenue_id: 0,
  delivery_method: 'postback',
  pixel_level: 'global',
  pixel_status: 'active',
  pixel_type: 'conversion',
  postback_url: 'https://postbacktest.com',
  html_code: '',
  delay_ms: 0,
  description: 'your postback',
  relationship: { affiliate: { network_affiliate_id: 14, name: 'Affiliate Example' } },
  facebook_pixel: null,
};
const FACEBOOK = {
  network_affiliate_integration_facebook_business_id: 3,
  pixel_id: '1234567890123456',
  event_name: 'Purchase',
  user_data: [{ field: 'email', value: '{sub1}' }],
  custom_data: [],
};
const read = (record: JsonObject, from: 'table' | 'record' = 'record') => {
  const postback = readPostback(record, from, fingerprint);
  if (!postback) throw new Error('the record has no usable id');
  return postback;
};
const page = (over: JsonObject) => read({ ...PAGE_RECORD, ...over });

describe('fields', () => {
  test('[D1] the record of the API page is read in every field', () => {
    const { id, networkId, fields, partnerName, fixed, other } = read(PAGE_RECORD);
    expect({ id, networkId, partnerName, fixed, other }).toEqual({
      id: 1,
      networkId: 1,
      partnerName: 'Affiliate Example',
      fixed: '',
      other: '',
    });
    expect(Object.keys(fields).sort()).toEqual([...FIELDS].sort());
    expect(fields.network_affiliate_id).toBe(14);
    expect(fields.description).toBe('your postback');
    expect(fields['facebook_pixel.pixel_id']).toBe('');
  });

  test('[D1] in a record, absent, null and the zero value are the same', () => {
    holds(
      fc.tuple(serverRecord, fc.constantFrom(...FIELDS.filter((field) => !field.includes('.')))),
      ([record, field], tally) => {
        const { [field]: _, ...without } = record;
        if (record[field] !== undefined) tally.count('was there');
        const absent = read(without);
        expect(read({ ...record, [field]: null }).fields).toEqual(absent.fields);
        expect(read({ ...record, [field]: zeroOf(field) }).fields).toEqual(absent.fields);
        expect(absent.fields[field]).toBe(zeroOf(field));
      },
      { 'was there': 100 },
    );
  });

  test('[D1] an empty list of pairs is the same as none', () => {
    const some = (user_data: Json) =>
      page({ delivery_method: 'facebook', facebook_pixel: { ...FACEBOOK, user_data } }).fields;
    expect(some([])).toEqual(some(null));
  });

  test('[T1] texts are kept in every byte', () => {
    holds(serverRecord, (record) => {
      const { fields } = read(record);
      for (const field of ['postback_url', 'html_code', 'description'] as const) {
        expect(fields[field]).toBe(record[field] ?? '');
      }
    });
  });

  test('[P7] odd enum values and methods are kept as they are', () => {
    const postback = page({ pixel_level: 'planet', pixel_type: 'event', delivery_method: 'snapchat' });
    expect(postback.fields).toMatchObject({
      pixel_level: 'planet',
      pixel_type: 'event',
      delivery_method: 'snapchat',
    });
    expect(postback.fixed).toBe('');
  });

  test.each([0, -1, 1.5, '7', null, undefined])('[P2] a record with the id %p is no postback', (id) => {
    const { network_pixel_id: _, ...without } = PAGE_RECORD;
    const record = id === undefined ? without : { ...without, network_pixel_id: id };
    expect(readPostback(record, 'record', fingerprint)).toBeUndefined();
  });

  test('[C1] names come from the row, else from the relationship', () => {
    expect(page({ network_affiliate_name: 'From the row' }).partnerName).toBe('From the row');
    expect(page({ relationship: { offer: { name: 'An offer' } } })).toMatchObject({
      partnerName: '',
      offerName: 'An offer',
    });
  });
});

describe('what a table row does not tell', () => {
  const facebookRow: JsonObject = { ...PAGE_RECORD, delivery_method: 'facebook' };
  const { facebook_pixel: _, ...rowWithoutDetails } = facebookRow;

  test('[P5] facebook details that a table row lacks are not told', () => {
    const postback = read(rowWithoutDetails, 'table');
    for (const field of FACEBOOK_FIELDS) expect(postback.fields[field]).toBeUndefined();
    expect(needsDetails(postback)).toBe(true);
  });

  test.each([null, {}, FACEBOOK])('[P5] the details %j in a table row are told', (facebook_pixel) => {
    const postback = read({ ...rowWithoutDetails, facebook_pixel }, 'table');
    for (const field of FACEBOOK_FIELDS) expect(postback.fields[field]).toBeDefined();
    expect(needsDetails(postback)).toBe(false);
  });

  test('[P5] in a record read by id everything is told', () => {
    holds(serverRecord, (record) => {
      const postback = read(record);
      for (const field of FIELDS) expect(postback.fields[field]).toBeDefined();
      expect(needsDetails(postback)).toBe(false);
    });
  });

  test('[P5] only integration methods need details', () => {
    const rowOf = (delivery_method: string) => read({ ...rowWithoutDetails, delivery_method }, 'table');
    const needing = ['postback', 'html', 'facebook', 'tiktok', 'rumble', ''].filter((method) =>
      needsDetails(rowOf(method)),
    );
    expect(needing).toEqual(['facebook', 'tiktok', 'rumble']);
    expect(rowOf('tiktok').other).toBe('not loaded');
  });
});

describe('fixed postbacks', () => {
  test.each([
    ['active', false],
    ['inactive', false],
    ['', false],
    ['deleted', true],
    ['Active', true],
  ])('[V3] R23: status %j makes the postback fixed: %p', (pixel_status, fixed) => {
    expect(page({ pixel_status }).fixed !== '').toBe(fixed);
  });

  test.each([
    [Number.MAX_SAFE_INTEGER, false],
    [2 ** 53, true],
    [-(2 ** 53), true],
    [1e300, true],
    [0.1, false],
  ])('[P7] the number %p in a kept object makes the postback fixed: %p', (number, fixed) => {
    expect(page({ rumble_pixel: { deep: [{ number }] } }).fixed !== '').toBe(fixed);
    expect(hasUnsafeNumber([number])).toBe(fixed);
  });

  test.each<[string, JsonObject, string]>([
    ['a number where text belongs', { description: 5 }, '5'],
    ['a list where text belongs', { description: ['a'] }, CANNOT_SHOW],
  ])('[P7] %s is shown and fixed', (_, over, shown) => {
    expect(page(over).fields.description).toBe(shown);
    expect(page(over).fixed).toContain('description');
  });

  test.each(['12', 1.5, true])(
    '[P7] the value %p where a whole number belongs makes the postback fixed',
    (value) => {
      expect(page({ delay_ms: value }).fixed).toContain('delay_ms');
      expect(page({ delay_ms: value }).fields.delay_ms).toBe(0);
    },
  );
});

describe('secrets', () => {
  const CANARY = 'EAAcanaryDoNotShow';
  /** Every place of a record that is not a field of the desk tab. */
  const places: readonly [string, JsonObject][] = [
    ['an integration object', { tiktok_pixel: { access_token: CANARY } }],
    ['a further key of facebook_pixel', { facebook_pixel: { ...FACEBOOK, access_token: CANARY } }],
    ['a nested object', { facebook_pixel: { ...FACEBOOK, business: { tokens: [CANARY] } } }],
    ['an unknown key', { something_new: CANARY }],
    ['an unknown list', { something_new: [[CANARY]] }],
    ['the relationship', { relationship: { affiliate: { name: 'x', api_key: CANARY } } }],
    ['an object where text belongs', { facebook_pixel: { ...FACEBOOK, pixel_id: { token: CANARY } } }],
    ['an object where a list belongs', { facebook_pixel: { ...FACEBOOK, user_data: { token: CANARY } } }],
    ['an object where a number belongs', { delay_ms: { token: CANARY } }],
  ];

  test.each(places)('[B3] a secret in %s appears nowhere in the postback', (_, over) => {
    for (const from of ['table', 'record'] as const) {
      const postback = read({ ...PAGE_RECORD, delivery_method: 'facebook', ...over }, from);
      expect(JSON.stringify(postback)).not.toContain(CANARY);
    }
  });

  test('[B3] what is kept is named with its fingerprint, in a stable order', () => {
    const value = { access_token: CANARY };
    const kept = `tiktok_pixel kept (${fingerprint(JSON.stringify(value))})`;
    expect(page({ tiktok_pixel: value }).other).toBe(kept);
    expect(page({ tiktok_pixel: value, rumble_pixel: value }).other).toMatch(
      /^rumble_pixel .*, tiktok_pixel /,
    );
    expect(page({ tiktok_pixel: null }).other).toBe('');
  });
});

test('[D1] a field is found at its path, and null above it is null', () => {
  expect(rawField({ facebook_pixel: FACEBOOK }, 'facebook_pixel.event_name')).toBe('Purchase');
  expect(rawField({ facebook_pixel: null }, 'facebook_pixel.event_name')).toBeNull();
  expect(rawField({}, 'facebook_pixel.event_name')).toBeUndefined();
  expect(rawField({ facebook_pixel: 'odd' }, 'facebook_pixel.event_name')).toBeUndefined();
});
