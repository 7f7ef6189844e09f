/**
 * Makes a realistic network: partners, offers and any number of postbacks, always the same ones for the same size and
 * seed. It knows nothing about serving them.
 */
import { AWKWARD_TEXTS, AWKWARD_URLS, BROKEN_URLS } from './awkward-texts';
import { facebookPixel, rumblePixel, snapchatPixel, tiktokPixel } from './generator-integrations';
import { makeParties, type Parties } from './generator-parties';
import { SPECIALS, type Special } from './generator-specials';
import { PAGE_SAMPLES } from './page-samples';
import { createRandom, type Random } from './random';
import type { NetworkSeed, Offer, Partner, PixelRecord } from './records';

/** Every fifth partner, and all-partner postbacks, use this tracker: enough rows for a change of domain. */
export const TRACKER_HOST = 't.acme-tracker.com';

const FIRST_GENERATED_ID = 201;
/** Creation times run from here … */
const FIRST_TIME_S = Date.UTC(2017, 9, 1) / 1000;
/** … to here, so that every change made in a test is later. */
const LAST_TIME_S = Date.UTC(2026, 5, 30) / 1000;

export interface NetworkPlan {
  readonly id: number;
  readonly name: string;
  /** Postbacks in total. */
  readonly size: number;
  readonly seed: number;
  /** Begin with the two records of the API page. */
  readonly pageSamples: boolean;
  /** Share of rows that get a hostile text in every text field, 0 to 1. */
  readonly hostileRatio: number;
}

interface Scope {
  readonly random: Random;
  readonly parties: Parties;
  readonly offersWithEvents: readonly Offer[];
  readonly plan: NetworkPlan;
}

const NOTES = [
  'Added by Ana',
  'Requested by partner',
  'Migrated',
  'Test, please keep',
  'Ticket',
  'Backup URL',
];

function hostOf(partner: Partner | undefined): string {
  if (partner === undefined || partner.id % 5 === 0 || partner.id === 12) return TRACKER_HOST;
  return partner.id % 7 === 0 ? `p${partner.id}.example` : `trk.partner-${partner.id}.example`;
}

/** Postbacks of one partner look alike, as they do in a real network: one template per partner. */
function urlOf(record: PixelRecord, partner: Partner | undefined, random: Random): string {
  const scheme = partner !== undefined && partner.id % 11 === 0 ? 'http' : 'https';
  const offer = record.network_offer_id === 0 ? '{offer_id}' : String(record.network_offer_id);
  const who = partner === undefined ? '{affiliate_id}' : String(partner.id);
  const goal = record.pixel_type === 'conversion' ? '' : '&event={event_id}';
  const tail = random.pick(['', '&payout={payout_amount}', '&s2={sub2}&s3={sub3}', '&src={source_id}']);
  const paths = ['/postback', '/p', '/s2s/conversion', '/'];
  const path = paths[(partner?.id ?? 0) % paths.length] ?? '/';
  return `${scheme}://${hostOf(partner)}${path}?cid={sub1}&tx={transaction_id}&o=${offer}&a=${who}${goal}${tail}`;
}

function target(scope: Scope, type: string, level: string): Partial<PixelRecord> {
  const { random, parties } = scope;
  const withEvent =
    type === 'post_conversion' &&
    level !== 'global' &&
    scope.offersWithEvents.length > 0 &&
    random.chance(0.6);
  const offer = random.pick(withEvent ? scope.offersWithEvents : parties.offers);
  return {
    network_affiliate_id: level === 'global_offer' ? 0 : random.pick(parties.partners).id,
    network_offer_id: level === 'global' ? 0 : offer.id,
    network_offer_payout_revenue_id: withEvent ? random.pick(offer.eventIds) : 0,
  };
}

function descriptionOf(random: Random): string {
  if (random.chance(0.5)) return '';
  if (random.chance(0.1)) return random.pick(AWKWARD_TEXTS);
  return `${random.pick(NOTES)} ${random.int(1, 9999)}`;
}

function delivery(record: PixelRecord, random: Random, partner: Partner | undefined): Partial<PixelRecord> {
  switch (record.delivery_method) {
    case 'html':
      return {
        html_code: `<img src="https://px.example/i?tx={transaction_id}&n=${record.network_pixel_id}" width="1" height="1">`,
      };
    case 'facebook':
      return { facebook_pixel: facebookPixel(random) };
    case 'tiktok':
      return { tiktok_pixel: tiktokPixel(random) };
    case 'snapchat':
      return { snapchat_pixel: snapchatPixel(random) };
    case 'rumble':
      return { rumble_pixel: rumblePixel(random) };
    default:
      return {
        postback_url: urlOf(record, partner, random),
        delay_ms: random.chance(0.08) ? random.pick([1000, 5000, 60_000, 300_000]) : 0,
      };
  }
}

