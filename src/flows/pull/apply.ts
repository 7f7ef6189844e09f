/**
 * The last phase of a pull: writes rows and baseline block by block, then commits with a new head (P8). Every block may be repeated:
 * rows are found by id, a cell that already holds the server's value is left alone, and an edit made meanwhile is kept.
 */
import { withShown, type Baseline, type BaselineRow } from '../../core/baseline';
import { changeOf, type PostbackChange } from '../../core/changes';
import type { ColumnKey } from '../../core/columns';
import type { Postback } from '../../core/postback';
import { needsDetails } from '../../core/record';
import { asShown, refreshRow, withKnownDetails } from '../../core/refresh';
import { placesOf, type Places } from '../../core/row-owner';
import { Refusal } from '../../core/words';
import { baselineBlocks, type Head } from '../head';
import { toUpdate } from '../row-update';
import type { DeskReading, Ports, RowUpdate } from '../ports';
import { afterCommit, commit, isCommitted, keptRows, streamOf } from './commit';
import { halfShown } from './half-shown';
import { filterLabel, type ApplyState, type PullJob, type PullState } from './state';
import type { PullSession } from './staging';

/** In milliseconds: a unit that took less than this is followed by one of three times as many rows, and one that took more than twice this by half as many. */
const UNIT_MS = 4_000;
/** Half a million cells in one call, assumed: two million are reported to have been read so (tanaikech.github.io, "Handling 10,000,000 cells"). */
const MOST_ROWS = 20_000;
const LEAST_ROWS = 2_500;
/** Rows with cells to be changed in one unit: scattered cells cost service calls each, and the clock is looked at between units. */
const UPDATES_PER_UNIT = 120;
/** Rows moved under our hands this often before we ask to go on later. */
const MAX_TRIES = 3;

export function applyNext(
  ports: Ports,
  session: PullSession,
  job: PullJob,
  state: PullState,
): { readonly apply: ApplyState; readonly finished: boolean } {
  const head = session.head();
  if (isCommitted(session, job)) return { apply: afterCommit(ports, session, job, state), finished: true };
  const postbacks = session.postbacks(state.reading, state.complete);
  // What was staged must still be there, all of it: a hidden tab is no safe.
  if (postbacks.length !== state.expected) throw new Refusal('pull-damaged');
  const { apply } = state;
  const { deskSheetId } = apply;
  const begun = ports.clock.now();
  if (deskSheetId === undefined) {
    // A unit of its own, so that the new tab is remembered before rows are written into it.
    return { apply: { ...apply, deskSheetId: openDesk(ports, head, postbacks) }, finished: false };
  }
  // A new tab holds nothing that an old baseline could explain.
  const old = head?.deskSheetId === deskSheetId ? session.baseline() : new Map<number, BaselineRow>();
  const stream = streamOf(job);
  const kept = ports.books.blocks(stream) + session.heldBlocks(stream);
  // Books that were set back meanwhile: rows may be written again; a baseline without them would call them unknown, or unchanged.
  if (kept < (apply.blocks ?? 0)) return { apply: { ...apply, next: 0, blocks: kept }, finished: false };
  if (apply.next >= postbacks.length)
    return { apply: commit(ports, session, job, state, keptRows(old, postbacks)), finished: true };
  const rows = readRows(job, state, postbacks.slice(apply.next, apply.next + session.unitRows), old);
  const written = writeRows(ports, session, deskSheetId, rows, old);
  const blocks = baselineBlocks(written.baseline);
  const changes = changesIn(session, job, written.refreshed);
  const taken = rows.slice(0, written.taken);
  const next: ApplyState = {
    blocks: kept + blocks.length,
    next: apply.next + written.taken,
    added: apply.added + written.added,
    changed: apply.changed + changes.filter(({ fields }) => fields.length > 0).length,
    deskSheetId,
    notLoaded: (apply.notLoaded ?? 0) + taken.filter((row) => needsDetails(row.postback)).length,
    switchedOff: (apply.switchedOff ?? 0) + changes.filter(switchesOff).length,
    unclear: (apply.unclear ?? 0) + written.unclear,
  };
  session.hold(stream, blocks, changes);
  if (next.next >= postbacks.length) {
    const all: PullState = { ...state, apply: next };
    return { apply: commit(ports, session, job, all, keptRows(old, postbacks)), finished: true };
  }
  session.unitRows = nextUnit(session.unitRows, ports.clock.now() - begun);
  return { apply: next, finished: false };
}

/** A tab that this pull has made holds nothing that has to be read; whatever somebody enters meanwhile is found by the writing. */
const NOTHING: { readonly reading: DeskReading; readonly places: Places } = {
  reading: {
    rowCount: 0,
    columns: new Map(),
    value: () => '',
    cells: () => () => '',
    display: () => '',
    formulaRows: () => [],
  },
  places: { rows: new Map(), unclear: new Set() },
};

