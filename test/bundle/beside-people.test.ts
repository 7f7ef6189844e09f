/**
 * Whatever a person does in whatever gap between two calls to the spreadsheet, no postback gets another one's value, no edit is lost, and
 * people's own columns stay as they are. A sample of all gaps and moves; POSTBACK_DESK_EVERY_GAP=1 tries all of them.
 */
import { EVERYTHING } from '../../src/everflow/query';
import { fromJson, toJson } from '../../local/apps-script/spreadsheet';
import { Operator, Refused } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { addOwnColumns, atCall, byName, EDITABLE, MOVES, wrongAfter } from './beside-people';
import { DIST } from './pull-support';

const EVERY = process.env['POSTBACK_DESK_EVERY_GAP'] === '1';
/** Tries of each flow in the usual run. */
const SAMPLE = 36;
const ANNA = 'anna@acme.test';

let stage: Stage;
let anna: Operator;
/** Spreadsheet and properties as they stand now; opens them again. */
type Save = () => void;
let pulled: Save;
let quietId: number;
let ids: readonly number[];

function save(): Save {
  const { google } = stage;
  const version = toJson(google.workbook!);
  const stores = structuredClone(google.state.properties);
  const { world, now } = google.workbook!;
  return () => {
    google.beforeCall(null);
    google.state.properties.clear();
    for (const [name, store] of structuredClone(stores)) google.state.properties.set(name, store);
    google.openSpreadsheet(fromJson(version, { world, now }));
  };
}

beforeAll(async () => {
  // In the thread, new postbacks get their ids in the order in which they are sent.
  stage = await setStage({ dist: DIST, size: 18, seed: 12 });
  stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull();
  addOwnColumns(stage.google.workbook!);
  pulled = save();
  const rows = page()
    .rows()
    .filter(({ text }) => text['Method'] === 'postback' && /^(in)?active$/.test(text['Status']!));
  ids = rows.map(({ text }) => Number(text['Postback ID']));
  quietId = ids.at(-1)!;
}, 60_000);
afterAll(() => stage.close());

const page = (): Page => new Page(stage.google.workbook!, ANNA);

function type(id: number, header: string, text: string): void {
  const row = page()
    .rows()
    .find((one) => one.text['Postback ID'] === String(id))!;
  page().type(header, row.rowNumber, text);
}

const newRow = (description: string): Record<string, string> => ({
  'Partner ID': '12',
  'Offer ID': '40',
  Type: 'conversion',
  Level: 'specific',
  Method: 'postback',
  Status: 'active',
  URL: `https://new.example/${description.replaceAll(' ', '-')}?tx={transaction_id}`,
  'Delay (ms)': '0',
  Description: description,
});

/** Runs to the end as the panel would: what is refused for now is tried again. */
function persist<T>(run: () => T): T {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof Refused) || attempt === 3) throw error;
    }
  }
}

interface Flow {
  readonly name: string;
  /** Makes the spreadsheet in which the flow begins. */
  readonly prepare: () => void;
  /** Makes the server in which the flow begins. */
  readonly serve?: () => Promise<void>;
  readonly run: () => unknown;
  /** A move that makes another end right: deleting an original makes its copy the original. */
  readonly without?: string;
  /** What is compared besides the editable cells. */
  readonly headers?: readonly string[];
}

