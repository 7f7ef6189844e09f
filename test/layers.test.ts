/**
 * The rooms of `src` and the arrows between them, proved from the files themselves: who imports whom, who names a Google service,
 * and that every file says what it is for. Independent of the lint rules, which say the same.
 */
import { buildSync } from 'esbuild';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

const ROOT = join(__dirname, '..');
const SRC = join(ROOT, 'src');
const MAX_LINES = 320;

/** Whom each room may import besides itself. Adapters may also import the ports of the flows. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  everflow: ['core'],
  flows: ['core', 'everflow'],
  sheet: ['core'],
  platform: ['core', 'everflow'],
  panel: ['core', 'flows', 'main'],
  main: ['core', 'everflow', 'flows', 'sheet', 'platform'],
};
const PORTS = 'flows/ports';
const ADAPTERS = ['sheet', 'platform'];
/** The one file beside main that puts adapters together. */
const WIRING = 'platform/ports';
/** Packages that the panel brings into its own page; the add-on itself has none. */
const PANEL_PACKAGES = /^preact(\/|$)/;

const GOOGLE_ROOMS = ['sheet', 'platform', 'main'];
const GOOGLE =
  /\b(SpreadsheetApp|UrlFetchApp|PropertiesService|LockService|HtmlService|CacheService|ScriptApp|DriveApp|Session|Utilities|Logger|console)\s*\./g;

interface SourceFile {
  /** Path below `src` with forward slashes and without its ending. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const FILES: readonly SourceFile[] = filesUnder(SRC).map((path) => ({
  name: relative(SRC, path)
    .split(sep)
    .join('/')
    .replace(/(\.d)?\.tsx?$/, ''),
  path,
  text: readFileSync(path, 'utf8'),
}));
const NAMES = new Set(FILES.map((file) => file.name));

const roomOf = (name: string): string => name.split('/')[0]!;

/** The text without comments and without the contents of strings, so that words in either are no code. */
function codeOnly(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
    (part) => (part.startsWith('/') ? ' ' : "''"),
  );
}

/** Everything a file imports or re-exports, types included, as written. */
function importsOf(file: SourceFile): string[] {
  const code = file.text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/[^\n]*/gm, '');
  const found = [
    ...code.matchAll(/^\s*(?:import|export)\s[^;'"]*?\bfrom\s*['"]([^'"]+)['"]/gm),
    ...code.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm),
    ...code.matchAll(/\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g),
  ];
  return found.map((match) => match[1]!);
}

/** A relative import as a path below `src`; '' if it leads out of `src`. */
function target(file: SourceFile, specifier: string): string {
  const path = posix.normalize(posix.join(posix.dirname(file.name), specifier)).replace(/\.(tsx?|js)$/, '');
  if (path.startsWith('..')) return '';
  return NAMES.has(path) ? path : `${path}/index`;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
}
const relativeImports = (file: SourceFile): string[] => importsOf(file).filter((one) => one.startsWith('.'));
const ARROWS: readonly Arrow[] = FILES.flatMap((file) =>
  relativeImports(file).map((specifier) => ({ from: file.name, to: target(file, specifier) })),
);

function allowed({ from, to }: Arrow): boolean {
  const [room, other] = [roomOf(from), roomOf(to)];
  if (room === other) return true;
  if (ADAPTERS.includes(room) && (to === PORTS || to.startsWith(`${PORTS}/`))) return true;
  if (from === WIRING && other === 'sheet') return true;
  return MAY_IMPORT[room]?.includes(other) ?? false;
}

test('there are files to look at, and their imports are found', () => {
  expect(FILES.length).toBeGreaterThan(10);
  expect(ARROWS.length).toBeGreaterThan(FILES.length / 2);
  expect(ARROWS).toContainEqual({ from: 'core/edits', to: 'core/cells' });
});

test('every file stands in a known room', () => {
  expect(FILES.map((file) => file.name).filter((name) => MAY_IMPORT[roomOf(name)] === undefined)).toEqual([]);
});

test('arrows point inwards: each room imports only those that it may know', () => {
  expect(
    ARROWS.filter((arrow) => !allowed(arrow)).map(({ from, to }) => `${from} -> ${to || 'outside src'}`),
  ).toEqual([]);
});

