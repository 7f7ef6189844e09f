/**
 * The macros that Everflow puts values in for in partner postbacks, each with where it was read (V8). Data only; it decides nothing.
 * The same list stands in docs/macros.md, and a test keeps both alike. Everflow's own full table could not be read to its end, so
 * the list is known to be incomplete: what is not in it is asked about, never refused.
 */

/** documented: by the platform's own pages. attested: by somebody else's. */
export type Grade = 'documented' | 'attested';

export interface EverflowMacro {
  /** Without braces, exactly as Everflow matches it. */
  readonly name: string;
  /** What stands in its place, in a few words. */
  readonly meaning: string;
  readonly grade: Grade;
  /** The page that has it. */
  readonly source: string;
}

const API_PAGE = 'https://developers.everflow.io/docs/network/postbacks';
const PARTNER_GUIDE = 'https://helpdesk.everflow.io/collaborator/managing-postbacks-as-a-partner';
const AFFILIATE_API = 'https://developers.everflow.io/api-reference/post-affiliatespixels';
const PARTNER_POSTBACKS =
  'https://helpdesk.everflow.io/en/articles/3578161-getting-started-partner-postbacks';
const PARAMETERS = 'https://helpdesk.everflow.io/customer/your-guide-to-parameters-macros';
const PLATFORMS =
  'https://helpdesk.everflow.io/customer/postback-tracking-link-configurations-for-affiliate-marketing-platforms';
const AFFILIATE_PIXELS = 'https://developers.everflow.io/api-reference/post-affiliatespixelstable.md';
const MR_POSTBACK = 'https://mrpostback.com/everflow/';
const MAX_JMAC = 'https://maxjmac.com/affiliate-marketing/postback-test';

const documented = (name: string, meaning: string, source: string): EverflowMacro => ({
  name,
  meaning,
  grade: 'documented',
  source,
});
const attested = (name: string, meaning: string, source: string): EverflowMacro => ({
  name,
  meaning,
  grade: 'attested',
  source,
});

/** `sub1` … `sub10`: which slots a page names. */
function slots(prefix: string, from: number, to: number, meaning: string, source: string): EverflowMacro[] {
  return Array.from({ length: to - from + 1 }, (_, index) =>
    documented(`${prefix}${from + index}`, `${meaning} ${from + index}`, source),
  );
}

export const EVERFLOW_MACROS: readonly EverflowMacro[] = [
  documented('transaction_id', "Everflow's id of the click", API_PAGE),
  ...slots('sub', 1, 2, "the partner's sub id", API_PAGE),
  ...slots('sub', 3, 5, "the partner's sub id", AFFILIATE_PIXELS),
  // Ten slots instead of five since 2026-05-18.
  ...slots('sub', 6, 10, "the partner's sub id", PARTNER_GUIDE),
  ...slots('adv', 1, 10, "the advertiser's value", PARTNER_GUIDE),
  documented('offer_id', 'id of the offer', API_PAGE),
  documented('affiliate_id', 'id of the partner', PLATFORMS),
  documented('source_id', "the partner's traffic source", PARAMETERS),
  documented('google_aid', 'Google advertising id of the device', API_PAGE),
  documented('idfa', 'Apple advertising id of the device', API_PAGE),
  attested('event_id', 'id of the event', MR_POSTBACK),
  attested('event_name', 'name of the event', MR_POSTBACK),
  // Both spellings of what the partner earns are found; which of them a network uses is learnt from its own postbacks.
  documented('payout', 'what the partner earns', PARTNER_GUIDE),
  attested('payout_amount', 'what the partner earns', MAX_JMAC),
  documented('revenue', 'what the network earns', AFFILIATE_API),
  documented('sale_amount', 'amount of the sale', PARTNER_POSTBACKS),
];

/** A macro of Everflow's that is told to work elsewhere, but not in partner postbacks. */
export interface MacroElsewhere {
  readonly name: string;
  /** Where it works, to be read after "It is a macro for". */
  readonly place: string;
  /** The macro that says the same in a partner postback; absent where none is known. */
  readonly instead?: string;
  readonly grade: Grade;
  readonly source: string;
}

export const MACROS_ELSEWHERE: readonly MacroElsewhere[] = [
  {
    name: 'amount',
    place: 'postbacks of advertisers',
    instead: 'sale_amount',
    grade: 'attested',
    source: 'https://www.mrpostback.com/how-postbacks-work',
  },
  { name: 'adv_event_id', place: 'postbacks of advertisers', grade: 'attested', source: MR_POSTBACK },
  { name: 'order_id', place: 'postbacks of advertisers', grade: 'attested', source: MR_POSTBACK },
  { name: 'unique_click', place: 'landing pages', grade: 'attested', source: MR_POSTBACK },
  { name: 'impression_tracking_id', place: 'landing pages', grade: 'attested', source: MR_POSTBACK },
];
