/**
 * Faults on demand: which requests they strike and what they then do. They are armed in advance, because a client that
 * blocks its thread cannot arm one half-way. This file finds the faults of a request; the server carries them out.
 */
import type { KeyName } from './keys';
import { isObject, type ApiKey, type Json } from './records';
import type { RecordChange } from './store';
import type { Settings } from './settings';

/** Which requests a fault strikes. Every part that is given must fit. */
export interface FaultMatch {
  /** HTTP method, upper case. */
  readonly method?: string;
  /** Regular expression on path and query, e.g. `pixelstable\?page=3&`. */
  readonly path?: string;
  /** Regular expression on the request body. */
  readonly body?: string;
  /** Id in the path. */
  readonly pixelId?: number;
  /** Strike from the n-th fitting request on, counted from arming; default 1. */
  readonly nth?: number;
  /** How many fitting requests in a row, default 1. */
  readonly count?: number | 'all';
}

/** What happens to records behind the client's back. `id` absent: the id in the request's path. */
export type RecordAction =
  | { readonly do: 'change'; readonly id?: number; readonly fields: RecordChange; readonly network?: number }
  | { readonly do: 'create'; readonly fields?: RecordChange; readonly network?: number }
  | { readonly do: 'remove'; readonly id?: number; readonly network?: number }
  /** The server switches a postback off, as it does after repeated delivery errors. */
  | { readonly do: 'switchOff'; readonly id?: number; readonly network?: number }
  /** From now on, other settings (page cap, ignored filters, allow-list …). */
  | { readonly do: 'settings'; readonly settings: Partial<Settings> }
  /** From now on, a key is revoked, lacks a permission, or belongs to another network. */
  | { readonly do: 'key'; readonly key: KeyName; readonly change: Partial<Omit<ApiKey, 'value'>> }
  /** Other integrations of the customer use up this much of the rate window. */
  | { readonly do: 'spend'; readonly requests: number };

/** What a fault does to the answer. */
export type AnswerFault =
  /** The answer takes longer: in virtual time with `time: 'header'`, else really. */
  | { readonly kind: 'slow'; readonly ms: number; readonly real?: boolean }
  /** The connection is cut: before the request is applied, after it, or in the middle of the answer. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' | 'midAnswer' }
  /** Another status than the request deserves; `applied` (default false): it took effect nevertheless. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly applied?: boolean;
      /** Default: an error in the API's form. A string is sent as it is. */
      readonly body?: Json;
      readonly contentType?: string;
      readonly retryAfterS?: number;
    }
  /** The HTML error page of a gateway in front of the API, without rate headers. */
  | { readonly kind: 'html502'; readonly applied?: boolean };

/** One fault: match, then records and settings before or after the request, then the answer. */
export interface Fault {
  readonly match?: FaultMatch;
  /** Done before the request is looked at. */
  readonly before?: readonly RecordAction[];
  /** Done after the request took effect and before its answer is sent. */
  readonly after?: readonly RecordAction[];
  readonly answer?: AnswerFault;
}

/** A fault with its history. */
export interface ArmedFault extends Fault {
  readonly id: number;
  /** Requests that fitted so far. */
  readonly fitted: number;
  /** Requests struck so far. */
  readonly struck: number;
}

/** What faults look at. */
export interface FaultRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: string;
}

/** The postback id in a path, if there is one. */
export function pathPixelId(path: string): number | undefined {
  const found = /^\/v1\/networks\/pixels\/(\d{1,15})(?:\?|$)/.exec(path);
  return found === null ? undefined : Number(found[1]);
}

function fits(match: FaultMatch, request: FaultRequest): boolean {
  if (match.method !== undefined && match.method !== request.method) return false;
  if (match.path !== undefined && !new RegExp(match.path).test(request.path)) return false;
  if (match.body !== undefined && !new RegExp(match.body).test(request.body)) return false;
  return match.pixelId === undefined || match.pixelId === pathPixelId(request.path);
}

const ANSWER_KINDS = ['slow', 'drop', 'status', 'html502'];
const ACTIONS = ['change', 'create', 'remove', 'switchOff', 'settings', 'key', 'spend'];
const MATCH_KEYS = ['method', 'path', 'body', 'pixelId', 'nth', 'count'];

/** Throws by name on anything that is not a fault: a misspelt one would never strike and prove nothing. */
function check(fault: unknown): asserts fault is Fault {
  if (!isObject(fault)) throw new Error('Everflow: a fault must be an object');
  const { match = {}, before = [], after = [], answer, ...rest } = fault;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw new Error(`Everflow: a fault has no "${unknown}"`);
  const wrong = Object.keys(match ?? {}).find((name) => !MATCH_KEYS.includes(name));
  if (wrong !== undefined) throw new Error(`Everflow: a fault's match has no "${wrong}"`);
  for (const action of [before, after].flat()) {
    const name = isObject(action) ? action['do'] : action;
    if (!ACTIONS.includes(String(name))) throw new Error(`Everflow: no fault action "${String(name)}"`);
  }
  if (answer === undefined) return;
  const kind = isObject(answer) ? answer['kind'] : answer;
  if (!ANSWER_KINDS.includes(String(kind))) throw new Error(`Everflow: no answer fault "${String(kind)}"`);
}

export class FaultBook {
  private faults: ArmedFault[] = [];
  private lastId = 0;

  /** Arms a fault and gives its id. Throws when it names something that does not exist. */
  arm(fault: unknown): number {
    check(fault);
    this.lastId++;
    this.faults.push({ ...fault, id: this.lastId, fitted: 0, struck: 0 });
    return this.lastId;
  }

  list(): readonly ArmedFault[] {
    return this.faults;
  }

  /** Disarms all; ids go on. */
  clear(): void {
    this.faults = [];
  }

  /** Armed faults with their counts, for `setBack`. */
  place(): { readonly faults: readonly ArmedFault[]; readonly lastId: number } {
    return { faults: [...this.faults], lastId: this.lastId };
  }

  setBack({ faults, lastId }: ReturnType<FaultBook['place']>): void {
    this.faults = [...faults];
    this.lastId = lastId;
  }

  reset(): void {
    this.clear();
    this.lastId = 0;
  }

  /** The faults that strike this request, in order of arming; each fitting request is counted. */
  strike(request: FaultRequest): ArmedFault[] {
    const struck: ArmedFault[] = [];
    this.faults = this.faults.map((fault) => {
      const { match = {} } = fault;
      if (!fits(match, request)) return fault;
      const fitted = fault.fitted + 1;
      const first = match.nth ?? 1;
      const count = match.count === 'all' ? Infinity : (match.count ?? 1);
      const hit = fitted >= first && fitted < first + count;
      const next = { ...fault, fitted, struck: fault.struck + Number(hit) };
      if (hit) struck.push(next);
      return next;
    });
    return struck;
  }
}
