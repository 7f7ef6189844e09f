/** What rows of the desk tab ask for, by example: copies, lost and unknown ids, new rows, retyped cells. */
import type { ColumnKey } from '../../../src/core/columns';
import { readDrafts } from '../../../src/core/edits';
import { baselineOf, BOTH, desk, fixes, kinds, R501, R502, row, FIELDS_501, causes } from './examples';
import { FakeDesk } from './fake-desk';

describe('copies', () => {
  test('[C6] R46: a copy of #501 is stopped, and #501 itself is not', () => {
    const tab = desk();
    tab.copyRow(0);
    const read = readDrafts(tab, BOTH);
    expect(kinds(read)).toEqual(['2 stopped copied-row']);
    expect(read.drafts[0]!.problems[0]!.message).toContain('Copy of #501');
    expect(fixes(read.drafts[0])).toEqual(['Make these rows new']);
    expect(read.unchanged).toBe(2);
  });

  test('[C6] R47: a copy with another offer is the copy, wherever it stands', () => {
    const tab = desk();
    tab.copyRow(0);
    tab.set(2, 'offerId', 41);
    tab.reorder([2, 0, 1], identityOrder(tab));
    expect(kinds(readDrafts(tab, BOTH))).toEqual(['0 stopped copied-row']);
  });

  test('[C6] the original stays pushable with its edits', () => {
    const tab = desk();
    tab.copyRow(0);
    tab.set(0, 'description', 'mine');
    tab.set(2, 'offerId', 99);
    expect(kinds(readDrafts(tab, BOTH))).toEqual(['0 update', '2 stopped copied-row']);
  });

  test('[C6] the original is known by what its cells mean, not by how they are spelt', () => {
    const tab = new FakeDesk([row(501, { pixel_type: 'event' })]);
    tab.copyRow(0);
    for (const at of [0, 1]) {
      tab.set(at, 'partnerId', '12');
      tab.set(at, 'type', 'post_conversion');
    }
    tab.set(1, 'offerId', 99);
    expect(kinds(readDrafts(tab, baselineOf(row(501, { pixel_type: 'event' }))))).toEqual([
      '1 stopped copied-row',
    ]);
  });

  test('[C6] where no row has the identity as pulled, all are copies', () => {
    const tab = desk();
    tab.copyRow(0);
    tab.set(0, 'offerId', 98);
    tab.set(2, 'offerId', 99);
    expect(kinds(readDrafts(tab, BOTH))).toEqual(['0 stopped copied-row', '2 stopped copied-row']);
  });

  test('[L1] thousands of copies of one row are read about once each', () => {
    const tab = new FakeDesk([R501]);
    const copies = 3_000;
    for (let copy = 0; copy < copies; copy += 1) tab.copyRow(0);
    for (let at = 0; at <= copies; at += 1) tab.set(at, 'offerId', at + 1_000);
    let reads = 0;
    const value = (at: number, column: ColumnKey): unknown => {
      reads += 1;
      return tab.value(at, column);
    };
    const counted = {
      rowCount: tab.rowCount,
      value,
      cells: (column: ColumnKey) => (at: number) => value(at, column),
      display: (at: number, column: ColumnKey) => tab.display(at, column),
      formulaRows: (column: ColumnKey) => tab.formulaRows(column),
    };
    expect(readDrafts(counted, BOTH).drafts.length).toBe(copies + 1);
    expect(reads).toBeLessThan(30 * copies);
  });
});

