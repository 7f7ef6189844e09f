/**
 * Writing beside people (P11): nobody is locked out, so rows and columns may move between any two calls. Every portion is looked at before
 * and after it is written; if anything moved, all that was written is taken back, and it is tried again. Sheets has no "write only if":
 * what somebody enters into exactly a cell that is written, between the last look at it and the writing, is lost.
 */
import type { CellOut } from '../core/cells';
import { columnOf, type ColumnKey } from '../core/columns';
import { isNormalised } from '../core/text-form';
import { Refusal } from '../core/words';
import type { CellUpdate } from '../flows/ports';
import { judge, type ExactWriter } from './exact-text';
import { columnRange } from './layout';
import { headersOf, lookAgain, lookAt, MAX_LOOKS, readRows, same, type Look } from './look';
import { formulasOfOthers } from './own-formulas';
import { isOwnWord } from './own-words';
import { putBack, type Before } from './put-back';
import { planWrites, type CellWrite, type WriteStep } from './write-plan';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** What one row is to be given. */
export interface Aim {
  readonly cells: readonly (CellUpdate & {
    /** Written even if the cell holds that value, because it may be a formula's. */
    readonly always?: boolean;
  })[];
}

export interface Task {
  readonly aims: readonly Aim[];
  /**
   * The 1-based row of each aim as the tab stands now; 0 where it is gone.
   * @returns 'moved' if the rows that are meant cannot be found any more
   */
  readonly find: (look: Look) => readonly number[] | 'moved';
  /** Asked after each portion: false if a row that has no name is not the one that was meant. */
  readonly confirm?: () => boolean;
  /** Whole rows as read a moment ago, where that was done anyway. */
  readonly known?: (row: number) => readonly unknown[] | undefined;
  /** A look made right before, if there was one, and what was seen at the end. */
  readonly start?: Look;
  readonly atEnd?: (look: Look) => void;
  /** What to do after something moved and was put right: start over, or tell. */
  readonly whenMoved: 'again' | 'tell';
}

/** A cell that reads differently than it was written (T1). */
export interface AimShown {
  readonly aim: number;
  readonly column: ColumnKey;
  readonly text: string;
}

/** Service calls that write between two looks: a moment's work, as Sheets gathers them until the next look. */
const STEPS_PER_LOOK = 60;
/** The add-on's own words stand in these columns: here alone a gap may be filled with what was just seen in it. */
const FILLED: readonly ColumnKey[] = ['state', 'message'];

/** A cell on its way, with the aim that it belongs to; none if it only fills a gap. */
type Place = Map<string, { readonly aim: number; readonly cell: Aim['cells'][number] }>;

/**
 * Ids and row keys are never written in one portion: while one is written, the other names the rows.
 * @returns 'moved' if rows moved and nothing of the task's last portion is left in the tab (`whenMoved: 'tell'`)
 * @throws Refusal rows-moved when people moved rows again and again
 */
export function writeBeside(sheet: Sheet, writer: ExactWriter, task: Task): AimShown[] | 'moved' {
  const keys = new Set(task.aims.flatMap((aim) => aim.cells.map((cell) => cell.column)));
  if (keys.size === 0) return [];
  if (!(keys.has('id') && keys.has('rowKey'))) return new Portions(sheet, writer, task, [...keys]).run();
  const shown: AimShown[] = [];
  // What is seen at the end of one part is where the next begins: mostly there is nothing left to be written.
  let look = task.start;
  const atEnd = (last: Look): void => {
    look = last;
    task.atEnd?.(last);
  };
  keys.delete('rowKey');
  for (const part of [[...keys], ['rowKey' as const]]) {
    const aims = task.aims.map(({ cells }) => ({
      cells: cells.filter(({ column }) => part.includes(column)),
    }));
    const { start: _, ...rest } = task;
    const from = look && part.every((key) => isSeen(look!, key)) ? { start: look } : {};
    const done = new Portions(sheet, writer, { ...rest, ...from, aims, atEnd }, part).run();
    if (done === 'moved') return 'moved';
    for (const cell of done) shown.push(cell);
  }
  return shown;
}

/** True if the look has that column. */
const isSeen = ({ columns, spans }: Look, key: ColumnKey): boolean => {
  const at = columns.get(key)!;
  return spans.some(({ position, values }) => position <= at && at < position + values[0]!.length);
};

