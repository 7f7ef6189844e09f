/** What changes do out there, and which of it needs a tick. */
import { effectsOfCreate, effectsOfUpdate, tickedByDefault, type Effect } from '../../src/core/effects';
import type { FieldValues } from '../../src/core/postback';
import { FACEBOOK, newRow, P501, U, update } from './check-support';
import { OFF } from './plan-support';

const EVENT77: FieldValues = { ...P501, pixel_type: 'post_conversion', network_offer_payout_revenue_id: 77 };
const effects = (pulled: FieldValues, edits: FieldValues, context = {}): Effect[] =>
  effectsOfUpdate(pulled, update(pulled, edits).changes, context);

describe('[D2] effects of updates', () => {
  test.each<[string, FieldValues, FieldValues, Effect[]]>([
    ['a new URL', P501, { postback_url: U }, ['other']],
    ['switched on', OFF, { pixel_status: 'active' }, ['turns-on']],
    ['switched off', P501, { pixel_status: 'inactive' }, ['turns-off']],
    ['R8: one offer to all offers', P501, { pixel_level: 'global', network_offer_id: 0 }, ['widens']],
    [
      'one partner to all partners',
      P501,
      { pixel_level: 'global_offer', network_affiliate_id: 0 },
      ['widens', 'serves-all'],
    ],
    ['one event to all events', EVENT77, { network_offer_payout_revenue_id: 0 }, ['widens']],
    [
      'all events to one',
      { ...EVENT77, network_offer_payout_revenue_id: 0 },
      { network_offer_payout_revenue_id: 77 },
      ['moves'],
    ],
    [
      'all offers to one',
      { ...P501, pixel_level: 'global', network_offer_id: 0 },
      { pixel_level: 'specific', network_offer_id: 40 },
      ['moves'],
    ],
    ['another partner', P501, { network_affiliate_id: 13 }, ['moves']],
    [
      'another offer and all its events',
      EVENT77,
      { network_offer_id: 41, network_offer_payout_revenue_id: 0 },
      ['widens', 'moves'],
    ],
    ['another type', P501, { pixel_type: 'cpc' }, ['moves']],
    ['another method', P501, { delivery_method: 'html', html_code: '<p>' }, ['moves']],
    ['conversions to all events', P501, { pixel_type: 'post_conversion' }, ['moves']],
    [
      'an event that global ignored',
      { ...EVENT77, pixel_level: 'global' },
      { network_offer_payout_revenue_id: 0 },
      ['moves'],
    ],
    [
      'all offers, by another method',
      P501,
      { pixel_level: 'global', network_offer_id: 0, delivery_method: 'html' },
      ['widens', 'moves'],
    ],
    ['a blank text', P501, { description: ' ' }, ['other']],
    ['an emptied text', { ...P501, description: 'x' }, { description: '' }, ['empties-text']],
    ['facebook data emptied', FACEBOOK, { 'facebook_pixel.user_data': '' }, ['empties-text']],
    ['an emptied number', { ...P501, delay_ms: 5 }, { delay_ms: 0 }, ['other']],
    [
      'on, moved and emptied',
      { ...OFF, description: 'x' },
      { pixel_status: 'active', network_offer_id: 41, description: '' },
      ['turns-on', 'moves', 'empties-text'],
    ],
  ])('%s', (_name, pulled, edits, expected) => {
    expect(effects(pulled, edits)).toEqual(expected);
  });

  test('[P4] with a filter, rows that serve others than it names are told', () => {
    const filter = { partnerIds: [12], offerIds: [] };
    expect(effects(P501, { description: 'x' }, { filter })).toEqual(['other']);
    expect(effects({ ...P501, network_affiliate_id: 13 }, { description: 'x' }, { filter })).toEqual([
      'serves-others',
    ]);
    const all: FieldValues = { ...P501, pixel_level: 'global_offer', network_affiliate_id: 0 };
    expect(effects(all, { pixel_status: 'inactive' }, { filter })).toEqual([
      'serves-others',
      'turns-off',
      'serves-all',
    ]);
    const offers = { partnerIds: [], offerIds: [40] };
    const everyOffer: FieldValues = { ...P501, pixel_level: 'global', network_offer_id: 0 };
    expect(effects(everyOffer, { description: 'x' }, { filter: offers })).toEqual(['serves-others']);
    expect(effectsOfCreate(newRow({ network_offer_id: 41 }).fields, { filter: offers })).toContain(
      'serves-others',
    );
  });
  test('creates start firing at once, or do not', () => {
    expect(effectsOfCreate(newRow().fields)).toEqual(['starts-firing']);
    expect(effectsOfCreate(newRow({ pixel_status: 'inactive' }).fields)).toEqual(['other']);
  });
  test('exactly four are not ticked by default', () => {
    const ticked = (effect: Effect): boolean => tickedByDefault([effect]);
    expect((['turns-on', 'widens', 'moves', 'serves-others'] as const).some(ticked)).toBe(false);
    expect(
      (['empties-text', 'turns-off', 'starts-firing', 'serves-all', 'hidden', 'other'] as const).every(
        ticked,
      ),
    ).toBe(true);
    expect(tickedByDefault(['turns-off', 'moves'])).toBe(false);
  });
});
