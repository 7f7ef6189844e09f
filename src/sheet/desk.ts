/**
 * The Postbacks tab on SpreadsheetApp (C2, P11). The tab is known by its sheet id, columns by header, rows by postback id or row
 * key; row numbers are found anew for every write and never kept. People may act between any two calls.
 */
import { cellFor, type BaselineRow } from '../core/baseline';
import type { CellIn, CellOut } from '../core/cells';
import { columnOf, COLUMNS, type Column, type ColumnKey } from '../core/columns';
import { Refusal } from '../core/words';
import type { Desk, DeskReading, PlacedCell, RowUpdate, ShownCell } from '../flows/ports';
import { columnsOf, findRows, stillThere, wantedWrites } from './desk-find';
import { isOwnWord } from './own-words';
import { SheetReading, readBlocks } from './desk-reading';
import { ExactWriter, formatOf } from './exact-text';
import { DESK_NAME, dressRows, layOut, letters } from './layout';
import { contiguous } from './runs';
import { planWrites, type CellWrite, type WriteStep } from './write-plan';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Cells selected at once; a longer list of ranges helps nobody to look at them. */
const MAX_SELECTED = 500;
const MAX_ASKED_HIDDEN = 20;

export class SheetDesk implements Desk {
  private readonly writer = new ExactWriter();

  constructor(private readonly spreadsheet: () => Spreadsheet) {}

  exists(sheetId: number): boolean {
    return this.find(sheetId) !== undefined;
  }

  create(rows: number): number {
    const file = this.spreadsheet();
    const taken = file.getSheetByName(DESK_NAME);
    if (taken) taken.setName(freeName(file, `${DESK_NAME} (before)`));
    const sheet = file.insertSheet(DESK_NAME, 0);
    const spare = sheet.getMaxColumns() - COLUMNS.length;
    if (spare < 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), -spare);
    // The grid first: formats and validation reach as far as the grid does.
    growTo(sheet, rows + 1);
    layOut(sheet);
    // The job remembers this id as soon as it is returned; a tab that died with its execution would be taken for a deleted one.
    SpreadsheetApp.flush();
    return sheet.getSheetId();
  }

  read(sheetId: number): DeskReading {
    const sheet = this.need(sheetId);
    const lastRow = Math.max(1, sheet.getLastRow());
    const columns = columnsOf(sheet);
    const width = sheet.getMaxColumns();
    const values = readBlocks<unknown>(lastRow, (first, count) =>
      sheet.getRange(first, 1, count, width).getValues(),
    );
    return new SheetReading(sheet, columns, values, width);
  }

  append(sheetId: number, rows: readonly BaselineRow[]): readonly ShownCell[] | 'moved' {
    if (rows.length === 0) return [];
    const sheet = this.need(sheetId);
    const columns = columnsOf(sheet);
    const start = sheet.getLastRow() + 1;
    const firstNew = growTo(sheet, start + rows.length - 1);
    if (firstNew > 0) dressRows(sheet, columns, firstNew);
    const shown: ShownCell[] = [];
    // The span with the ids first: what an interrupted append has left is known by them and is completed by going on.
    const spans = neighbours(columns);
    const hasId = (span: (typeof spans)[number]): boolean =>
      span.columns.some((column) => column.key === 'id');
    for (const span of [...spans.filter(hasId), ...spans.filter((other) => !hasId(other))]) {
      const range = sheet.getRange(start, span.position + 1, rows.length, span.columns.length);
      const cells = rows.map((row) => span.columns.map((column) => cellFor(column, row.postback)));
      const anchor = span.columns.findIndex((column) => column.key === 'id');
      const misreads = this.writer.write(range, cells, span.columns, anchor);
      if (misreads === 'moved') return 'moved';
      for (const misread of misreads) {
        const column = span.columns[misread.column]!.key;
        shown.push({ id: rows[misread.row]!.postback.id, column, text: misread.text });
      }
    }
    return shown;
  }

  update(sheetId: number, updates: readonly RowUpdate[]): readonly ShownCell[] {
    if (updates.length === 0) return [];
    const sheet = this.need(sheetId);
    const lastRow = sheet.getLastRow();
    const columns = columnsOf(sheet);
    const rows = findRows(sheet, columns, lastRow, updates);
    const writes = wantedWrites(sheet, columns, updates, rows);
    const shown = this.carryOut(sheet, columns, writes);
    // Words are not read back, and what is not flushed is lost if the execution dies after its job says that it is done (J1).
    if (writes.length > 0) SpreadsheetApp.flush();
    const names = new Map(rows.map((row, at) => [row, updates[at]!.row]));
    return shown.flatMap((cell) => {
      const name = names.get(cell.rowNumber);
      return name && 'id' in name ? [{ id: name.id, column: cell.column, text: cell.text }] : [];
    });
  }

  writeAt(sheetId: number, reading: DeskReading, cells: readonly PlacedCell[]): boolean {
    if (cells.length === 0) return true;
    const sheet = this.need(sheetId);
    if (!stillThere(sheet, reading, new Set(cells.map((cell) => cell.row)))) return false;
    const writes = cells.map((cell) => ({
      rowNumber: cell.row + 2,
      position: reading.columns.get(cell.column)!,
      value: cell.value,
    }));
    this.carryOut(sheet, reading.columns, writes);
    return true;
  }

  select(
    sheetId: number,
    reading: DeskReading,
    cells: readonly { readonly row: number; readonly column: ColumnKey }[],
  ): number {
    const sheet = this.need(sheetId);
    const names = cells.slice(0, MAX_SELECTED).map(({ row, column }) => {
      return `${letters(reading.columns.get(column)!)}${row + 2}`;
    });
    if (names.length === 0) return 0;
    sheet.activate();
    sheet.getRangeList(names).activate();
    // One call a row is all that Sheets offers for this, so only the first rows are asked about.
    const rows = [...new Set(cells.map((cell) => cell.row))].slice(0, MAX_ASKED_HIDDEN);
    return rows.filter((row) => sheet.isRowHiddenByFilter(row + 2)).length;
  }

  removeRows(sheetId: number, ids: readonly number[]): number {
    if (ids.length === 0) return 0;
    const sheet = this.need(sheetId);
    const names = ids.map((id) => ({ row: { id }, cells: [] }));
    const rows = findRows(sheet, columnsOf(sheet), sheet.getLastRow(), names).filter((row) => row > 0);
    // A tab keeps at least one row below its frozen header.
    if (rows.length >= sheet.getMaxRows() - 1) sheet.insertRowsAfter(sheet.getMaxRows(), 1);
    for (const run of contiguous(rows).reverse()) sheet.deleteRows(run.first, run.count);
    SpreadsheetApp.flush();
    return rows.length;
  }

  keepValues(sheetId: number, key: ColumnKey): number {
    const sheet = this.need(sheetId);
    const reading = this.read(sheetId);
    const column = columnOf(key);
    const formulas = reading.formulaRows(key);
    const position = reading.columns.get(key)!;
    const writes: CellWrite[] = [];
    if (formulas.includes(-1)) writes.push({ rowNumber: 1, position, value: column.header });
    // Everything from the first formula on: cells below may be its results, and would go with it.
    const first = Math.max(0, formulas[0] ?? reading.rowCount);
    for (let row = first; row < reading.rowCount; row += 1) {
      const value = reading.value(row, key);
      if (value === '') continue;
      writes.push({ rowNumber: row + 2, position, value: asOut(value, reading.display(row, key), column) });
    }
    this.carryOut(sheet, reading.columns, writes);
    return formulas.length;
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

  private carryOut(
    sheet: Sheet,
    columns: ReadonlyMap<ColumnKey, number>,
    writes: readonly CellWrite[],
  ): { rowNumber: number; column: ColumnKey; text: string }[] {
    const byPosition = new Map<number, Column>();
    for (const [key, position] of columns) byPosition.set(position, columnOf(key));
    const shown: { rowNumber: number; column: ColumnKey; text: string }[] = [];
    for (const step of planWrites(writes, ({ position, value }) =>
      isOwnWord(byPosition.get(position)!, value),
    )) {
      if (step.kind === 'same') {
        sheet.getRangeList(step.runs.map((run) => a1(step.position, run))).setValue(step.value);
        continue;
      }
      shown.push(...this.writeBlock(sheet, step, byPosition));
    }
    return shown;
  }

  private writeBlock(
    sheet: Sheet,
    step: Extract<WriteStep, { kind: 'block' }>,
    byPosition: ReadonlyMap<number, Column>,
  ): { rowNumber: number; column: ColumnKey; text: string }[] {
    const width = step.values[0]!.length;
    const columns = Array.from({ length: width }, (_, offset) => byPosition.get(step.position + offset)!);
    const range = sheet.getRange(step.rowNumber, step.position + 1, step.values.length, width);
    const misreads = this.writer.write(range, step.values, columns);
    if (misreads === 'moved') return [];
    return misreads.map((misread) => ({
      rowNumber: step.rowNumber + misread.row,
      column: columns[misread.column]!.key,
      text: misread.text,
    }));
  }
}

