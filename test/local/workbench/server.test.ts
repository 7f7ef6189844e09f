/** The workbench over real HTTP: two origins, and nobody else. */
import { request as rawRequest } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorkbench, type RunningWorkbench } from '../../../local/workbench';
import type { WorkbenchEvent } from '../../../local/workbench/protocol';

let running: RunningWorkbench;
let folder: string;
let base: string;
const events: WorkbenchEvent[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-page-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  running = await startWorkbench({
    port: 0,
    page: folder,
    dist: join(__dirname, '..', '..', '..', 'dist'),
    postbacks: 20,
    seed: 1,
    realNow: Date.now,
    wait: () => Promise.resolve(),
  });
  base = running.url.replace(/\/$/, '');
  await (await fetch(`${base}/api/workbook?page=p`)).json();
  running.workbench.listen('p', (event) => events.push(event));
});

afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true });
});

const post = (address: string, origin: string | null, body: unknown): Promise<Response> =>
  fetch(address, {
    method: 'POST',
    headers: origin === null ? {} : { origin },
    body: JSON.stringify(body),
  });

/** fetch() does not let anybody set the host. */
function statusFor(host: string): Promise<number> {
  const { port } = new URL(base);
  return new Promise((resolve, reject) => {
    rawRequest({ port, host: '127.0.0.1', path: '/', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

async function openFrame(): Promise<{ src: string; frame: string }> {
  await running.workbench.menu('p', 'Open panel');
  const shown = events.findLast((event) => event.type === 'frame');
  return shown!.frame;
}

test('is ready, serves its page, and nothing outside its folder', async () => {
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  const page = await fetch(`${base}/`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(await page.text()).toContain('<title>page</title>');
  expect((await fetch(`${base}/%2e%2e/package.json`)).status).toBe(404);
  expect((await fetch(`${base}/nothing.js`)).status).toBe(404);
});

test('the other name of loopback leads to the page', async () => {
  const other = await fetch(`${base.replace('127.0.0.1', 'localhost')}/?user=b`, { redirect: 'manual' });
  expect([other.status, other.headers.get('location')]).toEqual([302, `${base}/?user=b`]);
});

test('a request by another host name, as a rebound name makes it, is refused', async () => {
  const { port } = new URL(base);
  expect(await statusFor(`127.0.0.1:${port}`)).toBe(200);
  expect(await statusFor(`evil.example:${port}`)).toBe(421);
  expect(await statusFor('127.0.0.1')).toBe(421);
});

test('other sites cannot act, and neither can the frames of the add-on', async () => {
  const act = [{ do: 'tab-add', name: 'evil' }];
  for (const origin of [null, 'https://evil.example', base.replace('127.0.0.1', 'localhost')])
    expect((await post(`${base}/api/act?page=p`, origin, act)).status).toBe(403);
  expect(running.workbench.practice.workbook.sheets.map(({ name }) => name)).toEqual(['Sheet1']);
});

test('a page that this run does not know is told to begin anew', async () => {
  expect((await post(`${base}/api/act?page=unknown`, base, [])).status).toBe(410);
});

test('a frame lives on the second origin, loads nothing from outside and calls what is exposed', async () => {
  const { src } = await openFrame();
  const origin = new URL(src).origin;
  expect(origin).toBe(base.replace('127.0.0.1', 'localhost'));
  const page = await fetch(src);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const text = await page.text();
  expect(text).toContain('google.script');
  expect(text).not.toContain(running.workbench.practiceKey);
  const call = (name: string, ...args: unknown[]): Promise<Response> =>
    post(`${src}/call`, origin, { name, args });
  expect(await (await call('status')).json()).toMatchObject({ value: { ok: true } });
  expect(await (await call('nothing')).json()).toMatchObject({ error: { name: 'Error' } });
  expect((await post(`${src}/call`, base, { name: 'status', args: [] })).status).toBe(403);
  expect((await fetch(src.replace(origin, base))).status).toBe(404);
});

test('a panel that is opened again takes the place of the one before', async () => {
  const first = await openFrame();
  const second = await openFrame();
  expect(second.frame).not.toBe(first.frame);
  expect(events).toContainEqual({ type: 'frame-closed', frame: first.frame });
  await post(`${base}/api/frame/close`, base, { frame: second.frame });
  expect(events.at(-1)).toEqual({ type: 'frame-closed', frame: second.frame });
});

test('a kept state that cannot be read is said, and no server stays behind that would keep the process alive', async () => {
  const keep = join(folder, 'bad.state');
  writeFileSync(keep, 'not a state');
  const { port } = new URL(base);
  const free = Number(port) === 65_535 ? 1_024 : Number(port) + 1;
  const options = {
    port: free,
    page: folder,
    dist: join(__dirname, '..', '..', '..', 'dist'),
    postbacks: 5,
    seed: 1,
    realNow: Date.now,
    wait: () => Promise.resolve(),
  };
  await expect(startWorkbench({ ...options, keep })).rejects.toThrow(
    'is not a state that this version of the workbench can read',
  );
  await (await startWorkbench(options)).close();
});
