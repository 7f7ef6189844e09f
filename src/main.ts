/**
 * The exposed functions and nothing else: menu, triggers and what the panel may call. Every export becomes a top-level function of
 * the built script; nothing here runs at load (S1), and no raw error leaves this file (S5).
 */

import type { LeaveOut } from './core/plan-leave-out';
import type { SnapshotChoice } from './core/audit/snapshot-rows';
import type { Severity } from './core/problem';
import { changesPage as readChanges, markSeen, selectSwitchedOff, type ChangesPage } from './flows/changes';
import { stepCheck, type CheckStep } from './flows/check/check';
import { startCompare, stepCompare, type CompareRequest, type CompareStep } from './flows/audit/compare';
import { confirmProblem as confirmByWord } from './flows/check/confirm-problem';
import { stepFix, type FixRequest, type FixStep } from './flows/check/fix';
import { stepRemoveGone, type RemoveGoneStep } from './flows/pull/gone';
import { conflictsPage, type ConflictsPage } from './flows/conflicts/conflicts';
import { stepDiscard, type DiscardRequest, type DiscardStep } from './flows/check/discard';
import { problemsPage as readProblems, type ProblemLines } from './flows/check/problem-lines';
import {
  confirmPreview,
  previewPage,
  startPreview,
  type Confirmed,
  type ConfirmRequest,
  type PreviewAnswer,
} from './flows/preview/preview';
import type { Progress, Shown } from './flows/ports';
import { skipDetails, stepPull, type PullStep } from './flows/pull/pull';
import { startPull } from './flows/pull/start';
import type { PullRequest } from './flows/pull/state';
import { cancelJob, takeOver as takeJobOver } from './flows/lease';
import { noteTakeOver } from './flows/log/pull';
import { stepPush } from './flows/push/push';
import { goOnPushing } from './flows/push/go-on';
import { startPush, type PushRequest } from './flows/push/start';
import { startRetry } from './flows/push/retry';
import type { PauseReason, PushStep } from './flows/push/state';
import { pushOutcomes } from './flows/push/report';
import { stepRepair, type RepairStep } from './flows/check/repair';
import { readSelection, type Selection } from './flows/selection';
import { stepSettle, type SettleRequest, type SettleStep } from './flows/conflicts/settle';
import { showGroup } from './flows/check/show';
import { startSnapshot, stepSnapshot, type SnapshotStep } from './flows/audit/snapshot';
import { readStatus, type Status } from './flows/status';
import {
  listSnapshots,
  stepVerify,
  type SnapshotSummary,
  type VerifyRequest,
  type VerifyStep,
} from './flows/audit/verify-snapshot';
import {
  answerWaiting as answerRow,
  waitingPage,
  type WaitingAnswer,
  type WaitingPage,
} from './flows/push/waiting-rows';
import type { Preview } from './core/plan-preview';
import { asked, ifNotBusy, ofJob, underLease } from './main/calls';
import type { Answer } from './platform/answer';
import { stepBudget } from './platform/clock';
import { addMenu, showPanel } from './platform/ui';

export { changesFound, showChanges, showGuide } from './main/dialogs';
export { health, healthCounts, healthGroups, healthRows, showHealth } from './main/health';
export { pushesDone, restoreStep, undoStep } from './main/undo';
export { startNewLog, stateName, verifyLog } from './main/log';
export {
  connectKey,
  connections,
  forgetConnection,
  keepAsRecord,
  saveSettings,
  setReadOnly,
  setSpeed,
  settings,
  startCounts,
  status,
  workInCopy,
} from './main/setup';

// --- Menu and triggers ------------------------------------------------------------------------------------------------

/** Builds the menu. Under AuthMode.NONE nothing but this may run. */
export function onOpen(): void {
  addMenu();
}

/** Runs once when the add-on is installed from inside the editor: the open document needs its menu at once. */
export function onInstall(): void {
  onOpen();
}

