/**
 * The Postbacks tab on SpreadsheetApp (C2, P11). The tab is known by its sheet id, columns by header, rows by postback id or row
 * key; row numbers are found anew for every write and never kept. People may act between any two calls.
 */
import type { BaselineRow } from '../core/baseline';
import type { CellIn, CellOut } from '../core/cells';
import { columnOf, type Column, type ColumnKey } from '../core/columns';
import { Refusal } from '../core/words';
import type { Desk, DeskReading, HiddenRows, PlacedCell, RowRun, RowUpdate, ShownCell } from '../flows/ports';
import { appendRows } from './append-rows';
import { MadeTab } from './made-tab';
import { writeBeside } from './beside-people';
import { findByName, placesStay } from './desk-find';
import { readTab, SheetReading } from './desk-reading';
import { hiddenRows, selectedRows } from './desk-look';
import { ExactWriter, formatOf } from './exact-text';
import { freeName } from './free-name';
import { columnRange, DESK_NAME, layOut } from './layout';
import { lookAt, MAX_LOOKS, same } from './look';
import { removeRows } from './remove-rows';
import { contiguous } from './runs';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type HiddenAsked = Parameters<typeof hiddenRows> extends [Sheet, ...infer Rest] ? Rest : never;
type MeantRows = Parameters<typeof removeRows> extends [Sheet, ExactWriter, ...infer Rest] ? Rest : never;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Cells selected at once; a longer list of ranges helps nobody to look at them. */
const MAX_SELECTED = 500;
const MAX_ASKED_HIDDEN = 20;

export class SheetDesk implements Desk {
  private readonly writer = new ExactWriter();
  /** The tab that the pull under way has made, as it should stand. */
  private made: MadeTab | undefined;

  constructor(private readonly spreadsheet: () => Spreadsheet) {}

  exists(sheetId: number): boolean {
    return this.find(sheetId) !== undefined;
  }

  create(ids: readonly number[]): number {
    const file = this.spreadsheet();
    const taken = file.getSheetByName(DESK_NAME);
    if (taken) taken.setName(freeName(file, `${DESK_NAME} (before)`));
    const sheet = file.insertSheet(DESK_NAME, 0);
    layOut(sheet, ids);
    // The job remembers this id as soon as it is returned; a tab that died with its execution would be taken for a deleted one.
    SpreadsheetApp.flush();
    this.made = MadeTab.fresh(sheet.getSheetId(), ids);
    return this.made.sheetId;
  }

  /** Reads again if rows or columns moved while it was reading: half of one order and half of another is nobody's tab. */
  read(sheetId: number): DeskReading {
    const sheet = this.need(sheetId);
    for (let attempt = 1; attempt <= MAX_LOOKS; attempt += 1) {
      const reading = readTab(sheet);
      if (reading) return reading;
    }
    throw new Refusal('rows-moved');
  }

  mayWrite(sheetId: number, { columns }: DeskReading): boolean {
    const sheet = this.need(sheetId);
    // People's own columns may be protected as they like: nothing is written there.
    return contiguous([...columns.values()]).every(({ first, count }) =>
      sheet.getRange(1, first + 1, sheet.getMaxRows(), count).canEdit(),
    );
  }

  append(
    sheetId: number,
    rows: readonly BaselineRow[],
    where: 'below' | 'claimed',
  ): readonly ShownCell[] | 'moved' {
    if (rows.length === 0) return [];
    const sheet = this.need(sheetId);
    if (where === 'below') return appendRows(sheet, this.writer, rows);
    if (this.made?.sheetId !== sheetId) this.made = MadeTab.seen(sheetId, lookAt(sheet, ['id', 'rowKey']));
    const shown = appendRows(sheet, this.writer, rows, this.made);
    this.made.noteFilled(rows);
    return shown;
  }

  update(sheetId: number, updates: readonly RowUpdate[]): readonly ShownCell[] {
    if (updates.length === 0) return [];
    const sheet = this.need(sheetId);
    const find = findByName(sheet, updates);
    const shown = writeBeside(sheet, this.writer, { aims: updates, find, whenMoved: 'again' });
    if (shown === 'moved') return [];
    return shown.flatMap(({ aim, column, text }) => {
      const { row } = updates[aim]!;
      return 'id' in row ? [{ id: row.id, column, text }] : [];
    });
  }

  writeAt(sheetId: number, reading: DeskReading, cells: readonly PlacedCell[]): boolean {
    return this.writePlaces(this.need(sheetId), reading, cells);
  }

