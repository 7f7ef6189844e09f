/** Small script projects in temporary folders, and the test server. Knows the local Apps Script by its driver only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { LocalAppsScript } from '../../../local/apps-script';
import type { LocalAppsScriptOptions } from '../../../local/apps-script';

export const scopes = {
  sheet: 'https://www.googleapis.com/auth/spreadsheets.currentonly',
  fetch: 'https://www.googleapis.com/auth/script.external_request',
  ui: 'https://www.googleapis.com/auth/script.container.ui',
  email: 'https://www.googleapis.com/auth/userinfo.email',
};

const manifest = {
  timeZone: 'Etc/UTC',
  runtimeVersion: 'V8',
  oauthScopes: Object.values(scopes),
};

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes a project with this code, these further manifest fields (undefined removes one) and files; gives its folder. */
export function projectOf(
  code: string,
  fields: Record<string, unknown> = {},
  files: Record<string, string> = {},
): string {
  const dist = mkdtempSync(join(tmpdir(), 'local-apps-script-'));
  made.push(dist);
  writeFileSync(join(dist, 'Code.js'), code);
  writeFileSync(join(dist, 'appsscript.json'), JSON.stringify({ ...manifest, ...fields }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dist, name), text);
  return dist;
}

export interface Setup extends Omit<LocalAppsScriptOptions, 'dist'> {
  readonly manifest?: Record<string, unknown>;
  readonly files?: Record<string, string>;
}

/** A local Apps Script with this code and an open spreadsheet. */
export function googleWith(
  code: string,
  { manifest: fields, files, ...options }: Setup = {},
): LocalAppsScript {
  const google = new LocalAppsScript({ dist: projectOf(code, fields, files), ...options });
  google.openSpreadsheet();
  return google;
}

/** A project with one function `main(...args)` of this body. */
export const googleRunning = (body: string, setup: Setup = {}): LocalAppsScript =>
  googleWith(`function main() { const args = arguments; ${body} }`, setup);

export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startServer(): Promise<TestServer> {
  const worker = new Worker(join(__dirname, 'server.mjs'), { execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await worker.terminate();
    },
  };
}