class Portions {
  private readonly shown: AimShown[] = [];
  /** Cells that need no more writing, though they may not hold what was aimed at: a person has typed there, or no way of writing keeps it. */
  private readonly settled = new Set<string>();

  constructor(
    private readonly sheet: Sheet,
    private readonly writer: ExactWriter,
    private readonly task: Task,
    private readonly keys: readonly ColumnKey[],
  ) {}

  run(): AimShown[] | 'moved' {
    let look = this.task.start;
    for (let moves = 0; moves < MAX_LOOKS;) {
      look ??= lookAt(this.sheet, [...new Set<ColumnKey>([...this.keys, 'id', 'rowKey'])]);
      const rows = this.task.find(look);
      if (rows === 'moved') return 'moved';
      const place: Place = new Map();
      const cells = this.wanted(look, rows, place);
      if (cells.length === 0) {
        this.task.atEnd?.(look);
        return this.shown;
      }
      if (!look.isOfOneMoment) {
        look = undefined;
        continue;
      }
      const all = planWrites(cells, fillOf(look), (value) => !isExact(value));
      const steps = all.slice(0, STEPS_PER_LOOK);
      const before = this.before(look, steps);
      const after = before && this.write(before, steps, place, all.length > steps.length);
      if (before && !after) {
        if (!putBack(this.sheet, this.writer, before)) throw new Refusal('rows-moved');
        if (this.task.whenMoved === 'tell') return 'moved';
      }
      if (!after) moves += 1;
      look = after;
    }
    throw new Refusal('rows-moved');
  }

  /** Cells that are to be written now: a cell with a condition is left alone if it does not hold (D3). */
  private wanted(look: Look, rows: readonly number[], place: Place): CellWrite[] {
    const writes: CellWrite[] = [];
    this.task.aims.forEach((aim, index) => {
      const rowNumber = rows[index]!;
      if (rowNumber === 0) return;
      for (const cell of aim.cells) {
        if (this.settled.has(`${index} ${cell.column}`)) continue;
        const now = look.at(rowNumber, cell.column);
        if (!cell.always && same(now, cell.value)) continue;
        if (cell.expected && !cell.expected(now)) continue;
        const position = look.columns.get(cell.column)!;
        const key = `${rowNumber} ${position}`;
        if (place.has(key)) continue;
        place.set(key, { aim: index, cell });
        writes.push({ rowNumber, position, value: cell.value });
      }
    });
    return writes;
  }

  /** What the cells hold that may be hit if rows or columns move; undefined if something has changed since the look. */
  private before(look: Look, steps: readonly WriteStep[]): Before | undefined {
    const cells = steps.flatMap((step) => step.cells);
    const rows = new Set(cells.map((cell) => cell.rowNumber));
    const ownFormulas = formulasOfOthers(this.sheet, look, rows);
    const { known } = this.task;
    const found = known ? undefined : readRows(this.sheet, rows);
    // What was read of other columns counts only if they stood where the look saw them.
    const isOwnThere = look.headers.length > look.columns.size;
    if ((isOwnThere || !known) && headersOf(this.sheet).join('\n') !== look.headers.join('\n'))
      return undefined;
    if (known) return { look, cells, ownFormulas, row: known, isWhole: true, keys: this.keys };
    const column = keyAt(look);
    const agrees = ({ rowNumber, position }: CellWrite): boolean =>
      same(found!.get(rowNumber)?.[position] ?? '', look.at(rowNumber, column.get(position)!));
    const names = [...rows].every((row) =>
      NAMES.every((key) => same(found?.get(row)?.[look.columns.get(key)!] ?? '', look.at(row, key))),
    );
    if (!found || !names || !cells.every(agrees)) return undefined;
    return { look, cells, ownFormulas, row: (row) => found.get(row), isWhole: false, keys: this.keys };
  }

