/**
 * The Range handle: where it is, and its parts put together. What its methods do stands in range-values and range-look.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/range
 */
import { modelledInParts } from '../../strict';
import { lastColumnOf, lastRowOf, toA1, type Area } from '../area';
import { Protection } from '../protection';
import type { SheetModel } from '../sheet-model';
import { type MethodsOf, type SpreadsheetContext } from './context';
import { protectionHandle } from './protection';
import { checkedArea, select, type RangeCore } from './range-core';
import { lookMethods } from './range-look';
import { orderMethods } from './range-order';
import { noteAndRuleMethods } from './range-rules';
import { valueMethods } from './range-values';

type Documented = GoogleAppsScript.Spreadsheet.Range;

/** The handle of an area that is already checked. */
export function rangeHandle(ctx: SpreadsheetContext, sheet: SheetModel, area: Area): object {
  const calls = ctx.calls('Range');
  const core: RangeCore = {
    ctx,
    sheet,
    area,
    calls,
    change(method, apply) {
      ctx.queue({ what: `Range.${method}`, sheet, area, apply });
      return handle;
    },
  };
  const ownMethods = {
    activate() {
      calls.write('activate');
      select(ctx, sheet, area);
      return handle;
    },
    toString: () => 'Range',
  } satisfies MethodsOf<Documented> & { toString(): string };
  const handle: object = modelledInParts('SpreadsheetApp.Range', [
    () => placeMethods(core),
    () => valueMethods(core),
    () => lookMethods(core),
    () => noteAndRuleMethods(core),
    () => orderMethods(core),
    () => ownMethods,
  ]);
  ctx.ranges.set(handle, { sheet, area });
  return handle;
}

function placeMethods({ ctx, sheet, area, calls, change }: RangeCore) {
  const tell = <T>(method: string, value: () => T) => {
    return (): T => {
      calls.navigate(method);
      return value();
    };
  };
  return {
    getRow: tell('getRow', () => area.row),
    getColumn: tell('getColumn', () => area.column),
    getLastRow: tell('getLastRow', () => lastRowOf(area)),
    getLastColumn: tell('getLastColumn', () => lastColumnOf(area)),
    getNumRows: tell('getNumRows', () => area.numRows),
    getNumColumns: tell('getNumColumns', () => area.numColumns),
    getA1Notation: tell('getA1Notation', () => toA1(area)),
    getSheet: tell('getSheet', () => ctx.handles.sheet(sheet)),
    offset(rows: number, columns: number, numRows = area.numRows, numColumns = area.numColumns) {
      calls.navigate('offset');
      const numbers = [area.row + rows, area.column + columns, numRows, numColumns] as const;
      return rangeHandle(ctx, sheet, checkedArea(ctx, sheet, numbers, 'Range.offset'));
    },
    /** Documented: whether the user may edit every cell of the range; a protection that only warns stops nobody. */
    canEdit() {
      calls.read('canEdit');
      return ctx.workbook.mayEdit(ctx.email, sheet, area);
    },
    protect() {
      calls.write('protect');
      const protection = new Protection('RANGE', area);
      change('protect', () => sheet.protections.push(protection));
      return protectionHandle(ctx, sheet, protection);
    },
  } satisfies MethodsOf<Documented>;
}
