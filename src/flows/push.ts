/**
 * Pushing: carries out a confirmed plan and nothing else, batch by batch (D3, W3, W5). A machine like the pull: results are in the
 * books before they are in the tab, and the job remembers how far both are.
 */
import { planText, type CreateItem, type Plan, type PlanItem, type UpdateItem } from '../core/plan';
import { isRefusal, Refusal } from '../core/words';
import { withShown, type BaselineRow } from '../core/baseline';
import { namesOf, type Names } from '../core/names';
import type { EverflowClient } from '../everflow/client';
import type { ApiError } from '../everflow/errors';
import { clientFor, keepRate, proveNetwork, refusalOf } from './access';
import { changeEntries } from './changes';
import { baselineBlocks, needHead, needWholeBooks, readBaseline, type Head } from './head';
import { endJob, isCancelled, needJob, refuseIfBusy, writeJob } from './jobs';
import { isNewestPlan, readStarted, readStored, runStream } from './plan-store';
import type { Budget, Ports, Progress } from './ports';
import { fingerprintOf } from './fingerprint';
import { pushCreates, unclear } from './push-creates';
import {
  announceCreates,
  baselineOf,
  foundChanges,
  isRunWhole,
  readResults,
  unclearEntries,
  unclearStreams,
  unresolvedCreates,
  updateFor,
  type RowResult,
} from './push-results';
import { giveUp, givenUp } from './push-lost';
import { countsOf, progressOf, whyPause } from './push-report';
import type { PushJob, PushState, PushStep } from './push-state';
import { notSent, pushUpdates, type BatchResult } from './push-updates';

/** Updates read and written as one batch, creates likewise (W3, W4). */
const UPDATES_PER_BATCH = 20;
const CREATES_PER_BATCH = 5;
/** Results are written into the tab for so many rows at once: scattered cells cost a service call each. */
const ROWS_PER_SHOWING = 200;
/**
 * Starts a push of a confirmed plan.
 * @param digest as `confirmPreview` gave it
 * @throws Refusal
 */
export function startPush(ports: Ports, planId: string, digest: string): Progress {
  refuseIfBusy(ports);
  const head = needHead(ports);
  needWholeBooks(ports, unclearStreams(ports));
  const plan = planToPush(ports, head, planId, digest);
  if (readResults(ports, planId).length > 0) throw new Refusal('plan-unknown');
  if (!isNewestPlan(ports, planId)) throw new Refusal('plan-old');
  const client = clientFor(ports, head.network);
  proveNetwork(client, head.network);
  keepRate(ports, client);
  // Columns that are missing now would only be noticed after Everflow was changed.
  ports.desk.read(head.deskSheetId);
  const state: PushState = { planId, shown: 0, paused: '', goOn: false };
  const job: PushJob = {
    kind: 'push',
    id: ports.newId(),
    startedBy: ports.person(),
    startedAt: ports.clock.now(),
    state,
  };
  writeJob(ports, job);
  return progressOf([], plan);
}

function planToPush(ports: Ports, head: Head, planId: string, digest: string): Plan {
  const stored = readStored(ports, 'plan', planId);
  if (ports.digest.sha256(planText(stored.plan)) !== digest) throw new Refusal('plan-changed');
  if (stored.baseline !== head.baseline) throw new Refusal('plan-old');
  if (stored.plan.network.id !== head.network.id || stored.plan.network.host !== head.network.host) {
    throw new Refusal('plan-changed');
  }
  return stored.plan;
}

/** What one execution of a push knows. */
interface PushSession {
  readonly head: Head;
  readonly plan: Plan;
  /** As pulled, brought up to date with the results of this execution. */
  readonly baseline: Map<number, BaselineRow>;
  /** All results so far, in the order of the plan. */
  readonly results: RowResult[];
  /** Read from the baseline when first needed. */
  names?: Names;
}

