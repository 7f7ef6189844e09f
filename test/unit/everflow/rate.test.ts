/** The rate budget [W3]: its law and its pace. */
import * as fc from 'fast-check';
import type { HttpReply } from '../../../src/everflow/http';
import {
  BURST_MS,
  FRESH_RATE,
  SLOT_MS,
  SPEEDS,
  WINDOW_MS,
  allowance,
  noteAnswers,
  noteSent,
  readRateState,
  waitBefore,
  type RateState,
  type Speed,
} from '../../../src/everflow/rate';

const T0 = 1_700_000_000_123;
const RUNS = { seed: 20_261_122, numRuns: 150 };

function told(headers: Record<string, string>, status = 200): HttpReply {
  return { kind: 'response', status, headers, text: '' };
}
function limits(limit: number, remaining: number): HttpReply {
  return told({ 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining) });
}

interface Want {
  readonly gapMs: number;
  readonly count: number;
}

/** Sends as `waitBefore` says; after each batch `hear` tells what the server answers. */
function obey(start: RateState, speed: Speed, wants: readonly Want[], hear?: (index: number) => HttpReply) {
  let state = start;
  let nowMs = T0;
  const sends: { atMs: number; count: number }[] = [];
  wants.forEach(({ gapMs, count }, index) => {
    nowMs += gapMs;
    nowMs += waitBefore(state, speed, count, nowMs);
    sends.push({ atMs: nowMs, count });
    state = noteSent(state, speed, count, nowMs);
    if (hear) state = noteAnswers(state, [hear(index)], nowMs);
    // Kept as JSON between executions.
    state = readRateState(JSON.stringify(state));
  });
  return { sends, state, endMs: nowMs };
}

/** The greatest number of requests in any 30 s, windows of one single batch left out. */
function worstWindow(sends: readonly { atMs: number; count: number }[]): number {
  let worst = 0;
  for (const [first, { atMs }] of sends.entries()) {
    const inside = sends.slice(first).filter((send) => send.atMs < atMs + WINDOW_MS);
    if (inside.length > 1)
      worst = Math.max(
        worst,
        inside.reduce((sum, { count }) => sum + count, 0),
      );
  }
  return worst;
}

const anySpeed = fc.constantFrom(...SPEEDS);
const anyWants = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.constant(0), fc.nat(900), fc.nat(40_000)),
    count: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 700 })),
  }),
  { minLength: 1, maxLength: 80 },
);

test('[W3] no 30 s get more than the allowance, whatever is asked for, unless one batch alone is larger', () => {
  let full = 0;
  fc.assert(
    fc.property(anySpeed, fc.constantFrom(0, 60, 600, 900), anyWants, (speed, limit, wants) => {
      const start = { ...FRESH_RATE, limit };
      const { sends } = obey(start, speed, wants);
      const worst = worstWindow(sends);
      expect(worst).toBeLessThanOrEqual(allowance(start, speed));
      if (worst > allowance(start, speed) * 0.8) full += 1;
    }),
    RUNS,
  );
  // The law would also hold for a budget that never sends.
  expect(full).toBeGreaterThan(25);
});

test('[W3] the law holds whatever the server says remains', () => {
  fc.assert(
    fc.property(anyWants, fc.array(fc.nat(900), { minLength: 1 }), (wants, remaining) => {
      const start = { ...FRESH_RATE, limit: 900 };
      const { sends } = obey(start, 'normal', wants, (i) => limits(900, remaining[i % remaining.length]!));
      expect(worstWindow(sends)).toBeLessThanOrEqual(450);
    }),
    RUNS,
  );
});

test('[W3] who always has more to send gets the allowance, less at most one batch a window', () => {
  fc.assert(
    fc.property(anySpeed, fc.integer({ min: 1, max: 60 }), (speed, count) => {
      const allowed = allowance(FRESH_RATE, speed);
      const perWindow = Math.floor(allowed / count);
      const windows = 6;
      const wants = Array.from({ length: perWindow * windows }, () => ({ gapMs: 0, count }));
      const { endMs } = obey(FRESH_RATE, speed, wants);
      expect(endMs - T0).toBeLessThanOrEqual(windows * (WINDOW_MS + SLOT_MS));
    }),
    RUNS,
  );
});

test('[W3] waits are short: a batch of 20 at normal speed never waits a window while others leave room', () => {
  let state = FRESH_RATE;
  let nowMs = T0;
  const waits: number[] = [];
  for (let batch = 0; batch < 14; batch++) {
    const waitMs = waitBefore(state, 'normal', 20, nowMs);
    waits.push(waitMs);
    nowMs += waitMs;
    state = noteSent(state, 'normal', 20, nowMs);
  }
  // 10 per second: 2 s a batch, after a burst of 5 s.
  expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(2000);
  expect(nowMs - T0).toBeGreaterThan(WINDOW_MS - 2 * BURST_MS);
});

