/**
 * One batch of a push: which rows come next, how many requests they need, and what is announced, searched for and sent (W3, W4, J1). Records nothing of
 * what became of them.
 */
import type { CreateItem, PlanItem, UpdateItem } from '../../core/plan';
import type { EverflowClient } from '../../everflow/client';
import { CREATES_PER_BATCH, UPDATES_PER_BATCH } from '../../everflow/policy';
import { fingerprintOf } from '../fingerprint';
import type { JournalEntry } from './journal';
import type { Ports } from '../ports';
import { pushCreates } from './creates';
import { settleUnclear, withoutTwins, type SearchContext } from './search';
import { announce, itemsLeft, type PushSession } from './session';
import type { PushState } from './state';
import { pushUpdates, type BatchResult } from './updates';
import { ServerSearch } from './server-search';
import { readOthers } from './unclear';

/** What a step works with. */
export interface Work {
  readonly ports: Ports;
  readonly session: PushSession;
  readonly client: EverflowClient;
  readonly context: SearchContext;
  /** Each partner and offer is looked for once a step. */
  readonly search: ServerSearch;
}

export function workOf(session: PushSession, client: EverflowClient): Work {
  const { ports, baseline } = session;
  const fingerprint = fingerprintOf(ports);
  const others = readOthers(ports);
  const context: SearchContext = {
    client,
    baseline,
    fingerprint,
    now: () => ports.clock.now(),
    sleep: (ms) => ports.clock.sleep(ms),
    isKnown: ({ rowKey }, id) => baseline.has(id) || (others.get(rowKey)?.includes(id) ?? false),
  };
  return { ports, session, client, context, search: new ServerSearch(client, fingerprint) };
}

/**
 * The next items of one kind: creates and updates are never in one batch.
 * @returns none if every row has its result
 */
export function nextBatch(session: PushSession, { trial }: PushState): readonly PlanItem[] {
  const left = itemsLeft(session);
  const [first] = left;
  if (!first) return [];
  const most = first.kind === 'create' ? CREATES_PER_BATCH : UPDATES_PER_BATCH;
  const room = trial && !trial.rows ? Math.min(most, trial.size - session.results.length) : most;
  const end = left.findIndex(({ kind }, at) => at >= room || kind !== first.kind);
  return end < 0 ? left : left.slice(0, end);
}

/** Requests that a batch is about to send one after the other: reads and writes, or creates and the reading back of one whose answer differs. */
export function requestsOf(items: readonly PlanItem[]): number {
  return items[0]?.kind === 'create' ? items.length + 1 : items.length * 2;
}

/** A batch that reads, decides and sends. What is about to be sent is durable before its first request (J1). */
export function runBatch(work: Work, items: readonly PlanItem[]): BatchResult {
  const { session, context, client, search } = work;
  if (items[0]!.kind === 'update') {
    announce(session, items);
    return pushUpdates(context, items as readonly UpdateItem[], session.open);
  }
  const { send, results: waits, stop } = withoutTwins(context, search, items as readonly CreateItem[]);
  if (stop) return { results: [], stop };
  if (send.length === 0) return { results: waits };
  // Waiting comes before announcing: who is killed while waiting has nothing in doubt.
  client.waitFor(requestsOf(send));
  announce(session, send);
  const sent = pushCreates(context, send);
  const settled = sent.stop ? sent.results : withSearch(context, send, sent.results);
  return { ...sent, results: [...waits, ...settled] };
}

/** Creates without an answer are looked for at once. */
function withSearch(
  context: SearchContext,
  items: readonly CreateItem[],
  results: BatchResult['results'],
): BatchResult['results'] {
  const open = results.filter(({ waits }) => waits === 'unclear');
  const statuses = new Map(open.map(({ seq, status }) => [seq, status]));
  // What others of the batch have made is not known as pulled yet.
  const made = new Set(results.map(({ id }) => id));
  const settled = settleUnclear(
    { ...context, isKnown: (item, id) => made.has(id) || context.isKnown(item, id) },
    items.filter(({ seq }) => statuses.has(seq)),
    statuses,
  );
  const bySeq = new Map(settled.map((result) => [result.seq, result]));
  return results.map((result) => bySeq.get(result.seq) ?? result);
}

/** A batch leaves rows without a result only where Google let no more requests out: nothing of them was sent. */
export function withdrawn(
  batch: readonly PlanItem[],
  results: BatchResult['results'],
): readonly JournalEntry[] {
  const done = new Set(results.map(({ seq }) => seq));
  const seqs = batch.map(({ seq }) => seq).filter((seq) => !done.has(seq));
  return seqs.length === 0 ? [] : [{ kind: 'withdrawn', seqs }];
}
