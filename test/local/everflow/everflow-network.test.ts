/** What a generated network holds: the same for the same seed, and everything that has hurt clients before. */
import { assert, jsonValue, nat, pre, property } from 'fast-check';
import { AWKWARD_TEXTS } from '../../../local/everflow/awkward-texts';
import { generateNetwork, TRACKER_HOST } from '../../../local/everflow/generator';
import { bigInteger, fromWire, toWire, type Json, type NetworkSeed } from '../../../local/everflow/records';

function network(size: number, seed = 1, hostileRatio = 0): NetworkSeed {
  return generateNetwork({ id: 1, name: 'Acme Network', size, seed, pageSamples: true, hostileRatio });
}

const usual = network(2431);

function count<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.filter(test).length;
}

test('is the same for the same size and seed, and another for another seed', () => {
  expect(network(300, 7)).toEqual(network(300, 7));
  expect(network(300, 7).pixels).not.toEqual(network(300, 8).pixels);
});

test('has exactly the size asked for, ids once each and rising, whatever size and seed', () => {
  assert(
    property(nat(400), nat(1_000_000), (size, seed) => {
      const ids = network(size, seed).pixels.map((pixel) => pixel.network_pixel_id);
      expect(ids).toHaveLength(size);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    }),
    { seed: 20_261_122, numRuns: 60 },
  );
});

test('20,000 postbacks are made in well under two seconds', () => {
  const startedMs = performance.now();
  expect(network(20_000).pixels).toHaveLength(20_000);
  expect(performance.now() - startedMs).toBeLessThan(2000);
});

test('several dozen partners, offers with events, and every kind of postback', () => {
  const { partners, offers, pixels } = usual;
  expect(partners.length).toBeGreaterThan(40);
  expect(count(offers, (offer) => offer.eventIds.length > 1)).toBeGreaterThan(5);
  const kinds = (field: string): Set<unknown> => new Set(pixels.map((pixel) => pixel[field]));
  expect(kinds('pixel_level')).toEqual(new Set(['global', 'global_offer', 'specific']));
  expect(kinds('pixel_type')).toEqual(new Set(['conversion', 'cpc', 'event', 'post_conversion']));
  expect(kinds('pixel_status')).toEqual(new Set(['active', 'deleted', 'inactive']));
  expect(kinds('delivery_method')).toEqual(
    new Set(['carrier_pigeon', 'facebook', 'html', 'postback', 'rumble', 'snapchat', 'tiktok']),
  );
  expect(count(pixels, (pixel) => pixel.delivery_method === 'postback')).toBeGreaterThan(1800);
  expect(count(pixels, (pixel) => pixel.pixel_status === 'deleted')).toBeLessThan(60);
});

test('every id in a record is that of a partner, an offer or one of its events', () => {
  const partners = new Set(usual.partners.map((partner) => partner.id));
  const offers = new Map(usual.offers.map((offer) => [offer.id, offer]));
  for (const pixel of usual.pixels) {
    const {
      network_affiliate_id: partner,
      network_offer_id: offer,
      network_offer_payout_revenue_id: event,
    } = pixel;
    if (partner !== 0) expect(partners).toContain(partner);
    if (offer !== 0) expect(offers.has(offer)).toBe(true);
    if (event !== 0) expect(offers.get(offer)?.eventIds).toContain(event);
  }
});

test('one tracker domain stands in several hundred URLs', () => {
  expect(count(usual.pixels, (pixel) => pixel.postback_url.includes(TRACKER_HOST))).toBeGreaterThan(300);
});

test('[T1] [T2] [T3] holds every awkward text, long HTML on both sides of the cell limit, broken URLs', () => {
  const descriptions = new Set(usual.pixels.map((pixel) => pixel.description));
  expect(AWKWARD_TEXTS.filter((text) => !descriptions.has(text))).toEqual([]);
  const lengths = usual.pixels.map((pixel) => pixel.html_code.length);
  for (const length of [20_000, 50_000, 50_001, 51_234]) expect(lengths).toContain(length);
  expect(usual.pixels.some((pixel) => pixel.postback_url === 'htp://broken x')).toBe(true);
});

test('[B3] facebook objects have 16-digit ids, unknown sub-keys and a token-like secret', () => {
  const objects = usual.pixels.flatMap((pixel) =>
    pixel.delivery_method === 'facebook' && pixel.facebook_pixel !== null ? [pixel.facebook_pixel] : [],
  );
  expect(objects.length).toBeGreaterThan(20);
  for (const object of objects) {
    expect(object['pixel_id']).toMatch(/^\d{16}$/);
    expect(object['access_token']).toMatch(/^EAA\w{60}$/);
    expect(object).toHaveProperty('consent');
  }
});

test('a small network has unusual records and ordinary ones', () => {
  const { pixels } = network(40);
  expect(pixels.some((pixel) => pixel.html_code.length > 51_000)).toBe(true);
  expect(pixels.some((pixel) => 'labels' in pixel)).toBe(true);
  expect(pixels.some((pixel) => pixel.facebook_pixel !== null)).toBe(true);
});

test('[T2] hostile: an awkward text in every generated row; a ratio: in about that share', () => {
  const awkward = new Set(AWKWARD_TEXTS);
  const hit = (ratio: number): number =>
    count(network(1000, 2, ratio).pixels.slice(2), (pixel) => awkward.has(pixel.description)) / 998;
  expect(hit(1)).toBe(1);
  expect(hit(0.5)).toBeGreaterThan(0.4);
  expect(hit(0.5)).toBeLessThan(0.7);
});

describe('[P7] numbers above 2^53 on the wire', () => {
  test('are bare digits there, and come back as they were', () => {
    const value = {
      a: bigInteger('9007199254740993'),
      b: ['9007199254740993', 1.5, -3],
      c: '"1234567890123456789"',
    };
    expect(toWire(value)).toContain('"a":9007199254740993,');
    expect(fromWire(toWire(value))).toEqual(value);
  });

  test('any other JSON value survives unchanged', () => {
    assert(
      property(jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        const unsafe = JSON.stringify(plain).match(/\d{16,}/) !== null;
        pre(!unsafe);
        expect(fromWire(toWire(plain))).toEqual(plain);
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });
});
