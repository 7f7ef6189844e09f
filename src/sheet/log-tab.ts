/**
 * The Change log tab (A1): made, found by its sheet id, read and written in blocks. What stands in a line, and which lines are missing, is not
 * known here.
 */
import { LOG_HEADERS } from '../core/audit/log-chain';
import { columnOf } from '../core/columns';
import { Refusal } from '../core/words';
import type { LogTab } from '../flows/ports';
import { ExactWriter } from './exact-text';
import { freeName } from './free-name';
import { cellsIn, MAX_CELLS } from './room';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

export const LOG_NAME = 'Change log';
/** Until it is whole, so that a half-made tab is finished and not kept beside another one. */
const UNFINISHED = `${LOG_NAME} – new`;
const WIDTH = LOG_HEADERS.length;
/** Rows added beyond what is asked for, so that not every step has to add some. */
const SPARE_ROWS = 500;
/** Pixels: a time, an address or a header fits; old and new values get more, and the message most. */
const WIDTH_USUAL = 150;
const WIDTH_VALUES = 260;
const WIDTH_MESSAGE = 340;
/** Every column holds texts, whatever they look like. */
const TEXTS = LOG_HEADERS.map(() => columnOf('description'));

export class SheetLog implements LogTab {
  private readonly writer = new ExactWriter();
  private found: Sheet | undefined;

  constructor(private readonly spreadsheet: () => Spreadsheet) {}

  create(): number {
    const file = this.spreadsheet();
    const made = file.getSheetByName(LOG_NAME);
    if (made && isWhole(made) && made.getLastRow() === 1) return made.getSheetId();
    const open = file.getActiveSheet();
    const sheet = file.getSheetByName(UNFINISHED) ?? file.insertSheet(UNFINISHED, file.getSheets().length);
    const spare = sheet.getMaxColumns() - WIDTH;
    if (spare > 0) sheet.deleteColumns(WIDTH + 1, spare);
    sheet.getRange(1, 1, sheet.getMaxRows(), WIDTH).setNumberFormat('@');
    sheet
      .getRange(1, 1, 1, WIDTH)
      .setValues([[...LOG_HEADERS]])
      .setFontWeight('bold');
    sheet.setFrozenRows(1);
    sheet.setColumnWidths(1, WIDTH, WIDTH_USUAL);
    sheet.setColumnWidths(LOG_HEADERS.indexOf('Old') + 1, 2, WIDTH_VALUES);
    sheet.setColumnWidths(LOG_HEADERS.indexOf('Message') + 1, 1, WIDTH_MESSAGE);
    sheet.setName(freeName(file, LOG_NAME));
    SpreadsheetApp.flush();
    // A new tab comes to the front by itself, once it is there; nobody asked to see it.
    file.setActiveSheet(open);
    return sheet.getSheetId();
  }

  state(sheetId: number): 'whole' | 'changed' | 'gone' {
    const sheet = this.find(sheetId);
    if (!sheet) return 'gone';
    return isWhole(sheet) ? 'whole' : 'changed';
  }

  mayWrite(sheetId: number): boolean {
    const sheet = this.find(sheetId);
    if (!sheet) return true;
    const width = Math.min(WIDTH, sheet.getMaxColumns());
    return sheet.getRange(1, 1, sheet.getMaxRows(), width).canEdit();
  }

  lastRow(sheetId: number): number {
    return this.need(sheetId).getLastRow();
  }

  read(sheetId: number, firstRow: number, count: number): string[][] | undefined {
    const sheet = this.find(sheetId);
    if (!sheet) return undefined;
    try {
      return texts(sheet, firstRow, 1, count, WIDTH);
    } catch (error) {
      // Asked afterwards, since it nearly always does: rows or columns were deleted.
      if (sheet.getMaxRows() >= firstRow + count - 1 && sheet.getMaxColumns() >= WIDTH) throw error;
      return undefined;
    }
  }

  keys(sheetId: number, lastRow: number): (readonly [string, string, string])[] {
    if (lastRow < 2) return [];
    const sheet = this.need(sheetId);
    const numbers = texts(sheet, 2, 1, lastRow - 1, 1);
    const rest = texts(sheet, 2, WIDTH - 1, lastRow - 1, 2);
    return numbers.map(([number], at) => [number!, rest[at]![0]!, rest[at]![1]!]);
  }

  grow(sheetId: number, lastRow: number): { readonly rows: number; readonly cells: number } {
    const sheet = this.need(sheetId);
    const had = sheet.getMaxRows();
    if (had >= lastRow) return { rows: had, cells: 0 };
    const present = cellsIn(this.spreadsheet());
    const missing = lastRow - had;
    const room = Math.floor((MAX_CELLS - present) / sheet.getMaxColumns());
    if (room < missing) throw new Refusal('no-room');
    const added = Math.min(missing + SPARE_ROWS, room);
    sheet.insertRowsAfter(had, added);
    // Rows take the look of their neighbour, or do not: texts must stay texts.
    sheet.getRange(had + 1, 1, added, WIDTH).setNumberFormat('@');
    return { rows: had + added, cells: present + added * sheet.getMaxColumns() };
  }

  writeRows(sheetId: number, firstRow: number, rows: readonly (readonly string[])[]): void {
    this.writer.write(this.need(sheetId).getRange(firstRow, 1, rows.length, WIDTH), rows, TEXTS);
  }

  rename(sheetId: number, name: string): void {
    this.find(sheetId)?.setName(freeName(this.spreadsheet(), name));
  }

  flush(): void {
    SpreadsheetApp.flush();
  }

  private find(sheetId: number): Sheet | undefined {
    if (this.found?.getSheetId() !== sheetId)
      this.found = this.spreadsheet()
        .getSheets()
        .find((sheet) => sheet.getSheetId() === sheetId);
    return this.found;
  }

  private need(sheetId: number): Sheet {
    const sheet = this.find(sheetId);
    if (!sheet) throw new Refusal('sheet-fault');
    return sheet;
  }
}

function isWhole(sheet: Sheet): boolean {
  if (sheet.getMaxColumns() < WIDTH) return false;
  return texts(sheet, 1, 1, 1, WIDTH)[0]!.every((text, at) => text === LOG_HEADERS[at]);
}

function texts(sheet: Sheet, row: number, column: number, rows: number, columns: number): string[][] {
  const values = sheet.getRange(row, column, rows, columns).getValues() as unknown[][];
  return values.map((cells) => cells.map(String));
}
