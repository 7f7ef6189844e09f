/**
 * The Filter of a sheet, its criteria, and the builder of criteria.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/filter
 */
import { modelled, NotModelled } from '../../strict';
import type { Area } from '../area';
import { badParameters, messages, SheetsException } from '../errors';
import type { SheetModel } from '../sheet-model';
import { backing, type MethodsOf, type SpreadsheetContext } from './context';
import { enums } from './enums';

/** The filter of a sheet, whoever made it. */
export function filterHandle(ctx: SpreadsheetContext, sheet: SheetModel): object {
  const calls = ctx.calls('Filter');
  const handle: object = modelled('SpreadsheetApp.Filter', {
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
      checkPosition(area, position);
      const text = contained?.get(position);
      const texts = hiddenTexts.get(position);
      return texts || text !== undefined ? criteriaHandle(ctx, [...(texts ?? [])], text) : null;
    },
    /** Applied when it is set, and not again at later edits: seen on the screen, nothing documented for scripts. */
    setColumnFilterCriteria(position: number, criteria: unknown) {
      calls.write('setColumnFilterCriteria');
      const texts = backing(ctx.filterCriteria, criteria, 'Filter.setColumnFilterCriteria');
      ctx.queue({
        what: 'Filter.setColumnFilterCriteria',
        sheet,
        apply() {
          if (!sheet.filter) throw new SheetsException(messages.rangeNotFound);
          checkPosition(sheet.filter.area, position);
          sheet.filter.hiddenTexts.set(position, new Set(texts));
          sheet.applyFilter();
        },
      });
      return handle;
    },
    remove() {
      calls.write('remove');
      ctx.queue({ what: 'Filter.remove', sheet, apply: () => sheet.removeFilter() });
    },
  } satisfies MethodsOf<GoogleAppsScript.Spreadsheet.Filter>);
  return handle;
}

/** Throws for a position outside of the filter, and as not modelled where the position could mean two columns. */
function checkPosition(area: Area, position: number): void {
  if (area.column !== 1) throw new NotModelled('Criteria of a filter that does not begin in column A');
  if (position < 1 || position > area.numColumns) throw new SheetsException(messages.outsideGrid);
}

/** Source: https://developers.google.com/apps-script/reference/spreadsheet/filter-criteria-builder. Hidden values only. */
export function criteriaBuilder(ctx: SpreadsheetContext): object {
  const enter = ctx.buildCalls('FilterCriteriaBuilder');
  let texts: readonly string[] = [];
  const handle: object = modelled('SpreadsheetApp.FilterCriteriaBuilder', {
    setHiddenValues(values: readonly string[]) {
      enter('setHiddenValues');
      if (!Array.isArray(values)) throw badParameters('FilterCriteriaBuilder.setHiddenValues', [values]);
      texts = values.map(String);
      return handle;
    },
    build() {
      enter('build');
      const built = criteriaHandle(ctx, texts, undefined);
      ctx.filterCriteria.set(built, texts);
      return built;
    },
  } satisfies MethodsOf<GoogleAppsScript.Spreadsheet.FilterCriteriaBuilder>);
  return handle;
}

/** Source: https://developers.google.com/apps-script/reference/spreadsheet/filter-criteria. Filters by colour are not modelled. */
function criteriaHandle(
  ctx: SpreadsheetContext,
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
