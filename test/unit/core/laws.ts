/**
 * How laws are run: one fixed seed for all, so that a run can be repeated, and a tally, so that no law passes by having met
 * nothing. Knows fast-check, and nothing of postbacks.
 */
import fc from 'fast-check';

/** Fixed here; `LAW_SEED=… npx jest test/unit/core` runs another one. fast-check prints it when a law fails. */
export const SEED = Number(process.env['LAW_SEED'] ?? 20_261_122);

/** Runs per law unless told otherwise. */
export const RUNS = 300;

/** Counts the situations that a law met. */
export class Tally {
  private readonly counts = new Map<string, number>();

  count(situation: string, times = 1): void {
    this.counts.set(situation, this.of(situation) + times);
  }

  of(situation: string): number {
    return this.counts.get(situation) ?? 0;
  }
}

/**
 * Asserts that a law holds for `RUNS` generated cases, and that each named situation was met at least as often as told.
 * @param met situations that `check` counts, with the least number of times each must occur in the whole run
 */
export function holds<T>(
  generated: fc.Arbitrary<T>,
  check: (value: T, tally: Tally) => void,
  met: Readonly<Record<string, number>> = {},
  runs: number = RUNS,
): void {
  const tally = new Tally();
  fc.assert(
    fc.property(generated, (value) => {
      tally.count('cases');
      check(value, tally);
    }),
    { seed: SEED, numRuns: runs },
  );
  for (const [situation, least] of Object.entries({ cases: runs, ...met })) {
    const times = tally.of(situation);
    if (times < least) {
      throw new Error(`Seed ${SEED}: "${situation}" was met ${times} times only, ${least} are needed`);
    }
  }
}
