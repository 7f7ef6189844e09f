/**
 * A spreadsheet: its sheets (durable state) and the script writes that are not applied yet (pending). It enforces the limits
 * of the whole workbook and the rights of people; it knows no service object.
 *
 * "Spreadsheet operations are sometimes bundled together to improve performance": writes of a script wait until flush, a read or
 * the end of the script (https://developers.google.com/apps-script/reference/spreadsheet/spreadsheet-app#flush). A person
 * at the screen sees and changes durable state only.
 */
import type { World } from '../kernel';
import { type Area } from './area';
import {
  MAX_COLUMNS,
  MAX_WORKBOOK_CELLS,
  SheetsException,
  messages,
  sheetNotFound,
  tooManyCells,
} from './errors';
import { libraryLocale } from './entry';
import { literalFormulas, type FormulaResolver } from './formulas';
import { Grid } from './grid';
import { SheetModel } from './sheet-model';

export interface WorkbookOptions {
  readonly world: World;
  /** Milliseconds since the epoch; gives typed dates without a year their year. */
  readonly now: () => number;
  readonly id?: string;
  readonly name?: string;
  /** As Google writes it, e.g. "en_US". */
  readonly locale?: string;
  readonly timeZone?: string;
  readonly owner?: string;
  /** Other people who can edit. */
  readonly editors?: readonly string[];
  readonly resolver?: FormulaResolver;
  /** Lower than the real limit only to test what happens at it. */
  readonly maxCells?: number;
}

/** A sheet as the script sees it: durable state plus pending changes of structure. */
export interface SheetShape {
  readonly sheet: SheetModel;
  name: string;
  maxRows: number;
  maxColumns: number;
  hidden: boolean;
}

/** One script write. */
export interface PendingWrite {
  /** Method as documented, e.g. "Range.setValues". */
  readonly what: string;
  /** Takes effect on durable state. Throws what Sheets would report late. */
  apply(): void;
  /** For changes of structure: the same on the shape of the workbook. Must not throw. */
  reshape?(shapes: SheetShape[]): void;
}

/** A message shown by Spreadsheet.toast. */
export interface Toast {
  readonly email: string;
  readonly message: string;
  readonly title: string | undefined;
  readonly seconds: number | undefined;
}

/** Told after each durable change. */
export interface WorkbookChange {
  readonly by: 'script' | 'person';
  /** "Range.setValues", "type", "sort", … */
  readonly what: string;
}

export class Workbook {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly owner: string;
  readonly editors: readonly string[];
  readonly maxCells: number;
  readonly world: World;
  readonly now: () => number;
  sheets: SheetModel[] = [];
  /** Counts for tests that speak of effort instead of time. */
  readonly counts = { parsedTexts: 0, writtenCells: 0, appliedWrites: 0 };
  /** Selected sheet and area of each person: the last one chosen, and all of them where there are several. */
  readonly selections = new Map<string, { sheetId: number; area: Area; areas?: readonly Area[] }>();
  /** Messages shown at the corner of the screen (Spreadsheet.toast), oldest first. */
  readonly toasts: Toast[] = [];
  private pending: PendingWrite[] = [];
  private formulaResolver: FormulaResolver;
  private listeners: ((change: WorkbookChange) => void)[] = [];
  private nextSheetId = 0;

  constructor(options: WorkbookOptions) {
    this.world = options.world;
    this.now = options.now;
    this.id = options.id ?? 'local-spreadsheet';
    this.name = options.name ?? 'Untitled spreadsheet';
    this.locale = options.locale ?? 'en_US';
    this.timeZone = options.timeZone ?? 'Etc/UTC';
    this.owner = options.owner ?? 'owner@example.com';
    this.editors = options.editors ?? [];
    this.maxCells = options.maxCells ?? MAX_WORKBOOK_CELLS;
    this.formulaResolver = options.resolver ?? literalFormulas;
    this.sheets.push(this.makeSheet('Sheet1'));
  }

  /** A sheet of the default size that belongs to no place yet. Source: facts seen in every new file (1000 × 26). */
  makeSheet(name: string, grid = new Grid(1000, 26)): SheetModel {
    const id = this.nextSheetId;
    // Google gives the first sheet id 0 and the others large, scattered numbers.
    this.nextSheetId = id === 0 ? 1_100_000_007 : id + 30_011;
    return new SheetModel(id, name, grid, libraryLocale(this.locale));
  }

  /** Throws when there is none of that name. */
  sheet(name: string): SheetModel {
    const sheet = this.sheets.find((each) => each.name === name);
    if (!sheet) throw new Error(`The workbook has no sheet "${name}"`);
    return sheet;
  }

