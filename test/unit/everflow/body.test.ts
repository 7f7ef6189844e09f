/** Bodies of creates and updates, and comparing the answer [W1] [W2] [W6]. */
import * as fc from 'fast-check';
import { formatPairs } from '../../../src/core/pairs';
import type { Field, FieldValue, FieldValues, Json, JsonObject } from '../../../src/core/postback';
import { FIELDS, isNumberField, isPairField, zeroOf } from '../../../src/core/postback';
import { rawField } from '../../../src/core/record';
import { compareAnswer, createBody, sameValue, updateBody } from '../../../src/everflow/body';

const RUNS = { seed: 20_261_122, numRuns: 400 };
const SERVER_KEYS = [
  'relationship',
  'time_created',
  'time_saved',
  'network_affiliate_name',
  'network_offer_name',
  'network_pixel_id',
];
const PLAIN = FIELDS.filter((field) => !field.includes('.'));

/** The API page's "Find by ID" sample. */
const RECORD: JsonObject = {
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

const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('json'), { maxKeys: 3 }) as fc.Arbitrary<JsonObject>,
  ),
})).json;

const anyPairs = fc.array(fc.record({ field: fc.string(), value: fc.string() }), { maxLength: 3 });

function anyValue(field: Field): fc.Arbitrary<FieldValue> {
  if (isNumberField(field)) return fc.nat(Number.MAX_SAFE_INTEGER);
  return isPairField(field) ? anyPairs.map((list) => formatPairs(list)) : fc.string();
}

const anyFields = fc.record(Object.fromEntries(FIELDS.map((field) => [field, anyValue(field)])), {
  requiredKeys: [],
}) as fc.Arbitrary<FieldValues>;

const plainParts = Object.fromEntries(
  PLAIN.map((field) => [field, fc.oneof(anyValue(field), fc.constant(null))]),
);
const anyFacebook = fc.oneof(
  fc.constant(null),
  fc.record({ pixel_id: fc.string(), user_data: anyPairs, event_id: fc.string() }, { requiredKeys: [] }),
);
const anyRecord = fc
  .tuple(
    fc.dictionary(fc.string(), anyJson, { maxKeys: 4 }),
    fc.record(plainParts, { requiredKeys: [] }),
    fc.record(
      { facebook_pixel: anyFacebook, tiktok_pixel: anyJson, relationship: anyJson, time_saved: fc.nat() },
      { requiredKeys: [] },
    ),
  )
  // Object.fromEntries, not a spread of assignments: a key may be called __proto__.
  .map((parts) => Object.fromEntries(parts.flatMap((part) => Object.entries(part))) as JsonObject);

test('[W1] the body is the record as read, less what the server owns, plus the change', () => {
  const { relationship: _r, network_pixel_id: _i, ...kept } = RECORD;
  expect(updateBody(RECORD, { pixel_status: 'inactive' })).toEqual({ ...kept, pixel_status: 'inactive' });
});

test('[W1] for any record and change: no plain field is left out, unknown keys and objects go back as read', () => {
  let unknown = 0;
  fc.assert(
    fc.property(anyRecord, anyFields, (record, changes) => {
      const before = JSON.stringify(record);
      const body = updateBody(record, changes);
      for (const field of PLAIN) {
        // A null goes back as read; only what the record does not tell is filled in.
        const kept = field in record ? record[field] : zeroOf(field);
        const wanted = changes[field] === 'event' ? 'post_conversion' : (changes[field] ?? kept);
        expect(body[field]).toEqual(wanted);
      }
      const touchesFacebook = FIELDS.some((f) => f.includes('.') && changes[f] !== undefined);
      for (const [key, value] of Object.entries(record)) {
        if (SERVER_KEYS.includes(key) || (PLAIN as readonly string[]).includes(key)) continue;
        if (key === 'facebook_pixel' && touchesFacebook) continue;
        unknown += 1;
        expect(Object.entries(body)).toContainEqual([key, value]);
      }
      for (const key of SERVER_KEYS) expect(Object.keys(body)).not.toContain(key);
      expect(JSON.stringify(record)).toBe(before);
    }),
    RUNS,
  );
  expect(unknown).toBeGreaterThan(RUNS.numRuns);
});

