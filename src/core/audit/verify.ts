/** Whether a snapshot is as it was taken, and if not, which rows are not (A3). Pure. */
import {
  DIGEST_NAME,
  ID_HEADER,
  rowDigest,
  snapshotDigest,
  type RowDigest,
  type Sha256,
  type SnapshotTable,
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
}

/**
 * @param kept row digests as they were when the snapshot was taken, where the add-on still has them: without them a row that was changed
 *   together with its own digest, and one that is gone, cannot be named
 */
export function verify(sha256: Sha256, table: SnapshotTable, kept?: readonly RowDigest[]): Verdict {
  const idAt = table.headers.indexOf(ID_HEADER);
  const now = table.rows.map(({ cells, stated }) => ({
    id: cells[idAt] ?? '',
    digest: rowDigest(sha256, cells),
    stated,
  }));
  const stated = table.head.find(([name]) => name === DIGEST_NAME)?.[1] ?? '';
  const digest = snapshotDigest(sha256, table.head, table.headers, now);
  const rows = kept ? againstKept(now, kept) : againstStated(now);
  const original = snapshotDigest(sha256, table.head, table.headers, kept ?? now);
  return {
    digest,
    stated,
    intact: digest === stated && rows.changed.length + rows.added.length + rows.removed.length === 0,
    ...rows,
    elsewhere: kept
      ? original !== stated
      : digest !== stated && rows.changed.length + rows.added.length === 0,
  };
}

type Now = RowDigest & { readonly stated: string };
type Rows = Pick<Verdict, 'changed' | 'added' | 'removed'>;

function againstStated(now: readonly Now[]): Rows {
  const seen = new Set<string>();
  const changed: string[] = [];
  const added: string[] = [];
  for (const { id, digest, stated } of now) {
    if (seen.has(id)) added.push(id);
    else if (digest !== stated) changed.push(id);
    seen.add(id);
  }
  return { changed, added, removed: [] };
}

function againstKept(now: readonly Now[], kept: readonly RowDigest[]): Rows {
  const before = new Map(kept.map(({ id, digest }) => [id, digest]));
  const seen = new Set<string>();
  const changed: string[] = [];
  const added: string[] = [];
  for (const { id, digest, stated } of now) {
    const old = before.get(id);
    if (old === undefined || seen.has(id)) added.push(id);
    else if (old !== digest || old !== stated) changed.push(id);
    seen.add(id);
  }
  return { changed, added, removed: kept.flatMap(({ id }) => (seen.has(id) ? [] : [id])) };
}
