/**
 * The retry policy: one pure decision for one failed request [W3] [W4]. It does not wait, send or count itself.
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
