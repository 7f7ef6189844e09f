/**
 * Tokens of other tracking platforms as they come along when a partner pastes a URL, each with where it was read (V8). Data only; it
 * decides nothing. The same lists stand in docs/macros.md, and a test keeps both alike.
 */
import type { Grade } from './macros';

/** How a platform marks its tokens. */
export interface ForeignForm {
  readonly open: string;
  readonly close: string;
  readonly platform: string;
  readonly grade: Grade;
  readonly source: string;
  /** True where such names are capitals only, since small letters would be ordinary text. */
  readonly capitals?: true;
}

/** Longer marks come before their beginnings (`[[` before `[`): the first that fits is taken. Braces have their own reading. */
export const FOREIGN_FORMS: readonly ForeignForm[] = [
  {
    open: '#',
    close: '#',
    platform: 'CAKE',
    grade: 'documented',
    source: 'https://support.getcake.com/support/solutions/articles/5000546376-affiliate-pixels-and-tracking',
  },
  {
    open: '[=',
    close: '=]',
    platform: 'LinkTrust',
    grade: 'documented',
    source: 'https://help.linktrust.com/knowledge/optional-code-tokens',
  },
  {
    open: '[[',
    close: ']]',
    platform: 'Prosper202',
    grade: 'documented',
    source: 'https://prosper202.readme.io/docs/subids',
  },
  {
    open: '!!!',
    close: '!!!',
    platform: 'Awin',
    grade: 'attested',
    source: 'https://doc.eulerian.com/p/q9tbJ9LS_kYAr-/How-to-track-an-Awin-campaign',
  },
  {
    open: '__',
    close: '__',
    platform: 'TikTok',
    grade: 'documented',
    source: 'https://ads.tiktok.com/help/article?aid=6669666107177041925',
    capitals: true,
  },
  {
    open: '{{',
    close: '}}',
    platform: 'Meta and GoAffPro',
    grade: 'attested',
    source: 'https://urlmacros.com/url-macro-guide.html',
  },
  {
    open: '${',
    close: '}',
    platform: 'PropellerAds and Xandr',
    grade: 'documented',
    source: 'https://learn.microsoft.com/en-za/xandr/data-providers/xandr-macros-for-data-providers',
  },
  {
    open: '%%',
    close: '%%',
    platform: 'WhatCounts',
    grade: 'documented',
    source: 'https://support.whatcounts.com/wcsupport2/tracking',
  },
];

/** Marks without a platform of their own: people write them for "put your token here", whatever the platform. No page is known to define them. */
export const LOOSE_FORMS: readonly Pick<ForeignForm, 'open' | 'close'>[] = [
  { open: '[', close: ']' },
  { open: '<', close: '>' },
  { open: '$', close: '$' },
  { open: '%', close: '%' },
];

/** Words that trackers put where a token belongs; they count only as the whole value of a parameter. */
export const PLACEHOLDER_WORDS: readonly ForeignToken[] = ['REPLACE', 'OPTIONAL'].map((token) => ({
  token,
  platform: 'Voluum',
  grade: 'documented',
  source: 'https://doc.voluum.com/en/tracking_conversions_postback.html',
}));

export interface ForeignToken {
  /** As written; braces are compared by letters and digits only, all others exactly. */
  readonly token: string;
  readonly platform: string;
  /** Everflow's macro with the same meaning, without braces; only where that is certain. */
  readonly counterpart?: string;
  /** What it stands for where there is no certain counterpart, but advice. */
  readonly means?: 'click-id' | 'payout';
  readonly grade: Grade;
  readonly source: string;
}

type Row = readonly [token: string, what?: string];

/** A `what` is a counterpart, or `?click-id` and `?payout` for what only has advice. */
function tokens(platform: string, source: string, grade: Grade, rows: readonly Row[]): ForeignToken[] {
  return rows.map(([token, what]) => {
    const base = { token, platform, grade, source };
    if (what === undefined) return base;
    if (what === '?click-id' || what === '?payout') {
      return { ...base, means: what === '?payout' ? 'payout' : 'click-id' };
    }
    return { ...base, counterpart: what };
  });
}

const numbered = (before: string, after: string, to: number, counterpart: string): Row[] =>
  Array.from({ length: to }, (_, at) => [`${before}${at + 1}${after}`, `${counterpart}${at + 1}`]);

/**
 * Certain is: the same slot of the partner's sub ids, and the same id under another name. A click id is not: only the partner knows in which
 * sub id it comes, and some platforms mean their own. Money is not: gross, net and currency differ.
 */
