/** Laws of reading the desk tab: what counts as an edit, for any data. */
import fc from 'fast-check';
import { shownCell, showsMarker, type Baseline, type BaselineRow } from '../../../src/core/baseline';
import { keepLineEnds, sameValue } from '../../../src/core/cells';
import { COLUMNS, EDITABLE_COLUMNS, type Column } from '../../../src/core/columns';
import type { DeskDrafts, FieldChange } from '../../../src/core/draft';
import { readDrafts } from '../../../src/core/edits';
import { formatPairs } from '../../../src/core/pairs';
import type { FieldValue } from '../../../src/core/postback';
import { FakeDesk } from './fake-desk';
import { baselineRows, cellNumber, pairList, typedText } from './generators';
import { holds } from './laws';

const baselineOf = (rows: readonly BaselineRow[]): Baseline =>
  new Map(rows.map((row) => [row.postback.id, row]));
const changesById = (drafts: DeskDrafts): Map<number, readonly FieldChange[]> =>
  new Map(drafts.drafts.map((draft) => (draft.kind === 'update' ? [draft.id, draft.changes] : [0, []])));

/** One cell that a person types into: which row, which column, and what. */
interface Typing {
  readonly row: number;
  readonly column: Column;
  readonly value: FieldValue;
}
const listWord = (column: Column): fc.Arbitrary<string> =>
  fc.constantFrom(...(column.rule.kind === 'list' ? column.rule.values : []));
const typedInto = (column: Column): fc.Arbitrary<FieldValue> => {
  if (column.kind === 'number') return cellNumber;
  if (column.kind === 'list') return listWord(column);
  return column.kind === 'pairs' ? pairList.map(formatPairs) : typedText;
};
const typing = fc
  .constantFrom(...EDITABLE_COLUMNS)
  .chain((column) =>
    fc.record({ row: fc.nat({ max: 7 }), column: fc.constant(column), value: typedInto(column) }),
  );

/** What the typed cells amount to, worked out without reading the tab: the last value typed into a cell counts. */
function expectedChanges(rows: readonly BaselineRow[], typed: readonly Typing[]): Map<number, FieldChange[]> {
  const expected = new Map<number, FieldChange[]>();
  for (const { postback } of rows) {
    const changes: FieldChange[] = [];
    for (const column of EDITABLE_COLUMNS) {
      const field = column.field!;
      const last = [...typed]
        .reverse()
        .find((one) => rows[one.row]?.postback === postback && one.column === column);
      const before = postback.fields[field];
      if (!last || before === undefined) continue;
      const after = keepLineEnds(field, last.value, before);
      if (!sameValue(field, before, after)) changes.push({ field, before, after });
    }
    if (changes.length > 0) expected.set(postback.id, changes);
  }
  return expected;
}

/** Typing that hits a row of the tab and a cell that does not show a stand-in. */
function usable(rows: readonly BaselineRow[], typed: readonly Typing[]): Typing[] {
  return typed.filter((one) => {
    const row = rows[one.row];
    // Typing exactly what the cell shows is no edit, even where the shown text is not the server's (T1).
    return row && !showsMarker(one.column, row) && shownCell(one.column, row) !== one.value;
  });
}

test('[D1] pull, then check: no edit, no problem and no formula asked for, for any data', () => {
  holds(
    baselineRows,
    (rows, tally) => {
      const desk = new FakeDesk(rows);
      expect(readDrafts(desk, baselineOf(rows))).toEqual({
        drafts: [],
        columnProblems: [],
        rowWarnings: [],
        unchanged: rows.length,
        unknown: [],
      });
      expect([desk.displayCalls, desk.formulaCalls]).toEqual([0, 0]);
      tally.count('rows', rows.length);
      for (const row of rows) {
        if (EDITABLE_COLUMNS.some((column) => showsMarker(column, row))) tally.count('stand-in');
        if (Object.keys(row.shown ?? {}).length > 0) tally.count('normalised');
        if (row.postback.fixed !== '') tally.count('fixed');
      }
    },
    { rows: 300, 'stand-in': 20, normalised: 5, fixed: 20 },
    150,
  );
});

