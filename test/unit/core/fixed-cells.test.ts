/** What Partner, Offer, Host and Fires for should show, and names typed where ids belong (V10). */
import type { BaselineRow } from '../../../src/core/baseline';
import { firesFor } from '../../../src/core/baseline';
import { couldBeOurs, expectedFixed, FOLLOWING_COLUMNS, follows } from '../../../src/core/fixed-cells';
import { readDrafts } from '../../../src/core/edits';
import { namesOf } from '../../../src/core/names';
import type { FieldValues } from '../../../src/core/postback';
import { baselineRow, create, P501, update } from '../check-support';
import { FakeDesk } from './fake-desk';

function row(
  id: number,
  partner: readonly [number, string],
  offer: readonly [number, string],
  readAt = 0,
): BaselineRow {
  const known = baselineRow({ ...P501, network_affiliate_id: partner[0], network_offer_id: offer[0] }, id);
  return { ...known, readAt, postback: { ...known.postback, partnerName: partner[1], offerName: offer[1] } };
}
const R501 = row(501, [12, 'Acme'], [40, 'Shoes']);
const R502 = row(502, [13, 'Beta'], [41, 'Hats']);
const R503 = row(503, [14, ' beta '], [42, 'Shoes']);
const baseline = new Map([R503, R501, R502].map((one) => [one.postback.id, one]));
const names = namesOf(baseline);
const AS_PULLED = {
  partner: 'Acme',
  offer: 'Shoes',
  host: 't.acme.io',
  firesFor: 'partner Acme (12), offer Shoes (40): conversions',
};

describe('[V10] names', () => {
  test('by id, and ids by name without case and outer spaces', () => {
    expect([names.partner(12), names.partner(99), names.offer(41)]).toEqual(['Acme', '', 'Hats']);
    expect(names.partnersNamed('  BETA')).toEqual([13, 14]);
    expect(names.offersNamed('shoes')).toEqual([40, 42]);
    expect([names.partnersNamed('Shoes'), names.partnersNamed(' '), names.offersNamed('Acme')]).toEqual([
      [],
      [],
      [],
    ]);
  });
  test('what was read last names an id; its earlier name is understood', () => {
    const renamed = row(504, [12, 'Acme Ltd'], [40, 'Shoes'], 5);
    for (const rows of [
      [R501, renamed],
      [renamed, R501],
    ]) {
      const read = namesOf(new Map(rows.map((one) => [one.postback.id, one])));
      expect(read.partner(12)).toBe('Acme Ltd');
      expect([read.partnersNamed('acme'), read.partnersNamed('acme ltd')]).toEqual([[12], [12]]);
    }
  });
  test('[P6] where a row keeps its first "as pulled" of an id, the name belongs to the id that Everflow has now', () => {
    const read = namesOf(new Map([[501, { ...R501, theirs: { network_affiliate_id: 77 } }]]));
    expect([read.partner(12), read.partner(77)]).toEqual(['', 'Acme']);
  });
});

describe('[V10] fixed cells that follow', () => {
  const edited = (edits: FieldValues) => expectedFixed({ ...update(P501, edits), baseline: R501 }, names);

  test('as pulled where nothing that they tell about was edited', () => {
    expect(expectedFixed(R501, names)).toEqual(AS_PULLED);
    expect(edited({ description: 'x', pixel_status: 'inactive', html_code: 'y' })).toEqual(AS_PULLED);
    const shown = { ...R501, shown: { partner: 'Ac me' } };
    expect(expectedFixed(shown, names).partner).toBe('Ac me');
  });
  test('the name of the edited id, "?" where no pulled postback has it, nothing for 0', () => {
    expect(edited({ network_affiliate_id: 13 })).toEqual({
      ...AS_PULLED,
      partner: 'Beta',
      firesFor: 'partner Beta (13), offer Shoes (40): conversions',
    });
    expect(edited({ network_offer_id: 99 })).toMatchObject({
      offer: '?',
      firesFor: 'partner Acme (12), offer 99: conversions',
    });
    expect(edited({ pixel_level: 'global', network_offer_id: 0 })).toMatchObject({
      offer: '',
      partner: 'Acme',
      firesFor: 'partner Acme (12), all offers: conversions',
    });
  });
  test('the host of the edited URL', () => {
    expect(edited({ postback_url: 'https://u:p@new.acme.io:8443/p?x' })).toEqual({
      ...AS_PULLED,
      host: 'new.acme.io',
    });
    expect(edited({ postback_url: 'new.acme.io/p' }).host).toBe('');
  });
  test('"?" for what cannot be read, or where level or type say nothing', () => {
    const unread = { ...update(P501, {}), baseline: R501, unreadable: ['partnerId'] as const };
    expect(expectedFixed(unread, names)).toEqual({ ...AS_PULLED, partner: '?', firesFor: '?' });
    expect(edited({ pixel_level: 'Specific' })).toEqual({ ...AS_PULLED, firesFor: '?' });
    expect(edited({ pixel_type: 'click' })).toEqual({ ...AS_PULLED, firesFor: '?' });
    expect(edited({ pixel_type: 'event' }).firesFor).toContain('every event');
  });
  test('a new row shows what its cells amount to', () => {
    expect(expectedFixed(create({ ...P501, network_affiliate_id: 13 }), names)).toEqual({
      ...AS_PULLED,
      partner: 'Beta',
      firesFor: 'partner Beta (13), offer Shoes (40): conversions',
    });
    expect(expectedFixed({ ...create({}), unreadable: ['level', 'type'] }, names)).toEqual({
      partner: '',
      offer: '',
      host: '',
      firesFor: '?',
    });
  });
  test('[P6] without an edit, a row that keeps its first "as pulled" id shows what Everflow holds now, as its cells do', () => {
    const kept = { ...R501, theirs: { network_affiliate_id: 77 } };
    const read = namesOf(
      new Map([
        [501, kept],
        [502, R502],
      ]),
    );
    expect(expectedFixed(kept, read)).toMatchObject({
      partner: 'Acme',
      firesFor: 'partner Acme (77), offer Shoes (40): conversions',
    });
  });
  test('follows: only cells that tell about something edited, and all of a new row', () => {
    const followers = (edits: FieldValues): string[] =>
      FOLLOWING_COLUMNS.filter((key) => follows(key, update(P501, edits)));
    expect(followers({ network_affiliate_id: 13 })).toEqual(['partner', 'firesFor']);
    expect(followers({ postback_url: 'https://x.y' })).toEqual(['host']);
    expect(followers({ pixel_level: 'global' })).toEqual(['firesFor']);
    expect(followers({ description: 'x' })).toEqual([]);
    expect(FOLLOWING_COLUMNS.filter((key) => follows(key, create({})))).toEqual([...FOLLOWING_COLUMNS]);
  });
});

