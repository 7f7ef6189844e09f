/**
 * Formulas in people's own columns, read before something is written beside them: if a column moves under our hands and is hit, they are
 * put back as formulas (P11).
 */
import type { Look } from './look';
import { contiguous } from './runs';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/**
 * The formula of a cell in these rows, by 1-based row and 0-based position; '' where there is none. Catalogue columns are not asked about: a formula
 * there is an error already (C5), and its value is what would be put back.
 */
export function formulasOfOthers(
  sheet: Sheet,
  look: Look,
  rows: ReadonlySet<number>,
): (row: number, position: number) => string {
  const ours = new Set(look.columns.values());
  const own = look.headers.flatMap((_, position) => (ours.has(position) ? [] : [position]));
  let first = Infinity;
  let last = 0;
  for (const row of rows) {
    first = Math.min(first, row);
    last = Math.max(last, row);
  }
  const spans = contiguous(own).map((run) => ({
    from: run.first,
    to: run.first + run.count - 1,
    texts: sheet.getRange(first, run.first + 1, last - first + 1, run.count).getFormulas(),
  }));
  return (row, position) => {
    const span = spans.find(({ from, to }) => from <= position && position <= to);
    return span?.texts[row - first]?.[position - span.from] ?? '';
  };
}
