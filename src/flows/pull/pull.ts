/**
 * Pulling: reads the table page by page into the books, reads details by id, and writes rows and baseline last (P1, P2, P5, P8, P10).
 * A machine: each step does whole units of work while there is time and leaves a small state from which the next step goes on.
 */
import { isRefusal } from '../../core/words';
import type { EverflowClient } from '../../everflow/client';
import { fingerprintOf } from '../fingerprint';
import { clientFor, keepRate, proveNetwork } from '../access';
import { askToSkip, endJob, isCancelled, needJob, phaseToSkip, wasCancelled, writeJob } from '../jobs';
import { refuseIfOthersDrive } from '../lease';
import { logPullEnd, logPullStart } from '../log/pull';
import type { Budget, Ports, Progress } from '../ports';
import { applyNext } from './apply';
import { isCommitted, isUnmarked, markNext } from './commit';
import { readDetails, readLacking } from './details';
import { afterDetails, fetchNext, probe } from './pages';
import { progressOf, resultOf, type PullJob, type PullResult, type PullState } from './state';
import { PullSession, unstage } from './staging';

/** Time between two looks whether somebody wants to stop or to skip. */
const LOOK_MS = 2_000;

export interface PullStep {
  readonly progress: Progress;
  readonly result?: PullResult;
}

/** Goes on with the pull under way. @throws Refusal; the job stays and can be gone on with */
export function stepPull(ports: Ports, budget: Budget): PullStep {
  const job = needJob<'pull', PullState>(ports, 'pull');
  let state = job.state;
  // Before anything that can be refused: a pull whose key, tab or books are gone can be cancelled too.
  const session = new PullSession(ports, job);
  if (wasCancelled(ports, job) && !(isApplying(state) && canApply(ports, session, job))) {
    return cancelled(ports, job, state);
  }
  const client = clientFor(ports, state.network);
  try {
    // What is applied was read already, and must not wait for Everflow.
    if (!isApplying(state)) proveNetwork(client, state.network);
    const wishes = every(ports, LOOK_MS);
    for (;;) {
      const begun = ports.clock.now();
      const done = advance(ports, client, session, job, withSkip(ports, job, state), budget);
      state = isApplying(state)
        ? done.state
        : { ...done.state, asked: { first: state.asked?.first ?? begun, last: ports.clock.now() } };
      if (done.finished) return finish(ports, job, state, budget);
      if (!isApplying(state) && wishes.isTime() && isCancelled(ports, job))
        return cancelled(ports, job, state);
      const isOver = !budget.hasTime();
      // What is read or written goes into the books together: each append costs a second or so.
      if (isOver || session.isDue()) {
        session.keep();
        writeJob(ports, { ...job, state });
      }
      if (isOver) break;
    }
    // One that ends in its first step tells both lines at once.
    logPullStart(ports, job);
  } catch (error) {
    const isLost = isRefusal(error) && error.code === 'step-lost';
    if (!isLost && ports.books.state() === 'usable') logPullStart(ports, job);
    throw error;
  } finally {
    keepRate(ports, client);
  }
  return { progress: progressOf(state) };
}

/** True when that long has passed since it last was. */
function every(ports: Ports, ms: number): { isTime(): boolean } {
  let last = ports.clock.now();
  return {
    isTime() {
      const now = ports.clock.now();
      if (now - last < ms) return false;
      last = now;
      return true;
    },
  };
}

const isApplying = ({ phase }: PullState): boolean => phase === 'apply' || phase === 'marks';

/** An apply that was begun is finished, not cancelled (P8), unless what it writes into is gone, or what it writes can no longer be read. */
function canApply(ports: Ports, session: PullSession, job: PullJob): boolean {
  const { apply, ...state } = job.state;
  if (ports.books.state() === 'none') return false;
  if (apply.deskSheetId !== undefined && !ports.desk.exists(apply.deskSheetId)) return false;
  if (state.phase === 'marks') return true;
  try {
    return (
      isCommitted(session, job) || session.postbacks(state.reading, state.complete).length === state.expected
    );
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return false;
  }
}

