/**
 * The Spreadsheet handle: the list of sheets and what belongs to the file.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/spreadsheet
 */
import { modelled } from '../../strict';
import { SheetsException, badParameters, messages } from '../errors';
import { Grid } from '../grid';
import type { SheetModel } from '../sheet-model';
import { type Calls, type MethodsOf, type SpreadsheetContext } from './context';
import { enumName, enums } from './enums';
import { protectionHandle } from './protection';
import { select } from './range-core';
import { rangeListHandle } from './range-list';
import { assertNameFree, assertNameUnused, sheetOf } from './sheet-core';

type Documented = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The handle of the open spreadsheet. */
export function spreadsheetHandle(ctx: SpreadsheetContext): object {
  const calls = ctx.calls('Spreadsheet');
  return modelled('SpreadsheetApp.Spreadsheet', {
    ...fileMethods(ctx, calls),
    ...listMethods(ctx, calls),
    ...activeMethods(ctx, calls),
    ...changeMethods(ctx, calls),
    toString: () => 'Spreadsheet',
  } satisfies MethodsOf<Documented> & { toString(): string });
}

function fileMethods(ctx: SpreadsheetContext, calls: Calls) {
  const { workbook } = ctx;
  const tell = <T>(method: string, value: T) => {
    return (): T => {
      calls.navigate(method);
      return value;
    };
  };
  return {
    getId: tell('getId', workbook.id),
    getName: tell('getName', workbook.name),
    getUrl: tell('getUrl', `https://docs.google.com/spreadsheets/d/${workbook.id}/edit`),
    getSpreadsheetLocale: tell('getSpreadsheetLocale', workbook.locale),
    getSpreadsheetTimeZone: tell('getSpreadsheetTimeZone', workbook.timeZone),
    toast(message: string, title?: string, seconds?: number) {
      calls.write('toast');
      workbook.toasts.push({ email: ctx.email, message, title, seconds });
    },
  } satisfies MethodsOf<Documented>;
}

function listMethods(ctx: SpreadsheetContext, calls: Calls) {
  const { workbook } = ctx;
  const found = (sheet: SheetModel | undefined) => (sheet ? ctx.handles.sheet(sheet) : null);
  return {
    getSheets() {
      calls.navigate('getSheets');
      return workbook.shapes().map(({ sheet }) => ctx.handles.sheet(sheet));
    },
    getSheetByName(name: string) {
      calls.navigate('getSheetByName');
      return found(workbook.shapes().find((shape) => shape.name === name)?.sheet);
    },
    getSheetById(id: number) {
      calls.navigate('getSheetById');
      return found(workbook.shapes().find(({ sheet }) => sheet.id === id)?.sheet);
    },
    getProtections(type: unknown) {
      calls.read('getProtections');
      const kind = enumName(enums.ProtectionType, type);
      if (!kind) throw badParameters('Spreadsheet.getProtections', [type]);
      return workbook.sheets.flatMap((sheet) =>
        sheet.protections
          .filter((protection) => protection.kind === kind)
          .map((protection) => protectionHandle(ctx, sheet, protection)),
      );
    },
  } satisfies MethodsOf<Documented> & { getSheetById(id: number): object | null };
}

const TOP_LEFT = { row: 1, column: 1, numRows: 1, numColumns: 1 };

function activeMethods(ctx: SpreadsheetContext, calls: Calls) {
  const { workbook } = ctx;
  return {
    getActiveSheet() {
      calls.read('getActiveSheet');
      return ctx.handles.sheet(workbook.activeSheet(ctx.email));
    },
    setActiveSheet(sheet: unknown) {
      calls.write('setActiveSheet');
      select(ctx, sheetOf(ctx, sheet, 'Spreadsheet.setActiveSheet'), TOP_LEFT);
      return sheet;
    },
    getActiveRange() {
      calls.read('getActiveRange');
      const sheet = workbook.activeSheet(ctx.email);
      const chosen = workbook.selections.get(ctx.email);
      return ctx.handles.range(sheet, chosen?.sheetId === sheet.id ? chosen.area : TOP_LEFT);
    },
    /** All selected ranges of the active sheet. Source: https://developers.google.com/apps-script/reference/spreadsheet/spreadsheet#getactiverangelist */
    getActiveRangeList() {
      calls.read('getActiveRangeList');
      const sheet = workbook.activeSheet(ctx.email);
      const chosen = workbook.selections.get(ctx.email);
      const areas = chosen?.sheetId === sheet.id ? (chosen.areas ?? [chosen.area]) : [TOP_LEFT];
      return rangeListHandle(ctx, sheet, areas);
    },
  } satisfies MethodsOf<Documented>;
}

