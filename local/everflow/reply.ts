/**
 * What goes back for a request once rate limit and faults had their say. It knows no sockets: a cut connection is a
 * value here.
 */
import { MESSAGES } from './errors';
import { pathPixelId, type AnswerFault, type ArmedFault } from './faults';
import { nameOfKey } from './keys';
import type { RateState } from './rate';
import { toWire } from './records';
import { answer, errorAnswer, type ApiRequest } from './routes';
import type { EverflowState } from './state';

/** What goes back: a status with a body, or a cut connection. */
export interface Reply {
  readonly status: number;
  readonly headers: { [name: string]: string };
  readonly body: string;
  readonly error: string;
  readonly cut?: 'whole' | 'middle';
}

export const JSON_TYPE = 'application/json; charset=utf-8';
/** What a gateway says when the API behind it does not answer. */
const GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';

const DROPPED: Reply = { status: 0, headers: {}, body: '', error: '', cut: 'whole' };

function networkIdOf(state: EverflowState, key: string | undefined): number {
  const name = nameOfKey(state.keys, key);
  return (name === undefined ? undefined : state.keys.get(name)?.networkId) ?? 1;
}

/** One bucket per network; requests without a known key share one of their own. */
function takeRate(state: EverflowState, key: string | undefined): RateState {
  const customer = nameOfKey(state.keys, key) === undefined ? 'unknown' : String(networkIdOf(state, key));
  const { rateLimit, rateWindowMs } = state.settings;
  return state.rate.take(customer, state.clock.nowMs(), rateLimit, rateWindowMs);
}

function rateHeaders(rate: RateState): { [name: string]: string } {
  return { 'X-RateLimit-Limit': String(rate.limit), 'X-RateLimit-Remaining': String(rate.remaining) };
}

/** The answer that the request deserves. */
function honestReply(state: EverflowState, request: ApiRequest, rate: RateState): Reply {
  const headers: { [name: string]: string } = { 'Content-Type': JSON_TYPE, ...rateHeaders(rate) };
  if (rate.allowed) return { ...answer(state, request), headers };
  if (state.settings.retryAfter) headers['Retry-After'] = String(Math.ceil(rate.resetsInMs / 1000));
  return { ...errorAnswer(state, 429, MESSAGES.tooMany), headers };
}

/** The answer that a fault puts in place of the honest one. `apply` gives the honest one, and makes it take effect. */
function faultyReply(state: EverflowState, fault: AnswerFault, rate: RateState, apply: () => Reply): Reply {
  switch (fault.kind) {
    case 'slow':
      return apply();
    case 'drop':
      if (fault.when === 'before') return DROPPED;
      return fault.when === 'after' ? { ...apply(), ...DROPPED } : { ...apply(), cut: 'middle' };
    case 'html502':
      if (fault.applied === true) apply();
      return {
        status: 502,
        headers: { 'Content-Type': 'text/html' },
        body: GATEWAY_PAGE,
        error: 'html',
      };
    case 'status': {
      if (fault.applied === true) apply();
      const usual = errorAnswer(
        state,
        fault.status,
        fault.status === 429 ? MESSAGES.tooMany : MESSAGES.internal,
      );
      const { body = usual.body } = fault;
      const seen = fault.status === 429 ? { ...rate, remaining: 0 } : rate;
      return {
        status: fault.status,
        headers: {
          'Content-Type': fault.contentType ?? JSON_TYPE,
          ...rateHeaders(seen),
          ...(fault.retryAfterS === undefined ? {} : { 'Retry-After': String(fault.retryAfterS) }),
        },
        body: typeof body === 'string' ? body : toWire(body),
        error: usual.error,
      };
    }
  }
}

/** Lets the faults strike around the honest answer; of several answer faults, the first that is not `slow` counts. */
export function reply(state: EverflowState, request: ApiRequest, faults: readonly ArmedFault[]): Reply {
  const id = pathPixelId(request.path);
  const networkId = networkIdOf(state, request.key);
  for (const action of faults.flatMap(({ before = [] }) => before)) state.act(action, id, networkId);
  const rate = takeRate(state, request.key);
  const apply = (): Reply => honestReply(state, request, rate);
  const striking = faults.flatMap(({ answer: fault }) =>
    fault === undefined || fault.kind === 'slow' ? [] : [fault],
  )[0];
  const result = striking === undefined ? apply() : faultyReply(state, striking, rate, apply);
  for (const action of faults.flatMap(({ after = [] }) => after)) state.act(action, id, networkId);
  return result;
}

/** Virtual and real milliseconds that this answer takes. */
export function delays(
  state: EverflowState,
  faults: readonly ArmedFault[],
): { virtualMs: number; realMs: number } {
  const slow = faults.flatMap(({ answer: fault }) => (fault?.kind === 'slow' ? [fault] : []));
  const virtual = state.clock.kind === 'header';
  const sum = (real: boolean): number =>
    slow.filter((fault) => (fault.real ?? !virtual) === real).reduce((total, { ms }) => total + ms, 0);
  return { virtualMs: virtual ? sum(false) + state.settings.latencyMs : 0, realMs: sum(true) };
}
