/**
 * Tabs of snapshots and comparisons on SpreadsheetApp: hidden while they are made, all text, protected at the end (A2, T2). What stands in
 * them is not known here.
 */
import { Refusal } from '../core/words';
import { UNFINISHED, type AuditTabs, type TabReading } from '../flows/ports';
import { ExactWriter, type Misread } from './exact-text';
import { runsOf } from './layout';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Look = Parameters<AuditTabs['show']>[2];

export class SheetAuditTabs implements AuditTabs {
  private readonly writer = new ExactWriter();
  private readonly known = new Map<number, Sheet>();

  constructor(private readonly spreadsheet: () => Spreadsheet) {}

  create(name: string, rows: number, widths: readonly number[]): number {
    this.remove(name);
    const file = this.spreadsheet();
    const sheet = file.insertSheet(name, file.getSheets().length);
    sheet.hideSheet();
    const [height, width] = [sheet.getMaxRows(), sheet.getMaxColumns()];
    // A new tab has 26,000 cells, and all count against the limit of the spreadsheet.
    if (width > widths.length) sheet.deleteColumns(widths.length + 1, width - widths.length);
    if (width < widths.length) sheet.insertColumnsAfter(width, widths.length - width);
    if (height > rows) sheet.deleteRows(rows + 1, height - rows);
    if (height < rows) sheet.insertRowsAfter(height, rows - height);
    for (const { key, from, to } of runsOf(widths, String))
      sheet.setColumnWidths(from + 1, to - from + 1, Number(key));
    // The job remembers this id as soon as it is returned.
    SpreadsheetApp.flush();
    return sheet.getSheetId();
  }

  fill(sheetId: number, row: number, texts: readonly (readonly string[])[]): readonly Misread[] {
    if (texts.length === 0) return [];
    const sheet = this.need(sheetId);
    const missing = row + texts.length - 1 - sheet.getMaxRows();
    if (missing > 0) sheet.insertRowsAfter(sheet.getMaxRows(), missing);
    const width = Math.max(...texts.map((line) => line.length));
    const cells = texts.map((line) => Array.from({ length: width }, (_, at) => line[at] ?? ''));
    const range = sheet.getRange(row, 1, cells.length, width);
    range.setNumberFormat('@');
    return this.writer.write(
      range,
      cells,
      Array.from({ length: width }, () => ({ kind: 'text' })),
    );
  }

  protect(sheetId: number, description: string): 'strict' | 'warning' | 'none' {
    const sheet = this.need(sheetId);
    // What a step that died has protected, perhaps another person's, stays so.
    const [before] = sheet.getProtections(SpreadsheetApp.ProtectionType.SHEET);
    if (before && !before.isWarningOnly()) return 'strict';
    try {
      const protection = sheet.protect().setDescription(description);
      protection.removeEditors(protection.getEditors());
      if (protection.canDomainEdit()) protection.setDomainEdit(false);
      SpreadsheetApp.flush();
      return 'strict';
    } catch {
      // Whatever Google's reason: a warning is better than nothing, and the head says which it is.
    }
    try {
      sheet.protect().setDescription(description).setWarningOnly(true);
      SpreadsheetApp.flush();
      return 'warning';
    } catch {
      return 'none';
    }
  }

  show(sheetId: number, name: string, { bold, wrapFrom }: Look): string {
    const sheet = this.need(sheetId);
    const before = sheet.getName();
    // Somebody may have shown it before it was whole.
    if (!sheet.isSheetHidden() && !before.startsWith(UNFINISHED)) return before;
    const [rows, columns] = [sheet.getMaxRows(), sheet.getMaxColumns()];
    for (const row of bold) sheet.getRange(row, 1, 1, columns).setFontWeight('bold');
    const table = sheet.getRange(wrapFrom, 1, Math.max(1, rows - wrapFrom + 1), columns);
    table.setWrap(true).setVerticalAlignment('top');
    // The title is repeated on each printed page. The header row cannot be: all of the head above it would have to be frozen with it.
    sheet.setFrozenRows(1);
    sheet.setName(freeName(this.spreadsheet(), name));
    sheet.showSheet();
    SpreadsheetApp.flush();
    return sheet.getName();
  }

  remove(name: string): void {
    const file = this.spreadsheet();
    const sheet = file.getSheetByName(name);
    if (!sheet) return;
    file.deleteSheet(sheet);
    SpreadsheetApp.flush();
  }

  names(): ReadonlyMap<number, string> {
    return new Map(this.sheets().map((sheet) => [sheet.getSheetId(), sheet.getName()]));
  }

  rowCount(sheetId: number): number | undefined {
    return this.find(sheetId)?.getLastRow();
  }

  read(sheetId: number, firstRow: number, count: number): TabReading {
    const sheet = this.need(sheetId);
    const range = sheet.getRange(firstRow, 1, count, Math.max(1, sheet.getLastColumn()));
    const texts = range.getDisplayValues();
    const formulas = range.getFormulas();
    return {
      texts,
      formulas: formulas.reduce((sum, row) => sum + row.filter((cell) => cell !== '').length, 0),
    };
  }

  private sheets(): Sheet[] {
    return this.spreadsheet().getSheets();
  }

  private find(sheetId: number): Sheet | undefined {
    const known = this.known.get(sheetId) ?? this.sheets().find((one) => one.getSheetId() === sheetId);
    if (known) this.known.set(sheetId, known);
    return known;
  }

  private need(sheetId: number): Sheet {
    const sheet = this.find(sheetId);
    if (!sheet) throw new Refusal('audit-tab-gone');
    return sheet;
  }
}

/** Sheets has no limit for names in its documentation; its screens cut them at 100 characters. */
const MAX_NAME = 90;

function freeName(file: Spreadsheet, wanted: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted.slice(0, MAX_NAME) : `${wanted.slice(0, MAX_NAME)} (${n})`;
    if (!file.getSheetByName(name)) return name;
  }
}
