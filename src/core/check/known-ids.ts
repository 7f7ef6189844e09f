/**
 * Ids from nowhere (V10): partners and offers that no pulled postback has, events and Facebook businesses seen elsewhere only. They may be
 * right, so a person ticks them one by one; nothing is said where there is nothing to compare with.
 */
import type { Baseline } from '../baseline';
import { ALL, reachOf } from '../effects';
import type { Field } from '../postback';
import type { Problem } from '../problem';
import type { CheckContext, RowView } from './row';

const EVENT: Field = 'network_offer_payout_revenue_id';
const BUSINESS: Field = 'facebook_pixel.network_affiliate_integration_facebook_business_id';

/** Most ids that a message lists. */
const MAX_LISTED = 5;

/** Which ids pulled postbacks have, and together with which. Read once for a whole check. */
interface Seen {
  readonly partners: ReadonlySet<number>;
  readonly offers: ReadonlySet<number>;
  readonly offersOfEvent: ReadonlyMap<number, ReadonlySet<number>>;
  readonly partnersOfBusiness: ReadonlyMap<number, ReadonlySet<number>>;
  /** True if the last pull named partners or offers, so that what it did not bring may exist all the same (P4). */
  readonly filtered: boolean;
}

function seenIn(baseline: Baseline): Seen {
  const partners = new Set<number>();
  const offers = new Set<number>();
  const offersOfEvent = new Map<number, Set<number>>();
  const partnersOfBusiness = new Map<number, Set<number>>();
  let filtered = false;
  for (const { postback, scope, gone } of baseline.values()) {
    const idOf = (field: Field): number => Number(postback.fields[field] ?? 0);
    const partner = idOf('network_affiliate_id');
    const offer = idOf('network_offer_id');
    if (partner !== 0) partners.add(partner);
    if (offer !== 0) offers.add(offer);
    if (offer !== 0) addTo(offersOfEvent, idOf(EVENT), offer);
    if (partner !== 0) addTo(partnersOfBusiness, idOf(BUSINESS), partner);
    // A pull of everything reads every row anew; only gone rows keep the filter of long ago.
    if (!gone && scope !== undefined) filtered = true;
  }
  return { partners, offers, offersOfEvent, partnersOfBusiness, filtered };
}

function addTo(map: Map<number, Set<number>>, key: number, value: number): void {
  if (key === 0) return;
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

/** Ids of new rows, and edited ids, that pulled postbacks do not have, or not in this place. */
export function idsFromNowhere(rows: readonly RowView[], { baseline }: CheckContext): readonly Problem[] {
  const asking = rows.filter((row) =>
    row.edited('network_affiliate_id', 'network_offer_id', EVENT, BUSINESS),
  );
  if (asking.length === 0) return [];
  const seen = seenIn(baseline);
  return asking.flatMap((row) => [
    ...unseen(row, 'network_affiliate_id', 'partner', seen.partners, seen.filtered),
    ...unseen(row, 'network_offer_id', 'offer', seen.offers, seen.filtered),
    ...eventOfAnotherOffer(row, seen),
    ...businessOfAnotherPartner(row, seen),
  ]);
}

const FILTERED = ' The last pull was filtered, so it may exist all the same.';

function unseen(
  row: RowView,
  field: Field,
  what: 'partner' | 'offer',
  known: ReadonlySet<number>,
  filtered: boolean,
): readonly Problem[] {
  const id = Number(row.get(field) ?? 0);
  if (id === 0 || known.size === 0 || known.has(id) || !row.edited(field)) return [];
  return [
    row.problem({
      rule: 'V10',
      cause: `${what}-unseen`,
      severity: 'own-tick',
      field,
      title: `A${what === 'offer' ? 'n' : ''} ${what} that no pulled postback has`,
      message: `No pulled postback has ${what} ${id}. Check the number in Everflow; confirm it if it is right.${filtered ? FILTERED : ''}`,
    }),
  ];
}

/** An event belongs to one offer; where several offers have been seen with it, each of them will do. */
function eventOfAnotherOffer(row: RowView, seen: Seen): readonly Problem[] {
  const event = Number(row.get(EVENT) ?? 0);
  const offer = Number(row.get('network_offer_id') ?? 0);
  if (event === 0 || offer === 0 || reachOf(row.draft.fields).event !== event) return [];
  const offers = seen.offersOfEvent.get(event);
  if (offers?.has(offer) || !row.edited(EVENT, 'network_offer_id')) return [];
  const finding = { rule: 'V10', severity: 'own-tick', field: EVENT } as const;
  if (!row.edited(EVENT)) {
    return [
      row.problem({
        ...finding,
        cause: 'event-kept',
        title: 'A new offer with the event of the old one',
        message: `The offer was changed from ${row.before('network_offer_id') ?? 0} to ${offer}, but event ${event} is still that of the old offer. Put in an event of offer ${offer}, or 0 for all its events; confirm it if it is right.`,
      }),
    ];
  }
  if (!offers) return [];
  return [
    row.problem({
      ...finding,
      cause: 'event-of-another-offer',
      title: 'Events seen only with other offers',
      message: `Event ${event} was only seen with ${listed('offer', offers)}, not with offer ${offer}. Check the number in Everflow; confirm it if it is right.${seen.filtered ? FILTERED : ''}`,
    }),
  ];
}

function businessOfAnotherPartner(row: RowView, seen: Seen): readonly Problem[] {
  if (row.get('delivery_method') !== 'facebook') return [];
  const business = Number(row.get(BUSINESS) ?? 0);
  const partner = Number(row.get('network_affiliate_id') ?? 0);
  const partners = seen.partnersOfBusiness.get(business);
  if (!partners || partner === 0 || reachOf(row.draft.fields).partner === ALL) return [];
  if (partners.has(partner) || !row.edited(BUSINESS, 'network_affiliate_id', 'delivery_method')) return [];
  return [
    row.problem({
      rule: 'V10',
      cause: 'business-of-another-partner',
      severity: 'own-tick',
      field: BUSINESS,
      title: 'Facebook businesses seen only with other partners',
      message: `Facebook business ${business} was only seen with ${listed('partner', partners)}, not with partner ${partner}. Check it in Everflow; confirm it if it is right.${seen.filtered ? FILTERED : ''}`,
    }),
  ];
}

function listed(what: string, ids: ReadonlySet<number>): string {
  const some = [...ids].sort((a, b) => a - b);
  const words = some.slice(0, MAX_LISTED).join(', ');
  const more = some.length > MAX_LISTED ? ` and ${some.length - MAX_LISTED} more` : '';
  return `${what}${some.length > 1 ? 's' : ''} ${words}${more}`;
}
