/**
 * What the panel shows at all times: which network and account, what was pulled, what is under way (X1).
 */
import type { Network } from '../core/postback';
import { isRefusal, type Refusal } from '../core/words';
import { listConnections, readSpeed, type Connection } from './access';
import { recentFilters, type RecentFilter } from './pull/filters';
import {
  boundNetwork,
  lastHead,
  needHead,
  readCopyChoice,
  readHead,
  type CopyChoice,
  type Head,
} from './head';
import { readJob, type Job } from './jobs';
import { readJournal } from './push/journal';
import { inUseBy, type InUse } from './lease';
import { logStatus, type LogStatus } from './log/log';
import { readStarted } from './preview/plan-store';
import type { Ports } from './ports';
import type { PushState } from './push/state';
import { readReadOnly, type ReadOnly } from './setup/settings';

export interface Status {
  /** Acting Google account; where Google does not tell, a name as stated; '' if it is still to be asked for. */
  readonly person: string;
  /** Network that the spreadsheet is bound to; null before the first pull. */
  readonly network: Network | null;
  readonly connections: readonly Connection[];
  readonly speed: string;
  /** The person's last five filters, newest first. */
  readonly recentFilters: readonly RecentFilter[];
  readonly pull: { readonly at: number; readonly by: string; readonly complete: boolean } | null;
  /** What is under way or was interrupted; the panel offers to go on. */
  readonly job: JobStatus | null;
  /** Who made this spreadsheet read-only, and when; null if it is not (S6). */
  readonly readOnly: ReadOnly | null;
  /** Why nothing can be checked or pushed here, in words; null if it can. */
  readonly trouble: {
    readonly code: string;
    readonly title: string;
    readonly text: string;
    /** What can be chosen about it, the better choice first: names of exposed functions. */
    readonly choices: readonly ('keepAsRecord' | 'workInCopy')[];
  } | null;
  /** What was chosen for a copied file, by whom and when; null if this is none or nobody has chosen yet (S7). */
  readonly copy: CopyChoice | null;
  /** The present tab of the change log; null before its first line. */
  readonly log: LogStatus | null;
}

export function readStatus(ports: Ports): Status {
  const { head, trouble, isCopy } = headOrTrouble(ports);
  // What was under way in the original is none of the copy's.
  const job = isCopy ? null : jobStatus(ports);
  return {
    person: ports.person(),
    network: boundNetwork(ports) ?? head?.network ?? null,
    connections: listConnections(ports),
    speed: readSpeed(ports),
    recentFilters: recentFilters(ports),
    pull: head ? { at: head.pulledAt, by: head.pulledBy, complete: head.complete } : null,
    job,
    readOnly: readReadOnly(ports) ?? null,
    trouble,
    copy: readCopyChoice(ports) ?? null,
    log: logStatus(ports),
  };
}

export interface JobStatus {
  readonly kind: string;
  readonly startedBy: string;
  readonly startedAt: number;
  /** Who is at it, as far as others have to wait; null if anybody may go on (J2). */
  readonly inUse: InUse | null;
  /** How far a push has come; null for others, and where its journal cannot be read. */
  readonly push: {
    readonly planId: string;
    readonly done: number;
    readonly total: number;
    /** Rows that were about to be sent when it was cut off. */
    readonly open: number;
  } | null;
}

function jobStatus(ports: Ports): JobStatus | null {
  const job = readJob(ports);
  if (!job) return null;
  const { kind, startedBy, startedAt } = job;
  return { kind, startedBy, startedAt, inUse: inUseBy(ports, job) ?? null, push: pushStatus(ports, job) };
}

function pushStatus(ports: Ports, job: Job<string, unknown>): JobStatus['push'] {
  if (job.kind !== 'push' || ports.books.state() !== 'usable') return null;
  const { planId } = job.state as PushState;
  try {
    const { results, open } = readJournal(ports, planId);
    const { plan } = readStarted(ports, planId);
    return { planId, done: results.length, total: plan.items.length, open: open.size };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return null;
  }
}

interface Found {
  readonly head: Head | undefined;
  readonly trouble: Status['trouble'];
  readonly isCopy: boolean;
}

function headOrTrouble(ports: Ports): Found {
  const isCopy = ports.books.state() === 'copied';
  try {
    return { head: needHead(ports), trouble: null, isCopy };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const trouble = { code: error.code, title: error.title, text: error.message, choices: choicesOf(error) };
    // Before the first pull there is nothing that could be in trouble.
    return { head: headToShow(ports), trouble: error.code === 'not-pulled' ? null : trouble, isCopy };
  }
}

function choicesOf({ code }: Refusal): readonly ('keepAsRecord' | 'workInCopy')[] {
  if (code === 'copied-file') return ['keepAsRecord', 'workInCopy'];
  return code === 'kept-as-record' ? ['workInCopy'] : [];
}

/** What was pulled last can be told even where nothing may be done with it. */
function headToShow(ports: Ports): Head | undefined {
  switch (ports.books.state()) {
    case 'copied':
      return lastHead(ports).head;
    case 'usable':
      return headOrNone(ports);
    default:
      return undefined;
  }
}

function headOrNone(ports: Ports): Head | undefined {
  try {
    return readHead(ports);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}
