/**
 * What answers look like: table row, record by id, answer of a write. Key order and what is left out follow the
 * samples of https://developers.everflow.io/docs/network/postbacks
 */
import { isObject, toWire, type Json, type JsonObject, type PixelRecord } from './records';
import type { Settings } from './settings';
import type { NetworkStore } from './store';

/** Keys that are answered in their place, or never with the rest of a record. */
const PLACED = new Set([
  'network_pixel_id',
  'network_id',
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'delivery_method',
  'pixel_level',
  'pixel_status',
  'pixel_type',
  'postback_url',
  'html_code',
  'delay_ms',
  'description',
  'time_created',
  'time_saved',
  'facebook_pixel',
]);

function isDefault(value: Json): boolean {
  return (
    value === 0 ||
    value === '' ||
    value === false ||
    value === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0)
  );
}

function leaveOut(answer: JsonObject, settings: Settings): JsonObject {
  if (!settings.omitDefaults && settings.omitKeys.length === 0) return answer;
  return Object.fromEntries(
    Object.entries(answer).filter(
      ([key, value]) => !settings.omitKeys.includes(key) && !(settings.omitDefaults && isDefault(value)),
    ),
  );
}

/** A row of the table: with names, without integration objects, with an empty `relationship`. */
export function tableRow(pixel: PixelRecord, store: NetworkStore): JsonObject {
  return {
    network_pixel_id: pixel.network_pixel_id,
    network_id: pixel.network_id,
    network_offer_payout_revenue_id: pixel.network_offer_payout_revenue_id,
    delivery_method: pixel.delivery_method,
    pixel_level: pixel.pixel_level,
    pixel_status: pixel.pixel_status,
    pixel_type: pixel.pixel_type,
    postback_url: pixel.postback_url,
    html_code: pixel.html_code,
    delay_ms: pixel.delay_ms,
    network_affiliate_id: pixel.network_affiliate_id,
    network_affiliate_name: store.partnerName(pixel.network_affiliate_id),
    network_offer_id: pixel.network_offer_id,
    network_offer_name: store.offerName(pixel.network_offer_id),
    description: pixel.description,
    time_created: pixel.time_created,
    time_saved: pixel.time_saved,
    relationship: {},
  };
}

/** Records are never changed in place, so a row's JSON text can be kept as long as its record lives. */
const ROW_TEXTS = new WeakMap<PixelRecord, string>();

/** JSON text of a table row. */
export function tableRowText(pixel: PixelRecord, store: NetworkStore, settings: Settings): string {
  if (settings.omitDefaults || settings.omitKeys.length > 0) {
    return toWire(leaveOut(tableRow(pixel, store), settings));
  }
  let text = ROW_TEXTS.get(pixel);
  if (text === undefined) {
    text = toWire(tableRow(pixel, store));
    ROW_TEXTS.set(pixel, text);
  }
  return text;
}

/** Values that the samples show for every partner; times are those of the sample of "Find By ID". */
function affiliate(pixel: PixelRecord, store: NetworkStore): JsonObject {
  return {
    network_affiliate_id: pixel.network_affiliate_id,
    network_id: pixel.network_id,
    name: store.partnerName(pixel.network_affiliate_id),
    account_status: 'active',
    network_employee_id: 2,
    internal_notes: '',
    has_notifications: false,
    network_traffic_source_id: 0,
    account_executive_id: 0,
    adress_id: 0,
    default_currency_id: 'USD',
    is_contact_address_enabled: false,
    enable_media_cost_tracking_links: true,
    time_created: 1594391076,
    time_saved: 1594391076,
    referrer_id: 0,
  };
}

function offer(pixel: PixelRecord, store: NetworkStore): JsonObject {
  return {
    network_offer_id: pixel.network_offer_id,
    network_id: pixel.network_id,
    network_advertiser_id: 13,
    network_offer_group_id: 0,
    name: store.offerName(pixel.network_offer_id),
    offer_status: 'active',
    network_tracking_domain_id: 1,
    visibility: 'public',
    currency_id: 'USD',
  };
}

function relationship(pixel: PixelRecord, store: NetworkStore): JsonObject {
  return {
    ...(store.hasPartner(pixel.network_affiliate_id) ? { affiliate: affiliate(pixel, store) } : {}),
    ...(store.offer(pixel.network_offer_id) === undefined ? {} : { offer: offer(pixel, store) }),
  };
}

function body(pixel: PixelRecord, store: NetworkStore, description: boolean, times: boolean): JsonObject {
  const unplaced = Object.entries(pixel).filter(([key]) => !PLACED.has(key));
  return {
    network_pixel_id: pixel.network_pixel_id,
    network_id: pixel.network_id,
    network_affiliate_id: pixel.network_affiliate_id,
    network_offer_id: pixel.network_offer_id,
    network_offer_payout_revenue_id: pixel.network_offer_payout_revenue_id,
    delivery_method: pixel.delivery_method,
    pixel_level: pixel.pixel_level,
    pixel_status: pixel.pixel_status,
    pixel_type: pixel.pixel_type,
    postback_url: pixel.postback_url,
    html_code: pixel.html_code,
    delay_ms: pixel.delay_ms,
    ...(description ? { description: pixel.description } : {}),
    ...(times ? { time_created: pixel.time_created, time_saved: pixel.time_saved } : {}),
    relationship: relationship(pixel, store),
    facebook_pixel: pixel.facebook_pixel,
    ...Object.fromEntries(unplaced),
  };
}

/** JSON text of a record by id: no names, no times (as in the sample), every integration object and extra key. */
export function detailText(pixel: PixelRecord, store: NetworkStore, settings: Settings): string {
  return toWire(leaveOut(body(pixel, store, true, settings.detailTimes), settings));
}

/** JSON text of the answer to a create or update: no names and, as in the samples, no description. */
export function writeText(pixel: PixelRecord, store: NetworkStore, settings: Settings): string {
  return toWire(leaveOut(body(pixel, store, settings.writeDescription, true), settings));
}
