/** From what a refresh of a row decided to what the tab is asked to write (P11). */
import type { CellRefresh } from '../core/refresh';
import type { RowUpdate } from './ports';

/** A cell is only written while it still holds what it held when that was decided: someone may be typing (P11). */
export function toUpdate(id: number, writes: readonly CellRefresh[]): RowUpdate {
  return {
    row: { id },
    cells: writes.map(({ column, value, previous }) => ({
      column,
      value,
      expected: (current) => current === previous || String(current) === String(previous),
    })),
  };
}
