/**
 * Level and ids: whom a postback fires for (V6). An id that the level ignores is never zeroed in silence: forty rows cloned
 * with forty offers would become forty postbacks for all offers.
 */
import { PIXEL_LEVELS, type Field } from '../postback';
import type { Fix, Problem } from '../problem';
import { setField, type RowView } from './row';

const SCOPE_FIELDS: readonly Field[] = [
  'pixel_level',
  'pixel_type',
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
];
const NEEDS_PARTNER: readonly string[] = ['global', 'specific'];
const NEEDS_OFFER: readonly string[] = ['specific', 'global_offer'];

const setLevelSpecific = setField('pixel_level', 'specific', 'level-specific', 'Set level to specific');
const setOffer0 = setField('network_offer_id', 0, 'offer-0', 'Set offer to 0');
const setPartner0 = setField('network_affiliate_id', 0, 'partner-0', 'Set partner to 0');
const setEvent0 = setField('network_offer_payout_revenue_id', 0, 'event-0', 'Set event to 0');
const setPostConversion = setField(
  'pixel_type',
  'post_conversion',
  'type-post_conversion',
  'Set type to post_conversion',
);

export function levelAndIds(row: RowView): readonly Problem[] {
  const level = row.text('pixel_level');
  // Another level is either an error of its own, or something the server knows and we do not.
  if (level === undefined || !(PIXEL_LEVELS as readonly string[]).includes(level)) return [];
  const touched = row.edited(...SCOPE_FIELDS);
  return [
    ...missingIds(row, level),
    ...(touched ? ignoredIds(row, level) : []),
    ...(touched ? eventId(row, level) : []),
  ];
}

function missingIds(row: RowView, level: string): Problem[] {
  const weight = row.weighWhenFiring(...SCOPE_FIELDS);
  const problems: Problem[] = [];
  if (NEEDS_PARTNER.includes(level) && row.get('network_affiliate_id') === 0) {
    problems.push(
      ...row.fault(weight, {
        rule: 'V6',
        cause: 'partner-missing',
        field: 'network_affiliate_id',
        title: 'A partner is needed',
        message: `Level ${level} needs a partner. Put the partner's number into Partner ID.`,
      }),
    );
  }
  if (NEEDS_OFFER.includes(level) && row.get('network_offer_id') === 0) {
    problems.push(
      ...row.fault(weight, {
        rule: 'V6',
        cause: 'offer-missing',
        field: 'network_offer_id',
        title: 'An offer is needed',
        message: `Level ${level} needs an offer. Put the offer's number into Offer ID.`,
      }),
    );
  }
  return problems;
}

function ignoredIds(row: RowView, level: string): Problem[] {
  const partner = row.get('network_affiliate_id');
  const offer = row.get('network_offer_id');
  // "specific" is only offered where it would be whole: the fix must not lead from one error into the next.
  const specific: readonly Fix[] = partner && offer ? [setLevelSpecific] : [];
  if (level === 'global' && offer) {
    return [
      row.problem({
        rule: 'V6',
        cause: 'offer-ignored',
        severity: 'error',
        field: 'network_offer_id',
        title: 'Level "global" ignores the offer',
        message: `Level global fires for all offers of the partner, so offer ${offer} would be ignored. Set the level to specific, or the offer to 0.`,
        fixes: [...specific, setOffer0],
      }),
    ];
  }
  if (level === 'global_offer' && partner) {
    return [
      row.problem({
        rule: 'V6',
        cause: 'partner-ignored',
        severity: 'error',
        field: 'network_affiliate_id',
        title: 'Level "global_offer" ignores the partner',
        message: `Level global_offer fires for ALL partners of the offer, so partner ${partner} would be ignored. Set the level to specific, or the partner to 0.`,
        fixes: [...specific, setPartner0],
      }),
    ];
  }
  return [];
}

/** An event other than 0 only goes with type post_conversion, and with a level that has one offer. */
function eventId(row: RowView, level: string): Problem[] {
  const event = row.get('network_offer_payout_revenue_id');
  if (!event) return [];
  const type = row.get('pixel_type');
  const finding = { rule: 'V6', severity: 'error', field: 'network_offer_payout_revenue_id' } as const;
  const problems: Problem[] = [];
  if (level === 'global') {
    problems.push(
      row.problem({
        ...finding,
        cause: 'event-level',
        title: 'Level "global" has no event',
        message: `Event ${event} belongs to one offer, but level global fires for all offers. Set the event to 0, or the level to specific.`,
        fixes: [setEvent0],
      }),
    );
  }
  if (type === 'conversion' || type === 'cpc') {
    problems.push(
      row.problem({
        ...finding,
        cause: 'event-type',
        title: 'Only type post_conversion has an event',
        message: `Event ${event} is only used with type post_conversion; the type is ${type}. Set the type to post_conversion, or the event to 0.`,
        fixes: [setPostConversion, setEvent0],
      }),
    );
  }
  return problems;
}

/**
 * cpc goes with level specific and method postback. Only newer documents say so, hence a warning (V2). Sources:
 * https://developers.everflow.io/api-reference/post-networkspixels ,
 * https://helpdesk.everflow.io/en/articles/4057176-partner-portal-managing-postbacks
 */
export function cpc(row: RowView): readonly Problem[] {
  if (row.get('pixel_type') !== 'cpc') return [];
  const problems: Problem[] = [];
  const level = row.text('pixel_level');
  if (level !== undefined && level !== 'specific' && row.edited('pixel_type', 'pixel_level')) {
    problems.push(
      row.problem({
        rule: 'V6',
        cause: 'cpc-level',
        severity: 'warning',
        field: 'pixel_level',
        title: 'Type cpc with another level than specific',
        message: `Everflow offers type cpc for level specific only; the level is ${level}. It may be refused or not fire.`,
      }),
    );
  }
  const method = row.text('delivery_method');
  if (method !== undefined && method !== 'postback' && row.edited('pixel_type', 'delivery_method')) {
    problems.push(
      row.problem({
        rule: 'V6',
        cause: 'cpc-method',
        severity: 'warning',
        field: 'delivery_method',
        title: 'Type cpc with another method than postback',
        message: `Everflow offers type cpc for method postback only; the method is ${method}. It may be refused or not fire.`,
      }),
    );
  }
  return problems;
}
