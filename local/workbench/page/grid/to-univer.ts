/** The workbook as Univer loads it: cells, styles, tabs. What hangs on whole areas follows in `looks.ts`, in the same way as later changes. */
import { BooleanNumber, LocaleType } from '@univerjs/core';
import type { ICellData, IStyleData, IWorkbookData, IWorksheetData } from '@univerjs/core';
import type { SheetView, TabView, WorkbookView } from '../../protocol';
import { cellOf, FONT, styleOf } from './cells';
import { sheetKey, UNIT } from './ids';

/** Pixels, as in Sheets. */
export const ROW_HEIGHT = 21;
export const COLUMN_WIDTH = 100;

const PLAIN = 'plain';

/** A tab without cells. */
export function emptySheet(tab: TabView, rows: number, columns: number): Partial<IWorksheetData> {
  return {
    id: sheetKey(tab.id),
    name: tab.name,
    tabColor: tab.color ?? '',
    hidden: tab.hidden ? BooleanNumber.TRUE : BooleanNumber.FALSE,
    rowCount: rows,
    columnCount: columns,
    defaultRowHeight: ROW_HEIGHT,
    defaultColumnWidth: COLUMN_WIDTH,
    defaultStyle: FONT,
    rowHeader: { width: 46 },
    columnHeader: { height: 24 },
    cellData: {},
  };
}

function cellsOf(
  sheet: SheetView,
  styles: Record<string, IStyleData>,
): Record<number, Record<number, ICellData>> {
  const keys = sheet.styles.map((style) => {
    const key = JSON.stringify(style);
    styles[key] ??= styleOf(style);
    return key;
  });
  const rows: Record<number, Record<number, ICellData>> = {};
  for (const [row, column, view] of sheet.cells) {
    const cell = view === null ? null : cellOf(view, keys, PLAIN);
    if (cell !== null) (rows[row - 1] ??= {})[column - 1] = cell;
  }
  return rows;
}

export function toUniver(view: WorkbookView): IWorkbookData {
  const styles: Record<string, IStyleData> = { [PLAIN]: styleOf({}) };
  const byId = new Map(view.sheets.map((sheet) => [sheet.id, sheet]));
  const sheets = Object.fromEntries(
    view.tabs.map((tab) => {
      const sheet = byId.get(tab.id);
      const empty = emptySheet(tab, sheet?.rows ?? 1000, sheet?.columns ?? 26);
      return [sheetKey(tab.id), sheet === undefined ? empty : { ...empty, cellData: cellsOf(sheet, styles) }];
    }),
  );
  return {
    id: UNIT,
    name: view.name,
    appVersion: '0.25.1',
    locale: LocaleType.EN_US,
    styles,
    sheetOrder: view.tabs.map((tab) => sheetKey(tab.id)),
    sheets,
  };
}
