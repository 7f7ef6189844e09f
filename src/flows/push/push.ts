/**
 * Pushing: carries out a confirmed plan and nothing else, batch by batch (D3, W3, W5). A machine like the pull: what is about to be sent, and
 * what became of it, is in the journal before anything follows from it, so that any execution may die anywhere.
 */
import type { PlanItem } from '../../core/plan';
import { stopOf } from '../../everflow/policy';
import { clientFor, keepRate, proveNetwork, refusalOf } from '../access';
import { isCancelled, needJob, wasCancelled } from '../jobs';
import { meOf } from '../lease';
import type { Budget, Ports } from '../ports';
import { nextBatch, requestsOf, runBatch, withdrawn, workOf, type Work } from './batch';
import { cancelPush, concludePush, endPush, isLost } from './end';
import { giveUp, givenUp } from './lost';
import { settleOpenCreates } from './open';
import { progressOf, whyPause } from './report';
import { catchUp, showLogged } from '../log/push';
import { itemsLeft, keep, openSession, record, show, tell, type PushSession } from './session';
import type { PauseReason, PushJob, PushState, PushStep } from './state';
import { readBack } from './trial';
import type { BatchResult } from './updates';
import { readOnlyRefusal } from '../setup/settings';

/** Results are written into the tab for so many rows at once: scattered cells cost a service call each. */
const ROWS_PER_SHOWING = 200;

/** Goes on with the push under way. @throws Refusal; the job stays and can be gone on with */
export function stepPush(ports: Ports, budget: Budget): PushStep {
  const job = needJob<'push', PushState>(ports, 'push');
  if (wasCancelled(ports, job) && isLost(ports, job.state.planId))
    return { progress: givenUp, paused: '', result: giveUp(ports, job) };
  const session = openSession(ports, job.state.planId);
  noteTakeOver(session);
  // Before anything that can be refused: a push that waits, or whose key is gone, can be cancelled too.
  if (session.end) return concludePush(session, job, job.state, session.end);
  if (wasCancelled(ports, job)) return cancelPush(session, job);
  catchUp(session);
  if (job.state.waits) return waiting(session, job.state);
  const client = clientFor(ports, session.head.network);
  try {
    proveNetwork(client, session.head.network);
    return pushOn(workOf(session, client), job, budget);
  } finally {
    keepRate(ports, client);
  }
}

function pushOn(work: Work, job: PushJob, budget: Budget): PushStep {
  const { ports, session } = work;
  let { state } = job;
  settleOpenCreates(work.context, session);
  let batchMs = 0;
  for (;;) {
    const begun = ports.clock.now();
    const pause = pauseOf(session, state);
    if (pause) {
      state = pauseAt(work, job, state, pause);
      break;
    }
    const batch = nextBatch(session, state);
    if (batch.length === 0) return endPush(session, job, state, {});
    if (isCancelled(ports, job)) return cancelPush(session, { ...job, state });
    const readOnly = readOnlyRefusal(ports);
    if (readOnly) return endPush(session, job, state, { refusal: readOnly }, work.context);
    // A wait ends with the step, or with a wish to cancel.
    if (!waitForRoom(work, job, requestsOf(batch), budget, batchMs)) {
      if (isCancelled(ports, job)) continue;
      break;
    }
    const { results, stop } = runBatch(work, batch);
    // The next one will take about as long; what closes the step comes on top.
    batchMs = Math.min(ports.clock.now() - begun, MOST_RESERVED_MS);
    const isOver = stop !== undefined || !budget.hasTime(batchMs);
    const announced = isOver ? [] : announcedEarly(work, state, results);
    record(session, results, announced, withdrawn(batch, results));
    if (stop && stopOf(stop) === 'ends')
      return endPush(session, job, state, { refusal: refusalOf(stop) }, work.context);
    if (stop) {
      state = keep(ports, job, { ...state, waits: { why: 'quota', message: refusalOf(stop).title } });
      break;
    }
    // What is announced is sent by this step: of what a step leaves announced, nobody can say that it was not.
    if (!budget.hasTime(batchMs) && announced.length === 0 && itemsLeft(session).length > 0) break;
    if (session.results.length - state.shown >= ROWS_PER_SHOWING) state = show(session, job, state);
  }
  state = showLogged(session, job, state);
  return waiting(session, state);
}

