/**
 * The rules that a written record must meet. Each rule names the fields it looks at: where an update changes none of
 * them, the rule is not applied, so that old records with old faults can still be saved.
 */
import { badRequest } from './errors';
import {
  DELIVERY_METHODS,
  isObject,
  MAX_DELAY_MS,
  PIXEL_LEVELS,
  PIXEL_STATUSES,
  PIXEL_TYPES,
  sameJson,
  type Json,
  type JsonObject,
  type PixelRecord,
} from './records';
import type { Settings } from './settings';
import type { NetworkStore } from './store';

/** Closed lists of the API page. */
const USER_DATA = [
  'email',
  'phone',
  'gender',
  'date_of_birth',
  'last_name',
  'first_name',
  'city',
  'state',
  'zipcode',
  'country_code',
  'external_id',
  'fbc',
  'fbp',
  'subscription_id',
  'fb_login_id',
];
const CUSTOM_DATA = [
  'value',
  'currency',
  'order_id',
  'predicted_ltv',
  'num_items',
  'status',
  'search_string',
];

interface Case {
  readonly record: PixelRecord;
  readonly stored: PixelRecord | undefined;
  readonly store: NetworkStore;
}

/** A rule answers what is wrong, or undefined. */
interface Rule {
  readonly fields: readonly string[];
  readonly wrong: (given: Case) => string | undefined;
}

function closedList(field: string, allowed: readonly string[]): Rule {
  return {
    fields: [field],
    wrong: ({ record }) =>
      allowed.includes(String(record[field])) ? undefined : `${field} must be one of ${allowed.join(', ')}`,
  };
}

/** `user_data` and `custom_data`: entries that the record already had may stay as they are. */
function listFault(name: string, allowed: readonly string[], given: Case): string | undefined {
  const list = given.record.facebook_pixel?.[name] ?? [];
  if (!Array.isArray(list)) return `facebook_pixel.${name} must be an array`;
  const had = given.stored?.facebook_pixel?.[name];
  const known = Array.isArray(had) ? had : [];
  const wrong = list.find((entry) => {
    if (known.some((old) => sameJson(old, entry))) return false;
    if (!isObject(entry)) return true;
    return typeof entry['value'] !== 'string' || !allowed.includes(String(entry['field']));
  });
  return wrong === undefined
    ? undefined
    : `facebook_pixel.${name}: field must be one of ${allowed.join(', ')} and value a string`;
}

function isFilled(value: Json | undefined, type: 'string' | 'number'): boolean {
  return typeof value === type && value !== '' && value !== 0;
}

function facebookFault(given: Case): string | undefined {
  const { record } = given;
  const pixel: JsonObject | null = record.facebook_pixel;
  if (record.delivery_method === 'facebook') {
    if (pixel === null) return 'facebook_pixel is required for delivery_method facebook';
    const business = 'network_affiliate_integration_facebook_business_id';
    if (!Number.isInteger(pixel[business]) || !isFilled(pixel[business], 'number'))
      return `facebook_pixel.${business} is required`;
    if (!isFilled(pixel['pixel_id'], 'string')) return 'facebook_pixel.pixel_id is required';
    if (!isFilled(pixel['event_name'], 'string')) return 'facebook_pixel.event_name is required';
  }
  if (pixel === null) return undefined;
  return listFault('user_data', USER_DATA, given) ?? listFault('custom_data', CUSTOM_DATA, given);
}

const RULES: readonly Rule[] = [
  closedList('delivery_method', DELIVERY_METHODS),
  closedList('pixel_level', PIXEL_LEVELS),
  closedList('pixel_status', PIXEL_STATUSES),
  closedList('pixel_type', PIXEL_TYPES),
  {
    fields: ['pixel_level', 'network_affiliate_id'],
    wrong: ({ record }) =>
      record.pixel_level !== 'global_offer' && record.network_affiliate_id <= 0
        ? `network_affiliate_id is required for pixel_level ${record.pixel_level}`
        : undefined,
  },
  {
    fields: ['pixel_level', 'network_offer_id'],
    wrong: ({ record }) =>
      record.pixel_level !== 'global' && record.network_offer_id <= 0
        ? `network_offer_id is required for pixel_level ${record.pixel_level}`
        : undefined,
  },
  {
    fields: ['postback_url'],
    wrong: ({ record: { postback_url: url } }) =>
      url === '' || /^https?:\/\/./i.test(url)
        ? undefined
        : 'postback_url must begin with http:// or https://',
  },
  {
    fields: ['postback_url', 'delivery_method'],
    wrong: ({ record }) =>
      record.delivery_method === 'postback' && !/^https?:\/\/./i.test(record.postback_url)
        ? 'postback_url is required for delivery_method postback'
        : undefined,
  },
  {
    fields: ['html_code', 'delivery_method'],
    wrong: ({ record }) =>
      record.delivery_method === 'html' && record.html_code === ''
        ? 'html_code is required for delivery_method html'
        : undefined,
  },
  {
    fields: ['delay_ms'],
    wrong: ({ record }) =>
      record.delay_ms < 0 || record.delay_ms > MAX_DELAY_MS
        ? `delay_ms must be 0 to ${MAX_DELAY_MS}`
        : undefined,
  },
  { fields: ['facebook_pixel', 'delivery_method'], wrong: facebookFault },
];

/** Not documented, and what any database would do; see the setting `unknownIds`. */
const KNOWN_IDS: readonly Rule[] = [
  {
    fields: ['network_affiliate_id'],
    wrong: ({ record: { network_affiliate_id: id }, store }) =>
      id !== 0 && !store.hasPartner(id) ? `network_affiliate_id ${id} does not exist` : undefined,
  },
  {
    fields: ['network_offer_id'],
    wrong: ({ record: { network_offer_id: id }, store }) =>
      id !== 0 && store.offer(id) === undefined ? `network_offer_id ${id} does not exist` : undefined,
  },
  {
    fields: ['network_offer_id', 'network_offer_payout_revenue_id'],
    wrong: ({ record, store }) => {
      const event = record.network_offer_payout_revenue_id;
      const known = event === 0 || store.offer(record.network_offer_id)?.eventIds.includes(event) === true;
      return known
        ? undefined
        : `network_offer_payout_revenue_id ${event} does not belong to offer ${record.network_offer_id}`;
    },
  },
];

/** Throws a 400 with the first rule that the record breaks. */
export function checkRecord(
  record: PixelRecord,
  stored: PixelRecord | undefined,
  store: NetworkStore,
  settings: Settings,
): void {
  const rules = settings.unknownIds === 'refuse' ? [...RULES, ...KNOWN_IDS] : RULES;
  for (const { fields, wrong } of rules) {
    if (stored !== undefined && fields.every((field) => sameJson(record[field], stored[field]))) continue;
    const message = wrong({ record, stored, store });
    if (message !== undefined) throw badRequest(message);
  }
}
