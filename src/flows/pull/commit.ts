/**
 * How a pull ends: the new head makes what was written the baseline that counts, what is obsolete is forgotten, and State and Message follow. All of it
 * may be done again where an execution died in between.
 */
import type { Baseline, BaselineRow } from '../../core/baseline';
import { goneChange } from '../../core/changes';
import type { Postback } from '../../core/postback';
import { isNotRefreshed } from '../../core/row-marks';
import { isUnfiltered } from '../../everflow/query';
import { ABSENT_STREAM } from './absent';
import { changeEntries, switchedOffSince } from '../changes';
import { baselineBlocks, bindTo, headEntry, readBaseline, readHead, type Head } from '../head';
import { writeMarks } from '../marks';
import type { Budget, Ports } from '../ports';
import type { ApplyState, PullJob, PullState } from './state';
import { STAGING, type PullSession } from './staging';
import { mendUnclear } from '../push/unclear';

export const streamOf = (job: PullJob): string => `baseline/${job.id}`;

/** True once the head names what this pull has written: what it staged may be forgotten already. */
export function isCommitted(session: PullSession, job: PullJob): boolean {
  return session.head()?.baseline === streamOf(job);
}

/** What this pull did not read: other filters, or gone from Everflow. */
export function keptRows(old: Baseline, pulled: readonly Postback[]): BaselineRow[] {
  const ids = new Set(pulled.map((postback) => postback.id));
  return [...old.values()].filter((row) => !ids.has(row.postback.id));
}

/**
 * Carries over what this pull did not read, marks what is gone, names the new baseline as the one that counts, and forgets the old one.
 */
export function commit(
  ports: Ports,
  session: PullSession,
  job: PullJob,
  state: PullState,
  rows: readonly BaselineRow[],
): ApplyState {
  const stream = streamOf(job);
  const last = session.takeHeld(stream);
  const head = session.head();
  const deskSheetId = state.apply.deskSheetId!;
  const gone = new Set(session.answersAboutLacking().gone);
  const kept = rows.map((row) => (gone.has(row.postback.id) ? { ...row, gone: true as const } : row));
  const changes = kept
    .filter(({ postback }) => gone.has(postback.id))
    .map((row) => goneChange(row, job.startedAt));
  const isEverything = state.complete && isUnfiltered(state.query);
  // Only all of Everflow makes up for what the books have lost (J4).
  const isDamaged = session.known().damaged || ports.books.hasUnreadable();
  if (!isEverything && isDamaged) ports.books.noteGap('changed');
  const isContinued = head?.deskSheetId === deskSheetId && !isDamaged;
  const everythingAt = isEverything ? job.startedAt : isContinued ? head.everythingAt : undefined;
  const left = kept.filter((row) => isNotRefreshed(row, job.startedAt)).length;
  const outcome: ApplyState = {
    ...state.apply,
    gone: changes.length,
    notRefreshed: left + (state.apply.unclear ?? 0),
  };
  const blocks = [...last.blocks, ...baselineBlocks(kept)];
  const newHead: Head = {
    network: state.network,
    deskSheetId,
    baseline: stream,
    blocks: ports.books.blocks(stream) + blocks.length,
    pulledAt: job.startedAt,
    pulledBy: job.startedBy,
    complete: state.complete,
    ...(everythingAt === undefined ? {} : { everythingAt }),
    ...(state.asked ? { asked: { query: state.query, ...state.asked } } : {}),
    outcome,
  };
  const told = changeEntries(job.startedAt, [...last.changes, ...changes]);
  // In one flush: the head is the last of it.
  ports.books.append([{ stream, blocks }, ...told], headEntry(newHead));
  settle(ports, job, state);
  return outcome;
}

/** What follows from the new head; may be done again where an execution died in between. */
function settle(ports: Ports, job: PullJob, state: PullState): void {
  bindTo(ports, state.network);
  const stream = streamOf(job);
  const isOld = (name: string): boolean => name.startsWith('baseline/') && name !== stream;
  ports.books.remove(
    (name) => isOld(name) || name === ABSENT_STREAM || name.startsWith(STAGING),
    'and-unreadable',
  );
  if (!state.complete || !isUnfiltered(state.query)) return;
  mendUnclear(ports, job.id);
  ports.books.closeGap();
}

/** The end of a commit that was killed before it could tell its counts. */
export function afterCommit(ports: Ports, session: PullSession, job: PullJob, state: PullState): ApplyState {
  if (state.apply.notRefreshed !== undefined) return state.apply;
  settle(ports, job, state);
  return session.head()?.outcome ?? state.apply;
}

/** The first pull of all has nothing to tell beside the rows, as long as the execution that commits it is alive to know that it was the first. */
export function isUnmarked(session: PullSession): boolean {
  return session.head() === undefined;
}

/**
 * Brings State and Message up to date with what the pull found. They follow from the books, so this may be repeated at will.
 * @returns true if nothing is left to do
 */
export function markNext(ports: Ports, session: PullSession, budget: Budget): boolean {
  const head = readHead(ports);
  if (!head || !ports.desk.exists(head.deskSheetId)) return true;
  const baseline = readBaseline(ports, head.baseline, head.blocks).rows;
  const switchedOff = switchedOffSince(ports, baseline);
  // State and Message are not written by the rows' units, so the reading made before them will do, unless it has to tell which rows
  // are edited; rows that were added since need no mark.
  const isTooOld = session.isDeskWritten && switchedOff.size > 0;
  // Nothing was read of a tab that this pull has made.
  const isMade = session.head()?.deskSheetId !== head.deskSheetId;
  const reading = isTooOld || isMade ? undefined : session.desk?.reading;
  return writeMarks(ports, { head, baseline, switchedOff }, budget, reading);
}
