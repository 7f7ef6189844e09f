/**
 * A problem: one thing wrong with one cell, row or column, in words, with the fixes that are certain (V1, V11).
 */
import type { Cause } from './causes';
import type { ColumnKey } from './columns';
import type { FieldValue } from './postback';

/** Cause of what is told of fields that were changed here and in Everflow (P6). */
export const CHANGED_THERE_TOO = 'changed-there-too';

/** error: stops the row. warning: confirmed as a group. own-tick: each needs a tick of its own (V1). */
export type Severity = 'error' | 'warning' | 'own-tick';

/** A one-click repair. It changes cells of the sheet like any edit; Ctrl+Z undoes it (V11). */
export type Fix =
  | {
      readonly action: 'set';
      /** Stable within a cause, e.g. `offer-0`. */
      readonly id: string;
      /** Words of the button without the count, e.g. `Set offer to 0`. */
      readonly label: string;
      readonly cells: readonly { readonly column: ColumnKey; readonly value: FieldValue }[];
    }
  | {
      /**
       * - keep-values: formulas of the column become their values
       * - make-new: id, row key and times are emptied
       * - put-id-back: the id cell is filled again
       * - read-by-id: the postback is read from Everflow, and the row is compared with it
       * - discard-column: every change in the column is put back to as pulled (U1)
       * - send-waiting: a new row that waits for a person may be sent (W4)
       * - confirm: nothing is changed; the person types `word` to say that it is meant
       */
      readonly action:
        | 'keep-values'
        | 'make-new'
        | 'put-id-back'
        | 'read-by-id'
        | 'discard-column'
        | 'send-waiting'
        | 'confirm';
      readonly id: string;
      readonly label: string;
      readonly column?: ColumnKey;
      readonly postbackId?: number;
      readonly word?: string;
    };

/** One row out of a problem that stands for a whole column. */
export interface ProblemExample {
  /** Position of the row in the reading (0-based). */
  readonly row: number;
  readonly message: string;
}

export interface Problem {
  /** Rule of the rules page, e.g. `V4`. */
  readonly rule: string;
  /** Stable name of the cause, e.g. `url-spaces`; problems are grouped by it. */
  readonly cause: Cause;
  readonly severity: Severity;
  /** Position of the row in the reading (0-based); null when the whole column or tab is meant. */
  readonly row: number | null;
  readonly column: ColumnKey | null;
  /** Heading of the group, the same for all problems of one cause. */
  readonly title: string;
  /** What is wrong in this cell and what is allowed. */
  readonly message: string;
  readonly fixes: readonly Fix[];
  /** True for a warning that a person has said yes to, of a row that has not changed since (V1). */
  readonly confirmed?: true;
  /** What a typed confirmation is about: it holds while this text stays the same, and no longer (C9). */
  readonly key?: string;
  /** The first few rows, where the problem stands for a whole column. */
  readonly examples?: readonly ProblemExample[];
}

/** Problems of one cause, for the panel (V11). */
export interface ProblemGroup {
  readonly cause: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly count: number;
  readonly problems: readonly Problem[];
  /** Fixes offered for the group, with the number of rows each would repair. */
  readonly fixes: readonly OfferedFix[];
}

export interface OfferedFix {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** To be typed to say that the cells are right as they are; there is nothing to repair then (C9). */
  readonly word?: string;
}

const SEVERITY_ORDER: readonly Severity[] = ['error', 'own-tick', 'warning'];

/**
 * Groups problems by severity and cause: errors first, then own-tick warnings, then warnings; among these whole columns first, then
 * larger groups.
 */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const byCause = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = `${problem.severity} ${problem.cause}`;
    const group = byCause.get(key);
    if (group) group.push(problem);
    else byCause.set(key, [problem]);
  }
  const groups = [...byCause.values()].map((group): ProblemGroup => {
    const first = group[0]!;
    return {
      cause: first.cause,
      rule: first.rule,
      severity: first.severity,
      title: first.title,
      count: group.length,
      problems: group,
      fixes: countFixes(group),
    };
  });
  return groups.sort(
    (a, b) =>
      SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) ||
      // What is wrong with a whole column is the cause of much that is wrong in its cells.
      Number(isWide(b)) - Number(isWide(a)) ||
      b.count - a.count ||
      (a.cause < b.cause ? -1 : 1),
  );
}

const isWide = ({ problems }: ProblemGroup): boolean => problems[0]!.row === null;

function countFixes(group: readonly Problem[]): ProblemGroup['fixes'] {
  const counts = new Map<string, { -readonly [K in keyof OfferedFix]: OfferedFix[K] }>();
  for (const problem of group) {
    for (const fix of problem.fixes) {
      const entry = counts.get(fix.id);
      if (entry) {
        entry.count += 1;
        // "Read #12 from Everflow" is one row's button; the group's reads them all.
        if (entry.label !== fix.label) entry.label = entry.label.replace(/#\d+/, 'them');
      } else {
        const { id, label } = fix;
        const word = fix.action === 'confirm' ? fix.word : undefined;
        counts.set(id, { id, label, count: 1, ...(word === undefined ? {} : { word }) });
      }
    }
  }
  return [...counts.values()];
}
