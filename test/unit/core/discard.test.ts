/** Which cells go back, and to what: afterwards nothing of the chosen rows is an edit, and nothing else was touched. */
import fc from 'fast-check';
import { shownCell, type Baseline, type BaselineRow } from '../../../src/core/baseline';
import { columnForField, columnOf, EDITABLE_COLUMNS, type ColumnKey } from '../../../src/core/columns';
import { discardable, leftAlone, settled, unedited } from '../../../src/core/discard';
import { readDrafts } from '../../../src/core/edits';
import { FIELDS, type Field } from '../../../src/core/postback';
import { baselineRow, P501 } from '../check-support';
import { FakeDesk } from './fake-desk';
import { anyText, baselineRows, cellNumber } from './generators';
import { holds } from './laws';

const baselineOf = (rows: readonly BaselineRow[]): Baseline =>
  new Map(rows.map((row) => [row.postback.id, row]));
const all = (): boolean => true;

/** Carries it out as the platform would: what is written reads back as it did after the pull. */
function carryOut(desk: FakeDesk, baseline: Baseline, cells: ReturnType<typeof discardable>): void {
  for (const { row, id, cells: own } of cells) {
    for (const { column } of own) desk.set(row, column, shownCell(columnOf(column), baseline.get(id)!));
  }
}

const scribble = fc.record({
  row: fc.nat({ max: 7 }),
  column: fc.constantFrom(...EDITABLE_COLUMNS),
  value: fc.oneof(anyText, cellNumber, fc.constantFrom<unknown>(true, 1.5, '#N/A', '30s', '')),
});

test('[U1] after discarding, no chosen row is an edit, and all others hold what they held', () => {
  holds(
    fc.tuple(
      baselineRows,
      fc.array(scribble, { minLength: 3, maxLength: 16 }),
      fc.func(fc.boolean()),
      fc.option(fc.constantFrom(...EDITABLE_COLUMNS), { freq: 1 }),
    ),
    ([rows, scribbles, chooses, only], tally) => {
      const desk = new FakeDesk(rows);
      const baseline = baselineOf(rows);
      for (const { row, column, value } of scribbles) {
        if (row < rows.length) desk.set(row, column.key, value);
      }
      const isRow = (_row: number, id?: number): boolean => chooses(id);
      const before = desk.grid.map((line) => [...line]);
      const found = readDrafts(desk, baseline);
      const cells = discardable(desk, found, baseline, { isRow, ...(only ? { column: only.key } : {}) });
      carryOut(desk, baseline, cells);
      const left = readDrafts(desk, baseline).drafts;
      for (const draft of left) {
        if (draft.kind !== 'update' || !isRow(draft.row, draft.id)) continue;
        expect(only).not.toBeNull();
        const columns = draft.changes.map(({ field }) => columnForField(field).key);
        expect([...columns, ...draft.unreadable]).not.toContain(only!.key);
      }
      rows.forEach(({ postback }, row) => {
        if (!isRow(row, postback.id)) expect(desk.grid[row + 1]).toEqual(before[row + 1]);
      });
      tally.count('put back', cells.length);
      tally.count('unreadable', found.drafts.filter((draft) => draft.unreadable.length > 0).length);
    },
    { 'put back': 100, unreadable: 30 },
  );
});