  /** Writes and looks again, until every cell reads right. Returns the last look; undefined if something moved. */
  private write(
    before: Before,
    steps: readonly WriteStep[],
    place: Place,
    isMoreToCome: boolean,
  ): Look | undefined {
    const { look } = before;
    const column = keyAt(look);
    /** What a cell was given at last, where no way of writing keeps what it should hold. */
    const standIns = new Map<string, string>();
    let reach = 0;
    for (const { rowNumber } of before.cells) reach = Math.max(reach, rowNumber);
    let todo: readonly WriteStep[] = steps;
    for (let pass = 1; ; pass += 1) {
      for (const step of todo) this.carryOut(step, column, pass > 1, standIns);
      if (!flushed(this.sheet, look)) return undefined;
      const now = lookAgain(this.sheet, look, { reach, proved: isMoreToCome });
      if (!now || !this.stands(before, now) || this.task.confirm?.() === false) return undefined;
      const mend: CellWrite[] = [];
      const shown: AimShown[] = [];
      const settled: string[] = [];
      for (const cell of before.cells) {
        const key = `${cell.rowNumber} ${cell.position}`;
        const aimed = place.get(key);
        if (!aimed) continue;
        const { aim } = aimed;
        const name = column.get(cell.position)!;
        const value = now.at(cell.rowNumber, name);
        if (same(value, cell.value)) {
          if (aimed.cell.always) settled.push(`${aim} ${name}`);
          continue;
        }
        const isOurs =
          value === standIns.get(key) || (typeof cell.value === 'string' && isNormalised(cell.value, value));
        // A formula's value may read the same once it is kept in another form: that says nothing about rows that moved.
        if (!isOurs && !aimed.cell.always && same(value, look.at(cell.rowNumber, name))) return undefined;
        if (!isOurs && pass === 1 && judge(cell.value, value, false) !== 'other') {
          mend.push(cell);
          continue;
        }
        // Ours in another form, or what somebody has typed there meanwhile: that stays.
        settled.push(`${aim} ${name}`);
        if (isOurs) shown.push({ aim, column: name, text: String(value) });
      }
      if (mend.length === 0) {
        for (const key of settled) this.settled.add(key);
        for (const cell of shown) this.shown.push(cell);
        return now;
      }
      todo = planWrites(mend, { positions: new Set(), seen: () => undefined }, () => false);
    }
  }

  /** True if the rows that were written are still those that were meant. */
  private stands(before: Before, now: Look): boolean {
    const { look, cells } = before;
    const written = new Set(cells.map(({ rowNumber, position }) => `${rowNumber} ${position}`));
    const rows = new Set(cells.map((cell) => cell.rowNumber));
    return NAMES.every((key) => {
      const position = look.columns.get(key)!;
      return [...rows].every(
        (row) => written.has(`${row} ${position}`) || same(look.at(row, key), now.at(row, key)),
      );
    });
  }

  private carryOut(
    step: WriteStep,
    column: ReadonlyMap<number, ColumnKey>,
    proves: boolean,
    standIns: Map<string, string>,
  ): void {
    if (step.kind === 'same') {
      const names = step.runs.map((run) => columnRange(step.position, run));
      this.sheet.getRangeList(names).setValue(this.writer.firstForm(step.value));
      return;
    }
    const { rowNumber, position, values } = step;
    const width = values[0]!.length;
    const range = this.sheet.getRange(rowNumber, position + 1, values.length, width);
    if (!proves && !values.some((row) => row.some(isExact))) {
      range.setValues(values.map((row) => row.map((value) => this.writer.firstForm(value))));
      return;
    }
    const columns = Array.from({ length: width }, (_, at) => columnOf(column.get(position + at)!));
    for (const misread of this.writer.write(range, values, columns)) {
      standIns.set(`${rowNumber + misread.row} ${position + misread.column}`, misread.text);
    }
  }
}

const NAMES: readonly ColumnKey[] = ['id', 'rowKey'];

/** Texts that may become formulas are read back with their formulas at once. */
const isExact = (value: CellOut): boolean => typeof value === 'string' && value.startsWith('=');

function keyAt(look: Look): Map<number, ColumnKey> {
  return new Map([...look.columns].map(([key, position]) => [position, key]));
}

function fillOf(look: Look): Parameters<typeof planWrites>[1] {
  const key = keyAt(look);
  return {
    positions: new Set(FILLED.map((name) => look.columns.get(name)!)),
    seen: (row, position) => {
      const name = key.get(position)!;
      const value = look.at(row, name);
      return typeof value === 'string' && isOwnWord(columnOf(name), value) ? value : undefined;
    },
  };
}

/** False if a write could not be carried out because rows or columns of the grid are gone. */
function flushed(sheet: Sheet, look: Look): boolean {
  const { lastRow, headers } = look;
  try {
    SpreadsheetApp.flush();
    return true;
  } catch (error) {
    if (sheet.getMaxRows() >= lastRow && sheet.getMaxColumns() >= headers.length) throw error;
    return false;
  }
}
