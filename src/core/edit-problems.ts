/**
 * The words and fixes for what can be wrong with a cell, a row or a column when the desk tab is read (C5, C6, T3). Decides
 * nothing: `edits.ts` finds the faults, this file says them.
 */
import { shownCell, type BaselineRow } from './baseline';
import type { Cause } from './causes';
import { MARKERS, NOT_LOADED, toCell, type CellFault } from './cells';
import { columnForField, columnOf, type Column, type ColumnKey } from './columns';
import type { Names } from './names';
import type { Field, FieldValue } from './postback';
import { CHANGED_THERE_TOO, type Fix, type Problem } from './problem';
import type { ConflictField, ConflictUnit } from './settle';

const CELL_TITLES: { readonly [F in CellFault]: string } = {
  blank: 'A value is needed here',
  'not-whole': 'Not a whole number',
  thousands: 'Numbers with separators',
  'too-many-digits': 'Numbers with more than 15 digits',
  date: 'Cells that became a date',
  boolean: 'Cells that became TRUE or FALSE',
  'number-as-text': 'Text cells that became a number',
  'error-value': 'Cells with an error value',
  marker: 'A stand-in was copied',
  pairs: 'Lines that are not field=value',
};

/** A cell that was edited and cannot be read; `cause` is the fault that reading it found. */
export function cellProblem(
  row: number,
  column: Column,
  cause: CellFault,
  message: string,
  fix?: FieldValue,
): Problem {
  const rule = cause === 'marker' ? 'T3' : cause === 'pairs' ? 'C7' : 'C5';
  return {
    rule,
    cause: `cell-${cause}`,
    severity: 'error',
    row,
    column: column.key,
    title: CELL_TITLES[cause],
    message,
    fixes: cause === 'blank' ? choices(column) : fix === undefined ? [] : [setFix(column, fix)],
  };
}

/** Most ids or names that a message lists; the rest is counted. */
const MAX_LISTED = 5;

/**
 * A name where an id belongs (V10); undefined if no pulled postback has the name, or the column is of no partner or offer.
 */
export function nameForId(
  row: number,
  column: Column,
  text: string,
  names: () => Names,
): Problem | undefined {
  if (column.key !== 'partnerId' && column.key !== 'offerId') return undefined;
  const what = column.key === 'partnerId' ? 'partner' : 'offer';
  const ids = what === 'partner' ? names().partnersNamed(text) : names().offersNamed(text);
  if (ids.length === 0) return undefined;
  const quoted = `"${text.trim().slice(0, 40)}"`;
  const listed = ids.slice(0, MAX_LISTED).join(', ') + moreOf(ids.length - MAX_LISTED);
  return {
    rule: 'V10',
    cause: `${column.key}-name`,
    severity: 'error',
    row,
    column: column.key,
    title: `Names in ${column.header}`,
    message:
      ids.length === 1
        ? `${quoted} is the name of ${what} ${listed}. ${column.header} must be the number: ${listed}.`
        : `${quoted} is the name of several ${what}s: ${listed}. Put the number of the one you mean into ${column.header}.`,
    fixes: ids.length === 1 ? [setFix(column, ids[0]!)] : [],
  };
}

const moreOf = (count: number): string => (count > 0 ? ` and ${count} more` : '');

function setFix(column: Column, value: FieldValue): Fix {
  return {
    action: 'set',
    id: `${column.key}-${value}`,
    label: `Set ${column.header} to ${value}`,
    cells: [{ column: column.key, value }],
  };
}

function choices(column: Column): Fix[] {
  return column.rule.kind === 'list' ? column.rule.values.map((value) => setFix(column, value)) : [];
}

/** A number in a text column that is sent as it is shown: characters may be lost already. */
export function numberAsText(row: number, column: Column, text: string): Problem {
  return {
    rule: 'C5',
    cause: 'number-read-as-text',
    severity: 'warning',
    row,
    column: column.key,
    title: 'Numbers in text columns',
    message: `${column.header} holds a number; it is sent as the text "${text}". If it began with 0 or +, those characters are lost already.`,
    fixes: [],
  };
}

