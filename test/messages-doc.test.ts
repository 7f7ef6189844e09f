/**
 * docs/messages.md explains every message that the code can show, and none that it cannot: by the names of refusals, failures and causes of
 * problems, and by their words.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../src/core/words';
import {
  causesListed,
  fits,
  plain,
  sentencesIn,
  sourceFiles,
  stringsOf,
  titlesIn,
  type Told,
} from './messages-in-code';

const PAGE = readFileSync(join(__dirname, '../docs/messages.md'), 'utf8');
const FILES = sourceFiles();

/** Titles of what is no trouble: work under way, good news, advice, words of buttons. */
const NO_TROUBLE: readonly string[] = [
  'Comparing',
  'Restoring rows',
  'Taking a snapshot',
  'Undoing a push',
  'Verifying the snapshot',
  'Connected',
  'Whole',
  'Copy the tab to a new spreadsheet and share that',
  'Download as CSV',
  'Download as PDF',
  'Pull postbacks',
  'Review the changes again',
  'Take audit snapshot',
  'Compare snapshots',
  'Postback Desk audit snapshot',
  'Postback Desk comparison',
];

/** Files whose sentences are no messages to a row or a view: refusals are known by name, the others write what is named here. */
const OTHER_SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^core\/words/, 'refusals'],
  [/^core\/columns$/, 'help texts of columns'],
  [/^core\/audit\//, 'heads of snapshots and comparisons, and advice on sharing'],
  [
    /^flows\/(log\/\w+|undo\/brought-back|audit\/compare|check\/(confirm-problem|discard)|pull\/(gone|start)|push\/lost)$/,
    'log lines',
  ],
  [/^flows\/(undo\/(restore|undo)|conflicts\/settle|audit\/(snapshot|verify-snapshot))$/, 'log lines'],
];
/** Sentences in the other files that are none either. */
const NO_MESSAGES: readonly string[] = [
  // Good news of "Repair layout".
  'Formats, drop-downs, help texts and the fixed header row were set again.',
  'A header row was added.',
  'The header … was put back over its column.',
  '… stood twice; the other column is now called "… (copy)".',
  'Column … was missing and was added ….',
  '… that only … restored.',
  // Log lines beside messages.
  'New row … is this postback, as somebody said.',
  'It was not created and may be sent, as somebody said.…',
];

const isOther = (file: string): boolean =>
  OTHER_SENTENCES.some(([files]) => files.test(file.replace(/\.tsx?$/, '')));
const fails = readFileSync(join(__dirname, '../src/panel/failures.ts'), 'utf8');
const FAILURES = [...fails.split('} as const')[0]!.matchAll(/^ {2}(?:'([\w-]+)'|(\w+)): \{/gm)].map(
  (match) => match[1] ?? match[2]!,
);

/** Entries of the page: a line that begins with a mark and bold or quoted words, with those that belong to it. */
const ENTRIES = PAGE.split(/\n(?=- |\n)/).filter((part) => part.startsWith('- '));
const unescaped = (text: string): string => plain(text.replace(/\\([&#*_<>])/g, '$1'));
const between = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => unescaped(match[1]!));
const TITLES = ENTRIES.flatMap((entry) => between(entry, /\*\*(.+?)\*\*/gs));
const QUOTES = between(PAGE, /“([^”]+)”/gs).filter((quote) => quote !== 'quotes');
const NAMES = ENTRIES.flatMap((entry) => {
  const names = /\(((?:`[^`]+`(?:, )?)+)\)$/.exec(entry.trim())?.[1] ?? '';
  return [...names.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
});

/** True if the quoted words are those with which the pattern begins. */
const begins = (quote: string, pattern: string): boolean =>
  pattern.startsWith(quote) || pattern.startsWith(quote.replace(/…$/, '')) || fits(quote, pattern);

const without = (told: readonly Told[], known: (text: string) => boolean): string[] =>
  told.filter(({ text }) => !known(text)).map(({ file, text }) => `${file}: ${text}`);

test('[S5] every refusal, failure and cause of a problem is explained by its name, and no other', () => {
  const named = new Set(NAMES);
  const known = [...Object.keys(REFUSALS), ...FAILURES, ...causesListed()];
  expect(known.length).toBeGreaterThan(150);
  expect([...named].filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !named.has(name))).toEqual([]);
});

test('[V11] every cause that the type lists is one that the code can give', () => {
  const strings = FILES.filter((file) => /^(core|flows)\//.test(file) && file !== 'core/causes.ts').flatMap(
    stringsOf,
  );
  const made = [...new Set(strings)].filter((text) => /^[\w…:-]+$/.test(text) && /\w{3}/.test(text));
  expect(causesListed().filter((cause) => !made.some((text) => fits(cause, text)))).toEqual([]);
});

describe('[S5] [V11] words', () => {
  const titles = FILES.flatMap(titlesIn);
  const sentences = FILES.filter((file) => /^(core|flows)\//.test(file) && !isOther(file)).flatMap(
    sentencesIn,
  );

  test('there are many of them', () => {
    expect(titles.length).toBeGreaterThan(170);
    expect(sentences.length).toBeGreaterThan(100);
    expect(ENTRIES.length).toBeGreaterThan(150);
    // A quote of a word or two would fit anything.
    expect(QUOTES.filter((quote) => quote.replace(/\W/g, '').length < 6)).toEqual([]);
  });
  test('every title that the code has stands on the page', () => {
    const known = (text: string): boolean =>
      NO_TROUBLE.includes(text) || TITLES.some((title) => fits(title, text));
    expect(without(titles, known)).toEqual([]);
  });
  test('every sentence of a problem or of a row that was pushed stands on the page, at least its beginning', () => {
    const known = (text: string): boolean =>
      NO_MESSAGES.includes(text) || TITLES.includes(text) || QUOTES.some((quote) => begins(quote, text));
    expect(without(sentences, known)).toEqual([]);
  });
  test('every title and every quoted sentence of the page is in the code', () => {
    const strings = [...new Set(FILES.flatMap(stringsOf))];
    expect(TITLES.filter((title) => !titles.some(({ text }) => fits(title, text)))).toEqual([]);
    expect(QUOTES.filter((quote) => !strings.some((text) => begins(quote, text)))).toEqual([]);
  });
  test('what is left out is there to be left out', () => {
    const texts = [...titles, ...sentences].map(({ text }) => text);
    expect([...NO_TROUBLE, ...NO_MESSAGES].filter((text) => !texts.includes(text))).toEqual([]);
    const unused = OTHER_SENTENCES.filter(
      ([files]) => !FILES.some((file) => files.test(file.replace(/\.tsx?$/, ''))),
    );
    expect(unused).toEqual([]);
  });
});
