/**
 * One live step at a time, and whose turn it is between steps: leases, claims, taking over, and steps that have lost their lease (J2).
 */
import { ExecutionKilled } from '../../local/apps-script';
import { Operator } from '../../local/story/operator';
import { newRow, refusalOf, Scene } from './push-support';

const MINUTE = 60_000;
const STEP_KEY = 'postbackDesk.step';

let scene: Scene;
let ben: Operator;
let ids: number[];
let nextDelay = 1;

beforeEach(async () => {
  // A fetch takes long, so that a step holds only some of the rows.
  scene = await Scene.open({ size: 220, google: { costs: { fetchMs: 3_500 }, editors: ['ben@acme.test'] } });
  ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
  ben.connect(scene.everflow.keys.colleague);
  ids = await scene.plain(100);
});
afterEach(() => scene.close());

function begin(): string {
  nextDelay += 1;
  scene.editAll(ids, { 'Delay (ms)': String(nextDelay) });
  scene.page.pasteBelow([newRow({ URL: `https://lease.example/${nextDelay}?tx={transaction_id}` })]);
  const { planId, digest } = scene.confirm(scene.preview());
  scene.anna.call('pushStart', { planId, digest });
  return planId;
}

/** Kills the next step of somebody after some calls. */
function killStep(who: Operator, calls: number): void {
  scene.google.plan({ killBefore: calls });
  expect(() => who.call('pushStep')).toThrow(ExecutionKilled);
}

test('[J2] while a step is at work one’s own second window is told so, and others are told who', () => {
  begin();
  killStep(scene.anna, 40);
  const own = textOf(() => scene.anna.call('pushStep'));
  expect(own).toMatch(
    /^Your last step is still at work: It began here or in another window of yours, at \d\d:\d\d UTC\./,
  );
  expect(textOf(() => ben.call('pushStep'))).toMatch(
    /: anna@acme\.test is going on with it right now, since \d\d:\d\d UTC\./,
  );
});

/** The words of the refusal that a call ends with. */
function textOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    const { title, message } = error as { title: string; message: string };
    return `${title}: ${message}`;
  }
  throw new Error('The call was not refused');
}

describe('[J2] between two steps', () => {
  test('whoever drives the push goes on at once, others are told who and when', async () => {
    const planId = begin();
    scene.anna.call('pushStep');
    expect(refusalOf(() => ben.call('pushStep'))).toBe('in-use');
    expect(ben.call('status').job).toMatchObject({
      kind: 'push',
      inUse: { by: 'anna@acme.test', live: false, mine: false },
      push: { planId, total: 101 },
    });
    expect(scene.anna.call('status').job?.inUse).toMatchObject({ mine: true });
    expect(refusalOf(() => ben.call('cancel'))).toBe('in-use');
    expect(scene.anna.call('pushStep').result ?? scene.goOn(planId).result).toBeDefined();
  });

  test('after two minutes, and not before, others may go on without asking', async () => {
    begin();
    scene.anna.call('pushStep');
    await scene.everflow.control.clearLog();
    scene.google.clock.advance(2 * MINUTE - 10_000);
    expect(refusalOf(() => ben.call('pushStep'))).toBe('in-use');
    expect(await scene.everflow.control.log()).toEqual([]);
    scene.google.clock.advance(10_000);
    expect(ben.call('pushStep').progress.done).toBeGreaterThan(0);
    // Now it is the other one who is told.
    expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('in-use');
    expect(ben.finishPush().counts).toEqual({ Updated: 100, Created: 1 });
  });

  test('taken over, it is the other one’s at once, and nothing is sent twice', async () => {
    const before = await scene.everflow.control.records();
    const planId = begin();
    scene.anna.call('pushStep');
    expect(ben.call('takeOver').job?.inUse).toMatchObject({ by: 'ben@acme.test', mine: true });
    expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('in-use');
    expect(ben.finishPush().counts).toEqual({ Updated: 100, Created: 1 });
    expect((await scene.everflow.control.records()).length).toBe(before.length + 1);
    expect(scene.rowsOf(planId)).toHaveLength(101);
  });

  test('a colleague whose step is refused does not make the push his own', () => {
    const planId = begin();
    scene.anna.call('pushStep');
    ben.call('forgetConnection', { host: 'api.eflow.team', networkId: 1 });
    scene.google.clock.advance(3 * MINUTE);
    expect(refusalOf(() => ben.call('pushStep'))).toBe('no-key');
    expect(scene.goOn(planId).result.counts).toEqual({ Updated: 100, Created: 1 });
  });

  test('a step that has nothing to do with the push leaves it to whoever drives it', () => {
    const planId = begin();
    scene.anna.call('pushStep');
    // A check gives row keys under the lease where nothing is under way; the mark of seen changes always takes it.
    ben.call('changesSeen', { upTo: 1 });
    expect(refusalOf(() => ben.call('pushStep'))).toBe('in-use');
    expect(scene.goOn(planId).result.counts).toEqual({ Updated: 100, Created: 1 });
  });

  test('where Google tells nobody’s address, people are told apart all the same', async () => {
    const hidden = await Scene.open({
      size: 150,
      google: { costs: { fetchMs: 3_500 }, emails: 'hidden', editors: ['ben@acme.test'] },
    });
    const other = new Operator(hidden.google, {}, { user: 'ben@acme.test' });
    other.connect(hidden.everflow.keys.colleague);
    hidden.editAll(await hidden.plain(60), { 'Delay (ms)': '77' });
    const { planId, digest } = hidden.confirm(hidden.preview());
    hidden.anna.call('pushStart', { planId, digest });
    hidden.anna.call('pushStep');
    expect(refusalOf(() => other.call('pushStep'))).toBe('in-use');
    expect(hidden.goOn(planId).result.counts).toEqual({ Updated: 60 });
    await hidden.close();
  });
});

