/** What the change log tells besides pushes: pulls and what they found (A6), settings, repairs, discards, answers, copies, and itself (A1). */
import { chainFaults, LOG_TAB, logLines, type LoggedLine } from '../../local/story/change-log';
import { ExecutionKilled, worlds } from '../../local/apps-script';
import { Operator } from '../../local/story/operator';
import { EVERYTHING } from '../../src/everflow/query';
import { CLEAN, documentProperties, inShort, protectLog, verified } from './log-support';
import { DIST } from './pull-support';
import { newRow, refusalOf, Scene } from './push-support';
import { clash, settleAll, settleRow } from './settle-support';
import { setStage } from '../../local/story/stage';

let scene: Scene;
const linesNow = (): LoggedLine[] => logLines(scene.file);
/** Lines that were added meanwhile. */
async function added(act: () => unknown): Promise<LoggedLine[]> {
  const before = linesNow().length;
  await act();
  return linesNow().slice(before);
}

describe('[A1] events', () => {
  beforeEach(async () => {
    scene = await Scene.open({ size: 60, google: { editors: ['ben@acme.test'] } });
  });
  afterEach(async () => {
    expect(chainFaults(scene.file)).toEqual([]);
    await scene.close();
  });

  test('[A6] a pull is told with its filter and counts, and what others changed as seen', async () => {
    expect(inShort(linesNow())).toEqual(['Change log / Begun', 'Pull / Started', 'Pull / Complete']);
    const [one, two, three] = (await scene.plain(3)) as [number, number, number];
    const old = (await scene.record(one)).postback_url;
    await scene.everflow.control.change(one, { postback_url: '=theirs', delay_ms: 9 });
    await scene.everflow.control.remove(two);
    const lines = await added(() => scene.anna.pull());
    expect(inShort(lines)).toEqual([
      'Pull / Started',
      'Changed in Everflow / Seen',
      'Changed in Everflow / Seen',
      'Gone from Everflow / Seen',
      'Pull / Complete',
    ]);
    expect(lines[1]).toMatchObject({ 'Postback ID': String(one), Field: 'URL', Old: old, New: '=theirs' });
    expect(lines[3]).toMatchObject({ 'Postback ID': String(two) });
    expect(lines[0]!.Message).toContain('All postbacks of');
    expect(lines[4]!.Message).toContain('1 gone');
    // Also what a filtered pull finds: no later one would find it again.
    await scene.everflow.control.change(three, { postback_url: 'https://filtered.example/' });
    const filtered = await added(() => scene.anna.pull({ query: { ...EVERYTHING, status: 'active' } }));
    expect(filtered.find(({ New }) => New === 'https://filtered.example/')).toMatchObject({
      Outcome: 'Seen',
    });
    expect(filtered[0]!.Message).toContain('Active postbacks');
    const cancelled = await added(() => {
      scene.anna.call('pullStart', { query: EVERYTHING, details: 'load' });
      scene.anna.call('cancel');
      scene.anna.finishPull();
    });
    expect(inShort(cancelled)).toEqual(['Pull / Started', 'Pull / Cancelled']);
  });

  test('[J1] a pull that dies at its end is told once', async () => {
    const [one] = await scene.plain(1);
    for (let call = 1; call <= 24; call += 1) {
      await scene.everflow.control.change(one!, { delay_ms: 1000 + call });
      const before = linesNow().length;
      scene.anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
      let isEnding = false;
      let left = call;
      scene.google.beforeCall(({ key }) => {
        isEnding ||= key === 'postbackDesk.log' && scene.file.sheet(LOG_TAB) !== undefined;
        if (isEnding && (left -= 1) === 0) throw new ExecutionKilled();
      });
      try {
        scene.anna.finishPull();
        left = 0;
      } catch (error) {
        if (!(error instanceof ExecutionKilled)) throw error;
      }
      scene.google.beforeCall(null);
      scene.google.clock.advance(7 * 60_000);
      if (scene.anna.call('status').job) scene.anna.finishPull();
      expect(inShort(linesNow().slice(before))).toEqual([
        'Pull / Started',
        'Changed in Everflow / Seen',
        'Pull / Complete',
      ]);
    }
  });

  test('settings, read-only, repairs and discards', async () => {
    const settings = scene.anna.call('settings');
    const changed = await added(() => {
      scene.anna.call('saveSettings', { ...settings, threshold: 77 });
      scene.anna.call('saveSettings', { ...settings, threshold: 77 });
      scene.anna.call('setReadOnly', { readOnly: true });
      scene.anna.call('setReadOnly', { readOnly: true });
      scene.anna.call('setReadOnly', { readOnly: false });
    });
    expect(inShort(changed)).toEqual(['Setting / Changed', 'Read-only / On', 'Read-only / Off']);
    expect(changed[0]).toMatchObject({
      Field: 'Type the number above',
      Old: '50',
      New: '77',
      Who: 'anna@acme.test',
    });
    scene.editAll(await scene.plain(3), { URL: 'https://x.example/' });
    const discarded = await added(() => scene.anna.call('discardStep', { what: 'all', hiddenToo: true }));
    expect(discarded).toMatchObject([
      { What: 'Changes', Outcome: 'Discarded', Message: 'Rows: 3, cells: 3.' },
    ]);
    scene.page.type('URL', 1, 'oops');
    const repaired = await added(() => {
      while (!scene.anna.call('repairStep').result);
    });
    expect(repaired[0]).toMatchObject({ What: 'Layout', Outcome: 'Repaired' });
    expect(repaired[0]!.Message).toContain('The header URL was put back over its column.');
  });

  test('settings that are changed beside a live step wait for it, and are not lost', async () => {
    const lines = await added(() => {
      scene.anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
      let isDone = false;
      scene.google.beforeCall(({ kind }) => {
        if (kind !== 'fetch' || isDone) return;
        isDone = true;
        scene.anna.call('setReadOnly', { readOnly: true });
      });
      scene.anna.finishPull();
      scene.google.beforeCall(null);
    });
    expect(inShort(lines)).toEqual(['Pull / Started', 'Read-only / On', 'Pull / Complete']);
    expect([...documentProperties(scene).keys()].filter((key) => key.includes('late'))).toEqual([]);
  });

  test('conflicts: who chose whose value of which field', async () => {
    const [mine, theirs] = (await scene.plain(2)) as [number, number];
    await clash(scene, [mine, theirs]);
    const lines = await added(() => {
      settleRow(scene.anna, mine, 'mine');
      settleAll(scene.anna, 'theirs');
    });
    expect(
      lines.map((line) => [line['Postback ID'], line.Field, line.Outcome, line.New.slice(8, 12)]),
    ).toEqual([
      [String(mine), 'URL', 'Own value kept', 'mine'],
      [String(theirs), 'URL', 'Everflow’s value taken', 'thei'],
    ]);
  });

  test('gone rows that are removed, and a person’s answer about an unclear row', async () => {
    const [gone] = (await scene.plain(1)) as [number];
    await scene.everflow.control.remove(gone);
    scene.anna.pull();
    const removed = await added(() => scene.anna.removeGone());
    expect(removed).toMatchObject([{ What: 'Gone rows', Outcome: 'Removed', Message: `Postbacks ${gone}.` }]);
    scene.page.pasteBelow([newRow({ URL: 'https://unclear.example/?tx={transaction_id}' })]);
    scene.google.onRequest(({ method, url }) =>
      method.toUpperCase() === 'POST' && url.endsWith('/pixels')
        ? { when: 'before', fault: 'lost' }
        : undefined,
    );
    const { rows } = scene.push();
    scene.google.onRequest(null);
    expect(rows).toMatchObject([{ outcome: 'Unclear (look before retrying)' }]);
    const [waiting] = scene.anna.call('waitingRows', { offset: 0 }).rows;
    const told = linesNow().filter(({ What }) => What === 'Create');
    expect(new Set(told.map((line) => line['Postback ID']))).toEqual(new Set([waiting!.rowKey]));
    const answered = await added(() =>
      scene.anna.call('answerWaiting', { rowKey: waiting!.rowKey, answer: { others: [] } }),
    );
    expect(answered).toMatchObject([
      { What: 'Unclear row', Outcome: 'Answered', 'Postback ID': waiting!.rowKey },
    ]);
  });

  test('a pull that somebody else takes over', async () => {
    const ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
    ben.connect(scene.everflow.keys.colleague);
    const lines = await added(() => {
      scene.anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
      ben.call('takeOver');
      ben.finishPull();
    });
    expect(lines.map(({ What, Outcome, Who }) => `${What} ${Outcome} ${Who}`)).toEqual([
      'Pull Started anna@acme.test',
      'Pull Taken over ben@acme.test',
      'Pull Complete ben@acme.test',
    ]);
  });

  test('records that were changed by hand', async () => {
    const books = 'Postback Desk books (do not edit)';
    scene.page.person.type(books, 'A2', 'x');
    const lines = await added(() => scene.anna.pull());
    expect(lines[0]).toMatchObject({ What: 'Records', Outcome: 'Found wanting' });
  });

  test('a log that cannot be written stops no pull, and what it missed comes first the next time', async () => {
    const ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
    ben.connect(scene.everflow.keys.colleague);
    const [one] = (await scene.plain(1)) as [number];
    await scene.everflow.control.change(one, { delay_ms: 77 });
    const unprotect = protectLog(scene);
    const nothing = await added(() => expect(ben.pull()).toMatchObject({ complete: true, changed: 1 }));
    expect(nothing).toEqual([]);
    unprotect();
    const lines = await added(() => ben.call('setReadOnly', { readOnly: true }));
    expect(inShort(lines)).toEqual([
      'Pull / Started',
      'Changed in Everflow / Seen',
      'Pull / Complete',
      'Read-only / On',
    ]);
    expect(verified(scene.anna)).toMatchObject(CLEAN);
  });

  test('a name that is typed where Google tells none is marked', () => {
    const nobody = new Operator(scene.google, {}, { user: '' });
    expect(nobody.call('status').person).toBe('');
    expect(refusalOf(() => nobody.call('stateName', { name: '  ' }))).toBe('name-missing');
    expect(nobody.call('stateName', { name: ' Carla  Cruz ' }).person).toBe('Carla Cruz (as stated)');
    nobody.call('setReadOnly', { readOnly: true });
    expect(linesNow().at(-1)).toMatchObject({ What: 'Read-only', Who: 'Carla Cruz (as stated)' });
  });
});

