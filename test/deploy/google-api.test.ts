/** The stand-in of Google's API: what it refuses, and that a process beside it reaches nothing else and never runs with a real login. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homedir } from 'node:os';
import { Copy } from './support';

let copy: Copy;
beforeAll(async () => {
  copy = await Copy.make();
});
beforeEach(() => copy.begin());
afterAll(() => copy.close());

describe('staying on this machine', () => {
  const run = (code: string, more: Record<string, string> = {}): ReturnType<Copy['node']> =>
    copy.node(['-e', code], more);

  test.each([
    ['fetch', 'fetch("https://www.googleapis.com/oauth2/v2/userinfo")'],
    ['https', 'require("node:https").get("https://www.googleapis.com/drive/v3/files")'],
    ['a socket', 'require("node:net").connect(443, "192.0.2.1")'],
    ['TLS', 'require("node:tls").connect({ port: 443, host: "accounts.google.com" })'],
  ])('%s reaches no other machine', async (_name, code) => {
    expect(await run(`${code}; setTimeout(() => {}, 60_000)`)).toMatchObject({
      code: 98,
      said: expect.stringMatching(/^Refused to connect to [\w.]+: tests stay on this machine/),
    });
  });

  test('what is meant for Google comes to the stand-in', async () => {
    const ended = await run(
      'require("node:https").get("https://script.googleapis.com/v1/x?y=1", (r) => console.log(r.statusCode))',
    );
    expect(ended.said).toBe('401\n');
    expect(copy.api.exchanges).toEqual([
      { host: 'script.googleapis.com', method: 'GET', path: '/v1/x?y=1', status: 401 },
    ]);
  });

  test.each<[string, Record<string, string>]>([
    ['the home folder of whoever runs the tests', { HOME: homedir(), USERPROFILE: homedir() }],
    ['another login of clasp', { clasp_config_auth: '/elsewhere/.clasprc.json' }],
    ['a login of Google’s own tools', { GOOGLE_APPLICATION_CREDENTIALS: '/elsewhere/key.json' }],
    ['an address of another machine', { MADE_UP_API: 'https://script.googleapis.com' }],
  ])('a process with %s ends at once', async (_name, more) => {
    const ended = await run('console.log("ran")', more);
    expect(ended.code).toBe(97);
    expect(ended.said).toMatch(/^Refused to run: .*A real login could be used here/s);
  });

  test('a process with a login that is not made up ends at once', async () => {
    const tokens = { default: { access_token: 'ya29.x', refresh_token: '1//x', client_secret: 'x' } };
    writeFileSync(join(copy.home, '.clasprc.json'), JSON.stringify({ tokens }));
    expect(await run('console.log("ran")')).toMatchObject({ code: 97 });
  });
});

describe('the stand-in refuses', () => {
  const manifest = { name: 'appsscript', type: 'JSON', source: '{}' };
  const put = async (files: unknown, id = copy.project()): Promise<[number, string]> => {
    const response = await fetchAsClasp('PUT', `/v1/projects/${id}/content`, { files });
    return [
      response.status,
      (JSON.parse(response.body) as { error?: { message: string } }).error?.message ?? '',
    ];
  };

  test('a script that does not parse, with line and file', async () => {
    const script = { name: 'Code', type: 'SERVER_JS', source: 'var a;\nvar b = ;' };
    expect(await put([manifest, script])).toEqual([
      400,
      'Syntax error: SyntaxError: Unexpected token (2:8) line: 2 file: Code',
    ]);
  });

  test.each([
    ['no manifest', [], 400, /manifest file named appsscript/],
    ['a manifest of another name', [{ ...manifest, name: 'Code' }], 400, /manifest file named appsscript/],
    ['a manifest that is no JSON', [{ ...manifest, source: '{' }], 400, /Invalid JSON/],
    ['an unknown type', [manifest, { name: 'a', type: 'CSS', source: '' }], 400, /invalid argument/],
    ['two files of one name', [manifest, { ...manifest, type: 'HTML' }], 501, /Not modelled/],
    ['fields that clasp does not send', [{ ...manifest, functionSet: {} }], 501, /Not modelled/],
  ])('%s', async (_name, files, status, words) => {
    expect(await put(files)).toEqual([status, expect.stringMatching(words)]);
  });

  test('an unknown project, and all that is not modelled', async () => {
    expect(await put([manifest], 'nobody')).toEqual([404, 'Requested entity was not found.']);
    const id = copy.project();
    const versions = await fetchAsClasp('POST', `/v1/projects/${id}/versions`, {});
    expect(versions.status).toBe(501);
    expect((await fetchAsClasp('GET', '/v1/projects', undefined)).status).toBe(501);
  });
});

/** Through the hook, with the made-up token. */
async function fetchAsClasp(
  method: string,
  path: string,
  body: unknown,
): Promise<{ status: number; body: string }> {
  const code = `
    const request = require('node:https').request('https://script.googleapis.com${path}', {
      method: '${method}', headers: { authorization: 'Bearer made-up-access-token' },
    }, async (response) => {
      let body = '';
      for await (const part of response) body += part;
      console.log(JSON.stringify({ status: response.statusCode, body }));
    });
    request.end(process.argv[1]);`;
  const { said } = await copy.node(['-e', code, JSON.stringify(body) ?? '']);
  return JSON.parse(said) as { status: number; body: string };
}
