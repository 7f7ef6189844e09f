/**
 * Builds the ports of one execution on Apps Script's services. Nothing is asked of a service before a flow needs it.
 */
import { asStated, STATED_NAME_KEY } from '../core/stated-name';
import type { Ports } from '../flows/ports';
import { SheetAuditTabs } from '../sheet/audit-tabs';
import { SheetBooks } from '../sheet/books';
import { SheetDesk } from '../sheet/desk';
import { SheetLog } from '../sheet/log-tab';
import { SheetLayout } from '../sheet/repair';
import { pack, scriptDigest, unpack } from './bytes';
import { scriptClock } from './clock';
import { urlFetchHttp } from './http';
import { exclusively } from './lock';
import { activePerson, newId } from './person';
import { documentValues, userValues } from './values';

/** Put in by the build, from package.json. */
// oxlint-disable-next-line no-underscore-dangle -- the name that the build replaces
declare const __VERSION__: string;

export function createPorts(): Ports {
  const spreadsheet = (): GoogleAppsScript.Spreadsheet.Spreadsheet => SpreadsheetApp.getActiveSpreadsheet();
  let person: string | undefined;
  return {
    clock: scriptClock,
    http: urlFetchHttp,
    digest: scriptDigest,
    desk: new SheetDesk(spreadsheet),
    layout: new SheetLayout(spreadsheet),
    auditTabs: new SheetAuditTabs(spreadsheet),
    books: new SheetBooks({ spreadsheet, digest: scriptDigest, documentValues, pack, unpack }),
    log: new SheetLog(spreadsheet),
    documentValues,
    userValues,
    spreadsheetId: () => spreadsheet().getId(),
    person: () => (person ??= activePerson() || asStated(userValues.get(STATED_NAME_KEY))),
    newId,
    version: __VERSION__,
    exclusively,
  };
}
