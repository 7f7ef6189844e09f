/** What an entry works on: fresh cells in a shared scratch tab, or a tab of its own. */
import type { Entry, Observation } from './entry';
import { scratchTab } from './tabs';

type Range = GoogleAppsScript.Spreadsheet.Range;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** An entry that a script can ask by itself. */
export interface ScriptEntry extends Entry {
  ask(scratch: Scratch): string | Observation;
}

export class Scratch {
  private shared: Sheet | null = null;
  private next = 1;

  /** Cells that nobody has touched, in column A and on, with this number format; '' leaves them Automatic. */
  cells(format: string, rows = 1, columns = 1): Range {
    this.shared ??= scratchTab();
    const range = this.shared.getRange(this.next, 1, rows, columns);
    // A row stays free, since entries look at neighbours.
    this.next += rows + 1;
    if (format !== '') range.setNumberFormat(format);
    return range;
  }

  /** A tab of the entry's own. */
  tab(): Sheet {
    return scratchTab();
  }
}

/** Milliseconds that something took. */
export function duration(run: () => void): number {
  const started = Date.now();
  run();
  return Date.now() - started;
}

/** What is seen of a duration: whether it stays below a limit. The duration itself is told beside it. */
export function pace(tookMs: number, limitMs: number): Observation {
  return {
    seen: tookMs < limitMs ? `less than ${limitMs} ms` : `${limitMs} ms or more`,
    detail: `took ${tookMs} ms`,
  };
}
