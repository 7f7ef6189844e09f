/**
 * The network of the example rows: one record of each kind that an example begins with. Data only. What only has to be "seen" by the pull
 * is inactive, so that it fires beside nothing.
 */
import type { Json, RecordAction } from '../../local/everflow';

type Fields = { readonly [field: string]: Json };

/** The URL of the base row, and that of new rows. */
export const BASE_URL = 'https://t.acme.io/p?c={sub1}&tx={transaction_id}';
export const NEW_URL = 'https://a.b/p?tx={transaction_id}';

export const TIKTOK: { [key: string]: Json } = {
  network_affiliate_integration_tiktok_id: 3,
  pixel_code: 'C0123456789',
  event_name: 'CompletePayment',
  email: '{adv1}',
  properties: [{ field: 'price', value: '{sale_amount}' }],
};

const FACEBOOK = {
  network_affiliate_integration_facebook_business_id: 5,
  pixel_id: '1234567890123457',
  event_name: 'Lead',
  user_data: [{ field: 'email', value: '{adv1}' }],
  custom_data: [{ field: 'currency', value: 'USD' }],
};

/** An active conversion postback of partner 14 for offer 81, unless told otherwise. */
function pixel(id: number, fields: Fields): RecordAction {
  const created = Date.UTC(2025, 0, 1) / 1000 + id * 3600;
  return {
    do: 'create',
    network: 1,
    fields: {
      network_pixel_id: id,
      network_affiliate_id: 14,
      network_offer_id: 81,
      network_offer_payout_revenue_id: 0,
      pixel_level: 'specific',
      postback_url: `https://p${id}.example/p?tx={transaction_id}`,
      description: '',
      time_created: created,
      time_saved: created + 60,
      ...fields,
    },
  };
}

/** The base row: partner 12 (Acme), offer 40. */
const BASE = pixel(501, { network_affiliate_id: 12, network_offer_id: 40, postback_url: BASE_URL });

const OTHERS: readonly RecordAction[] = [
  pixel(502, {}),
  pixel(503, {
    network_offer_id: 40,
    network_offer_payout_revenue_id: 77,
    pixel_type: 'post_conversion',
  }),
  pixel(504, { network_offer_id: 41, network_offer_payout_revenue_id: 79, pixel_type: 'event' }),
  pixel(505, {
    network_affiliate_id: 22,
    delivery_method: 'tiktok',
    postback_url: '',
    tiktok_pixel: TIKTOK,
  }),
  pixel(506, { network_affiliate_id: 22, pixel_status: 'deleted' }),
  pixel(507, { network_affiliate_id: 22, network_offer_id: 40, postback_url: 'htp://broken x' }),
  pixel(508, {
    network_affiliate_id: 22,
    network_offer_id: 41,
    delivery_method: 'html',
    postback_url: '',
    html_code: '<div>thanks</div>',
  }),
  pixel(509, { delay_ms: 1000 }),
  pixel(510, {
    network_offer_id: 1,
    pixel_type: 'post_conversion',
    delivery_method: 'facebook',
    postback_url: '',
    facebook_pixel: FACEBOOK,
  }),
  pixel(511, {
    network_affiliate_id: 22,
    delivery_method: 'html',
    postback_url: '',
    html_code: `<i>${'x'.repeat(50_500)}</i>`,
  }),
  pixel(512, { network_affiliate_id: 7, network_offer_id: 1, pixel_status: 'inactive' }),
  pixel(513, {
    network_affiliate_id: 12,
    network_offer_id: 41,
    pixel_type: 'cpc',
    pixel_status: 'inactive',
  }),
];

/** How many postbacks the network `many` has besides the base row. */
export const MANY_ROWS = 300;

/** 300 postbacks, each of a partner and with a URL of its own. */
const MANY = Array.from({ length: MANY_ROWS }, (_, at) =>
  pixel(600 + at, {
    network_affiliate_id: 1000 + at,
    // Not in the order of the ids: sorting by URL moves every row.
    postback_url: `https://t.old.com/p/${(at * 7919) % 1000}?tx={transaction_id}`,
  }),
);

/**
 * - acme: the base row and one record of each kind
 * - unread: as acme, pulled without details
 * - many: the base row and 300 postbacks
 */
export const NETWORKS = {
  acme: { records: [BASE, ...OTHERS], details: 'load' },
  unread: { records: [BASE, ...OTHERS], details: 'skip' },
  many: { records: [BASE, ...MANY], details: 'load' },
} as const satisfies Record<string, { records: readonly RecordAction[]; details: 'load' | 'skip' }>;

export type NetworkName = keyof typeof NETWORKS;
