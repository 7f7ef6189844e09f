/** Which part of a text a change has changed. */
import fc from 'fast-check';
import { changedPart } from '../../../src/core/changed-part';
import { holds } from './laws';

const parts = (before: string, after: string): string[] => {
  const { prefix, suffix } = changedPart(before, after);
  return [
    after.slice(0, prefix),
    after.slice(prefix, after.length - suffix),
    after.slice(after.length - suffix),
  ];
};

test.each([
  ['https://t.old.com/p', 'https://t.new.com/p', ['https://t.', 'new', '.com/p']],
  ['abc', 'abc', ['abc', '', '']],
  ['', 'abc', ['', 'abc', '']],
  ['abc', '', ['', '', '']],
  ['aa', 'aaa', ['aa', 'a', '']],
  ['ab', 'aab', ['a', 'a', 'b']],
  ['x🙂y', 'x🙃y', ['x', '🙃', 'y']],
  ['🙂', '🙂🙂', ['🙂', '🙂', '']],
  // Another beginning of the pair, the same end of it.
  ['x\u{1f600}y', 'x\u{1fa00}y', ['x', '\u{1fa00}', 'y']],
])('[D2] %j to %j', (before, after, expected) => {
  expect(parts(before, after)).toEqual(expected);
});

test('[D2] beginning and end are common, do not overlap, cut no character, and cannot be longer', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '🙂', '🙃'), maxLength: 8 });
  holds(
    fc.tuple(text, text),
    ([before, after], tally) => {
      const { prefix, suffix } = changedPart(before, after);
      expect(prefix + suffix).toBeLessThanOrEqual(Math.min(before.length, after.length));
      expect(before.slice(0, prefix)).toBe(after.slice(0, prefix));
      const [oldEnd, newEnd] = [before.length - suffix, after.length - suffix];
      expect(before.slice(oldEnd)).toBe(after.slice(newEnd));
      // A surrogate alone cannot be encoded.
      for (const piece of parts(before, after)) expect(() => encodeURIComponent(piece)).not.toThrow();
      const [oldMiddle, newMiddle] = [before.slice(prefix, oldEnd), after.slice(prefix, newEnd)];
      const [a, b] = [Array.from(oldMiddle), Array.from(newMiddle)];
      if (a.length > 0 && b.length > 0) {
        tally.count('changed');
        expect(a[0]).not.toBe(b[0]);
        expect(a.at(-1)).not.toBe(b.at(-1));
      }
      if (before === after) {
        tally.count('same');
        expect([prefix, suffix]).toEqual([before.length, 0]);
      }
    },
    { changed: 50, same: 3 },
  );
});
