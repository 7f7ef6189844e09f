/** The client against a scripted server: stories of reading [S3] [S4] [S5] [P1] [P10]. */
import { apiUrl, Endpoints, MAX_URL_LENGTH } from '../../../src/everflow/endpoints';
import type { Reply } from '../../../src/everflow/errors';
import { EVERYTHING } from '../../../src/everflow/query';
import { HOST, KEY, answer, lost, ok, page, stage, type Exchange } from './support';

const NETWORK = 'GET /v1/networks';
const table = (number: number, size: number): string =>
  `POST /v1/networks/pixelstable?page=${number}&page_size=${size}`;
const get = (id: number): string => `GET /v1/networks/pixels/${id}`;
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
  expect(clock.slept).toEqual([750, 4000, 3500]);
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
