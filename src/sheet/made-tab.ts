/**
 * A tab that a pull has made and fills: its rows are claimed by their row keys from the first moment. As long as nobody else touches it, it stands as it was
 * left; where people were quicker, the places do not hold what is expected of them, and the tab is looked at again.
 */
import { cellFor, rowKeyOf, type BaselineRow } from '../core/baseline';
import { columnOf, COLUMNS } from '../core/columns';
import { Look } from './look';

/** Rows that were just filled: whole rows from `top` on, 1-based. No formula stands in them. */
export interface LeftRows {
  readonly top: number;
  readonly rows: readonly (readonly unknown[])[];
}

export class MadeTab {
  private readonly ids: unknown[][];
  private readonly rows: ReadonlyMap<string, number>;

  private constructor(
    readonly sheetId: number,
    /** How it stands, from what was seen and written. */
    readonly look: Look,
  ) {
    const at = (row: number, key: 'id' | 'rowKey'): unknown => look.at(row + 1, key);
    const rows = Array.from({ length: look.lastRow }, (_, row) => row);
    this.ids = rows.map((row) => [at(row, 'id')]);
    const keys = rows.map((row) => [at(row, 'rowKey')]);
    this.rows = new Map(keys.map(([key], row) => [String(key), row]));
    const spans = [
      { position: look.columns.get('id')!, values: this.ids },
      { position: look.columns.get('rowKey')!, values: keys },
    ];
    this.look = new Look(look.headers, look.columns, look.lastRow, spans, true);
  }

  /** As it is right after it was made. @param claimed ids of the postbacks whose rows are claimed, from row 2 on */
  static fresh(sheetId: number, claimed: readonly number[]): MadeTab {
    const columns = new Map(COLUMNS.map((column, at) => [column.key, at]));
    const headers = COLUMNS.map((column) => column.header);
    const keys = [[columnOf('rowKey').header], ...claimed.map((id) => [rowKeyOf(id)])];
    const spans = [{ position: columns.get('rowKey')!, values: keys }];
    const made = new MadeTab(sheetId, new Look(headers, columns, keys.length, spans, true));
    made.left = { top: 2, rows: [] };
    return made;
  }

  /** As an execution finds it that goes on with it. */
  static seen(sheetId: number, look: Look): MadeTab {
    return new MadeTab(sheetId, look);
  }

  /** The header, and the last rows as the portion before left them, if this execution made the tab or has filled some. */
  left: LeftRows | undefined;

  noteFilled(rows: readonly BaselineRow[]): void {
    const id = columnOf('id');
    for (const { postback } of rows) {
      const row = this.rows.get(rowKeyOf(postback.id));
      if (row !== undefined) this.ids[row] = [cellFor(id, postback)];
    }
  }
}
