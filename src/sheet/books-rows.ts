/**
 * Rows of the books: what column A says of a row, and which rows are read together. It reads and writes nothing itself.
 */
import type { Damage } from '../flows/ports';

/** Rows of payload read in one call: at most ~5 MB. */
const ROWS_PER_READ = 100;
/** Rows of other streams that are read along rather than in two calls. */
const READ_GAP = 25;
/** What column A says. Short names: there is one in every row. */
export interface RowHead {
  /** layout version */ readonly v: number;
  /** spreadsheet id */ readonly sheet: string;
  /** number of the append */ readonly n: number;
  /** stream */ readonly stream: string;
  /** block within the stream, 0-based */ readonly block: number;
  /** part of the block, 1-based, of how many */ readonly part: number;
  readonly of: number;
  /** least and greatest postback id */ readonly ids: readonly [number, number];
  /** SHA-256 over the rest of the head and column B */ readonly sha: string;
}

export interface IndexedRow {
  /** 1-based row of the tab */ readonly row: number;
  /** undefined if column A cannot be read */ readonly head: RowHead | undefined;
}

/** Runs of rows to read at once: small gaps are read along, and no call returns more than some 5 MB. */
export function spans(rows: readonly number[]): { first: number; count: number }[] {
  const found: { first: number; count: number }[] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = found[found.length - 1];
    const end = last ? last.first + last.count - 1 : 0;
    if (last && row - end <= READ_GAP && row - last.first < ROWS_PER_READ) last.count = row - last.first + 1;
    else found.push({ first: row, count: 1 });
  }
  return found;
}

export const EVERYTHING: Damage = { firstId: 0, lastId: Number.POSITIVE_INFINITY };

export function damageOf(rows: readonly IndexedRow[]): Damage {
  const ids = rows[0]?.head?.ids;
  return ids ? { firstId: ids[0], lastId: ids[1] } : EVERYTHING;
}

export function parseHead(value: unknown): RowHead | undefined {
  if (typeof value !== 'string' || !value.startsWith('{')) return undefined;
  try {
    const head = JSON.parse(value) as RowHead;
    const whole =
      Number.isInteger(head.v) &&
      typeof head.stream === 'string' &&
      Number.isInteger(head.block) &&
      Number.isInteger(head.part) &&
      Array.isArray(head.ids);
    return whole ? head : undefined;
  } catch {
    return undefined;
  }
}
