/** UrlFetchApp over real HTTP: what arrives, what comes back, and the two ways of failing. */
import type { LocalAppsScript, PlannedFault } from '../../../local/apps-script';
import { HttpBridge } from '../../../local/apps-script/url-fetch/bridge';
import { googleRunning, startServer } from './support';
import type { Setup, TestServer } from './support';

let server: TestServer;
let google: LocalAppsScript | null = null;

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  google?.close();
  await server.stop();
});

const API = 'https://api.a.test';

/** Runs `body` with `fetch(path, params)` and `fetchAll([[path, params]…])` on the test server, which is API. */
function fetching(body: string, setup: Setup = {}): LocalAppsScript {
  google = googleRunning(
    `const fetch = (path, params) => UrlFetchApp.fetch('${API}' + path, params);
     const fetchAll = (list) => UrlFetchApp.fetchAll(list.map(([path, params]) => ({ url: '${API}' + path, ...params })));
     const text = (path, params) => fetch(path, params).getContentText();
     const message = (work) => { try { work(); } catch (error) { return error.message; } return 'no exception'; };
     ${body}`,
    { routes: { [API]: server.url }, realTimeoutMs: 2000, ...setup },
  );
  return google;
}

interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}
const echoed = (params: string, setup?: Setup): Echo =>
  JSON.parse(String(fetching(`return text('/echo?a=b', ${params});`, setup).run('main'))) as Echo;

const hits = (): Record<string, number> =>
  JSON.parse(String(fetching("return text('/hits');").run('main'))) as Record<string, number>;

describe('a request', () => {
  test('is a get by default, with the headers given and the virtual time', () => {
    const echo = echoed('{ headers: { "X-Key": "k", "x-number": 5 } }', {
      startMs: 5_000,
      costs: { loadMs: 100, fetchMs: 400 },
    });
    expect(echo).toMatchObject({ method: 'GET', url: '/echo?a=b', body: '' });
    expect(echo.headers).toMatchObject({ 'x-key': 'k', 'x-number': '5', 'x-virtual-now-ms': '5500' });
    expect(echo.headers).not.toHaveProperty('content-type');
  });

  test.each([
    ['{ method: "post", payload: "a=ö" }', 'POST', 'application/x-www-form-urlencoded', 'a=ö'],
    ['{ method: "PUT", payload: "{}", contentType: "application/json" }', 'PUT', 'application/json', '{}'],
    [
      '{ method: "put", payload: "{}", headers: { "content-TYPE": "application/json" } }',
      'PUT',
      'application/json',
      '{}',
    ],
    [
      '{ method: "patch", payload: { a: 1, b: "x y" } }',
      'PATCH',
      'application/x-www-form-urlencoded',
      'a=1&b=x+y',
    ],
    ['{ method: "post", payload: [104, 105] }', 'POST', 'application/x-www-form-urlencoded', 'hi'],
    ['{ method: "post", payload: Utilities.newBlob("hi", "text/csv") }', 'POST', 'text/csv', 'hi'],
    ['{ method: "delete" }', 'DELETE', undefined, ''],
  ])('%s arrives as %s of type %s', (params, method, type, body) => {
    const echo = echoed(params);
    expect([echo.method, echo.headers['content-type'], echo.body]).toEqual([method, type, body]);
  });

  test.each([
    ['{ method: "head" }', 'Attribute provided with invalid value: method'],
    ['{ headers: { Host: "a" } }', 'Attribute provided with invalid value: Header:Host'],
    ['{ headers: { "content-length": 5 } }', 'Attribute provided with invalid value: Header:content-length'],
    ['{ headers: { "X-Key": null } }', 'Attribute provided with invalid value: Header:null'],
    ['{ headers: { "X-Key": "a\\nb" } }', 'Attribute provided with invalid value: Header:X-Key'],
    [
      '{ headers: Object.fromEntries(Array.from({ length: 101 }, (_, i) => ["h" + i, "v"])) }',
      'Limit Exceeded: URLFetch Header Count.',
    ],
    ['{ headers: { a: "x".repeat(8192) } }', 'Limit Exceeded: URLFetch Header Size.'],
    ['{ method: "post", payload: "x".repeat(50 * 1024 * 1024 + 1) }', 'Limit Exceeded: URLFetch POST Size.'],
    ['{ timeoutSeconds: 0 }', 'Attribute provided with invalid value: timeoutSeconds'],
    ['{ mutehttpexceptions: true }', 'The UrlFetchApp parameter "mutehttpexceptions" is not modelled'],
    ['{ payload: "a" }', 'does not accept a payload'],
  ])('%s is refused before anything is sent', (params, text) => {
    const before = hits()['/echo'] ?? 0;
    expect(() => fetching(`return text('/echo', ${params});`).run('main')).toThrow(text);
    expect(hits()['/echo'] ?? 0).toBe(before);
  });

  test('may have a URL of 2,082 characters and not one more', () => {
    const url = (length: number): string =>
      `'/echo?' + 'x'.repeat(${length} - ${API.length + '/echo?'.length})`;
    fetching(`fetch(${url(2082)});`).run('main');
    expect(() => fetching(`fetch(${url(2083)});`).run('main')).toThrow(
      'Limit Exceeded: URLFetch URL Length.',
    );
    expect(() => fetching('UrlFetchApp.fetch("");').run('main')).toThrow(
      'Attribute provided with no value: url',
    );
    expect(() => fetching('UrlFetchApp.fetch("ftp://a");').run('main')).toThrow('Invalid argument: ftp://a');
  });
});

