/** Which cells may be written without reading back (T1): never a text that some platform takes for something else. */
import { COLUMNS, columnOf } from '../../src/core/columns';
import { isOwnWord } from '../../src/sheet/own-words';

const RISKY = [
  '007',
  '1e5',
  'May 5',
  '5 May 2026',
  'TRUE',
  '50%',
  '=1+1',
  '+1',
  '-1',
  "'x",
  '2026-11-22',
  '12:30',
  '$5',
];

test.each(COLUMNS.map((column) => [column.header, column] as const))(
  '[T1] %s: nothing that could become a number, date or formula goes without proof',
  (_header, column) => {
    for (const text of RISKY) expect([text, isOwnWord(column, text)]).toEqual([text, false]);
  },
);

test('[T1] our own words go without proof: states, messages, closed lists, hosts, times', () => {
  expect(isOwnWord(columnOf('state'), '✓ pushed')).toBe(true);
  expect(isOwnWord(columnOf('message'), 'Updated')).toBe(true);
  expect(
    isOwnWord(columnOf('message'), '"30s" is not a whole number. Delay (ms) must be a whole number.'),
  ).toBe(true);
  expect(isOwnWord(columnOf('status'), 'inactive')).toBe(true);
  expect(isOwnWord(columnOf('status'), 'Inactive')).toBe(false);
  expect(isOwnWord(columnOf('host'), 't.acme.io')).toBe(true);
  expect(isOwnWord(columnOf('host'), '10.1')).toBe(false);
  expect(isOwnWord(columnOf('lastChanged'), '2026-11-22 09:15:00 UTC')).toBe(true);
  expect(isOwnWord(columnOf('description'), 'any text of people')).toBe(false);
  expect(isOwnWord(columnOf('partner'), '?')).toBe(true);
  expect(isOwnWord(columnOf('partner'), 'Acme')).toBe(false);
  expect(isOwnWord(columnOf('partnerId'), 12)).toBe(false);
});
