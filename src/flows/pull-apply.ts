/**
 * The last phase of a pull: writes rows and baseline block by block, then commits with a new head (P8). Every block may be repeated:
 * rows are found by id, a cell that already holds the server's value is left alone, and an edit made meanwhile is kept.
 */
import { withShown, type Baseline, type BaselineRow } from '../core/baseline';
import type { ColumnKey } from '../core/columns';
import type { Postback } from '../core/postback';
import { needsDetails } from '../core/record';
import { refreshRow, withKnownDetails } from '../core/refresh';
import { placesOf, type Places } from '../core/row-owner';
import { Refusal } from '../core/words';
import { isUnfiltered } from '../everflow/query';
import { baselineBlocks, writeHead, type Head } from './head';
import type { DeskReading, Ports, RowUpdate } from './ports';
import { filterLabel, type ApplyState, type PullJob, type PullState } from './pull-state';
import type { PullSession } from './pull-staging';
import { mendUnclear } from './push-results';

/** Postbacks written in one unit of work: some 135,000 cells in one service call. */
const ROWS_PER_UNIT = 5_000;
/** Rows with cells to be changed in one unit: scattered cells cost service calls each, and the clock is looked at between units. */
const UPDATES_PER_UNIT = 120;
/** Rows moved under our hands this often before we ask to go on later. */
const MAX_TRIES = 3;

const streamOf = (job: PullJob): string => `baseline/${job.id}`;

export function applyNext(
  ports: Ports,
  session: PullSession,
  job: PullJob,
  state: PullState,
): { readonly apply: ApplyState; readonly finished: boolean } {
  const head = session.head();
  if (head?.baseline === streamOf(job)) return { apply: state.apply, finished: true };
  const postbacks = session.postbacks(state.reading, state.complete);
  // What was staged must still be there, all of it: a hidden tab is no safe.
  if (postbacks.length !== state.expected) throw new Refusal('pull-damaged');
  const { apply } = state;
  const { deskSheetId } = apply;
  if (deskSheetId === undefined) {
    // A unit of its own, so that the new tab is remembered before rows are written into it.
    const opened = openDesk(ports, head, postbacks.length);
    return { apply: { ...apply, deskSheetId: opened }, finished: false };
  }
  // A new tab holds nothing that an old baseline could explain.
  const old = head?.deskSheetId === deskSheetId ? session.baseline() : new Map<number, BaselineRow>();
  if (apply.next >= postbacks.length) {
    const written = blocksIn(ports, streamOf(job));
    // Rows may be written again; a baseline without them would call them unknown, or unchanged.
    if (written < (apply.blocks ?? 0))
      return { apply: { ...apply, next: 0, blocks: written }, finished: false };
    const isDamaged = session.isBaselineDamaged();
    commit(ports, job, state, deskSheetId, { rows: keptRows(old, postbacks), isDamaged });
    return { apply, finished: true };
  }
  const label = filterLabel(state);
  const rows = postbacks.slice(apply.next, apply.next + ROWS_PER_UNIT).map((postback): BaselineRow => ({
    postback: withKnownDetails(postback, old.get(postback.id)),
    readAt: job.startedAt,
    filter: label,
  }));
  const written = writeRows(ports, session, deskSheetId, rows, old);
  const blocks = baselineBlocks(written.baseline);
  ports.books.append([{ stream: streamOf(job), blocks }]);
  return {
    apply: {
      blocks: (apply.blocks ?? 0) + blocks.length,
      next: apply.next + written.taken,
      added: apply.added + written.added,
      changed: apply.changed + written.changed,
      deskSheetId,
      notLoaded:
        (apply.notLoaded ?? 0) +
        rows.slice(0, written.taken).filter((row) => needsDetails(row.postback)).length,
    },
    finished: false,
  };
}

function blocksIn(ports: Ports, stream: string): number {
  const { texts, damage } = ports.books.read(stream);
  return texts.length + damage.length;
}

/** What this pull did not read: other filters, or gone from Everflow. */
function keptRows(old: Baseline, pulled: readonly Postback[]): BaselineRow[] {
  const ids = new Set(pulled.map((postback) => postback.id));
  return [...old.values()].filter((row) => !ids.has(row.postback.id));
}

