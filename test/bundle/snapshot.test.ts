/** Audit snapshots as a person takes, looks at and verifies them: what stands in the tab, and what is refused. */
import { gunzipSync } from 'node:zlib';
import { worlds, type Workbook, type World } from '../../local/apps-script';
import { KEY_VALUES } from '../../local/everflow';
import { deskById } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import type { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { csvOf, headOf, rowsOf, runScript, takeSnapshot, verifyTab } from './audit-support';
import { pulledStage } from './pulled-stage';
import { BOOKS, DIST, throughCell } from './pull-support';

const SEED = 31;

describe.each(worlds.all.map((world): [string, World] => [world.name, world]))('world %s', (_name, world) => {
  let stage: Stage;
  let anna: Operator;
  let file: Workbook;
  let tab: string;
  let sheetId: number;
  let digest: string;

  beforeAll(async () => {
    stage = await setStage({ dist: DIST, world, seed: SEED, size: 300, everflow: { hostile: true } });
    file = stage.google.openSpreadsheet();
    anna = new Operator(stage.google);
    anna.connect(stage.everflow.keys.main);
    anna.pull();
    ({ name: tab, sheetId, digest } = takeSnapshot(anna));
  });
  afterAll(() => stage.close());

  it(`[A2] [T2] every cell is text and shows what Everflow holds, whatever it begins with (seed ${SEED})`, async () => {
    const sheet = file.sheet(tab);
    const area = sheet.dataArea();
    const cells = sheet.grid.values(area).flat();
    expect(cells.filter((value) => value !== undefined && typeof value !== 'string')).toEqual([]);
    expect(sheet.grid.block('formula', area).flat().filter(Boolean)).toEqual([]);
    const records = await stage.everflow.control.records();
    const through = throughCell(world);
    const shown = new Map(rowsOf(file, tab).map((row) => [row['Postback ID'], row]));
    expect(shown.size).toBe(records.length);
    const wrong = records.filter((record) => {
      const row = shown.get(String(record.network_pixel_id))!;
      const isLong = record.html_code.length > 50_000;
      return (
        row['URL'] !== through(record.postback_url) ||
        row['Description'] !== through(record.description) ||
        (!isLong && row['HTML code'] !== through(record.html_code)) ||
        (isLong && !/^⟦too long to show: \d+ characters, SHA-256 [\da-f]{64}⟧$/.test(row['HTML code']!))
      );
    });
    expect(wrong.map((record) => record.network_pixel_id)).toEqual([]);
  });

  it('[A3] Verify finds it intact, and so does the script that only has a CSV file', () => {
    expect(verifyTab(anna, sheetId, digest)).toMatchObject({
      digest,
      stated: digest,
      intact: true,
      elsewhere: false,
      strays: 0,
      isPasted: true,
      certain: true,
      kept: digest,
    });
    const { status, told } = runScript(csvOf(file, tab));
    expect(told).toContain(`Digest:  ${digest}`);
    expect(status).toBe(0);
  });
});

describe('a snapshot', () => {
  const open = pulledStage({ size: 120, seed: 5 });
  let stage: Stage;
  let anna: Operator;
  let page: Page;
  beforeEach(async () => {
    ({ stage, anna, page } = await open());
  });

  it('[A2] is of what Everflow said, not of edits, which its head counts', () => {
    const before = takeSnapshot(anna);
    const first = [...deskById(page.file)].find(([, { values }]) => values['Method'] === 'postback');
    page.type('Description', first![1].rowNumber, 'not sent yet');
    const after = takeSnapshot(anna);
    expect(headOf(page.file, after.name)['Unsent edits']).toMatch(/^1 changed and 0 new rows/);
    expect(headOf(page.file, before.name)['Unsent edits']).toBe('none');
    expect(rowsOf(page.file, after.name)).toEqual(rowsOf(page.file, before.name));
    expect(headOf(page.file, after.name)['Previous snapshot']).toContain(before.digest);
  });

  it('[A2] tells whose, when, of what, and what was left out', async () => {
    const { name, rows, digest, protection } = takeSnapshot(anna);
    const head = headOf(page.file, name);
    expect(head).toMatchObject({
      'Snapshot of': 'All postbacks',
      Network: expect.stringMatching(/\(\d+\)$/),
      Region: 'US (api.eflow.team)',
      'Taken by': 'anna@acme.test',
      'Pulled by': 'anna@acme.test',
      'Filter as sent': '{"query":{"filters":{}}}',
      Postbacks: String(rows),
      'Left out': 'nothing',
      Masked: 'no',
      Protection: 'Only anna@acme.test and the owner of the spreadsheet can edit this tab',
      'Digest (SHA-256)': digest,
    });
    const time = (line: string): number => Date.parse(head[line]!.replace(' UTC', 'Z'));
    expect(time('First request of the pull')).toBeLessThanOrEqual(time('Last request of the pull'));
    expect(time('Last request of the pull')).toBeLessThanOrEqual(time('Taken at'));
    expect(rows).toBe((await stage.everflow.control.records()).length);
    expect(protection).toBe('strict');
    expect(name).toMatch(/^Snapshot \d{4}-\d\d-\d\d \d\d:\d\d$/);
  });

  it('[A2] can be seen and is protected; nobody but the taker and the owner can edit it', () => {
    const { name } = takeSnapshot(anna);
    const sheet = page.file.sheet(name);
    expect(sheet.hidden).toBe(false);
    expect(page.file.mayEdit('ben@acme.test', sheet, sheet.area('A1'))).toBe(false);
    expect(page.file.mayEdit('anna@acme.test', sheet, sheet.area('A1'))).toBe(true);
  });

  it('[A2] where Google refuses to keep others out, it warns, and the head says so', () => {
    stage.google.beforeCall((call) => {
      if (call.method === 'removeEditors') throw new Error('You do not have permission to do that');
    });
    const { name, sheetId, digest, protection } = takeSnapshot(anna);
    stage.google.beforeCall(null);
    expect(protection).toBe('warning');
    expect(headOf(page.file, name)).toMatchObject({
      Protection: expect.stringContaining('only warns'),
      'Digest (SHA-256)': digest,
    });
    expect(verifyTab(anna, sheetId)).toMatchObject({ intact: true });
  });

  it('[S2] [B3] holds neither key nor token, nor do the books', async () => {
    takeSnapshot(anna, { masked: true });
    takeSnapshot(anna);
    const all = page.file.sheets.flatMap((sheet) => sheet.texts().flat());
    const packed = page.file
      .sheet(BOOKS)
      .texts()
      .map((row) => row[1] ?? '');
    const unpacked = packed.map((text) => {
      try {
        return gunzipSync(Buffer.from(text.slice(1), 'base64')).toString();
      } catch {
        return '';
      }
    });
    const text = [...all, ...unpacked].join('\n');
    const tokens = (await stage.everflow.control.records()).flatMap(({ facebook_pixel: pixel }) =>
      typeof pixel?.['access_token'] === 'string' ? [pixel['access_token']] : [],
    );
    expect(tokens.length).toBeGreaterThan(0);
    expect(unpacked.join('')).toContain('"takenAt"');
    const found = [...Object.values(KEY_VALUES), ...tokens].filter((secret) => text.includes(secret));
    expect(found).toEqual([]);
  });
});
