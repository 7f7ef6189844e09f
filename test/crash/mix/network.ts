/** Small networks of the mixtures, and what is edited in them. Data by chance, no rule of the add-on. */
import type { JsonObject, PixelRecord } from '../../../local/everflow';
import type { Dice } from './dice';

const PARTNERS = [7, 12, 14, 22];
const OFFERS = [40, 41, 81, 1];

/** Postbacks of one network, to be made through the control interface. */
export function postbacks(dice: Dice): JsonObject[] {
  return Array.from({ length: dice.between(20, 34) }, (_, at): JsonObject => {
    const base: JsonObject = {
      network_affiliate_id: dice.pick(PARTNERS),
      network_offer_id: dice.pick(OFFERS),
      pixel_level: 'specific',
      pixel_status: dice.chance(0.3) ? 'inactive' : 'active',
      postback_url: `https://partner${at % 5}.example/p${at}?tx={transaction_id}`,
      description: `as made ${at}`,
      time_created: 1_760_000_000 + at,
      time_saved: 1_760_000_000 + at,
      // A key that nobody documents goes back as it was read.
      audience_id: `aud-${at}`,
    };
    return { ...base, ...special(dice, at) };
  });
}

function special(dice: Dice, at: number): JsonObject {
  const kind = dice.below(12);
  if (kind === 0) return { pixel_level: 'global', network_offer_id: 0 };
  if (kind === 1) return { pixel_level: 'global_offer', network_affiliate_id: 0 };
  if (kind === 2) return { delivery_method: 'html', postback_url: '', html_code: `<i>{sub1}</i>${at}` };
  if (kind === 3)
    return {
      delivery_method: 'tiktok',
      postback_url: '',
      tiktok_pixel: { pixel_code: `C${at}`, properties: [], access_token: ['TT', 'token', at].join('-') },
    };
  if (kind > 5) return {};
  return {
    delivery_method: 'facebook',
    postback_url: '',
    facebook_pixel: {
      network_affiliate_integration_facebook_business_id: at + 1,
      pixel_id: `10200000000000${at}`,
      event_name: 'Purchase',
      user_data: [{ field: 'email', value: '{adv1}' }],
      custom_data: [{ field: 'value', value: '{sale_amount}' }],
      access_token: ['EAA', 'token', at].join('-'),
      consent: { mode: 'limited', version: 3 },
    },
  };
}

/** Texts for some cells of one postback, by header. */
export function editOf(dice: Dice, record: PixelRecord, words: string): Readonly<Record<string, string>> {
  const id = record.network_pixel_id;
  const cells: Record<string, string> = {};
  const isPlain = record.delivery_method === 'postback';
  if (dice.chance(0.6)) cells['Description'] = `${words} ${id}`;
  if (isPlain && dice.chance(0.4))
    cells['URL'] = `https://moved.example/p${id}?tx={transaction_id}&w=${words.replaceAll(' ', '')}`;
  if (isPlain && dice.chance(0.3)) cells['Delay (ms)'] = String(1000 + dice.below(200));
  if (record.delivery_method === 'facebook' && dice.chance(0.5))
    cells['FB event'] = dice.pick(['Lead', 'Buy']);
  if (dice.chance(0.3)) cells['Status'] = record.pixel_status === 'active' ? 'inactive' : 'active';
  if (record.pixel_level === 'specific' && dice.chance(0.15))
    cells['Offer ID'] = String(dice.pick(OFFERS.filter((offer) => offer !== record.network_offer_id)));
  if (Object.keys(cells).length === 0) cells['Description'] = `${words} only ${id}`;
  return cells;
}

/** New rows, some of them the same but for their description. @param first number of the first marker */
export function newRows(dice: Dice, first: number): Readonly<Record<string, string>>[] {
  let target = 0;
  return Array.from({ length: dice.between(2, 8) }, (_, at) => {
    if (at === 0 || dice.chance(0.7)) target = first + at;
    const marker = `mx${first + at}`;
    return {
      'Partner ID': String(PARTNERS[target % 4]),
      'Offer ID': String(OFFERS[target % 3]),
      'Event ID': '0',
      Type: 'conversion',
      Level: 'specific',
      Method: 'postback',
      Status: dice.chance(0.8) ? 'active' : 'inactive',
      URL: `https://new.example/${target}?tx={transaction_id}`,
      'Delay (ms)': '0',
      Description: dice.chance(0.5) ? marker : `new ${marker}`,
    };
  });
}

/** What a partner does to a postback by themself. */
export function partnersChange(dice: Dice, record: PixelRecord): JsonObject {
  const isPlain = record.delivery_method === 'postback';
  const all: JsonObject[] = [
    { pixel_status: 'inactive' },
    { pixel_status: 'inactive' },
    { description: `theirs ${dice.below(1000)}` },
    ...(isPlain
      ? [
          { postback_url: `https://theirs.example/${record.network_pixel_id}?t={transaction_id}` },
          { delay_ms: 5000 + dice.below(100) },
        ]
      : []),
    ...(record.pixel_level === 'specific' ? [{ network_offer_id: dice.pick(OFFERS) }] : []),
  ];
  return dice.pick(all);
}
