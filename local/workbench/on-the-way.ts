/**
 * What pages are told of while a script still runs, as Sheets shows it: the first rows of a tab that the script makes or fills. The rest follows when it has
 * ended. A script runs in one go here and keeps the thread, so whoever tells must send at once.
 */
import type { Workbook } from '../apps-script';
import type { Versions } from './told';
import { beginningOf } from './versions';

const FIRST_ROWS = 200;
/** Real milliseconds between two tellings. */
const TELL_MS = 500;

/**
 * @param before versions that pages know
 * @param tell called with what they may know by now
 * @returns ends it
 */
export function tellOnTheWay(
  workbook: Workbook,
  before: Versions,
  realNow: () => number,
  tell: (versions: Versions) => void,
): () => void {
  let toldAt = realNow();
  return workbook.onChange(() => {
    if (realNow() - toldAt < TELL_MS) return;
    toldAt = realNow();
    const versions = new Map(before);
    for (const sheet of workbook.sheets)
      if (!sheet.hidden && (versions.get(sheet.id)?.rows.length ?? 0) <= FIRST_ROWS)
        versions.set(sheet.id, beginningOf(sheet, FIRST_ROWS));
    tell(versions);
  });
}
