/** What the change log tells of a pull: that it began, what it found changed by others (A6), and how it ended (A1). */
import { utcText } from '../../core/utc-text';
import type { SumOfChanges } from '../../core/changes';
import type { LogLine } from '../../core/audit/log-chain';
import { networkLabel } from '../access';
import { changesFoundAt } from '../changes';
import { readJob } from '../jobs';
import { countWritten, lineOf, logUnit, noteEvent, type Fact } from './log';
import { keepInProperty, readLate } from './late';
import { seenFact } from './push';
import type { Budget, Ports } from '../ports';
import { filterLabel, type PullJob, type PullResult } from '../pull/state';

/** Tells that the pull has begun, if that is not told yet. */
export function logPullStart(ports: Ports, job: PullJob): void {
  logUnit(ports, { reference: job.id, lines: [begins(job)] });
}

/** @returns false if time was up: to be called again. Repeated after a kill, it adds only what is missing. */
export function logPullEnd(ports: Ports, job: PullJob, result: PullResult, budget?: Budget): boolean {
  const { id: reference, startedAt } = job;
  // Others may have kept lines beside this step. What happened in between stands in between.
  ports.documentValues.lookAnew();
  if (readLate(ports).units.length > 0) logPullStart(ports, job);
  // What a pull has not carried out is found again by the next one.
  const found = result.cancelled ? [] : changesFoundAt(ports, startedAt).flatMap(factsOf);
  const lines = [
    begins(job),
    ...found.map((fact) => lineOf(reference, startedAt, job.startedBy, fact)),
    lineOf(reference, ports.clock.now(), ports.person(), ends(result)),
  ];
  return logUnit(ports, { reference, lines }, budget);
}

/** A pull that somebody else left is the acting person's now. Of a push the journal tells it. */
export function noteTakeOver(ports: Ports): void {
  const job = readJob(ports);
  if (job?.kind !== 'pull') return;
  // Its first step may have died before it told that it began; what began earlier comes first.
  if (countWritten(ports, job.id) === 0)
    keepInProperty(ports, { reference: job.id, lines: [begins(job as PullJob)] });
  const message = `Begun by ${job.startedBy || 'somebody'} at ${utcText(job.startedAt / 1000)}.`;
  noteEvent(ports, { what: 'Pull', outcome: 'Taken over', message });
}

function begins(job: PullJob): LogLine {
  const { network } = job.state;
  const message = `${filterLabel(job.state)} of ${networkLabel(network)} (network ${network.id}, ${network.host}).`;
  return lineOf(job.id, job.startedAt, job.startedBy, { what: 'Pull', outcome: 'Started', message });
}

function factsOf({ id, firesFor, presence, fields }: SumOfChanges): Fact[] {
  const cameOrWent =
    presence &&
    (presence.after === 'gone'
      ? 'Gone from Everflow'
      : presence.before === 'gone'
        ? 'Back in Everflow'
        : 'New in Everflow');
  return [
    ...(cameOrWent ? [{ what: cameOrWent, id: String(id), outcome: 'Seen', message: firesFor }] : []),
    ...fields.map(({ field, before, after }) => seenFact(String(id), field, before, after)),
  ];
}

function ends(result: PullResult): Fact {
  const outcome = result.cancelled ? 'Cancelled' : result.complete ? 'Complete' : 'Incomplete';
  const counts: readonly (readonly [number, string])[] = [
    [result.rows, 'read'],
    [result.added, 'added'],
    [result.changed, 'changed in Everflow'],
    [result.switchedOff, 'switched off'],
    [result.gone, 'gone'],
    [result.missing, 'missing'],
    [result.notLoaded, 'without details'],
    [result.unclear, 'with an unclear row'],
    [result.notRefreshed, 'not read this time'],
  ];
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const message = told.length === 0 ? '' : `Postbacks: ${told.join(', ')}.`;
  return { what: 'Pull', outcome, message };
}
