/** What the editable cells of a postback hold, by header, worked out without the add-on. */
import type { PixelRecord } from '../../../local/everflow';

const KEYS: Readonly<Record<string, string>> = {
  'Partner ID': 'network_affiliate_id',
  'Offer ID': 'network_offer_id',
  'Event ID': 'network_offer_payout_revenue_id',
  Type: 'pixel_type',
  Level: 'pixel_level',
  Method: 'delivery_method',
  Status: 'pixel_status',
  URL: 'postback_url',
  'HTML code': 'html_code',
  'Delay (ms)': 'delay_ms',
  Description: 'description',
};
const FACEBOOK_EVENT = 'FB event';

/** Editable headers that the model follows. */
export const HEADERS: readonly string[] = [...Object.keys(KEYS), FACEBOOK_EVENT];

/** Headers by field of a preview. */
export const HEADER_OF: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(KEYS).map(([header, key]) => [key, header])),
  'facebook_pixel.event_name': FACEBOOK_EVENT,
};

const NUMBERS = new Set(['Partner ID', 'Offer ID', 'Event ID', 'Delay (ms)']);

/** What a cell means: an empty number is 0. */
export function meaning(header: string, value: unknown): string {
  const text = String(value ?? '');
  return NUMBERS.has(header) && text === '' ? '0' : text;
}

/** Undefined where the cell of this postback may hold anything. */
export function meant(record: PixelRecord, header: string): string | undefined {
  if (header !== FACEBOOK_EVENT) return meaning(header, record[KEYS[header]!]);
  if (record.delivery_method !== 'facebook') return undefined;
  return String(record.facebook_pixel?.['event_name'] ?? '');
}

/** Every new postback of a seed has one of its own in its description, whatever is typed around it. */
export function markerOf(description: unknown): string {
  return /mx\d+\b/.exec(String(description ?? ''))?.[0] ?? '';
}
