/**
 * The methods of Sheet for what is set on the whole sheet: frozen lines, tab colour, conditional formats, protection, filter.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/sheet
 */
import { modelled, NotModelled } from '../../strict';
import { badParameters, messages, SheetsException } from '../errors';
import { Protection } from '../protection';
import { conditionalHandle } from './conditional';
import { backing, wholeNumber, type MethodsOf } from './context';
import { enumName, enums } from './enums';
import { protectionHandle } from './protection';
import type { SheetCore } from './sheet-core';

type Documented = GoogleAppsScript.Spreadsheet.Sheet;

export function sheetLookMethods(core: SheetCore) {
  const { sheet, calls, change } = core;
  return {
    ...frozenMethods(core),
    ...conditionalMethods(core),
    ...protectionMethods(core),
    setTabColor(color: string | null) {
      calls.write('setTabColor');
      return change('setTabColor', () => {
        sheet.tabColor = color;
      });
    },
    setHiddenGridlines(hide: boolean) {
      calls.write('setHiddenGridlines');
      return change('setHiddenGridlines', () => {
        sheet.hiddenGridlines = hide;
      });
    },
    getFilter() {
      calls.read('getFilter');
      return sheet.filter ? filterHandle(core) : null;
    },
  } satisfies MethodsOf<Documented>;
}

function frozenMethods({ sheet, calls, shape, change }: SheetCore) {
  const checked = (method: string, count: unknown, max: number) => {
    const lines = wholeNumber(count, `Sheet.${method}`, [count]);
    if (lines < 0 || lines >= max) throw new SheetsException(messages.outsideGrid);
    return lines;
  };
  return {
    getFrozenRows() {
      calls.read('getFrozenRows');
      return sheet.frozenRows;
    },
    getFrozenColumns() {
      calls.read('getFrozenColumns');
      return sheet.frozenColumns;
    },
    setFrozenRows(rows: number) {
      calls.write('setFrozenRows');
      const lines = checked('setFrozenRows', rows, shape().maxRows);
      change('setFrozenRows', () => {
        sheet.frozenRows = lines;
      });
    },
    setFrozenColumns(columns: number) {
      calls.write('setFrozenColumns');
      const lines = checked('setFrozenColumns', columns, shape().maxColumns);
      change('setFrozenColumns', () => {
        sheet.frozenColumns = lines;
      });
    },
  } satisfies MethodsOf<Documented>;
}

function conditionalMethods({ ctx, sheet, calls, change }: SheetCore) {
  return {
    getConditionalFormatRules() {
      calls.read('getConditionalFormatRules');
      return sheet.conditionalRules.map((rule) => conditionalHandle(ctx, rule, sheet));
    },
    setConditionalFormatRules(rules: readonly unknown[]) {
      calls.write('setConditionalFormatRules');
      const method = 'Sheet.setConditionalFormatRules';
      if (!Array.isArray(rules)) throw badParameters(method, [rules]);
      const checked = rules.map((rule) => backing(ctx.conditions, rule, method));
      change('setConditionalFormatRules', () => {
        sheet.conditionalRules = checked;
      });
    },
    clearConditionalFormatRules() {
      calls.write('clearConditionalFormatRules');
      change('clearConditionalFormatRules', () => {
        sheet.conditionalRules = [];
      });
    },
  } satisfies MethodsOf<Documented>;
}

/** A sheet has one protection of its own: protect() on a protected sheet answers that one (…/sheet#protect). */
function protectionMethods({ ctx, sheet, calls, change }: SheetCore) {
  return {
    protect() {
      calls.write('protect');
      const existing = sheet.protections.find((each) => each.kind === 'SHEET');
      const protection = existing ?? new Protection('SHEET', undefined);
      if (!existing) change('protect', () => sheet.protections.push(protection));
      return protectionHandle(ctx, sheet, protection);
    },
    getProtections(type: unknown) {
      calls.read('getProtections');
      const kind = enumName(enums.ProtectionType, type);
      if (!kind) throw badParameters('Sheet.getProtections', [type]);
      return sheet.protections
        .filter((protection) => protection.kind === kind)
        .map((protection) => protectionHandle(ctx, sheet, protection));
    },
  } satisfies MethodsOf<Documented>;
}

function filterHandle({ ctx, sheet, change }: SheetCore): object {
  const calls = ctx.calls('Filter');
  return modelled('SpreadsheetApp.Filter', {
    getRange() {
      calls.read('getRange');
      if (!sheet.filter) throw new SheetsException(messages.rangeNotFound);
      return ctx.handles.range(sheet, sheet.filter.area);
    },
    /**
     * Position counts from 1; the reference does not say whether from the sheet's or the filter's first column, so only filters that begin
     * in column A are answered. Source: https://developers.google.com/apps-script/reference/spreadsheet/filter#getcolumnfiltercriteriacolumnposition
     */
    getColumnFilterCriteria(position: number) {
      calls.read('getColumnFilterCriteria');
      if (!sheet.filter) throw new SheetsException(messages.rangeNotFound);
      const { area, hiddenTexts, contained } = sheet.filter;
      if (area.column !== 1) throw new NotModelled('Criteria of a filter that does not begin in column A');
      if (position < 1 || position > area.numColumns) throw new SheetsException(messages.outsideGrid);
      const text = contained?.get(position);
      const texts = hiddenTexts.get(position);
      return texts || text !== undefined ? criteriaHandle(ctx, [...(texts ?? [])], text) : null;
    },
    remove() {
      calls.write('remove');
      change('Filter.remove', () => sheet.removeFilter());
    },
  } satisfies MethodsOf<GoogleAppsScript.Spreadsheet.Filter>);
}

/** Source: https://developers.google.com/apps-script/reference/spreadsheet/filter-criteria. Filters by colour are not modelled. */
function criteriaHandle(
  ctx: SheetCore['ctx'],
  hiddenTexts: readonly string[],
  contained: string | undefined,
): object {
  const calls = ctx.calls('FilterCriteria');
  const answer = <T>(method: string, value: T): T => {
    calls.navigate(method);
    return value;
  };
  return modelled('SpreadsheetApp.FilterCriteria', {
    getHiddenValues: () => answer('getHiddenValues', [...hiddenTexts]),
    getCriteriaType: () =>
      answer('getCriteriaType', contained === undefined ? null : enums.BooleanCriteria.TEXT_CONTAINS),
    getCriteriaValues: () => answer('getCriteriaValues', contained === undefined ? [] : [contained]),
    getVisibleBackgroundColor: () => answer('getVisibleBackgroundColor', null),
    getVisibleForegroundColor: () => answer('getVisibleForegroundColor', null),
  });
}