/**
 * Updates that follow at once are announced by the flush of the results before them: if this execution dies first, they are only read once more.
 * Creates are not, since one that is announced and not recorded needs a search, and perhaps a person; nor is what has to wait first.
 */
function announcedEarly(
  { session, client }: Work,
  state: PushState,
  results: BatchResult['results'],
): readonly PlanItem[] {
  const soon = new Set(results.map(({ seq }) => seq));
  const later: PushSession = { ...session, done: new Set([...session.done, ...soon]) };
  const after = { ...later, results: [...session.results, ...results] };
  if (pauseOf(after, state)) return [];
  const next = nextBatch(after, state);
  const isNow = next[0]?.kind === 'update' && client.waitNeeded(requestsOf(next)) === 0;
  return isNow ? next : [];
}

/** Of a slow batch no more than this is kept free, or a slow spreadsheet would get one batch a step. */
const MOST_RESERVED_MS = 4_000;
/** Longest wait between two looks whether somebody wants to stop (W7). */
const NAP_MS = 2_000;

/**
 * Waits until so many requests fit into the rate budget. A step that has sent something does not wait for what it would have no time for: to end it and to
 * begin the next one takes a while too.
 * @param batchMs how long a batch of this step took; 0 before the first
 * @returns false if the step's time is over before, or somebody wants to stop
 */
function waitForRoom(
  { ports, client }: Work,
  job: PushJob,
  requests: number,
  budget: Budget,
  batchMs: number,
): boolean {
  for (;;) {
    const ms = client.waitNeeded(requests);
    if (ms <= 0) return true;
    if (batchMs > 0 && !budget.hasTime(ms + batchMs)) return false;
    if (!budget.hasTime() || isCancelled(ports, job)) return false;
    ports.clock.sleep(Math.min(ms, NAP_MS));
  }
}

interface Pause {
  readonly why: PauseReason;
  readonly message: string;
}

/** Why the push should wait for a person now. */
function pauseOf({ results, plan }: PushSession, { goOn, trial }: PushState): Pause | undefined {
  const message = goOn ? '' : whyPause(results);
  if (message !== '') return { why: 'refusals', message };
  if (trial && results.length >= trial.size && results.length < plan.items.length)
    return { why: 'trial', message: '' };
  return undefined;
}

/** Begins to wait. After the first rows they are read back and compared (W8). */
function pauseAt(work: Work, job: PushJob, state: PushState, pause: Pause): PushState {
  const { ports, session, context } = work;
  const rows =
    pause.why === 'trial' && state.trial ? readBack(context, session, state.trial.size) : undefined;
  tell(session, [{ kind: 'pause', at: ports.clock.now(), why: pause.why }]);
  return keep(ports, job, {
    ...state,
    waits: pause,
    ...(rows && state.trial ? { trial: { ...state.trial, rows } } : {}),
  });
}

const WAITS_IN_WORDS: { readonly [W in PauseReason]: string } = {
  refusals: '',
  trial: 'The first rows are pushed. Look at them, then go on or stop.',
  quota: 'The daily number of requests of your Google account is used up. Go on tomorrow, or stop here.',
};

function waiting({ results, plan }: PushSession, { waits, trial }: PushState): PushStep {
  const progress = progressOf(results, plan);
  if (!waits) return { progress, paused: '' };
  return {
    progress,
    paused: waits.message || WAITS_IN_WORDS[waits.why],
    why: waits.why,
    ...(waits.why === 'trial' && trial?.rows ? { trial: trial.rows } : {}),
  };
}

/** Who goes on with somebody else's push is told by the journal (J2, A1). */
function noteTakeOver(session: PushSession): void {
  const { ports, driver } = session;
  const me = meOf(ports);
  if (driver === me || driver === '') return;
  tell(session, [{ kind: 'take-over', at: ports.clock.now(), by: ports.person(), me }]);
}
