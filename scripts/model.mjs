/**
 * `npm run model`: 1,000 sequences of what people, partners and the add-on do (`test/bundle/hands-model.test.ts`). `MODEL_RUNS`,
 * `MODEL_SEED` and `MODEL_WORLD` choose others; a failure prints what runs it again.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'jest'),
  ['test/bundle/hands-model', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, MODEL_RUNS: process.env.MODEL_RUNS ?? '1000' },
  },
);
process.exitCode = status ?? 1;