test('[D1] changing some cells gives exactly those changes, as pulled -> typed', () => {
  holds(
    fc.tuple(baselineRows, fc.array(typing, { minLength: 1, maxLength: 6 })),
    ([rows, all], tally) => {
      const typed = usable(rows, all);
      const desk = new FakeDesk(rows);
      for (const { row, column, value } of typed) desk.set(row, column.key, value);
      const expected = expectedChanges(rows, typed);
      const read = readDrafts(desk, baselineOf(rows));
      expect(changesById(read)).toEqual(expected);
      expect(read.unchanged).toBe(rows.length - expected.size);
      for (const draft of read.drafts) {
        expect(draft.problems).toEqual([]);
        tally.count('changes', draft.kind === 'update' ? draft.changes.length : 0);
      }
    },
    { changes: 100 },
    150,
  );
});

test('[D1] typing everything again as it is shown changes nothing', () => {
  holds(
    fc.tuple(baselineRows, fc.array(typing, { maxLength: 6 })),
    ([rows, all]) => {
      const desk = new FakeDesk(rows);
      for (const { row, column, value } of usable(rows, all)) desk.set(row, column.key, value);
      rows.forEach((row, at) => {
        for (const column of EDITABLE_COLUMNS) desk.set(at, column.key, shownCell(column, row));
      });
      expect(readDrafts(desk, baselineOf(rows)).drafts).toEqual([]);
    },
    {},
    100,
  );
});

test('[C2] the order of rows and columns, own columns and blank rows do not matter', () => {
  const shuffle = fc.infiniteStream(fc.nat());
  holds(
    fc.tuple(baselineRows, fc.array(typing, { maxLength: 6 }), shuffle),
    ([rows, all, random], tally) => {
      const plain = new FakeDesk(rows);
      const moved = new FakeDesk(rows);
      for (const { row, column, value } of usable(rows, all)) {
        plain.set(row, column.key, value);
        moved.set(row, column.key, value);
      }
      moved.addTyped({});
      moved.addTyped({ state: 'x', message: 'y', host: 'z', rowKey: 'n-1' });
      moved.addOwnColumn(3, 'My notes', '=A1');
      moved.addOwnColumn(0, '', 'anything');
      moved.reorder(permutation(moved.rowCount, random), permutation(COLUMNS.length + 2, random));
      const before = readDrafts(plain, baselineOf(rows));
      const after = readDrafts(moved, baselineOf(rows));
      expect(changesById(after)).toEqual(changesById(before));
      expect(after.unchanged).toBe(before.unchanged);
      tally.count('drafts', before.drafts.length);
    },
    { drafts: 60 },
    100,
  );
});

test('[C6] deleting rows asks for nothing', () => {
  holds(
    fc.tuple(baselineRows, fc.array(fc.nat({ max: 7 }))),
    ([rows, deletions], tally) => {
      const desk = new FakeDesk(rows);
      for (const row of deletions) {
        if (row >= desk.rowCount) continue;
        desk.deleteRow(row);
        tally.count('deleted');
      }
      const read = readDrafts(desk, baselineOf(rows));
      expect(read.drafts).toEqual([]);
      expect(read.unchanged).toBe(desk.rowCount);
    },
    { deleted: 100 },
    150,
  );
});

test('[C6] a row never moves into another row: each draft is of the id in its own row', () => {
  holds(
    fc.tuple(baselineRows, fc.array(typing, { minLength: 3, maxLength: 6 })),
    ([rows, all], tally) => {
      const desk = new FakeDesk(rows);
      for (const { row, column, value } of usable(rows, all)) desk.set(row, column.key, value);
      for (const draft of readDrafts(desk, baselineOf(rows)).drafts) {
        if (draft.kind !== 'update') throw new Error(`unexpected ${draft.kind}`);
        tally.count('drafts');
        expect(rows[draft.row]!.postback.id).toBe(draft.id);
        expect(draft.baseline).toBe(rows[draft.row]);
        expect(draft.fields).toEqual({
          ...draft.baseline.postback.fields,
          ...Object.fromEntries(draft.changes.map((change) => [change.field, change.after])),
        });
      }
    },
    { drafts: 60 },
    100,
  );
});

function permutation(length: number, random: Iterator<number>): number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let at = length - 1; at > 0; at -= 1) {
    const other = Number(random.next().value) % (at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
