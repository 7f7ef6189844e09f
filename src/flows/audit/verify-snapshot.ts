/** "Verify": whether a snapshot is as it was taken, which rows are not, and whether a pasted digest is its own (A3). */
import { judge, type Verdict } from '../../core/audit/verify';
import type { SnapshotChoice } from '../../core/audit/snapshot-rows';
import { sha256 } from '../../core/audit/sha256';
import { logEvent } from '../log/log';
import type { Budget, Ports, Progress } from '../ports';
import { finishedSnapshots, readRowDigests, recordOfTab } from './snapshot-records';
import { forgetDigests, readDigests } from './tab-digests';

export interface VerifyRequest {
  readonly sheetId: number;
  /** A digest kept elsewhere; '' or absent if there is none. */
  readonly pasted?: string;
  /** What the last step answered; absent in the first. */
  readonly goOn?: string;
}

/** Ids that are named in an answer. */
const MOST_NAMED = 500;

export interface VerifyResult extends Verdict {
  /** How many there are of each; of their ids the first 500 are named. */
  readonly counts: { readonly changed: number; readonly added: number; readonly removed: number };
  readonly rows: number;
  /** True if the add-on still has the row digests of when it was taken, so that rows are named for certain. */
  readonly certain: boolean;
  /** Digest that the add-on kept when it was taken; '' if it is not known here. */
  readonly kept: string;
  /** Whether the pasted digest is that of the tab as it is now; null if none was pasted. */
  readonly isPasted: boolean | null;
}

export interface VerifyStep {
  readonly progress: Progress;
  readonly goOn?: string;
  readonly result?: VerifyResult;
}

/** One step. @throws Refusal audit-tab-gone, not-a-snapshot */
export function stepVerify(ports: Ports, request: VerifyRequest, budget: Budget): VerifyStep {
  const { sheetId, goOn, pasted = '' } = request;
  const token = /^[\da-f]{12}$/.test(goOn ?? '') ? goOn! : begin(ports);
  const record = recordOfTab(ports, sheetId);
  const own = `${token}-${sheetId}`;
  const { done, total, found } = readDigests(ports, own, sheetId, record, budget);
  const progress = { doing: 'Reading the snapshot', done, total, finished: found !== undefined };
  if (!found) return { progress, goOn: token };
  forgetDigests(ports, own);
  const { top, headers, rows, strays } = found;
  const kept = record && readRowDigests(ports, record);
  const verdict = judge(sha256, top, rows, strays, { headers, rows: kept });
  const digest = record?.done?.digest ?? '';
  const result = answerOf(verdict, rows.length, { digest, isCertain: kept !== undefined }, pasted);
  tell(ports, sheetId, result);
  return { progress, result };
}

function tell(ports: Ports, sheetId: number, { intact, counts, digest, isPasted }: VerifyResult): void {
  // In a copy that nobody has chosen for, nothing is written; its log would begin with this.
  if (ports.books.state() !== 'usable') return;
  const { changed, added, removed } = counts;
  const message = [
    `Tab "${ports.auditTabs.names().get(sheetId) ?? ''}", digest now ${digest}.`,
    !intact && `Rows changed: ${changed}, added: ${added}, removed: ${removed}.`,
    isPasted !== null && `The pasted digest is ${isPasted ? 'the same' : 'another one'}.`,
  ];
  logEvent(ports, {
    what: 'Audit snapshot verified',
    outcome: intact ? 'As it was taken' : 'Changed',
    message: message.filter(Boolean).join(' '),
  });
}

function begin(ports: Ports): string {
  forgetDigests(ports);
  return ports.newId();
}

function answerOf(
  verdict: Verdict,
  rows: number,
  { digest: kept, isCertain }: { readonly digest: string; readonly isCertain: boolean },
  pasted: string,
): VerifyResult {
  const { changed, added, removed } = verdict;
  const wanted = pasted.trim().toLowerCase();
  return {
    ...verdict,
    // Whoever replaced cells and digest alike has left the digest that was kept.
    intact: verdict.intact && (kept === '' || kept === verdict.digest),
    elsewhere: verdict.elsewhere || (verdict.intact && kept !== '' && kept !== verdict.digest),
    changed: changed.slice(0, MOST_NAMED),
    added: added.slice(0, MOST_NAMED),
    removed: removed.slice(0, MOST_NAMED),
    counts: { changed: changed.length, added: added.length, removed: removed.length },
    rows,
    certain: isCertain,
    kept,
    isPasted: wanted === '' ? null : wanted === verdict.digest,
  };
}

/** A snapshot whose tab is there. */
export interface SnapshotSummary extends SnapshotChoice {
  readonly sheetId: number;
  /** Of its tab now. */
  readonly name: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly takenBy: string;
  readonly rows: number;
  readonly digest: string;
}

/** The last 20 snapshots, newest first; those whose tab was deleted are left out. */
export function listSnapshots(ports: Ports): SnapshotSummary[] {
  const names = ports.auditTabs.names();
  return finishedSnapshots(ports).flatMap(({ done, title, takenAt, takenBy, rows, choice }) => {
    const name = names.get(done!.sheetId);
    if (name === undefined) return [];
    const { sheetId, digest } = done!;
    return [{ sheetId, name, title, takenAt, takenBy, rows, ...choice, digest }];
  });
}
