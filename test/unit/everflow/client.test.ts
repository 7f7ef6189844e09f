/** The client against a scripted server: stories of reading, writing and trouble [S3] [S4] [P1] [W3] [W4]. */
import { apiUrl, Endpoints, MAX_URL_LENGTH } from '../../../src/everflow/endpoints';
import type { Reply } from '../../../src/everflow/errors';
import { EVERYTHING } from '../../../src/everflow/query';
import { FRESH_RATE } from '../../../src/everflow/rate';
import { HOST, KEY, answer, lost, ok, page, stage, type Exchange } from './support';

const NETWORK = 'GET /v1/networks';
const table = (number: number, size: number): string =>
  `POST /v1/networks/pixelstable?page=${number}&page_size=${size}`;
const get = (id: number): string => `GET /v1/networks/pixels/${id}`;
const put = (id: number): string => `PUT /v1/networks/pixels/${id}`;
const CREATE = 'POST /v1/networks/pixels';
const record = (id: number): object => ({ network_pixel_id: id, network_id: 1 });
const codes = (replies: readonly Reply<unknown>[]): string[] =>
  replies.map((reply) => (reply.ok ? 'ok' : reply.error.code));

test('[S3] the network is told by its own endpoint', () => {
  const { client, http } = stage([[[NETWORK, ok({ network_id: 7, name: `Acme ${KEY}`, extra: 1 })]]]);
  expect(client.network()).toEqual({
    ok: true,
    status: 200,
    value: { id: 7, name: 'Acme ***', from: 'networks' },
  });
  http.finish();
});

test.each([403, 404])('[S3] where that is refused with %i, one row of the table tells the id', (status) => {
  const { client, http } = stage([
    [[NETWORK, answer(status, { error: 'Missing permission' })]],
    [[table(1, 1), ok(page([5]))]],
  ]);
  expect(client.network()).toMatchObject({ ok: true, value: { id: 1, name: '', from: 'table' } });
  expect(http.body(1)).toEqual({ query: { filters: {} } });
  http.finish();
});

test('[S3] an answer without a network id is no answer to the question', () => {
  const { client } = stage([[[NETWORK, ok({ networks: [] })]], [[table(1, 1), ok(page([5]))]]]);
  expect(client.network()).toMatchObject({ ok: true, value: { id: 1, from: 'table' } });
});

test('[S3] without any postback nobody tells the id, which is said as 0', () => {
  const { client } = stage([[[NETWORK, answer(404, '')]], [[table(1, 1), ok(page([]))]]]);
  expect(client.network()).toMatchObject({ ok: true, value: { id: 0, from: 'table' } });
});

test.each([
  [401, 'No Authentication Method Found', 'bad-key'],
  [403, 'Out of realm', 'realm'],
  [403, 'IP not in allow list', 'ip-list'],
])('[S5] %i %s is the answer to the test of the connection, after one request', (status, error, code) => {
  const { client, http } = stage([[[NETWORK, answer(status, { error })]]]);
  expect(client.network()).toMatchObject({ ok: false, error: { code, serverMessage: error } });
  http.finish();
});

test('[S5] a key that no header can hold is refused without a request', () => {
  for (const key of ['', 'two words', 'line\r\nX-Other: 1', 'ключ']) {
    const { client } = stage([], { key });
    expect(client.network()).toMatchObject({ ok: false, error: { code: 'bad-key', sent: 'no' } });
    expect(codes(client.updates([{ id: 1, body: {} }]))).toEqual(['bad-key']);
    expect(client.requests).toBe(0);
  }
});

test('[P1] pages go out as one batch, each with its own reply', () => {
  const { client, http } = stage([
    [
      [table(2, 2), ok(page([3, 4], { page: 2, page_size: 2, total_count: 5 }))],
      [table(3, 2), ok(page([5], { page: 3, page_size: 2, total_count: 5 }))],
    ],
  ]);
  const replies = client.tablePages({ ...EVERYTHING, status: 'active' }, 2, [2, 3]);
  expect(replies.map((reply) => reply.ok && reply.value.rows.length)).toEqual([2, 1]);
  expect(http.body(0)).toEqual({ query: { filters: { status: 'active' } } });
  expect(client.requests).toBe(2);
});

