/**
 * Checks: what is wrong with the edited and new rows (V1-V10). A pure list of rules; it reads drafts, never cells.
 * A rule about single rows is added as one entry of `ROW_RULES`, a rule that compares rows as one entry of `ACROSS_ROWS`.
 */
import type { DeskDrafts, Draft } from '../draft';
import type { Problem } from '../problem';
import { isInDoubt } from '../doubt';
import { facebookData } from './facebook-data';
import { neededContent, unusedContent } from './content';
import { delay } from './delay';
import { doubles } from './doubles';
import { fixedProblem } from './fixed';
import { idsFromNowhere } from './known-ids';
import { closedLists } from './lists';
import { macros } from './macros';
import { RowView, type AcrossRowsRule, type CheckContext, type RowRule } from './row';
import { cpc, levelAndIds } from './scope';
import { shuffledColumns } from './shuffle';
import { postbackUrl } from './url';

export type { CheckContext } from './row';

const ROW_RULES: readonly RowRule[] = [
  closedLists,
  postbackUrl,
  delay,
  levelAndIds,
  cpc,
  neededContent,
  unusedContent,
  facebookData,
];

const ACROSS_ROWS: readonly AcrossRowsRule[] = [macros, idsFromNowhere, doubles, shuffledColumns];

/**
 * Problems of update and create drafts, in the order of the drafts. What the reading of the cells already told (`problems` of a
 * draft) is not repeated. Linear in the number of drafts (L1).
 */
export function checkDrafts(drafts: readonly Draft[], context: CheckContext): Problem[] {
  const { rows, problems } = checkEach(drafts, context);
  for (const rule of ACROSS_ROWS) for (const problem of rule(rows, context)) problems.push(problem);
  return problems;
}

/** Problems of one row by itself: rules that compare rows, or a row with the whole network, are not asked. */
export function checkRow(draft: Draft, context: CheckContext): Problem[] {
  return checkEach([draft], context).problems;
}

function checkEach(
  drafts: readonly Draft[],
  context: CheckContext,
): { readonly rows: readonly RowView[]; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const rows: RowView[] = [];
  for (const draft of drafts) {
    if (draft.kind === 'stopped' || isInDoubt(draft.problems)) continue;
    const fixed = draft.kind === 'update' ? fixedProblem(draft) : undefined;
    if (fixed) {
      problems.push(fixed);
      continue;
    }
    const row = new RowView(draft);
    rows.push(row);
    for (const rule of ROW_RULES) for (const problem of rule(row, context)) problems.push(problem);
  }
  return { rows, problems };
}

/** Everything that is wrong with a reading of the desk tab: columns, cells and rules. */
export function checkDesk(desk: DeskDrafts, context: CheckContext): Problem[] {
  const problems = desk.columnProblems.concat(desk.rowWarnings);
  for (const draft of desk.drafts) for (const problem of draft.problems) problems.push(problem);
  for (const problem of checkDrafts(desk.drafts, context)) problems.push(problem);
  return problems;
}
