/**
 * Header and look of the Postbacks tab, put back without touching what people made of it: their own columns, colours, widths, notes on
 * cells and filters stay, and no value in a cell changes (C4). Rows and columns are looked at again right before each write (P11).
 */
import { isDate, type CellIn } from '../core/cells';
import { columnOf, COLUMNS, type Column, type ColumnKey } from '../core/columns';
import { fillingHeader, type NewColumn } from '../core/repair-headers';
import type { RawTab } from '../core/repair-evidence';
import { Refusal } from '../core/words';
import type { Layout } from '../flows/ports';
import { columnsOf } from './desk-find';
import { readBlocks } from './desk-reading';
import { ExactWriter, formatOf } from './exact-text';
import { letters, noteOf, runsOf, STOPPED_SYMBOL, stoppedRule, validationOf } from './layout';
import { contiguous } from './runs';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Ranges in one list; no limit is documented, so it is kept moderate. */
const MAX_RANGES = 250;

export class SheetLayout implements Layout {
  private readonly writer = new ExactWriter();

  constructor(private readonly spreadsheet: () => Spreadsheet) {}

  look(sheetId: number): RawTab {
    const sheet = this.need(sheetId);
    const width = sheet.getMaxColumns();
    const lastRow = Math.max(1, sheet.getLastRow());
    const headers = headersOf(sheet);
    const rows = readBlocks<unknown>(lastRow, (first, count) =>
      sheet.getRange(first, 1, count, width).getValues(),
    );
    return { headers, rowCount: rows.length, value: (row, position) => rows[row]![position] ?? '' };
  }

  addHeaderRow(sheetId: number, look: RawTab): boolean {
    const sheet = this.need(sheetId);
    if (!sameTexts(headersOf(sheet), look.headers)) return false;
    sheet.insertRowBefore(1);
    SpreadsheetApp.flush();
    return true;
  }

  setHeaders(sheetId: number, look: RawTab, texts: ReadonlyMap<number, string>): boolean {
    const sheet = this.need(sheetId);
    if (!sameTexts(headersOf(sheet), look.headers)) return false;
    // At most one call a column of the catalogue, and mostly few: headers that are right are not written.
    for (const run of contiguous([...texts.keys()])) {
      const range = sheet.getRange(1, run.first + 1, 1, run.count);
      range.setValues([Array.from({ length: run.count }, (_, offset) => texts.get(run.first + offset)!)]);
    }
    SpreadsheetApp.flush();
    return true;
  }

  addColumn(
    sheetId: number,
    look: RawTab,
    { column, position, isThere, cells }: NewColumn,
    witnesses: readonly number[],
  ): boolean {
    const sheet = this.need(sheetId);
    if (!sameTexts(headersOf(sheet), look.headers) || !sameRows(sheet, look, witnesses)) return false;
    if (!isThere) {
      if (position === 0) sheet.insertColumnsBefore(1, 1);
      else sheet.insertColumnAfter(position);
      sheet.setColumnWidth(position + 1, column.width);
      if (column.key === 'rowKey') sheet.hideColumns(position + 1);
    }
    const header = sheet.getRange(1, position + 1);
    header.setValue(fillingHeader(column));
    SpreadsheetApp.flush();
    if (look.rowCount > 0) {
      const range = sheet.getRange(2, position + 1, look.rowCount, 1);
      // An inserted column takes look and rules of its neighbour.
      range.setDataValidation(null);
      range.setNumberFormat(formatOf(column));
      this.writer.write(
        range,
        cells.map((cell) => [cell]),
        [column],
      );
    }
    const moved = isThere ? witnesses : witnesses.map((at) => (at >= position ? at + 1 : at));
    const stands = headersOf(sheet)[position] === fillingHeader(column);
    if (!stands || !sameRows(sheet, look, witnesses, moved)) return false;
    header.setValue(column.header);
    SpreadsheetApp.flush();
    return true;
  }

  dress(sheetId: number): void {
    const sheet = this.need(sheetId);
    const look = this.look(sheetId);
    const frozen = sheet.getFrozenRows();
    const rules = sheet.getConditionalFormatRules();
    // All reading is done: what follows is written in one go, to columns looked up right before.
    const columns = columnsOf(sheet);
    dressHeader(sheet, columns);
    setFormats(sheet, columns, look);
    setValidation(sheet, columns);
    if (frozen < 1) sheet.setFrozenRows(1);
    setConditionalFormat(sheet, rules, columns.get('state')!);
    SpreadsheetApp.flush();
  }

  private need(sheetId: number): Sheet {
    const sheet = this.spreadsheet()
      .getSheets()
      .find((one) => one.getSheetId() === sheetId);
    if (!sheet) throw new Refusal('desk-missing');
    return sheet;
  }
}

function headersOf(sheet: Sheet): string[] {
  return sheet.getRange(1, 1, 1, sheet.getMaxColumns()).getDisplayValues()[0] ?? [];
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);

/**
 * True if the rows still stand where they stood.
 * @param places where the witnesses of the look are now
 */
