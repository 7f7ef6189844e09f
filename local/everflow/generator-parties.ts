/** Makes the partners and offers of a generated network. It knows nothing about postbacks. */
import { AWKWARD_NAMES } from './awkward-texts';
import type { Random } from './random';
import type { Offer, Partner } from './records';

const FIRST = ['Blue', 'North', 'Rapid', 'Prime', 'Lucky', 'Solar', 'Urban', 'Vivid', 'Amber', 'Delta'];
const PARTNER_LAST = ['Media', 'Clicks', 'Traffic', 'Leads', 'Reach', 'Partners', 'Ads', 'Network'];
const OFFER_LAST = ['Casino', 'Loans', 'Dating', 'VPN', 'Sweeps', 'Insurance', 'Fitness', 'Crypto', 'Games'];
const COUNTRIES = ['US', 'DE', 'UK', 'FR', 'BR', 'JP', 'Tier 1'];

/** The parties that the API page names, and those that its texts imply. */
const PAGE_PARTNERS: readonly Partner[] = [
  { id: 7, name: 'Affiliate Example' },
  { id: 12, name: 'Acme' },
  { id: 14, name: 'Affiliate Example' },
  { id: 22, name: 'Affiliate Name' },
];
const PAGE_OFFERS: readonly Offer[] = [
  { id: 1, name: 'Offer Example', eventIds: [] },
  { id: 40, name: 'Offer Name', eventIds: [77, 78] },
  { id: 41, name: 'Offer Name (weekend)', eventIds: [79] },
  { id: 81, name: 'Other Offer Name', eventIds: [] },
];

/** Ids of everything generated start here; those of the page are below. */
const FIRST_ID = 100;
/** One awkward name per this many partners or offers. */
const AWKWARD_EVERY = 9;

export interface Parties {
  readonly partners: readonly Partner[];
  readonly offers: readonly Offer[];
}

function nameOf(index: number, usual: string, hostile: boolean): string {
  if (!hostile && index % AWKWARD_EVERY !== AWKWARD_EVERY - 1) return usual;
  const at = hostile ? index : Math.floor(index / AWKWARD_EVERY);
  const name = AWKWARD_NAMES[at % AWKWARD_NAMES.length] ?? usual;
  return at < AWKWARD_NAMES.length ? name : `${name} ${at}`;
}

function eventIdsOf(random: Random, offerIndex: number): number[] {
  const count = random.weighted<number>([
    [0, 4],
    [1, 2],
    [2, 2],
    [4, 1],
  ]);
  return Array.from({ length: count }, (_, at) => 1000 + offerIndex * 10 + at);
}

/**
 * Several dozen partners and offers for `size` postbacks, growing slowly with the size. `withPage` adds those of the
 * API page; `hostile` gives every party an awkward name.
 */
export function makeParties(random: Random, size: number, withPage: boolean, hostile: boolean): Parties {
  const partnerCount = Math.min(400, Math.max(36, Math.round(size / 50)));
  const offerCount = Math.min(500, Math.max(40, Math.round(size / 40)));
  const partners = Array.from({ length: partnerCount }, (_, index): Partner => {
    const usual = `${random.pick(FIRST)} ${random.pick(PARTNER_LAST)} ${index + 1}`;
    return { id: FIRST_ID + index * 3, name: nameOf(index, usual, hostile) };
  });
  const offers = Array.from({ length: offerCount }, (_, index): Offer => {
    const usual = `${random.pick(FIRST)} ${random.pick(OFFER_LAST)} – ${random.pick(COUNTRIES)} #${index + 1}`;
    return {
      id: FIRST_ID + index * 2 + 1,
      name: nameOf(index, usual, hostile),
      eventIds: eventIdsOf(random, index),
    };
  });
  if (!withPage) return { partners, offers };
  return { partners: [...PAGE_PARTNERS, ...partners], offers: [...PAGE_OFFERS, ...offers] };
}
