/** Which lines of a long list are drawn, and how changed values are cut: laws over any heights and texts. */
import fc from 'fast-check';
import { markedPair } from '../../src/panel/parts/marked';
import { drawnAt, guessFrom } from '../../src/panel/parts/window';

const list = fc.record({
  heights: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 300 }),
  top: fc.integer({ min: 0, max: 60_000 }),
  view: fc.integer({ min: 1, max: 900 }),
});

const sum = (heights: readonly number[]): number => heights.reduce((all, one) => all + one, 0);

test('[X1] what is in view is drawn, and the room for all others is kept to the pixel', () => {
  fc.assert(
    fc.property(list, ({ heights, top, view }) => {
      const total = heights.length;
      const { from, to, before, after } = drawnAt(
        { total, heightOf: (at) => heights[at], guess: 50 },
        top,
        view,
      );
      expect(before).toBe(sum(heights.slice(0, from)));
      expect(after).toBe(sum(heights.slice(to)));
      // The first line that ends below the top of the view, and the last that begins above its end.
      const whole = sum(heights);
      if (whole > top) expect(before).toBeLessThanOrEqual(top);
      expect(whole - after).toBeGreaterThanOrEqual(Math.min(whole, top + view));
      expect(to > from).toBe(total > 0);
    }),
    { seed: 11, numRuns: 500 },
  );
});

test('[X1] of 100,000 lines only those around the view are drawn', () => {
  const drawn = (top: number): number => {
    const { from, to } = drawnAt({ total: 100_000, heightOf: () => undefined, guess: 60 }, top, 600);
    return to - from;
  };
  expect(drawn(0)).toBe(15);
  expect(drawn(3_000_000)).toBe(20);
  expect(drawn(6_000_000)).toBeLessThan(20);
});

test('heights that are not known are guessed from those that are', () => {
  expect(guessFrom(new Map(), 64)).toBe(64);
  expect(
    guessFrom(
      new Map([
        [1, 50],
        [9, 100],
      ]),
      64,
    ),
  ).toBe(75);
});

const value = fc.string({ unit: 'grapheme', maxLength: 900 });

test('[D2] the pieces of a value are the value, cut only where it is long, and never inside a character', () => {
  fc.assert(
    fc.property(value, value, fc.integer({ min: 8, max: 400 }), (before, after, most) => {
      const [old, now] = markedPair(before, after, most);
      for (const [text, { head, part, tail }] of [
        [before, old],
        [after, now],
      ] as const) {
        const shown = head + part + tail;
        if (text === '') expect(shown).toBe('(empty)');
        else if (text.length <= most) expect(shown).toBe(text);
        else expect(shown.length).toBeLessThan(most + 100);
        for (const piece of [head, part, tail]) expect(Buffer.from(piece).toString()).toBe(piece);
      }
    }),
    { seed: 12, numRuns: 500 },
  );
});

test.each([
  [
    'https://t.old.com/postback',
    'https://t.new.com/postback',
    ['https://t.', 'old', '.com/postback'],
    ['https://t.', 'new', '.com/postback'],
  ],
  [
    'https://t.com/p?a={sub1}',
    'https://t.com/p?a={sub1}&b={sub2}',
    ['https://t.com/p?a={sub1}', '', ''],
    ['https://t.com/p?a={sub1}', '&b={sub2}', ''],
  ],
  [
    'https://a.com/p?tx={transaction_id}',
    'https://a.com/p?tx={click_id}',
    ['https://a.com/p?tx=', '{transaction_id}', ''],
    ['https://a.com/p?tx=', '{click_id}', ''],
  ],
  [
    'https://t.com/conversion',
    'https://t.com/conversions',
    ['https://t.com/', 'conversion', ''],
    ['https://t.com/', 'conversions', ''],
  ],
  ['inactive', 'active', ['', 'inactive', ''], ['', 'active', '']],
  ['', 'https://t.com/postback', ['', '(empty)', ''], ['', 'https://t.com/postback', '']],
])('[D2] of %s → %s the changed part is marked', (before, after, old, now) => {
  const parts = markedPair(before, after, 400).map(({ head, part, tail }) => [head, part, tail]);
  expect(parts).toEqual([old, now]);
});

test('[D2] of a very long value the changed part and what stands around it are shown', () => {
  const [, now] = markedPair(
    `${'a'.repeat(3000)}/old/${'b'.repeat(3000)}`,
    `${'a'.repeat(3000)}/new/${'b'.repeat(3000)}`,
    400,
  );
  expect(now).toEqual({
    head: `…${'a'.repeat(99)}/`,
    part: 'new',
    tail: `/${'b'.repeat(99)}… (2,901 more characters)`,
  });
});
