/**
 * The least that a flow can cost, as pure functions of its size: below it nothing correct can be, whoever writes it. What an add-on must keep to
 * be safe (what was pulled, plans, journals, the change log) is left out on purpose, so that it shows as a ratio.
 */
import { SNAPSHOT_COLUMNS } from '../src/core/audit/snapshot-rows';
import { COLUMNS, EDITABLE_COLUMNS } from '../src/core/columns';
import {
  BURST_S,
  COSTS,
  MOST_CELLS,
  PAGES_AT_ONCE,
  PAGE_SIZE,
  RECORDS_AT_ONCE,
  REQUESTS_PER_SECOND,
} from './cost-model';
import type { Passes } from './json-floor';

/** What a flow must do at the least. */
export interface Need {
  /** Pages of the table. */
  readonly pages: number;
  /** Requests for single records: readings by id, and writes. */
  readonly records: number;
  /** Blocks of cells that must be read or written. */
  readonly blocks: readonly number[];
}

const WIDTH = COLUMNS.length;
/** What must be read of a row to see whether it was edited: its id and what can be edited. */
const LOOKED_AT = EDITABLE_COLUMNS.length + 1;
/** What a snapshot holds of a row, and beside it the row's digest. */
const TAKEN = SNAPSHOT_COLUMNS.length;
const KEPT = TAKEN + 1;
/** State and Message. */
const TOLD = 2;

const NOTHING: Need = { pages: 0, records: 0, blocks: [] };

/**
 * @param flow name of a flow, such as "pull" or "push-500"
 * @param postbacks postbacks of the network
 * @param rows rows that the flow is about: see `Measured.rows`
 * @throws Error if the flow is unknown
 */
export function needOf(flow: string, postbacks: number, rows: number): Need {
  const [kind] = flow.split('-');
  const pages = Math.ceil(postbacks / PAGE_SIZE);
  switch (kind) {
    // All is written, and read back: what Sheets makes of a text is not documented.
    case 'pull':
      return { ...NOTHING, pages, blocks: [postbacks * WIDTH, postbacks * WIDTH] };
    // It must see what was edited, and writes what it has learnt.
    case 'details':
      return { pages: 0, records: rows, blocks: [postbacks * LOOKED_AT, rows * WIDTH] };
    // Nothing changed: there is nothing to write.
    case 'refresh':
      return { ...NOTHING, pages, blocks: [postbacks * LOOKED_AT] };
    case 'check':
      return { ...NOTHING, blocks: [postbacks * LOOKED_AT, rows * TOLD] };
    case 'preview':
      return { ...NOTHING, blocks: [postbacks * LOOKED_AT] };
    // A read and a write for each row, ids to find the rows by, and what is said in them.
    case 'push':
      return { pages: 0, records: 2 * rows, blocks: [postbacks, rows * TOLD] };
    case 'snapshot':
      return { ...NOTHING, blocks: [postbacks * TAKEN, postbacks * KEPT] };
    case 'verify':
      return { ...NOTHING, blocks: [postbacks * KEPT] };
    // A snapshot and the tab as it is now.
    case 'compare':
      return { ...NOTHING, blocks: [postbacks * KEPT, postbacks * TAKEN] };
    default:
      throw new Error(`No floor for the flow ${flow}`);
  }
}

/** What of the data a flow has to read or write, once each. @throws Error if the flow is unknown */
export function passesOf(flow: string): Passes {
  const [kind] = flow.split('-');
  switch (kind) {
    // What is told now, what was told before, and what stands in the tab.
    case 'refresh':
    case 'details':
      return { table: 2, tab: 1 };
    // What was told, or pulled, and what stands in the tab, or is to stand there.
    case 'pull':
    case 'check':
    case 'preview':
    case 'push':
    case 'snapshot':
      return { table: 1, tab: 1 };
    case 'verify':
      return { table: 0, tab: 1 };
    case 'compare':
      return { table: 0, tab: 2 };
    default:
      throw new Error(`No floor for the flow ${flow}`);
  }
}

/** Virtual seconds that so many requests need: at the configured rate less what may run ahead, or in parallel batches, whichever is longer. */
export function httpSeconds({ pages, records }: Pick<Need, 'pages' | 'records'>): number {
  const paced = (pages + records) / REQUESTS_PER_SECOND - BURST_S;
  // The first page alone: it tells how many there are.
  const rest = Math.ceil(Math.max(0, pages - 1) / PAGES_AT_ONCE);
  const batches = Math.min(pages, 1) + rest + Math.ceil(records / RECORDS_AT_ONCE);
  return Math.max(0, paced, (batches * COSTS.fetchMs) / 1000);
}

/** Least virtual seconds: requests, each block of cells moved once in as few calls as can be, one flush, one load. */
export function leastSeconds(need: Need): number {
  const blocksMs = need.blocks.reduce(
    (sum, cells) =>
      sum + Math.ceil(cells / MOST_CELLS) * COSTS.serviceCallMs + (cells / 1000) * COSTS.perThousandCellsMs,
    0,
  );
  return httpSeconds(need) + (blocksMs + COSTS.flushMs + COSTS.loadMs) / 1000;
}

export const leastRequests = ({ pages, records }: Need): number => pages + records;

/** Ours divided by the floor, with two decimals; null where the floor is 0. */
export function ratioOf(ours: number, floor: number): number | null {
  return floor > 0 ? Math.round((ours / floor) * 100) / 100 : null;
}