test('[P1] a batch that fails as a batch is repeated page by page, without a pause', () => {
  const { client, http, clock } = stage([
    [2, 3, 4].map((n): Exchange => [table(n, 1), lost('batch')]),
    ...[2, 3, 4].map((n): Exchange[] => [
      [table(n, 1), ok(page([n], { page: n, page_size: 1, total_count: 4 }))],
    ]),
  ]);
  expect(codes(client.tablePages(EVERYTHING, 1, [2, 3, 4]))).toEqual(['ok', 'ok', 'ok']);
  expect(clock.slept).toEqual([]);
  http.finish();
});

test('[P1] one page that always fails does not cost the others', () => {
  const good = (n: number): Exchange[] => [
    [table(n, 1), ok(page([n], { page: n, page_size: 1, total_count: 4 }))],
  ];
  const { client, http } = stage([
    [2, 3].map((n): Exchange => [table(n, 1), lost('batch')]),
    [[table(2, 1), lost('timeout'), 20_000]],
    good(3),
    [[table(2, 1), lost('timeout'), 20_000]],
    [[table(2, 1), lost('timeout'), 20_000]],
  ]);
  expect(codes(client.tablePages(EVERYTHING, 1, [2, 3]))).toEqual(['no-answer', 'ok']);
  http.finish();
});

test('[P1] while nothing comes through, not every page is tried in vain', () => {
  const all = [1, 2, 3, 4, 5];
  const dead: Exchange[][] = [1, 2, 3].flatMap(() => [
    [[table(1, 1), lost('lost')]],
    [[table(2, 1), lost('lost')]],
  ]);
  const { client, http } = stage([all.map((n): Exchange => [table(n, 1), lost('batch')]), ...dead]);
  expect(codes(client.tablePages(EVERYTHING, 1, all))).toEqual(all.map(() => 'no-answer'));
  http.finish();
});

test('[W3] reads end after 120 s, and one request’s own answer is never given to another', () => {
  const ids = [1, 2, 3, 4];
  const { client, http } = stage([
    ids.map((id): Exchange => [get(id), lost('batch')]),
    [[get(1), lost('timeout'), 70_000]],
    [[get(2), answer(404, {}), 60_000]],
  ]);
  expect(codes(client.records(ids))).toEqual(['no-answer', 'not-found', 'no-answer', 'no-answer']);
  http.finish();
});

test('[P10] the first page and the totals by status come in one batch', () => {
  const query = { ...EVERYTHING, offerIds: [4] };
  const { client, http } = stage([
    [
      [table(1, 2000), ok(page([1, 2], { page_size: 500, total_count: 2 }))],
      [table(1, 1), ok(page([1], { page_size: 1, total_count: 2 }))],
      [table(1, 1), ok(page([9], { page_size: 1, total_count: 3 }))],
    ],
  ]);
  const probe = client.tableProbe(query, 2000);
  expect(probe.first).toMatchObject({ ok: true, value: { pageSize: 500, totalCount: 2 } });
  expect(probe.active).toMatchObject({ ok: true, value: 2 });
  expect(probe.inactive).toMatchObject({ ok: true, value: 3 });
  expect([1, 2].map((n) => http.body(n))).toEqual(
    ['active', 'inactive'].map((status) => ({ query: { filters: { status, network_offer_ids: [4] } } })),
  );
});

test('[W3] reads are tried again after 5xx and 429, only those that failed, and the waits are slept', () => {
  const { client, http, clock } = stage([
    [
      [get(1), ok(record(1))],
      [get(2), answer(502, '<html>Bad Gateway</html>')],
      [get(3), answer(404, { error: 'Not found' })],
    ],
    [[get(2), answer(429, { error: 'slow down' }, { 'retry-after': '7' })]],
    [[get(2), ok(record(2))]],
  ]);
  expect(codes(client.records([1, 2, 3]))).toEqual(['ok', 'ok', 'not-found']);
  expect(clock.slept).toEqual([750, 7500]);
  expect(client.requests).toBe(5);
  http.finish();
});

test('[S5] an answer that is no record, or another record, is no record', () => {
  const { client } = stage([
    [
      [get(1), ok('<html>Welcome to the hotel</html>')],
      [get(2), ok(record(3))],
      [get(4), ok({ result: true })],
    ],
  ]);
  expect(codes(client.records([1, 2, 4]))).toEqual(['not-json', 'not-json', 'not-json']);
});

