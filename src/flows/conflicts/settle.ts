/**
 * Settling conflicts in steps (M2): lists what was changed here and in Everflow too, and takes one side or the other for the chosen rows. Nothing
 * is asked of Everflow or sent: "mine" becomes a change of the value that was shown, which a push sends only while the server still holds it.
 *
 * The cells come first and the books follow, on both sides. Until the books say that a conflict is over it is one, so a step that dies in between
 * leaves nothing that could be pushed: not an edit that was given up, and not half of what makes up whom a postback fires for.
 */
import { EDITABLE_COLUMNS, columnOf, type ColumnKey } from '../../core/columns';
import type { Field } from '../../core/postback';
import { means, type RowCells } from '../../core/refresh';
import { readIds } from '../../core/row-owner';
import {
  cellsFor,
  chosenOf,
  conflictsIn,
  isAsShown,
  isMeant,
  rebased,
  unreadableOf,
  type CellAim,
  type Chosen,
  type RowConflict,
  type Side,
} from '../../core/settle';
import { Refusal } from '../../core/words';
import { checkTab } from '../check/check';
import type { DeskCheck } from '../check/desk-check';
import { settle } from '../check/discard';
import { baselineBlocks } from '../head';
import { refuseIfBusy } from '../jobs';
import { logEvent, type Fact } from '../log/log';
import { nameOf, textOf } from '../log/push';
import type { Budget, DeskReading, PlacedCell, Ports, Progress } from '../ports';
import { packStamps, unpackStamps, type Stamp } from '../stamps';

export interface SettleRequest {
  /** Which rows, as they were shown: `stamp` of a line of the list, or `stamps` of the whole list. Rows that changed since are passed over. */
  readonly stamps: string;
  readonly use: Side;
  /** Only these fields, by the API's name; all fields in conflict if absent. One of the identity group stands for all of it. */
  readonly fields?: readonly string[];
  /** True if "mine" may turn a postback on: only for what a person looked at by itself. */
  readonly turnOn?: boolean;
  /** What the step before answered; absent in the first. */
  readonly goOn?: SettleGoOn;
}

/** What is left to do, and what was done. */
export interface SettleGoOn {
  readonly stamps: string;
  readonly soFar: Settled;
}

/** Rows by what became of them. A row of which one field was settled and another one passed over counts twice. */
export interface Settled {
  readonly rows: number;
  /** Passed over: one of the values is not the one that was shown, or somebody typed there meanwhile. */
  readonly changedAgain: number;
  /** Passed over: it would have been turned on. */
  readonly turnsOn: number;
  /** Passed over: what Everflow holds does not fit into a cell. */
  readonly tooLong: number;
  /** Passed over: several rows carry the id. */
  readonly doubled: number;
}

export interface SettleStep {
  readonly progress: Progress;
  readonly goOn?: SettleGoOn;
  readonly result?: Settled;
}

/** Rows settled between looks at the clock. */
const ROWS_PER_UNIT = 1_000;
/** Rows may move under our hands this often before we ask to go on later. */
const MAX_TRIES = 3;

const NOTHING: Settled = { rows: 0, changedAgain: 0, turnsOn: 0, tooLong: 0, doubled: 0 };

/** @throws Refusal busy, rows-moved, and everything a check can refuse */
export function stepSettle(ports: Ports, request: SettleRequest, budget: Budget): SettleStep {
  refuseIfBusy(ports);
  let stamps: readonly Stamp[] = unpackStamps(request.goOn?.stamps ?? request.stamps);
  let soFar = request.goOn?.soFar ?? NOTHING;
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const done = settleRows(ports, checkTab(ports), stamps, request, budget);
    stamps = done.left;
    soFar = plus(soFar, done.settled);
    if (!done.moved) return answer(stamps, soFar, request);
  }
  throw new Refusal('rows-moved');
}

