/** Chance of one seed, what was done in words, and how often each kind of thing was met. Knows nothing of what is chosen. */
import { createRandom } from '../../../local/apps-script/random';

export class Dice {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = createRandom(seed * 2_654_435 + 97);
    // The first numbers of neighbouring seeds are alike.
    for (let n = 0; n < 8; n += 1) this.random();
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from 0 to count - 1. */
  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** @throws if there is nothing to choose from */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('There is nothing to choose from');
    return list[this.below(list.length)]!;
  }

  /** Some of them, in their order. */
  some<T>(list: readonly T[], count: number): T[] {
    const left = list.map((item, at) => ({ item, at }));
    const taken: { readonly item: T; readonly at: number }[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(this.below(left.length), 1));
    return taken.sort((a, b) => a.at - b.at).map(({ item }) => item);
  }
}

/** Counts of what was met, by name. */
export type Tally = Readonly<Record<string, number>>;

export class Story {
  readonly lines: string[] = [];
  private readonly counts = new Map<string, number>();

  /** One thing that was done. */
  tell(line: string): void {
    this.lines.push(line);
  }

  /** It was really met, not only prepared. */
  met(name: string, times = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }

  get tally(): Tally {
    return Object.fromEntries(this.counts);
  }
}

/** Sums of tallies. */
export function tallied(tallies: readonly Tally[]): Tally {
  const sum: Record<string, number> = {};
  for (const tally of tallies)
    for (const [name, count] of Object.entries(tally)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