export const FOREIGN_TOKENS: readonly ForeignToken[] = [
  ...tokens(
    'CAKE',
    'https://support.getcake.com/support/solutions/articles/5000546376-affiliate-pixels-and-tracking',
    'documented',
    [
      ...numbered('#s', '#', 5, 'sub'),
      ['#affid#', 'affiliate_id'],
      ['#oid#', 'offer_id'],
      ['#price#', '?payout'],
      // CAKE's own id of a conversion, of a campaign and of a creative: Everflow has no such values.
      ['#leadid#'],
      ['#campid#'],
      ['#cid#'],
    ],
  ),
  // The advertiser's id of the sale, not the click: {transaction_id} would be another value.
  ...tokens('CAKE', 'https://mrpostback.com/cake/', 'attested', [['#tid#'], ['#reqid#', '?click-id']]),
  ...tokens('LinkTrust', 'https://help.linktrust.com/knowledge/optional-code-tokens', 'documented', [
    ['[=AFID=]', 'affiliate_id'],
    ['[=SID=]'],
    ['[=CID=]'],
    ['[=_TransID=]'],
    ['[=ClickID=]', '?click-id'],
    ['[=AffiliateReferenceID=]', '?click-id'],
    ['[=AffiliateCommission=]', '?payout'],
  ]),
  ...tokens('Prosper202', 'https://prosper202.readme.io/docs/subids', 'documented', [
    ['[[subid]]', '?click-id'],
  ]),
  ...tokens(
    'TUNE',
    'https://developers.tune.com/network-models/offerurl/',
    'documented',
    // Its "source" and Everflow's source_id are filled by partners as they like.
    [['{aff_sub}', 'sub1'], ['{source}']],
  ),
  ...tokens('TUNE', 'https://maxjmac.com/affiliate-marketing/postback-test', 'attested', [
    ['{aff_sub2}', 'sub2'],
    ['{aff_click_id}', '?click-id'],
  ]),
  ...tokens(
    'Indoleads',
    'https://indoleads.atlassian.net/wiki/pages/diffpages.action?originalId=338755611&pageId=439091204',
    'documented',
    [['{aff_id}', 'affiliate_id'], ['{campaign_id}']],
  ),
  ...tokens(
    'networks built like TUNE',
    'https://github.com/Byashpaswan/networkPlatformBackend/blob/master/db/eagle/src/constants/Macros.js',
    'attested',
    [
      ['{aff_sub1}', 'sub1'],
      ['{aff_sub3}', 'sub3'],
      ['{aff_sub4}', 'sub4'],
      ['{aff_sub5}', 'sub5'],
    ],
  ),
  ...tokens('Scaleo', 'https://help.scaleo.io/article/384-affiliate-parameters', 'documented', [
    ...numbered('{sub_id', '}', 5, 'sub'),
    ['{gaid}', 'google_aid'],
  ]),
  ...tokens(
    'Affise',
    'https://help-center.affise.com/en/articles/6564528-cross-postback-link-macros',
    'documented',
    [['{clickid}', '?click-id'], ['{pid}', 'affiliate_id'], ['{sum}', '?payout'], ['{goal}'], ['{status}']],
  ),
  ...tokens(
    'Affise',
    'https://affise.zendesk.com/hc/en-us/articles/115002634845-Affise-Affise',
    'documented',
    [['{ios_idfa}', 'idfa']],
  ),
  ...tokens(
    'Trackier',
    'https://help.trackier.com/support/solutions/articles/31000154963-publisher-tracking-link-macro-and-postback-parameter-',
    'documented',
    // By custom the click id comes in p1; in Everflow it may come in any sub id.
    [
      ['{p1}', '?click-id'],
      ...Array.from({ length: 9 }, (_, at): Row => [`{p${at + 2}}`]),
      ['{txn_id}'],
      ['{payout_usd}', '?payout'],
    ],
  ),
  ...tokens(
    'Keitaro',
    'https://docs.keitaro.io/en/campaigns-and-streams/s2s-postback-placeholders.html',
    'documented',
    [['{subid}', '?click-id'], ['{external_id}', '?click-id'], ['{tid}']],
  ),
  ...tokens(
    'Acorn Ads',
    'https://pub.acornads.com/postback-documentation',
    'documented',
    numbered('{s', '}', 5, 'sub'),
  ),
  ...tokens('TrafficCompany', 'https://maxjmac.com/affiliate-marketing/postback-test', 'attested', [
    ['{reward}', '?payout'],
  ]),
  ...tokens('Golden Goose', 'https://maxjmac.com/affiliate-marketing/postback-test', 'attested', [
    ['{profit}', '?payout'],
  ]),
  ...tokens('Pivotstring', 'https://help.pivotstring.com/campaign/list-of-micros?version=en', 'documented', [
    ['{sub_aff_id}'],
  ]),
  ...tokens('Zeropark', 'http://v7.help-legacy.keitaro.io/en/sendpostbacks', 'attested', [
    ['{cid}', '?click-id'],
  ]),
  ...tokens('Impact', 'https://affpixel.com/blog/postback-url-parameters', 'attested', [
    ['{OID}'],
    ['{MediaPartnerId}', 'affiliate_id'],
    ['{IntendedAmount}', '?payout'],
  ]),
  ...tokens(
    'RedTrack',
    'https://redtrack.zendesk.com/hc/en-us/articles/213573065-S2S-Tracking-via-Postback-URL',
    'documented',
    [['{replace_me}', '?click-id'], ['{replace_or_remove}']],
  ),
  ...tokens('Voluum', 'https://doc.voluum.com/en/tracking_conversions_postback.html', 'documented', [['{}']]),
  ...tokens(
    'PropellerAds',
    'https://coldfusion-example.blogspot.com/2026/02/propellerads-s2s-postback-guide-fixing.html',
    'attested',
    [['${SUBID}', '?click-id']],
  ),
];
