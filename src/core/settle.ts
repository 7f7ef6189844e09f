/**
 * Settling conflicts (M2): what was changed here and in Everflow, unit by unit, and what a row is once a person has chosen. Pure: it decides
 * which cells are to be written and what is known afterwards, and knows neither the order in which both are made durable nor the panel.
 */
import type { BaselineRow } from './baseline';
import { MARKERS, sameValue, toCell, type CellOut } from './cells';
import { columnForField, type ColumnKey } from './columns';
import { hash64 } from './confirmation';
import type { Draft, FieldChange, UpdateDraft } from './draft';
import { CHANGED_THERE_TOO } from './problem';
import { FIELDS, IDENTITY_FIELDS, zeroOf, type Field, type FieldValue } from './postback';

/** Whose value a person takes. */
export type Side = 'mine' | 'theirs';

/** The three values of a field, as a person is shown them. */
export interface ConflictField {
  readonly field: Field;
  readonly pulled: FieldValue;
  /** What the sheet asks for; as pulled where only the other side changed it, whatever the cell shows meanwhile. */
  readonly mine: FieldValue;
  readonly theirs: FieldValue;
  /** True if the cell was changed here. */
  readonly isEdited: boolean;
}

/** What can only be settled together: one field, or everything that changed of partner, offer, event, level, type and method (M1). */
export interface ConflictUnit {
  /** In the order of the API's fields. */
  readonly fields: readonly ConflictField[];
  /** True if taking "mine" would turn the postback on. */
  readonly turnsOn: boolean;
  /** False if no cell can hold what Everflow has (T3): neither side can be taken in the sheet then. */
  readonly fits: boolean;
}

/** A row with something to settle. */
export interface RowConflict {
  /** Position in the reading that the drafts are of. */
  readonly row: number;
  readonly id: number;
  readonly baseline: BaselineRow;
  readonly units: readonly ConflictUnit[];
  /** Columns with edits that cannot be read. */
  readonly unreadable: readonly ColumnKey[];
}

const isIdentity = (field: Field): boolean => IDENTITY_FIELDS.includes(field);

/**
 * What is in conflict between edits and what Everflow holds.
 * @param changes the edits; a cell that holds Everflow's value is none
 */
export function conflictUnits(known: BaselineRow, changes: readonly FieldChange[]): ConflictUnit[] {
  const { theirs } = known;
  if (!theirs) return [];
  const edits = new Map(changes.map((change) => [change.field, change]));
  const moved = (field: Field): boolean =>
    theirs[field] !== undefined && !sameValue(field, known.postback.fields[field], theirs[field]);
  const group = IDENTITY_FIELDS.filter((field) => edits.has(field) || moved(field));
  const isClash = group.some(moved) && group.some((field) => edits.has(field));
  const single = FIELDS.filter((field) => !isIdentity(field) && edits.has(field) && moved(field));
  const units = [
    ...(isClash ? [FIELDS.filter((field) => group.includes(field))] : []),
    ...single.map((f) => [f]),
  ];
  return units.map((fields) => unitOf(fields.map((field) => fieldOf(field, known, edits.get(field)))));
}

function fieldOf(field: Field, known: BaselineRow, edit: FieldChange | undefined): ConflictField {
  const pulled = known.postback.fields[field] ?? zeroOf(field);
  const theirs = known.theirs?.[field] ?? pulled;
  return { field, pulled, mine: edit ? edit.after : pulled, theirs, isEdited: edit !== undefined };
}

function unitOf(fields: readonly ConflictField[]): ConflictUnit {
  return {
    fields,
    turnsOn: fields.some(
      ({ field, mine, theirs }) => field === 'pixel_status' && mine === 'active' && theirs !== 'active',
    ),
    fits: fields.every(
      ({ field, theirs }) => !MARKERS.includes(String(toCell(columnForField(field), theirs))),
    ),
  };
}

/** All conflicts, in the order of the sheet: those that a check tells, so none of rows in doubt, and none of postbacks that are gone. */
export function conflictsIn(drafts: readonly Draft[]): RowConflict[] {
  const told = drafts.filter(
    (draft): draft is UpdateDraft =>
      draft.kind === 'update' &&
      !draft.baseline.gone &&
      draft.problems.some(({ cause }) => cause === CHANGED_THERE_TOO),
  );
  return told
    .map(({ row, id, baseline, changes, unreadable }) => ({
      row,
      id,
      baseline,
      units: conflictUnits(baseline, changes),
      unreadable,
    }))
    .sort((a, b) => a.row - b.row);
}

/** Letters and digits of each half of a stamp: a chance of one in a million that another value goes unnoticed. */
const HALF = 4;
const halfOf = (values: unknown): string =>
  Number.parseInt(hash64(JSON.stringify(values)).slice(0, 5), 16)
    .toString(36)
    .padStart(HALF, '0');

