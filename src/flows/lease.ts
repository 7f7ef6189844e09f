/**
 * One live step at a time: two windows that go on with the same push would send its creates twice (J2). A step holds a lease in a document
 * property; one that was killed leaves it behind, and it expires. Between the steps of a job the lease becomes a claim: whoever drives the job
 * goes on at once, others are told who it is, and may go on when nothing has happened for a while, or by taking it over.
 */
import { clockText } from '../core/clock-text';
import { Refusal } from '../core/words';
import { guarded } from './guard';
import { askToCancel, readJob, refuseIfBusy, type Job } from './jobs';
import type { Ports } from './ports';

const LEASE_KEY = 'postbackDesk.step';
/** User property: tells people apart where Google does not tell their addresses. */
const ME_KEY = 'postbackDesk.me';
/** Longer than Google lets an execution live (6 minutes: https://developers.google.com/apps-script/guides/services/quotas). */
export const LEASE_MS = 390_000;
/** Nothing is written any more when a lease is about to expire: clocks of Google's machines may differ by a little. */
const MARGIN_MS = 15_000;
/** Time between two looks at the lease itself. */
const LOOK_MS = 5_000;
/** How long a job belongs to whoever ran its last step. */
export const CLAIM_MS = 120_000;

interface Lease {
  readonly token: string;
  /** `step`: a step is live. `claim`: between the steps of a job. */
  readonly kind: 'step' | 'claim';
  /** Job that the step belongs to; '' for steps that belong to none. */
  readonly job: string;
  /** Id of the person, from `meOf`. */
  readonly me: string;
  /** Address of the person; '' where Google does not tell. */
  readonly by: string;
  /** When it was taken, milliseconds since the epoch. */
  readonly since: number;
  /** When it expires, exclusive. */
  readonly until: number;
}

/** Who is going on with the job under way, as far as others have to wait for it. */
export interface InUse {
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** True while a step is live: then nobody can take it over. */
  readonly live: boolean;
  /** True if it is the acting person's own. */
  readonly mine: boolean;
}

/** An id of the acting person, the same in all spreadsheets; it tells nothing about them. */
export function meOf(ports: Ports): string {
  const known = ports.userValues.get(ME_KEY);
  if (known !== null) return known;
  const me = ports.newId();
  ports.userValues.set(ME_KEY, me);
  return me;
}

/**
 * Runs a step while no other one is live. The step gets ports that write only while its lease is still its own.
 * @throws Refusal step-running, step-lost, and whatever the step throws
 */
export function alone<T>(ports: Ports, step: (own: Ports) => T): T {
  return hold(ports, 'any', step);
}

/**
 * Runs a step of the job under way: as `alone`, and only for whoever drives the job, or for others once it was left for two minutes.
 * @throws Refusal step-running, in-use, step-lost, and whatever the step throws
 */
export function drive<T>(ports: Ports, step: (own: Ports) => T): T {
  return hold(ports, 'of the job', step);
}

/**
 * Runs something that begins or prepares a job while no step is live: two executions that write into the books at once would take each
 * other's rows for free ones. A job under way is told first, because that says more.
 * @throws Refusal busy, step-running, step-lost, and whatever the step throws
 */
export function aloneUnlessBusy<T>(ports: Ports, step: (own: Ports) => T): T {
  return hold(ports, 'begins one', step);
}

/**
 * "Take over": the job under way is the acting person's from now on. Whoever drove it is refused at the next step.
 * @throws Refusal step-running while a step is live, nothing-running
 */
export function takeOver(ports: Ports): void {
  const job = readJob(ports);
  if (!job) throw new Refusal('nothing-running');
  const live = ports.exclusively(() => {
    const held = read(ports);
    if (held && isStep(held) && isAlive(ports, held)) return held;
    write(ports, leaseOf(ports, 'claim', job.id));
    return undefined;
  });
  if (live) throw stepRunning(ports, live);
}

/** @throws Refusal in-use, step-running if others than the acting person are at this job: what they do is not to be cut short unasked */
export function refuseIfOthersDrive(ports: Ports, job: Pick<Job<string, unknown>, 'id'>): void {
  const held = read(ports);
  if (!held || held.job !== job.id || held.me === meOf(ports) || !isAlive(ports, held)) return;
  throw isStep(held) ? stepRunning(ports, held) : inUse(held);
}

/**
 * Asks the job under way to stop after what it is doing now.
 * @throws Refusal in-use, step-running if others than the acting person are at it
 */
export function cancelJob(ports: Ports): void {
  const job = readJob(ports);
  if (!job) return;
  refuseIfOthersDrive(ports, job);
  askToCancel(ports);
}

/** Who is at this job; undefined if it may be gone on with by anybody. */
export function inUseBy(ports: Ports, job: Pick<Job<string, unknown>, 'id'>): InUse | undefined {
  const held = read(ports);
  if (held?.job !== job.id || !isAlive(ports, held)) return undefined;
  const { by, since } = held;
  return { by, since, live: isStep(held), mine: held.me === ports.userValues.get(ME_KEY) };
}

