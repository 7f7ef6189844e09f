/** Builds once, before any test, what the tests look at: the tested file is the shipped file. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findBrowser } from '../local/browser';

const root = join(__dirname, '..');

export default async function buildOnce(): Promise<void> {
  for (const script of ['scripts/build.mjs', 'local/workbench/page/build.mjs'])
    execFileSync(process.execPath, [join(root, script), '--quiet'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  // Unpacks the browser that came with the packages, which two test files must not do at once. A test that needs one says if there is none.
  await findBrowser().catch(() => undefined);
}
