/**
 * Writes cells so that every text reads back exactly (T1, T2), whatever the platform does with "=" and apostrophes in cells
 * formatted "@": sources disagree, so each block is written, read back, and written again in another way where it reads wrong.
 * What was learnt is kept for the rest of the execution, so that only the first block of a pull pays for finding out.
 */
import { CANNOT_SHOW, MAX_CELL_CHARACTERS, type CellOut } from '../core/cells';
import type { Column } from '../core/columns';
import { isNormalised, isRiskyText } from '../core/text-form';

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

interface WrongCell extends Misread {
  readonly kind: 'normalised' | 'apostrophe-kept' | 'not-text';
}

/** Write, read back, mend: this often at most. Each column goes format -> bare -> general, so four passes settle all of them. */
const MAX_PASSES = 5;

/** Number format of a column's cells: "@" keeps texts as they are, "0" shows whole numbers in full. */
export function formatOf(column: Column): string {
  return column.kind === 'number' ? '0' : '@';
}

export class ExactWriter {
  /** Way for risky texts; `bare` once an apostrophe was seen to stay. */
  private riskyWay: Way = 'quoted';
  /** True once "=" was seen to become a formula in an "@" cell in spite of everything. */
  private equalsNeedsGeneral = false;

  /**
   * Writes a rectangle whose cells already have their column's format, and returns the cells that read back in another form:
   * normalised by the platform (T1), or replaced by a stand-in because no way of writing keeps them.
   * @param columns the catalogue column of each column of the rectangle
   * @param anchor column of the rectangle with the postback ids: if they do not read back, someone moved the rows meanwhile, and
   *   mending by position would write into other people's rows (P11)
   */
  write(range: Range, cells: Cells, columns: readonly Column[], anchor = -1): Misread[] | 'moved' {
    const ways = columns.map((_, index) => this.startWay(range, cells, index));
    const formatted = new Set<number>();
    for (let pass = 1; ; pass += 1) {
      range.setValues(cells.map((row) => row.map((cell, index) => encode(cell, ways[index]!))));
      const wrong = findWrong(range, cells);
      if (wrong.some((cell) => cell.column === anchor && cell.kind === 'not-text')) return 'moved';
      const mustMend = wrong.filter((cell) => cell.kind !== 'normalised');
      if (mustMend.length === 0) return wrong;
      if (pass === MAX_PASSES) return giveUp(range, cells, ways, wrong);
      this.mend(range, cells, columns, ways, formatted, mustMend);
    }
  }

  private startWay(range: Range, cells: Cells, index: number): Way {
    const hasEquals = cells.some((row) => String(row[index]).startsWith('='));
    if (!(hasEquals && this.equalsNeedsGeneral)) return this.riskyWay;
    columnPart(range, index).setNumberFormat('General');
    return 'general';
  }

  /** Chooses for each column with a wrong cell what to do differently in the next pass. */
  private mend(
    range: Range,
    cells: Cells,
    columns: readonly Column[],
    ways: Way[],
    formatted: Set<number>,
    wrong: readonly WrongCell[],
  ): void {
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

/** Reads the rectangle back. Formulas are only asked for if a text begins with "=" (L1). */
function findWrong(range: Range, cells: Cells): WrongCell[] {
  const read = range.getValues() as unknown[][];
  const mayBeFormula = cells.some((row) =>
    row.some((cell) => typeof cell === 'string' && cell.startsWith('=')),
  );
  const formulas = mayBeFormula ? range.getFormulas() : [];
  const wrong: WrongCell[] = [];
  cells.forEach((row, r) => {
    row.forEach((cell, c) => {
      const value = read[r]![c];
      const isFormula = (formulas[r]?.[c] ?? '') !== '';
      if (value === cell && !isFormula) return;
      wrong.push({ row: r, column: c, text: String(value), kind: judge(cell, value, isFormula) });
    });
  });
  return wrong;
}

function judge(cell: CellOut, value: unknown, isFormula: boolean): WrongCell['kind'] {
  if (typeof cell === 'number' || isFormula) return 'not-text';
  if (isNormalised(cell, value)) return 'normalised';
  return isNormalised(`'${cell}`, value) ? 'apostrophe-kept' : 'not-text';
}

/** No way keeps these texts: a stand-in is shown, the value itself stays in the books and on the server. */
function giveUp(range: Range, cells: Cells, ways: readonly Way[], wrong: readonly WrongCell[]): Misread[] {
  const lost = new Set<string>();
  for (const cell of wrong) if (cell.kind !== 'normalised') lost.add(`${cell.row} ${cell.column}`);
  const shown = cells.map((row, r) =>
    row.map((cell, c) => (lost.has(`${r} ${c}`) ? CANNOT_SHOW : encode(cell, ways[c]!))),
  );
  range.setValues(shown);
  return wrong.map((cell) => (cell.kind === 'normalised' ? cell : { ...cell, text: CANNOT_SHOW }));
}
