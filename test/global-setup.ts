/** Builds once, before any test, what the tests look at: the tested file is the shipped file. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readScripts } from '../local/apps-script';
import { findBrowser, FOUND_BROWSER } from '../local/browser';

const root = join(__dirname, '..');

export default async function buildOnce(): Promise<void> {
  for (const script of ['scripts/build.mjs', 'local/workbench/page/build.mjs'])
    execFileSync(process.execPath, [join(root, script), '--quiet'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  readScripts(join(root, 'dist'));
  // Also unpacks the browser that came with the packages. A test that needs one says if there is none.
  const found = await findBrowser().catch(() => null);
  if (found) process.env[FOUND_BROWSER] = JSON.stringify(found);
}
