/**
 * Cells that only tell (Partner, Offer, Fires for, Host, Other integration, Created, Last changed) and were changed all the same: they
 * are never sent, so a warning and the text that belongs there (C4).
 */
import { cellFor, idOfRowKey, rowKeyOf, showsAsGiven, type Baseline, type BaselineRow } from './baseline';
import { sameCell, type CellIn, type CellOut } from './cells';
import { columnOf, COLUMNS, type Column, type ColumnKey } from './columns';
import type { UpdateDraft } from './draft';
import { couldBeOurs, expectedFixed, FOLLOWING_COLUMNS, follows, type FollowingColumn } from './fixed-cells';
import type { Names } from './names';
import type { Fix, Problem } from './problem';
import type { DeskTable } from './row-owner';
import { SWITCHED_OFF_MESSAGE } from './row-marks';
import { STATES } from './words';

export const FIXED_COLUMNS: readonly Column[] = COLUMNS.filter((column) => column.role === 'fixed');
const ROW_KEY = columnOf('rowKey');

/** States of rows that were edited when they were last looked at: what follows their cells may still show an edit taken back. */
const EDITED_STATES: readonly string[] = [
  STATES.edited,
  STATES.new,
  STATES.warning,
  STATES.stopped,
  STATES.conflict,
  STATES.switchedOff,
];
const NOT_SENT = 'This column only tells, so the change is not sent.';

/**
 * True if a row was marked as edited at the last check, so that its fixed cells may show what that edit amounted to. A warning about a
 * fixed cell is no such mark: it stands on rows that nobody edited, and a known name there is a person's own typing.
 */
export function wasEdited(state: CellIn, message: CellIn): boolean {
  if (state === '') return false;
  if (state === STATES.warning && String(message).includes(NOT_SENT)) return false;
  // A pull marks rows that nobody edited so, too.
  if (state === STATES.switchedOff && String(message).startsWith(SWITCHED_OFF_MESSAGE)) return false;
  return EDITED_STATES.includes(String(state));
}

/** What to change instead of a fixed cell. */
const INSTEAD: Readonly<Record<string, string>> = {
  firesFor: 'To change whom it fires for, change ids, level or type.',
  partner: 'To change the partner, change Partner ID.',
  offer: 'To change the offer, change Offer ID.',
  host: 'To change the host, change URL.',
};

/** Finds the fixed cells of a row that say what neither Everflow nor the add-on says. */
export type FixedEdits = (
  row: number,
  known: BaselineRow,
  draft: UpdateDraft | undefined,
) => readonly Problem[];

/**
 * Cheap where nothing was changed: one comparison a cell (L1).
 * @param namesOf asked only where a cell was changed: it may have to read the baseline
 */
export function fixedEdits(table: DeskTable, baseline: Baseline, namesOf: () => Names): FixedEdits {
  return (row, known, draft) => {
    let problems: Problem[] | undefined;
    for (const column of FIXED_COLUMNS) {
      const value = table.value(row, column.key);
      if (showsAsGiven(column, known, value)) continue;
      const due = dueCell(column, known, draft, namesOf());
      if (sameCell(due, value) || followsEverflow(column, known, value)) continue;
      if (mayBeOurs(table, row, column, draft, namesOf())) continue;
      (problems ??= []).push(editedFixed(row, column, value, due));
    }
    // The key of another postback would give this row away to it as soon as its id is lost (C6).
    const key = table.value(row, ROW_KEY.key);
    if (key !== rowKeyOf(known.postback.id) && baseline.has(idOfRowKey(String(key)) ?? 0)) {
      (problems ??= []).push(editedFixed(row, ROW_KEY, key, cellFor(ROW_KEY, known.postback)));
    }
    return problems ?? [];
  };
}

const isFollowing = (key: ColumnKey): key is FollowingColumn =>
  (FOLLOWING_COLUMNS as readonly ColumnKey[]).includes(key);

/** What belongs into a fixed cell: as pulled, or what the row's edits amount to. */
function dueCell(column: Column, known: BaselineRow, draft: UpdateDraft | undefined, names: Names): CellOut {
  return isFollowing(column.key)
    ? expectedFixed(draft ?? known, names)[column.key]
    : cellFor(column, known.postback);
}

/** Where a field was changed on both sides, a refresh lets the cells that only tell follow Everflow (P6). */
function followsEverflow(column: Column, { postback, theirs }: BaselineRow, value: CellIn): boolean {
  if (!theirs) return false;
  return sameCell(cellFor(column, { ...postback, fields: { ...postback.fields, ...theirs } }), value);
}

/** True if the cell shows what the add-on wrote for an earlier state of the row: the check that follows brings it up to date. */
function mayBeOurs(
  table: DeskTable,
  row: number,
  { key }: Column,
  draft: UpdateDraft | undefined,
  names: Names,
): boolean {
  if (!isFollowing(key)) return false;
  const value = table.value(row, key);
  const followed =
    (draft !== undefined && follows(key, draft)) ||
    wasEdited(table.value(row, 'state'), table.value(row, 'message'));
  return typeof value === 'string' && couldBeOurs(key, value, followed, names);
}

function editedFixed(row: number, column: Column, value: CellIn, due: CellOut): Problem {
  const was = due === '' ? 'nothing' : `"${String(due).slice(0, 100)}"`;
  const now = String(value).trim() === '' ? 'was emptied' : `now says "${String(value).slice(0, 100)}"`;
  return {
    rule: 'C4',
    cause: 'fixed-cell',
    severity: 'warning',
    row,
    column: column.key,
    title: 'Cells that only tell were changed',
    message: `${column.header} ${now} instead of ${was}. ${NOT_SENT} ${INSTEAD[column.key] ?? 'Restore it.'}`,
    fixes: [
      {
        action: 'set',
        id: 'restore',
        label: 'Restore',
        cells: [{ column: column.key, value: due }],
      },
    ],
  };
}

/** Sets every fixed cell, and the row key, to what was pulled for the row's id. */
export function restoreFixed(known: BaselineRow): Fix {
  const cells = [...FIXED_COLUMNS, ROW_KEY].map((column) => ({
    column: column.key,
    value: cellFor(column, known.postback),
  }));
  return { action: 'set', id: 'restore', label: 'Restore the fixed cells', cells };
}
