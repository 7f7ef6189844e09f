/**
 * The methods of Sheet for what is set on the whole sheet: frozen lines, tab colour, conditional formats, protection, filter.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/sheet
 */
import { badParameters, messages, SheetsException } from '../errors';
import { Protection } from '../protection';
import { conditionalHandle } from './conditional';
import { backing, wholeNumber, type MethodsOf } from './context';
import { enumName, enums } from './enums';
import { filterHandle } from './filter';
import { protectionHandle } from './protection';
import type { SheetCore } from './sheet-core';

type Documented = GoogleAppsScript.Spreadsheet.Sheet;

export function sheetLookMethods(core: SheetCore) {
  const { ctx, sheet, calls, change } = core;
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
      return sheet.filter ? filterHandle(ctx, sheet) : null;
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