/** A copied file may bring along the lease of a step that ran in the original (S7). */
export function dropLease(ports: Ports): void {
  ports.documentValues.set(LEASE_KEY, '');
}

type Which = 'any' | 'of the job' | 'begins one';

function hold<T>(ports: Ports, which: Which, step: (own: Ports) => T): T {
  const taken = ports.exclusively(() => {
    if (which === 'begins one') refuseIfBusy(ports);
    return take(ports, which);
  });
  if ('refusal' in taken) throw taken.refusal;
  const { mine } = taken;
  let isDone = false;
  try {
    let lookedAt = Number.NEGATIVE_INFINITY;
    const outside = (): void => {
      needTime(ports, mine);
      if (ports.clock.now() - lookedAt < LOOK_MS) return;
      needLease(ports, mine);
      lookedAt = ports.clock.now();
    };
    const ask = { here: () => needTime(ports, mine), outside };
    const value = step(guarded(ports, ask));
    isDone = true;
    return value;
  } finally {
    release(ports, taken, isDone);
  }
}

interface Taken {
  readonly mine: Lease;
  /** The job under way when it was taken; '' if there was none. */
  readonly job: string;
  /** What was held before, alive or not. */
  readonly held: Lease | undefined;
}

/** Takes the lease, or says why not. */
function take(ports: Ports, which: Which): Taken | { readonly refusal: Refusal } {
  const job = readJob(ports)?.id ?? '';
  const mine = leaseOf(ports, 'step', which === 'of the job' ? job : '');
  const held = read(ports);
  const isHeld = held !== undefined && isAlive(ports, held);
  if (isHeld && isStep(held)) return { refusal: stepRunning(ports, held) };
  if (isHeld && mine.job !== '' && held.job === mine.job && held.me !== mine.me)
    return { refusal: inUse(held) };
  write(ports, mine);
  return { mine, job, held };
}

/**
 * A live step's lease cannot be taken before it expires, so the clock alone says whether it is still held; asking Google each time would cost
 * more than the writing.
 * @throws Refusal step-lost if somebody else may be writing by now
 */
function needTime(ports: Ports, { until }: Lease): void {
  if (ports.clock.now() >= until - MARGIN_MS) throw new Refusal('step-lost');
}

/**
 * Before anything is sent to Everflow, where nothing can be taken back, the lease itself is looked at, though the clock should do.
 * @throws Refusal step-lost
 */
function needLease(ports: Ports, mine: Lease): void {
  ports.documentValues.lookAnew();
  if (read(ports)?.token !== mine.token) throw new Refusal('step-lost');
}

/**
 * A job that goes on stays claimed for a moment: its next step follows at once. A step that had nothing to do with it leaves its claim as it was, and
 * one that was refused does not make the job of somebody else its own.
 */
function release(ports: Ports, { mine, job: before, held }: Taken, isDone: boolean): void {
  if (ports.clock.now() >= mine.until - MARGIN_MS) {
    // Whoever came later has taken a lease of their own, which is not this one's to give back; and what this one meant to set is out of date.
    ports.documentValues.drop();
    ports.documentValues.lookAnew();
  }
  if (read(ports)?.token !== mine.token) {
    ports.documentValues.drop();
    return;
  }
  const job = readJob(ports);
  const isOfJob = job !== undefined && (mine.job === job.id || job.id !== before);
  const wasMine = held === undefined || held.job !== job?.id || held.me === mine.me;
  if (isOfJob && (isDone || wasMine)) write(ports, leaseOf(ports, 'claim', job.id));
  else if (job && held && !isStep(held) && held.job === job.id) write(ports, held);
  else dropLease(ports);
  ports.documentValues.settle();
}

function leaseOf(ports: Ports, kind: Lease['kind'], job: string): Lease {
  const since = ports.clock.now();
  const until = since + (kind === 'step' ? LEASE_MS : CLAIM_MS);
  return { token: ports.newId(), kind, job, me: meOf(ports), by: ports.person(), since, until };
}

/** Earlier builds knew steps only. */
const isStep = ({ kind }: Lease): boolean => kind !== 'claim';
const isAlive = (ports: Ports, { until }: Lease): boolean => until > ports.clock.now();

const who = ({ by }: Lease): string => (by === '' ? 'Somebody' : by);

/** One's own step is told as such: its window may have lost the answer, and the other window that people would look for does not exist. */
function stepRunning(ports: Ports, held: Lease): Refusal {
  const isMine = held.me === ports.userValues.get(ME_KEY);
  return new Refusal('step-running', who(held), clockText(held.since), isMine ? 'mine' : '');
}
const inUse = (held: Lease): Refusal => new Refusal('in-use', who(held), clockText(held.since));

function write(ports: Ports, lease: Lease): void {
  ports.documentValues.set(LEASE_KEY, JSON.stringify(lease));
}

function read(ports: Ports): Lease | undefined {
  const text = ports.documentValues.get(LEASE_KEY);
  return text === null ? undefined : (JSON.parse(text) as Lease);
}
