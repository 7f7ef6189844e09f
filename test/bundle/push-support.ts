/**
 * A pulled spreadsheet and its Everflow for tests of preview and push, with the few moves they share. It knows the panel's calls and
 * the sheet as a person sees it, and no rule of the add-on.
 */
import { join } from 'node:path';
import type { LeaveOut } from '../../src/core/plan-leave-out';
import type { PreviewLine } from '../../src/core/plan-preview';
import type { PreviewAnswer } from '../../src/flows/preview/preview';
import type { PushResult } from '../../src/flows/push/state';
import type { RowResult } from '../../src/flows/push/results';
import type { LocalAppsScript, Workbook } from '../../local/apps-script';
import type { Everflow, JsonObject, LogEntry, PixelRecord } from '../../local/everflow';
import type { RecordChange } from '../../local/everflow/store';
import { Operator, Refused } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { differences, type Difference } from '../../local/story/proof';
import { allLines } from '../../local/story/run';
import { setStage, type StageOptions } from '../../local/story/stage';

export const DIST = join(__dirname, '..', '..', 'dist');

export type Row = Omit<RowResult, 'truth' | 'pulled'>;

/** A preview with the choice that was made in it. */
export interface Chosen {
  readonly preview: PreviewAnswer;
  readonly leaveOut: LeaveOut;
  readonly lines: readonly PreviewLine[];
}

export interface Pushed {
  readonly result: PushResult;
  /** In the order of the plan. */
  readonly rows: readonly Row[];
  readonly lines: readonly PreviewLine[];
}

export interface SceneOptions extends Partial<Omit<StageOptions, 'dist'>> {
  /** Name of the key in use; default `main`. */
  readonly key?: keyof Everflow['keys'];
}

export class Scene {
  readonly anna: Operator;

  private constructor(
    readonly everflow: Everflow,
    readonly google: LocalAppsScript,
    readonly file: Workbook,
    readonly close: () => Promise<void>,
  ) {
    this.anna = new Operator(google);
  }

  /** A spreadsheet that is connected and pulled. */
  static async open({ key = 'main', ...options }: SceneOptions = {}): Promise<Scene> {
    const { everflow, google, close } = await setStage({ size: 60, ...options, dist: DIST });
    const scene = new Scene(everflow, google, google.openSpreadsheet(), close);
    scene.anna.connect(everflow.keys[key]);
    scene.anna.pull();
    return scene;
  }

  /** Made anew each time: people move columns. */
  get page(): Page {
    return new Page(this.file, 'anna@acme.test');
  }

  /** The row of a postback as it is shown now. @throws if it is not in the tab */
  row(id: number): ReturnType<Page['rows']>[number] {
    const found = this.page.rows().find(({ text }) => text['Postback ID'] === String(id));
    if (!found) throw new Error(`The tab has no postback ${id}`);
    return found;
  }

  text(id: number, header: string): string {
    return this.row(id).text[header] ?? '';
  }

  edit(id: number, cells: Readonly<Record<string, string>>): void {
    this.editAll([id], cells);
  }

  /** Types the same texts into the rows of many postbacks. */
  editAll(ids: readonly number[], cells: Readonly<Record<string, string>>): void {
    const { page } = this;
    const rowNumbers = new Map(page.rows().map((row) => [row.text['Postback ID'], row.rowNumber]));
    for (const id of ids) {
      const rowNumber = rowNumbers.get(String(id));
      if (rowNumber === undefined) throw new Error(`The tab has no postback ${id}`);
      for (const [header, text] of Object.entries(cells)) page.type(header, rowNumber, text);
    }
  }

  /** Ordinary active postbacks, in order of id. */
  async plain(count: number): Promise<number[]> {
    const ids = (await this.everflow.control.records()).filter(isPlain).map((one) => one.network_pixel_id);
    if (ids.length < count) throw new Error(`The network has ${ids.length} plain postbacks, not ${count}`);
    return ids.slice(0, count);
  }

  async record(id: number): Promise<PixelRecord> {
    const record = await this.everflow.control.record(id);
    if (!record) throw new Error(`Everflow has no postback ${id}`);
    return record;
  }

  preview(leaveOut: LeaveOut = {}): Chosen {
    const preview = this.anna.preview();
    return { preview, leaveOut, lines: allLines(this.anna, preview, leaveOut) };
  }

