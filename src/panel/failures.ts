/**
 * How calls fail, in words: refusals of ours, and calls that gave no answer of ours. Then the platform failed before or after our code ran. Its own text is not shown, since it may be anything
 * and is nobody's next step; it only tells which sentence fits (S5).
 */
import type { RefusalParts } from './bridge';
import { localTimes } from './format';

const WORDS = {
  'no-server': {
    title: 'Google did not carry out this step',
    text: 'Try again in a moment. If it happens each time, and you are signed in to several Google accounts in this browser, open the spreadsheet in a window with only the account that uses it.',
  },
  offline: {
    title: 'No connection to Google',
    text: 'This browser is offline, or its network does not let it through. Nothing is lost: check your connection, then try again.',
  },
  accounts: {
    title: 'Google mixes up your accounts',
    text: 'You are signed in to several Google accounts in this browser, and Google asked for this with the wrong one. Open the spreadsheet in a private window, or in a browser profile with only the account that uses it. Nothing was read or changed.',
  },
  'google-permission': {
    title: 'Google permission is missing',
    text: 'Close this panel, open it again from the menu and allow what Google asks for. In a company account an administrator may have to allow it. Nothing was read or changed.',
  },
} as const;

export type FailureCode = keyof typeof WORDS;

/** Why a call gave no value, in words that may be shown as they are. `code` is that of the refusal, or tells how Google failed. */
export class PanelError extends Error {
  readonly code: RefusalParts['code'] | FailureCode;
  readonly title: string;
  constructor(parts: { readonly code: PanelError['code']; readonly title: string; readonly text: string }) {
    super(localTimes(parts.text, Date.now()));
    this.name = 'PanelError';
    this.code = parts.code;
    this.title = parts.title;
  }
}

export const failure = (code: FailureCode): PanelError => new PanelError({ code, ...WORDS[code] });

/** Texts that Google's failure handler was reported to give; none is documented. Source: theappsscriptlab.com (2025) for the first. */
const KNOWN: readonly (readonly [RegExp, FailureCode])[] = [
  [/PERMISSION_DENIED/, 'accounts'],
  [/NetworkError|HTTP 0\b|Failed to fetch|connection/i, 'offline'],
  [/authoriz|permission/i, 'google-permission'],
];

/** @param isOnline as the browser says: it is right when it says no */
export function failureOf(error: unknown, isOnline: boolean): PanelError {
  if (!isOnline) return failure('offline');
  const text = String((error as { message?: unknown } | null)?.message ?? error);
  return failure(KNOWN.find(([pattern]) => pattern.test(text))?.[1] ?? 'no-server');
}

/** True if the step may have been carried out all the same: nobody can say what came of it. */
export function isUnknown({ code }: Pick<PanelError, 'code'>): boolean {
  return code === 'no-server' || code === 'offline';
}
