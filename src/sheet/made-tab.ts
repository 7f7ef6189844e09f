/**
 * What a tab that was made in this execution must look like, so that filling it needs no look at what nobody else has written. Where people were quicker,
 * the places do not hold what is expected of them, and the tab is looked at after all.
 */
import { cellFor, rowKeyOf, type BaselineRow } from '../core/baseline';
import { columnOf, COLUMNS } from '../core/columns';
import { Look } from './look';

export class MadeTab {
  private readonly ids: unknown[][];
  private readonly keys: unknown[][];
  private readonly rows: ReadonlyMap<number, number>;

  /** @param claimed ids of the postbacks whose rows are claimed, from row 2 on */
  constructor(
    readonly sheetId: number,
    claimed: readonly number[],
  ) {
    this.ids = [[columnOf('id').header], ...claimed.map(() => [''])];
    this.keys = [[columnOf('rowKey').header], ...claimed.map((id) => [rowKeyOf(id)])];
    this.rows = new Map(claimed.map((id, at) => [id, at + 1]));
  }

  look(): Look {
    const columns = new Map(COLUMNS.map((column, at) => [column.key, at]));
    const spans = [
      { position: columns.get('id')!, values: this.ids },
      { position: columns.get('rowKey')!, values: this.keys },
    ];
    const headers = COLUMNS.map((column) => column.header);
    return new Look(headers, columns, this.keys.length, spans, true);
  }

  noteFilled(rows: readonly BaselineRow[]): void {
    const id = columnOf('id');
    for (const { postback } of rows) {
      const at = this.rows.get(postback.id);
      if (at !== undefined) this.ids[at] = [cellFor(id, postback)];
    }
  }
}
