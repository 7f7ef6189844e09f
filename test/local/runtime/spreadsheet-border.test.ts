/** Where executions and the spreadsheet meet: pending writes at the end, people between calls, dates and errors of the realm, worlds. */
import { ExecutionKilled, Person, worlds } from '../../../local/apps-script';
import type { LocalAppsScript } from '../../../local/apps-script';
import { googleRunning } from './support';

const writing = `
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getActiveSheet();
  for (const row of [1, 2, 3]) sheet.getRange(row, 1).setValue('row ' + row);
`;
const column = (google: LocalAppsScript): unknown[] =>
  (google.workbook?.sheets[0]?.grid.values({ row: 1, column: 1, numRows: 3, numColumns: 1 }) ?? []).map(
    (row) => row[0] ?? '',
  );

describe('pending writes', () => {
  test('are applied at a normal end, and (assumed) after an uncaught exception', () => {
    const normal = googleRunning(writing);
    normal.run('main');
    expect(column(normal)).toEqual(['row 1', 'row 2', 'row 3']);
    const failing = googleRunning(`${writing} throw new Error('late');`);
    expect(() => failing.run('main')).toThrow('late');
    expect(column(failing)).toEqual(['row 1', 'row 2', 'row 3']);
  });

  test.each([
    [undefined, ['', '', '']],
    [2, ['row 1', 'row 2', '']],
  ])('are lost when the execution is killed, all but the first %s', (keepFirst, kept) => {
    const google = googleRunning(`${writing} Utilities.sleep(1);`);
    const plan = google.plan({ killBefore: 5, ...(keepFirst === undefined ? {} : { keepFirst }) });
    expect(() => google.run('main')).toThrow(ExecutionKilled);
    expect(plan.fired).toBe(true);
    expect(column(google)).toEqual(kept);
    expect(google.workbook?.pendingCount).toBe(0);
  });

  test('that were flushed survive a kill', () => {
    const google = googleRunning(`${writing} SpreadsheetApp.flush(); Utilities.sleep(1);`);
    google.plan({ killBefore: 6 });
    expect(() => google.run('main')).toThrow(ExecutionKilled);
    expect(column(google)).toEqual(['row 1', 'row 2', 'row 3']);
  });
});

test('a person may act between any two calls', () => {
  const google = googleRunning(
    "return SpreadsheetApp.getActiveSpreadsheet().getSheetByName('Sheet1').getRange('A1').getValue();",
  );
  google.beforeCall((call) => {
    if (call.method === 'getValue' && google.workbook !== null) {
      new Person(google.workbook, 'ben@acme.test').type('Sheet1', 'A1', 'meanwhile');
    }
  });
  expect(google.run('main')).toBe('meanwhile');
});

test('dates and exceptions of the spreadsheet belong to the realm of the script', () => {
  const google = googleRunning(`
    const range = SpreadsheetApp.getActiveSpreadsheet().getActiveSheet().getRange('A1');
    range.setValue(new Date(2026, 0, 5));
    const value = range.getValue();
    let caught;
    try { range.setValues([[1, 2]]); } catch (error) { caught = error; }
    return [value instanceof Date, value.constructor === Date, range.getValues() instanceof Array, caught instanceof Error, caught.name];`);
  expect(google.run('main')).toEqual([true, true, true, true, 'Exception']);
});

test('[T2] the world decides what "=" means in a text cell', () => {
  const body = `
    const range = SpreadsheetApp.getActiveSpreadsheet().getActiveSheet().getRange('A1');
    range.setNumberFormat('@').setValue('=1+1');
    return range.getFormula();`;
  const formulas = worlds.all.map((world) => [world.name, googleRunning(body, { world }).run('main') !== '']);
  expect(Object.fromEntries(formulas)).toEqual({
    plain: false,
    formula: true,
    literal: false,
    'formula-literal': true,
    dates: false,
    normalising: false,
    rejecting: false,
  });
});
