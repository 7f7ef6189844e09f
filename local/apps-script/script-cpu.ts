/**
 * Tells the processor time of a script from that of the services and the driver around it, which run in the same process here and on Google's
 * servers elsewhere. Off until asked for: reading the processor's clock takes some microseconds. Knows no service.
 *
 * The time is that of the whole process: what V8 collects and compiles beside the main thread counts for whoever runs meanwhile.
 */
type Owner = 'script' | 'host';

let isOn = false;
let owner: Owner = 'host';
let sinceUs = 0;
const usedUs: Record<Owner, number> = { script: 0, host: 0 };

function nowUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function turnTo(next: Owner): void {
  const us = nowUs();
  usedUs[owner] += us - sinceUs;
  sinceUs = us;
  owner = next;
}

function runAs<T>(next: Owner, run: () => T): T {
  if (!isOn || owner === next) return run();
  const before = owner;
  turnTo(next);
  try {
    return run();
  } finally {
    turnTo(before);
  }
}

/** Runs code of the script: its top level, or one of its functions. */
export const asScript = <T>(run: () => T): T => runAs('script', run);

/** Runs code that stands for Google's, or for what lies behind it. */
export const asHost = <T>(run: () => T): T => runAs('host', run);

/**
 * Processor time of scripts while `run` runs, in microseconds, all local Apps Scripts of this process together: loading and running them,
 * less the methods of services that they call.
 * @throws Error if it is already being measured
 */
export function scriptCpuUs(run: () => void): number {
  if (isOn) throw new Error('The processor time of scripts is being measured already');
  const startedUs = usedUs.script;
  isOn = true;
  owner = 'host';
  sinceUs = nowUs();
  try {
    run();
  } finally {
    isOn = false;
  }
  return usedUs.script - startedUs;
}
