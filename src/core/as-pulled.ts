/**
 * Which rows are whole as they were pulled: far most of any tab. One comparison a cell and nothing put aside, so that a check can spend its time
 * on the others (L1).
 */
import { rowKeyOf, showsAsGiven, type BaselineRow } from './baseline';
import { toCell } from './cells';
import { EDITABLE_COLUMNS, type Column } from './columns';
import { FIXED_COLUMNS } from './fixed-edits';
import type { DeskTable } from './row-owner';

/**
 * True only if every cell that says something about the postback shows what was written there: the row asks for nothing, and its fixed cells and its
 * row key are its own. False says nothing: cells in another spelling may mean the same, and are for those who read them one by one.
 */
export type AsPulled = (row: number, known: BaselineRow) => boolean;

export function asPulled(table: DeskTable): AsPulled {
  const withCell = (column: Column) => ({ column, cell: table.cells(column.key) });
  const editable = EDITABLE_COLUMNS.map((column) => ({ ...withCell(column), field: column.field! }));
  const fixed = FIXED_COLUMNS.map(withCell);
  const rowKey = table.cells('rowKey');
  return (row, known) => {
    // Cells that Sheets changed, and rows in conflict, are few.
    if (known.shown || known.theirs) return false;
    const { fields, id } = known.postback;
    for (const { column, field, cell } of editable)
      if (cell(row) !== toCell(column, fields[field])) return false;
    for (const { column, cell } of fixed) if (!showsAsGiven(column, known, cell(row))) return false;
    return rowKey(row) === rowKeyOf(id);
  };
}
