/**
 * "Read #999999 from Everflow": postbacks that stand in the tab and were never pulled are read by id, and their rows become ordinary rows
 * that are compared with what was read (C6).
 */
import { withShown, type Baseline, type BaselineRow } from '../../core/baseline';
import type { Postback } from '../../core/postback';
import { readPostback } from '../../core/record';
import { refreshRow } from '../../core/refresh';
import { placesOf } from '../../core/row-owner';
import { stopOf } from '../../everflow/policy';
import { absentEntries } from './absent';
import { clientFor, keepRate, proveNetwork, refusalOf } from '../access';
import { fingerprintOf } from '../fingerprint';
import { baselineBlocks, needHead, readBaseline, type Head } from '../head';
import { refuseIfBusy } from '../jobs';
import type { Budget, Ports } from '../ports';
import { toUpdate } from '../row-update';

/** Ids asked for in one unit of work: a parallel batch. */
const IDS_PER_UNIT = 20;

export interface UnknownRead {
  /** Postbacks that are known now. */
  readonly found: number;
  /** Ids that Everflow does not have; the check says so from now on. */
  readonly absent: number;
  /** Ids that got no clear answer: nothing is known about them, as before. */
  readonly failed: number;
  /** Ids that were not asked for because time was up: call again. */
  readonly left: readonly number[];
}

/**
 * Reads postbacks by id within the rate budget. Cells that hold something stay as they are and are changes where they differ; empty
 * cells are filled. Run it alone: it writes into books and tab.
 * @param ids of rows of the tab; ids that are known already are passed over
 * @throws Refusal as a check, and when key or account are refused or belong to another network
 */
export function readUnknown(ports: Ports, ids: readonly number[], budget: Budget): UnknownRead {
  refuseIfBusy(ports);
  const head = needHead(ports);
  const baseline = readBaseline(ports, head.baseline, head.blocks).rows;
  const wanted = [...new Set(ids)].filter((id) => !baseline.has(id));
  if (wanted.length === 0) return { found: 0, absent: 0, failed: 0, left: [] };
  const client = clientFor(ports, head.network);
  const total = { found: 0, absent: 0, failed: 0 };
  let next = 0;
  try {
    proveNetwork(client, head.network);
    do {
      const now = wanted.slice(next, next + IDS_PER_UNIT);
      const found: Postback[] = [];
      const absent: number[] = [];
      client.records(now).forEach((reply, at) => {
        if (!reply.ok && stopOf(reply.error)) throw refusalOf(reply.error);
        const postback = reply.ok ? readPostback(reply.value, 'record', fingerprintOf(ports)) : undefined;
        if (postback) found.push(postback);
        else if (!reply.ok && reply.error.code === 'not-found') absent.push(now[at]!);
      });
      keepFound(ports, head, baseline, found, absent);
      total.found += found.length;
      total.absent += absent.length;
      total.failed += now.length - found.length - absent.length;
      next += now.length;
    } while (next < wanted.length && budget.hasTime());
  } finally {
    keepRate(ports, client);
  }
  return { ...total, left: wanted.slice(next) };
}

/** Cells first: killed in between, the rows are still unknown, and doing it again comes to the same. */
function keepFound(
  ports: Ports,
  head: Head,
  baseline: Baseline,
  found: readonly Postback[],
  absent: readonly number[],
): void {
  const reading = ports.desk.read(head.deskSheetId);
  const { rows } = placesOf(reading, baseline);
  const readAt = ports.clock.now();
  const fresh: BaselineRow[] = [];
  const updates = found.flatMap((postback) => {
    const next = { postback, readAt, filter: '' };
    const row = rows.get(postback.id);
    // A row that stands twice is told by the check, as a copy.
    if (row === undefined) {
      fresh.push(next);
      return [];
    }
    const cells = {
      value: (key: Parameters<typeof reading.value>[1]) => reading.value(row, key),
      display: (key: Parameters<typeof reading.value>[1]) => reading.display(row, key),
    };
    const { baseline: known, writes } = refreshRow(undefined, next, cells);
    fresh.push(known);
    return writes.length > 0 ? [toUpdate(postback.id, writes)] : [];
  });
  const shown = ports.desk.update(head.deskSheetId, updates);
  ports.books.append([
    { stream: head.baseline, blocks: baselineBlocks(withShown(fresh, shown)) },
    ...absentEntries(absent),
  ]);
}