/** A stand-in was changed, and the value it stands for is not known here (T3, P5). */
export function editedMarker(row: number, column: Column, known: BaselineRow): Problem {
  const notLoaded = shownCell(column, known) === NOT_LOADED;
  return {
    rule: notLoaded ? 'P5' : 'T3',
    cause: notLoaded ? 'not-loaded' : 'too-long',
    severity: 'error',
    row,
    column: column.key,
    title: notLoaded ? 'Details that are not loaded yet' : 'Values that are too long for a cell',
    message: notLoaded
      ? `${column.header} was not loaded from Everflow, so it cannot be edited yet. Load the details first, then edit it.`
      : `${column.header} is too long for a cell and is kept as in Everflow. Put the stand-in text back, or edit this field in Everflow.`,
    fixes: [
      {
        action: 'set',
        id: 'put-back',
        label: 'Put it back',
        cells: [{ column: column.key, value: String(shownCell(column, known)) }],
      },
    ],
  };
}

function rowProblem(
  row: number,
  cause: Cause,
  title: string,
  message: string,
  fixes: readonly Fix[],
): Problem {
  return { rule: 'C6', cause, severity: 'error', row, column: 'id', title, message, fixes };
}

/** The id cell holds something that is no id. */
export function badId(row: number, text: string): Problem {
  return rowProblem(
    row,
    'id-not-a-number',
    'Postback ID is not a number',
    `"${text}" is not a postback id. Leave the cell empty to make a new postback, or type the number Everflow shows.`,
    [],
  );
}

/**
 * An id that was never pulled.
 * @param isAbsent true if Everflow was asked for it and does not have it
 */
export function unknownId(row: number, id: number, isAbsent: boolean): Problem {
  if (isAbsent) {
    return rowProblem(
      row,
      'absent-id',
      'Postback IDs that Everflow does not have',
      `Everflow has no postback #${id}. Correct the id, or make the row a new postback.`,
      [{ action: 'make-new', id: 'make-new', label: 'Make it new' }],
    );
  }
  return rowProblem(
    row,
    'unknown-id',
    'Postback IDs that were never pulled',
    `#${id} was never pulled into this spreadsheet, so nothing is known about it. Read it from Everflow, pull again, or empty the id to make a new postback.`,
    [{ action: 'read-by-id', id: 'read-by-id', label: `Read #${id} from Everflow`, postbackId: id }],
  );
}

/** A row with the id of another row that is still as pulled. */
export function copiedRow(row: number, id: number): Problem {
  return rowProblem(
    row,
    'copied-row',
    'Rows that are copies of other rows',
    `Copy of #${id}. Rows with an id change that postback; rows without an id become new ones.`,
    [{ action: 'make-new', id: 'make-new', label: 'Make these rows new' }],
  );
}

/** A row without an id that once was a pulled postback. */
export function lostId(row: number, id: number): Problem {
  return rowProblem(
    row,
    'lost-id',
    'Rows that have lost their id',
    `This row was #${id} and has lost its id. Without one it would become a new postback.`,
    [
      { action: 'put-id-back', id: 'put-id-back', label: 'Put the id back', postbackId: id },
      { action: 'make-new', id: 'make-new', label: 'Make it new' },
    ],
  );
}

const MAX_QUOTED_CHARACTERS = 80;

/** A value in a message: texts in quotation marks, long ones shortened. */
function inWords(value: FieldValue): string {
  if (typeof value === 'number') return String(value);
  const isLong = value.length > MAX_QUOTED_CHARACTERS;
  return `"${isLong ? `${value.slice(0, MAX_QUOTED_CHARACTERS)}…` : value}"`;
}

const CONFLICT_TITLE = 'Rows that were changed in Everflow too';

