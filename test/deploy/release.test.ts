/** `npm run release`, in a repository of its own; and what it does to versions and to the change log. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextVersion, releaseChanges, type Step } from '../../scripts/release-changelog';
import { ROOT } from './support';

const CHANGES = '# Change log\n\n## Unreleased\n\n- A button.\n\n## 0.1.0 - 2026-01-02\n\n- The first.\n';

let folder: string;
let root: string;
/** What git and npm see: no settings of whoever runs the tests. */
let env: Record<string, string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postback-desk-release-'));
  env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    USERPROFILE: folder,
    GIT_CONFIG_GLOBAL: join(folder, 'none'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Anna',
    GIT_AUTHOR_EMAIL: 'anna@acme.test',
    GIT_COMMITTER_NAME: 'Anna',
    GIT_COMMITTER_EMAIL: 'anna@acme.test',
    npm_config_update_notifier: 'false',
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  root = mkdtempSync(join(folder, 'project-'));
  mkdirSync(join(root, 'scripts'));
  for (const name of ['npm.ts', 'refusal.ts', 'release.ts', 'release-changelog.ts'])
    cpSync(join(ROOT, 'scripts', name), join(root, 'scripts', name));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  write('.gitignore', 'node_modules\ntested\n');
  write('package.json', JSON.stringify({ ...NAMED, scripts: { test: 'node test.cjs' } }, null, 2));
  write(
    'package-lock.json',
    JSON.stringify({ ...NAMED, lockfileVersion: 3, packages: { '': NAMED } }, null, 2),
  );
  write('CHANGELOG.md', CHANGES);
  write('test.cjs', "require('node:fs').writeFileSync('tested', '')");
  git('init', '--quiet', '--initial-branch', 'main');
  commit();
});

const NAMED = { name: 'desk', version: '0.1.9' };
const write = (name: string, text: string): void => writeFileSync(join(root, name), text);
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

function commit(): void {
  git('add', '-A');
  git('commit', '--quiet', '-m', 'x');
}

function release(...args: string[]): { status: number | null; said: string } {
  const all = ['--import', 'tsx', 'scripts/release.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { cwd: root, env, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

/** All that a release could change. */
const state = (): string[] => [git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')];

test('a release is tested, written into three files, committed and tagged', () => {
  const { status, said } = release('minor');
  expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining('Released 0.2.0') });
  expect(existsSync(join(root, 'tested'))).toBe(true);
  for (const name of ['package.json', 'package-lock.json'])
    expect((JSON.parse(read(name)) as { version: string }).version).toBe('0.2.0');
  expect(read('CHANGELOG.md')).toMatch(
    /## Unreleased\n\n## 0\.2\.0 - \d{4}-\d\d-\d\d\n\n- A button\.\n\n## 0\.1\.0/,
  );
  expect(git('log', '-1', '--format=%s')).toBe('Release 0.2.0');
  expect(git('show', '--name-only', '--format=').split('\n').sort()).toEqual([
    'CHANGELOG.md',
    'package-lock.json',
    'package.json',
  ]);
  expect(git('cat-file', '-t', 'v0.2.0')).toBe('tag');
  expect(git('rev-parse', 'v0.2.0^{commit}')).toBe(git('rev-parse', 'HEAD'));
  expect(git('status', '--porcelain')).toBe('');
});

test('a dry run tells what it would do, and does nothing', () => {
  const before = state();
  const { status, said } = release('patch', '--dry-run');
  expect(status).toBe(0);
  expect(said).toMatch(
    /From 0\.1\.9 to 0\.1\.10[\s\S]*A button[\s\S]*tag it v0\.1\.10[\s\S]*Nothing was changed/,
  );
  expect(state()).toEqual(before);
  expect(existsSync(join(root, 'tested'))).toBe(false);
});

test.each<[string, () => void, string[], RegExp]>([
  ['what is not committed', () => write('new.txt', ''), ['patch'], /not committed:\n\?\? new\.txt/],
  [
    'another branch',
    () => git('switch', '--quiet', '-c', 'work'),
    ['patch'],
    /made on main, and this is work/,
  ],
  ['a tag that is there', () => git('tag', 'v0.1.10'), ['patch'], /a tag v0\.1\.10 already/],
  ['nothing unreleased', () => emptied(), ['patch'], /nothing under "Unreleased"/],
  ['failing tests', () => failing('process.exit(1)'), ['patch'], /because a test failed/],
  [
    'tests that leave something',
    () => failing("require('fs').writeFileSync('left', '')"),
    ['patch'],
    /the tests left/,
  ],
  ['no step', () => undefined, [], /Which step/],
  ['a wrong step', () => undefined, ['huge'], /Which step/],
  ['a wrong option', () => undefined, ['patch', '--dry'], /--dry[\s\S]*see --help/],
])('%s: nothing is released', (_name, happens, args, words) => {
  happens();
  const before = [git('rev-parse', 'HEAD'), git('tag'), read('package.json'), read('CHANGELOG.md')];
  const { status, said } = release(...args);
  expect({ status, said }).toMatchObject({ status: 1, said: expect.stringMatching(words) });
  expect([git('rev-parse', 'HEAD'), git('tag'), read('package.json'), read('CHANGELOG.md')]).toEqual(before);
});

function emptied(): void {
  write('CHANGELOG.md', '# Change log\n\n## Unreleased\n\n## 0.1.0 - 2026-01-02\n\n- The first.\n');
  commit();
}

function failing(test: string): void {
  write('test.cjs', test);
  commit();
}

test.each<[string, Step, string]>([
  ['0.1.9', 'patch', '0.1.10'],
  ['0.1.9', 'minor', '0.2.0'],
  ['1.2.3', 'major', '2.0.0'],
])('after %s comes, by %s, %s', (version, step, next) => {
  expect(nextVersion(version, step)).toBe(next);
});

test('a version that is not three numbers is refused', () => {
  expect(() => nextVersion('1.2.3-beta', 'patch')).toThrow('not three numbers');
});

test('a change log without an earlier release; ours has its heading once', () => {
  const text = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
  const first = releaseChanges('# Log\n\n## Unreleased\n\n- a\n', '1.0.0', '2026-02-03');
  expect(first).toEqual({ text: '# Log\n\n## Unreleased\n\n## 1.0.0 - 2026-02-03\n\n- a\n', notes: '- a' });
  expect(text.split('\n').filter((line) => line === '## Unreleased')).toHaveLength(1);
});
