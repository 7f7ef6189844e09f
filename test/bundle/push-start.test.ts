/** What a push proves before its first request (J5, S6), and pushing a few rows first (W8). */
import { ExecutionKilled, Person } from '../../local/apps-script';
import { columnLetters } from '../../local/apps-script/spreadsheet';
import { Protection } from '../../local/apps-script/spreadsheet/protection';
import { Operator } from '../../local/story/operator';
import { newRow, refusalOf, Scene } from './push-support';

describe('[J5] before the first request', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open({ size: 150, google: { editors: ['ben@acme.test'] } });
  });
  afterEach(() => scene.close());

  /** A confirmed plan of that many updates. */
  async function confirmed(who: Operator = scene.anna, count = 30) {
    scene.editAll(await scene.plain(count), { 'Delay (ms)': '4321' });
    const preview = who.preview();
    return who.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut: {},
      typed: String(preview.all.writes),
      warningsAccepted: true,
      ticks: preview.all.warnings.map(({ cause }) => cause),
      reason: '',
    });
  }

  test('a column that the acting person may not edit: refused, and nothing is sent', async () => {
    const ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
    ben.connect(scene.everflow.keys.colleague);
    const plan = await confirmed(ben);
    protect(scene, 'Message');
    await scene.everflow.control.clearLog();
    expect(refusalOf(() => ben.call('pushStart', plan))).toBe('protected');
    expect(await scene.writes()).toEqual([]);
    expect(ben.call('status').job).toBeNull();
  });

  test('somebody’s own column may be protected', async () => {
    const ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
    ben.connect(scene.everflow.keys.colleague);
    const { page } = scene;
    const column = scene.file.sheet('Postbacks').dataArea().numColumns + 1;
    page.person.insertColumns('Postbacks', column);
    page.person.pasteText('Postbacks', `${letter(column)}1`, [['Own notes']]);
    const plan = await confirmed(ben);
    protect(scene, 'Own notes');
    ben.call('pushStart', plan);
    expect(ben.finishPush().counts).toEqual({ Updated: 30 });
  });

  test('no room for the journal: refused before anything is sent', async () => {
    const plan = await confirmed();
    const books = scene.file.sheet('Postback Desk books (do not edit)');
    // All spare rows are used up, and the spreadsheet is full.
    new Person(scene.file, 'anna@acme.test').deleteRows(
      books.name,
      books.dataArea().numRows + 1,
      books.maxRows - books.dataArea().numRows,
    );
    (scene.file as { maxCells: number }).maxCells = scene.file.cellTotal();
    await scene.everflow.control.clearLog();
    expect(refusalOf(() => scene.anna.call('pushStart', plan))).toBe('no-room');
    expect(await scene.writes()).toEqual([]);
    (scene.file as { maxCells: number }).maxCells = 10_000_000;
    scene.anna.call('pushStart', plan);
    expect(scene.anna.finishPush().counts).toEqual({ Updated: 30 });
  });

  test('the room is made at once: no row is added to the books while rows are sent', async () => {
    scene.google.clock.advance(60_000);
    const plan = await confirmed(scene.anna, 40);
    scene.anna.call('pushStart', plan);
    const { maxRows } = scene.file.sheet('Postback Desk books (do not edit)');
    expect(scene.anna.finishPush().counts).toEqual({ Updated: 40 });
    expect(scene.file.sheet('Postback Desk books (do not edit)').maxRows).toBe(maxRows);
  });

  test('[S6] read-only: refused with who chose it, everything else works, and a push under way stops', async () => {
    const plan = await confirmed();
    scene.anna.call('setReadOnly', { readOnly: true });
    expect(scene.anna.call('status').readOnly).toMatchObject({ by: 'anna@acme.test' });
    expect(refusalOf(() => scene.anna.call('pushStart', plan))).toBe('read-only');
    scene.anna.pull();
    expect(scene.anna.check().edited).toBe(30);
    scene.anna.call('setReadOnly', { readOnly: false });
    const again = scene.confirm(scene.preview());
    scene.anna.call('pushStart', again);
    scene.anna.call('setReadOnly', { readOnly: true });
    await scene.everflow.control.clearLog();
    const result = scene.anna.finishPush();
    expect(result).toMatchObject({ stopped: { code: 'read-only' }, counts: { 'Not sent': 30 } });
    expect(await scene.writes()).toEqual([]);
    scene.anna.call('setReadOnly', { readOnly: false });
    expect(scene.push().result.counts).toEqual({ Updated: 30 });
  });
});

