/** The change log of a push, and what people do to its tab meanwhile (A1, B1, J5). */
import { chainFaults, LOG_TAB, logLines, toldTwice } from '../../local/story/change-log';
import { Operator } from '../../local/story/operator';
import { CLEAN, inShort, protectLog, sortLog, verified } from './log-support';
import { newRow, refusalOf, Scene } from './push-support';

const URL = 'https://log.example/p?tx={transaction_id}';

describe('[A1] a push', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open({ size: 90, google: { editors: ['ben@acme.test'] } });
  });
  afterEach(() => scene.close());

  test('is told field by field with every outcome, from its start to its end', async () => {
    const ids = await scene.plain(6);
    const [first, conflict, gone, left] = ids as [number, number, number, number];
    scene.editAll(ids, { URL });
    scene.edit(first, { Description: '=1+1' });
    scene.page.pasteBelow([newRow({ URL: 'https://new.example/log?tx={transaction_id}' })]);
    await scene.everflow.control.change(conflict, {
      postback_url: 'https://theirs.example/?tx={transaction_id}',
    });
    await scene.everflow.control.remove(gone);
    const old = (await scene.record(first)).postback_url;
    const { lines, rows, result } = scene.push(scene.preview({ ids: [left] }));
    const own = logLines(scene.file).filter(({ Reference }) => Reference === result.planId);

    expect(inShort(own)[0]).toBe('Push / Started');
    expect(own[0]).toMatchObject({ Who: 'anna@acme.test' });
    expect(own[0]!.Message).toContain(`Left out: 1 row (${left}).`);
    expect(own[0]!.Message).toContain(`Key ending in ${scene.everflow.keys.main.slice(-4)}.`);
    expect(inShort(own).at(-1)).toBe('Push / Done');
    expect(own.find((line) => line['Postback ID'] === String(first) && line.Field === 'URL')).toMatchObject({
      What: 'Update',
      Old: old,
      New: URL,
      Outcome: 'Updated',
      HTTP: '200',
    });
    expect(own.find(({ Field, New }) => Field === 'Description' && New === '=1+1')).toBeDefined();
    const of = (id: number): string[] =>
      own
        .filter((line) => line['Postback ID'] === String(id))
        .map(({ Outcome, New }) => `${Outcome}: ${New}`);
    expect(of(conflict)).toEqual([
      `Changed in Everflow too: ${URL}`,
      'Seen: https://theirs.example/?tx={transaction_id}',
    ]);
    expect(of(gone)).toEqual([`Not sent: ${URL}`]);
    const created = rows.find(({ outcome }) => outcome === 'Created')!;
    const filled = lines.find(({ kind }) => kind === 'create')!.changes;
    expect(own.filter(({ What }) => What === 'Create').map((line) => line['Postback ID'])).toEqual(
      filled.map(() => String(created.id)),
    );
    expect(own.every(({ Time }) => /^2026-11-22 \d\d:\d\d:\d\d UTC$/.test(Time))).toBe(true);
    expect(chainFaults(scene.file)).toEqual([]);
    expect(toldTwice(logLines(scene.file))).toEqual([]);
    expect(verified(scene.anna)).toMatchObject(CLEAN);
  });

  test('[B3] shows no key, whoever types it where', async () => {
    scene.editAll(await scene.plain(2), { URL });
    const { preview, leaveOut, lines } = scene.preview();
    const { planId, digest } = scene.anna.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut,
      typed: String(lines.length),
      warningsAccepted: true,
      ticks: preview.all.warnings.map(({ cause }) => cause),
      reason: `OPS-7 with ${scene.everflow.keys.main}`,
    });
    scene.anna.call('pushStart', { planId, digest });
    scene.goOn(planId);
    const text = JSON.stringify(logLines(scene.file));
    expect(text).toContain('Reason: OPS-7');
    expect(text).not.toContain(scene.everflow.keys.main);
  });

  test('[J5] is refused while the log cannot be written, and nothing is sent', async () => {
    const ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
    ben.connect(scene.everflow.keys.colleague);
    scene.editAll(await scene.plain(3), { URL });
    const preview = ben.preview();
    const plan = ben.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut: {},
      typed: '3',
      warningsAccepted: true,
      ticks: [],
      reason: '',
    });
    const unprotect = protectLog(scene);
    await scene.everflow.control.clearLog();
    expect(refusalOf(() => ben.call('pushStart', plan))).toBe('log-protected');
    expect(await scene.writes()).toEqual([]);
    unprotect();
    ben.call('pushStart', plan);
    expect(ben.finishPush().counts).toEqual({ Updated: 3 });
    expect(inShort(logLines(scene.file)).slice(-5)).toEqual([
      'Push / Started',
      'Update / Updated',
      'Update / Updated',
      'Update / Updated',
      'Push / Done',
    ]);
  });

  test('whose log is protected under way sends nothing more, can be ended, and is told in full afterwards', async () => {
    const ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
    ben.connect(scene.everflow.keys.colleague);
    scene.editAll(await scene.plain(30), { URL });
    const preview = ben.preview();
    const plan = ben.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut: {},
      typed: '30',
      warningsAccepted: true,
      ticks: [],
      reason: '',
    });
    ben.call('pushStart', { ...plan, first: 'five' });
    const unprotect = protectLog(scene);
    expect(refusalOf(() => ben.call('pushStep'))).toBe('log-protected');
    await scene.everflow.control.clearLog();
    expect(refusalOf(() => ben.call('pushStep'))).toBe('log-protected');
    expect(await scene.writes()).toEqual([]);
    ben.call('cancel');
    expect(ben.finishPush()).toMatchObject({ cancelled: true, counts: { Updated: 5, 'Not sent': 25 } });
    unprotect();
    ben.call('setReadOnly', { readOnly: true });
    const own = logLines(scene.file).filter(({ Reference }) => Reference === plan.planId);
    expect(own.filter(({ What }) => What === 'Update')).toHaveLength(30);
    expect(inShort(own).at(-1)).toBe('Push / Cancelled');
    expect(inShort(logLines(scene.file)).at(-1)).toBe('Read-only / On');
    expect(chainFaults(scene.file)).toEqual([]);
    expect(toldTwice(logLines(scene.file))).toEqual([]);
  });
});

