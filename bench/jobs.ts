/** Carries the parts of a benchmark out in processes of their own, so that neither memory nor compiled code of one part is in the numbers of another. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { SizeResult, Slow, StartUp } from './contract';
import type { MEMORY_BY } from './memory';
import type { AskedSize } from './one-size';
import type { UsualDay } from './usual-way/drive';

/** The kinds of parts, with what each is asked. */
export interface Jobs {
  readonly 'start-up': { readonly dist: string };
  readonly size: AskedSize;
  readonly slow: AskedSize;
  readonly usual: { readonly postbacks: number };
}

/** What each finds out. */
export interface Findings {
  readonly 'start-up': { readonly startUp: StartUp; readonly memoryBy: typeof MEMORY_BY };
  readonly size: SizeResult;
  readonly slow: Readonly<Record<string, Slow>>;
  readonly usual: UsualDay;
}

export type Kind = keyof Jobs;

/** What such a process says: what it has come to, and at last what it found. */
export type Said = { readonly at: string } | { readonly found: Findings[Kind] };

/** Room for the largest day with all stand-ins, in megabytes. */
const HEAP_MB = 1400;

/** @param tell called with each thing that is done. Rejects when the process ends before its time */
export function carryOut<K extends Kind>(
  kind: K,
  asked: Jobs[K],
  tell: (at: string) => void = () => {},
): Promise<Findings[K]> {
  const child = fork(join(__dirname, 'worker.ts'), [kind, JSON.stringify(asked)], {
    execArgv: ['--import', 'tsx', '--expose-gc', `--max-old-space-size=${HEAP_MB}`],
  });
  // Busy with a flow, it would notice only minutes later that nobody waits for it any more.
  const end = (): void => void child.kill();
  process.once('exit', end);
  return new Promise((resolve, reject) => {
    child.on('message', (said: Said) => {
      if ('found' in said) resolve(said.found as Findings[K]);
      else tell(said.at);
    });
    child.on('exit', (code, signal) => {
      process.removeListener('exit', end);
      reject(new Error(`The part "${kind}" ended before its time: ${code ?? signal}`));
    });
  });
}

/** Does all, so many at a time, begun in their order. */
export async function inTurns(parts: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  const left = [...parts];
  const lane = async (): Promise<void> => {
    for (let part = left.shift(); part; part = left.shift()) await part();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
