/**
 * What a check writes into the tab: the words of State and Message, and the keys of new rows. Decides and writes nothing else.
 */
import { messageOf, problemsByRow, problemsOf, stateOf } from '../core/check/verdict';
import { STATES } from '../core/words';
import type { DeskCheck } from './check';
import type { PlacedCell } from './ports';

/** States that a check writes, and therefore takes away again; what a push wrote stays until the row is edited. */
const CHECK_STATES: readonly string[] = [STATES.edited, STATES.new, STATES.warning, STATES.stopped];

/** Cells of State, Message and Row key that differ from what they should say. */
export function ownCells(check: DeskCheck): PlacedCell[] {
  const { reading, desk } = check;
  const index = problemsByRow(check.problems);
  const cells: PlacedCell[] = [];
  const put = (row: number, column: PlacedCell['column'], value: string): void => {
    if (reading.value(row, column) !== value) cells.push({ row, column, value });
  };
  const told = new Set<number>();
  for (const draft of desk.drafts) {
    const own = problemsOf(draft, index);
    told.add(draft.row);
    put(draft.row, 'state', stateOf(draft, own));
    put(draft.row, 'message', messageOf(own));
    if (draft.kind === 'create') put(draft.row, 'rowKey', draft.rowKey);
  }
  for (const { row } of desk.unknown) {
    told.add(row);
    put(row, 'state', STATES.warning);
    put(row, 'message', 'What was pulled for this row can no longer be read. Pull again.');
  }
  for (let row = 0; row < reading.rowCount; row += 1) {
    if (told.has(row) || !CHECK_STATES.includes(String(reading.value(row, 'state')))) continue;
    put(row, 'state', '');
    put(row, 'message', '');
  }
  return cells;
}
