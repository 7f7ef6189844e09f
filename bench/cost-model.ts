/**
 * What time costs in a benchmark: the virtual milliseconds of each kind of call, with where each number comes from. Nothing here was measured on Google;
 * what is compared is how often something is done, weighted by these.
 */
import type { Costs } from '../local/apps-script';
import { DEFAULT_SETTINGS } from '../local/everflow/settings';
import { allowance, BURST_MS, FRESH_RATE, WINDOW_MS } from '../src/everflow/rate';
import { MAX_PAGES_AT_ONCE, MAX_PAGE_SIZE } from '../src/everflow/paging';
import { UPDATES_PER_BATCH } from '../src/core/estimate';

/** Virtual milliseconds; what the local Apps Script charges. */
export const COSTS: Costs = {
  serviceCallMs: 80,
  perThousandCellsMs: 1,
  flushMs: 300,
  fetchMs: 400,
  loadMs: 500,
};

/** The second run: all that a spreadsheet or another service of Google costs, so many times; requests and loading stay. */
export const SLOW_FACTOR = 10;
export const SLOW_COSTS: Costs = {
  ...COSTS,
  serviceCallMs: COSTS.serviceCallMs * SLOW_FACTOR,
  perThousandCellsMs: COSTS.perThousandCellsMs * SLOW_FACTOR,
  flushMs: COSTS.flushMs * SLOW_FACTOR,
};

/** Longest execution, in seconds. https://developers.google.com/apps-script/guides/services/quotas */
export const EXECUTION_LIMIT_S = 360;

/** Requests a second that the add-on may send at its default speed, by the limit that the embedded Everflow tells it. */
export const REQUESTS_PER_SECOND =
  allowance({ ...FRESH_RATE, limit: DEFAULT_SETTINGS.rateLimit }, 'normal') / (WINDOW_MS / 1000);
/** How far its sending may run ahead of that pace, in seconds. */
export const BURST_S = BURST_MS / 1000;

/** Cells that one call moves at most. See ASSUMPTIONS. */
export const MOST_CELLS = 500_000;

/** Rows that one page of the table can have, pages and records that are asked for in one parallel batch. */
export const PAGE_SIZE = MAX_PAGE_SIZE;
export const PAGES_AT_ONCE = MAX_PAGES_AT_ONCE;
export const RECORDS_AT_ONCE = UPDATES_PER_BATCH;

export interface Assumption {
  readonly what: string;
  readonly value: string;
  /** Where the number comes from, as markdown. */
  readonly source: string;
}

const BEST_PRACTICES =
  '[best practices](https://developers.google.com/apps-script/guides/support/best-practices)';

export const ASSUMPTIONS: readonly Assumption[] = [
  {
    what: 'one call of a service that reads or writes (cells, properties, cache, locks, session)',
    value: `${COSTS.serviceCallMs} ms`,
    source: `assumed. Google says that calls of services are what costs (${BEST_PRACTICES}); its sample there comes to some 7 ms for each of 10,000 bundled writes, while a read after a write costs a whole round trip`,
  },
  {
    what: 'on top, for each 1,000 cells that it moves',
    value: `${COSTS.perThousandCellsMs} ms`,
    source: 'assumed',
  },
  {
    what: '`SpreadsheetApp.flush()`',
    value: `${COSTS.flushMs} ms`,
    source:
      'assumed; one public measurement of a small sheet (Stack Overflow, "What is faster: ScriptDb or SpreadsheetApp?") has 30 ms for each of many, and 560 ms for one',
  },
  {
    what: 'one `fetch`, or one batch of `fetchAll`, which is sent in parallel',
    value: `${COSTS.fetchMs} ms`,
    source: 'assumed; that a batch runs in parallel is reported (tanaikech.github.io, "fetchAll benchmark")',
  },
  {
    what: 'start of an execution: loading the script',
    value: `${COSTS.loadMs} ms`,
    source: 'assumed; it contains what [start-up](#start-up) measures',
  },
  {
    what: "Everflow's limit",
    value: `${DEFAULT_SETTINGS.rateLimit} requests in ${WINDOW_MS / 1000} s`,
    source: '[documented](https://developers.everflow.io/user-guide/rate-limiting): 30 a second',
  },
  {
    what: "the add-on's share of it at its default speed",
    value: `${REQUESTS_PER_SECOND} requests a second, ${BURST_S} s ahead at most`,
    source: 'the add-on itself (`src/everflow/rate.ts`)',
  },
  {
    what: 'cells that one call moves at most',
    value: MOST_CELLS.toLocaleString('en-US'),
    source:
      'assumed; blocks of two million cells are reported to have been read (tanaikech.github.io, "Handling 10,000,000 cells"), and none so large to have been written',
  },
  {
    what: 'longest execution',
    value: `${EXECUTION_LIMIT_S / 60} minutes`,
    source: '[documented](https://developers.google.com/apps-script/guides/services/quotas)',
  },
];
