/** One part of a benchmark in a process of its own: does what its arguments say and sends what it found. */
import type { Findings, Jobs, Kind, Said } from './jobs';
import { MEMORY_BY } from './memory';
import { measureSize, measureSlow } from './one-size';
import { measureStartUp } from './start-up';
import { usualDay } from './usual-way/drive';

const say = (said: Said): void => void process.send?.(said);
const onFlow = (at: string): void => say({ at });

const WORK: { readonly [K in Kind]: (asked: Jobs[K]) => Findings[K] | Promise<Findings[K]> } = {
  'start-up': ({ dist }) => ({ startUp: measureStartUp(dist), memoryBy: MEMORY_BY }),
  size: (asked) => measureSize(asked, onFlow),
  slow: (asked) => measureSlow(asked, onFlow),
  usual: ({ postbacks }) => usualDay(postbacks),
};

async function work(kind: Kind, asked: string): Promise<void> {
  // What belongs to which kind stands in the types of whoever asks.
  const find = WORK[kind] as (what: unknown) => Findings[Kind] | Promise<Findings[Kind]>;
  say({ found: await find(JSON.parse(asked)) });
  process.disconnect();
}

// Done, or whoever asked is gone.
process.on('disconnect', () => process.exit());

const [given, options] = process.argv.slice(2);
work(given as Kind, options ?? '').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
