/** What a cell holds, in words that can be compared: formula, text, number, date, logical value or nothing. */
import { plain } from './entry';

type Range = GoogleAppsScript.Spreadsheet.Range;

/** Texts longer than this are told by their length. In characters. */
const LONG = 200;

/** One value as `getValue` gives it. Dates are told by month and day: a missing year is the year of the run. */
export function valueTold(value: unknown): string {
  if (value === '') return 'blank';
  if (typeof value === 'string')
    return value.length > LONG ? `text of ${value.length} characters` : `text ${quoted(value)}`;
  if (Object.prototype.toString.call(value) === '[object Date]') return `date ${monthAndDay(value as Date)}`;
  return `${typeof value} ${String(value)}`;
}

/** The first cell of a range: a formula is told with what it gives. */
export function cellTold(range: Range): string {
  const value = valueTold(range.getValue());
  const formula = range.getFormula();
  return formula === '' ? value : `formula ${quoted(formula)} giving ${value}`;
}

/** JSON, in ASCII. */
export function quoted(text: string): string {
  return plain(JSON.stringify(text));
}

function monthAndDay(date: Date): string {
  const zone = SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();
  return Utilities.formatDate(date, zone, 'MM-dd');
}
