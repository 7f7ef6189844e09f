/** The rate limit: so many requests per window and customer. It knows no HTTP; routes turn a refusal into a 429. */

/** What the rate headers of one answer say. */
export interface RateState {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the window resets. */
  readonly resetsInMs: number;
}

/**
 * One bucket per customer, shared by all of the customer's keys (https://developers.everflow.io/user-guide/rate-limiting).
 * A window begins with the first request after the last one ended; how the real windows are aligned is not documented.
 */
export class RateBuckets {
  private readonly windows = new Map<string, { startMs: number; used: number }>();

  /** Counts one request of `customer`, unless the window is exhausted. */
  take(customer: string, nowMs: number, limit: number, windowMs: number): RateState {
    let window = this.windows.get(customer);
    if (window === undefined || nowMs >= window.startMs + windowMs) {
      window = { startMs: nowMs, used: 0 };
      this.windows.set(customer, window);
    }
    const allowed = window.used < limit;
    if (allowed) window.used++;
    const resetsInMs = window.startMs + windowMs - nowMs;
    return { allowed, limit, remaining: Math.max(0, limit - window.used), resetsInMs };
  }

  /** Counts `requests` at once, as if other integrations of the same customer had made them. */
  spend(customer: string, nowMs: number, limit: number, windowMs: number, requests: number): void {
    for (let count = 0; count < requests; count++) {
      if (!this.take(customer, nowMs, limit, windowMs).allowed) return;
    }
  }

  /** Used-up requests by customer, for `setBack`. */
  place(): ReadonlyMap<string, { readonly startMs: number; readonly used: number }> {
    return structuredClone(this.windows);
  }

  setBack(place: ReturnType<RateBuckets['place']>): void {
    this.windows.clear();
    for (const [customer, window] of place) this.windows.set(customer, { ...window });
  }

  clear(): void {
    this.windows.clear();
  }
}
