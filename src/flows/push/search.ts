/**
 * What a search on the server says about creates: before they are sent, whether Everflow has the same postback already; afterwards, whether one
 * without an answer was made after all (W4). Sends nothing but reads.
 */
import type { CreateItem } from '../../core/plan';
import type { Postback } from '../../core/postback';
import { readPostback } from '../../core/record';
import { differingHeaders } from '../../core/twins';
import type { ApiError } from '../../everflow/errors';
import { SETTLE_MS, stopOf } from '../../everflow/policy';
import { refusalOf } from '../access';
import type { RowResult } from './results';
import { unclear } from './creates';
import { notSent, type BatchContext } from './updates';
import { ServerSearch, type Match } from './server-search';

/** Postbacks named in a message; the rest is counted. */
const NAMED = 3;

export interface SearchContext extends BatchContext {
  readonly sleep: (ms: number) => void;
  /** True for a postback that was known before the create was sent, so that it cannot be what the create made. */
  readonly isKnown: (item: CreateItem, id: number) => boolean;
}

/**
 * Creates that may be sent, and results of the others: those of which Everflow has a twin that nobody has seen yet, and those for which it
 * could not be searched.
 * @param search kept for the whole step: each partner and offer is looked for once
 */
export function withoutTwins(
  context: SearchContext,
  search: ServerSearch,
  items: readonly CreateItem[],
): {
  readonly send: readonly CreateItem[];
  readonly results: readonly RowResult[];
  readonly stop?: ApiError;
} {
  search.prepare(items.map(({ fields }) => fields));
  const send: CreateItem[] = [];
  const results: RowResult[] = [];
  for (const item of items) {
    const found = search.matches(item.fields);
    if ('code' in found) {
      if (stopOf(found)) return { send: [], results: [], stop: found };
      const title = `Everflow could not be searched first. ${refusalOf(found).title}`;
      results.push(notSent(item, { title, status: found.status }));
      continue;
    }
    const twins = found.filter(
      (match) => match.likeness !== 'likely' && !context.isKnown(item, match.postback.id),
    );
    if (twins.length === 0) send.push(item);
    else results.push(twinFound(item, twins));
  }
  return { send, results };
}

/**
 * Looks for creates without an answer. Exactly one postback that is as sent and was not there before is what the create made: it is adopted.
 * Anything else is for a person to say.
 */
export function settleUnclear(
  context: SearchContext,
  items: readonly CreateItem[],
  statuses: ReadonlyMap<number, number>,
): RowResult[] {
  if (items.length === 0) return [];
  context.sleep(SETTLE_MS);
  const search = new ServerSearch(context.client, context.fingerprint);
  search.prepare(items.map(({ fields }) => fields));
  const found = new Map(items.map((item) => [item, unknownMatches(context, search, item)]));
  const adopted = new Map<CreateItem, RowResult>();
  const isTaken = (id: number): boolean => [...adopted.values()].some((result) => result.id === id);
  for (const [item, matches] of found) {
    const exact = matches.filter(({ likeness, postback }) => likeness === 'exact' && !isTaken(postback.id));
    const result = exact.length === 1 ? adopt(context, item, exact[0]!.postback) : undefined;
    if (result) adopted.set(item, result);
  }
  return items.map((item): RowResult => {
    const open = unclear(item, statuses.get(item.seq) ?? 0);
    const others = found.get(item)!.filter(({ postback }) => !isTaken(postback.id));
    return adopted.get(item) ?? withCandidates(open, item, others);
  });
}

/** Postbacks like a create that were not there before it was sent; none if the server could not be searched. */
function unknownMatches(context: SearchContext, search: ServerSearch, item: CreateItem): readonly Match[] {
  const found = search.matches(item.fields);
  if ('code' in found) return [];
  return found.filter(({ postback }) => !context.isKnown(item, postback.id));
}

/** @returns undefined if it cannot be read by id any more */
function adopt(context: SearchContext, item: CreateItem, found: Postback): RowResult | undefined {
  const reply = context.client.record(found.id);
  const truth = reply.ok ? readPostback(reply.value, 'record', context.fingerprint) : undefined;
  if (!truth) return undefined;
  const { timeCreated, timeSaved, partnerName, offerName } = found;
  return {
    seq: item.seq,
    id: found.id,
    outcome: 'Created',
    message: 'Everflow had not answered, but the postback is there.',
    status: 200,
    truth: {
      ...truth,
      partnerName: truth.partnerName || partnerName,
      offerName: truth.offerName || offerName,
      timeCreated: truth.timeCreated || timeCreated,
      timeSaved: truth.timeSaved || timeSaved,
    },
  };
}

function withCandidates(open: RowResult, item: CreateItem, found: readonly Match[]): RowResult {
  if (found.length === 0) return open;
  return {
    ...open,
    message: `Everflow did not say whether it made this postback. Possible match: ${namedIn(item, found)}. Sending it again could make it fire twice.`,
    candidates: found.map(({ postback }) => postback.id),
  };
}

function twinFound(item: CreateItem, twins: readonly Match[]): RowResult {
  return {
    seq: item.seq,
    id: 0,
    outcome: 'Not sent',
    message: `Everflow already has ${namedIn(item, twins)}. It was made since your last pull. Say whether this row is that postback, or is meant to fire beside it.`,
    status: 0,
    waits: 'twin',
    candidates: twins.map(({ postback }) => postback.id),
  };
}

/** `#9123 (the same but for Description), #9124 (the same) and 2 more` */
function namedIn(item: Pick<CreateItem, 'fields'>, matches: readonly Match[]): string {
  const named = matches
    .slice(0, NAMED)
    .map(({ postback }) => `#${postback.id} (${howAlike(item, postback)})`);
  const more = matches.length > NAMED ? ` and ${matches.length - NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}

function howAlike({ fields }: Pick<CreateItem, 'fields'>, postback: Postback): string {
  const other = differingHeaders(fields, postback.fields);
  return other.length === 0 ? 'the same' : `the same but for ${other.join(', ')}`;
}
