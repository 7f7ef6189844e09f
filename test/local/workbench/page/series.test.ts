/** What dragging the corner of a selection makes. */
import { areaOf, lettersOf, runsOf, shownParts, targetOf } from '../../../../local/workbench/page/grid/areas';
import { next } from '../../../../local/workbench/page/grid/series';

const steps = (source: Parameters<typeof next>[0], dates = false) => {
  const at = next(source, dates);
  return at === null ? null : [1, 2, -1].map(at);
};

test.each([
  ['even numbers go on', [1, 3], [5, 7, -1]],
  ['tenths without the noise of binary numbers', [0.1, 0.2], [0.3, 0.4, 0]],
  ['numbers that fall', [10, 8, 6], [4, 2, 12]],
  ['a text that ends in a number', ['Row 9'], ['Row 10', 'Row 11', 'Row 8']],
  ['zeros in front stay', ['a08', 'a09'], ['a10', 'a11', 'a07']],
])('[page] a series: %s', (_what, source, expected) => {
  expect(steps(source)).toEqual(expected);
});

test.each([
  ['a single number', [5]],
  ['equal numbers', [5, 5]],
  ['numbers without an even step', [1, 2, 4]],
  ['texts without a number', ['active', 'inactive']],
  ['texts with different beginnings', ['a1', 'b2']],
  ['an empty cell among numbers', [1, undefined, 3]],
  ['booleans', [true]],
])('[page] no series, so it is copied: %s', (_what, source) => {
  expect(steps(source)).toBeNull();
});

test('[page] a single date goes on by days', () => {
  expect(steps([46000], true)).toEqual([46001, 46002, 45999]);
});

test('[page] addresses', () => {
  expect(areaOf('AB12:AC20')).toEqual({ row: 12, column: 28, numRows: 9, numColumns: 2 });
  expect([1, 26, 27, 702, 703].map(lettersOf)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  expect(() => areaOf('Row 5')).toThrow('no address');
});

test('[page] rows that a filter hides are left out, the others keep together', () => {
  const area = { row: 2, column: 3, numRows: 6, numColumns: 1 };
  expect(shownParts(area, new Set([4, 7])).map(({ row, numRows }) => [row, numRows])).toEqual([
    [2, 2],
    [5, 2],
  ]);
  expect(shownParts(area, new Set())).toEqual([area]);
  expect(shownParts(area, new Set([2, 3, 4, 5, 6, 7]))).toEqual([]);
  expect(runsOf([3, 1, 2, 7])).toEqual([
    { start: 1, count: 3 },
    { start: 7, count: 1 },
  ]);
});

test('[page] a paste fills a selection into which it fits several times, else it goes in once', () => {
  const selected = { row: 5, column: 2, numRows: 6, numColumns: 1 };
  expect(targetOf(selected, 3, 1)).toEqual(selected);
  expect(targetOf(selected, 4, 1)).toEqual({ row: 5, column: 2, numRows: 4, numColumns: 1 });
  expect(targetOf(selected, 1, 3)).toEqual({ row: 5, column: 2, numRows: 1, numColumns: 3 });
});
