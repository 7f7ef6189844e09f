/**
 * Undoing a push in steps (U2): reads each of its postbacks anew, and puts the old values back into the cells of those fields that still hold what the
 * push wrote. They are ordinary changes then, which the review shows and a push sends; nothing is sent here. Of a postback that the push made there is no
 * way back but switching it off, since the API page has no delete.
 */
import { stageRow, type LeftBecause } from '../core/audit/stage';
import { isAsMade, undoableOf, type Undoable } from '../core/audit/undo-wishes';
import { columnForField } from '../core/columns';
import type { Field } from '../core/postback';
import { readPostback } from '../core/record';
import { readIds } from '../core/row-owner';
import { Refusal } from '../core/words';
import type { Reply } from '../everflow/errors';
import type { JsonObject } from '../core/postback';
import { stopOf } from '../everflow/policy';
import { clientFor, keepRate, proveNetwork, refusalOf } from './access';
import { checkTab } from './check';
import type { DeskCheck } from './desk-check';
import { fingerprintOf } from './fingerprint';
import { refuseIfBusy } from './jobs';
import { readJournal } from './journal';
import { readStarted, startedPlans } from './plan-store';
import type { Budget, PlacedCell, Ports, Progress } from './ports';
import { countsOf } from './push-report';

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
  readonly soFar: Undone;
}

type Why = LeftBecause | 'gone' | 'no-row' | 'doubled' | 'no-answer' | 'edited-since';

/** What was brought back, and what was not. */
export interface Undone {
  /** Rows with something brought back. */
  readonly rows: number;
  readonly cells: number;
  /** Postbacks that the push made and that are to be switched off. */
  readonly switchedOff: number;
  /** Rows that are as they were already. */
  readonly same: number;
  /** Fields or rows that were left, by why. */
  readonly left: { readonly [W in Why]?: number };
  /** The first of them. */
  readonly examples: readonly { readonly id: number; readonly header: string; readonly why: Why }[];
}

export interface UndoStep {
  readonly progress: Progress;
  readonly goOn?: UndoGoOn;
  readonly result?: Undone;
}

/** Records read between looks at the clock: a parallel batch. */
const ROWS_PER_UNIT = 20;
/** Rows may move under our hands this often before we ask to go on later. */
const MAX_TRIES = 3;
const MAX_EXAMPLES = 50;
const NOTHING: Undone = { rows: 0, cells: 0, switchedOff: 0, same: 0, left: {}, examples: [] };

/** Finished pushes of the last 20 that wrote something, newest first. */
export function pastPushes(ports: Ports): PastPush[] {
  return startedPlans(ports)
    .reverse()
    .flatMap((planId): PastPush[] => {
      const { results, end } = readJournal(ports, planId);
      if (!end) return [];
      const { plan } = readStarted(ports, planId);
      const rows = undoables(ports, planId).length;
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
  return finished ? { progress, result: soFar } : { progress, goOn: { next, soFar } };
}

function undoables(ports: Ports, planId: string): Undoable[] {
  const { plan } = readStarted(ports, planId);
  const { results, end } = readJournal(ports, planId);
  if (!end) throw new Refusal('nothing-to-undo');
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
): { readonly cells: readonly PlacedCell[]; readonly undone: Undone } {
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
    for (const { field, why: reason } of staged.left)
      undone = leaving(undone, one.id, headerOf(field), reason);
    if (staged.cells.length > 0) {
      cells.push(...staged.cells.map((cell) => ({ row, ...cell })));
      const isOff = one.made ? 1 : 0;
      undone = {
        ...undone,
        rows: undone.rows + 1,
        cells: undone.cells + staged.cells.length,
        switchedOff: undone.switchedOff + isOff,
      };
    } else if (staged.left.length === 0) undone = { ...undone, same: undone.same + 1 };
  });
  return { cells, undone };
}

const headerOf = (field: Field): string => columnForField(field).header;

function leaving(undone: Undone, id: number, header: string, why: Why): Undone {
  const left = { ...undone.left, [why]: (undone.left[why] ?? 0) + 1 };
  const examples =
    undone.examples.length < MAX_EXAMPLES ? [...undone.examples, { id, header, why }] : undone.examples;
  return { ...undone, left, examples };
}

function plus(a: Undone, b: Undone): Undone {
  const left: { [W in Why]?: number } = { ...a.left };
  for (const why of Object.keys(b.left) as Why[]) left[why] = (left[why] ?? 0) + b.left[why]!;
  return {
    rows: a.rows + b.rows,
    cells: a.cells + b.cells,
    switchedOff: a.switchedOff + b.switchedOff,
    same: a.same + b.same,
    left,
    examples: [...a.examples, ...b.examples].slice(0, MAX_EXAMPLES),
  };
}
