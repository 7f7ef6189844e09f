/**
 * What can go wrong with a request to Everflow, as plain data with stable codes. It knows neither words for screens nor what
 * to do about an error (that is `policy.ts`), and never carries the API key or raw exception text [S2] [S5].
 */
import type { HttpFailure, HttpFailureCode, HttpResponse } from './http';
import { neverSent } from './http';

/**
 * - `bad-key` 401, or a key that cannot be sent at all · `realm` 403 "Out of realm" (key of another portal) · `ip-list` 403 by
 *   the key's address list · `permission` any other 403 · `not-found` 404 · `refused` 400 and other 4xx · `rate` 429, or a wait
 *   for the rate budget longer than the caller had time for · `server` 5xx
 * - `not-json` an answer whose body is no JSON, not of the expected shape, or about another record; also a redirect
 * - `no-answer` timeout, lost, bandwidth, batch, and 408 · `unreachable` the name or connection failed
 * - `google-quota`, `google-permission` Google did not let the request out
 * - `wrong-network` a record of another network than the one expected [S4]
 *
 * Source of statuses and texts: https://developers.everflow.io/user-guide/errors
 */
export type ApiErrorCode =
  | 'bad-key'
  | 'realm'
  | 'ip-list'
  | 'permission'
  | 'not-found'
  | 'refused'
  | 'rate'
  | 'server'
  | 'not-json'
  | 'no-answer'
  | 'unreachable'
  | 'google-quota'
  | 'google-permission'
  | 'wrong-network';

export interface ApiError {
  readonly code: ApiErrorCode;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The server's own words, one line, at most `MAX_MESSAGE_LENGTH` characters, key masked; '' when it said nothing. */
  readonly serverMessage: string;
  /** `no`: the request never reached Everflow. `yes`: Everflow answered it. `unknown`: it may have arrived. */
  readonly sent: 'no' | 'unknown' | 'yes';
  /** How the transport failed; '' when there was an answer. */
  readonly failure: HttpFailureCode | '';
  /** The server's own wish (`Retry-After`), in ms from the time of the answer; 0 when it told none. */
  readonly retryAfterMs: number;
}

/** A result for one request. Nothing here throws for what a server or network may do. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T; readonly status: number }
  | { readonly ok: false; readonly error: ApiError };

export const MAX_MESSAGE_LENGTH = 300;
/** How much of a body that is no JSON is looked at: an error page of megabytes holds no more truth than its beginning. */
const MAX_RAW_LENGTH = 4000;
const TAG = /<[a-z!/][^<>]{0,500}>/gi;
/** Longest `Retry-After` that is believed; a wrong date must not stop the work for a day. */
const MAX_RETRY_AFTER_MS = 300_000;

export function failed<T>(error: ApiError): Reply<T> {
  return { ok: false, error };
}

/** An error of our own making, about a request that was not sent. */
export function unsent(code: ApiErrorCode): ApiError {
  return { code, status: 0, serverMessage: '', sent: 'no', failure: '', retryAfterMs: 0 };
}

/** An answer that arrived with a good status but is not what was asked for. */
export function oddAnswer(code: 'not-json' | 'wrong-network', status: number): ApiError {
  return { code, status, serverMessage: '', sent: 'yes', failure: '', retryAfterMs: 0 };
}

/** The same trouble for a request that was held back because of it. */
export function heldBack(error: ApiError): ApiError {
  return { ...error, sent: 'no' };
}

const FAILURE_CODES: { readonly [C in HttpFailureCode]: ApiErrorCode } = {
  dns: 'unreachable',
  refused: 'unreachable',
  timeout: 'no-answer',
  lost: 'no-answer',
  bandwidth: 'no-answer',
  batch: 'no-answer',
  quota: 'google-quota',
  permission: 'google-permission',
};

export function errorOfFailure(failure: HttpFailure): ApiError {
  return {
    code: FAILURE_CODES[failure.code],
    status: 0,
    serverMessage: '',
    sent: neverSent(failure) ? 'no' : 'unknown',
    failure: failure.code,
    retryAfterMs: 0,
  };
}

function codeOfStatus(status: number, message: string): ApiErrorCode {
  if (status === 401) return 'bad-key';
  if (status === 403) {
    if (/out of realm/i.test(message)) return 'realm';
    return /\bips?\b|white-?\s?list|allow-?\s?list/i.test(message) ? 'ip-list' : 'permission';
  }
  if (status === 404) return 'not-found';
  // The server gave up waiting for the request: what it did with the part that arrived is not known [W4].
  if (status === 408) return 'no-answer';
  if (status === 429) return 'rate';
  if (status >= 500) return 'server';
  // Redirects are not followed [S2]; from this API a redirect is no answer at all.
  return status >= 400 ? 'refused' : 'not-json';
}

/**
 * The error of an answer whose status is not 2xx.
 * @param key the API key, masked wherever the server echoes it
 * @param nowMs Unix ms, for a `Retry-After` that is a date
 */
export function errorOfResponse(response: HttpResponse, key: string, nowMs: number): ApiError {
  const serverMessage = readErrorMessage(response.text, key);
  return {
    code: codeOfStatus(response.status, serverMessage),
    status: response.status,
    serverMessage,
    sent: response.status === 408 ? 'unknown' : 'yes',
    failure: '',
    retryAfterMs: readRetryAfter(response.headers['retry-after'], nowMs),
  };
}

/** `Retry-After` in ms from now, as seconds or HTTP date (RFC 9110 10.2.3); 0 if absent or senseless, at most 5 minutes. */
export function readRetryAfter(header: string | undefined, nowMs: number): number {
  const text = (header ?? '').trim();
  if (text === '') return 0;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : 0;
}

/** Replaces the API key, plain or percent-encoded, by `***`. */
export function maskKey(text: string, key: string): string {
  if (key === '') return text;
  return text.split(key).join('***').split(encodeURIComponent(key)).join('***');
}

/**
 * The human part of an error body: its `error` (the documents), `Error` (seen by clients) or `message`, else the text without
 * HTML tags. One line, at most `MAX_MESSAGE_LENGTH` characters, without the key.
 */
export function readErrorMessage(text: string, key: string): string {
  let told = text;
  let isPage = false;
  try {
    told = messageIn(JSON.parse(text) as unknown) ?? text;
  } catch {
    // No JSON: a proxy's page or plain text. The parser's own message is of no use to anybody.
    isPage = true;
  }
  // Masked before anything is cut away: half a key is a leak too. What follows puts spaces in, so it cannot join a key.
  const safe = maskKey(told, key).slice(0, MAX_RAW_LENGTH);
  return cut(oneLine(isPage ? withoutTags(safe) : safe));
}

function messageIn(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null) return undefined;
  const entries = Object.entries(body as Record<string, unknown>);
  for (const name of ['error', 'message']) {
    for (const [key, value] of entries) {
      if (key.toLowerCase() !== name) continue;
      const told = messageIn(value);
      if (told !== undefined && told.trim() !== '') return told;
    }
  }
  return undefined;
}

function withoutTags(text: string): string {
  const body = text.replace(/<(script|style|title)\b[^>]{0,200}>[^<]{0,1000}/gi, ' ').replace(TAG, ' ');
  // A page that says something in its title only still says it.
  return body.trim() === '' ? text.replace(TAG, ' ') : body;
}

function oneLine(text: string): string {
  // Control characters go with the white space: the message goes into cells and logs.
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

function cut(text: string): string {
  if (text.length <= MAX_MESSAGE_LENGTH) return text;
  const head = text.slice(0, MAX_MESSAGE_LENGTH - 1);
  // Half of a surrogate pair is no text.
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}…`;
}
