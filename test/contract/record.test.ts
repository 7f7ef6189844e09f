/** The list of entries, and what becomes of a record of a run that is pasted back: checked, judged, told, kept. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENTRIES } from '../../contract/entries';
import { judge } from '../../contract/entry';
import { judgeRecord, readRecord, type RunRecord } from '../../contract/record';
import { worlds } from '../../local/apps-script';
import { pageName, shortAccount, worldWords } from '../../scripts/contract-page';

const ROOT = join(__dirname, '../..');
const entryOf = (id: string): (typeof ENTRIES)[number] => ENTRIES.find((entry) => entry.id === id)!;

/** A run in which every entry saw its usual answer, but for these. */
function recordOf(changed: Readonly<Record<string, string | null>> = {}): RunRecord {
  const results = ENTRIES.map(({ id, answers }) => {
    const seen = id in changed ? changed[id]! : answers[0].seen;
    return { id, seen, detail: seen === null ? 'why not' : '' };
  });
  return { suite: 1, date: '2026-11-27', locale: 'en_US', timeZone: 'Etc/UTC', host: true, results };
}

describe('the list', () => {
  test('every id is given once, in a group, and every entry names its source', () => {
    const ids = ENTRIES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+\.[a-z\d-]+(\.[a-z\d-]+)?$/.test(id))).toEqual([]);
    const nameless = ENTRIES.filter(
      ({ source }) => !/^(https:\/\/\S{10,}|reported: .{5,}|ours: .{5,})/.test(source),
    );
    expect(nameless.map(({ id }) => id)).toEqual([]);
  });

  test('answers of an entry differ, and switches are those of a world', () => {
    const names = Object.keys(worlds.plain);
    for (const { id, answers } of ENTRIES) {
      const seen = answers.map((answer) => answer.seen);
      expect([id, new Set(seen).size]).toEqual([id, seen.length]);
      const switches = answers.flatMap((answer) => Object.keys(answer.world ?? {}));
      expect(switches.filter((name) => !names.includes(name))).toEqual([]);
    }
  });

  test('every switch of a world has an entry that tells its values apart', () => {
    const asked = new Set(
      ENTRIES.flatMap(({ answers }) =>
        answers.flatMap(({ world }) => Object.entries(world ?? {}).map(String)),
      ),
    );
    const wanted = Object.values({ ...worlds, all: worlds.plain }).flatMap((world) =>
      Object.entries(world)
        .filter(([name]) => name !== 'name')
        .map(String),
    );
    expect(wanted.filter((one) => !asked.has(one))).toEqual([]);
  });
});

describe('verdicts', () => {
  test.each([
    ['text "=1+1"', 'as expected'],
    ['formula "=1+1" giving number 2', 'another known answer'],
    ['number 2', 'not as expected'],
    ['', 'not as expected'],
    [null, 'not asked'],
  ])('%j is %s', (seen, verdict) => {
    expect(judge(entryOf('text.equals-in-text-cell'), seen)).toBe(verdict);
  });

  test('what the present list lacks, or the record, is told', () => {
    const record = recordOf();
    const [first, ...others] = record.results;
    const results = [...others, { id: 'text.gone', seen: 'a', detail: '' }];
    const judgement = judgeRecord({ ...record, results }, ENTRIES);
    expect(judgement).toMatchObject({ missing: [first!.id], unknown: ['text.gone'] });
    expect(shortAccount(judgement)).toContain('no longer in the list: text.gone');
  });

  test('an answer that nobody expected is told with what was expected', () => {
    const told = shortAccount(judgeRecord(recordOf({ 'tabs.ten-million': '401000 rows' }), ENTRIES));
    expect(told).toContain('NOT AS EXPECTED  tabs.ten-million: 401000 rows; expected throws');
  });
});

describe('which world it is', () => {
  const words = (changed: Readonly<Record<string, string | null>>): string =>
    worldWords(judgeRecord(recordOf(changed), ENTRIES));

  test('the usual answers are the world plain', () => {
    expect(words({})).toMatch(/^The platform is like the world plain: /);
  });

  test('answers that fit no world ask for a new one', () => {
    expect(words({ 'rules.rejecting-rule': 'throws, blank', 'hand.copied-properties': 'all' })).toMatch(
      /^It is like no world that there is: .*copiedProperties kept/,
    );
  });

  test('entries that contradict each other are told', () => {
    expect(words({ 'text.quoted-date-in-text-cell': 'text "\'2026-03-01"' })).toContain(
      'contradict each other about apostropheInTextCell (dropped, kept)',
    );
  });

  test('nothing asked tells nothing', () => {
    const none = Object.fromEntries(ENTRIES.map(({ id }) => [id, null]));
    expect(words(none)).toContain('Nothing was seen');
  });
});

