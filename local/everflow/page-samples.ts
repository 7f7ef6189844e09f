/** The two records of the table answer on the API page, character for character. Data only. */
import type { PixelRecord } from './records';

/** Source: the table response of https://developers.everflow.io/docs/network/postbacks */
export const PAGE_SAMPLES: readonly PixelRecord[] = [
  {
    network_pixel_id: 20,
    network_id: 1,
    network_affiliate_id: 22,
    network_offer_id: 40,
    network_offer_payout_revenue_id: 0,
    delivery_method: 'html',
    pixel_level: 'specific',
    pixel_status: 'active',
    pixel_type: 'post_conversion',
    postback_url: '',
    html_code: '<div>pixel content</div>',
    delay_ms: 0,
    description: '',
    time_created: 1496184631,
    time_saved: 1498173406,
    facebook_pixel: null,
  },
  {
    network_pixel_id: 112,
    network_id: 1,
    network_affiliate_id: 0,
    network_offer_id: 81,
    network_offer_payout_revenue_id: 0,
    delivery_method: 'postback',
    pixel_level: 'global_offer',
    pixel_status: 'active',
    pixel_type: 'conversion',
    postback_url:
      'https://postbackdomain.com/?offer_id={offer_id}&transaction_id={transaction_id}&google_aid={google_aid}&idfa={idfa}',
    html_code: '',
    delay_ms: 0,
    description: '',
    time_created: 1506462264,
    time_saved: 1506462264,
    facebook_pixel: null,
  },
];
