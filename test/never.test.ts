/** What docs/never.md promises and no story can show: that the code has no way to do it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_HOSTS } from '../src/core/postback';
import { Endpoints } from '../src/everflow/endpoints';

const ROOT = join(__dirname, '..');
const SRC = join(ROOT, 'src');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => [name.split('\\').join('/'), readFileSync(join(SRC, name), 'utf8')] as const);
/** Files whose code, without comments, has this. */
const filesWith = (pattern: RegExp): string[] =>
  sources
    .filter(([, text]) => pattern.test(text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')))
    .map(([name]) => name);

const QUERY = { status: '', types: [], methods: [], partnerIds: [], offerIds: [], searches: [] } as const;

test.each(API_HOSTS)(
  '[S3] [W1] five requests can be made of %s, and none deletes or goes elsewhere',
  (host) => {
    const made = Object.getOwnPropertyNames(Endpoints.prototype).filter(
      (name) => !['constructor', 'request'].includes(name),
    );
    expect(made).toEqual(['network', 'table', 'record', 'create', 'update']);
    const of = new Endpoints(host, 'key');
    const requests = [of.network(), of.table(QUERY, 1, 50), of.record(7), of.create({}), of.update(7, {})];
    expect(requests.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
      `GET https://${host}/v1/networks`,
      `POST https://${host}/v1/networks/pixelstable`,
      `GET https://${host}/v1/networks/pixels/7`,
      `POST https://${host}/v1/networks/pixels`,
      `PUT https://${host}/v1/networks/pixels/7`,
    ]);
  },
);

test('[S3] one file sends requests, and one builds them', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(filesWith(/UrlFetchApp/)).toEqual(['platform/http.ts']);
  expect(filesWith(/['"]X-Eflow-API-Key['"]/)).toEqual(['everflow/endpoints.ts']);
  expect(filesWith(/['"](DELETE|PATCH)['"]/i)).toEqual([]);
});

test('[W7] nothing can run in the background, mail, or open another file', () => {
  expect(
    filesWith(/\b(ScriptApp|DriveApp|GmailApp|MailApp|DocumentApp|CalendarApp|openById|openByUrl)\b/),
  ).toEqual([]);
  expect(filesWith(/function (onEdit|onChange|onSelectionChange|doGet|doPost)\b/)).toEqual([]);
  const { oauthScopes } = JSON.parse(readFileSync(join(ROOT, 'appsscript.json'), 'utf8')) as {
    oauthScopes: string[];
  };
  expect(oauthScopes.filter((scope) => /scriptapp|drive|gmail|spreadsheets$/.test(scope))).toEqual([]);
});

test('[C3] [P9] tabs are protected, and rows and tabs deleted, in the files that have to', () => {
  expect(filesWith(/\.protect\(\)/)).toEqual(['sheet/audit-tabs.ts']);
  expect(filesWith(/\.deleteSheet\(/)).toEqual(['sheet/audit-tabs.ts']);
  expect(filesWith(/\.deleteRows?\(/).sort()).toEqual([
    // Spare rows of a new tab of the audit.
    'sheet/audit-tabs.ts',
    // Blocks of the hidden tab that are over.
    'sheet/books.ts',
    // Spare rows of a new Postbacks tab.
    'sheet/layout.ts',
    // "Remove gone rows".
    'sheet/remove-rows.ts',
  ]);
});

test('every promise says how it is made sure, by a rule or by a file that can be looked at', () => {
  const page = readFileSync(join(ROOT, 'docs/never.md'), 'utf8');
  const promises = page.split(/\n(?=- |\n)/).filter((part) => part.startsWith('- '));
  expect(promises.length).toBeGreaterThan(20);
  expect(promises.filter((one) => !/\[[A-Z]\d+|`(src|test)\//.test(one))).toEqual([]);
});