function answer(left: readonly Stamp[], soFar: Settled, { stamps }: SettleRequest): SettleStep {
  const total = unpackStamps(stamps).length;
  const finished = left.length === 0;
  const progress = { doing: 'Settling rows', done: total - left.length, total, finished };
  return finished ? { progress, result: soFar } : { progress, goOn: { stamps: packStamps(left), soFar } };
}

function plus(a: Settled, b: Settled): Settled {
  return {
    rows: a.rows + b.rows,
    changedAgain: a.changedAgain + b.changedAgain,
    turnsOn: a.turnsOn + b.turnsOn,
    tooLong: a.tooLong + b.tooLong,
    doubled: a.doubled + b.doubled,
  };
}

/** What is to be done with one row. */
interface Plan {
  readonly stamp: Stamp;
  /** Position in the reading. */
  readonly row: number;
  readonly chosen?: Chosen;
  /** Cells that have to hold these values before the row counts as settled. */
  readonly aims: readonly CellAim[];
  /** Fields that are settled, where there is a conflict. */
  readonly fields: readonly Field[];
  /** Why nothing is done. */
  readonly passed?: 'changedAgain' | 'doubled';
}

interface Done {
  readonly settled: Settled;
  readonly left: readonly Stamp[];
  readonly moved: boolean;
}

function settleRows(
  ports: Ports,
  check: DeskCheck,
  stamps: readonly Stamp[],
  request: SettleRequest,
  budget: Budget,
): Done {
  const plans = plansOf(check, stamps, request);
  let taken = 0;
  let moved = false;
  for (; taken < plans.length && !moved; taken += moved ? 0 : ROWS_PER_UNIT) {
    if (taken > 0 && !budget.hasTime()) break;
    const cells = plans.slice(taken, taken + ROWS_PER_UNIT).flatMap((plan) => cellsOf(check.reading, plan));
    moved = !ports.desk.writeAt(check.head.deskSheetId, check.reading, cells);
  }
  const done = plans.slice(0, taken);
  const ids = request.use === 'mine' ? takeMine(ports, check, done) : takeTheirs(ports, check, done, request);
  logEvent(ports, ...factsOf(done, ids, request.use));
  const left = plans.slice(taken).map(({ stamp }) => stamp);
  return { settled: counted(done, ids), left: left.sort((a, b) => a.id - b.id), moved };
}

/** Who chose whose value stands in the log, a line for each field. */
function factsOf(done: readonly Plan[], settled: ReadonlySet<number>, use: Side): Fact[] {
  return done.flatMap(({ stamp, chosen }) =>
    (settled.has(stamp.id) ? (chosen?.units ?? []) : []).flatMap(({ fields }) =>
      fields.map(({ field, mine, theirs }): Fact => {
        const [before, after] = use === 'mine' ? [theirs, mine] : [mine, theirs];
        const outcome = use === 'mine' ? 'Own value kept' : 'Everflow’s value taken';
        const values = { before: textOf(field, before), after: textOf(field, after) };
        return { what: 'Conflict', outcome, id: String(stamp.id), field: nameOf(field), ...values };
      }),
    ),
  );
}

/** In the order of the sheet, so that neighbours are written together. Rows that are gone from the tab are done. */
function plansOf(check: DeskCheck, stamps: readonly Stamp[], request: SettleRequest): Plan[] {
  const conflicts = new Map(conflictsIn(check.desk.drafts).map((conflict) => [conflict.id, conflict]));
  const { rowsById } = readIds(check.reading);
  const plans = stamps.flatMap((stamp): Plan[] => {
    const [row, ...others] = rowsById.get(stamp.id) ?? [];
    if (row === undefined) return [];
    const plan: Plan = { stamp, row, aims: [], fields: [] };
    const conflict = conflicts.get(stamp.id);
    const chosen = conflict && chosenOf(conflict, { ...request, turnOn: request.turnOn === true });
    const isOpen = chosen && (chosen.units.length > 0 || chosen.turnsOn || chosen.tooLong);
    // Settled already, by an earlier try or by a person: what is missing in the books may still follow.
    if (!conflict || !isOpen) return others.length > 0 ? [] : [plan];
    if (others.length > 0) return [{ ...plan, passed: 'doubled' }];
    if (!isAsShown(conflict, stamp.shown, request.use)) return [{ ...plan, passed: 'changedAgain' }];
    return [{ ...plan, chosen, ...aimsOf(conflict, chosen, request.use) }];
  });
  return plans.sort((a, b) => a.row - b.row);
}

