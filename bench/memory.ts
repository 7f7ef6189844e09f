/** The most memory that this process has used, told for one flow at a time where the system can. */
import { readFileSync, writeFileSync } from 'node:fs';

const MB = 1_000_000;

/** "VmHWM": the system's own record of the peak, set back before each flow (Linux). "maxRSS": the peak since the process began. */
export const MEMORY_BY: 'VmHWM' | 'maxRSS' = setBackPeak() ? 'VmHWM' : 'maxRSS';

/** False where the system cannot. Source: clear_refs in https://docs.kernel.org/filesystems/proc.html */
function setBackPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return /^VmHWM:/m.test(readFileSync('/proc/self/status', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Collects garbage and gives memory back to the system, if Node was started with --expose-gc; forgets the peak, and tells what is in use now, in megabytes.
 */
export function restMb(): number {
  // V8 returns pages only when it is asked as if memory had run out, and then by and by.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  globalThis.gc?.();
  globalThis.gc?.();
  setBackPeak();
  return Math.round(process.memoryUsage.rss() / MB);
}

/** The most since `restMb`, in megabytes. */
export function peakMb(): number {
  if (MEMORY_BY === 'maxRSS') return Math.round((process.resourceUsage().maxRSS * 1024) / MB);
  const kib = Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  return Math.round((kib * 1024) / MB);
}
