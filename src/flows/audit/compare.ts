/**
 * Comparing two snapshots, or a snapshot and what was pulled last, as a tab (A4). A machine of steps: both are read and verified first, so that
 * what counts is what stands there now, then the rows that differ are read and told line by line.
 */
import type { BaselineRow } from '../../core/baseline';
import {
  COMPARE_WIDTHS,
  compareRow,
  compareTop,
  differingIds,
  NO_TOTALS,
  ROWS_ABOVE,
  sideNow,
  textsBy,
  type RowTexts,
  type Side,
  type Totals,
} from '../../core/audit/compare-rows';
import { explainBy, type Explain } from '../../core/audit/explain';
import { COLUMNS } from '../../core/columns';
import { sha256 } from '../../core/audit/sha256';
import { maskCell, SNAPSHOT_HEADERS, textsOf } from '../../core/audit/snapshot-rows';
import { rowDigest, type RowDigest } from '../../core/audit/snapshot-text';
import { judge } from '../../core/audit/verify';
import { Refusal } from '../../core/words';
import { readToldOf } from './compare-log';
import { endJob, isCancelled, needJob, writeJob, type Job } from '../jobs';
import { logOnce } from '../log/log';
import { UNFINISHED, type Budget, type Ports, type Progress } from '../ports';
import { choiceOf, needSource, selected } from './snapshot-facts';
import { readRowDigests, recordOfTab } from './snapshot-records';
import { textsInTab } from './snapshot-texts';
import { forgetDigests, readDigests } from './tab-digests';

export interface CompareRequest {
  /** Sheet id of the older snapshot. */
  readonly a: number;
  /** Sheet id of the newer one, or what was pulled last: pull right before. */
  readonly b: number | 'now';
}

export interface CompareResult extends Totals {
  readonly cancelled: boolean;
  readonly sheetId: number;
  /** Name of the tab with the differences. */
  readonly name: string;
}

export interface CompareStep {
  readonly progress: Progress;
  readonly result?: CompareResult;
}

interface CompareState extends CompareRequest {
  readonly phase: 'read' | 'lines' | 'end';
  readonly sheetId: number;
  /** Postbacks told so far, of those that differ. */
  readonly next: number;
  readonly total: number;
  readonly totals: Totals;
}
type CompareJob = Job<'compare', CompareState>;

/** Postbacks told between two looks at the clock. */
const ROWS_PER_UNIT = 500;

/** @throws Refusal audit-tab-gone, snapshot-incomplete, and what a check can refuse for tab and books */
export function startCompare(ports: Ports, { a, b }: CompareRequest): Progress {
  for (const side of [a, b])
    if (side !== 'now' && ports.auditTabs.rowCount(side) === undefined) throw new Refusal('audit-tab-gone');
  if (b === 'now') needSource(ports);
  const state: CompareState = { a, b, phase: 'read', sheetId: 0, next: 0, total: 0, totals: NO_TOTALS };
  forgetDigests(ports);
  writeJob(ports, {
    id: ports.newId(),
    kind: 'compare',
    startedBy: ports.person(),
    startedAt: ports.clock.now(),
    state,
  });
  return progressOf(state);
}

/** One step; call it until there is a result. @throws Refusal; the job stays and can be gone on with, or cancelled */
export function stepCompare(ports: Ports, budget: Budget): CompareStep {
  const job = needJob<'compare', CompareState>(ports, 'compare');
  if (isCancelled(ports, job)) return cancelled(ports, job);
  const read = readSides(ports, job, budget);
  if ('progress' in read) return read;
  const told = readToldOf(ports, `${job.id}l`, read.ids, budget);
  if (!told.lines)
    return {
      progress: { doing: 'Reading the change log', done: told.done, total: told.total, finished: false },
    };
  const explain = explainBy(told.lines, read.a.masked || read.b.masked ? maskedText : undefined);
  let { state } = job;
  do {
    if (isCancelled(ports, job)) return cancelled(ports, job);
    if (state.phase === 'end') return finish(ports, job, state, read);
    state = state.phase === 'read' ? begin(ports, job, read) : tell(ports, state, read, explain);
    writeJob(ports, { ...job, state });
  } while (budget.hasTime());
  return { progress: progressOf(state) };
}

/** A text of the change log as a masked snapshot shows it. */
function maskedText(header: string, text: string): string {
  const column = COLUMNS.find((one) => one.header === header);
  return column ? maskCell(column, text) : text;
}

/** A side, read to its end. */
interface ReadSide {
  readonly side: Side;
  readonly masked: boolean;
  readonly digests: readonly RowDigest[];
  /** Texts of these postbacks, by id; those that it has not are left out. */
  readonly rows: (ids: readonly string[]) => ReadonlyMap<string, RowTexts>;
}
interface Sides {
  readonly a: ReadSide;
  readonly b: ReadSide;
  readonly ids: readonly string[];
}

function readSides(ports: Ports, job: CompareJob, budget: Budget): Sides | CompareStep {
  const a = readTab(ports, `${job.id}a`, job.state.a, budget);
  if ('progress' in a) return a;
  const { b: other } = job.state;
  const b =
    other === 'now' ? readNow(ports, job.state.a, a.masked) : readTab(ports, `${job.id}b`, other, budget);
  if ('progress' in b) return b;
  return { a, b, ids: differingIds(a.digests, b.digests) };
}

