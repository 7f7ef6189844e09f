/**
 * Which tab is the books: found by sheet id, then by name (S7, C2), and what the others are called that once were. Nothing of their
 * content is known here but how the first cells of books look.
 */
import { Refusal } from '../core/words';
import type { KeyValues } from '../flows/ports';
import { headText, type NewRow } from './books-rows';
import { freeName } from './free-name';
import { cellsIn, MAX_CELLS } from './room';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

export const BOOKS_NAME = 'Postback Desk books (do not edit)';
/** Books that could not be used any more and were put aside by a pull. */
const REPLACED = `${BOOKS_NAME} – replaced`;
/** Books of the original, in a copy that is worked in. */
const ARCHIVED = 'Postback Desk books of the original';
/** Document property with the sheet id of the books. */
const TAB_KEY = 'postbackDesk.booksTab';
/** Rows added at a time, so that not every append has to. */
const SPARE_ROWS = 50;
/** Rows written in one call: at most ~5 MB. */
const ROWS_PER_WRITE = 100;
/** Cells of column A in which a head must stand if a tab of unknown name is to be taken for books. */
const LOOKED_AT = 20;

export class BooksTab {
  private cache: Sheet | null | undefined;
  /** Id that the property is known to hold. */
  private remembered: string | null = null;

  constructor(
    private readonly spreadsheet: () => Spreadsheet,
    private readonly documentValues: KeyValues,
    private readonly isHead: (value: unknown) => boolean,
  ) {}

  /**
   * The tab of the books. Names can be given to duplicates and ids cannot, so the id comes first. Whether document properties travel into a
   * copied file is not documented: without the id the name must do, and in a copy of a file whose hidden tab was renamed, what stands in it.
   */
  find(): Sheet | null {
    if (this.cache === undefined) this.cache = this.look();
    return this.cache;
  }

  private look(): Sheet | null {
    const file = this.spreadsheet();
    const id = this.documentValues.get(TAB_KEY);
    this.remembered = id;
    const sheets = file.getSheets();
    const byId = id === null ? undefined : sheets.find((sheet) => String(sheet.getSheetId()) === id);
    const found = byId ?? file.getSheetByName(BOOKS_NAME);
    if (found || id !== null) return found;
    return sheets.find((sheet) => this.looksLikeBooks(sheet)) ?? null;
  }

  private looksLikeBooks(sheet: Sheet): boolean {
    const name = sheet.getName();
    if (sheet.getMaxColumns() !== 2 || name.startsWith(REPLACED) || name.startsWith(ARCHIVED)) return false;
    const rows = Math.min(LOOKED_AT, sheet.getMaxRows());
    const values = sheet.getRange(1, 1, rows, 1).getValues() as unknown[][];
    return values.some(([value]) => this.isHead(value));
  }

  /** Remembers the tab that was found, so that a duplicate under its name is never taken for it. */
  remember(): void {
    const sheet = this.find();
    if (!sheet) return;
    const id = String(sheet.getSheetId());
    if (this.remembered !== id) this.documentValues.set(TAB_KEY, id);
    this.remembered = id;
  }

  /**
   * Makes room below the last row, flushed. The cells of all tabs count against the limit, empty ones too.
   * @throws Refusal no-room
   */
  makeRoom(sheet: Sheet, rows: number): void {
    const missing = sheet.getLastRow() + rows - sheet.getMaxRows();
    if (missing <= 0) return;
    const present = cellsIn(this.spreadsheet());
    if (present + missing * sheet.getMaxColumns() > MAX_CELLS) throw new Refusal('no-room');
    sheet.insertRowsAfter(sheet.getMaxRows(), missing);
    SpreadsheetApp.flush();
  }

  /** Writes rows from a row number on, which it returns; they count once they are flushed. */
  write(sheet: Sheet, start: number, rows: readonly NewRow[]): number {
    const missing = start + rows.length - 1 - sheet.getMaxRows();
    if (missing > 0) sheet.insertRowsAfter(sheet.getMaxRows(), Math.max(missing, SPARE_ROWS));
    for (let from = 0; from < rows.length; from += ROWS_PER_WRITE) {
      const part = rows.slice(from, from + ROWS_PER_WRITE);
      // "{…" and "z…" are text in any cell format, so none has to be set.
      const cells = part.map(({ head, payload }) => [headText(head), payload]);
      sheet.getRange(start + from, 1, part.length, 2).setValues(cells);
    }
    return start;
  }

  /** A new, hidden tab of two columns; it is not the books yet. */
  insert(): Sheet {
    const file = this.spreadsheet();
    const sheet = file.insertSheet(freeName(file, `${BOOKS_NAME} – new`), file.getSheets().length);
    // Two columns are enough; a new tab has 26,000 empty cells, which count against the limit.
    sheet.deleteColumns(3, sheet.getMaxColumns() - 2);
    sheet.hideSheet();
    return sheet;
  }

  /** Gives a new tab the name of the books and puts the old ones aside, dated. Counts once it is flushed and `remember` has run. */
  enthrone(fresh: Sheet, aside: 'replaced' | 'archived', day: Date): void {
    const file = this.spreadsheet();
    const date = day
      .toISOString()
      .replace(/\.\d+Z$/, '')
      .replace(/[T:]/g, '-');
    const name = aside === 'replaced' ? `${REPLACED} ${date}` : `${ARCHIVED}, ${date} (do not edit)`;
    const old = this.find();
    const bearer = file.getSheetByName(BOOKS_NAME);
    const others = old && bearer?.getSheetId() === old.getSheetId() ? [old] : [old, bearer];
    for (const sheet of others) sheet?.setName(freeName(file, name));
    // Unhidden books would stay open to every hand. Sheets refuses to hide the only tab that can be seen.
    const isSeen = (sheet: Sheet): boolean =>
      !sheet.isSheetHidden() && sheet.getSheetId() !== old?.getSheetId();
    if (old && file.getSheets().some(isSeen)) old.hideSheet();
    fresh.setName(BOOKS_NAME);
    this.cache = fresh;
  }
}
