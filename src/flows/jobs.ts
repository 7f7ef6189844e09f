/**
 * The one job that may be under way in a spreadsheet, kept in a document property between steps: small, and durable as soon as it is
 * set. What a step has done is in the books before the job says so.
 */
import { Refusal } from '../core/words';
import type { Ports } from './ports';

const JOB_KEY = 'postbackDesk.job';
const CANCEL_KEY = 'postbackDesk.cancel';
const SKIP_KEY = 'postbackDesk.skip';

interface JobBase {
  readonly id: string;
  readonly startedBy: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface Job<Kind extends string, State> extends JobBase {
  readonly kind: Kind;
  readonly state: State;
}

/** The job under way; undefined if there is none. */
export function readJob(ports: Ports): Job<string, unknown> | undefined {
  const text = ports.documentValues.get(JOB_KEY);
  return text === null ? undefined : (JSON.parse(text) as Job<string, unknown>);
}

/**
 * The job of that kind.
 * @throws Refusal nothing-running
 */
export function needJob<Kind extends string, State>(ports: Ports, kind: Kind): Job<Kind, State> {
  const job = readJob(ports);
  if (!job || job.kind !== kind) throw new Refusal('nothing-running');
  return job as Job<Kind, State>;
}

export function writeJob(ports: Ports, job: Job<string, unknown>): void {
  ports.documentValues.set(JOB_KEY, JSON.stringify(job));
}

export function endJob(ports: Ports): void {
  for (const key of [JOB_KEY, CANCEL_KEY, SKIP_KEY]) ports.documentValues.set(key, '');
}

/** Asks the job under way to stop after what it is doing now. */
export function askToCancel(ports: Ports): void {
  const job = readJob(ports);
  if (job) ports.documentValues.set(CANCEL_KEY, job.id);
}

/** Whether somebody wants this job to stop, asked anew: to be called before each unit of work. */
export function isCancelled(ports: Ports, job: { readonly id: string }): boolean {
  ports.documentValues.lookAnew();
  return wasCancelled(ports, job);
}

/** As of the last look: at the beginning of a step that was the lease's. */
export function wasCancelled(ports: Ports, job: { readonly id: string }): boolean {
  return ports.documentValues.get(CANCEL_KEY) === job.id;
}

/** Whether the job under way, whichever it is, is to stop: for waits, which know no job [W7]. */
export function isCancelWished(ports: Ports): boolean {
  ports.documentValues.lookAnew();
  const job = readJob(ports);
  return job !== undefined && ports.documentValues.get(CANCEL_KEY) === job.id;
}

/** Asks the job under way to pass over a phase; kept beside the job, which a live step writes from what it knows. */
export function askToSkip(ports: Ports, job: { readonly id: string }, phase: string): void {
  ports.documentValues.set(SKIP_KEY, `${job.id} ${phase}`);
}

/** The phase that is to be passed over, as of the last look; '' if none is. */
export function phaseToSkip(ports: Ports, job: { readonly id: string }): string {
  const [id, phase = ''] = (ports.documentValues.get(SKIP_KEY) ?? '').split(' ');
  return id === job.id ? phase : '';
}

/** @throws Refusal busy, unless nothing is under way */
export function refuseIfBusy(ports: Ports): void {
  const job = readJob(ports);
  if (job)
    throw new Refusal(
      'busy',
      job.startedBy === '' ? 'Somebody' : job.startedBy,
      WORD_OF[job.kind] ?? 'something',
    );
}

const WORD_OF: Readonly<Record<string, string>> = {
  pull: 'a pull',
  push: 'a push',
  snapshot: 'an audit snapshot',
  compare: 'a comparison',
};
