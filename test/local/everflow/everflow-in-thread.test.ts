/** The embedded Everflow without HTTP answers as the one behind it does. */
import {
  everflowInThread,
  startEverflow,
  type Everflow,
  type InThreadEverflow,
} from '../../../local/everflow';

const OPTIONS = { size: 30, seed: 4, time: 'header' } as const;
const NOW = { 'X-Virtual-Now-Ms': String(Date.UTC(2026, 10, 22, 9)) };

let served: Everflow;
let inThread: InThreadEverflow;
beforeAll(async () => {
  served = await startEverflow(OPTIONS);
  inThread = everflowInThread(OPTIONS);
});
afterAll(() => served.close());

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly body?: string;
}

async function both({ method, path, key, body }: Asked): Promise<unknown[]> {
  const headers = { 'X-Eflow-API-Key': key, ...NOW };
  const response = await fetch(`${served.url}${path}`, { method, headers, ...(body ? { body } : {}) });
  const bytes = body === undefined ? null : Buffer.from(body);
  const [answer] = inThread.send([{ url: `https://any.example${path}`, method, headers, body: bytes }]);
  if (!answer || 'error' in answer) throw new Error('There was no answer');
  const limits = (names: Iterable<readonly [string, string]>): unknown =>
    [...names]
      .map(([name, value]) => [name.toLowerCase(), value])
      .filter(([name]) => name!.startsWith('x-rate'));
  return [
    [response.status, await response.text(), limits(response.headers)],
    [answer.status, Buffer.from(answer.body).toString('utf8'), limits(answer.headers)],
  ];
}

const { main, revoked } = { main: 'local-acme-main-0A1B', revoked: 'local-acme-revoked-0I5J' };
const NEW = JSON.stringify({
  network_affiliate_id: 12,
  delivery_method: 'postback',
  pixel_level: 'global',
  pixel_status: 'active',
  pixel_type: 'conversion',
  postback_url: 'https://new.example/p?tx={transaction_id}',
  description: '„naïve“ ✓',
});

test.each<[string, Asked]>([
  ['a record', { method: 'GET', path: '/v1/networks/pixels/20', key: main }],
  [
    'a page of the table',
    { method: 'POST', path: '/v1/networks/pixelstable?page=2&page_size=7', key: main, body: '{}' },
  ],
  ['a create', { method: 'POST', path: '/v1/networks/pixels', key: main, body: NEW }],
  ['a refusal', { method: 'GET', path: '/v1/networks/pixels/20', key: revoked }],
  ['what does not exist', { method: 'GET', path: '/v1/elsewhere', key: main }],
])('%s is answered alike', async (_what, asked) => {
  const [overHttp, direct] = await both(asked);
  expect(direct).toEqual(overHttp);
});

test('records and log are the same afterwards', async () => {
  expect(await inThread.control.records()).toEqual(await served.control.records());
  expect(await inThread.control.log()).toEqual(await served.control.log());
});

test('a cut connection gives no answer, and control refusals reject', async () => {
  await inThread.control.arm({ answer: { kind: 'drop', when: 'after' } });
  const request = {
    url: 'https://any.example/v1/networks/pixels/20',
    method: 'GET',
    headers: {},
    body: null,
  };
  expect(inThread.send([request, request])).toMatchObject([{ error: 'ECONNRESET' }, { status: 401 }]);
  await expect(inThread.control.restore(9)).rejects.toThrow('nothing was saved under 9');
});
