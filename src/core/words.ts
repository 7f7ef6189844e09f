/**
 * The words on the screen that do not belong to a single cell: outcomes, states, and every refusal with what to do next.
 * One file, so that the same thing is always called the same. No raw error text of a platform or server is ever a title here.
 */

import { LOG_REFUSALS } from './words-log';
import { AUDIT_REFUSALS } from './words-audit';
import { PREVIEW_REFUSALS } from './words-preview';
import { words, type Words } from './words-say';

export { OUTCOMES, STATES, type Outcome } from './words-rows';
export type { Words } from './words-say';

/** One sentence and one next step for each way in which a whole action can be refused (S5). */
export const REFUSALS = {
  ...LOG_REFUSALS,
  ...PREVIEW_REFUSALS,
  'nothing-to-undo': () =>
    words(
      'This push has nothing to undo',
      'It is not finished, or none of these rows was changed by it. Choose another push; the last 20 are kept.',
    ),
  'no-key': () =>
    words(
      'No API key saved for this network',
      'Nothing was read or written. Enter an Everflow network API key in Settings (Everflow: Control Center > Security), then try again.',
    ),
  'key-shape': () =>
    words(
      'That does not look like an API key',
      'Copy the whole key from Everflow (Control Center > Security) without spaces and try again.',
    ),
  'bad-key': () =>
    words(
      'Everflow does not accept this API key',
      'It may be mistyped or revoked. Create or copy a network key in Everflow (Control Center > Security) and save it again in Settings.',
    ),
  realm: () =>
    words(
      'This is not a network key',
      'The key belongs to another portal (Everflow says "Out of realm"). Create a Network key in Everflow (Control Center > Security).',
    ),
  permission: () =>
    words(
      'The key has no permission for this',
      'In Everflow (Control Center > Security) give the key the permissions to read and edit partner postbacks, then try again.',
    ),
  'ip-list': () =>
    words(
      'The key only accepts certain addresses',
      "Your key only accepts certain addresses. Google's servers have no fixed address of their own, so the key needs an empty allow-list (Everflow: Control Center > Security); give it only the permissions for postbacks.",
    ),
  'no-answer': () =>
    words(
      'Everflow did not answer',
      'Nothing more was sent. Check status and network, wait a minute, and go on.',
    ),
  unreachable: () =>
    words(
      'Everflow cannot be reached',
      'The address of the API did not respond. Check the region in Settings, then try again.',
    ),
  server: () =>
    words(
      'Everflow reported a fault of its own',
      'Wait a few minutes and try again. If it stays, ask Everflow support.',
    ),
  rate: () =>
    words(
      'Everflow asks to slow down',
      'Too many requests, perhaps from other tools of yours. Wait a minute and go on; choose gentle speed in Settings if it happens often.',
    ),
  'not-json': () =>
    words(
      'Everflow answered something unexpected',
      'The answer could not be read, so nothing was changed. Wait a few minutes and try again.',
    ),
  refused: (message: string) =>
    words(
      'Everflow refused the request',
      message === '' ? 'It gave no reason. Nothing was changed.' : `It says: ${message}`,
    ),
  'not-found': () =>
    words(
      'Not found in Everflow',
      'The address does not exist for this key. Check region and key in Settings.',
    ),
  'google-quota': () =>
    words(
      'The daily number of requests of your Google account is used up',
      'What was not sent stays as changes. Go on in 24 hours, or let a colleague push the rest.',
    ),
  'google-permission': () =>
    words(
      'Google permission is missing',
      'Open the add-on menu again and allow it to connect to an external service. In a company account an administrator may have to allow it.',
    ),
  'other-network': (key: string, file: string) =>
    words(
      `This key belongs to ${key}; this spreadsheet belongs to ${file}`,
      `Nothing was read or written. Use your ${file} key here, or start a new spreadsheet for ${key}.`,
    ),
  'network-unknown': () =>
    words(
      'It cannot be told which network this key belongs to',
      'The key may not read its own network, and there is no postback yet. Allow the key to read the network in Everflow (Control Center > Security), then try again.',
    ),
  'copied-file': () =>
    words(
      'This spreadsheet is a copy',
      'The original is the one that pushes. An unfinished push of the original cannot be continued here. Choose at the start of the panel: keep it as a record, or work in this copy.',
    ),
  'kept-as-record': (who: string, when: string) =>
    words(
      'This copy is kept as a record',
      `${who} chose so on ${when}: nothing is pulled into it, checked, changed or pushed. Work in the original, or choose "Work in this copy" at the start of the panel.`,
    ),
  'not-a-copy': () =>
    words(
      'This spreadsheet is not a copy, or is worked in already',
      'Nothing was changed. Go back to the start of the panel to see what comes next.',
    ),
  'copy-not-pulled': () =>
    words(
      'Pull all postbacks before you go on in this copy',
      'What was pulled here is as old as the copy, and the original may have pushed since. Pull without a filter; your changed cells are kept. New rows that the original sends too would fire twice: delete them in one of the two.',
    ),
  'newer-layout': () =>
    words(
      'This spreadsheet was written by a newer version of the add-on',
      'Nothing was changed. Reload the page to get the newest version, then try again.',
    ),
  'not-pulled': () =>
    words('Nothing was pulled yet', 'Pull the postbacks first; then edit, check and push them.'),
  'desk-missing': () =>
    words(
      'The Postbacks tab is gone',
      'It was deleted, so there is nothing to check. Undo the deletion (Ctrl+Z), or pull again to get a new tab.',
    ),
  'books-missing': () =>
    words(
      'The hidden tab of the add-on is missing',
      'Without it nobody can tell which cells you changed, so nothing is checked or pushed. Undo its deletion (Ctrl+Z), or pull again: your present tab is kept under another name.',
    ),
  'books-damaged': () =>
    words(
      'The hidden tab of the add-on was changed',
      'Part of what was pulled can no longer be read, so nothing is checked or pushed. Undo the change (Ctrl+Z; often a find and replace over all sheets), or pull again: your present tab is kept under another name.',
    ),
  'books-rewound': () =>
    words(
      'This spreadsheet was set back to an older state',
      'What was pulled or pushed since is missing here, so nothing is checked or pushed. Pull again without a filter; your changed cells are kept.',
    ),
  'books-changed': () =>
    words(
      'The hidden tab of the add-on was changed',
      'Part of what was pulled or pushed can no longer be read, so nothing is pushed. Undo the change (Ctrl+Z; often a find and replace over all sheets), or pull again without a filter: your changed cells are kept. Then look for new rows that Everflow has already.',
    ),
  'books-replaced': () =>
    words(
      'The hidden tab of the add-on had to be made anew',
      'What was pulled and pushed before is not known any more, so nothing is checked or pushed. Pull again without a filter.',
    ),
  'push-lost': () =>
    words(
      'It can no longer be told what this push did',
      'Its records in the hidden tab were changed, deleted or set back. Changes may have been sent already. Pull again without a filter and check; look for new rows that Everflow has already before you push.',
    ),
  'column-missing': (headers: string) =>
    words(
      `Column ${headers} is missing`,
      'Undo its deletion (Ctrl+Z), put the header back in row 1 of the Postbacks tab, or press Repair layout below the check, then try again. A push under way can be stopped first; what it did is recorded.',
    ),
  'column-doubled': (headers: string) =>
    words(
      `Header ${headers} stands twice`,
      'Rename one of the two headers in row 1 of the Postbacks tab, or press Repair layout below the check, then try again. A push under way can be stopped first; what it did is recorded.',
    ),
  'repair-unknown': () =>
    words(
      'It cannot be told which row is which postback',
      'Neither Postback ID nor Row key can be recognised, so nothing was changed. Undo what happened to these columns (Ctrl+Z, or File > Version history), then repair again.',
    ),
  busy: (who: string, what: string) =>
    words(
      'Another action is under way',
      `${who} started ${what}. Wait until it is finished, or cancel it, then try again.`,
    ),
  /** @param whose `mine` for a step of the acting person, begun here or in another window */
  'step-running': (who: string, since: string, whose = '') =>
    whose === 'mine'
      ? words(
          'Your last step is still at work',
          `It began here or in another window of yours, at ${since}. Most are over within a minute; look again then, or after 7 minutes at the latest if its window was closed.`,
        )
      : words(
          'This is being worked on in another window',
          `${who} is going on with it right now, since ${since}. Wait for it, or try again in 7 minutes if that window was closed.`,
        ),
  'in-use': (who: string, since: string) =>
    words(
      'Somebody else is going on with this',
      `${who} worked on it last, at ${since}. Wait two minutes after that, or take it over if you know that nobody is at it any more.`,
    ),
  'step-lost': () =>
    words(
      'This was taken over by another window',
      'It took too long here and somebody else went on with it. Nothing more was written from here; every finished row is recorded.',
    ),
  'read-only': (who: string, when: string) =>
    words(
      'This spreadsheet is read-only',
      `${who} set it so on ${when}: nothing is written to Everflow from here. Pulling, checking and reviewing work. It can be changed in Settings.`,
    ),
  'waiting-gone': () =>
    words(
      'This new row does not wait for an answer any more',
      'It was answered in another window, or its row is gone. Check the edits to see what is left.',
    ),
  'waiting-other': (id: string) =>
    words(
      `#${id} cannot be this row`,
      'It has a row of its own here, or it is another postback by partner, offer, event, level, type or method. Delete this row if it is not needed; nothing changes in Everflow.',
    ),
  'nothing-running': () =>
    words('There is nothing to go on with', 'The action was finished or cancelled. Start it again.'),
  'pull-damaged': () =>
    words(
      'What was read so far is damaged',
      'The hidden tab of the add-on was changed while the pull was under way. Cancel this pull and pull again; the Postbacks tab is as it was.',
    ),
  'filter-long': () =>
    words(
      'This filter is too long',
      'Use fewer ids (some hundreds), or pull everything and filter in the sheet.',
    ),
  'store-full': () =>
    words(
      'The add-on has no room left to remember things',
      'Forget keys that you do not use in Settings, then try again. Nothing was sent.',
    ),
  'no-room': () =>
    words(
      'The spreadsheet is full',
      'Google allows 10 million cells in a spreadsheet, empty ones included. Delete unused tabs, rows or columns, then try again.',
    ),
  'too-many-running': () =>
    words(
      'Too many scripts are running for your Google account',
      'Close other add-ons or wait a minute, then go on. What was not sent stays as changes.',
    ),
  protected: () =>
    words(
      'Part of this spreadsheet is protected',
      'You may not edit a cell that the add-on has to write. Ask the owner to let you edit the Postbacks tab and its hidden tab, then try again. What a push under way did is recorded.',
    ),
  'sheet-fault': () =>
    words('Google Sheets did not carry out a step', 'Nothing was lost. Wait a moment and go on.'),
  'rows-moved': () =>
    words(
      'Rows or columns of the Postbacks tab kept moving',
      'Somebody sorted, inserted or moved them while the add-on was writing. What it wrote in wrong places was taken back where that was still possible. Wait until nobody moves rows, then go on.',
    ),
  'row-put-back': (names: string) =>
    words(
      'A row was put back at the bottom of the Postbacks tab',
      `Somebody moved or deleted rows while others were being removed, and a row that was not meant went with them: ${names}. It stands at the bottom again with all its values and formulas; delete it there if you had deleted it yourself. Then remove the remaining rows again.`,
    ),
  ...AUDIT_REFUSALS,
  unexpected: () =>
    words(
      'Something unexpected happened',
      'Nothing more was sent. Try again; if it happens again, tell whoever looks after the add-on what you did.',
    ),
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** A refusal that crosses to the panel as a coded result (S5). `message` holds the words, never a raw error. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly title: string;
  constructor(code: RefusalCode, ...args: readonly string[]) {
    const build: (...parts: readonly string[]) => Words = REFUSALS[code];
    const { title, text } = build(...args);
    super(text);
    this.name = 'Refusal';
    this.code = code;
    this.title = title;
  }
}

/** Recognised by its mark, not by `instanceof`, which fails across realms. */
export function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && (error as { name?: unknown }).name === 'Refusal';
}