test.each([
  ['normal', 300],
  ['gentle', 120],
  ['full', 600],
] as const)('[W3] speed %s may send %i in 30 s where no header was seen', (speed, requests) => {
  expect(allowance(FRESH_RATE, speed)).toBe(requests);
});

test('[W3] by default half of the limit that the server tells', () => {
  const state = noteAnswers(FRESH_RATE, [limits(900, 880)], T0);
  expect(SPEEDS.map((speed) => allowance(state, speed))).toEqual([180, 450, 900]);
  expect(allowance({ ...FRESH_RATE, limit: 1 }, 'gentle')).toBe(1);
});

test('[W3] slower below 30 % remaining, at 30 % not yet, and again at full speed when the reading is old', () => {
  const at = (remaining: number): RateState =>
    noteAnswers(noteSent({ ...FRESH_RATE, limit: 900 }, 'normal', 40, T0), [limits(900, remaining)], T0);
  // 450 are ours. At a tenth of the 30 % it is 45, of which 40 are sent.
  expect(waitBefore(at(270), 'normal', 20, T0)).toBe(0);
  expect(waitBefore(at(27), 'normal', 5, T0)).toBe(0);
  expect(waitBefore(at(27), 'normal', 6, T0)).toBeGreaterThan(20_000);
  expect(waitBefore(at(0), 'normal', 1, T0)).toBe(WINDOW_MS);
  // Never more than remains, even if our own share would allow it.
  const unused = noteAnswers(FRESH_RATE, [limits(900, 27)], T0);
  expect([27, 28].map((count) => waitBefore(unused, 'normal', count, T0))).toEqual([0, WINDOW_MS]);
});

test('[W3] the least that a batch of answers says remains counts, and odd headers say nothing', () => {
  const state = noteAnswers(FRESH_RATE, [limits(900, 500), limits(900, 480), limits(900, 490)], T0);
  expect(state).toMatchObject({ limit: 900, remaining: 480, seenAtMs: T0 });
  const odd = { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': '-1' };
  expect(noteAnswers(state, [told(odd), told({}), { kind: 'failure', code: 'lost' }], T0 + 5)).toEqual(state);
  expect(noteAnswers(state, [limits(0, 0)], T0).limit).toBe(900);
});

test('[W3] after 429 nothing goes out before Retry-After, or for 10 s when it names no time', () => {
  const named = noteAnswers(FRESH_RATE, [told({ 'retry-after': '42' }, 429)], T0);
  expect(waitBefore(named, 'full', 1, T0)).toBe(42_000);
  const unnamed = noteAnswers(FRESH_RATE, [told({}, 429)], T0);
  expect(waitBefore(unnamed, 'full', 1, T0)).toBe(10_000);
  expect(waitBefore(unnamed, 'full', 1, T0 + 10_000)).toBe(0);
});

test('[W3] nothing to send never waits', () => {
  const blocked = noteAnswers(FRESH_RATE, [told({}, 429)], T0);
  expect(waitBefore(blocked, 'normal', 0, T0)).toBe(0);
  expect(noteSent(FRESH_RATE, 'normal', 0, T0)).toEqual(FRESH_RATE);
});

test('[W3] a clock that goes back between executions never stops us for longer than a window', () => {
  const ahead = noteSent(FRESH_RATE, 'normal', 300, T0 + 3_600_000);
  expect(waitBefore(ahead, 'normal', 20, T0)).toBeLessThanOrEqual(WINDOW_MS + SLOT_MS);
  const next = noteSent(ahead, 'normal', 20, T0 + WINDOW_MS + SLOT_MS);
  expect(waitBefore(next, 'normal', 20, T0 + WINDOW_MS + SLOT_MS)).toBeLessThanOrEqual(WINDOW_MS);
});

test('[W3] the state stays small enough for one property, and a damaged one is a fresh one', () => {
  const wants = Array.from({ length: 2000 }, () => ({ gapMs: 33, count: 1 }));
  const { state } = obey({ ...FRESH_RATE, limit: 1800 }, 'full', wants);
  expect(state.sends.length).toBeLessThanOrEqual(122);
  expect(JSON.stringify(state).length).toBeLessThan(4500);
  for (const text of [undefined, null, '', 'null', '[]', '{"sends":[]}', '{"limit":"x","sends":[]}']) {
    expect(readRateState(text)).toEqual(FRESH_RATE);
  }
  expect(readRateState(JSON.stringify({ ...FRESH_RATE, sends: [[1, 2], 'x', [1]] })).sends).toEqual([[1, 2]]);
});
