/** Hostile texts in every world of the platform: what Everflow holds is what the cells hold, and reading is never an edit. */
import { worlds, type World } from '../../local/apps-script';
import {
  CANNOT_SHOW_WORDS,
  deskById,
  partiesOf,
  TOO_LONG_WORDS,
  wrongCells,
} from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { DIST, throughCell } from './pull-support';

const SEED = 31;

/** The two sides of a cell's limit. */
const LONG = ['x'.repeat(50_000), 'y'.repeat(50_001), '=z'.repeat(25_500)];
/** Exactly as long as a cell may be, so that there is no room for an apostrophe before it. */
const FULL_FORMULA = `=${'x'.repeat(49_999)}`;

/** Texts that a cell without a format of its own would turn into something else. */
const LOOKALIKES = [
  '=1+1',
  '007',
  '2026-03-01',
  'TRUE',
  '50%',
  "'quoted",
  '1e5',
  '-2',
  '+49 30 1234567',
  '#N/A',
  '1/2',
];

describe.each(worlds.all.map((world): [string, World] => [world.name, world]))('world %s', (_name, world) => {
  let stage: Stage;
  let anna: Operator;
  let page: Page;

  beforeAll(async () => {
    stage = await setStage({ dist: DIST, world, seed: SEED, size: 400, everflow: { hostile: true } });
    const ids = (await stage.everflow.control.records()).map((record) => record.network_pixel_id);
    for (const [at, text] of [...LONG, FULL_FORMULA].entries()) {
      await stage.everflow.control.change(ids[100 + at]!, { delivery_method: 'html', html_code: text });
    }
    const file = stage.google.openSpreadsheet();
    anna = new Operator(stage.google);
    anna.connect(stage.everflow.keys.main);
    anna.pull();
    page = new Page(file, 'anna@acme.test');
  });
  afterAll(() => stage.close());

  const wrongNow = async (): Promise<string[]> => {
    const records = (await stage.everflow.control.records()).filter(
      (record) => record.html_code !== FULL_FORMULA,
    );
    const rows = deskById(page.file);
    rows.delete(await idOfCode(FULL_FORMULA));
    const parties = await partiesOf(stage.everflow.control);
    return wrongCells(records, rows, { ...parties, through: throughCell(world) });
  };
  const idOfCode = async (code: string): Promise<number> =>
    (await stage.everflow.control.records()).find((record) => record.html_code === code)!.network_pixel_id;

  it(`[T1] [T2] [T4] every cell reads back as Everflow holds it and none is a formula (seed ${SEED})`, async () => {
    expect(await wrongNow()).toEqual([]);
  });

  it('[D1] checking right after the pull finds nothing', () => {
    expect(anna.check()).toMatchObject({ edited: 0, created: 0, groups: [], unchanged: 400, certain: true });
  });

  it('[T3] a text of 50,000 characters is shown whole, a longer one as a stand-in', async () => {
    const rows = deskById(page.file);
    const shown = await Promise.all(
      LONG.map(async (code) => String(rows.get(await idOfCode(code))!.values['HTML code'])),
    );
    expect(shown[0]).toHaveLength(50_000);
    expect(shown.slice(1)).toEqual([TOO_LONG_WORDS, TOO_LONG_WORDS]);
  });

  it('[T2] [T3] a full cell that begins like a formula is shown whole or as a stand-in, never cut and never a formula', async () => {
    const { values, formulas } = deskById(page.file).get(await idOfCode(FULL_FORMULA))!;
    expect([FULL_FORMULA, CANNOT_SHOW_WORDS]).toContain(values['HTML code']);
    expect(formulas).toEqual([]);
  });

  it('[C8] ids of sixteen digits stand as text, digit by digit', async () => {
    const records = (await stage.everflow.control.records()).filter(
      (record) => record.delivery_method === 'facebook',
    );
    const rows = deskById(page.file);
    const cells = records.map((record) => rows.get(record.network_pixel_id)!.values['FB pixel ID']);
    expect(cells).toEqual(records.map((record) => record.facebook_pixel?.['pixel_id']));
    expect(cells.filter((cell) => /^\d{16}$/.test(String(cell))).length).toBeGreaterThan(3);
  });

  it('[T1] [C4] after formats were lost, a refresh still writes exact texts', async () => {
    const last = page.lastRow();
    for (const header of ['Description', 'URL']) {
      const column = page.column(header);
      page.person.setNumberFormat(TAB, `${column}2:${column}${last}`, 'general');
    }
    const ids = [...deskById(page.file).keys()];
    for (const [at, text] of LOOKALIKES.entries()) {
      await stage.everflow.control.change(ids[at]!, { description: text, postback_url: text });
    }
    anna.pull();
    expect(await wrongNow()).toEqual([]);
    expect(anna.check()).toMatchObject({ edited: 0, created: 0, groups: [] });
  });
});
