/** `npm run create`, with the real clasp, against the stand-in of Google's API; and the traps of clasp that it goes around. */
import { join } from 'node:path';
import { Copy, ROOT } from './support';

let copy: Copy;
beforeAll(async () => {
  copy = await Copy.make();
});
beforeEach(() => copy.begin());
afterAll(() => copy.close());

const CLASP = join(ROOT, 'node_modules/@google/clasp/build/src/index.js');

test('makes one standalone project, keeps every file, and writes the id', async () => {
  const manifest = copy.read('appsscript.json');
  const { code, said } = await copy.script('create');
  expect(code).toBe(0);
  expect(copy.api.projects.titles()).toEqual(['Postback Desk']);
  const { scriptId, rootDir } = JSON.parse(copy.read('.clasp.json')) as Record<string, string>;
  expect(copy.api.projects.files(scriptId!)).toHaveLength(1);
  expect(rootDir).toBe('dist');
  expect(said).toContain(`https://script.google.com/d/${scriptId}/edit`);
  expect(copy.read('appsscript.json')).toBe(manifest);
  expect(copy.has('dist')).toBe(false);
});

test('makes nothing if there is a project already', async () => {
  const id = copy.project();
  const { code, said } = await copy.script('create');
  expect(code).toBe(1);
  expect(said).toMatch(new RegExp(`There is a project already: \\S+${id}`));
  expect(copy.api.exchanges).toEqual([]);
});

test('without the API nothing is written, and the way to turn it on is told', async () => {
  copy.api.misfortunes.apiOff = true;
  const before = copy.read('.clasp.json');
  const { code, said } = await copy.script('create');
  expect(code).toBe(1);
  expect(said).toContain('Turn it on at https://script.google.com/home/usersettings');
  expect(copy.read('.clasp.json')).toBe(before);
});

describe('clasp itself', () => {
  test('makes nothing beside a .clasp.json, and ends with code 0', async () => {
    const { code, said } = await copy.node([CLASP, 'create-script', '--title', 'x']);
    expect([code, copy.api.exchanges]).toEqual([0, []]);
    expect(said).toContain('already exists');
  });

  test('pushes nothing without --force if the manifest has changed, and ends with code 0', async () => {
    const id = copy.project();
    copy.write('.clasp.json', JSON.stringify({ scriptId: id, rootDir: 'src' }));
    copy.write('src/appsscript.json', '{}');
    const { code, said } = await copy.node([CLASP, 'push']);
    expect([code, copy.changes()]).toEqual([0, []]);
    expect(said).toContain('Skipping push');
  });
});
