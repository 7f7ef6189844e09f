/**
 * Pushing: carries out a confirmed plan and nothing else, batch by batch (D3, W3, W5). A machine like the pull: what is about to be sent, and
 * what became of it, is in the journal before anything follows from it, so that any execution may die anywhere.
 */
import type { CreateItem, PlanItem, UpdateItem } from '../core/plan';
import { isRefusal, type Refusal } from '../core/words';
import type { EverflowClient } from '../everflow/client';
import { CREATES_PER_BATCH, stopOf, UPDATES_PER_BATCH } from '../everflow/policy';
import { clientFor, keepRate, proveNetwork, refusalOf } from './access';
import { fingerprintOf } from './fingerprint';
import { endJob, isCancelled, needJob } from './jobs';
import { journalEntry, type JournalEntry } from './journal';
import { meOf } from './lease';
import type { Budget, Ports } from './ports';
import { giveUp, givenUp } from './push-lost';
import { lookAtOpen, settleOpenCreates } from './push-open';
import { countsOf, progressOf, waitingOf, whyPause } from './push-report';
import { settleUnclear, withoutTwins, type SearchContext } from './push-search';
import { announce, itemsLeft, keep, openSession, record, show, type PushSession } from './push-session';
import type { PauseReason, PushJob, PushState, PushStep } from './push-state';
import { readBack } from './push-trial';
import { pushCreates } from './push-creates';
import { notSent, pushUpdates, type BatchResult } from './push-updates';
import { ServerSearch } from './server-search';
import { readOnlyRefusal } from './settings';
import { readOthers } from './unclear';

/** Results are written into the tab for so many rows at once: scattered cells cost a service call each. */
const ROWS_PER_SHOWING = 200;

/** What a step works with. */
interface Work {
  readonly ports: Ports;
  readonly session: PushSession;
  readonly client: EverflowClient;
  readonly context: SearchContext;
  /** Each partner and offer is looked for once a step. */
  readonly search: ServerSearch;
}

/** Goes on with the push under way. @throws Refusal; the job stays and can be gone on with */
export function stepPush(ports: Ports, budget: Budget): PushStep {
  const job = needJob<'push', PushState>(ports, 'push');
  if (isCancelled(ports, job) && isLost(ports, job.state.planId))
    return { progress: givenUp, paused: '', result: giveUp(ports, job) };
  const session = openSession(ports, job.state.planId);
  noteTakeOver(session);
  // Before anything that can be refused: a push that waits, or whose key is gone, can be cancelled too.
  if (isCancelled(ports, job)) return cancel(session, job);
  if (job.state.waits) return waiting(session, job.state);
  const client = clientFor(ports, session.head.network);
  try {
    proveNetwork(client, session.head.network);
    return pushOn(workOf(session, client), job, budget);
  } finally {
    keepRate(ports, client);
  }
}

function workOf(session: PushSession, client: EverflowClient): Work {
  const { ports, baseline } = session;
  const fingerprint = fingerprintOf(ports);
  const others = readOthers(ports);
  const context: SearchContext = {
    client,
    baseline,
    fingerprint,
    now: () => ports.clock.now(),
    sleep: (ms) => ports.clock.sleep(ms),
    isKnown: ({ rowKey }, id) => baseline.has(id) || (others.get(rowKey)?.includes(id) ?? false),
  };
  return { ports, session, client, context, search: new ServerSearch(client, fingerprint) };
}

function pushOn(work: Work, job: PushJob, budget: Budget): PushStep {
  const { ports, session } = work;
  let { state } = job;
  settleOpenCreates(work.context, session);
  for (;;) {
    const pause = pauseOf(session, state);
    if (pause) {
      state = pauseAt(work, job, state, pause);
      break;
    }
    const batch = nextBatch(session, state);
    if (batch.length === 0) return finish(session, job, state, {});
    if (isCancelled(ports, job)) return endEarly(work, job, state, { cancelled: true });
    const readOnly = readOnlyRefusal(ports);
    if (readOnly) return endEarly(work, job, state, { refusal: readOnly });
    const { results, stop } = runBatch(work, batch);
    const isOver = stop !== undefined || !budget.hasTime();
    record(
      session,
      results,
      isOver ? [] : announcedEarly(session, state, results),
      withdrawn(batch, results),
    );
    if (stop && stopOf(stop) === 'ends') return finish(session, job, state, { refusal: refusalOf(stop) });
    if (stop) {
      state = keep(ports, job, { ...state, waits: { why: 'quota', message: refusalOf(stop).title } });
      break;
    }
    if (!budget.hasTime() && itemsLeft(session).length > 0) break;
    if (session.results.length - state.shown >= ROWS_PER_SHOWING) state = show(session, job, state);
  }
  state = show(session, job, state);
  return waiting(session, state);
}

/** A batch that reads, decides and sends. What is about to be sent is durable before its first request (J1). */
function runBatch(work: Work, items: readonly PlanItem[]): BatchResult {
  const { session, context, client, search } = work;
  if (items[0]!.kind === 'update') {
    announce(session, items);
    return pushUpdates(context, items as readonly UpdateItem[], session.open);
  }
  const { send, results: waits, stop } = withoutTwins(context, search, items as readonly CreateItem[]);
  if (stop) return { results: [], stop };
  if (send.length === 0) return { results: waits };
  // Waiting comes before announcing: who is killed while waiting has nothing in doubt. One more for reading back an answer that differs.
  client.waitFor(send.length + 1);
  announce(session, send);
  const sent = pushCreates(context, send);
  const settled = sent.stop ? sent.results : withSearch(context, send, sent.results);
  return { ...sent, results: [...waits, ...settled] };
}

