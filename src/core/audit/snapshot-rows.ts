/**
 * Which postbacks a snapshot holds, and the texts of their rows (A2): what Everflow said when each was last pulled or pushed, never what
 * stands in the Postbacks tab. Pure.
 */
import { cellFor, serverFields, type Baseline, type BaselineRow } from '../baseline';
import { MAX_CELL_CHARACTERS } from '../cells';
import { COLUMNS, type Column } from '../columns';
import { reachesBeyond } from '../effects';
import { FACEBOOK_FIELDS, type Field, type FieldValues } from '../postback';
import { needsDetails } from '../record';
import { MASK, maskText } from './mask';
import { sha256 } from './sha256';

/** Columns of a snapshot, in catalogue order: all that Everflow tells, and nothing of the add-on's own. */
export const SNAPSHOT_COLUMNS: readonly Column[] = COLUMNS.filter(({ role }) => role !== 'addon');
export const SNAPSHOT_HEADERS: readonly string[] = SNAPSHOT_COLUMNS.map(({ header }) => header);

/** How the stand-in for a text begins that fits in no cell. */
export const TOO_LONG_HERE = '⟦too long to show';

/** What a person chose. */
export interface SnapshotChoice {
  /** Partners whose postbacks alone are wanted; empty: everybody's. */
  readonly partnerIds: readonly number[];
  /** True: also postbacks that serve other partners or offers than the filter, or the chosen partners. */
  readonly othersToo: boolean;
  readonly masked: boolean;
}

/** The last pull, as far as it decides which postbacks it stands for. */
export interface PullScope {
  /** Milliseconds since the epoch; what was read before then was not read by this pull. */
  readonly pulledAt: number;
  readonly partnerIds: readonly number[];
  readonly offerIds: readonly number[];
  /** The filter in words, as it stands in rows that were pulled with it; undefined if it was none. */
  readonly filter?: string | undefined;
  /** Whether values belong to the pull's filter by status, type and method. */
  readonly matches: (fields: FieldValues) => boolean;
}

/** Why postbacks that are known here are not in the snapshot. */
export interface LeftOut {
  gone: number;
  /** Not read by the last pull. */
  notRead: number;
  /** Serve others than the filter or the chosen partners name. */
  othersToo: number;
  /** Of other partners than the chosen ones. */
  otherPartners: number;
}

export interface Selected {
  /** In the order of their ids. */
  readonly rows: readonly BaselineRow[];
  readonly leftOut: LeftOut;
}

export function selectRows(baseline: Baseline, pull: PullScope, choice: SnapshotChoice): Selected {
  const leftOut: LeftOut = { gone: 0, notRead: 0, othersToo: 0, otherPartners: 0 };
  const rows: BaselineRow[] = [];
  for (const row of baseline.values()) {
    const why = whyNot(row, pull, choice);
    if (why) leftOut[why] += 1;
    else rows.push(row);
  }
  return { rows: rows.sort((a, b) => a.postback.id - b.postback.id), leftOut };
}

function whyNot(row: BaselineRow, pull: PullScope, choice: SnapshotChoice): keyof LeftOut | undefined {
  if (row.gone) return 'gone';
  if (row.readAt < pull.pulledAt || !isOfPull(row, pull)) return 'notRead';
  const fields = serverFields(row);
  const { partnerIds } = choice;
  const isOfOther =
    partnerIds.length > 0 &&
    fields.pixel_level !== 'global_offer' &&
    !partnerIds.includes(Number(fields.network_affiliate_id ?? 0));
  if (isOfOther) return 'otherPartners';
  const isWider = reachesBeyond(fields, pull) || reachesBeyond(fields, { partnerIds, offerIds: [] });
  return isWider && !choice.othersToo ? 'othersToo' : undefined;
}

/** A postback that was pushed later keeps the filter it was pulled with; a new one has none, and belongs to it by its values. */
function isOfPull(row: BaselineRow, { filter, matches }: PullScope): boolean {
  return filter === undefined || row.filter === filter || (row.filter === '' && matches(serverFields(row)));
}

/** Cells of a row, under `SNAPSHOT_HEADERS`. */
export function textsOf(row: BaselineRow, masked: boolean): string[] {
  const fields = knownFields(row);
  const postback = { ...row.postback, fields };
  return SNAPSHOT_COLUMNS.map((column) => {
    const whole = column.field === undefined ? undefined : fields[column.field];
    const shown = typeof whole === 'string' ? whole : String(cellFor(column, postback));
    // No file can hold half a surrogate pair: the digest must be that of what it holds.
    const text = maybeMasked(shown, masked, column).replace(/\p{Cs}/gu, '\ufffd');
    // Two values that do not fit must still be told apart.
    return text.length > MAX_CELL_CHARACTERS
      ? `${TOO_LONG_HERE}: ${text.length} characters, SHA-256 ${sha256(text)}⟧`
      : text;
  });
}

const maybeMasked = (text: string, masked: boolean, column: Column): string =>
  masked ? maskCell(column, text) : text;

/** A cell as a masked snapshot shows it. */
export function maskCell({ key, kind, role }: Column, text: string): string {
  // Prints of what is kept tell nothing, and a masked snapshot need not even tell whether two are the same.
  if (key === 'other') return text.replace(/\([\da-f]{8}\)/g, `(${MASK})`);
  const mayHold = role === 'editable' && (kind === 'text' || kind === 'pairs');
  return mayHold ? maskText(text) : text;
}

/** What Everflow holds; a detail that the last reading did not tell is not loaded. */
function knownFields(row: BaselineRow): FieldValues {
  const fields = serverFields(row);
  if (!row.detailsOld) return fields;
  const isKnown = ([field]: [string, unknown]): boolean =>
    !(FACEBOOK_FIELDS as readonly string[]).includes(field);
  return Object.fromEntries(Object.entries(fields).filter(isKnown));
}

/** Postbacks by a value, as `active 12, inactive 3`, most first. */
export function countsOf(rows: readonly BaselineRow[], field: Field): string {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = String(serverFields(row)[field] ?? '');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted.map(([value, count]) => `${value} ${count}`).join(', ');
}

/** Postbacks of which some detail was not loaded. */
export function notLoaded(rows: readonly BaselineRow[]): number {
  return rows.filter((row) => needsDetails({ ...row.postback, fields: knownFields(row) })).length;
}
