/** "Push 5 first": reads the first rows back and compares them with the plan (W8). Sends nothing but reads. */
import type { PlanItem } from '../../core/plan';
import type { FieldValues } from '../../core/postback';
import { readPostback } from '../../core/record';
import { differingHeaders } from '../../core/twins';
import type { PushSession } from './session';
import type { TrialRow } from './state';
import type { BatchContext } from './updates';

const WRITTEN: readonly string[] = ['Updated', 'Created'];

export function readBack(context: BatchContext, { results, bySeq }: PushSession, size: number): TrialRow[] {
  const first = results.slice(0, size);
  const written = first.filter(({ outcome, id }) => WRITTEN.includes(outcome) && id > 0);
  const replies = context.client.records(written.map(({ id }) => id));
  const read = new Map(written.map(({ seq }, at) => [seq, replies[at]!]));
  return first.map(({ seq, id, outcome }): TrialRow => {
    const row = { seq, id, outcome };
    const reply = read.get(seq);
    if (!reply) return { ...row, differs: [], read: false };
    const truth = reply.ok ? readPostback(reply.value, 'record', context.fingerprint) : undefined;
    if (!truth) return { ...row, differs: [], read: false };
    return { ...row, differs: differingHeaders(plannedBy(bySeq.get(seq)!), truth.fields), read: true };
  });
}

/** Values that the server should hold. */
function plannedBy(item: PlanItem): FieldValues {
  if (item.kind === 'create') return item.fields;
  return Object.fromEntries(item.changes.map(({ field, after }) => [field, after]));
}