/** Creates without an answer are looked for at once. */
function withSearch(
  context: SearchContext,
  items: readonly CreateItem[],
  results: BatchResult['results'],
): BatchResult['results'] {
  const open = results.filter(({ waits }) => waits === 'unclear');
  const statuses = new Map(open.map(({ seq, status }) => [seq, status]));
  const settled = settleUnclear(
    context,
    items.filter(({ seq }) => statuses.has(seq)),
    statuses,
  );
  const bySeq = new Map(settled.map((result) => [result.seq, result]));
  return results.map((result) => bySeq.get(result.seq) ?? result);
}

/**
 * The next items of one kind: creates and updates are never in one batch. Creates of the same pair are not in one with their search's answer unknown.
 * @returns none if every row has its result
 */
function nextBatch(session: PushSession, { trial }: PushState): readonly PlanItem[] {
  const left = itemsLeft(session);
  const [first] = left;
  if (!first) return [];
  const most = first.kind === 'create' ? CREATES_PER_BATCH : UPDATES_PER_BATCH;
  const room = trial && !trial.rows ? Math.min(most, trial.size - session.results.length) : most;
  const end = left.findIndex(({ kind }, at) => at >= room || kind !== first.kind);
  return end < 0 ? left : left.slice(0, end);
}

/**
 * Updates that follow at once are announced by the flush of the results before them: if this execution dies first, they are only read once more.
 * Creates are not, since one that is announced and not recorded needs a search, and perhaps a person.
 */
function announcedEarly(
  session: PushSession,
  state: PushState,
  results: BatchResult['results'],
): readonly PlanItem[] {
  const soon = new Set(results.map(({ seq }) => seq));
  const later: PushSession = { ...session, done: new Set([...session.done, ...soon]) };
  const after = { ...later, results: [...session.results, ...results] };
  if (pauseOf(after, state)) return [];
  const next = nextBatch(after, state);
  return next[0]?.kind === 'update' ? next : [];
}

/** A batch leaves rows without a result only where Google let no more requests out: nothing of them was sent. */
function withdrawn(batch: readonly PlanItem[], results: BatchResult['results']): readonly JournalEntry[] {
  const done = new Set(results.map(({ seq }) => seq));
  const seqs = batch.map(({ seq }) => seq).filter((seq) => !done.has(seq));
  return seqs.length === 0 ? [] : [{ kind: 'withdrawn', seqs }];
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
  const entry = { kind: 'pause', at: ports.clock.now(), why: pause.why } as const;
  ports.books.append([journalEntry(session.plan.id, [entry])]);
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

/** True if the tab, the books or the plan are gone, so that there is nothing left to go on with. */
function isLost(ports: Ports, planId: string): boolean {
  try {
    openSession(ports, planId);
    return false;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return true;
  }
}

/** Who goes on with somebody else's push is told by the journal (J2, A1). */
function noteTakeOver(session: PushSession): void {
  const { ports, plan, driver } = session;
  const me = meOf(ports);
  if (driver === me || driver === '') return;
  const entry = { kind: 'take-over', at: ports.clock.now(), by: ports.person(), me } as const;
  ports.books.append([journalEntry(plan.id, [entry])]);
}

/** Ends before the next batch. An execution that died may have sent rows of it: what became of them is found out first. */
function endEarly(work: Work, job: PushJob, state: PushState, why: EndsBecause): PushStep {
  lookAtOpen(work.context, work.session);
  return finish(work.session, job, state, why);
}

/** Nothing more is sent; but of rows that may have been sent it is found out first what became of them. */
function cancel(session: PushSession, job: PushJob): PushStep {
  const { ports } = session;
  if (session.open.size > 0) {
    const client = clientOrNone(ports, session);
    lookAtOpen(client ? workOf(session, client).context : undefined, session);
    if (client) keepRate(ports, client);
  }
  return finish(session, job, job.state, { cancelled: true });
}

/** The client, if Everflow may be asked at all: a push can be ended without a key. */
function clientOrNone(ports: Ports, { head }: PushSession): EverflowClient | undefined {
  try {
    const client = clientFor(ports, head.network);
    proveNetwork(client, head.network);
    return client;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

/** Why rows are left; neither if none is. */
interface EndsBecause {
  readonly cancelled?: boolean;
  readonly refusal?: Refusal;
}

function finish(session: PushSession, job: PushJob, state: PushState, why: EndsBecause): PushStep {
  const { ports, plan, results } = session;
  const rest = itemsLeft(session).map((item) =>
    notSent(item.kind === 'update' ? item : { seq: item.seq }, why.refusal),
  );
  const how = why.cancelled ? 'cancelled' : why.refusal ? 'stopped' : 'done';
  record(session, rest, [], [{ kind: 'end', at: ports.clock.now(), why: how }]);
  show(session, job, state);
  endJob(ports);
  const { refusal } = why;
  return {
    progress: { ...progressOf(results, plan), finished: true },
    paused: '',
    result: {
      planId: plan.id,
      total: plan.items.length,
      counts: countsOf(results),
      cancelled: why.cancelled ?? false,
      ...(refusal ? { stopped: { code: refusal.code, title: refusal.title, text: refusal.message } } : {}),
      waiting: waitingOf(results),
      seconds: Math.round((ports.clock.now() - job.startedAt) / 1000),
    },
  };
}
