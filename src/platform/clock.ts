/** The one clock, so that rate windows and step limits can run in virtual time. */
import type { Budget, Clock } from '../flows/ports';

/** Longest single sleep; the documented maximum of Utilities.sleep is 300,000 ms. */
const MAX_SLEEP_MS = 60_000;

export const scriptClock: Clock = {
  now: () => Date.now(),
  sleep(ms) {
    for (let left = Math.ceil(ms); left > 0; left -= MAX_SLEEP_MS)
      Utilities.sleep(Math.min(left, MAX_SLEEP_MS));
  },
  random: () => Math.random(),
};

/** A step stops beginning new work after this long: far from the 6 minutes of an execution, near enough for a lively progress bar (J3). */
const STEP_TARGET_MS = 20_000;

/** The time budget of the step that begins now. */
export function stepBudget(): Budget {
  const until = scriptClock.now() + STEP_TARGET_MS;
  return { hasTime: () => scriptClock.now() < until };
}
