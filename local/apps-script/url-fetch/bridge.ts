/**
 * Synchronous HTTP: hands a batch to the worker and blocks until its answer is there. Knows nothing of Apps Script.
 * A server in the same thread can never answer, since this thread is blocked: put it into a worker or another process.
 */
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';

/** One hop. `timeoutMs` is real time. */
export interface WireRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly timeoutMs: number;
}

export interface WireAnswer {
  readonly status: number;
  /** As they arrived: order, case and repetitions kept. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** `error` is a Node error code such as ECONNREFUSED, ECONNRESET, ETIMEDOUT. */
export type WireResult = WireAnswer | { readonly error: string };

/** Real time granted on top of the requests' own timeouts, for the start of the worker. */
const GRACE_MS = 10_000;

interface Line {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly flag: Int32Array;
}

export class HttpBridge {
  private line: Line | null = null;
  private lastId = 0;

  constructor(private readonly graceMs: number = GRACE_MS) {}

  /** Sends all at once and returns the results in order. Throws when the worker does not answer in time. */
  send(requests: readonly WireRequest[]): WireResult[] {
    this.line ??= open();
    const { port, flag } = this.line;
    const id = (this.lastId += 1);
    const waitMs = Math.max(0, ...requests.map((request) => request.timeoutMs)) + this.graceMs;
    let seen = Atomics.load(flag, 0);
    port.postMessage({ id, requests });
    for (;;) {
      const received: { message: Reply } | undefined = receiveMessageOnPort(port);
      if (received?.message.id === id) return received.message.results;
      // An answer with another id came too late for its own call: it is nobody's now.
      if (received !== undefined) continue;
      if (Atomics.wait(flag, 0, seen, waitMs) === 'timed-out') {
        throw new Error(`The HTTP worker gave no answer within ${waitMs} ms.`);
      }
      seen = Atomics.load(flag, 0);
    }
  }

  /** Ends the worker; the next send starts another. */
  close(): void {
    if (this.line === null) return;
    this.line.port.close();
    void this.line.worker.terminate();
    this.line = null;
  }
}

interface Reply {
  readonly id: number;
  readonly results: WireResult[];
}

function open(): Line {
  const { port1, port2 } = new MessageChannel();
  const signal = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const worker = new Worker(join(__dirname, 'worker.mjs'), {
    workerData: { port: port2, signal },
    transferList: [port2],
    // Nothing of the parent's loader flags is needed there, and some of them cost a second.
    execArgv: [],
  });
  worker.unref();
  port1.unref();
  return { worker, port: port1, flag: new Int32Array(signal) };
}

/** One worker serves every local Apps Script of this process; it does not keep the process alive. */
export const sharedBridge = new HttpBridge();
