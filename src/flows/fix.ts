/**
 * One-click fixes: carries a fix out for every row of a group of problems. The cells are changed like any edit; the check that follows
 * judges them anew (V11).
 */
import { columnOf } from '../core/columns';
import type { Fix, Problem } from '../core/problem';
import { Refusal } from '../core/words';
import { checkTab } from './check';
import type { Budget, PlacedCell, Ports } from './ports';
import { readUnknown } from './read-unknown';

/**
 * @param cause stable name of the group
 * @param fixId which of its fixes
 * @returns rows repaired
 * @throws Refusal
 */
export function applyFix(ports: Ports, cause: string, fixId: string, budget: Budget): number {
  const { head, reading, problems } = checkTab(ports);
  const chosen = problems.flatMap((problem) => {
    const fix = problem.cause === cause ? problem.fixes.find(({ id }) => id === fixId) : undefined;
    return fix ? [{ problem, fix }] : [];
  });
  const unknown = chosen.flatMap(({ fix }) =>
    fix.action === 'read-by-id' && fix.postbackId !== undefined ? [fix.postbackId] : [],
  );
  if (unknown.length > 0) {
    const { found, absent } = readUnknown(ports, unknown, budget);
    return found + absent;
  }
  const columns = chosen.flatMap(({ fix }) =>
    fix.action === 'keep-values' && fix.column ? [fix.column] : [],
  );
  let repaired = 0;
  for (const column of new Set(columns)) repaired += ports.desk.keepValues(head.deskSheetId, column);
  const cells = chosen.flatMap(({ problem, fix }) => cellsOf(problem, fix, ports.newId));
  if (!ports.desk.writeAt(head.deskSheetId, reading, cells)) throw new Refusal('sheet-fault');
  return repaired + new Set(cells.map((cell) => cell.row)).size;
}

function cellsOf({ row }: Problem, fix: Fix, newId: () => string): PlacedCell[] {
  if (row === null) return [];
  switch (fix.action) {
    case 'set':
      return fix.cells.map(({ column, value }) => ({
        row,
        column,
        value: value === 0 ? columnOf(column).zero : value,
      }));
    case 'make-new':
      return [
        { row, column: 'id', value: '' },
        { row, column: 'rowKey', value: `n-${newId()}` },
        { row, column: 'created', value: '' },
        { row, column: 'lastChanged', value: '' },
      ];
    case 'put-id-back':
      return fix.postbackId === undefined ? [] : [{ row, column: 'id', value: fix.postbackId }];
    default:
      return [];
  }
}
