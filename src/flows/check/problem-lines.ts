/** All places of a group of problems, page by page, where the answer of a check names the first ones only (V11, X1). Changes nothing. */
import { columnOf } from '../../core/columns';
import type { Problem, Severity } from '../../core/problem';
import { checkTab } from './check';
import type { Ports } from '../ports';

/** Lines in one answer, and about their characters (X1). */
const LINES_PER_PAGE = 500;
const CHARACTERS_PER_PAGE = 400_000;

export interface ProblemLine {
  /** As the tab counts: the header is row 1. */
  readonly rowNumber: number;
  /** '' where the row as a whole is meant. */
  readonly header: string;
  readonly message: string;
}

export interface ProblemLines {
  readonly total: number;
  readonly lines: readonly ProblemLine[];
}

/** A problem as the panel lists it, and after it the rows that stand for it where it is one of a whole column. */
export function linesOf(problem: Problem): readonly ProblemLine[] {
  const header = problem.column === null ? '' : columnOf(problem.column).header;
  const examples = problem.examples ?? [];
  return [problem, ...examples].map(({ row, message }) => ({
    rowNumber: row === null ? 1 : row + 2,
    header,
    message,
  }));
}

/** @throws Refusal as a check */
export function problemsPage(
  ports: Ports,
  request: { readonly cause: string; readonly severity: Severity; readonly offset: number },
): ProblemLines {
  const all = checkTab(ports).problems.filter(
    ({ cause, severity }) => cause === request.cause && severity === request.severity,
  );
  const every = all.flatMap(linesOf);
  const lines: ProblemLine[] = [];
  let characters = 0;
  for (const line of every.slice(request.offset, request.offset + LINES_PER_PAGE)) {
    characters += line.message.length + line.header.length;
    if (lines.length > 0 && characters > CHARACTERS_PER_PAGE) break;
    lines.push(line);
  }
  return { total: every.length, lines };
}
