/** The client against a scripted server: stories of writing and waiting [W3] [W4] [W5] [J3]. */
import type { Reply } from '../../../src/everflow/errors';
import { FRESH_RATE } from '../../../src/everflow/rate';
import { answer, lost, ok, stage, type Exchange } from './support';

const get = (id: number): string => `GET /v1/networks/pixels/${id}`;
const put = (id: number): string => `PUT /v1/networks/pixels/${id}`;
const CREATE = 'POST /v1/networks/pixels';
const record = (id: number): object => ({ network_pixel_id: id, network_id: 1 });
const codes = (replies: readonly Reply<unknown>[]): string[] =>
  replies.map((reply) => (reply.ok ? 'ok' : reply.error.code));

test('[W3] updates are sent once whatever happens, in batches of the given size, replies in order', () => {
  const updates = [1, 2, 3, 4].map((id) => ({ id, body: { description: `d${id}` } }));
  const { client, http, clock } = stage([
    [
      [put(1), answer(500, { error: 'oops' })],
      [put(2), ok(record(2))],
      [put(3), answer(429, {})],
    ],
    [[put(4), answer(400, { error: 'bad level' })]],
  ]);
  const replies = client.updates(updates, 3);
  expect(codes(replies)).toEqual(['server', 'ok', 'rate', 'refused']);
  expect(replies[3]).toMatchObject({ error: { serverMessage: 'bad level', sent: 'yes' } });
  expect(http.body(1)).toEqual({ description: 'd2' });
  // The 429 is obeyed before the next batch, not repeated.
  expect(clock.slept).toEqual([4000, 4000, 2000]);
  http.finish();
});

test('[W4] creates are sent once, at most five at a time', () => {
  const bodies = [1, 2, 3, 4, 5, 6].map((n) => ({ description: `d${n}` }));
  const { client, http } = stage([
    [1, 2, 3, 4, 5].map((id): Exchange => [CREATE, id === 4 ? answer(503, '') : ok(record(100 + id))]),
    [[CREATE, ok({ result: true })]],
  ]);
  const replies = client.creates(bodies, 50);
  expect(codes(replies)).toEqual(['ok', 'ok', 'ok', 'server', 'ok', 'not-json']);
  expect(replies[0]).toMatchObject({ value: { network_pixel_id: 101 } });
  http.finish();
});

test.each([
  ['a refused key', answer(401, {}), 'bad-key'],
  ['a missing permission', answer(403, { error: 'no' }), 'permission'],
  ['Google’s quota', lost('quota'), 'google-quota'],
  ['a batch of which nothing was answered', lost('timeout'), 'no-answer'],
])('[W5] after %s no further write is sent, and the rest says so', (_what, reply, code) => {
  const updates = [1, 2].map((id) => ({ id, body: {} }));
  const { client, http } = stage([[[put(1), reply]]]);
  const replies = client.updates(updates, 1);
  expect(codes(replies)).toEqual([code, code]);
  expect(replies[1]).toMatchObject({ error: { sent: 'no' } });
  expect(client.requests).toBe(1);
  http.finish();
});

test('[W5] one row’s refusal does not stop the others', () => {
  const updates = [1, 2].map((id) => ({ id, body: {} }));
  const { client } = stage([[[put(1), answer(404, {})]], [[put(2), ok(record(2))]]]);
  expect(codes(client.updates(updates, 1))).toEqual(['not-found', 'ok']);
});

test.each(['gentle', 'normal', 'full'] as const)(
  '[W3] waiting for reads and writes together leaves no wait between them at speed %s',
  (speed) => {
    const ids = Array.from({ length: 20 }, (_, at) => at + 1);
    const batches = [1, 2, 3, 4, 5, 6].flatMap(() => [
      ids.map((id): Exchange => [get(id), ok(record(id))]),
      ids.map((id): Exchange => [put(id), ok(record(id))]),
    ]);
    const { client, clock, http } = stage(batches, { speed });
    for (let batch = 0; batch < 6; batch++) {
      expect(client.waitFor(40)).toBe(true);
      const before = clock.slept.length;
      client.records(ids);
      client.updates(ids.map((id) => ({ id, body: {} })));
      expect(clock.slept.length).toBe(before);
    }
    expect(clock.slept.length).toBeGreaterThan(0);
    expect(client.requests).toBe(240);
    http.finish();
  },
);

test('[W3] a 429 among the reads is obeyed before the writes, room or not', () => {
  const { client, clock } = stage([
    [[get(1), answer(429, {})]],
    [[get(1), ok(record(1))]],
    [[put(1), ok(record(1))]],
  ]);
  client.waitFor(2);
  client.record(1);
  expect(clock.slept).toEqual([4000, 4000, 3000]);
  client.update(1, {});
  const blocked = stage([[[put(1), answer(429, {})]], [[put(2), ok(record(2))]]]);
  blocked.client.waitFor(2);
  blocked.client.update(1, {});
  blocked.client.update(2, {});
  expect(blocked.clock.slept).toEqual([4000, 4000, 2000]);
});

test('[W3] the room that was waited for is used once', () => {
  const all = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
  const gets = (): Exchange[] => all(20).map((id): Exchange => [get(id), ok(record(id))]);
  const { client, clock } = stage([gets(), gets(), gets(), gets(), gets()], { speed: 'gentle' });
  client.waitFor(20);
  for (let batch = 0; batch < 5; batch++) client.records(all(20));
  expect(clock.slept.length).toBeGreaterThan(1);
});

test('[W7] a wait looks every 4 s whether it is still wanted; given up, what it was for is not sent', () => {
  const start = 1_700_000_000_000;
  const rate = { ...FRESH_RATE, blockedUntilMs: start + 30_000 };
  let asked = 0;
  const { client, clock } = stage([], { rate, giveUp: () => ++asked >= 2 });
  expect(client.waitNeeded(20)).toBe(30_000);
  expect(client.waitFor(20)).toBe(false);
  expect(clock.slept).toEqual([4000, 4000]);
  expect(client.records([1])).toMatchObject([{ ok: false, error: { code: 'rate', sent: 'no' } }]);
  expect(codes(client.updates([{ id: 1, body: {} }]))).toEqual(['rate']);
  const patient = stage([[[get(1), ok(record(1))]]], { rate, giveUp: () => false });
  expect(codes(patient.client.records([1]))).toEqual(['ok']);
  expect(patient.clock.slept).toEqual([4000, 4000, 4000, 4000, 4000, 4000, 4000, 2000]);
});

test('[W3] what the answers say about the budget is kept for the next execution', () => {
  const headers = { 'x-ratelimit-limit': '900', 'x-ratelimit-remaining': '899' };
  const { client } = stage([[[get(1), ok(record(1), headers)]]]);
  client.record(1);
  expect(client.rateState).toMatchObject({ limit: 900, remaining: 899 });
  expect(client.rateState.sends.map(([, count]) => count)).toEqual([1]);
});