describe('a response', () => {
  test('has code, text by its charset, signed bytes, headers as they came', () => {
    const result = fetching(`
      const headers = fetch('/headers');
      const latin = fetch('/latin1');
      return {
        code: headers.getResponseCode(),
        mixed: headers.getHeaders()['X-MiXed'],
        cookies: headers.getAllHeaders()['Set-Cookie'],
        latin: latin.getContentText(),
        bytes: latin.getContent(),
        gzip: fetch('/gzip').getContentText(),
        type: latin.getBlob().getContentType(),
      };`).run('main');
    expect(result).toEqual({
      code: 200,
      mixed: 'kept',
      cookies: ['a=1', 'b=2'],
      latin: 'äÿ',
      bytes: [-28, -1],
      gzip: 'plain again',
      type: 'text/plain',
    });
  });

  test.each([400, 404, 429, 500])(
    'with status %s throws unless muted, and quotes host and start only',
    (code) => {
      const unmuted = fetching(`fetch('/status?code=${code}');`);
      expect(() => unmuted.run('main')).toThrow(
        new RegExp(
          `^Exception: Request failed for ${API} returned code ${code}\\. Truncated server response: answer x+ \\(use muteHttpExceptions option to examine full response\\)$`,
        ),
      );
      const muted = fetching(
        `return fetch('/status?code=${code}', { muteHttpExceptions: true }).getResponseCode();`,
      );
      expect(muted.run('main')).toBe(code);
    },
  );
});

describe('redirects', () => {
  test.each([
    ['{}', 302, 'GET', ''],
    ['{ method: "post", payload: "p" }', 302, 'GET', ''],
    ['{ method: "post", payload: "p" }', 307, 'POST', 'p'],
  ])('%s answered with %s goes on as %s', (params, code, method, body) => {
    const echo = JSON.parse(
      String(fetching(`return text('/redirect?code=${code}', ${params});`).run('main')),
    ) as Echo;
    expect([echo.method, echo.url, echo.body]).toEqual([method, '/echo', body]);
  });

  test('are not followed when the request says so, and at most 20 times', () => {
    const result = fetching(`
      const stayed = fetch('/redirect', { followRedirects: false });
      return [stayed.getResponseCode(), stayed.getHeaders().Location, message(() => fetch('/loop'))];`).run(
      'main',
    );
    expect(result).toEqual([302, '/echo', expect.stringContaining('returned code 302')]);
    expect(hits()['/loop']).toBe(21);
  });

  test('must stay on the allow-list', () => {
    const result = fetching(`return message(() => fetch('/redirect?to=https://elsewhere.test/x'));`, {
      manifest: { urlFetchWhitelist: [`${API}/`] },
    }).run('main');
    expect(result).toBe(
      'Request to https://elsewhere.test/x failed because the URL has not been whitelisted in the script manifest.',
    );
  });
});

describe('fetchAll', () => {
  test('sends in parallel and answers in the order of the requests', () => {
    const google8 = fetching(
      'return fetchAll([0, 1, 2, 3, 4, 5, 6, 7].map((i) => ["/barrier?n=8&name=" + i])).map((r) => r.getContentText());',
    );
    const startMs = google8.clock.now();
    expect(google8.run('main')).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(google8.counters).toMatchObject({ fetchCalls: 1, requests: 8 });
    expect(google8.clock.now() - startMs).toBe(500 + 400);
  });

  test('takes plain URLs too, and nothing', () => {
    const result = fetching(
      `return [UrlFetchApp.fetchAll(['${API}/echo'])[0].getResponseCode(), UrlFetchApp.fetchAll([]).length];`,
    );
    expect(result.run('main')).toEqual([200, 0]);
  });

  test('throws as a whole when one element fails, though the others were applied', () => {
    const before = hits()['/echo'] ?? 0;
    const result = fetching(
      'return message(() => fetchAll([["/echo", { method: "post" }], ["/drop"], ["/echo", { method: "post" }]]));',
    ).run('main');
    expect(result).toBe(`Unexpected error: ${API}/drop`);
    expect(hits()['/echo']).toBe(before + 2);
  });

  test('throws for an unmuted status in the batch', () => {
    const batch = fetching('fetchAll([["/echo"], ["/status?code=500"]]);');
    expect(() => batch.run('main')).toThrow('returned code 500');
  });
});

