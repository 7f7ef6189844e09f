/** Ids from nowhere: partners and offers never seen, events and Facebook businesses seen elsewhere (V10). */
import type { BaselineRow } from '../../src/core/baseline';
import { checkDrafts } from '../../src/core/check';
import type { Draft } from '../../src/core/draft';
import type { FieldValues } from '../../src/core/postback';
import type { Problem } from '../../src/core/problem';
import { baselineRow, create, FACEBOOK, P501, U, update } from './check-support';

const found = (drafts: readonly Draft[], pulled: readonly BaselineRow[]): Problem[] =>
  checkDrafts(drafts, { baseline: new Map(pulled.map((row) => [row.postback.id, row])) }).filter(
    (problem) => problem.rule === 'V10',
  );
const told = (drafts: readonly Draft[], pulled: readonly BaselineRow[]): string[] =>
  found(drafts, pulled).map(({ severity, cause, column }) => `${severity} ${cause} ${column}`);

const EVENT: FieldValues = {
  ...P501,
  pixel_type: 'post_conversion',
  network_offer_payout_revenue_id: 77,
  postback_url: U,
};
const BUSINESS = 'facebook_pixel.network_affiliate_integration_facebook_business_id';
const R501 = baselineRow(P501);
const R502 = baselineRow(EVENT, 502);
const R503 = baselineRow({ ...P501, network_offer_id: 41, network_affiliate_id: 13 }, 503);
const PULLED = [R501, R502, R503];

describe('[V10] partners and offers', () => {
  test('R53 a partner seen nowhere needs its own tick, one that is seen does not', () => {
    expect(told([create({ ...P501, network_affiliate_id: 99999 })], PULLED)).toEqual([
      'own-tick partner-unseen partnerId',
    ]);
    expect(told([create({ ...P501, network_affiliate_id: 13 })], PULLED)).toEqual([]);
  });
  test('an offer likewise; on existing rows only an edited id is asked about', () => {
    expect(told([update(P501, { network_offer_id: 99999 })], PULLED)).toEqual([
      'own-tick offer-unseen offerId',
    ]);
    expect(told([update(P501, { network_offer_id: 41 })], PULLED)).toEqual([]);
    // An offer that is not pulled any more, in a row of which another id was edited.
    expect(told([update({ ...P501, network_offer_id: 6 }, { network_affiliate_id: 13 })], PULLED)).toEqual(
      [],
    );
    const alone = baselineRow({ ...P501, network_offer_id: 5 }, 501);
    expect(told([update({ ...P501, network_offer_id: 6 }, { description: 'x' })], [alone])).toEqual([]);
  });
  test('0 is no id, and a cell that cannot be read is none either', () => {
    const global = { ...P501, pixel_level: 'global', network_offer_id: 0 };
    expect(told([create(global)], PULLED)).toEqual([]);
    expect(told([{ ...create(P501), unreadable: ['partnerId'] }], [R503])).toEqual([
      'own-tick offer-unseen offerId',
    ]);
  });
  test('nothing is said where nothing was pulled that has such an id', () => {
    expect(told([create(P501)], [])).toEqual([]);
    const noOffer = baselineRow({ ...P501, pixel_level: 'global', network_offer_id: 0 });
    expect(told([create({ ...P501, network_affiliate_id: 12, network_offer_id: 9 })], [noOffer])).toEqual([]);
  });
  test('after a filtered pull the message says so; a gone row of an old filter changes nothing', () => {
    const draft = create({ ...P501, network_affiliate_id: 99999 });
    const message = (rows: readonly BaselineRow[]): string => found([draft], rows)[0]!.message;
    expect(message(PULLED)).not.toContain('filtered');
    const scope = { partnerIds: [12], offerIds: [] };
    expect(message([...PULLED, { ...R501, scope }])).toContain('The last pull was filtered');
    expect(message([R502, R503, { ...R501, scope, gone: true }])).not.toContain('filtered');
  });
});

