/**
 * What a person does to tabs, rows and columns. Durable at once; rights are checked. It knows no cell content.
 */
import type { Area } from './area';
import { normalNumberFormat } from './cell';
import { SheetsException, messages, sheetNameTaken } from './errors';
import type { Axis, SheetModel } from './sheet-model';
import { restore, type WorkbookJson } from './snapshot';
import type { Workbook } from './workbook';
import { changeStyle } from './writing';

export class PersonTabs {
  constructor(
    protected readonly workbook: Workbook,
    readonly email: string,
  ) {}

  /** New rows before a row (1-based), looking like the row above. */
  insertRows(sheetName: string, before: number, count = 1): void {
    this.insert('rows', sheetName, before, count);
  }

  insertColumns(sheetName: string, before: number, count = 1): void {
    this.insert('columns', sheetName, before, count);
  }

  private insert(axis: Axis, sheetName: string, before: number, count: number): void {
    const sheet = this.sheet(sheetName);
    this.workbook.assertRoom(count * (axis === 'rows' ? sheet.maxColumns : sheet.maxRows));
    const like = before > 1 ? before - 1 : undefined;
    this.edit(`insert ${axis}`, sheet, undefined, () => sheet.insert(axis, before, count, like));
  }

  deleteRows(sheetName: string, start: number, count = 1): void {
    const sheet = this.sheet(sheetName);
    if (start < 1 || start + count - 1 > sheet.maxRows) throw new SheetsException(messages.rowsOutOfBounds);
    if (count >= sheet.maxRows) throw new SheetsException(messages.allUnfrozenRows);
    const area = { row: start, column: 1, numRows: count, numColumns: sheet.maxColumns };
    this.edit('delete rows', sheet, area, () => sheet.delete('rows', start, count));
  }

  deleteColumns(sheetName: string, start: number, count = 1): void {
    const sheet = this.sheet(sheetName);
    if (start < 1 || start + count - 1 > sheet.maxColumns) {
      throw new SheetsException(messages.columnsOutOfBounds);
    }
    if (count >= sheet.maxColumns) throw new SheetsException(messages.allUnfrozenColumns);
    const area = { row: 1, column: start, numRows: sheet.maxRows, numColumns: count };
    this.edit('delete columns', sheet, area, () => sheet.delete('columns', start, count));
  }

  /** Drags a column so that it stands before another (both 1-based, counted before the move). */
  moveColumn(sheetName: string, from: number, before: number): void {
    const sheet = this.sheet(sheetName);
    this.edit('move column', sheet, undefined, () => sheet.moveColumn(from, before));
  }

  hideRows(sheetName: string, start: number, count = 1, hidden = true): void {
    const sheet = this.sheet(sheetName);
    this.edit('hide rows', sheet, undefined, () => {
      for (let row = start; row < start + count; row++) sheet.grid.ensureRow(row).hiddenByUser = hidden;
    });
  }

  hideColumns(sheetName: string, start: number, count = 1, hidden = true): void {
    const sheet = this.sheet(sheetName);
    this.edit('hide columns', sheet, undefined, () => {
      for (let column = start; column < start + count; column++) sheet.column(column).hidden = hidden;
    });
  }

  // Tabs

  /** Adds an empty tab at the end. */
  addSheet(name: string): void {
    this.assertNameFree(name);
    const sheet = this.workbook.makeSheet(name);
    this.workbook.assertRoom(sheet.grid.cells);
    this.workbook.sheets.push(sheet);
    this.tell('add sheet');
  }

  renameSheet(name: string, newName: string): void {
    const sheet = this.sheet(name);
    if (name.toLowerCase() !== newName.toLowerCase()) this.assertNameFree(newName);
    this.edit('rename sheet', sheet, undefined, () => {
      sheet.name = newName;
    });
  }

  /** "Copy of …" right after the tab. Returns its name. */
  duplicateSheet(name: string): string {
    const sheet = this.sheet(name);
    const names = new Set(this.workbook.sheets.map((each) => each.name));
    let copyName = `Copy of ${name}`;
    for (let next = 2; names.has(copyName); next++) copyName = `Copy of ${name} ${next}`;
    this.workbook.assertRoom(sheet.grid.cells);
    const { id } = this.workbook.makeSheet(copyName);
    this.workbook.sheets.splice(this.workbook.sheets.indexOf(sheet) + 1, 0, sheet.copy(id, copyName));
    this.tell('duplicate sheet');
    return copyName;
  }

  deleteSheet(name: string): void {
    const sheet = this.sheet(name);
    const rest = this.workbook.sheets.filter((each) => each !== sheet);
    if (rest.every((each) => each.hidden)) throw new SheetsException(messages.lastSheet);
    this.edit('delete sheet', sheet, undefined, () => {
      this.workbook.sheets = rest;
    });
  }

  hideSheet(name: string, hidden = true): void {
    const sheet = this.sheet(name);
    if (hidden && this.workbook.sheets.every((each) => each === sheet || each.hidden)) {
      throw new SheetsException(messages.lastVisibleSheet);
    }
    this.edit('hide sheet', sheet, undefined, () => {
      sheet.hidden = hidden;
    });
  }

  /** File > Version history > Restore: all sheets as they were in a snapshot. */
  restoreVersion(version: WorkbookJson): void {
    restore(this.workbook, version);
    this.tell('restore version');
  }

  /** Ctrl+Z until one tab is as it was in a snapshot: what was done in other tabs meanwhile stays. */
  undoIn(sheetName: string, version: WorkbookJson): void {
    const now = this.sheet(sheetName);
    const others = this.workbook.sheets;
    restore(this.workbook, version);
    const before = this.workbook.sheets.find(({ id }) => id === now.id);
    this.workbook.sheets = others.map((sheet) => (sheet === now && before ? before : sheet));
    this.tell('undo');
  }

  protected sheet(name: string): SheetModel {
    return this.workbook.sheet(name);
  }

  /** Checks the right to edit, acts, and tells the listeners. */
  protected edit(what: string, sheet: SheetModel, area: Area | undefined, act: () => void): void {
    this.workbook.assertMayEdit(this.email, sheet, area);
    act();
    this.tell(what);
  }

  protected putFormat(sheet: SheetModel, area: Area, format: string): void {
    changeStyle(sheet, area, 'numberFormat', () => normalNumberFormat(format));
  }

  protected tell(what: string): void {
    this.workbook.changed({ by: 'person', what });
  }

  private assertNameFree(name: string): void {
    const taken = this.workbook.sheets.some((sheet) => sheet.name.toLowerCase() === name.toLowerCase());
    if (taken) throw sheetNameTaken(name);
  }
}
