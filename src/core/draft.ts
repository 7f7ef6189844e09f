/**
 * A draft: what a row of the desk tab asks for, after its cells were compared with the baseline. Cells -> `Draft` is done in
 * `edits.ts`; checks and plans work on drafts only and never see a cell.
 */
import type { BaselineRow } from './baseline';
import type { ColumnKey } from './columns';
import type { Field, FieldValue, FieldValues } from './postback';
import type { Problem } from './problem';

/** One changed field. `before` is the value as pulled. */
export interface FieldChange {
  readonly field: Field;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

interface DraftBase {
  /** Position of the row in the reading (0-based, row 2 of the sheet is 0). Valid for that reading only (P11). */
  readonly row: number;
  readonly rowKey: string;
  /** The values that the row would have on the server: baseline with the readable edits over it. */
  readonly fields: FieldValues;
  /** Problems found while reading the cells (C5, C6, T3); checks add theirs. */
  readonly problems: readonly Problem[];
  /** Columns whose cells were edited but could not be read; no value of theirs is in `fields`. */
  readonly unreadable: readonly ColumnKey[];
}

/** A row with an id whose cells differ from the baseline. */
export interface UpdateDraft extends DraftBase {
  readonly kind: 'update';
  readonly id: number;
  readonly baseline: BaselineRow;
  /** In catalogue order; empty if all edited cells were unreadable. */
  readonly changes: readonly FieldChange[];
}

/** A row without an id that has something in an editable cell (C6). */
export interface CreateDraft extends DraftBase {
  readonly kind: 'create';
  /** Columns that hold a formula and in which this row has a 0 or nothing: both are sent, and may be its result (C5). Absent if none. */
  readonly zeros?: readonly ColumnKey[];
}

/** A row that cannot be an update or a create as it stands: copies, lost and unknown ids (C6). Always carries an error. */
export interface StoppedDraft extends DraftBase {
  readonly kind: 'stopped';
}

export type Draft = UpdateDraft | CreateDraft | StoppedDraft;

/** What a reading of the desk tab amounts to. */
export interface DeskDrafts {
  readonly drafts: readonly Draft[];
  /** Problems of whole columns, e.g. a formula (C5). They stop every draft that edits the column. */
  readonly columnProblems: readonly Problem[];
  /** Warnings about single cells of rows with an id, whether they ask for anything or not: edited fixed cells (C4). */
  readonly rowWarnings: readonly Problem[];
  /** Rows with an id that hold exactly what was pulled. */
  readonly unchanged: number;
  /** Rows whose books are damaged or missing: neither edited nor unedited (B2). */
  readonly unknown: readonly { readonly row: number; readonly id: number }[];
}
