/** Column A of the books (B2): read back as written, and never believed when a single character of it was changed. */
import fc from 'fast-check';
import { LAYOUT } from '../../src/core/layouts';
import { byAppend, headText, parseHead, spans, type RowHead } from '../../src/sheet/books-rows';
import { holds } from './core/laws';

const head: fc.Arbitrary<RowHead> = fc.record({
  v: fc.constant(LAYOUT),
  sheet: fc.string({ minLength: 5 }),
  n: fc.nat(),
  stream: fc.constantFrom('head', 'baseline/a1', 'plan/b2', 'unclear'),
  block: fc.nat(500),
  part: fc.integer({ min: 1, max: 3 }),
  of: fc.integer({ min: 1, max: 3 }),
  ids: fc.tuple(fc.nat(), fc.nat()),
  sha: fc.stringMatching(/^[0-9a-f]{64}$/),
});
const EXAMPLE: RowHead = {
  v: LAYOUT,
  sheet: '1AbC_dEf',
  n: 12,
  stream: 'baseline/3a0f',
  block: 3,
  part: 1,
  of: 2,
  ids: [10, 500],
  sha: 'ab12'.repeat(16),
};

test('[B2] a head is read back as it was written, and proves itself', () => {
  holds(head, (one) => expect(parseHead(headText(one))).toEqual({ head: one, proven: true }));
});

test('[B2] a head of which any one character was exchanged, left out or doubled is not believed', () => {
  const change = fc.tuple(head, fc.nat(), fc.constantFrom('0', '1', '9', 'e', 'E', '"', '}', ' ', 'z', ''));
  holds(
    change,
    ([one, where, character], tally) => {
      const text = headText(one);
      const at = where % text.length;
      const changed = text.slice(0, at) + character + text.slice(at + 1);
      if (changed === text) return;
      tally.count(character === '' ? 'left out' : 'exchanged');
      expect(parseHead(changed)).toBeUndefined();
    },
    { 'left out': 50, exchanged: 500 },
    2_000,
  );
});

test.each([
  ['1', '2'],
  ['2', '3'],
  ['0', ''],
  ['b', 'B'],
  ['"', "'"],
  [':', ': '],
])('[B2] nor one in which every %s was replaced by %s', (find, replacement) => {
  expect(parseHead(headText(EXAMPLE).replaceAll(find, replacement))).toBeUndefined();
});

test('[B4] a newer head keeps its form, whatever else it says; a layout that only looks newer is damage', () => {
  const newer = headText({ ...EXAMPLE, v: LAYOUT + 1, stream: 7 } as unknown as RowHead);
  expect(parseHead(newer)).toMatchObject({ head: { v: LAYOUT + 1 }, proven: true });
  expect(parseHead(headText(EXAMPLE).replace(`"v":${LAYOUT}`, `"v":${LAYOUT + 1}`))).toBeUndefined();
  expect(parseHead(JSON.stringify({ ...EXAMPLE, v: LAYOUT + 1 }))).toBeUndefined();
});

test('[B4] a head of layout 1 has no sum, and must be proven by column B', () => {
  expect(parseHead(JSON.stringify({ ...EXAMPLE, v: 1 }))).toMatchObject({ head: { v: 1 }, proven: false });
  expect(parseHead(JSON.stringify(EXAMPLE))).toBeUndefined();
});

test.each(['', 'hello', '{', '{}', '{"v":1}', 7, true, null, undefined])('[B2] %p is no head', (value) => {
  expect(parseHead(value)).toBeUndefined();
});

test('[B2] order is that of appending; rows that cannot be read come last', () => {
  const at = (row: number, changes: Partial<RowHead> | null) => ({
    row,
    head: changes === null ? undefined : { ...EXAMPLE, ...changes },
  });
  const rows = [
    at(1, { n: 9 }),
    at(2, null),
    at(3, { n: 2, block: 1 }),
    at(4, { n: 2, block: 0, part: 2 }),
    at(5, { n: 2, block: 0, part: 1 }),
  ];
  expect(rows.sort(byAppend).map(({ row }) => row)).toEqual([5, 4, 3, 1, 2]);
});

test('[L1] spans cover each row once, and no span is longer than 100 rows', () => {
  holds(fc.uniqueArray(fc.integer({ min: 1, max: 2_000 })), (rows) => {
    const covered = spans(rows).flatMap(({ first, count }) => {
      expect(count).toBeLessThanOrEqual(100);
      return Array.from({ length: count }, (_, offset) => first + offset);
    });
    expect(new Set(covered).size).toBe(covered.length);
    expect(rows.every((row) => covered.includes(row))).toBe(true);
  });
});