/** An ordinary record with the given id and time of creation. */
function ordinary(scope: Scope, id: number, createdS: number): PixelRecord {
  const { random } = scope;
  const type = random.weighted([
    ['conversion', 66] as const,
    ['post_conversion', 25],
    ['cpc', 8],
    ['event', 1],
  ]);
  const cpc = type === 'cpc';
  const level = cpc
    ? 'specific'
    : random.weighted([['specific', 62] as const, ['global', 26], ['global_offer', 12]]);
  const method = cpc
    ? 'postback'
    : random.weighted([
        ['postback', 880] as const,
        ['html', 60],
        ['facebook', 40],
        ['tiktok', 12],
        ['snapchat', 5],
        ['rumble', 3],
      ]);
  const base: PixelRecord = {
    network_pixel_id: id,
    network_id: scope.plan.id,
    network_affiliate_id: 0,
    network_offer_id: 0,
    network_offer_payout_revenue_id: 0,
    delivery_method: method,
    pixel_level: level,
    pixel_status: random.weighted([['active', 780] as const, ['inactive', 210], ['deleted', 10]]),
    pixel_type: type,
    postback_url: '',
    html_code: '',
    delay_ms: 0,
    description: descriptionOf(random),
    time_created: createdS,
    time_saved: Math.min(LAST_TIME_S, createdS + (random.chance(0.5) ? 0 : random.int(60, 20_000_000))),
    facebook_pixel: null,
  };
  const placed = { ...base, ...target(scope, type, level) } as PixelRecord;
  const partner = scope.parties.partners.find(
    ({ id: partnerId }) => partnerId === placed.network_affiliate_id,
  );
  return { ...placed, ...delivery(placed, random, partner) } as PixelRecord;
}

function withSpecial(record: PixelRecord, special: Special, random: Random): PixelRecord {
  const changes = special(random);
  const method = changes['delivery_method'];
  const replaced = method !== undefined && method !== record.delivery_method;
  // What belonged to the method that is gone must not stay behind by accident.
  const { tiktok_pixel: _t, snapchat_pixel: _s, rumble_pixel: _r, ...rest } = record;
  const plain = replaced ? { ...rest, facebook_pixel: null, delay_ms: 0 } : record;
  const changed = { ...plain, ...changes } as PixelRecord;
  const needsUrl = changed.delivery_method === 'postback' && changed.postback_url === '';
  return needsUrl ? { ...changed, postback_url: `https://${TRACKER_HOST}/p?tx={transaction_id}` } : changed;
}

/** The same record with a hostile text wherever a text can stand. */
function hostile(record: PixelRecord, random: Random): PixelRecord {
  const text = (): string => random.pick(AWKWARD_TEXTS);
  const url = random.chance(0.5)
    ? `${record.postback_url}&n=${text()}`
    : random.pick([...AWKWARD_URLS, ...BROKEN_URLS, ...AWKWARD_TEXTS]);
  return {
    ...record,
    description: text(),
    postback_url: record.delivery_method === 'postback' ? url : record.postback_url,
    html_code: record.delivery_method === 'html' ? `${text()}${record.html_code}` : text(),
  };
}

/** Row index → special, spread evenly, and never on more than every second row. */
function placeSpecials(first: number, size: number): Map<number, Special> {
  const room = size - first;
  const step = Math.max(2, Math.floor(room / SPECIALS.length));
  const placed = new Map<number, Special>();
  SPECIALS.forEach((special, at) => {
    const row = first + at * step + 1;
    if (row < size) placed.set(row, special);
  });
  return placed;
}

/** A network of exactly `plan.size` postbacks in order of id. Pure: the same plan gives equal networks. */
export function generateNetwork(plan: NetworkPlan): NetworkSeed {
  const random = createRandom(plan.seed * 7919 + plan.id);
  const parties = makeParties(random, plan.size, plan.pageSamples, plan.hostileRatio >= 1);
  const offersWithEvents = parties.offers.filter(({ eventIds }) => eventIds.length > 0);
  const scope: Scope = { random, parties, offersWithEvents, plan };
  const pixels: PixelRecord[] = plan.pageSamples ? PAGE_SAMPLES.slice(0, plan.size) : [];
  const specials = placeSpecials(pixels.length, plan.size);
  let id = FIRST_GENERATED_ID;
  for (let row = pixels.length; row < plan.size; row++) {
    const createdS = Math.floor(FIRST_TIME_S + ((LAST_TIME_S - FIRST_TIME_S) * row) / plan.size);
    const plain = ordinary(scope, id, createdS);
    const special = specials.get(row);
    const record = special === undefined ? plain : withSpecial(plain, special, random);
    pixels.push(random.next() < plan.hostileRatio ? hostile(record, random) : record);
    id += random.weighted<number>([
      [1, 8],
      [2, 1],
      [5, 1],
    ]);
  }
  return { id: plan.id, name: plan.name, ...parties, pixels };
}
