/** Doubles: new rows that are the same, twins of pulled postbacks, and rows that would fire for the same as another active one (V9). */
import type { BaselineRow } from '../../src/core/baseline';
import { MAX_NAMED } from '../../src/core/check/firing';
import type { Draft } from '../../src/core/draft';
import type { FieldValues } from '../../src/core/postback';
import {
  baselineRow,
  causes,
  create,
  doublesOf,
  FACEBOOK,
  P501,
  update,
  without,
  type CheckedDraft,
} from './check-support';

const told = (drafts: readonly Draft[], pulled: readonly BaselineRow[]): string[] =>
  doublesOf(drafts, pulled).map(({ row, severity, cause }) => `${row} ${severity} ${cause}`);

const R501 = baselineRow(P501);
const FIRING = 'warning double-firing';
const EVENT: FieldValues = {
  ...P501,
  pixel_type: 'post_conversion',
  network_offer_payout_revenue_id: 77,
};
const GLOBAL: FieldValues = {
  pixel_level: 'global',
  network_offer_id: 0,
  network_offer_payout_revenue_id: 0,
};
const ALL_PARTNERS: FieldValues = { pixel_level: 'global_offer', network_affiliate_id: 0 };

describe('[V9] new rows that are the same', () => {
  test('R48 two rows equal in every field: the second is an error that names the first, the first passes', () => {
    const rows = [create(P501, 4), create(P501, 7), create(P501, 9)];
    expect(told(rows, [])).toEqual(['7 error same-new-row', '9 error same-new-row']);
    expect(doublesOf(rows, [])[0]!.message).toContain('Row 6 makes the same');
  });
  test('the upper row is the first, whatever the order of reading', () => {
    expect(told([create(P501, 7), create(P501, 4)], [])).toEqual(['7 error same-new-row']);
  });
  test('"event" is another spelling of post_conversion; a blank is 0', () => {
    const rows = [create(EVENT, 1), create({ ...without(EVENT, 'delay_ms'), pixel_type: 'event' }, 2)];
    expect(told(rows, [])).toEqual(['2 error same-new-row']);
  });
  test('facebook details count for method facebook only', () => {
    const other = { 'facebook_pixel.event_name': 'Lead' };
    expect(
      causes(doublesOf([create(FACEBOOK, 1), create({ ...FACEBOOK, ...other }, 2)], []), 'error'),
    ).toEqual([]);
    expect(told([create(P501, 1), create({ ...P501, ...other }, 2)], [])).toEqual(['2 error same-new-row']);
  });
  test('R48 equal but for the description: each would fire for the same as the other', () => {
    const rows = [create(P501, 4), create({ ...P501, description: 'b' }, 7)];
    expect(told(rows, [])).toEqual([`4 ${FIRING}`, `7 ${FIRING}`]);
    expect(doublesOf(rows, [])[1]!.message).toContain('the same as the new row 6, which is active');
  });
  test('a row with a cell that cannot be read is compared with nothing', () => {
    const unread: Draft = { ...create(P501, 2), unreadable: ['description'] };
    expect(told([create(P501, 1), unread], [])).toEqual([]);
  });
});

