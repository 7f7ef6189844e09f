/**
 * "Retry" after a push: a preview of the rows that got no answer or were not sent, and of refused ones that were edited since (W5). New rows that wait
 * for a person are never among them.
 */
import { sameValue } from '../../core/cells';
import type { Draft } from '../../core/draft';
import { createText, fieldsOfCreate, type PlanItem } from '../../core/plan';
import { refuseIfBusy } from '../jobs';
import { readJournal } from './journal';
import { readStarted } from '../preview/plan-store';
import type { Ports } from '../ports';
import { startPreview, type PreviewAnswer } from '../preview/preview';
import type { RowResult } from './results';

/** @throws Refusal nothing-to-push if no row is left to be tried again, and everything a preview can refuse */
export function startRetry(ports: Ports, planId: string): PreviewAnswer {
  refuseIfBusy(ports);
  const { plan } = readStarted(ports, planId);
  const results = new Map(readJournal(ports, planId).results.map((result) => [result.seq, result]));
  const again = new Map<number | string, (draft: Draft) => boolean>();
  for (const item of plan.items) {
    const result = results.get(item.seq);
    const meant = result && whetherMeant(item, result);
    if (meant) again.set(item.kind === 'update' ? item.id : item.rowKey, meant);
  }
  return startPreview(ports, (draft) => {
    if (draft.kind === 'stopped') return false;
    return again.get(draft.kind === 'update' ? draft.id : draft.rowKey)?.(draft) ?? false;
  });
}

/** Which drafts of that row are meant; undefined if none is. */
function whetherMeant(item: PlanItem, result: RowResult): ((draft: Draft) => boolean) | undefined {
  switch (result.outcome) {
    case 'No answer (safe to retry)':
      return () => true;
    case 'Not sent':
      return result.waits || result.mark === 'gone' ? undefined : () => true;
    case 'Refused by Everflow':
      return (draft) => !asksTheSame(item, draft);
    default:
      return undefined;
  }
}

/** True if the row asks for exactly what was refused. */
function asksTheSame(item: PlanItem, draft: Draft): boolean {
  if (item.kind === 'create')
    return draft.kind === 'create' && createText(fieldsOfCreate(draft.fields)) === createText(item.fields);
  if (draft.kind !== 'update' || draft.changes.length !== item.changes.length) return false;
  return item.changes.every(({ field, after }) => {
    const now = draft.changes.find((change) => change.field === field);
    return now !== undefined && sameValue(field, now.after, after);
  });
}
