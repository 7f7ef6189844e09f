/**
 * The postback ("pixel") record as the Everflow API page describes it: its fields, its closed lists, and the way from a
 * server record to a `Postback`. Source: https://developers.everflow.io/docs/network/postbacks
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Closed lists of the API page, in its order. */
export const DELIVERY_METHODS = ['html', 'postback', 'facebook'] as const;
export const PIXEL_LEVELS = ['global', 'specific', 'global_offer'] as const;
export const PIXEL_STATUSES = ['active', 'inactive'] as const;
export const PIXEL_TYPES = ['conversion', 'post_conversion', 'cpc'] as const;
/** Methods that the table filter accepts. */
export const FILTER_METHODS = ['facebook', 'tiktok', 'postback', 'html'] as const;
export const USER_DATA_FIELDS = [
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
] as const;
export const CUSTOM_DATA_FIELDS = [
  'value',
  'currency',
  'order_id',
  'predicted_ltv',
  'num_items',
  'status',
  'search_string',
] as const;

/** Greatest delay before firing, in milliseconds (5 minutes). */
export const MAX_DELAY_MS = 300_000;

/** Fields whose value is a whole number; 0 means "none" or "all". */
export const NUMBER_FIELDS = [
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'delay_ms',
  'facebook_pixel.network_affiliate_integration_facebook_business_id',
] as const;

/** Fields whose value is text, as the server has it. */
export const TEXT_FIELDS = [
  'pixel_type',
  'pixel_level',
  'delivery_method',
  'pixel_status',
  'postback_url',
  'html_code',
  'description',
  'facebook_pixel.pixel_id',
  'facebook_pixel.event_name',
] as const;

/** Lists of {field, value}; held as text in the form of `core/pairs.ts`, which loses nothing. */
export const PAIR_FIELDS = ['facebook_pixel.user_data', 'facebook_pixel.custom_data'] as const;

export type NumberField = (typeof NUMBER_FIELDS)[number];
export type TextField = (typeof TEXT_FIELDS)[number];
export type PairField = (typeof PAIR_FIELDS)[number];
/** Every field of a postback that a person may edit, by its path in the API's record. */
export type Field = NumberField | TextField | PairField;

export const FIELDS: readonly Field[] = [
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'pixel_type',
  'pixel_level',
  'delivery_method',
  'pixel_status',
  'postback_url',
  'html_code',
  'delay_ms',
  'description',
  'facebook_pixel.network_affiliate_integration_facebook_business_id',
  'facebook_pixel.pixel_id',
  'facebook_pixel.event_name',
  'facebook_pixel.user_data',
  'facebook_pixel.custom_data',
];

/** Who fires for whom: these six are one group in a merge, a mixture of two people's values is nobody's intention (M1). */
export const IDENTITY_FIELDS: readonly Field[] = [
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'pixel_level',
  'pixel_type',
  'delivery_method',
];

export const FACEBOOK_FIELDS: readonly Field[] = FIELDS.filter((f) => f.startsWith('facebook_pixel.'));

/** A number for a `NumberField`, text for all others. */
export type FieldValue = number | string;

/** Values by field. A field that is absent is *not told*: the server has not been asked for it yet (P5). */
export type FieldValues = { readonly [F in Field]?: FieldValue };

export function isNumberField(field: Field): field is NumberField {
  return (NUMBER_FIELDS as readonly string[]).includes(field);
}
export function isPairField(field: Field): field is PairField {
  return (PAIR_FIELDS as readonly string[]).includes(field);
}
/** What an absent or null key means in a record: 0 or the empty text (D1). */
export function zeroOf(field: Field): FieldValue {
  return isNumberField(field) ? 0 : '';
}

/** An Everflow network, as far as we know it. `id` > 0. */
export interface Network {
  readonly id: number;
  readonly name: string;
  readonly host: ApiHost;
}

/** The two API hosts; both, and nothing else, are in the manifest's `urlFetchWhitelist` (S3). */
export const API_HOSTS = ['api.eflow.team', 'api-eu.eflow.team'] as const;
export type ApiHost = (typeof API_HOSTS)[number];

/** One postback as read from the server. Times are Unix seconds, 0 when not told. */
export interface Postback {
  /** network_pixel_id, > 0 */
  readonly id: number;
  readonly networkId: number;
  readonly fields: FieldValues;
  readonly partnerName: string;
  readonly offerName: string;
  readonly timeCreated: number;
  readonly timeSaved: number;
  /** What is kept but not shown of integration objects and unknown keys, in words without any secret (B3); '' if nothing. */
  readonly other: string;
  /** Why this postback cannot be edited here (P7), as a sentence; '' when it can. */
  readonly fixed: string;
}
