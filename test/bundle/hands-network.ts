/** The small network of the hands model: a dozen postbacks of every kind that people meet. Data only. */
import type { Json, RecordAction } from '../../local/everflow';

type Fields = { readonly [field: string]: Json };

export const FIRST_ID = 501;

function pixel(at: number, fields: Fields): RecordAction {
  const created = Date.UTC(2025, 2, 1) / 1000 + at * 7200;
  return {
    do: 'create',
    network: 1,
    fields: {
      network_pixel_id: FIRST_ID + at,
      network_affiliate_id: [12, 14, 22, 7][at % 4]!,
      network_offer_id: [40, 41, 81][at % 3]!,
      network_offer_payout_revenue_id: 0,
      pixel_level: 'specific',
      postback_url: `https://p${at}.example/p?tx={transaction_id}&n=${at}`,
      description: '',
      time_created: created,
      time_saved: created + 60 * at,
      ...fields,
    },
  };
}

const FACEBOOK = {
  network_affiliate_integration_facebook_business_id: 5,
  pixel_id: '1234567890123457',
  event_name: 'Lead',
  user_data: [{ field: 'email', value: '{adv1}' }],
  custom_data: [],
  access_token: 'kept-as-read',
};

const KINDS: readonly Fields[] = [
  { description: 'first' },
  { pixel_status: 'inactive' },
  { delay_ms: 5000, description: '=1+1' },
  { pixel_level: 'global', network_offer_id: 0 },
  { pixel_level: 'global_offer', network_affiliate_id: 0, description: "'quoted" },
  { network_offer_id: 40, network_offer_payout_revenue_id: 77, pixel_type: 'post_conversion' },
  { delivery_method: 'html', postback_url: '', html_code: '<i>{sub1}</i>\r\n<b>two</b>' },
  { delivery_method: 'facebook', postback_url: '', facebook_pixel: FACEBOOK },
  { delivery_method: 'tiktok', postback_url: '', tiktok_pixel: { pixel_code: 'C01', properties: [] } },
  { postback_url: 'htp://broken x', description: '0042' },
  {
    pixel_type: 'event',
    network_offer_id: 41,
    network_offer_payout_revenue_id: 79,
    pixel_status: 'inactive',
  },
  { delivery_method: 'html', postback_url: '', html_code: `<i>${'x'.repeat(50_100)}</i>` },
];

export const HANDS_RECORDS: readonly RecordAction[] = KINDS.map((fields, at) => pixel(at, fields));
