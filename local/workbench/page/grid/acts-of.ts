/**
 * What a person starts in Univer, as acts of the workbench. Each entry stands in place of Univer's own command, which is never executed:
 * the server's answer brings the change to the screen. The clipboard, filling and filters have files of their own.
 */
import type { ICellData, IRange, Nullable } from '@univerjs/core';
import type { Act, Area } from '../../protocol';
import { shownParts } from './areas';
import { typedIn } from './editing';
import { fillActs, fillDown, fillRight } from './filling';
import { clearFilterActs, filterActs, toggleFilterActs } from './filter';
import { COMMAND, sheetId } from './ids';
import type { Sheets } from './sheets';
import { styleActs, styleView } from './styling';

/** Parameters of Univer's commands, as far as they are read here. All indexes count from 0. */
interface Params {
  readonly subUnitId?: string;
  readonly range?: IRange;
  readonly ranges?: readonly IRange[];
  readonly value?: unknown;
  readonly fromRange?: IRange;
  readonly toRange?: IRange;
  readonly sourceRange?: IRange;
  readonly targetRange?: IRange;
  readonly startRow?: number;
  readonly startColumn?: number;
  readonly anchorCol?: number;
  readonly deltaX?: number;
  readonly col?: number;
  readonly row?: number;
  readonly criteria?: {
    readonly filters?: { readonly filters?: readonly string[]; readonly blank?: boolean };
  } | null;
  readonly name?: string;
  readonly order?: number;
  readonly style?: { readonly type: string; readonly value: unknown };
  readonly values?: readonly { readonly pattern?: string }[];
  readonly orderRules?: readonly { readonly colIndex: number; readonly type: string }[];
  readonly hasTitle?: boolean;
  readonly note?: { readonly note?: string };
}

export type Translate = (sheets: Sheets, params: Params) => readonly Act[];

const tabOf = (sheets: Sheets, { subUnitId }: Params): number =>
  subUnitId === undefined ? sheets.activeTab : sheetId(subUnitId);

/** The areas that a command names, or those that are selected. */
function areasOf(sheets: Sheets, params: Params): readonly Area[] {
  const named = params.ranges ?? (params.range === undefined ? [] : [params.range]);
  const tab = tabOf(sheets, params);
  return named.length === 0 ? sheets.selected().areas : named.map((range) => sheets.areaOf(tab, range));
}

type Axis = 'rows' | 'columns';
const span = (area: Area, axis: Axis) =>
  axis === 'rows' ? { start: area.row, count: area.numRows } : { start: area.column, count: area.numColumns };

/** Cells of one edit: a single cell for a range, a list of lists, or rows of columns by index. */
function typeActs(sheets: Sheets, params: Params): Act[] {
  const tab = tabOf(sheets, params);
  const area = areasOf(sheets, params)[0]!;
  const acts: Act[] = [];
  const type = (row: number, column: number, cell: Nullable<ICellData>) => {
    const text = typedIn(cell);
    if (text !== null) acts.push({ do: 'type', tab, row, column, text });
  };
  const value = (params.value ?? null) as ICellData | Record<number, Record<number, ICellData>> | null;
  const single = value !== null && ['v', 't', 'p', 'f', 's', 'custom'].some((key) => key in value);
  if (single || value === null) {
    for (let row = area.row; row < area.row + area.numRows; row++) {
      for (let column = area.column; column < area.column + area.numColumns; column++) {
        type(row, column, value);
      }
    }
    return acts;
  }
  // A list counts from the corner of the range, an object from the corner of the sheet.
  const [top, left] = Array.isArray(value) ? [area.row, area.column] : [1, 1];
  for (const [row, cells] of Object.entries(value as Record<number, Record<number, ICellData>>)) {
    for (const [column, cell] of Object.entries(cells)) type(top + Number(row), left + Number(column), cell);
  }
  return acts;
}

function clear(sheets: Sheets, params: Params): Act[] {
  const tab = tabOf(sheets, params);
  const areas = areasOf(sheets, params).flatMap((area) => shownParts(area, sheets.filteredOut(tab, area)));
  return [{ do: 'clear', tab, areas }];
}

const insert =
  (axis: Axis): Translate =>
  (sheets, params) => {
    const { start, count } = span(areasOf(sheets, params)[0]!, axis);
    return [{ do: 'insert', tab: tabOf(sheets, params), axis, before: start, count }];
  };

