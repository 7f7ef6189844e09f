/**
 * The methods of Sheet that add, delete, hide and size rows and columns.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/sheet ; messages seen in public code.
 */
import { SheetsException, messages } from '../errors';
import type { Axis } from '../sheet-model';
import { wholeNumber, type MethodsOf } from './context';
import { reshapeOf, type SheetCore } from './sheet-core';

type Documented = GoogleAppsScript.Spreadsheet.Sheet;

export function sheetStructureMethods(core: SheetCore) {
  return {
    ...insertMethods(core),
    ...deleteMethods(core),
    ...hiddenLineMethods(core),
  } satisfies MethodsOf<Documented>;
}

const outOfBounds = (axis: Axis) =>
  new SheetsException(axis === 'rows' ? messages.rowsOutOfBounds : messages.columnsOutOfBounds);

const lineCount = (axis: Axis, grid: { maxRows: number; maxColumns: number }) =>
  axis === 'rows' ? grid.maxRows : grid.maxColumns;

const lineLength = (axis: Axis, grid: { maxRows: number; maxColumns: number }) =>
  axis === 'rows' ? grid.maxColumns : grid.maxRows;

/** New lines look like the neighbour they were inserted from. */
function insertMethods(core: SheetCore) {
  const { ctx, sheet, calls, shape, change } = core;
  const insert = (method: string, axis: Axis, position: unknown, side: 0 | 1, howMany: unknown) => {
    calls.write(method);
    const args = [position, howMany];
    const at = wholeNumber(position, `Sheet.${method}`, args);
    const count = wholeNumber(howMany, `Sheet.${method}`, args);
    const seen = shape();
    if (at < 1 || at > lineCount(axis, seen) || count < 1) throw outOfBounds(axis);
    if (axis === 'columns') ctx.workbook.assertColumns(seen.maxColumns + count);
    ctx.assertRoom(count * lineLength(axis, seen));
    return change(
      method,
      () => {
        if (at > lineCount(axis, sheet)) throw outOfBounds(axis);
        ctx.workbook.assertRoom(count * lineLength(axis, sheet));
        sheet.insert(axis, at + side, count, at);
      },
      reshapeOf(sheet, (own) => {
        if (axis === 'rows') own.maxRows += count;
        else own.maxColumns += count;
      }),
    );
  };
  return {
    insertRowsAfter: (after: number, howMany: number) => insert('insertRowsAfter', 'rows', after, 1, howMany),
    insertRowAfter: (after: number) => insert('insertRowAfter', 'rows', after, 1, 1),
    insertRowsBefore: (before: number, howMany: number) =>
      insert('insertRowsBefore', 'rows', before, 0, howMany),
    insertRowBefore: (before: number) => insert('insertRowBefore', 'rows', before, 0, 1),
    /** Documented for insertRows: one blank row by default. */
    insertRows: (at: number, howMany = 1) => insert('insertRows', 'rows', at, 0, howMany),
    insertColumnsAfter: (after: number, howMany: number) =>
      insert('insertColumnsAfter', 'columns', after, 1, howMany),
    insertColumnAfter: (after: number) => insert('insertColumnAfter', 'columns', after, 1, 1),
    insertColumnsBefore: (before: number, howMany: number) =>
      insert('insertColumnsBefore', 'columns', before, 0, howMany),
  } satisfies MethodsOf<Documented>;
}

