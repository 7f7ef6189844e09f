/** Removing rows while people move them: the rows that are meant go, and no other one is lost. */
import { buildSync } from 'esbuild';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../src/platform/answer';
import { LocalAppsScript, worlds } from '../../local/apps-script';
import { fromJson, toJson, type WorkbookJson } from '../../local/apps-script/spreadsheet';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage } from '../../local/story/stage';
import { addOwnColumns, atCall, byName, EDITABLE, MOVES, NOTE, wrongAfter } from './beside-people';
import { DIST } from './pull-support';

const EVERY = process.env['POSTBACK_DESK_EVERY_GAP'] === '1';
const HEADERS = [...EDITABLE, 'State', 'Message', 'Partner', 'Row key', NOTE];

const folder = mkdtempSync(join(tmpdir(), 'remove-rows-'));
let google: LocalAppsScript;
let pulled: WorkbookJson;
let ids: number[];

beforeAll(async () => {
  const stage = await setStage({ dist: DIST, size: 18, seed: 12 });
  stage.google.openSpreadsheet();
  const anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull();
  addOwnColumns(stage.google.workbook!);
  pulled = toJson(stage.google.workbook!);
  const page = new Page(stage.google.workbook!, 'anna@acme.test');
  ids = page.rows().map(({ text }) => Number(text['Postback ID']));
  await stage.close();
  buildSync({
    entryPoints: [join(__dirname, 'remove-rows-entry.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'rows',
    target: 'es2019',
    charset: 'utf8',
    footer: { js: 'function removeThese() { return rows.removeThese.apply(this, arguments); }' },
    outfile: join(folder, 'Code.js'),
  });
  copyFileSync(join(DIST, 'appsscript.json'), join(folder, 'appsscript.json'));
  google = new LocalAppsScript({ dist: folder, user: 'anna@acme.test', world: worlds.plain, seed: 1 });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

function begin(): Page {
  google.beforeCall(null);
  google.openSpreadsheet(fromJson(pulled, { world: worlds.plain, now: () => google.clock.now() }));
  return new Page(google.workbook!, 'anna@acme.test');
}

/** Returns rows removed, or the code of the refusal. */
function remove(wanted: readonly number[]): number | string {
  const sheetId = google.workbook!.sheet(TAB).id;
  const answer = google.run('removeThese', [{ sheetId, ids: wanted }]) as unknown as Answer<number>;
  return answer.ok ? answer.value : answer.error.code;
}

test('[P9] rows of these ids go, in runs from the bottom up, and every other row stays as it is', () => {
  begin();
  const meant = [ids[0]!, ids[3]!, ids[4]!, ids[17]!];
  const before = byName(google.workbook!);
  expect(remove(meant)).toBe(4);
  const after = byName(google.workbook!);
  expect([...after.keys()]).toEqual([...before.keys()].filter((name) => !meant.includes(Number(name))));
  expect(remove(meant)).toBe(0);
  expect(remove([])).toBe(0);
});

test('[P9] an id that stands in two rows is left alone in both', () => {
  const page = begin();
  page.person.paste(TAB, `A${page.lastRow() + 1}`, page.person.copyRows(TAB, 3));
  const rows = page.lastRow();
  expect(remove([ids[1]!, ids[2]!])).toBe(1);
  expect(page.lastRow()).toBe(rows - 1);
  const left = page.rows().filter(({ text }) => text['Postback ID'] === String(ids[1]));
  expect(left).toHaveLength(2);
});

test('[P11] whatever people do meanwhile, no other row is lost', () => {
  begin();
  const meant = [ids[2]!, ids[5]!, ids[6]!, ids[11]!];
  const calls = atCall(google, -1, () => undefined);
  remove(meant);
  google.beforeCall(null);
  const wanted = byName(google.workbook!);
  const wrong: string[] = [];
  let putBack = 0;
  for (const [at, move] of MOVES.entries()) {
    for (let nth = EVERY ? 0 : at % 4; nth < calls.count; nth += EVERY ? 1 : 4) {
      const page = begin();
      const file = google.workbook!;
      const moment = { person: page.person, page: new Page(file, 'ben@acme.test'), file, quietId: ids[8]! };
      atCall(google, nth, () => move.act(moment));
      let end = remove(meant);
      for (let again = 0; again < 4 && typeof end === 'string'; again += 1) {
        expect(end).toBe('row-put-back');
        putBack += 1;
        end = remove(meant);
      }
      google.beforeCall(null);
      for (const line of [
        ...wrongAfter(file, move.name, wanted, HEADERS, ids[8]!),
        ...stillThere(file, meant),
      ]) {
        wrong.push(`${move.name} before call ${nth} of ${calls.count}: ${line}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  // Rows did get caught, and were told.
  expect(putBack).toBeGreaterThan(3);
}, 300_000);

function stillThere(file: Parameters<typeof byName>[0], meant: readonly number[]): string[] {
  const names = byName(file);
  return meant.filter((id) => names.has(String(id))).map((id) => `#${id} is still there`);
}
