/** `npm run trace`: places of the minified script become those of the sources, through everything that the build does to it. */
import { parse } from 'acorn';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from './pull-support';

const ROOT = join(__dirname, '../..');
const code = readFileSync(join(DIST, 'Code.js'), 'utf8');

const trace = (text: string): string =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/trace.mjs')], { input: text, encoding: 'utf8' });

const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'))
  .join('\n');

/**
 * Texts of the script that begin with words and stand in the sources once, with their places as Google tells them. What stands there more often
 * may have been put together by the build, and comes from no single place then.
 */
function placesOfTexts(): { readonly text: string; readonly place: string }[] {
  const found: { text: string; place: string }[] = [];
  parse(code, {
    ecmaVersion: 2020,
    locations: true,
    onToken: ({ type, start, end, loc }) => {
      const text = /^\w+ [\w ]{15,}/.exec(code.slice(start + 1, end - 1))?.[0];
      if (type.label !== 'string' || text === undefined || SOURCES.split(text).length !== 2) return;
      found.push({ text, place: `Code:${loc!.start.line}:${loc!.start.column + 1}` });
    },
  });
  return found;
}

test('[S5] a place of the script is told as the line of the source that it came from', () => {
  const texts = placesOfTexts();
  expect(texts.length).toBeGreaterThan(50);
  const told = trace(texts.map(({ place }) => `    at someName (${place})`).join('\n')).split('\n');
  const wrong = told.filter((line, at) => {
    const [, file, row] = /\((src\/[\w/-]+\.ts):(\d+):\d+\)$/.exec(line) ?? [];
    const source = file && readFileSync(join(ROOT, file), 'utf8').split('\n')[Number(row) - 1];
    return !source?.includes(texts[at]!.text);
  });
  expect(wrong).toEqual([]);
});

test('what is no place of the script stays as it is, and so do the stubs, which come from no source', () => {
  const stub = code.split('\n').findIndex((line) => line.startsWith('function status('));
  const text = `Unexpected error\n    at status (Code:${stub + 1}:30)\n    at Panel:1:2\n    at Code:x\n`;
  expect(trace(text)).toBe(text);
});
