/**
 * Generated server records, postbacks and cell values: hostile texts, odd list values, long texts, ids of every size, details
 * that are told or not. Knows what the API may answer, not what the add-on does with it.
 */
import fc from 'fast-check';
import { AWKWARD_TEXTS } from '../../../local/everflow/awkward-texts';
import type { BaselineRow } from '../../../src/core/baseline';
import { ERROR_VALUES, MARKERS, MAX_CELL_CHARACTERS } from '../../../src/core/cells';
import type { FieldValues, JsonObject, Postback } from '../../../src/core/postback';
import { FIELDS, isNumberField } from '../../../src/core/postback';
import { readPostback } from '../../../src/core/record';

/** A fingerprint that shows when a value itself would have been written instead. */
export const fingerprint = (text: string): string => `#${text.length}`;

const LONG_TEXTS = [-1, 0, 1].map((more) => 'x'.repeat(MAX_CELL_CHARACTERS + more));

/** Any text that a server may hold, the awkward ones often. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...AWKWARD_TEXTS, ...MARKERS, ...ERROR_VALUES) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 2, arbitrary: fc.webUrl({ withQueryParameters: true }) },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(...LONG_TEXTS) },
);

/** A text that a person may type into a text cell. */
export const typedText: fc.Arbitrary<string> = anyText.filter(
  (text) => text.length <= MAX_CELL_CHARACTERS && !MARKERS.includes(text) && !ERROR_VALUES.includes(text),
);

/** A whole number that a cell keeps exactly. */
export const cellNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 12, 40, 300_000, 999_999_999_999_999),
  fc.nat({ max: 999_999_999_999_999 }),
);

/** A whole number as a record may hold it, up to what JSON keeps. */
const serverNumber = fc.oneof(
  { weight: 5, arbitrary: cellNumber },
  { weight: 1, arbitrary: fc.constantFrom(-1, 1e15, Number.MAX_SAFE_INTEGER) },
);

const pair = fc.record({ field: anyText, value: anyText });
/** Items of `user_data` and `custom_data`: pairs, pairs in another key order, with further keys, and what is no pair at all. */
export const pairItem: fc.Arbitrary<JsonObject | string | null> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ field: fc.constantFrom('email', 'value', '[fbc'), value: fc.string() }),
  },
  { weight: 3, arbitrary: pair },
  { weight: 1, arbitrary: pair.map(({ field, value }) => ({ value, field })) },
  { weight: 1, arbitrary: pair.map((item) => ({ ...item, more: 1 })) },
  { weight: 1, arbitrary: fc.constantFrom(null, 'text', {}, { field: 'a' }, { field: 'a', value: null }) },
);
export const pairList = fc.array(pairItem, { maxLength: 5 });

const orAbsent = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { weight: 6, arbitrary },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );

const listOf = (...values: string[]): fc.Arbitrary<string | null | undefined> =>
  orAbsent(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...values) },
      { weight: 1, arbitrary: fc.constantFrom('', ' Active', 'EVENT', 'something new') },
    ),
  );

const facebookPixel = fc.record({
  network_affiliate_integration_facebook_business_id: orAbsent(serverNumber),
  pixel_id: orAbsent(anyText),
  event_name: orAbsent(anyText),
  user_data: orAbsent(pairList),
  custom_data: orAbsent(pairList),
  access_token: orAbsent(fc.constant('EAAsecret')),
});

/** A key whose value is `undefined` is not in the record at all. */
function withoutAbsent(record: object): JsonObject {
  return JSON.parse(JSON.stringify(record)) as JsonObject;
}

/** A record as the API may answer it, ids aside. */
export const serverRecord: fc.Arbitrary<JsonObject> = fc
  .record({
    network_pixel_id: fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 2 ** 53 - 1 })),
    network_id: fc.constant(1),
    network_affiliate_id: orAbsent(serverNumber),
    network_affiliate_name: orAbsent(anyText),
    network_offer_id: orAbsent(serverNumber),
    network_offer_name: orAbsent(anyText),
    network_offer_payout_revenue_id: orAbsent(serverNumber),
    pixel_type: listOf('conversion', 'post_conversion', 'cpc', 'event'),
    pixel_level: listOf('global', 'specific', 'global_offer'),
    delivery_method: listOf('postback', 'postback', 'html', 'facebook', 'tiktok'),
    pixel_status: listOf('active', 'inactive', 'deleted'),
    postback_url: orAbsent(anyText),
    html_code: orAbsent(anyText),
    delay_ms: orAbsent(serverNumber),
    description: orAbsent(anyText),
    facebook_pixel: orAbsent(facebookPixel),
    tiktok_pixel: orAbsent(fc.constant({ pixel_code: 'C4', access_token: 'secret' })),
    time_created: orAbsent(fc.constantFrom(1_496_184_631, 0, 1_603_484_530)),
    time_saved: orAbsent(fc.constantFrom(1_498_173_406, 0)),
    something_new: orAbsent(fc.constantFrom<unknown>(1, 'x', { a: [1] })),
  })
  .map(withoutAbsent);

/** A postback read from a generated record or table row. */
export const anyPostback: fc.Arbitrary<Postback> = fc
  .tuple(serverRecord, fc.constantFrom('table' as const, 'record' as const))
  .map(([record, from]) => {
    const postback = readPostback(record, from, fingerprint);
    if (!postback) throw new Error('A generated record has a usable id');
    return postback;
  });

/** Line ends as a platform that knows LF only would give them back (T1). */
const lfOnly = (text: string): string => text.replace(/\r\n?/g, '\n');

/** A postback with the cells that a platform gave back with other line ends. */
export function asBaselineRow(postback: Postback, lineEndsChange: boolean): BaselineRow {
  const shown: { url?: string; html?: string; description?: string } = {};
  const { postback_url: url, html_code: html, description } = postback.fields;
  if (lineEndsChange) {
    if (typeof url === 'string' && url.includes('\r')) shown.url = lfOnly(url);
    if (typeof html === 'string' && html.includes('\r')) shown.html = lfOnly(html);
    if (typeof description === 'string' && description.includes('\r'))
      shown.description = lfOnly(description);
  }
  return { postback, shown, readAt: 0, filter: '' };
}

/** What a tab was filled with: rows of different postbacks. */
export const baselineRows: fc.Arbitrary<readonly BaselineRow[]> = fc
  .tuple(
    fc.uniqueArray(anyPostback, { selector: (postback) => postback.id, minLength: 1, maxLength: 8 }),
    fc.boolean(),
  )
  .map(([postbacks, lineEndsChange]) => postbacks.map((one) => asBaselineRow(one, lineEndsChange)));

/** Complete field values in the form in which fields are compared, from few values so that sides often agree. */
export const fewValues: fc.Arbitrary<FieldValues> = fc
  .tuple(
    ...FIELDS.map((field) => (isNumberField(field) ? fc.nat({ max: 2 }) : fc.constantFrom('', 'a', 'b'))),
  )
  .map((values) => {
    const fields: Record<string, number | string> = {};
    FIELDS.forEach((field, index) => (fields[field] = values[index]!));
    return fields;
  });
