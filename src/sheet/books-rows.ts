/**
 * Rows of the books: what column A says of a row and how it is told from a text that somebody changed, and which rows are read together.
 * It reads and writes nothing itself.
 */
import { LAYOUT } from '../core/layouts';
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
  /** undefined if column A cannot be believed: it may have told anything, of any stream */ readonly head:
    | RowHead
    | undefined;
}

/** A row that is to be written. */
export interface NewRow {
  readonly head: RowHead;
  readonly payload: string;
}

/** A head as it is read, and whether column A alone proves that it is as it was written. */
export interface ReadHead {
  readonly head: RowHead;
  readonly proven: boolean;
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

/**
 * The text of column A: the head with a sum over itself. A replace over all sheets that changes a number in it (a layout version, a
 * spreadsheet id, an id range) would otherwise make a damaged row look newer, copied, or damaged somewhere else.
 *
 * Whatever a later layout changes, it keeps this form: `{"v":…, … ,"sum":"…"}`. An older build tells by it that a row is newer and not damaged.
 */
export function headText(head: RowHead): string {
  const json = JSON.stringify(head);
  return `${json.slice(0, -1)},"sum":"${sumOf(json)}"}`;
}

/**
 * @returns undefined if column A is not as it was written, as far as it alone can tell. Rows of layout 1 have no sum: they are proven by
 * `sha`, for which column B is needed.
 */
export function parseHead(value: unknown): ReadHead | undefined {
  if (typeof value !== 'string' || !value.startsWith('{')) return undefined;
  const summed = /^(\{.*),"sum":"([0-9a-f]{16})"\}$/.exec(value);
  if (summed && sumOf(`${summed[1]!}}`) !== summed[2]) return undefined;
  try {
    const head = JSON.parse(summed ? `${summed[1]!}}` : value) as RowHead;
    if (!Number.isInteger(head.v) || (!summed && head.v !== 1)) return undefined;
    // What else a newer head says is not known here.
    if (head.v > LAYOUT || isWhole(head)) return { head, proven: summed !== null };
    return undefined;
  } catch {
    return undefined;
  }
}

function isWhole({ sheet, n, stream, block, part, of, ids, sha }: RowHead): boolean {
  return (
    typeof sheet === 'string' &&
    typeof stream === 'string' &&
    typeof sha === 'string' &&
    [n, block, part, of].every((number) => Number.isInteger(number) && number >= 0) &&
    Array.isArray(ids)
  );
}

/** Order in which rows were appended. People may sort the tab; only this order says what is newer. */
export function byAppend(a: IndexedRow, b: IndexedRow): number {
  if (!a.head || !b.head) return Number(!a.head) - Number(!b.head) || a.row - b.row;
  return a.head.n - b.head.n || a.head.block - b.head.block || a.head.part - b.head.part || a.row - b.row;
}

/** 64 bits in hex: two FNV-1a sums from different starts. Against accidents, not against forgery; no service call for each row. */
function sumOf(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ ((unit << 3) | (at & 7)), 0x01000193);
  }
  return hex(high) + hex(low);
}

function hex(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}

/** The rows that are left once others were deleted, where they stand then. */
export function movedUp(stays: readonly IndexedRow[], deleted: readonly number[]): IndexedRow[] {
  const gone = [...deleted].sort((a, b) => a - b);
  const moved = new Map<number, number>();
  let above = 0;
  for (const row of stays.map((entry) => entry.row).sort((a, b) => a - b)) {
    while (above < gone.length && gone[above]! < row) above += 1;
    moved.set(row, row - above);
  }
  return stays.map((entry) => ({ ...entry, row: moved.get(entry.row)! }));
}

/** Number of the newest append of which a row is left. */
export function lastOf(index: readonly IndexedRow[]): number {
  return index.reduce((most, { head }) => Math.max(most, head?.n ?? 0), 0);
}
