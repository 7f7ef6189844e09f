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
}

export type WriteStep =
  /** A full rectangle with values of its own. */
  | {
      readonly kind: 'block';
      readonly rowNumber: number;
      readonly position: number;
      readonly values: readonly (readonly CellOut[])[];
    }
  /** The same value in many separate runs of one column: one call on a list of ranges. */
  | {
      readonly kind: 'same';
      readonly position: number;
      readonly value: CellOut;
      /** 1-based first row and number of rows. */
      readonly runs: readonly { readonly first: number; readonly count: number }[];
    };

/** Ranges in one list; no limit is documented, so it is kept moderate. */
const MAX_RUNS_PER_LIST = 250;

/**
 * Cells of equal value in one column that need more than one run become one `same` step; the rest become the largest rectangles
 * that contain nothing else.
 * @param mayRepeat whether a cell may be written by a list of ranges, without reading back: only words that no platform can take for anything else
 */
export function planWrites(
  cells: readonly CellWrite[],
  mayRepeat: (cell: CellWrite) => boolean,
): WriteStep[] {
  const steps: WriteStep[] = [];
  const rest: CellWrite[] = [];
  for (const group of groupBy(
    cells,
    (cell) => `${cell.position}\u0000${typeof cell.value}\u0000${cell.value}`,
  )) {
    const { position, value } = group[0]!;
    const runs = contiguous(group.map((cell) => cell.rowNumber));
    if (runs.length < 2 || !mayRepeat(group[0]!)) {
      rest.push(...group);
      continue;
    }
    for (let at = 0; at < runs.length; at += MAX_RUNS_PER_LIST) {
      steps.push({ kind: 'same', position, value, runs: runs.slice(at, at + MAX_RUNS_PER_LIST) });
    }
  }
  return steps.concat(blocksOf(rest));
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
  readonly values: CellOut[];
}

/** Neighbouring cells of a row become a run, equal runs of neighbouring rows become a rectangle. */
function blocksOf(cells: readonly CellWrite[]): WriteStep[] {
  const sorted = [...cells].sort((a, b) => a.rowNumber - b.rowNumber || a.position - b.position);
  const runs: RowRun[] = [];
  for (const cell of sorted) {
    const last = runs[runs.length - 1];
    if (last && last.rowNumber === cell.rowNumber && last.position + last.values.length === cell.position) {
      last.values.push(cell.value);
    } else {
      runs.push({ rowNumber: cell.rowNumber, position: cell.position, values: [cell.value] });
    }
  }
  const blocks: { rowNumber: number; position: number; values: CellOut[][] }[] = [];
  const open = new Map<string, (typeof blocks)[number]>();
  for (const run of runs) {
    const shape = `${run.position}+${run.values.length}`;
    const block = open.get(shape);
    if (block && block.rowNumber + block.values.length === run.rowNumber) block.values.push(run.values);
    else {
      const fresh = { rowNumber: run.rowNumber, position: run.position, values: [run.values] };
      open.set(shape, fresh);
      blocks.push(fresh);
    }
  }
  return blocks.map((block) => ({ kind: 'block', ...block }));
}
