/**
 * The baseline: what the server said about each postback when it was last pulled or pushed, and how the desk tab shows it.
 */
import { MARKERS, sameCell, toCell, type CellIn, type CellOut } from './cells';
import { columnOf, COLUMNS, type Column, type ColumnKey } from './columns';
import { type FieldValue, type FieldValues, type Postback } from './postback';
import { isUtcText, utcText } from './utc-text';

/** Which partners and offers a pull named; an empty list names none, so everyone was asked for. */
export interface ScopeFilter {
  readonly partnerIds: readonly number[];
  readonly offerIds: readonly number[];
}

export interface BaselineRow {
  readonly postback: Postback;
  /** Cells that the platform gives back differently from what was written (line ends, control characters), by column (T1). */
  readonly shown?: { readonly [K in ColumnKey]?: string };
  /**
   * What Everflow holds now of fields that were changed on both sides: `postback` keeps their first "as pulled" (P6), so its values are
   * not what the server holds and may not stand in for details that a later pull does not read.
   */
  readonly theirs?: FieldValues;
  /** Partners and offers that the pull named, where it named any: the row may serve others too (P4). */
  readonly scope?: ScopeFilter;
  /** True once Everflow answered that there is no such postback: after a complete list without it, or to a push (P9, M4). */
  readonly gone?: true;
  /**
   * True if an edited field keeps its first "as pulled" although the last reading did not tell what Everflow holds now (details not
   * loaded, P5): `postback` may not stand in for details then.
   */
  readonly detailsOld?: true;
  /** True in the books only, where a later block takes a row out again: the person has removed it (P9). */
  readonly removed?: true;
  /** When it was read, milliseconds since the epoch. */
  readonly readAt: number;
  /** The filter it was pulled with, in words; '' for everything (P3). */
  readonly filter: string;
}

/** What Everflow holds, as far as it has told: `theirs` where a conflict keeps an older "as pulled". */
export function serverFields(row: BaselineRow): FieldValues {
  return row.theirs ? { ...row.postback.fields, ...row.theirs } : row.postback.fields;
}

/** Postbacks by id. */
export type Baseline = ReadonlyMap<number, BaselineRow>;

/** "12" or "Acme (12)". */
function named(name: string, id: FieldValue | undefined): string {
  return name === '' ? String(id ?? 0) : `${name} (${id ?? 0})`;
}

/** The sentence of the column Fires for: partner, offer, event and type in words (C1). */
export function firesFor(fields: FieldValues, partnerName: string, offerName: string): string {
  const level = fields.pixel_level;
  const partner =
    level === 'global_offer' ? 'ALL partners' : `partner ${named(partnerName, fields.network_affiliate_id)}`;
  const offer = level === 'global' ? 'all offers' : `offer ${named(offerName, fields.network_offer_id)}`;
  return `${partner}, ${offer}: ${firesOn(fields)}`;
}

function firesOn(fields: FieldValues): string {
  const type = fields.pixel_type;
  if (type === 'conversion') return 'conversions';
  if (type === 'cpc') return 'payable clicks';
  if (type !== 'post_conversion' && type !== 'event') return String(type ?? '');
  const event = fields.network_offer_payout_revenue_id;
  return event === undefined || event === 0 ? 'every event' : `event ${event}`;
}

/** Host of a URL by the rule of V4 (characters up to / ? #), without credentials and port; '' if there is none. */
export function hostOf(url: FieldValue | undefined): string {
  const text = String(url ?? '');
  // Nearly all URLs are that plain, and a check asks for the hosts of a hundred thousand.
  const start = text.startsWith('https://') ? 8 : text.startsWith('http://') ? 7 : 0;
  const end = start > 0 ? text.indexOf('/', start) : -1;
  const plain = text.slice(start, Math.max(start, end));
  if (end > 0 && !/[?#@:]/.test(plain)) return plain;
  const match = /^https?:\/\/([^/?#]*)/i.exec(text);
  if (!match) return '';
  const authority = match[1]!;
  return authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
}

/** The row key of a pulled postback: it tells whose row this was when the id is lost (C6). */
export function rowKeyOf(id: number): string {
  return `p-${id}`;
}

/** The postback id a row key stands for; undefined for keys of new rows and anything else. */
export function idOfRowKey(key: string): number | undefined {
  const match = /^p-(\d{1,16})$/.exec(key.trim());
  return match ? Number(match[1]) : undefined;
}

/** The cell that the desk tab shows for a postback as the server told it, before what the platform does to it. */
export function cellFor(column: Column, postback: Postback): CellOut {
  if (column.field) return toCell(column, postback.fields[column.field]);
  switch (column.key) {
    case 'id':
      return postback.id < 1e15 ? postback.id : String(postback.id);
    case 'firesFor':
      return toCell(column, firesFor(postback.fields, postback.partnerName, postback.offerName));
    case 'partner':
      return toCell(column, postback.partnerName);
    case 'offer':
      return toCell(column, postback.offerName);
    case 'host':
      return toCell(column, hostOf(postback.fields.postback_url));
    case 'other':
      return toCell(column, postback.other);
    case 'created':
      return utcText(postback.timeCreated);
    case 'lastChanged':
      return utcText(postback.timeSaved);
    case 'rowKey':
      return rowKeyOf(postback.id);
    default:
      return '';
  }
}

/**
 * The cell as it reads back: what was written, or what the platform made of it. Cells that only tell (Fires for, Host) follow what
 * Everflow holds, also where an edited field keeps its first "as pulled".
 */
export function shownCell(column: Column, row: BaselineRow): CellOut {
  const shown = row.shown?.[column.key];
  if (shown !== undefined) return shown;
  const isTold = column.field === undefined && row.theirs !== undefined;
  return cellFor(column, isTold ? { ...row.postback, fields: serverFields(row) } : row.postback);
}

/** True if a cell holds what it was given. Asked of all fixed cells of a check: times are compared without being put together. */
export function showsAsGiven(column: Column, row: BaselineRow, value: CellIn): boolean {
  if (row.shown?.[column.key] === undefined) {
    if (column.key === 'created') return isUtcText(value, row.postback.timeCreated);
    if (column.key === 'lastChanged') return isUtcText(value, row.postback.timeSaved);
  }
  return sameCell(shownCell(column, row), value);
}

/** Columns that the add-on fills from the server, in catalogue order. */
export const SERVER_COLUMNS: readonly Column[] = COLUMNS.filter((column) => column.role !== 'addon').concat(
  columnOf('rowKey'),
);

/** True if the cell only shows a marker for a value that Everflow keeps, so that there is nothing to edit in it (T3, P5). */
export function showsMarker(column: Column, row: BaselineRow): boolean {
  const shown = shownCell(column, row);
  if (typeof shown !== 'string' || !MARKERS.includes(shown)) return false;
  return column.field === undefined || row.postback.fields[column.field] !== shown;
}

/** How a cell reads after it was written, where that differs from what was written (T1). */
export interface ShownCell {
  readonly id: number;
  readonly column: ColumnKey;
  readonly text: string;
}

/** Baseline rows with the cells that read differently than written. */
export function withShown(rows: readonly BaselineRow[], shown: readonly ShownCell[]): BaselineRow[] {
  if (shown.length === 0) return [...rows];
  const byId = new Map<number, { [K in ColumnKey]?: string }>();
  for (const cell of shown) {
    const entry = byId.get(cell.id) ?? {};
    entry[cell.column] = cell.text;
    byId.set(cell.id, entry);
  }
  return rows.map((row) => {
    const cells = byId.get(row.postback.id);
    return cells ? { ...row, shown: { ...row.shown, ...cells } } : row;
  });
}
