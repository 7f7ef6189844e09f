/** Comparing snapshots with each other and with what Everflow holds now, as a tab [A4]. */
import type { CompareRequest, CompareResult } from '../../src/flows/audit/compare';
import { ExecutionKilled } from '../../local/apps-script';
import { LOG_TAB, logLines } from '../../local/story/change-log';
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
        [changed, 'changed', 'URL', before.get(changed)!.postback_url, '=new("https://x.example")', 'seen'],
        [changed, 'changed', 'Description', before.get(changed)!.description, "'quoted", 'seen'],
        [off, 'changed', 'Status', 'active', 'inactive', 'seen'],
        [gone, 'gone', '', expect.stringContaining(before.get(gone)!.postback_url), '', 'seen'],
        [added, 'added', '', '', expect.stringContaining('https://made.example/p'), 'seen'],
      ]),
    );
    expect(lines).toHaveLength(5);
    expect(headOf(scene.page.file, result.name)).toMatchObject({
      'A is of': expect.stringMatching(/as it was taken$/),
      'B is of': expect.stringMatching(/as pulled last$/),
      Result: expect.stringMatching(/^2 changed, 1 in B only, 1 in A only/),
      Who: '0 ours, 5 seen, 0 unexplained',
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

describe('[A4] who it was', () => {
  /** Pushes a description for two postbacks, and then somebody else changes the second one of them. */
  async function pushed(): Promise<{ a: number; ids: readonly number[] }> {
    const { sheetId: a } = takeSnapshot(scene.anna);
    const ids = plainIds().slice(0, 2);
    for (const id of ids)
      scene.page.type('Description', deskById(scene.page.file).get(id)!.rowNumber, 'ours now');
    scene.anna.push(scene.anna.preview());
    await scene.stage.everflow.control.change(ids[1]!, { description: 'theirs now' });
    scene.anna.pull();
    return { a, ids };
  }
  const whoOf = (name: string): Record<string, string> =>
    Object.fromEntries(linesOf(name).map((line) => [line['Postback ID']!, line['Who']!]));

  it('is told by what leads there in the change log: ours, or seen where others went on from it', async () => {
    const { a, ids } = await pushed();
    const { name, marks } = compare({ a, b: 'now' });
    expect(whoOf(name)).toEqual({ [ids[0]!]: 'ours', [ids[1]!]: 'seen' });
    expect(marks).toEqual({ ours: 1, seen: 1, unexplained: 0 });
  });

  it('is unexplained where a line of the log was changed by hand, and the same however the log is sorted', async () => {
    const { a, ids } = await pushed();
    const lines = logLines(scene.page.file);
    const at = lines.findIndex((line) => line.What === 'Update' && line['Postback ID'] === String(ids[0]));
    scene.page.person.type(LOG_TAB, `K${at + 2}`, 'a word put in');
    const last = lines.length + 1;
    scene.page.person.sort(LOG_TAB, `A2:M${last}`, 'M', true);
    expect(whoOf(compare({ a, b: 'now' }).name)).toEqual({ [ids[0]!]: 'unexplained', [ids[1]!]: 'seen' });
  });

  it('is told of masked snapshots too', async () => {
    const { sheetId: a } = takeSnapshot(scene.anna, { masked: true });
    const [id] = plainIds() as [number];
    const secret = 'https://t.example/p?token=Zx81kQ9vT2mB4nL7wR3c&tx={transaction_id}';
    scene.page.type('URL', deskById(scene.page.file).get(id)!.rowNumber, secret);
    scene.anna.push(scene.anna.preview());
    const { sheetId: b } = takeSnapshot(scene.anna, { masked: true });
    expect(whoOf(compare({ a, b }).name)).toEqual({ [id]: 'ours' });
  });

  it('the comparison and both snapshots are lines of the log, told once', async () => {
    const { a } = await pushed();
    compare({ a, b: 'now' });
    const told = logLines(scene.page.file).map(({ What, Outcome }) => `${What} / ${Outcome}`);
    expect(told.filter((one) => /^(Audit|Comparison)/.test(one))).toEqual([
      'Audit snapshot / Taken',
      'Comparison / Made',
    ]);
  });
});

test('[A4][P5] what only a reading by id tells is no change because a table leaves it out', async () => {
  const { control } = scene.stage.everflow;
  const records = await control.records();
  const source = records.find(({ facebook_pixel: pixel }) => pixel !== null)!;
  const [id] = plainIds() as [number];
  // Another method than facebook, with what is left of an earlier one.
  await control.change(id, { facebook_pixel: source.facebook_pixel, future_setting: { on: true } });
  scene.anna.pull();
  scene.page.type('Description', deskById(scene.page.file).get(id)!.rowNumber, 'ours now');
  scene.anna.push(scene.anna.preview());
  const { sheetId: a } = takeSnapshot(scene.anna);
  scene.anna.pull();
  expect(compare({ a, b: 'now' })).toMatchObject({ lines: 0, changed: 0 });
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
