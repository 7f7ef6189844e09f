/** Which lines of a long list are drawn: those in view and a few around them, with room kept for all others. Pure. */

/** What is known of a list's lines. Heights and distances are in CSS pixels. */
export interface Lines {
  /** 0 and up. */
  readonly total: number;
  /** Height of a line as it was last drawn; undefined for one that never was. */
  readonly heightOf: (index: number) => number | undefined;
  /** Taken for lines that were never drawn; above 0. */
  readonly guess: number;
}

/** Lines `from` (inclusive) to `to` (exclusive) are drawn; `before` and `after` stand in for the others. */
export interface Drawn {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

/** Drawn above and below what is in view, so that keys and wheel find the next lines there. */
const AROUND = 300;

/**
 * One line is drawn at least, if there is any: a position beyond the end shows the last one.
 * @param top distance that the list is scrolled down
 * @param view height of what can be seen
 */
export function drawnAt({ total, heightOf, guess }: Lines, top: number, view: number): Drawn {
  const height = (index: number): number => heightOf(index) ?? guess;
  let from = 0;
  let before = 0;
  while (from < total - 1 && before + height(from) <= top - AROUND) {
    before += height(from);
    from += 1;
  }
  let to = from;
  let end = before;
  while (to < total && (to === from || end < top + view + AROUND)) {
    end += height(to);
    to += 1;
  }
  let after = 0;
  for (let index = to; index < total; index += 1) after += height(index);
  return { from, to, before, after };
}

/** Middle height of the lines that were drawn, for guessing at the others. */
export function guessFrom(heights: ReadonlyMap<number, number>, otherwise: number): number {
  if (heights.size === 0) return otherwise;
  let sum = 0;
  for (const height of heights.values()) sum += height;
  return Math.max(1, Math.round(sum / heights.size));
}
