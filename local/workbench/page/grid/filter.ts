/** Filters: which texts a person leaves, as which texts are hidden; and back onto the screen. */
import type { Injector } from '@univerjs/core';
import { SheetsFilterService } from '@univerjs/sheets-filter';
import type { Act, Area, FilterView } from '../../protocol';
import { MUTATION, sheetKey, UNIT } from './ids';
import { rangeOf } from './looks';
import type { Mutate } from './looks';
import type { Sheets } from './sheets';

interface Criteria {
  readonly filters?: { readonly filters?: readonly string[]; readonly blank?: boolean };
}

/** Shown texts of a filter's column below its header. */
function textsIn(sheets: Sheets, tab: number, area: Area, column: number): Set<string> {
  const texts = new Set<string>();
  for (let row = area.row + 1; row < area.row + area.numRows; row++)
    texts.add(sheets.shown(tab, row, column));
  return texts;
}

/** Data > Create a filter, or its removal. A single cell stands for everything around it. */
export function toggleFilterActs(sheets: Sheets): Act[] {
  const { tab, areas } = sheets.selected();
  if (sheets.looks(tab).filter !== null) return [{ do: 'filter', tab, filter: null }];
  const selected = areas.at(-1)!;
  const single = selected.numRows === 1;
  const area = single ? sheets.used(tab) : selected;
  return area === null ? [] : [{ do: 'filter', tab, filter: { area, hiddenTexts: [] } }];
}

/** `criteria` null: this column filters nothing any more. Filters by colour or condition are not imitated. */
export function filterActs(sheets: Sheets, tab: number, column: number, criteria: Criteria | null): Act[] {
  const { filter } = sheets.looks(tab);
  if (filter === null) return [];
  if (criteria !== null && criteria.filters === undefined) {
    throw new Error('The workbench filters by values only.');
  }
  const others = filter.hiddenTexts.filter(([of]) => of !== column);
  const left = new Set(criteria?.filters?.filters);
  if (criteria?.filters?.blank === true) left.add('');
  const hidden =
    criteria === null ? [] : [...textsIn(sheets, tab, filter.area, column)].filter((text) => !left.has(text));
  const hiddenTexts = hidden.length === 0 ? others : [...others, [column, hidden] as const];
  return [{ do: 'filter', tab, filter: { area: filter.area, hiddenTexts } }];
}

export function clearFilterActs(sheets: Sheets): Act[] {
  const tab = sheets.activeTab;
  const { filter } = sheets.looks(tab);
  return filter === null ? [] : [{ do: 'filter', tab, filter: { area: filter.area, hiddenTexts: [] } }];
}

/** Puts the server's filter on screen. Which rows are hidden is its word too: Univer compares texts by rules of its own. */
export function showFilter(
  injector: Injector,
  sheets: Sheets,
  mutate: Mutate,
  tab: number,
  before: FilterView | null,
  filter: FilterView | null,
  rows: readonly number[],
): void {
  const sheet = { unitId: UNIT, subUnitId: sheetKey(tab) };
  const service = injector.get(SheetsFilterService);
  if (service.getFilterModel(UNIT, sheet.subUnitId)) {
    if (filter === null || JSON.stringify(before?.area) !== JSON.stringify(filter.area)) {
      mutate(MUTATION.removeFilter, sheet);
    }
  }
  if (filter === null) return;
  mutate(MUTATION.setFilter, { ...sheet, range: rangeOf(filter.area) });
  const columns = new Map(filter.hiddenTexts);
  for (const column of new Set([...columns.keys(), ...(before?.hiddenTexts ?? []).map(([of]) => of)])) {
    const hidden = columns.get(column);
    const gone = new Set(hidden);
    const left = [...textsIn(sheets, tab, filter.area, column)].filter((text) => !gone.has(text));
    const criteria =
      hidden === undefined
        ? null
        : {
            colId: column - 1,
            filters: {
              filters: left.filter((text) => text !== ''),
              ...(left.includes('') ? { blank: true } : {}),
            },
          };
    mutate(MUTATION.filterBy, { ...sheet, col: column - 1, criteria });
  }
  const model = service.getFilterModel(UNIT, sheet.subUnitId);
  if (model) model.filteredOutRows = new Set(rows.map((row) => row - 1));
}
