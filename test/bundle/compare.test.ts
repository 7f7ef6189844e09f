/** Comparing snapshots with each other and with what Everflow holds now, as a tab [A4]. */
import type { CompareRequest, CompareResult } from '../../src/flows/compare';
import { ExecutionKilled } from '../../local/apps-script';
import { deskById } from '../../local/story/desk-rows';
import { finish, headOf, rowsOf, takeSnapshot } from './audit-support';
import { pulledStage, type PulledStage } from './pulled-stage';
import { refusalOf } from './pull-support';

const open = pulledStage({ size: 90, seed: 17 });
let scene: PulledStage;
beforeEach(async () => {
  scene = await open();
});

const goOn = (): CompareResult => finish(scene.anna, () => scene.anna.call('compareStep'));
function compare(request: CompareRequest): CompareResult {
  scene.anna.call('compareStart', request);
  return goOn();
}
const linesOf = (name: string): Record<string, string>[] => rowsOf(scene.page.file, name);

/** Ids of ordinary postbacks. */
const plainIds = (): number[] =>
  [...deskById(scene.page.file)]
    .filter(([, { values }]) => values['Method'] === 'postback' && values['Status'] === 'active')
    .map(([id]) => id);

/** A snapshot, then changes on Everflow of each kind, and a pull. Returns what was done. */
async function changeThere(): Promise<{
  a: number;
  changed: number;
  off: number;
  gone: number;
  added: number;
}> {
  const { sheetId: a } = takeSnapshot(scene.anna);
  const { control } = scene.stage.everflow;
  const [changed, off, gone] = plainIds() as [number, number, number];
  await control.change(changed, { postback_url: '=new("https://x.example")', description: "'quoted" });
  await control.change(off, { pixel_status: 'inactive' });
  await control.remove(gone);
  const { network_pixel_id: added } = await control.create({ postback_url: 'https://made.example/p' });
  scene.anna.pull();
  return { a, changed, off, gone, added };
}

describe('[A4] a snapshot and Everflow now', () => {
  it('are compared field by field, with what was added and what is gone', async () => {
    const before = new Map(
      (await scene.stage.everflow.control.records()).map((one) => [one.network_pixel_id, one]),
    );
    const { a, changed, off, gone, added } = await changeThere();
    const result = compare({ a, b: 'now' });
    expect(result).toMatchObject({ added: 1, gone: 1, changed: 2, lines: 5, cancelled: false });
    const lines = linesOf(result.name).map((line) => [
      Number(line['Postback ID']),
      line['What'],
      line['Field'],
      line['In A'],
      line['In B'],
      line['Who'],
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        [
          changed,
          'changed',
          'URL',
          before.get(changed)!.postback_url,
          '=new("https://x.example")',
          'unexplained',
        ],
        [changed, 'changed', 'Description', before.get(changed)!.description, "'quoted", 'unexplained'],
        [off, 'changed', 'Status', 'active', 'inactive', 'unexplained'],
        [gone, 'gone', '', expect.stringContaining(before.get(gone)!.postback_url), '', 'unexplained'],
        [added, 'added', '', '', expect.stringContaining('https://made.example/p'), 'unexplained'],
      ]),
    );
    expect(lines).toHaveLength(5);
    expect(headOf(scene.page.file, result.name)).toMatchObject({
      'A is of': expect.stringMatching(/as it was taken$/),
      'B is of': expect.stringMatching(/as pulled last$/),
      Result: expect.stringMatching(/^2 changed, 1 in B only, 1 in A only/),
      Who: '0 ours, 0 seen, 5 unexplained',
    });
  });

  it('are the same where nothing changed', () => {
    const { sheetId: a } = takeSnapshot(scene.anna);
    expect(compare({ a, b: 'now' })).toMatchObject({ lines: 0, added: 0, gone: 0, changed: 0, onlyTold: 0 });
  });

  it('of one partner are compared for that partner alone', async () => {
    const own = [...deskById(scene.page.file)].map(([, { values }]) => Number(values['Partner ID']));
    const partner = own.find((id) => id > 0)!;
    const { sheetId: a } = takeSnapshot(scene.anna, { partnerIds: [partner], masked: true });
    expect(compare({ a, b: 'now' })).toMatchObject({ lines: 0, onlyTold: 0 });
  });
});

