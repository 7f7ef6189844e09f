/**
 * What the State and Message cells of a row say that its edits do not: gone, switched off, not refreshed (P6, P9). They follow from what
 * is known and can be worked out anew at any time, so that checks keep them and later pulls take them away. Pure.
 */
import type { Baseline, BaselineRow } from './baseline';
import { STATES } from './words';

/** States that a check writes, and therefore takes away again; what a push wrote stays until the row is edited. */
export const CHECK_STATES: readonly string[] = [
  STATES.edited,
  STATES.new,
  STATES.warning,
  STATES.stopped,
  STATES.conflict,
];

export const SWITCHED_OFF_MESSAGE =
  "Everflow switched this postback off, usually after repeated delivery errors at the partner's server. It stays off until you set Status to active and push. Check the partner's server first.";
export const GONE_MESSAGE =
  'This postback is gone from Everflow. "Remove gone rows" takes the row away; to make it anew, empty its id, check and push.';

/** A note at the end of a message. */
const NOTE = /(^| )Not refreshed: last read \d{4}-\d\d-\d\d \d\d:\d\d UTC$/;

/** What is known of a row beside its cells. */
export interface RowFacts {
  readonly known: BaselineRow;
  /** When the last pull began, milliseconds since the epoch. */
  readonly pulledAt: number;
  /** When Everflow was found to have switched it off; 0 if it did not, or that was seen. */
  readonly switchedOffAt: number;
}

/** State and Message of a row. */
export interface Marks {
  readonly state: string;
  readonly message: string;
}

/** True if the last pull did not read this postback: outside its filter, missing from its list, or its row was unclear (P6). */
export function isNotRefreshed(known: BaselineRow, pulledAt: number): boolean {
  return !known.gone && known.readAt < pulledAt;
}

/** How many were not. */
export function notRefreshedIn(baseline: Baseline, pulledAt: number): number {
  let count = 0;
  for (const row of baseline.values()) if (isNotRefreshed(row, pulledAt)) count += 1;
  return count;
}

/** A message with the note that its row was not refreshed, or without it where it was. */
export function withNote(message: string, { known, pulledAt }: RowFacts): string {
  const bare = message.replace(NOTE, '');
  if (!isNotRefreshed(known, pulledAt)) return bare;
  const time = new Date(known.readAt).toISOString().slice(0, 16).replace('T', ' ');
  return `${bare}${bare === '' ? '' : ' '}Not refreshed: last read ${time} UTC`;
}

/**
 * Marks of a row without edits.
 * @param now what the cells say
 */
export function marksAtRest(facts: RowFacts, now: Marks): Marks {
  const { known, switchedOffAt } = facts;
  if (known.gone) return { state: STATES.gone, message: GONE_MESSAGE };
  // What was pushed after it was found switched off has been looked at.
  const isTold = now.state === STATES.pushed && known.readAt > switchedOffAt;
  if (switchedOffAt > 0 && !isTold) {
    return { state: STATES.switchedOff, message: withNote(SWITCHED_OFF_MESSAGE, facts) };
  }
  const isOver =
    CHECK_STATES.includes(now.state) ||
    now.state === STATES.gone ||
    (now.state === STATES.switchedOff && now.message.replace(NOTE, '') === SWITCHED_OFF_MESSAGE);
  if (isOver) return { state: '', message: withNote('', facts) };
  // Words of a push give way to the note, which is about the row as it is now.
  const isOld = isNotRefreshed(known, facts.pulledAt);
  return { state: now.state, message: withNote(isOld ? '' : now.message, facts) };
}
