/**
 * Starting a push: everything that could make it fail half-way is proved before its first write (J5, S4, D3). No proof, no request.
 */
import { planText, type Plan } from '../../core/plan';
import { Refusal } from '../../core/words';
import { CREATES_PER_BATCH, UPDATES_PER_BATCH } from '../../everflow/policy';
import { aboutKey, clientFor, keepRate, proveNetwork } from '../access';
import { needHead, needWholeBooks, type Head } from '../head';
import { refuseIfBusy, writeJob } from '../jobs';
import { journalEntry, readEntries, readJournal, type JournalEntry } from './journal';
import { meOf } from '../lease';
import { needingLog, proveLog, writeLog } from '../log/log';
import { changesOf, pushLines } from '../log/push';
import { forgetPreviews, isNewestPlan, readStored } from '../preview/plan-store';
import type { Ports, Progress } from '../ports';
import { progressOf } from './report';
import type { PushJob, PushState } from './state';
import { refuseIfReadOnly } from '../setup/settings';
import { unclearStreams } from './unclear';

/** Rows of "Push 5 first" (W8). */
export const TRIAL_ROWS = 5;
/** Rows of the books that a batch fills: its journal entry, what counts as pulled, changes by others, waiting rows. */
const BOOK_ROWS_PER_BATCH = 4;
/** What begins and ends a push, and what the tab made of long texts. */
const BOOK_ROWS_BESIDE = 20;
/** Lines of the change log that tell of no field: start, end, waits, changes by others. */
const LOG_LINES_BESIDE = 50;

export interface PushRequest {
  readonly planId: string;
  /** As `confirmPreview` gave it. */
  readonly digest: string;
  /** `five`: the push waits after its first rows (W8). Default: all. */
  readonly first?: 'five' | 'all';
}

/**
 * Starts a push of a confirmed plan.
 * @throws Refusal
 */
export function startPush(ports: Ports, { planId, digest, first }: PushRequest): Progress {
  refuseIfBusy(ports);
  refuseIfReadOnly(ports);
  const head = needHead(ports);
  needWholeBooks(ports, unclearStreams(ports));
  const plan = planToPush(ports, head, planId, digest);
  if (readJournal(ports, planId).results.length > 0) throw new Refusal('plan-unknown');
  if (!isNewestPlan(ports, planId)) throw new Refusal('plan-old');
  const client = clientFor(ports, head.network);
  proveNetwork(client, head.network);
  keepRate(ports, client);
  proveRoom(ports, head, plan);
  forgetPreviews(ports);
  const state: PushState = {
    planId,
    shown: 0,
    goOn: false,
    ...(first === 'five' ? { trial: { size: Math.min(TRIAL_ROWS, plan.items.length) } } : {}),
  };
  const job: PushJob = {
    kind: 'push',
    id: ports.newId(),
    startedBy: ports.person(),
    startedAt: ports.clock.now(),
    state,
  };
  writeJob(ports, job);
  return progressOf([], plan);
}

function planToPush(ports: Ports, head: Head, planId: string, digest: string): Plan {
  const stored = readStored(ports, 'plan', planId);
  if (ports.digest.sha256(planText(stored.plan)) !== digest) throw new Refusal('plan-changed');
  if (stored.baseline !== head.baseline) throw new Refusal('plan-old');
  if (stored.plan.network.id !== head.network.id || stored.plan.network.host !== head.network.host) {
    throw new Refusal('plan-changed');
  }
  return stored.plan;
}

/**
 * Columns that are missing, a protected tab, a full spreadsheet: noticed later, they would leave Everflow changed and nobody told. Room for the journal
 * is made now, and its first entry is written and flushed, which proves the right to write it; the change log the same (A1).
 * @throws Refusal column-missing, protected, log-protected, no-room, …
 */
function proveRoom(ports: Ports, head: Head, plan: Plan): void {
  const reading = ports.desk.read(head.deskSheetId);
  if (!ports.desk.mayWrite(head.deskSheetId, reading)) throw new Refusal('protected');
  const creates = plan.items.filter(({ kind }) => kind === 'create').length;
  const batches =
    Math.ceil(creates / CREATES_PER_BATCH) + Math.ceil((plan.items.length - creates) / UPDATES_PER_BATCH);
  ports.books.reserve(batches * BOOK_ROWS_PER_BATCH + BOOK_ROWS_BESIDE);
  proveLog(
    ports,
    plan.items.reduce((sum, item) => sum + changesOf(item).length, LOG_LINES_BESIDE),
  );
  const { lastFour, masked } = aboutKey(ports, head.network, plan.reason);
  const begun: JournalEntry = {
    kind: 'begin',
    at: ports.clock.now(),
    by: ports.person(),
    me: meOf(ports),
    key: lastFour,
    reason: masked,
  };
  ports.books.append([journalEntry(plan.id, [begun])]);
  const lines = pushLines(plan, readEntries(ports, plan.id));
  needingLog(ports, () => writeLog(ports, [{ reference: plan.id, lines }]));
}
