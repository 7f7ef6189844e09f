/**
 * The Sheet handle: its names and places, and its parts put together. Rows, columns and looks stand in sheet-structure and
 * sheet-look.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/sheet
 */
import { modelledInParts } from '../../strict';
import { parseA1 } from '../area';
import { SheetsException, badParameters, messages } from '../errors';
import type { SheetModel } from '../sheet-model';
import { type MethodsOf, type SpreadsheetContext } from './context';
import { checkedArea, select } from './range-core';
import { rangeListHandle } from './range-list';
import { sheetContentMethods } from './sheet-content';
import { assertNameFree, assertNameUnused, reshapeOf, type SheetCore } from './sheet-core';
import { sheetLookMethods } from './sheet-look';
import { sheetStructureMethods } from './sheet-structure';

type Documented = GoogleAppsScript.Spreadsheet.Sheet;

/** The handle of a sheet. */
export function sheetHandle(ctx: SpreadsheetContext, sheet: SheetModel): object {
  const calls = ctx.calls('Sheet');
  const core: SheetCore = {
    ctx,
    sheet,
    calls,
    shape: () => ctx.shapeOf(sheet),
    change(method, apply, reshape) {
      ctx.queue({ what: `Sheet.${method}`, sheet, apply, ...(reshape ? { reshape } : {}) });
      return handle;
    },
  };
  const ownMethods = {
    activate() {
      calls.write('activate');
      select(ctx, sheet, { row: 1, column: 1, numRows: 1, numColumns: 1 });
      return handle;
    },
    toString: () => 'Sheet',
  } satisfies MethodsOf<Documented> & { toString(): string };
  const handle: object = modelledInParts('SpreadsheetApp.Sheet', [
    () => describingMethods(core),
    () => rangeMethods(core),
    () => visibilityMethods(core),
    () => sheetStructureMethods(core),
    () => sheetLookMethods(core),
    () => sheetContentMethods(core),
    () => ownMethods,
  ]);
  ctx.sheets.set(handle, sheet);
  return handle;
}

function describingMethods({ ctx, sheet, calls, shape, change }: SheetCore) {
  return {
    getName() {
      calls.navigate('getName');
      return shape().name;
    },
    setName(name: string) {
      calls.write('setName');
      if (typeof name !== 'string') throw badParameters('Sheet.setName', [name]);
      assertNameFree(ctx, name, sheet);
      return change(
        'setName',
        () => {
          assertNameUnused(ctx.workbook.sheets, name, sheet);
          sheet.name = name;
        },
        reshapeOf(sheet, (own) => {
          own.name = name;
        }),
      );
    },
    getSheetId() {
      calls.navigate('getSheetId');
      return sheet.id;
    },
    getIndex() {
      calls.navigate('getIndex');
      return ctx.workbook.shapes().findIndex((each) => each.sheet === sheet) + 1;
    },
    getParent() {
      calls.navigate('getParent');
      return ctx.handles.spreadsheet();
    },
    getMaxRows() {
      calls.navigate('getMaxRows');
      return shape().maxRows;
    },
    getMaxColumns() {
      calls.navigate('getMaxColumns');
      return shape().maxColumns;
    },
  } satisfies MethodsOf<Documented>;
}

function rangeMethods({ ctx, sheet, calls, shape }: SheetCore) {
  const fromA1 = (a1: unknown, method: string) => {
    if (typeof a1 !== 'string') throw badParameters(method, [a1]);
    const { row, column, numRows, numColumns } = parseA1(a1, shape());
    return checkedArea(ctx, sheet, [row, column, numRows, numColumns], method);
  };
  return {
    getRange(first: unknown, column?: unknown, numRows: unknown = 1, numColumns: unknown = 1) {
      calls.navigate('getRange');
      const area =
        typeof first === 'string' && column === undefined
          ? fromA1(first, 'Sheet.getRange')
          : checkedArea(ctx, sheet, [first, column, numRows, numColumns], 'Sheet.getRange');
      return ctx.handles.range(sheet, area);
    },
    getRangeList(a1s: readonly string[]) {
      calls.navigate('getRangeList');
      if (!Array.isArray(a1s) || a1s.length === 0) throw badParameters('Sheet.getRangeList', [a1s]);
      return rangeListHandle(
        ctx,
        sheet,
        a1s.map((a1) => fromA1(a1, 'Sheet.getRangeList')),
      );
    },
    getDataRange() {
      calls.read('getDataRange');
      ctx.workbook.assertPresent(sheet);
      return ctx.handles.range(sheet, sheet.dataArea());
    },
  } satisfies MethodsOf<Documented>;
}

/** hideSheet on the only visible sheet throws. Source: …/reference/spreadsheet/sheet#hidesheet */
function visibilityMethods({ ctx, sheet, calls, shape, change }: SheetCore) {
  const setHidden = (method: string, hidden: boolean) =>
    change(
      method,
      () => {
        if (hidden && !ctx.workbook.sheets.some((each) => each !== sheet && !each.hidden)) {
          throw new SheetsException(messages.lastVisibleSheet);
        }
        sheet.hidden = hidden;
      },
      reshapeOf(sheet, (own) => {
        own.hidden = hidden;
      }),
    );
  return {
    isSheetHidden() {
      calls.navigate('isSheetHidden');
      return shape().hidden;
    },
    hideSheet() {
      calls.write('hideSheet');
      if (!ctx.workbook.shapes().some((each) => each.sheet !== sheet && !each.hidden)) {
        throw new SheetsException(messages.lastVisibleSheet);
      }
      return setHidden('hideSheet', true);
    },
    showSheet() {
      calls.write('showSheet');
      return setHidden('showSheet', false);
    },
  } satisfies MethodsOf<Documented>;
}