export function menuOpenPanel(): void {
  showPanel('home');
}
export function menuPull(): void {
  showPanel('pull');
}
export function menuCheck(): void {
  showPanel('check');
}
export function menuPush(): void {
  showPanel('push');
}
export function menuSnapshot(): void {
  showPanel('snapshot');
}
export function menuUndo(): void {
  showPanel('undo');
}
export function menuHealth(): void {
  showPanel('health');
}

// --- Panel: pull ------------------------------------------------------------------------------------------------------

export function pullStart(request: PullRequest): Answer<Progress> {
  return ifNotBusy((ports) => startPull(ports, request));
}

export function pullStep(): Answer<PullStep> {
  return ofJob((ports) => stepPull(ports, stepBudget()));
}

export function pullSkipDetails(): Answer<Progress> {
  return asked((ports) => skipDetails(ports));
}

/** Asks the pull or push under way to stop after what it is doing now. */
export function cancel(): Answer<boolean> {
  return asked((ports) => {
    cancelJob(ports);
    return true;
  });
}

/** "Take over": the pull or push that somebody else has left is the acting person's from now on (J2). */
export function takeOver(): Answer<Status> {
  return asked((ports) => {
    takeJobOver(ports);
    noteTakeOver(ports);
    return readStatus(ports);
  });
}

// --- Panel: what changed on Everflow ----------------------------------------------------------------------------------

/** What changed on Everflow since it was last marked as seen; pages of at most 500 lines. */
export function changesPage(request: { offset: number }): Answer<ChangesPage> {
  return asked((ports) => readChanges(ports, request.offset));
}

/** Marks what a page showed as seen. */
export function changesSeen(request: { upTo: number }): Answer<boolean> {
  return underLease((ports) => {
    markSeen(ports, request.upTo, stepBudget());
    return true;
  });
}

/** Selects the rows of postbacks that Everflow switched off. */
export function showSwitchedOff(): Answer<Shown> {
  return asked((ports) => selectSwitchedOff(ports));
}

/** Takes rows of postbacks that are gone from Everflow out of the tab; those with changes only if asked for. */
export function removeGone(request: { editedToo: boolean }): Answer<RemoveGoneStep> {
  return underLease((ports) => stepRemoveGone(ports, request.editedToo, stepBudget()));
}

// --- Panel: check and fixes -------------------------------------------------------------------------------------------

export function checkStep(): Answer<CheckStep> {
  return asked((ports) => stepCheck(ports, stepBudget()));
}

/** One step of a fix; what it answers as `soFar` goes into the request of the next. */
export function fixGroup(request: FixRequest): Answer<FixStep> {
  return underLease((ports) => stepFix(ports, request, stepBudget()));
}

/** Selects the cells of a group of problems. */
export function showProblems(request: { cause: string; severity?: Severity }): Answer<Shown> {
  return asked((ports) => showGroup(ports, request.cause, request.severity));
}

/** All cells of a group of problems with what is wrong there; pages of at most 500. */
export function problemsPage(request: {
  cause: string;
  severity: Severity;
  offset: number;
}): Answer<ProblemLines> {
  return asked((ports) => readProblems(ports, request));
}

/** "Repair layout": header, formats, drop-downs, help and fixed cells as a pull makes them (C4). */
export function repairStep(): Answer<RepairStep> {
  return underLease((ports) => stepRepair(ports, stepBudget()));
}

/** Says by its word that a problem of a whole column is meant (C9). Returns how many problems that settled. */
export function confirmProblem(request: { cause: string; word: string }): Answer<number> {
  return underLease((ports) => confirmByWord(ports, request));
}

/** One step of "Discard changes"; what it answers as `goOn` goes into the request of the next. */
export function discardStep(request: DiscardRequest): Answer<DiscardStep> {
  return underLease((ports) => stepDiscard(ports, request, stepBudget()));
}

