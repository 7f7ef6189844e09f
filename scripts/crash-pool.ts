/** Spreads points and seeds over processes and gathers what came of them. Knows no flow. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Sent at once: enough to keep a process busy, few enough to end together. */
const AT_ONCE = 8;

export interface PoolOptions<T> {
  readonly dist: string;
  readonly workers?: number;
  readonly onTried: (tried: T) => void;
}

/** Rejects when a process ends before its time. */
export async function tryInPool<T>(names: readonly string[], options: PoolOptions<T>): Promise<void> {
  const left = [...names];
  const count = Math.min(options.workers ?? availableParallelism(), Math.ceil(names.length / AT_ONCE));
  await Promise.all(Array.from({ length: count }, () => serve(left, options)));
}

/** One process, until nothing is left. */
function serve<T>(left: string[], { dist, onTried }: PoolOptions<T>): Promise<void> {
  const child = fork(join(__dirname, 'crash-worker.ts'), [dist], {
    // Each execution leaves a whole JavaScript world behind: most of it dies young, given room.
    execArgv: ['--import', 'tsx', '--max-semi-space-size=64'],
  });
  return new Promise((resolve, reject) => {
    child.on('message', (tried: T[]) => {
      tried.forEach(onTried);
      if (!hand(child, left)) child.kill();
    });
    child.on('exit', (code) => {
      if (code === 0 || code === null) resolve();
      else reject(new Error(`A process of the crash run ended with code ${code}`));
    });
    if (!hand(child, left)) child.kill();
  });
}

/** False if there was nothing left to hand out. */
function hand(child: ChildProcess, left: string[]): boolean {
  const names = left.splice(0, AT_ONCE);
  if (names.length === 0) return false;
  child.send(names);
  return true;
}
