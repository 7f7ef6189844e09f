/**
 * Refusals of previewing, confirming, choosing and discarding: what happened, and what to do next (S5). They are part of `REFUSALS` in
 * `words.ts`.
 */
import { words } from './words-say';

export const PREVIEW_REFUSALS = {
  'plan-unknown': () => words('This preview is no longer there', 'Review the changes again, then push.'),
  'plan-changed': () =>
    words(
      'The preview does not match what was stored',
      'Nothing was sent. Review the changes again, then push.',
    ),
  'plan-old': () =>
    words(
      'This preview is out of date',
      'It is more than 24 hours old, or postbacks were pulled since. Review the changes again, then push.',
    ),
  'plan-other-person': (who: string) =>
    words(
      'This preview was opened by someone else',
      `${who} opened it. Review the changes yourself, then push.`,
    ),
  'nothing-to-push': () =>
    words(
      'There is nothing to push',
      'No row has changes that can be pushed. If you changed some, check the edits: each row that cannot be pushed says why.',
    ),
  'confirm-number': (count: string) =>
    words('The number to confirm does not match', `Type ${count} to confirm.`),
  'warnings-open': () =>
    words(
      'Some rows carry warnings',
      'Look at the warnings and say yes to them, or leave those rows out. Nothing was sent.',
    ),
  'ticks-open': () =>
    words(
      'Some rows carry warnings that each need a tick',
      'Tick them if the rows are meant as they are, or leave those rows out. Nothing was sent.',
    ),
  'reason-missing': () =>
    words(
      'A reason or ticket is needed',
      'In this spreadsheet nothing is pushed without one. Type it above the button, then push. Nothing was sent.',
    ),
  'settings-invalid': (most: string) =>
    words(
      'These settings were not saved',
      `The number of changes from which you type a number to confirm must be a whole number from 0 to ${most}.`,
    ),
  'confirm-word': (word: string) =>
    words('The word to confirm does not match', `Type ${word}, in these letters, to say that it is right.`),
  'confirm-gone': () =>
    words(
      'There is nothing left to confirm here',
      'The cells have changed since. Check the edits again and look at what is told now.',
    ),
  'nothing-to-discard': () =>
    words('There is no such column', 'Choose one of the columns that you edit. Nothing was changed.'),
  'selection-elsewhere': () =>
    words(
      'No row of the Postbacks tab is selected',
      'Open the Postbacks tab, select the rows you mean, and try again. Nothing was changed.',
    ),
  'selection-large': (most: string) =>
    words(
      'Too many rows are selected',
      `Select at most ${most} rows, or leave the others out another way. Nothing was changed.`,
    ),
} as const;
