/** The name that a person states where Google does not tell an address: marked as such wherever it is written (A1). */

/** User property: the same in all spreadsheets. */
export const STATED_NAME_KEY = 'postbackDesk.name';
const MOST_CHARACTERS = 80;

/** A typed name as it is kept; '' if nothing is left of it. */
export const keptName = (typed: string): string =>
  typed.replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS).trim();

/** A kept name as it is written; '' if there is none. */
export const asStated = (name: string | null): string => (name ? `${name} (as stated)` : '');
