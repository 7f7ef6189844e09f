/** Snapshots that are killed at any moment, cancelled, or gone on with by others: whole in the end, or gone. */
import { ExecutionKilled } from '../../local/apps-script';
import { Operator } from '../../local/story/operator';
import { setStage } from '../../local/story/stage';
import { finish, rowsOf, takeSnapshot, verifyTab } from './audit-support';
import { pulledStage, type PulledStage } from './pulled-stage';
import { DIST, refusalOf } from './pull-support';

const SIZE = 80;
const open = pulledStage({ size: SIZE, seed: 12 });
let scene: PulledStage;
beforeEach(async () => {
  scene = await open();
});

const tabs = (): string[] => scene.page.file.sheets.map((sheet) => sheet.name);
const unfinished = (): string[] => tabs().filter((name) => name.startsWith('Unfinished'));
const goOn = (who = scene.anna): ReturnType<typeof takeSnapshot> =>
  finish(who, () => who.call('snapshotStep'));

/** Calls with a round trip of the one step that takes a snapshot. */
function callsOfStep(): number {
  scene.anna.call('snapshotStart');
  scene.anna.call('snapshotStep');
  return scene.stage.google.executions.at(-1)!.counters.roundTrips;
}

describe('[J3] killed', () => {
  it.each(['killBefore', 'killAfter'] as const)(
    'at any call (%s) and gone on with, it is whole, verified and the only one',
    async (how) => {
      const calls = callsOfStep();
      expect(calls).toBeGreaterThan(40);
      const wrong: string[] = [];
      for (let at = how === 'killBefore' ? 1 : 3; at <= calls; at += 4) {
        scene = await open();
        scene.anna.call('snapshotStart');
        const plan = scene.stage.google.plan(how === 'killBefore' ? { killBefore: at } : { killAfter: at });
        expect(() => scene.anna.call('snapshotStep')).toThrow(ExecutionKilled);
        expect(plan.fired).toBe(true);
        // Until its job has ended nothing is listed but what is whole.
        for (const { sheetId } of scene.anna.call('snapshots'))
          if (!scene.anna.patiently(() => verifyTab(scene.anna, sheetId)).intact)
            wrong.push(`${at}: listed, not whole`);
        if (scene.anna.call('status').job !== null) goOn();
        const listed = scene.anna.call('snapshots');
        const [one] = listed;
        if (
          listed.length !== 1 ||
          unfinished().length > 0 ||
          rowsOf(scene.page.file, one!.name).length !== SIZE
        )
          wrong.push(`${at}: ${listed.length} listed, ${unfinished().join()}`);
        else if (!verifyTab(scene.anna, one!.sheetId, one!.digest).intact) wrong.push(`${at}: not intact`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('at any call and cancelled, nothing is left of it', async () => {
    const calls = callsOfStep();
    const wrong: string[] = [];
    let cancelled = 0;
    for (let at = 2; at <= calls; at += 5) {
      scene = await open();
      const before = tabs();
      scene.anna.call('snapshotStart');
      scene.stage.google.plan({ killBefore: at });
      expect(() => scene.anna.call('snapshotStep')).toThrow(ExecutionKilled);
      if (scene.anna.call('status').job === null) continue;
      scene.stage.google.clock.advance(7 * 60_000);
      scene.anna.call('cancel');
      const result = goOn();
      if (result.cancelled) cancelled += 1;
      const isRight = result.cancelled
        ? tabs().join() === before.join() && scene.anna.call('snapshots').length === 0
        : verifyTab(scene.anna, result.sheetId).intact;
      if (!isRight) wrong.push(`${at}: ${tabs().join()}`);
    }
    expect(wrong).toEqual([]);
    expect(cancelled).toBeGreaterThan(3);
  });
});

describe('an unfinished snapshot', () => {
  const halfWay = (): void => {
    scene.anna.call('snapshotStart');
    // All rows are written; the head is not.
    scene.stage.google.beforeCall(({ method }) => {
      if (method === 'getDisplayValues' && unfinished().length > 0)
        throw new ExecutionKilled('Exceeded maximum execution time');
    });
    expect(() => scene.anna.call('snapshotStep')).toThrow(ExecutionKilled);
    scene.stage.google.beforeCall(null);
  };

  it('[A2] has neither name nor title of one, and cannot be seen', () => {
    halfWay();
    const [name] = unfinished();
    expect(name).toBeDefined();
    const sheet = scene.page.file.sheet(name!);
    expect(sheet.hidden).toBe(true);
    expect(sheet.text('A1')).toBe('');
    expect(scene.anna.call('snapshots')).toEqual([]);
    expect(refusalOf(() => verifyTab(scene.anna, sheet.id)).code).toBe('not-a-snapshot');
  });

  it('[J2] is gone on with by another person after it was left, who needs no key', () => {
    halfWay();
    const ben = new Operator(scene.stage.google, {}, { user: 'ben@acme.test' });
    expect(refusalOf(() => ben.call('snapshotStep')).code).toBe('step-running');
    scene.stage.google.clock.advance(7 * 60_000);
    const result = goOn(ben);
    expect(verifyTab(ben, result.sheetId)).toMatchObject({ intact: true, rows: SIZE });
  });

  it('whose tab was deleted can be cancelled', () => {
    halfWay();
    scene.stage.google.clock.advance(7 * 60_000);
    scene.page.person.deleteSheet(unfinished()[0]!);
    expect(refusalOf(() => goOn()).code).toBe('audit-tab-gone');
    scene.anna.call('cancel');
    expect(goOn()).toMatchObject({ cancelled: true });
    expect(takeSnapshot(scene.anna)).toMatchObject({ cancelled: false });
  });
});

it('[J2] a step that only seemed dead writes nothing more once another person has taken the snapshot', async () => {
  const google = { executionLimitMs: 3_600_000 };
  const stage = await setStage({ dist: DIST, size: 40, seed: 12, google });
  const file = stage.google.openSpreadsheet();
  const [anna, ben] = ['anna', 'ben'].map(
    (who) => new Operator(stage.google, {}, { user: `${who}@acme.test` }),
  );
  anna!.connect(stage.everflow.keys.main);
  anna!.pull();
  anna!.call('snapshotStart');
  const texts = (): string => JSON.stringify(file.sheets.map((sheet) => [sheet.name, sheet.texts()]));
  let byBen: ReturnType<typeof takeSnapshot> | undefined;
  let before = '';
  let isBensTurn = false;
  stage.google.beforeCall(({ method }) => {
    if (isBensTurn || byBen || method !== 'setNumberFormat') return;
    isBensTurn = true;
    stage.google.clock.advance(7 * 60_000);
    byBen = finish(ben!, () => ben!.call('snapshotStep'));
    before = texts();
  });
  expect(refusalOf(() => anna!.call('snapshotStep')).code).toBe('step-lost');
  stage.google.beforeCall(null);
  expect(texts()).toBe(before);
  expect(verifyTab(ben!, byBen!.sheetId, byBen!.digest)).toMatchObject({ intact: true, isPasted: true });
  await stage.close();
});
