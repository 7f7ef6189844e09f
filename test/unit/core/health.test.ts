/** What Health finds and what it leaves alone, on both sides of each limit (H2). */
import type { BaselineRow } from '../../../src/core/baseline';
import { misspeltHosts } from '../../../src/core/health/hosts';
import { surveyOf } from '../../../src/core/health/known';
import { membersOf, type FindingList } from '../../../src/core/health/lists';
import type { FieldValues } from '../../../src/core/postback';
import { baselineOf, row } from './examples';

const rowsOf = (...fields: readonly FieldValues[]): BaselineRow[] =>
  fields.map((over, at) => row(501 + at, { network_offer_id: at + 1, ...over }));

/** What is found, as `501` or `501 note`. */
function found(list: FindingList, rows: readonly BaselineRow[], off: readonly number[] = []): string[] {
  const members = membersOf(surveyOf(baselineOf(...rows), new Set(off)), { list, value: '' });
  return members.map(({ known, note }) => `${known.id} ${note}`.trim());
}
const to = (url: string, over: FieldValues = {}): FieldValues => ({ postback_url: url, ...over });
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

describe('[H2] hosts that look misspelt', () => {
  const meantFor = (rare: string, often: string, rareUses = 1, oftenUses = 10): string | undefined =>
    misspeltHosts(
      new Map([
        [rare, rareUses],
        [often, oftenUses],
      ]),
    ).get(rare);

  test.each([
    ['s2s.acme-partnr.com', 's2s.acme-partner.com'],
    ['s2s.acme-partnerr.com', 's2s.acme-partner.com'],
    ['s2s.acme-pertner.com', 's2s.acme-partner.com'],
    ['s2s.acme-partnre.com', 's2s.acme-partner.com'],
    ['s2sacme.com', 's2s.acme.com'],
    ['acme.con', 'acme.com'],
    ['acme.co', 'acme.com'],
    ['acme.comm', 'acme.com'],
    ['mytrack.io', 'my-track.io'],
    ['xtrack.io', 'track.io'],
  ])('%s is taken for a slip of %s', (rare, often) => {
    expect(meantFor(rare, often)).toBe(often);
  });

  test.each([
    ['t2.acme.com', 't1.acme.com', 'another number'],
    ['t12.acme.com', 't1.acme.com', 'another number'],
    ['eu.acme.com', 'us.acme.com', 'a short name'],
    ['app.acme.com', 'api.acme.com', 'a short name'],
    ['acme.eu', 'acme.ru', 'a country'],
    ['trk-b.acme.com', 'trk-a.acme.com', 'a letter that counts'],
    ['b.acme.com', 'a.acme.com', 'a letter that counts'],
    ['other.com', 'acme.com', 'another word'],
    ['partners.acme.com', 'tracking.acme.com', 'another word'],
    ['{sub1}.acme.com', 'sub1.acme.com', 'a macro'],
  ])('%s beside %s is left alone: %s', (rare, often) => {
    expect(meantFor(rare, often)).toBeUndefined();
  });

  test('rare is one or two, often is ten and more, and of several the most frequent is meant', () => {
    const [rare, often] = ['tracc.io', 'track.io'];
    expect(meantFor(rare, often, 2, 10)).toBe(often);
    expect(meantFor(rare, often, 3, 10)).toBeUndefined();
    expect(meantFor(rare, often, 2, 9)).toBeUndefined();
    const both = new Map([
      ['traca.io', 10],
      ['tracb.io', 11],
      ['tracc.io', 1],
    ]);
    expect(misspeltHosts(both).get('tracc.io')).toBe('tracb.io');
  });

  test('each of its postbacks is told what is meant; one that is off, or has another method, counts for nothing', () => {
    const rows = rowsOf(
      ...times(10, to('https://track.acme-partner.com/p')),
      to('https://Track.Acme-Partnr.com/p'),
      to('https://track.acme-partneer.com/p', { pixel_status: 'inactive' }),
      to('https://track.acme-prtner.com/p', { delivery_method: 'html' }),
    );
    expect(found('misspelt', rows)).toEqual(['511 Did you mean track.acme-partner.com?']);
  });
});

