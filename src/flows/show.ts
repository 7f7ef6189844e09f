/** "Show": selects the cells of a group of problems in the sheet (V11). */
import { checkTab } from './check';
import type { Ports } from './ports';

export interface Shown {
  readonly cells: number;
  /** Of the first rows, how many a filter hides: the person would see nothing there. */
  readonly hiddenByFilter: number;
}

/** @throws Refusal as a check */
export function showGroup(ports: Ports, cause: string): Shown {
  const { head, reading, problems } = checkTab(ports);
  const cells = problems.flatMap((problem) =>
    problem.cause === cause
      ? [{ row: problem.row ?? -1, column: problem.column ?? ('message' as const) }]
      : [],
  );
  return { cells: cells.length, hiddenByFilter: ports.desk.select(head.deskSheetId, reading, cells) };
}
