/**
 * The macros that Everflow puts values in for in partner postbacks (V8). Data only; it decides nothing. docs/macros.md says of each what
 * stands in its place and on which page it was read, and a test keeps both alike: a citation here would be loaded at every call.
 * Everflow's own full table could not be read to its end, so the list is known to be incomplete: what is not in it is asked about, never
 * refused.
 */

/** `sub1` … `sub10` and `adv1` … `adv10`; ten slots instead of five since 2026-05-18. */
const slots = (prefix: string): string[] => Array.from({ length: 10 }, (_, index) => `${prefix}${index + 1}`);

/** Without braces, exactly as Everflow matches them. */
export const EVERFLOW_MACROS: readonly string[] = [
  'transaction_id',
  ...slots('sub'),
  ...slots('adv'),
  'offer_id',
  'affiliate_id',
  'source_id',
  'google_aid',
  'idfa',
  'event_id',
  'event_name',
  // Both spellings of what the partner earns are found; which of them a network uses is learnt from its own postbacks.
  'payout',
  'payout_amount',
  'revenue',
  'sale_amount',
];

/** A macro of Everflow's that is told to work elsewhere, but not in partner postbacks. */
export interface MacroElsewhere {
  readonly name: string;
  /** Where it works, to be read after "It is a macro for". */
  readonly place: string;
  /** The macro that says the same in a partner postback; absent where none is known. */
  readonly instead?: string;
}

export const MACROS_ELSEWHERE: readonly MacroElsewhere[] = [
  { name: 'amount', place: 'postbacks of advertisers', instead: 'sale_amount' },
  { name: 'adv_event_id', place: 'postbacks of advertisers' },
  { name: 'order_id', place: 'postbacks of advertisers' },
  { name: 'unique_click', place: 'landing pages' },
  { name: 'impression_tracking_id', place: 'landing pages' },
];
