/**
 * Creates of a batch: sent once, never repeated; what is not certainly done or not done is said to be unclear (W2, W4, W6).
 */
import { columnForField } from '../../core/columns';
import type { CreateItem } from '../../core/plan';
import type { JsonObject } from '../../core/postback';
import { readPostback } from '../../core/record';
import { compareAnswer, createBody } from '../../everflow/body';
import type { ApiError } from '../../everflow/errors';
import { certainlyNotDone, stopOf } from '../../everflow/policy';
import { refusalOf } from '../access';
import type { RowResult } from './results';
import { inWords, notSent, type BatchContext, type BatchResult } from './updates';

/** Sends creates for which there is room in the rate budget, each once. @param items at most a batch, none of them identical to another */
export function pushCreates(context: BatchContext, items: readonly CreateItem[]): BatchResult {
  const bodies = items.map((item) => createBody(item.fields));
  const replies = context.client.creates(bodies);
  let stop: ApiError | undefined;
  const results = items.flatMap((item, at): RowResult[] => {
    const reply = replies[at]!;
    if (reply.ok) return [created(context, item, bodies[at]!, reply.value)];
    const { error } = reply;
    // A refused key or permission has created nothing; a lost answer may have.
    const stops = stopOf(error);
    if (stops) stop ??= error;
    // What is only too late for today is tried again later.
    if (error.sent === 'no' && stops === 'pauses') return [];
    if (error.sent === 'no') return [notSent(item, inWords(error))];
    return [certainlyNotDone(error) ? refused(item, error) : unclear(item, error.status)];
  });
  return stop ? { results, stop } : { results };
}

function created(context: BatchContext, item: CreateItem, body: JsonObject, answer: JsonObject): RowResult {
  const told = readPostback({ ...body, ...answer }, 'record', context.fingerprint);
  const id = told?.id ?? 0;
  const base = { seq: item.seq, id, outcome: 'Created' as const, status: 200 };
  const { fields } = compareAnswer(body, answer);
  if (fields.length === 0 || id === 0)
    return told ? { ...base, message: '', truth: told } : { ...base, message: '' };
  const reply = context.client.record(id);
  const truth = reply.ok ? readPostback(reply.value, 'record', context.fingerprint) : told;
  const stored = reply.ok ? compareAnswer(body, reply.value).fields : fields;
  const names = stored.map((field) => columnForField(field).header).join(', ');
  return {
    ...base,
    message:
      names === ''
        ? ''
        : `Everflow stored another value than was sent in ${names}; the row shows what it stored.`,
    ...(truth
      ? { truth: { ...truth, timeCreated: told?.timeCreated ?? 0, timeSaved: told?.timeSaved ?? 0 } }
      : {}),
  };
}

function refused(item: CreateItem, error: ApiError): RowResult {
  return {
    seq: item.seq,
    id: 0,
    outcome: 'Refused by Everflow',
    message: error.serverMessage || refusalOf(error).message,
    status: error.status,
  };
}

/** A create of which nobody can tell whether it happened (W4). @param status of the answer, 0 if there was none */
export function unclear(item: { readonly seq: number }, status: number): RowResult {
  return {
    seq: item.seq,
    id: 0,
    outcome: 'Unclear (look before retrying)',
    message:
      'Everflow did not say whether it made this postback. Sending it again could make it fire twice: look at what was found first.',
    status,
    waits: 'unclear',
  };
}
