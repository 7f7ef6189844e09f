/**
 * What one entry of the suite is: an assumption about the platform, where it comes from, and the answers under which the add-on is right.
 * Knows no service and no spreadsheet, so that Node can judge a record with the same list.
 */

/** Switches of the local Apps Script that an answer stands for, by the name of the switch: see `World` in local/apps-script/kernel.ts. */
export type WorldSwitches = Readonly<Record<string, string>>;

/** One answer under which the add-on is right. */
export interface Answer {
  readonly seen: string;
  /** The world in which the platform answers so; absent: in every world, or it makes no difference to the add-on. */
  readonly world?: WorldSwitches;
}

/** What was seen. `seen` is compared; `detail` is only told: the text of an exception, a duration. */
export interface Observation {
  readonly seen: string;
  readonly detail?: string;
}

/** Thrown by an entry that cannot be asked here and now; the message says why. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';
}

export interface Entry {
  /** Group and name, as in `text.equals-in-text-cell`. */
  readonly id: string;
  /** What the add-on takes to be true, as a sentence without a full stop. */
  readonly assumption: string;
  /** An address, or `reported: …`, or `ours: …` for a reading of our own. */
  readonly source: string;
  /** The first is the usual one. */
  readonly answers: readonly [Answer, ...Answer[]];
  /** What the local Apps Script lacks, so that this entry has no right answer there. */
  readonly notModelled?: string;
}

/** What became of one entry in one run. */
export interface Result {
  readonly id: string;
  /** '' if it was not asked. */
  readonly seen: string;
  readonly detail: string;
  readonly verdict: Verdict;
}

export type Verdict = 'as expected' | 'another known answer' | 'not as expected' | 'not asked';

/** The verdict on what was seen; null: it was not asked. */
export function judge(entry: Entry, seen: string | null): Verdict {
  if (seen === null) return 'not asked';
  const at = entry.answers.findIndex((answer) => answer.seen === seen);
  if (at === 0) return 'as expected';
  return at > 0 ? 'another known answer' : 'not as expected';
}

/** All answers under which the add-on is right, as one line. */
export function expectedText(entry: Entry): string {
  return entry.answers.map(({ seen }) => seen).join(' | ');
}

/** Asks, and turns an exception into what was seen: nearly every entry may meet one. */
export function observe(ask: () => string | Observation): { seen: string | null; detail: string } {
  try {
    const answer = ask();
    return typeof answer === 'string'
      ? { seen: answer, detail: '' }
      : { seen: answer.seen, detail: answer.detail ?? '' };
  } catch (error) {
    const { name, message } = told(error);
    // NotModelled is how the local Apps Script refuses: a gap there, and no answer.
    if (name === 'NotAsked' || name === 'NotModelled') return { seen: null, detail: message };
    return { seen: 'throws', detail: message };
  }
}

/** Errors of a service may come from another realm: no `instanceof`. */
export function told(error: unknown): { readonly name: string; readonly message: string } {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  return { name: String(name ?? ''), message: plain(String(message ?? error)).slice(0, 300) };
}

/** A text in printable ASCII, so that it stands in any cell and any page as it is. */
export function plain(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
