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

/** The script is loaded anew for each execution: taking a lease costs a second of it. */
const LOADED_AT = scriptClock.now();

/** The time budget of the step that this execution is. */
export function stepBudget(): Budget {
  const until = LOADED_AT + STEP_TARGET_MS;
  return { hasTime: (ms = 0) => scriptClock.now() + ms < until };
}
