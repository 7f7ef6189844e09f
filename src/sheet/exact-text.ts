/**
 * Writes cells so that every text reads back exactly (T1, T2), whatever the platform does with "=" and apostrophes in cells
 * formatted "@": sources disagree, so each block is written, read back, and written again in another way where it reads wrong.
 * What was learnt is kept for the rest of the execution, so that only the first block of a pull pays for finding out.
 */
import { CANNOT_SHOW, ERROR_VALUES, isDate, MAX_CELL_CHARACTERS, type CellOut } from '../core/cells';
import type { Column } from '../core/columns';
import { isNormalised, isRiskyText, plainForm } from '../core/text-form';
import { contiguous } from './runs';

type Range = GoogleAppsScript.Spreadsheet.Range;
type Cells = readonly (readonly CellOut[])[];

/**
 * How a text is put into a cell:
 * - `quoted`: a risky text gets a leading apostrophe, which the platform takes off again
 * - `bare`: as it is, because the platform keeps apostrophes in "@" cells as characters
 * - `general`: the cells lose the "@" format and every text gets the apostrophe, as a person would type it there
 */
type Way = 'quoted' | 'bare' | 'general';

/** A cell that does not read back as it was written. Positions are 0-based within the written block. */
export interface Misread {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/**
 * How a cell reads that does not hold what was written:
 * - `normalised`: line ends or control characters differ
 * - `apostrophe-kept`: the guard has become part of the text
 * - `not-text`: the platform took it for a number, date, logical value or formula
 * - `other`: no platform makes that of it, so somebody has entered it meanwhile, or another row stands there now (P11)
 */
export type Misreading = 'normalised' | 'apostrophe-kept' | 'not-text' | 'other';

interface WrongCell extends Misread {
  readonly kind: Misreading;
}

/** Write, read back, mend: this often at most. Each column goes format -> bare -> general, so four passes settle all of them. */
const MAX_PASSES = 5;

/** What has to be known of a column to write into it. */
type Kind = Pick<Column, 'kind'>;

/** Number format of a column's cells: "@" keeps texts as they are, "0" shows whole numbers in full. */
export function formatOf(column: Kind): string {
  return column.kind === 'number' ? '0' : '@';
}

export class ExactWriter {
  /** Way for risky texts; `bare` once an apostrophe was seen to stay. */
  private riskyWay: Way = 'quoted';
  /** True once "=" was seen to become a formula in an "@" cell in spite of everything. */
  private equalsNeedsGeneral = false;

  /** A value as it is handed over at first, for cells that are read back later. */
  firstForm(value: CellOut): CellOut {
    return encode(value, this.riskyWay);
  }

  /**
   * Writes a rectangle whose cells already have their column's format, and returns the cells that read back in another form:
   * normalised by the platform (T1), or replaced by a stand-in because no way of writing keeps them. Cells in which somebody else has entered
   * something meanwhile are left alone and not told (P11).
   * @param columns the catalogue column of each column of the rectangle
   */
  write(range: Range, cells: Cells, columns: readonly Kind[]): Misread[] {
    const ways = columns.map((_, index) => this.startWay(range, cells, index));
    const formatted = new Set<number>();
    range.setValues(cells.map((row) => row.map((cell, index) => encode(cell, ways[index]!))));
    for (let pass = 1; ; pass += 1) {
      const wrong = findWrong(range, cells, ways);
      const misread = wrong.filter((cell) => cell.kind !== 'other');
      const mustMend = misread.filter((cell) => cell.kind !== 'normalised');
      if (mustMend.length === 0) return misread;
      const others = wrong.filter((cell) => cell.kind === 'other');
      if (pass === MAX_PASSES) return giveUp(range, cells, ways, misread, others);
      const again = this.mend(range, cells, columns, ways, formatted, mustMend);
      rewrite(range, again, others, (r, c) => encode(cells[r]![c]!, ways[c]!));
    }
  }

  private startWay(range: Range, cells: Cells, index: number): Way {
    const hasEquals = cells.some((row) => String(row[index]).startsWith('='));
    if (!(hasEquals && this.equalsNeedsGeneral)) return this.riskyWay;
    columnPart(range, index).setNumberFormat('General');
    return 'general';
  }

