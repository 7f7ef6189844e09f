/**
 * The tabs that the suite makes, and nothing else: every tab is made here, remembered by its id, and only remembered tabs are ever removed.
 * Refuses a spreadsheet in which somebody works.
 */
import { DESK_NAME } from '../src/sheet/layout';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** All properties of the suite begin so. */
export const PREFIX = 'contract.';
const TABS = `${PREFIX}tabs`;
export const RESULTS = 'Contract results';
export const HANDS = 'Contract by hand';
export const HIDDEN = 'Contract hidden';
const SCRATCH = 'Contract scratch';

/** The open spreadsheet. Throws where the suite has no business. */
export function openFile(): GoogleAppsScript.Spreadsheet.Spreadsheet {
  const file = SpreadsheetApp.getActiveSpreadsheet();
  if (!file)
    throw new Error(
      'No spreadsheet is open. Put this script into one (Extensions > Apps Script) or run it as a test deployment.',
    );
  if (file.getSheetByName(DESK_NAME) !== null)
    throw new Error(
      `This spreadsheet has a tab called "${DESK_NAME}". Nothing was done: run the suite in a new, empty spreadsheet.`,
    );
  // "5/10" and "$14.99" are read by the rules of the locale, and the answers are those of this one.
  if (file.getSpreadsheetLocale() !== 'en_US')
    throw new Error(
      'The expected answers are those of the locale United States. Set it under File > Settings, then run the suite again.',
    );
  return file;
}

export const documentStore = (): GoogleAppsScript.Properties.Properties =>
  PropertiesService.getDocumentProperties();

function remembered(): number[] {
  const text = documentStore().getProperty(TABS);
  return text === null ? [] : (JSON.parse(text) as number[]);
}

function remember(ids: readonly number[]): void {
  documentStore().setProperty(TABS, JSON.stringify(ids));
}

/** Makes a tab. Throws if there is a tab of that name that the suite has not made. */
export function makeTab(name: string): Sheet {
  const file = openFile();
  const present = file.getSheetByName(name);
  if (present !== null)
    throw new Error(`There is a tab called "${name}" already. Rename or remove it, then run again.`);
  const sheet = file.insertSheet(name, file.getSheets().length);
  // The id of a new tab is not final for sure before it is there.
  SpreadsheetApp.flush();
  remember([...remembered(), sheet.getSheetId()]);
  return sheet;
}

/** A tab made before, or null. */
export function ownTab(name: string): Sheet | null {
  const sheet = openFile().getSheetByName(name);
  return sheet !== null && remembered().includes(sheet.getSheetId()) ? sheet : null;
}

/** A new scratch tab of its own, 1,000 rows and 26 columns. */
export function scratchTab(): Sheet {
  const names = new Set(
    openFile()
      .getSheets()
      .map((sheet) => sheet.getName()),
  );
  let number = 1;
  while (names.has(`${SCRATCH} ${number}`)) number += 1;
  return makeTab(`${SCRATCH} ${number}`);
}

/** A tab that an entry has made in a way of its own becomes one of the suite's. */
export function adopt(sheet: Sheet): void {
  SpreadsheetApp.flush();
  remember([...remembered(), sheet.getSheetId()]);
}

/** Removes the suite's own tabs for which `which` is true of the name. */
export function removeTabs(which: (name: string) => boolean): void {
  const ids = new Set(remembered());
  const file = openFile();
  const kept: number[] = [];
  for (const sheet of file.getSheets()) {
    if (!ids.has(sheet.getSheetId())) continue;
    if (which(sheet.getName())) file.deleteSheet(sheet);
    else kept.push(sheet.getSheetId());
  }
  SpreadsheetApp.flush();
  remember(kept);
}

/** Everything but results and what waits for a person's hands. */
export const isScratch = (name: string): boolean => ![RESULTS, HANDS, HIDDEN].includes(name);
