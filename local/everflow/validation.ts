/**
 * Turns the body of a create or update into the record to store, or refuses it. A full replacement: what the body does
 * not name gets its default. It knows neither routes nor storage.
 */
import { badRequest } from './errors';
import { checkRecord } from './validation-checks';
import { isObject, type Json, type JsonObject, type PixelFields, type PixelRecord } from './records';
import type { Settings } from './settings';
import { bumped, type NetworkStore } from './store';

/** Keys a client may send back and the server does not take from it. */
const SERVER_KEYS = new Set([
  'network_pixel_id',
  'network_id',
  'network_affiliate_name',
  'network_offer_name',
  'time_created',
  'time_saved',
  'relationship',
]);

const TEXTS = [
  'delivery_method',
  'pixel_level',
  'pixel_status',
  'pixel_type',
  'postback_url',
  'html_code',
  'description',
] as const;
const NUMBERS = [
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'delay_ms',
] as const;

function readText(body: JsonObject, key: string): string {
  const value = body[key] ?? '';
  if (typeof value !== 'string') throw badRequest(`${key} must be a string`);
  return value;
}

function readWhole(body: JsonObject, key: string): number {
  const value = body[key] ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw badRequest(`${key} must be a whole number`);
  return value;
}

function readFacebook(body: JsonObject): JsonObject | null {
  const value = body['facebook_pixel'] ?? null;
  if (value !== null && !isObject(value)) throw badRequest('facebook_pixel must be an object');
  return value;
}

/** Keys that no documents name: kept as sent, so that what a client leaves out is seen to be gone. */
function readRest(body: JsonObject): JsonObject {
  const known = new Set<string>([...TEXTS, ...NUMBERS, ...SERVER_KEYS, 'facebook_pixel']);
  return Object.fromEntries(Object.entries(body).filter(([key]) => !known.has(key)));
}

/** Ids that the level or type does not use become 0, as the samples of the API page show. */
function zeroed(record: PixelRecord): PixelRecord {
  const { pixel_level: level, pixel_type: type } = record;
  const usesEvent =
    (type === 'post_conversion' || type === 'event') && (level === 'specific' || level === 'global_offer');
  return {
    ...record,
    network_affiliate_id: level === 'global_offer' ? 0 : record.network_affiliate_id,
    network_offer_id: level === 'global' ? 0 : record.network_offer_id,
    network_offer_payout_revenue_id: usesEvent ? record.network_offer_payout_revenue_id : 0,
  };
}

function serverFields(
  body: JsonObject,
  stored: PixelRecord | undefined,
  store: NetworkStore,
  nowMs: number,
): Pick<PixelFields, 'network_pixel_id' | 'network_id' | 'time_created' | 'time_saved'> {
  const networkId = readWhole(body, 'network_id');
  if (networkId !== 0 && networkId !== store.id) throw badRequest(`network_id must be ${store.id}`);
  const nowS = Math.floor(nowMs / 1000);
  return {
    network_pixel_id: stored?.network_pixel_id ?? store.nextId(),
    network_id: store.id,
    time_created: stored?.time_created ?? nowS,
    time_saved: stored === undefined ? nowS : bumped(stored.time_saved, nowMs),
  };
}

/**
 * The record that a body means; `stored` is the record it replaces, absent for a create.
 * Throws a 400 for wrong types and for values the API does not take – except where an update leaves a value that is
 * already wrong as it is.
 */
export function readWrite(
  body: unknown,
  stored: PixelRecord | undefined,
  store: NetworkStore,
  settings: Settings,
  nowMs: number,
): PixelRecord {
  if (!isObject(body)) throw badRequest('the body must be an object');
  const fields: { [key: string]: Json } = { ...serverFields(body, stored, store, nowMs) };
  for (const key of NUMBERS) fields[key] = readWhole(body, key);
  for (const key of TEXTS) fields[key] = readText(body, key);
  fields['facebook_pixel'] = readFacebook(body);
  const record = zeroed({ ...fields, ...readRest(body) } as PixelRecord);
  checkRecord(record, stored, store, settings);
  return record;
}
