/**
 * The phases of a pull that read by id, within the rate budget: details that the table lacks (P5), and postbacks that the list lacks
 * although they were pulled before (P9).
 */
import type { Postback } from '../../core/postback';
import { readPostback, type Fingerprint } from '../../core/record';
import type { EverflowClient } from '../../everflow/client';
import { stopOf } from '../../everflow/policy';
import { refusalOf } from '../access';
import type { LackingBlock, PullSession } from './staging';

/** Records read in one unit of work: five parallel batches, then one append to the books. */
const RECORDS_PER_UNIT = 100;

/**
 * Reads the next details into the staging.
 * @throws Refusal when the key or the account is refused; a single postback that cannot be read only stays "not loaded"
 */
export function readDetails(
  client: EverflowClient,
  session: PullSession,
  reading: number,
  fingerprint: Fingerprint,
): { readonly done: number; readonly left: number } {
  const missing = session.missingDetails(reading);
  const now = missing.slice(0, RECORDS_PER_UNIT);
  const rows: Postback[] = [];
  const failed: number[] = [];
  client.records(now).forEach((reply, at) => {
    if (!reply.ok && stopOf(reply.error)) throw refusalOf(reply.error);
    const postback = reply.ok ? readPostback(reply.value, 'record', fingerprint) : undefined;
    if (postback) rows.push(postback);
    else failed.push(now[at]!);
  });
  session.addDetails(rows, failed);
  return { done: now.length, left: missing.length - now.length };
}

/**
 * Asks about the next postbacks that a complete, unfiltered list lacks: only a clear "there is none" makes one gone.
 * @throws Refusal when the key or the account is refused
 */
export function readLacking(
  client: EverflowClient,
  session: PullSession,
  reading: number,
  fingerprint: Fingerprint,
): { readonly done: number; readonly left: number } {
  const lacking = session.lacking(reading);
  const now = lacking.slice(0, RECORDS_PER_UNIT);
  if (now.length === 0) return { done: 0, left: 0 };
  const there: Postback[] = [];
  const gone: number[] = [];
  const unread: number[] = [];
  client.records(now).forEach((reply, at) => {
    if (!reply.ok && stopOf(reply.error)) throw refusalOf(reply.error);
    const postback = reply.ok ? readPostback(reply.value, 'record', fingerprint) : undefined;
    if (postback) there.push(postback);
    else if (!reply.ok && reply.error.code === 'not-found') gone.push(now[at]!);
    else unread.push(now[at]!);
  });
  // A server that finds nothing at all, not even what it has just listed, says nothing about these.
  const isBelieved = gone.length === 0 || there.length > 0 || findsListed(client, session, reading);
  const answers: LackingBlock = isBelieved
    ? { there, gone, unread }
    : { there, gone: [], unread: unread.concat(gone) };
  session.addLacking(answers);
  return { done: now.length, left: lacking.length - now.length };
}

/** True if a postback of the list can be read by id; also where the list is empty, so that nothing can be asked. */
function findsListed(client: EverflowClient, session: PullSession, reading: number): boolean {
  const [listed] = session.idsOf(reading);
  if (listed === undefined) return true;
  const reply = client.record(listed);
  if (!reply.ok && stopOf(reply.error)) throw refusalOf(reply.error);
  return reply.ok;
}
