/**
 * Updates of a batch: read by id, merged three ways, written back to back, and read again where an answer leaves a doubt
 * (M1, M3, M4, W1, W3, W6). Knows neither sheet nor books.
 */
import { columnForField } from '../../core/columns';
import type { UpdateItem } from '../../core/plan';
import type { Field, FieldValues, JsonObject } from '../../core/postback';
import { readPostback } from '../../core/record';
import { compareAnswer } from '../../everflow/body';
import type { EverflowClient } from '../../everflow/client';
import type { ApiError, Reply } from '../../everflow/errors';
import {
  certainlyNotDone,
  decideRetry,
  MAX_GAP_MS,
  MAX_ROUNDS,
  stopOf,
  WRITES_AT_ONCE,
} from '../../everflow/policy';
import { refusalOf } from '../access';
import {
  decide,
  knownFields,
  pulledValues,
  switchedOff,
  takenOverWords,
  type Known,
  type Pending,
} from './decide';
import type { RowResult } from './results';

/** What the rows of a batch need besides themselves. */
export interface BatchContext extends Known {
  readonly client: EverflowClient;
  readonly now: () => number;
}

/** Results of a batch, and the trouble that stops the whole push, if there is one (W5). */
export interface BatchResult {
  readonly results: readonly RowResult[];
  readonly stop?: ApiError;
}

/**
 * Reads, decides and writes a batch of updates. Rows that a stopping trouble kept from being sent are "Not sent", and without a result where time
 * alone ends the trouble: they are tried again later.
 * @param triedBefore places in the plan of rows whose write an earlier execution may have sent
 */
export function pushUpdates(
  context: BatchContext,
  items: readonly UpdateItem[],
  triedBefore: ReadonlySet<number>,
): BatchResult {
  const results = new Map<number, RowResult>();
  let left: readonly UpdateItem[] = items;
  /** Rows whose write may have reached the server. */
  const tried = new Set<number>(items.map(({ seq }) => seq).filter((seq) => triedBefore.has(seq)));
  let stop: ApiError | undefined;
  for (let round = 1; left.length > 0 && !stop; round += 1) {
    const read = readBatch(context, left, tried, results);
    stop = read.stop;
    if (stop) break;
    const written = writeBatch(context, read.pending, { round, tried }, results);
    stop = written.stop;
    left = written.again;
    if (round === MAX_ROUNDS) for (const item of left) results.set(item.seq, noAnswer(item));
    if (round === MAX_ROUNDS) break;
  }
  const isLater = stop !== undefined && stopOf(stop) === 'pauses';
  for (const item of items) {
    if (results.has(item.seq)) continue;
    // What may have arrived is not "Not sent", whatever stopped the push after it.
    if (tried.has(item.seq)) results.set(item.seq, noAnswer(item));
    else if (!isLater) results.set(item.seq, notSent(item, stop && inWords(stop)));
  }
  const list = items.flatMap((item) => results.get(item.seq) ?? []);
  return stop ? { results: list, stop } : { results: list };
}

/** @param tried for these rows a value that is there already is ours: the write had reached the server */
function readBatch(
  context: BatchContext,
  items: readonly UpdateItem[],
  tried: ReadonlySet<number>,
  results: Map<number, RowResult>,
): { readonly pending: readonly Pending[]; readonly stop?: ApiError } {
  // The wait comes before the reads, so that nothing is waited for between reading and writing.
  context.client.waitFor(items.length * 2);
  const readings = context.client.readings(items.map((item) => item.id));
  const pending: Pending[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at]!;
    const { reply, at: readAt } = readings[at]!;
    if (!reply.ok && stopOf(reply.error)) return { pending: [], stop: reply.error };
    const decided = reply.ok
      ? decide(context, item, reply.value, readAt, tried.has(item.seq))
      : unread(item, reply.error, tried.has(item.seq));
    if ('outcome' in decided) results.set(item.seq, decided);
    else pending.push(decided);
  }
  return { pending };
}

