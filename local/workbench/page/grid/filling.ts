/** Filling: dragging the corner of a selection, Ctrl+D, Ctrl+R. A plain copy is left to the server, a series is worked out here. */
import type { Act, Area, PutCell } from '../../protocol';
import { shownParts } from './areas';
import { next } from './series';
import type { Sheets } from './sheets';

/** The part of `whole` that lies outside `source`: above, below, left or right of it. */
function added(source: Area, whole: Area): { area: Area; axis: 'rows' | 'columns'; forward: boolean } | null {
  const below = whole.row + whole.numRows - (source.row + source.numRows);
  const right = whole.column + whole.numColumns - (source.column + source.numColumns);
  const above = source.row - whole.row;
  const left = source.column - whole.column;
  if (below > 0)
    return {
      area: { ...source, row: source.row + source.numRows, numRows: below },
      axis: 'rows',
      forward: true,
    };
  if (above > 0) return { area: { ...source, row: whole.row, numRows: above }, axis: 'rows', forward: false };
  if (right > 0)
    return {
      area: { ...source, column: source.column + source.numColumns, numColumns: right },
      axis: 'columns',
      forward: true,
    };
  if (left > 0)
    return { area: { ...source, column: whole.column, numColumns: left }, axis: 'columns', forward: false };
  return null;
}

const isDate = (format: string): boolean => /[yd]/i.test(format);

/** The series of one line of the source, or null if it is to be copied. */
function seriesOf(sheets: Sheets, tab: number, source: Area, axis: 'rows' | 'columns', line: number) {
  const length = axis === 'rows' ? source.numRows : source.numColumns;
  const cells = Array.from({ length }, (_, index) =>
    axis === 'rows' ? ([source.row + index, line] as const) : ([line, source.column + index] as const),
  );
  if (cells.some(([row, column]) => sheets.formula(tab, row, column) !== undefined)) return null;
  const dates = cells.every(([row, column]) => isDate(sheets.numberFormat(tab, row, column)));
  return next(
    cells.map(([row, column]) => sheets.value(tab, row, column)),
    dates,
  );
}

/**
 * Acts of dragging the corner from `source` so that `whole` is covered. Lines that go on as a series are put; the others are copied. Rows that a
 * filter hides are left out, as in Sheets.
 */
export function fillActs(sheets: Sheets, tab: number, source: Area, whole: Area): Act[] {
  const found = added(source, whole);
  if (found === null) return [];
  const { area, axis, forward } = found;
  const hidden = sheets.filteredOut(tab, area);
  const acts: Act[] = [];
  const put: [number, number, PutCell | null][] = [];
  const across = axis === 'rows' ? area.numColumns : area.numRows;
  const along = axis === 'rows' ? area.numRows : area.numColumns;
  const lines = Array.from(
    { length: across },
    (_, index) => (axis === 'rows' ? area.column : area.row) + index,
  );
  const series = lines.map((line) => seriesOf(sheets, tab, source, axis, line));
  for (const to of shownParts(area, hidden)) acts.push({ do: 'fill', tab, from: source, to });
  for (const [index, line] of lines.entries()) {
    const at = series[index];
    if (!at) continue;
    for (let step = 1, place = 1; place <= along; place++) {
      const cell = forward
        ? (axis === 'rows' ? area.row : area.column) + place - 1
        : (axis === 'rows' ? area.row + area.numRows : area.column + area.numColumns) - place;
      if (axis === 'rows' && hidden.has(cell)) continue;
      const value = at(forward ? step : -step);
      step++;
      put.push([
        axis === 'rows' ? cell : line,
        axis === 'rows' ? line : cell,
        value === undefined ? null : { v: value },
      ]);
    }
  }
  if (put.length > 0) acts.push({ do: 'put', tab, cells: put });
  return acts;
}

/** Ctrl+D: the first row of the selection into the others, or the row above into a single one. */
export function fillDown(sheets: Sheets): Act[] {
  const { tab, areas } = sheets.selected();
  return areas.flatMap((area): Act[] => {
    const top = area.numRows === 1 ? area.row - 1 : area.row;
    if (top < 1) return [];
    const rest = area.numRows === 1 ? area : { ...area, row: area.row + 1, numRows: area.numRows - 1 };
    const from = { ...area, row: top, numRows: 1 };
    return shownParts(rest, sheets.filteredOut(tab, rest)).map((to) => ({ do: 'fill', tab, from, to }));
  });
}

/** Ctrl+R: the first column into the others, or the column at the left into a single one. */
export function fillRight(sheets: Sheets): Act[] {
  const { tab, areas } = sheets.selected();
  return areas.flatMap((area): Act[] => {
    const left = area.numColumns === 1 ? area.column - 1 : area.column;
    if (left < 1) return [];
    const rest =
      area.numColumns === 1 ? area : { ...area, column: area.column + 1, numColumns: area.numColumns - 1 };
    const from = { ...area, column: left, numColumns: 1 };
    return shownParts(rest, sheets.filteredOut(tab, rest)).map((to) => ({ do: 'fill', tab, from, to }));
  });
}
