/** Rectangles and addresses. Everything counts from 1. */
import type { Area } from '../../protocol';

/** Neighbouring numbers together. The order in which they come does not matter. */
export function runsOf(numbers: readonly number[]): { start: number; count: number }[] {
  const runs: { start: number; count: number }[] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && number === last.start + last.count) last.count++;
    else if (last === undefined || number >= last.start + last.count) runs.push({ start: number, count: 1 });
  }
  return runs;
}

/** The parts of an area whose rows are not among `hidden`: what people do reaches only rows that a filter shows. */
export function shownParts(area: Area, hidden: ReadonlySet<number>): Area[] {
  if (hidden.size === 0) return [area];
  const rows = Array.from({ length: area.numRows }, (_, index) => area.row + index);
  return runsOf(rows.filter((row) => !hidden.has(row))).map(({ start, count }) => ({
    ...area,
    row: start,
    numRows: count,
  }));
}

/** "C" for 3. */
export function lettersOf(column: number): string {
  return column <= 0
    ? ''
    : lettersOf(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));
}

const numberOf = (letters: string): number =>
  letters
    .toUpperCase()
    .split('')
    .reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** "B2", "B2:D9". Throws on anything else. */
export function areaOf(a1: string): Area {
  const [, c1, r1, c2 = c1, r2 = r1] = /^\$?([a-z]+)\$?(\d+)(?::\$?([a-z]+)\$?(\d+))?$/i.exec(a1) ?? [];
  if (c1 === undefined || r1 === undefined) throw new Error(`"${a1}" is no address like B2 or B2:D9.`);
  const [row, column] = [Number(r1), numberOf(c1)];
  return {
    row,
    column,
    numRows: Number(r2) - row + 1,
    numColumns: numberOf(c2 ?? c1) - column + 1,
  };
}

/** The area into which something of this size goes: the whole selection if it fits in several times, else once at its corner. */
export function targetOf(selected: Area, numRows: number, numColumns: number): Area {
  const tiles = selected.numRows % numRows === 0 && selected.numColumns % numColumns === 0;
  return tiles ? selected : { row: selected.row, column: selected.column, numRows, numColumns };
}
