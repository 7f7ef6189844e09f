/**
 * Pulling: reads the table page by page into the books, reads details by id, and writes rows and baseline last (P1, P2, P5, P8, P10).
 * A machine: each step does whole units of work while there is time and leaves a small state from which the next step goes on.
 */
import type { FieldValues, Postback } from '../core/postback';
import { readPostback } from '../core/record';
import { isRefusal, Refusal } from '../core/words';
import type { EverflowClient } from '../everflow/client';
import { completeness, MAX_PAGE_SIZE, MAX_READINGS, pagesAtOnce, statusCover } from '../everflow/paging';
import type { TablePage } from '../everflow/parse';
import { ignoredFilters, isUnfiltered, matchesLocally, type PullQuery } from '../everflow/query';
import { fingerprintOf } from './fingerprint';
import { clientFor, keepRate, proveNetwork, valueOf } from './access';
import { askToSkip, endJob, isCancelled, needJob, phaseToSkip, writeJob } from './jobs';
import { meOf, refuseIfOthersDrive } from './lease';
import { logPullEnd, logPullStart } from './log-pull';
import type { Budget, Ports, Progress } from './ports';
import { applyNext, isCommitted, markNext } from './pull-apply';
import { readDetails, readLacking } from './pull-details';
import {
  freshPart,
  pagesLeft,
  progressOf,
  resultOf,
  type PartState,
  type PullJob,
  type PullResult,
  type PullState,
} from './pull-state';
import { PullSession, unstage } from './pull-staging';

export interface PullStep {
  readonly progress: Progress;
  readonly result?: PullResult;
}

/** Goes on with the pull under way. @throws Refusal; the job stays and can be gone on with */
export function stepPull(ports: Ports, budget: Budget): PullStep {
  const job = needJob<'pull', PullState>(ports, 'pull');
  let state = job.state;
  // Before anything that can be refused: a pull whose key, tab or books are gone can be cancelled too.
  const session = new PullSession(ports, job.id);
  if (isCancelled(ports, job) && !(isApplying(state) && canApply(ports, session, job))) {
    return cancelled(ports, job, state);
  }
  const client = clientFor(ports, state.network);
  try {
    // What is applied was read already, and must not wait for Everflow.
    const me = meOf(ports);
    // By whoever reads with a key of their own; of each record its network is compared as well.
    if (!isApplying(state) && state.provedBy !== me) proveNetwork(client, state.network);
    state = { ...state, provedBy: me };
    for (;;) {
      const begun = ports.clock.now();
      const done = advance(ports, client, session, job, withSkip(ports, job, state), budget);
      state = isApplying(state)
        ? done.state
        : { ...done.state, asked: { first: state.asked?.first ?? begun, last: ports.clock.now() } };
      if (done.finished) return finish(ports, job, state, budget);
      const isStop = !isApplying(state) && isCancelled(ports, job);
      if (isStop) return cancelled(ports, job, state);
      const isOver = !budget.hasTime();
      // Pages are staged together: each append costs a second or so.
      if (isOver || state.phase !== 'fetch' || session.isFull()) {
        session.stage();
        writeJob(ports, { ...job, state });
      }
      if (isOver) break;
    }
    // One that ends in its first step tells both lines at once.
    logPullStart(ports, job);
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'step-lost') logPullStart(ports, job);
    throw error;
  } finally {
    keepRate(ports, client);
  }
  return { progress: progressOf(state) };
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

/** The query that one part of the pull asks. */
function queryOf(state: PullState, part: PartState): PullQuery {
  return { ...state.query, status: part.status };
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
      return { state: applied, finished: budget.hasTime() && markNext(ports, session, applied, budget) };
    }
    case 'marks':
      return { state, finished: markNext(ports, session, state, budget) };
  }
}

/** First page, and whether a table without status filter covers both statuses (P10). */
function probe(ports: Ports, client: EverflowClient, session: PullSession, state: PullState): PullState {
  const { query } = state;
  if (query.status !== '') return { ...state, phase: 'fetch', parts: [freshPart(query.status)] };
  const answers = client.tableProbe(query, MAX_PAGE_SIZE);
  const first = valueOf(answers.first);
  const cover = statusCover(first.totalCount, valueOf(answers.active), valueOf(answers.inactive));
  if (answers.statusIgnored) {
    const read: PullState = { ...state, phase: 'fetch', parts: [freshPart('')], ignored: ['status'] };
    return take(ports, session, read, 0, [first]);
  }
  if (cover === 'split') {
    const parts = [freshPart('active'), freshPart('inactive')];
    return { ...state, phase: 'fetch', parts };
  }
  return take(ports, session, { ...state, phase: 'fetch', parts: [freshPart('')] }, 0, [first]);
}

