/**
 * One request and its answer, whatever carries them: told time, faults that strike, the log. What an endpoint answers is none of its business, and
 * it knows no socket.
 */
import { VIRTUAL_ELAPSED_HEADER } from './clock';
import type { ArmedFault } from './faults';
import { nameOfKey } from './keys';
import type { LogEntry } from './log';
import { delays, reply, type Reply } from './reply';
import type { ApiRequest } from './routes';
import type { EverflowState } from './state';

/** Answered where a fault asks the impossible or this server has a bug: no API uses it, so it cannot pass for one. */
export const BROKEN_STATUS = 599;

export interface Exchanged {
  readonly result: Reply;
  /** Real milliseconds to wait before the answer goes out. */
  readonly realMs: number;
}

/**
 * Whoever carries the answer says `state.log.done()` when it is gone.
 * @param toldNow virtual time as the client's header tells it
 * @throws what a fault that asks the impossible, or a bug, throws; it is logged as BROKEN_STATUS
 */
export function exchange(state: EverflowState, request: ApiRequest, toldNow: string | undefined): Exchanged {
  const told = Number(toldNow ?? NaN);
  // Requests made together start at the same virtual moment, however the server takes them in turn.
  const startMs = Number.isFinite(told) ? told : state.clock.nowMs();
  state.clock.seen(startMs);
  const faults = state.faults.strike(request);
  const entry = logged(state, request, faults, startMs);
  try {
    const { virtualMs, realMs } = delays(state, faults);
    const result = reply(state, request, faults);
    entry.status = result.status;
    entry.error = result.error;
    if (virtualMs > 0) {
      state.clock.seen(startMs + virtualMs);
      result.headers[VIRTUAL_ELAPSED_HEADER] = String(virtualMs);
    }
    return { result, realMs };
  } catch (cause) {
    entry.status = BROKEN_STATUS;
    entry.error = String(cause);
    state.log.done();
    throw cause;
  }
}

function logged(
  state: EverflowState,
  request: ApiRequest,
  faults: readonly ArmedFault[],
  atMs: number,
): LogEntry {
  const { method, path, body, key } = request;
  const name = key === undefined || key === '' ? 'none' : (nameOfKey(state.keys, key) ?? 'unknown');
  return state.log.begin({ atMs, method, path, key: name, body, faults: faults.map(({ id }) => id) });
}