describe('[V10] events', () => {
  test('R10 an event seen with this offer passes; R11 one seen with another offer only needs its own tick', () => {
    expect(told([create(EVENT)], PULLED)).toEqual([]);
    const other = create({ ...EVENT, network_offer_id: 41 });
    expect(told([other], PULLED)).toEqual(['own-tick event-of-another-offer eventId']);
    expect(found([other], PULLED)[0]!.message).toContain('only seen with offer 40, not with offer 41');
  });
  test('an event seen with several offers passes with each of them; one seen nowhere is not judged', () => {
    const second = baselineRow({ ...EVENT, network_offer_id: 41 }, 504);
    expect(told([create({ ...EVENT, network_offer_id: 41 })], [...PULLED, second])).toEqual([]);
    expect(told([create({ ...EVENT, network_offer_payout_revenue_id: 78 })], PULLED)).toEqual([]);
  });
  test('event 0, and an event that type or level do not use, are not judged here', () => {
    for (const change of [
      { network_offer_payout_revenue_id: 0 },
      { pixel_type: 'conversion' },
      { pixel_level: 'global', network_offer_id: 0 },
    ] satisfies FieldValues[]) {
      expect(told([create({ ...EVENT, network_offer_id: 41, ...change })], PULLED)).toEqual([]);
    }
  });
  test('a changed offer with a kept event is told by itself, and not where that event was seen with the new offer', () => {
    const kept = update(EVENT, { network_offer_id: 41 }, { id: 502 });
    expect(told([kept], PULLED)).toEqual(['own-tick event-kept eventId']);
    expect(found([kept], PULLED)[0]!.message).toContain('from 40 to 41');
    const second = baselineRow({ ...EVENT, network_offer_id: 41 }, 504);
    expect(told([kept], [...PULLED, second])).toEqual([]);
    expect(
      told(
        [update(EVENT, { network_offer_id: 41, network_offer_payout_revenue_id: 0 }, { id: 502 })],
        PULLED,
      ),
    ).toEqual([]);
    expect(told([update(EVENT, { description: 'x' }, { id: 502 })], PULLED)).toEqual([]);
  });
  test('at most five offers are listed', () => {
    const many = (count: number): BaselineRow[] =>
      Array.from({ length: count }, (_, at) =>
        baselineRow({ ...EVENT, network_offer_id: 50 + at }, 600 + at),
      );
    const draft = create({ ...EVENT, network_offer_id: 41 });
    const message = (count: number): string => found([draft], [R503, ...many(count)])[0]!.message;
    expect(message(5)).toContain('offers 50, 51, 52, 53, 54, not');
    expect(message(6)).toContain('offers 50, 51, 52, 53, 54 and 1 more, not');
  });
});

describe('[V10] Facebook businesses', () => {
  const pulled = [...PULLED, baselineRow(FACEBOOK, 504)];
  const CAUSE = ['own-tick business-of-another-partner fbBusiness'];

  test('one seen only with another partner needs its own tick', () => {
    expect(told([create({ ...FACEBOOK, network_affiliate_id: 13 })], pulled)).toEqual(CAUSE);
    expect(told([create(FACEBOOK)], pulled)).toEqual([]);
    expect(told([create({ ...FACEBOOK, network_affiliate_id: 13, [BUSINESS]: 6 })], pulled)).toEqual([]);
  });
  test('also when the partner of an existing row is edited; not for all partners, nor with another method', () => {
    expect(told([update(FACEBOOK, { network_affiliate_id: 13 }, { id: 504 })], pulled)).toEqual(CAUSE);
    const all = { ...FACEBOOK, pixel_level: 'global_offer', network_affiliate_id: 0 };
    expect(told([create(all)], pulled)).toEqual([]);
    expect(told([create({ ...all, network_affiliate_id: 13 })], pulled)).toEqual([]);
    expect(told([create({ ...P501, network_affiliate_id: 13, [BUSINESS]: 5 })], pulled)).toEqual([]);
  });
});
