/**
 * One live step at a time: two windows that go on with the same push would send its creates twice (J2). A step holds a lease in a document
 * property; one that was killed leaves it behind, and it expires.
 */
import { Refusal } from '../core/words';
import { refuseIfBusy } from './jobs';
import type { Ports } from './ports';

const LEASE_KEY = 'postbackDesk.step';
/** Longer than Google lets an execution live (6 minutes). */
const LEASE_MS = 390_000;

interface Lease {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly by: string;
}

/**
 * Runs a step while no other one is live.
 * @throws Refusal step-running, and whatever the step throws
 */
export function alone<T>(ports: Ports, step: () => T): T {
  const token = ports.newId();
  const holder = ports.exclusively(() => take(ports, token));
  if (holder) throw new Refusal('step-running', holder.by === '' ? 'Somebody' : holder.by);
  try {
    return step();
  } finally {
    if (read(ports)?.token === token) ports.documentValues.remove(LEASE_KEY);
  }
}

/**
 * Runs something that begins or prepares a job while no step is live: two executions that write into the books at once would take each
 * other's rows for free ones. A job under way is told first, because that says more.
 * @throws Refusal busy, step-running, and whatever the step throws
 */
export function aloneUnlessBusy<T>(ports: Ports, step: () => T): T {
  refuseIfBusy(ports);
  return alone(ports, step);
}

/** A copied file may bring along the lease of a step that ran in the original (S7). */
export function dropLease(ports: Ports): void {
  ports.documentValues.remove(LEASE_KEY);
}

/** Takes the lease, or returns who has it. */
function take(ports: Ports, token: string): Lease | undefined {
  const held = read(ports);
  const now = ports.clock.now();
  if (held && held.until > now) return held;
  const lease: Lease = { token, until: now + LEASE_MS, by: ports.person() };
  ports.documentValues.set(LEASE_KEY, JSON.stringify(lease));
  return undefined;
}

function read(ports: Ports): Lease | undefined {
  const text = ports.documentValues.get(LEASE_KEY);
  return text === null ? undefined : (JSON.parse(text) as Lease);
}
