/**
 * One-click fixes in steps: carries a fix out for every row of a group of problems. The cells are changed like any edit; the check that follows
 * judges them anew (V11). A step remembers nothing: going on is checking again and repairing what is left of the group.
 */
import { columnOf, EDITABLE_COLUMNS } from '../../core/columns';
import { USE_THEIRS } from '../../core/edit-problems';
import type { Fix, Problem, Severity } from '../../core/problem';
import { Refusal } from '../../core/words';
import { checkTab } from './check';
import type { DeskCheck } from './desk-check';
import { discardColumn, settle } from './discard';
import type { Budget, PlacedCell, Ports, Progress } from '../ports';
import { readUnknown } from '../pull/read-unknown';
import { sendWaiting } from '../push/waiting-rows';

/** What was repaired. */
export interface Fixed {
  readonly rows: number;
  /** Formulas that became their values. */
  readonly formulas: number;
}

export interface FixRequest {
  /** Stable name of the group. */
  readonly cause: string;
  /**
   * Of which group, where the same cause is an error in some rows and an old fault in others: a button repairs no more rows than it
   * counts. Absent: all of them.
   */
  readonly severity?: Severity;
  /** Which of its fixes. */
  readonly fixId: string;
  /** What earlier steps of the same click have repaired, as they answered. */
  readonly soFar?: Fixed;
}

export interface FixStep {
  readonly progress: Progress;
  readonly soFar: Fixed;
  /** All that this click has repaired, once nothing is left that it can repair. */
  readonly result?: Fixed;
}

/** A problem of the group with the fix that was asked for. */
interface Chosen {
  readonly problem: Problem;
  readonly fix: Fix;
}

/** How far a handler came. `moved`: rows were moved meanwhile and what is left must be found anew. */
interface Handled extends Fixed {
  readonly end: 'done' | 'time' | 'moved';
}

/** Carries a fix out for the chosen problems of one check, for as long as there is time. Changes these rows and no others. */
type Handler = (ports: Ports, check: DeskCheck, chosen: readonly Chosen[], budget: Budget) => Handled;

/** Who carries which action out. An action without a handler repairs nothing. */
const HANDLERS: { readonly [action in Fix['action']]?: Handler } = {
  set: writeCells,
  'make-new': writeCells,
  'put-id-back': writeCells,
  'keep-values': keepValues,
  'read-by-id': readById,
  'discard-column': discardColumns,
  'send-waiting': sendRows,
};

/** Rows repaired between looks at the clock: a value for several rows costs a call or two, a value for one row alone costs one. */
const ROWS_PER_UNIT = { alike: 5_000, single: 100 };
/** Rows may move under our hands this often before we ask to go on later. */
const MAX_TRIES = 3;

/**
 * One step of a fix.
 * @throws Refusal as a check, and rows-moved
 */
export function stepFix(ports: Ports, request: FixRequest, budget: Budget): FixStep {
  let soFar = request.soFar ?? { rows: 0, formulas: 0 };
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const check = checkTab(ports);
    const chosen = chosenOf(check, request);
    const [first] = chosen;
    const handle = first && HANDLERS[first.fix.action];
    if (!handle) return answer(soFar, chosen.length, true);
    const { end, ...fixed } = handle(ports, check, chosen, budget);
    soFar = { rows: soFar.rows + fixed.rows, formulas: soFar.formulas + fixed.formulas };
    if (end === 'moved') continue;
    return answer(soFar, chosen.length - fixed.rows - fixed.formulas, end === 'done');
  }
  throw new Refusal('rows-moved');
}

function answer(soFar: Fixed, left: number, finished: boolean): FixStep {
  const done = soFar.rows + soFar.formulas;
  const progress = { doing: 'Repairing rows', done, total: done + Math.max(0, left), finished };
  return finished ? { progress, soFar, result: soFar } : { progress, soFar };
}

function chosenOf(check: DeskCheck, { cause, severity, fixId }: FixRequest): Chosen[] {
  return check.problems.flatMap((problem) => {
    const isOf = problem.cause === cause && (severity === undefined || problem.severity === severity);
    const fix = isOf ? problem.fixes.find(({ id }) => id === fixId) : undefined;
    return fix ? [{ problem, fix }] : [];
  });
}

function writeCells(ports: Ports, check: DeskCheck, chosen: readonly Chosen[], budget: Budget): Handled {
  const { reading, head } = check;
  const rows = new Map<number, PlacedCell[]>();
  for (const { problem, fix } of chosen) {
    for (const cell of cellsOf(problem, fix, ports.newId)) {
      if (reading.value(cell.row, cell.column) === cell.value) continue;
      const cells = rows.get(cell.row);
      if (!cells) rows.set(cell.row, [cell]);
      // Two problems of a row may have the same repair.
      else if (cells.every(({ column }) => column !== cell.column)) cells.push(cell);
    }
  }
  const written: number[] = [];
  let end: Handled['end'] = 'done';
  for (const unit of unitsOf([...rows.values()])) {
    if (written.length > 0 && !budget.hasTime()) end = 'time';
    else if (!ports.desk.writeAt(head.deskSheetId, reading, unit.flat())) end = 'moved';
    if (end !== 'done') break;
    for (const [cell] of unit) written.push(cell!.row);
  }
  if (chosen[0]?.fix.id === USE_THEIRS) settleConflicts(ports, check, written);
  return { rows: written.length, formulas: 0, end };
}

