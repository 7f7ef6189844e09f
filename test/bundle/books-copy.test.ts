/** A copied file (S7), whether document properties travel into it or not: nothing happens before a choice, and the original goes on undisturbed. */
import { ExecutionKilled, worlds, type Workbook } from '../../local/apps-script';
import { fromJson, toJson } from '../../local/apps-script/spreadsheet';
import { EVERYTHING } from '../../src/everflow/query';
import { deskById } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { BOOKS, DIST, fileJson, firstDifference, refusalOf, startAfresh, writesOf } from './pull-support';
import { bookRows } from './push-books';
import { isPlain, newRow } from './push-support';

const SIZE = 30;
const ANNA = 'anna@acme.test';
const MINE = 'edited before it was copied';
const ARCHIVE = /^Postback Desk books of the original, 2026-11-22-09-.*\(do not edit\)/;

describe.each([worlds.plain, worlds['copying-properties']])('in the world $name', (world) => {
  let stage: Stage;
  let anna: Operator;
  let original: Workbook;
  let ids: number[];

  beforeAll(async () => {
    stage = await setStage({ dist: DIST, size: SIZE, seed: 8, world });
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    original = await startAfresh(stage);
    anna = new Operator(stage.google);
    anna.connect(stage.everflow.keys.main);
    anna.pull();
    ids = (await stage.everflow.control.records()).filter(isPlain).map((one) => one.network_pixel_id);
    type(original, ids[0]!, 'Description', MINE);
  });

  const open = (file: Workbook): Workbook => stage.google.openSpreadsheet(file);
  const copy = (): Workbook => open(stage.google.copySpreadsheet());
  const cell = (file: Workbook, id: number, header: string): unknown =>
    deskById(file).get(id)?.values[header];
  const tabs = (file: Workbook): string[] => file.sheets.map(({ name }) => name);

  function type(file: Workbook, id: number, header: string, text: string): void {
    new Page(file, ANNA).type(header, deskById(file).get(id)!.rowNumber, text);
  }

  /** Everything that would change sheet or server is refused so, and changes neither. */
  async function expectNothingDone(file: Workbook, code: string): Promise<void> {
    const kept = fileJson(file);
    const sent = (await writesOf(stage.everflow)).length;
    for (const call of [
      () => anna.call('pullStart', { query: EVERYTHING, details: 'skip' }),
      () => anna.check(),
      () => anna.preview(),
      () => anna.fix('any', 'any'),
      () => anna.call('showProblems', { cause: 'any' }),
      () => anna.call('pushStart', { planId: 'any', digest: 'any' }),
    ]) {
      expect(refusalOf(call).code).toBe(code);
      expect(firstDifference(fileJson(file), kept)).toBe('');
    }
    expect((await writesOf(stage.everflow)).length).toBe(sent);
  }

  /** A push that Google cuts off after its first batch. */
  function interruptedPush(): string {
    const preview = anna.preview();
    const confirmed = anna.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut: {},
      typed: String(preview.all.writes),
      warningsAccepted: true,
      ticks: preview.all.warnings.map(({ cause }) => cause),
      reason: '',
    });
    anna.call('pushStart', confirmed);
    let flushed = false;
    stage.google.beforeCall((call) => {
      if (call.kind === 'flush') flushed = true;
      if (flushed && call.kind === 'fetch') throw new ExecutionKilled();
    });
    expect(() => anna.call('pushStep')).toThrow(ExecutionKilled);
    stage.google.beforeCall(null);
    return confirmed.planId;
  }

  it('[S7] nothing is done before a choice, and the status offers both', async () => {
    const file = copy();
    await expectNothingDone(file, 'copied-file');
    expect(anna.call('status')).toMatchObject({
      network: { id: 1 },
      pull: { by: ANNA, complete: true },
      job: null,
      copy: null,
      trouble: {
        code: 'copied-file',
        title: 'This spreadsheet is a copy',
        choices: ['keepAsRecord', 'workInCopy'],
      },
    });
  });

  it('[S7] work in this copy: own books, what was pulled is still known, and a complete pull comes first', async () => {
    const file = copy();
    expect(anna.call('workInCopy')).toMatchObject({
      trouble: { code: 'copy-not-pulled', choices: [] },
      copy: { choice: 'work', by: ANNA },
      pull: { by: ANNA },
    });
    const archived = file.sheets.filter(({ name }) => ARCHIVE.test(name));
    expect(archived.map(({ hidden }) => hidden)).toEqual([true]);
    expect(file.sheet(BOOKS).hidden).toBe(true);
    const streams = bookRows(file).map(({ head }) => head);
    expect(streams.every(({ sheet }) => sheet === file.id)).toBe(true);
    expect(streams.map(({ stream }) => stream.split('/')[0])).toEqual(['baseline', 'head']);
    for (const call of [() => anna.check(), () => anna.preview()])
      expect(refusalOf(call).code).toBe('copy-not-pulled');

    await stage.everflow.control.change(ids[0]!, {
      description: 'theirs',
      postback_url: 'https://theirs.example/0',
    });
    await stage.everflow.control.change(ids[1]!, { description: 'theirs too' });
    anna.pull({ query: { ...EVERYTHING, status: 'active' } });
    expect(refusalOf(() => anna.check()).code).toBe('copy-not-pulled');
    expect(anna.pull()).toMatchObject({ added: 0, complete: true });
    expect(cell(file, ids[0]!, 'Description')).toBe(MINE);
    expect(cell(file, ids[0]!, 'URL')).toBe('https://theirs.example/0');
    expect(cell(file, ids[1]!, 'Description')).toBe('theirs too');
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
    expect(anna.push(anna.preview()).counts).toEqual({ 'Changed in Everflow too': 1 });
    expect(anna.call('status').trouble).toBeNull();
  });

  it('[S7] the original goes on, edit and all, whatever is done in the copy', async () => {
    const kept = fileJson(original);
    copy();
    anna.call('workInCopy');
    anna.pull();
    open(original);
    expect(firstDifference(fileJson(original), kept)).toBe('');
    expect(anna.call('status')).toMatchObject({ trouble: null, copy: null });
    expect(anna.push(anna.preview()).counts).toEqual({ Updated: 1 });
    expect(refusalOf(() => anna.call('workInCopy')).code).toBe('not-a-copy');
    expect(refusalOf(() => anna.call('keepAsRecord')).code).toBe('not-a-copy');
  });

  it('[S7] keep as a record: refused with who and when, read all the same, and taken back by working in it', async () => {
    const file = copy();
    const status = anna.call('keepAsRecord');
    expect(status).toMatchObject({
      pull: { by: ANNA, complete: true },
      copy: { choice: 'record', by: ANNA, at: expect.any(Number) },
      trouble: { code: 'kept-as-record', choices: ['workInCopy'] },
    });
    expect(status.trouble!.text).toMatch(/^anna@acme\.test chose so on 2026-11-22 09:\d\d:\d\d UTC/);
    await expectNothingDone(file, 'kept-as-record');
    copy();
    expect(anna.call('status').trouble?.code).toBe('copied-file');
    open(file);
    anna.call('workInCopy');
    anna.pull();
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
  });

  it('[S7] a copy of a copy is a copy again, worked in or not', async () => {
    copy();
    let file = copy();
    await expectNothingDone(file, 'copied-file');
    anna.call('workInCopy');
    anna.pull();
    file = copy();
    await expectNothingDone(file, 'copied-file');
    anna.call('workInCopy');
    anna.pull();
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
    expect(tabs(file).filter((name) => ARCHIVE.test(name))).toHaveLength(2);
  });

  it('[S7] copied in the middle of a push: the copy cannot go on with it, the original can', async () => {
    const page = new Page(original, ANNA);
    const [sent, unsent] = page.pasteBelow(
      [1, 2].map((n) => newRow({ URL: `https://new${n}.example/p?tx={transaction_id}` })),
    );
    const planId = interruptedPush();
    const posts = async (): Promise<number> =>
      (await writesOf(stage.everflow)).filter(({ method }) => method === 'POST').length;
    const before = await posts();
    const file = copy();
    expect(anna.call('status').job).toBeNull();
    expect(['copied-file', 'step-running', 'nothing-running']).toContain(
      refusalOf(() => anna.call('pushStep')).code,
    );
    // At once, although the step that was cut off still holds its lease in the original.
    anna.call('workInCopy');
    anna.pull();
    expect(['nothing-running']).toContain(refusalOf(() => anna.call('pushStep')).code);
    expect(anna.check().groups.map(({ cause, count }) => [cause, count])).toContainEqual([
      'unclear-create',
      2,
    ]);
    for (const row of [sent!, unsent!])
      expect(file.sheet('Postbacks').text(page.cell('State', row))).toBe('✖ cannot be pushed');
    expect(await posts()).toBe(before);

    open(original);
    expect(anna.call('status').job).toMatchObject({ kind: 'push' });
    anna.patiently(() => anna.call('pushStep'));
    const { rows } = anna.call('pushRows', { planId, offset: 0 });
    // Both were made before it was cut off, and are found.
    expect(rows.map(({ outcome }) => outcome).sort()).toEqual(['Created', 'Created', 'Updated']);
  });

  it('[S7] copied in the middle of a pull: the copy takes nothing more in, the original finishes', async () => {
    anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
    let flushes = 0;
    stage.google.beforeCall((call) => {
      if (call.kind === 'flush') flushes += 1;
      if (flushes === 2) throw new ExecutionKilled();
    });
    expect(() => anna.call('pullStep')).toThrow(ExecutionKilled);
    stage.google.beforeCall(null);
    const file = copy();
    const kept = fileJson(file);
    stage.google.clock.advance(7 * 60_000);
    expect(['copied-file', 'nothing-running']).toContain(refusalOf(() => anna.call('pullStep')).code);
    expect(firstDifference(fileJson(file), kept)).toBe('');
    anna.call('workInCopy');
    expect(anna.call('status').job).toBeNull();
    expect(anna.pull()).toMatchObject({ rows: SIZE, added: 0, complete: true });
    open(original);
    expect(anna.call('status').job).toMatchObject({ kind: 'pull' });
    for (let n = 0; n < 20 && !anna.call('pullStep').result; n += 1);
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
  });

  it('[S7] a renamed hidden tab is known in the copy, too', async () => {
    new Page(original, ANNA).person.renameSheet(BOOKS, 'zz do not touch');
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
    await expectNothingDone(copy(), 'copied-file');
    anna.call('workInCopy');
    anna.pull();
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
  });

  it('[S7] a copy without the hidden tab is told by the properties that came along; without those it is a file like any other', () => {
    new Page(original, ANNA).person.deleteSheet(BOOKS);
    const file = copy();
    if (world.copiedProperties === 'kept') {
      expect(refusalOf(() => anna.call('pullStart', { query: EVERYTHING, details: 'skip' })).code).toBe(
        'copied-file',
      );
      expect(anna.call('workInCopy').trouble?.code).toBe('copy-not-pulled');
    } else {
      expect(anna.call('status').trouble).toBeNull();
    }
    anna.pull();
    expect(anna.check()).toMatchObject({ edited: 0, unchanged: SIZE, certain: true });
    expect(tabs(file)).toContain('Postbacks (before)');
  });

  it('[S7] a copy whose books are damaged can be worked in: the tab stays, and values in doubt stay as changes', async () => {
    const file = copy();
    const page = new Page(file, ANNA);
    const { rowNumber } = bookRows(file).find(({ head }) => head.stream.startsWith('baseline/'))!;
    page.person.type(BOOKS, `B${rowNumber}`, 'z');
    anna.call('workInCopy');
    expect(anna.pull()).toMatchObject({ rows: SIZE, added: 0 });
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
    expect(cell(file, ids[0]!, 'Description')).toBe(MINE);
  });

  it('[J1] wherever choosing is cut off, it is still a copy or it is worked in, and can be done again', async () => {
    const version = toJson(stage.google.copySpreadsheet());
    const stores = structuredClone(stage.google.state.properties);
    let n = 1;
    // Every call in one world; the other one only differs in what is removed first.
    for (; n < 200; n += world.copiedProperties === 'kept' ? 1 : 5) {
      stage.google.state.properties.clear();
      for (const [name, store] of structuredClone(stores)) stage.google.state.properties.set(name, store);
      const file = open(fromJson(version, { world, now: () => stage.google.clock.now() }));
      const plan = stage.google.plan({ killBefore: n });
      try {
        anna.call('workInCopy');
      } catch (error) {
        if (!(error instanceof ExecutionKilled)) throw error;
      }
      const code = anna.call('status').trouble?.code;
      expect([n, code]).toEqual([n, expect.stringMatching(/^(copied-file|copy-not-pulled)$/)]);
      if (code === 'copied-file') anna.patiently(() => anna.call('workInCopy'));
      expect([n, refusalOf(() => anna.preview()).code]).toEqual([n, 'copy-not-pulled']);
      if (n % 11 === 0) {
        expect(anna.pull({ details: 'skip' })).toMatchObject({ rows: SIZE, added: 0 });
        expect([n, anna.check()]).toMatchObject([n, { edited: 1, certain: true }]);
        expect(tabs(file).filter((name) => name === BOOKS)).toHaveLength(1);
      }
      if (!plan.fired) break;
    }
    expect(n).toBeGreaterThan(10);
    expect(n).toBeLessThan(200);
  });
});
