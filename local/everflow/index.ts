/**
 * Starts an embedded Everflow in a thread of its own, so that a client may block the calling thread. This is all that
 * tests and tools need to import.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createControl } from './control';
import type { Everflow } from './handle';
import { KEY_VALUES } from './keys';
import { resolveOptions, type EverflowOptions } from './settings';

export { createControl, type Control } from './control';
export { VIRTUAL_ELAPSED_HEADER, VIRTUAL_NOW_HEADER } from './clock';
export type { AnswerFault, ArmedFault, Fault, FaultMatch, RecordAction } from './faults';
export type { Everflow } from './handle';
export type { EverflowPlace } from './state';
export { everflowInThread, type InThreadEverflow } from './in-thread';
export { TRACKER_HOST } from './generator';
export { KEY_VALUES, type KeyName } from './keys';
export type { EventKind, RecordEvent } from './history';
export type { Counters, LogEntry } from './log';
export type { Json, JsonObject, PixelRecord } from './records';
export { DEFAULT_SETTINGS, type EverflowOptions, type Settings } from './settings';

/** What the worker says once. */
type Started = { readonly url: string } | { readonly failed: string };

function firstWord(worker: Worker): Promise<Started> {
  return new Promise((resolve, reject) => {
    worker.once('message', (word: Started) => resolve(word));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`Everflow: the worker ended with code ${code}`)));
  });
}

/** Starts a server; resolves when it listens. Rejects on options out of range and when the port is taken. */
export async function startEverflow(options: EverflowOptions = {}): Promise<Everflow> {
  const worker = new Worker(join(__dirname, 'worker.cjs'), {
    workerData: resolveOptions(options),
    execArgv: [],
  });
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  const started = await firstWord(worker);
  if ('failed' in started) {
    await worker.terminate();
    throw new Error(started.failed);
  }
  // A test that dies before close() must not keep its process alive.
  worker.unref();
  return {
    url: started.url,
    keys: KEY_VALUES,
    control: createControl(started.url),
    close: async () => {
      worker.ref();
      worker.postMessage('close', []);
      await exited;
    },
  };
}
