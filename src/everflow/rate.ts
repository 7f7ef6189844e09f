/**
 * The rate budget [W3] as pure data and functions. Everflow's limit is one bucket per customer, shared with all their other
 * integrations, so we take a share of it and spread it. The state is plain JSON and is kept between executions.
 *
 * Law: whoever waits as `waitBefore` says before each batch never sends more than the allowance within any 30 s, unless a
 * single batch alone is larger than it. Source: https://developers.everflow.io/user-guide/rate-limiting
 */
import type { HttpReply } from './http';
import { readRetryAfter } from './errors';

export const SPEEDS = ['gentle', 'normal', 'full'] as const;
export type Speed = (typeof SPEEDS)[number];

/** Length of the server's window, in ms. */
export const WINDOW_MS = 30_000;
/** Sends are remembered in slots of this length, in ms, counted from their end: a little late, never early. */
export const SLOT_MS = 250;
/**
 * How far sending may run ahead of an even pace, in ms: small jobs do not wait, large ones do not come in one wave, and what is not sent while a step ends
 * and the next one begins, some 6 s, is made up for.
 */
export const BURST_MS = 8000;
/** The share of the limit that is ours. */
const SHARE: { readonly [S in Speed]: number } = { gentle: 0.2, normal: 0.5, full: 1 };
/** Where no header was seen: the older documented 20 per second, so that the normal half is 10 per second. */
const UNSEEN_LIMIT = 600;
/** Below this part of the limit remaining, others need it too and we slow down. */
const LOW_PART = 0.3;
/** How long a 429 that names no time stops us, in ms. What is sent after it learns the rest. */
const BLOCK_MS = 10_000;

export interface RateState {
  /** `X-RateLimit-Limit` as last seen, per 30 s; 0 when never seen. */
  readonly limit: number;
  /** `X-RateLimit-Remaining` as last seen, the least of its batch. */
  readonly remaining: number;
  /** When `remaining` was seen, Unix ms. */
  readonly seenAtMs: number;
  /** Nothing is sent before this time, Unix ms: the server said 429. */
  readonly blockedUntilMs: number;
  /** The time by which an even pace would have sent all that was sent, Unix ms. */
  readonly pacedUntilMs: number;
  /** [end of slot in Unix ms, requests in it], oldest first, those of the last 30 s. At most 122 entries. */
  readonly sends: readonly (readonly [number, number])[];
}

export const FRESH_RATE: RateState = {
  limit: 0,
  remaining: 0,
  seenAtMs: 0,
  blockedUntilMs: 0,
  pacedUntilMs: 0,
  sends: [],
};

/** Requests that we may send in any 30 s, at least 1. */
export function allowance(state: RateState, speed: Speed): number {
  return Math.max(1, Math.floor((state.limit || UNSEEN_LIMIT) * SHARE[speed]));
}

/** True if the last reading, still of this window, says that less than 30 % of the limit remains. */
function isLow(state: RateState, atMs: number): boolean {
  return state.limit > 0 && atMs < state.seenAtMs + WINDOW_MS && state.remaining < state.limit * LOW_PART;
}

function usedAt(state: RateState, atMs: number): number {
  let used = 0;
  for (const [endMs, count] of state.sends) if (endMs + WINDOW_MS > atMs) used += count;
  return used;
}

function fits(state: RateState, speed: Speed, count: number, atMs: number): boolean {
  const full = allowance(state, speed);
  const used = usedAt(state, atMs);
  if (isLow(state, atMs)) {
    const slow = full * (state.remaining / (state.limit * LOW_PART));
    return count <= state.remaining && used + count <= slow;
  }
  return used + count <= full || used === 0;
}

/**
 * How long to wait, in whole ms, before sending `count` requests at once. 0 means now. At most 30.5 s, or longer when a 429 named a
 * later time (5 minutes at most).
 */
