/**
 * How to write scattered cells in few service calls, without ever writing a cell that was not asked for: a pure plan (P11, L1).
 */
import type { CellOut } from '../core/cells';
import { contiguous } from './runs';

export interface CellWrite {
  /** 1-based row and 0-based column position in the tab. */
  readonly rowNumber: number;
  readonly position: number;
  readonly value: CellOut;
  /** True if the cell is only written to join its neighbours, with what it holds already. */
  readonly filled?: true;
}

export type WriteStep =
  /** A full rectangle with values of its own. */
  | {
      readonly kind: 'block';
      readonly rowNumber: number;
      readonly position: number;
      readonly values: readonly (readonly CellOut[])[];
      readonly cells: readonly CellWrite[];
    }
  /** The same value in many separate runs of one column: one call on a list of ranges. */
  | {
      readonly kind: 'same';
      readonly position: number;
      readonly value: CellOut;
      /** 1-based first row and number of rows. */
      readonly runs: readonly { readonly first: number; readonly count: number }[];
      readonly cells: readonly CellWrite[];
    };

/** Columns of the add-on's own words, in which a gap between two cells to be written may be filled with what was seen there. */
export interface Fill {
  readonly positions: ReadonlySet<number>;
  /** What stands there; undefined if it may not be written back. */
  readonly seen: (rowNumber: number, position: number) => CellOut | undefined;
}

/** Ranges in one list; no limit is documented, so it is kept moderate. */
const MAX_RUNS_PER_LIST = 250;
/** Rows of a gap that is filled: these cells cost less than another call. */
const MAX_FILLED_ROWS = 2_000;

/**
 * Cells of equal value in one column that need more than one run become `same` steps; cells in columns that may be filled become few large
 * rectangles; the rest become the largest rectangles that contain nothing else.
 * @param mayRepeat whether a value may be written to a list of ranges
 */
export function planWrites(
  cells: readonly CellWrite[],
  fill: Fill,
  mayRepeat: (value: CellOut) => boolean,
): WriteStep[] {
  const filled = fillGaps(
    cells.filter((cell) => fill.positions.has(cell.position)),
    fill,
  );
  const others = cells.filter((cell) => !fill.positions.has(cell.position));
  const all = repeated(others, mayRepeat);
  const isRepeated = new Set(all.steps.flatMap((step) => step.cells));
  // A repeated value whose neighbour has to be written by itself comes along in that call at no cost.
  const runs = runsOf(others);
  const isLonely = (run: RowRun): boolean => run.cells.every((cell) => isRepeated.has(cell));
  const joined = runs.filter((run) => !isLonely(run));
  const some = repeated(cellsOf(runs.filter(isLonely)), mayRepeat);
  const [first, ...plans] = [
    { steps: all.steps, rest: all.rest },
    { steps: some.steps, rest: [...some.rest, ...cellsOf(joined)] },
  ].flatMap(({ steps, rest }): [WriteStep[], WriteStep[]] => [
    [...steps, ...blocksOf([...filled, ...rest])],
    // A neighbour in one row only would break their rectangle.
    [...steps, ...blocksOf(filled), ...blocksOf(rest)],
  ]) as [WriteStep[], ...WriteStep[][]];
  return plans.reduce((best, plan) => (plan.length < best.length ? plan : best), first);
}

/** `same` steps for values that stand in several runs of a column, and the cells that are left. */
function repeated(
  cells: readonly CellWrite[],
  mayRepeat: (value: CellOut) => boolean,
): { readonly steps: readonly WriteStep[]; readonly rest: readonly CellWrite[] } {
  const steps: WriteStep[] = [];
  const rest: CellWrite[] = [];
  for (const group of groupBy(
    cells,
    (cell) => `${cell.position}\u0000${typeof cell.value}\u0000${cell.value}`,
  )) {
    const { position, value } = group[0]!;
    const byRow = new Map(group.map((cell) => [cell.rowNumber, cell]));
    const runs = contiguous(group.map((cell) => cell.rowNumber));
    if (runs.length < 2 || !mayRepeat(value)) {
      for (const cell of group) rest.push(cell);
      continue;
    }
    for (let at = 0; at < runs.length; at += MAX_RUNS_PER_LIST) {
      const some = runs.slice(at, at + MAX_RUNS_PER_LIST);
      const covered = some.flatMap(({ first, count }) =>
        Array.from({ length: count }, (_, offset) => byRow.get(first + offset)!),
      );
      steps.push({ kind: 'same', position, value, runs: some, cells: covered });
    }
  }
  return { steps, rest };
}

/** The cells, with those between them that join them into few rectangles. */
function fillGaps(cells: readonly CellWrite[], fill: Fill): CellWrite[] {
  const positions = [...new Set(cells.map((cell) => cell.position))];
  const wanted = new Map(cells.map((cell) => [`${cell.rowNumber} ${cell.position}`, cell]));
  const rows = [...new Set(cells.map((cell) => cell.rowNumber))].sort((a, b) => a - b);
  const all: CellWrite[] = [];
  /** Adds a row of all positions; without a seen value, only what is wanted. */
  const joined = (row: number): CellWrite[] =>
    positions.flatMap((position): CellWrite[] => {
      const cell = wanted.get(`${row} ${position}`);
      if (cell) return [cell];
      const value = fill.seen(row, position);
      return value === undefined ? [] : [{ rowNumber: row, position, value, filled: true }];
    });
  rows.forEach((row, at) => {
    for (const cell of joined(row)) all.push(cell);
    const next = rows[at + 1] ?? row;
    if (next - row - 1 > MAX_FILLED_ROWS) return;
    const between: CellWrite[] = [];
    for (let gap = row + 1; gap < next; gap += 1) {
      const filled = joined(gap);
      // A gap with one cell that may not be written back is no bridge.
      if (filled.length < positions.length) return;
      for (const cell of filled) between.push(cell);
    }
    for (const cell of between) all.push(cell);
  });
  return all;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()];
}

interface RowRun {
  readonly rowNumber: number;
  readonly position: number;
  readonly cells: CellWrite[];
}

const cellsOf = (runs: readonly RowRun[]): CellWrite[] => runs.flatMap((run) => run.cells);

/** Neighbouring cells of a row, from the top of the tab to its end. */
function runsOf(cells: readonly CellWrite[]): RowRun[] {
  const sorted = [...cells].sort((a, b) => a.rowNumber - b.rowNumber || a.position - b.position);
  const runs: RowRun[] = [];
  for (const cell of sorted) {
    const last = runs[runs.length - 1];
    if (last && last.rowNumber === cell.rowNumber && last.position + last.cells.length === cell.position) {
      last.cells.push(cell);
    } else {
      runs.push({ rowNumber: cell.rowNumber, position: cell.position, cells: [cell] });
    }
  }
  return runs;
}

/** Equal runs of neighbouring rows become a rectangle. */
function blocksOf(cells: readonly CellWrite[]): WriteStep[] {
  const runs = runsOf(cells);
  const blocks: RowRun[][] = [];
  const open = new Map<string, RowRun[]>();
  for (const run of runs) {
    const shape = `${run.position}+${run.cells.length}`;
    const block = open.get(shape);
    if (block && block[0]!.rowNumber + block.length === run.rowNumber) block.push(run);
    else {
      const fresh = [run];
      open.set(shape, fresh);
      blocks.push(fresh);
    }
  }
  return blocks.map((block) => ({
    kind: 'block',
    rowNumber: block[0]!.rowNumber,
    position: block[0]!.position,
    values: block.map((run) => run.cells.map((cell) => cell.value)),
    cells: block.flatMap((run) => run.cells),
  }));
}
