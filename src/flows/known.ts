/** What is known of all postbacks, for flows that judge or show it. */
import { Refusal } from '../core/words';
import { needHead, readBaseline, type BaselineReading, type Head } from './head';
import { readJob } from './jobs';
import type { Ports } from './ports';

/**
 * Not while a pull is under way: what is half applied would make its own rows look like edits (P8).
 * @param how `once` where this execution will not ask for it again
 * @throws Refusal busy, and as `needHead`
 */
export function readKnown(
  ports: Ports,
  how?: 'kept' | 'once',
): { readonly head: Head; readonly baseline: BaselineReading } {
  const job = readJob(ports);
  if (job?.kind === 'pull') throw new Refusal('busy', job.startedBy || 'Somebody', 'a pull');
  const head = needHead(ports);
  return { head, baseline: readBaseline(ports, head.baseline, head.blocks, how) };
}
