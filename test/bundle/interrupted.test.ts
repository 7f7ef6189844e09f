/** Pulls that are killed at any moment: gone on with, they end in the same sheet, and until then nothing else may run. */
import { EVERYTHING } from '../../src/everflow/query';
import { ExecutionKilled, type Workbook } from '../../local/apps-script';
import { deskById, deskRows, partiesOf, wrongCells } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { DIST, firstDifference, refusalOf, startAfresh, tabJson, writesOf } from './pull-support';

const KILLS = 9;
const EDIT = 'mine, not sent';
const NEW_TEXT = '=changed(there)';

let stage: Stage;
let anna: Operator;
let file: Workbook;

beforeAll(async () => {
  stage = await setStage({ dist: DIST, size: 60, seed: 9 });
});
afterAll(() => stage.close());

/** A spreadsheet with a key; with a pull behind it, an unsent edit and changes on the server if there is to be a refresh. */
async function begin(kind: 'first pull' | 'refresh'): Promise<void> {
  file = await startAfresh(stage);
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  if (kind === 'first pull') return;
  anna.pull();
  const page = new Page(file, 'anna@acme.test');
  const rows = [...deskById(file)].filter(([, { values }]) => values['Method'] === 'postback');
  page.type('Description', rows[0]![1].rowNumber, EDIT);
  for (const [id] of rows.slice(1, 8)) await stage.everflow.control.change(id, { description: NEW_TEXT });
  await stage.everflow.control.create({ description: 'made there' });
}

const start = (): unknown => anna.call('pullStart', { query: EVERYTHING, details: 'load' });

/**
 * What counts of a finished tab: cells, formulas, formats, rules, notes. The tab's number, the salt of the marks for what is kept and the
 * server's clock differ from run to run.
 */
function finished(): string {
  return tabJson(file)
    .replace(/^{"id":\d+,/, '{')
    .replace(/kept \(\w{8}\)/g, 'kept')
    .replace(/2026-11-\d\d \d\d:\d\d:\d\d UTC/g, 'today');
}

/** Calls with a round trip that one uninterrupted step makes, and the sheet in which it ends. */
async function uninterrupted(kind: 'first pull' | 'refresh'): Promise<{ calls: number; sheet: string }> {
  await begin(kind);
  start();
  const from = stage.google.executions.length;
  anna.finishPull();
  const steps = stage.google.executions.slice(from);
  expect(steps).toHaveLength(1);
  return { calls: steps[0]!.counters.roundTrips, sheet: finished() };
}

async function expectTruth(kind: 'first pull' | 'refresh'): Promise<void> {
  const wrong = wrongCells(
    await stage.everflow.control.records(),
    deskById(file),
    await partiesOf(stage.everflow.control),
  );
  expect(wrong.filter((line) => !line.includes(EDIT))).toEqual([]);
  expect(anna.check()).toMatchObject({
    edited: kind === 'refresh' ? 1 : 0,
    created: 0,
    unknown: 0,
    certain: true,
  });
}

describe.each(['first pull', 'refresh'] as const)('[P8] a %s', (kind) => {
  let calls: number;
  let sheet: string;
  beforeAll(async () => {
    ({ calls, sheet } = await uninterrupted(kind));
  });

  it.each(Array.from({ length: KILLS }, (_, at) => [at + 1]))(
    `killed at call %i of ${KILLS} evenly spread ones and gone on with ends in the same sheet`,
    async (nth) => {
      await begin(kind);
      start();
      const plan = stage.google.plan({ killBefore: Math.max(1, Math.round((nth / KILLS) * calls)) });
      expect(() => anna.call('pullStep')).toThrow(ExecutionKilled);
      expect(plan.fired).toBe(true);
      // Only the very last call of all comes after the pull has ended.
      if (anna.call('status').job !== null) expect(anna.finishPull()).toMatchObject({ complete: true });
      else expect(nth).toBe(KILLS);
      expect(firstDifference(finished(), sheet)).toBe('');
      await expectTruth(kind);
    },
  );
});

describe('[P8] while a pull is half applied', () => {
  /** Dies in the middle of writing rows. */
  async function halfApplied(): Promise<void> {
    await begin('refresh');
    start();
    stage.google.beforeCall((call) => {
      const isLate = anna.google
        .workbook!.sheet(TAB)
        .texts()
        .some((line) => line.includes(NEW_TEXT));
      if (isLate && call.method === 'flush') throw new ExecutionKilled('Exceeded maximum execution time');
    });
    expect(() => anna.call('pullStep')).toThrow(ExecutionKilled);
    stage.google.beforeCall(null);
    expect(deskRows(file).filter(({ values }) => values['Description'] === NEW_TEXT).length).toBeGreaterThan(
      0,
    );
  }

  it('check, preview and another pull are refused, and it is not taken for finished', async () => {
    await halfApplied();
    const kept = tabJson(file);
    for (const call of [() => anna.check(), () => anna.preview(), start]) {
      expect(refusalOf(call)).toMatchObject({ code: 'busy', title: 'Another action is under way' });
    }
    expect(anna.call('status').job).toMatchObject({ kind: 'pull', startedBy: 'anna@acme.test' });
    expect(firstDifference(tabJson(file), kept)).toBe('');
    expect(await writesOf(stage.everflow)).toEqual([]);
  });

  it('a push that was confirmed before is refused', async () => {
    await begin('refresh');
    const preview = anna.preview();
    const confirmed = anna.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut: {},
      typed: '1',
      warningsAccepted: true,
      reason: '',
    });
    start();
    expect(refusalOf(() => anna.call('pushStart', confirmed)).code).toBe('busy');
    anna.finishPull();
    expect(refusalOf(() => anna.call('pushStart', confirmed)).code).toBe('plan-old');
    expect(await writesOf(stage.everflow)).toEqual([]);
  });

  it('it is finished without asking Everflow again, by anybody', async () => {
    await halfApplied();
    await stage.everflow.control.clearLog();
    const ben = new Operator(stage.google, {}, { user: 'ben@acme.test' });
    expect(refusalOf(() => ben.finishPull()).code).toBe('no-key');
    expect(anna.finishPull()).toMatchObject({ complete: true });
    expect(await stage.everflow.control.log()).toEqual([]);
    await expectTruth('refresh');
  });

  it('cancelling comes too late: what is half written is finished', async () => {
    await halfApplied();
    anna.call('cancel');
    expect(anna.finishPull()).toMatchObject({ cancelled: false, complete: true });
    await expectTruth('refresh');
  });

  it('rows sorted and edited before it goes on are neither lost nor mixed up', async () => {
    await halfApplied();
    const page = new Page(file, 'anna@acme.test');
    page.person.sort(TAB, `A2:${page.column('Row key')}${page.lastRow()}`, page.column('Host'), false);
    const other = [...deskById(file)].find(([, { values }]) => values['Method'] === 'html')!;
    page.type('Description', other[1].rowNumber, `${EDIT} either`);
    anna.finishPull();
    expect(anna.check()).toMatchObject({ edited: 2, created: 0, certain: true });
    expect(deskById(file).get(other[0])!.values['Description']).toBe(`${EDIT} either`);
  });
});
