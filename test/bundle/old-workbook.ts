/** Workbooks that earlier builds left, under `test/fixtures`: data of the past, never made anew (B4). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeKeys, type Workbook } from '../../local/apps-script';
import { fromJson, type WorkbookJson } from '../../local/apps-script/spreadsheet';
import type { PixelRecord } from '../../local/everflow';
import { Operator } from '../../local/story/operator';
import { setStage, type Stage } from '../../local/story/stage';
import { DIST } from './pull-support';

/** Of the network that was pulled, and what its Everflow held when the workbook was put aside. */
export interface OldWorkbook {
  readonly size: number;
  readonly seed: number;
  readonly documentProperties: Readonly<Record<string, string>>;
  readonly records: readonly PixelRecord[];
  readonly workbook: WorkbookJson;
}

export function readOldWorkbook(layout: number): OldWorkbook {
  const path = join(__dirname, `../fixtures/workbook-v${layout}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as OldWorkbook;
}

/** Another seed for the script than the workbook's, or it would give the same ids anew. */
const oldStage = ({ size, seed }: OldWorkbook): Promise<Stage> =>
  setStage({ dist: DIST, size, seed, scriptSeed: seed + 100 });

/** Opens it on an Everflow that holds what it held then, half an hour after the last that happened in it. */
async function openOldWorkbook(
  { google, everflow }: Stage,
  old: OldWorkbook,
): Promise<{ readonly file: Workbook; readonly anna: Operator }> {
  await everflow.control.reset();
  const then = new Map(old.records.map((record) => [record.network_pixel_id, record]));
  const present = (await everflow.control.records()).map((one) => one.network_pixel_id);
  for (const id of present) if (!then.has(id)) await everflow.control.remove(id);
  for (const [id, record] of then) {
    expect(present).toContain(id);
    await everflow.control.change(id, { ...record });
  }
  google.state.properties.clear();
  const { world, now } = google.openSpreadsheet();
  const file = google.openSpreadsheet(fromJson(old.workbook, { world, now }));
  google.state.properties.set(storeKeys.document(file.id), new Map(Object.entries(old.documentProperties)));
  google.clock.advance(30 * 60_000);
  const anna = new Operator(google);
  anna.connect(everflow.keys.main);
  return { file, anna };
}

/** The workbook, opened anew for each test of a file. */
export function useOldWorkbook(old: OldWorkbook): {
  readonly stage: Stage;
  readonly file: Workbook;
  readonly anna: Operator;
} {
  const scene: { stage?: Stage; file?: Workbook; anna?: Operator } = {};
  beforeAll(async () => {
    scene.stage = await oldStage(old);
  });
  afterAll(() => scene.stage!.close());
  beforeEach(async () => {
    Object.assign(scene, await openOldWorkbook(scene.stage!, old));
  });
  return scene as Required<typeof scene>;
}

/** Layouts of the rows of the books, each once. */
export const layoutsOf = (rows: readonly { readonly head: { readonly v: number } }[]): number[] =>
  [...new Set(rows.map(({ head }) => head.v))].sort((a, b) => a - b);
