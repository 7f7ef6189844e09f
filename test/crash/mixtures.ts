/**
 * Random mixtures of misfortunes and of what people do meanwhile, one for each seed: runs them in several processes and tells what came of them. Each
 * is made and judged in `mix/`.
 */
import { tryInPool } from '../../scripts/crash-pool';
import type { TriedMixture } from '../../scripts/crash-worker';
import { tallied, type Tally } from './mix/dice';
import type { TriedSeed } from './mix/seed';

export interface MixtureOptions {
  /** How many seeds. */
  readonly seeds: number;
  /** The first of them; 1 unless told otherwise. */
  readonly from?: number;
  readonly dist?: string;
  readonly workers?: number;
  /** Told after each seed. */
  readonly onTried?: (tried: TriedSeed, done: number) => void;
}

export interface Mixtures {
  /** Seeds whose mixture was survived. */
  readonly passed: number;
  /** In the order of their seeds, each with its story. */
  readonly failed: readonly TriedSeed[];
  /** How often each misfortune and action was met. */
  readonly tally: Tally;
  /** Changes by partners inside the gap of M3 that were written over. */
  readonly inGap: number;
  /** Milliseconds of computing for each seed. */
  readonly msEach: number;
}

/** Names by which processes are sent seeds. */
export const seedName = (seed: number): string => `seed:${seed}`;

export async function runMixtures(options: MixtureOptions): Promise<Mixtures> {
  const { seeds, from = 1, dist = '', workers, onTried } = options;
  const tried: TriedSeed[] = [];
  const names = Array.from({ length: seeds }, (_, at) => seedName(from + at));
  await tryInPool<TriedMixture>(names, {
    dist,
    ...(workers === undefined ? {} : { workers }),
    onTried: ({ mixture }) => {
      tried.push(mixture);
      onTried?.(mixture, tried.length);
    },
  });
  const failed = tried.filter(({ wrong }) => wrong.length > 0).sort((a, b) => a.seed - b.seed);
  return {
    passed: tried.length - failed.length,
    failed,
    tally: tallied(tried.map(({ tally }) => tally)),
    inGap: tried.reduce((sum, one) => sum + one.inGap, 0),
    msEach: tried.reduce((sum, { ms }) => sum + ms, 0) / Math.max(1, tried.length),
  };
}

/** What is wrong with a seed, what was done in it, and how to see it again. */
export function tellSeed({ seed, wrong, story }: TriedSeed, isLong: boolean): string[] {
  const head = [`seed ${seed}  ${wrong[0] ?? 'survived'}`];
  if (isLong)
    head.push(...wrong.slice(1).map((line) => `         ${line}`), ...story.map((line) => `  ${line}`));
  return [...head, `         alone: npm run crash -- --points none --seeds 1 --from ${seed}`];
}
