/**
 * The methods of Range that arrange its rows: sorting them, and putting a filter on them.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/range#sortsortspecobj and …#createfilter
 */
import { NotModelled } from '../../strict';
import { contains } from '../area';
import { badParameters, messages, SheetsException } from '../errors';
import { sortArea } from '../sorting';
import type { MethodsOf } from './context';
import { filterHandle } from './filter';
import type { RangeCore } from './range-core';

type Documented = GoogleAppsScript.Spreadsheet.Range;

export function orderMethods({ ctx, sheet, area, calls, change }: RangeCore) {
  return {
    /** By one column of the sheet, given as a number or as { column, ascending }; several columns are not modelled. */
    sort(spec: unknown) {
      calls.write('sort');
      if (Array.isArray(spec)) throw new NotModelled('Range.sort by several columns');
      const { column, ascending = true } = (typeof spec === 'number' ? { column: spec } : spec) as {
        column?: unknown;
        ascending?: boolean;
      };
      if (typeof column !== 'number' || !contains(area, area.row, column))
        throw badParameters('Range.sort', [spec]);
      return change('sort', () => {
        sheet.assertInside(area);
        sortArea(sheet, area, column, ascending);
      });
    },
    /** A sheet has one filter at the most: a second one throws (documented in outline; the text is assumed). */
    createFilter() {
      calls.write('createFilter');
      change('createFilter', () => {
        sheet.assertInside(area);
        if (sheet.filter) throw new SheetsException(messages.secondFilter);
        sheet.filter = { area, hiddenTexts: new Map() };
      });
      return filterHandle(ctx, sheet);
    },
  } satisfies MethodsOf<Documented>;
}