/**
 * Skips the rest of a phase that reads by id: details that were not read stay "not loaded", and postbacks that were not asked about are
 * not refreshed.
 * @throws Refusal nothing-running, in-use
 */
export function skipDetails(ports: Ports): Progress {
  const job = needJob<'pull', PullState>(ports, 'pull');
  refuseIfOthersDrive(ports, job);
  askToSkip(ports, job, job.state.phase === 'lacking' ? 'lacking' : 'details');
  const state = withSkip(ports, job, job.state);
  return progressOf(state);
}

/** A phase that a person skips while a step is live is skipped from the next unit of work on. */
function withSkip(ports: Ports, job: PullJob, state: PullState): PullState {
  const phase = phaseToSkip(ports, job);
  if (phase === 'details') return { ...state, details: 'skip' };
  return phase === 'lacking' ? { ...state, lacking: 'skip' } : state;
}

interface Advanced {
  readonly state: PullState;
  readonly finished: boolean;
}

/** One unit of work. */
function advance(
  ports: Ports,
  client: EverflowClient,
  session: PullSession,
  job: PullJob,
  state: PullState,
  budget: Budget,
): Advanced {
  switch (state.phase) {
    case 'probe':
      return { state: probe(ports, client, session, state), finished: false };
    case 'fetch':
      return { state: fetchNext(ports, client, session, state), finished: false };
    case 'details':
      return { state: detailsNext(ports, client, session, state), finished: false };
    case 'lacking':
      return { state: lackingNext(ports, client, session, state), finished: false };
    case 'apply': {
      const { apply, finished } = applyNext(ports, session, job, state);
      if (!finished) return { state: { ...state, apply }, finished };
      // In the same unit where there is time: what is committed is found out again, so nothing has to be remembered in between.
      const applied: PullState = { ...state, apply, phase: 'marks' };
      const isMarked = isUnmarked(session) || (budget.hasTime() && markNext(ports, session, budget));
      return { state: applied, finished: isMarked };
    }
    case 'marks':
      return { state, finished: markNext(ports, session, budget) };
  }
}

function detailsNext(
  ports: Ports,
  client: EverflowClient,
  session: PullSession,
  state: PullState,
): PullState {
  if (state.details === 'skip') return afterDetails(session, state);
  const { done, left } = readDetails(client, session, state.reading, fingerprintOf(ports));
  const next = { ...state, detailsDone: state.detailsDone + done };
  return left > 0 ? next : afterDetails(session, next);
}

function lackingNext(
  ports: Ports,
  client: EverflowClient,
  session: PullSession,
  state: PullState,
): PullState {
  const isSkipped = state.lacking === 'skip';
  const { done, left } = isSkipped
    ? { done: 0, left: 0 }
    : readLacking(client, session, state.reading, fingerprintOf(ports));
  const next = { ...state, lackingDone: (state.lackingDone ?? 0) + done };
  if (left > 0) return next;
  // Postbacks that are there after all are refreshed with the others.
  return { ...next, phase: 'apply', expected: session.postbacks(state.reading, state.complete).length };
}

function finish(ports: Ports, job: PullJob, state: PullState, budget: Budget): PullStep {
  const result = resultOf(job, state, false, ports.clock.now());
  if (!logPullEnd(ports, job, result, budget)) {
    writeJob(ports, { ...job, state });
    return { progress: progressOf(state) };
  }
  return ended(ports, state, result);
}

function ended(ports: Ports, state: PullState, result: PullResult): PullStep {
  unstage(ports);
  endJob(ports);
  return { progress: { ...progressOf(state), finished: true }, result };
}

function cancelled(ports: Ports, job: PullJob, state: PullState): PullStep {
  // Rows that were written already show newer values than what the books know of them.
  if (state.phase === 'apply' && state.apply.next > 0) ports.books.noteGap('changed');
  const result = resultOf(job, state, true, ports.clock.now());
  logPullEnd(ports, job, result);
  return ended(ports, state, result);
}
