/** What checks and fixes of a large tab cost in service calls, and fixes that take several steps. */
import type { CheckResult } from '../../src/flows/check/check';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { countSheetCalls, setStage, type Stage } from '../../local/story/stage';
import { DIST, refusalOf } from './pull-support';

const SIZE = 10_000;
const ANNA = 'anna@acme.test';

let stage: Stage;
let anna: Operator;
let page: Page;

beforeAll(async () => {
  stage = await setStage({ dist: DIST, size: SIZE, seed: 5 });
  stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull({ details: 'skip' });
  page = new Page(stage.google.workbook!, ANNA);
}, 120_000);
afterAll(() => stage.close());

/** Types into rows scattered over the whole tab; a text of its own for each. */
function scatter(header: string, from: number, count: number, text: (n: number) => string): number[] {
  const gap = Math.floor((SIZE - from) / count);
  const rows = Array.from({ length: count }, (_, n) => from + n * gap);
  rows.forEach((row, n) => page.person.type(TAB, page.cell(header, row), text(n)));
  return rows;
}

const at = (header: string, row: number): unknown =>
  stage.google.workbook!.sheet(TAB).value(page.cell(header, row));

function groupOf(check: CheckResult, cause: string): CheckResult['groups'][number] {
  const group = check.groups.find((one) => one.cause === cause);
  if (!group) throw new Error(`No ${cause} among ${check.groups.map((one) => one.cause).join()}`);
  return group;
}

function counted<T>(run: () => T): { value: T; calls: number; writes: number } {
  const calls = countSheetCalls(stage.google);
  const before = stage.google.counters.writes;
  const value = run();
  stage.google.beforeCall(null);
  return { value, calls: calls.count, writes: stage.google.counters.writes - before };
}

test('[L1] a check of 10,000 rows with 300 scattered messages, each its own, takes at most 40 calls', () => {
  const rows = scatter('Delay (ms)', 2, 300, (n) => `x${n}`);
  const checked = counted(() => anna.check());
  expect(checked.value.stopped).toBe(300);
  expect(checked.calls).toBeLessThanOrEqual(40);
  // Neither the number of messages nor of rows between them is the number of writes.
  expect(checked.writes).toBeLessThanOrEqual(3);
  for (const [n, row] of rows.entries()) expect(at('Message', row)).toMatch(`"x${n}" is not a whole number`);
  const told = stage.google.workbook!.sheet(TAB).texts({ row: 1, column: 1, numRows: SIZE, numColumns: 2 });
  expect(told.filter(([state]) => state !== '')).toHaveLength(301);
  expect(counted(() => anna.check())).toMatchObject({ writes: 0 });
});

test('[L1] one word for 1,200 scattered rows is written in few calls, numbers too', () => {
  const rows = scatter('Status', 3, 1_200, () => 'Inactive');
  const group = groupOf(anna.check(), 'pixel_status-spelling');
  const fixed = counted(() => anna.fix(group.cause, group.fixes[0]!.id));
  expect(fixed.value).toBe(group.count);
  expect(group.count).toBeGreaterThan(1_000);
  expect(fixed.calls).toBeLessThanOrEqual(40);
  expect(rows.filter((row) => at('Status', row) === 'inactive').length).toBe(group.count);
});

test('[V11] [J3] a fix that takes long goes on in steps, repairs its group and no other row', () => {
  const others = scatter('Event ID', 7, 5, (n) => `y${n}`);
  const typed = scatter('URL', 4, 600, (n) => ` https://fixed.example/${n}?tx={transaction_id} `);
  const group = groupOf(anna.check(), 'url-trim');
  expect(group.count).toBeGreaterThan(300);
  const fix = { cause: group.cause, fixId: 'trim' };
  const from = stage.google.executions.length;
  const first = anna.call('fixGroup', fix);
  expect(first.result).toBeUndefined();
  expect(first.progress.done).toBeGreaterThan(0);
  expect(first.progress).toMatchObject({ total: group.count, finished: false });
  // The window is closed and opened again: what is left is found anew.
  expect(anna.fix(fix.cause, fix.fixId)).toBe(group.count - first.progress.done);
  const steps = stage.google.executions.slice(from);
  expect(steps.length).toBeGreaterThan(2);
  for (const step of steps) expect(step.endedMs - step.startedMs).toBeLessThan(60_000);
  const repaired = typed.filter((row) => String(at('URL', row)).startsWith('https://fixed.example/')).length;
  expect(repaired).toBe(group.count);
  expect(others.map((row) => at('Event ID', row))).toEqual(others.map((_, n) => `y${n}`));
  expect(anna.check().groups.map(({ cause }) => cause)).not.toContain('url-trim');
  expect(anna.call('fixGroup', fix)).toMatchObject({ result: { rows: 0, formulas: 0 } });
});

test('[J2] a fix does not begin while another window carries one out', () => {
  let code = '';
  let isFirst = true;
  stage.google.beforeCall((call) => {
    if (!isFirst || call.method !== 'getValues') return;
    isFirst = false;
    const ben = new Operator(stage.google, {}, { user: 'ben@acme.test' });
    code = refusalOf(() => ben.call('fixGroup', { cause: 'none', fixId: 'none' })).code;
  });
  anna.call('fixGroup', { cause: 'none', fixId: 'none' });
  stage.google.beforeCall(null);
  expect(code).toBe('step-running');
});
