/** Rows with what was shown of them, as they travel between panel and server. */
import { MOST_STAMPS, packStamps, unpackStamps } from '../../src/flows/stamps';

test('[X1] as many as are packed come back as they were, and fit into an answer beside a page of rows', () => {
  const stamps = Array.from({ length: MOST_STAMPS }, (_, at) => ({
    id: 7_000_000 + at * 40,
    shown: (at * 7919).toString(36).padStart(8, '0'),
  }));
  const text = packStamps(stamps);
  expect(text.length).toBeLessThan(320_000);
  expect(unpackStamps(text)).toEqual(stamps);
});

test('[X1] what is no stamp is left out', () => {
  expect(unpackStamps('')).toEqual([]);
  expect(unpackStamps('a,.b,c.,-1.x,A.B,d.e')).toEqual([{ id: 13, shown: 'e' }]);
});