describe('[U1] what goes back', () => {
  const rows = [baselineRow(P501, 501), baselineRow(P501, 502), baselineRow(P501, 503)];
  const baseline = baselineOf(rows);
  const url = columnForField('postback_url').key;
  const cellsIn = (desk: FakeDesk, isRow = all as (row: number, id?: number) => boolean) =>
    discardable(desk, readDrafts(desk, baseline), baseline, { isRow }).map(
      ({ id, cells }) => [id, cells.map(({ column }) => column)] as const,
    );

  test('from the first formula of a column on, its cells, edited or not', () => {
    const desk = new FakeDesk(rows);
    desk.set(2, url, 'https://edited.example/');
    desk.setFormulas(url, [1]);
    expect(cellsIn(desk)).toEqual([
      [502, [url]],
      [503, [url]],
    ]);
    expect(cellsIn(desk, (_row, id) => id === 503)).toEqual([[503, [url]]]);
  });
  test('of copies only the original, by an edit or by a formula', () => {
    const desk = new FakeDesk(rows);
    desk.copyRow(0);
    desk.set(3, columnForField('network_affiliate_id').key, 99);
    desk.set(0, url, 'https://edited.example/');
    expect(cellsIn(desk)).toEqual([[501, [url]]]);
    desk.setFormulas(url, [0]);
    expect(cellsIn(desk).map(([id]) => id)).toEqual([501, 502, 503]);
    expect(leftAlone(readDrafts(desk, baseline), all)).toEqual({ newRows: 0, copies: 1, lost: 0, other: 0 });
  });
  test('new, lost, unknown and odd rows are counted, and only chosen ones', () => {
    const desk = new FakeDesk(rows);
    desk.addTyped({ [url]: 'https://new.example/' });
    desk.set(0, 'id', '');
    desk.set(1, 'id', 999_999);
    desk.addTyped({ id: 'x', [url]: 'https://odd.example/' });
    expect(leftAlone(readDrafts(desk, baseline), all)).toEqual({ newRows: 1, copies: 0, lost: 1, other: 2 });
    expect(leftAlone(readDrafts(desk, baseline), (row) => row === 0)).toEqual({
      newRows: 0,
      copies: 0,
      lost: 1,
      other: 0,
    });
    expect(cellsIn(desk)).toEqual([]);
  });
});

describe('[U1][P6] conflicts given up', () => {
  const [url, note] = [columnForField('postback_url'), columnForField('description')];
  const known: BaselineRow = {
    ...baselineRow({ ...P501, description: 'first' }),
    theirs: { description: 'theirs\r\nnow', postback_url: 'https://theirs.example/' },
    shown: { [note.key]: 'first', [url.key]: 'x' },
  };
  const read =
    (cells: { readonly [K in ColumnKey]?: unknown }) =>
    (key: ColumnKey): unknown =>
      cells[key];

  test('a cell goes to what Everflow holds now', () => {
    expect(unedited(note, known)).toBe('theirs\r\nnow');
    expect(unedited(columnForField('delay_ms'), known)).toBe(shownCell(columnForField('delay_ms'), known));
  });
  test('a stand-in goes back as such', () => {
    const { description: _untold, ...untold } = P501;
    expect(unedited(note, baselineRow(untold))).toBe('⟦not loaded⟧');
    const kept = {
      ...baselineRow(P501),
      shown: { [note.key]: '⟦cannot be shown here: kept as in Everflow⟧' },
    };
    expect(unedited(note, kept)).toBe(kept.shown[note.key]);
  });
  test('the row stops keeping its first for the cells put back, and for no others', () => {
    const row = settled(known, [note.key], read({ [note.key]: 'theirs\r\nnow' }))!;
    expect(row.postback.fields.description).toBe('theirs\r\nnow');
    expect(row.theirs).toEqual({ postback_url: 'https://theirs.example/' });
    expect(row.shown).toEqual({ [url.key]: 'x' });
    const both = settled(row, [url.key], read({ [url.key]: 'https://theirs.example/' }))!;
    expect([both.theirs, both.shown]).toEqual([undefined, undefined]);
    const unchanged = FIELDS.filter((field: Field) => field !== 'description' && field !== 'postback_url');
    for (const field of unchanged) expect(both.postback.fields[field]).toBe(P501[field]);
  });
  test('other line ends of the platform are remembered', () => {
    const row = settled(known, [note.key], read({ [note.key]: 'theirs\nnow' }))!;
    expect(row.shown?.[note.key]).toBe('theirs\nnow');
  });
  test('a cell that holds something else by now settles nothing', () => {
    expect(settled(known, [note.key], read({ [note.key]: 'typed meanwhile' }))).toBeUndefined();
    expect(settled(baselineRow(P501), [note.key], read({}))).toBeUndefined();
  });
});
