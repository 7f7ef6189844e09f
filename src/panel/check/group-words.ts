/** What a group of problems says as a whole, where its places say it less well; and the words of its buttons (V11). Pure. */
import { count, number } from '../format';
import type { Group } from './problem-group';

interface Words {
  readonly title?: (rows: number) => string;
  readonly text: (rows: number) => string;
}

const BY_CAUSE: { readonly [cause: string]: Words } = {
  'copied-row': {
    title: (rows) => count(rows, 'row is a copy of another row', 'rows are copies of other rows'),
    text: () =>
      'They carry the id of the row they were copied from. Rows with an id change that postback; rows without an id become new ones.',
  },
  'offer-ignored': {
    text: (rows) =>
      `${count(rows, 'row has', 'rows have')} level global and an offer ID. As they are, each would fire for all offers of its partner.`,
  },
  'partner-ignored': {
    text: (rows) =>
      `${count(rows, 'row has', 'rows have')} level global_offer and a partner ID. As they are, each would fire for ALL partners of its offer.`,
  },
};

export function titleOf({ cause, title, count: rows }: Group): string {
  return BY_CAUSE[cause]?.title?.(rows) ?? title;
}

/** '' where the places say everything. A problem of a whole column, and one that stands alone, says itself. */
export function textOf({ cause, count: rows, examples }: Group): string {
  const words = BY_CAUSE[cause];
  if (words) return words.text(rows);
  return rows === 1 ? (examples[0]?.message ?? '') : '';
}

/** A number stands behind the words, but for a whole column, and where they hold it. */
export function fixText({ id, label, count: rows }: Group['fixes'][number]): string {
  if (id === 'make-new') return rows === 1 ? 'Make this row new' : `Make ${number(rows)} rows new`;
  return id === 'discard' ? label : `${label} (${number(rows)})`;
}

export function showText({ cause, examples }: Group): string {
  return cause.startsWith('shuffled-') && examples.length > 1 ? 'Show three examples' : 'Show them';
}
