/** JSON, copies and versions; and the grid against a plain model under random actions. */
import fc from 'fast-check';
import { copyFile, fromJson, literalFormulas, Person, toJson } from '../../../local/apps-script/spreadsheet';
import { Grid } from '../../../local/apps-script/spreadsheet/grid';
import { COLLEAGUE, desk, OWNER, S, script } from './desk';

const SEED = 20_261_122;

/** A workbook with a bit of everything. */
function full() {
  const parts = desk({
    resolver: (formula, place) => (formula === '=ROWS()' ? [[1], [2]] : literalFormulas(formula, place)),
  });
  const { app, book, sheet, owner } = parts;
  sheet.getRange('A1:C2').setValues([
    ['a', 1, true],
    ['#N/A', '=1+1', '2026-01-02'],
  ]);
  sheet.getRange('E1').setValue('=ROWS()').setNote('spills').setBackground('#ff0000');
  sheet.getRange('A:A').setDataValidation(app.newDataValidation().requireTextContains('x').build());
  sheet.protect().setWarningOnly(true).setDescription('d');
  sheet.setFrozenRows(1);
  sheet.hideColumns(3);
  book.insertSheet('Books').hideSheet();
  app.flush();
  owner.setFilter(S, 'A1:C2', { A: ['#N/A'] });
  return parts;
}

test('a workbook survives JSON text and back unchanged', () => {
  const { workbook } = full();
  const text = JSON.stringify(toJson(workbook));
  const { world, now } = workbook;
  const twin = fromJson(JSON.parse(text), { world, now });
  expect(JSON.stringify(toJson(twin))).toBe(text);
  expect(twin.sheet(S).texts()).toEqual(workbook.sheet(S).texts());
  expect(twin.sheet(S).text('E2')).toBe('2');
  const { sheet } = script(twin, OWNER);
  expect([
    sheet.isRowHiddenByFilter(2),
    sheet.getRange('A9').getDataValidation()?.getCriteriaValues(),
  ]).toEqual([true, ['x']]);
  expect(twin.makeSheet('next').id).not.toBe(workbook.sheet('Books').id);
});

test('[S7] a copied file has another id, the same content and sheet ids, no pending writes, and its own life', () => {
  const { workbook, sheet } = full();
  sheet.getRange('A1').setValue('pending');
  const copy = copyFile(workbook);
  expect([copy.id, copy.name, copy.pendingCount]).toEqual([
    'local-spreadsheet-copy',
    'Copy of Untitled spreadsheet',
    0,
  ]);
  expect(copy.sheets.map(({ id, name }) => [id, name])).toEqual(
    workbook.sheets.map(({ id, name }) => [id, name]),
  );
  new Person(copy, OWNER).type(S, 'A1', 'x');
  expect([copy.sheet(S).text('A1'), workbook.sheet(S).text('A1')]).toEqual(['x', 'a']);
});

test('whoever owns a workbook may edit what others protected', () => {
  const { app, workbook, sheet } = desk();
  const protection = sheet.protect();
  protection.removeEditors(protection.getEditors());
  app.flush();
  const { world, now } = workbook;
  const twin = fromJson(toJson(workbook), { world, now, owner: COLLEAGUE });
  new Person(twin, COLLEAGUE).type(S, 'A1', 'x');
  expect(() => new Person(twin, 'guest@example.com').type(S, 'A1', 'y')).toThrow('protected cell');
});

test('[J4] restoring a version rewinds all tabs', () => {
  const { workbook, owner } = full();
  const version = toJson(workbook);
  owner.type(S, 'A1', 'later');
  owner.addSheet('Later');
  owner.restoreVersion(version);
  expect(workbook.sheets.map(({ name }) => name)).toEqual([S, 'Books']);
  expect(workbook.sheet(S).text('A1')).toBe('a');
});

// The grid against rows of plain arrays.

type Model = (string | undefined)[][];

interface Action {
  readonly grid: (grid: Grid) => void;
  readonly model: (rows: Model) => void;
}

const ROWS = 6;
const COLUMNS = 5;
const at = (max: number) => fc.integer({ min: 1, max });

const actions = fc.oneof(
  fc
    .tuple(at(ROWS), at(COLUMNS), fc.constantFrom('a', 'b', undefined))
    .map(([row, column, value]): Action => ({
      grid: (grid) => grid.set('value', row, column, value),
      model: (rows) => {
        const line = rows[row - 1];
        if (line) line[column - 1] = value;
      },
    })),
  at(ROWS).map((row): Action => ({
    grid: (grid) => {
      grid.insertRows(row, 1);
      grid.deleteRows(ROWS + 1, 1);
    },
    model: (rows) => {
      rows.splice(
        row - 1,
        0,
        Array.from({ length: COLUMNS }, () => undefined),
      );
      rows.pop();
    },
  })),
  at(COLUMNS).map((column): Action => ({
    grid: (grid) => {
      grid.insertColumns(column, 1);
      grid.deleteColumns(COLUMNS + 1, 1);
    },
    model: (rows) => {
      for (const line of rows) {
        line.splice(column - 1, 0, undefined);
        line.pop();
      }
    },
  })),
  fc.tuple(at(COLUMNS), at(COLUMNS + 1)).map(([from, before]): Action => ({
    grid: (grid) => grid.moveColumn(from, before),
    model: (rows) => {
      for (const line of rows) {
        const [moved] = line.splice(from - 1, 1);
        line.splice(before > from ? before - 2 : before - 1, 0, moved);
      }
    },
  })),
  fc.shuffledSubarray([0, 1, 2], { minLength: 3 }).map((order): Action => ({
    grid: (grid) => grid.permute({ row: 2, column: 2, numRows: 3, numColumns: 2 }, order, ['value']),
    model: (rows) => {
      const old = rows.slice(1, 4).map((line) => line.slice(1, 3));
      order.forEach((from, to) => rows[1 + to]?.splice(1, 2, ...(old[from] ?? [])));
    },
  })),
);

test('the grid does what rows of arrays do, for any sequence of sets, inserts, deletes, moves and sorts', () => {
  let filled = 0;
  fc.assert(
    fc.property(fc.array(actions, { minLength: 15, maxLength: 40 }), (steps) => {
      const grid = new Grid(ROWS, COLUMNS);
      const model: Model = Array.from({ length: ROWS }, () =>
        Array.from({ length: COLUMNS }, () => undefined),
      );
      for (const step of steps) {
        step.grid(grid);
        step.model(model);
      }
      const all = { row: 1, column: 1, numRows: ROWS, numColumns: COLUMNS };
      expect(grid.values(all)).toEqual(model);
      const isFilled = (line: (string | undefined)[]) => line.some((value) => value !== undefined);
      expect(grid.lastRow()).toBe(model.findLastIndex(isFilled) + 1);
      const columns = Array.from({ length: COLUMNS }, (_, index) => model.map((line) => line[index]));
      expect(grid.lastColumn()).toBe(columns.findLastIndex(isFilled) + 1);
      if (model.some(isFilled)) filled++;
    }),
    { seed: SEED, numRuns: 300 },
  );
  expect(filled).toBeGreaterThan(200);
});
