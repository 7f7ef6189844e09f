/**
 * What the panel shows at all times: which network and account, what was pulled, what is under way (X1).
 */
import type { Network } from '../core/postback';
import { Refusal } from '../core/words';
import { listConnections, readSpeed, type Connection } from './access';
import { recentFilters, type RecentFilter } from './filters';
import { boundNetwork, readHead, type Head } from './head';
import { readJob } from './jobs';
import type { Ports } from './ports';

export interface Status {
  /** Acting Google account; '' where Google does not tell. */
  readonly person: string;
  /** Network that the spreadsheet is bound to; null before the first pull. */
  readonly network: Network | null;
  readonly connections: readonly Connection[];
  readonly speed: string;
  /** The person's last five filters, newest first. */
  readonly recentFilters: readonly RecentFilter[];
  readonly pull: { readonly at: number; readonly by: string; readonly complete: boolean } | null;
  /** What is under way or was interrupted; the panel offers to go on. */
  readonly job: { readonly kind: string; readonly startedBy: string; readonly startedAt: number } | null;
  /** Why nothing can be checked or pushed here, in words; null if it can. */
  readonly trouble: { readonly code: string; readonly title: string; readonly text: string } | null;
}

export function readStatus(ports: Ports): Status {
  const job = readJob(ports);
  const { head, trouble } = headOrTrouble(ports);
  return {
    person: ports.person(),
    network: boundNetwork(ports) ?? null,
    connections: listConnections(ports),
    speed: readSpeed(ports),
    recentFilters: recentFilters(ports),
    pull: head ? { at: head.pulledAt, by: head.pulledBy, complete: head.complete } : null,
    job: job ? { kind: job.kind, startedBy: job.startedBy, startedAt: job.startedAt } : null,
    trouble,
  };
}

function headOrTrouble(ports: Ports): { head: Head | undefined; trouble: Status['trouble'] } {
  try {
    return { head: readHead(ports), trouble: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { head: undefined, trouble: { code: error.code, title: error.title, text: error.message } };
  }
}
