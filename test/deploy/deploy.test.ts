/** `npm run deploy`, with the real clasp and the real build, against the stand-in of Google's API. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeLogin } from '../../local/google-api';
import { Copy, ROOT } from './support';

let copy: Copy;
beforeAll(async () => {
  copy = await Copy.make();
});
beforeEach(() => copy.begin());
afterAll(() => copy.close());

const deploy = (...args: string[]): ReturnType<Copy['script']> =>
  copy.script('deploy', ['--skip-tests', ...args]);

test('with the placeholder nothing is asked, built or pushed, and the way to an id is told', async () => {
  const { code, said } = await deploy();
  expect(code).toBe(1);
  expect(said).toMatch(/placeholder[\s\S]*npx clasp login[\s\S]*npm run create/);
  expect(copy.api.exchanges).toEqual([]);
  expect(copy.has('dist')).toBe(false);
});

test('a project gets exactly the files of dist, byte for byte', async () => {
  const id = copy.project();
  // Variables of clasp that would lead it to other files.
  const misleading = { clasp_config_ignore: join(copy.root, 'only-code'), clasp_config_project: ROOT };
  copy.write('only-code', '**/**\n!Code.js\n');
  const first = await copy.script('deploy', ['--skip-tests'], misleading);
  expect(first).toMatchObject({ code: 0 });
  expect(first.said).toContain('5 files arrived, byte for byte.');
  expect(copy.held(id)).toEqual(copy.built());
  const names = ['Changes.html', 'Code.js', 'Guide.html', 'Panel.html', 'appsscript.json'];
  for (const name of names)
    expect(copy.read(`dist/${name}`)).toBe(readFileSync(join(ROOT, 'dist', name), 'utf8'));
  expect(copy.held(id)).toHaveLength(names.length);
  expect(copy.changes()).toEqual(['PUT']);
});

/** Files of a project that is not ours. */
const THEIRS = [
  { name: 'appsscript', type: 'JSON', source: '{}' },
  { name: 'Payroll', type: 'SERVER_JS', source: 'function pay() {}' },
] as const;

test('a project of somebody else is not replaced, unless that is wanted', async () => {
  copy.project(...THEIRS);
  const { code, said } = await deploy();
  expect(code).toBe(1);
  expect(said).toMatch(/Payroll\.js[\s\S]*--replace/);
  expect(copy.changes()).toEqual([]);
  expect(copy.has('dist')).toBe(false);
});

test('a push that is answered and does not arrive fails loudly; what was there is kept here', async () => {
  const id = copy.project(...THEIRS);
  copy.api.misfortunes.pushIsLost = true;
  const { code, said } = await deploy('--replace');
  expect(code).toBe(1);
  expect(copy.changes()).toEqual(['PUT']);
  expect(copy.api.projects.files(id)).toEqual(THEIRS);
  expect(said).toMatch(/Code\.js\s+\d+ bytes  missing/);
  expect(said).toContain('does not hold what was pushed');
  expect(copy.read('.cache/deploy/before/Payroll.js')).toBe('function pay() {}');
});

test.each<[string, () => void, RegExp]>([
  ['no login', () => rmSync(join(copy.home, '.clasprc.json')), /not logged in[\s\S]*npx clasp login/],
  ['a login that is over', () => writeLogin(copy.home, 1), /login is over[\s\S]*npx clasp login/],
  ['a project that is not there', () => copy.api.reset(), /id in \.clasp\.json is wrong/],
])('%s shows before anything is built, with what to do', async (_name, happens, advice) => {
  copy.project();
  happens();
  const { code, said } = await deploy();
  expect(code).toBe(1);
  expect(said).toMatch(advice);
  expect(copy.has('dist')).toBe(false);
});

test('tests run unless they are skipped, and nothing is pushed when they fail', async () => {
  copy.project();
  const before = copy.read('package.json');
  const failing = { ...JSON.parse(before), scripts: { test: 'echo the tests ran && exit 3' } };
  copy.write('package.json', JSON.stringify(failing));
  const { code, said } = await copy.script('deploy');
  copy.write('package.json', before);
  expect(code).toBe(1);
  expect(said).toMatch(/the tests ran[\s\S]*Nothing was pushed, because a test failed/);
  expect(copy.changes()).toEqual([]);
});

test('nothing is pushed if clasp would push other files than those of dist', async () => {
  copy.project();
  copy.write('.claspignore', '**/**\n!*.js\n!appsscript.json\n');
  const { code, said } = await deploy();
  expect(code).toBe(1);
  expect(said).toMatch(/would push Code\.js, appsscript\.json, but dist\/ holds Changes\.html/);
  expect(copy.changes()).toEqual([]);
});

test.each([
  [
    'an address',
    '{"scriptId": "https://script.google.com/d/1abc/edit", "rootDir": "dist"}',
    /between \/projects\//,
  ],
  [
    'another folder',
    '{"scriptId": "1abcdefghijklmnopqrstuvwxyz", "rootDir": "src"}',
    /only "dist" is ever pushed/,
  ],
  ['what is no JSON', '{scriptId', /not plain JSON/],
])('.clasp.json with %s is refused', async (_name, text, words) => {
  copy.write('.clasp.json', text);
  const { code, said } = await deploy();
  expect(code).toBe(1);
  expect(said).toMatch(words);
  expect(copy.api.exchanges).toEqual([]);
});
