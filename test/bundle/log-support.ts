/** Moves of people in the change log, and what its tests share. */
import { Protection } from '../../local/apps-script/spreadsheet/protection';
import { columnLetters } from '../../local/apps-script/spreadsheet';
import { storeKeys } from '../../local/apps-script';
import type { Operator } from '../../local/story/operator';
import { LOG_COLUMNS, LOG_TAB, logLines, type LoggedLine } from '../../local/story/change-log';
import type { LogVerdict, VerifyLogGoOn } from '../../src/flows/log/verify';
import type { Scene } from './push-support';

export const WHOLE_WIDTH = columnLetters(LOG_COLUMNS.length);

/** Sorts all lines by a column, header apart. */
export function sortLog(
  { page, file }: Scene,
  header: (typeof LOG_COLUMNS)[number],
  ascending: boolean,
): void {
  const rows = logLines(file).length;
  const letter = columnLetters(LOG_COLUMNS.indexOf(header) + 1);
  page.person.sort(LOG_TAB, `A2:${WHOLE_WIDTH}${rows + 1}`, letter, ascending);
}

/** Nobody but the owner may edit the tab any more. Returns what takes the protection away. */
export function protectLog({ file }: Scene): () => void {
  const sheet = file.sheet(LOG_TAB);
  const protection = new Protection('SHEET', undefined);
  protection.editors = new Set();
  sheet.protections.push(protection);
  return () => void (sheet.protections = sheet.protections.filter((one) => one !== protection));
}

/** Verifies the log to its end. */
export function verified(who: Operator): LogVerdict {
  let goOn: VerifyLogGoOn | undefined;
  for (let step = 1; step < 100; step += 1) {
    const answer = who.call('verifyLog', goOn ? { goOn } : {});
    if (answer.result) return answer.result;
    goOn = answer.goOn;
  }
  throw new Error('Verifying has no end');
}

export const CLEAN = {
  broken: [],
  brokenInAll: 0,
  missing: [],
  missingInAll: 0,
  doubled: [],
  doubledInAll: 0,
  newestIsThere: true,
  intact: true,
};

/** Lines in short, as `What / Outcome`. */
export const inShort = (lines: readonly LoggedLine[]): string[] =>
  lines.map(({ What, Outcome }) => `${What} / ${Outcome}`);

/** Document properties of the spreadsheet. */
export function documentProperties({ google, file }: Scene): Map<string, string> {
  const store = google.state.properties.get(storeKeys.document(file.id));
  if (!store) throw new Error('The spreadsheet has no properties');
  return store;
}