describe('transport faults throw even with muteHttpExceptions', () => {
  const muted = '{ muteHttpExceptions: true }';

  test('a host without a route is a DNS error', () => {
    const lost = fetching(`UrlFetchApp.fetch('https://nowhere.test/a', ${muted});`);
    expect(() => lost.run('main')).toThrow('Exception: DNS error: https://nowhere.test/a');
  });

  test('a server that is not there is an unavailable address', () => {
    const refused = fetching(`fetch('/x', ${muted});`, { routes: { [API]: 'http://127.0.0.1:1' } });
    expect(() => refused.run('main')).toThrow(`Address unavailable: ${API}/x`);
  });

  test('a silent server times out: the virtual time of timeoutSeconds passes, the real time does not', () => {
    const silent = fetching(`return message(() => fetch('/hang', { timeoutSeconds: 60 }));`, {
      realTimeoutMs: 50,
      costs: { loadMs: 0, fetchMs: 400 },
    });
    const startMs = silent.clock.now();
    expect(silent.run('main')).toBe(`Timeout: ${API}/hang`);
    expect(silent.clock.now() - startMs).toBe(60_400);
  });

  test('a late answer is never taken for the answer to another request', () => {
    // Waits 9 s less than its requests may take, so that it gives up on the first before the worker does.
    const bridge = new HttpBridge(-9_000);
    const ask = (path: string, timeoutMs: number): string => {
      const url = server.url + path;
      const [answer] = bridge.send([{ url, method: 'GET', headers: {}, body: null, timeoutMs }]);
      return answer !== undefined && 'body' in answer ? Buffer.from(answer.body).toString() : 'no answer';
    };
    expect(ask('/gzip', 60_000)).toBe('plain again');
    expect(() => ask('/barrier?n=2&inTurn&name=first', 9_100)).toThrow('gave no answer within 100 ms');
    expect(ask('/barrier?n=2&inTurn&name=second', 60_000)).toBe('second');
    bridge.close();
  });

  test('a server may ask for virtual delay, up to the timeout', () => {
    const slow = fetching(
      `return [text('/delay?ms=20000', { timeoutSeconds: 30 }), message(() => fetch('/delay?ms=31000', { timeoutSeconds: 30 }))];`,
      {
        costs: { loadMs: 0, fetchMs: 0 },
      },
    );
    const startMs = slow.clock.now();
    expect(slow.run('main')).toEqual(['late', `Timeout: ${API}/delay?ms=31000`]);
    expect(slow.clock.now() - startMs).toBe(50_000);
  });

  test('the default timeout outlasts the execution', () => {
    const hung = fetching(`fetch('/hang');`, { realTimeoutMs: 50 });
    expect(() => hung.run('main')).toThrow('Exceeded maximum execution time');
  });

  test.each<[PlannedFault, string, number]>([
    [{ when: 'before', fault: 'dns' }, 'DNS error', 1],
    [{ when: 'after', fault: 'lost' }, 'Unexpected error', 2],
    [{ when: 'after', fault: 'bandwidth' }, 'Bandwidth quota exceeded', 2],
  ])('%j planned for the second request', (fault, text, applied) => {
    const before = hits()['/echo'] ?? 0;
    const planned = fetching(
      `text('/echo'); return message(() => text('/echo', { method: 'post', payload: 'p' }));`,
    );
    const asked: unknown[] = [];
    planned.onRequest((request, index) => {
      asked.push([request.method, request.body, index]);
      return index === 2 ? fault : undefined;
    });
    expect(planned.run('main')).toContain(text);
    expect(asked).toEqual([
      ['GET', null, 1],
      ['POST', 'p', 2],
    ]);
    expect(hits()['/echo']).toBe(before + applied);
  });
});

describe('permission and quota', () => {
  test('the daily quota is per user, counts each element of a batch, and ends 24 hours after the first call', () => {
    const limited = fetching('return message(() => fetchAll([["/echo"], ["/echo"]]));');
    limited.state.fetchQuota.limit = 3;
    expect(limited.run('main')).toBe('no exception');
    expect(limited.run('main')).toBe('Service invoked too many times for one day: urlfetch.');
    expect(limited.run('main', [], { user: 'ben@acme.test' })).toBe('no exception');
    limited.clock.advance(24 * 60 * 60 * 1000);
    expect(limited.run('main')).toBe('no exception');
  });

  test.each([
    [[`${API}/`], '/echo', true],
    [[`${API}/echo`], '/echo', true],
    [[`${API}/echo`], '/echo?a=b', true],
    [[`${API}/ec`], '/echo', false],
    [[`${API}/Echo`], '/echo', false],
    [['https://*.a.test/'], '/echo', true],
    [['https://*.api.a.test/'], '/echo', false],
    [['https://*.b.test/'], '/echo', false],
    [['https://a.test/'], '/echo', false],
    [[], '/echo', false],
  ])('allow-list %j and %s: %s', (urlFetchWhitelist, path, allowed) => {
    const result = fetching(`return message(() => text('${path}'));`, {
      manifest: { urlFetchWhitelist },
    }).run('main');
    if (allowed) expect(result).toBe('no exception');
    else expect(result).toContain('has not been whitelisted in the script manifest');
  });

  test.each(['http://api.a.test/', 'https://api.a.test', 'https://localhost/'])(
    'a manifest with the prefix %s is refused',
    (prefix) => {
      expect(() => fetching('', { manifest: { urlFetchWhitelist: [prefix] } }).run('main')).toThrow(
        'appsscript.json has errors',
      );
    },
  );
});
