/** What undoing a push would bring back, row by row (U2). Pure. */
import { sameValue } from '../cells';
import type { PlanItem } from '../plan';
import { FIELDS, type FieldValues } from '../postback';
import type { Outcome } from '../words';
import type { Wish } from './stage';

/** A row of a push that has something to undo. */
export interface Undoable {
  readonly id: number;
  readonly wishes: readonly Wish[];
  /** Of a postback that the push made: as it was then. It is switched off only while nothing of it has changed (U2). */
  readonly made?: FieldValues;
}

/**
 * @param outcome how the row ended
 * @param id of the postback; for a create the one that it got
 * @param truth the postback right after the push, where that is known
 * @returns undefined where nothing was written
 */
export function undoableOf(
  item: PlanItem,
  outcome: Outcome,
  id: number,
  truth?: FieldValues,
): Undoable | undefined {
  if (item.kind === 'create') {
    if (outcome !== 'Created' || id === 0) return undefined;
    return {
      id,
      wishes: [{ field: 'pixel_status', value: 'inactive', wrote: 'active' }],
      made: truth ?? item.fields,
    };
  }
  if (outcome !== 'Updated') return undefined;
  const wishes = item.changes.map(({ field, before, after }): Wish => {
    // Where Everflow stored another value than was sent, that is what we wrote.
    const wrote = truth?.[field] ?? after;
    return { field, value: before, wrote };
  });
  return { id: item.id, wishes };
}

/** Whether a postback that a push made is still as it was made, but for being on or off. */
export function isAsMade(made: FieldValues, now: FieldValues): boolean {
  return FIELDS.every(
    (field) =>
      field === 'pixel_status' ||
      made[field] === undefined ||
      now[field] === undefined ||
      sameValue(field, made[field], now[field]),
  );
}