describe('reading what was pasted', () => {
  const text = JSON.stringify(recordOf());

  test('lines before and after the record do no harm', () => {
    expect(readRecord(`copied {on} Monday\n${text}\n\n`)).toEqual(recordOf());
  });

  test.each([
    ['cut off', text.slice(0, -30), 'no whole record'],
    ['empty', '', 'no whole record'],
    ['something else', '{"suite":2}', 'no record of the contract suite'],
    ['damaged', text.replace('"detail":""', '"detail":7'), 'damaged at the entry "text.equals-in-text-cell"'],
  ])('%s is refused in words', (_what, pasted, words) => {
    expect(() => readRecord(pasted)).toThrow(words);
  });
});

/** What stands at top level, and may be called from the menu, the editor and the page. */
const FUNCTIONS = [
  'contract',
  'contractAfter',
  'contractBefore',
  'contractCleanUp',
  'contractMeanwhile',
  'contractPage',
  'contractPageAnswers',
  'contractPageDate',
  'contractPageError',
  'contractPrivate_',
  'contractRecord',
  'contractTryLock',
  'contractUntilKilled',
  'onOpen',
];

describe('npm run contract', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'contract-record-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const script = join(ROOT, 'scripts/contract.ts');
  const run = (...args: string[]): { status: number | null; out: string } => {
    const options = { cwd: ROOT, encoding: 'utf8' } as const;
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], options);
    return { status, out: stdout };
  };

  test('--record keeps a page that says what was seen, and holds the record itself', () => {
    const file = join(folder, 'pasted.txt');
    writeFileSync(file, JSON.stringify(recordOf({ 'text.crlf': 'text "a\\nb"', 'requests.muted': null })));
    const { status, out } = run('--record', file, '--to', folder);
    expect([status, out]).toEqual([0, expect.stringContaining('1  not asked')]);
    const page = readFileSync(join(folder, '2026-11-27.md'), 'utf8');
    expect(page).toMatch(/\| `text.crlf` .*another known answer/);
    expect(readRecord(page)).toEqual(readRecord(readFileSync(file, 'utf8')));
  });

  test('a record that is kept is never overwritten', () => {
    expect(() => pageName(recordOf(), ['README.md', '2026-11-27.md'])).toThrow(
      'There is a record of that day',
    );
    expect(pageName(recordOf(), ['README.md', '2026-11-26.md'])).toBe('2026-11-27.md');
  });

  test('a host is an address with nothing behind its slash', () => {
    const build = join(ROOT, 'scripts/build-contract.mjs');
    const refused = spawnSync(process.execPath, [
      build,
      '--out',
      join(folder, 'no'),
      '--host',
      'httpbin.org',
    ]);
    expect(String(refused.stderr)).toContain('--host takes an address');
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });

  test('the manifest has the scopes of the add-on, and no host but the named one and one that cannot exist', () => {
    const manifestFor = (...args: string[]): { oauthScopes: string[]; urlFetchWhitelist: string[] } => {
      const out = join(folder, 'built');
      execFileSync(process.execPath, [
        join(ROOT, 'scripts/build-contract.mjs'),
        '--quiet',
        '--out',
        out,
        ...args,
      ]);
      expect(readdirSync(out).sort()).toEqual(['Code.js', 'appsscript.json']);
      const code = readFileSync(join(out, 'Code.js'), 'utf8');
      expect([...code.matchAll(/^function (\w+)\(/gm)].map((match) => match[1])).toEqual(FUNCTIONS);
      return JSON.parse(readFileSync(join(out, 'appsscript.json'), 'utf8')) as ReturnType<typeof manifestFor>;
    };
    const { oauthScopes } = JSON.parse(readFileSync(join(ROOT, 'appsscript.json'), 'utf8')) as {
      oauthScopes: string[];
    };
    expect(manifestFor()).toMatchObject({
      oauthScopes,
      urlFetchWhitelist: ['https://postback-desk.invalid/'],
    });
    expect(manifestFor('--host', 'https://httpbin.org/').urlFetchWhitelist).toEqual([
      'https://httpbin.org/',
      'https://postback-desk.invalid/',
    ]);
  });
});
