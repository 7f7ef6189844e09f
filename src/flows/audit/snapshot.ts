/**
 * Taking an audit snapshot (A2): a hidden tab is filled block by block, then gets its head and digest, and is shown and protected. A machine
 * like pull and push: a step that dies is gone on with, and what is not finished has neither the title nor the name of a snapshot.
 */
import type { BaselineRow } from '../../core/baseline';
import { protectionText, PROTECTION_NAME, topOf } from '../../core/audit/snapshot-head';
import { SNAPSHOT_COLUMNS, textsOf, type SnapshotChoice } from '../../core/audit/snapshot-rows';
import { rowDigest, snapshotDigest, type HeadLine, type RowDigest } from '../../core/audit/snapshot-text';
import { sha256 } from '../../core/audit/sha256';
import { CANNOT_SHOW } from '../../core/cells';
import { Refusal } from '../../core/words';
import { endJob, isCancelled, needJob, writeJob, type Job } from '../jobs';
import { logOnce } from '../log/log';
import { UNFINISHED, type Budget, type Ports, type Progress } from '../ports';
import { choiceOf, needSource, planOf, selected } from './snapshot-facts';
import {
  forgetOldSnapshots,
  forgetSnapshot,
  keep,
  keepRows,
  readRecord,
  readRowDigests,
  type SnapshotPlan,
} from './snapshot-records';

/** Rows between two looks at the clock. */
const ROWS_PER_BLOCK = 2_000;
/** Width of the column with row digests, in pixels: only its beginning is ever looked at. */
const DIGEST_WIDTH = 120;
/** Of the first column, which holds the names of the head above the ids, in pixels. */
const HEAD_WIDTH = 190;

interface SnapshotState {
  /** `begin`: what is taken is settled. `rows`: blocks are written. `end`: head, digest, name, protection. */
  readonly phase: 'begin' | 'rows' | 'end';
  readonly choice: SnapshotChoice;
  readonly total: number;
  readonly next: number;
  readonly sheetId: number;
}
type SnapshotJob = Job<'snapshot', SnapshotState>;

/** A snapshot that was taken. */
export interface SnapshotResult {
  readonly cancelled: boolean;
  readonly sheetId: number;
  /** Name of its tab. */
  readonly name: string;
  /** For copying into a ticket: 64 hex digits. */
  readonly digest: string;
  readonly rows: number;
  /** What it is of, whoever has begun it. */
  readonly choice: SnapshotChoice;
  /** Whether others are kept from editing it. */
  readonly protection: 'strict' | 'warning' | 'none';
}

export interface SnapshotStep {
  readonly progress: Progress;
  readonly result?: SnapshotResult;
}

/** @throws Refusal snapshot-incomplete, snapshot-empty, and what a check can refuse for tab and books */
export function startSnapshot(ports: Ports, request?: Partial<SnapshotChoice>): Progress {
  const choice = choiceOf(request);
  const { rows } = selected(needSource(ports), choice);
  const state: SnapshotState = { phase: 'begin', choice, total: rows.length, next: 0, sheetId: 0 };
  writeJob(ports, {
    id: ports.newId(),
    kind: 'snapshot',
    startedBy: ports.person(),
    startedAt: ports.clock.now(),
    state,
  });
  return progressOf(state);
}

/** One step; call it until there is a result. @throws Refusal; the job stays and can be gone on with, or cancelled */
export function stepSnapshot(ports: Ports, budget: Budget): SnapshotStep {
  const job = needJob<'snapshot', SnapshotState>(ports, 'snapshot');
  if (isCancelled(ports, job) && !isShown(ports, job)) return cancelled(ports, job);
  let { state } = job;
  let work: Work | undefined;
  do {
    if (state.phase === 'end') return finish(ports, job, state);
    state =
      state.phase === 'begin'
        ? begin(ports, job)
        : writeBlock(ports, job, state, (work ??= workOf(ports, job)));
    writeJob(ports, { ...job, state });
    if (isCancelled(ports, job)) return cancelled(ports, job);
  } while (budget.hasTime());
  return { progress: progressOf(state) };
}

/** One that can be seen already is finished, not cancelled. */
const isShown = (ports: Ports, job: SnapshotJob): boolean =>
  job.state.phase === 'end' &&
  (ports.auditTabs.names().get(job.state.sheetId) ?? unfinishedName(job)) !== unfinishedName(job);

function begin(ports: Ports, job: SnapshotJob): SnapshotState {
  const { choice } = job.state;
  // Where an execution died after it was kept, what was settled then counts.
  let plan: SnapshotPlan | undefined = readRecord(ports, job.id);
  if (!plan) {
    plan = planOf(ports, needSource(ports), choice, job.startedBy);
    keep(ports, job.id, plan);
  }
  const widths = [HEAD_WIDTH, ...SNAPSHOT_COLUMNS.slice(1).map(({ width }) => width), DIGEST_WIDTH];
  const sheetId = ports.auditTabs.create(unfinishedName(job), rowsAbove(plan) + plan.rows, widths);
  return { phase: 'rows', choice, total: plan.rows, next: 0, sheetId };
}

/** What all blocks of a step are written from, so that it is read once. */
interface Work {
  readonly plan: SnapshotPlan;
  readonly rows: readonly BaselineRow[];
}