test('[W1] for any record and change: each changed field stands in the body as wanted, facebook keys beside it as read', () => {
  fc.assert(
    fc.property(anyRecord, anyFields, (record, changes) => {
      const body = updateBody(record, changes);
      for (const field of FIELDS) {
        const wanted = changes[field];
        if (wanted === undefined) continue;
        const sent = rawField(body, field);
        if (isPairField(field)) expect(formatPairs(sent)).toBe(wanted);
        else expect(sent).toBe(field === 'pixel_type' && wanted === 'event' ? 'post_conversion' : wanted);
      }
      const read = record['facebook_pixel'] as JsonObject | null | undefined;
      for (const [key, value] of Object.entries(read ?? {})) {
        if (changes[`facebook_pixel.${key}` as Field] !== undefined) continue;
        expect((body['facebook_pixel'] as JsonObject)[key]).toEqual(value);
      }
    }),
    RUNS,
  );
});

test('[W1] facebook fields overlay the object as read, or make a complete new one', () => {
  const read = {
    ...RECORD,
    facebook_pixel: { pixel_id: '9', event_id: '{transaction_id}', user_data: [{ a: 1 }] },
  };
  const changes: FieldValues = { 'facebook_pixel.custom_data': 'value={sale_amount}' };
  expect(updateBody(read, changes)['facebook_pixel']).toEqual({
    pixel_id: '9',
    event_id: '{transaction_id}',
    user_data: [{ a: 1 }],
    custom_data: [{ field: 'value', value: '{sale_amount}' }],
  });
  expect(updateBody(RECORD, changes)['facebook_pixel']).toEqual({
    network_affiliate_integration_facebook_business_id: 0,
    pixel_id: '',
    event_name: '',
    user_data: [],
    custom_data: [{ field: 'value', value: '{sale_amount}' }],
  });
});

test('[V3] an untouched type `event` goes back as read, a changed one is sent as post_conversion', () => {
  const read = { ...RECORD, pixel_type: 'event' };
  expect(updateBody(read, { delay_ms: 5 })['pixel_type']).toBe('event');
  expect(updateBody(RECORD, { pixel_type: 'event' })['pixel_type']).toBe('post_conversion');
});

test('[P7] a record with a number above 2^53 - 1 is never made into a body; in what is not sent back it does not matter', () => {
  const at = (version: number): JsonObject => ({ ...RECORD, tiktok_pixel: { list: [{ version }] } });
  expect(() => updateBody(at(2 ** 53), {})).toThrow(RangeError);
  expect(() => updateBody(at(-(2 ** 53)), {})).toThrow(RangeError);
  expect(() => updateBody(at(Infinity), {})).toThrow(RangeError);
  expect(updateBody(at(2 ** 53 - 1), {})['tiktok_pixel']).toEqual({ list: [{ version: 2 ** 53 - 1 }] });
  expect(() => updateBody({ ...RECORD, relationship: { x: 2 ** 60 } }, {})).not.toThrow();
});

test('[W1] values of the wrong kind, which checks exclude, never reach the server', () => {
  expect(() => updateBody(RECORD, { delay_ms: '5' })).toThrow(TypeError);
  expect(() => updateBody(RECORD, { delay_ms: 1.5 })).toThrow(TypeError);
  expect(() => updateBody(RECORD, { description: 5 })).toThrow(TypeError);
  expect(() => createBody({ 'facebook_pixel.user_data': 'no pair', delivery_method: 'facebook' })).toThrow(
    TypeError,
  );
});

test('[W2] a create sends every field of the page, and facebook_pixel only for facebook', () => {
  const fields: FieldValues = { network_affiliate_id: 12, delivery_method: 'postback', pixel_type: 'event' };
  const plain = {
    network_affiliate_id: 12,
    network_offer_id: 0,
    network_offer_payout_revenue_id: 0,
    pixel_type: 'post_conversion',
    pixel_level: '',
    delivery_method: 'postback',
    pixel_status: '',
    postback_url: '',
    html_code: '',
    delay_ms: 0,
    description: '',
  };
  expect(createBody({ ...fields, 'facebook_pixel.pixel_id': '5' })).toEqual(plain);
  const user = 'email={sub1}\nemail={sub2}';
  expect(createBody({ ...fields, delivery_method: 'facebook', 'facebook_pixel.user_data': user })).toEqual({
    ...plain,
    delivery_method: 'facebook',
    facebook_pixel: {
      network_affiliate_integration_facebook_business_id: 0,
      pixel_id: '',
      event_name: '',
      user_data: [
        { field: 'email', value: '{sub1}' },
        { field: 'email', value: '{sub2}' },
      ],
      custom_data: [],
    },
  });
});

