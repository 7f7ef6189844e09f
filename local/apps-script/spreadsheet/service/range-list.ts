/**
 * The RangeList handle: one call, several ranges of one sheet. It does what Range does, in one round trip.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/range-list
 */
import { modelled } from '../../strict';
import { cellCount, type Area } from '../area';
import { normalNumberFormat, type CellStyle } from '../cell';
import { badParameters } from '../errors';
import type { SheetModel } from '../sheet-model';
import { changeStyle, enterInputs } from '../writing';
import { toInput, type MethodsOf, type SpreadsheetContext } from './context';
import { select } from './range-core';

type Documented = GoogleAppsScript.Spreadsheet.RangeList;

/** The handle; the areas are already checked. */
export function rangeListHandle(ctx: SpreadsheetContext, sheet: SheetModel, areas: readonly Area[]): object {
  const calls = ctx.calls('RangeList');
  const cells = areas.reduce((sum, area) => sum + cellCount(area), 0);
  const change = (method: string, apply: (area: Area) => void): object => {
    calls.write(method, cells);
    for (const area of areas) {
      ctx.queue({ what: `RangeList.${method}`, sheet, area, apply: () => apply(area) });
    }
    return handle;
  };
  const look = (method: string, key: keyof CellStyle, value: string | null | undefined) =>
    change(method, (area) => changeStyle(sheet, area, key, () => value ?? undefined));
  const handle: object = modelled('SpreadsheetApp.RangeList', {
    getRanges() {
      calls.navigate('getRanges');
      return areas.map((area) => ctx.handles.range(sheet, area));
    },
    setNumberFormat(format: string) {
      if (typeof format !== 'string') throw badParameters('RangeList.setNumberFormat', [format]);
      return look('setNumberFormat', 'numberFormat', normalNumberFormat(format));
    },
    setFontWeight: (weight: string | null) => look('setFontWeight', 'fontWeight', weight),
    setBackground: (color: string | null) => look('setBackground', 'background', color),
    setValue(value: unknown) {
      const input = toInput(value, 'RangeList.setValue');
      return change('setValue', (area) => {
        const line = Array.from({ length: area.numColumns }, () => input);
        const { world } = ctx.kernel;
        const manner = { by: 'script', world, invalid: world.invalidScriptWrite } as const;
        enterInputs(
          ctx.workbook,
          sheet,
          area,
          Array.from({ length: area.numRows }, () => line),
          manner,
        );
      });
    },
    clearContent: () =>
      change('clearContent', (area) => {
        sheet.assertInside(area);
        sheet.clearContents(area);
      }),
    activate() {
      calls.write('activate');
      const last = areas.at(-1);
      if (last) select(ctx, sheet, last, areas);
      return handle;
    },
  } satisfies MethodsOf<Documented>);
  return handle;
}