function workOf(ports: Ports, job: SnapshotJob): Work {
  const plan = readRecord(ports, job.id);
  if (!plan) throw new Refusal('books-damaged');
  const source = needSource(ports);
  const { rows } = selected(source, job.state.choice);
  // Nothing that a snapshot holds changes under it but by hands in the books, or by another version of the add-on.
  if (rows.length !== plan.rows || source.head.baseline !== plan.baseline)
    throw new Refusal('snapshot-overtaken');
  return { plan, rows };
}

/** A title, the lines, that of the digest, a blank row and the headers. */
const rowsAbove = ({ lines }: SnapshotPlan): number => lines.length + 4;
const unfinishedName = ({ id }: SnapshotJob): string => `${UNFINISHED} snapshot ${id} (do not edit)`;

function writeBlock(
  ports: Ports,
  job: SnapshotJob,
  state: SnapshotState,
  { plan, rows }: Work,
): SnapshotState {
  const texts = rows
    .slice(state.next, state.next + ROWS_PER_BLOCK)
    .map((row) => textsOf(row, state.choice.masked));
  const first = rowsAbove(plan) + state.next + 1;
  const digested = (): string[][] => texts.map((cells) => [...cells, rowDigest(sha256, cells)]);
  const misread = ports.auditTabs.fill(state.sheetId, first, digested());
  const lost = misread.filter(({ text }) => text === CANNOT_SHOW);
  // The digest is over what stands there, so that it is also that of a printed or downloaded page.
  for (const { row, column } of lost) texts[row]![column] = CANNOT_SHOW;
  if (lost.length > 0) ports.auditTabs.fill(state.sheetId, first, digested());
  const digests = digested().map((cells) => [cells[0]!, cells[cells.length - 1]!] as const);
  keepRows(ports, job.id, { from: state.next, digests });
  const next = state.next + texts.length;
  return { ...state, next, phase: next >= plan.rows ? 'end' : 'rows' };
}

function finish(ports: Ports, job: SnapshotJob, { sheetId }: SnapshotState): SnapshotStep {
  const record = readRecord(ports, job.id);
  const digests = record && readRowDigests(ports, record);
  if (!digests) throw new Refusal('books-damaged');
  const tabs = ports.auditTabs;
  let digest = writeTop(ports, sheetId, record, digests, 'strict');
  const look = { bold: [1, rowsAbove(record)], wrapFrom: rowsAbove(record) };
  const name = tabs.show(sheetId, tabName(record), look);
  const protection = tabs.protect(sheetId, `Audit snapshot: ${record.title}`);
  if (protection !== 'strict') digest = writeTop(ports, sheetId, record, digests, protection);
  keep(ports, job.id, { kind: 'done', sheetId, digest });
  forgetOldSnapshots(ports);
  const message = `Tab "${name}", ${record.rows} postbacks (${record.title}). Digest ${digest}.`;
  logOnce(ports, job.id, { what: 'Audit snapshot', outcome: 'Taken', message });
  endJob(ports);
  const progress = { ...progressOf(job.state), done: record.rows, finished: true };
  return {
    progress,
    result: { cancelled: false, sheetId, name, digest, rows: record.rows, choice: record.choice, protection },
  };
}

/** Writes all that stands above the rows, the title last: a tab without it is no snapshot. Returns the digest. */
function writeTop(
  ports: Ports,
  sheetId: number,
  record: SnapshotPlan,
  digests: readonly RowDigest[],
  kind: SnapshotResult['protection'],
): string {
  const protection = protectionText(kind, record.takenBy);
  const head = record.lines.map(([name, value]): HeadLine => [
    name,
    name === PROTECTION_NAME ? protection : value,
  ]);
  const digest = snapshotDigest(sha256, head, record.headers, digests);
  const top = topOf(head, digest);
  const now = ports.auditTabs.read(sheetId, 1, top.length).texts;
  // Another person's step may have protected the tab already: what stands there is not written again.
  if (top.every((row, at) => row.every((text, place) => now[at]?.[place] === text))) return digest;
  ports.auditTabs.fill(sheetId, 2, top.slice(1));
  ports.auditTabs.fill(sheetId, 1, top.slice(0, 1));
  return digest;
}

/** `Snapshot 2026-11-26 09:15`, UTC, and what it is of where that is not everything. */
function tabName({ takenAt, title }: SnapshotPlan): string {
  const time = new Date(takenAt).toISOString().slice(0, 16).replace('T', ' ');
  return `Snapshot ${time}${` · ${title}`.replace(/^ · All postbacks/, '')}`;
}

function cancelled(ports: Ports, job: SnapshotJob): SnapshotStep {
  ports.auditTabs.remove(unfinishedName(job));
  forgetSnapshot(ports, job.id);
  logOnce(ports, job.id, { what: 'Audit snapshot', outcome: 'Cancelled' });
  endJob(ports);
  return {
    progress: { ...progressOf(job.state), finished: true },
    result: {
      cancelled: true,
      sheetId: 0,
      name: '',
      digest: '',
      rows: 0,
      choice: job.state.choice,
      protection: 'none',
    },
  };
}

const DOING: { readonly [P in SnapshotState['phase']]: string } = {
  begin: 'Reading what was pulled',
  rows: 'Writing the snapshot',
  end: 'Protecting the snapshot',
};

function progressOf({ phase, next, total }: SnapshotState): Progress {
  return { doing: DOING[phase], done: next, total, finished: false };
}
