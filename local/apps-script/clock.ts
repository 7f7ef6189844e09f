/** The virtual clock of the local Apps Script. Nothing here reads the real time or waits. */
import type { VirtualClock } from './kernel';

/** 2026-01-05T09:00:00Z, a Monday: the time at which a clock starts unless told otherwise. */
export const DEFAULT_START_MS = Date.UTC(2026, 0, 5, 9);

/** Starts at `startMs` (since the epoch). `advance` throws a RangeError on a negative or non-finite value. */
export function createClock(startMs: number = DEFAULT_START_MS): VirtualClock {
  let nowMs = startMs;
  return {
    // Whole milliseconds, as Date.now() gives; fractions of costs add up all the same.
    now: () => Math.floor(nowMs),
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`The clock cannot be advanced by ${ms} ms.`);
      nowMs += ms;
    },
  };
}
