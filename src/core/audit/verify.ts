/** Whether a snapshot is as it was taken, and if not, which rows are not (A3). Pure. */
import {
  DIGEST_NAME,
  ID_HEADER,
  readRow,
  readTop,
  rowDigest,
  snapshotDigest,
  type RowDigest,
  type Sha256,
  type SnapshotTop,
} from './snapshot-text';

export interface Verdict {
  /** As the tab is now. */
  readonly digest: string;
  /** As its head states it; '' if that line is gone. */
  readonly stated: string;
  /** True if nothing was changed since it was taken, as far as its own digest tells. */
  readonly intact: boolean;
  /** Ids of rows whose cells or digest were changed. */
  readonly changed: readonly string[];
  /** Ids of rows that were added, or stand twice. */
  readonly added: readonly string[];
  /** Ids of rows that are gone. */
  readonly removed: readonly string[];
  /** True if the named rows do not explain the difference: the head or a header was changed, or rows that cannot be named. */
  readonly elsewhere: boolean;
  /** True if all columns are there, in another order. */
  readonly columnsMoved: boolean;
  /** Cells that hold something where a snapshot has nothing, or a formula. */
  readonly strays: number;
}

/** A row as it is now: `isStated` is true if the digest that stands beside it is its own. */
export type RowNow = RowDigest & { readonly isStated: boolean };

/** What is known of a snapshot besides its tab. */
export interface Known {
  /** As they stood when it was taken. */
  readonly headers: readonly string[];
  /** Row digests that were kept then; without them a row that was changed together with its own, and one that is gone, cannot be named. */
  readonly rows?: readonly RowDigest[] | undefined;
}

/** The order in which cells are digested: as the headers stood when the snapshot was taken, if the same ones are there still. */
export function orderOf(headers: readonly string[], known: readonly string[] = []): readonly number[] {
  const asNow = [...headers.keys()];
  if (known.length !== headers.length) return asNow;
  const order = known.map((header) => headers.indexOf(header));
  return new Set(order).size === headers.length && !order.includes(-1) ? order : asNow;
}

/** @param order from `orderOf` */
export function rowNow(
  sha256: Sha256,
  top: SnapshotTop,
  order: readonly number[],
  cells: readonly string[],
  stated: string,
): RowNow {
  const digest = rowDigest(
    sha256,
    order.map((at) => cells[at] ?? ''),
  );
  return { id: cells[top.headers.indexOf(ID_HEADER)] ?? '', digest, isStated: digest === stated };
}

/** @param strays of the rows; those of the top are added */
export function judge(
  sha256: Sha256,
  top: SnapshotTop,
  now: readonly RowNow[],
  strays: number,
  known?: Known,
): Verdict {
  const kept = known?.rows;
  const stated = top.head.find(([name]) => name === DIGEST_NAME)?.[1] ?? '';
  const order = orderOf(top.headers, known?.headers);
  const columnsMoved = order.some((at, place) => at !== place);
  const headers = order.map((at) => top.headers[at]!);
  const digest = snapshotDigest(sha256, top.head, top.headers, now);
  const rows = kept ? againstKept(now, kept) : againstStated(now);
  const named = rows.changed.length + rows.added.length + rows.removed.length;
  const all = strays + top.strays;
  return {
    digest,
    stated,
    intact: digest === stated && named + all === 0,
    ...rows,
    elsewhere: kept
      ? snapshotDigest(sha256, top.head, headers, kept) !== stated
      : digest !== stated && named === 0,
    columnsMoved,
    strays: all,
  };
}

/** The verdict on a whole tab. @returns undefined if it is no snapshot of this format */
export function verify(
  sha256: Sha256,
  grid: readonly (readonly string[])[],
  known?: Known,
): Verdict | undefined {
  const top = readTop(grid);
  if (!top) return undefined;
  const order = orderOf(top.headers, known?.headers);
  const rows = grid.slice(top.firstRow).flatMap((row) => readRow(top, row) ?? []);
  const now = rows.map(({ cells, stated }) => rowNow(sha256, top, order, cells, stated));
  return judge(
    sha256,
    top,
    now,
    rows.reduce((sum, row) => sum + row.strays, 0),
    known,
  );
}

type Rows = Pick<Verdict, 'changed' | 'added' | 'removed'>;

function againstStated(now: readonly RowNow[]): Rows {
  const seen = new Set<string>();
  const changed: string[] = [];
  const added: string[] = [];
  for (const { id, isStated } of now) {
    if (seen.has(id)) added.push(id);
    else if (!isStated) changed.push(id);
    seen.add(id);
  }
  return { changed, added, removed: [] };
}

function againstKept(now: readonly RowNow[], kept: readonly RowDigest[]): Rows {
  const before = new Map(kept.map(({ id, digest }) => [id, digest]));
  const seen = new Set<string>();
  const changed: string[] = [];
  const added: string[] = [];
  for (const { id, digest, isStated } of now) {
    const old = before.get(id);
    if (old === undefined || seen.has(id)) added.push(id);
    else if (old !== digest || !isStated) changed.push(id);
    seen.add(id);
  }
  return { changed, added, removed: kept.flatMap(({ id }) => (seen.has(id) ? [] : [id])) };
}
