/**
 * What a pull remembers between steps, and what it tells: request, state, progress, result. No work is done here.
 */
import type { Network } from '../../core/postback';
import { MAX_PAGE_SIZE, pageCount } from '../../everflow/paging';
import { describeQuery, type PullQuery, type QueryStatus } from '../../everflow/query';
import type { Job } from '../jobs';
import type { Progress } from '../ports';

export interface PullRequest {
  readonly query: PullQuery;
  /** `skip` leaves integration details "not loaded" (P5). */
  readonly details: 'load' | 'skip';
  /** Which saved key to use before the first pull has bound the spreadsheet; with only one saved key it may be left out. */
  readonly network?: { readonly host: string; readonly id: number };
}

/** One reading of the table, for one status or for any, and how far it has come. The rest of the query is the pull's. */
export interface PartState {
  readonly status: QueryStatus;
  /** -1 until the first page has answered. */
  readonly totalCount: number;
  readonly pageSize: number;
  readonly nextPage: number;
  /** Characters of the last page, for the size of the next batch. */
  readonly pageLength: number;
  /** True if the total changed while pages were read: rows may have slipped over a page's edge unseen. */
  readonly shifted?: boolean;
}

export interface PullState {
  readonly phase: 'probe' | 'fetch' | 'details' | 'lacking' | 'apply' | 'marks';
  readonly network: Network;
  readonly query: PullQuery;
  readonly details: 'load' | 'skip';
  /** Which reading of the whole table this is, from 1 (P2). */
  readonly reading: number;
  readonly parts: readonly PartState[];
  /** Rows staged so far in this reading. */
  readonly staged: number;
  /** Postbacks that the staging holds once everything is read; fewer later would mean that it was tampered with. */
  readonly expected: number;
  readonly complete: boolean;
  readonly missing: number;
  readonly ignored: readonly string[];
  readonly detailsDone: number;
  readonly detailsTotal: number;
  /** Postbacks that were pulled before and that the list lacks: asked about so far, and in all (P9). */
  readonly lackingDone?: number;
  readonly lackingTotal?: number;
  /** `skip`: the rest of them is not asked about, and not refreshed. */
  readonly lacking?: 'skip';
  readonly apply: ApplyState;
  /** When its first and its last request were made, milliseconds since the epoch. */
  readonly asked?: { readonly first: number; readonly last: number };
}

export type PullJob = Job<'pull', PullState>;

/** What a finished pull tells. */
export interface PullResult {
  readonly rows: number;
  readonly added: number;
  /** Rows of which a field changed on Everflow since the last pull. */
  readonly changed: number;
  readonly complete: boolean;
  readonly missing: number;
  /** Filters that the server evidently ignored; they were applied here (P3). */
  readonly ignored: readonly string[];
  readonly notLoaded: number;
  /** Postbacks found gone by this pull (P9). */
  readonly gone: number;
  /** Postbacks that this pull found switched off in Everflow. */
  readonly switchedOff: number;
  /** Postbacks whose row was left alone, since their id stands in several rows or was lost: the check names them. */
  readonly unclear: number;
  /** Postbacks of earlier pulls that this one did not read: other filters, missing from the list, unclear rows (P6). */
  readonly notRefreshed: number;
  readonly cancelled: boolean;
  readonly seconds: number;
}

/** How far the last phase has come. */
export interface ApplyState {
  /** Postbacks done, in id order. */
  readonly next: number;
  readonly added: number;
  readonly changed: number;
  /** Set when the first block begins. */
  readonly deskSheetId?: number;
  readonly notLoaded?: number;
  /** Blocks of the new baseline so far; fewer in the books would mean that they were set back meanwhile (J4). */
  readonly blocks?: number;
  readonly switchedOff?: number;
  readonly unclear?: number;
  /** Set by the commit. */
  readonly gone?: number;
  readonly notRefreshed?: number;
}

/** A query that is not read yet. */
export const freshPart = (status: QueryStatus): PartState => ({
  status,
  totalCount: -1,
  pageSize: MAX_PAGE_SIZE,
  nextPage: 1,
  pageLength: 0,
});

/** Pages of a query that are still to be read; 1 while nobody knows. */
export function pagesLeft(part: PartState): number {
  if (part.totalCount < 0) return 1;
  return Math.max(0, pageCount(part.totalCount, part.pageSize) - part.nextPage + 1);
}

/** The filter in words, kept with each row (P3). */
export function filterLabel(state: PullState): string {
  return describeQuery(state.query);
}

/** @param now milliseconds since the epoch */
export function resultOf(job: PullJob, state: PullState, isCancelled: boolean, now: number): PullResult {
  return {
    rows: isCancelled ? 0 : state.apply.next,
    added: state.apply.added,
    changed: state.apply.changed,
    complete: state.complete && !isCancelled,
    missing: state.missing,
    ignored: state.ignored,
    notLoaded: state.apply.notLoaded ?? 0,
    gone: state.apply.gone ?? 0,
    switchedOff: state.apply.switchedOff ?? 0,
    unclear: state.apply.unclear ?? 0,
    notRefreshed: state.apply.notRefreshed ?? 0,
    cancelled: isCancelled,
    seconds: Math.round((now - job.startedAt) / 1000),
  };
}

export function progressOf(state: PullState): Progress {
  const total = state.parts.reduce((sum, part) => sum + Math.max(0, part.totalCount), 0);
  switch (state.phase) {
    case 'details':
      return {
        doing: 'Reading details',
        done: state.detailsDone,
        total: state.detailsTotal,
        finished: false,
      };
    case 'lacking':
      return {
        doing: 'Looking for postbacks that are not in the list',
        done: state.lackingDone ?? 0,
        total: state.lackingTotal ?? 0,
        finished: false,
      };
    case 'marks':
      return { doing: 'Writing messages', done: state.apply.next, total: state.expected, finished: false };
    case 'apply':
      return { doing: 'Writing rows', done: state.apply.next, total: state.staged, finished: false };
    default:
      return { doing: 'Reading postbacks', done: state.staged, total, finished: false };
  }
}
