/**
 * The details phase of a pull: what the table lacks is read by id, within the rate budget (P5).
 */
import type { Postback } from '../core/postback';
import { readPostback, type Fingerprint } from '../core/record';
import type { EverflowClient } from '../everflow/client';
import { refusalOf, stopsEverything } from './access';
import type { PullSession } from './pull-staging';

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
    if (!reply.ok && stopsEverything(reply.error)) throw refusalOf(reply.error);
    const postback = reply.ok ? readPostback(reply.value, 'record', fingerprint) : undefined;
    if (postback) rows.push(postback);
    else failed.push(now[at]!);
  });
  session.addDetails(rows, failed);
  return { done: now.length, left: missing.length - now.length };
}
