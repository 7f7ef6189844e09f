/** Exposed functions of undoing a push, and of restoring rows of a snapshot. */
import { stepRestore, type RestoreRequest, type RestoreStep } from '../flows/undo/restore';
import { pastPushes, stepUndo, type PastPush, type UndoRequest, type UndoStep } from '../flows/undo/undo';
import type { Answer } from '../platform/answer';
import { stepBudget } from '../platform/clock';
import { asked, underLease } from './calls';

/** Finished pushes of the last 20 that changed something, newest first (U2). */
export function pushesDone(): Answer<PastPush[]> {
  return asked((ports) => pastPushes(ports));
}

/** One step of undoing a push: its old values become changes in the sheet. What it answers as `goOn` goes into the request of the next. */
export function undoStep(request: UndoRequest): Answer<UndoStep> {
  return underLease((ports) => stepUndo(ports, request, stepBudget()));
}

/** One step of restoring rows of a snapshot as changes of the sheet (U3); what it answers as `goOn` goes into the request of the next. */
export function restoreStep(request: RestoreRequest): Answer<RestoreStep> {
  return underLease((ports) => stepRestore(ports, request, stepBudget()));
}
