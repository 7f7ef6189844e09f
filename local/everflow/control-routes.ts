/**
 * The control interface under /__control/: what tests see and do behind the API's back. It is neither counted nor
 * limited, and takes no key.
 */
import type { RecordAction } from './faults';
import { isObject, type Json, type JsonObject } from './records';
import type { EverflowState } from './state';

export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

interface Call {
  readonly state: EverflowState;
  readonly networkId: number;
  /** Number in the path, 0 without one. */
  readonly id: number;
  readonly since: number;
  readonly body: Json;
}

function objectOf(body: Json): JsonObject {
  if (!isObject(body)) throw new Error('Everflow: the control body must be an object');
  return body;
}

function listOf(body: Json): Json[] {
  return Array.isArray(body) ? body : [body];
}

const ROUTES: { readonly [route: string]: (call: Call) => unknown } = {
  'GET records': ({ state, networkId }) => state.store(networkId).all(),
  'POST records': ({ state, networkId, body }) =>
    state.store(networkId).create(objectOf(body), state.clock.nowMs()),
  'GET records/:id': ({ state, networkId, id }) => state.store(networkId).get(id) ?? null,
  'PATCH records/:id': ({ state, networkId, id, body }) =>
    state.store(networkId).change(id, objectOf(body), state.clock.nowMs()),
  'DELETE records/:id': ({ state, networkId, id }) => state.store(networkId).remove(id),
  'GET network': ({ state, networkId }) => {
    const { id, name, partners, offers } = state.store(networkId).seed;
    return { id, name, partners, offers };
  },
  'GET faults': ({ state }) => state.faults.list(),
  'POST faults': ({ state, body }) => listOf(body).map((fault) => state.faults.arm(fault)),
  'DELETE faults': ({ state }) => state.faults.clear(),
  'POST act': ({ state, networkId, body }) => {
    for (const action of listOf(body)) state.act(objectOf(action) as RecordAction, undefined, networkId);
  },
  'GET settings': ({ state }) => state.settings,
  'PATCH settings': ({ state, body }) => {
    state.patchSettings(objectOf(body));
    return state.settings;
  },
  'GET log': ({ state, since }) => state.log.since(since),
  'GET history': ({ state, since }) => state.history.since(since),
  'DELETE log': ({ state }) => state.log.clear(),
  'GET counters': ({ state }) => state.log.counters(),
  'GET clock': ({ state }) => state.clock.nowMs(),
  'POST saved': ({ state }) => state.save(),
  'POST saved/:id': ({ state, id }) => state.restore(id),
  'POST reset': ({ state }) => state.reset(),
};

/** Answers one control request: 200 with JSON, or 400 with the reason as `{"control": "…"}`. Never throws. */
export function answerControl(
  state: EverflowState,
  request: ControlRequest,
): { status: number; body: string } {
  const url = new URL(request.path, 'http://local');
  const path = url.pathname.replace(/^\/__control\//, '');
  const route = ROUTES[`${request.method} ${path.replace(/\/\d+$/, '/:id')}`];
  try {
    if (route === undefined) throw new Error(`Everflow: no control route ${request.method} ${request.path}`);
    const result = route({
      state,
      networkId: Number(url.searchParams.get('network') ?? 1),
      id: Number(/\d+$/.exec(path)?.[0] ?? 0),
      since: Number(url.searchParams.get('since') ?? 0),
      body: request.body === '' ? {} : (JSON.parse(request.body) as Json),
    });
    return { status: 200, body: JSON.stringify(result ?? null) };
  } catch (cause) {
    return {
      status: 400,
      body: JSON.stringify({ control: cause instanceof Error ? cause.message : String(cause) }),
    };
  }
}
