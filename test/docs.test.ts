/**
 * The pages tell the truth about what can be looked up: links, commands, file names, rule ids, scopes, options and words on the screen.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { worlds } from '../local/apps-script';
import { STORY_FAULTS } from '../local/story/faults';
import { drawTerminal, readTerminal } from '../scripts/picture';
import { OUTCOMES, STATES } from '../src/core/words';

const ROOT = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

const PAGES = ['README.md', ...filesUnder('docs', /\.md$/), ...filesUnder('local', /\.md$/)];
const eachPage = PAGES.map((path) => [path, read(path)] as const);

/** The name that GitHub gives a heading, as far as our headings need it. */
function anchorOf(heading: string): string {
  const words = heading.replace(/[`*_]/g, '').toLowerCase();
  return words.replace(/[^\p{L}\p{N}\s-]/gu, '').replace(/\s/g, '-');
}

const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1]!.trim()));

/** Targets of links and pictures that do not lead to the web. */
function relativeLinks(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function isBroken(page: string, target: string): boolean {
  const [path, anchor] = target.split('#') as [string, string?];
  const file = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (file.startsWith('..') || !existsSync(join(ROOT, file))) return true;
  return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
}

const RULES = [...read('docs/rules.md').matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1]!);
/** `[W4]`, `[J, B1]`: ids of rules or of their chapters, and no links. */
const CITED = /\[([A-Z]\d*(?:, [A-Z]\d*)*)\](?!\()/g;

describe('pages', () => {
  test('there are pages, links and rules to look at', () => {
    expect(PAGES).toContain('README.md');
    expect(eachPage.flatMap(([, text]) => relativeLinks(text)).length).toBeGreaterThan(10);
    expect(RULES.length).toBeGreaterThan(60);
  });

  test.each(eachPage)('relative links of %s lead somewhere', (page, text) => {
    expect(relativeLinks(text).filter((target) => isBroken(page, target))).toEqual([]);
  });

  test.each([
    ['README.md', 'docs/nothing.md'],
    ['README.md', 'docs/guide.md#no-such-heading'],
    ['docs/guide.md', '../../outside.md'],
  ])('a broken link is seen: %s to %s', (page, target) => {
    expect(isBroken(page, target)).toBe(true);
  });

  test.each(eachPage)('commands of %s are there', (_page, text) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm (?:run (?:--silent )?)?([a-z][a-z:]*)/g)].map((match) => match[1]!);
    const commands = named.filter((name) => name !== 'run');
    expect(commands.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test.each(eachPage)('files that %s names are there', (page, text) => {
    const named = [...text.matchAll(/`((?:src|local|scripts|test|docs)\/[\w./-]+)`/g)].map(
      (match) => match[1]!,
    );
    // Rules tell of the whole product, also of what is not built yet.
    const missing = named.filter((path) => page !== 'docs/rules.md' && !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  });

  test.each(eachPage)('rules that %s cites exist', (page, text) => {
    const chapters = new Set(RULES.map((rule) => rule[0]!));
    const cited = [...text.matchAll(CITED)].flatMap((match) => match[1]!.split(', '));
    const known = (id: string): boolean => RULES.includes(id) || chapters.has(id);
    expect(page.startsWith('local') ? [] : cited.filter((id) => !known(id))).toEqual([]);
  });

  test.each(eachPage)('%s names no path of a machine and no private host', (_page, text) => {
    expect(text).not.toMatch(/(^|[\s"'`(=])\/(home|root|tmp|Users|usr|var|opt|mnt)\//);
    expect(text).not.toMatch(/https?:\/\/(localhost|127\.|10\.|192\.168\.|registry\.)/);
  });
});

test('rule ids are given once, and those in names of tests exist', () => {
  expect(RULES.filter((rule, at) => RULES.indexOf(rule) !== at)).toEqual([]);
  const named = filesUnder('test', /\.tsx?$/).flatMap((path) =>
    [...read(path).matchAll(/['"`]((?:\[[A-Z]\d+\]\s?)+)/g)].flatMap((match) =>
      [...match[1]!.matchAll(/[A-Z]\d+/g)].map(([id]) => ({ path, id })),
    ),
  );
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ id }) => !RULES.includes(id))).toEqual([]);
});

