/**
 * Three-way merge of one postback: as pulled, as edited here, as the server has it now (M1, M3). Pure.
 */
import { sameValue } from './cells';
import type { FieldChange } from './draft';
import { FIELDS, IDENTITY_FIELDS, zeroOf, type Field, type FieldValue, type FieldValues } from './postback';

export interface FieldConflict {
  readonly field: Field;
  readonly pulled: FieldValue;
  readonly mine: FieldValue;
  readonly server: FieldValue;
}

export interface Merge {
  /** What is to be sent: changed here, and only here. `before` is the server's value now. */
  readonly send: readonly FieldChange[];
  /** Changed here and there, differently. If there is one, nothing of the row is sent. */
  readonly conflicts: readonly FieldConflict[];
  /** Changed only on the server: taken over. */
  readonly takenOver: readonly Field[];
  /** Changed here and there to the same value. */
  readonly same: readonly Field[];
}

/**
 * @param pulled values as pulled; a field that is absent was not told and counts as unchanged on the server
 * @param changes the edits, with `before` as pulled
 * @param server values read from the server just now, complete
 */
export function mergeUpdate(
  pulled: FieldValues,
  changes: readonly FieldChange[],
  server: FieldValues,
): Merge {
  const mine = new Map<Field, FieldChange>(changes.map((change) => [change.field, change]));
  const send: FieldChange[] = [];
  const conflicts: FieldConflict[] = [];
  const takenOver: Field[] = [];
  const same: Field[] = [];
  for (const field of FIELDS) {
    const change = mine.get(field);
    const now = server[field] ?? zeroOf(field);
    const before = change ? change.before : pulled[field];
    const movedThere = before !== undefined && !sameValue(field, before, now);
    if (!change) {
      if (movedThere) takenOver.push(field);
    } else if (sameValue(field, change.after, now)) {
      same.push(field);
    } else if (movedThere) {
      conflicts.push({ field, pulled: change.before, mine: change.after, server: now });
    } else {
      send.push({ field, before: now, after: change.after });
    }
  }
  return keepIdentityWhole({ send, conflicts, takenOver, same }, pulled, server);
}

/**
 * Partner, offer, event, level, type and method are one group: if both sides moved the postback, a mixture would be nobody's
 * intention, so every changed field of the group is in conflict (M1).
 */
function keepIdentityWhole(merge: Merge, pulled: FieldValues, server: FieldValues): Merge {
  const inGroup = (field: Field): boolean => IDENTITY_FIELDS.includes(field);
  const mineMoves = merge.send.filter((change) => inGroup(change.field));
  const theirsMoves = merge.takenOver.filter(inGroup);
  const conflicted = merge.conflicts.some((conflict) => inGroup(conflict.field));
  const clash = (mineMoves.length > 0 && theirsMoves.length > 0) || conflicted;
  if (!clash) return merge;
  const moved: FieldConflict[] = mineMoves.map((change) => ({
    field: change.field,
    pulled: pulled[change.field] ?? change.before,
    mine: change.after,
    server: change.before,
  }));
  const theirs: FieldConflict[] = theirsMoves.map((field) => ({
    field,
    pulled: pulled[field] ?? zeroOf(field),
    mine: pulled[field] ?? zeroOf(field),
    server: server[field] ?? zeroOf(field),
  }));
  return {
    send: merge.send.filter((change) => !inGroup(change.field)),
    conflicts: [...merge.conflicts, ...moved, ...theirs],
    takenOver: merge.takenOver.filter((field) => !inGroup(field)),
    same: merge.same,
  };
}

/** The record's values after sending `send` over what the server has. */
export function mergedFields(server: FieldValues, send: readonly FieldChange[]): FieldValues {
  const fields: { -readonly [F in Field]?: FieldValue } = { ...server };
  for (const change of send) fields[change.field] = change.after;
  return fields;
}
