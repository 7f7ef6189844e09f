/** What the audit needs of tabs: snapshots and comparisons, made by the add-on and read back later. Part of `flows/ports.ts`. */

/** How the names of tabs begin that are being made. */
export const UNFINISHED = 'Unfinished';

/** Cells of a tab as they are shown, and where formulas stand among them. */
export interface TabReading {
  readonly texts: readonly (readonly string[])[];
  readonly formulas: number;
}

/** Tabs of the audit: snapshots and comparisons. They are made hidden, filled with text, and shown when they are whole (A2). */
export interface AuditTabs {
  /**
   * Makes a hidden, empty tab in the place of one that bears the name already. Flushed when it returns.
   * @param name of a tab that is not finished
   * @param widths of its columns, in pixels
   * @returns its sheet id
   */
  create(name: string, rows: number, widths: readonly number[]): number;
  /**
   * Writes rows of text at that row number and reads them back; shorter rows are filled up. Returns cells that read otherwise, 0-based.
   * @throws Refusal audit-tab-gone
   */
  fill(
    sheetId: number,
    row: number,
    texts: readonly (readonly string[])[],
  ): readonly { readonly row: number; readonly column: number; readonly text: string }[];
  /**
   * Lets only the acting person and the owner edit, or asks for that as far as Google allows. May be repeated.
   * @throws Refusal audit-tab-gone
   */
  protect(sheetId: number, description: string): 'strict' | 'warning' | 'none';
  /**
   * Gives the tab its look and its name, or that name with a number where it is taken, and shows it. Flushed when it returns. May be repeated.
   * @param bold row numbers of titles and headers
   * @param wrapFrom row number from which texts are wrapped
   * @returns the name
   * @throws Refusal audit-tab-gone
   */
  show(
    sheetId: number,
    name: string,
    look: { readonly bold: readonly number[]; readonly wrapFrom: number },
  ): string;
  /** Deletes the tab that bears the name of an unfinished one; nothing if there is none. */
  remove(name: string): void;
  /** Names of all tabs that can be seen, by sheet id. */
  names(): ReadonlyMap<number, string>;
  /** Rows up to the last that holds something; undefined if the tab is gone. */
  rowCount(sheetId: number): number | undefined;
  /** Rows as they are shown, in all columns. @throws Refusal audit-tab-gone */
  read(sheetId: number, firstRow: number, count: number): TabReading;
}
