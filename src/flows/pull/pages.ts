/**
 * The pages of a pull: what one reading of the table consists of, whether it is everything (P2, P10), and what has to be asked about by id then.
 */
import type { FieldValues, Postback } from '../../core/postback';
import { readPostback } from '../../core/record';
import { Refusal } from '../../core/words';
import type { EverflowClient } from '../../everflow/client';
import { completeness, MAX_PAGE_SIZE, MAX_READINGS, pagesAtOnce, statusCover } from '../../everflow/paging';
import type { TablePage } from '../../everflow/parse';
import { ignoredFilters, isUnfiltered, matchesLocally, type PullQuery } from '../../everflow/query';
import { fingerprintOf } from '../fingerprint';
import { valueOf } from '../access';
import type { Ports } from '../ports';
import type { PullSession } from './staging';
import { freshPart, pagesLeft, type PartState, type PullState } from './state';

/** The query that one part of the pull asks. */
function queryOf(state: PullState, part: PartState): PullQuery {
  return { ...state.query, status: part.status };
}

/** First page, and whether a table without status filter covers both statuses (P10). */
export function probe(
  ports: Ports,
  client: EverflowClient,
  session: PullSession,
  state: PullState,
): PullState {
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

export function fetchNext(
  ports: Ports,
  client: EverflowClient,
  session: PullSession,
  state: PullState,
): PullState {
  const at = state.parts.findIndex((part) => pagesLeft(part) > 0);
  if (at < 0) {
    session.keep();
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
  session.holdPages(state.reading, postbacks, passedOver);
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
export function afterDetails(session: PullSession, state: PullState): PullState {
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
