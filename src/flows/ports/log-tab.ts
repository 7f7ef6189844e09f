/** What the flows need of the Change log tab. */

/**
 * The tab of the change log (A1): known by sheet id, and its columns by position, since the tab is the add-on's own. Rows are numbers of rows in
 * the tab; row 1 holds the headers. Nothing is durable before `flush` or another flush.
 */
export interface LogTab {
  /** Makes a visible tab with its headers, or takes one that was made and not used; the person's own tab stays open. Flushed. Returns its sheet id. */
  create(): number;
  /** `changed`: its headers are not the ones that it was made with. */
  state(sheetId: number): 'whole' | 'changed' | 'gone';
  /** True if the acting person may write everywhere in it (J5), or it is gone. */
  mayWrite(sheetId: number): boolean;
  /** Last row in which something stands. */
  lastRow(sheetId: number): number;
  /** Cells as texts; undefined if the tab does not reach so far. */
  read(sheetId: number, firstRow: number, count: number): string[][] | undefined;
  /** Number, reference and hash of each row below the headers. */
  keys(sheetId: number, lastRow: number): (readonly [string, string, string])[];
  /**
   * Makes the tab reach to that row at least. Returns how far it reaches, and the cells of the whole spreadsheet; 0 if nothing had to be added.
   * @throws Refusal no-room
   */
  grow(sheetId: number, lastRow: number): { readonly rows: number; readonly cells: number };
  /** Writes whole rows so that each text reads back exactly (T2). */
  writeRows(sheetId: number, firstRow: number, rows: readonly (readonly string[])[]): void;
  /** Gives a tab that is not written any more another name. */
  rename(sheetId: number, name: string): void;
  flush(): void;
}