/** A conflict that was given up is over: what is typed into these rows next is an ordinary change and not the old conflict again (P6). */
function settleConflicts(ports: Ports, check: DeskCheck, written: readonly number[]): void {
  const rows = new Set(written);
  const given = check.desk.drafts.flatMap((draft) =>
    draft.kind === 'update' && rows.has(draft.row)
      ? [{ id: draft.id, cells: EDITABLE_COLUMNS.map(({ key }) => ({ column: key })) }]
      : [],
  );
  settle(ports, check, given);
}

/** Rows in portions of bounded cost: those that get what others get too, and those with a value of their own. */
function unitsOf(rows: readonly PlacedCell[][]): PlacedCell[][][] {
  const keyOf = ({ column, value }: PlacedCell): string => `${column} ${value}`;
  const times = new Map<string, number>();
  for (const cells of rows)
    for (const cell of cells) times.set(keyOf(cell), (times.get(keyOf(cell)) ?? 0) + 1);
  const isAlike = (cells: readonly PlacedCell[]): boolean =>
    cells.every((cell) => times.get(keyOf(cell))! > 1);
  const units: PlacedCell[][][] = [];
  for (const kind of ['alike', 'single'] as const) {
    const some = rows.filter((cells) => isAlike(cells) === (kind === 'alike'));
    const size = ROWS_PER_UNIT[kind];
    for (let from = 0; from < some.length; from += size) units.push(some.slice(from, from + size));
  }
  return units;
}

function keepValues(ports: Ports, check: DeskCheck, chosen: readonly Chosen[], budget: Budget): Handled {
  const columns = new Set(
    chosen.flatMap(({ fix }) => (fix.action !== 'set' && fix.column ? [fix.column] : [])),
  );
  let formulas = 0;
  let isFirst = true;
  for (const column of columns) {
    if (!isFirst && !budget.hasTime()) return { rows: 0, formulas, end: 'time' };
    isFirst = false;
    formulas += ports.desk.keepValues(check.head.deskSheetId, column);
  }
  return { rows: 0, formulas, end: 'done' };
}

function discardColumns(ports: Ports, check: DeskCheck, chosen: readonly Chosen[]): Handled {
  const columns = new Set(
    chosen.flatMap(({ fix }) => (fix.action === 'discard-column' && fix.column ? [fix.column] : [])),
  );
  let rows = 0;
  for (const column of columns) rows += discardColumn(ports, check, column).rows;
  return { rows, formulas: 0, end: 'done' };
}

/** All at once: half of a group would be asked about again under other keys. */
function sendRows(ports: Ports, check: DeskCheck, chosen: readonly Chosen[]): Handled {
  const rows = chosen.flatMap(({ problem }) => problem.row ?? []);
  const isDone = sendWaiting(ports, check, rows);
  return { rows: isDone ? rows.length : 0, formulas: 0, end: isDone ? 'done' : 'moved' };
}

function cellsOf({ row }: Problem, fix: Fix, newId: () => string): PlacedCell[] {
  if (row === null) return [];
  switch (fix.action) {
    case 'set':
      return fix.cells.map(({ column, value }) => ({
        row,
        column,
        value: value === 0 ? columnOf(column).zero : value,
      }));
    case 'make-new':
      return [
        { row, column: 'id', value: '' },
        { row, column: 'rowKey', value: `n-${newId()}` },
        { row, column: 'created', value: '' },
        { row, column: 'lastChanged', value: '' },
      ];
    case 'put-id-back':
      return fix.postbackId === undefined ? [] : [{ row, column: 'id', value: fix.postbackId }];
    default:
      return [];
  }
}

/** Ids that got no clear answer stay unknown: asking again is another click. */
function readById(ports: Ports, _check: DeskCheck, chosen: readonly Chosen[], budget: Budget): Handled {
  const ids = chosen.flatMap(({ fix }) =>
    fix.action !== 'set' && fix.postbackId !== undefined ? [fix.postbackId] : [],
  );
  const { found, absent, left } = readUnknown(ports, ids, budget);
  const rows = found + absent;
  // Ids without a clear answer come first again in the next step: where nothing else comes of it, it ends.
  return { rows, formulas: 0, end: left.length > 0 && rows > 0 ? 'time' : 'done' };
}