export function waitBefore(state: RateState, speed: Speed, count: number, nowMs: number): number {
  if (count <= 0) return 0;
  const earliestMs = Math.max(nowMs, state.blockedUntilMs, state.pacedUntilMs - BURST_MS);
  const moments = [earliestMs, state.seenAtMs + WINDOW_MS, ...state.sends.map(([endMs]) => endMs + WINDOW_MS)]
    .filter((ms) => ms >= earliestMs)
    .sort((a, b) => a - b);
  const goMs = moments.find((ms) => fits(state, speed, count, ms)) ?? earliestMs;
  // A clock that went back between two executions must not stop us for long.
  return Math.ceil(Math.min(goMs, Math.max(nowMs + WINDOW_MS + SLOT_MS, state.blockedUntilMs)) - nowMs);
}

/** The state after `count` requests went out at `nowMs`. */
export function noteSent(state: RateState, speed: Speed, count: number, nowMs: number): RateState {
  if (count <= 0) return state;
  const endMs = Math.ceil(nowMs / SLOT_MS) * SLOT_MS;
  const sends = state.sends.filter(([ms]) => ms + WINDOW_MS > nowMs && ms <= nowMs + SLOT_MS);
  const last = sends[sends.length - 1];
  const grown: [number, number] = last?.[0] === endMs ? [endMs, last[1] + count] : [endMs, count];
  const perRequestMs = WINDOW_MS / allowance(state, speed);
  // Time that nobody used is not saved up.
  const pacedFrom = Math.max(state.pacedUntilMs, nowMs);
  return {
    ...state,
    pacedUntilMs: Math.min(pacedFrom + count * perRequestMs, nowMs + WINDOW_MS),
    sends: [...(last?.[0] === endMs ? sends.slice(0, -1) : sends), grown],
  };
}

function wholeNumber(header: string | undefined): number {
  return /^\s*\d{1,9}\s*$/.test(header ?? '') ? Number(header) : -1;
}

/** What the answers of one batch tell about the budget. */
export function noteAnswers(state: RateState, replies: readonly HttpReply[], nowMs: number): RateState {
  let { limit, blockedUntilMs } = state;
  let remaining = -1;
  for (const reply of replies) {
    if (reply.kind !== 'response') continue;
    const told = wholeNumber(reply.headers['x-ratelimit-limit']);
    if (told > 0) limit = told;
    const left = wholeNumber(reply.headers['x-ratelimit-remaining']);
    // Answers come in the order of the requests, not of the server's counting: the least is the safe one.
    if (left >= 0) remaining = remaining < 0 ? left : Math.min(remaining, left);
    if (reply.status === 429) {
      const waitMs = readRetryAfter(reply.headers['retry-after'], nowMs) || BLOCK_MS;
      blockedUntilMs = Math.max(blockedUntilMs, nowMs + waitMs);
    }
  }
  if (remaining < 0) return { ...state, limit, blockedUntilMs };
  return { ...state, limit, blockedUntilMs, remaining, seenAtMs: nowMs };
}

/** The state from its JSON text; a fresh one if the text is empty, damaged or of another version. */
export function readRateState(text: string | null | undefined): RateState {
  try {
    const data = JSON.parse(text ?? '') as Partial<Record<keyof RateState, unknown>> | null;
    const number = (key: keyof RateState): number => {
      const value = data?.[key];
      if (typeof value !== 'number' || !(value >= 0)) throw new RangeError(key);
      return value;
    };
    const sends: unknown = data?.sends;
    if (!Array.isArray(sends)) return FRESH_RATE;
    return {
      limit: number('limit'),
      remaining: number('remaining'),
      seenAtMs: number('seenAtMs'),
      blockedUntilMs: number('blockedUntilMs'),
      pacedUntilMs: number('pacedUntilMs'),
      sends: (sends as unknown[]).filter(isSlot),
    };
  } catch {
    // Losing the state costs at most one burst; a damaged property must not stop anybody's work.
    return FRESH_RATE;
  }
}

function isSlot(slot: unknown): slot is readonly [number, number] {
  return Array.isArray(slot) && slot.length === 2 && slot.every((n) => typeof n === 'number' && n >= 0);
}