describe('[H2] a postback unlike all others of its partner', () => {
  const at = (host: string, over: FieldValues = {}): FieldValues => to(`https://${host}/p`, over);

  test('is found from five others on, and named with what they have', () => {
    expect(found('lone', rowsOf(...times(5, at('acme.io')), at('beta.io')))).toEqual([
      '506 All others of this partner and type go to acme.io.',
    ]);
    expect(found('lone', rowsOf(...times(4, at('acme.io')), at('beta.io')))).toEqual([]);
    const html = { delivery_method: 'html', html_code: '<img>', postback_url: '' };
    expect(found('lone', rowsOf(...times(5, at('acme.io')), html))).toEqual([
      '506 All others of this partner and type have method postback.',
    ]);
  });

  test.each<[string, readonly FieldValues[]]>([
    ['two of a kind', [at('beta.io'), at('beta.io')]],
    ['two that differ', [at('beta.io'), at('gamma.io')]],
    ['a server of the same owner', [at('events.acme.io')]],
    ['another partner', [at('beta.io', { network_affiliate_id: 99 })]],
    ['another type', [at('beta.io', { pixel_type: 'post_conversion' })]],
    ['all partners of an offer', [at('beta.io', { pixel_level: 'global_offer', network_affiliate_id: 12 })]],
    ['Facebook beside postbacks', [{ delivery_method: 'facebook', postback_url: '' }]],
    ['one that is off', [at('beta.io', { pixel_status: 'inactive' })]],
  ])('%s: nothing is said', (_what, others) => {
    expect(found('lone', rowsOf(...times(8, at('s2s.acme.io')), ...others))).toEqual([]);
  });

  test('a host that looks misspelt is told once, as that', () => {
    const rows = rowsOf(...times(10, at('partner.io')), at('partnr.io'));
    expect(found('misspelt', rows)).toHaveLength(1);
    expect(found('lone', rows)).toEqual([]);
  });
});

describe('[H2] URLs without a click id', () => {
  test.each([
    ['https://t.io/p?tx={transaction_id}', 'has'],
    ['https://t.io/p?c={sub1}', 'has'],
    ['https://t.io/p?c=${sub10}', 'has'],
    ['https://t.io/p?c={sub11}', ''],
    ['https://t.io/p?o={offer_id}&p={payout}', ''],
    ['https://t.io/p', ''],
    ['https://t.io/p?c=#s2#', '#s2#'],
    ['https://t.io/p?c={Transaction_ID}', '{Transaction_ID}'],
    ['https://t.io/p?c={clickid}&s={sub3}', 'has'],
    ['https://t.io/p?o={offer_id}&c={clickid}', '{clickid}'],
    ['https://t.io/p?tx=%7Btransaction_id%7D', ''],
  ])('%s', (url, lack) => {
    const wanted = lack === '' ? ['501'] : [`501 Everflow sends ${lack} as it stands.`];
    expect(found('click-id', rowsOf(to(url)))).toEqual(lack === 'has' ? [] : wanted);
  });

  test("[V8] a macro of the network's own counts from the eleventh on, as the check believes it", () => {
    const url = 'https://t.io/p?c={clickid}';
    expect(found('click-id', rowsOf(...times(10, to(url))))).toHaveLength(10);
    expect(found('click-id', rowsOf(...times(11, to(url))))).toEqual([]);
  });

  test('what is off, or calls no URL, is not asked', () => {
    const url = to('https://t.io/p');
    expect(
      found('click-id', rowsOf({ ...url, pixel_status: 'inactive' }, { ...url, delivery_method: 'html' })),
    ).toEqual([]);
  });
});

test('[H2] plain http is found in whatever case, and https is not', () => {
  expect(
    found(
      'http',
      rowsOf(
        to('http://a.io/p'),
        to('HTTP://a.io/p'),
        to('https://a.io/p?r=http://b.io'),
        to('http://a.io', { pixel_status: 'inactive' }),
      ),
    ),
  ).toEqual(['501', '502']);
});

test('[H2] what Everflow switched off is listed although it is off', () => {
  expect(found('switched-off', rowsOf({ pixel_status: 'inactive' }, {}), [501])).toEqual(['501']);
});

test('[M2] of a conflict that is not settled, what Everflow holds counts', () => {
  const [mine] = rowsOf(to('http://a.io/p?c={sub1}'));
  expect(found('http', [{ ...mine!, theirs: { postback_url: 'https://a.io/p?c={sub1}' } }])).toEqual([]);
});
