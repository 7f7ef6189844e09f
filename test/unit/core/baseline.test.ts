/** How the desk tab shows a postback, and how a row is recognised. */
import fc from 'fast-check';
import {
  cellFor,
  firesFor,
  hostOf,
  idOfRowKey,
  rowKeyOf,
  SERVER_COLUMNS,
  shownCell,
  showsMarker,
} from '../../../src/core/baseline';
import { isUtcText, utcText } from '../../../src/core/utc-text';
import { MARKERS, MAX_CELL_CHARACTERS, NOT_LOADED, TOO_LONG } from '../../../src/core/cells';
import { COLUMNS, columnOf } from '../../../src/core/columns';
import type { FieldValues } from '../../../src/core/postback';
import { anyPostback, asBaselineRow, baselineRows } from './generators';
import { holds } from './laws';

const FIELDS_501: FieldValues = {
  network_affiliate_id: 12,
  network_offer_id: 40,
  network_offer_payout_revenue_id: 0,
  pixel_type: 'conversion',
  pixel_level: 'specific',
};

test.each<[string, FieldValues, string]>([
  ['specific', {}, 'partner Acme (12), offer Shoes (40): conversions'],
  ['global', { pixel_level: 'global' }, 'partner Acme (12), all offers: conversions'],
  ['global_offer', { pixel_level: 'global_offer' }, 'ALL partners, offer Shoes (40): conversions'],
  ['every event', { pixel_type: 'post_conversion' }, 'partner Acme (12), offer Shoes (40): every event'],
  [
    'one event, in the other spelling',
    { pixel_type: 'event', network_offer_payout_revenue_id: 77 },
    'partner Acme (12), offer Shoes (40): event 77',
  ],
  ['clicks', { pixel_type: 'cpc' }, 'partner Acme (12), offer Shoes (40): payable clicks'],
])('[C1] Fires for says in words: %s', (_, over, sentence) => {
  expect(firesFor({ ...FIELDS_501, ...over }, 'Acme', 'Shoes')).toBe(sentence);
});

test('[C1] Fires for gives the bare id where no name was told', () => {
  expect(firesFor(FIELDS_501, '', '')).toBe('partner 12, offer 40: conversions');
});

test.each([
  ['https://t.acme.io/p?c={sub1}', 't.acme.io'],
  ['HTTP://A.b', 'A.b'],
  ['https://a.b:8443/p', 'a.b'],
  ['https://user:pw@a.b?x=@c', 'a.b'],
  ['https://{sub1}/p', '{sub1}'],
  ['http://test2.com{sub2}{sub1}', 'test2.com{sub2}{sub1}'],
  ['https:///p', ''],
  ['ftp://a.b', ''],
  ['a.b/p', ''],
  [undefined, ''],
])('[C1] the host of %s is %j', (url, host) => {
  expect(hostOf(url)).toBe(host);
});

test('[V4] a host ends at the first / ? or #, without credentials and port, however the URL is put together', () => {
  const byTheRule = (url: string): string => {
    const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
    return authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  };
  const piece = fc.constantFrom(
    'http',
    'https',
    'HTTPS',
    '://',
    ':',
    '/',
    '//',
    '?',
    '#',
    '@',
    '8443',
    'a.b',
    '{sub1}',
    ' ',
  );
  const url = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  holds(
    fc.oneof(
      url,
      url.map((text) => `https://${text}`),
    ),
    (text) => {
      expect(hostOf(text)).toBe(byTheRule(text));
    },
  );
});

test.each([
  [1_496_184_631, '2017-05-30 22:50:31 UTC'],
  [1, '1970-01-01 00:00:01 UTC'],
  [0, ''],
  [-5, ''],
  [8.64e12 + 1, ''],
])('[C1] %p seconds show as %j', (seconds, text) => {
  expect(utcText(seconds)).toBe(text);
});

describe('row keys', () => {
  test('[C6] a row key tells its postback, for every id', () => {
    holds(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => {
      expect(idOfRowKey(rowKeyOf(id))).toBe(id);
      expect(idOfRowKey(` ${rowKeyOf(id)} `)).toBe(id);
    });
  });

  test.each(['', 'p-', 'p-x', 'n-12', 'p-12a', 'xp-12', 'p--1', 'p-1.5'])(
    '[C6] %j is the key of no pulled row',
    (key) => {
      expect(idOfRowKey(key)).toBeUndefined();
    },
  );
});

describe('cells of a pulled row', () => {
  test('[T3] no cell is ever longer than a cell can be, nor anything but text or a number', () => {
    holds(anyPostback, (postback) => {
      for (const column of COLUMNS) {
        const cell = cellFor(column, postback);
        expect(['string', 'number']).toContain(typeof cell);
        if (typeof cell === 'string') expect(cell.length).toBeLessThanOrEqual(MAX_CELL_CHARACTERS);
      }
    });
  });

  test('[T1] what the platform made of a cell is what the row shows', () => {
    const { postback } = rowWith('a\r\nb');
    const row = { ...asBaselineRow(postback, false), shown: { description: 'a\nb' } };
    expect(cellFor(columnOf('description'), postback)).toBe('a\r\nb');
    expect(shownCell(columnOf('description'), row)).toBe('a\nb');
    expect(shownCell(columnOf('url'), row)).toBe('');
  });

  test('[C1] the server fills every column but State and Message', () => {
    const filled = SERVER_COLUMNS.map((column) => column.key);
    expect(COLUMNS.map((column) => column.key).filter((key) => !filled.includes(key))).toEqual([
      'state',
      'message',
    ]);
  });

  test('[T3] a stand-in is one only where it is not the value itself', () => {
    expect(showsMarker(columnOf('description'), rowWith('x'.repeat(MAX_CELL_CHARACTERS + 1)))).toBe(true);
    expect(showsMarker(columnOf('description'), rowWith(TOO_LONG))).toBe(false);
    expect(showsMarker(columnOf('description'), rowWith('x'))).toBe(false);
  });

  test('[P5] what was not told shows a stand-in', () => {
    holds(
      baselineRows,
      (rows, tally) => {
        for (const row of rows) {
          const value = row.postback.fields['facebook_pixel.event_name'];
          if (value !== undefined) continue;
          tally.count('not told');
          expect(shownCell(columnOf('fbEvent'), row)).toBe(NOT_LOADED);
          expect(showsMarker(columnOf('fbEvent'), row)).toBe(true);
        }
      },
      { 'not told': 5 },
    );
    expect(MARKERS).toContain(NOT_LOADED);
  });
});

function rowWith(description: string) {
  return asBaselineRow(
    {
      id: 501,
      networkId: 1,
      fields: { ...FIELDS_501, description, postback_url: '' },
      partnerName: '',
      offerName: '',
      timeCreated: 0,
      timeSaved: 0,
      other: '',
      fixed: '',
    },
    false,
  );
}

test('[L1] a time is compared as its text would be, whatever stands in the cell', () => {
  const seconds = fc.oneof(
    fc.integer({ min: -5, max: 300_000_000_000 }),
    fc.double({ min: 0, max: 4e9, noNaN: true }),
  );
  const near = fc.tuple(seconds, fc.integer({ min: 0, max: 24 }), fc.string({ maxLength: 2 }));
  fc.assert(
    fc.property(near, ([time, at, instead]) => {
      const text = utcText(time);
      expect(isUtcText(text, time)).toBe(true);
      const other = text.slice(0, at) + instead + text.slice(at + instead.length);
      expect([other, isUtcText(other, time)]).toEqual([other, other === text]);
    }),
    { seed: 7, numRuns: 2_000 },
  );
});
