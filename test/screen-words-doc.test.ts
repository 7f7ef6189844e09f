/** The pages for users name buttons, titles and menus as they are: whatever stands in italics there is in the code, or is Google's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fits, plain, sourceFiles, stringsOf } from './messages-in-code';

const read = (page: string): string => readFileSync(join(__dirname, `../docs/${page}.md`), 'utf8');

/** Menus and buttons of Google Sheets. */
const GOOGLES = [
  'Edit › Find and replace',
  'Extensions › Postback Desk › Open panel',
  'File › Version history',
  'Format › Number › Plain text',
  'Share',
  'right-click the tab › Copy to › New spreadsheet',
];
/** The pages' own words, and an example of a line that is put together from several. */
const OWN = ['italics', 'Do:', '3,000 URLs change: t.old.com → t.new.com'];
const OTHERS = [...GOOGLES, ...OWN];

const strings = sourceFiles()
  .filter((file) => /^(core|flows|panel|platform)\//.test(file))
  .flatMap(stringsOf);

/** Words in italics; `n` stands for a number. */
const namedIn = (page: string): string[] =>
  [...read(page).matchAll(/(?<![\w`])_([^_]+)_(?!\w)/g)].map((match) =>
    plain(match[1]!).replace(/\bn\b/g, '…'),
  );

/** True if the code has this text. A number, or `…` for one, may stand for any; what only counts things stands in the code without its number. */
function isThere(words: string): boolean {
  const counted = words.replace(/^(…|\d[\d,]*) /, '');
  return strings.some(
    (text) =>
      fits(words, text) || text === counted || `${text}s` === counted || text.startsWith(`${counted}: `),
  );
}

test.each([
  ['guide', 60],
  ['jobs', 80],
  ['messages', 100],
])('[X2] %s: there are more than %i words in italics, and none is made up', (page, least) => {
  const named = namedIn(page);
  expect(named.length).toBeGreaterThan(least);
  expect(named.filter((words) => !OTHERS.includes(words) && !isThere(words))).toEqual([]);
});

test('what is left out is there to be left out', () => {
  const named = ['guide', 'jobs', 'messages'].flatMap(namedIn);
  expect(OTHERS.filter((words) => !named.includes(words))).toEqual([]);
});

test.each(['Send everything', 'Make 40 rows old', 'Reviewed', 'Discard the selected rows'])(
  '%s is seen to be nowhere',
  (words) => {
    expect(isThere(words)).toBe(false);
  },
);

test('each job has its steps, what can go wrong, and a place in the list at the top', () => {
  const [head, ...jobs] = read('jobs').split(/^## /m);
  expect(jobs).toHaveLength(7);
  for (const job of jobs) {
    expect(job).toMatch(/^1\. /m);
    expect(job).toContain('**What can go wrong, and the way out**');
    expect(head).toContain(`- [${job.split('\n')[0]}](#`);
  }
});
