/** What is sent again, what waits and what stops [W3] [W4] [W5]. */
import * as fc from 'fast-check';
import type { ApiError, ApiErrorCode } from '../../../src/everflow/errors';
import { errorOfFailure, errorOfResponse, unsent } from '../../../src/everflow/errors';
import type { HttpFailureCode } from '../../../src/everflow/http';
import {
  MAX_READ_ATTEMPTS,
  MAX_READ_MS,
  certainlyNotDone,
  decideRetry,
  massRefusal,
  stopOf,
  type RequestKind,
} from '../../../src/everflow/policy';

const SEED = { seed: 20_261_122, numRuns: 1000 };
const FAILURES: HttpFailureCode[] = [
  'dns',
  'refused',
  'timeout',
  'lost',
  'bandwidth',
  'batch',
  'quota',
  'permission',
];

function status(code: number, headers: Record<string, string> = {}): ApiError {
  return errorOfResponse({ kind: 'response', status: code, headers, text: '' }, 'k', 0);
}
function failure(code: HttpFailureCode): ApiError {
  return errorOfFailure({ kind: 'failure', code });
}
function decide(kind: RequestKind, error: ApiError, attempt = 1, elapsedMs = 0, random = 0.5) {
  return decideRetry({ kind, attempt, error, elapsedMs, random });
}

const anyError: fc.Arbitrary<ApiError> = fc.oneof(
  fc.integer({ min: 300, max: 599 }).map((code) => status(code)),
  fc.integer({ min: 0, max: 400 }).map((seconds) => status(429, { 'retry-after': String(seconds) })),
  fc.constantFrom(...FAILURES).map(failure),
  fc.constantFrom<ApiErrorCode>('rate', 'bad-key', 'no-answer').map(unsent),
);

test('[W4] a create is never repeated by itself, and fails for certain only when it cannot have happened', () => {
  const certain = [400, 401, 403, 404, 409, 422].map((code) => status(code));
  const never = (['dns', 'refused', 'quota', 'permission'] as const).map(failure);
  for (const error of [...certain, ...never]) {
    expect(decide('create', error)).toEqual({ retry: false, outcome: 'fail' });
  }
  const open = [302, 408, 429, 500, 502, 503, 504].map((code) => status(code));
  const silent = (['timeout', 'lost', 'bandwidth', 'batch'] as const).map(failure);
  for (const error of [...open, ...silent]) {
    expect(decide('create', error)).toEqual({ retry: false, outcome: 'unclear' });
  }
});

test('[W3] no write is ever repeated by itself', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<RequestKind>('update', 'create'),
      anyError,
      fc.nat(5),
      (kind, error, more) => {
        const decision = decide(kind, error, 1 + more);
        const open = kind === 'update' ? 'read-again' : 'unclear';
        expect(decision).toEqual({ retry: false, outcome: certainlyNotDone(error) ? 'fail' : open });
      },
    ),
    SEED,
  );
});

test('[W3] reads end: after 4 attempts, after 120 s, and each wait is a whole number of ms', () => {
  fc.assert(
    fc.property(
      anyError,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (error, chance) => {
        let elapsedMs = 0;
        let attempt = 1;
        for (;;) {
          const decision = decide('read', error, attempt, elapsedMs, chance.next().value);
          if (!decision.retry) break;
          expect(Number.isInteger(decision.waitMs)).toBe(true);
          expect(decision.waitMs).toBeGreaterThanOrEqual(0);
          elapsedMs += decision.waitMs;
          attempt += 1;
        }
        expect(attempt).toBeLessThanOrEqual(MAX_READ_ATTEMPTS);
        expect(elapsedMs).toBeLessThanOrEqual(MAX_READ_MS);
      },
    ),
    SEED,
  );
});

test.each([400, 401, 403, 404, 422, 302])('[W3] a read refused with %i is not tried again', (code) => {
  expect(decide('read', status(code))).toEqual({ retry: false, outcome: 'fail' });
});

test.each(['quota', 'permission'] as const)('[S5] nothing is tried again when Google says %s', (code) => {
  expect(decide('read', failure(code))).toEqual({ retry: false, outcome: 'fail' });
});

test('[W3] 429 waits as long as Retry-After says, not less, and gives up rather than wait minutes', () => {
  expect(decide('read', status(429, { 'retry-after': '7' }))).toEqual({ retry: true, waitMs: 7500 });
  expect(decide('read', status(429, { 'retry-after': '200' }))).toEqual({ retry: false, outcome: 'fail' });
});

test('[W3] 429 without a time waits out the window: 30 s by the second wait, never more at once', () => {
  const waits = [1, 2, 3].map((attempt) => decide('read', status(429), attempt, 0, 0));
  expect(waits.map((w) => (w.retry ? w.waitMs : -1))).toEqual([10_000, 20_000, 30_000]);
  expect(decide('read', status(429), 3, 0, 0.999)).toEqual({ retry: true, waitMs: 30_000 });
});

test('[W3] 5xx and lost reads back off, doubling, with jitter; bandwidth waits about 15 s; a batch is split at once', () => {
  const waits = [1, 2, 3].map((attempt) => decide('read', status(502), attempt));
  expect(waits.map((w) => (w.retry ? w.waitMs : -1))).toEqual([750, 1500, 3000]);
  expect(decide('read', failure('timeout'), 1, 0, 0)).toEqual({ retry: true, waitMs: 500 });
  expect(decide('read', failure('bandwidth'), 1, 0, 0)).toEqual({ retry: true, waitMs: 15_000 });
  expect(decide('read', failure('batch'))).toEqual({ retry: true, waitMs: 0 });
});

test('[W3] a read that found no time within the budget is not waited for again', () => {
  expect(decide('read', unsent('rate'))).toEqual({ retry: false, outcome: 'fail' });
});

test('[W5] what every further request would meet too ends a push, what time alone ends makes it wait, one request’s own trouble neither', () => {
  const ended = [status(401), status(403), failure('permission'), unsent('bad-key'), unsent('wrong-network')];
  for (const error of ended) expect(stopOf(error)).toBe('ends');
  expect(stopOf(failure('quota'))).toBe('pauses');
  const own = [
    status(400),
    status(404),
    status(408),
    status(429),
    status(500),
    failure('lost'),
    failure('dns'),
  ];
  for (const error of own) expect(stopOf(error)).toBeUndefined();
});

test('[W5] what stops everything was never sent, or was refused: nothing that may have been made is called stopped', () => {
  fc.assert(
    fc.property(anyError, (error) => {
      if (stopOf(error)) expect(certainlyNotDone(error)).toBe(true);
    }),
    SEED,
  );
});

test.each([
  [19, 100, ''],
  [20, 100, 'no'],
  [9, 9, ''],
  [10, 10, 'no'],
  [10, 11, ''],
  [0, 0, ''],
])('[W5] %i equal refusals among %i rows: "%s"', (count, rows, word) => {
  expect(
    massRefusal(
      Array.from({ length: count }, () => 'no'),
      rows,
    ),
  ).toBe(word);
});

test('[W5] different refusals are counted apart', () => {
  const refusals = Array.from({ length: 38 }, (_, at) => (at % 2 === 0 ? 'one' : 'other'));
  expect(massRefusal(refusals, 38)).toBe('');
  expect(massRefusal([...refusals, 'one'], 39)).toBe('one');
});
