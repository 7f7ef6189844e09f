/**
 * The result tab: a row for each entry from the start, filled in as the answers come, so that a run that was ended goes on where it was. The record
 * to copy is made from it.
 */
import { expectedText, judge, plain, type Entry } from './entry';
import type { RunRecord } from './record';
import { isCopy } from './hands';
import { makeTab, openFile, ownTab, RESULTS } from './tabs';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

const HEADERS = ['Entry', 'Assumption', 'Source', 'Expected', 'Seen', 'Verdict', 'Detail'];
const FIRST_ROW = 2;
/** 1-based. */
const SEEN_COLUMN = 5;
const NOT_REACHED = 'not reached yet';

interface Row {
  readonly id: string;
  readonly seen: string | null;
  readonly detail: string;
}

export class Results {
  private constructor(
    private readonly sheet: Sheet,
    private readonly entries: readonly Entry[],
  ) {}

  /** The results there are, or new ones. In a copy of the spreadsheet they are those that came along. */
  static open(entries: readonly Entry[]): Results {
    const present = isCopy() ? openFile().getSheetByName(RESULTS) : ownTab(RESULTS);
    if (present !== null) {
      const results = new Results(present, entries);
      const ids = results.rows().map(({ id }) => id);
      if (entries.every(({ id }, at) => id === ids[at])) return results;
      throw new Error(
        `The tab "${RESULTS}" is of another version of the suite. Run contractCleanUp, then start again.`,
      );
    }
    const sheet = makeTab(RESULTS);
    const missing = entries.length + FIRST_ROW - 1 - sheet.getMaxRows();
    if (missing > 0) sheet.insertRowsAfter(sheet.getMaxRows(), missing);
    const rows = entries.map((entry) => [
      entry.id,
      plain(entry.assumption),
      plain(entry.source),
      expectedText(entry),
      '',
      'not asked',
      NOT_REACHED,
    ]);
    sheet
      .getRange(1, 1, entries.length + 1, HEADERS.length)
      .setNumberFormat('@')
      .setValues([HEADERS, ...rows]);
    sheet.setFrozenRows(1);
    SpreadsheetApp.flush();
    return new Results(sheet, entries);
  }

  /** Entries of this list that have no answer yet. */
  unanswered<T extends Entry>(entries: readonly T[]): T[] {
    const reached = new Set(
      this.rows()
        .filter(({ detail }) => detail !== NOT_REACHED)
        .map(({ id }) => id),
    );
    return entries.filter(({ id }) => !reached.has(id));
  }

  /** Durable when it returns. */
  put(entry: Entry, seen: string | null, detail: string): void {
    const row = FIRST_ROW + this.entries.indexOf(entry);
    const told = [seen ?? '', judge(entry, seen), plain(detail)];
    this.sheet.getRange(row, SEEN_COLUMN, 1, told.length).setValues([told]);
    SpreadsheetApp.flush();
  }

  /** The whole, as it is pasted into the repository. Holds no name, address or id of a person or file. */
  record(host: boolean): RunRecord {
    const file = openFile();
    return {
      suite: 1,
      date: Utilities.formatDate(new Date(), 'Etc/UTC', 'yyyy-MM-dd'),
      locale: file.getSpreadsheetLocale(),
      timeZone: file.getSpreadsheetTimeZone(),
      host,
      results: this.rows(),
    };
  }

  show(): void {
    openFile().setActiveSheet(this.sheet);
  }

  private rows(): Row[] {
    const values = this.sheet
      .getRange(FIRST_ROW, 1, this.entries.length, HEADERS.length)
      .getValues() as unknown[][];
    return values.map((cells) => {
      const [id, , , , seen, verdict, detail] = cells.map(String);
      return { id: id!, seen: verdict === 'not asked' ? null : seen!, detail: detail! };
    });
  }
}
