/**
 * The audit snapshot as text: what stands in its tab, and the digest over it. The format is told in `docs/snapshot-format.md`, so that a
 * script without the add-on comes to the same digest from a CSV file (A3). Pure.
 */
import { plainForm } from '../text-form';

/** First cell of a snapshot tab, and the second: a reader that does not know this number must not guess. */
export const SNAPSHOT_TITLE = 'Postback Desk audit snapshot';
export const SNAPSHOT_FORMAT = 'format 1';
/** Name of the head line with the digest, the only line that the digest does not cover. */
export const DIGEST_NAME = 'Digest (SHA-256)';
/** Header of the last column of the table: the digest of the row's other cells. */
export const ROW_DIGEST_HEADER = 'Row digest';
/** Header of the column by which the rows are ordered for the digest. */
export const ID_HEADER = 'Postback ID';

export type Sha256 = (text: string) => string;
/** Name and value, as they stand in the first two cells of a line of the head. */
export type HeadLine = readonly [name: string, value: string];

export interface RowDigest {
  /** Text of the cell Postback ID. */
  readonly id: string;
  /** 64 lower-case hex digits. */
  readonly digest: string;
}

/** What stands above the rows of a snapshot: read back from its tab, or from a CSV file of it. */
export interface SnapshotTop {
  readonly head: readonly HeadLine[];
  /** Without the row digest. */
  readonly headers: readonly string[];
  /** Positions of `headers` in a row, and that of the row digest; 0-based. */
  readonly places: readonly number[];
  readonly digestAt: number;
  /** Position of the first row below the headers, 0-based. */
  readonly firstRow: number;
  /** Cells that hold something where the format has nothing: no digest covers them. */
  readonly strays: number;
}

/** @param cells of one row, without its digest */
export function rowDigest(sha256: Sha256, cells: readonly string[]): string {
  return sha256(JSON.stringify(cells.map(plainForm)));
}

/**
 * @param head all lines; that of the digest is left out
 * @param rows in any order
 * @returns 64 lower-case hex digits
 */
export function snapshotDigest(
  sha256: Sha256,
  head: readonly HeadLine[],
  headers: readonly string[],
  rows: readonly RowDigest[],
): string {
  const covered = head.filter(([name]) => name !== DIGEST_NAME).map((line) => line.map(plainForm));
  const lines = [...rows].sort(byId).map(({ id, digest }) => `${id} ${digest}`);
  return sha256(
    [
      `${SNAPSHOT_TITLE}, ${SNAPSHOT_FORMAT}`,
      JSON.stringify(covered),
      JSON.stringify(headers.map(plainForm)),
      ...lines,
    ].join('\n'),
  );
}

/** Ids as whole numbers of any length, smaller first; what is no number comes last, by its characters. Equal ids go by their digests. */
function byId(a: RowDigest, b: RowDigest): number {
  return compare(sortKey(a.id), sortKey(b.id)) || compare(a.digest, b.digest);
}

function sortKey(id: string): string {
  if (!/^\d+$/.test(id)) return `~${id}`;
  const digits = id.replace(/^0+(?=\d)/, '');
  // Longer numbers are greater; the length, as two digits, goes first.
  return `${String(digits.length).padStart(5, '0')}${digits}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Reads what stands above the rows.
 * @param grid the first rows of a tab, with all of its columns
 * @returns undefined if this is no snapshot of this format
 */
export function readTop(grid: readonly (readonly string[])[]): SnapshotTop | undefined {
  const [title, format] = grid[0] ?? [];
  if (title !== SNAPSHOT_TITLE || format !== SNAPSHOT_FORMAT) return undefined;
  const blank = grid.findIndex((row) => (row[0] ?? '') === '' && (row[1] ?? '') === '');
  const header = grid[blank + 1];
  if (blank < 1 || !header) return undefined;
  const digestAt = header.lastIndexOf(ROW_DIGEST_HEADER);
  if (digestAt < 0 || !header.includes(ID_HEADER)) return undefined;
  const places = [...header.keys()].filter((at) => at !== digestAt && header[at] !== '');
  return {
    head: grid.slice(1, blank).map((row): HeadLine => [row[0] ?? '', row[1] ?? '']),
    headers: places.map((at) => header[at]!),
    places,
    digestAt,
    firstRow: blank + 2,
    strays: grid.slice(0, blank + 1).reduce((sum, row) => sum + filled(row.slice(2)), 0),
  };
}

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell !== '').length;

/** A row below the headers: its cells under them, the digest that stands beside them, and cells under no header. Undefined if it is blank. */
export function readRow(
  { places, digestAt }: SnapshotTop,
  row: readonly string[],
): { readonly cells: readonly string[]; readonly stated: string; readonly strays: number } | undefined {
  const cells = places.map((at) => row[at] ?? '');
  const stated = row[digestAt] ?? '';
  const all = filled(row);
  if (all === 0) return undefined;
  return { cells, stated, strays: all - filled(cells) - (stated === '' ? 0 : 1) };
}