describe('[W8] push 5 first', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open({ size: 90 });
  });
  afterEach(() => scene.close());

  async function begin(news: number, edits: number): Promise<string> {
    scene.editAll(await scene.plain(edits), { 'Delay (ms)': '5555' });
    if (news > 0)
      scene.page.pasteBelow(
        Array.from({ length: news }, (_, n) =>
          newRow({ URL: `https://five.example/${n}?tx={transaction_id}` }),
        ),
      );
    const { planId, digest } = scene.confirm(scene.preview());
    scene.anna.call('pushStart', { planId, digest, first: 'five' });
    return planId;
  }

  test.each([
    [0, 30],
    [7, 0],
    [6, 3],
  ])(
    'with %i new rows and %i edits: five are written and read back, the others wait',
    async (news, edits) => {
      const planId = await begin(news, edits);
      await scene.everflow.control.clearLog();
      let step = scene.anna.call('pushStep');
      while (!step.why) step = scene.anna.call('pushStep');
      expect(step).toMatchObject({ why: 'trial', progress: { done: 5, total: news + edits } });
      expect(step.trial).toHaveLength(5);
      for (const row of step.trial!) expect(row).toMatchObject({ differs: [], read: true });
      expect(await scene.writes()).toHaveLength(5);
      // It waits, whatever is asked.
      expect(scene.anna.call('pushStep')).toMatchObject({ why: 'trial', trial: step.trial });
      expect(await scene.writes()).toHaveLength(5);
      scene.anna.call('pushGoOn');
      const { result } = scene.goOn(planId);
      expect(result.counts).toEqual({
        ...(news > 0 ? { Created: news } : {}),
        ...(edits > 0 ? { Updated: edits } : {}),
      });
    },
  );

  test('stopped after them: the others are not sent and stay changes', async () => {
    const planId = await begin(0, 30);
    scene.anna.call('pushStep');
    scene.anna.call('cancel');
    expect(scene.goOn(planId).result).toMatchObject({
      cancelled: true,
      counts: { Updated: 5, 'Not sent': 25 },
    });
    expect(scene.anna.check().edited).toBe(25);
  });

  test('what Everflow does not hold as planned is named', async () => {
    const [id] = await scene.plain(1);
    await begin(0, 10);
    await scene.everflow.control.arm({
      match: { method: 'PUT', pixelId: id! },
      after: [{ do: 'change', fields: { delay_ms: 1 } }],
    });
    const { trial } = scene.anna.call('pushStep');
    expect(trial!.find((row) => row.id === id)).toMatchObject({ differs: ['Delay (ms)'] });
  });

  test('a refused row among them is told, and five equal refusals are no mass refusal yet', async () => {
    await begin(0, 12);
    await scene.everflow.control.arm({
      match: { method: 'PUT', count: 'all' },
      answer: { kind: 'status', status: 400, body: { error: 'no' } },
    });
    const { trial, why } = scene.anna.call('pushStep');
    expect(why).toBe('trial');
    expect(trial!.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 5 }, () => 'Refused by Everflow'),
    );
    // Nothing was written, so there was nothing to read back.
    expect(trial!.every(({ read }) => !read)).toBe(true);
  });

  test('fewer rows than five: nothing waits', async () => {
    await begin(0, 4);
    expect(scene.anna.call('pushStep').result).toMatchObject({ counts: { Updated: 4 } });
  });

  test('killed while they are read back, it waits all the same', async () => {
    const planId = await begin(0, 12);
    let reads = 0;
    scene.google.beforeCall(({ kind }) => {
      if (kind === 'fetch' && ++reads === 4) throw new ExecutionKilled('killed by the test');
    });
    expect(() => scene.anna.call('pushStep')).toThrow(ExecutionKilled);
    scene.google.beforeCall(null);
    const step = scene.anna.patiently(() => scene.anna.call('pushStep'));
    expect(step).toMatchObject({ why: 'trial', progress: { done: 5 } });
    scene.anna.call('pushGoOn');
    expect(scene.goOn(planId).result.counts).toEqual({ Updated: 12 });
  });
});

/** The owner protects a column against everybody else. */
function protect(scene: Scene, header: string): void {
  const sheet = scene.file.sheet('Postbacks');
  const column = sheet.texts()[0]!.indexOf(header) + 1;
  const protection = new Protection('RANGE', { row: 1, column, numRows: sheet.maxRows, numColumns: 1 });
  protection.editors = new Set();
  sheet.protections.push(protection);
}

const letter = (column: number): string => columnLetters(column);