test('[S4] records and pages of another network are refused, those that do not say are not', () => {
  const { client } = stage(
    [
      [
        [get(1), ok(record(1))],
        [get(2), ok({ network_pixel_id: 2 })],
        [get(3), ok({ network_pixel_id: 3, network_id: 2 })],
      ],
      [[table(1, 50), ok({ ...page([1]), pixels: [record(1), { network_pixel_id: 2, network_id: 2 }] })]],
    ],
    { networkId: 1 },
  );
  expect(codes(client.records([1, 2, 3]))).toEqual(['ok', 'ok', 'wrong-network']);
  expect(codes(client.tablePages(EVERYTHING, 50, [1]))).toEqual(['wrong-network']);
});

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
  expect(clock.slept).toEqual([10_000]);
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
    const batches = [1, 2, 3, 4].flatMap(() => [
      ids.map((id): Exchange => [get(id), ok(record(id))]),
      ids.map((id): Exchange => [put(id), ok(record(id))]),
    ]);
    const { client, clock, http } = stage(batches, { speed });
    for (let batch = 0; batch < 4; batch++) {
      expect(client.waitFor(40)).toBe(true);
      const before = clock.slept.length;
      client.records(ids);
      client.updates(ids.map((id) => ({ id, body: {} })));
      expect(clock.slept.length).toBe(before);
    }
    expect(clock.slept.length).toBeGreaterThan(0);
    expect(client.requests).toBe(160);
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
  expect(clock.slept).toEqual([11_000]);
  client.update(1, {});
  const blocked = stage([[[put(1), answer(429, {})]], [[put(2), ok(record(2))]]]);
  blocked.client.waitFor(2);
  blocked.client.update(1, {});
  blocked.client.update(2, {});
  expect(blocked.clock.slept).toEqual([10_000]);
});

test('[W3] the room that was waited for is used once', () => {
  const all = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
  const gets = (): Exchange[] => all(20).map((id): Exchange => [get(id), ok(record(id))]);
  const { client, clock } = stage([gets(), gets(), gets(), gets(), gets()], { speed: 'gentle' });
  client.waitFor(20);
  for (let batch = 0; batch < 5; batch++) client.records(all(20));
  expect(clock.slept.length).toBeGreaterThan(1);
});

test('[J3] no wait is begun that would end after the deadline: what it was for is not sent', () => {
  const start = 1_700_000_000_000;
  const rate = { ...FRESH_RATE, blockedUntilMs: start + 30_000 };
  const { client, clock } = stage([], { rate, deadlineMs: start + 20_000 });
  expect(client.waitNeeded(20)).toBe(30_000);
  expect(client.waitFor(20)).toBe(false);
  expect(client.records([1])).toMatchObject([{ ok: false, error: { code: 'rate', sent: 'no' } }]);
  expect(codes(client.updates([{ id: 1, body: {} }]))).toEqual(['rate']);
  expect(clock.slept).toEqual([]);
  const patient = stage([[[get(1), ok(record(1))]]], { rate, deadlineMs: start + 30_000 });
  expect(codes(patient.client.records([1]))).toEqual(['ok']);
});

test('[W3] what the answers say about the budget is kept for the next execution', () => {
  const headers = { 'x-ratelimit-limit': '900', 'x-ratelimit-remaining': '899' };
  const { client } = stage([[[get(1), ok(record(1), headers)]]]);
  client.record(1);
  expect(client.rateState).toMatchObject({ limit: 900, remaining: 899 });
  expect(client.rateState.sends.map(([, count]) => count)).toEqual([1]);
});

test('[S3] a URL is of one of the two hosts and at most 2,082 characters', () => {
  const room = MAX_URL_LENGTH - `https://${HOST}`.length;
  expect(apiUrl(HOST, `/${'x'.repeat(room - 1)}`)).toHaveLength(MAX_URL_LENGTH);
  expect(() => apiUrl(HOST, `/${'x'.repeat(room)}`)).toThrow(RangeError);
  expect(() => apiUrl('api.eflow.team.evil.example' as typeof HOST, '/v1/')).toThrow(RangeError);
  expect(apiUrl('api-eu.eflow.team', '/v1/networks')).toBe('https://api-eu.eflow.team/v1/networks');
});

test.each([0, -1, 1.5, NaN, 2 ** 53])('[P7] %d is no id: no request is built with it', (id) => {
  const endpoints = new Endpoints(HOST, KEY);
  expect(() => endpoints.record(id)).toThrow(RangeError);
  expect(() => endpoints.update(id, {})).toThrow(RangeError);
});
