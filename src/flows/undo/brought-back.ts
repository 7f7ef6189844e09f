/** Counting what undoing a push, or restoring rows of a snapshot, brings back as changes of the sheet, and what it leaves and why (U2, U3). */
import type { LeftBecause, Staged } from '../../core/audit/stage';
import { columnForField } from '../../core/columns';
import { logEvent } from '../log/log';
import type { Ports } from '../ports';

/** Why a field or a whole row was left. */
export type Why = LeftBecause | 'gone' | 'no-row' | 'doubled' | 'no-answer' | 'edited-since' | 'not-told';

/** What was brought back, and what was not. */
export interface BroughtBack {
  /** Rows with something brought back. */
  readonly rows: number;
  readonly cells: number;
  /** Postbacks that a push made and that are to be switched off. */
  readonly switchedOff: number;
  /** Rows that are as they were already. */
  readonly same: number;
  /** Fields or rows that were left, by why. */
  readonly left: { readonly [W in Why]?: number };
  /** The first of them; `header` is '' for a whole row. */
  readonly examples: readonly { readonly id: number; readonly header: string; readonly why: Why }[];
}

const MAX_EXAMPLES = 50;
export const NOTHING: BroughtBack = { rows: 0, cells: 0, switchedOff: 0, same: 0, left: {}, examples: [] };

/** Counts a row with what was staged of it. @param isMade true for a postback that is switched off, since it cannot be unmade */
export function counting(before: BroughtBack, id: number, staged: Staged, isMade = false): BroughtBack {
  let sums = before;
  for (const { field, why } of staged.left) sums = leaving(sums, id, columnForField(field).header, why);
  const { length } = staged.cells;
  if (length === 0) return staged.left.length === 0 ? { ...sums, same: sums.same + 1 } : sums;
  return {
    ...sums,
    rows: sums.rows + 1,
    cells: sums.cells + length,
    switchedOff: sums.switchedOff + (isMade ? 1 : 0),
  };
}

export function leaving(sums: BroughtBack, id: number, header: string, why: Why): BroughtBack {
  const left = { ...sums.left, [why]: (sums.left[why] ?? 0) + 1 };
  const examples =
    sums.examples.length < MAX_EXAMPLES ? [...sums.examples, { id, header, why }] : sums.examples;
  return { ...sums, left, examples };
}

export function plus(a: BroughtBack, b: BroughtBack): BroughtBack {
  const left: { [W in Why]?: number } = { ...a.left };
  for (const why of Object.keys(b.left) as Why[]) left[why] = (left[why] ?? 0) + b.left[why]!;
  return {
    rows: a.rows + b.rows,
    cells: a.cells + b.cells,
    switchedOff: a.switchedOff + b.switchedOff,
    same: a.same + b.same,
    left,
    examples: [...a.examples, ...b.examples].slice(0, MAX_EXAMPLES),
  };
}

/** A line of the change log. @param of in words, whose values they are */
export function tellBroughtBack(ports: Ports, what: string, of: string, sums: BroughtBack): void {
  const left = Object.values(sums.left).reduce((sum, count) => sum + count, 0);
  const message = `${of} Rows: ${sums.rows}, cells: ${sums.cells}, left: ${left}. Nothing is sent before it is reviewed and pushed.`;
  logEvent(ports, { what, outcome: 'Brought back as changes', message });
}