describe('[C4] texts that could be ours', () => {
  const ours = (key: (typeof FOLLOWING_COLUMNS)[number], text: string, mayFollow = true) =>
    couldBeOurs(key, text, mayFollow, names);

  test('known names, "?", nothing, hosts and sentences are; a person\'s own words are not', () => {
    for (const text of ['', '?', 'Acme', 'Hats'])
      expect(ours(text === 'Hats' ? 'offer' : 'partner', text)).toBe(true);
    expect([ours('partner', 'Hats'), ours('offer', 'Acme'), ours('partner', 'ask Tom')]).toEqual([
      false,
      false,
      false,
    ]);
    expect([
      ours('host', 'x.y'),
      ours('host', '[::1]'),
      ours('host', 'ask Tom'),
      ours('host', 'x.y/z'),
    ]).toEqual([true, true, false, false]);
    for (const level of ['global', 'specific', 'global_offer']) {
      expect(ours('firesFor', firesFor({ ...P501, pixel_level: level }, 'A: b\n', 'B'))).toBe(true);
    }
    expect(ours('firesFor', 'partner meeting')).toBe(false);
  });
  test('in a row without a reason to differ nothing is', () => {
    for (const text of ['', '?', 'Acme']) expect(ours('partner', text, false)).toBe(false);
  });
});

describe('[V10] a name typed into an id cell', () => {
  const problemsFor = (cells: Parameters<FakeDesk['addTyped']>[0]) => {
    const desk = new FakeDesk([R501, R502, R503]);
    desk.addTyped({ ...cells, type: 'conversion', level: 'specific', method: 'postback', status: 'active' });
    return readDrafts(desk, baseline).drafts.flatMap((draft) => draft.problems);
  };

  test('R52 the fix is offered where one partner has the name', () => {
    const [problem] = problemsFor({ partnerId: ' acme ', offerId: 40 });
    expect(problem).toMatchObject({
      rule: 'V10',
      cause: 'partnerId-name',
      severity: 'error',
      column: 'partnerId',
    });
    expect(problem!.message).toBe('"acme" is the name of partner 12. Partner ID must be the number: 12.');
    expect(problem!.fixes).toEqual([
      {
        action: 'set',
        id: 'partnerId-12',
        label: 'Set Partner ID to 12',
        cells: [{ column: 'partnerId', value: 12 }],
      },
    ]);
  });
  test('several of the name: they are listed, and there is no fix', () => {
    const [problem] = problemsFor({ partnerId: 12, offerId: 'Shoes' });
    expect(problem).toMatchObject({ cause: 'offerId-name', column: 'offerId', fixes: [] });
    expect(problem!.message).toContain('several offers: 40, 42.');
  });
  test('in existing rows too, and nowhere else: other words, other columns, other kinds of cells', () => {
    const desk = new FakeDesk([R501, R502, R503]);
    desk.set(0, 'partnerId', 'Beta');
    desk.set(1, 'offerId', 'Hats');
    expect(readDrafts(desk, baseline).drafts.flatMap((d) => d.problems.map((p) => p.cause))).toEqual([
      'partnerId-name',
      'offerId-name',
    ]);
    expect(problemsFor({ partnerId: 'Hats', eventId: 'Hats', offerId: 1.5 }).map((p) => p.cause)).toEqual([
      'cell-not-whole',
      'cell-not-whole',
      'cell-not-whole',
    ]);
  });
  test('of many of the name five are listed', () => {
    const many = (count: number) => {
      const rows = Array.from({ length: count }, (_, at) => row(600 + at, [20 + at, 'Same'], [40, 'Shoes']));
      const desk = new FakeDesk(rows);
      desk.set(0, 'partnerId', 'same');
      return readDrafts(desk, new Map(rows.map((one) => [one.postback.id, one]))).drafts[0]!.problems[0]!
        .message;
    };
    expect(many(5)).toContain('20, 21, 22, 23, 24.');
    expect(many(6)).toContain('20, 21, 22, 23, 24 and 1 more.');
  });
});
