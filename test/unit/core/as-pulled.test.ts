/** Which rows are whole as they were pulled (L1): where that is said, nothing else may have anything to say. */
import fc from 'fast-check';
import { asPulled } from '../../../src/core/as-pulled';
import { shownCell } from '../../../src/core/baseline';
import { COLUMNS, type ColumnKey } from '../../../src/core/columns';
import { readDrafts } from '../../../src/core/edits';
import { FakeDesk } from './fake-desk';
import { anyPostback } from './generators';
import { holds } from './laws';

/** All but what the add-on says for itself, and the id, by which the row is known. */
const TELLING = COLUMNS.filter(({ key }) => !['state', 'message', 'id'].includes(key));
/** What people and spreadsheets leave in cells, in place of what was there or made of it. */
const typed = fc.constantFrom<(shown: unknown) => unknown>(
  () => '',
  () => 0,
  () => 'p-7',
  String,
  (shown) => `${String(shown)} `,
  (shown) => shown,
);
const edit = fc.tuple(fc.constantFrom(...TELLING), typed);

test('[L1] [C5] a row is as pulled if each cell shows what was written, and only then; of such a row a check says nothing', () => {
  holds(
    fc.tuple(anyPostback, fc.option(edit)),
    ([postback, typing], tally) => {
      const known = { postback, readAt: 0, filter: '' };
      const desk = new FakeDesk([known]);
      if (typing) desk.set(0, typing[0].key, typing[1](desk.value(0, typing[0].key)));
      const isWhole = TELLING.every((column) => desk.value(0, column.key) === shownCell(column, known));
      expect(asPulled(desk)(0, known)).toBe(isWhole);
      tally.count(isWhole ? 'whole' : 'changed');
      if (!isWhole) return;
      const baseline = new Map([[postback.id, known]]);
      expect(readDrafts(desk, baseline)).toMatchObject({ drafts: [], rowWarnings: [], unchanged: 1 });
    },
    { whole: 80, changed: 80 },
  );
});

test.each<ColumnKey>(['status', 'url', 'host', 'created', 'rowKey'])(
  '[L1] a changed cell of %s is enough to look at the row',
  (key) => {
    fc.assert(
      fc.property(anyPostback, (postback) => {
        const known = { postback, readAt: 0, filter: '' };
        const desk = new FakeDesk([known]);
        desk.set(0, key, 'something else');
        expect(asPulled(desk)(0, known)).toBe(false);
      }),
      { numRuns: 20, seed: 1 },
    );
  },
);

test('[T1] [P6] cells that Sheets changed, and rows in conflict, are left to those who read cell by cell', () => {
  fc.assert(
    fc.property(anyPostback, (postback) => {
      const known = { postback, readAt: 0, filter: '' };
      for (const row of [
        { ...known, shown: {} },
        { ...known, theirs: {} },
      ])
        expect(asPulled(new FakeDesk([row]))(0, row)).toBe(false);
    }),
    { numRuns: 20, seed: 1 },
  );
});
