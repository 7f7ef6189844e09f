/** Snapshots that take many steps: the same as in one, within the limits of a step when every call is slow, and in few calls [L1] [J3]. */
import { Operator } from '../../local/story/operator';
import { setStage, type Stage } from '../../local/story/stage';
import { finish, takeSnapshot, verifyTab } from './audit-support';
import { DIST } from './pull-support';

/** More than a block. */
const SIZE = 2_500;
/** What each call takes here, so that even this many rows take several steps: some twelve times the usual. */
const CALL_MS = 1_000;
/** Between the end of a step's time and that of an execution is room for one unit of work. */
const MAX_STEP_MS = 120_000;

/** Calls for a line of the change log. */
const LOG_LINE = 15;

let stage: Stage;
let anna: Operator;
beforeAll(async () => {
  stage = await setStage({ dist: DIST, size: SIZE, seed: 3 });
  stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull({ details: 'skip' });
});
afterEach(() => stage.google.beforeCall(null));
afterAll(() => stage.close());

/** Steps and calls that something took, and its slowest step in virtual time. */
function measured<T>(run: () => T): { value: T; steps: number; calls: number; slowestMs: number } {
  const from = stage.google.executions.length;
  stage.google.beforeCall(() => stage.google.clock.advance(CALL_MS));
  const value = run();
  stage.google.beforeCall(null);
  const executions = stage.google.executions.slice(from);
  return {
    value,
    steps: executions.length,
    calls: executions.reduce((sum, { counters }) => sum + counters.roundTrips, 0),
    slowestMs: Math.max(...executions.map(({ startedMs, endedMs }) => endedMs - startedMs)),
  };
}

it('are taken, verified and compared in steps', async () => {
  const taken = measured(() => takeSnapshot(anna));
  expect(taken.steps).toBeGreaterThan(2);
  expect(taken.slowestMs).toBeLessThan(MAX_STEP_MS);
  expect(taken.value.rows).toBe(SIZE);

  const verified = measured(() => verifyTab(anna, taken.value.sheetId, taken.value.digest));
  expect(verified.value).toMatchObject({ intact: true, certain: true, rows: SIZE, isPasted: true });
  expect(verified.slowestMs).toBeLessThan(MAX_STEP_MS);

  const records = (await stage.everflow.control.records()).filter((_, at) => at % 10 === 0);
  for (const { network_pixel_id: id } of records) await stage.everflow.control.change(id, { delay_ms: 1234 });
  anna.pull({ details: 'skip' });
  const compared = measured(() => {
    anna.call('compareStart', { a: taken.value.sheetId, b: 'now' });
    return finish(anna, () => anna.call('compareStep'));
  });
  expect(compared.value).toMatchObject({ changed: records.length, lines: records.length, added: 0, gone: 0 });
  expect(compared.steps).toBeGreaterThan(1);
  expect(compared.slowestMs).toBeLessThan(MAX_STEP_MS);
  // Calls by step and by block, not by row: each step reads what was pulled anew. One line is told in the change log.
  for (const { calls, steps } of [taken, verified, compared])
    expect(calls - LOG_LINE - 30 * steps).toBeLessThan((SIZE / 1_000) * 30);
});