test('[W6] an answer equal to what was sent, with any keys left out, has no difference', () => {
  fc.assert(
    fc.property(anyRecord, anyFields, fc.infiniteStream(fc.boolean()), (record, changes, keep) => {
      const sent = updateBody(record, changes);
      const answer = Object.fromEntries(Object.entries(sent).filter(() => keep.next().value));
      expect(compareAnswer(sent, answer)).toEqual({ fields: [], otherKeys: [] });
    }),
    RUNS,
  );
});

test('[W6] every field that the answer tells otherwise is named, and only those', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FIELDS), anyFields, (field, fields) => {
      const sent = createBody({
        ...fields,
        delivery_method: 'facebook',
        [field]: isNumberField(field) ? 7 : 'a=b',
      });
      const other = isPairField(field) ? [] : isNumberField(field) ? 8 : 'other';
      const key = field.slice(field.indexOf('.') + 1);
      const inside = sent['facebook_pixel'] as JsonObject | undefined;
      if (field.includes('.') && inside === undefined) return;
      const answer = field.includes('.')
        ? { ...sent, facebook_pixel: { ...inside, [key]: other } }
        : { ...sent, [field]: other };
      expect(compareAnswer(sent, answer).fields).toEqual([field]);
    }),
    RUNS,
  );
});

test('[W6] the API page’s own update sample: type and URL are told, what it lacks is not', () => {
  const sent = createBody({
    network_affiliate_id: 7,
    network_offer_id: 1,
    delivery_method: 'postback',
    pixel_level: 'global',
    pixel_status: 'active',
    pixel_type: 'conversion',
    postback_url: 'http://test3.com?s2={sub2}&s1={sub1}',
    description: 'Your postback',
  });
  const answer: JsonObject = {
    network_pixel_id: 3,
    network_affiliate_id: 7,
    network_offer_id: 0,
    network_offer_payout_revenue_id: 0,
    delivery_method: 'postback',
    pixel_level: 'global',
    pixel_status: 'active',
    pixel_type: 'post_conversion',
    postback_url: 'http://test3.com{sub2}{sub1}',
    html_code: '',
    delay_ms: 0,
    facebook_pixel: null,
  };
  const { fields } = compareAnswer(sent, answer);
  expect(fields).toEqual(['network_offer_id', 'pixel_type', 'postback_url']);
});

test('[W6] null is the zero value, `event` is post_conversion, a lost integration object is told', () => {
  const sent = {
    ...createBody({ pixel_type: 'post_conversion' }),
    tiktok_pixel: { pixel_code: 'C1', url: '' },
  };
  expect(compareAnswer(sent, { pixel_type: 'event', description: null, delay_ms: null })).toEqual({
    fields: [],
    otherKeys: [],
  });
  expect(compareAnswer(sent, { tiktok_pixel: { url: '', pixel_code: 'C1' } }).otherKeys).toEqual([]);
  expect(compareAnswer(sent, { tiktok_pixel: null }).otherKeys).toEqual(['tiktok_pixel']);
  const facebook = createBody({ delivery_method: 'facebook', 'facebook_pixel.pixel_id': '5' });
  expect(compareAnswer(facebook, { facebook_pixel: null }).fields).toEqual(['facebook_pixel.pixel_id']);
});

test('[D1] sameValue is equality of JSON whatever the order of keys', () => {
  fc.assert(
    fc.property(anyJson, anyJson, (a, b) => {
      expect(sameValue(a, JSON.parse(JSON.stringify(a)) as Json)).toBe(true);
      expect(sameValue(a, b)).toBe(sameValue(b, a));
      if (JSON.stringify(a) === JSON.stringify(b)) expect(sameValue(a, b)).toBe(true);
    }),
    RUNS,
  );
  expect(sameValue([1, 2], [2, 1])).toBe(false);
  expect(sameValue({ a: 1 }, { b: 1 })).toBe(false);
  expect(sameValue({ a: [] }, { a: {} })).toBe(false);
});
