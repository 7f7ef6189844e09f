/**
 * One row of a push against its freshly read record: conflict, nothing to do, not to be sent, or what to send (M1, M3, P7). Pure but
 * for the fingerprint that comes in.
 */
import type { Baseline, BaselineRow } from '../../core/baseline';
import { checkRow } from '../../core/check';
import { columnForField } from '../../core/columns';
import type { FieldChange, UpdateDraft } from '../../core/draft';
import { mergedFields, mergeUpdate, type Merge } from '../../core/merge';
import type { UpdateItem } from '../../core/plan';
import type { Field, FieldValue, FieldValues, JsonObject, Postback } from '../../core/postback';
import { hasUnsafeNumber, readPostback, type Fingerprint } from '../../core/record';
import { updateBody } from '../../everflow/body';
import type { RowResult } from './results';

/** What is known besides the record. */
export interface Known {
  readonly baseline: Baseline;
  readonly fingerprint: Fingerprint;
}

/** An update that is to be written. */
export interface Pending {
  readonly item: UpdateItem;
  readonly record: JsonObject;
  readonly merge: Merge;
  readonly body: JsonObject;
  readonly readAt: number;
}

/**
 * Merges one freshly read record; gives a result if there is nothing to send, else what to send.
 * @param isRetry true if a write of this row may have reached the server: a planned value that is there already is ours
 */
export function decide(
  context: Known,
  item: UpdateItem,
  record: JsonObject,
  readAt: number,
  isRetry: boolean,
): RowResult | Pending {
  const truth = readPostback(record, 'record', context.fingerprint);
  const known = context.baseline.get(item.id);
  const base = { seq: item.seq, id: item.id, status: 200 };
  if (!truth || !known) {
    return {
      ...base,
      outcome: 'Not sent',
      message: 'What was pulled for this row can no longer be read. Pull again.',
    };
  }
  if (truth.fixed !== '' || hasUnsafeNumber(record)) {
    return { ...base, outcome: 'Not sent', message: truth.fixed };
  }
  const merge = mergeUpdate(known.postback.fields, item.changes, truth.fields);
  if (merge.conflicts.length > 0) {
    const pulled = { ...pulledValues(merge, known.postback.fields), ...movedThere(merge, item) };
    return { ...base, ...conflictOf(merge, isRetry), conflicts: merge.conflicts, truth, pulled };
  }
  if (merge.send.length === 0) {
    const sent = isRetry && merge.same.length > 0;
    return {
      ...base,
      outcome: sent ? 'Updated' : 'Nothing to change',
      message: takenOverWords(merge, known.postback.fields, truth.fields),
      truth,
      pulled: pulledValues(merge, known.postback.fields),
    };
  }
  const fault = faultAfterMerge(context, known, truth, merge);
  if (fault !== '') return { ...base, outcome: 'Not sent', message: fault };
  return { item, record, merge, readAt, body: updateBody(record, toValues(merge.send)) };
}

/** As pulled: fields of a conflict that only Everflow changed, such as the offer of a postback whose partner was changed here. */
function movedThere(merge: Merge, item: UpdateItem): FieldValues {
  const mine = new Set(item.changes.map(({ field }) => field));
  const theirs = merge.conflicts.filter(({ field }) => !mine.has(field));
  return Object.fromEntries(theirs.map(({ field, pulled }) => [field, pulled]));
}

function conflictOf(merge: Merge, isRetry: boolean): Pick<RowResult, 'outcome' | 'message'> {
  const headers = merge.conflicts.map(({ field }) => columnForField(field).header);
  const sent = isRetry
    ? 'An earlier try of this row got no answer.'
    : 'Nothing of this row was sent; settle it, then push again.';
  return {
    outcome: 'Changed in Everflow too',
    message: `${headers.join(', ')} changed in Everflow since it was pulled. ${sent}`,
  };
}

/** Where Everflow's changes were taken over, the whole record is checked again: two good halves can make a bad whole (M1). */
function faultAfterMerge(context: Known, known: BaselineRow, truth: Postback, merge: Merge): string {
  if (merge.takenOver.length === 0) return '';
  const draft: UpdateDraft = {
    kind: 'update',
    row: 0,
    rowKey: '',
    id: truth.id,
    baseline: { ...known, postback: truth },
    fields: mergedFields(truth.fields, merge.send),
    changes: merge.send,
    problems: [],
    unreadable: [],
  };
  const error = checkRow(draft, { baseline: context.baseline }).find((one) => one.severity === 'error');
  return error
    ? `Everflow changed this postback since it was pulled, and now it does not fit: ${error.message}`
    : '';
}

function toValues(changes: readonly FieldChange[]): FieldValues {
  const values: { -readonly [F in Field]?: FieldValue } = {};
  for (const change of changes) values[change.field] = change.after;
  return values;
}

export function knownFields(context: Known, item: UpdateItem): FieldValues {
  return context.baseline.get(item.id)?.postback.fields ?? {};
}

/** As pulled: the fields that Everflow changed and that were taken over. Their cells follow if they still hold these values. */
export function pulledValues(merge: Merge, pulled: FieldValues): FieldValues {
  const values: { -readonly [F in Field]?: FieldValue } = {};
  for (const field of merge.takenOver) {
    const value = pulled[field];
    if (value !== undefined) values[field] = value;
  }
  return values;
}

/** Tells what Everflow had changed meanwhile and was left so (M1, M3). */
export function takenOverWords(merge: Merge, pulled: FieldValues, server: FieldValues): string {
  if (switchedOff(merge, pulled, server)) {
    return 'Everflow had switched this postback off; it stays off. To turn it on, set Status to active and push.';
  }
  if (merge.takenOver.length === 0) return '';
  const headers = merge.takenOver.map((field) => columnForField(field).header);
  return `${headers.join(', ')} had changed in Everflow and was kept as it is there.`;
}

export function switchedOff(merge: Merge, pulled: FieldValues, server: FieldValues): boolean {
  return (
    merge.takenOver.includes('pixel_status') &&
    pulled.pixel_status === 'active' &&
    server.pixel_status !== 'active'
  );
}
