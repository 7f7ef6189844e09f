/** Rows that mix two postbacks, fixed cells that were changed, and rows that lost their id, on a small tab in memory. */
import fc from 'fast-check';
import type { BaselineRow } from '../../../src/core/baseline';
import { checkDesk } from '../../../src/core/check';
import { COLUMNS, type ColumnKey } from '../../../src/core/columns';
import { readDrafts } from '../../../src/core/edits';
import { FIXED_COLUMNS } from '../../../src/core/fixed-edits';
import type { Problem } from '../../../src/core/problem';
import { baselineOf, fixes, kinds, row } from './examples';
import { FakeDesk } from './fake-desk';
import { holds } from './laws';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
/** Postbacks 1, 2, 3 …, each of an offer and a URL of its own. */
const pulled = (count: number): BaselineRow[] =>
  range(count).map((at) =>
    row(
      at + 1,
      { network_offer_id: 100 + at, postback_url: `https://t${at}.example/` },
      { offerName: `Offer ${at}`, timeSaved: 1_498_173_406 + at },
    ),
  );
const ROWS = pulled(6);
const BASE = baselineOf(...ROWS);

function tab(rows: readonly BaselineRow[] = ROWS): FakeDesk {
  return new FakeDesk(rows);
}

/** Takes the cells of some columns from other rows: row `to` gets those of row `from[to]`. */
function rearrange(desk: FakeDesk, from: readonly number[], columns: readonly ColumnKey[]): void {
  for (const column of columns) {
    const values = from.map((at) => desk.value(at, column));
    values.forEach((value, at) => desk.set(at, column, value));
  }
}
const keys = COLUMNS.map((column) => column.key);
const upTo = (last: ColumnKey): ColumnKey[] => keys.slice(0, keys.indexOf(last) + 1);
const after = (last: ColumnKey): ColumnKey[] => keys.slice(keys.indexOf(last) + 1);

const problemsOf = (desk: FakeDesk, base = BASE): Problem[] =>
  checkDesk(readDrafts(desk, base), { baseline: base });
const c9 = (desk: FakeDesk, base = BASE): Problem[] =>
  problemsOf(desk, base).filter((problem) => problem.rule === 'C9');

/** Puts ids back as the fix does. */
function putBack(desk: FakeDesk, base = BASE): void {
  for (const problem of c9(desk, base)) {
    const fix = problem.fixes.find(({ action }) => action === 'put-id-back');
    if (fix && 'postbackId' in fix) desk.set(problem.row!, 'id', fix.postbackId);
  }
}
function restore(desk: FakeDesk, problems: readonly Problem[]): void {
  for (const problem of problems) {
    const fix = problem.fixes.find(({ id }) => id === 'restore');
    if (fix?.action === 'set') for (const cell of fix.cells) desk.set(problem.row!, cell.column, cell.value);
  }
}

