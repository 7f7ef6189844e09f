/** The planted mutations fit the sources as they are, so that `npm run crash:mutants` can be run at any time. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

test('[J1] every safeguard that is to be taken out stands in the sources exactly once', () => {
  const script = join(__dirname, '..', '..', 'scripts', 'crash-mutants.mjs');
  expect(() => execFileSync(process.execPath, [script, '--fits'], { stdio: 'pipe' })).not.toThrow();
});
