/** Contract of keys, networks, error spelling, rate limit and time. */
import { startEverflow, type Everflow, type KeyName } from '../../../local/everflow';
import { client, idsOf, table, type Answer, type Call } from './client';

let everflow: Everflow;
let call: Call;

beforeAll(async () => {
  everflow = await startEverflow({ size: 60, betaSize: 12, time: 'header', startMs: 1_000_000 });
  call = client(everflow);
});
afterAll(() => everflow.close());
beforeEach(() => everflow.control.reset());

const networks = (key: KeyName | null = 'main'): Promise<Answer> => call('GET', '/v1/networks', { key });

describe('[S3] [S5] keys', () => {
  test('GET /v1/networks tells the network of each key', async () => {
    expect((await networks()).json()).toMatchObject({ network_id: 1, name: 'Acme Network' });
    expect((await networks('beta')).json()).toMatchObject({ network_id: 2, name: 'Beta Network' });
  });

  test('GET /v1/networks can be refused while the table answers', async () => {
    await everflow.control.settings({ networksRefused: true });
    expect((await networks()).status).toBe(403);
    expect((await table(call)).status).toBe(200);
  });

  test.each<[KeyName | null, number, RegExp]>([
    [null, 401, /^No Authentication Method Found$/],
    ['revoked', 401, /revoked/],
    ['affiliate', 403, /^Out of realm$/],
    ['noPostbacks', 403, /permission/],
  ])('key %s: %i', async (key, status, text) => {
    const answer = await call('POST', '/v1/networks/pixelstable', { key, body: {} });
    expect(answer.status).toBe(status);
    expect(answer.json()['error']).toMatch(text);
  });

  test('an unknown key is refused; header names are not case-sensitive', async () => {
    const headers = { 'x-eflow-api-key': 'nonsense' };
    expect((await call('GET', '/v1/networks', { key: null, headers })).status).toBe(401);
    const good = { 'x-eflow-api-key': everflow.keys.main };
    expect((await call('GET', '/v1/networks', { key: null, headers: good })).status).toBe(200);
  });

  test('a key without write permission reads and does not write', async () => {
    const key = 'readOnly';
    expect((await call('GET', '/v1/networks/pixels/20', { key })).status).toBe(200);
    expect((await call('PUT', '/v1/networks/pixels/20', { key, body: {} })).status).toBe(403);
    expect((await call('POST', '/v1/networks/pixels', { key, body: {} })).status).toBe(403);
  });

  test('a key can be revoked, or turn out to belong to another network, while in use', async () => {
    await everflow.control.key('main', { networkId: 2 });
    expect((await networks()).json()['network_id']).toBe(2);
    await everflow.control.key('main', { revoked: true });
    expect((await networks()).status).toBe(401);
  });

  test('an IP allow-list that lacks the caller refuses with 403', async () => {
    await everflow.control.settings({ ipAllowList: ['203.0.113.7'] });
    expect((await networks()).status).toBe(403);
    await everflow.control.settings({ ipAllowList: ['203.0.113.7', '127.0.0.1'] });
    expect((await networks()).status).toBe(200);
  });
});

test("[S4] the second network's records are its own", async () => {
  const beta = await call('POST', '/v1/networks/pixelstable?page_size=2000', { key: 'beta', body: {} });
  expect(idsOf(beta)).toHaveLength(12);
  const shared = (await everflow.control.records(2))[0]?.network_pixel_id ?? 0;
  expect((await call('GET', '/v1/networks/pixels/20', { key: 'beta' })).status).toBe(404);
  expect((await call('GET', `/v1/networks/pixels/${shared}`, { key: 'beta' })).json()['network_id']).toBe(2);
});

test.each([
  ['GET', '/v1/networks/pixels'],
  ['DELETE', '/v1/networks/pixels/20'],
  ['PATCH', '/v1/networks/pixels/20'],
  ['GET', '/v1/networks/pixels/999999'],
  ['PUT', '/v1/networks/pixels/999999'],
  ['GET', '/v1/networks/pixels/abc'],
  ['GET', '/v1/networks/pixelstable'],
  ['GET', '/v1/networks/offers'],
  ['GET', '/'],
])('404 for %s %s', async (method, path) => {
  expect((await call(method, path, method === 'GET' ? {} : { body: {} })).status).toBe(404);
});

