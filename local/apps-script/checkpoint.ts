/**
 * Everything that outlives an execution as it was at one moment, and the way back to it: spreadsheet, stores, quotas, locks, clock and chance.
 * Many tests can begin at the same place without the calls that lead there. Knows no service's rules.
 */
import type { OwnClock } from './clock';
import type { Random } from './random';
import { fromJson, toJson, Workbook } from './spreadsheet';
import type { WorkbookJson } from './spreadsheet';
import type { DurableState } from './state';

/** A saved moment. It is never changed, and can be gone back to as often as wanted. */
export interface Checkpoint {
  readonly workbook: WorkbookJson | null;
  readonly properties: DurableState['properties'];
  readonly caches: DurableState['caches'];
  readonly locks: ReturnType<DurableState['locks']['place']>;
  readonly fetchQuota: ReturnType<DurableState['fetchQuota']['place']>;
  readonly propertyQuota: ReturnType<DurableState['propertyQuota']['place']>;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly random: number;
  readonly uuids: number;
}

/** What a moment is made of. */
export interface Parts {
  readonly workbook: Workbook | null;
  readonly state: DurableState;
  readonly clock: OwnClock;
  readonly random: Random;
  readonly uuids: Random;
}

/** @throws when script writes are pending: they belong to an execution, and no moment between executions has any */
export function takeCheckpoint({ workbook, state, clock, random, uuids }: Parts): Checkpoint {
  if ((workbook?.pendingCount ?? 0) > 0) throw new Error('There is no checkpoint inside an execution');
  return {
    workbook: workbook === null ? null : toJson(workbook),
    properties: structuredClone(state.properties),
    caches: structuredClone(state.caches),
    locks: state.locks.place(),
    fetchQuota: state.fetchQuota.place(),
    propertyQuota: state.propertyQuota.place(),
    nowMs: clock.now(),
    random: random.place(),
    uuids: uuids.place(),
  };
}

/** Puts stores, clock and chance back. Returns the spreadsheet of that moment, a new object with the same id. */
export function goBack(
  checkpoint: Checkpoint,
  { workbook, state, clock, random, uuids }: Parts,
): Workbook | null {
  refill(state.properties, checkpoint.properties);
  refill(state.caches, checkpoint.caches);
  state.locks.setBack(checkpoint.locks);
  state.fetchQuota.setBack(checkpoint.fetchQuota);
  state.propertyQuota.setBack(checkpoint.propertyQuota);
  clock.setBack(checkpoint.nowMs);
  random.setBack(checkpoint.random);
  uuids.setBack(checkpoint.uuids);
  if (checkpoint.workbook === null || workbook === null) return null;
  const { world, now, maxCells } = workbook;
  return fromJson(checkpoint.workbook, { world, now, maxCells });
}

function refill<V>(
  stores: Map<string, Map<string, V>>,
  saved: ReadonlyMap<string, ReadonlyMap<string, V>>,
): void {
  stores.clear();
  for (const [name, store] of saved) stores.set(name, new Map(store));
}