describe('ids', () => {
  test('[C6] R49: an emptied id is said to be lost, with both fixes', () => {
    const tab = desk();
    tab.set(0, 'id', '');
    const read = readDrafts(tab, BOTH);
    expect(kinds(read)).toEqual(['0 stopped lost-id']);
    expect(fixes(read.drafts[0])).toEqual(['Put the id back', 'Make it new']);
    expect(read.drafts[0]!.problems[0]!.fixes[0]).toMatchObject({ postbackId: 501 });
  });

  test('[C6] with its row key gone too, a row that lost its id is known by its times', () => {
    const tab = desk();
    tab.set(0, 'id', '');
    tab.set(0, 'rowKey', '');
    expect(readDrafts(tab, BOTH).drafts[0]!.problems[0]!.fixes[0]).toMatchObject({ postbackId: 501 });
  });

  test('[C6] times that two missing postbacks share tell nothing', () => {
    const twins = [row(1, {}, { timeCreated: 5 }), row(2, {}, { timeCreated: 5 })];
    const tab = new FakeDesk([twins[0]!]);
    tab.set(0, 'id', '');
    tab.set(0, 'rowKey', '');
    expect(kinds(readDrafts(tab, baselineOf(...twins)))).toEqual(['0 create']);
  });

  test('[C6] a clone whose id was emptied is new while its original is in the tab', () => {
    const tab = desk();
    tab.copyRow(0);
    tab.set(2, 'id', '');
    expect(kinds(readDrafts(tab, BOTH))).toEqual(['2 create']);
  });

  test('[C6] the times of a postback that is in the tab make nobody lost', () => {
    const tab = desk();
    tab.copyRow(0);
    tab.set(2, 'id', '');
    tab.set(2, 'rowKey', '');
    expect(kinds(readDrafts(tab, BOTH))).toEqual(['2 create']);
  });

  test('[C6] after "Make it new" the row is new', () => {
    const tab = desk();
    for (const column of ['id', 'created', 'lastChanged'] as const) tab.set(0, column, '');
    tab.set(0, 'rowKey', 'n-1');
    expect(kinds(readDrafts(tab, BOTH))).toEqual(['0 create']);
  });

  test('[C6] R50: an id that was never pulled is an error', () => {
    const tab = desk();
    tab.set(0, 'id', 999_999);
    const read = readDrafts(tab, BOTH);
    expect(kinds(read)).toEqual(['0 stopped unknown-id']);
    expect(read.drafts[0]!.problems[0]!.message).toContain('#999999');
  });

  test.each([[501], ['501'], [' 501 ']])('[C8] the id cell %j is #501', (cell) => {
    const tab = desk();
    tab.set(0, 'id', cell);
    expect(readDrafts(tab, BOTH)).toMatchObject({ drafts: [], unchanged: 2 });
  });

  test.each([[501.5], [-1], [0], ['#501'], ['0501'], ['Acme'], [true], [new Date(0)], ['5,01'], ['#N/A']])(
    '[C6] the id cell %p is no id',
    (cell) => {
      const tab = desk();
      tab.set(0, 'id', cell);
      expect(kinds(readDrafts(tab, BOTH))).toEqual(['0 stopped id-not-a-number']);
    },
  );

  test.each([999_999_999_999_999, 1e15, Number.MAX_SAFE_INTEGER, 2 ** 60])(
    '[P7] a row with the id %p is unedited after a pull',
    (id) => {
      const known = row(id);
      const read = readDrafts(new FakeDesk([known]), baselineOf(known));
      expect(read).toMatchObject({ drafts: [], unchanged: 1 });
    },
  );

  test('[B2] a row whose books are damaged is neither edited nor unedited', () => {
    const read = readDrafts(desk(), baselineOf(R502), { isDamaged: (id) => id === 501 });
    expect(read).toEqual({
      drafts: [],
      columnProblems: [],
      rowWarnings: [],
      unchanged: 1,
      unknown: [{ row: 0, id: 501 }],
    });
  });
});

describe('new rows', () => {
  test('[C6] R1: blank ids and delay are 0, blank texts are empty', () => {
    const tab = desk();
    tab.addTyped({
      method: 'postback',
      level: 'global',
      status: 'active',
      type: 'conversion',
      partnerId: 12,
      url: 'U',
    });
    const [draft] = readDrafts(tab, BOTH).drafts;
    expect(draft).toMatchObject({ kind: 'create', row: 2, problems: [], unreadable: [] });
    expect(draft!.fields).toEqual({
      ...FIELDS_501,
      network_offer_id: 0,
      pixel_level: 'global',
      postback_url: 'U',
    });
  });

  test('[C5] a blank closed list is an error with a fix for each word', () => {
    const tab = desk();
    tab.addTyped({ partnerId: 12 });
    const [draft] = readDrafts(tab, BOTH).drafts;
    expect(causes(draft)).toEqual(['cell-blank', 'cell-blank', 'cell-blank', 'cell-blank']);
    expect(draft!.unreadable).toEqual(['type', 'level', 'method', 'status']);
    expect(fixes(draft)).toContain('Set Status to inactive');
  });

  test.each<[string, { readonly [K in ColumnKey]?: unknown }]>([
    ['nothing', {}],
    ['spaces', { url: ' ', description: '\u00a0' }],
    [
      'cells of the add-on and fixed cells only',
      { state: 'x', message: 'y', partner: 'Acme', rowKey: 'n-1' },
    ],
  ])('[C6] a row with %s is ignored', (_, cells) => {
    const tab = desk();
    tab.addTyped(cells);
    expect(readDrafts(tab, BOTH)).toMatchObject({ drafts: [], unchanged: 2 });
  });

  test('[V3] R14: type event is read as typed', () => {
    const tab = desk();
    tab.addTyped({ type: 'event' });
    expect(readDrafts(tab, BOTH).drafts[0]!.fields.pixel_type).toBe('event');
  });
});

describe('no edit', () => {
  test('[D1] R67: typed again identically, as text, respelt or trimmed: nothing changed', () => {
    const known = row(501, {
      pixel_type: 'event',
      delay_ms: 500,
      'facebook_pixel.user_data': 'email={sub1}',
    });
    const tab = new FakeDesk([known]);
    tab.set(0, 'partnerId', '12');
    tab.set(0, 'eventId', '');
    tab.set(0, 'delay', ' 500 ');
    tab.set(0, 'type', 'post_conversion');
    tab.set(0, 'fbBusiness', 0);
    tab.set(0, 'fbUserData', ' email={sub1}\r\n');
    expect(readDrafts(tab, baselineOf(known))).toMatchObject({ drafts: [], unchanged: 1 });
  });

  test('[C4] edited fixed cells and cells of the add-on ask for nothing', () => {
    const tab = desk();
    for (const column of ['firesFor', 'partner', 'host', 'created', 'state', 'message', 'rowKey'] as const) {
      tab.set(0, column, 'something else');
    }
    expect(readDrafts(tab, BOTH).drafts).toEqual([]);
  });
});

function identityOrder(tab: FakeDesk): number[] {
  return tab.grid[0]!.map((_, index) => index);
}
