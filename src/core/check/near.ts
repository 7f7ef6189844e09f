/**
 * "Did you mean": the nearest word of a short list. Knows nothing of what the words stand for.
 */

/** Longer words are no misspelling of anything in our lists; comparing them would only cost time. */
const MAX_WORD = 40;

/** Number of inserted, left out or replaced characters between two words. */
function editsBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The word of the list that is nearest to `word`, comparing letters and digits only.
 * @param maxEdits most differing characters, inclusive; also never more than a third of the word
 * @returns undefined if none is near enough
 */
export function nearest(word: string, list: readonly string[], maxEdits = 2): string | undefined {
  const wanted = letters(word);
  if (wanted === '' || wanted.length > MAX_WORD) return undefined;
  const limit = Math.min(maxEdits, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestEdits = limit + 1;
  for (const candidate of list) {
    const edits = editsBetween(wanted, letters(candidate));
    if (edits < bestEdits) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best;
}
