/**
 * What a new Postbacks tab looks like: headers, notes, formats, widths, native validation and the one conditional format, all from
 * the catalogue (C1, C3). Validation warns and never rejects; nothing is protected.
 */
import { rowKeyOf } from '../core/baseline';
import { COLUMNS, type Column, type ColumnKey } from '../core/columns';
import { STATES } from '../core/words';
import { contiguous } from './runs';
import { formatOf } from './exact-text';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

export const DESK_NAME = 'Postbacks';
/** Rows beyond what is needed, so that not every pull has to grow and dress the grid. */
export const SPARE_ROWS = 200;
/** Rows of a new tab at the least, as in any new tab of Sheets: people paste new postbacks there. */
const LEAST_ROWS = 998;
/** Pixels; columns whose catalogue entry says otherwise differ. */
const USUAL_WIDTH = 120;

/** What the add-on's one conditional format looks for. */
export const STOPPED_SYMBOL = STATES.stopped.slice(0, 1);

/** A1 letters of a 0-based column position. */
export function letters(column: number): string {
  let text = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    text = String.fromCharCode(65 + ((n - 1) % 26)) + text;
  }
  return text;
}

/** A1 name of a run of 1-based rows in a 0-based column. */
export function columnRange(
  position: number,
  run: { readonly first: number; readonly count: number },
): string {
  const column = letters(position);
  return `${column}${run.first}:${column}${run.first + run.count - 1}`;
}

/** Runs of neighbouring items that agree. `from` and `to` are inclusive. */
export function runsOf<T>(
  items: readonly T[],
  key: (item: T) => string,
): { key: string; from: number; to: number }[] {
  const runs: { key: string; from: number; to: number }[] = [];
  items.forEach((item, index) => {
    const last = runs[runs.length - 1];
    const name = key(item);
    if (last && last.key === name) last.to = index;
    else runs.push({ key: name, from: index, to: index });
  });
  return runs;
}

/**
 * Makes an empty tab the Postbacks tab: columns in catalogue order, and below the header a row for each of these postbacks, claimed by its row key. Loops
 * run over columns. One row is dressed and the others grow from it, since formats and rules of 100,000 rows cost seconds.
 */
export function layOut(sheet: Sheet, ids: readonly number[]): void {
  const width = COLUMNS.length;
  const missing = width - sheet.getMaxColumns();
  if (missing > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), missing);
  sheet.deleteRows(3, sheet.getMaxRows() - 2);
  const header = sheet.getRange(1, 1, 1, width);
  header.setValues([COLUMNS.map((column) => column.header)]);
  header.setNotes([COLUMNS.map(noteOf)]);
  header.setFontWeight('bold');
  sheet.setFrozenRows(1);
  const first = sheet.getRange(2, 1, 1, width);
  first.setNumberFormats([COLUMNS.map(formatOf)]);
  first.setDataValidations([COLUMNS.map((column, at) => validationOf(column, `${letters(at)}2`))]);
  sheet.insertRowsAfter(2, Math.max(ids.length + SPARE_ROWS, LEAST_ROWS));
  dressGrown(sheet, new Map(COLUMNS.map((column, index) => [column.key, index])), 3);
  // One call for all columns, then one for each that is wider: few service calls, and columns of a kind look alike.
  sheet.setColumnWidths(1, width, USUAL_WIDTH);
  for (const run of runsOf(COLUMNS, (column) => String(column.width))) {
    if (Number(run.key) !== USUAL_WIDTH)
      sheet.setColumnWidths(run.from + 1, run.to - run.from + 1, Number(run.key));
  }
  const rowKey = COLUMNS.findIndex((column) => column.key === 'rowKey');
  sheet.hideColumns(rowKey + 1);
  if (ids.length > 0) sheet.getRange(2, rowKey + 1, ids.length, 1).setValues(ids.map((id) => [rowKeyOf(id)]));
  const state: ColumnKey = 'state';
  sheet.setConditionalFormatRules([
    stoppedRule(
      sheet,
      COLUMNS.findIndex((column) => column.key === state),
    ),
  ]);
}

export function noteOf(column: Column): string {
  return column.apiName === '' ? column.help : `${column.help}\nEverflow API: ${column.apiName}`;
}

/**
 * Rows that were inserted take formats and rules of the row above, in Sheets as people know it; the documentation is silent. So the last row is looked at,
 * and where it took none, all new rows are dressed.
 * @param columns 0-based positions of the catalogue's columns
 */
export function dressGrown(sheet: Sheet, columns: ReadonlyMap<ColumnKey, number>, firstNew: number): void {
  const last = sheet.getRange(sheet.getMaxRows(), 1, 1, sheet.getMaxColumns());
  const [formats] = last.getNumberFormats();
  const [rules] = last.getDataValidations();
  const isDressed = COLUMNS.every((column) => {
    const at = columns.get(column.key)!;
    return formats![at] === formatOf(column) && (rules![at] !== null || column.rule.kind === 'none');
  });
  if (!isDressed) dressRows(sheet, columns, firstNew);
}

/**
 * Formats and validation of all rows from `firstRow` to the end of the grid. Columns of the same format get it in one call.
 * @param columns 0-based positions of the catalogue's columns
 */
function dressRows(sheet: Sheet, columns: ReadonlyMap<ColumnKey, number>, firstRow: number): void {
  const lastRow = sheet.getMaxRows();
  for (const format of ['@', '0']) {
    const places = COLUMNS.filter((column) => formatOf(column) === format).map((column) =>
      columns.get(column.key)!,
    );
    const lists = contiguous(places).map(
      (run) => `${letters(run.first)}${firstRow}:${letters(run.first + run.count - 1)}${lastRow}`,
    );
    sheet.getRangeList(lists).setNumberFormat(format);
  }
  for (const column of COLUMNS) {
    const place = columns.get(column.key)!;
    const rule = validationOf(column, `${letters(place)}${firstRow}`);
    if (rule) sheet.getRange(firstRow, place + 1, lastRow - firstRow + 1, 1).setDataValidation(rule);
  }
}

/** @param cell A1 name of the first cell that the rule is for */
export function validationOf(
  column: Column,
  cell: string,
): GoogleAppsScript.Spreadsheet.DataValidation | null {
  const builder = SpreadsheetApp.newDataValidation().setAllowInvalid(true).setHelpText(column.help);
  const { rule } = column;
  switch (rule.kind) {
    case 'list':
      return builder.requireValueInList([...rule.values], true).build();
    case 'range':
      return builder.requireNumberBetween(rule.min, rule.max).build();
    case 'url':
      return builder
        .requireFormulaSatisfied(`=OR(${cell}="",REGEXMATCH(${cell}&"","^https?://[^/?#\\s]"))`)
        .build();
    default:
      return null;
  }
}

/**
 * Rows that cannot be pushed stand out in their State cell; every other state is told by its symbol and word alone.
 * @param at 0-based position of the State column
 */
export function stoppedRule(sheet: Sheet, at: number): GoogleAppsScript.Spreadsheet.ConditionalFormatRule {
  return SpreadsheetApp.newConditionalFormatRule()
    .whenTextStartsWith(STOPPED_SYMBOL)
    .setBackground('#fce8e6')
    .setRanges([sheet.getRange(2, at + 1, sheet.getMaxRows() - 1, 1)])
    .build();
}