  /** Throws as the handle of a deleted sheet does. */
  assertPresent(sheet: SheetModel): void {
    if (!this.sheets.includes(sheet)) throw sheetNotFound(sheet.id);
  }

  // Pending writes

  get pendingCount(): number {
    return this.pending.length;
  }

  queue(write: PendingWrite): void {
    this.pending.push(write);
  }

  /**
   * Applies all pending writes in order. When one throws, it is gone without effect, those before it are durable and
   * those after it stay pending. (That errors can surface this late is documented as possible, not in detail.)
   */
  commit(): void {
    while (this.pending.length > 0) {
      const write = this.pending.shift();
      if (!write) return;
      write.apply();
      this.counts.appliedWrites++;
      this.changed({ by: 'script', what: write.what });
    }
  }

  /** Loses pending writes, as a killed execution does: all, or all but the first n. */
  dropPending(options: { readonly keepFirst?: number } = {}): void {
    this.pending.length = Math.min(this.pending.length, options.keepFirst ?? 0);
  }

  /** The sheets as the script sees them, in order. */
  shapes(): SheetShape[] {
    const shapes = this.sheets.map((sheet) => ({
      sheet,
      name: sheet.name,
      maxRows: sheet.maxRows,
      maxColumns: sheet.maxColumns,
      hidden: sheet.hidden,
    }));
    for (const write of this.pending) write.reshape?.(shapes);
    return shapes;
  }

  // Limits and rights

  /** Throws when `more` cells do not fit; empty grid cells count. */
  assertRoom(more: number, present = this.cellTotal()): void {
    if (present + more > this.maxCells) throw tooManyCells(this.maxCells);
  }

  cellTotal(): number {
    return this.sheets.reduce((sum, sheet) => sum + sheet.grid.cells, 0);
  }

  /** Throws when a sheet would get too many columns. */
  assertColumns(columns: number): void {
    if (columns > MAX_COLUMNS) throw new SheetsException(messages.tooManyColumns);
  }

  /** Throws when a person may not change an area of a sheet (undefined: the sheet itself). */
  assertMayEdit(email: string, sheet: SheetModel, area: Area | undefined): void {
    if (!this.mayEdit(email, sheet, area)) throw new SheetsException(messages.protected);
  }

  /** False when a protection that covers a part of the area does not admit the person. */
  mayEdit(email: string, sheet: SheetModel, area: Area | undefined): boolean {
    return !sheet.protections.some(
      (protection) => protection.covers(area) && !protection.admits(email, this.owner),
    );
  }

  // Formulas

  /** Replaces the resolver and recalculates every formula. */
  setResolver(resolver: FormulaResolver): void {
    this.formulaResolver = resolver;
    this.recalculate();
  }

  /** Asks the resolver again for every formula; nothing does this by itself when other cells change. */
  recalculate(): void {
    for (const sheet of this.sheets) {
      sheet.grid.storedRows().forEach((data, index) => {
        data?.formula?.forEach((formula, at) => {
          if (formula) this.putFormula(sheet, index + 1, at + 1, formula);
        });
      });
    }
  }

  /** Puts a formula with its value into a cell. */
  putFormula(sheet: SheetModel, row: number, column: number, formula: string): void {
    const result = this.formulaResolver(formula, { sheetName: sheet.name, row, column });
    const rows = Array.isArray(result) ? (result as readonly (readonly never[])[]) : undefined;
    const value = rows ? rows[0]?.[0] : (result as Exclude<typeof result, readonly unknown[]>);
    sheet.grid.set('formula', row, column, formula);
    sheet.grid.set('value', row, column, value ?? '');
    sheet.grid.set('spill', row, column, rows);
  }

  // Listeners

  /** Returns a function that stops the telling. */
  onChange(listener: (change: WorkbookChange) => void): () => void {
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((each) => each !== listener);
    };
  }

  changed(change: WorkbookChange): void {
    for (const listener of this.listeners) listener(change);
  }

  /** Selected sheet of a person: the first visible one until he chooses. */
  activeSheet(email: string): SheetModel {
    const chosen = this.selections.get(email)?.sheetId;
    const sheet =
      this.sheets.find((each) => each.id === chosen && !each.hidden) ??
      this.sheets.find((each) => !each.hidden) ??
      this.sheets[0];
    if (!sheet) throw new Error('A workbook always has a sheet');
    return sheet;
  }

  /** Continues the numbering of sheets after a restore. */
  reserveSheetIds(above: number): void {
    while (this.nextSheetId <= above) this.makeSheet('');
  }
}
