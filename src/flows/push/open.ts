/**
 * Rows that an earlier execution was about to send and of which it left no result: it was killed, or its results could not be written (J1). Updates
 * are read and decided again by the push itself; what is done here sends nothing.
 */
import type { CreateItem, UpdateItem } from '../../core/plan';
import { decide } from './decide';
import { unclear } from './creates';
import type { RowResult } from './results';
import { settleUnclear, type SearchContext } from './search';
import { record, type PushSession } from './session';
import { noAnswer } from './updates';

function openItems<K extends 'create' | 'update'>(
  { plan, open }: PushSession,
  kind: K,
): Extract<CreateItem | UpdateItem, { kind: K }>[] {
  return plan.items.filter(
    (item): item is Extract<CreateItem | UpdateItem, { kind: K }> => item.kind === kind && open.has(item.seq),
  );
}

const NO_STATUS: ReadonlyMap<number, number> = new Map();

/** Creates that may have been made are searched for, and never sent again unasked (W4). */
export function settleOpenCreates(context: SearchContext, session: PushSession): void {
  const creates = openItems(session, 'create');
  if (creates.length > 0) record(session, settleUnclear(context, creates, NO_STATUS));
}

/**
 * For a push that is to end here: finds out what became of all open rows, as far as Everflow can be asked.
 * @param context undefined if it cannot be asked
 */
export function lookAtOpen(context: SearchContext | undefined, session: PushSession): void {
  const [creates, updates] = [openItems(session, 'create'), openItems(session, 'update')];
  const results = context
    ? [...settleUnclear(context, creates, NO_STATUS), ...lookAtUpdates(context, updates)]
    : [...creates.map((item) => unclear(item, 0)), ...updates.map(noAnswer)];
  if (results.length > 0) record(session, results);
}

/** An update that Everflow does not hold may still be under way: it is not called "Not sent". */
function lookAtUpdates(context: SearchContext, items: readonly UpdateItem[]): RowResult[] {
  const replies = context.client.records(items.map(({ id }) => id));
  return items.map((item, at): RowResult => {
    const reply = replies[at]!;
    if (!reply.ok) return noAnswer(item);
    const decided = decide(context, item, reply.value, context.now(), true);
    return 'outcome' in decided ? decided : noAnswer(item);
  });
}
