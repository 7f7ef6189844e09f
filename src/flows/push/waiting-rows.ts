/**
 * New rows that wait for a person, with what Everflow holds just now, and the person's answer (W4): "It is #9123", "It was not created: send it", or
 * nothing yet. Only reads are sent; a row that may be sent again goes through preview and push like any other.
 */
import { firesFor, type BaselineRow } from '../../core/baseline';
import type { CreateDraft } from '../../core/draft';
import type { CreateItem } from '../../core/plan';
import { fieldsOfCreate } from '../../core/plan';
import type { FieldValues } from '../../core/postback';
import { readPostback } from '../../core/record';
import { differingHeaders, likeness, type Likeness } from '../../core/twins';
import { Refusal } from '../../core/words';
import { clientFor, keepRate, proveNetwork, refusalOf, valueOf } from '../access';
import { checkTab } from '../check/check';
import type { DeskCheck } from '../check/desk-check';
import { fingerprintOf } from '../fingerprint';
import { baselineBlocks } from '../head';
import { refuseIfBusy } from '../jobs';
import { logEvent } from '../log/log';
import type { Ports } from '../ports';
import { updateFor } from './results';
import { ServerSearch, type Match } from './server-search';
import { readWaiting, waitingBlock, type WaitingRow } from './unclear';

/** Rows of a page: each pair of partner and offer among them costs two requests. */
const ROWS_PER_PAGE = 10;
/** The server's clock and ours may differ by this much, in ms. */
const CLOCK_SLACK_MS = 10 * 60_000;

/** A postback on the server that a waiting row may be. */
export interface PossibleMatch {
  readonly id: number;
  readonly likeness: Likeness;
  /** Headers in which it differs from what was sent. */
  readonly differs: readonly string[];
  /** Unix seconds; 0 where Everflow does not tell. */
  readonly made: number;
  /** True if it stands in a row of its own here. */
  readonly hasRow: boolean;
}

export interface WaitingView {
  readonly rowKey: string;
  readonly rowNumber: number;
  readonly why: 'unclear' | 'twin';
  /** When it was sent or looked for, milliseconds since the epoch; 0 if that is not known. */
  readonly at: number;
  readonly firesFor: string;
  /** URL, or the method of a postback that has none. */
  readonly sends: string;
  readonly matches: readonly PossibleMatch[];
}

export interface WaitingPage {
  readonly total: number;
  readonly rows: readonly WaitingView[];
}

/** `is`: the row is that postback. `others`: it is none of these and may be sent. */
export type WaitingAnswer = { readonly is: number } | { readonly others: readonly number[] };

/** A row of the tab that waits. */
interface Waiting {
  readonly draft: CreateDraft;
  readonly row: WaitingRow;
  /** Everything that was, or would be, sent. */
  readonly fields: FieldValues;
}

function waitingIn(check: DeskCheck, ports: Ports): Waiting[] {
  const waiting = readWaiting(ports);
  return check.desk.drafts.flatMap((draft): Waiting[] => {
    const row = draft.kind === 'create' ? waiting.get(draft.rowKey) : undefined;
    // Of what an older build sent only the row itself still tells.
    return draft.kind === 'create' && row
      ? [{ draft, row, fields: row.fields ?? fieldsOfCreate(draft.fields) }]
      : [];
  });
}

/**
 * Rows that wait, with what is found on the server for each.
 * @throws Refusal as a check, and if Everflow cannot be searched
 */
export function waitingPage(ports: Ports, offset: number): WaitingPage {
  const check = checkTab(ports);
  const all = waitingIn(check, ports);
  const rows = all.slice(offset, offset + ROWS_PER_PAGE);
  if (rows.length === 0) return { total: all.length, rows: [] };
  const client = clientFor(ports, check.head.network);
  try {
    proveNetwork(client, check.head.network);
    const search = new ServerSearch(client, fingerprintOf(ports));
    search.prepare(rows.map(({ fields }) => fields));
    return { total: all.length, rows: rows.map((one) => viewOf(check, one, matchesOf(check, search, one))) };
  } finally {
    keepRate(ports, client);
  }
}

/** Postbacks that were there before the row was sent are none that it made. Where a time is not known, nobody can say so. */
function matchesOf(
  { baseline }: DeskCheck,
  search: ServerSearch,
  { fields, row }: Waiting,
): readonly Match[] {
  const found = search.matches(fields);
  if ('code' in found) throw refusalOf(found);
  const since = row.since ?? row.at;
  return found.filter(
    ({ postback }) =>
      row.known.includes(postback.id) ||
      !baseline.rows.has(postback.id) ||
      since === 0 ||
      postback.timeCreated === 0 ||
      postback.timeCreated * 1000 >= since - CLOCK_SLACK_MS,
  );
}

