/** Scattered cells in few calls: everything that is wanted is written, and nothing else but what was just seen in the add-on's own columns. */
import fc from 'fast-check';
import { SEED } from './core/laws';
import { judge } from '../../src/sheet/exact-text';
import { planWrites, type CellWrite, type Fill, type WriteStep } from '../../src/sheet/write-plan';

const RUNS = { seed: SEED, numRuns: 300 };

const cell = fc.record({
  rowNumber: fc.integer({ min: 2, max: 60 }),
  position: fc.integer({ min: 0, max: 5 }),
  value: fc.oneof(fc.constantFrom('a', 'b', '', '=x'), fc.integer({ min: 0, max: 3 })),
});
const cells = fc.uniqueArray(cell, {
  selector: ({ rowNumber, position }) => `${rowNumber} ${position}`,
  maxLength: 60,
});
/** Columns 0 and 1 are the add-on's; in every seventh row stands something of people's. */
const FILL: Fill = {
  positions: new Set([0, 1]),
  seen: (row, position) => (row % 7 === 0 ? undefined : `seen ${row} ${position}`),
};

/** What a plan writes, by place. */
function written(steps: readonly WriteStep[]): Map<string, string | number> {
  const found = new Map<string, string | number>();
  const put = (row: number, position: number, value: string | number): void => {
    const key = `${row} ${position}`;
    if (found.has(key)) throw new Error(`${key} is written twice`);
    found.set(key, value);
  };
  for (const step of steps) {
    if (step.kind === 'same') {
      for (const run of step.runs) {
        for (let row = run.first; row < run.first + run.count; row += 1) put(row, step.position, step.value);
      }
    } else {
      step.values.forEach((line, r) =>
        line.forEach((value, c) => put(step.rowNumber + r, step.position + c, value)),
      );
    }
  }
  return found;
}

const plan = (wanted: readonly CellWrite[]): WriteStep[] =>
  planWrites(wanted, FILL, (value) => value !== '=x');

test('[P11] every wanted cell is written once with its value; others only in own columns, with what was seen', () => {
  let filled = 0;
  fc.assert(
    fc.property(cells, (wanted) => {
      const found = written(plan(wanted));
      for (const { rowNumber, position, value } of wanted) {
        expect(found.get(`${rowNumber} ${position}`)).toBe(value);
        found.delete(`${rowNumber} ${position}`);
      }
      for (const [key, value] of found) {
        const [row, position] = key.split(' ').map(Number) as [number, number];
        expect(FILL.positions.has(position)).toBe(true);
        expect(value).toBe(FILL.seen(row, position));
        filled += 1;
      }
    }),
    RUNS,
  );
  expect(filled).toBeGreaterThan(300);
});

test('[P11] each step names exactly the cells that it writes', () => {
  fc.assert(
    fc.property(cells, (wanted) => {
      for (const step of plan(wanted)) {
        const told = new Map(step.cells.map((one) => [`${one.rowNumber} ${one.position}`, one.value]));
        expect(told).toEqual(written([step]));
      }
    }),
    RUNS,
  );
});

test.each([
  [2_001, 1],
  [2_002, 2],
])('[L1] rows %i apart are %i rectangle(s)', (apart, blocks) => {
  const seen = { ...FILL, seen: () => 'seen' };
  const wanted = [2, 2 + apart].map((rowNumber) => ({ rowNumber, position: 0, value: `at ${rowNumber}` }));
  expect(planWrites(wanted, seen, () => true)).toHaveLength(blocks);
});

test('[P11] a cell that may not be written back is no bridge', () => {
  const wanted = [5, 9].map((rowNumber) => ({ rowNumber, position: 0, value: `at ${rowNumber}` }));
  expect(plan(wanted)).toHaveLength(2);
});

test('[L1] one value in many places of any other column is one call, but for what may become a formula', () => {
  const places = [2, 4, 8].map((rowNumber) => ({ rowNumber, position: 4 }));
  expect(plan(places.map((place) => ({ ...place, value: 5 })))).toHaveLength(1);
  expect(plan(places.map((place) => ({ ...place, value: '=x' })))).toHaveLength(3);
});

test('[L1] a value that stands in many rows comes along where its neighbour is written anyway', () => {
  const row = (rowNumber: number): CellWrite[] => [
    { rowNumber, position: 3, value: `own ${rowNumber}` },
    { rowNumber, position: 4, value: 'Purchase' },
    { rowNumber, position: 5, value: `own ${rowNumber}` },
  ];
  const lonely = { rowNumber: 9, position: 4, value: 'Purchase' };
  expect(plan([2, 4, 6].flatMap(row))).toHaveLength(3);
  expect(plan([...[2, 4, 6].flatMap(row), lonely])).toHaveLength(4);
  // Alone in most of its rows, one call for all of them is less.
  const many = [12, 14, 16, 18, 20].map((rowNumber) => ({ rowNumber, position: 4, value: 'Purchase' }));
  expect(plan([...row(2), ...many])).toHaveLength(2);
});

test('[L1] no plan has more calls than there are runs of neighbours, nor than one for each value and row that has one of its own', () => {
  fc.assert(
    fc.property(cells, (wanted) => {
      const others = wanted.filter(({ position }) => !FILL.positions.has(position));
      const isJoined = ({ rowNumber, position }: CellWrite): boolean =>
        others.some((one) => one.rowNumber === rowNumber && one.position === position - 1);
      const runs = others.filter((one) => !isJoined(one)).length;
      const own = plan(wanted.filter(({ position }) => FILL.positions.has(position))).length;
      expect(plan(wanted).length).toBeLessThanOrEqual(own + runs);
    }),
    RUNS,
  );
});

test.each([
  ['text', 'typed by ben', 'other'],
  ['', 'typed by ben', 'other'],
  ['', 5, 'other'],
  ['text', 5, 'other'],
  ['text', true, 'other'],
  [5, 'typed by ben', 'other'],
  [5, 6, 'other'],
  [5, '5', 'not-text'],
  [5, new Date(0), 'not-text'],
  ['007', 7, 'not-text'],
  ['May 5', new Date(0), 'not-text'],
  ['true', true, 'not-text'],
  ['+x', '#NAME?', 'not-text'],
  ["'quoted", 'quoted', 'not-text'],
  ['=x', "'=x", 'apostrophe-kept'],
  ['a\r\nb', 'a\nb', 'normalised'],
] as const)('[P11] [T1] %j that reads as %j: %s', (wanted, read, kind) => {
  expect(judge(wanted, read, false)).toBe(kind);
});
