/**
 * "Discard changes" in steps: puts changed cells of pulled rows back without any request (U1). What is meant is settled by the first step;
 * cells that people change afterwards in rows already done stay.
 */
import {
  discardable,
  isUnseen,
  leftAlone,
  settled,
  withSeen,
  type LeftAlone,
  type PutBack,
} from '../../core/discard';
import type { CellIn } from '../../core/cells';
import { columnOf, COLUMNS, type ColumnKey } from '../../core/columns';
import { readIds } from '../../core/row-owner';
import { Refusal } from '../../core/words';
import { checkTab } from './check';
import type { DeskCheck } from './desk-check';
import { baselineBlocks } from '../head';
import { refuseIfBusy } from '../jobs';
import { logEvent } from '../log/log';
import type { Budget, Ports, Progress } from '../ports';
import { selectedIn } from '../selection';

export type DiscardWhat =
  | 'selected'
  | 'all'
  | { readonly column: string }
  | { readonly ids: readonly number[] };

export interface DiscardRequest {
  readonly what: DiscardWhat;
  /** True to put rows back too that a filter hides. */
  readonly hiddenToo: boolean;
  /** What the step before answered; absent in the first. */
  readonly goOn?: GoOn;
}

/** What is left to do. */
export interface GoOn {
  /** Ids in ascending order, as differences in base 36: a hundred thousand of them fit into a call (X1). */
  readonly ids: string;
  readonly column?: ColumnKey;
  readonly soFar: Discarded;
}

/** What was done, and what was not. */
export interface Discarded extends LeftAlone {
  readonly rows: number;
  readonly cells: number;
  /** Rows with changes that a filter hides and that were therefore left alone. */
  readonly hidden: number;
}

export interface DiscardStep {
  readonly progress: Progress;
  readonly goOn?: GoOn;
  readonly result?: Discarded;
}

/** Rows put back between looks at the clock. Asking whether a row is hidden costs a call. */
const ROWS_PER_UNIT = 1_000;
const ROWS_PER_UNIT_ASKED = 100;
/** Rows may move under our hands this often before we ask to go on later. */
const MAX_TRIES = 3;

/** @throws Refusal busy, selection-elsewhere, rows-moved, and everything a check can refuse */
export function stepDiscard(ports: Ports, request: DiscardRequest, budget: Budget): DiscardStep {
  refuseIfBusy(ports);
  const begun = request.goOn ? goingOn(ports, request.goOn) : beginning(ports, request.what);
  const { soFar, column } = begun.todo;
  const step = stepFrom(ports, begun, request.hiddenToo, budget, 1);
  tellDiscarded(ports, soFar, step.result ?? step.goOn!.soFar, column);
  return step;
}

function tellDiscarded(ports: Ports, before: Discarded, after: Discarded, column?: ColumnKey): void {
  const [rows, cells] = [after.rows - before.rows, after.cells - before.cells];
  if (rows === 0) return;
  const message = `Rows: ${rows}, cells: ${cells}.`;
  const field = column ? columnOf(column).header : '';
  logEvent(ports, { what: 'Changes', outcome: 'Discarded', field, message });
}

function stepFrom(
  ports: Ports,
  { check, todo }: Begun,
  hiddenToo: boolean,
  budget: Budget,
  attempt: number,
): DiscardStep {
  const done = putBackRows(ports, check, todo, hiddenToo, budget);
  const left: Todo = { ...todo, ids: done.left, soFar: plus(todo.soFar, done) };
  if (done.end !== 'moved') return answer(left);
  if (attempt === MAX_TRIES) throw new Refusal('rows-moved');
  return stepFrom(ports, { check: checkTab(ports), todo: left }, hiddenToo, budget, attempt + 1);
}

function answer({ soFar, ids, column }: Todo): DiscardStep {
  const done = soFar.rows + soFar.hidden;
  const finished = ids.length === 0;
  const progress = { doing: 'Putting cells back', done, total: done + ids.length, finished };
  if (finished) return { progress, result: soFar };
  return { progress, goOn: { ids: packed(ids), ...(column ? { column } : {}), soFar } };
}

/** What is left to do, in ascending order of ids. */
interface Todo {
  readonly ids: readonly number[];
  readonly column?: ColumnKey;
  readonly soFar: Discarded;
}

interface Begun {
  readonly check: DeskCheck;
  readonly todo: Todo;
}

const NOTHING: Discarded = { rows: 0, cells: 0, hidden: 0, newRows: 0, copies: 0, lost: 0, other: 0 };

function beginning(ports: Ports, what: DiscardWhat): Begun {
  if (what === 'selected') {
    let check: DeskCheck | undefined;
    const read = () => (check = checkTab(ports)).reading;
    // The tab is looked for first, so that the same sheet is asked for its selection.
    const { rows } = selectedIn(ports, checkTab(ports).head.deskSheetId, read);
    const chosen = new Set(rows);
    return { check: check!, todo: todoOf(check!, (row) => chosen.has(row)) };
  }
  const check = checkTab(ports);
  if (what === 'all') return { check, todo: todoOf(check, () => true) };
  if ('column' in what) return { check, todo: todoOf(check, () => true, columnNamed(what.column)) };
  const ids = new Set(what.ids);
  return { check, todo: todoOf(check, (_, id) => id !== undefined && ids.has(id)) };
}

function columnNamed(key: string): ColumnKey {
  const column = COLUMNS.find((one) => one.key === key && one.role === 'editable');
  if (!column) throw new Refusal('nothing-to-discard');
  return column.key;
}

