/**
 * `npm test`: everything a reviewer would run. Types, lint with the layer rules, format check, then all tests; the test runner's own
 * summary comes last. Arguments are handed to the test runner.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', '.bin', name);

const steps = [
  ['types: the add-on as Apps Script sees it', bin('tsc'), ['-p', 'src']],
  ['types: the pure rooms, without any global', bin('tsc'), ['-p', 'src/core']],
  ['types: the panel', bin('tsc'), ['-p', 'src/panel']],
  ['types: tests of the panel', bin('tsc'), ['-p', 'test/panel']],
  ['types: the page of the workbench', bin('tsc'), ['-p', 'local/workbench/page']],
  ['types: everything on Node', bin('tsc'), ['-p', '.']],
  ['lint, with the layer rules', bin('oxlint'), ['--type-aware', '--deny-warnings']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['tests', bin('jest'), process.argv.slice(2)],
];

const failed = [];
for (const [name, command, args] of steps) {
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (status !== 0) failed.push(name);
  if (name !== 'tests') console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
}
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join('; ')}`);
  process.exit(1);
}
