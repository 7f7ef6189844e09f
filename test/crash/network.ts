/**
 * The network and the working day of the push scenario: which postbacks there are, what Anna edits, what partners change after the pull,
 * and what is typed after the plan was confirmed. No rule of the add-on is known here.
 */
import type { Control, Json, JsonObject, PixelRecord } from '../../local/everflow';
import { Page } from '../../local/story/page';

/** What happens to a postback in the scenario, and how many have that fate. */
const FATES = {
  /** Edited here only. */
  plain: 24,
  /** The same field is changed here and by a partner. */
  conflict: 5,
  facebook: 3,
  tiktok: 2,
  /** Switched off on the server after the pull, while another field is edited here. */
  switchedOff: 5,
  /** Inactive, and turned on here on purpose. */
  turnOn: 3,
  /** The partner makes the very change that is made here. */
  same: 3,
  /** The partner changes another field. */
  partnerOther: 5,
  /** A partner changes another field between our reading and our writing. */
  gap: 1,
  /** Edited once more after the plan was confirmed. */
  later: 1,
  /** In no plan; edited after the plan was confirmed. */
  unrelated: 1,
  idle: 4,
} as const;

export type Fate = keyof typeof FATES;

export type Ids = { readonly [F in Fate]: readonly number[] };

/** Markers in the description of new postbacks: each stands once, so that a double shows. */
export const CREATES = Array.from(
  { length: 10 },
  (_, at) => `crash-create-${String(at + 1).padStart(2, '0')}`,
);
/** A new postback that a colleague has made meanwhile, but for its description. */
export const TWIN = 'crash-create-twin';

export const LATER_TEXT = 'typed after the confirmation';
export const GAP_TEXT = 'a partner wrote this in the gap';

const OFFERS = [40, 41, 81, 1];
const PARTNERS = [7, 12, 14, 22];

/** Adds the postbacks of the scenario to the network. */
export async function populate(control: Control): Promise<Ids> {
  const ids = {} as { [F in Fate]: number[] };
  let at = 0;
  for (const [fate, count] of Object.entries(FATES) as [Fate, number][]) {
    ids[fate] = [];
    for (let nth = 0; nth < count; nth += 1) {
      at += 1;
      const record = await control.create({ ...usual(at), ...special(fate, at) });
      ids[fate].push(record.network_pixel_id);
    }
  }
  return ids;
}

function usual(at: number): JsonObject {
  return {
    network_affiliate_id: PARTNERS[at % PARTNERS.length]!,
    network_offer_id: OFFERS[at % OFFERS.length]!,
    pixel_level: 'specific',
    postback_url: `https://partner.example/p${at}?tx={transaction_id}`,
    description: `as made ${at}`,
    time_created: 1_760_000_000 + at,
    time_saved: 1_760_000_000 + at,
    // A key that nobody documents goes back as it was read.
    audience_id: `aud-${at}`,
  };
}

function special(fate: Fate, at: number): JsonObject {
  if (fate === 'turnOn') return { pixel_status: 'inactive' };
  if (fate === 'facebook') {
    return {
      delivery_method: 'facebook',
      postback_url: '',
      facebook_pixel: {
        network_affiliate_integration_facebook_business_id: at,
        pixel_id: `10200000000000${at}`,
        event_name: 'Purchase',
        user_data: [{ field: 'email', value: '{adv1}' }],
        custom_data: [
          { field: 'value', value: '{sale_amount}' },
          { field: 'value', value: 'twice' },
        ],
        access_token: ['EAA', 'token', at].join('-'),
        consent: { mode: 'limited', regions: ['CA', 'TX'], version: 3 },
      },
    };
  }
  if (fate !== 'tiktok') return {};
  const tiktok: { [key: string]: Json } = {
    network_affiliate_integration_tiktok_id: at,
    pixel_code: `C${at}CODE`,
    properties: [{ field: 'price', value: '{sale_amount}' }],
    access_token: ['TT', 'token', at].join('-'),
  };
  return { delivery_method: 'tiktok', postback_url: '', tiktok_pixel: tiktok };
}

/** Cells that Anna types, by postback. */
export function edits(ids: Ids): Map<number, Readonly<Record<string, string>>> {
  const typed = new Map<number, Readonly<Record<string, string>>>();
  const edit = (list: readonly number[], cells: (id: number, at: number) => Record<string, string>): void =>
    list.forEach((id, at) => typed.set(id, cells(id, at)));
  edit(
    ids.plain,
    (id, at) =>
      [
        { URL: `https://moved.example/p${id}?tx={transaction_id}` },
        { 'Delay (ms)': String(1000 + id) },
        { Description: `rewritten ${id}` },
        { Description: `both ${id}`, 'Delay (ms)': String(2000 + id) },
      ][at % 4]!,
  );
  edit(ids.conflict, (id) => ({ 'Delay (ms)': String(3000 + id), Description: `mine ${id}` }));
  for (const fate of ['facebook', 'tiktok', 'gap', 'later'] as const)
    edit(ids[fate], (id) =>
      fate === 'gap' ? { 'Delay (ms)': '7000' } : { Description: `kept object ${id}` },
    );
  for (const fate of ['switchedOff', 'partnerOther', 'same'] as const)
    edit(ids[fate], (id) => ({ Description: `edited ${id}` }));
  edit(ids.turnOn, () => ({ Status: 'active' }));
  return typed;
}

/** New rows as Anna pastes them. */
export function newRows(): Readonly<Record<string, string>>[] {
  return [...CREATES, TWIN].map((marker, at) => ({
    'Partner ID': '12',
    'Offer ID': String(OFFERS[at % 2]),
    'Event ID': '0',
    Type: 'conversion',
    Level: 'specific',
    Method: 'postback',
    Status: 'active',
    URL: `https://new.example/${marker}?tx={transaction_id}`,
    'Delay (ms)': '0',
    Description: marker,
  }));
}

/** What partners change on the server after the pull. The change in the gap is armed, for the moment of the reading. */
export async function partnersAct(control: Control, ids: Ids): Promise<void> {
  for (const id of ids.conflict) await control.change(id, { delay_ms: 9000 + id });
  for (const id of ids.switchedOff) await control.change(id, { pixel_status: 'inactive' });
  for (const id of ids.same) await control.change(id, { description: `edited ${id}` });
  for (const id of ids.partnerOther)
    await control.change(id, { postback_url: `https://theirs.example/${id}?tx={transaction_id}` });
  const twin = newRows().at(-1)!;
  await control.create({
    network_affiliate_id: Number(twin['Partner ID']),
    network_offer_id: Number(twin['Offer ID']),
    pixel_level: 'specific',
    postback_url: twin['URL']!,
    description: 'a colleague was quicker',
  });
  await control.arm({
    match: { method: 'GET', pixelId: ids.gap[0]! },
    after: [{ do: 'change', fields: { description: GAP_TEXT } }],
  });
}

/** Types cells into rows of the tab, found by id. */
export function typeAll(page: Page, typed: ReadonlyMap<number, Readonly<Record<string, string>>>): void {
  const rowOf = new Map(page.rows().map(({ rowNumber, text }) => [Number(text['Postback ID']), rowNumber]));
  for (const [id, cells] of typed)
    for (const [header, text] of Object.entries(cells)) page.type(header, rowOf.get(id)!, text);
}

/** Records by id. */
export const byId = (records: readonly PixelRecord[]): Map<number, PixelRecord> =>
  new Map(records.map((record) => [record.network_pixel_id, record]));
