/** Everything that outlives an execution, apart from the spreadsheet. Knows the shape of the stores, not the services. */
import type { VirtualClock } from './kernel';
import type { CacheStores } from './services/cache';
import { LockTable } from './services/lock';
import type { LogEntry } from './services/log';
import type { PropertyStores } from './services/properties';
import { DailyQuota } from './services/quota';
import { createScreen } from './services/ui';
import type { Screen } from './services/ui';

export interface DurableState {
  readonly properties: PropertyStores;
  readonly caches: CacheStores;
  readonly locks: LockTable;
  readonly screen: Screen;
  readonly log: LogEntry[];
  /** UrlFetch calls per user and day: 100,000 for Workspace accounts, 20,000 for others (developers.google.com/apps-script/guides/services/quotas). */
  readonly fetchQuota: DailyQuota;
  /** Property reads and writes per user and day: 500,000 or 50,000 (same page). */
  readonly propertyQuota: DailyQuota;
}

export function createState(clock: VirtualClock): DurableState {
  return {
    properties: new Map(),
    caches: new Map(),
    locks: new LockTable(),
    screen: createScreen(),
    log: [],
    fetchQuota: new DailyQuota('urlfetch', clock, 100_000),
    propertyQuota: new DailyQuota('properties', clock, 500_000),
  };
}