function readTab(ports: Ports, token: string, sheetId: number, budget: Budget): ReadSide | CompareStep {
  const record = recordOfTab(ports, sheetId);
  const { done, total, found } = readDigests(ports, token, sheetId, record, budget);
  if (!found) return { progress: { doing: 'Reading the snapshots', done, total, finished: false } };
  const kept = record && readRowDigests(ports, record);
  const { digest, intact } = judge(sha256, found.top, found.rows, found.strays, {
    headers: found.headers,
    rows: kept,
  });
  const line = (name: string): string => found.top.head.find(([one]) => one === name)?.[1] ?? '';
  const isAsTaken = intact && (record?.done?.digest ?? digest) === digest;
  return {
    side: {
      name: ports.auditTabs.names().get(sheetId) ?? '',
      title: line('Snapshot of'),
      digest,
      state: isAsTaken ? 'intact' : 'changed',
      at: line('Taken at'),
    },
    masked: line('Masked').startsWith('yes'),
    digests: found.rows,
    rows: (ids) => textsInTab(ports, sheetId, found, ids),
  };
}

/** What was pulled last, chosen as the snapshot was that it is compared with. */
function readNow(ports: Ports, sheetId: number, masked: boolean): ReadSide {
  const source = needSource(ports);
  const choice = recordOfTab(ports, sheetId)?.choice ?? choiceOf({ othersToo: true });
  const { rows } = selected(source, { ...choice, masked });
  const byId = new Map<string, BaselineRow>(rows.map((row) => [String(row.postback.id), row]));
  return {
    side: sideNow(source.filter, source.head.pulledAt),
    masked,
    digests: rows.map((row) => {
      const cells = textsOf(row, masked);
      return { id: cells[0]!, digest: rowDigest(sha256, cells) };
    }),
    rows: (ids) =>
      new Map(
        ids.flatMap((id) => {
          const row = byId.get(id);
          return row ? [[id, textsBy(SNAPSHOT_HEADERS, textsOf(row, masked))] as const] : [];
        }),
      ),
  };
}

const unfinishedName = ({ id }: CompareJob): string => `${UNFINISHED} comparison ${id} (do not edit)`;

function begin(ports: Ports, job: CompareJob, { ids }: Sides): CompareState {
  const sheetId = ports.auditTabs.create(unfinishedName(job), ROWS_ABOVE + 1, COMPARE_WIDTHS);
  return { ...job.state, phase: ids.length === 0 ? 'end' : 'lines', sheetId, next: 0, total: ids.length };
}

function tell(ports: Ports, state: CompareState, { a, b, ids }: Sides, explain: Explain): CompareState {
  const unit = ids.slice(state.next, state.next + ROWS_PER_UNIT);
  const [inA, inB] = [a.rows(unit), b.rows(unit)];
  const lines: (readonly string[])[] = [];
  let { totals } = state;
  for (const id of unit) {
    const [one, other] = [inA.get(id), inB.get(id)];
    if (!one && !other) continue;
    const compared = compareRow(totals, id, one, other, a.masked || b.masked, explain);
    ({ totals } = compared);
    for (const line of compared.lines) lines.push(line);
  }
  ports.auditTabs.fill(state.sheetId, ROWS_ABOVE + state.totals.lines + 1, lines);
  const next = state.next + unit.length;
  return { ...state, next, totals, phase: next >= ids.length ? 'end' : 'lines' };
}

function finish(ports: Ports, job: CompareJob, state: CompareState, { a, b }: Sides): CompareStep {
  const { sheetId, totals } = state;
  const tabs = ports.auditTabs;
  // A unit that was killed may have written a line more than the one that took its place.
  const over = (tabs.rowCount(sheetId) ?? 0) - ROWS_ABOVE - totals.lines;
  if (over > 0)
    tabs.fill(
      sheetId,
      ROWS_ABOVE + totals.lines + 1,
      Array.from({ length: over }, () => COMPARE_WIDTHS.map(() => '')),
    );
  tabs.fill(sheetId, 1, compareTop(a.side, b.side, totals, job.startedAt, job.startedBy));
  const time = new Date(job.startedAt).toISOString().slice(0, 16).replace('T', ' ');
  const name = tabs.show(sheetId, `Compare ${time}`, { bold: [1, ROWS_ABOVE], wrapFrom: ROWS_ABOVE });
  forgetDigests(ports);
  const { marks } = totals;
  const message =
    `"${a.side.name}" with "${b.side.name}" in the tab "${name}": ${totals.changed} changed, ${totals.added} in B only, ` +
    `${totals.gone} in A only; ${marks.ours} ours, ${marks.seen} seen, ${marks.unexplained} unexplained.`;
  logOnce(ports, job.id, { what: 'Comparison', outcome: 'Made', message });
  endJob(ports);
  const progress = { ...progressOf(state), finished: true };
  return { progress, result: { ...totals, cancelled: false, sheetId, name } };
}

function cancelled(ports: Ports, job: CompareJob): CompareStep {
  ports.auditTabs.remove(unfinishedName(job));
  forgetDigests(ports);
  logOnce(ports, job.id, { what: 'Comparison', outcome: 'Cancelled' });
  endJob(ports);
  const progress = { ...progressOf(job.state), finished: true };
  return { progress, result: { ...NO_TOTALS, cancelled: true, sheetId: 0, name: '' } };
}

function progressOf({ phase, next, total }: CompareState): Progress {
  return {
    doing: phase === 'read' ? 'Reading the snapshots' : 'Writing the differences',
    done: next,
    total,
    finished: false,
  };
}