function aimsOf(conflict: RowConflict, { units }: Chosen, use: Side): Pick<Plan, 'aims' | 'fields'> {
  const aims = units.flatMap((unit) => cellsFor(unit, use, conflict.unreadable));
  return {
    aims: use === 'theirs' ? aims.concat(unreadableOf(conflict, units)) : aims,
    fields: units.flatMap(({ fields }) => fields.map(({ field }) => field)),
  };
}

function cellsOf(reading: DeskReading, { row, aims }: Plan): PlacedCell[] {
  return aims.flatMap(({ column, value }) =>
    reading.value(row, column) === value ? [] : [{ row, column, value }],
  );
}

function counted(done: readonly Plan[], settled: ReadonlySet<number>): Settled {
  const count = (is: (plan: Plan) => boolean | undefined): number => done.filter(is).length;
  const isSettled = ({ stamp }: Plan): boolean => settled.has(stamp.id);
  return {
    rows: count(isSettled),
    // What somebody typed between the reading and the writing stands, and the row stays in conflict.
    changedAgain: count(
      (plan) => plan.passed === 'changedAgain' || (plan.fields.length > 0 && !isSettled(plan)),
    ),
    turnsOn: count(({ chosen }) => chosen?.turnsOn),
    tooLong: count(({ chosen }) => chosen?.tooLong),
    doubled: count(({ passed }) => passed === 'doubled'),
  };
}

/**
 * Returns the ids of which the books say now that something is settled. All that was asked for is looked at: where an earlier try died, cells may hold
 * Everflow's values already, and the books lack it.
 */
function takeTheirs(
  ports: Ports,
  check: DeskCheck,
  done: readonly Plan[],
  { fields }: SettleRequest,
): ReadonlySet<number> {
  const cells = EDITABLE_COLUMNS.flatMap(({ key, field }) =>
    isMeant(field!, fields) ? [{ column: key }] : [],
  );
  return settle(
    ports,
    check,
    done.flatMap(({ stamp, passed }) => (passed ? [] : [{ id: stamp.id, cells }])),
  );
}

/** Returns the ids whose edits are changes of what Everflow holds from now on. */
function takeMine(ports: Ports, { head, baseline }: DeskCheck, done: readonly Plan[]): ReadonlySet<number> {
  const meant = done.filter(({ fields }) => fields.length > 0);
  const needsLook = meant.some(({ aims }) => aims.length > 0);
  const reading = needsLook ? ports.desk.read(head.deskSheetId) : undefined;
  const rowsById = reading && readIds(reading).rowsById;
  const rows = meant.flatMap(({ stamp, aims, fields }) => {
    const known = baseline.rows.get(stamp.id)!;
    const [row, ...others] = rowsById?.get(stamp.id) ?? [];
    const holds = (one: CellAim): boolean =>
      row !== undefined &&
      others.length === 0 &&
      means(columnOf(one.column), known.postback.fields[one.field], cellsAt(reading!, row));
    // A cell of the group that still shows Everflow's value would be pushed along with mine.
    return aims.every(holds) ? [rebased(known, fields)] : [];
  });
  if (rows.length > 0) ports.books.append([{ stream: head.baseline, blocks: baselineBlocks(rows) }]);
  return new Set(rows.map(({ postback }) => postback.id));
}

const cellsAt = (reading: DeskReading, row: number): RowCells => ({
  value: (key: ColumnKey) => reading.value(row, key),
  display: (key: ColumnKey) => reading.display(row, key),
});
