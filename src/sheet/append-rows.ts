/**
 * Adding rows below all others while people may insert rows above them (P11). First the new rows are claimed by their row keys alone, a column
 * that names rows and holds nothing else; then each is filled where its key stands. Old rows that an insertion pushed under the writing get
 * everything back from a reading made right before.
 */
import { cellFor, SERVER_COLUMNS, type BaselineRow } from '../core/baseline';
import type { CellOut } from '../core/cells';
import type { Column, ColumnKey } from '../core/columns';
import { readId } from '../core/row-owner';
import { Refusal } from '../core/words';
import type { ShownCell } from '../flows/ports';
import { claim, claimOf, keyOf } from './claim-rows';
import { rowsByName } from './desk-find';
import type { ExactWriter } from './exact-text';
import type { LeftRows, MadeTab } from './made-tab';
import { headersOf, inGrid, lookAt, MAX_LOOKS, same, textOf, type Look } from './look';
import { columnRepairs, isForm, writeRepairs, type Repair } from './put-back';
import { contiguous } from './runs';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Rows above the new ones that can be given back: nobody inserts more rows than that within a second. */
const TAIL_ROWS = 300;

/**
 * @param claimed for rows whose keys stand in the tab already, wherever that is
 * @returns cells that read differently than written; 'moved' if nothing was added because people moved rows again and again
 * @throws Refusal as `lookAt`
 */
export function appendRows(
  sheet: Sheet,
  writer: ExactWriter,
  rows: readonly BaselineRow[],
  claimed?: MadeTab,
): ShownCell[] | 'moved' {
  let look = claimed?.look;
  let left = claimed?.left;
  for (let attempt = 1; !look; attempt += 1) {
    if (attempt > MAX_LOOKS) return 'moved';
    look = claim(sheet, writer, rows);
  }
  const shown: ShownCell[] = [];
  const todo = new Map(rows.map((row) => [keyOf(row), row]));
  for (let faults = 0; todo.size > 0;) {
    const mayBeFilled = claimed !== undefined && faults === 0;
    const filling = new Filling(sheet, writer, todo, mayBeFilled, left);
    const filled = filling.run(look ?? lookAt(sheet, ['id', 'rowKey']));
    look = undefined;
    left = undefined;
    if (filled) for (const cell of filled) shown.push(cell);
    else if ((faults += 1) > MAX_LOOKS) throw new Refusal('rows-moved');
    if (filled && claimed) claimed.left = filling.lastRows();
  }
  return shown;
}

/** One portion: neighbouring claimed rows that are filled together. */
class Filling {
  private first = 0;
  private rows: readonly BaselineRow[] = [];
  /** First row of the tail above the new rows. */
  private top = 0;
  private read: unknown[][] = [];
  private formulas: string[][] = [];
  private filled: readonly (readonly unknown[])[] = [];

  constructor(
    private readonly sheet: Sheet,
    private readonly writer: ExactWriter,
    /** Rows that still have to be filled, by row key; filled ones are taken out. */
    private readonly todo: Map<string, BaselineRow>,
    /** True if an execution that died may have filled some of them. */
    private readonly mayBeFilled: boolean,
    /** The rows above, and the header with them, as the portion before left them a moment ago. */
    private readonly left: LeftRows | undefined,
  ) {}

  /** What the last rows hold after `run` has filled them. */
  lastRows(): LeftRows {
    return { top: this.first + this.rows.length - this.filled.length, rows: this.filled };
  }

  /** Returns undefined if something moved; it has been put right, and the rows are still to do. */
  run(look: Look): ShownCell[] | undefined {
    if (!this.choose(look)) return undefined;
    if (!this.readBefore(look)) return undefined;
    const shown: ShownCell[] = [];
    for (const span of spansOf(look.columns)) {
      const range = this.sheet.getRange(this.first, span.position + 1, this.rows.length, span.columns.length);
      for (const misread of this.writer.write(range, this.cells(span.columns), span.columns)) {
        const { id } = this.rows[misread.row]!.postback;
        shown.push({ id, column: span.columns[misread.column]!.key, text: misread.text });
      }
    }
    if (!this.stands(look)) {
      this.putBack(look);
      return undefined;
    }
    for (const row of this.rows) this.todo.delete(keyOf(row));
    this.noteFilled(look, shown);
    return shown;
  }

  private noteFilled(look: Look, shown: readonly ShownCell[]): void {
    const places = SERVER_COLUMNS.map((column) => ({ column, at: look.columns.get(column.key)! }));
    const texts = new Map(shown.map((cell) => [`${cell.id} ${cell.column}`, cell.text]));
    this.filled = this.rows.slice(-TAIL_ROWS).map(({ postback }) => {
      const cells: unknown[] = look.headers.map(() => '');
      for (const { column, at } of places)
        cells[at] = texts.get(`${postback.id} ${column.key}`) ?? cellFor(column, postback);
      return cells;
    });
  }

