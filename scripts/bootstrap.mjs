/**
 * Makes a fresh clone usable: installs the locked packages when they are missing or out of date.
 * Runs before `npm start`, `npm test` and the other commands, with nothing but Node; must not import any package.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(`Postback Desk needs Node 20 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/** npm writes this file at the end of each install: older than the lock file means the packages are stale. */
const installed = join(root, 'node_modules', '.package-lock.json');
const lock = join(root, 'package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.error('Installing packages (once) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Not `npm ci`: oxlint names optional packages for platforms that not every registry holds, and `npm ci` refuses a lock file
  // without them. This installs the locked versions too, and leaves package.json and the lock file as they are.
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(npm, install, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) {
    console.error('Installing the packages failed; see the lines above. Check the network and try again.');
    process.exit(run.status ?? 1);
  }
}
