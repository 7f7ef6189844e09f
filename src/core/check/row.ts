/**
 * One row under check: what it would hold, which of it was edited here, and how heavy a fault in it weighs (V2). Rules look at
 * rows through this view only; it knows no cell and no sheet.
 */
import type { Baseline } from '../baseline';
import type { Cause } from '../causes';
import { columnForField, type ColumnKey } from '../columns';
import type { CreateDraft, UpdateDraft } from '../draft';
import { zeroOf, type Field, type FieldValue } from '../postback';
import type { Fix, Problem, Severity } from '../problem';

/** What rules may ask about besides the rows themselves. */
export interface CheckContext {
  /** All postbacks as pulled. */
  readonly baseline: Baseline;
}

/** What a rule says about one cell; the row number is added by `RowView.problem`. */
export interface Finding {
  readonly rule: string;
  readonly cause: Cause;
  readonly severity: Severity;
  /** The field whose cell is meant. */
  readonly field: Field;
  readonly title: string;
  readonly message: string;
  readonly fixes?: readonly Fix[];
}

/** A rule that needs one row at a time. It never changes what it is given. */
export type RowRule = (row: RowView, context: CheckContext) => readonly Problem[];

/** A rule that compares rows with each other. It must stay linear in the number of rows (L1). */
export type AcrossRowsRule = (rows: readonly RowView[], context: CheckContext) => readonly Problem[];

const OLD_FAULT = ' It was already so as pulled and does not stop this row.';

export class RowView {
  readonly isNew: boolean;
  private readonly changed: ReadonlySet<Field>;
  private readonly blind: ReadonlySet<ColumnKey>;

  constructor(readonly draft: UpdateDraft | CreateDraft) {
    this.isNew = draft.kind === 'create';
    this.changed = new Set(draft.kind === 'update' ? draft.changes.map((change) => change.field) : []);
    this.blind = new Set([
      ...draft.unreadable,
      ...draft.problems.flatMap((p) => (p.severity === 'error' && p.column !== null ? [p.column] : [])),
    ]);
  }

  /** The value the row would have on the server; undefined where it cannot be known (not loaded, or an unreadable cell). */
  get(field: Field): FieldValue | undefined {
    if (this.blind.has(columnForField(field).key)) return undefined;
    const value = this.draft.fields[field];
    return value === undefined && this.isNew ? zeroOf(field) : value;
  }

  /** The value of a text field; undefined where it cannot be known. */
  text(field: Field): string | undefined {
    const value = this.get(field);
    return value === undefined ? undefined : String(value);
  }

  /** The value as pulled; undefined for a new row and where it was not loaded. */
  before(field: Field): FieldValue | undefined {
    return this.draft.kind === 'update' ? this.draft.baseline.postback.fields[field] : undefined;
  }

  /** True if the row is new or one of these fields was edited. */
  edited(...fields: readonly Field[]): boolean {
    return this.isNew || fields.some((field) => this.changed.has(field));
  }

  /** True if an edit switches the postback on. */
  get turnedOn(): boolean {
    return !this.isNew && this.changed.has('pixel_status') && this.get('pixel_status') === 'active';
  }

  /** True unless the postback will be off: a fault in what never fires does not matter (V2). */
  get fires(): boolean {
    return this.get('pixel_status') !== 'inactive';
  }

  /**
   * How heavy a fault in these fields weighs (V2): an error if one of them is new or edited; a warning if it was already so in a
   * postback that fires; undefined if it does not matter.
   */
  weigh(...fields: readonly Field[]): 'error' | 'warning' | undefined {
    if (this.edited(...fields)) return 'error';
    return this.fires ? 'warning' : undefined;
  }

  /** As `weigh`, for faults that begin to matter when the postback is switched on: it would fire with them from then on. */
  weighWhenFiring(...fields: readonly Field[]): 'error' | 'warning' | undefined {
    return this.turnedOn ? 'error' : this.weigh(...fields);
  }

  problem(finding: Finding): Problem {
    const { rule, cause, severity, field, title, message, fixes = [] } = finding;
    return {
      rule,
      cause,
      severity,
      row: this.draft.row,
      column: columnForField(field).key,
      title,
      message,
      fixes,
    };
  }

  /** A fault as an error or as an old fault that says so; nothing when it weighs nothing. */
  fault(weight: 'error' | 'warning' | undefined, finding: Omit<Finding, 'severity'>): readonly Problem[] {
    if (!weight) return [];
    const message = weight === 'warning' ? finding.message + OLD_FAULT : finding.message;
    return [this.problem({ ...finding, severity: weight, message })];
  }
}

/** A fix that sets the cell of one field. The same `id` and `label` in all rows of a cause make one button for the group. */
export function setField(field: Field, value: FieldValue, id: string, label: string): Fix {
  return { action: 'set', id, label, cells: [{ column: columnForField(field).key, value }] };
}
