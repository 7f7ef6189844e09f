/** docs/jobs.md names buttons, titles and menus as they are: whatever stands in italics there is in the code, or is Google's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fits, plain, sourceFiles, stringsOf } from './messages-in-code';

const PAGE = readFileSync(join(__dirname, '../docs/jobs.md'), 'utf8');

/** Menus and buttons of Google Sheets. */
const GOOGLES = ['Edit › Find and replace', 'File › Version history', 'Share'];
/** The page's own word, and an example of a line that is put together from several. */
const OWN = ['italics', '3,000 URLs change: t.old.com → t.new.com'];
/** A view that the README still lists under "What is not there yet". */
const TO_COME = ['Health'];

const named = [...PAGE.matchAll(/(?<![\w`])_([^_]+)_(?!\w)/g)].map((match) => match[1]!);

const strings = sourceFiles()
  .filter((file) => /^(core|flows|panel|platform)\//.test(file))
  .flatMap(stringsOf);

/** True if the code has this text. A number, or `…` for one, may stand for any; what only counts things stands in the code without its number. */
function isThere(words: string): boolean {
  const counted = plain(words).replace(/^(…|\d[\d,]*) /, '');
  return strings.some(
    (text) =>
      fits(plain(words), text) ||
      text === counted ||
      `${text}s` === counted ||
      text.startsWith(`${counted}: `),
  );
}

test('[X2] there are many, and none of them is made up', () => {
  expect(named.length).toBeGreaterThan(80);
  const known = [...GOOGLES, ...OWN, ...TO_COME];
  expect(named.filter((words) => !known.includes(words) && !isThere(words))).toEqual([]);
  expect(known.filter((words) => !named.includes(words))).toEqual([]);
});

test.each(['Send everything', 'Make 40 rows old', 'Reviewed', 'Push the first 5'])(
  '%s is seen to be nowhere',
  (words) => {
    expect(isThere(words)).toBe(false);
  },
);

test('each job has its steps, what can go wrong, and is in the list at the top', () => {
  const jobs = PAGE.split(/^## /m).slice(1);
  expect(jobs).toHaveLength(7);
  for (const job of jobs) {
    expect(job).toMatch(/^1\. /m);
    expect(job).toContain('**What can go wrong, and the way out**');
    expect(PAGE.split('## ')[0]).toContain(`- [${job.split('\n')[0]}](#`);
  }
});