test('relative imports lead to files of src', () => {
  expect(ARROWS.filter(({ to }) => !NAMES.has(to))).toEqual([]);
});

test('the add-on has no run-time package and no Node module', () => {
  const foreign = FILES.flatMap((file) =>
    importsOf(file)
      .filter((one) => !one.startsWith('.') && !(roomOf(file.name) === 'panel' && PANEL_PACKAGES.test(one)))
      .map((one) => `${file.name} -> ${one}`),
  );
  expect(foreign).toEqual([]);
});

test('no file imports itself by a detour', () => {
  const next = new Map(FILES.map((file) => [file.name, new Set<string>()]));
  for (const file of FILES) {
    // Imports of types only are gone at run time, and may go both ways.
    const code = file.text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/^\s*(import|export)\s+type\s[^;]*;/gm, '');
    for (const specifier of relativeImports({ ...file, text: code }))
      next.get(file.name)!.add(target(file, specifier));
  }
  // Files that import none of those left, or that none of those left imports, are taken away; what stays goes round in circles.
  const left = new Set(next.keys());
  const isEnd = (name: string): boolean =>
    ![...next.get(name)!].some((other) => left.has(other)) ||
    ![...left].some((other) => next.get(other)!.has(name));
  let before = -1;
  while (before !== left.size) {
    before = left.size;
    for (const name of left) if (isEnd(name)) left.delete(name);
  }
  expect([...left]).toEqual([]);
});

test('Google’s services and the console are named in sheet, platform and main only', () => {
  const naming = FILES.filter((file) => !GOOGLE_ROOMS.includes(roomOf(file.name))).flatMap((file) =>
    [...codeOnly(file.text).matchAll(GOOGLE)].map((match) => `${file.name}: ${match[1]}`),
  );
  expect(naming).toEqual([]);
});

test.each([
  ['SpreadsheetApp.flush();', 1],
  ["const a = 'it''s'; // SpreadsheetApp.flush()", 0],
  ['/* Session. */ const text = `console.log`;', 0],
  ['mySession.x; type A = { Utilities: 1 };', 0],
])('a service is seen in code and not in words: %s', (text, times) => {
  expect([...codeOnly(text).matchAll(GOOGLE)].length).toBe(times);
});

test('every file says in its first lines what it is for', () => {
  const silent = FILES.filter((file) => !/^\/\*\*\s*\n?\s*\*?\s*\S.{20,}/.test(file.text)).map(
    (file) => file.name,
  );
  expect(silent).toEqual([]);
});

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const long = FILES.map((file) => [file.name, file.text.split('\n').length - 1] as const).filter(
    ([, lines]) => lines > MAX_LINES,
  );
  expect(long).toEqual([]);
});

/** What is built: main, or as long as there is none, everything that it will be made of. */
const MAIN = join(SRC, 'main.ts');
const ENTRIES = existsSync(MAIN)
  ? [MAIN]
  : FILES.filter((file) => roomOf(file.name) !== 'panel').map((file) => file.path);

test('the bundle holds files of src only, and every arrow in it is allowed', () => {
  const { metafile } = buildSync({
    entryPoints: ENTRIES,
    outdir: join(ROOT, 'dist'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'neutral',
    format: 'esm',
    absWorkingDir: ROOT,
    logLevel: 'silent',
    loader: { '.html': 'text' },
  });
  const plain = (path: string): string => path.replace(/^src\//, '').replace(/\.tsx?$/, '');
  const code = Object.entries(metafile.inputs).filter(([path]) => /\.tsx?$/.test(path));
  expect(code.map(([path]) => path).filter((path) => !path.startsWith('src/'))).toEqual([]);
  expect(code.length).toBeGreaterThan(1);
  const arrows = code.flatMap(([path, input]) =>
    input.imports
      .filter((one) => /\.tsx?$/.test(one.path))
      .map((one) => ({ from: plain(path), to: plain(one.path) })),
  );
  expect(arrows.filter((arrow) => !allowed(arrow))).toEqual([]);
  expect(Object.keys(metafile.inputs).some((path) => dirname(path).startsWith('node_modules'))).toBe(false);
});
