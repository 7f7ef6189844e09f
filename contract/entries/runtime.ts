/** The language and its missing names, and the sizes of single calls. */
import { duration, type ScriptEntry } from '../scratch';
import { type Observation, told } from '../entry';
import { sources } from './sources';

/** Whether a piece of code can be parsed today. `Function` parses when it is called, so one refusal does not stop the suite from loading. */
function parses(code: string): Observation {
  try {
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- what the parser takes is the question
    Function(code);
    return { seen: 'parses' };
  } catch (error) {
    return { seen: 'refused', detail: told(error).message };
  }
}

const NAMES = ['URL', 'TextEncoder', 'setTimeout', 'crypto', 'fetch', 'atob'];

const language: ScriptEntry[] = [
  {
    id: 'runtime.optional-chaining',
    assumption: '"?." and "??" are understood',
    source:
      'https://github.com/googleworkspace/apps-script-samples/blob/347529f5cbfdf8e82092de98d88690abd5b36d36/ai/standup-chat-app/main.js',
    answers: [{ seen: 'parses' }],
    ask: () => parses('const a = null; return a?.b ?? 1;'),
  },
  {
    id: 'runtime.private-fields',
    assumption: 'Private class fields are refused, or understood by now; the add-on has none',
    source: sources.classes,
    answers: [{ seen: 'refused' }, { seen: 'parses' }],
    ask: () => parses('class A { #x = 1; }'),
  },
  {
    id: 'runtime.static-fields',
    assumption: 'Static class fields are refused, or understood by now; the add-on has none',
    source: sources.classes,
    answers: [{ seen: 'refused' }, { seen: 'parses' }],
    ask: () => parses('class A { static x = 1; }'),
  },
  {
    id: 'runtime.missing-names',
    assumption: `${NAMES.join(', ')} are not there, or some are by now; the add-on uses none`,
    source: sources.runtime,
    answers: [{ seen: 'none' }, { seen: 'some' }],
    ask() {
      const there = NAMES.filter((name) => name in globalThis);
      return { seen: there.length === 0 ? 'none' : 'some', detail: there.join(' ') };
    },
  },
];

/** More than one call takes, as reported: 125,859 was the first to fail. */
const MANY = 200_000;

const calls: ScriptEntry[] = [
  {
    id: 'runtime.many-arguments',
    assumption:
      'A call with 200,000 arguments throws, or is made by now; the add-on spreads no list of rows into a call',
    source: 'reported: tanaikech.github.io, "Limitation of Array.prototype.push.apply under V8"',
    answers: [{ seen: 'throws' }, { seen: 'made' }],
    ask() {
      const all: number[] = [];
      all.push(...Array.from({ length: MANY }, (_, at) => at));
      return all.length === MANY ? 'made' : 'lost some';
    },
  },
];

const ROWS = 20_000;
const COLUMNS = 24;

const sizes: ScriptEntry[] = [
  {
    id: 'sizes.one-write',
    assumption: '480,000 text cells are written in one call',
    source: 'reported: tanaikech.github.io, "Benchmark: Reading and Writing Spreadsheet"',
    answers: [{ seen: 'all written' }],
    ask(scratch) {
      const sheet = scratch.tab();
      sheet.insertRowsAfter(1000, ROWS - 1000);
      const line = Array.from({ length: COLUMNS }, (_, at) => `value ${at}`);
      const range = sheet.getRange(1, 1, ROWS, COLUMNS).setNumberFormat('@');
      const tookMs = duration(() => {
        range.setValues(Array.from({ length: ROWS }, () => line));
        SpreadsheetApp.flush();
      });
      const corner = sheet.getRange(ROWS, COLUMNS).getValue();
      const seen =
        sheet.getLastRow() === ROWS && corner === line[COLUMNS - 1] ? 'all written' : 'not all written';
      return { seen, detail: `took ${tookMs} ms` };
    },
  },
  {
    id: 'sizes.rich-text',
    assumption: 'How long 10,000 cells of rich text take, should they ever be needed',
    source: `${sources.setRichTextValues}; reported to be slow`,
    answers: [{ seen: 'written' }],
    notModelled: 'rich text',
    ask(scratch) {
      const range = scratch.tab().getRange(1, 1, 1_000, 10);
      const value = SpreadsheetApp.newRichTextValue().setText('=1+1').build();
      const line = Array.from({ length: 10 }, () => value);
      const tookMs = duration(() => {
        range.setRichTextValues(Array.from({ length: 1_000 }, () => line));
        SpreadsheetApp.flush();
      });
      return { seen: 'written', detail: `took ${tookMs} ms` };
    },
  },
];

export const runtimeEntries: readonly ScriptEntry[] = [...language, ...calls, ...sizes];
