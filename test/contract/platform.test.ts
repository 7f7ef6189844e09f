/** docs/platform.md and the suite hold the same assumptions; records that are kept are of this suite. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENTRIES } from '../../contract/entries';
import { judgeRecord, readRecord } from '../../contract/record';
import { worldWords } from '../../scripts/contract-page';

const DOCS = join(__dirname, '../../docs');
const IDS = ENTRIES.map(({ id }) => id);

/** The last cell of each row of a table with a column of entries, with the first one as its name. */
function rowsOf(page: string): { readonly name: string; readonly told: string }[] {
  const tables = page.split('\n\n').filter((part) => /^\| assumption .*\| contract entry\s*\|/.test(part));
  return tables.flatMap((table) =>
    table
      .split('\n')
      .slice(2)
      .filter((line) => line.startsWith('|'))
      .map((line) => {
        const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
        return { name: cells[1]!, told: cells.at(-2)! };
      }),
  );
}

/** `text.parsed.*` stands for all that begin so. */
const idsIn = (told: string): string[] =>
  [...told.matchAll(/`([a-z]+\.[a-z\d.*-]+)`/g)].flatMap(([, name]) =>
    name!.endsWith('.*') ? IDS.filter((id) => id.startsWith(name!.slice(0, -1))) : [name!],
  );

const ROWS = rowsOf(readFileSync(join(DOCS, 'platform.md'), 'utf8'));

test('there are rows to look at', () => {
  expect(ROWS.length).toBeGreaterThan(70);
});

test('every row of platform.md names an entry, or says why there is none', () => {
  const silent = ROWS.filter(({ told }) => idsIn(told).length === 0 && !/^none: .{15,}/.test(told));
  expect(silent).toEqual([]);
});

test('the entries that platform.md names are there', () => {
  const gone = ROWS.flatMap(({ name, told }) =>
    idsIn(told)
      .filter((id) => !IDS.includes(id))
      .map((id) => `${name}: ${id}`),
  );
  expect(gone).toEqual([]);
});

test('every entry belongs to a row of platform.md', () => {
  const named = new Set(ROWS.flatMap(({ told }) => idsIn(told)));
  expect(IDS.filter((id) => !named.has(id))).toEqual([]);
});

test('a row without an entry and without a reason is seen', () => {
  const page = '| assumption | contract entry |\n| --- | --- |\n| a \\| b | `text.crlf` |\n| c |  |\n';
  expect(rowsOf(page)).toEqual([
    { name: 'a \\| b', told: '`text.crlf`' },
    { name: 'c', told: '' },
  ]);
});

test('every record that is kept can be read, and its page says what the present list makes of it', () => {
  const pages = readdirSync(join(DOCS, 'contract')).filter((name) => name !== 'README.md');
  for (const name of pages) {
    const text = readFileSync(join(DOCS, 'contract', name), 'utf8');
    const record = readRecord(text);
    expect(name).toBe(`${record.date}.md`);
    expect(text).toContain(worldWords(judgeRecord(record, ENTRIES)));
  }
  // As long as there is none, the README says so.
  const readme = readFileSync(join(DOCS, 'contract', 'README.md'), 'utf8');
  expect(/None yet/.test(readme)).toBe(pages.length === 0);
});
