/**
 * The unusual postbacks that every generated network of some size holds: one for each way in which a record can be
 * awkward. It says only what is unusual; the rest of each record is ordinary.
 */
import { AWKWARD_TEXTS, AWKWARD_URLS, BROKEN_URLS, HTML_SNIPPET, longHtml } from './awkward-texts';
import { facebookPixel, rumblePixel, snapchatPixel, tiktokPixel } from './generator-integrations';
import type { Random } from './random';
import { bigInteger, type Json, type PixelFields } from './records';

/** What is unusual about a record. Partner, offer and level come from the ordinary record unless named here. */
export type Special = (random: Random) => Partial<PixelFields> & { [key: string]: Json };

const CONVERSION = { pixel_type: 'conversion', network_offer_payout_revenue_id: 0 };

function html(code: string): Special {
  return () => ({ ...CONVERSION, delivery_method: 'html', postback_url: '', html_code: code });
}

function url(text: string): Special {
  return () => ({
    ...CONVERSION,
    delivery_method: 'postback',
    postback_url: text,
    html_code: '',
    delay_ms: 0,
  });
}

function integration(
  method: string,
  key: string,
  make: (random: Random) => { [key: string]: Json },
): Special {
  return (random) => ({
    ...CONVERSION,
    delivery_method: method,
    postback_url: '',
    html_code: '',
    [key]: make(random),
  });
}

/** Cells hold 50,000 characters: both sides of that limit, and clearly beyond it. */
const LONG_HTML = [50_000, 50_001, 51_234, 20_000].map((length) => html(longHtml(length)));

const KINDS: readonly Special[] = [
  integration('facebook', 'facebook_pixel', facebookPixel),
  integration('tiktok', 'tiktok_pixel', tiktokPixel),
  integration('snapchat', 'snapchat_pixel', snapchatPixel),
  integration('rumble', 'rumble_pixel', rumblePixel),
  url('htp://broken x'),
  html(longHtml(51_111)),
  // Keys nobody documents, of every JSON kind.
  () => ({
    fire_mode: 'once',
    labels: ['vip', '=1+1', ''],
    routing: { weight: 0.25, enabled: true, fallback: null },
  }),
  () => ({ pixel_status: 'deleted' }),
  () => ({ pixel_type: 'event' }),
  // An unknown method with its own object.
  integration('carrier_pigeon', 'carrier_pigeon_pixel', () => ({ loft: 7, ring: '0042' })),
  // Switched-off integrations, and one whose lists are missing.
  (random) => ({
    ...integration('facebook', 'facebook_pixel', facebookPixel)(random),
    pixel_status: 'inactive',
  }),
  integration('facebook', 'facebook_pixel', (random) => {
    const { user_data: _user, custom_data: _custom, ...rest } = facebookPixel(random);
    return { ...rest, user_data: [], custom_data: [] };
  }),
  // Lines "field=value" cannot hold these.
  integration('facebook', 'facebook_pixel', (random) => ({
    ...facebookPixel(random),
    user_data: [
      { field: 'email', value: 'a=b' },
      { field: 'email', value: 'two\nlines' },
      { field: 'legacy_field', value: '[x]', weight: 2 },
    ],
  })),
  // Facebook settings kept on a plain postback.
  (random) => ({ delivery_method: 'postback', facebook_pixel: facebookPixel(random) }),
  // A number that does not survive parsing as a double.
  () => ({ audience_id: bigInteger('9007199254740993') }),
  html(HTML_SNIPPET),
  html('=IMPORTXML("https://example.com","//a")'),
  (random) => ({ ...html('<div>late</div>')(random), delay_ms: 5000 }),
  // An offer id that the level ignores: a full update zeroes it.
  () => ({ ...CONVERSION, pixel_level: 'global', network_affiliate_id: 12, network_offer_id: 40 }),
  () => ({ delivery_method: 'postback', delay_ms: 300_000 }),
  () => ({ delivery_method: 'postback', html_code: '<i>left over</i>' }),
];

/** All specials, the most telling first, so that small networks have those. */
export const SPECIALS: readonly Special[] = [
  ...KINDS,
  ...AWKWARD_TEXTS.map((text): Special => () => ({ description: text })),
  ...BROKEN_URLS.slice(1).map(url),
  ...AWKWARD_URLS.map(url),
  ...LONG_HTML,
  ...AWKWARD_TEXTS.filter((_, at) => at % 6 === 0).map(html),
];