describe('[A1] a new log', () => {
  beforeEach(async () => {
    scene = await Scene.open({ size: 20 });
  });
  afterEach(() => scene.close());

  test('goes on with number and hash of the old one, which stays', () => {
    const last = linesNow().at(-1)!;
    expect(scene.anna.call('status').log).toEqual({ lines: 3, isLarge: false });
    expect(scene.anna.call('startNewLog')).toEqual({ lines: 1, isLarge: false });
    expect(logLines(scene.file, 'Change log until 2026-11-22').at(-1)).toEqual(last);
    expect(linesNow()[0]).toMatchObject({ 'No.': '4', What: 'Change log', Outcome: 'Begun' });
    expect(linesNow()[0]!.Message).toContain(`number 3 with the hash ${last.Hash}`);
    expect(chainFaults(scene.file, LOG_TAB, last)).toEqual([]);
    expect(verified(scene.anna)).toMatchObject({ ...CLEAN, lines: 1, newest: 4 });
  });

  test('can be begun by whoever may not write the old one', async () => {
    const stage = await Scene.open({ size: 20, google: { editors: ['ben@acme.test'] } });
    const ben = new Operator(stage.google, {}, { user: 'ben@acme.test' });
    protectLog(stage);
    const before = logLines(stage.file);
    expect(ben.call('startNewLog')).toEqual({ lines: 1, isLarge: false });
    expect(logLines(stage.file)).toEqual(before);
    expect(inShort(logLines(stage.file, 'Change log 2'))).toEqual(['Change log / Begun']);
    await stage.close();
  });

  test('is offered at 200,000 lines, and where the spreadsheet is nearly full', () => {
    const properties = documentProperties(scene);
    const cursor = JSON.parse(properties.get('postbackDesk.log')!) as object;
    const withCursor = (more: object) => {
      properties.set('postbackDesk.log', JSON.stringify({ ...cursor, ...more }));
      return scene.anna.call('status').log;
    };
    expect(withCursor({ number: 199_999 })).toEqual({ lines: 199_999, isLarge: false });
    expect(withCursor({ number: 200_000 })).toEqual({ lines: 200_000, isLarge: true });
    expect(withCursor({ isFull: true })).toEqual({ lines: 3, isLarge: true });
    expect(withCursor({})).toEqual({ lines: 3, isLarge: false });
  });
});

test.each([worlds.plain, worlds['copying-properties']])(
  '[S7] a copy has a log of its own, in the world $name',
  async (world) => {
    const stage = await setStage({ dist: DIST, size: 20, world });
    const original = stage.google.openSpreadsheet();
    const anna = new Operator(stage.google);
    anna.connect(stage.everflow.keys.main);
    anna.pull();
    const before = logLines(original);
    const copy = stage.google.openSpreadsheet(stage.google.copySpreadsheet());
    anna.call('workInCopy');
    expect(logLines(copy)).toEqual(before);
    expect(inShort(logLines(copy, 'Change log 2'))).toEqual(['Change log / Begun', 'Copy / Worked in']);
    expect(chainFaults(copy, 'Change log 2')).toEqual([]);
    stage.google.openSpreadsheet(original);
    anna.pull();
    expect(chainFaults(original)).toEqual([]);
    expect(logLines(original).length).toBeGreaterThan(before.length);
    await stage.close();
  },
);
