/**
 * The shapes that the embedded Everflow keeps: postback records, partners, offers, networks and keys.
 * Plain data only; it knows neither HTTP nor how anything is generated.
 */

/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The fields of the API page. Times are Unix seconds. */
export interface PixelFields {
  network_pixel_id: number;
  network_id: number;
  network_affiliate_id: number;
  network_offer_id: number;
  network_offer_payout_revenue_id: number;
  delivery_method: string;
  pixel_level: string;
  pixel_status: string;
  pixel_type: string;
  postback_url: string;
  html_code: string;
  /** 0 to 300000 inclusive. */
  delay_ms: number;
  description: string;
  time_created: number;
  time_saved: number;
  facebook_pixel: JsonObject | null;
}

/**
 * One stored postback, complete: the page's fields plus whatever else the record has (`tiktok_pixel`, keys nobody
 * documents). Records are never changed in place; a change makes a new object.
 */
export type PixelRecord = PixelFields & { [key: string]: Json };

export interface Partner {
  readonly id: number;
  readonly name: string;
}

export interface Offer {
  readonly id: number;
  readonly name: string;
  /** Ids that `network_offer_payout_revenue_id` may take for this offer, besides 0. */
  readonly eventIds: readonly number[];
}

/** A network as generated: the state to which a reset returns. */
export interface NetworkSeed {
  readonly id: number;
  readonly name: string;
  readonly partners: readonly Partner[];
  readonly offers: readonly Offer[];
  readonly pixels: readonly PixelRecord[];
}

/** Portal a key was made for. Keys of other portals are "Out of realm" under /v1/networks. */
export type Realm = 'network' | 'affiliate';

/** An API key as the server knows it. */
export interface ApiKey {
  /** The header value. */
  value: string;
  networkId: number;
  realm: Realm;
  revoked: boolean;
  /** May read postbacks (table and by id). */
  read: boolean;
  /** May create and update postbacks. */
  write: boolean;
}

/** Values of the API page (create / update). */
export const DELIVERY_METHODS = ['html', 'postback', 'facebook'] as const;
export const PIXEL_LEVELS = ['global', 'specific', 'global_offer'] as const;
export const PIXEL_STATUSES = ['active', 'inactive'] as const;
export const PIXEL_TYPES = ['conversion', 'post_conversion', 'cpc'] as const;
/** Values of the API page (table filter): tiktok can be asked for, though not created. */
export const FILTER_METHODS = ['facebook', 'tiktok', 'postback', 'html'] as const;

/** Five minutes, from the API page. */
export const MAX_DELAY_MS = 300_000;

/** The newer documents spell post-conversion postbacks "event"; records of both spellings exist. */
export function sameType(a: string, b: string): boolean {
  const plain = (type: string): string => (type === 'event' ? 'post_conversion' : type);
  return plain(a) === plain(b);
}

/** True for a plain JSON object, not an array and not null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Structural equality of two JSON values; the order of keys does not count. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => sameJson(item, b[at]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key], b[key]));
}

const BIG_INTEGER = /^~int:(\d+)$/;

/**
 * A whole number above 2^53 as a stored value: written to the wire as bare digits, so that a client that parses JSON
 * with doubles loses its last digits.
 */
export function bigInteger(digits: string): string {
  const text = `~int:${digits}`;
  if (!BIG_INTEGER.test(text)) throw new Error(`bigInteger: not digits: ${digits}`);
  return text;
}

/** JSON text as it goes over the wire; see {@link bigInteger}. */
export function toWire(value: Json): string {
  return JSON.stringify(value).replace(/"~int:(\d+)"/g, '$1');
}

/** A JSON string, or a whole number (captured) that is not inside one. */
const STRING_OR_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])(\d{16,})(?![\d.eE])/g;

/** Parses JSON text; whole numbers above 2^53 become what {@link bigInteger} makes. Throws a SyntaxError. */
export function fromWire(text: string): Json {
  const parsed = JSON.parse(text) as Json;
  if (!/\d{16,}/.test(text)) return parsed;
  const kept = text.replace(STRING_OR_INTEGER, (match: string, digits: string | undefined) =>
    digits === undefined || Number.isSafeInteger(Number(digits)) ? match : `"${bigInteger(digits)}"`,
  );
  return JSON.parse(kept) as Json;
}