describe('[A4] two snapshots', () => {
  it('are compared as their tabs are now, and one that was changed is called so', async () => {
    const { a, changed } = await changeThere();
    const { sheetId: b, name } = takeSnapshot(scene.anna);
    expect(compare({ a, b })).toMatchObject({ lines: 5 });
    const texts = scene.page.file.sheet(name).texts();
    const at = texts.findIndex((row) => row[0] === String(changed));
    const column = texts.find((row) => row[0] === 'Postback ID')!.indexOf('Description');
    scene.page.person.type(name, `${String.fromCharCode(65 + column)}${at + 1}`, 'forged');
    const { name: report } = compare({ a, b });
    expect(linesOf(report)).toContainEqual(
      expect.objectContaining({ Field: 'Description', 'In B': 'forged' }),
    );
    expect(headOf(scene.page.file, report)['B is of']).toContain('CHANGED since it was taken');
  });

  it('one of them masked, are compared by what the mask leaves', () => {
    const { sheetId: a } = takeSnapshot(scene.anna);
    const { sheetId: b } = takeSnapshot(scene.anna, { masked: true });
    expect(compare({ a, b })).toMatchObject({ lines: 0, added: 0, gone: 0 });
  });

  it('sorted by people are compared all the same', async () => {
    const { a } = await changeThere();
    const { sheetId: b, name } = takeSnapshot(scene.anna);
    const texts = scene.page.file.sheet(name).texts();
    const header = texts.findIndex((row) => row[0] === 'Postback ID');
    scene.page.person.sort(name, `A${header + 2}:Z${texts.length}`.replace('Z', 'Y'), 'B', false);
    expect(compare({ a, b })).toMatchObject({ added: 1, gone: 1, changed: 2, lines: 5 });
  });
});

describe('[J3] a comparison', () => {
  it('killed at any call and gone on with says the same', async () => {
    const { a } = await changeThere();
    const whole = compare({ a, b: 'now' });
    const calls = scene.stage.google.executions.at(-1)!.counters.roundTrips;
    const wanted = linesOf(whole.name);
    const wrong: number[] = [];
    for (let at = 1; at < calls; at += 6) {
      scene.anna.call('compareStart', { a, b: 'now' });
      scene.stage.google.plan({ killBefore: at });
      expect(() => scene.anna.call('compareStep')).toThrow(ExecutionKilled);
      if (scene.anna.call('status').job === null) continue;
      const { name } = goOn();
      if (JSON.stringify(linesOf(name)) !== JSON.stringify(wanted)) wrong.push(at);
    }
    expect(wrong).toEqual([]);
    expect(scene.page.file.sheets.filter(({ name }) => name.startsWith('Unfinished'))).toEqual([]);
  });

  it('cancelled leaves no tab, and a tab that is gone or no snapshot is refused', () => {
    const { sheetId: a, name } = takeSnapshot(scene.anna);
    const before = scene.page.file.sheets.map((sheet) => sheet.name);
    scene.anna.call('compareStart', { a, b: 'now' });
    scene.anna.call('cancel');
    expect(goOn()).toMatchObject({ cancelled: true });
    expect(scene.page.file.sheets.map((sheet) => sheet.name)).toEqual(before);
    scene.page.person.deleteSheet(name);
    expect(refusalOf(() => scene.anna.call('compareStart', { a, b: 'now' })).code).toBe('audit-tab-gone');
    const desk = scene.page.file.sheet('Postbacks').id;
    expect(refusalOf(() => compare({ a: desk, b: 'now' })).code).toBe('not-a-snapshot');
  });
});
