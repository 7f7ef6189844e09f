/**
 * Undoing a push in steps (U2): reads each of its postbacks anew, and puts the old values back into the cells of those fields that still hold what the
 * push wrote. They are ordinary changes then, which the review shows and a push sends; nothing is sent here. Of a postback that the push made there is no
 * way back but switching it off, since the API page has no delete.
 */
import { stageRow } from '../../core/audit/stage';
import { isAsMade, undoableOf, type Undoable } from '../../core/audit/undo-wishes';
import type { Plan } from '../../core/plan';
import { readPostback } from '../../core/record';
import { readIds } from '../../core/row-owner';
import { Refusal } from '../../core/words';
import type { Reply } from '../../everflow/errors';
import type { JsonObject } from '../../core/postback';
import { stopOf } from '../../everflow/policy';
import { clientFor, keepRate, proveNetwork, refusalOf } from '../access';
import { counting, leaving, NOTHING, plus, tellBroughtBack, type BroughtBack } from './brought-back';
import { checkTab } from '../check/check';
import type { DeskCheck } from '../check/desk-check';
import { fingerprintOf } from '../fingerprint';
import { refuseIfBusy } from '../jobs';
import { readJournal } from '../push/journal';
import { readStarted, startedPlans } from '../preview/plan-store';
import type { Budget, PlacedCell, Ports, Progress } from '../ports';
import { countsOf } from '../push/report';
import type { RowResult } from '../push/results';

/** A push that can be undone, newest first. */
export interface PastPush {
  readonly planId: string;
  /** When it was confirmed, milliseconds since the epoch. */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  readonly counts: ReturnType<typeof countsOf>;
  /** Rows of it that wrote something. */
  readonly rows: number;
}

export interface UndoRequest {
  readonly planId: string;
  /** Only these postbacks; all that the push wrote if absent. */
  readonly ids?: readonly number[];
  /** What the step before answered; absent in the first. */
  readonly goOn?: UndoGoOn;
}

export interface UndoGoOn {
  /** Rows of the push that are dealt with. */
  readonly next: number;
  readonly soFar: BroughtBack;
}

export interface UndoStep {
  readonly progress: Progress;
  readonly goOn?: UndoGoOn;
  readonly result?: BroughtBack;
}

/** Records read between looks at the clock: a parallel batch. */
const ROWS_PER_UNIT = 20;
/** Rows may move under our hands this often before we ask to go on later. */
const MAX_TRIES = 3;

/** Finished pushes of the last 20 that wrote something, newest first. */
export function pastPushes(ports: Ports): PastPush[] {
  return startedPlans(ports)
    .reverse()
    .flatMap((planId): PastPush[] => {
      const { results, end } = readJournal(ports, planId);
      if (!end) return [];
      const { plan } = readStarted(ports, planId);
      const rows = undoablesOf(plan, results).length;
      const { createdAt: at, by, reason } = plan;
      return rows === 0 ? [] : [{ planId, at, by, reason, counts: countsOf(results), rows }];
    });
}

/** @throws Refusal busy, nothing-to-undo, rows-moved, and everything a check or a reading can refuse */
export function stepUndo(ports: Ports, request: UndoRequest, budget: Budget): UndoStep {
  refuseIfBusy(ports);
  const wanted = request.ids && new Set(request.ids);
  const all = undoables(ports, request.planId).filter(({ id }) => wanted?.has(id) ?? true);
  if (all.length === 0) throw new Refusal('nothing-to-undo');
  let { next, soFar }: UndoGoOn = request.goOn ?? { next: 0, soFar: NOTHING };
  let check = checkTab(ports);
  const client = clientFor(ports, check.head.network);
  try {
    proveNetwork(client, check.head.network);
    let tries = 0;
    while (next < all.length && (tries > 0 || next === (request.goOn?.next ?? 0) || budget.hasTime())) {
      const unit = all.slice(next, next + ROWS_PER_UNIT);
      const staged = stageUnit(ports, check, unit, client.records(unit.map(({ id }) => id)));
      if (ports.desk.writeAt(check.head.deskSheetId, check.reading, staged.cells)) {
        soFar = plus(soFar, staged.undone);
        next += unit.length;
        tries = 0;
      } else {
        tries += 1;
        if (tries === MAX_TRIES) throw new Refusal('rows-moved');
        check = checkTab(ports);
      }
    }
  } finally {
    keepRate(ports, client);
  }
  const finished = next >= all.length;
  const progress = { doing: 'Reading what Everflow holds now', done: next, total: all.length, finished };
  if (!finished) return { progress, goOn: { next, soFar } };
  tellBroughtBack(ports, 'Undo of a push', `Of the push ${request.planId}.`, soFar);
  return { progress, result: soFar };
}

/** @throws Refusal nothing-to-undo if the push has not ended */
function undoables(ports: Ports, planId: string): Undoable[] {
  const { results, end } = readJournal(ports, planId);
  if (!end) throw new Refusal('nothing-to-undo');
  return undoablesOf(readStarted(ports, planId).plan, results);
}

function undoablesOf(plan: Plan, results: readonly RowResult[]): Undoable[] {
  const items = new Map(plan.items.map((item) => [item.seq, item]));
  return results.flatMap(({ seq, outcome, id, truth }) => {
    const undoable = undoableOf(items.get(seq)!, outcome, id, truth?.fields);
    return undoable ? [undoable] : [];
  });
}

function stageUnit(
  ports: Ports,
  { reading, baseline }: DeskCheck,
  unit: readonly Undoable[],
  replies: readonly Reply<JsonObject>[],
): { readonly cells: readonly PlacedCell[]; readonly undone: BroughtBack } {
  const { rowsById } = readIds(reading);
  const cells: PlacedCell[] = [];
  let undone = NOTHING;
  unit.forEach((one, at) => {
    const reply = replies[at]!;
    if (!reply.ok && stopOf(reply.error)) throw refusalOf(reply.error);
    const fresh = reply.ok ? readPostback(reply.value, 'record', fingerprintOf(ports)) : undefined;
    const [row, ...others] = rowsById.get(one.id) ?? [];
    const known = baseline.rows.get(one.id);
    const gone = !reply.ok && reply.error.code === 'not-found';
    const why = gone
      ? 'gone'
      : !fresh
        ? 'no-answer'
        : row === undefined || !known
          ? 'no-row'
          : others.length > 0
            ? 'doubled'
            : null;
    if (why !== null || !fresh || !known || row === undefined) {
      undone = leaving(undone, one.id, '', why ?? 'no-answer');
      return;
    }
    if (one.made && !isAsMade(one.made, fresh.fields)) {
      undone = leaving(undone, one.id, '', 'edited-since');
      return;
    }
    const staged = stageRow(known, one.wishes, (column) => reading.value(row, column), fresh.fields);
    cells.push(...staged.cells.map((cell) => ({ row, ...cell })));
    undone = counting(undone, one.id, staged, one.made !== undefined);
  });
  return { cells, undone };
}