/** @param wasTried true if a write of this row may have reached the server before */
function unread(item: UpdateItem, error: ApiError, wasTried: boolean): RowResult {
  const base = { seq: item.seq, id: item.id, status: error.status };
  if (error.code === 'not-found') {
    const gone =
      'This postback is gone from Everflow. To make it again, empty its id and push it as a new one.';
    return {
      ...base,
      outcome: wasTried ? 'No answer (safe to retry)' : 'Not sent',
      message: wasTried ? `An earlier try of this row got no answer. ${gone}` : gone,
      mark: 'gone',
    };
  }
  // Its wait was given up: somebody cancelled.
  const isHeldBack = error.code === 'rate' && error.sent === 'no' && !wasTried;
  if (isHeldBack) return { ...base, outcome: 'Not sent', message: '' };
  return { ...base, outcome: 'No answer (safe to retry)', message: refusalOf(error).title };
}

/** Writes in slices; what was read too long ago is not written but read again (M3). */
function writeBatch(
  context: BatchContext,
  pending: readonly Pending[],
  attempt: { readonly round: number; readonly tried: Set<number> },
  results: Map<number, RowResult>,
): { readonly again: readonly UpdateItem[]; readonly stop?: ApiError } {
  const again: UpdateItem[] = [];
  const doubtful: Pending[] = [];
  let stop: ApiError | undefined;
  let isDead = false;
  for (let from = 0; from < pending.length && !stop; from += WRITES_AT_ONCE) {
    const part = pending.slice(from, from + WRITES_AT_ONCE);
    const slice = isDead ? [] : part.filter((one) => !isOld(context, one, part.length));
    for (const one of part) if (!slice.includes(one)) again.push(one.item);
    if (slice.length === 0) continue;
    const replies = context.client.updates(slice.map(({ item, body }) => ({ id: item.id, body })));
    for (let at = 0; at < slice.length; at += 1) {
      const one = slice[at]!;
      const reply = replies[at]!;
      if (reply.ok || !certainlyNotDone(reply.error)) attempt.tried.add(one.item.seq);
      if (reply.ok) {
        if (differs(one, reply.value)) doubtful.push(one);
        else results.set(one.item.seq, updated(context, one, reply.value));
      } else if (stopOf(reply.error)) {
        stop ??= reply.error;
      } else if (reply.error.sent === 'no' || isWorthReading(reply.error, attempt.round)) {
        again.push(one.item);
      } else {
        results.set(one.item.seq, refused(one.item, reply.error));
      }
    }
    // Where nothing at all was answered, nothing more is sent before something was read again.
    isDead = replies.every((reply) => !reply.ok && reply.error.failure !== '');
  }
  for (const result of readBack(context, doubtful)) results.set(result.seq, result);
  return stop ? { again, stop } : { again };
}

/** True if the record will be too old by the time the rate budget lets its write, and the others of its slice, go out. */
function isOld(context: BatchContext, { readAt }: Pending, writes: number): boolean {
  const sendAt = context.now() + context.client.waitNeeded(writes);
  return sendAt - readAt > MAX_GAP_MS;
}

function isWorthReading(error: ApiError, attempt: number): boolean {
  const decision = decideRetry({ kind: 'update', attempt, error, elapsedMs: 0, random: 0 });
  return decision.retry || decision.outcome === 'read-again';
}

function differs({ body }: Pending, answer: JsonObject): boolean {
  const { fields, otherKeys } = compareAnswer(body, answer);
  return fields.length + otherKeys.length > 0;
}

/** What the answer does not tell is as sent, or as just read (W6). */
function updated(
  context: BatchContext,
  { item, record, merge, body }: Pending,
  answer: JsonObject,
): RowResult {
  const kept = withoutNamesOfOthers(record, body);
  const truth = readPostback({ ...kept, ...body, ...withoutBlanks(answer) }, 'record', context.fingerprint);
  const known = knownFields(context, item);
  return {
    seq: item.seq,
    id: item.id,
    outcome: 'Updated',
    status: 200,
    message: takenOverWords(merge, known, truth?.fields ?? {}),
    ...(truth ? { truth, pulled: pulledValues(merge, known) } : {}),
    ...(switchedOff(merge, known, truth?.fields ?? {}) ? { mark: 'switched-off' as const } : {}),
  };
}

