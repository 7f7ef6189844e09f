/**
 * How a call of the panel ends: a value, or a coded refusal in plain words. Exceptions would lose their code on the way to the panel,
 * and raw platform texts are nobody's next step (S5).
 */
import { isRefusal, Refusal, type RefusalCode } from '../core/words';

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: { readonly code: RefusalCode; readonly title: string; readonly text: string };
    };

/** Texts of platform exceptions are reported, not documented; what is not known is told as unexpected. */
const KNOWN: readonly (readonly [RegExp, RefusalCode])[] = [
  [/number of cells in the workbook above the limit/i, 'no-room'],
  [/do not have permission|authorization is required|permission to call/i, 'google-permission'],
  [/too many times for one day|too much computer time/i, 'google-quota'],
  [/too many scripts running simultaneously|too many times in a short time/i, 'too-many-running'],
  [/protected (cell|range|sheet)|trying to edit a protected/i, 'protected'],
  [
    /Service (Spreadsheets )?(timed out|error|unavailable)|Service Spreadsheets failed|violates the data validation/i,
    'sheet-fault',
  ],
  [/property storage quota|argument too large: value/i, 'store-full'],
];

/** Runs a flow and turns whatever it throws into a coded answer. */
export function answer<T>(run: () => T): Answer<T> {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    const { code, title, message } = isRefusal(error) ? error : toRefusal(error);
    return { ok: false, error: { code, title, text: message } };
  }
}

function toRefusal(error: unknown): Refusal {
  const text = String((error as { message?: unknown } | null)?.message ?? error);
  const known = KNOWN.find(([pattern]) => pattern.test(text));
  if (!known) logPlaces(error);
  return new Refusal(known ? known[1] : 'unexpected');
}

/** For whoever looks after the add-on: where it happened, and not a character of anybody's data, which messages may hold. */
function logPlaces(error: unknown): void {
  const stack = String((error as { stack?: unknown } | null)?.stack ?? '');
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  console.error(['Unexpected error', ...places.slice(0, 12)].join('\n'));
}