describe('README', () => {
  const text = read('README.md');
  /** Words in code style in the part of the text between two marks. */
  const codeBetween = (from: string, to: string): string[] => {
    const part = text.slice(text.indexOf(from) + from.length).split(to)[0]!;
    return [...part.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  };

  test('lists the worlds and faults of the story', () => {
    expect(codeBetween('**Worlds:**', '(')).toEqual(worlds.all.map(({ name }) => name));
    expect(codeBetween('**Faults:**', '.')).toEqual(Object.keys(STORY_FAULTS));
  });

  test('explains every key of the report, and no other', () => {
    const body = /export interface StoryReport \{([\s\S]*?)\n\}/.exec(read('local/story/run.ts'))![1]!;
    const keys = [...body.matchAll(/^\s+readonly (\w+)\??:/gm)].map((match) => match[1]!);
    const table = text.slice(text.indexOf('| key ')).split('\n\n')[0]!;
    const told = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)]);
    expect(told.map((match) => match[1]!).sort()).toEqual(keys.sort());
  });

  test('gives a reason for each scope of the manifest, and names its hosts', () => {
    const { oauthScopes, urlFetchWhitelist } = JSON.parse(read('appsscript.json')) as {
      oauthScopes: string[];
      urlFetchWhitelist: string[];
    };
    const told = [...text.matchAll(/^\| `(https:\/\/www\.googleapis\.com\/auth\/\S+)`\s+\| \S.{20,}\|$/gm)];
    expect(told.map((match) => match[1]!)).toEqual(oauthScopes);
    for (const host of urlFetchWhitelist) expect(text).toContain(`\`${host}\``);
  });
});

test('[W5] the guide says of every outcome and state what it means', () => {
  const firstCells = [...read('docs/guide.md').matchAll(/^\| ([^|]+?)\s*\|/gm)].map((match) =>
    match[1]!.replace(/\*/g, ''),
  );
  const wanted = [...OUTCOMES, ...Object.values(STATES)];
  expect(wanted.filter((word) => !firstCells.includes(word))).toEqual([]);
});

describe('the picture of the story', () => {
  const svg = read('docs/img/story.svg');

  test('shows the end of a run that went well', () => {
    expect(svg).toContain('>serverMatches: true</text>');
    expect(read('README.md')).toContain('](docs/img/story.svg)');
  });

  test('has elements that are closed, and every text within its width', () => {
    expect(svg.match(/<text /g)!.length).toBe(svg.match(/<\/text>/g)!.length);
    expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
    const width = Number(/width="(\d+)"/.exec(svg)![1]);
    const ends = [...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"/g)].map(
      (match) => Number(match[1]) + Number(match[2]),
    );
    expect(ends.length).toBeGreaterThan(100);
    expect(Math.max(...ends)).toBeLessThanOrEqual(width);
  });

  test('terminal codes become looks, and unknown ones are not passed over', () => {
    const [line] = readTerminal('a\u001b[1mbc\u001b[22m\u001b[31md\u001b[39m');
    expect(line!.map(({ column, text, look }) => [column, text, look.bold, look.colour])).toEqual([
      [0, 'a', false, '#d6dde6'],
      [1, 'bc', true, '#d6dde6'],
      [3, 'd', false, '#ff7b72'],
    ]);
    expect(() => readTerminal('\u001b[45mx')).toThrow('45');
  });

  test('texts are escaped and stand in their columns', () => {
    const drawn = drawTerminal('│ a<b │', 'x & "y"');
    expect(drawn).toContain('aria-label="x &amp; &quot;y&quot;"');
    expect(drawn).toMatch(/<text x="40.8" y="54" textLength="25.2"[^>]*>a&lt;b<\/text>/);
    expect(drawn.match(/<path /g)).toHaveLength(2);
  });
});