function sameRows(
  sheet: Sheet,
  look: RawTab,
  witnesses: readonly number[],
  places: readonly number[] = witnesses,
): boolean {
  // Rows that came below, or while the tab was being read, are in no look.
  if (Math.max(1, sheet.getLastRow()) !== look.rowCount + 1) return false;
  if (look.rowCount === 0) return true;
  return places.every((place, index) => {
    const now = sheet.getRange(2, place + 1, look.rowCount, 1).getValues() as unknown[][];
    return now.every((cell, row) => String(cell[0]) === String(look.value(row, witnesses[index]!)));
  });
}

/** Notes and weight of the catalogue's headers, and no rule of a pasted cell on them. Own columns' headers are theirs. */
function dressHeader(sheet: Sheet, columns: ReadonlyMap<ColumnKey, number>): void {
  const byPosition = new Map([...columns].map(([key, position]) => [position, columnOf(key)]));
  for (const run of contiguous([...byPosition.keys()])) {
    const range = sheet.getRange(1, run.first + 1, 1, run.count);
    range.setNotes([
      Array.from({ length: run.count }, (_, offset) => noteOf(byPosition.get(run.first + offset)!)),
    ]);
    range.setFontWeight('bold');
    range.setDataValidation(null);
  }
}

/**
 * The format of each column, but for cells in which it would give another meaning to what stands there: a date shown as plain text or as
 * a number would be read as a serial number, and pass as an id or a text (C5).
 */
function setFormats(sheet: Sheet, columns: ReadonlyMap<ColumnKey, number>, look: RawTab): void {
  const lastRow = sheet.getMaxRows();
  for (const format of ['@', '0']) {
    const whole: number[] = [];
    const parts: string[] = [];
    for (const column of COLUMNS) {
      if (formatOf(column) !== format) continue;
      const position = columns.get(column.key)!;
      const odd = rowsWithout(look, position, column);
      if (odd.length === 0) whole.push(position);
      else parts.push(...between(odd, lastRow).map(([from, to]) => a1(position, position, from, to)));
    }
    const ranges = contiguous(whole).map(({ first, count }) => a1(first, first + count - 1, 2, lastRow));
    const all = ranges.concat(parts);
    for (let at = 0; at < all.length; at += MAX_RANGES) {
      sheet.getRangeList(all.slice(at, at + MAX_RANGES)).setNumberFormat(format);
    }
  }
}

const a1 = (firstColumn: number, lastColumn: number, firstRow: number, lastRow: number): string =>
  `${letters(firstColumn)}${firstRow}:${letters(lastColumn)}${lastRow}`;

/** 1-based rows whose cell must keep its format. */
function rowsWithout(look: RawTab, position: number, column: Column): number[] {
  const rows: number[] = [];
  for (let row = 0; row < look.rowCount; row += 1) {
    if (formatMatters(look.value(row, position), column)) rows.push(row + 2);
  }
  return rows;
}

function formatMatters(value: CellIn, column: Column): boolean {
  return isDate(value) || (formatOf(column) === '@' && typeof value !== 'string');
}

/** The runs of rows from 2 to the last that leave these rows out. */
function between(odd: readonly number[], lastRow: number): [number, number][] {
  const runs: [number, number][] = [];
  let from = 2;
  for (const row of [...odd, lastRow + 1]) {
    if (row > from) runs.push([from, row - 1]);
    from = row + 1;
  }
  return runs;
}

/** Each column's rule; a column without one loses what a paste may have brought along. */
function setValidation(sheet: Sheet, columns: ReadonlyMap<ColumnKey, number>): void {
  const rows = sheet.getMaxRows() - 1;
  const sorted = [...columns].sort((a, b) => a[1] - b[1]).map(([key]) => columnOf(key));
  const isFree = (column: Column): boolean => column.rule.kind === 'none';
  for (const run of runsOf(sorted, (column) => (isFree(column) ? 'none' : column.key))) {
    const part = sorted.slice(run.from, run.to + 1).map((column) => columns.get(column.key)!);
    for (const { first, count } of contiguous(part)) {
      const rule = run.key === 'none' ? null : validationOf(sorted[run.from]!, `${letters(first)}2`);
      sheet.getRange(2, first + 1, rows, count).setDataValidation(rule);
    }
  }
}

/** The add-on's own rule, once and on the whole State column; all rules of people stay as they are. */
function setConditionalFormat(
  sheet: Sheet,
  rules: readonly GoogleAppsScript.Spreadsheet.ConditionalFormatRule[],
  state: number,
): void {
  const theirs = rules.filter((rule) => {
    const condition = rule.getBooleanCondition();
    const isOurs =
      condition?.getCriteriaType() === SpreadsheetApp.BooleanCriteria.TEXT_STARTS_WITH &&
      condition.getCriteriaValues()[0] === STOPPED_SYMBOL;
    return !isOurs;
  });
  sheet.setConditionalFormatRules([...theirs, stoppedRule(sheet, state)]);
}