  private cells(columns: readonly Column[]): CellOut[][] {
    return this.rows.map((row) => columns.map((column) => cellFor(column, row.postback)));
  }

  /** Takes the first neighbouring rows that bear keys of ours. Claims that somebody has deleted or pasted over are made again. */
  private choose(look: Look): boolean {
    const { byKey } = rowsByName(look);
    const places = new Map<number, BaselineRow>();
    const lost: BaselineRow[] = [];
    for (const [key, row] of this.todo) {
      const found = claimOf(look, row, byKey.get(key));
      if (found === undefined) lost.push(row);
      else places.set(found, row);
    }
    if (lost.length > 0) {
      claim(this.sheet, this.writer, lost);
      return false;
    }
    const run = contiguous([...places.keys()])[0];
    if (!run) return false;
    this.first = run.first;
    this.rows = Array.from({ length: run.count }, (_, at) => places.get(run.first + at)!);
    return true;
  }

  /** Reads what may be hit, the places themselves last: they must be blank, or be ours from a portion that was interrupted. */
  private readBefore(look: Look): boolean {
    const { sheet, first, rows } = this;
    this.top = Math.max(2, first - TAIL_ROWS);
    const width = look.headers.length;
    const last = first + rows.length - 1;
    const { left } = this;
    const isLeft = left !== undefined && left.top + left.rows.length === first;
    if (isLeft) this.top = left.top;
    else if (headersOf(sheet).join('\n') !== look.headers.join('\n')) return false;
    const read = inGrid(sheet, last, width, () => {
      const above = isLeft ? 0 : first - this.top;
      this.formulas = above > 0 ? sheet.getRange(this.top, 1, above, width).getFormulas() : [];
      const tail = above > 0 ? sheet.getRange(this.top, 1, above, width).getValues() : [];
      return [...((isLeft ? left.rows : tail) as unknown[][]), ...this.readPlaces(look)];
    });
    if (!read) return false;
    this.read = read;
    const stays = read.every((row, at) =>
      (['id', 'rowKey'] as const).every((key) =>
        same(row[look.columns.get(key)!] ?? '', look.at(this.top + at, key)),
      ),
    );
    return stays && !this.areFilled(look) && this.areFree(look);
  }

  /**
   * True if some of the rows were filled by an execution that died before it could tell. They may hold edits by now, so they stay as they are; the others
   * are chosen again.
   */
  private areFilled(look: Look): boolean {
    if (!this.mayBeFilled) return false;
    const position = look.columns.get('id')!;
    const filled = this.rows.filter(({ postback }, at) => {
      const id = readId(this.read[this.first - this.top + at]![position]);
      return id.kind === 'id' && id.id === postback.id;
    });
    for (const row of filled) this.todo.delete(keyOf(row));
    return filled.length > 0;
  }

  /** What stands in the places of the new rows: mostly nothing but their keys, which one cheap question tells. */
  private readPlaces(look: Look): unknown[][] {
    const { sheet, first, rows } = this;
    const width = look.headers.length;
    const place = look.columns.get('rowKey')!;
    const keys = sheet.getRange(first, place + 1, rows.length, 1).getValues() as unknown[][];
    const isBlankFrom = (column: number, count: number): boolean =>
      count === 0 || sheet.getRange(first, column, rows.length, count).isBlank();
    if (!isBlankFrom(1, place) || !isBlankFrom(place + 2, width - place - 1))
      return sheet.getRange(first, 1, rows.length, width).getValues();
    return keys.map(([key]) => Array.from({ length: width }, (_, at) => (at === place ? key : '')));
  }

  private areFree(look: Look): boolean {
    const columns = SERVER_COLUMNS.map((column) => ({ column, position: look.columns.get(column.key)! }));
    for (const [at, row] of this.rows.entries()) {
      const cells = this.read[this.first - this.top + at]!;
      const isFree = columns.every(
        ({ column, position }) =>
          cells[position] === '' || isForm(cellFor(column, row.postback), cells[position]),
      );
      // Somebody has entered something in a row that was to be ours: it is his now, and the postback is added below.
      if (!isFree) return this.giveUp(look, at);
    }
    return true;
  }

  /** Takes our key off a row that somebody fills, and claims another one. */
  private giveUp(look: Look, at: number): boolean {
    const row = this.rows[at]!;
    const position = look.columns.get('rowKey')!;
    writeRepairs(this.sheet, this.writer, [{ row: this.first + at, position, value: '', formula: '' }]);
    SpreadsheetApp.flush();
    for (let attempt = 1; attempt <= MAX_LOOKS; attempt += 1)
      if (claim(this.sheet, this.writer, [row])) break;
    return false;
  }