/** Rows that were changed in Everflow too, with the three values of each field; pages of at most 500 rows. */
export function conflicts(request: { offset: number }): Answer<ConflictsPage> {
  return asked((ports) => conflictsPage(ports, request.offset));
}

/** One step of settling conflicts; what it answers as `goOn` goes into the request of the next. */
export function settleStep(request: SettleRequest): Answer<SettleStep> {
  return underLease((ports) => stepSettle(ports, request, stepBudget()));
}

/** What the person has selected in the Postbacks tab. */
export function selection(request: { visibleOnly: boolean }): Answer<Selection> {
  return asked((ports) => readSelection(ports, request));
}

// --- Panel: preview and push ------------------------------------------------------------------------------------------

export function previewStart(): Answer<PreviewAnswer> {
  return ifNotBusy((ports) => startPreview(ports));
}

export function previewShow(request: {
  previewId: string;
  leaveOut: LeaveOut;
  offset: number;
}): Answer<Preview> {
  return asked((ports) => previewPage(ports, request.previewId, request.leaveOut, request.offset));
}

export function previewConfirm(request: ConfirmRequest): Answer<Confirmed> {
  return ifNotBusy((ports) => confirmPreview(ports, request));
}

/** `first: 'five'` waits after the first rows, which are read back and compared (W8). */
export function pushStart(request: PushRequest): Answer<Progress> {
  return ifNotBusy((ports) => startPush(ports, request));
}

export function pushStep(): Answer<PushStep> {
  return ofJob((ports) => stepPush(ports, stepBudget()));
}

/** Goes on after the push has waited for a person: after equal refusals, after its first rows, or on another day. `why`: what was asked. */
export function pushGoOn(request?: { why?: PauseReason }): Answer<Progress> {
  return ofJob((ports) => goOnPushing(ports, request?.why));
}

export function pushRows(request: {
  planId: string;
  offset: number;
}): Answer<ReturnType<typeof pushOutcomes>> {
  return asked((ports) => pushOutcomes(ports, request.planId, request.offset, 500));
}

/** "Retry": reviews what got no answer or was not sent, and what was refused and edited since (W5). */
export function retryStart(request: { planId: string }): Answer<PreviewAnswer> {
  return ifNotBusy((ports) => startRetry(ports, request.planId));
}

/** New rows that wait for a person, with what Everflow holds just now (W4). */
export function waitingRows(request: { offset: number }): Answer<WaitingPage> {
  return asked((ports) => waitingPage(ports, request.offset));
}

/** A person's answer about one of them. */
export function answerWaiting(request: { rowKey: string; answer: WaitingAnswer }): Answer<boolean> {
  return ifNotBusy((ports) => {
    answerRow(ports, request.rowKey, request.answer);
    return true;
  });
}

// --- Panel: audit -----------------------------------------------------------------------------------------------------

/** Begins an audit snapshot of what was pulled last (A2). */
export function snapshotStart(request?: Partial<SnapshotChoice>): Answer<Progress> {
  return ifNotBusy((ports) => startSnapshot(ports, request));
}

export function snapshotStep(): Answer<SnapshotStep> {
  return ofJob((ports) => stepSnapshot(ports, stepBudget()));
}

/** The last 20 snapshots whose tabs are there, newest first. */
export function snapshots(): Answer<SnapshotSummary[]> {
  return asked((ports) => listSnapshots(ports));
}

/** One step of "Verify"; what it answers as `goOn` goes into the request of the next (A3). */
export function verifySnapshotStep(request: VerifyRequest): Answer<VerifyStep> {
  return underLease((ports) => stepVerify(ports, request, stepBudget()));
}

/** Begins a comparison of two snapshots, or of one and what was pulled last (A4). */
export function compareStart(request: CompareRequest): Answer<Progress> {
  return ifNotBusy((ports) => startCompare(ports, request));
}

export function compareStep(): Answer<CompareStep> {
  return ofJob((ports) => stepCompare(ports, stepBudget()));
}
