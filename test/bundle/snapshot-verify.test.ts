/** "Verify" on real snapshot tabs: whatever was changed is found, by the add-on and by the script that only has a CSV file [A3]. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRandom } from '../../local/everflow/random';
import type { Workbook } from '../../local/apps-script';
import { columnLetters } from '../../local/apps-script/spreadsheet';
import { Page } from '../../local/story/page';
import { csvOf, runScript, SCRIPT, takeSnapshot, verifyTab } from './audit-support';
import { pulledStage } from './pulled-stage';
import { remember } from './reopen';

const SEED = 20_261_126;
/** `POSTBACK_DESK_TAMPERINGS=500` tries more. */
const TAMPERINGS = Number(process.env['POSTBACK_DESK_TAMPERINGS'] ?? 120);

const open = pulledStage({ size: 40, seed: 8 });
type Scene = Awaited<ReturnType<typeof open>>;
let scene: Scene;
let tab: string;
let sheetId: number;
let digest: string;
/** The spreadsheet as it is with an untouched snapshot. */
let again: () => Page;

beforeAll(async () => {
  scene = await open();
  ({ name: tab, sheetId, digest } = takeSnapshot(scene.anna));
  const reopen = remember(scene.stage);
  again = () => new Page(reopen(), 'anna@acme.test');
});

const verify = (pasted = ''): ReturnType<typeof verifyTab> => verifyTab(scene.anna, sheetId, pasted);
const grid = (file: Workbook): string[][] => file.sheet(tab).texts();
const headerRow = (file: Workbook): number => grid(file).findIndex((row) => row[0] === 'Postback ID') + 1;