test('errors are spelt "error", "Error", or in turn', async () => {
  const spelt = async (): Promise<string[]> => Object.keys((await networks(null)).json());
  expect(await spelt()).toEqual(['error']);
  await everflow.control.settings({ errorSpelling: 'Error' });
  expect(await spelt()).toEqual(['Error']);
  await everflow.control.settings({ errorSpelling: 'alternate' });
  expect([await spelt(), await spelt(), await spelt()]).toEqual([['error'], ['Error'], ['error']]);
});

describe('[W3] rate limit', () => {
  const at = (ms: number, key: KeyName = 'main'): Promise<Answer> =>
    call('GET', '/v1/networks', { key, headers: { 'X-Virtual-Now-Ms': String(ms) } });
  const remaining = (answer: Answer): string | null => answer.headers.get('X-RateLimit-Remaining');

  test('every answer tells limit and remaining; errors count too', async () => {
    const first = await at(1_000_000);
    expect([first.headers.get('X-RateLimit-Limit'), remaining(first)]).toEqual(['900', '899']);
    expect(remaining(await call('GET', '/v1/networks/pixels/999999'))).toBe('898');
    expect(remaining(await networks(null))).toBe('899');
  });

  test('429 from the first request too many until the window ends, both sides of both limits', async () => {
    await everflow.control.settings({ rateLimit: 3 });
    const statuses: number[] = [];
    for (const ms of [2_000_000, 2_000_001, 2_000_002, 2_000_003, 2_029_999, 2_030_000])
      statuses.push((await at(ms)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429, 200]);
    expect((await everflow.control.log()).at(3)).toMatchObject({ status: 429, atMs: 2_000_003 });
  });

  test('the bucket is shared by the keys of a customer, not with other customers', async () => {
    await everflow.control.settings({ rateLimit: 2 });
    await at(3_000_000, 'main');
    await at(3_000_000, 'colleague');
    expect((await at(3_000_000, 'main')).status).toBe(429);
    expect((await at(3_000_000, 'beta')).status).toBe(200);
  });

  test('Retry-After only where it is set; other integrations can use up the window', async () => {
    await everflow.control.act({ do: 'spend', requests: 899 });
    expect(remaining(await at(1_000_000))).toBe('0');
    expect((await at(1_000_500)).headers.get('Retry-After')).toBeNull();
    await everflow.control.settings({ retryAfter: true });
    expect((await at(1_000_500)).headers.get('Retry-After')).toBe('30');
  });

  test('a refused request has no effect', async () => {
    await everflow.control.settings({ rateLimit: 1 });
    await at(4_000_000);
    const before = await everflow.control.records();
    const detail = { ...before[0], description: 'changed', pixel_status: 'inactive' };
    expect((await call('PUT', '/v1/networks/pixels/20', { body: detail })).status).toBe(429);
    expect(await everflow.control.records()).toEqual(before);
  });
});

describe('virtual time', () => {
  test('is the greatest time told, and dates what is saved', async () => {
    const headers = { 'X-Virtual-Now-Ms': '1900000000500' };
    await call('GET', '/v1/networks', { headers });
    await call('GET', '/v1/networks', { headers: { 'X-Virtual-Now-Ms': '5' } });
    expect(await everflow.control.now()).toBe(1_900_000_000_500);
    const detail = (await call('GET', '/v1/networks/pixels/112')).json();
    const answer = await call('PUT', '/v1/networks/pixels/112', { body: detail });
    expect(answer.json()['time_saved']).toBe(1_900_000_000);
  });

  test('latency is virtual, and requests made together take it together', async () => {
    await everflow.control.settings({ latencyMs: 250 });
    const headers = { 'X-Virtual-Now-Ms': '2000000' };
    const answers = await Promise.all([1, 2, 3].map(() => call('GET', '/v1/networks', { headers })));
    expect(answers.map((answer) => answer.headers.get('X-Virtual-Elapsed-Ms'))).toEqual([
      '250',
      '250',
      '250',
    ]);
    expect(await everflow.control.now()).toBe(2_000_250);
  });
});
