/**
 * The methods of Sheet about its contents as a whole: extent, clearing, appending, copying.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/sheet
 */
import { NotModelled } from '../../strict';
import { badParameters, sheetNameTaken } from '../errors';
import { enterInputs } from '../writing';
import { toInput, type MethodsOf } from './context';
import { type SheetCore } from './sheet-core';

type Documented = GoogleAppsScript.Spreadsheet.Sheet;

export function sheetContentMethods(core: SheetCore) {
  const { ctx, sheet, calls } = core;
  return {
    ...clearMethods(core),
    getLastRow() {
      calls.read('getLastRow');
      ctx.workbook.assertPresent(sheet);
      return sheet.grid.lastRow();
    },
    getLastColumn() {
      calls.read('getLastColumn');
      ctx.workbook.assertPresent(sheet);
      return sheet.grid.lastColumn();
    },
    appendRow: (contents: readonly unknown[]) => appendRow(core, contents),
    copyTo: (spreadsheet: unknown) => copyTo(core, spreadsheet),
  } satisfies MethodsOf<Documented>;
}

function clearMethods({ sheet, calls, change }: SheetCore) {
  const all = () => ({ row: 1, column: 1, numRows: sheet.maxRows, numColumns: sheet.maxColumns });
  return {
    /** Contents and formats; notes and rules stay. */
    clear(options?: object) {
      calls.write('clear');
      if (options !== undefined) throw new NotModelled('Sheet.clear with options');
      return change('clear', () => {
        sheet.clearContents(all());
        sheet.grid.wipe(all(), ['style']);
      });
    },
    clearContents() {
      calls.write('clearContents');
      return change('clearContents', () => sheet.clearContents(all()));
    },
  } satisfies MethodsOf<Documented>;
}

/**
 * One atomic step after the last row with content, wherever that is when it is applied; "=" makes formulas; the grid grows
 * when full. Source: …/reference/spreadsheet/sheet#appendrowrowcontents (growth: reported, and disputed)
 */
function appendRow({ ctx, sheet, calls, change }: SheetCore, contents: readonly unknown[]): object {
  calls.write('appendRow', Array.isArray(contents) ? contents.length : 0);
  if (!Array.isArray(contents) || contents.length === 0) throw badParameters('Sheet.appendRow', [contents]);
  const inputs = (contents as readonly unknown[]).map((value) => toInput(value, 'Sheet.appendRow'));
  return change('appendRow', () => {
    const row = sheet.grid.lastRow() + 1;
    if (row > sheet.maxRows) {
      ctx.workbook.assertRoom(sheet.maxColumns);
      sheet.insert('rows', row, 1, row - 1);
    }
    const area = { row, column: 1, numRows: 1, numColumns: inputs.length };
    const { world } = ctx.kernel;
    enterInputs(ctx.workbook, sheet, area, [inputs], {
      by: 'script',
      world,
      invalid: world.invalidScriptWrite,
    });
  });
}

/** Only within the same spreadsheet: no other can be opened with the narrow scope. Name: …/sheet#copytospreadsheet */
function copyTo({ ctx, sheet, calls, shape }: SheetCore, spreadsheet: unknown): object {
  calls.write('copyTo');
  if (typeof spreadsheet !== 'object' || spreadsheet === null)
    throw badParameters('Sheet.copyTo', [spreadsheet]);
  const { workbook } = ctx;
  const seen = shape();
  ctx.assertRoom(seen.maxRows * seen.maxColumns);
  const names = new Set(workbook.shapes().map(({ name }) => name));
  let name = `Copy of ${seen.name}`;
  for (let next = 2; names.has(name); next++) name = `Copy of ${seen.name} ${next}`;
  const twin = workbook.makeSheet(name);
  workbook.queue({
    what: 'Sheet.copyTo',
    apply() {
      workbook.assertPresent(sheet);
      workbook.assertRoom(sheet.grid.cells);
      if (workbook.sheets.some((each) => each.name === name)) throw sheetNameTaken(name);
      twin.grid = sheet.grid.copy();
      twin.takeLooks(sheet);
      workbook.sheets.push(twin);
    },
    reshape(shapes) {
      const { maxRows, maxColumns } = shapes.find((each) => each.sheet === sheet) ?? seen;
      shapes.push({ sheet: twin, name, maxRows, maxColumns, hidden: false });
    },
  });
  return ctx.handles.sheet(twin);
}
