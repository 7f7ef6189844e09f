/** The virtual clock of the local Apps Script. Nothing here reads the real time or waits. */
import type { VirtualClock } from './kernel';

/** A clock that its owner can set back, for beginning again at a saved moment. Scripts and services never see that. */
export interface OwnClock extends VirtualClock {
  /** @param ms since the epoch, as now() told it */
  setBack(ms: number): void;
}

/** 2026-01-05T09:00:00Z, a Monday: the time at which a clock starts unless told otherwise. */
export const DEFAULT_START_MS = Date.UTC(2026, 0, 5, 9);

/** Starts at `startMs` (since the epoch). `advance` throws a RangeError on a negative or non-finite value. */
export function createClock(startMs: number = DEFAULT_START_MS): OwnClock {
  let nowMs = startMs;
  return {
    // Whole milliseconds, as Date.now() gives; fractions of costs add up all the same.
    now: () => Math.floor(nowMs),
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`The clock cannot be advanced by ${ms} ms.`);
      nowMs += ms;
    },
    setBack(ms) {
      nowMs = ms;
    },
  };
}
