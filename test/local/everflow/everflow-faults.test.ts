/** Contract of the faults: each strikes exactly the request it is armed for, and does exactly what it says. */
import { execFileSync } from 'node:child_process';
import { startEverflow, type Everflow, type Fault } from '../../../local/everflow';
import { client, idsOf, table, unchanged, type Answer, type Call } from './client';

let everflow: Everflow;
let call: Call;

beforeAll(async () => {
  everflow = await startEverflow({ size: 90, time: 'header' });
  call = client(everflow);
});
afterAll(() => everflow.close());
beforeEach(() => everflow.control.reset());

const arm = (...faults: Fault[]): Promise<number[]> => everflow.control.arm(...faults);
const read = (id: number): Promise<Answer> => call('GET', `/v1/networks/pixels/${id}`);
const status = async (id: number): Promise<unknown> => (await read(id)).json()['pixel_status'];

async function describeAs(id: number, description: string): Promise<Answer> {
  const body = { ...unchanged((await read(id)).json()), description };
  return call('PUT', `/v1/networks/pixels/${id}`, { body });
}

const NEW = {
  network_affiliate_id: 12,
  delivery_method: 'postback',
  pixel_level: 'global',
  pixel_status: 'active',
  pixel_type: 'conversion',
  postback_url: 'https://unclear.example/p?tx={transaction_id}',
};

