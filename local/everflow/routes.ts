/**
 * The API's endpoints: key checks, then one function per endpoint, from request to answer. It knows neither sockets nor
 * faults. Endpoints that are not here are answered with 404, whatever newer documents say.
 */
import { ApiError, badRequest, MESSAGES } from './errors';
import { pathPixelId } from './faults';
import { authenticate, authorize, type Permission } from './keys';
import { readPaging, select } from './query';
import { fromWire, toWire, type Json, type PixelRecord } from './records';
import { detailText, tableRowText, writeText } from './shape';
import type { EverflowState } from './state';
import type { NetworkStore } from './store';
import { readWrite } from './validation';

export interface ApiRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly path: string;
  readonly body: string;
  /** Value of X-Eflow-API-Key. */
  readonly key: string | undefined;
  /** Address of the caller. */
  readonly address: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
  /** Text of an error, else empty. */
  readonly error: string;
}

interface Call {
  readonly state: EverflowState;
  readonly store: NetworkStore;
  readonly request: ApiRequest;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly permission: Permission;
  readonly answer: (call: Call) => string;
}

function parseBody(request: ApiRequest): Json {
  try {
    return fromWire(request.body);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw badRequest(MESSAGES.notJson);
    throw cause;
  }
}

function requested({ request, store }: Call): PixelRecord {
  const pixel = store.get(pathPixelId(request.path) ?? 0);
  if (pixel === undefined) throw new ApiError(404, MESSAGES.notFound);
  return pixel;
}

function table(call: Call): string {
  const { state, store, request } = call;
  const query = new URLSearchParams(request.path.split('?')[1] ?? '');
  const { page, pageSize } = readPaging(query, state.settings.pageCap);
  const found = select(store.all(), parseBody(request), state.settings);
  const rows = found.slice((page - 1) * pageSize, page * pageSize);
  const texts = rows.map((pixel) => tableRowText(pixel, store, state.settings));
  const paging = toWire({ page, page_size: pageSize, total_count: found.length });
  return `{"pixels":[${texts.join(',')}],"paging":${paging}}`;
}

function write(call: Call, stored: PixelRecord | undefined): string {
  const { state, store, request } = call;
  const body = parseBody(request);
  const pixel = readWrite(body, stored, store, state.settings, state.clock.nowMs());
  store.put(pixel, 'write');
  return writeText(pixel, store, state.settings);
}

/** Keys from https://developers.everflow.io/user-guide/quickstart */
function networkInfo({ state, store }: Call): string {
  if (state.settings.networksRefused) throw new ApiError(403, MESSAGES.noPermission);
  return toWire({
    network_id: store.id,
    name: store.name,
    status: 'active',
    default_currency_id: 'USD',
    reporting_timezone_id: 67,
    time_created: 1496000000,
    time_saved: 1496000000,
  });
}

const ONE = /^\/v1\/networks\/pixels\/\d{1,15}$/;
const ROUTES: readonly Route[] = [
  { method: 'POST', path: /^\/v1\/networks\/pixelstable$/, permission: 'read', answer: table },
  {
    method: 'GET',
    path: ONE,
    permission: 'read',
    answer: (call) => {
      const pixel = requested(call);
      call.state.noteRead(call.store.id, pixel);
      return detailText(pixel, call.store, call.state.settings);
    },
  },
  {
    method: 'POST',
    path: /^\/v1\/networks\/pixels$/,
    permission: 'write',
    answer: (call) => write(call, undefined),
  },
  { method: 'PUT', path: ONE, permission: 'write', answer: (call) => write(call, requested(call)) },
  { method: 'GET', path: /^\/v1\/networks$/, permission: 'none', answer: networkInfo },
];

/** An error answer in the spelling that the settings ask for. */
export function errorAnswer(state: EverflowState, status: number, message: string): ApiAnswer {
  return { status, body: toWire({ [state.errorKey()]: message }), error: message };
}

function answerOrThrow(state: EverflowState, request: ApiRequest): ApiAnswer {
  const key = authenticate(state.keys, request.key);
  const { ipAllowList } = state.settings;
  if (ipAllowList.length > 0 && !ipAllowList.includes(request.address)) {
    throw new ApiError(403, MESSAGES.badAddress);
  }
  const path = request.path.replace(/\?.*$/, '');
  const route = ROUTES.find((candidate) => candidate.method === request.method && candidate.path.test(path));
  authorize(key, route?.permission ?? 'none');
  if (route === undefined) throw new ApiError(404, MESSAGES.notFound);
  const store = state.store(key.networkId);
  return { status: 200, body: route.answer({ state, store, request }), error: '' };
}

/** Answers one API request and applies it. Refusals are answers; it throws only where this server has a bug. */
export function answer(state: EverflowState, request: ApiRequest): ApiAnswer {
  try {
    return answerOrThrow(state, request);
  } catch (cause) {
    // A bug of ours must not look like an answer of Everflow's.
    if (!(cause instanceof ApiError)) throw cause;
    return errorAnswer(state, cause.status, cause.message);
  }
}
