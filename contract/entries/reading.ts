/** What is read from cells, and what counts as content. */
import type { ScriptEntry } from '../scratch';
import { cellTold, quoted, valueTold } from '../cell-told';
import { sources } from './sources';

const values: ScriptEntry[] = [
  {
    id: 'read.types',
    assumption: 'getValues gives numbers, texts, logical values, dates, and "" for nothing',
    source: sources.getValues,
    answers: [{ seen: 'number 1.5, text "a", boolean true, date 03-01, blank' }],
    ask(scratch) {
      const range = scratch.cells('', 1, 5).setValues([[1.5, 'a', true, '2026-03-01', '']]);
      return (range.getValues() as unknown[][])[0]!.map(valueTold).join(', ');
    },
  },
  {
    id: 'read.date-tag',
    assumption: 'A date that was read is told by its tag, whatever realm it comes from',
    source: 'reported: instanceof fails across contexts',
    answers: [{ seen: '[object Date]' }],
    ask: (scratch) =>
      Object.prototype.toString.call(
        scratch
          .cells('')
          .setValues([['2026-03-01']])
          .getValue(),
      ),
  },
  {
    id: 'read.error-value',
    assumption: 'An error in a cell reads as text',
    source: sources.publicCode,
    answers: [{ seen: 'formula "=NA()" giving text "#N/A"' }],
    ask: (scratch) => cellTold(scratch.cells('').setValues([['=NA()']])),
  },
  {
    id: 'read.shown',
    assumption: 'A whole number in format "0" is shown in plain digits, and a text as it is',
    source: sources.getDisplayValues,
    answers: [{ seen: '123456789012345 "a\\nb, \\"c\\""' }],
    ask(scratch) {
      const range = scratch.cells('0', 1, 2).setValues([[123456789012345, 'a\nb, "c"']]);
      const [shown] = range.getDisplayValues();
      return `${shown![0]} ${quoted(shown![1]!)}`;
    },
  },
  {
    id: 'read.fifteen-digits',
    assumption: 'A number of 15 digits reads back exactly',
    source: 'https://en.wikipedia.org/wiki/Double-precision_floating-point_format',
    answers: [{ seen: 'number 999999999999999' }],
    ask: (scratch) => cellTold(scratch.cells('0').setValues([[999999999999999]])),
  },
  {
    id: 'read.formulas',
    assumption: 'getFormulas is "" where no formula stands',
    source: sources.getFormulas,
    answers: [{ seen: '"" "=1+1"' }],
    ask(scratch) {
      const range = scratch.cells('', 1, 2).setValues([['a', '=1+1']]);
      return range.getFormulas()[0]!.map(quoted).join(' ');
    },
  },
  {
    id: 'read.array-formula',
    assumption: 'An array formula fills the cell below it, and that cell has no formula',
    source: `${sources.getFormulas}; the second part is ours`,
    answers: [{ seen: 'number 2, formula ""' }],
    notModelled: 'the value of any formula but literals',
    ask(scratch) {
      const range = scratch.cells('', 2);
      range.offset(0, 0, 1, 1).setFormula('={1;2}');
      return `${valueTold(range.getValues()[1]![0])}, formula ${quoted(range.getFormulas()[1]![0]!)}`;
    },
  },
  {
    id: 'read.after-write',
    assumption: 'A read sees what was written before it, flushed or not',
    source: sources.flush,
    answers: [{ seen: 'text "new"' }],
    ask: (scratch) =>
      cellTold(
        scratch
          .cells('@')
          .setValues([['old']])
          .setValues([['new']]),
      ),
  },
];

/** A tab with something in row 2, and its last row. */
const lastRow = (
  id: string,
  assumption: string,
  source: string,
  seen: string,
  put: (cell: GoogleAppsScript.Spreadsheet.Range) => unknown,
): ScriptEntry => ({
  id,
  assumption,
  source,
  answers: [{ seen }],
  ask(scratch) {
    const sheet = scratch.tab();
    sheet.getRange(1, 1).setValue('a');
    put(sheet.getRange(5, 1));
    return String(sheet.getLastRow());
  },
});

const content: ScriptEntry[] = [
  lastRow(
    'read.last-row-formula',
    'getLastRow counts a formula that gives ""',
    sources.publicCode,
    '5',
    (cell) => cell.setFormula('=""'),
  ),
  lastRow('read.last-row-checkbox', 'getLastRow counts an unticked box', sources.publicCode, '5', (cell) =>
    cell.setDataValidation(SpreadsheetApp.newDataValidation().requireCheckbox().build()),
  ),
  lastRow(
    'read.last-row-looks',
    'getLastRow counts neither formats nor notes',
    sources.getLastRow,
    '1',
    (cell) => cell.setNumberFormat('@').setNote('note'),
  ),
  {
    id: 'read.is-blank',
    assumption: 'isBlank is true of cells with a format, a note and a rule, and false once one holds a text',
    source: sources.isBlank,
    answers: [{ seen: 'true, then false' }],
    ask(scratch) {
      const range = scratch.cells('@', 2, 2);
      range
        .setNote('note')
        .setDataValidation(SpreadsheetApp.newDataValidation().requireValueInList(['a', 'b']).build());
      const before = range.isBlank();
      range.offset(1, 1, 1, 1).setValue('a');
      return `${before}, then ${range.isBlank()}`;
    },
  },
  {
    id: 'read.is-blank-formula',
    assumption:
      'Whether isBlank counts a formula that gives "" is open: such a row is read whole or taken for free',
    source: `${sources.isBlank} says "totally blank"`,
    answers: [{ seen: 'true' }, { seen: 'false' }],
    ask: (scratch) => String(scratch.cells('').setFormula('=""').isBlank()),
  },
  {
    id: 'read.active-ranges',
    assumption: 'getActiveRangeList tells what is selected, whole columns to the end of the grid',
    source: `${sources.activeRangeList}; the second part is ours`,
    answers: [{ seen: 'A1:A1000' }, { seen: 'A:A' }],
    ask(scratch) {
      scratch.tab().getRange('A:A').activate();
      const list = SpreadsheetApp.getActiveSpreadsheet().getActiveRangeList();
      return (list?.getRanges() ?? []).map((range) => range.getA1Notation()).join(', ');
    },
  },
];

export const readingEntries: readonly ScriptEntry[] = [...values, ...content];
