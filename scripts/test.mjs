/**
 * `npm test`: everything a reviewer would run. Types, lint with the layer rules, format check, then all tests; the test runner's own
 * summary comes last. Arguments are handed to the test runner.
 */
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Checks that run nothing of the project, in two lanes beside each other: most machines have two cores. */
const lanes = [
  [
    ['types: everything on Node', 'tsc', ['-p', '.']],
    ['types: the add-on as Apps Script sees it', 'tsc', ['-p', 'src']],
    ['types: the contract suite as Apps Script sees it', 'tsc', ['-p', 'contract']],
    ['types: the pure rooms, without any global', 'tsc', ['-p', 'src/core']],
    ['types: the panel', 'tsc', ['-p', 'src/panel']],
    ['types: tests of the panel', 'tsc', ['-p', 'test/panel']],
    ['types: the page of the workbench', 'tsc', ['-p', 'local/workbench/page']],
  ],
  [
    ['lint, with the layer rules', 'oxlint', ['--type-aware', '--deny-warnings']],
    ['format', 'oxfmt', ['--check']],
  ],
];

const failed = [];

/** Tells what a command said once it has ended, so that two at once do not mix. */
function run([name, command, args]) {
  const started = Date.now();
  const child = spawn(bin(command), args, { cwd: root, shell: process.platform === 'win32' });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(said));
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
      if (status !== 0) failed.push(name);
      resolve();
    });
  });
}

await Promise.all(
  lanes.map(async (steps) => {
    for (const step of steps) await run(step);
  }),
);
/**
 * Room for what lives shortly, in MB, for the runner and its workers: each execution of a script makes a world of its own and leaves it. With V8's 16 MB a tenth of all
 * time went into looking through them.
 */
const YOUNG_MB = 64;
const tests = spawnSync(
  process.execPath,
  [
    `--max-semi-space-size=${YOUNG_MB}`,
    join(root, 'node_modules/jest/bin/jest.js'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
if (tests.status !== 0) failed.push('tests');
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join('; ')}`);
  process.exit(1);
}