  /** Chooses for each column with a wrong cell what to do differently in the next pass. Returns these columns. */
  private mend(
    range: Range,
    cells: Cells,
    columns: readonly Kind[],
    ways: Way[],
    formatted: Set<number>,
    wrong: readonly WrongCell[],
  ): number[] {
    const byColumn = new Map<number, WrongCell>();
    for (const cell of wrong) byColumn.set(cell.column, cell);
    for (const [index, cell] of byColumn) {
      if (cell.kind === 'apostrophe-kept' && ways[index] === 'quoted') {
        ways[index] = this.riskyWay = 'bare';
      } else if (!formatted.has(index)) {
        // People paste formats too: the column may have lost its own.
        formatted.add(index);
        columnPart(range, index).setNumberFormat(formatOf(columns[index]!));
      } else {
        columnPart(range, index).setNumberFormat('General');
        ways[index] = 'general';
        if (String(cells[cell.row]![index]).startsWith('=')) this.equalsNeedsGeneral = true;
      }
    }
    return [...byColumn.keys()];
  }
}

/** Writes columns of the rectangle again, but for the cells that somebody else has entered. */
function rewrite(
  range: Range,
  columns: readonly number[],
  others: readonly WrongCell[],
  value: (row: number, column: number) => CellOut,
): void {
  const rows = Array.from({ length: range.getNumRows() }, (_, row) => row);
  for (const column of columns) {
    const taken = new Set(others.filter((cell) => cell.column === column).map((cell) => cell.row));
    for (const { first, count } of contiguous(rows.filter((row) => !taken.has(row)))) {
      const values = Array.from({ length: count }, (_, offset) => [value(first + offset, column)]);
      range.offset(first, column, count, 1).setValues(values);
    }
  }
}

function columnPart(range: Range, index: number): Range {
  return range.offset(0, index, range.getNumRows(), 1);
}

function encode(cell: CellOut, way: Way): CellOut {
  if (typeof cell === 'number' || cell === '' || way === 'bare') return cell;
  // The apostrophe may count against the limit of a cell; a text of full length goes without, and is found out if that is wrong.
  if (cell.length >= MAX_CELL_CHARACTERS) return cell;
  return way === 'general' || isRiskyText(cell) ? `'${cell}` : cell;
}

/** Cells that may be read along rather than in a call of their own: they cost about as much. */
const CELLS_PER_CALL = 80_000;

/**
 * Formulas of those columns alone in which there may be one (L1): a text that begins with "=" and was written without a guard, or does not read as it was
 * written. Where the guard is gone and the text is all there, it is a text. Columns near each other are read in one call.
 */
function formulasIn(
  range: Range,
  cells: Cells,
  read: readonly (readonly unknown[])[],
  ways: readonly Way[],
): (row: number, column: number) => string {
  const suspects = new Set<number>();
  cells.forEach((row, r) => {
    row.forEach((cell, c) => {
      if (typeof cell !== 'string' || !cell.startsWith('=')) return;
      if (ways[c] === 'bare' || read[r]![c] !== cell) suspects.add(c);
    });
  });
  if (suspects.size === 0) return () => '';
  const spans: { first: number; last: number; texts: string[][] }[] = [];
  for (const c of [...suspects].sort((a, b) => a - b)) {
    const open = spans[spans.length - 1];
    if (open && (c - open.last - 1) * cells.length <= CELLS_PER_CALL) open.last = c;
    else spans.push({ first: c, last: c, texts: [] });
  }
  for (const span of spans)
    span.texts = range.offset(0, span.first, cells.length, span.last - span.first + 1).getFormulas();
  return (row, column) => {
    const span = spans.find(({ first, last }) => first <= column && column <= last);
    return span?.texts[row]?.[column - span.first] ?? '';
  };
}

/** Reads the rectangle back. */
function findWrong(range: Range, cells: Cells, ways: readonly Way[]): WrongCell[] {
  const read = range.getValues() as unknown[][];
  const formulaAt = formulasIn(range, cells, read, ways);
  const wrong: WrongCell[] = [];
  cells.forEach((row, r) => {
    row.forEach((cell, c) => {
      const value = read[r]![c];
      const isFormula = formulaAt(r, c) !== '';
      if (value === cell && !isFormula) return;
      wrong.push({ row: r, column: c, text: String(value), kind: judge(cell, value, isFormula) });
    });
  });
  return wrong;
}

/** True for what a cell that lost its text format makes of such a text: the error of a formula, or the text without its guard. */
function isMadeOf(cell: string, value: string): boolean {
  if (ERROR_VALUES.includes(value)) return isRiskyText(cell);
  return value !== '' && plainForm(cell).replace(/^'/, '').trim() === plainForm(value).trim();
}

/** What became of a value that does not read as it was written. */
export function judge(cell: CellOut, value: unknown, isFormula: boolean): Misreading {
  if (isFormula) return 'not-text';
  // A number is kept as a number; a cell's date format makes it a date, a text format perhaps a text.
  if (typeof cell === 'number') return isDate(value) || String(value) === String(cell) ? 'not-text' : 'other';
  if (isNormalised(cell, value)) return 'normalised';
  if (cell !== '' && isNormalised(`'${cell}`, value)) return 'apostrophe-kept';
  if (typeof value === 'string') return isMadeOf(cell, value) ? 'not-text' : 'other';
  if (typeof value === 'boolean') return /^\s*(true|false)\s*$/i.test(cell) ? 'not-text' : 'other';
  return /\d/.test(cell) || isRiskyText(cell) ? 'not-text' : 'other';
}

/** No way keeps these texts: a stand-in is shown, the value itself stays in the books and on the server. */
function giveUp(
  range: Range,
  cells: Cells,
  ways: readonly Way[],
  misread: readonly WrongCell[],
  others: readonly WrongCell[],
): Misread[] {
  const lost = misread.filter((cell) => cell.kind !== 'normalised');
  const places = new Set(lost.map((cell) => `${cell.row} ${cell.column}`));
  const columns = [...new Set(lost.map((cell) => cell.column))];
  rewrite(range, columns, others, (r, c) =>
    places.has(`${r} ${c}`) ? CANNOT_SHOW : encode(cells[r]![c]!, ways[c]!),
  );
  return misread.map((cell) => (cell.kind === 'normalised' ? cell : { ...cell, text: CANNOT_SHOW }));
}