const remove =
  (axis: Axis): Translate =>
  (sheets, params) => {
    const tab = tabOf(sheets, params);
    return areasOf(sheets, params)
      .flatMap((area) => (axis === 'rows' ? shownParts(area, sheets.filteredOut(tab, area)) : [area]))
      .map((area) => span(area, axis))
      .toSorted((a, b) => b.start - a.start) // From the end, so that the other numbers still hold.
      .map(({ start, count }) => ({ do: 'delete', tab, axis, start, count }));
  };

const move =
  (axis: Axis): Translate =>
  (sheets, params) => {
    const selected = sheets.selected();
    const area = params.range === undefined ? selected.areas.at(-1)! : areasOf(sheets, params)[0]!;
    const to = axis === 'rows' ? params.toRange?.startRow : params.toRange?.startColumn;
    if (to === undefined) return [];
    return [{ do: 'move', tab: tabOf(sheets, params), axis, ...span(area, axis), before: to + 1 }];
  };

const hide =
  (axis: Axis, hidden: boolean): Translate =>
  (sheets, params) =>
    areasOf(sheets, params).map((area) => ({
      do: 'hide',
      tab: tabOf(sheets, params),
      axis,
      ...span(area, axis),
      hidden,
    }));

function width(sheets: Sheets, px: (column: number) => number, columns: readonly number[]): Act[] {
  return columns.map((column) => ({
    do: 'width',
    tab: sheets.activeTab,
    column,
    px: Math.max(2, Math.round(px(column))),
  }));
}

const columnsOf = (areas: readonly Area[]): number[] =>
  areas.flatMap((area) => Array.from({ length: area.numColumns }, (_, index) => area.column + index));

function dragWidth(sheets: Sheets, { anchorCol = 0, deltaX = 0 }: Params): Act[] {
  const selected = sheets.selected();
  const columns = selected.whole === 'columns' ? columnsOf(selected.areas) : [];
  const px = sheets.columnWidth(selected.tab, anchorCol + 1) + deltaX;
  return width(sheets, () => px, columns.includes(anchorCol + 1) ? columns : [anchorCol + 1]);
}

const sort =
  (ascending: boolean): Translate =>
  (sheets) => {
    const { tab, areas, column } = sheets.selected();
    return [{ do: 'sort', tab, area: areas.at(-1)!, column, ascending }];
  };

/** From the head of a filtered column. */
function sortRange(sheets: Sheets, params: Params): Act[] {
  const tab = tabOf(sheets, params);
  const [rule] = params.orderRules ?? [];
  const [area] = areasOf(sheets, params);
  if (rule === undefined || area === undefined) return [];
  const rows = params.hasTitle === true ? { row: area.row + 1, numRows: area.numRows - 1 } : {};
  return [
    {
      do: 'sort',
      tab,
      area: { ...area, ...rows },
      column: rule.colIndex + 1,
      ascending: rule.type === 'asc',
    },
  ];
}

function setStyle(sheets: Sheets, params: Params): readonly Act[] {
  const style = styleView(params.style);
  if (style === null) throw new Error('The workbench keeps no such style.');
  return areasOf(sheets, params).map((area) => ({ do: 'style', tab: tabOf(sheets, params), area, style }));
}

function note(sheets: Sheets, params: Params): Act[] {
  const { tab, row, column } = sheets.selected();
  const text = params.note?.note ?? '';
  const [atRow, atColumn] =
    params.row === undefined ? [row, column] : [params.row + 1, (params.col ?? 0) + 1];
  // Univer tells of an empty note as soon as a person opens one.
  if (text === sheets.noteAt(tab, atRow, atColumn)) return [];
  return [{ do: 'note', tab, row: atRow, column: atColumn, text }];
}

/** The first name of this kind that no tab has. */
function freeName(sheets: Sheets): string {
  const taken = new Set(sheets.workbook?.getSheets().map((sheet) => sheet.getName()));
  for (let number = taken.size + 1; ; number++) {
    if (!taken.has(`Sheet${number}`)) return `Sheet${number}`;
  }
}

