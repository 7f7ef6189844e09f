/** The last filters of a person, offered again at the next pull (P3). */
import { describeQuery, isUnfiltered, type PullQuery } from '../../everflow/query';
import type { Ports } from '../ports';

const FILTERS_KEY = 'postbackDesk.filters';
const FILTERS_KEPT = 5;
/** A property holds 9 kB; filters with very long id lists are not kept. */
const MAX_CHARACTERS = 8_000;

export interface RecentFilter {
  readonly query: PullQuery;
  /** In words. */
  readonly label: string;
}

export function recentFilters(ports: Ports): RecentFilter[] {
  const text = ports.userValues.get(FILTERS_KEY);
  const queries = text === null ? [] : (JSON.parse(text) as PullQuery[]);
  return queries.map((query) => ({ query, label: describeQuery(query) }));
}

export function rememberFilter(ports: Ports, query: PullQuery): void {
  if (isUnfiltered(query)) return;
  const same = JSON.stringify(query);
  const older = recentFilters(ports)
    .map((filter) => filter.query)
    .filter((known) => JSON.stringify(known) !== same);
  const kept = [query, ...older].slice(0, FILTERS_KEPT);
  while (JSON.stringify(kept).length > MAX_CHARACTERS) kept.pop();
  ports.userValues.set(FILTERS_KEY, JSON.stringify(kept));
}
