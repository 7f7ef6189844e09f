/** What only shows between two executions, or when a person acts. The order is that in which the person works. */
import { cellTold } from '../cell-told';
import { NotAsked } from '../entry';
import type { HandEntry, HandPlace } from '../hands';
import { documentStore, HIDDEN, makeTab, openFile, ownTab, PREFIX } from '../tabs';
import { sources } from './sources';

const nothing = (): void => undefined;

/** Only alive within one execution, if code is loaded anew each time. */
let memory = '';

const OLD = 'contract-old';
const NEW = 'contract-new';

const hidden = (): GoogleAppsScript.Spreadsheet.Sheet => {
  const sheet = ownTab(HIDDEN) ?? openFile().getSheetByName(HIDDEN);
  if (sheet === null) throw new NotAsked(`the tab ${HIDDEN} is gone`);
  return sheet;
};

const UNDO = 'hand.undo-of-script';

/** The first thing that a person does: its write has to be the last of `contractBefore`, so that Ctrl+Z meets it. */
const undo: HandEntry[] = [
  {
    id: UNDO,
    assumption: 'Ctrl+Z takes back what a script has written, or does not',
    source: sources.ours,
    answers: [{ seen: 'taken back' }, { seen: 'kept' }],
    todo: 'Before anything else: click CELL, press Ctrl+Z once, then type done into the cell to the right of it. If this whole tab vanishes, run contractAfter at once, then contractBefore again, and leave this step out.',
    before(place) {
      SpreadsheetApp.flush();
      place.cell(0).setValue('written by a script');
      SpreadsheetApp.flush();
    },
    after: (place) => undone(place),
  },
  {
    id: 'hand.undo-of-properties',
    assumption: 'Ctrl+Z leaves properties alone, and the next execution sees what was set',
    source: `${sources.properties}; of Ctrl+Z nothing is said`,
    answers: [{ seen: 'kept' }],
    todo: '',
    before(place) {
      place.note = 'set';
    },
    after(place) {
      undone(place.of(UNDO));
      return place.note === 'set' ? 'kept' : 'gone';
    },
  },
];

/** What became of the write of `UNDO`. Whoever leaves the step out leaves no sign. */
function undone(place: HandPlace): string {
  if (place.cell(0).getValue() === '') return 'taken back';
  if (place.cell(0, 1).getValue() === '')
    throw new NotAsked('Ctrl+Z was not pressed, or nothing was typed after it');
  return 'kept';
}

const people: HandEntry[] = [
  {
    id: 'hand.replace-in-hidden-tabs',
    assumption: 'Find and replace over all sheets changes hidden tabs too, or leaves them alone',
    source: sources.ours,
    answers: [{ seen: 'changed' }, { seen: 'left alone' }],
    todo: `Edit > Find and replace: find ${OLD}, replace with ${NEW}, search All sheets, Replace all.`,
    before(place) {
      const sheet = makeTab(HIDDEN);
      sheet.getRange(1, 1).setValue(OLD);
      sheet.hideSheet();
      place.cell(0).setValue(OLD);
    },
    after(place) {
      if (place.cell(0).getValue() !== NEW) throw new NotAsked('nothing was replaced');
      return hidden().getRange(1, 1).getValue() === NEW ? 'changed' : 'left alone';
    },
  },
  {
    id: 'hand.paste-brings-format',
    assumption: 'A paste brings format and drop-down of its source along, or not; nothing relies on either',
    source: 'reported: paste menu of Sheets',
    answers: [{ seen: 'format and rule' }, { seen: 'format' }, { seen: 'rule' }, { seen: 'neither' }],
    todo: 'Copy CELL, and paste it into the cell to the right of it, with plain Ctrl+V.',
    before(place) {
      const rule = SpreadsheetApp.newDataValidation().requireValueInList(['a', 'b']).build();
      place.cell(0).setValue('a').setDataValidation(rule);
      place.cell(0, 1).setNumberFormat('@');
    },
    after(place) {
      const target = place.cell(0, 1);
      if (target.getValue() !== 'a') throw new NotAsked('nothing was pasted');
      const format = target.getNumberFormat() === '@' ? '' : 'format';
      const rule = target.getDataValidation() === null ? '' : 'rule';
      return [format, rule].filter((part) => part !== '').join(' and ') || 'neither';
    },
  },
  {
    id: 'hand.typed-equals',
    assumption: 'What a person types into a text cell after "=" stays a text, or becomes a formula',
    source: sources.ours,
    answers: [
      { seen: 'text "=1+1"', world: { equalsInTextCell: 'text' } },
      { seen: 'formula "=1+1" giving number 2', world: { equalsInTextCell: 'formula' } },
    ],
    todo: 'Type =1+1 into CELL.',
    before: (place) => void place.cell(0).setNumberFormat('@'),
    after: typedInto,
  },
  {
    id: 'hand.typed-date',
    assumption: 'A date that a person types into a text cell stays a text, or becomes a date',
    source: sources.ours,
    answers: [{ seen: 'text "2026-03-01"' }, { seen: 'date 03-01' }],
    todo: 'Type 2026-03-01 into CELL.',
    before: (place) => void place.cell(0).setNumberFormat('@'),
    after: typedInto,
  },
];

