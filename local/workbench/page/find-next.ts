/** Finding a text in what the tabs show. */
import type { TabView } from '../protocol';
import type { Sheets } from './grid/sheets';

export interface How {
  readonly all: boolean;
  readonly matchCase: boolean;
  readonly entireCell: boolean;
}

interface Place {
  readonly tab: number;
  readonly row: number;
  readonly column: number;
}

/** The next cell after the selected one, row by row, then in the following tabs, and from the beginning again; null: none at all. */
export function findNext(sheets: Sheets, tabs: readonly TabView[], text: string, how: How): Place | null {
  if (text === '') return null;
  const fold = (value: string) => (how.matchCase ? value : value.toLowerCase());
  const wanted = fold(text);
  const here = sheets.selected();
  const shown = tabs.filter(({ hidden }) => !hidden).map(({ id }) => id);
  const first = shown.indexOf(here.tab);
  const order = how.all ? [...shown.slice(first), ...shown.slice(0, first), here.tab] : [here.tab, here.tab];
  for (const [turn, tab] of order.entries()) {
    const { numRows = 0, numColumns = 0 } = sheets.used(tab) ?? {};
    for (let row = turn === 0 ? here.row : 1; row <= numRows; row++) {
      for (
        let column = turn === 0 && row === here.row ? here.column + 1 : 1;
        column <= numColumns;
        column++
      ) {
        const value = fold(sheets.shown(tab, row, column));
        if (how.entireCell ? value === wanted : value.includes(wanted)) return { tab, row, column };
      }
    }
  }
  return null;
}
