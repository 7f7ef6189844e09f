/**
 * Names of partners and offers, as far as pulled postbacks tell them.
 */
import type { Baseline } from './baseline';

export interface Names {
  /** '' where no pulled postback tells it. */
  partner(id: number): string;
  offer(id: number): string;
}

export const NO_NAMES: Names = { partner: () => '', offer: () => '' };

/** The names that the baseline tells; reads it once. */
export function namesOf(baseline: Baseline): Names {
  const partners = new Map<number, string>();
  const offers = new Map<number, string>();
  for (const { postback } of baseline.values()) {
    const { fields, partnerName, offerName } = postback;
    if (partnerName !== '') partners.set(Number(fields.network_affiliate_id ?? 0), partnerName);
    if (offerName !== '') offers.set(Number(fields.network_offer_id ?? 0), offerName);
  }
  return { partner: (id) => partners.get(id) ?? '', offer: (id) => offers.get(id) ?? '' };
}