/** The names in a record as read belong to its partner and offer as read: moved elsewhere, it says nothing about the new ones. */
function withoutNamesOfOthers(record: JsonObject, body: JsonObject): JsonObject {
  const same = (key: string): boolean => record[key] === body[key];
  if (same('network_affiliate_id') && same('network_offer_id')) return record;
  const {
    relationship: _relationship,
    network_affiliate_name: _partner,
    network_offer_name: _offer,
    ...rest
  } = record;
  return rest;
}

/** An empty `relationship` in an answer says nothing about the names read before. */
function withoutBlanks(answer: JsonObject): JsonObject {
  const { relationship, ...rest } = answer;
  const isEmpty =
    typeof relationship !== 'object' || relationship === null || Object.keys(relationship).length === 0;
  return isEmpty ? rest : answer;
}

/** Rows whose answer differs from what was sent: the record itself is the truth (W6). */
function readBack(context: BatchContext, doubtful: readonly Pending[]): RowResult[] {
  const replies: Reply<JsonObject>[] = context.client.records(doubtful.map(({ item }) => item.id));
  return doubtful.map(({ item, body, merge }, at): RowResult => {
    const reply = replies[at]!;
    const truth = reply.ok ? readPostback(reply.value, 'record', context.fingerprint) : undefined;
    const base = { seq: item.seq, id: item.id, outcome: 'Updated' as const, status: 200 };
    if (!reply.ok || !truth) {
      return {
        ...base,
        message:
          'Everflow answered with other values than were sent, and the postback could not be read again. Pull again.',
      };
    }
    const { fields } = compareAnswer(body, reply.value);
    const known = knownFields(context, item);
    const names = fields.map((field) => columnForField(field).header).join(', ');
    return {
      ...base,
      truth,
      // Also a field that nobody changed, such as an id that the level ignores: its cell would look like an edit of the person.
      pulled: { ...asPulled(known, fields), ...pulledValues(merge, known) },
      message:
        names === ''
          ? ''
          : `Everflow stored another value than was sent in ${names}; the row shows what it stored.`,
    };
  });
}

function asPulled(known: FieldValues, fields: readonly Field[]): FieldValues {
  return Object.fromEntries(
    fields.flatMap((field) => (known[field] === undefined ? [] : [[field, known[field]]])),
  );
}

function refused(item: UpdateItem, error: ApiError): RowResult {
  const base = { seq: item.seq, id: item.id, status: error.status };
  if (error.code === 'not-found') return unread(item, error, false);
  return { ...base, outcome: 'Refused by Everflow', message: error.serverMessage || 'It gave no reason.' };
}

/** An update of which nobody can tell whether it arrived: it is read first when the row is pushed again. */
export function noAnswer(item: UpdateItem): RowResult {
  return {
    seq: item.seq,
    id: item.id,
    outcome: 'No answer (safe to retry)',
    message:
      'Everflow did not answer clearly. The row still holds your changes: push it again, it is read first.',
    status: 0,
  };
}

/** Rows that were not sent because the push stopped. @param why in words; '' where nothing more is to be said */
export function notSent(
  item: { readonly seq: number; readonly id?: number },
  why: { readonly title: string; readonly status?: number } | undefined,
): RowResult {
  const message = why ? why.title : 'The push stopped before this row.';
  return { seq: item.seq, id: item.id ?? 0, outcome: 'Not sent', message, status: why?.status ?? 0 };
}

/** An error in the words that its row shows. */
export function inWords(error: ApiError): { readonly title: string; readonly status: number } {
  return { title: refusalOf(error).title, status: error.status };
}