describe('[V9] twins of pulled postbacks', () => {
  const TWIN = '0 own-tick twin-of-pulled';

  test('R46 a copy made new without another change: one own tick that names the active postback', () => {
    expect(told([create(P501)], [R501])).toEqual([TWIN]);
    expect(doublesOf([create(P501)], [R501])[0]!.message).toContain('identical to #501 (active)');
  });
  test('description and status do not matter, every other field does', () => {
    expect(told([create({ ...P501, description: 'mine', pixel_status: 'inactive' })], [R501])).toEqual([
      TWIN,
    ]);
    for (const change of [
      { delay_ms: 1 },
      { html_code: 'x' },
      { postback_url: 'https://t.acme.io/other' },
      { network_offer_id: 41 },
      { pixel_type: 'cpc' },
    ] satisfies FieldValues[]) {
      expect(causes(doublesOf([create({ ...P501, ...change })], [R501]), 'own-tick')).toEqual([]);
    }
  });
  test('R47 a copy for another offer is no twin and fires for something else', () => {
    expect(told([create({ ...P501, network_offer_id: 41 })], [R501])).toEqual([]);
  });
  test('a twin that is off does not fire; the message says so', () => {
    const off = baselineRow({ ...P501, pixel_status: 'inactive' });
    expect(told([create(P501)], [off])).toEqual([TWIN]);
    expect(doublesOf([create(P501)], [off])[0]!.message).toContain('#501 (not active)');
  });
  test('a twin that is off beside another active one that fires for the same: both are told', () => {
    const off = baselineRow({ ...P501, pixel_status: 'inactive' });
    const other = baselineRow({ ...P501, delay_ms: 5 }, 502);
    expect(told([create(P501)], [off, other])).toEqual([TWIN, `0 ${FIRING}`]);
  });
  test('line ends that a copied cell lost make no difference', () => {
    const html = { ...P501, delivery_method: 'html', postback_url: '' };
    const pulled = baselineRow({ ...html, html_code: '<b>\r\n</b>' });
    expect(told([create({ ...html, html_code: '<b>\n</b>' })], [pulled])).toEqual([TWIN]);
    expect(told([create({ ...html, html_code: '<b></b>' })], [pulled])).toEqual([]);
  });
  test('details that are not loaded are no likeness', () => {
    const unloaded = baselineRow(without(FACEBOOK, 'facebook_pixel.custom_data'));
    expect(causes(doublesOf([create(FACEBOOK)], [unloaded]), 'own-tick')).toEqual([]);
    expect(causes(doublesOf([create(FACEBOOK)], [baselineRow(FACEBOOK)]), 'own-tick')).toHaveLength(1);
  });
  test('what the same edits make of the original counts; what is gone does not', () => {
    const moved = update(P501, { network_offer_id: 41 }, { row: 3 });
    expect(told([create(P501), moved], [R501])).toEqual([]);
    expect(told([create(P501)], [{ ...R501, gone: true }])).toEqual([]);
  });
  test(`many twins are counted, ${MAX_NAMED} of them named`, () => {
    const pulled = Array.from({ length: 8 }, (_, at) => baselineRow(P501, 600 - at));
    const { message } = doublesOf([create(P501)], pulled)[0]!;
    expect(message).toContain('#593, #594, #595, #596, #597 and 3 more (active)');
  });
});

