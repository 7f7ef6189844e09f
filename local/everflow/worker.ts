/** The worker thread in which the server runs while a client blocks the main thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from './server';
import type { ResolvedOptions } from './settings';

async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('Everflow: worker.ts runs in a worker thread only');
  const running = await serve(workerData as ResolvedOptions).catch((cause: unknown) => String(cause));
  if (typeof running === 'string') {
    port.postMessage({ failed: running }, []);
    return;
  }
  port.once('message', () => {
    void running.close().then(() => port.close());
  });
  port.postMessage({ url: running.url }, []);
}

void main();
