/**
 * An embedded Everflow in the caller's own thread, without HTTP: the same state and answers, for many thousands of requests. Requests made
 * together are taken in their order.
 */
import { VIRTUAL_NOW_HEADER } from './clock';
import { controlOver } from './control';
import { answerControl } from './control-routes';
import { exchange } from './exchange';
import type { Everflow } from './handle';
import { KEY_VALUES } from './keys';
import { resolveOptions, type EverflowOptions } from './settings';
import { EverflowState, type EverflowPlace } from './state';

/** A request as it would go over the wire. */
export interface ThreadRequest {
  /** Any origin; only path and query count. */
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

export type ThreadAnswer =
  | {
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: Uint8Array;
    }
  | { readonly error: string };

export interface InThreadEverflow extends Everflow {
  /** Takes requests one after the other. Slow answers are slow in virtual time only. */
  send(requests: readonly ThreadRequest[]): ThreadAnswer[];
  /** Everything as it is now, as plain data, for keeping it in a file. */
  place(): EverflowPlace;
  /** Back to a place of an Everflow that was started with the same options. */
  setBack(place: EverflowPlace): void;
  /** Moves its clock forward, as a request at that time would; milliseconds since the epoch. */
  seen(nowMs: number): void;
}

/** @throws on options out of range */
export function everflowInThread(options: Omit<EverflowOptions, 'port'> = {}): InThreadEverflow {
  const state = new EverflowState(resolveOptions(options));
  return {
    url: 'http://everflow.in-thread',
    keys: KEY_VALUES,
    control: controlOver((method, path, body) =>
      Promise.resolve(answerControl(state, { method, path, body })),
    ),
    send: (requests) => requests.map((request) => answerOf(state, request)),
    place: () => state.place(),
    setBack: (place) => state.setBack(place),
    seen: (nowMs) => state.clock.seen(nowMs),
    close: () => Promise.resolve(),
  };
}

function answerOf(state: EverflowState, { url, method, headers, body }: ThreadRequest): ThreadAnswer {
  const { pathname, search } = new URL(url);
  const header = (name: string): string | undefined =>
    Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const { result } = exchange(
    state,
    {
      method,
      path: pathname + search,
      body: body === null ? '' : Buffer.from(body).toString('utf8'),
      key: header('x-eflow-api-key'),
      address: '127.0.0.1',
    },
    header(VIRTUAL_NOW_HEADER),
  );
  state.log.done();
  // Cut before or in the middle of the answer: the client learns nothing.
  if (result.cut !== undefined) return { error: 'ECONNRESET' };
  return {
    status: result.status,
    headers: Object.entries(result.headers),
    body: Buffer.from(result.body, 'utf8'),
  };
}
