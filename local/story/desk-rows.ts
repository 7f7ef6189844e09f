/**
 * The Postbacks tab read cell by cell, and what it must show for the server's records, both worked out without the add-on. Tests compare
 * the two.
 */
import type { Workbook } from '../apps-script';
import type { Control, Json, PixelRecord } from '../everflow';
import { TAB } from './page';

type Values = Readonly<Record<string, unknown>>;

/** One row of the tab: raw values by header (dates are serial numbers), and the headers whose cell is a formula. */
export interface DeskRow {
  /** 1-based row of the tab. */
  readonly rowNumber: number;
  readonly values: Values;
  readonly formulas: readonly string[];
}

/** Rows below the header, in order. Empty cells are ''. */
export function deskRows(file: Workbook, tab = TAB): DeskRow[] {
  const sheet = file.sheet(tab);
  const area = sheet.dataArea();
  const [headers = [], ...lines] = sheet.grid.values(area);
  const formulas = sheet.grid.block('formula', area);
  return lines.map((line, at) => ({
    rowNumber: at + 2,
    values: Object.fromEntries(headers.map((header, index) => [String(header), line[index] ?? ''])),
    formulas: headers.flatMap((header, index) => (formulas[at + 1]?.[index] ? [String(header)] : [])),
  }));
}

/** Rows by postback id. @throws if an id stands twice */
export function deskById(file: Workbook, tab = TAB): Map<number, DeskRow> {
  const byId = new Map<number, DeskRow>();
  for (const row of deskRows(file, tab)) {
    const id = Number(row.values['Postback ID']);
    if (id === 0) continue;
    if (byId.has(id))
      throw new Error(`#${id} stands in row ${byId.get(id)!.rowNumber} and row ${row.rowNumber}`);
    byId.set(id, row);
  }
  return byId;
}

/** What a cell cannot show stands as these words. */
export const TOO_LONG_WORDS = '⟦too long to show: kept as in Everflow⟧';
export const CANNOT_SHOW_WORDS = '⟦cannot be shown here: kept as in Everflow⟧';
export const NOT_LOADED_WORDS = '⟦not loaded⟧';

export interface Expectation {
  readonly partners: ReadonlyMap<number, string>;
  readonly offers: ReadonlyMap<number, string>;
  /** What the platform does to a text on its way into a cell; nothing by default. */
  readonly through?: (text: string) => string;
  /** False: facebook details were not read. */
  readonly details?: boolean;
}

export async function partiesOf(control: Control): Promise<Pick<Expectation, 'partners' | 'offers'>> {
  const { partners, offers } = await control.network();
  const names = (list: readonly { id: number; name: string }[]): Map<number, string> =>
    new Map(list.map(({ id, name }) => [id, name]));
  return { partners: names(partners), offers: names(offers) };
}

const FACEBOOK_KEYS = {
  'FB business ID': 'network_affiliate_integration_facebook_business_id',
  'FB pixel ID': 'pixel_id',
  'FB event': 'event_name',
} as const;
const LIST_KEYS = { 'FB user data': 'user_data', 'FB custom data': 'custom_data' } as const;

/**
 * What the cells must hold, by header. Facebook lists are left as lists: they may be written in more than one way.
 */
export function expectedCells(record: PixelRecord, expect: Expectation): Record<string, unknown> {
  const text = (value: string): string =>
    value.length > 50_000 ? TOO_LONG_WORDS : (expect.through?.(value) ?? value);
  const facebook: { readonly [key: string]: Json } = record.facebook_pixel ?? {};
  const unread = expect.details === false && record.delivery_method === 'facebook';
  const cells: Record<string, unknown> = {
    'Postback ID': record.network_pixel_id,
    'Partner ID': record.network_affiliate_id,
    Partner: text(expect.partners.get(record.network_affiliate_id) ?? ''),
    'Offer ID': record.network_offer_id,
    Offer: text(expect.offers.get(record.network_offer_id) ?? ''),
    'Event ID': record.network_offer_payout_revenue_id,
    Type: record.pixel_type,
    Level: record.pixel_level,
    Method: record.delivery_method,
    Status: record.pixel_status,
    URL: text(record.postback_url),
    'HTML code': text(record.html_code),
    'Delay (ms)': record.delay_ms,
    Description: text(record.description),
    Created: utc(record.time_created),
    'Last changed': utc(record.time_saved),
  };
  // A table row tells no facebook settings, and a plain postback's record is not read by id.
  if (record.delivery_method !== 'facebook') return cells;
  for (const [header, key] of Object.entries(FACEBOOK_KEYS)) {
    cells[header] = unread ? NOT_LOADED_WORDS : (facebook[key] ?? '');
  }
  for (const [header, key] of Object.entries(LIST_KEYS)) {
    cells[header] = unread ? NOT_LOADED_WORDS : (facebook[key] ?? []);
  }
  return cells;
}

function utc(seconds: number): string {
  return seconds === 0 ? '' : `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A list as it stands in a cell, read by hand: lines `field=value`, or JSON. */
export function listOf(text: string): Json[] {
  if (text.startsWith('[')) return JSON.parse(text) as Json[];
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => ({
    field: line.slice(0, line.indexOf('=')),
    value: line.slice(line.indexOf('=') + 1),
  }));
}

/** Every way in which the tab differs from the records, one line each; a tab that is right gives none. */
export function wrongCells(
  records: readonly PixelRecord[],
  rows: ReadonlyMap<number, DeskRow>,
  expect: Expectation,
): string[] {
  const wrong: string[] = [];
  for (const record of records) {
    const id = record.network_pixel_id;
    const row = rows.get(id);
    if (!row) {
      wrong.push(`#${id} is missing`);
      continue;
    }
    if (row.formulas.length > 0) wrong.push(`#${id}: formula in ${row.formulas.join(', ')}`);
    for (const [header, wanted] of Object.entries(expectedCells(record, expect))) {
      const cell = row.values[header];
      const found = Array.isArray(wanted) ? listOf(String(cell)) : cell;
      if (JSON.stringify(found) !== JSON.stringify(wanted)) {
        wrong.push(`#${id} ${header}: ${short(found)} instead of ${short(wanted)}`);
      }
    }
  }
  const known = new Set(records.map((record) => record.network_pixel_id));
  for (const id of rows.keys()) if (!known.has(id)) wrong.push(`#${id} is in the tab and not on the server`);
  return wrong;
}

const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 120);