describe('[A1] people and the tab', () => {
  let scene: Scene;
  let planId = '';
  beforeEach(async () => {
    scene = await Scene.open({ size: 90 });
    scene.editAll(await scene.plain(30), { URL });
    const confirmed = scene.confirm(scene.preview());
    planId = confirmed.planId;
    scene.anna.call('pushStart', { ...confirmed, first: 'five' });
    while (!scene.anna.call('pushStep').why);
  });
  afterEach(() => scene.close());

  /** Goes on to the end; every update must be told once. */
  function finish(): void {
    scene.anna.call('pushGoOn');
    scene.goOn(planId);
    const own = logLines(scene.file).filter(({ Reference }) => Reference === planId);
    expect(own.filter(({ What }) => What === 'Update')).toHaveLength(30);
    expect(toldTwice(own)).toEqual([]);
  }

  test('sorted and hidden in the middle of a push, it is gone on with and stays whole', () => {
    sortLog(scene, 'Message', true);
    scene.page.person.hideSheet(LOG_TAB);
    finish();
    sortLog(scene, 'No.', false);
    expect(chainFaults(scene.file)).toEqual([]);
    expect(verified(scene.anna)).toMatchObject(CLEAN);
  });

  test('a duplicate of the tab is nobody’s log', () => {
    const copy = scene.page.person.duplicateSheet(LOG_TAB);
    const before = logLines(scene.file, copy).length;
    finish();
    expect(logLines(scene.file, copy)).toHaveLength(before);
    expect(chainFaults(scene.file)).toEqual([]);
  });

  test('a deleted line and a changed cell are named, and nothing is written twice', () => {
    scene.page.person.deleteRows(LOG_TAB, 3);
    scene.page.person.type(LOG_TAB, 'H5', 'https://forged.example/');
    scene.anna.call('pushGoOn');
    scene.goOn(planId);
    expect(toldTwice(logLines(scene.file))).toEqual([]);
    const changed = logLines(scene.file)[3]!;
    expect(verified(scene.anna)).toMatchObject({
      intact: false,
      // The line after the missing one has nothing to follow from.
      broken: [3, Number(changed['No.'])],
      missing: [[2, 2]],
      doubled: [],
      newestIsThere: true,
    });
    expect(logLines(scene.file).at(-1)).toMatchObject({ What: 'Change log verified', Outcome: 'Not whole' });
  });

  test('the newest lines deleted: said so, and the numbers go on', () => {
    const rows = logLines(scene.file).length;
    scene.page.person.deleteRows(LOG_TAB, rows, 2);
    expect(verified(scene.anna)).toMatchObject({ intact: false, newestIsThere: false, newest: rows });
    scene.anna.call('pushGoOn');
    scene.goOn(planId);
    const numbers = logLines(scene.file).map((line) => Number(line['No.']));
    expect(Math.max(...numbers)).toBeGreaterThan(rows);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(verified(scene.anna)).toMatchObject({ missing: [[rows - 1, rows]] });
  });

  test('a deleted tab, and one whose columns were moved: the log goes on in a new one that says so', () => {
    const last = logLines(scene.file).at(-1)!;
    scene.page.person.deleteSheet(LOG_TAB);
    finishRest();
    let lines = logLines(scene.file);
    expect(lines[0]).toMatchObject({
      What: 'Change log',
      Outcome: 'Begun',
      'No.': String(Number(last['No.']) + 1),
    });
    expect(lines[0]!.Message).toContain(last.Hash);
    expect(chainFaults(scene.file, LOG_TAB, last)).toEqual([]);
    scene.page.person.moveColumn(LOG_TAB, 7, 9);
    scene.anna.pull();
    lines = logLines(scene.file);
    expect(inShort(lines)).toEqual(['Change log / Begun', 'Pull / Started', 'Pull / Complete']);
    expect(scene.file.sheets.map(({ name }) => name)).toContain('Change log until 2026-11-22');
  });

  function finishRest(): void {
    scene.anna.call('pushGoOn');
    scene.goOn(planId);
  }

  test('what somebody typed below the log, or rows put in, is not written over', () => {
    const rows = logLines(scene.file).length;
    scene.page.person.type(LOG_TAB, `C${rows + 4}`, 'my note');
    scene.page.person.insertRows(LOG_TAB, 3, 2);
    finish();
    expect(scene.file.sheet(LOG_TAB).texts().flat()).toContain('my note');
    expect(verified(scene.anna)).toMatchObject({ missing: [], doubled: [] });
  });
});

test('[A1] a tab of that name that is not ours is left alone, and the person’s own tab stays open', async () => {
  const scene = await Scene.open({ size: 20 });
  const { person } = scene.page;
  person.renameSheet(LOG_TAB, 'old');
  person.addSheet(LOG_TAB);
  person.type(LOG_TAB, 'A1', 'our meetings');
  person.deleteSheet('old');
  person.select('Postbacks', 'A1');
  scene.anna.pull();
  expect(scene.file.sheet(LOG_TAB).texts()).toEqual([['our meetings']]);
  expect(inShort(logLines(scene.file, 'Change log 2'))).toContain('Pull / Complete');
  expect(scene.file.activeSheet('anna@acme.test').name).toBe('Postbacks');
  await scene.close();
});
