/**
 * Pure arithmetic of reading a whole table: which pages are left, how many to ask for at once, and whether what came is
 * everything [P1] [P2] [P10]. Source of the paging rules: https://developers.everflow.io/user-guide/paging
 */

/** Page size asked for; the usual maximum of the API. The server may answer with less [P1]. */
export const MAX_PAGE_SIZE = 2000;
/** Pages asked for at once, at most [P1]. */
export const MAX_PAGES_AT_ONCE = 5;
/**
 * Answers of one batch together, in characters, at most. UrlFetchApp allows 50 MB a response; memory and "Bandwidth quota
 * exceeded" come first. https://developers.google.com/apps-script/guides/services/quotas
 */
const MAX_BATCH_LENGTH = 12_000_000;
/** Readings of a table in all, before it is called incomplete: the first and two more [P2]. */
export const MAX_READINGS = 3;

/** Pages there are, by what the server says; at least 1. */
export function pageCount(totalCount: number, pageSize: number): number {
  return Math.max(1, Math.ceil(totalCount / pageSize));
}

/** How many pages of about this length (in characters) to ask for at once: 1 to 5. */
export function pagesAtOnce(pageLength: number): number {
  const fitting = Math.floor(MAX_BATCH_LENGTH / Math.max(1, pageLength));
  return Math.min(MAX_PAGES_AT_ONCE, Math.max(1, fitting));
}

export interface Completeness {
  readonly verdict: 'complete' | 'read-again' | 'incomplete';
  /** Rows that the server counts and that did not come. */
  readonly missing: number;
  /** Rows that came and that the server does not count any more. */
  readonly surplus: number;
}

/**
 * @param uniqueRows different ids of this reading
 * @param lastTotal `total_count` of the page read last
 * @param readings how often the table has been read, this reading included
 */
export function completeness(uniqueRows: number, lastTotal: number, readings: number): Completeness {
  const missing = Math.max(0, lastTotal - uniqueRows);
  const surplus = Math.max(0, uniqueRows - lastTotal);
  if (missing === 0 && surplus === 0) return { verdict: 'complete', missing, surplus };
  return { verdict: readings < MAX_READINGS ? 'read-again' : 'incomplete', missing, surplus };
}

/**
 * Whether a query without a status filter covers both statuses [P10], judged by the totals of the query itself and of the same
 * query for `active` and for `inactive`. `split`: pull both and merge them. In doubt it is `split`, which costs requests but
 * misses nothing; a server that ignores the status filter looks like that too.
 */
export function statusCover(all: number, active: number, inactive: number): 'covers-both' | 'split' {
  return all >= active + inactive ? 'covers-both' : 'split';
}
