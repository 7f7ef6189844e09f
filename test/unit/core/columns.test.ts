/** The catalogue of columns and how it is found in a header row. */
import fc from 'fast-check';
import {
  COLUMNS,
  columnForField,
  columnOf,
  EDITABLE_COLUMNS,
  locateColumns,
} from '../../../src/core/columns';
import { FIELDS, IDENTITY_FIELDS, isNumberField, isPairField } from '../../../src/core/postback';
import { holds } from './laws';

const HEADERS =
  'State · Message · Postback ID · Fires for · Partner ID · Partner · Offer ID · Offer · Event ID · Type · Level · Method · Status · URL · Host · HTML code · Delay (ms) · Description · FB business ID · FB pixel ID · FB event · FB user data · FB custom data · Other integration · Created · Last changed · Row key'.split(
    ' · ',
  );

/** Headers of users that no column of the catalogue has. */
const ownHeader = fc
  .oneof(fc.constantFrom('', 'Notes', 'url', 'Ticket', ' state '), fc.string())
  .filter((text) => !COLUMNS.some((column) => [column.header, column.apiName].includes(text.trim())));

describe('the catalogue', () => {
  test('[C1] has the headers of the screen, in their order', () => {
    expect(COLUMNS.map((column) => column.header)).toEqual(HEADERS);
  });

  test('[C1] has exactly one column for each field, and no other editable one', () => {
    expect(EDITABLE_COLUMNS.map((column) => column.apiName).sort()).toEqual([...FIELDS].sort());
    for (const field of FIELDS) expect(columnForField(field).field).toBe(field);
  });

  test('[C1] names the field as the API does', () => {
    for (const column of EDITABLE_COLUMNS) expect(column.apiName).toBe(column.field);
  });

  test('[C2] has no key, header or API name twice, nor a header that is the API name of another column', () => {
    const names = COLUMNS.flatMap((column) => [column.header, column.apiName]).filter((name) => name !== '');
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(COLUMNS.map((column) => column.key)).size).toBe(COLUMNS.length);
    for (const name of names) expect(name.trim()).toBe(name);
  });

  test('[C1] gives each column the kind that its field has', () => {
    for (const field of FIELDS) {
      const { kind } = columnForField(field);
      if (isNumberField(field)) expect(kind).toBe('number');
      else expect(kind === 'pairs').toBe(isPairField(field));
    }
  });

  test('[C3] gives closed lists a list, the URL its form and the delay its range, and says something about every column', () => {
    for (const column of COLUMNS) {
      expect(column.rule.kind === 'list').toBe(column.kind === 'list');
      expect(column.help).not.toBe('');
      expect(column.width).toBeGreaterThan(0);
    }
    expect(columnOf('url').rule).toEqual({ kind: 'url' });
    expect(columnOf('delay').rule).toEqual({ kind: 'range', min: 0, max: 300_000 });
  });

  test('[M1] knows six identity fields', () => {
    expect(IDENTITY_FIELDS.length).toBe(6);
    for (const field of IDENTITY_FIELDS) expect(FIELDS).toContain(field);
  });
});

describe('finding columns by header', () => {
  /** A shuffled header row: the catalogue's names in either spelling, with stray spaces, among own columns. */
  const headerRow = fc
    .record({
      spellings: fc.array(fc.boolean(), { minLength: COLUMNS.length, maxLength: COLUMNS.length }),
      space: fc.constantFrom('', ' ', '\u00a0', '\t'),
      own: fc.array(ownHeader, { maxLength: 6 }),
    })
    .chain(({ spellings, space, own }) => {
      const names = COLUMNS.map((column, index) =>
        spellings[index] && column.apiName !== '' ? column.apiName : column.header,
      );
      const row = [...names.map((name) => space + name + space), ...own];
      return fc.shuffledSubarray(row, { minLength: row.length });
    });

  test('[C2] finds every column wherever it was moved, by header or API name, among own columns', () => {
    holds(headerRow, (headers) => {
      const { at, faults } = locateColumns(headers);
      expect(faults).toEqual([]);
      for (const column of COLUMNS) {
        const text = headers[at.get(column.key)!]!.trim();
        expect([column.header, column.apiName]).toContain(text);
      }
      expect(new Set(at.values()).size).toBe(COLUMNS.length);
    });
  });

  test('[C2] names each missing column, and only those', () => {
    holds(fc.subarray(HEADERS), (kept) => {
      const { at, faults } = locateColumns(kept);
      expect(faults.map((fault) => [fault.kind, fault.column.header])).toEqual(
        HEADERS.filter((header) => !kept.includes(header)).map((header) => ['missing', header]),
      );
      expect(at.size).toBe(kept.length);
    });
  });

  test.each([
    ['the same header twice', ['URL', 'URL']],
    ['the header and the API name', ['URL', 'postback_url']],
    ['the header with a space behind it', ['URL', 'URL ']],
  ])('[C2] a doubled header is named and belongs to neither place: %s', (_, [first, second]) => {
    const headers = [...HEADERS.map((header) => (header === 'URL' ? first! : header)), second!];
    const { at, faults } = locateColumns(headers);
    expect(faults.map((fault) => [fault.kind, fault.column.key])).toEqual([['doubled', 'url']]);
    expect(at.has('url')).toBe(false);
  });

  test('[C2] a header in other letters is an own column', () => {
    expect(locateColumns(HEADERS.map((header) => header.toUpperCase())).at.has('state')).toBe(false);
  });
});
