/** How fast long work goes and how long it will take, from what the panel has seen of it (W7). Pure. */

/** Rows done at a moment. */
export interface Sample {
  /** Milliseconds. */
  readonly at: number;
  readonly done: number;
}

export interface Pace {
  readonly rowsPerMinute: number;
  readonly secondsLeft: number;
}

/** Samples from which an estimate is made: the first steps tell little, and old ones nothing about now. */
const FEWEST = 3;
const MOST = 8;

/** The samples with one more; the oldest go. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  return [...samples, sample].slice(-MOST);
}

/** Undefined while nothing can be said yet. @param total rows in all */
export function paceOf(samples: readonly Sample[], total: number): Pace | undefined {
  const [first, last] = [samples[0], samples[samples.length - 1]];
  if (!first || !last || samples.length < FEWEST) return undefined;
  const [rows, ms] = [last.done - first.done, last.at - first.at];
  if (rows <= 0 || ms <= 0) return undefined;
  return { rowsPerMinute: (rows * 60_000) / ms, secondsLeft: ((total - last.done) * ms) / rows / 1000 };
}