/** Fewer, larger units cost fewer calls; how many rows are good depends on how fast Sheets is today. */
function nextUnit(rows: number, tookMs: number): number {
  if (tookMs < UNIT_MS) return Math.min(rows * 3, MOST_ROWS);
  return tookMs > 2 * UNIT_MS ? Math.max(Math.floor(rows / 2), LEAST_ROWS) : rows;
}

/** Postbacks as baseline rows, with what is known of them from before. */
function readRows(
  job: PullJob,
  state: PullState,
  postbacks: readonly Postback[],
  old: Baseline,
): BaselineRow[] {
  const filter = filterLabel(state);
  const { partnerIds, offerIds } = state.query;
  const scope = partnerIds.length + offerIds.length > 0 ? { scope: { partnerIds, offerIds } } : {};
  return postbacks.map((postback) => ({
    postback: withKnownDetails(postback, old.get(postback.id)),
    ...scope,
    readAt: job.startedAt,
    filter,
  }));
}

/** What this pull found changed on Everflow. Own pushes are in the baseline already. */
function changesIn(session: PullSession, job: PullJob, rows: readonly BaselineRow[]): PostbackChange[] {
  const head = session.head();
  const known = session.known();
  return rows.flatMap(({ postback }) => {
    const before = known.rows.get(postback.id);
    // What no pull of everything has missed is only new here: other filters, or the first pull.
    const isKnownNew = head?.everythingAt !== undefined && !known.isDamaged(postback.id);
    const change = before || isKnownNew ? changeOf(before, postback, job.startedAt) : undefined;
    return change ? [change] : [];
  });
}

function switchesOff({ fields }: PostbackChange): boolean {
  return fields.some(
    ({ field, before, after }) => field === 'pixel_status' && before === 'active' && after !== 'active',
  );
}

/** The tab to write into: the one of the last pull, or a new one where tab or books are gone (the old tab is kept, renamed). */
function openDesk(ports: Ports, head: Head | undefined, postbacks: readonly Postback[]): number {
  if (head && ports.desk.exists(head.deskSheetId)) return head.deskSheetId;
  return ports.desk.create(postbacks.map(({ id }) => id));
}

interface Written {
  /** How many of the rows were dealt with; the rest belongs to the next unit. */
  readonly taken: number;
  readonly baseline: readonly BaselineRow[];
  /** Rows that were refreshed or added, as the server told them. */
  readonly refreshed: readonly BaselineRow[];
  readonly added: number;
  /** Rows left alone because nobody can tell which cells are theirs. */
  readonly unclear: number;
}

function writeRows(
  ports: Ports,
  session: PullSession,
  sheetId: number,
  rows: readonly BaselineRow[],
  old: ReadonlyMap<number, BaselineRow>,
): Written {
  const half = (session.halfShown ??= halfShown(ports, session.head()));
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const isMade = session.head()?.deskSheetId !== sheetId;
    const { reading, places } = (session.desk ??= isMade ? NOTHING : readDesk(ports, sheetId, old));
    const added: BaselineRow[] = [];
    const updates: RowUpdate[] = [];
    const baseline: BaselineRow[] = [];
    const refreshed: BaselineRow[] = [];
    let unclear = 0;
    let taken = 0;
    for (const row of rows) {
      if (updates.length >= UPDATES_PER_UNIT) break;
      taken += 1;
      const { id } = row.postback;
      if (places.unclear.has(id)) {
        // Not refreshed and not added again: its row is found out by the check, against what was pulled before.
        baseline.push(old.get(id) ?? row);
        unclear += 1;
        continue;
      }
      refreshed.push(row);
      const at = places.rows.get(id);
      if (at === undefined) {
        added.push(row);
        continue;
      }
      const cells = cellsOf(reading, at);
      const [known, before] = [old.get(id), half.get(id)];
      const fresh = refreshRow(known && before ? asShown(known, before, cells) : known, row, cells);
      baseline.push(fresh.baseline);
      if (fresh.writes.length > 0) updates.push(toUpdate(id, fresh.writes));
    }
    if (updates.length + added.length > 0) session.isDeskWritten = true;
    const shownAbove = ports.desk.update(sheetId, updates);
    const shownBelow = ports.desk.append(sheetId, added, isMade ? 'claimed' : 'below');
    if (shownBelow === 'moved') {
      session.desk = undefined;
      continue;
    }
    const all = withShown(baseline.concat(added), shownAbove.concat(shownBelow));
    return { taken, baseline: all, refreshed, added: added.length, unclear };
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
