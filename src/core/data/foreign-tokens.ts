/**
 * Tokens of other tracking platforms as they come along when a partner pastes a URL (V8). Data only; it decides nothing. docs/macros.md
 * says of each on which page it was read, and a test keeps both alike: a citation here would be loaded at every call.
 */

/** How a platform marks its tokens. */
export interface ForeignForm {
  readonly open: string;
  readonly close: string;
  readonly platform: string;
  /** True where such names are capitals only, since small letters would be ordinary text. */
  readonly capitals?: true;
}

/** Longer marks come before their beginnings (`[[` before `[`): the first that fits is taken. Braces have their own reading. */
export const FOREIGN_FORMS: readonly ForeignForm[] = [
  {
    open: '#',
    close: '#',
    platform: 'CAKE',
  },
  {
    open: '[=',
    close: '=]',
    platform: 'LinkTrust',
  },
  {
    open: '[[',
    close: ']]',
    platform: 'Prosper202',
  },
  {
    open: '!!!',
    close: '!!!',
    platform: 'Awin',
  },
  {
    open: '__',
    close: '__',
    platform: 'TikTok',
    capitals: true,
  },
  {
    open: '{{',
    close: '}}',
    platform: 'Meta and GoAffPro',
  },
  {
    open: '${',
    close: '}',
    platform: 'PropellerAds and Xandr',
  },
  {
    open: '%%',
    close: '%%',
    platform: 'WhatCounts',
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
}));

export interface ForeignToken {
  /** As written; braces are compared by letters and digits only, all others exactly. */
  readonly token: string;
  readonly platform: string;
  /** Everflow's macro with the same meaning, without braces; only where that is certain. */
  readonly counterpart?: string;
  /** What it stands for where there is no certain counterpart, but advice. */
  readonly means?: 'click-id' | 'payout';
}

type Row = readonly [token: string, what?: string];

/** A `what` is a counterpart, or `?click-id` and `?payout` for what only has advice. */
function tokens(platform: string, rows: readonly Row[]): ForeignToken[] {
  return rows.map(([token, what]) => {
    const base = { token, platform };
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
  ...tokens('CAKE', [
    ...numbered('#s', '#', 5, 'sub'),
    ['#affid#', 'affiliate_id'],
    ['#oid#', 'offer_id'],
    ['#price#', '?payout'],
    // CAKE's own id of a conversion, of a campaign and of a creative: Everflow has no such values.
    ['#leadid#'],
    ['#campid#'],
    ['#cid#'],
  ]),
  // The advertiser's id of the sale, not the click: {transaction_id} would be another value.
  ...tokens('CAKE', [['#tid#'], ['#reqid#', '?click-id']]),
  ...tokens('LinkTrust', [
    ['[=AFID=]', 'affiliate_id'],
    ['[=SID=]'],
    ['[=CID=]'],
    ['[=_TransID=]'],
    ['[=ClickID=]', '?click-id'],
    ['[=AffiliateReferenceID=]', '?click-id'],
    ['[=AffiliateCommission=]', '?payout'],
  ]),
  ...tokens('Prosper202', [['[[subid]]', '?click-id']]),
  ...tokens(
    'TUNE',
    // Its "source" and Everflow's source_id are filled by partners as they like.
    [['{aff_sub}', 'sub1'], ['{source}']],
  ),
  ...tokens('TUNE', [
    ['{aff_sub2}', 'sub2'],
    ['{aff_click_id}', '?click-id'],
  ]),
  ...tokens('Indoleads', [['{aff_id}', 'affiliate_id'], ['{campaign_id}']]),
  ...tokens('networks built like TUNE', [
    ['{aff_sub1}', 'sub1'],
    ['{aff_sub3}', 'sub3'],
    ['{aff_sub4}', 'sub4'],
    ['{aff_sub5}', 'sub5'],
  ]),
  ...tokens('Scaleo', [...numbered('{sub_id', '}', 5, 'sub'), ['{gaid}', 'google_aid']]),
  ...tokens('Affise', [
    ['{clickid}', '?click-id'],
    ['{pid}', 'affiliate_id'],
    ['{sum}', '?payout'],
    ['{goal}'],
    ['{status}'],
  ]),
  ...tokens('Affise', [['{ios_idfa}', 'idfa']]),
  ...tokens(
    'Trackier',
    // By custom the click id comes in p1; in Everflow it may come in any sub id.
    [
      ['{p1}', '?click-id'],
      ...Array.from({ length: 9 }, (_, at): Row => [`{p${at + 2}}`]),
      ['{txn_id}'],
      ['{payout_usd}', '?payout'],
    ],
  ),
  ...tokens('Keitaro', [['{subid}', '?click-id'], ['{external_id}', '?click-id'], ['{tid}']]),
  ...tokens('Acorn Ads', numbered('{s', '}', 5, 'sub')),
  ...tokens('TrafficCompany', [['{reward}', '?payout']]),
  ...tokens('Golden Goose', [['{profit}', '?payout']]),
  ...tokens('Pivotstring', [['{sub_aff_id}']]),
  ...tokens('Zeropark', [['{cid}', '?click-id']]),
  ...tokens('Impact', [['{OID}'], ['{MediaPartnerId}', 'affiliate_id'], ['{IntendedAmount}', '?payout']]),
  ...tokens('RedTrack', [['{replace_me}', '?click-id'], ['{replace_or_remove}']]),
  ...tokens('Voluum', [['{}']]),
  ...tokens('PropellerAds', [['${SUBID}', '?click-id']]),
];
