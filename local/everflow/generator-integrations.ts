/** Makes the integration objects of generated postbacks (facebook, tiktok, snapchat, rumble). It knows no levels or ids. */
import type { Random } from './random';
import type { JsonObject } from './records';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A made-up value that looks like an access token; made of random letters so that no literal in the code does. */
export function tokenLike(random: Random): string {
  return `EAA${random.text(LETTERS, 60)}`;
}

/** Sixteen digits, as Facebook ids have them: more than a double can hold for some, and a number to any spreadsheet. */
export function sixteenDigits(random: Random): string {
  return `${random.int(1, 9)}${random.text(DIGITS, 15)}`;
}

/**
 * A full `facebook_pixel`. `event_id`, `action_source`, `event_source_url` are keys of newer documents
 * (https://developers.everflow.io/api-reference/get-networkspixel.md); `access_token` and `consent` stand for keys that
 * nobody documents.
 */
export function facebookPixel(random: Random): JsonObject {
  return {
    network_affiliate_integration_facebook_business_id: random.int(1, 40),
    pixel_id: sixteenDigits(random),
    event_name: random.pick(['Purchase', 'Lead', 'CompleteRegistration', 'AddToCart']),
    user_data: [
      { field: 'email', value: '{adv1}' },
      { field: 'external_id', value: '{transaction_id}' },
      { field: 'fbc', value: random.pick(['{sub5}', 'fb.1.=x', '']) },
    ],
    custom_data: [
      { field: 'value', value: '{sale_amount}' },
      { field: 'currency', value: random.pick(['USD', 'EUR']) },
    ],
    event_id: '{transaction_id}',
    action_source: 'website',
    event_source_url: 'https://shop.example/thanks?a=1&b={sub1}',
    access_token: tokenLike(random),
    consent: { mode: 'limited', regions: ['CA', 'TX'], version: 3 },
  };
}

/** Keys from https://developers.everflow.io/api-reference/get-networkspixel.md */
export function tiktokPixel(random: Random): JsonObject {
  return {
    network_affiliate_integration_tiktok_id: random.int(1, 20),
    pixel_code: `C${random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 19)}`,
    event_name: 'CompletePayment',
    url: 'https://shop.example/thanks',
    email: '{adv1}',
    phone: '+1 555 0100',
    properties: [{ field: 'price', value: '{sale_amount}' }],
    access_token: tokenLike(random),
  };
}

/** Keys from https://developers.everflow.io/api-reference/get-networkspixel.md */
export function snapchatPixel(random: Random): JsonObject {
  return {
    network_affiliate_integration_snapchat_id: random.int(1, 20),
    asset_id: random.text('abcdef0123456789', 32),
    event_name: 'PURCHASE',
    event_id: '',
    action_source: 'WEB',
    event_source_url: '',
    user_data: [{ field: 'email', value: '{adv1}' }],
    custom_data: [{ field: 'value', value: '{sale_amount}' }],
  };
}

/** Keys from https://developers.everflow.io/api-reference/get-networkspixel.md */
export function rumblePixel(random: Random): JsonObject {
  return {
    network_affiliate_integration_rumble_id: random.int(1, 20),
    conversion_action_id: random.int(1000, 9999),
    conversion_action_name: 'Purchase',
  };
}
