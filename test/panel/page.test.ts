/** The built page as a text: what HtmlService and browsers could misread is not in it, and it asks nobody for anything. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'dist/Panel.html'), 'utf8');
const SCRIPT = /<script>([\s\S]*)<\/script>/.exec(PAGE)![1]!;

/** What the build would say of a script. */
function faults(script: string): string[] {
  const module = JSON.stringify(`file://${join(ROOT, 'scripts/build-panel.mjs')}`);
  const program = `import(${module}).then(({ faultsOf }) => console.log(JSON.stringify(faultsOf(${JSON.stringify(script)}))))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' })) as string[];
}

test('[X3] the script has no template literal, scriptlet, comment opener or end of its element', () => {
  expect(SCRIPT.length).toBeGreaterThan(10_000);
  expect(SCRIPT).not.toMatch(/`|<!--|<\?|<\/script/i);
  expect(PAGE.match(/<\/script/gi)).toHaveLength(1);
  expect(PAGE).not.toMatch(/<!--|<\?/);
});

test.each([
  ['a = "</SCRIPT>"', 'holds <\\/script'],
  ['a = "<!-- "', 'holds <!--'],
  ['a = "<?"', 'holds <\\?'],
  ['a = `x ${1} // y`', 'holds template literals'],
])('[X3] the build refuses %s', (script, fault) => {
  expect(faults(script)).toEqual([fault]);
});

test('[X3] the build accepts a backtick in a string and a URL', () => {
  expect(faults('a = "`"; b = "https://x"; /* ` */')).toEqual([]);
});

test('[X1] nothing is fetched from anywhere', () => {
  const named = [...PAGE.matchAll(/\bhttps?:\/\/[^\s"')]+/g)].map(([url]) => url);
  // Names of XML languages in Preact, which are never fetched.
  expect(named.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([]);
  expect(PAGE).not.toMatch(
    /<link|<script [^>]*src|@import|url\(|\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|import\(/,
  );
});

test('[X1] no source makes markup of text, runs text, or keeps anything in the browser', () => {
  const folder = join(ROOT, 'src/panel');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(files.length).toBeGreaterThan(20);
  const bad =
    /innerHTML|InnerHTML|insertAdjacentHTML|document\.write|localStorage|sessionStorage|\.cookie|\beval\(|new Function/i;
  expect(files.filter((name) => bad.test(readFileSync(join(folder, name), 'utf8')))).toEqual([]);
});

test('the view mark stands in the page once, where the server writes the wanted view', () => {
  expect(PAGE.split('data-view="home"')).toHaveLength(2);
  expect(PAGE).toContain('<body data-view="home">');
});

test('the page stays small', () => {
  expect(PAGE.length).toBeLessThan(120_000);
});
