/**
 * Rows that mix two postbacks: which of the two an id-and-content says it is, whether one click may put the id right, and the words for
 * it (C9). Knows cells only by the question whether one means what was pulled.
 */
import type { Baseline, BaselineRow } from './baseline';
import { EDITABLE_COLUMNS, type Column } from './columns';
import { restoreFixed } from './fixed-edits';
import { returnable, type DoubtfulRow, type ForeignOwner } from './foreign-row';
import { IDENTITY_FIELDS } from './postback';
import type { Fix, Problem } from './problem';

export const FOREIGN_CAUSE = 'foreign-cells';

/** A row whose fixed cells are another postback's than its id. */
export interface Doubt {
  readonly row: number;
  readonly id: number;
  readonly owner: ForeignOwner;
  /** True if another row bears the same id and is its original (C6). */
  readonly doubled: boolean;
}

/** True if the row's cell means what was pulled for that postback. */
export type Means = (row: number, column: Column, known: BaselineRow) => boolean;

const IDENTITY = EDITABLE_COLUMNS.filter((column) => IDENTITY_FIELDS.includes(column.field!));

/** One error for each row in doubt, in their order. */
export function doubtProblems(
  doubts: readonly Doubt[],
  baseline: Baseline,
  rowsById: ReadonlyMap<number, readonly number[]>,
  means: Means,
): Problem[] {
  const certain: DoubtfulRow[] = [];
  for (const { row, id, owner } of doubts) {
    const isOf = (columns: readonly Column[], known: BaselineRow): boolean =>
      columns.every((column) => means(row, column, known));
    const [own, other] = [baseline.get(id)!, baseline.get(owner.id)!];
    if (!owner.agreed || !isOf(IDENTITY, other)) continue;
    // Siblings share their identity: then every cell has to be the other's.
    const proven = !isOf(IDENTITY, own) || isOf(EDITABLE_COLUMNS, other);
    if (proven) certain.push({ row, id, owner: owner.id });
  }
  const back = returnable(certain, rowsById);
  return doubts.map((doubt) => foreignProblem(doubt, baseline.get(doubt.id)!, back.has(doubt.row)));
}

function foreignProblem({ row, id, owner, doubled }: Doubt, known: BaselineRow, canReturn: boolean): Problem {
  const putBack: Fix = {
    action: 'put-id-back',
    id: 'put-id-back',
    label: 'Put the right id back',
    postbackId: owner.id,
  };
  const makeNew: Fix = { action: 'make-new', id: 'make-new', label: 'Make these rows new' };
  const meant = doubled
    ? `Another row has the id #${id} too.`
    : `If #${id} is right and the changes are meant, restore the fixed cells.`;
  return {
    rule: 'C9',
    cause: FOREIGN_CAUSE,
    severity: 'error',
    row,
    column: 'id',
    title: 'Rows that mix two postbacks',
    message: `The id is #${id}, but row key or times are those of #${owner.id}. If only a part of the table was sorted, or something was pasted over this row, undo that (Ctrl+Z). ${meant}`,
    fixes: [...(canReturn ? [putBack] : []), doubled ? makeNew : restoreFixed(known)],
  };
}

/** True if what a row asks for cannot be judged, because it is not clear whose row it is. */
export function isInDoubt(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.cause === FOREIGN_CAUSE);
}