function typedInto(place: HandPlace): string {
  const told = cellTold(place.cell(0));
  if (told === 'blank') throw new NotAsked('nothing was typed');
  return told;
}

/** Set by `contractMeanwhile`, in its own execution. */
export const MEANWHILE = 'hand.sort-meanwhile';
export const LOCK = 'hand.lock-meanwhile';
export const TRIED = `${PREFIX}tried`;
/** How long a person has to act. In milliseconds. */
const MEANWHILE_MS = 30_000;

const noteOf = (place: HandPlace): string => {
  if (place.note === null) throw new NotAsked('contractMeanwhile was not run, or nobody acted meanwhile');
  return place.note;
};

const meanwhile: HandEntry[] = [
  {
    id: MEANWHILE,
    assumption:
      'A write that waits while people sort goes to the position that it names, or moves along with its row',
    source: sources.ours,
    answers: [{ seen: 'at its position' }, { seen: 'moved along' }],
    todo: 'Run contractMeanwhile. Within 30 seconds, select the three rows in columns D and E from CELL on, and sort the range Z to A by column D; then run contractTryLock from the menu.',
    before: (place) => void place.cell(0, 0, 3).setValues([[1], [2], [3]]),
    after: noteOf,
  },
  {
    id: LOCK,
    assumption:
      'The document lock keeps a second execution out, and a property that it sets is seen by the first one',
    source: sources.lock,
    answers: [{ seen: 'refused' }],
    todo: '',
    before: nothing,
    after: noteOf,
  },
];

/** Writes, waits for a person, and looks. The write waits too, unless the platform applies it earlier. */
export function meanwhileRun(sort: HandPlace, lock: HandPlace): void {
  documentStore().deleteProperty(TRIED);
  const own = LockService.getDocumentLock();
  own.waitLock(10_000);
  sort.cell(0, 1).setValue('written');
  Utilities.sleep(MEANWHILE_MS);
  SpreadsheetApp.flush();
  const tried = documentStore().getProperty(TRIED);
  own.releaseLock();
  if (tried !== null) lock.note = tried;
  const rows = sort.cell(0, 0, 3, 2).getValues() as unknown[][];
  if (rows[0]![0] === 1) return;
  sort.note = rows[0]![1] === 'written' ? 'at its position' : 'moved along';
}

/** A second execution, while `meanwhileRun` waits in the first. */
export function tryLock(): void {
  const lock = LockService.getDocumentLock();
  const taken = lock.tryLock(500);
  if (taken) lock.releaseLock();
  documentStore().setProperty(TRIED, taken ? 'taken' : 'refused');
}

export const KILLED = 'hand.killed-unflushed';
const FINALLY = `${PREFIX}finally`;
const BEAT = `${PREFIX}beat`;

const ended = (place: HandPlace): HandPlace => {
  if (place.note !== 'begun') throw new NotAsked('contractUntilKilled was not run');
  return place;
};

