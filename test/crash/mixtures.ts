/**
 * Random mixtures of misfortunes, one for each seed: the place for a model that chooses them by chance. There is none yet, so that none has
 * passed.
 */
import type { Verdict } from './verdict';

export interface Mixtures {
  /** Seeds whose mixture was survived. */
  readonly passed: number;
  readonly failed: readonly { readonly seed: number; readonly verdict: Verdict }[];
}

/** @param seeds how many mixtures to try, from seed 1 on */
export function runMixtures(seeds: number): Promise<Mixtures> {
  if (seeds > 0)
    return Promise.reject(new Error('There are no random mixtures yet; --seeds 0 is all there is.'));
  return Promise.resolve({ passed: 0, failed: [] });
}