/** By the id of Univer's command. An empty list: nothing to do. */
export const TRANSLATIONS: Readonly<Record<string, Translate>> = {
  [COMMAND.setValues]: typeActs,
  [COMMAND.clearContent]: clear,
  [COMMAND.clearAll]: clear,
  [COMMAND.autoFill]: (sheets, { sourceRange, targetRange }) =>
    sourceRange === undefined || targetRange === undefined
      ? []
      : fillActs(
          sheets,
          sheets.activeTab,
          sheets.areaOf(sheets.activeTab, sourceRange),
          sheets.areaOf(sheets.activeTab, targetRange),
        ),
  [COMMAND.copyDown]: fillDown,
  [COMMAND.copyRight]: fillRight,
  [COMMAND.moveRange]: (sheets, { fromRange, toRange }) => {
    const tab = sheets.activeTab;
    if (fromRange === undefined || toRange === undefined) return [];
    const from = { tab, area: sheets.areaOf(tab, fromRange) };
    return [
      { do: 'paste-cells', from, tab, area: sheets.areaOf(tab, toRange), valuesOnly: false, cut: true },
    ];
  },
  [COMMAND.insertRows]: insert('rows'),
  [COMMAND.insertColumns]: insert('columns'),
  [COMMAND.removeRows]: remove('rows'),
  [COMMAND.removeColumns]: remove('columns'),
  [COMMAND.moveRows]: move('rows'),
  [COMMAND.moveColumns]: move('columns'),
  [COMMAND.hideRows]: hide('rows', true),
  [COMMAND.hideColumns]: hide('columns', true),
  [COMMAND.showRows]: hide('rows', false),
  [COMMAND.showColumns]: hide('columns', false),
  // Sheets freezes from the first line on, Univer from the first one in view: only the last frozen line is taken over.
  [COMMAND.freeze]: (sheets, params) => [
    {
      do: 'freeze',
      tab: tabOf(sheets, params),
      rows: Math.max(0, params.startRow ?? 0),
      columns: Math.max(0, params.startColumn ?? 0),
    },
  ],
  [COMMAND.unfreeze]: (sheets, params) => [{ do: 'freeze', tab: tabOf(sheets, params), rows: 0, columns: 0 }],
  [COMMAND.dragWidth]: dragWidth,
  [COMMAND.setWidth]: (sheets, { value }) =>
    width(sheets, () => Number(value), columnsOf(sheets.selected().areas)),
  [COMMAND.sortRange]: sortRange,
  [COMMAND.sortAscending]: sort(true),
  [COMMAND.sortAscendingMenu]: sort(true),
  [COMMAND.sortDescending]: sort(false),
  [COMMAND.sortDescendingMenu]: sort(false),
  [COMMAND.toggleFilter]: toggleFilterActs,
  [COMMAND.filterBy]: (sheets, params) =>
    filterActs(sheets, tabOf(sheets, params), (params.col ?? 0) + 1, params.criteria ?? null),
  [COMMAND.clearFilter]: clearFilterActs,
  [COMMAND.removeFilter]: (sheets, params) => [{ do: 'filter', tab: tabOf(sheets, params), filter: null }],
  [COMMAND.addTab]: (sheets) => [{ do: 'tab-add', name: freeName(sheets) }],
  [COMMAND.removeTab]: (sheets, params) => [{ do: 'tab-delete', tab: tabOf(sheets, params) }],
  [COMMAND.renameTab]: (sheets, params) => [
    { do: 'tab-rename', tab: tabOf(sheets, params), name: params.name ?? '' },
  ],
  [COMMAND.orderTab]: (sheets, params) => [
    { do: 'tab-move', tab: tabOf(sheets, params), to: (params.order ?? 0) + 1 },
  ],
  [COMMAND.copyTab]: (sheets, params) => [{ do: 'tab-duplicate', tab: tabOf(sheets, params) }],
  [COMMAND.hideTab]: (sheets, params) => [{ do: 'tab-hide', tab: tabOf(sheets, params), hidden: true }],
  [COMMAND.showTab]: (sheets, params) => [{ do: 'tab-hide', tab: tabOf(sheets, params), hidden: false }],
  [COMMAND.setStyle]: setStyle,
  [COMMAND.setNumberFormat]: (sheets, { values }) =>
    styleActs(sheets, { numberFormat: values?.[0]?.pattern ?? 'General' }),
  [COMMAND.updateNote]: note,
  [COMMAND.deleteNote]: (sheets) => note(sheets, {}),
};
