/** Tabs and their grid: making, growing, naming, hiding, and the limits of it. */
import type { ScriptEntry } from '../scratch';
import { adopt, openFile } from '../tabs';
import { sources } from './sources';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

const list = (): GoogleAppsScript.Spreadsheet.DataValidation =>
  SpreadsheetApp.newDataValidation().requireValueInList(['a', 'b']).setAllowInvalid(true).build();

/** Row 2 is dressed, rows are inserted below it, and the last of them is looked at. */
function dressed(sheet: Sheet): string {
  sheet.deleteRows(3, sheet.getMaxRows() - 2);
  sheet.getRange(2, 1).setNumberFormat('@').setDataValidation(list());
  sheet.insertRowsAfter(2, 300);
  const last = sheet.getRange(sheet.getMaxRows(), 1);
  const format = last.getNumberFormat() === '@' ? 'format' : 'no format';
  return `${format}, ${last.getDataValidation() === null ? 'no rule' : 'rule'}`;
}

const growing: ScriptEntry[] = [
  {
    id: 'tabs.inserted-rows',
    assumption:
      'Rows inserted below a dressed last row take its number format and rule; the add-on looks, and dresses them itself if not',
    source: 'reported: seen in Sheets',
    answers: [
      { seen: 'format, rule' },
      { seen: 'format, no rule' },
      { seen: 'no format, rule' },
      { seen: 'no format, no rule' },
    ],
    ask: (scratch) => dressed(scratch.tab()),
  },
  {
    id: 'tabs.grid-after-insert',
    assumption: 'getMaxRows tells the grid as it is after rows were inserted, without a flush',
    source: sources.ours,
    answers: [{ seen: '1007' }],
    ask(scratch) {
      const sheet = scratch.tab();
      sheet.insertRowsAfter(1000, 7);
      return String(sheet.getMaxRows());
    },
  },
  {
    id: 'tabs.new-size',
    assumption: 'A new tab has 1,000 rows and 26 columns',
    source: sources.publicCode,
    answers: [{ seen: '1000 x 26' }],
    ask(scratch) {
      const sheet = scratch.tab();
      return `${sheet.getMaxRows()} x ${sheet.getMaxColumns()}`;
    },
  },
  {
    id: 'tabs.ten-million',
    assumption:
      'Rows that would bring the spreadsheet above ten million cells, empty ones counted, are refused',
    source: `${sources.cellLimits}; that empty ones count is reported`,
    answers: [{ seen: 'throws' }],
    ask(scratch) {
      const sheet = scratch.tab();
      sheet.insertRowsAfter(1000, 400_000);
      SpreadsheetApp.flush();
      return `${sheet.getMaxRows()} rows of ${sheet.getMaxColumns()}`;
    },
  },
  {
    id: 'tabs.beyond-grid',
    assumption: 'A range beyond the grid throws',
    source: sources.publicCode,
    answers: [{ seen: 'throws' }],
    ask: (scratch) => scratch.tab().getRange(1001, 1).getA1Notation(),
  },
  {
    id: 'tabs.rectangle',
    assumption: 'setValues refuses what has not the size of its range',
    source: sources.setValues,
    answers: [{ seen: 'throws' }],
    ask: (scratch) =>
      String(
        scratch
          .cells('@', 1, 2)
          .setValues([['a']])
          .getValue(),
      ),
  },
  {
    id: 'tabs.range-list-250',
    assumption: 'A list of 250 ranges is taken in one call',
    source: sources.ours,
    answers: [{ seen: '250 written' }],
    ask(scratch) {
      const sheet = scratch.tab();
      const cells = Array.from({ length: 250 }, (_, at) => `B${2 * at + 1}`);
      sheet.getRangeList(cells).setValue('a');
      const values = sheet.getRange(1, 2, 500, 1).getValues() as unknown[][];
      return `${values.filter(([value]) => value === 'a').length} written`;
    },
  },
];

const naming: ScriptEntry[] = [
  {
    id: 'tabs.insert-activates',
    assumption: 'A new tab comes to the front, and setActiveSheet brings another one back',
    source: `${sources.insertSheet} ("becomes the active sheet"); the second part is ours`,
    answers: [{ seen: 'the new one, then the other one' }],
    ask(scratch) {
      const file = openFile();
      const [other, made] = [scratch.tab(), scratch.tab()];
      const name = (): string => {
        const id = file.getActiveSheet().getSheetId();
        return id === made.getSheetId()
          ? 'the new one'
          : id === other.getSheetId()
            ? 'the other one'
            : 'a third';
      };
      const before = name();
      file.setActiveSheet(other);
      return `${before}, then ${name()}`;
    },
  },
  {
    id: 'tabs.id-after-rename',
    assumption: 'A tab keeps its id when it is renamed',
    source: sources.getSheetId,
    answers: [{ seen: 'same id' }],
    ask(scratch) {
      const sheet = scratch.tab();
      const id = sheet.getSheetId();
      sheet.setName(`${sheet.getName()} renamed`);
      SpreadsheetApp.flush();
      return sheet.getSheetId() === id ? 'same id' : 'another id';
    },
  },
  {
    id: 'tabs.id-of-copy',
    assumption: 'A duplicated tab gets an id of its own',
    source: sources.getSheetId,
    answers: [{ seen: 'another id' }],
    ask(scratch) {
      const sheet = scratch.tab();
      const copy = sheet.copyTo(openFile());
      adopt(copy);
      return copy.getSheetId() === sheet.getSheetId() ? 'same id' : 'another id';
    },
  },
  {
    id: 'tabs.hidden',
    assumption: 'A hidden tab is read and written like any other',
    source: sources.hideSheet,
    answers: [{ seen: 'hidden, a' }],
    ask(scratch) {
      const sheet = scratch.tab();
      sheet.hideSheet();
      SpreadsheetApp.flush();
      sheet.getRange(1, 1).setValue('a');
      return `${sheet.isSheetHidden() ? 'hidden' : 'shown'}, ${String(sheet.getRange(1, 1).getValue())}`;
    },
  },
  {
    id: 'tabs.own-protection',
    assumption:
      'Nobody can lock himself out: after protecting a tab and removing all editors, the acting person may edit it',
    source: sources.protection,
    answers: [{ seen: 'may edit' }],
    ask(scratch) {
      const sheet = scratch.tab();
      const protection = sheet.protect();
      protection.removeEditors(protection.getEditors());
      SpreadsheetApp.flush();
      return sheet.getRange(1, 1).canEdit() ? 'may edit' : 'may not edit';
    },
  },
  {
    id: 'tabs.warning-only',
    assumption: 'A protection that only warns stops no script',
    source: sources.canEdit,
    answers: [{ seen: 'may edit, a' }],
    ask(scratch) {
      const sheet = scratch.tab();
      sheet.protect().setWarningOnly(true);
      sheet.getRange(1, 1).setValue('a');
      const edit = sheet.getRange(1, 1).canEdit() ? 'may edit' : 'may not edit';
      return `${edit}, ${String(sheet.getRange(1, 1).getValue())}`;
    },
  },
];

export const tabEntries: readonly ScriptEntry[] = [...growing, ...naming];