/** Runs the script on many files in one process. Returns its exit codes. */
function scriptOnAll(csvs: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'postback-desk-csv-'));
  try {
    csvs.forEach((csv, at) => writeFileSync(join(folder, `${at}.csv`), csv));
    const script = JSON.stringify(pathToFileURL(SCRIPT).href);
    const runner = `
      const codes = [];
      console.log = () => {};
      for (let at = 0; at < ${csvs.length}; at += 1) {
        process.argv[2] = ${JSON.stringify(folder)} + '/' + at + '.csv';
        process.exitCode = 0;
        try { await import(${script} + '?' + at); codes.push(process.exitCode); } catch { codes.push(2); }
      }
      process.exitCode = 0;
      process.stdout.write(JSON.stringify(codes));`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', runner], { encoding: 'utf8' });
    return JSON.parse(told) as number[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('[A3] tampering', () => {
  it(`of any cell, row or column (${TAMPERINGS} by chance, seed ${SEED}) is found by Verify and by the script`, () => {
    const random = createRandom(SEED);
    const pick = (count: number): number => Math.floor(random.next() * count);
    const csvs: string[] = [];
    const missed: string[] = [];
    const kinds = new Map<string, number>();
    for (let n = 0; n < TAMPERINGS; n += 1) {
      const { file, person } = again();
      const cells = grid(file);
      const [first, last, width] = [headerRow(file) + 1, cells.length, cells[0]!.length];
      const row = first + pick(last - first + 1);
      const acts: Record<string, () => string> = {
        cell: () => {
          const [r, c] = [1 + pick(last), 1 + pick(width)];
          const text = ['x', '0', '=1+1', 'https://evil.example', ' '][pick(5)]!;
          const is = cells[r - 1]![c - 1]!;
          person.type(tab, `${columnLetters(c)}${r}`, is === text ? `${text}y` : text);
          return `${columnLetters(c)}${r}`;
        },
        'row gone': () => (person.deleteRows(tab, row), `row ${row}`),
        'row doubled': () => {
          const clip = person.copyRows(tab, row);
          person.insertRows(tab, row);
          person.paste(tab, `A${row}`, clip);
          return `row ${row}`;
        },
        'rows swapped in part': () => {
          // The URLs of two rows change places.
          const at = columnLetters(cells[first - 2]!.indexOf('URL') + 1);
          const other = first + ((row - first + 1 + pick(last - first)) % (last - first + 1));
          const [a, b] = [
            cells[row - 1]![cells[first - 2]!.indexOf('URL')]!,
            cells[other - 1]![cells[first - 2]!.indexOf('URL')]!,
          ];
          person.type(tab, `${at}${row}`, a === b ? `${b}#` : b);
          person.type(tab, `${at}${other}`, a);
          return `rows ${row} and ${other}`;
        },
        head: () => {
          const r = 2 + pick(first - 4);
          person.type(tab, `B${r}`, `${cells[r - 1]![1]!}.`);
          return `head line ${r}`;
        },
        'head line gone': () => {
          const r = 2 + pick(first - 4);
          person.deleteRows(tab, r);
          return `head line ${r}`;
        },
        'column moved': () => {
          person.moveColumn(tab, 3 + pick(width - 4), 2);
          return 'a column';
        },
        'one column sorted': () => {
          const at = columnLetters(cells[first - 2]!.indexOf('Created') + 1);
          const before = grid(file)
            .map((line) => line.join('\t'))
            .join('\n');
          for (const up of [true, false]) {
            person.sort(tab, `${at}${first}:${at}${last}`, at, up);
            if (
              grid(file)
                .map((line) => line.join('\t'))
                .join('\n') !== before
            )
              break;
          }
          return 'column Created';
        },
      };
      const names = Object.keys(acts);
      const kind = names[n % names.length]!;
      const before = csvOf(file, tab);
      const what = acts[kind]!();
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      csvs.push(csvOf(file, tab));
      if (csvs[n] === before) missed.push(`${n} ${kind} ${what}: changed nothing`);
      let isFound = true;
      try {
        isFound = !verify(digest).intact;
      } catch (error) {
        isFound = (error as { code?: string }).code === 'not-a-snapshot';
      }
      if (!isFound) missed.push(`${n} ${kind} ${what}`);
    }
    const codes = scriptOnAll(csvs);
    codes.forEach((code, at) => {
      if (code === 0) missed.push(`script: ${at}`);
    });
    expect(codes).toHaveLength(TAMPERINGS);
    expect([...kinds.values()].every((count) => count > TAMPERINGS / 12)).toBe(true);
    expect(missed).toEqual([]);
  });

  it('names the rows: changed with their digests, added and removed', () => {
    const { file, person } = again();
    const at = headerRow(file);
    const cells = grid(file);
    const id = (row: number): string => cells[row - 1]![0]!;
    const url = columnLetters(cells[at - 1]!.indexOf('URL') + 1);
    person.type(tab, `${url}${at + 2}`, 'https://evil.example/');
    person.insertRows(tab, at + 9);
    person.pasteText(tab, `A${at + 9}`, [['999', 'made up']]);
    person.deleteRows(tab, at + 5);
    const verdict = verify(digest);
    expect(verdict).toMatchObject({
      intact: false,
      changed: [id(at + 2)],
      added: ['999'],
      removed: [id(at + 5)],
      counts: { changed: 1, added: 1, removed: 1 },
      elsewhere: false,
      isPasted: false,
      kept: digest,
    });
    const { status, told } = runScript(csvOf(file, tab));
    expect(status).toBe(1);
    expect(told).toContain(`Row of ${id(at + 2)} was changed.`);
  });

  it('that replaces row, row digest and digest alike is found by what the add-on kept, and by a pasted digest', () => {
    const { file, person } = again();
    const at = headerRow(file);
    person.deleteRows(tab, at + 1);
    const forged = verify().digest;
    const line = grid(file).findIndex((row) => row[0] === 'Digest (SHA-256)') + 1;
    person.type(tab, `B${line}`, forged);
    expect(runScript(csvOf(file, tab)).status).toBe(0);
    expect(verify(digest)).toMatchObject({
      intact: false,
      isPasted: false,
      counts: { removed: 1 },
      kept: digest,
    });
  });

  it('of a line of the head with a digest that fits is found by the digest that was kept', () => {
    const { file, person } = again();
    const lineOf = (name: string): number => grid(file).findIndex((row) => row[0] === name) + 1;
    person.type(tab, `B${lineOf('Taken by')}`, 'ben@acme.test');
    person.type(tab, `B${lineOf('Digest (SHA-256)')}`, verify().digest);
    expect(runScript(csvOf(file, tab)).status).toBe(0);
    expect(verify(digest)).toMatchObject({ intact: false, elsewhere: true, isPasted: false, strays: 0 });
  });

  it('beside the head, where no digest reaches, is counted', () => {
    const { person } = again();
    person.type(tab, 'D3', 'approved');
    expect(verify(digest)).toMatchObject({
      intact: false,
      isPasted: true,
      strays: 1,
      counts: { changed: 0 },
    });
  });

  it('with a formula that shows the same text is found', () => {
    const { file, person } = again();
    const at = headerRow(file);
    const cell = `A${at + 1}`;
    person.setNumberFormat(tab, cell, 'general');
    person.type(tab, cell, `="${grid(file)[at]![0]!}"`);
    expect(verify(digest)).toMatchObject({ intact: false });
  });

  it('with moved columns is told as that, and no row is named', () => {
    const { person } = again();
    person.moveColumn(tab, 10, 4);
    expect(verify(digest)).toMatchObject({
      intact: false,
      columnsMoved: true,
      elsewhere: false,
      counts: { changed: 0, added: 0, removed: 0 },
    });
  });
});

describe('[A3] no tampering', () => {
  it('is sorting whole rows, filtering, hiding rows and columns, widths, formats and another name', () => {
    const { file, person } = again();
    const at = headerRow(file);
    const cells = grid(file);
    const end = `${columnLetters(cells[0]!.length)}${cells.length}`;
    person.sort(tab, `A${at + 1}:${end}`, columnLetters(cells[at - 1]!.indexOf('Host') + 1), false);
    person.hideRows(tab, at + 3, 2);
    person.hideColumns(tab, 4, 2);
    person.setNumberFormat(tab, `A${at + 1}:${end}`, '0.00');
    person.renameSheet(tab, 'For the auditors');
    expect(verify(digest)).toMatchObject({ intact: true, isPasted: true, certain: true });
    expect(scene.anna.call('snapshots')).toMatchObject([{ name: 'For the auditors', digest }]);
    expect(runScript(csvOf(file, 'For the auditors')).status).toBe(0);
  });

  it('is a byte order mark, LF between rows or a line end after the last in a CSV file', () => {
    const { file } = again();
    expect(runScript(`\uFEFF${csvOf(file, tab, '\n')}\n`).status).toBe(0);
  });

  it('is a digest pasted with spaces and in capitals', () => {
    again();
    expect(verify(`  ${digest.toUpperCase()}\n`)).toMatchObject({ intact: true, isPasted: true });
  });

  it('a duplicate of the tab can be verified by its own digest', () => {
    const { file, person } = again();
    const copy = person.duplicateSheet(tab);
    expect(verifyTab(scene.anna, file.sheet(copy).id)).toMatchObject({
      intact: true,
      certain: false,
      kept: '',
    });
  });

  it('in a copy of the file, whose hidden tab is the original’s, it can be verified all the same', () => {
    again();
    const copy = scene.stage.google.copySpreadsheet();
    scene.stage.google.openSpreadsheet(copy);
    expect(verifyTab(scene.anna, copy.sheet(tab).id)).toMatchObject({ intact: true, certain: false });
  });
});

it('[A3] the last 20 snapshots are remembered', () => {
  again();
  for (let n = 0; n < 21; n += 1) takeSnapshot(scene.anna);
  expect(scene.anna.call('snapshots')).toHaveLength(20);
  expect(verify()).toMatchObject({ intact: true, certain: false });
});