function a1(position: number, run: { first: number; count: number }): string {
  const column = letters(position);
  return `${column}${run.first}:${column}${run.first + run.count - 1}`;
}

/** A value that a formula gave, as it is to be kept in the cell: numbers of number columns, and text as it is shown elsewhere. */
function asOut(value: CellIn, display: string, column: Column): CellOut {
  if (typeof value === 'number' && formatOf(column) === '0') return value;
  return typeof value === 'string' ? value : display;
}

/** Catalogue columns that stand side by side, in whatever order people moved them to. */
function neighbours(columns: ReadonlyMap<ColumnKey, number>): { position: number; columns: Column[] }[] {
  const sorted = [...columns].sort((a, b) => a[1] - b[1]);
  const spans: { position: number; columns: Column[] }[] = [];
  for (const [key, position] of sorted) {
    const last = spans[spans.length - 1];
    if (last && last.position + last.columns.length === position) last.columns.push(columnOf(key));
    else spans.push({ position, columns: [columnOf(key)] });
  }
  return spans;
}

/** Rows added beyond what is needed, so that not every pull has to grow and dress the grid. */
const SPARE_ROWS = 200;

/** Makes the grid reach at least that row. Returns the first row that was added, or 0. */
function growTo(sheet: Sheet, lastRow: number): number {
  const had = sheet.getMaxRows();
  if (had >= lastRow) return 0;
  sheet.insertRowsAfter(had, lastRow - had + SPARE_ROWS);
  return had + 1;
}

function freeName(file: Spreadsheet, wanted: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted} ${n}`;
    if (!file.getSheetByName(name)) return name;
  }
}