/** Goes on with the push under way. @throws Refusal; the job stays and can be gone on with */
export function stepPush(ports: Ports, budget: Budget): PushStep {
  const job = needJob<'push', PushState>(ports, 'push');
  if (isCancelled(ports, job) && isLost(ports, job.state.planId))
    return { progress: givenUp, paused: '', result: giveUp(ports, job) };
  const session = openSession(ports, job.state.planId);
  const { plan, results } = session;
  let { state } = job;
  settleInterruptedCreates(ports, session);
  // Before anything that can be refused: a push that waits, or whose key is gone, can be cancelled too.
  if (isCancelled(ports, job)) return finish(ports, session, job, state, { cancelled: true });
  const client = clientFor(ports, session.head.network);
  let stop: ApiError | undefined;
  try {
    proveNetwork(client, session.head.network);
    while (results.length < plan.items.length && state.paused === '' && !stop) {
      if (isCancelled(ports, job)) return finish(ports, session, job, state, { cancelled: true });
      const batch = runBatch(ports, session, client, nextBatch(plan, results.length));
      record(ports, session, batch.results);
      stop = batch.stop;
      const paused = state.goOn ? '' : whyPause(results);
      if (paused !== '') state = keep(ports, job, { ...state, paused });
      if (!budget.hasTime()) break;
      if (results.length - state.shown >= ROWS_PER_SHOWING) state = show(ports, session, job, state);
    }
  } finally {
    keepRate(ports, client);
  }
  if (stop || results.length >= plan.items.length)
    return finish(ports, session, job, state, stop ? { stop } : {});
  state = show(ports, session, job, state);
  return { progress: progressOf(results, plan), paused: state.paused };
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

/** Creates that a killed execution was about to send may have been made: they are never sent again unasked (J1, W4). */
function settleInterruptedCreates(ports: Ports, session: PushSession): void {
  const open = unresolvedCreates(ports, session.plan.id, session.results);
  if (open.length > 0)
    record(
      ports,
      session,
      open.map((seq) => unclear({ seq }, 0)),
    );
}

function openSession(ports: Ports, planId: string): PushSession {
  const head = needHead(ports);
  const { plan } = readStarted(ports, planId);
  // Places in the plan are told by the number of results: with one missing, what was created would be created again.
  if (!isRunWhole(ports, planId)) throw new Refusal('push-lost');
  return {
    head,
    plan,
    baseline: new Map(readBaseline(ports, head.baseline, head.blocks).rows),
    results: readResults(ports, planId),
  };
}

function keep(ports: Ports, job: PushJob, state: PushState): PushState {
  writeJob(ports, { ...job, state });
  return state;
}

/** Goes on after a pause for equal refusals. */
export function goOnPushing(ports: Ports): Progress {
  const job = needJob<'push', PushState>(ports, 'push');
  keep(ports, job, { ...job.state, paused: '', goOn: true });
  const { plan } = readStarted(ports, job.state.planId);
  return progressOf(readResults(ports, job.state.planId), plan);
}

/** The next items of one kind: creates and updates are never in one batch. */
function nextBatch(plan: Plan, from: number): readonly PlanItem[] {
  const kind = plan.items[from]!.kind;
  const most = kind === 'create' ? CREATES_PER_BATCH : UPDATES_PER_BATCH;
  let to = from;
  while (to < plan.items.length && to - from < most && plan.items[to]!.kind === kind) to += 1;
  return plan.items.slice(from, to);
}

function runBatch(
  ports: Ports,
  session: PushSession,
  client: EverflowClient,
  items: readonly PlanItem[],
): BatchResult {
  const context = {
    client,
    baseline: session.baseline,
    fingerprint: fingerprintOf(ports),
    now: () => ports.clock.now(),
  };
  if (items[0]!.kind === 'update') return pushUpdates(context, items as readonly UpdateItem[]);
  announceCreates(ports, session.plan.id, items);
  return pushCreates(context, items as readonly CreateItem[]);
}

/** Results and the baseline that follows from them go into the books together, in one flush, before anything is told. */
function record(ports: Ports, session: PushSession, results: readonly RowResult[]): void {
  const { head, plan, baseline } = session;
  const now = ports.clock.now();
  const rows = baselineOf(results, baseline, now, () => (session.names ??= namesOf(baseline)));
  ports.books.append([
    { stream: runStream(plan.id), blocks: [{ text: JSON.stringify(results), firstId: 0, lastId: 0 }] },
    { stream: head.baseline, blocks: baselineBlocks(rows) },
    ...unclearEntries(plan.items, results),
    ...changeEntries(now, foundChanges(results, plan.items, baseline, now)),
  ]);
  for (const result of results) session.results.push(result);
  for (const row of rows) baseline.set(row.postback.id, row);
}

/** Brings the tab up to date with results that are in the books (B1: the books are the truth, cells follow). */
function show(ports: Ports, session: PushSession, job: PushJob, state: PushState): PushState {
  const { head, plan, baseline } = session;
  const results = session.results.slice(state.shown);
  if (results.length === 0) return state;
  const bySeq = new Map(plan.items.map((item) => [item.seq, item]));
  const updates = results.map((result) =>
    updateFor(bySeq.get(result.seq)!, result, result.truth && baseline.get(result.truth.id)),
  );
  const shownCells = ports.desk.update(head.deskSheetId, updates);
  const ids = new Set(shownCells.map((cell) => cell.id));
  const rows = withShown(
    [...ids].flatMap((id) => baseline.get(id) ?? []),
    shownCells,
  );
  if (rows.length > 0) ports.books.append([{ stream: head.baseline, blocks: baselineBlocks(rows) }]);
  for (const row of rows) baseline.set(row.postback.id, row);
  return keep(ports, job, { ...state, shown: session.results.length });
}

function finish(
  ports: Ports,
  session: PushSession,
  job: PushJob,
  state: PushState,
  why: { readonly cancelled?: boolean; readonly stop?: ApiError },
): PushStep {
  const { plan, results } = session;
  const rest = plan.items.slice(results.length);
  if (rest.length > 0) {
    record(
      ports,
      session,
      rest.map((item) => notSent(item.kind === 'update' ? item : { seq: item.seq }, why.stop)),
    );
  }
  show(ports, session, job, state);
  endJob(ports);
  const refusal = why.stop ? refusalOf(why.stop) : undefined;
  return {
    progress: { ...progressOf(results, plan), finished: true },
    paused: '',
    result: {
      planId: plan.id,
      total: plan.items.length,
      counts: countsOf(results),
      cancelled: why.cancelled ?? false,
      ...(refusal ? { stopped: { code: refusal.code, title: refusal.title, text: refusal.message } } : {}),
      seconds: Math.round((ports.clock.now() - job.startedAt) / 1000),
    },
  };
}