  /** True if header and row keys are where they were. */
  private stands(look: Look): boolean {
    const now = headersOf(this.sheet);
    if (now.length !== look.headers.length || !now.every((text, at) => text === look.headers[at]))
      return false;
    const place = look.columns.get('rowKey')!;
    const keys = this.sheet.getRange(this.top, place + 1, this.read.length, 1).getValues();
    return keys.every(([key], at) => same(key, this.read[at]![place]));
  }

  private putBack(look: Look): void {
    for (let round = 1; round <= MAX_LOOKS; round += 1) {
      let repairs = columnRepairs(this.sheet, {
        look,
        keys: [],
        cells: spansOf(look.columns).flatMap(({ position, columns }) =>
          this.cells(columns).flatMap((row, r) =>
            row.map((value, c) => ({ rowNumber: this.first + r, position: position + c, value })),
          ),
        ),
        row: (row) => this.read[row - this.top],
        isWhole: false,
        ownFormulas: (row, position) => this.formulas[row - this.top]?.[position] ?? '',
      });
      if (repairs.length === 0) repairs = this.rowRepairs();
      if (repairs.length === 0) return;
      writeRepairs(this.sheet, this.writer, repairs);
      SpreadsheetApp.flush();
    }
    throw new Refusal('rows-moved');
  }

  /** Cells in the rows that we wrote to which hold our values and are another row's. */
  private rowRepairs(): Repair[] {
    const now = lookAt(this.sheet, ['id', 'rowKey']);
    const place = now.columns.get('rowKey')!;
    const { byKey } = rowsByName(now);
    const height = Math.min(this.read.length, now.lastRow - this.top + 1);
    const cells = this.sheet.getRange(this.top, 1, height, now.headers.length).getValues() as unknown[][];
    const before = new Map<string, number>();
    const firstClaim = keyOf(this.rows[0]!);
    // Columns have not moved: this comes after columns were put right, or a Refusal.
    this.read.forEach((row, at) => before.set(String(row[place]), at));
    const shift = (claimOf(now, this.rows[0]!, byKey.get(firstClaim)) ?? this.first) - this.first;
    const intended = new Map(this.rows.map((row, at) => [keyOf(row), at]));
    return this.rows.flatMap((row, at): Repair[] => {
      const rowNumber = this.first + at;
      const line = cells[rowNumber - this.top];
      const key = String(line?.[place] ?? '');
      if (!line || key === keyOf(row)) return [];
      const own = intended.get(key);
      const from =
        key === '' ? this.namelessBefore(cells, rowNumber - this.top, shift, place) : before.get(key);
      return SERVER_COLUMNS.flatMap((column): Repair[] => {
        const position = now.columns.get(column.key)!;
        const value = line[position];
        if (column.key === 'rowKey' || !isForm(cellFor(column, row.postback), value)) return [];
        if (own !== undefined && isForm(cellFor(column, this.rows[own]!.postback), value)) return [];
        const old = own !== undefined || from === undefined ? '' : (this.read[from]![position] ?? '');
        const formula =
          own !== undefined || from === undefined ? '' : (this.formulas[from]?.[position] ?? '');
        return same(old, value) && formula === '' ? [] : [{ row: rowNumber, position, value: old, formula }];
      });
    });
  }

  /** Which row of the reading before a row without a key was: everything below the insertion has moved alike. */
  private namelessBefore(
    cells: readonly (readonly unknown[])[],
    at: number,
    shift: number,
    place: number,
  ): number | undefined {
    const from = at - shift;
    const was = this.read[from];
    if (!was || String(was[place]) !== '') return undefined;
    const text = (row: readonly unknown[] | undefined): string => JSON.stringify((row ?? []).map(textOf));
    // It still stands where it stood, so this is an inserted row.
    return shift !== 0 && text(cells[from]) === text(was) ? undefined : from;
  }
}

/** Columns that stand side by side and are filled for a new row, in whatever order people moved them to. */
function spansOf(columns: ReadonlyMap<ColumnKey, number>): { position: number; columns: Column[] }[] {
  const filled = SERVER_COLUMNS.filter((column) => column.key !== 'rowKey').map((column) => ({
    column,
    position: columns.get(column.key)!,
  }));
  const spans: { position: number; columns: Column[] }[] = [];
  for (const { column, position } of filled.sort((a, b) => a.position - b.position)) {
    const last = spans[spans.length - 1];
    if (last && last.position + last.columns.length === position) last.columns.push(column);
    else spans.push({ position, columns: [column] });
  }
  return spans;
}
