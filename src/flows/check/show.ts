/** "Show": selects the cells of a group of problems in the sheet (V11). */
import type { Problem, Severity } from '../../core/problem';
import { checkTab } from './check';
import type { Ports, Shown } from '../ports';

/**
 * @param severity of the group, as a fix takes it; absent: all problems of the cause
 * @throws Refusal as a check
 */
export function showGroup(ports: Ports, cause: string, severity?: Severity): Shown {
  const { head, reading, problems } = checkTab(ports);
  const cells = problems.flatMap((problem) =>
    problem.cause === cause && (severity === undefined || problem.severity === severity)
      ? rowsOf(problem).map((row) => ({ row, column: problem.column ?? ('message' as const) }))
      : [],
  );
  return { cells: cells.length, hiddenByFilter: ports.desk.select(head.deskSheetId, reading, cells) };
}

/** A problem of a whole column shows its examples; without any, the header. */
function rowsOf({ row, examples = [] }: Problem): readonly number[] {
  if (row !== null) return [row];
  return examples.length > 0 ? examples.map((example) => example.row) : [-1];
}
