/**
 * The words in the cells of a row: how its push ended, and its state. Apart from the refusals, which the panel's page need not carry.
 */

/** How a row of a push ended (W5). */
export const OUTCOMES = [
  'Updated',
  'Created',
  'Nothing to change',
  'Refused by Everflow',
  'Changed in Everflow too',
  'No answer (safe to retry)',
  'Unclear (look before retrying)',
  'Not sent',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** States of a row: symbol and word. */
export const STATES = {
  edited: '● edited',
  new: '＋ new',
  warning: '⚠ warning',
  stopped: '✖ cannot be pushed',
  conflict: '⇄ changed in Everflow too',
  switchedOff: '⏻ switched off in Everflow',
  gone: '✂ gone from Everflow',
  pushed: '✓ pushed',
} as const;
