/**
 * What is sent again, what waits and what stops, as pure decisions in one place [W3] [W4] [W5]. It does not wait, send or count itself.
 *
 * - *Remaining budget* and the wait before a batch: `rate.ts`, which plans ahead. What comes back is judged here:
 * - *429 and `Retry-After`*: reads wait as told, else for the window; an update is read again; a create is unclear.
 * - *Bandwidth quota exceeded*, *too many times in a short time*: passes by itself; reads wait some 15 s.
 * - *Daily quota*: nothing goes out any more today; the push pauses and can go on tomorrow.
 * - *Refused key, permission, address list, another network*: the push ends; its other rows stay changes.
 * - *Equal refusals in a row*: the push pauses and asks.
 * - *Too many executions*, *Sheets time-outs*: thrown by Google's services at any call; the step ends where it is (`platform/answer.ts` has the
 *   words), and the next step goes on from the journal, as it does after a kill.
 * - *Cancel*: looked for before each batch and every few seconds of a wait; what is under way is recorded [W7].
 */
import type { ApiError, ApiErrorCode } from './errors';

export type RequestKind = 'read' | 'update' | 'create';

export interface RetryQuestion {
  readonly kind: RequestKind;
  /** How often this request has been tried so far, 1 or more. */
  readonly attempt: number;
  readonly error: ApiError;
  /** Time since the first attempt began, in ms. */
  readonly elapsedMs: number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: number;
}

/**
 * - `fail`: it is certain that nothing was changed, and trying again now would not help.
 * - `read-again`: what became of the update is not known; the record says (and decides whether it is sent again).
 * - `unclear`: a postback may have been created; only a search or a person can tell.
 */
export type RetryDecision =
  | { readonly retry: true; readonly waitMs: number }
  | { readonly retry: false; readonly outcome: 'fail' | 'read-again' | 'unclear' };

/** Attempts at one read, the first included. */
export const MAX_READ_ATTEMPTS = 4;
/** No read is tried again when its wait would end later than this after its first attempt. */
export const MAX_READ_MS = 120_000;
/** Everflow counts requests per window of 30 s: https://developers.everflow.io/user-guide/rate-limiting */
const WINDOW_MS = 30_000;
const FIRST_BACKOFF_MS = 1000;
/** "Bandwidth quota exceeded" is not documented; public code reports that about 15 s clear it. */
const BANDWIDTH_BACKOFF_MS = 15_000;

const RETRIED: ReadonlySet<ApiErrorCode> = new Set(['rate', 'server', 'no-answer', 'unreachable']);

/** True if the request certainly changed nothing on the server: it did not arrive, or was refused with a 4xx but 408 and 429. */
export function certainlyNotDone(error: ApiError): boolean {
  if (error.sent === 'no') return true;
  return error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
}

export function decideRetry(question: RetryQuestion): RetryDecision {
  const { kind, attempt, error, elapsedMs } = question;
  if (kind !== 'read') {
    if (certainlyNotDone(error)) return { retry: false, outcome: 'fail' };
    return { retry: false, outcome: kind === 'update' ? 'read-again' : 'unclear' };
  }
  // The caller had no time to wait for the budget; waiting here instead would be the same wait by another name.
  if (error.code === 'rate' && error.sent === 'no') return { retry: false, outcome: 'fail' };
  if (!RETRIED.has(error.code) || attempt >= MAX_READ_ATTEMPTS) return { retry: false, outcome: 'fail' };
  const waitMs = readWait(question);
  return elapsedMs + waitMs > MAX_READ_MS ? { retry: false, outcome: 'fail' } : { retry: true, waitMs };
}

/** Waits carry jitter, so that two people whose pulls failed together do not come back together. In ms. */
function readWait({ attempt, error, random }: RetryQuestion): number {
  if (error.code === 'rate') {
    // With a stated time: never earlier. Without one the window ends at a time we are not told, at the latest after 30 s.
    if (error.retryAfterMs > 0) return error.retryAfterMs + Math.round(random * 1000);
    return Math.min(WINDOW_MS, Math.round((WINDOW_MS / 3) * attempt * (1 + random / 5)));
  }
  if (error.failure === 'bandwidth') return BANDWIDTH_BACKOFF_MS + Math.round(random * 5000);
  // Another request of the batch failed, perhaps for a reason of its own: this one is simply sent alone.
  if (error.failure === 'batch' && attempt === 1) return 0;
  const backoff = FIRST_BACKOFF_MS * 2 ** (attempt - 1);
  return Math.max(error.retryAfterMs, Math.round(backoff * (0.5 + random / 2)));
}

/** Updates read and written as one batch, at most [W3]. */
export const UPDATES_PER_BATCH = 20;
/** Creates of one parallel batch, at most [W4]. */
export const CREATES_PER_BATCH = 5;
/**
 * Updates written in one parallel batch. A transport fault takes the answers of all of them, which costs a reading each; fewer at once would cost every
 * batch half a second, and a large push more than the rate does.
 */
export const WRITES_AT_ONCE = 20;
/** A record read longer ago than this is read again before it is written over, in ms [M3]. */
export const MAX_GAP_MS = 30_000;
/** Times an update that got no clear answer is read and decided again. */
export const MAX_ROUNDS = 3;
/** Before the server is searched for a create without an answer, in ms: the server may still be busy with it. */
export const SETTLE_MS = 3_000;

/**
 * Troubles that every further request of this key or account would meet as well, so that none is sent. `ends`: the push is over, since a person has to put
 * something right first. `pauses`: time alone puts it right.
 */
const STOPS: { readonly [C in ApiErrorCode]?: 'ends' | 'pauses' } = {
  'bad-key': 'ends',
  realm: 'ends',
  'ip-list': 'ends',
  permission: 'ends',
  'google-permission': 'ends',
  'wrong-network': 'ends',
  'google-quota': 'pauses',
};

/** What an error means for everything after it [W5]; undefined if it is one request's own trouble. */
export function stopOf(error: ApiError): 'ends' | 'pauses' | undefined {
  return STOPS[error.code];
}

/** Equal refusals after which a push asks: so many in all, or the first so many without exception [W5]. */
const REFUSALS_IN_ALL = 20;
const REFUSALS_AT_START = 10;

/**
 * The message that Everflow gave so often that a person should look; '' if there is none.
 * @param refusals messages of the rows that Everflow refused
 * @param rows rows that have a result so far
 */
export function massRefusal(refusals: readonly string[], rows: number): string {
  const counts = new Map<string, number>();
  for (const message of refusals) counts.set(message, (counts.get(message) ?? 0) + 1);
  for (const [message, count] of counts) {
    const isEveryRow = count >= REFUSALS_AT_START && count === rows;
    if (count >= REFUSALS_IN_ALL || isEveryRow) return message;
  }
  return '';
}
