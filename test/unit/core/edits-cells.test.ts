/** Cells of the desk tab that cannot be read as they stand: faults, stand-ins, formulas. */
import type { BaselineRow } from '../../../src/core/baseline';
import { MARKERS, NOT_LOADED, TOO_LONG } from '../../../src/core/cells';
import type { ColumnKey } from '../../../src/core/columns';
import { editedColumns, readDrafts } from '../../../src/core/edits';
import type { FieldValues } from '../../../src/core/postback';
import { baselineOf, BOTH, causes, desk, FIELDS_501, fixes, R501, row } from './examples';
import { FakeDesk } from './fake-desk';

describe('cells that cannot be read', () => {
  test('[C5] R55, R57: one bad cell makes no change, and the others are still edits', () => {
    const tab = desk();
    tab.set(0, 'description', '#N/A');
    tab.set(0, 'delay', '5,000');
    tab.set(0, 'url', new Date(0), '1970-01-01');
    tab.set(0, 'offerId', 41);
    const [draft] = readDrafts(tab, BOTH).drafts;
    expect(draft).toMatchObject({
      kind: 'update',
      changes: [{ field: 'network_offer_id', before: 40, after: 41 }],
      unreadable: ['url', 'delay', 'description'],
    });
    expect(causes(draft)).toEqual(['cell-date', 'cell-thousands', 'cell-error-value']);
    expect(fixes(draft)).toEqual(['Set Delay (ms) to 5000']);
    expect(editedColumns(tab, draft!)).toEqual(['offerId', 'url', 'delay', 'description']);
  });

  test('[C5] a number in a text column is a change with a warning', () => {
    const tab = desk();
    tab.set(0, 'fbPixel', 123);
    const [draft] = readDrafts(tab, BOTH).drafts;
    expect(draft).toMatchObject({ changes: [{ after: '123' }], unreadable: [] });
    expect(draft!.problems).toMatchObject([{ cause: 'number-read-as-text', severity: 'warning' }]);
  });

  test('[L1] display texts are asked for only where a cell needs its own', () => {
    const tab = desk();
    tab.set(0, 'url', 'https://a.b');
    tab.set(0, 'offerId', 7);
    readDrafts(tab, BOTH);
    expect(tab.displayCalls).toBe(0);
    tab.set(0, 'description', 5);
    readDrafts(tab, BOTH);
    expect(tab.displayCalls).toBe(1);
  });

  test.each(MARKERS)('[T3] R60: the stand-in %s pasted elsewhere is an error', (marker) => {
    const tab = desk();
    tab.set(0, 'description', marker);
    tab.addTyped({ url: marker });
    const read = readDrafts(tab, BOTH);
    expect(causes(read.drafts[0])).toEqual(['cell-marker']);
    expect(causes(read.drafts[1])).toContain('cell-marker');
  });

  test.each<[string, FieldValues, ColumnKey, string, string]>([
    ['T3', { html_code: 'x'.repeat(50_001) }, 'html', 'too-long', TOO_LONG],
    ['P5', {}, 'fbEvent', 'not-loaded', NOT_LOADED],
  ])(
    '[%s] an edited or emptied stand-in is an error that can put it back',
    (rule, over, column, cause, marker) => {
      const { 'facebook_pixel.event_name': _, ...told } = { ...FIELDS_501, ...over };
      const known: BaselineRow = {
        ...R501,
        postback: { ...R501.postback, fields: rule === 'P5' ? told : { ...FIELDS_501, ...over } },
      };
      for (const typed of ['Purchase', '']) {
        const tab = new FakeDesk([known]);
        tab.set(0, column, typed);
        tab.set(0, 'status', 'inactive');
        const [draft] = readDrafts(tab, baselineOf(known)).drafts;
        expect(causes(draft)).toEqual([cause]);
        expect(draft!.problems[0]).toMatchObject({ rule, fixes: [{ cells: [{ column, value: marker }] }] });
        // The other fields stay editable.
        expect(draft).toMatchObject({ changes: [{ field: 'pixel_status' }], unreadable: [column] });
      }
    },
  );

  test('[T1] editing one word of a text with CR LF keeps the other line ends', () => {
    const known: BaselineRow = {
      ...row(501, { html_code: '<a>\r\n<b>\r\n' }),
      shown: { html: '<a>\n<b>\n' },
    };
    const tab = new FakeDesk([known]);
    tab.set(0, 'html', '<a>\n<c>\n');
    const [draft] = readDrafts(tab, baselineOf(known)).drafts;
    expect(draft).toMatchObject({ changes: [{ before: '<a>\r\n<b>\r\n', after: '<a>\r\n<c>\r\n' }] });
  });
});

describe('formulas', () => {
  test('[C5] R54: a formula stops its column, says where, and offers to keep the values', () => {
    const tab = desk();
    tab.set(0, 'url', 'https://computed');
    tab.set(1, 'description', 'typed');
    tab.setFormulas('url', [0, 1]);
    const read = readDrafts(tab, BOTH);
    expect(read.columnProblems).toMatchObject([
      {
        rule: 'C5',
        cause: 'formula-url',
        severity: 'error',
        row: null,
        column: 'url',
        fixes: [{ action: 'keep-values' }],
      },
    ]);
    expect(read.columnProblems[0]!.message).toContain('(row 2 and 1 more)');
  });

  test('[C5] a formula in the header counts: the cells below may be its results', () => {
    const tab = desk();
    tab.set(0, 'url', 'https://spilled');
    tab.setFormulas('url', [-1]);
    expect(readDrafts(tab, BOTH).columnProblems[0]!.message).toContain('its header');
  });

  test('[C5] a formula among the ids stops whatever is edited', () => {
    const tab = desk();
    tab.set(0, 'url', 'https://typed');
    tab.setFormulas('id', [1]);
    expect(readDrafts(tab, BOTH).columnProblems.map((problem) => problem.column)).toEqual(['id']);
  });

  test('[C5] a formula in a column without edits, or in a tab without any, is nobody’s concern', () => {
    const tab = desk();
    tab.setFormulas('html', [0]);
    expect(readDrafts(tab, BOTH).columnProblems).toEqual([]);
    tab.set(0, 'url', 'https://typed');
    expect(readDrafts(tab, BOTH).columnProblems).toEqual([]);
  });
});