function fetchNext(ports: Ports, client: EverflowClient, session: PullSession, state: PullState): PullState {
  const at = state.parts.findIndex((part) => pagesLeft(part) > 0);
  if (at < 0) {
    session.stage();
    return judge(session, state);
  }
  const part = state.parts[at]!;
  const count = part.totalCount < 0 ? 1 : Math.min(pagesLeft(part), pagesAtOnce(part.pageLength));
  const pages = Array.from({ length: count }, (_, offset) => part.nextPage + offset);
  const answers = client.tablePages(queryOf(state, part), part.pageSize, pages).map(valueOf);
  const resized = answers.find((page) => part.totalCount >= 0 && page.pageSize !== part.pageSize);
  // Another page size means other offsets: what was read so far does not fit to the rest.
  if (resized) return readAgain(state, resized.pageSize);
  return take(ports, session, state, at, answers);
}

/** Takes in pages of one part. */
function take(
  ports: Ports,
  session: PullSession,
  state: PullState,
  at: number,
  pages: readonly TablePage[],
): PullState {
  const last = pages[pages.length - 1]!;
  const postbacks: Postback[] = [];
  const passedOver: number[] = [];
  const seen: FieldValues[] = [];
  const print = fingerprintOf(ports);
  for (const page of pages) {
    for (const row of page.rows) {
      const postback = readPostback(row, 'table', print);
      if (!postback) continue;
      seen.push(postback.fields);
      if (postback.networkId !== 0 && postback.networkId !== state.network.id) {
        throw new Refusal('other-network', `network ${postback.networkId}`, state.network.name);
      }
      if (matchesLocally(postback.fields, state.query)) postbacks.push(postback);
      else passedOver.push(postback.id);
    }
  }
  const ignored = new Set([...state.ignored, ...ignoredFilters(seen, queryOf(state, state.parts[at]!))]);
  session.hold(state.reading, postbacks, passedOver);
  const old = state.parts[at]!;
  const expected = old.totalCount < 0 ? last.totalCount : old.totalCount;
  const part: PartState = {
    ...old,
    shifted: old.shifted === true || pages.some((page) => page.totalCount !== expected),
    totalCount: last.totalCount,
    pageSize: last.pageSize,
    // Counted here: a server that echoes another page number would be asked for the same page for ever.
    nextPage: old.nextPage + pages.length,
    pageLength: last.length,
  };
  return {
    ...state,
    parts: state.parts.map((one, index) => (index === at ? part : one)),
    staged: state.staged + postbacks.length,
    ignored: [...ignored],
  };
}

/** All pages are read: are they everything (P2)? */
function judge(session: PullSession, state: PullState): PullState {
  const total = state.parts.reduce((sum, part) => sum + part.totalCount, 0);
  const unique = session.idsOf(state.reading).size;
  const { verdict, missing, surplus } = completeness(unique, total, state.reading);
  // One removed and one slipped past make the right number of the wrong rows.
  const isShifted = state.reading < MAX_READINGS && state.parts.some((part) => part.shifted);
  if (verdict === 'read-again' || isShifted) return readAgain(state);
  const complete = verdict === 'complete';
  const detailsTotal = state.details === 'skip' ? 0 : session.missingDetails(state.reading).length;
  const read: PullState = {
    ...state,
    phase: 'details',
    expected: session.postbacks(state.reading, complete).length,
    complete,
    missing: complete ? 0 : missing + surplus,
    detailsTotal,
  };
  return detailsTotal > 0 ? read : afterDetails(session, read);
}

/**
 * Only a complete and unfiltered list can lack a postback (P9). Where the tab is gone there is no row to be told about.
 */
function afterDetails(session: PullSession, state: PullState): PullState {
  const canLack = state.complete && isUnfiltered(state.query) && session.hasDesk();
  const lackingTotal = canLack ? session.lacking(state.reading).length : 0;
  return { ...state, phase: lackingTotal > 0 ? 'lacking' : 'apply', lackingTotal };
}

function readAgain(state: PullState, pageSize = 0): PullState {
  if (state.reading >= MAX_READINGS) throw new Refusal('not-json');
  return {
    ...state,
    reading: state.reading + 1,
    staged: 0,
    parts: state.parts.map((part) => ({
      ...freshPart(part.status),
      pageSize: pageSize || part.pageSize,
    })),
  };
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