const lasted = (): string => `it lived for ${documentStore().getProperty(BEAT) ?? '?'} s`;

/** `KILLED` is the entry whose place the execution uses; the other ones look at what it left. */
const killed: HandEntry[] = [
  {
    id: KILLED,
    assumption: 'A write that was not flushed is lost when the execution is ended, or kept',
    source: `${sources.flush}; the loss is ours`,
    answers: [{ seen: 'lost' }, { seen: 'kept' }],
    todo: 'Run contractUntilKilled, and wait until it ends by itself after 6 minutes (or end it under Executions).',
    before: nothing,
    after(place) {
      const seen = ended(place).cell(1).getValue() === '' ? 'lost' : 'kept';
      return { seen, detail: lasted() };
    },
  },
  {
    id: 'hand.killed-flushed',
    assumption: 'What was flushed is there after the execution was ended',
    source: sources.flush,
    answers: [{ seen: 'kept' }],
    todo: '',
    before: nothing,
    after: (place) => (ended(place.of(KILLED)).cell(0).getValue() === 'flushed' ? 'kept' : 'lost'),
  },
  {
    id: 'hand.killed-finally',
    assumption: 'An ended execution runs neither catch nor finally, or does; nothing relies on either',
    source: 'reported: widespread',
    answers: [{ seen: 'did not run' }, { seen: 'ran' }],
    todo: '',
    before: nothing,
    after(place) {
      ended(place.of(KILLED));
      return documentStore().getProperty(FINALLY) === null ? 'did not run' : 'ran';
    },
  },
];

/** Writes one cell and flushes, writes another one, and lives until it is ended. Never returns. */
export function untilKilled(place: HandPlace): void {
  const started = Date.now();
  documentStore().deleteProperty(FINALLY);
  place.note = 'begun';
  place.cell(0).setValue('flushed');
  SpreadsheetApp.flush();
  place.cell(1).setValue('not flushed');
  try {
    // Properties are no part of the spreadsheet: this loop flushes nothing.
    for (;;) {
      documentStore().setProperty(BEAT, String(Math.round((Date.now() - started) / 1000)));
      Utilities.sleep(5_000);
    }
  } finally {
    documentStore().setProperty(FINALLY, 'ran');
  }
}

const executions: HandEntry[] = [
  {
    id: 'hand.next-execution-memory',
    assumption: 'Each execution loads the code anew: nothing stays in memory',
    source: sources.lifecycle,
    answers: [{ seen: 'forgotten' }],
    todo: '',
    before() {
      memory = 'kept';
    },
    after: () => (memory === '' ? 'forgotten' : 'kept'),
  },
  {
    id: 'hand.copied-properties',
    assumption: 'A copied file has none of the document properties, or has them',
    source: 'reported: recalled only, they belong to script and document',
    answers: [
      { seen: 'none', world: { copiedProperties: 'dropped' } },
      { seen: 'all', world: { copiedProperties: 'kept' } },
    ],
    todo: 'Last: File > Make a copy, and run contractAfter in the copy. The record that is shown there is the whole one. It tells nothing if the script belongs to the spreadsheet (Extensions > Apps Script), since the copy then has a script of its own: use a test deployment.',
    inCopy: true,
    before(place) {
      place.note = 'set';
    },
    after: (place) => (place.note === null ? 'none' : 'all'),
  },
  {
    id: 'hand.copied-tabs',
    assumption: 'A copied file keeps hidden tabs hidden, and the ids of tabs',
    source: sources.publicCode,
    answers: [{ seen: 'hidden, same id' }],
    todo: '',
    inCopy: true,
    before(place) {
      place.cell(0).setValue(String(hidden().getSheetId()));
    },
    after(place) {
      const sheet = hidden();
      const same = String(place.cell(0).getValue()) === String(sheet.getSheetId());
      return `${sheet.isSheetHidden() ? 'hidden' : 'shown'}, ${same ? 'same id' : 'another id'}`;
    },
  },
];

export const handEntries: readonly HandEntry[] = [...undo, ...people, ...meanwhile, ...killed, ...executions];