function deleteMethods(core: SheetCore) {
  const { sheet, calls, shape, change } = core;
  const assertDeletable = (
    axis: Axis,
    grid: { maxRows: number; maxColumns: number },
    start: number,
    count: number,
  ) => {
    const max = lineCount(axis, grid);
    if (start < 1 || count < 1 || start + count - 1 > max) throw outOfBounds(axis);
    const frozen = axis === 'rows' ? sheet.frozenRows : sheet.frozenColumns;
    const frozenGone = Math.max(0, Math.min(frozen, start + count - 1) - start + 1);
    if (max - count <= frozen - frozenGone) {
      throw new SheetsException(axis === 'rows' ? messages.allUnfrozenRows : messages.allUnfrozenColumns);
    }
  };
  const remove = (method: string, axis: Axis, position: unknown, howMany: unknown) => {
    calls.write(method);
    const args = [position, howMany];
    const start = wholeNumber(position, `Sheet.${method}`, args);
    const count = wholeNumber(howMany, `Sheet.${method}`, args);
    assertDeletable(axis, shape(), start, count);
    return change(
      method,
      () => {
        assertDeletable(axis, sheet, start, count);
        sheet.delete(axis, start, count);
      },
      reshapeOf(sheet, (own) => {
        if (axis === 'rows') own.maxRows -= count;
        else own.maxColumns -= count;
      }),
    );
  };
  return {
    deleteRows: (start: number, howMany: number) => remove('deleteRows', 'rows', start, howMany),
    deleteRow: (row: number) => remove('deleteRow', 'rows', row, 1),
    deleteColumns: (start: number, howMany: number) => remove('deleteColumns', 'columns', start, howMany),
    deleteColumn: (column: number) => remove('deleteColumn', 'columns', column, 1),
  } satisfies MethodsOf<Documented>;
}

function hiddenLineMethods(core: SheetCore) {
  const { sheet, calls, shape, change } = core;
  const span = (axis: Axis, method: string, start: unknown, howMany: unknown) => {
    const first = wholeNumber(start, `Sheet.${method}`, [start, howMany]);
    const count = wholeNumber(howMany, `Sheet.${method}`, [start, howMany]);
    if (first < 1 || count < 1 || first + count - 1 > lineCount(axis, shape())) throw outOfBounds(axis);
    return Array.from({ length: count }, (_, index) => first + index);
  };
  const setRows =
    (method: string, hidden: boolean) =>
    (start: number, howMany = 1) => {
      calls.write(method);
      const rows = span('rows', method, start, howMany);
      change(method, () => rows.forEach((row) => (sheet.grid.ensureRow(row).hiddenByUser = hidden)));
    };
  const setColumns =
    (method: string, hidden: boolean) =>
    (start: number, howMany = 1) => {
      calls.write(method);
      const columns = span('columns', method, start, howMany);
      change(method, () => columns.forEach((column) => (sheet.column(column).hidden = hidden)));
    };
  return {
    hideRows: setRows('hideRows', true),
    showRows: setRows('showRows', false),
    hideColumns: setColumns('hideColumns', true),
    showColumns: setColumns('showColumns', false),
    isRowHiddenByFilter(row: number) {
      calls.read('isRowHiddenByFilter');
      return sheet.grid.row(row)?.hiddenByFilter ?? false;
    },
    isRowHiddenByUser(row: number) {
      calls.read('isRowHiddenByUser');
      return sheet.grid.row(row)?.hiddenByUser ?? false;
    },
    isColumnHiddenByUser(column: number) {
      calls.read('isColumnHiddenByUser');
      return sheet.columns[column - 1]?.hidden ?? false;
    },
    setColumnWidth(column: number, widthPx: number) {
      calls.write('setColumnWidth');
      const columns = span('columns', 'setColumnWidth', column, 1);
      return change('setColumnWidth', () =>
        columns.forEach((each) => (sheet.column(each).widthPx = widthPx)),
      );
    },
    setColumnWidths(start: number, howMany: number, widthPx: number) {
      calls.write('setColumnWidths');
      const columns = span('columns', 'setColumnWidths', start, howMany);
      return change('setColumnWidths', () =>
        columns.forEach((each) => (sheet.column(each).widthPx = widthPx)),
      );
    },
    getColumnWidth(column: number) {
      calls.read('getColumnWidth');
      return sheet.columns[column - 1]?.widthPx ?? 100;
    },
    /** Measures nothing: it only takes widths back to the default of 100 px. */
    autoResizeColumns(start: number, howMany: number) {
      calls.write('autoResizeColumns');
      const columns = span('columns', 'autoResizeColumns', start, howMany);
      return change('autoResizeColumns', () => columns.forEach((each) => delete sheet.column(each).widthPx));
    },
    setRowHeightsForced(start: number, howMany: number, _heightPx: number) {
      calls.write('setRowHeightsForced');
      span('rows', 'setRowHeightsForced', start, howMany);
      return change('setRowHeightsForced', () => undefined);
    },
  } satisfies MethodsOf<Documented>;
}
