/** Runs npm, which is another file on Windows. */
import { spawnSync } from 'node:child_process';

/** What npm says goes to the terminal, unless it is to be quiet. @returns false if it failed */
export function npm(root: string, args: readonly string[], { quiet = false } = {}): boolean {
  const isWindows = process.platform === 'win32';
  const { status } = spawnSync(isWindows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    stdio: ['inherit', quiet ? 'ignore' : 'inherit', 'inherit'],
    shell: isWindows,
  });
  return status === 0;
}
