/**
 * What the books keep of snapshots: head, row digests and digest, so that Verify can name rows for certain and snapshots are known whatever
 * their tabs are called (A3). Two streams for each of the last twenty: what is told of all of them is small, and read without the rows.
 */
import type { HeadLine, RowDigest } from '../../core/audit/snapshot-text';
import type { SnapshotChoice } from '../../core/audit/snapshot-rows';
import type { Ports } from '../ports';

const PREFIX = 'snapshot/';
const ROWS_PREFIX = 'snapshot-rows/';
const SNAPSHOTS_KEPT = 20;

/** What was settled when it was begun. */
export interface SnapshotPlan {
  readonly kind: 'plan';
  /** Lines of the head but digest and protection. */
  readonly lines: readonly HeadLine[];
  readonly headers: readonly string[];
  readonly title: string;
  readonly choice: SnapshotChoice;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly takenBy: string;
  readonly rows: number;
  /** Stream of what was pulled, and how many postbacks and pieces it had. */
  readonly baseline: string;
  /** Filter of the pull in words, for telling whether two snapshots are of the same. */
  readonly filter: string;
}

interface RowsEntry {
  /** Place of the first of them. */
  readonly from: number;
  readonly digests: readonly (readonly [id: string, digest: string])[];
}

interface DoneEntry {
  readonly kind: 'done';
  readonly sheetId: number;
  readonly digest: string;
}

export interface SnapshotRecord extends SnapshotPlan {
  readonly id: string;
  readonly done: DoneEntry | undefined;
}

function append(ports: Ports, stream: string, entry: SnapshotPlan | RowsEntry | DoneEntry): void {
  ports.books.append([{ stream, blocks: [{ text: JSON.stringify(entry), firstId: 0, lastId: 0 }] }]);
}

export const keep = (ports: Ports, id: string, entry: SnapshotPlan | DoneEntry): void =>
  append(ports, PREFIX + id, entry);
export const keepRows = (ports: Ports, id: string, entry: RowsEntry): void =>
  append(ports, ROWS_PREFIX + id, entry);

/** Forgets one that was cancelled. */
export function forgetSnapshot(ports: Ports, id: string): void {
  ports.books.remove((stream) => stream === PREFIX + id || stream === ROWS_PREFIX + id);
}

/** Forgets all but the newest. */
export function forgetOldSnapshots(ports: Ports): void {
  const ids = idsOf(ports);
  for (const id of ids.slice(0, Math.max(0, ids.length - SNAPSHOTS_KEPT))) forgetSnapshot(ports, id);
}

/** In the order in which they were begun. */
function idsOf(ports: Ports): string[] {
  if (ports.books.state() !== 'usable') return [];
  const names = ports.books.streams().filter((name) => name.startsWith(PREFIX));
  return names.map((name) => name.slice(PREFIX.length));
}

/** What is kept of one but its rows; undefined if nothing is, or its beginning is lost. */
export function readRecord(ports: Ports, id: string): SnapshotRecord | undefined {
  let plan: SnapshotPlan | undefined;
  let done: DoneEntry | undefined;
  for (const text of ports.books.read(PREFIX + id).texts) {
    const entry = JSON.parse(text) as SnapshotPlan | DoneEntry;
    if (entry.kind === 'plan') plan = entry;
    else done = entry;
  }
  return plan && { ...plan, id, done };
}

/** Row digests in the order of taking; undefined if some are lost. */
export function readRowDigests(ports: Ports, { id, rows }: SnapshotRecord): RowDigest[] | undefined {
  const digests: RowDigest[] = [];
  for (const text of ports.books.read(ROWS_PREFIX + id).texts) {
    const entry = JSON.parse(text) as RowsEntry;
    // Rows whose execution died before it could remember them are kept once more: the same places, and the newer truth.
    entry.digests.forEach(([one, digest], at) => (digests[entry.from + at] = { id: one, digest }));
  }
  // A sparse array skips its holes, `from` does not.
  return digests.length === rows && !Array.from(digests).includes(undefined as never) ? digests : undefined;
}

/** Snapshots that were finished, the newest first. */
export function finishedSnapshots(ports: Ports): SnapshotRecord[] {
  const all = idsOf(ports).map((id) => readRecord(ports, id));
  return all.flatMap((record) => (record?.done ? [record] : [])).reverse();
}

/** The finished snapshot that stands in that tab. */
export function recordOfTab(ports: Ports, sheetId: number): SnapshotRecord | undefined {
  return finishedSnapshots(ports).find(({ done }) => done?.sheetId === sheetId);
}