function changeMethods(ctx: SpreadsheetContext, calls: Calls) {
  const { workbook } = ctx;
  return {
    insertSheet(first?: unknown, second?: unknown) {
      calls.write('insertSheet');
      return insertSheet(ctx, first, second);
    },
    deleteSheet(handle: unknown) {
      calls.write('deleteSheet');
      const sheet = sheetOf(ctx, handle, 'Spreadsheet.deleteSheet');
      const isLast = (sheets: readonly { hidden: boolean }[]) => sheets.every((each) => each.hidden);
      if (isLast(workbook.shapes().filter((shape) => shape.sheet !== sheet))) {
        throw new SheetsException(messages.lastSheet);
      }
      ctx.queue({
        what: 'Spreadsheet.deleteSheet',
        sheet,
        apply() {
          const rest = workbook.sheets.filter((each) => each !== sheet);
          if (isLast(rest)) throw new SheetsException(messages.lastSheet);
          workbook.sheets = rest;
        },
        reshape(shapes) {
          const at = shapes.findIndex((shape) => shape.sheet === sheet);
          if (at >= 0) shapes.splice(at, 1);
        },
      });
    },
    /** Position counts from 1. */
    moveActiveSheet(position: number) {
      calls.write('moveActiveSheet');
      workbook.commit();
      const sheet = workbook.activeSheet(ctx.email);
      if (position < 1 || position > workbook.sheets.length) throw new SheetsException(messages.outsideGrid);
      const move = (list: unknown[], at: number) => {
        if (at >= 0) list.splice(position - 1, 0, ...list.splice(at, 1));
      };
      ctx.queue({
        what: 'Spreadsheet.moveActiveSheet',
        sheet,
        area: 'none',
        apply: () => move(workbook.sheets, workbook.sheets.indexOf(sheet)),
        reshape: (shapes) =>
          move(
            shapes,
            shapes.findIndex((shape) => shape.sheet === sheet),
          ),
      });
    },
  } satisfies MethodsOf<Documented>;
}

/** insertSheet(), (name), (index), (name, index): 1000 × 26 cells, after the active sheet, and active afterwards. */
function insertSheet(ctx: SpreadsheetContext, first: unknown, second: unknown): object {
  const { workbook, email } = ctx;
  const name = typeof first === 'string' ? first : defaultName(workbook.shapes().map((shape) => shape.name));
  const wanted = typeof first === 'number' ? first : second;
  if (typeof first === 'object' || (wanted !== undefined && typeof wanted !== 'number')) {
    throw badParameters('Spreadsheet.insertSheet', second === undefined ? [first] : [first, second]);
  }
  assertNameFree(ctx, name);
  ctx.assertRoom(new Grid(1000, 26).cells);
  const sheet = workbook.makeSheet(name);
  const active = workbook.activeSheet(email);
  const place = (list: readonly SheetModel[]) => Math.min(list.length, wanted ?? list.indexOf(active) + 1);
  workbook.queue({
    what: 'Spreadsheet.insertSheet',
    apply() {
      assertNameUnused(workbook.sheets, name);
      workbook.assertRoom(sheet.grid.cells);
      workbook.sheets.splice(place(workbook.sheets), 0, sheet);
      workbook.selections.set(email, { sheetId: sheet.id, area: TOP_LEFT });
    },
    reshape(shapes) {
      const { maxRows, maxColumns } = sheet;
      const at = place(shapes.map((shape) => shape.sheet));
      shapes.splice(at, 0, { sheet, name, maxRows, maxColumns, hidden: false });
    },
  });
  return ctx.handles.sheet(sheet);
}

function defaultName(names: readonly string[]): string {
  let next = names.length + 1;
  while (names.includes(`Sheet${next}`)) next++;
  return `Sheet${next}`;
}
