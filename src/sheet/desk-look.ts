/**
 * How a person sees the Postbacks tab: which rows a filter hides, and which are selected. Only looks; knows no rule. Sheets tells of one
 * row at a time whether a filter hides it, so what can be worked out from the filter itself is.
 */
import type { ColumnKey } from '../core/columns';
import type { DeskReading, HiddenRows, RowRun, SameAsPulled } from '../flows/ports';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Filter = GoogleAppsScript.Spreadsheet.Filter;
/** With the methods that the published types lack: https://developers.google.com/apps-script/reference/spreadsheet/filter-criteria */
interface Criteria extends GoogleAppsScript.Spreadsheet.FilterCriteria {
  getVisibleBackgroundColor(): unknown;
  getVisibleForegroundColor(): unknown;
}

/** A filtered column that lists the texts it hides. */
interface ListedColumn {
  readonly column: ColumnKey;
  readonly texts: ReadonlySet<string>;
  readonly lowerCase: ReadonlySet<string>;
}

/**
 * Without a filter nothing is hidden. With one, up to `most` rows are asked about one by one, which is certain. Of more rows, those whose
 * filtered cells stand as pulled are judged by the texts that the filter lists; the others are asked about until `most` is used up.
 * @param rows positions in the reading
 */
export function hiddenRows(
  sheet: Sheet,
  reading: DeskReading,
  rows: readonly number[],
  most: number,
  isAsPulled?: SameAsPulled,
): HiddenRows {
  const hidden = new Set<number>();
  const filter = rows.length === 0 ? null : sheet.getFilter();
  if (!filter) return { hidden, untold: [] };
  const area = filter.getRange();
  const [first, last] = [area.getRow(), area.getLastRow()];
  // The first row of a filter is its header and stays.
  let open = rows.filter((row) => row + 2 > first && row + 2 <= last);
  if (open.length > most && isAsPulled) {
    const listed = listedColumns(filter, reading);
    if (listed) {
      open = open.filter((row) => {
        const isHidden = judge(listed, reading, row, isAsPulled);
        if (isHidden) hidden.add(row);
        return isHidden === undefined;
      });
    }
  }
  // One call a row is all that Sheets offers; the bound is the caller's.
  for (const row of open.slice(0, most)) if (sheet.isRowHiddenByFilter(row + 2)) hidden.add(row);
  return { hidden, untold: open.slice(most) };
}

/**
 * The filtered columns, if each is one of ours and only lists texts. Sources do not say whether a criterion is asked for by position in the
 * sheet or in the filter; where the filter begins in column A both are the same, elsewhere nothing is concluded.
 */
function listedColumns(filter: Filter, reading: DeskReading): readonly ListedColumn[] | undefined {
  const area = filter.getRange();
  if (area.getColumn() !== 1) return undefined;
  const keys = new Map<number, ColumnKey>();
  for (const [key, position] of reading.columns) keys.set(position + 1, key);
  const listed: ListedColumn[] = [];
  for (let position = 1; position <= area.getLastColumn(); position += 1) {
    const criteria = filter.getColumnFilterCriteria(position) as Criteria | null;
    if (!criteria) continue;
    const column = keys.get(position);
    const isList =
      criteria.getCriteriaType() === null &&
      criteria.getVisibleBackgroundColor() === null &&
      criteria.getVisibleForegroundColor() === null;
    if (!column || !isList) return undefined;
    const texts = criteria.getHiddenValues();
    listed.push({
      column,
      texts: new Set(texts),
      lowerCase: new Set(texts.map((text) => text.toLowerCase())),
    });
  }
  return listed;
}

/** Undefined where only Sheets can tell: an edited cell (filters do not look again), a blank, or a text that differs in case only. */
function judge(
  listed: readonly ListedColumn[],
  reading: DeskReading,
  row: number,
  isAsPulled: SameAsPulled,
): boolean | undefined {
  let isHidden = false;
  for (const { column, texts, lowerCase } of listed) {
    if (!isAsPulled(row, column)) return undefined;
    const shown = reading.display(row, column);
    if (texts.has(shown) && shown !== '') isHidden = true;
    else if (shown.trim() === '' || lowerCase.has(shown.toLowerCase())) return undefined;
  }
  return isHidden;
}

/**
 * Rows that the person has selected, as runs of positions in the reading, in order of the sheet and without the header.
 * @returns undefined if another tab is open, 'moved' if rows of the selection are not where they were read
 */
export function selectedRows(sheet: Sheet, reading: DeskReading): readonly RowRun[] | 'moved' | undefined {
  const list = sheet.getParent().getActiveRangeList();
  const ranges = list ? list.getRanges() : [];
  if (!ranges.some((range) => range.getSheet().getSheetId() === sheet.getSheetId())) return undefined;
  const spans = ranges
    .map((range) => [range.getRow() - 2, Math.min(range.getLastRow() - 2, reading.rowCount - 1)] as const)
    .map(([first, last]) => [Math.max(0, first), last] as const)
    .filter(([first, last]) => last >= first)
    .sort((a, b) => a[0] - b[0]);
  const runs: { first: number; count: number }[] = [];
  for (const [first, last] of spans) {
    const before = runs[runs.length - 1];
    const end = before ? before.first + before.count : -1;
    if (before && first <= end) before.count = Math.max(end, last + 1) - before.first;
    else runs.push({ first, count: last + 1 - first });
  }
  return isWhereRead(sheet, reading, runs) ? runs : 'moved';
}

/** Rows may have been sorted since they were read; a selection is one of positions. */
function isWhereRead(sheet: Sheet, reading: DeskReading, runs: readonly RowRun[]): boolean {
  const [head, tail] = [runs[0], runs[runs.length - 1]];
  if (!head || !tail) return true;
  const count = tail.first + tail.count - head.first;
  return (['id', 'rowKey'] as const).every((key) => {
    const cells = sheet.getRange(head.first + 2, reading.columns.get(key)! + 1, count, 1).getValues();
    return cells.every(([value], at) => String(value) === String(reading.value(head.first + at, key)));
  });
}