function todoOf(check: DeskCheck, isRow: (row: number, id?: number) => boolean, column?: ColumnKey): Todo {
  const { reading, desk, baseline } = check;
  const found = discardable(reading, desk, baseline.rows, { isRow, ...(column ? { column } : {}) });
  const ids = found.map(({ id }) => id).sort((a, b) => a - b);
  const others = column ? {} : leftAlone(desk, isRow);
  return { ids, ...(column ? { column } : {}), soFar: { ...NOTHING, ...others } };
}

function goingOn(ports: Ports, { ids, column, soFar }: GoOn): Begun {
  return {
    check: checkTab(ports),
    todo: { ids: unpacked(ids), soFar, ...(column ? { column: columnNamed(column) } : {}) },
  };
}

const plus = (soFar: Discarded, done: Pick<Discarded, 'rows' | 'cells' | 'hidden'>): Discarded => ({
  ...soFar,
  rows: soFar.rows + done.rows,
  cells: soFar.cells + done.cells,
  hidden: soFar.hidden + done.hidden,
});

interface Done extends Pick<Discarded, 'rows' | 'cells' | 'hidden'> {
  /** Ids that are not dealt with yet, in ascending order. */
  readonly left: readonly number[];
  /** moved: rows were moved meanwhile and what is left must be found anew. */
  readonly end: 'done' | 'time' | 'moved';
}

/** Puts the rows of these ids back for as long as there is time, at least one unit of them. Rows without a change any more are done. */
function putBackRows(ports: Ports, check: DeskCheck, todo: Todo, hiddenToo: boolean, budget: Budget): Done {
  const { reading, desk, baseline, head } = check;
  const wanted = new Set(todo.ids);
  const isRow = (_row: number, id: number | undefined): boolean => id !== undefined && wanted.has(id);
  // In the order of the sheet, so that neighbours are written together.
  const rows = discardable(reading, desk, baseline.rows, {
    isRow,
    ...(todo.column ? { column: todo.column } : {}),
  });
  const size = hiddenToo ? ROWS_PER_UNIT : ROWS_PER_UNIT_ASKED;
  const done = { rows: 0, cells: 0, hidden: 0 };
  const written: PutBack[] = [];
  let end: Done['end'] = 'done';
  let taken = 0;
  for (; taken < rows.length; taken += size) {
    if (taken > 0 && !budget.hasTime()) {
      end = 'time';
      break;
    }
    const unit = rows.slice(taken, taken + size);
    const hidden = hiddenToo ? NONE : hiddenOf(ports, check, unit);
    const seen = unit.filter(({ row }) => !hidden.has(row));
    const cells = seen.flatMap(({ row, cells: own }) => own.map((cell) => ({ row, ...cell })));
    if (!ports.desk.writeAt(head.deskSheetId, reading, cells)) {
      end = 'moved';
      break;
    }
    for (const row of seen) written.push(row);
    done.rows += seen.length;
    done.cells += cells.length;
    done.hidden += hidden.size;
  }
  settle(ports, check, written);
  const left = rows.slice(taken).map(({ id }) => id);
  return { ...done, left: left.sort((a, b) => a - b), end };
}

const NONE: ReadonlySet<number> = new Set();

/** Rows of a unit that a filter hides; each is asked about, so all are told. */
function hiddenOf(ports: Ports, { head, reading }: DeskCheck, unit: readonly PutBack[]): ReadonlySet<number> {
  const rows = unit.map(({ row }) => row);
  return ports.desk.hiddenRows(head.deskSheetId, reading, rows, rows.length).hidden;
}

/**
 * Fields that keep their first "as pulled" stop doing so once their cells hold what Everflow holds. The cells are read again for it.
 * @returns ids of the rows of which something is settled now
 */
export function settle(
  ports: Ports,
  { head, baseline }: Pick<DeskCheck, 'head' | 'baseline'>,
  written: readonly {
    readonly id: number;
    readonly cells: readonly { readonly column: ColumnKey }[];
  }[],
): ReadonlySet<number> {
  const open = written.filter(({ id, cells }) => {
    const known = baseline.rows.get(id);
    return known && (known.theirs || cells.some(({ column }) => isUnseen(known, column)));
  });
  if (open.length === 0) return NONE;
  const reading = ports.desk.read(head.deskSheetId);
  const { rowsById } = readIds(reading);
  const ids = new Set<number>();
  const rows = open.flatMap(({ id, cells }) => {
    const [row, ...others] = rowsById.get(id) ?? [];
    if (row === undefined || others.length > 0) return [];
    const known = baseline.rows.get(id)!;
    const columns = cells.map(({ column }) => column);
    const read = (column: ColumnKey): CellIn => reading.value(row, column);
    const over = settled(known, columns, read);
    if (over) ids.add(id);
    return withSeen(over ?? known, columns, read) ?? over ?? [];
  });
  if (rows.length > 0) ports.books.append([{ stream: head.baseline, blocks: baselineBlocks(rows) }]);
  return ids;
}

/**
 * Puts one column back in all rows, hidden ones too: the fix of a column that was sorted on its own (C9). It does not stop half-way for the
 * clock: the rest of a shuffled column may be too little to be recognised as one, and would then be pushed.
 * @throws Refusal rows-moved
 */
export function discardColumn(ports: Ports, check: DeskCheck, column: ColumnKey): Discarded {
  const begun = { check, todo: todoOf(check, () => true, column) };
  const { result = NOTHING } = stepFrom(ports, begun, true, { hasTime: () => true }, 1);
  tellDiscarded(ports, NOTHING, result, column);
  return result;
}

function packed(ids: readonly number[]): string {
  return ids.map((id, at) => (id - (ids[at - 1] ?? 0)).toString(36)).join();
}

function unpacked(text: string): number[] {
  let last = 0;
  return text
    .split(',')
    .map((part) => (last += Number.parseInt(part, 36)))
    .filter((id) => id > 0);
}