/** The tab to write into: the one of the last pull, or a new one where tab or books are gone (the old tab is kept, renamed). */
function openDesk(ports: Ports, head: Head | undefined, rows: number): number {
  if (head && ports.desk.exists(head.deskSheetId)) return head.deskSheetId;
  return ports.desk.create(rows);
}

interface Written {
  /** How many of the rows were dealt with; the rest belongs to the next unit. */
  readonly taken: number;
  readonly baseline: readonly BaselineRow[];
  readonly added: number;
  readonly changed: number;
}

function writeRows(
  ports: Ports,
  session: PullSession,
  sheetId: number,
  rows: readonly BaselineRow[],
  old: ReadonlyMap<number, BaselineRow>,
): Written {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const { reading, places } = (session.desk ??= readDesk(ports, sheetId, old));
    const added: BaselineRow[] = [];
    const updates: RowUpdate[] = [];
    const baseline: BaselineRow[] = [];
    let changed = 0;
    let taken = 0;
    for (const row of rows) {
      if (updates.length >= UPDATES_PER_UNIT) break;
      taken += 1;
      const { id } = row.postback;
      if (places.unclear.has(id)) {
        // Not refreshed and not added again: its row is found out by the check, against what was pulled before.
        baseline.push(old.get(id) ?? row);
        continue;
      }
      const at = places.rows.get(id);
      if (at === undefined) {
        added.push(row);
        continue;
      }
      const refreshed = refreshRow(old.get(row.postback.id), row, cellsOf(reading, at));
      baseline.push(refreshed.baseline);
      if (refreshed.changed.length > 0) changed += 1;
      if (refreshed.writes.length > 0) updates.push(toUpdate(row.postback.id, refreshed.writes));
    }
    const shownAbove = ports.desk.update(sheetId, updates);
    const shownBelow = ports.desk.append(sheetId, added);
    if (shownBelow === 'moved') {
      session.desk = undefined;
      continue;
    }
    const all = withShown(baseline.concat(added), shownAbove.concat(shownBelow));
    return { taken, baseline: all, added: added.length, changed };
  }
  throw new Refusal('sheet-fault');
}

/** One reading serves the whole execution: rows that we add are not looked for again, and each write checks what it touches. */
function readDesk(ports: Ports, sheetId: number, old: Baseline): { reading: DeskReading; places: Places } {
  const reading = ports.desk.read(sheetId);
  return { reading, places: placesOf(reading, old) };
}

function cellsOf(
  reading: DeskReading,
  row: number,
): {
  value(column: ColumnKey): unknown;
  display(column: ColumnKey): string;
} {
  return {
    value: (column) => reading.value(row, column),
    display: (column) => reading.display(row, column),
  };
}

/** A cell is only written while it still holds what it held when that was decided: someone may be typing (P11). */
function toUpdate(
  id: number,
  writes: readonly {
    readonly column: ColumnKey;
    readonly value: string | number;
    readonly previous: unknown;
  }[],
): RowUpdate {
  return {
    row: { id },
    cells: writes.map(({ column, value, previous }) => ({
      column,
      value,
      expected: (current) => current === previous || String(current) === String(previous),
    })),
  };
}

/** Carries over what this pull did not read, names the new baseline as the one that counts, and forgets the old one. */
function commit(
  ports: Ports,
  job: PullJob,
  state: PullState,
  deskSheetId: number,
  kept: { readonly rows: readonly BaselineRow[]; readonly isDamaged: boolean },
): void {
  const stream = streamOf(job);
  // Only all of Everflow makes up for what the books have lost (J4).
  const isEverything = state.complete && isUnfiltered(state.query);
  if (!isEverything && (kept.isDamaged || ports.books.hasUnreadable())) ports.books.noteGap('changed');
  ports.books.append([{ stream, blocks: baselineBlocks(kept.rows) }]);
  writeHead(ports, {
    network: state.network,
    deskSheetId,
    baseline: stream,
    blocks: ports.books.read(stream).texts.length,
    pulledAt: job.startedAt,
    pulledBy: job.startedBy,
    complete: state.complete,
  });
  ports.books.remove((name) => name.startsWith('baseline/') && name !== stream, 'and-unreadable');
  if (!isEverything) return;
  mendUnclear(ports, job.id);
  ports.books.closeGap();
}
