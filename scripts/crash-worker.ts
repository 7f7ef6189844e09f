/** One process of `npm run crash`: tries the points it is sent by name, one after the other, and tells what came of each. */
import { Bench } from '../test/crash/bench';
import { pointNamed } from '../test/crash/points';
import type { Verdict } from '../test/crash/verdict';

export interface Tried {
  readonly name: string;
  readonly verdict: Verdict;
  readonly ms: number;
}

const bench = new Bench(process.argv[2] === '' ? undefined : process.argv[2]);

async function tryAll(names: readonly string[]): Promise<void> {
  const tried: Tried[] = [];
  for (const name of names) {
    const startMs = Date.now();
    const verdict = await bench.try(pointNamed(name));
    tried.push({ name, verdict, ms: Date.now() - startMs });
  }
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
