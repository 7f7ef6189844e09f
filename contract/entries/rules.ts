/** Validation, conditional formats, filters and sorting, as a script sees them. */
import type { ScriptEntry } from '../scratch';
import { cellTold } from '../cell-told';
import { told } from '../entry';
import { sources } from './sources';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

const oneOf = (allowInvalid: boolean): GoogleAppsScript.Spreadsheet.DataValidation =>
  SpreadsheetApp.newDataValidation()
    .requireValueInList(['active', 'inactive'], true)
    .setAllowInvalid(allowInvalid)
    .setHelpText('help')
    .build();

const validation: ScriptEntry[] = [
  {
    id: 'rules.warning-rule',
    assumption: 'A rule with setAllowInvalid(true) never makes a write throw',
    source: `${sources.validationSample} speaks of typing only`,
    answers: [{ seen: 'text "other"' }],
    ask: (scratch) =>
      cellTold(
        scratch
          .cells('@')
          .setDataValidation(oneOf(true))
          .setValues([['other']]),
      ),
  },
  {
    id: 'rules.rejecting-rule',
    assumption:
      'A write against a rule with setAllowInvalid(false), as people may set it, is taken or throws',
    source: `${sources.validationSample} speaks of typing only; "throws" is recalled`,
    answers: [
      { seen: 'text "other"', world: { invalidScriptWrite: 'accepted' } },
      { seen: 'throws, blank', world: { invalidScriptWrite: 'throws' } },
    ],
    ask(scratch) {
      const cell = scratch.cells('@').setDataValidation(oneOf(false));
      let detail = '';
      let at = 'at the call';
      try {
        cell.setValues([['other']]);
        at = 'at the flush';
        SpreadsheetApp.flush();
      } catch (error) {
        detail = `${at}: ${told(error).message}`;
      }
      return { seen: `${detail === '' ? '' : 'throws, '}${cellTold(cell)}`, detail };
    },
  },
  {
    id: 'rules.remove',
    assumption: 'setDataValidation(null) takes a rule away',
    source: sources.setDataValidation,
    answers: [{ seen: 'rule, then none' }],
    ask(scratch) {
      const cell = scratch.cells('@').setDataValidation(oneOf(true));
      const before = cell.getDataValidation() === null ? 'none' : 'rule';
      cell.setDataValidation(null);
      return `${before}, then ${cell.getDataValidation() === null ? 'none' : 'rule'}`;
    },
  },
  {
    id: 'rules.read-back',
    assumption: 'A rule is read back as it was set',
    source: sources.setDataValidation,
    answers: [{ seen: 'VALUE_IN_LIST active,inactive invalid allowed, help' }],
    ask(scratch) {
      const rule = scratch.cells('@').setDataValidation(oneOf(true)).getDataValidation()!;
      const [values] = rule.getCriteriaValues() as unknown[];
      const invalid = rule.getAllowInvalid() ? 'invalid allowed' : 'invalid rejected';
      return `${String(rule.getCriteriaType())} ${String(values)} ${invalid}, ${rule.getHelpText()}`;
    },
  },
];

const conditional: ScriptEntry[] = [
  {
    id: 'rules.conditional-again',
    assumption: 'Conditional formats read from a tab can be set again, in their order',
    source: sources.conditional,
    answers: [{ seen: '2 rules: x y' }],
    ask(scratch) {
      const sheet = scratch.tab();
      const rule = (text: string): GoogleAppsScript.Spreadsheet.ConditionalFormatRule =>
        SpreadsheetApp.newConditionalFormatRule()
          .whenTextStartsWith(text)
          .setBackground('#fce8e6')
          .setRanges([sheet.getRange(2, 1, 10, 1)])
          .build();
      sheet.setConditionalFormatRules([rule('x'), rule('y')]);
      sheet.setConditionalFormatRules(sheet.getConditionalFormatRules());
      const rules = sheet.getConditionalFormatRules();
      const texts = rules.map((each) => String(each.getBooleanCondition()?.getCriteriaValues()[0]));
      return `${rules.length} rules: ${texts.join(' ')}`;
    },
  },
  {
    id: 'rules.gradient-again',
    assumption: 'A gradient can be read and set again, and its boolean condition is null',
    source: sources.conditional,
    answers: [{ seen: '1 rule, null' }],
    notModelled: 'gradients of conditional formats',
    ask(scratch) {
      const sheet = scratch.tab();
      const gradient = SpreadsheetApp.newConditionalFormatRule()
        .setGradientMinpoint('#ffffff')
        .setGradientMaxpoint('#ff0000')
        .setRanges([sheet.getRange(2, 1, 10, 1)])
        .build();
      sheet.setConditionalFormatRules([gradient]);
      sheet.setConditionalFormatRules(sheet.getConditionalFormatRules());
      const rules = sheet.getConditionalFormatRules();
      return `${rules.length} rule, ${rules[0]!.getBooleanCondition() === null ? 'null' : 'a condition'}`;
    },
  },
];