  /** Confirms the choice; does not begin to push. */
  confirm({ preview, leaveOut, lines }: Chosen): { planId: string; digest: string } {
    return this.anna.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut,
      typed: String(lines.length),
      warningsAccepted: true,
      ticks: preview.all.warnings.map(({ cause }) => cause),
      reason: '',
    });
  }

  /** Confirms and pushes; `during` acts before each step with its number from 1. */
  push(chosen: Chosen = this.preview(), during?: (step: number) => void): Pushed {
    const { planId, digest } = this.confirm(chosen);
    this.anna.call('pushStart', { planId, digest });
    return { ...this.goOn(planId, during), lines: chosen.lines };
  }

  /** Steps until the push has ended. @throws Error if it pauses, Refused if a step is refused */
  goOn(planId: string, during?: (step: number) => void): Omit<Pushed, 'lines'> {
    for (let step = 1; step < 500; step += 1) {
      during?.(step);
      const { result, paused } = this.anna.patiently(() => this.anna.call('pushStep'));
      if (result) return { result, rows: this.rowsOf(planId) };
      if (paused !== '') throw new Error(`The push pauses: ${paused}`);
    }
    throw new Error('The push has no end');
  }

  rowsOf(planId: string): Row[] {
    const rows: Row[] = [];
    for (;;) {
      const answer = this.anna.call('pushRows', { planId, offset: rows.length });
      rows.push(...answer.rows);
      if (answer.rows.length === 0 || rows.length >= answer.total) return rows;
    }
  }

  /** What on the server is not as lines and outcomes say; empty if all is. */
  async proof(before: readonly PixelRecord[], { lines, rows }: Pushed): Promise<Difference[]> {
    return differences(before, lines, rows, await this.everflow.control.records());
  }

  /** Writes that reached Everflow since the log was cleared. */
  async writes(method?: 'PUT' | 'POST'): Promise<LogEntry[]> {
    const log = await this.everflow.control.log();
    return log.filter(
      (entry) =>
        (entry.method === 'PUT' || (entry.method === 'POST' && entry.path === '/v1/networks/pixels')) &&
        (method === undefined || entry.method === method),
    );
  }
}

/** Nothing about its method, status, URL or numbers stands in the way of editing it; its description may be awkward. */
export function isPlain(record: PixelRecord): boolean {
  return (
    record.delivery_method === 'postback' &&
    record.pixel_status === 'active' &&
    record.pixel_type !== 'cpc' &&
    record.facebook_pixel === null &&
    !('audience_id' in record) &&
    !(record.pixel_level === 'global' && record.network_offer_id !== 0) &&
    /^https?:\/\/[\w.-]+\/[!-~]*$/.test(record.postback_url)
  );
}

export function byId(records: readonly PixelRecord[]): Map<number, PixelRecord> {
  return new Map(records.map((record) => [record.network_pixel_id, record]));
}

/** The outcome words of rows, by postback id (0 for creates without one: their last). */
export function outcomesById(rows: readonly Row[]): Record<number, string> {
  return Object.fromEntries(rows.map(({ id, outcome }) => [id, outcome]));
}

export function bodyOf(entry: LogEntry): JsonObject {
  return JSON.parse(entry.body) as JsonObject;
}

/** The code of the refusal that a call ends in. @throws if it is not refused */
export function refusalOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  throw new Error('It was not refused');
}

/** A new row as staff would paste it. */
export function newRow(changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    'Partner ID': '12',
    'Offer ID': '40',
    Type: 'conversion',
    Level: 'specific',
    Method: 'postback',
    Status: 'active',
    URL: 'https://new.example/p?tx={transaction_id}',
    'Delay (ms)': '0',
    ...changes,
  };
}

/** The postback that `newRow` with this URL makes, as somebody else would have made it. */
export function madeElsewhere(postback_url: string, more: RecordChange = {}): RecordChange {
  return {
    network_affiliate_id: 12,
    network_offer_id: 40,
    network_offer_payout_revenue_id: 0,
    pixel_type: 'conversion',
    pixel_level: 'specific',
    delivery_method: 'postback',
    pixel_status: 'active',
    postback_url,
    html_code: '',
    delay_ms: 0,
    description: '',
    ...more,
  };
}