describe('[V9] firing for the same', () => {
  /** A new row with these values, which is a twin of nothing, beside one pulled postback. */
  const beside = (mine: FieldValues, theirs: FieldValues): string[] =>
    told([create({ ...mine, delay_ms: 7 })], [baselineRow(theirs)]);

  const SAME: readonly (readonly [string, FieldValues, FieldValues])[] = [
    ['specific and specific', P501, P501],
    ['specific and global of the partner', P501, { ...P501, ...GLOBAL }],
    ['specific and all partners of the offer', P501, { ...P501, ...ALL_PARTNERS }],
    [
      'global and all partners of any offer',
      { ...P501, ...GLOBAL },
      { ...P501, ...ALL_PARTNERS, network_offer_id: 9 },
    ],
    ['one event and every event', EVENT, { ...EVENT, network_offer_payout_revenue_id: 0 }],
    ['one event and the same of all partners', EVENT, { ...EVENT, ...ALL_PARTNERS }],
    ['one event and global', EVENT, { ...EVENT, ...GLOBAL }],
    ['event and post_conversion', EVENT, { ...EVENT, pixel_type: 'event' }],
    ['hosts in another case', P501, { ...P501, postback_url: 'HTTPS://T.Acme.IO:443/x' }],
    [
      'the same HTML code',
      { ...P501, delivery_method: 'html', html_code: '<i>' },
      { ...P501, delivery_method: 'html', html_code: ' <i> ' },
    ],
    ['the same Facebook data set', FACEBOOK, { ...FACEBOOK, 'facebook_pixel.event_name': 'Lead' }],
  ];
  test.each(SAME)('%s', (_name, one, other) => {
    expect(beside(one, other)).toEqual([`0 ${FIRING}`]);
    expect(beside(other, one)).toEqual([`0 ${FIRING}`]);
  });

  const OTHER: readonly (readonly [string, FieldValues, FieldValues])[] = [
    ['another partner', P501, { ...P501, network_affiliate_id: 13 }],
    ['another offer', P501, { ...P501, network_offer_id: 41 }],
    ['global of another partner', P501, { ...P501, ...GLOBAL, network_affiliate_id: 13 }],
    ['all partners of another offer', P501, { ...P501, ...ALL_PARTNERS, network_offer_id: 41 }],
    [
      'two global ones of two partners',
      { ...P501, ...GLOBAL },
      { ...P501, ...GLOBAL, network_affiliate_id: 13 },
    ],
    ['another event', EVENT, { ...EVENT, network_offer_payout_revenue_id: 78 }],
    [
      'another event of all partners',
      EVENT,
      { ...EVENT, ...ALL_PARTNERS, network_offer_payout_revenue_id: 78 },
    ],
    ['the base conversion and its events', P501, { ...EVENT, network_offer_payout_revenue_id: 0 }],
    ['a click and a conversion', P501, { ...P501, pixel_type: 'cpc' }],
    ['another host', P501, { ...P501, postback_url: 'https://u.acme.io/p' }],
    ['another method', { ...P501, html_code: 'x' }, { ...P501, delivery_method: 'html', html_code: 'x' }],
    ['one that is off', P501, { ...P501, pixel_status: 'inactive' }],
    ['one with a status of its own', P501, { ...P501, pixel_status: 'deleted' }],
    ['a method whose receiver is not known', P501, { ...P501, delivery_method: 'tiktok' }],
    ['a level nobody knows', P501, { ...P501, pixel_level: 'galaxy' }],
  ];
  test.each(OTHER)('not: %s', (_name, one, other) => {
    expect(beside(one, other)).toEqual([]);
    expect(beside(other, one)).toEqual([]);
  });

  const P502 = { ...P501, network_offer_id: 41, delay_ms: 2 };
  const R502 = baselineRow(P502, 502);
  const edit = (edits: FieldValues, was: FieldValues = P502): CheckedDraft =>
    update(was, edits, { id: 502, row: 3 });

  test('edits that move, widen or switch on a postback onto an active one', () => {
    expect(told([edit({ network_offer_id: 40 })], [R501, R502])).toEqual([`3 ${FIRING}`]);
    expect(told([edit(GLOBAL)], [R501, R502])).toEqual([`3 ${FIRING}`]);
    const off = { ...P501, pixel_status: 'inactive' };
    expect(told([edit({ pixel_status: 'active' }, off)], [R501, baselineRow(off, 502)])).toEqual([
      `3 ${FIRING}`,
    ]);
    const elsewhere = { ...P501, postback_url: 'https://b.c/' };
    expect(
      told([edit({ postback_url: 'https://t.acme.io/' }, elsewhere)], [R501, baselineRow(elsewhere, 502)]),
    ).toEqual([`3 ${FIRING}`]);
  });
  test('R8 level → global without another postback of the partner', () => {
    expect(told([update(P501, { ...GLOBAL })], [R501])).toEqual([]);
  });
  test('[V2] what fired twice before is not told again for another edit, nor when it fires for less', () => {
    const pulled = [R501, baselineRow({ ...P501, delay_ms: 2 }, 502)];
    expect(told([edit({ description: 'x' }, { ...P501, delay_ms: 2 })], pulled)).toEqual([]);
    const wide = { ...P501, ...GLOBAL };
    const narrow = edit({ pixel_level: 'specific', network_offer_id: 40 }, wide);
    expect(told([narrow], [R501, baselineRow(wide, 502)])).toEqual([]);
  });
  test('[V2] two that fired twice before and move to a new host together are not told; one that stays behind at it is', () => {
    const to = { postback_url: 'https://new.acme.io/p' };
    const one = update(P501, to, { id: 501, row: 1 });
    const two = update({ ...P501, delay_ms: 2 }, to, { id: 502, row: 2 });
    const pulled = [R501, baselineRow({ ...P501, delay_ms: 2 }, 502)];
    expect(told([one, two], pulled)).toEqual([]);
    const there = baselineRow({ ...P501, ...to }, 503);
    expect(told([one, two], [...pulled, there])).toEqual([`1 ${FIRING}`, `2 ${FIRING}`]);
    expect(doublesOf([one, two], [...pulled, there])[0]!.message).toContain('the same as #503, which');
  });
  test('what the same edits switch off or move away does not count, unless its row cannot be read', () => {
    const mine = create({ ...P501, delay_ms: 7 });
    const off = update(P501, { pixel_status: 'inactive' }, { row: 5 });
    expect(told([mine, off], [R501])).toEqual([]);
    expect(told([mine, update(P501, { network_offer_id: 41 }, { row: 5 })], [R501])).toEqual([]);
    expect(told([mine, { ...off, unreadable: ['url'] }], [R501])).toEqual([`0 ${FIRING}`]);
    // An edit that is an error of its own is not pushed either (V6).
    expect(told([mine, update(P501, { pixel_level: 'global_offer' }, { row: 5 })], [R501])).toEqual([
      `0 ${FIRING}`,
    ]);
  });
  test('gone postbacks do not count', () => {
    expect(told([create({ ...P501, delay_ms: 7 })], [{ ...R501, gone: true }])).toEqual([]);
  });
  test('a new row whose level ignores one of its ids is not judged yet', () => {
    const wide = baselineRow({ ...P501, ...GLOBAL });
    expect(told([create({ ...P501, pixel_level: 'global' })], [wide])).toEqual([]);
  });
  test.each([MAX_NAMED - 1, MAX_NAMED, MAX_NAMED + 1])(
    'of %d others at most five are named, the rest counted',
    (others) => {
      const pulled = Array.from({ length: others }, (_, at) =>
        baselineRow({ ...P501, delay_ms: 1 }, 700 + at),
      );
      const [problem] = doublesOf([edit({ network_offer_id: 40 })], [...pulled, R502]);
      const named = problem!.message.match(/#7\d\d/g);
      expect(named).toHaveLength(Math.min(others, MAX_NAMED));
      expect(problem!.message.includes('and 1 more')).toBe(others > MAX_NAMED);
    },
  );
  test('each of six new rows names the five others', () => {
    const rows = Array.from({ length: MAX_NAMED + 1 }, (_, row) => create({ ...P501, delay_ms: row }, row));
    for (const { message } of doublesOf(rows, [])) {
      expect(message.match(/the new row \d+/g)).toHaveLength(MAX_NAMED);
      expect(message).not.toContain('more,');
    }
  });
  test('a level without the id that it needs is not judged yet', () => {
    for (const id of ['network_affiliate_id', 'network_offer_id'] as const) {
      expect(beside({ ...P501, [id]: 0 }, { ...P501, [id]: 0 })).toEqual([]);
    }
  });
  test('the asker itself is never among those named', () => {
    const pulled = Array.from({ length: MAX_NAMED }, (_, at) =>
      baselineRow({ ...P501, delay_ms: 1 }, 503 + at),
    );
    const [problem] = doublesOf([edit({ network_offer_id: 40 })], [R502, ...pulled]);
    expect(problem!.message).not.toContain('#502');
    expect(problem!.message).toContain('#503, #504, #505, #506 and #507, which are active');
  });
});