const FLOWS: readonly Flow[] = [
  {
    name: 'a check with many messages',
    prepare: () => {
      for (const [at, id] of ids.slice(0, 6).entries()) type(id, 'Delay (ms)', `x${at}`);
      page().pasteBelow([newRow('mine one'), newRow('mine two')]);
    },
    run: () => anna.check(),
    headers: ['State', 'Message'],
  },
  {
    name: 'a refresh with changed and new rows',
    prepare: () => type(ids[7]!, 'Description', 'unsent'),
    serve: async () => {
      const { control } = stage.everflow;
      for (const [at, id] of ids.slice(0, 5).entries()) {
        await control.change(id, { description: `there ${at}`, postback_url: `https://there.example/${at}` });
      }
      for (const at of [1, 2, 3]) await control.create({ description: `made there ${at}` });
    },
    run: () => {
      if (anna.call('status').job === null) anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
      return anna.finishPull();
    },
    headers: ['Host', 'Fires for', 'Row key'],
  },
  {
    name: 'what a push shows',
    prepare: () => {
      for (const [at, id] of ids.slice(0, 5).entries()) type(id, 'Description', `pushed ${at}`);
      page().pasteBelow([newRow('mine one'), newRow('mine two')]);
      const { previewId, all } = anna.preview();
      const confirmed = anna.call('previewConfirm', {
        previewId,
        leaveOut: {},
        typed: String(all.writes),
        warningsAccepted: true,
        ticks: all.warnings.map(({ cause }) => cause),
        reason: '',
      });
      anna.call('pushStart', confirmed);
    },
    run: () => (anna.call('status').job === null ? undefined : anna.finishPush()),
    headers: ['State', 'Host', 'Fires for', 'Row key'],
  },
  {
    name: 'a fix',
    prepare: () => {
      for (const [at, id] of ids.slice(0, 7).entries())
        type(id, 'Status', ['Active', ' inactive', 'INACTIVE'][at % 3]!);
      anna.check();
    },
    run: () => {
      const group = anna.check().groups.find(({ cause }) => cause === 'pixel_status-spelling');
      const toActive = group?.fixes.find(({ label }) => label.includes('"active"'));
      return group && toActive && anna.fix(group.cause, toActive.id);
    },
    headers: ['Row key'],
  },
  {
    name: 'a fix that makes copies new',
    without: 'delete a row',
    prepare: () => {
      const { person, file } = page();
      const rows = page()
        .rows()
        .filter(({ text }) => ids.slice(0, 3).includes(Number(text['Postback ID'])));
      for (const row of rows) {
        const at = page().lastRow() + 1;
        person.paste('Postbacks', `A${at}`, person.copyRows('Postbacks', row.rowNumber));
        page().type('Description', at, `copy ${row.text['Postback ID']}`);
        expect(file).toBeDefined();
      }
      anna.check();
    },
    run: () => {
      const group = anna.check().groups.find(({ fixes }) => fixes.some(({ id }) => id === 'make-new'));
      return group && anna.fix(group.cause, 'make-new');
    },
  },
];

/** A number from 0 to 1 for each seed. */
const chance = (seed: number): number => ((seed * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;

describe.each(FLOWS)('[P11] during $name', (flow) => {
  it('nobody can make the add-on write into a wrong row or lose an edit', async () => {
    pulled();
    await stage.everflow.control.reset();
    flow.prepare();
    const start = save();
    const begin = async (): Promise<void> => {
      start();
      await stage.everflow.control.reset();
      await flow.serve?.();
    };
    await begin();
    const calls = atCall(stage.google, -1, () => undefined);
    flow.run();
    stage.google.beforeCall(null);
    const wanted = byName(stage.google.workbook!);
    const headers = [...EDITABLE, ...(flow.headers ?? [])];
    const all = MOVES.filter(({ name }) => name !== flow.without).flatMap((move) =>
      Array.from({ length: calls.count }, (_, nth) => ({ move, nth })),
    );
    const tries = EVERY
      ? all
      : Array.from({ length: SAMPLE }, (_, n) => all[Math.floor(chance(n + 1) * all.length)]!);
    const wrong: string[] = [];
    for (const { move, nth } of tries) {
      await begin();
      const { google } = stage;
      const file = google.workbook!;
      const person = page();
      atCall(google, nth, () =>
        move.act({ person: person.person, page: new Page(file, 'ben@acme.test'), file, quietId }),
      );
      try {
        persist(flow.run);
      } catch (error) {
        wrong.push(`${move.name} before call ${nth}: ${String(error)}`);
      }
      google.beforeCall(null);
      for (const line of wrongAfter(file, move.name, wanted, headers, quietId)) {
        wrong.push(`${move.name} before call ${nth} of ${calls.count}: ${line}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 600_000);
});
