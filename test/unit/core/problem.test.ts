/** Problems grouped for the panel. */
import fc from 'fast-check';
import type { Cause } from '../../../src/core/causes';
import { groupProblems, type Fix, type Problem, type Severity } from '../../../src/core/problem';
import { messageOf } from '../../../src/core/check/verdict';
import { holds } from './laws';

const fix = (id: string): Fix => ({ action: 'set', id, label: `Do ${id}`, cells: [] });
const problem = (cause: Cause, severity: Severity, row: number, fixes: readonly Fix[] = []): Problem => ({
  rule: 'V4',
  cause,
  severity,
  row,
  column: 'url',
  title: `About ${cause}`,
  message: `${cause} in row ${row}`,
  fixes,
});

const SEVERITIES = ['error', 'own-tick', 'warning'] as const;
const anyProblems = fc.array(
  fc
    .tuple(
      fc.constantFrom('url-spaces' as const, 'url-host' as const, 'url-braces' as const),
      fc.constantFrom(...SEVERITIES),
      fc.nat({ max: 50 }),
      fc.uniqueArray(fc.constantFrom('trim', 'offer-0'), { maxLength: 2 }),
    )
    .map(([cause, severity, row, fixes]) => problem(cause, severity, row, fixes.map(fix))),
  { maxLength: 30 },
);

test('[V11] groups hold every problem once, in the order in which it came', () => {
  holds(anyProblems, (problems) => {
    const groups = groupProblems(problems);
    expect(groups.flatMap((group) => group.problems).length).toBe(problems.length);
    for (const group of groups) {
      expect(group.count).toBe(group.problems.length);
      expect(group.problems).toEqual(
        problems.filter((one) => one.cause === group.cause && one.severity === group.severity),
      );
    }
    expect(new Set(groups.map((group) => `${group.cause} ${group.severity}`)).size).toBe(groups.length);
  });
});

test('[V11] errors come first, then what needs its own tick, then warnings; larger groups first', () => {
  holds(
    anyProblems,
    (problems, tally) => {
      const groups = groupProblems(problems);
      for (let at = 1; at < groups.length; at += 1) {
        const [a, b] = [groups[at - 1]!, groups[at]!];
        tally.count('neighbours');
        const rank = (group: typeof a): number => SEVERITIES.indexOf(group.severity);
        expect(rank(a)).toBeLessThanOrEqual(rank(b));
        if (rank(a) === rank(b)) expect(a.count).toBeGreaterThanOrEqual(b.count);
      }
    },
    { neighbours: 200 },
  );
});

test('[V11] the order of groups does not depend on the order of problems', () => {
  holds(anyProblems, (problems) => {
    const names = (list: readonly Problem[]): string[] =>
      groupProblems(list).map((group) => `${group.cause} ${group.severity} ${group.count}`);
    expect(names([...problems].reverse())).toEqual(names(problems));
  });
});

test('[V11] each fix says how many cells it would repair', () => {
  const groups = groupProblems([
    problem('url-spaces', 'error', 1, [fix('trim')]),
    problem('url-spaces', 'error', 2, [fix('trim'), fix('empty')]),
    problem('url-spaces', 'error', 3),
    problem('url-spaces', 'warning', 4, [fix('trim')]),
  ]);
  expect(groups.map((group) => [group.severity, group.count, group.fixes])).toEqual([
    [
      'error',
      3,
      [
        { id: 'trim', label: 'Do trim', count: 2 },
        { id: 'empty', label: 'Do empty', count: 1 },
      ],
    ],
    ['warning', 1, [{ id: 'trim', label: 'Do trim', count: 1 }]],
  ]);
});

test('[V11] no problem gives no group', () => {
  expect(groupProblems([])).toEqual([]);
});

test('[V11] what is wrong with a whole column stands before its consequences, however many', () => {
  const cells = [1, 2, 3].map((row) => problem('url-host', 'error', row));
  const column = { ...problem('shuffled-url', 'error', 0), row: null };
  expect(groupProblems([...cells, column]).map(({ cause }) => cause)).toEqual(['shuffled-url', 'url-host']);
  const text = messageOf([...cells, column]);
  expect(text.indexOf(column.message)).toBe(0);
  expect(text).toContain(cells[0]!.message);
});
