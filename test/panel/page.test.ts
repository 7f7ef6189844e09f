/** The built pages as texts: what HtmlService and browsers could misread is not in them, and they ask nobody for anything. */
import { parse } from 'acorn';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const pageOf = (name: string): string => readFileSync(join(ROOT, `dist/${name}.html`), 'utf8');
const scriptOf = (name: string): string => /<script>([\s\S]*)<\/script>/.exec(pageOf(name))![1]!;
const PAGES = ['Panel', 'Changes', 'Guide'];
const PAGE = pageOf('Panel');

/** What the build would say of a script. */
function faults(script: string): string[] {
  const module = JSON.stringify(`file://${join(ROOT, 'scripts/build-panel.mjs')}`);
  const program = `import(${module}).then(({ faultsOf }) => console.log(JSON.stringify(faultsOf(${JSON.stringify(script)}))))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' })) as string[];
}

test.each(PAGES)(
  '[X3] the script of %s has no template literal, scriptlet, comment opener or end of its element',
  (name) => {
    expect(scriptOf(name).length).toBeGreaterThan(300);
    expect(scriptOf(name)).not.toMatch(/`|<!--|<\?|<\/script/i);
    expect(pageOf(name).match(/<\/script/gi)).toHaveLength(1);
    expect(pageOf(name)).not.toMatch(/<!--|<\?/);
  },
);

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

test.each(PAGES)('[X1] %s fetches nothing from anywhere', (name) => {
  const page = pageOf(name);
  const named = name === 'Guide' ? [] : [...page.matchAll(/\bhttps?:\/\/[^\s"')]+/g)].map(([url]) => url);
  // Names of XML languages in Preact, which are never fetched.
  expect(named.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([]);
  expect(page).not.toMatch(
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

test.each([
  ['Panel', 126_000],
  ['Changes', 50_000],
  ['Guide', 60_000],
])('%s stays below %i bytes', (name, most) => {
  expect(Buffer.byteLength(pageOf(name))).toBeLessThan(most);
});

/** Words of ours that mean nothing to the people who read the screen. */
const OURS =
  /\b(baseline|plan(s|ned)?|runs?|running|merge[ds]?|partial|stale|claim(s|ed)?|lease[ds]?|journal|wider|normalis\w*|payload|pixels?)\b/i;

test.each(['Panel', 'Changes'])('[X2] no sentence of %s uses a word that only its makers know', (name) => {
  const script = scriptOf(name);
  const sentences: string[] = [];
  parse(script, {
    ecmaVersion: 2020,
    onToken: ({ type, start, end }) => {
      const text = script.slice(start + 1, end - 1);
      if (type.label === 'string' && text.includes(' ')) sentences.push(text);
    },
  });
  expect(sentences.length).toBeGreaterThan(40);
  expect(sentences.filter((text) => OURS.test(text))).toEqual([]);
});

test('[X2] nor does the guide', () => {
  const text = pageOf('Guide').replace(/<(style|script)>[\s\S]*?<\/\1>|<[^>]+>/g, ' ');
  expect(text.length).toBeGreaterThan(10_000);
  expect(text.match(new RegExp(`.{0,40}${OURS.source}.{0,20}`, 'i'))?.[0]).toBeUndefined();
});
