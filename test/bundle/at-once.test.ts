/** Two people whose clicks meet: what one writes into the books never costs the other's (J2). */
import { Operator, Refused } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import type { PreviewAnswer } from '../../src/flows/preview/preview';
import { checkpoint, DIST } from './pull-support';
import { newRow } from './push-support';

let stage: Stage;
let anna: Operator;
let ready: () => Promise<unknown>;

beforeAll(async () => {
  stage = await setStage({ dist: DIST, size: 40, seed: 5 });
  const file = stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull();
  const page = new Page(file, 'anna@acme.test');
  const rows = page.rows().filter(({ text }) => text['Method'] === 'postback' && text['Status'] === 'active');
  page.type('Description', rows[0]!.rowNumber, 'mine');
  anna.preview();
  page.type('Description', rows[1]!.rowNumber, 'mine too');
  // Everflow changes what is edited here, so that discarding has something to settle in the books.
  await stage.everflow.control.change(Number(rows[0]!.text['Postback ID']), { description: 'theirs' });
  anna.pull();
  anna.check();
  ready = checkpoint(stage);
});
afterAll(() => stage.close());

/** The refusals that are true while somebody else is at work, and those of somebody who comes after him. */
const FAIR = ['step-running', 'nothing-to-push'];
const wordOf = (call: () => unknown): string => {
  try {
    call();
    return 'done';
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
};

const CALLS = {
  checkStep: (who: Operator) => expect(who.check()).toMatchObject({ certain: true, unknown: 0 }),
  previewStart: (who: Operator) => who.call('previewStart'),
  discardStep: (who: Operator) => who.call('discardStep', { what: 'all', hiddenToo: true }),
  changesSeen: (who: Operator) => who.call('changesSeen', { upTo: Number.MAX_SAFE_INTEGER }),
  status: (who: Operator) => expect(who.call('status').trouble).toBeNull(),
} as const;
const WRITERS = ['previewStart', 'discardStep', 'changesSeen'] as const;
const PAIRS = (['checkStep', 'previewStart', 'discardStep', 'status'] as const).flatMap((first) =>
  WRITERS.map((second) => [first, second] as const),
);

it.each(PAIRS)(
  '[J2] %s while somebody else comes with %s at any moment: nothing is damaged, and no trouble is told',
  async (first, second) => {
    const ben = new Operator(stage.google);
    await ready();
    let calls = 0;
    stage.google.beforeCall(() => (calls += 1));
    CALLS[first](anna);
    stage.google.beforeCall(null);
    const wrong: string[] = [];
    // Every second call, by turns from the first and the second: neighbours rarely differ.
    const offset = PAIRS.findIndex(([one, two]) => one === first && two === second) % 2;
    for (let nth = offset; nth < calls; nth += 2) {
      await ready();
      let at = 0;
      let his = '';
      stage.google.beforeCall(() => {
        if (at++ === nth) his = wordOf(() => CALLS[second](ben));
      });
      const hers = wordOf(() => CALLS[first](anna));
      stage.google.beforeCall(null);
      for (const word of [his, hers])
        if (word !== 'done' && !FAIR.includes(word)) wrong.push(`before call ${nth}: ${word}`);
      const { trouble } = anna.call('status');
      if (trouble) wrong.push(`before call ${nth}: then ${trouble.code}`);
      else if (!anna.check().certain) wrong.push(`before call ${nth}: then something is damaged`);
    }
    expect(wrong).toEqual([]);
  },
);

test('[C2] new rows that somebody checks while they are previewed are told what became of them', async () => {
  await ready();
  const page = new Page(stage.google.workbook!, 'ben@acme.test');
  page.pasteBelow([newRow({ Description: 'one' })]);
  const begun = checkpoint(stage);
  const ben = new Operator(stage.google);
  let calls = 0;
  stage.google.beforeCall(() => (calls += 1));
  anna.call('checkStep');
  stage.google.beforeCall(null);
  // Late in the check: its row key is decided on.
  for (let nth = Math.floor(calls / 4); nth < calls; nth += 3) {
    await begun();
    let at = 0;
    let preview: PreviewAnswer | undefined;
    stage.google.beforeCall(() => {
      if (at++ !== nth) return;
      if (wordOf(() => (preview = ben.call('previewStart'))) !== 'done') preview = undefined;
    });
    anna.call('checkStep');
    stage.google.beforeCall(null);
    anna.push(preview ?? anna.preview());
    expect([nth, anna.check().created]).toEqual([nth, 0]);
  }
}, 60_000);
