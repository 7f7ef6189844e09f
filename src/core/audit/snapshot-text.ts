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

/** A snapshot read back from its tab or from a CSV file of it. */
export interface SnapshotTable {
  readonly head: readonly HeadLine[];
  /** Without the row digest. */
  readonly headers: readonly string[];
  /** Cells under `headers`, with the row digest that stands beside them. */
  readonly rows: readonly { readonly cells: readonly string[]; readonly stated: string }[];
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
 * Reads a snapshot from the rows of its tab.
 * @returns undefined if this is no snapshot of this format
 */
export function readSnapshot(grid: readonly (readonly string[])[]): SnapshotTable | undefined {
  const [title, format] = grid[0] ?? [];
  if (title !== SNAPSHOT_TITLE || format !== SNAPSHOT_FORMAT) return undefined;
  const blank = grid.findIndex((row) => row.every((cell) => cell === ''));
  const header = grid[blank + 1];
  if (blank < 1 || !header) return undefined;
  const width = header.lastIndexOf(ROW_DIGEST_HEADER);
  if (width < 1 || !header.includes(ID_HEADER)) return undefined;
  return {
    head: grid.slice(1, blank).map((row): HeadLine => [row[0] ?? '', row[1] ?? '']),
    headers: header.slice(0, width),
    rows: grid
      .slice(blank + 2)
      .filter((row) => row.some((cell) => cell !== ''))
      .map((row) => ({
        cells: Array.from({ length: width }, (_, at) => row[at] ?? ''),
        stated: row[width] ?? '',
      })),
  };
}
