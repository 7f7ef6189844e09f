/**
 * The pages tell the truth about what can be looked up: links, commands, file names, rule ids, scopes, options and words on the screen.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { worlds } from '../local/apps-script';
import { STORY_FAULTS } from '../local/story/faults';
import { SNAPSHOT_HEADERS } from '../src/core/audit/snapshot-rows';
import { COLUMNS } from '../src/core/columns';
import { DAY_QUOTAS } from '../src/core/estimate';
import { OUTCOMES, STATES } from '../src/core/words';
import { commandsOf, faultOf, strangeNames, strangeOptions } from './docs/commands';
import { isBroken, relativeLinks } from './docs/links';
import { filesUnder, PAGES, read, ROOT } from './docs/pages';

const eachPage = PAGES.map((path) => [path, read(path)] as const);
const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };

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
    ['README.md', '[a](docs/nothing.md)'],
    ['README.md', '[a](docs/guide.md#no-such-heading)'],
    ['README.md', '[a](docs#any-heading)'],
    ['README.md', '![a](docs/img/nothing.png "A title")'],
    ['README.md', '<p><img alt="a" src="docs/img/nothing.png"></p>'],
    ['README.md', "<a class='b' href='nothing.html'>a</a>"],
    ['README.md', 'Read [this][one].\n\n[one]: docs/nothing.md'],
    ['README.md', 'Read [this][nobody].'],
    ['README.md', 'Read [this][].'],
    ['docs/guide.md', '[a](../../outside.md)'],
    ['docs/guide.md', '[a](README.md)'],
  ])('a broken link is seen: in %s %s', (page, text) => {
    expect(relativeLinks(text).filter((target) => isBroken(page, target))).toHaveLength(1);
  });

  test('links that lead somewhere, and what only looks like one, are let be', () => {
    const text =
      '[a](docs/guide.md#push) ![b](docs/img/sheet.png) [c][d] `[x](y)` [W4] [w](https://a.example/x) <img src="docs/img/sheet.png">' +
      '\n\n```ts\nrows[0][1] [q](nothing.md)\n```\n\n[d]: LICENSE\n';
    expect(relativeLinks(text)).toEqual([
      'docs/guide.md#push',
      'docs/img/sheet.png',
      'docs/img/sheet.png',
      'LICENSE',
    ]);
    expect(relativeLinks(text).filter((target) => isBroken('README.md', target))).toEqual([]);
  });

  test.each(eachPage)('commands, options and variables of %s are there', (_page, text) => {
    const faults = commandsOf(text).map((command) => [command, faultOf(command)] as const);
    expect(faults.filter(([, fault]) => fault !== '')).toEqual([]);
    expect(strangeOptions(text)).toEqual([]);
    expect(strangeNames(text)).toEqual([]);
  });

  test('commands are found in blocks and in sentences', () => {
    expect(eachPage.flatMap(([, text]) => commandsOf(text)).length).toBeGreaterThan(100);
    const text =
      'Say `npm start`, not `node` or `scripts/start.ts`.\n\n```sh\nnpm ci && npm test  # all\nPORT=1 npm start\n```\n\n```ts\nnpm();\n```\n';
    expect(commandsOf(text)).toEqual(['npm ci', 'npm test', 'PORT=1 npm start', 'npm start']);
  });

  test.each([
    ['npm run nothing', 'no script nothing'],
    ['npm strat', 'npm run strat'],
    ['npm run demo --json', 'put -- before it'],
    ['npm run demo -- --wrold dates', "'--wrold'"],
    ['npm run demo -- --world', 'argument missing'],
    ['npm run demo -- dates', "'dates'"],
    ['npm run start -- --watch=yes', 'does not take an argument'],
    ['npm run build -- --quite', '--quite'],
    ['npm run trace -- file', 'takes no arguments'],
    ['npm run crash -- --sed 3', "'--sed'"],
    ['npm run --silent bench -- --jsno > result.json', "'--jsno'"],
    ['npm run jest -- test/unit/nothing.test.ts', 'no file test/unit/nothing.test.ts'],
    ['npm test -- --no-such-option', '--no-such-option'],
    ['npm audit --level=high', 'not known here'],
    ['PROT=5000 npm start', 'variable PROT'],
    ['npx nothing', 'not installed'],
    ['npx clasp lgoin', 'no command lgoin'],
    ['npx clasp login --usr NAME', '--usr'],
    ['node scripts/nothing.mjs', 'no file scripts/nothing.mjs'],
    ['node --import tsx local/everflow/cli.ts --prot 1', "'--prot'"],
    ['node --no-such-flag scripts/build.mjs', '--no-such-flag'],
    ['git swich main', 'no command swich'],
    ['git switch --dtach v0.1.0', '--dtach'],
    ['git update-index --skip-worktree .nothing.json', 'no file .nothing.json'],
    ['./scripts/nothing.sh', 'no ./scripts/nothing.sh'],
  ])('a mistaken command is seen: %s', (command, fault) => {
    expect(faultOf(command)).toContain(fault);
  });

  test('a mistaken option, variable or constant is seen where it stands alone', () => {
    expect(strangeOptions('`--seeds 1 --form 405`, `-- --json`')).toEqual(['--form']);
    expect(strangeNames('`MODEL_RNUS=3`, `MODEL_RUNS=3`, `ROW_RULES`, `ROW_RULSE`')).toEqual([
      'MODEL_RNUS',
      'ROW_RULSE',
    ]);
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
    expect(/^(local|bench)/.test(page) ? [] : cited.filter((id) => !known(id))).toEqual([]);
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

/** Properties that the sources name, with whose they are: `user` or `document`. */
function propertiesOf(store: 'user' | 'document'): string[] {
  const all = filesUnder('src', /\.ts$/).map(read).join('\n');
  const keys = [...all.matchAll(/const (\w+) = '(postbackDesk\.[\w/]+)'/g)];
  const isOf = ([, name, key]: RegExpMatchArray): boolean =>
    new RegExp(`${store}Values[\\s\\S]{0,12}?\\.(get|set|remove)\\(\\s*${name}\\b`).test(all) ||
    (key!.endsWith('/') &&
      all.includes(`startsWith(${name})`) &&
      (store === 'user') === key!.includes('.key/'));
  return keys.filter(isOf).map(([, , key]) => key!);
}

