/**
 * The proof at the end of a push, made without the add-on: from the server's records before, the list that the preview showed, and each
 * row's outcome it works out what the server must hold now, and compares.
 */
import type { PreviewLine } from '../../src/core/plan-preview';
import type { RowResult } from '../../src/flows/push/results';
import type { Json, PixelRecord } from '../everflow';

export type Outcomes = readonly Pick<RowResult, 'seq' | 'outcome' | 'id'>[];

/** One way in which the server is not as it should be. */
export interface Difference {
  readonly id: number;
  readonly key: string;
  readonly expected: Json | undefined;
  readonly found: Json | undefined;
}

/** A facebook object that did not exist before, with the fields of https://developers.everflow.io/docs/network/postbacks */
const EMPTY_FACEBOOK = {
  network_affiliate_integration_facebook_business_id: 0,
  pixel_id: '',
  event_name: '',
  user_data: [],
  custom_data: [],
};

/** Keys that every write changes by itself. */
const SERVER_TIMES = new Set(['time_saved', 'time_created']);

/**
 * @param lines every line of the confirmed preview
 * @returns nothing if exactly the previewed changes were made and nothing else
 */
export function differences(
  before: readonly PixelRecord[],
  lines: readonly PreviewLine[],
  outcomes: Outcomes,
  after: readonly PixelRecord[],
): Difference[] {
  const outcomeOf = new Map(outcomes.map((result) => [result.seq, result]));
  const expected = new Map<number, PixelRecord>(before.map((record) => [record.network_pixel_id, record]));
  const written = new Set<number>();
  for (const line of lines) {
    const result = outcomeOf.get(line.seq);
    if (line.kind === 'update' && result?.outcome === 'Updated') {
      const record = expected.get(line.id!)!;
      written.add(line.id!);
      expected.set(line.id!, asStored(withChanges(record, line)));
    }
    if (line.kind === 'create' && result?.outcome === 'Created') {
      written.add(result.id);
      expected.set(result.id, asStored(withChanges(blank(result.id), line)));
    }
  }
  return compare(expected, after, written);
}

function compare(
  expected: ReadonlyMap<number, PixelRecord>,
  after: readonly PixelRecord[],
  written: ReadonlySet<number>,
): Difference[] {
  const found: Difference[] = [];
  const seen = new Set<number>();
  for (const record of after) {
    const id = record.network_pixel_id;
    seen.add(id);
    const wanted = expected.get(id);
    if (!wanted) {
      found.push({ id, key: '(record)', expected: undefined, found: 'a postback that nobody previewed' });
      continue;
    }
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(record)])) {
      if (SERVER_TIMES.has(key) && written.has(id)) continue;
      if (JSON.stringify(wanted[key]) !== JSON.stringify(record[key])) {
        found.push({ id, key, expected: wanted[key], found: record[key] });
      }
    }
  }
  for (const id of expected.keys()) {
    if (!seen.has(id)) found.push({ id, key: '(record)', expected: 'a postback', found: undefined });
  }
  return found;
}

/** What the server must hold once a line of the preview was written over this record; null: a record that did not exist. */
export function expectedRecord(record: PixelRecord | null, line: PreviewLine): PixelRecord {
  return asStored(withChanges(record ?? blank(0), line));
}

function withChanges(record: PixelRecord, line: PreviewLine): PixelRecord {
  const copy = structuredClone(record) as { [key: string]: Json };
  for (const { field, after } of line.changes) {
    const [owner, key] = field.split('.') as [string, string | undefined];
    if (key === undefined) copy[owner] = after;
    else {
      const object = { ...((copy[owner] ?? EMPTY_FACEBOOK) as { [key: string]: Json }) };
      object[key] = key.endsWith('_data') ? pairs(String(after)) : after;
      copy[owner] = object;
    }
  }
  return copy as PixelRecord;
}

/** Lines `field=value`, split by hand: the proof must not trust the add-on's own reading. */
function pairs(text: string): Json[] {
  if (text.startsWith('[')) return JSON.parse(text) as Json[];
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ field: line.slice(0, line.indexOf('=')), value: line.slice(line.indexOf('=') + 1) }));
}

/** What the API does to ids that a level ignores, as its page says and its samples show. */
function asStored(record: PixelRecord): PixelRecord {
  const stored = { ...record };
  if (stored.pixel_level === 'global') stored.network_offer_id = 0;
  if (stored.pixel_level === 'global_offer') stored.network_affiliate_id = 0;
  if (stored.pixel_level === 'global' || !['post_conversion', 'event'].includes(stored.pixel_type)) {
    stored.network_offer_payout_revenue_id = 0;
  }
  return stored;
}

function blank(id: number): PixelRecord {
  return {
    network_pixel_id: id,
    network_id: 1,
    network_affiliate_id: 0,
    network_offer_id: 0,
    network_offer_payout_revenue_id: 0,
    delivery_method: '',
    pixel_level: '',
    pixel_status: '',
    pixel_type: '',
    postback_url: '',
    html_code: '',
    delay_ms: 0,
    description: '',
    time_created: 0,
    time_saved: 0,
    facebook_pixel: null,
  };
}