describe('[C9] fixed cells of another postback', () => {
  test('two swapped ids: both rows are stopped, both are named, and the ids go back', () => {
    const desk = tab();
    rearrange(desk, [1, 0, 2, 3, 4, 5], ['id']);
    const read = readDrafts(desk, BASE);
    expect(kinds(read)).toEqual(['0 update foreign-cells', '1 update foreign-cells']);
    expect(read.drafts[0]!.problems[0]!.message).toMatch(/The id is #2, but .* those of #1\./);
    expect(fixes(read.drafts[0])).toEqual(['Put the right id back', 'Restore the fixed cells']);
    putBack(desk);
    expect(readDrafts(desk, BASE)).toMatchObject({ drafts: [], rowWarnings: [], unchanged: 6 });
  });

  test('ids pasted one row off: none is taken for a copy to be made new, and all go back', () => {
    const desk = tab();
    rearrange(desk, [0, 0, 1, 2, 3, 5], ['id']);
    const read = readDrafts(desk, BASE);
    expect(kinds(read)).toEqual([
      '1 stopped foreign-cells',
      '2 update foreign-cells',
      '3 update foreign-cells',
      '4 update foreign-cells',
    ]);
    expect(fixes(read.drafts[0])).toEqual(['Put the right id back', 'Make these rows new']);
    putBack(desk);
    expect(readDrafts(desk, BASE).unchanged).toBe(6);
  });

  test('an id overwritten by that of another row, which stays pushable', () => {
    const desk = tab();
    desk.set(0, 'id', 4);
    desk.set(3, 'description', 'mine');
    expect(kinds(readDrafts(desk, BASE))).toEqual(['0 stopped foreign-cells', '3 update']);
    putBack(desk);
    expect(kinds(readDrafts(desk, BASE))).toEqual(['3 update']);
  });

  test('the left part sorted without the right: every moved row is stopped, and no id is put back', () => {
    const desk = tab();
    desk.set(2, 'description', 'of 3');
    rearrange(desk, [2, 0, 1, 4, 3, 5], upTo('url'));
    for (const at of range(5)) desk.set(at, 'description', `text ${at}`);
    const found = c9(desk);
    expect(found.map((problem) => problem.row)).toEqual([0, 1, 2, 3, 4]);
    for (const problem of found)
      expect(problem.fixes.map((fix) => fix.label)).toEqual(['Restore the fixed cells']);
  });

  test('the right part sorted without the left', () => {
    const desk = tab();
    rearrange(desk, [1, 0, 2, 3, 4, 5], after('description'));
    // Nothing that is edited differs yet: the fixed cells are no more than changed.
    expect(c9(desk)).toEqual([]);
    expect(new Set(problemsOf(desk).map((problem) => problem.cause))).toEqual(new Set(['fixed-cell']));
    desk.set(0, 'url', 'https://new.example/');
    expect(c9(desk).map((problem) => problem.row)).toEqual([0]);
  });

  test('a row pasted over another but for its id: both are named, and no id is put back while its owner is there', () => {
    const desk = tab();
    rearrange(
      desk,
      [0, 0, 2, 3, 4, 5],
      keys.filter((key) => key !== 'id'),
    );
    const read = readDrafts(desk, BASE);
    expect(kinds(read)).toEqual(['1 update foreign-cells']);
    expect(fixes(read.drafts[0])).toEqual(['Restore the fixed cells']);
    restore(desk, read.drafts[0]!.problems);
    expect(kinds(readDrafts(desk, BASE))).toEqual(['1 update']);
    expect(problemsOf(desk).filter((problem) => problem.rule === 'C4')).toEqual([]);
  });

  test('a whole row pasted over another is a copy; the original stays the original', () => {
    const desk = tab();
    rearrange(desk, [0, 0, 2, 3, 4, 5], keys);
    expect(kinds(readDrafts(desk, BASE))).toEqual(['1 stopped copied-row']);
  });

  test('the left part of a row pasted over another: the lower row does not become the original', () => {
    const twins = [row(1), row(2), row(3)];
    const desk = tab(twins);
    rearrange(desk, [1, 1, 2], ['id']);
    desk.set(0, 'description', 'x');
    const read = readDrafts(desk, baselineOf(...twins));
    expect(kinds(read)).toEqual(['0 stopped foreign-cells']);
  });

  test.each<[string, readonly ColumnKey[], string[]]>([
    ['the row key alone', ['rowKey'], ['0 update foreign-cells', '1 update']],
    ['the times alone', ['created', 'lastChanged'], ['0 update foreign-cells', '1 update']],
    ['one of the times', ['created'], ['0 update', '1 update']],
  ])('%s of another postback', (_name, columns, expected) => {
    const desk = tab();
    for (const column of columns) desk.set(0, column, desk.value(2, column));
    for (const at of [0, 1]) desk.set(at, 'description', 'mine');
    expect(kinds(readDrafts(desk, BASE))).toEqual(expected);
  });

  test('times that two postbacks share, and the key of a postback never pulled, belong to nobody', () => {
    const shared = [row(1, {}, { timeCreated: 5 }), row(2, {}, { timeCreated: 5 }), row(3)];
    const desk = tab(shared);
    for (const column of ['created', 'lastChanged'] as const) desk.set(2, column, desk.value(0, column));
    desk.set(2, 'rowKey', 'p-999');
    desk.set(2, 'description', 'mine');
    expect(kinds(readDrafts(desk, baselineOf(...shared)))).toEqual(['2 update']);
  });

  test('no id goes back where another row would then bear it too, or two rows claim it', () => {
    const desk = tab();
    // 1 <- 2 <- 3 <- 1 would be a circle of put-backs, but row 2 was edited beyond recognition.
    rearrange(desk, [1, 2, 0, 3, 4, 5], ['id']);
    desk.set(1, 'offerId', 999);
    expect(c9(desk).map((problem) => problem.fixes.length)).toEqual([1, 1, 1]);
    const two = tab();
    two.copyRow(0);
    two.set(0, 'id', 5);
    two.set(6, 'id', 4);
    expect(c9(two).flatMap(({ fixes: offered }) => offered.map(({ id }) => id))).toEqual([
      'make-new',
      'make-new',
    ]);
  });

  test('siblings with the same identity go back only if all their cells are the other’s', () => {
    const twins = [row(1, { description: 'a' }), row(2, { description: 'b' })];
    const base = baselineOf(...twins);
    const desk = tab(twins);
    rearrange(desk, [1, 0], ['id']);
    expect(c9(desk, base).map((problem) => problem.fixes[0]!.id)).toEqual(['put-id-back', 'put-id-back']);
    desk.set(0, 'description', 'c');
    expect(c9(desk, base).map((problem) => problem.fixes[0]!.id)).toEqual(['restore', 'restore']);
  });

  test('an edit made besides does not hinder the id, and stays an edit', () => {
    const desk = tab();
    rearrange(desk, [1, 0, 2, 3, 4, 5], ['id']);
    desk.set(0, 'description', 'mine');
    putBack(desk);
    expect(kinds(readDrafts(desk, BASE))).toEqual(['0 update']);
  });

  test('identical siblings: the id overwritten goes back, for the other row has it too', () => {
    const twins = [row(1), row(2)];
    const desk = tab(twins);
    desk.set(0, 'id', 2);
    putBack(desk, baselineOf(...twins));
    expect(readDrafts(desk, baselineOf(...twins)).unchanged).toBe(2);
  });

  test.each<[string, (desk: FakeDesk) => void]>([
    ['key and times name two others', (desk) => desk.set(0, 'created', desk.value(2, 'created'))],
    ['the key is the id’s own', (desk) => desk.set(0, 'rowKey', 'p-2')],
    ['the key is that of a new row', (desk) => desk.set(0, 'rowKey', 'n-2')],
  ])('no id goes back where %s', (_name, change) => {
    const desk = tab();
    desk.set(0, 'id', 2);
    desk.deleteRow(1);
    change(desk);
    expect(c9(desk).map(({ fixes: offered }) => offered.map(({ id }) => id))).toEqual([['restore']]);
  });

  test('a row in doubt brings no values of its own to the other checks', () => {
    const many = pulled(60);
    const base = baselineOf(...many);
    const desk = tab(many);
    rearrange(
      desk,
      range(60).map((at) => (at + 1) % 60),
      ['id'],
    );
    const found = problemsOf(desk, base);
    expect(found).toHaveLength(60);
    expect(new Set(found.map((problem) => problem.cause))).toEqual(new Set(['foreign-cells']));
  });

  test('whatever part of the table is sorted, no other postback’s value can be pushed; whole rows may be sorted at will', () => {
    const order = fc.shuffledSubarray(range(6), { minLength: 6, maxLength: 6 });
    const span = fc.tuple(fc.nat({ max: keys.length - 1 }), fc.nat({ max: keys.length - 1 }));
    holds(
      fc.tuple(order, span),
      ([from, ends], tally) => {
        const [first, last] = [Math.min(...ends), Math.max(...ends)];
        const columns = keys.slice(first, last + 1);
        const desk = tab();
        rearrange(desk, from, columns);
        const idMoved = columns.includes('id');
        const keyMoved = columns.includes('rowKey');
        const read = readDrafts(desk, BASE);
        if (idMoved === keyMoved) {
          // The key goes with the id, so the rest looks edited where it differs: those are the edits that the preview lists.
          tally.count('together');
          if (columns.length >= keys.length - 2) expect(read.drafts).toEqual([]);
          return;
        }
        tally.count('apart');
        for (const draft of read.drafts) {
          expect(draft.problems.map((problem) => problem.cause)).toEqual(['foreign-cells']);
          tally.count('stopped');
        }
      },
      { together: 20, apart: 50, stopped: 50 },
    );
  });
});

describe('[C4] edited fixed cells', () => {
  const warnings = (desk: FakeDesk, base = BASE): Problem[] =>
    problemsOf(desk, base).filter((problem) => problem.rule === 'C4');

  test.each(FIXED_COLUMNS.map((column) => [column.header, column.key] as const))(
    '%s: a warning that is restored, on a row without edits too',
    (header, key) => {
      const desk = tab();
      desk.set(2, key, 'two words');
      expect(readDrafts(desk, BASE)).toMatchObject({ drafts: [], unchanged: 6 });
      const [warning, ...more] = warnings(desk);
      expect(more).toEqual([]);
      expect(warning).toMatchObject({ severity: 'warning', cause: 'fixed-cell', row: 2, column: key });
      expect(warning!.message).toMatch(`${header} now says "two words"`);
      restore(desk, [warning!]);
      expect(warnings(desk)).toEqual([]);
    },
  );

  test('an emptied cell, a number and a date are told too', () => {
    const desk = tab();
    desk.set(0, 'partner', '');
    desk.set(1, 'offer', 7);
    desk.set(2, 'created', new Date(0));
    expect(warnings(desk).map(({ column }) => column)).toEqual(['partner', 'offer', 'created']);
    expect(warnings(desk)[0]!.message).toContain('Partner was emptied instead of "Acme"');
  });

  test('on a row whose ids or URL were edited, what the add-on itself would show is no edit', () => {
    const desk = tab();
    desk.set(0, 'offerId', 103);
    desk.set(0, 'url', 'https://new.example/x');
    for (const [offer, host] of [
      ['Offer 0', 't0.example'],
      ['Offer 3', 'new.example'],
      ['?', ''],
    ] as const) {
      desk.set(0, 'offer', offer);
      desk.set(0, 'host', host);
      expect(warnings(desk)).toEqual([]);
    }
    desk.set(0, 'offer', 'my own words');
    expect(warnings(desk).map(({ column }) => column)).toEqual(['offer']);
  });

  test('the row key of another known postback is told, any other text there is left alone', () => {
    const desk = tab();
    desk.set(0, 'rowKey', 'p-3');
    desk.set(1, 'rowKey', 'p-999');
    desk.set(2, 'rowKey', '');
    desk.set(3, 'rowKey', 'n-4');
    expect(warnings(desk).map(({ row: at, column }) => [at, column])).toEqual([[0, 'rowKey']]);
  });

  test('where a field was changed on both sides, the cells that follow Everflow are no edit', () => {
    const known: BaselineRow = { ...ROWS[0]!, theirs: { postback_url: 'https://theirs.example/' } };
    const desk = tab([ROWS[0]!]);
    desk.set(0, 'host', 'theirs.example');
    expect(warnings(desk, baselineOf(known))).toEqual([]);
  });
});

describe('[C6] rows that lost their id are known by names', () => {
  const lost = (desk: FakeDesk, base = BASE): string[] => kinds(readDrafts(desk, base));
  const emptied = (desk: FakeDesk, ...columns: ColumnKey[]): void => {
    for (const column of columns) desk.set(0, column, '');
  };

  test('with key and times gone too, if they are one missing postback’s alone', () => {
    const desk = tab();
    emptied(desk, 'id', 'rowKey', 'created', 'lastChanged');
    const read = readDrafts(desk, BASE);
    expect(kinds(read)).toEqual(['0 stopped lost-id']);
    expect(read.drafts[0]!.problems[0]!.fixes[0]).toMatchObject({ postbackId: 1 });
  });

  test('one time left tells nothing, and the names decide', () => {
    const desk = tab();
    emptied(desk, 'id', 'rowKey', 'created');
    expect(lost(desk)).toEqual(['0 stopped lost-id']);
  });

  test.each<[string, (desk: FakeDesk) => void]>([
    ['no partner', (desk) => desk.set(0, 'partner', '')],
    ['no offer', (desk) => desk.set(0, 'offer', '')],
    ['names of a postback that is there', (desk) => desk.set(0, 'offer', 'Offer 3')],
    ['names of no postback', (desk) => desk.set(0, 'offer', 'Offer 33')],
    ['the key of a new row', (desk) => desk.set(0, 'rowKey', 'n-1')],
  ])('with %s the row is new', (_name, change) => {
    const desk = tab();
    emptied(desk, 'id', 'rowKey', 'created', 'lastChanged');
    change(desk);
    expect(lost(desk)).toEqual(['0 create']);
  });

  test('times of a postback that is in the tab outweigh names', () => {
    const desk = tab();
    emptied(desk, 'id', 'rowKey');
    for (const column of ['created', 'lastChanged'] as const) desk.set(0, column, desk.value(2, column));
    expect(lost(desk)).toEqual(['0 create']);
  });

  test('names that two missing postbacks share tell nothing', () => {
    const twins = [row(1), row(2, { postback_url: 'https://x.example/' })];
    const desk = tab([twins[0]!]);
    emptied(desk, 'id', 'rowKey', 'created', 'lastChanged');
    expect(lost(desk, baselineOf(...twins))).toEqual(['0 create']);
  });
});
