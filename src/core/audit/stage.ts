/**
 * Staging: bringing back values as ordinary changes of the Postbacks tab, for undoing a push (U2) and for rows of a snapshot (U3). What is staged is
 * checked, previewed and pushed like anything that was typed; nothing is sent here. Pure.
 */
import { serverFields, shownCell, type BaselineRow } from '../baseline';
import { MARKERS, sameCell, sameValue, toCell, type CellIn, type CellOut } from '../cells';
import { columnForField, type ColumnKey } from '../columns';
import { isNormalised } from '../text-form';
import type { Field, FieldValue, FieldValues } from '../postback';

/** A value that a field is to have again. */
export interface Wish {
  readonly field: Field;
  readonly value: FieldValue;
  /** Only while Everflow holds this; absent: whatever it holds. */
  readonly wrote?: FieldValue;
}

/** Why a value is not brought back. */
export type LeftBecause =
  /** Everflow holds something else by now, or the sheet does not know what it holds. */
  | 'changed-since'
  /** Its cell has a change that was not sent. */
  | 'unsent'
  /** It would not fit into a cell. */
  | 'too-long';

export interface Staged {
  readonly cells: readonly { readonly column: ColumnKey; readonly value: CellOut }[];
  readonly left: readonly { readonly field: Field; readonly why: LeftBecause }[];
}

/** True if a cell holds a value already, as far as platforms keep texts. */
const holds = (target: CellOut, cell: CellIn): boolean =>
  sameCell(target, cell) || (typeof target === 'string' && isNormalised(target, cell));

/**
 * The cells of one row that bring its wishes about. A field that has its value already needs none;
 * a cell that an earlier step has written is named again, so that a step that is repeated says the same.
 * @param now what Everflow holds, as just read; absent where it was not asked
 */
export function stageRow(
  known: BaselineRow,
  wishes: readonly Wish[],
  cell: (column: ColumnKey) => CellIn,
  now?: FieldValues,
): Staged {
  const cells: { column: ColumnKey; value: CellOut }[] = [];
  const left: { field: Field; why: LeftBecause }[] = [];
  const pulled = serverFields(known);
  for (const { field, value, wrote } of wishes) {
    const column = columnForField(field);
    const held = now ? now[field] : pulled[field];
    const isStale = now !== undefined && !sameValue(field, pulled[field], held);
    if (sameValue(field, held, value) && !isStale) continue;
    const target = toCell(column, value);
    if (isStale || (wrote !== undefined && !sameValue(field, held, wrote)))
      left.push({ field, why: 'changed-since' });
    else if (typeof target === 'string' && MARKERS.includes(target)) left.push({ field, why: 'too-long' });
    else if (!sameCell(shownCell(column, known), cell(column.key)) && !holds(target, cell(column.key)))
      left.push({ field, why: 'unsent' });
    else cells.push({ column: column.key, value: target });
  }
  return { cells, left };
}
