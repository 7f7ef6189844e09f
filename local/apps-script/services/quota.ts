/** Daily quotas: so many uses per user in the 24 hours after the first. Knows no service. */
import type { VirtualClock } from '../kernel';
import { ServiceError } from '../strict';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * "Quotas are set per user and reset 24 hours after the first request", and are thrown as exceptions.
 * Source: developers.google.com/apps-script/guides/services/quotas
 */
export class DailyQuota {
  private readonly windows = new Map<string, { startedMs: number; used: number }>();

  /** `name` stands in the error text; `limit` uses are allowed per window and user. */
  constructor(
    private readonly name: string,
    private readonly clock: VirtualClock,
    public limit: number,
  ) {}

  /** Uses up `count`, or throws and uses nothing. */
  use(user: string, count: number): void {
    const window = this.windowOf(user);
    if (window.used + count > this.limit) {
      throw new ServiceError(`Service invoked too many times for one day: ${this.name}.`);
    }
    window.used += count;
    this.windows.set(user, window);
  }

  used(user: string): number {
    return this.windowOf(user).used;
  }

  /** What was used so far, for `setBack`. */
  place(): ReadonlyMap<string, { readonly startedMs: number; readonly used: number }> {
    return structuredClone(this.windows);
  }

  setBack(place: ReturnType<DailyQuota['place']>): void {
    this.windows.clear();
    for (const [user, window] of place) this.windows.set(user, { ...window });
  }

  private windowOf(user: string): { startedMs: number; used: number } {
    const known = this.windows.get(user);
    if (known !== undefined && this.clock.now() - known.startedMs < DAY_MS) return known;
    return { startedMs: this.clock.now(), used: 0 };
  }
}
