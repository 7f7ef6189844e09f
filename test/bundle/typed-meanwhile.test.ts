/** Somebody types into the very cell that a flow is about to write, after the flow has read the tab: what was typed stays (P11). */
import { Operator } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { atCall, SERVICES } from './beside-people';
import { checkpoint, DIST } from './pull-support';

/** Calls before which typing is lost: between the last look at a cell and its writing, with the proof that no row moved. Sheets has no "write only if". */
const MOST_LOST = 5;
const TYPED = 'https://typed.example/by-ben?c={transaction_id}';

let stage: Stage;
let anna: Operator;
let id: string;
let edited: () => Promise<unknown>;

beforeAll(async () => {
  stage = await setStage({ dist: DIST, size: 40, seed: 5 });
  const file = stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull();
  const page = new Page(file, 'anna@acme.test');
  const row = page.rows().find(({ text }) => text['Method'] === 'postback' && text['Status'] === 'active')!;
  id = row.text['Postback ID']!;
  page.type('URL', row.rowNumber, `${row.text['URL']!} `);
  anna.check();
  edited = checkpoint(stage);
});
afterAll(() => stage.close());

const rowNow = (): ReturnType<Page['rows']>[number] =>
  new Page(stage.google.workbook!, 'ben@acme.test').rows().find(({ text }) => text['Postback ID'] === id)!;

describe.each([
  ['a fix', () => anna.call('fixGroup', { cause: 'url-trim', fixId: 'trim' })],
  ['discarding', () => anna.call('discardStep', { what: 'all', hiddenToo: true })],
])('[P11] during %s', (_name, run) => {
  it('what somebody types into the cell that is to be written stays, but for the moment of writing', async () => {
    await edited();
    let calls = 0;
    /** Calls until the flow has read the whole tab; what is typed before that, it knows. */
    let read = 0;
    stage.google.beforeCall(({ service, method }) => {
      if (!SERVICES.has(service)) return;
      calls += 1;
      if (method === 'getFormulas') read = calls;
    });
    run();
    stage.google.beforeCall(null);
    expect(rowNow().text['URL']).not.toMatch(/ $/);
    expect(calls).toBeGreaterThan(read + 2 * MOST_LOST);
    const lost: number[] = [];
    for (let nth = read; nth < calls; nth += 1) {
      await edited();
      atCall(stage.google, nth, () =>
        new Page(stage.google.workbook!, 'ben@acme.test').type('URL', rowNow().rowNumber, TYPED),
      );
      run();
      stage.google.beforeCall(null);
      if (rowNow().text['URL'] !== TYPED) lost.push(nth);
    }
    expect(lost.length).toBeLessThanOrEqual(MOST_LOST);
  });
});

test('[P9] a row of a gone postback that somebody edits while gone rows are taken away stays with what he typed', async () => {
  await edited();
  anna.call('discardStep', { what: 'all', hiddenToo: true });
  await stage.everflow.control.remove(Number(id));
  anna.pull();
  const gone = checkpoint(stage);
  await gone();
  await stage.everflow.control.remove(Number(id));
  const calls = atCall(stage.google, -1, () => undefined);
  expect(anna.removeGone()).toMatchObject({ removed: 1, keptEdited: 0 });
  stage.google.beforeCall(null);
  const lost: number[] = [];
  for (let nth = 0; nth < calls.count; nth += 1) {
    await gone();
    let isTyped = false;
    atCall(stage.google, nth, () => {
      const page = new Page(stage.google.workbook!, 'ben@acme.test');
      const row = page.rows().find(({ text }) => text['Postback ID'] === id);
      isTyped = row !== undefined;
      if (row) page.type('URL', row.rowNumber, TYPED);
    });
    const { removed, keptEdited } = anna.removeGone();
    stage.google.beforeCall(null);
    if (isTyped && removed === 1) lost.push(nth);
    else expect([nth, removed, keptEdited]).toEqual([nth, ...(isTyped ? [0, 1] : [1, 0])]);
    // Known still, so that the check tells what it is.
    if (isTyped && removed === 0) expect(anna.check().groups.map(({ cause }) => cause)).toEqual(['gone']);
  }
  expect(lost.length).toBeLessThanOrEqual(3);
});
