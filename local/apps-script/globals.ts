/**
 * The global objects that a script finds: every modelled service wired to one execution, and the names of those that are not modelled.
 * Knows which services exist, and none of their rules.
 */
import type { Execution } from './execution';
import type { Manifest } from './manifest';
import { createCacheService } from './services/cache';
import { createHtmlService } from './services/html';
import { createLockService, lockOwner } from './services/lock';
import { createLogging } from './services/log';
import { createPropertiesService } from './services/properties';
import { createScriptApp } from './services/script-app';
import { createSession } from './services/session';
import type { EmailAnswer } from './services/session';
import { createUi } from './services/ui';
import { createUtilities } from './services/utilities';
import { createSpreadsheetApp } from './spreadsheet';
import type { Workbook } from './spreadsheet';
import type { DurableState } from './state';
import { unmodelledService } from './strict';
import { createUrlFetchApp } from './url-fetch/service';
import type { UrlFetchOptions } from './url-fetch/service';

export interface GlobalsOptions {
  readonly dist: string;
  readonly manifest: Manifest;
  readonly state: DurableState;
  /** The open spreadsheet; null: the script runs without one. */
  readonly workbook: Workbook | null;
  readonly emails: EmailAnswer;
  readonly stripTemplateComments: boolean;
  readonly nextUuid: () => string;
  readonly fetch: Omit<UrlFetchOptions, 'manifest' | 'quota'>;
  /** True if every scope of the manifest is granted. */
  readonly authorised: boolean;
}

/** Built-in services that exist on Google's servers and not here. Advanced services are absent on both sides unless enabled. */
const UNMODELLED = [
  'Browser',
  'CalendarApp',
  'CardService',
  'Charts',
  'ContactsApp',
  'ContentService',
  'DocumentApp',
  'DriveApp',
  'FormApp',
  'GmailApp',
  'GroupsApp',
  'Jdbc',
  'LanguageApp',
  'MailApp',
  'Maps',
  'SitesApp',
  'SlidesApp',
  'XmlService',
];

/** A fresh object for each execution: it becomes the realm's global object. */
export function createGlobals(execution: Execution, options: GlobalsOptions): Record<string, object> {
  const { dist, state, workbook, manifest } = options;
  const documentId = workbook?.id ?? null;
  const ui = createUi(execution, state.screen, () => state.locks.releaseAll(lockOwner(execution)));
  const unmodelled = UNMODELLED.map((name) => [name, unmodelledService(name)] as const);
  return {
    ...Object.fromEntries(unmodelled),
    ...createLogging(execution, state.log),
    SpreadsheetApp:
      workbook === null
        ? unmodelledService('SpreadsheetApp without an open spreadsheet:')
        : createSpreadsheetApp(execution, workbook, { ui }),
    UrlFetchApp: createUrlFetchApp(execution, { ...options.fetch, manifest, quota: state.fetchQuota }),
    PropertiesService: createPropertiesService(execution, {
      stores: state.properties,
      quota: state.propertyQuota,
      documentId,
    }),
    CacheService: createCacheService(execution, { stores: state.caches, documentId }),
    LockService: createLockService(execution, state.locks, documentId),
    Utilities: createUtilities(execution, options.nextUuid),
    Session: createSession(execution, { emails: options.emails, scriptTimeZone: manifest.timeZone }),
    HtmlService: createHtmlService(execution, {
      dist,
      stripTemplateComments: options.stripTemplateComments,
    }),
    ScriptApp: createScriptApp(execution, { authorised: options.authorised }),
  };
}