describe('matching', () => {
  test('the n-th fitting request, and so many in a row, counted from arming', async () => {
    await arm({ match: { path: 'pixelstable', nth: 2, count: 2 }, answer: { kind: 'status', status: 503 } });
    const statuses: number[] = [];
    for (let ask = 0; ask < 4; ask++) {
      statuses.push((await table(call)).status);
      await read(20);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(await everflow.control.faults()).toMatchObject([{ fitted: 4, struck: 2 }]);
  });

  test('method, postback id, page in the path and text in the body', async () => {
    await arm(
      { match: { method: 'GET', pixelId: 20 }, answer: { kind: 'status', status: 500 } },
      { match: { path: 'pixelstable\\?page=2&' }, answer: { kind: 'status', status: 501 } },
      { match: { body: 'unclear\\.example' }, answer: { kind: 'status', status: 502 } },
    );
    expect((await read(112)).status).toBe(200);
    expect((await read(20)).status).toBe(500);
    expect((await table(call, {}, 'page=1&page_size=50')).status).toBe(200);
    expect((await table(call, {}, 'page=2&page_size=50')).status).toBe(501);
    expect((await call('POST', '/v1/networks/pixels', { body: NEW })).status).toBe(502);
  });

  test('"all" strikes until disarmed', async () => {
    await arm({ match: { count: 'all' }, answer: { kind: 'status', status: 429 } });
    expect([(await read(20)).status, (await read(20)).status]).toEqual([429, 429]);
    await everflow.control.disarm();
    expect((await read(20)).status).toBe(200);
  });

  test('a misspelt fault is refused by name', async () => {
    const wrong = (fault: object): Promise<unknown> => everflow.control.arm(fault);
    await expect(wrong({ mach: {} })).rejects.toThrow('no "mach"');
    await expect(wrong({ match: { method_: 'GET' } })).rejects.toThrow('no "method_"');
    await expect(wrong({ answer: { kind: 'hang' } })).rejects.toThrow('no answer fault "hang"');
    await expect(wrong({ after: [{ do: 'explode' }] })).rejects.toThrow('no fault action "explode"');
    const misspelt: object = { pageCp: 3 };
    await expect(everflow.control.settings(misspelt)).rejects.toThrow('no setting "pageCp"');
    await expect(everflow.control.settings({ pageCap: 0 })).rejects.toThrow('pageCap');
  });
});

describe('[J1] cut connections', () => {
  test('before: nothing was applied', async () => {
    await arm({ match: { method: 'POST', path: 'pixels$' }, answer: { kind: 'drop', when: 'before' } });
    await expect(call('POST', '/v1/networks/pixels', { body: NEW })).rejects.toThrow();
    expect(await everflow.control.records()).toHaveLength(90);
    expect(await everflow.control.log()).toMatchObject([{ method: 'POST', status: 0, faults: [1] }]);
  });

  test('after: it was applied, once', async () => {
    await arm({ match: { method: 'POST', path: 'pixels$' }, answer: { kind: 'drop', when: 'after' } });
    await expect(call('POST', '/v1/networks/pixels', { body: NEW })).rejects.toThrow();
    const records = await everflow.control.records();
    expect(records.filter((pixel) => pixel.postback_url === NEW.postback_url)).toHaveLength(1);
  });

  test('in the middle of the answer: applied, and the body is short', async () => {
    await arm({ match: { method: 'PUT' }, answer: { kind: 'drop', when: 'midAnswer' } });
    await expect(describeAs(20, 'applied')).rejects.toThrow();
    expect(await everflow.control.record(20)).toMatchObject({ description: 'applied' });
  });
});

describe('error answers', () => {
  test('5xx with and without effect', async () => {
    await arm({ match: { method: 'PUT' }, answer: { kind: 'status', status: 500 } });
    expect((await describeAs(20, 'lost')).status).toBe(500);
    expect(await everflow.control.record(20)).toMatchObject({ description: '' });
    await arm({ match: { method: 'PUT' }, answer: { kind: 'status', status: 504, applied: true } });
    expect((await describeAs(20, 'kept')).status).toBe(504);
    expect(await everflow.control.record(20)).toMatchObject({ description: 'kept' });
  });

  test('an HTML page of a gateway, without rate headers', async () => {
    await arm({ answer: { kind: 'html502' } });
    const answer = await read(20);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([502, 'text/html']);
    expect(answer.text).toMatch(/^<html>/);
    expect(answer.headers.get('X-RateLimit-Limit')).toBeNull();
  });

  test('a storm of 429 with Retry-After, and a body of any kind', async () => {
    await arm({ match: { count: 3 }, answer: { kind: 'status', status: 429, retryAfterS: 7 } });
    const answers = [await read(20), await read(20), await read(20), await read(20)];
    expect(answers.map((answer) => answer.status)).toEqual([429, 429, 429, 200]);
    expect(answers[0]?.headers.get('Retry-After')).toBe('7');
    expect(answers[0]?.headers.get('X-RateLimit-Remaining')).toBe('0');
    await arm({ answer: { kind: 'status', status: 400, body: { message: ['odd'] } } });
    expect((await read(20)).json()).toEqual({ message: ['odd'] });
  });
});

describe('someone else is at work', () => {
  test('[P2] created, changed and removed after the first page of a pull', async () => {
    await everflow.control.settings({ tableOrder: 'newest' });
    await arm({
      match: { path: 'pixelstable', nth: 1 },
      after: [
        { do: 'create' },
        { do: 'remove', id: 20 },
        { do: 'change', id: 112, fields: { description: 'now' } },
      ],
    });
    const first = await table(call, {}, 'page=1&page_size=50');
    const second = await table(call, {}, 'page=2&page_size=50');
    expect([first.json()['paging'], second.json()['paging']]).toMatchObject([
      { total_count: 90 },
      { total_count: 90 },
    ]);
    // The new row pushed the last row of page 1 onto page 2: read twice, and one row of the total was never read.
    expect(idsOf(second)[0]).toBe(idsOf(first).at(-1));
    expect(idsOf(second)).not.toContain(20);
    expect(second.text).toContain('"description":"now"');
  });

  test('[M1] changed between the reading and the writing', async () => {
    await arm({ match: { method: 'GET', pixelId: 112 }, after: [{ do: 'change', fields: { delay_ms: 7 } }] });
    expect((await read(112)).json()['delay_ms']).toBe(0);
    expect((await read(112)).json()['delay_ms']).toBe(7);
  });

  test('[M3] switched off by the server just before the update arrives, and dated', async () => {
    const before = await everflow.control.record(112);
    await arm({ match: { method: 'PUT', pixelId: 20 }, before: [{ do: 'switchOff', id: 112 }] });
    await describeAs(20, 'x');
    expect(await status(112)).toBe('inactive');
    const after = await everflow.control.record(112);
    expect(after?.time_saved).toBeGreaterThan(before?.time_saved ?? 0);
  });

  test('[M4] removed before it is read', async () => {
    await arm({ match: { method: 'GET', pixelId: 112 }, before: [{ do: 'remove' }] });
    expect((await read(112)).status).toBe(404);
  });

  test('[S4] the key turns out to be of another network, then is revoked, in the middle of a pull', async () => {
    await arm(
      { match: { path: 'page=2' }, before: [{ do: 'key', key: 'main', change: { networkId: 2 } }] },
      { match: { path: 'page=3' }, before: [{ do: 'key', key: 'main', change: { revoked: true } }] },
    );
    const answers: Answer[] = [];
    for (const page of [1, 2, 3]) answers.push(await table(call, {}, `page=${page}&page_size=20`));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 401]);
    expect(answers[1]?.json()['paging']).toMatchObject({ total_count: 40 });
  });

  test('[P1] the page cap falls in the middle of a pull; the rate window is used up by others', async () => {
    await arm(
      { match: { path: 'page=2' }, before: [{ do: 'settings', settings: { pageCap: 10 } }] },
      { match: { path: 'page=3' }, before: [{ do: 'spend', requests: 900 }] },
    );
    await table(call, {}, 'page=1&page_size=40');
    expect((await table(call, {}, 'page=2&page_size=40')).json()['paging']).toMatchObject({ page_size: 10 });
    expect((await table(call, {}, 'page=3&page_size=40')).status).toBe(429);
  });

  test('an action that is impossible fails loudly, with a status that no API has', async () => {
    await arm({ match: { path: 'pixelstable' }, after: [{ do: 'switchOff' }] });
    const answer = await table(call);
    expect([answer.status, answer.text]).toEqual([599, expect.stringContaining('needs an id')]);
    expect(await everflow.control.log()).toMatchObject([{ status: 599 }]);
  });
});

