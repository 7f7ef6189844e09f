/**
 * The SpreadsheetApp object that the bundle sees, on top of a workbook. One per execution.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/spreadsheet-app
 */
import { modelled } from '../../strict';
import type { Kernel } from '../../kernel';
import type { SheetModel } from '../sheet-model';
import type { Workbook } from '../workbook';
import { conditionalBuilder } from './conditional';
import { SpreadsheetContext, type HandleMakers, type MethodsOf } from './context';
import { enums } from './enums';
import { criteriaBuilder } from './filter';
import { rangeHandle } from './range';
import { sheetHandle } from './sheet';
import { spreadsheetHandle } from './spreadsheet';
import { validationBuilder } from './validation';

type Documented = GoogleAppsScript.Spreadsheet.SpreadsheetApp;

export interface SpreadsheetAppOptions {
  /** What getUi answers; without it getUi throws as where there is no screen. */
  readonly ui?: object;
}

/** The service for one execution of the add-on. The runtime calls workbook.commit() or dropPending() at its end. */
export function createSpreadsheetApp(
  kernel: Kernel,
  workbook: Workbook,
  options: SpreadsheetAppOptions = {},
) {
  const ctx = new SpreadsheetContext(kernel, workbook, makersFor);
  return modelled('SpreadsheetApp', {
    ...enums,
    ...entryMethods(ctx, options),
    ...builderMethods(ctx),
    toString: () => 'SpreadsheetApp',
  });
}

/** Sheets and the spreadsheet answer the same object each time. */
function makersFor(ctx: SpreadsheetContext): HandleMakers {
  const sheets = new WeakMap<SheetModel, object>();
  let spreadsheet: object | undefined;
  return {
    range: (sheet, area) => rangeHandle(ctx, sheet, area),
    sheet(sheet) {
      const handle = sheets.get(sheet) ?? sheetHandle(ctx, sheet);
      sheets.set(sheet, handle);
      return handle;
    },
    spreadsheet: () => (spreadsheet ??= spreadsheetHandle(ctx)),
  };
}

function entryMethods(ctx: SpreadsheetContext, options: SpreadsheetAppOptions) {
  const { kernel, workbook } = ctx;
  const calls = ctx.calls('SpreadsheetApp');
  return {
    getActiveSpreadsheet() {
      calls.navigate('getActiveSpreadsheet');
      return ctx.handles.spreadsheet();
    },
    getActive() {
      calls.navigate('getActive');
      return ctx.handles.spreadsheet();
    },
    getActiveSheet() {
      calls.read('getActiveSheet');
      return ctx.handles.sheet(workbook.activeSheet(ctx.email));
    },
    getActiveRange() {
      calls.read('getActiveRange');
      const sheet = workbook.activeSheet(ctx.email);
      const chosen = workbook.selections.get(ctx.email);
      const area =
        chosen?.sheetId === sheet.id ? chosen.area : { row: 1, column: 1, numRows: 1, numColumns: 1 };
      return ctx.handles.range(sheet, area);
    },
    flush() {
      kernel.enter({ service: 'SpreadsheetApp', method: 'flush', kind: 'flush', leastMode: 'LIMITED' });
      workbook.commit();
    },
    /** Allowed in every mode: menus are made at load. Source: developers.google.com/workspace/add-ons/concepts/editor-auth-lifecycle */
    getUi() {
      kernel.enter({ service: 'SpreadsheetApp', method: 'getUi', kind: 'navigate', leastMode: 'NONE' });
      if (!options.ui) throw new Error('Cannot call SpreadsheetApp.getUi() from this context.');
      return options.ui;
    },
  } satisfies MethodsOf<Documented>;
}

function builderMethods(ctx: SpreadsheetContext) {
  const enter = ctx.buildCalls('SpreadsheetApp');
  return {
    newDataValidation() {
      enter('newDataValidation');
      return validationBuilder(ctx);
    },
    newFilterCriteria() {
      enter('newFilterCriteria');
      return criteriaBuilder(ctx);
    },
    newConditionalFormatRule() {
      enter('newConditionalFormatRule');
      return conditionalBuilder(ctx);
    },
  } satisfies MethodsOf<Documented>;
}