/** Stands for what a person was shown of a row: the first half for what Everflow holds, the second for all values. Letters and digits. */
export function stampOf({ id, baseline, units }: RowConflict): string {
  const held = FIELDS.map((field) => baseline.theirs?.[field] ?? null);
  const shown = units.map(({ fields }) =>
    fields.map(({ field, pulled, mine, theirs }) => [field, pulled, mine, theirs]),
  );
  return halfOf([id, held]) + halfOf([id, shown]);
}

/**
 * True if the row is still as it was shown, as far as the choice depends on it. Who takes Everflow's values gives the own ones up, whatever they
 * are by now; and a try that died may have given up some of them.
 */
export function isAsShown(conflict: RowConflict, stamp: string, use: Side): boolean {
  const now = stampOf(conflict);
  return use === 'mine' ? now === stamp : now.slice(0, HALF) === stamp.slice(0, HALF);
}

/** What a person chose. */
export interface Choice {
  readonly use: Side;
  /** Only units with one of these fields; all if absent. */
  readonly fields?: readonly string[];
  /** False: "mine" is not taken where it would turn a postback on. */
  readonly turnOn: boolean;
}

/** The units of a row that are settled by a choice, and whether others are passed over, and why. */
export interface Chosen {
  readonly units: readonly ConflictUnit[];
  readonly turnsOn: boolean;
  readonly tooLong: boolean;
}

/** True if a choice is about this field: one of the identity group stands for all of it. */
export function isMeant(field: Field, fields: readonly string[] | undefined): boolean {
  if (!fields) return true;
  return fields.includes(field) || (isIdentity(field) && IDENTITY_FIELDS.some((one) => fields.includes(one)));
}

export function chosenOf({ units }: RowConflict, { use, fields, turnOn }: Choice): Chosen {
  const meant = units.filter((unit) => unit.fields.some(({ field }) => isMeant(field, fields)));
  const wakes = (unit: ConflictUnit): boolean => use === 'mine' && unit.turnsOn && !turnOn;
  return {
    units: meant.filter((unit) => unit.fits && !wakes(unit)),
    turnsOn: meant.some(wakes),
    tooLong: meant.some(({ fits }) => !fits),
  };
}

/** A cell and what it is to hold. */
export interface CellAim {
  readonly column: ColumnKey;
  readonly field: Field;
  readonly value: CellOut;
}

/**
 * Cells that have to hold something else before the unit can count as settled. Taking "mine" leaves the edits alone; but where the group moved,
 * cells that nobody edited follow Everflow, and would mix both sides: they go back to as pulled (M1).
 */
export function cellsFor(unit: ConflictUnit, use: Side, unreadable: readonly ColumnKey[] = []): CellAim[] {
  const aims = unit.fields
    .filter(({ isEdited }) => use === 'theirs' || !isEdited)
    .map(({ field, pulled, theirs }) => aim(field, use === 'theirs' ? theirs : pulled));
  return aims.filter(({ column }) => use === 'theirs' || !unreadable.includes(column));
}

/** Cells of the group that cannot be read stand in the way of Everflow's values, too. */
export function unreadableOf(
  { baseline, unreadable }: RowConflict,
  units: readonly ConflictUnit[],
): CellAim[] {
  const isGroup = units.some(({ fields }) => fields.some(({ field }) => isIdentity(field)));
  if (!isGroup) return [];
  return IDENTITY_FIELDS.filter((field) => unreadable.includes(columnForField(field).key)).flatMap(
    (field) => {
      const value = baseline.theirs?.[field] ?? baseline.postback.fields[field];
      return value === undefined ? [] : [aim(field, value)];
    },
  );
}

function aim(field: Field, value: FieldValue): CellAim {
  const column = columnForField(field);
  return { column: column.key, field, value: toCell(column, value) };
}

/**
 * The row with what Everflow holds as "as pulled" of these fields: what their cells hold besides is an ordinary change of that, which a push sends
 * only while the server still holds it. How a cell reads that shows Everflow's value is not known before one does.
 * @param shown how the cells read that hold Everflow's values, where the platform gives them back differently (T1)
 */
export function rebased(
  known: BaselineRow,
  fields: readonly Field[],
  shown: NonNullable<BaselineRow['shown']> = {},
): BaselineRow {
  const theirs: { -readonly [F in Field]?: FieldValue } = { ...known.theirs };
  const values: { -readonly [F in Field]?: FieldValue } = { ...known.postback.fields };
  const texts: { [K in ColumnKey]?: string } = { ...known.shown };
  for (const field of fields) {
    const value = theirs[field];
    if (value === undefined) continue;
    values[field] = value;
    delete theirs[field];
    delete texts[columnForField(field).key];
  }
  Object.assign(texts, shown);
  const { theirs: _given, shown: _old, ...rest } = known;
  return {
    ...rest,
    postback: { ...known.postback, fields: values },
    ...(Object.keys(texts).length > 0 ? { shown: texts } : {}),
    ...(Object.keys(theirs).length > 0 ? { theirs } : {}),
  };
}