describe('slow answers', () => {
  test('take virtual time only', async () => {
    const beforeMs = await everflow.control.now();
    await arm({ match: { method: 'GET' }, answer: { kind: 'slow', ms: 45_000 } });
    const answer = await read(20);
    expect(answer.headers.get('X-Virtual-Elapsed-Ms')).toBe('45000');
    expect((await everflow.control.now()) - beforeMs).toBe(45_000);
  });

  test('or real time, where asked', async () => {
    await arm({ answer: { kind: 'slow', ms: 60, real: true } });
    const startedMs = performance.now();
    const answer = await read(20);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(59);
    expect(answer.headers.get('X-Virtual-Elapsed-Ms')).toBeNull();
  });
});

describe('looking in', () => {
  test('the log has what was asked, by whom, and never a key; control is not counted', async () => {
    await describeAs(20, 'logged');
    await call('GET', '/v1/networks', { key: null });
    const log = await everflow.control.log();
    expect(log).toMatchObject([
      { seq: 1, method: 'GET', path: '/v1/networks/pixels/20', key: 'main', status: 200 },
      { seq: 2, method: 'PUT', body: expect.stringContaining('logged') as string, status: 200 },
      { seq: 3, key: 'none', status: 401, error: 'No Authentication Method Found' },
    ]);
    expect(await everflow.control.log(2)).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain(everflow.keys.main);
    expect(await everflow.control.counters()).toEqual({
      requests: 3,
      byRoute: { 'GET /v1/networks/pixels/:id': 1, 'PUT /v1/networks/pixels/:id': 1, 'GET /v1/networks': 1 },
      byStatus: { 200: 2, 401: 1 },
      mostAtOnce: 1,
    });
  });

  test('requests that are open at once are counted', async () => {
    await arm({ match: { count: 'all' }, answer: { kind: 'slow', ms: 50, real: true } });
    await Promise.all([read(20), read(112), read(20)]);
    expect((await everflow.control.counters()).mostAtOnce).toBe(3);
  });

  test('reset brings everything back', async () => {
    const start = await everflow.control.records();
    await describeAs(20, 'changed');
    await everflow.control.create();
    await everflow.control.remove(112);
    await everflow.control.settings({ pageCap: 5 });
    await everflow.control.key('main', { revoked: true });
    await arm({ match: { count: 'all' }, answer: { kind: 'html502' } });
    await everflow.control.reset();
    expect(await everflow.control.records()).toEqual(start);
    expect(await everflow.control.settings()).toMatchObject({ pageCap: 2000 });
    expect(await everflow.control.log()).toEqual([]);
    expect((await read(112)).status).toBe(200);
  });

  test('an unknown control route is refused by name', async () => {
    const response = await fetch(`${everflow.url}/__control/everything`);
    expect([response.status, await response.text()]).toEqual([
      400,
      expect.stringContaining('GET /__control/everything'),
    ]);
  });
});

test('it answers while the calling thread is blocked', () => {
  const ask = `fetch(process.argv[1]).then((answer) => console.log(answer.status))`;
  const output = execFileSync(process.execPath, ['-e', ask, `${everflow.url}/v1/networks`], {
    timeout: 20_000,
  });
  expect(output.toString().trim()).toBe('401');
});

test('a taken port is an error, and closing twice is not', async () => {
  const port = Number(new URL(everflow.url).port);
  await expect(startEverflow({ size: 0, port })).rejects.toThrow('EADDRINUSE');
  const other = await startEverflow({ size: 0, betaSize: 0 });
  await other.close();
  await other.close();
  await expect(fetch(other.url)).rejects.toThrow();
});
