/** Laws of telling what a create made from other postbacks (W4). */
import fc from 'fast-check';
import { fieldsOfCreate } from '../../../src/core/plan';
import {
  FACEBOOK_FIELDS,
  FIELDS,
  IDENTITY_FIELDS,
  isNumberField,
  type Field,
  type FieldValues,
} from '../../../src/core/postback';
import { likeness, pairKey } from '../../../src/core/twins';
import { holds } from './laws';

/** Everything that a create sends. */
const create: fc.Arbitrary<FieldValues> = fc
  .record({
    network_affiliate_id: fc.nat({ max: 3 }),
    network_offer_id: fc.nat({ max: 3 }),
    pixel_type: fc.constantFrom('conversion', 'post_conversion', 'event'),
    pixel_level: fc.constantFrom('specific', 'global'),
    delivery_method: fc.constantFrom('postback', 'facebook'),
    pixel_status: fc.constantFrom('active', 'inactive'),
    postback_url: fc.constantFrom('https://a.b/1', 'https://a.b/2'),
    description: fc.constantFrom('', 'x'),
    'facebook_pixel.pixel_id': fc.constantFrom('', '77'),
  })
  .map((values) => fieldsOfCreate(values));

const other = (field: Field): number | string => (isNumberField(field) ? 987_654 : 'something else');

test('[W4] what Everflow holds exactly as sent is exact, in either spelling of events', () => {
  holds(
    create,
    (fields, tally) => {
      expect(likeness(fields, fields)).toBe('exact');
      if (fields.pixel_type !== 'post_conversion') return;
      tally.count('event');
      expect(likeness(fields, { ...fields, pixel_type: 'event' })).toBe('exact');
    },
    { event: 50 },
  );
});

test('[W4] one field that differs: who fires for whom and what is sent make another postback, words a twin, the rest a likely match', () => {
  holds(
    fc.tuple(create, fc.constantFrom(...FIELDS)),
    ([fields, field], tally) => {
      if (fields[field] === undefined) return;
      const found = likeness(fields, { ...fields, [field]: other(field) });
      if (IDENTITY_FIELDS.includes(field) || field === 'postback_url' || field === 'html_code') {
        tally.count('another');
        expect(found).toBeUndefined();
      } else if (field === 'description' || field === 'pixel_status') {
        tally.count('twin');
        expect(found).toBe('twin');
      } else {
        tally.count('likely');
        expect(found).toBe('likely');
      }
    },
    { another: 50, twin: 10, likely: 10 },
  );
});

test('[W4] details that a table row does not tell speak for neither side', () => {
  holds(create, (fields) => {
    const untold = Object.fromEntries(
      Object.entries(fields).filter(([field]) => !FACEBOOK_FIELDS.includes(field as Field)),
    );
    expect(likeness(fields, untold)).toBe('exact');
  });
});

test('[W4] creates of one partner and offer are one search, others are another', () => {
  holds(fc.tuple(create, create), ([a, b]) => {
    const same =
      a.network_affiliate_id === b.network_affiliate_id && a.network_offer_id === b.network_offer_id;
    expect(pairKey(a) === pairKey(b)).toBe(same);
  });
});