describe('[S2] the privacy policy', () => {
  const text = read('docs/privacy.md');
  const { oauthScopes, urlFetchWhitelist } = JSON.parse(read('appsscript.json')) as Record<string, string[]>;
  const [, ofUser = '', ofDocument = ''] =
    /\*\*In your own user properties\*\*([\s\S]*?)\*\*In the document properties\*\*([\s\S]*?)\*\*In the spreadsheet/.exec(
      text,
    ) ?? [];
  const named = (part: string): string[] =>
    [...part.matchAll(/`(postbackDesk\.[\w/]+)…?`/g)].map((match) => match[1]!).sort();

  test('names each property that is kept, in the store in which it is', () => {
    expect(propertiesOf('user').length + propertiesOf('document').length).toBeGreaterThan(15);
    expect(named(ofUser)).toEqual(propertiesOf('user').sort());
    expect(named(ofDocument)).toEqual(propertiesOf('document').sort());
  });

  test('names each scope once, and each address that may be called', () => {
    const scopes = [...text.matchAll(/`(https:\/\/www\.googleapis\.com\/auth\/\S+)`/g)].map(
      (match) => match[1]!,
    );
    expect(scopes.sort()).toEqual([...oauthScopes!].sort());
    for (const host of urlFetchWhitelist!) expect(text).toContain(`\`${host}\``);
  });

  test('leaves to the publisher name, contact and date, and nothing else; so do the terms', () => {
    for (const page of [text, read('docs/terms.md')]) {
      const places = [...page.matchAll(/\[\[(.*?)\]\]/g)].map((match) => match[1]!);
      expect([...new Set(places)].sort()).toEqual(['CONTACT', 'DATE', 'PUBLISHER']);
      expect(page).toMatch(/In force since \[\[DATE\]\]/);
      // They are hosted without the other pages.
      expect(relativeLinks(page).filter((target) => !/^(privacy|terms)\.md$/.test(target))).toEqual([]);
    }
  });
});

test('[L1] the guide for administrators counts updates a day from the last measurement, and columns from the catalogue', () => {
  const tables = read('docs/performance.md');
  const cells = (flow: string): string[] =>
    new RegExp(`^\\| ${flow} +\\|.*$`, 'm')
      .exec(tables.slice(tables.indexOf('### 10,000 postbacks: what')))![0]
      .split('|')
      .map((cell) => cell.trim());
  const [pull, perRow] = [Number(cells('pull')[3]), Number(cells('push-5000')[4])];
  /** The greatest number under a heading, in all tables that have it; whole seconds. */
  const slowest = (heading: string): number => {
    let at = -1;
    const numbers = tables.split('\n').flatMap((line) => {
      const parts = line.split('|').map((cell) => cell.trim());
      if (parts[1] === 'flow') at = parts.indexOf(heading);
      return at < 0 || parts.length <= at ? [] : [Number(parts[at]!.replaceAll(',', ''))];
    });
    return Math.round(Math.max(...numbers.filter((number) => number > 0)));
  };
  const text = read('docs/admin.md');
  for (const quota of Object.values(DAY_QUOTAS)) {
    const updates = Math.floor((quota - pull) / perRow / 100) * 100;
    const row = text
      .split('\n')
      .find((line) => line.includes(`(${quota.toLocaleString('en')} − ${pull}) / ${perRow}`));
    expect(row).toContain(`| ${updates.toLocaleString('en')} `);
  }
  expect(text).toContain(
    `takes ${slowest('slowest step s')} s, and ${slowest('10 ×: slowest step s')} s where services`,
  );
  expect(text).toContain(
    `${COLUMNS.length} for each postback in the tab, ${SNAPSHOT_HEADERS.length + 1} in each snapshot`,
  );
  expect(text).toContain(`the ${SNAPSHOT_HEADERS.length} columns that a snapshot has`);
});

describe('continuous integration', () => {
  const flow = read('.github/workflows/ci.yml');

  test('runs commands that are there, what the pages say it runs among them', () => {
    const commands = [...flow.matchAll(/^\s*- run: (.+)$/gm)].map((match) => match[1]!);
    expect(commands).toEqual(expect.arrayContaining(['npm ci', 'npm test']));
    expect(commands.map(faultOf)).toEqual(commands.map(() => ''));
  });

  test('tries the oldest Node that is supported, which is the one that the pages name', () => {
    const versions = /node: \[(.+)\]/.exec(flow)![1]!.split(', ').map(Number);
    expect(engines.node).toBe(`>=${Math.min(...versions)}`);
    for (const page of ['README.md', 'docs/deploy.md', 'docs/developing.md'])
      expect(read(page)).toContain(`Node ${Math.min(...versions)} or newer`);
    expect(read('CONTRIBUTING.md')).toContain(`Node ${versions.join(' and ')}`);
  });
});

test('[W5] the guide says of every outcome and state what it means', () => {
  const firstCells = [...read('docs/guide.md').matchAll(/^\| ([^|]+?)\s*\|/gm)].map((match) =>
    match[1]!.replace(/\*/g, ''),
  );
  const wanted = [...OUTCOMES, ...Object.values(STATES)];
  expect(wanted.filter((word) => !firstCells.includes(word))).toEqual([]);
});