function viewOf(check: DeskCheck, { draft, row, fields }: Waiting, matches: readonly Match[]): WaitingView {
  const partner = check.names.partner(Number(fields.network_affiliate_id ?? 0));
  const offer = check.names.offer(Number(fields.network_offer_id ?? 0));
  return {
    rowKey: row.rowKey,
    rowNumber: draft.row + 2,
    why: row.why === 'twin' ? 'twin' : 'unclear',
    at: row.at,
    firesFor: firesFor(fields, partner, offer),
    sends: String(fields.postback_url || fields.delivery_method || ''),
    matches: matches.map(({ postback, likeness: alike }) => ({
      id: postback.id,
      likeness: alike,
      differs: differingHeaders(fields, postback.fields),
      made: postback.timeCreated,
      hasRow: hasRow(check, postback.id),
    })),
  };
}

function hasRow({ reading }: DeskCheck, id: number): boolean {
  for (let row = 0; row < reading.rowCount; row += 1) {
    if (String(reading.value(row, 'id')) === String(id)) return true;
  }
  return false;
}

/**
 * Carries out a person's answer.
 * @throws Refusal waiting-gone, waiting-other, busy, rows-moved, and whatever a check can refuse
 */
export function answerWaiting(ports: Ports, rowKey: string, answer: WaitingAnswer): void {
  refuseIfBusy(ports);
  const check = checkTab(ports);
  const waiting = waitingIn(check, ports).find(({ row }) => row.rowKey === rowKey);
  if (!waiting) throw new Refusal('waiting-gone');
  if ('is' in answer) {
    adopt(ports, check, waiting, answer.is);
    const message = `New row ${rowKey} is this postback, as somebody said.`;
    logEvent(ports, { what: 'Unclear row', outcome: 'Answered', id: String(answer.is), message });
  } else if (!sendWaiting(ports, check, [waiting.draft.row], answer.others)) throw new Refusal('rows-moved');
  else {
    const others = answer.others.length === 0 ? '' : ` Others: ${answer.others.join(', ')}.`;
    const message = `It was not created and may be sent, as somebody said.${others}`;
    logEvent(ports, { what: 'Unclear row', outcome: 'Answered', id: rowKey, message });
  }
}

/** The row becomes that postback's. The books know it first: a row with an id that they do not know could not be told from a typing error. */
function adopt(ports: Ports, check: DeskCheck, { row, fields }: Waiting, id: number): void {
  const { head, baseline } = check;
  if (hasRow(check, id)) throw new Refusal('waiting-other', String(id));
  const client = clientFor(ports, head.network);
  proveNetwork(client, head.network);
  const record = valueOf(client.record(id));
  keepRate(ports, client);
  const truth = readPostback(record, 'record', fingerprintOf(ports));
  if (!truth || !likeness(fields, truth.fields)) throw new Refusal('waiting-other', String(id));
  const known: BaselineRow = {
    postback: truth,
    readAt: ports.clock.now(),
    filter: baseline.rows.get(id)?.filter ?? '',
  };
  ports.books.append([{ stream: head.baseline, blocks: baselineBlocks([known]) }]);
  const item: Pick<CreateItem, 'kind' | 'rowKey' | 'fields'> = { kind: 'create', rowKey: row.rowKey, fields };
  const result = {
    seq: 0,
    id,
    outcome: 'Created' as const,
    message: `It is #${id}, as somebody said.`,
    status: 200,
    truth,
  };
  ports.desk.update(head.deskSheetId, [updateFor(item, result, known)]);
}

/**
 * Lets rows that wait be sent: they get a new key, by which nothing is known but that somebody has looked. That is in the books before the new key is in
 * the tab, so that whoever is cut off in between is only asked again.
 * @param rows positions in the reading of the check
 * @param others postbacks that a person has seen and said to be others, besides those known from the sending
 * @returns false if rows moved
 */
export function sendWaiting(
  ports: Ports,
  { head, reading }: DeskCheck,
  rows: readonly number[],
  others: readonly number[] = [],
): boolean {
  const waiting = readWaiting(ports);
  const at = ports.clock.now();
  const given = rows.map((row) => ({ row, key: `n-${ports.newId()}` }));
  const answered = given.map(({ row, key }): WaitingRow => {
    const known = waiting.get(String(reading.value(row, 'rowKey')))?.known ?? [];
    return { rowKey: key, why: 'answered', at, known: [...new Set([...known, ...others])] };
  });
  ports.books.append([waitingBlock(answered)]);
  const cells = given.map(({ row, key }) => ({ row, column: 'rowKey' as const, value: key }));
  return ports.desk.writeAt(head.deskSheetId, reading, cells);
}
