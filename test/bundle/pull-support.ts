/**
 * What the tests of pulling and checking share: the built folder, what a world does to texts, and what left the house. No rule of the
 * add-on is known here.
 */
import { join } from 'node:path';
import type { Workbook, World } from '../../local/apps-script';
import { fromJson, toJson } from '../../local/apps-script/spreadsheet';
import type {
  Control,
  Everflow,
  EverflowOptions,
  LogEntry,
  PixelRecord,
  Settings,
} from '../../local/everflow';
import { deskById, partiesOf, wrongCells } from '../../local/story/desk-rows';
import { Operator, Refused } from '../../local/story/operator';
import { TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';

export const DIST = join(__dirname, '../../dist');

/** The hidden tab of the add-on. */
export const BOOKS = 'Postback Desk books (do not edit)';

/** What a world of the platform does to a text on its way into a cell. */
export function throughCell(world: World): (text: string) => string {
  return (text) => {
    const lines = world.lineEnds === 'lf' ? text.replaceAll('\r\n', '\n') : text;
    return world.controlCharacters === 'kept' ? lines : lines.replace(/[^\P{Cc}\t\n\r]/gu, '');
  };
}

/** A new spreadsheet and an Everflow as at the start, without the cost of another server. */
export async function startAfresh({ everflow, google }: Stage): Promise<Workbook> {
  await everflow.control.reset();
  google.state.properties.clear();
  google.state.fetchQuota.limit = 100_000;
  google.onRequest(null);
  google.beforeCall(null);
  return google.openSpreadsheet();
}

/** Remembers spreadsheet and properties as they are; each call of what it returns opens them again, with the network as generated. */
export function checkpoint({ everflow, google }: Stage): () => Promise<Workbook> {
  const version = toJson(google.workbook!);
  const stores = structuredClone(google.state.properties);
  const { world, now } = google.workbook!;
  return async () => {
    await everflow.control.reset();
    google.state.properties.clear();
    for (const [name, store] of structuredClone(stores)) google.state.properties.set(name, store);
    return google.openSpreadsheet(fromJson(version, { world, now }));
  };
}

/** Requests that change something on the server. */
export async function writesOf({ control }: Everflow): Promise<LogEntry[]> {
  const log = await control.log();
  return log.filter(
    ({ method, path }) => method === 'PUT' || (method === 'POST' && !path.includes('pixelstable')),
  );
}

/** Everything durable of a tab as text, for comparing before and after. */
export function tabJson(file: Workbook, tab = TAB): string {
  return JSON.stringify(toJson(file).sheets.find((sheet) => sheet.name === tab));
}

/** Everything durable of a spreadsheet as text. */
export const fileJson = (file: Workbook): string => JSON.stringify(toJson(file));

/** Where two texts part, with what stands there; '' if they are the same. A whole tab would be no help in a message. */
export function firstDifference(found: string, wanted: string): string {
  if (found === wanted) return '';
  let at = 0;
  while (found[at] === wanted[at]) at += 1;
  return `${found.slice(at - 60, at + 60)} instead of ${wanted.slice(at - 60, at + 60)}`;
}

/** The refusal that a call ends with. @throws if it does not */
export function refusalOf(call: () => unknown): Refused {
  try {
    call();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('The call was not refused');
}

/** One network and one operator for several tests, each of which begins with a new spreadsheet and the network as generated. */
export class Bench {
  stage!: Stage;
  anna!: Operator;

  constructor(
    private readonly size: number,
    private readonly everflow: EverflowOptions = {},
  ) {}

  async open(): Promise<void> {
    this.stage = await setStage({ dist: DIST, size: this.size, seed: 5, everflow: this.everflow });
    await this.begin();
  }

  async begin(settings: Partial<Settings> = {}): Promise<void> {
    await startAfresh(this.stage);
    await this.control.settings(settings);
    this.anna = new Operator(this.stage.google);
    this.anna.connect(this.stage.everflow.keys.main);
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  get control(): Control {
    return this.stage.everflow.control;
  }

  get file(): Workbook {
    return this.stage.google.workbook!;
  }

  records(): Promise<PixelRecord[]> {
    return this.control.records();
  }

  /** Ids in the tab, in order of number. */
  shownIds(): number[] {
    return [...deskById(this.file).keys()].sort((a, b) => a - b);
  }

  /** Where the tab differs from the server. */
  async wrongNow(details = true): Promise<string[]> {
    return wrongCells(await this.records(), deskById(this.file), {
      ...(await partiesOf(this.control)),
      details,
    });
  }
}

/** Ids of records, in order of number. */
export function idsOf(records: readonly PixelRecord[]): number[] {
  return records.map((record) => record.network_pixel_id).sort((a, b) => a - b);
}