describe('[J2] a step that was cut off', () => {
  test('is followed after its lease of 6.5 minutes, and not before', async () => {
    begin();
    killStep(scene.anna, 40);
    const killedAt = scene.google.executions.at(-1)!.startedMs;
    for (const who of [scene.anna, ben]) expect(refusalOf(() => who.call('pushStep'))).toBe('step-running');
    expect(refusalOf(() => ben.call('takeOver'))).toBe('step-running');
    await scene.everflow.control.clearLog();
    scene.google.clock.advance(killedAt + 6.5 * MINUTE - 2_000 - scene.google.clock.now());
    expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('step-running');
    expect(await scene.everflow.control.log()).toEqual([]);
    scene.google.clock.advance(5_000);
    expect(ben.finishPush().counts).toMatchObject({ Updated: 100 });
  });
});

describe('[J2] a step whose lease is somebody else’s by now', () => {
  test('writes nothing more, neither to the sheet nor to Everflow', async () => {
    begin();
    let at = 0;
    let isOver = false;
    let frozen = '';
    scene.google.beforeCall(({ kind, service }) => {
      if (kind !== 'fetch' || service !== 'UrlFetchApp' || isOver) return;
      at += 1;
      if (at !== 3) return;
      // As if this execution had been asleep: its lease is over, and somebody else goes on to the end.
      isOver = true;
      scene.google.clock.advance(7 * MINUTE);
      ben.finishPush();
      frozen = JSON.stringify(scene.google.workbook!.sheets.map((sheet) => sheet.texts()));
    });
    // The local Google would also kill it by now; a real one that lives on must stop by itself.
    const code = wordOf(() => scene.anna.call('pushStep'));
    scene.google.beforeCall(null);
    expect(['step-lost', 'killed']).toContain(code);
    expect(JSON.stringify(scene.google.workbook!.sheets.map((sheet) => sheet.texts()))).toBe(frozen);
    const bodies = (await scene.writes('POST')).map(({ body }) => body);
    expect(new Set(bodies).size).toBe(bodies.length);
    expect(scene.anna.check()).toMatchObject({ edited: 0, created: 0 });
  });

  test('a lease that was dropped is a lost one: the step stops before its next write', async () => {
    begin();
    const store = [...scene.google.state.properties.values()].find((values) => values.has(STEP_KEY))!;
    let puts = 0;
    scene.google.beforeCall(({ kind }) => {
      if (kind !== 'fetch') return;
      puts += 1;
      if (puts === 3) store.delete(STEP_KEY);
    });
    expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('step-lost');
    scene.google.beforeCall(null);
    // What it had begun to write is found again by the next step.
    expect(scene.anna.finishPush().counts).toEqual({ Updated: 100, Created: 1 });
  });
});

function wordOf(call: () => unknown): string {
  try {
    return refusalOf(call);
  } catch (error) {
    if (error instanceof ExecutionKilled) return 'killed';
    throw error;
  }
}
