/**
 * What one execution of a push knows, and the two ways in which it is made durable: results into the journal, and from there into the tab (B1).
 * Sends nothing.
 */
import type { BaselineRow } from '../../core/baseline';
import { withShown } from '../../core/baseline';
import { namesOf, type Names } from '../../core/names';
import type { Plan, PlanItem } from '../../core/plan';
import { Refusal } from '../../core/words';
import { changeEntries } from '../changes';
import { baselineBlocks, needHead, readBaseline, type Head } from '../head';
import { writeJob } from '../jobs';
import { isJournalWhole, journalEntry, journalOf, readEntries } from './journal';
import type { JournalEnd, JournalEntry } from './journal';
import { readStarted } from '../preview/plan-store';
import type { Ports, StreamEntry } from '../ports';
import { baselineOf, foundChanges, updateFor, type RowResult } from './results';
import type { PushJob, PushState } from './state';
import { waitingEntries } from './unclear';

export interface PushSession {
  readonly ports: Ports;
  readonly head: Head;
  readonly plan: Plan;
  readonly bySeq: ReadonlyMap<number, PlanItem>;
  /** As pulled, brought up to date with the results of this execution. */
  readonly baseline: Map<number, BaselineRow>;
  /** All results so far, in the order of the journal. */
  readonly results: RowResult[];
  /** Places in the plan that have a result. */
  readonly done: Set<number>;
  /** Places in the plan that an earlier execution was about to send, and of which it left no result. */
  readonly open: Set<number>;
  /** Places in the plan that this execution has announced and that have no result yet. */
  readonly announced: Set<number>;
  /** The journal as far as it is durable. */
  readonly entries: JournalEntry[];
  /** `me` of whoever drove the push until now. */
  readonly driver: string;
  /** Set if the journal says that the push has ended, and it was cut off before everything followed from that. */
  readonly end?: JournalEnd;
  /** Read from the baseline when first needed. */
  names?: Names;
}

/** @throws Refusal, push-lost where the journal can no longer be read: what was created would be created again */
export function openSession(ports: Ports, planId: string): PushSession {
  const head = needHead(ports);
  const { plan } = readStarted(ports, planId);
  if (!isJournalWhole(ports, planId)) throw new Refusal('push-lost');
  const entries = readEntries(ports, planId);
  const { results, open, driver, end } = journalOf(ports, planId, entries);
  return {
    ports,
    head,
    plan,
    bySeq: new Map(plan.items.map((item) => [item.seq, item])),
    baseline: new Map(readBaseline(ports, head.baseline, head.blocks).rows),
    results: [...results],
    done: new Set(results.map(({ seq }) => seq)),
    open: new Set(open.keys()),
    announced: new Set(),
    entries,
    driver,
    ...(end ? { end } : {}),
  };
}

/** Rows without a result, in the order of the plan. */
export function itemsLeft({ plan, done }: PushSession): PlanItem[] {
  return plan.items.filter(({ seq }) => !done.has(seq));
}

/**
 * Says in the journal which rows are about to be sent; durable when it returns. An execution may be killed between sending and recording (J1).
 */
export function announce(session: PushSession, items: readonly PlanItem[]): void {
  const entries = intentOf(session, items);
  if (entries.length > 0) tell(session, entries);
}

/** Writes into the journal; durable when it returns, together with what is written beside it. */
export function tell(
  { ports, plan, entries: told }: PushSession,
  entries: readonly JournalEntry[],
  beside: readonly StreamEntry[] = [],
): void {
  ports.books.append([journalEntry(plan.id, entries), ...beside]);
  for (const entry of entries) told.push(entry);
}

/** Entries that announce what was not announced by this execution yet. @param items of one kind */
function intentOf(session: PushSession, items: readonly PlanItem[]): JournalEntry[] {
  const seqs = items.map(({ seq }) => seq).filter((seq) => !session.announced.has(seq));
  for (const seq of seqs) session.announced.add(seq);
  return seqs.length === 0 ? [] : [{ kind: 'intent', what: items[0]!.kind, seqs }];
}

/**
 * Results and what counts as pulled after them, in one flush, before anything is told.
 * @param next updates that are sent right afterwards: they are announced by the same flush
 * @param also further entries of the journal
 */
export function record(
  session: PushSession,
  results: readonly RowResult[],
  next: readonly PlanItem[] = [],
  also: readonly JournalEntry[] = [],
): void {
  const { ports, head, plan, baseline, bySeq } = session;
  const now = ports.clock.now();
  const rows = baselineOf(results, bySeq, baseline, now, () => (session.names ??= namesOf(baseline)));
  const told: JournalEntry[] = results.length === 0 ? [] : [{ kind: 'results', at: now, results }];
  tell(
    session,
    [...told, ...also, ...intentOf(session, next)],
    [
      { stream: head.baseline, blocks: baselineBlocks(rows) },
      ...waitingEntries(bySeq, results, now, plan.createdAt),
      ...changeEntries(now, foundChanges(results, plan.items, baseline, now)),
    ],
  );
  for (const result of results) {
    session.results.push(result);
    session.done.add(result.seq);
    session.open.delete(result.seq);
  }
  for (const entry of also)
    if (entry.kind === 'withdrawn') for (const seq of entry.seqs) session.announced.delete(seq);
  for (const row of rows) baseline.set(row.postback.id, row);
}

/** Keeps the state of the job. */
export function keep(ports: Ports, job: PushJob, state: PushState): PushState {
  writeJob(ports, { ...job, state });
  return state;
}

/** Brings the tab up to date with results that are in the journal: cells follow it, and what was cut off is done again (B1). */
export function show(session: PushSession, job: PushJob, state: PushState): PushState {
  const { ports, head, baseline, bySeq } = session;
  const results = session.results.slice(state.shown);
  if (results.length === 0) return state;
  const updates = results.map((result) =>
    updateFor(bySeq.get(result.seq)!, result, result.truth && baseline.get(result.truth.id)),
  );
  const shownCells = ports.desk.update(head.deskSheetId, updates);
  const ids = new Set(shownCells.map((cell) => cell.id));
  const rows = withShown(
    [...ids].flatMap((id) => baseline.get(id) ?? []),
    shownCells,
  );
  if (rows.length > 0) ports.books.append([{ stream: head.baseline, blocks: baselineBlocks(rows) }]);
  for (const row of rows) baseline.set(row.postback.id, row);
  return keep(ports, job, { ...state, shown: session.results.length });
}
