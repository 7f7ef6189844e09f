/**
 * What changed on Everflow between two readings, and how the changes of several pulls add up until a person has seen them (P9). Pure.
 */
import { firesFor, serverFields, type Baseline, type BaselineRow } from './baseline';
import { sameValue } from './cells';
import { columnForField } from './columns';
import { FIELDS, type Field, type FieldValue, type Postback } from './postback';

export interface FieldMove {
  readonly field: Field;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** Whether a postback was there: `unknown` before it was first seen, `gone` once Everflow said that there is none. */
export type Presence = 'unknown' | 'there' | 'gone';

/** How one postback differed from its reading before. */
export interface PostbackChange {
  readonly id: number;
  /** When the newer reading was made, milliseconds since the epoch. */
  readonly at: number;
  /** The sentence of the column Fires for, as of the newer reading. */
  readonly firesFor: string;
  /** Absent if it was there before and after. */
  readonly presence?: { readonly before: Presence; readonly after: Presence };
  readonly fields: readonly FieldMove[];
}

/**
 * What a new reading of a postback says that the one before did not. A field that either of them does not tell says nothing.
 * @param old undefined if the postback is new on Everflow; do not ask if it is only new here
 */
export function changeOf(
  old: BaselineRow | undefined,
  next: Postback,
  at: number,
): PostbackChange | undefined {
  const before = old ? serverFields(old) : {};
  const fields = FIELDS.flatMap((field): FieldMove[] => {
    const was = before[field];
    const is = next.fields[field];
    return was === undefined || is === undefined || sameValue(field, was, is)
      ? []
      : [{ field, before: was, after: is }];
  });
  const from: Presence = !old ? 'unknown' : old.gone ? 'gone' : 'there';
  if (fields.length === 0 && from === 'there') return undefined;
  const change = { id: next.id, at, firesFor: sentenceOf(next), fields };
  return from === 'there' ? change : { ...change, presence: { before: from, after: 'there' } };
}

/** A postback that Everflow does not have any more. */
export function goneChange({ postback }: BaselineRow, at: number): PostbackChange {
  const presence = { before: 'there', after: 'gone' } as const;
  return { id: postback.id, at, firesFor: sentenceOf(postback), presence, fields: [] };
}

function sentenceOf({ fields, partnerName, offerName }: Postback): string {
  return firesFor(fields, partnerName, offerName);
}

/** All unseen changes of one postback. */
export interface SumOfChanges {
  readonly id: number;
  readonly firesFor: string;
  readonly presence?: { readonly before: Presence; readonly after: Presence };
  /** First old and last new value of each field, in the order of `FIELDS`; fields that went back are left out. */
  readonly fields: readonly FieldMove[];
  /** When its status last moved, milliseconds since the epoch; 0 if it did not. */
  readonly statusAt: number;
}

/**
 * Adds up changes in the order in which they were found. The same change twice counts once, so a killed apply may tell it again.
 * Postbacks that are as they were before the first change are left out.
 */
export function addUp(changes: readonly PostbackChange[]): SumOfChanges[] {
  const byId = new Map<number, PostbackChange[]>();
  for (const change of changes) {
    const list = byId.get(change.id);
    if (list) list.push(change);
    else byId.set(change.id, [change]);
  }
  const sums: SumOfChanges[] = [];
  for (const list of byId.values()) {
    const sum = sumOf(list);
    if (sum.presence || sum.fields.length > 0) sums.push(sum);
  }
  return sums;
}

function sumOf(list: readonly PostbackChange[]): SumOfChanges {
  const moves = new Map<Field, FieldMove>();
  let presence: PostbackChange['presence'];
  let statusAt = 0;
  for (const change of list) {
    if (change.presence) {
      presence = { before: presence?.before ?? change.presence.before, after: change.presence.after };
    }
    for (const move of change.fields) {
      const first = moves.get(move.field);
      moves.set(move.field, first ? { ...move, before: first.before } : move);
      if (move.field === 'pixel_status') statusAt = change.at;
    }
  }
  const fields = FIELDS.flatMap((field) => {
    const move = moves.get(field);
    return move && !sameValue(field, move.before, move.after) ? [move] : [];
  });
  const last = list[list.length - 1]!;
  return {
    id: last.id,
    firesFor: last.firesFor,
    ...(presence && presence.before !== presence.after ? { presence } : {}),
    fields,
    statusAt,
  };
}

/** True if Everflow switched the postback off and, as far as is known, it is off still. */
export function isSwitchedOff(sum: SumOfChanges, known: BaselineRow | undefined): boolean {
  if (!known || known.gone) return false;
  const move = sum.fields.find(({ field }) => field === 'pixel_status');
  return move?.before === 'active' && serverFields(known).pixel_status !== 'active';
}

/** What a line of the list is about, most urgent first. */
export const CHANGE_KINDS = ['switched-off', 'gone', 'back', 'changed', 'new'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One line of the list: a field with its old and new value, or a postback that came or went. */
export interface ChangeLine {
  readonly id: number;
  readonly firesFor: string;
  readonly kind: ChangeKind;
  /** Header of the field's column; '' for a postback that came or went. */
  readonly header: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** Postbacks by what happened to them; one that was switched off and moved counts in both. */
export interface ChangeTotals {
  readonly changed: number;
  readonly switchedOff: number;
  readonly isNew: number;
  readonly gone: number;
  readonly back: number;
}

export function totalsOf(sums: readonly SumOfChanges[], baseline: Baseline): ChangeTotals {
  const count = (holds: (sum: SumOfChanges) => boolean): number => sums.filter(holds).length;
  return {
    changed: count((sum) => sum.fields.length > 0),
    switchedOff: count((sum) => isSwitchedOff(sum, baseline.get(sum.id))),
    isNew: count((sum) => presenceKind(sum) === 'new'),
    gone: count((sum) => presenceKind(sum) === 'gone'),
    back: count((sum) => presenceKind(sum) === 'back'),
  };
}

function presenceKind({ presence }: SumOfChanges): ChangeKind | undefined {
  if (!presence) return undefined;
  if (presence.after === 'gone') return 'gone';
  return presence.before === 'gone' ? 'back' : 'new';
}

/** Lines for reading: switched off first, then gone, come back, changed, new; by postback id within each. */
export function linesOf(sums: readonly SumOfChanges[], baseline: Baseline): ChangeLine[] {
  const lines: ChangeLine[] = [];
  for (const sum of sums) {
    const { id, firesFor: sentence } = sum;
    const kind = presenceKind(sum);
    if (kind) lines.push({ id, firesFor: sentence, kind, header: '', before: '', after: '' });
    const isOff = isSwitchedOff(sum, baseline.get(id));
    for (const { field, before, after } of sum.fields) {
      lines.push({
        id,
        firesFor: sentence,
        kind: isOff && field === 'pixel_status' ? 'switched-off' : 'changed',
        header: columnForField(field).header,
        before,
        after,
      });
    }
  }
  return lines.sort((a, b) => CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind) || a.id - b.id);
}