/** What was changed here and, to something else, in Everflow (P6, M1). */
export function inConflict(row: number, { fields }: ConflictUnit): Problem[] {
  const here = fields.filter(({ isEdited }) => isEdited);
  const both = here.filter(({ pulled, theirs }) => pulled !== theirs);
  const messages =
    both.length > 0
      ? both.map((one) => ({ one, message: changedWords(one) }))
      : [{ one: here[0]!, message: movedWords(fields) }];
  return messages.map(({ one, message }) => ({
    rule: 'P6',
    cause: CHANGED_THERE_TOO,
    severity: 'warning',
    row,
    column: columnForField(one.field).key,
    title: CONFLICT_TITLE,
    message,
    // The same cells beside each field of a group: half of it would be a mixture.
    fixes: useTheirs(here.map(({ field, theirs }) => [columnForField(field), theirs])),
  }));
}

function changedWords({ field, pulled, mine, theirs }: ConflictField): string {
  const { header } = columnForField(field);
  return `${header} was ${inWords(pulled)} as pulled, is ${inWords(mine)} in your sheet, and is ${inWords(theirs)} in Everflow now. A push reads it again and does not write over it.`;
}

/** Two people moved the postback, each by other fields: a mixture would be nobody's intention. */
function movedWords(fields: readonly ConflictField[]): string {
  const here = fields.filter(({ isEdited }) => isEdited);
  const there = fields.filter(({ isEdited }) => !isEdited);
  const mine = here.map(({ field, pulled, mine: value }) => moveWords(field, pulled, value));
  const theirs = there.map(({ field, pulled, theirs: value }) => moveWords(field, pulled, value));
  return `You changed ${mine.join(', ')}; in Everflow somebody changed ${theirs.join(', ')}. A push does not mix the two.`;
}

function moveWords(field: Field, before: FieldValue, after: FieldValue): string {
  return `${columnForField(field).header} from ${inWords(before)} to ${inWords(after)}`;
}

/** Id of the fix that gives a conflict up. */
export const USE_THEIRS = 'use-everflows';

/** Offered only where a cell can hold the value. */
function useTheirs(cells: readonly (readonly [Column, FieldValue])[]): Fix[] {
  const isPlain = ([column, value]: readonly [Column, FieldValue]): boolean =>
    !MARKERS.includes(String(toCell(column, value)));
  if (!cells.every(isPlain)) return [];
  return [
    {
      action: 'set',
      id: USE_THEIRS,
      label: "Use Everflow's",
      cells: cells.map(([column, value]) => ({ column: column.key, value })),
    },
  ];
}

/** Any edit of a postback that does not exist any more (P9, M4). */
export function goneRow(row: number, id: number): Problem {
  return {
    rule: 'P9',
    cause: 'gone',
    severity: 'error',
    row,
    column: 'id',
    title: 'Postbacks that are gone from Everflow',
    message: `#${id} is gone from Everflow, so your changes in this row cannot be pushed. Make the row a new postback, or take it away with "Remove gone rows".`,
    fixes: [{ action: 'make-new', id: 'make-new', label: 'Make it new' }],
  };
}

/** @param rows where the formulas are; -1 stands for the header cell */
export function formulaProblem(key: ColumnKey, rows: readonly number[]): Problem {
  const { header } = columnOf(key);
  const where = rows[0] === -1 ? 'its header' : `row ${(rows[0] ?? 0) + 2}`;
  const more = rows.length > 1 ? ` and ${rows.length - 1} more` : '';
  return {
    rule: 'C5',
    cause: `formula-${key}`,
    severity: 'error',
    row: null,
    column: key,
    title: `Column ${header} holds a formula`,
    message: `Column ${header} holds a formula (${where}${more}), so its cells may be results and not your text. Nothing of this column is pushed until the formulas are replaced by their values.`,
    fixes: [{ action: 'keep-values', id: 'keep-values', label: 'Keep the values', column: key }],
  };
}
