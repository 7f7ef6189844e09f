/** One process of `npm run crash`: tries the points and seeds it is sent by name, one after the other, and tells what came of each. */
import { Bench } from '../test/crash/bench';
import { MixtureBench } from '../test/crash/mix/bench';
import type { TriedSeed } from '../test/crash/mix/seed';
import { pointNamed } from '../test/crash/points';
import type { Verdict } from '../test/crash/verdict';

export interface Tried {
  readonly name: string;
  readonly verdict: Verdict;
  readonly ms: number;
}

export interface TriedMixture {
  readonly name: string;
  readonly mixture: TriedSeed;
}

const dist = process.argv[2] === '' ? undefined : process.argv[2];
const bench = new Bench(dist);
const mixtures = new MixtureBench(dist);

async function tryOne(name: string): Promise<Tried | TriedMixture> {
  const seed = /^seed:(\d+)$/.exec(name)?.[1];
  if (seed !== undefined) return { name, mixture: await mixtures.try(Number(seed)) };
  const startMs = Date.now();
  const verdict = await bench.try(pointNamed(name));
  return { name, verdict, ms: Date.now() - startMs };
}

async function tryAll(names: readonly string[]): Promise<void> {
  const tried: (Tried | TriedMixture)[] = [];
  for (const name of names) tried.push(await tryOne(name));
  process.send?.(tried);
}

process.on('message', (names: readonly string[]) => {
  tryAll(names).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});

// Whoever asked is gone.
process.on('disconnect', () => process.exit());
