/**
 * How much a push asks of Everflow and of the day's quota, before it begins (D2). An estimate: retries are not in it.
 */
import type { Plan } from './plan';

/** Most updates read and then written back to back (W3). */
export const UPDATES_PER_BATCH = 20;
/** Most creates sent back to back (W4). */
export const CREATES_PER_BATCH = 5;
/**
 * Requests a day that Google allows: consumer and Workspace accounts.
 * Source: https://developers.google.com/apps-script/guides/services/quotas
 */
export const DAY_QUOTAS = { consumer: 20_000, workspace: 100_000 } as const;

/** An update is read by id and then written (W1). */
const REQUESTS_PER_UPDATE = 2;

/** How fast a push may go. */
export interface Pace {
  /** What the rate budget allows, > 0. */
  readonly requestsPerSecond: number;
  /** Requests a day, > 0; one of `DAY_QUOTAS`. */
  readonly dayQuota: number;
}

/** Where nothing is known of the rate yet (W3). */
export const NORMAL_PACE: Pace = { requestsPerSecond: 10, dayQuota: DAY_QUOTAS.consumer };

export interface Estimate {
  readonly requests: number;
  /** Part of the day's quota, 0 and up; above 1 the push cannot finish in one day. */
  readonly quotaShare: number;
  /** At the given rate, waiting included, answers slower than that not. */
  readonly seconds: number;
  readonly batches: number;
}

/** @throws RangeError if rate or quota is not above 0 */
export function estimate(plan: Pick<Plan, 'items'>, pace: Pace): Estimate {
  const { requestsPerSecond, dayQuota } = pace;
  if (!(requestsPerSecond > 0) || !(dayQuota > 0)) throw new RangeError('Rate and quota must be above 0');
  let updates = 0;
  let creates = 0;
  // Room for a search for twins once per partner and offer (W4): rather too many requests told than too few.
  const searches = new Set<string>();
  for (const item of plan.items) {
    if (item.kind === 'update') updates += 1;
    else {
      creates += 1;
      searches.add(`${item.fields.network_affiliate_id ?? 0} ${item.fields.network_offer_id ?? 0}`);
    }
  }
  const requests = updates * REQUESTS_PER_UPDATE + creates + searches.size;
  return {
    requests,
    quotaShare: requests / dayQuota,
    seconds: requests / requestsPerSecond,
    batches: Math.ceil(updates / UPDATES_PER_BATCH) + Math.ceil(creates / CREATES_PER_BATCH),
  };
}
