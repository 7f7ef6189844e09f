/** Pages, completeness, the status probe, and parsing of answers [P1] [P2] [P10]. */
import * as fc from 'fast-check';
import {
  MAX_READINGS,
  completeness,
  pageCount,
  pagesAtOnce,
  statusCover,
} from '../../../src/everflow/paging';
import { parseObject, parseRecord, parseTable } from '../../../src/everflow/parse';

const RUNS = { seed: 20_261_122, numRuns: 500 };

test('[P1] for any total and size: all pages together hold all rows, and the last is not empty', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 2000 }), (total, size) => {
      const pages = pageCount(total, size);
      expect(pages * size).toBeGreaterThanOrEqual(total);
      if (total > 0) expect((pages - 1) * size).toBeLessThan(total);
    }),
    RUNS,
  );
});

test('[P1] at most five pages at once, fewer when they are large, never none', () => {
  expect([0, 2_400_000, 2_400_001, 6_000_000, 6_000_001, 40_000_000].map(pagesAtOnce)).toEqual([
    5, 5, 4, 2, 1, 1,
  ]);
});

test('[P2] complete when the unique rows add up; else read again, at most twice, then incomplete', () => {
  expect(completeness(10, 10, 1)).toEqual({ verdict: 'complete', missing: 0, surplus: 0 });
  expect(completeness(0, 0, 1).verdict).toBe('complete');
  expect([1, 2, 3].map((readings) => completeness(7, 10, readings).verdict)).toEqual([
    'read-again',
    'read-again',
    'incomplete',
  ]);
  expect(completeness(7, 10, MAX_READINGS)).toEqual({ verdict: 'incomplete', missing: 3, surplus: 0 });
  expect(completeness(11, 10, MAX_READINGS)).toEqual({ verdict: 'incomplete', missing: 0, surplus: 1 });
});

test('[P10] an answer covers both statuses only if it has at least as many as both together', () => {
  expect(statusCover(12, 8, 4)).toBe('covers-both');
  expect(statusCover(13, 8, 4)).toBe('covers-both');
  expect(statusCover(8, 8, 0)).toBe('covers-both');
  expect(statusCover(0, 0, 0)).toBe('covers-both');
  expect(statusCover(8, 8, 4)).toBe('split');
  // Active only with as many inactive ones, or a server that ignores the filter: in doubt both are pulled.
  expect(statusCover(5, 5, 5)).toBe('split');
});

test('[P1] a page is parsed with its rows untouched', () => {
  const pixels = [{ network_pixel_id: 20, unknown: { deep: [1, null, ' x'] }, relationship: {} }];
  const text = JSON.stringify({ pixels, paging: { page: 2, page_size: 50, total_count: 51 } });
  expect(parseTable(text)).toEqual({
    rows: pixels,
    page: 2,
    pageSize: 50,
    totalCount: 51,
    length: text.length,
  });
});

test.each([
  '{"paging":{"page":1,"page_size":50}}',
  '{"pixels":null,"paging":{}}',
  '{"pixels":[],"paging":{}}',
])('[P1] an empty table may leave default-valued keys out: %s', (text) => {
  expect(parseTable(text)).toMatchObject({ rows: [], page: 1, totalCount: 0 });
});

test.each([
  ['', 'nothing'],
  ['<html></html>', 'a page'],
  ['[]', 'a list'],
  ['{}', 'no paging'],
  ['{"error":"x"}', 'an error'],
  ['{"pixels":[{}],"paging":{"page":1,"page_size":50}}', 'rows without a total'],
  ['{"pixels":[{}],"paging":{"page":1,"total_count":1}}', 'rows without a page size'],
  ['{"pixels":[],"paging":{"page":1,"total_count":9}}', 'a total without a page size'],
  ['{"pixels":[1],"paging":{"page":1,"page_size":50,"total_count":1}}', 'a row that is no record'],
  ['{"pixels":{},"paging":{"page":1,"page_size":50,"total_count":1}}', 'rows that are no list'],
  ['{"pixels":[],"paging":{"page":1,"page_size":50,"total_count":1.5}}', 'half a row'],
  ['{"pixels":[],"paging":{"page":1,"page_size":50,"total_count":"7"}}', 'a total as text'],
  ['{"pixels":[{"network_pixel_id":1}', 'an answer cut off'],
])('[S5] %s is no table (%s)', (text) => {
  expect(parseTable(text)).toBeUndefined();
});

test('[S5] a record is an object with an id', () => {
  expect(parseRecord('{"network_pixel_id":7,"x":null}')).toEqual({ network_pixel_id: 7, x: null });
  for (const text of [
    '{}',
    '{"network_pixel_id":0}',
    '{"network_pixel_id":"7"}',
    '[{"network_pixel_id":7}]',
    'null',
  ]) {
    expect(parseRecord(text)).toBeUndefined();
  }
  expect(parseRecord('{"network_pixel_id":9007199254740993}')).toBeUndefined();
  expect(parseObject('{"result":true}')).toEqual({ result: true });
});
