/**
 * What a check writes into the tab: the words of State and Message, the keys of new rows, and the fixed cells that follow edited ones.
 * Decides and writes nothing else.
 */
import { messageOf, problemsByRow, problemsOf, stateOf } from '../../core/check/verdict';
import { columnOf } from '../../core/columns';
import type { Draft } from '../../core/draft';
import {
  couldBeOurs,
  expectedFixed,
  follows,
  FOLLOWING_COLUMNS,
  type FixedCells,
  type FollowingColumn,
} from '../../core/fixed-cells';
import { shownCell, type BaselineRow } from '../../core/baseline';
import { wasEdited } from '../../core/fixed-edits';
import type { Problem } from '../../core/problem';
import { CHECK_STATES, isNotRefreshed, marksAtRest, withNote, type RowFacts } from '../../core/row-marks';
import { readId } from '../../core/row-owner';
import { isNormalised } from '../../core/text-form';
import { STATES } from '../../core/words';
import type { DeskCheck } from './desk-check';
import type { PlacedCell } from '../ports';

/**
 * Cells of Partner, Offer, Host and Fires for that have to follow their row: of edited and new rows, and of rows whose edit was taken
 * back. To be written before State: that a row was marked as edited is how the next check knows our texts from a person's (V10, C4).
 */
export function followingCells(check: DeskCheck): PlacedCell[] {
  const { reading, desk, baseline, names } = check;
  const index = problemsByRow(check.problems);
  const cells: PlacedCell[] = [];
  const follow = (
    row: number,
    wanted: FixedCells,
    isOurs: (key: FollowingColumn, text: string) => boolean,
  ) => {
    for (const key of FOLLOWING_COLUMNS) {
      const current = reading.value(row, key);
      if (isNormalised(wanted[key], current) || !isOurs(key, String(current))) continue;
      cells.push({ row, column: key, value: wanted[key] });
    }
  };
  const [stateOfRow, messageOfRow] = [reading.cells('state'), reading.cells('message')];
  const marked = (row: number): boolean => wasEdited(stateOfRow(row), messageOfRow(row));
  const told = new Set<number>();
  for (const draft of desk.drafts) {
    told.add(draft.row);
    if (draft.kind === 'stopped' || isForeign(draft, problemsOf(draft, index))) continue;
    const wasMarked = marked(draft.row);
    follow(draft.row, expectedFixed(draft, names), (key, text) => {
      const mayFollow = wasMarked || follows(key, draft);
      const asPulled = draft.kind === 'update' && String(shownCell(columnOf(key), draft.baseline)) === text;
      return (mayFollow && asPulled) || couldBeOurs(key, text, mayFollow, names);
    });
  }
  for (const { row } of desk.unknown) told.add(row);
  for (let row = 0; row < reading.rowCount; row += 1) {
    if (told.has(row) || !marked(row)) continue;
    const id = readId(reading.value(row, 'id'));
    const known = id.kind === 'id' ? baseline.rows.get(id.id) : undefined;
    if (known) follow(row, expectedFixed(known, names), (key, text) => couldBeOurs(key, text, true, names));
  }
  return cells;
}

/** True if the row's fixed cells are evidence that its id is another postback's (C9): they are left for the person to see. */
function isForeign(draft: Draft, problems: readonly Problem[]): boolean {
  return problems.some(
    ({ rule, severity, row }) => rule === 'C9' && severity === 'error' && row === draft.row,
  );
}

/** Cells of State, Message and Row key that differ from what they should say. */
export function ownCells(check: DeskCheck): PlacedCell[] {
  const { reading, desk } = check;
  const index = problemsByRow(check.problems);
  const cells: PlacedCell[] = [];
  const put = (row: number, column: PlacedCell['column'], value: string): void => {
    if (reading.value(row, column) !== value) cells.push({ row, column, value });
  };
  const factsOf = (known: BaselineRow): RowFacts => ({
    known,
    pulledAt: check.head.pulledAt,
    switchedOffAt: check.switchedOff.get(known.postback.id) ?? 0,
  });
  const knownOf = (row: number): BaselineRow | undefined => {
    const id = readId(reading.value(row, 'id'));
    return id.kind === 'id' ? check.baseline.rows.get(id.id) : undefined;
  };
  const told = new Set<number>();
  for (const draft of desk.drafts) {
    const own = problemsOf(draft, index);
    told.add(draft.row);
    put(draft.row, 'state', stateOf(draft, own));
    const message = messageOf(own);
    put(draft.row, 'message', draft.kind === 'update' ? withNote(message, factsOf(draft.baseline)) : message);
    if (draft.kind === 'create') put(draft.row, 'rowKey', draft.rowKey);
  }
  for (const { row } of desk.unknown) {
    told.add(row);
    put(row, 'state', STATES.warning);
    put(row, 'message', 'What was pulled for this row can no longer be read. Pull again.');
  }
  // Rows that ask for nothing may carry a warning all the same (C4).
  for (const [row, problems] of index.byRow) {
    if (told.has(row)) continue;
    told.add(row);
    put(row, 'state', STATES.warning);
    const known = knownOf(row);
    put(row, 'message', known ? withNote(messageOf(problems), factsOf(known)) : messageOf(problems));
  }
  const isBare = bareRows(check);
  for (let row = 0; row < reading.rowCount; row += 1) {
    if (isBare(row) || told.has(row)) continue;
    const state = String(reading.value(row, 'state'));
    const known = knownOf(row);
    if (known) {
      const marks = marksAtRest(factsOf(known), { state, message: String(reading.value(row, 'message')) });
      put(row, 'state', marks.state);
      put(row, 'message', marks.message);
    } else if (CHECK_STATES.includes(state)) {
      put(row, 'state', '');
      put(row, 'message', '');
    }
  }
  return cells;
}

/** Rows that say nothing and have nothing to say: far most, unless what is known beside the cells tells something of some row. */
function bareRows({ reading, baseline, head, switchedOff }: DeskCheck): (row: number) => boolean {
  if (switchedOff.size > 0) return () => false;
  for (const known of baseline.rows.values())
    if (known.gone || isNotRefreshed(known, head.pulledAt)) return () => false;
  const [state, message] = [reading.cells('state'), reading.cells('message')];
  return (row) => state(row) === '' && message(row) === '';
}