  removeRows(sheetId: number, ...meant: MeantRows): readonly number[] {
    return meant[0].length === 0 ? [] : removeRows(this.need(sheetId), this.writer, ...meant);
  }

  select(
    sheetId: number,
    reading: DeskReading,
    cells: readonly { readonly row: number; readonly column: ColumnKey }[],
  ): number {
    const sheet = this.need(sheetId);
    const names = rangesOf(cells.slice(0, MAX_SELECTED), reading);
    if (names.length === 0) return 0;
    sheet.activate();
    sheet.getRangeList(names).activate();
    // One call a row is all that Sheets offers for this, so only the first rows are asked about.
    const rows = [...new Set(cells.map((cell) => cell.row))].slice(0, MAX_ASKED_HIDDEN);
    return rows.filter((row) => sheet.isRowHiddenByFilter(row + 2)).length;
  }

  hiddenRows(sheetId: number, ...asked: HiddenAsked): HiddenRows {
    return hiddenRows(this.need(sheetId), ...asked);
  }

  selectedRows(sheetId: number, reading: DeskReading): readonly RowRun[] | 'moved' | undefined {
    return selectedRows(this.need(sheetId), reading);
  }

  keepValues(sheetId: number, key: ColumnKey): number {
    const sheet = this.need(sheetId);
    const reading = this.read(sheetId);
    const column = columnOf(key);
    const formulas = reading.formulaRows(key);
    const cells: PlacedCell[] = [];
    if (formulas.includes(-1)) cells.push({ row: -1, column: key, value: column.header });
    // Everything from the first formula on: cells below may be its results, and would go with it.
    const first = Math.max(0, formulas[0] ?? reading.rowCount);
    for (let row = first; row < reading.rowCount; row += 1) {
      const value = reading.value(row, key);
      if (value === '') continue;
      cells.push({ row, column: key, value: asOut(value, reading.display(row, key), column) });
    }
    if (!this.writePlaces(sheet, reading, cells, 'always')) throw new Refusal('rows-moved');
    return formulas.length;
  }

  private writePlaces(
    sheet: Sheet,
    reading: DeskReading,
    cells: readonly PlacedCell[],
    when: 'differs' | 'always' = 'differs',
  ): boolean {
    if (cells.length === 0) return true;
    const byRow = new Map<number, PlacedCell[]>();
    for (const cell of cells) {
      const row = byRow.get(cell.row);
      if (row) row.push(cell);
      else byRow.set(cell.row, [cell]);
    }
    // What somebody has typed into a cell since the reading stays: what is to be written was decided without it.
    const aims = [...byRow.values()].map((row) => ({
      cells: row.map(({ column, value, row: at }) =>
        when === 'always'
          ? { column, value, always: true }
          : { column, value, expected: (now: CellIn) => same(now, reading.value(at, column)) },
      ),
    }));
    const known = reading instanceof SheetReading ? (row: number) => reading.row(row - 2) : undefined;
    const task = { ...placesStay(sheet, reading, byRow), aims, whenMoved: 'tell' as const };
    return writeBeside(sheet, this.writer, known ? { ...task, known } : task) !== 'moved';
  }

  private find(sheetId: number): Sheet | undefined {
    return this.spreadsheet()
      .getSheets()
      .find((sheet) => sheet.getSheetId() === sheetId);
  }

  private need(sheetId: number): Sheet {
    const sheet = this.find(sheetId);
    if (!sheet) throw new Refusal('desk-missing');
    return sheet;
  }
}

/** A value that a formula gave, as it is to be kept in the cell: numbers of number columns, and text as it is shown elsewhere. */
function asOut(value: CellIn, display: string, column: Column): CellOut {
  if (typeof value === 'number' && formatOf(column) === '0') return value;
  return typeof value === 'string' ? value : display;
}

/** Names of ranges that hold these cells and no other: neighbours in a column are one, since each range of a selection is drawn by itself. */
function rangesOf(
  cells: readonly { readonly row: number; readonly column: ColumnKey }[],
  reading: DeskReading,
): string[] {
  return [...new Set(cells.map(({ column }) => column))].flatMap((column) => {
    const position = reading.columns.get(column)!;
    const rows = cells.flatMap((cell) => (cell.column === column ? [cell.row + 2] : []));
    return contiguous(rows).map((run) => columnRange(position, run));
  });
}