/** Column A of a filter over A1:A5 hides "b" and blanks. Begun in column A, where its position means one thing only. */
function filtered(sheet: Sheet): GoogleAppsScript.Spreadsheet.Filter {
  const range = sheet.getRange(1, 1, 5, 1).setValues([['head'], ['a'], ['b'], ['B'], ['']]);
  const criteria = SpreadsheetApp.newFilterCriteria().setHiddenValues(['b', '']).build();
  const filter = range.createFilter().setColumnFilterCriteria(1, criteria);
  SpreadsheetApp.flush();
  return filter;
}

const hiddenRows = (sheet: Sheet): string =>
  [2, 3, 4, 5].filter((row) => sheet.isRowHiddenByFilter(row)).join(' ');

const filters: ScriptEntry[] = [
  {
    id: 'rules.hidden-by-hand',
    assumption: 'isRowHiddenByFilter does not tell of rows hidden by hand',
    source: sources.hidden,
    answers: [{ seen: 'false, by hand true' }],
    ask(scratch) {
      const sheet = scratch.tab();
      sheet.hideRows(3);
      return `${sheet.isRowHiddenByFilter(3)}, by hand ${sheet.isRowHiddenByUser(3)}`;
    },
  },
  {
    id: 'rules.filter-position',
    assumption:
      'The position of a column in a filter counts from column A of the tab, or from the first column of the filter',
    source: `${sources.filter} says "1-indexed position" only`,
    answers: [{ seen: 'from column A' }, { seen: 'from the filter' }],
    notModelled: 'criteria of a filter that does not begin in column A',
    ask(scratch) {
      const sheet = scratch.tab();
      sheet.getRange(1, 2, 5, 1).setValues([['head'], ['a'], ['b'], ['B'], ['']]);
      const filter = sheet.getRange(1, 2, 5, 1).createFilter();
      const criteria = SpreadsheetApp.newFilterCriteria().setHiddenValues(['b']).build();
      try {
        filter.setColumnFilterCriteria(2, criteria);
        SpreadsheetApp.flush();
        return sheet.isRowHiddenByFilter(3) ? 'from column A' : 'neither hides';
      } catch (error) {
        filter.setColumnFilterCriteria(1, criteria);
        SpreadsheetApp.flush();
        const seen = sheet.isRowHiddenByFilter(3) ? 'from the filter' : 'neither hides';
        return { seen, detail: told(error).message };
      }
    },
  },
  {
    id: 'rules.hidden-values',
    assumption: 'getHiddenValues gives shown texts; whether blanks and case count is asked row by row',
    source: sources.hiddenValues,
    answers: [{ seen: '"b","" hides 3 5' }, { seen: '"b","" hides 3 4 5' }, { seen: '"b","" hides 3' }],
    ask(scratch) {
      const sheet = scratch.tab();
      const criteria = filtered(sheet).getColumnFilterCriteria(1);
      const texts = JSON.stringify(criteria?.getHiddenValues() ?? []).slice(1, -1);
      return `${texts} hides ${hiddenRows(sheet)}`;
    },
  },
  {
    id: 'rules.filter-not-again',
    assumption: 'A filter is not applied again when a cell is written after it was set, or it is',
    source: 'reported: seen on the screen, nothing documented for scripts',
    answers: [{ seen: 'not again' }, { seen: 'again' }],
    ask(scratch) {
      const sheet = scratch.tab();
      filtered(sheet);
      sheet.getRange(2, 1).setValue('b');
      SpreadsheetApp.flush();
      return sheet.isRowHiddenByFilter(2) ? 'again' : 'not again';
    },
  },
  {
    id: 'rules.sort-empty-last',
    assumption: 'A sort puts empty cells last, whichever way it goes',
    source: sources.ours,
    answers: [{ seen: 'last, last' }],
    ask(scratch) {
      const range = scratch.cells('@', 3);
      const place = (ascending: boolean): string => {
        range.setValues([['b'], [''], ['a']]);
        range.sort({ column: 1, ascending });
        return range.getValues()[2]![0] === '' ? 'last' : 'not last';
      };
      return `${place(true)}, ${place(false)}`;
    },
  },
];

export const ruleEntries: readonly ScriptEntry[] = [...validation, ...conditional, ...filters];
