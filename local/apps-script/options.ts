/** What can be chosen about a local Apps Script, with the defaults. Knows no behaviour. */
import { defaultCosts } from './execution';
import type { Costs } from './execution';
import type { World } from './kernel';
import type { EmailAnswer } from './services/session';
import { sharedBridge } from './url-fetch/bridge';
import type { WireRequest, WireResult } from './url-fetch/bridge';
import { worlds } from './worlds';

/** Carries a batch of requests and gives the answers in their order. */
export type Send = (requests: readonly WireRequest[]) => WireResult[];

export interface LocalAppsScriptOptions {
  /** Folder of the built add-on: scripts, pages, appsscript.json. */
  readonly dist: string;
  readonly world?: World;
  /** Origin → base URL of a local server; every other host is a DNS error. */
  readonly routes?: Readonly<Record<string, string>>;
  /** E-mail of the person at the keyboard, unless a call names another. */
  readonly user?: string;
  /** Other people who may edit the spreadsheets made here. */
  readonly editors?: readonly string[];
  readonly costs?: Partial<Costs>;
  /** Of Math.random and Utilities.getUuid. */
  readonly seed?: number;
  /** Virtual start time in ms since the epoch. */
  readonly startMs?: number;
  /** Documented limit of one execution: 6 minutes (developers.google.com/apps-script/guides/services/quotas). */
  readonly executionLimitMs?: number;
  /** Documented limit of simple triggers: 30 seconds. */
  readonly simpleTriggerLimitMs?: number;
  /** Scopes the user granted; absent: all of the manifest. */
  readonly grantedScopes?: readonly string[];
  readonly emails?: EmailAnswer;
  /** Strip comment-like text in template literals of pages, as reported of HtmlService. */
  readonly stripTemplateComments?: boolean;
  /** Throw for a result that a page would silently get as null. */
  readonly strictResults?: boolean;
  /** Carries requests to a server in this thread; by default they go over HTTP, by a worker. */
  readonly send?: Send;
  /** Real milliseconds after which a silent local server counts as timed out. */
  readonly realTimeoutMs?: number;
}

export type Settings = Required<
  Omit<LocalAppsScriptOptions, 'grantedScopes' | 'costs' | 'startMs' | 'send'>
> & {
  readonly send: Send;
  readonly grantedScopes: readonly string[] | null;
  readonly costs: Costs;
};

export function settingsOf(options: LocalAppsScriptOptions): Settings {
  return {
    world: worlds.plain,
    routes: {},
    user: 'anna@acme.test',
    editors: [],
    seed: 1,
    executionLimitMs: 6 * 60_000,
    simpleTriggerLimitMs: 30_000,
    emails: 'address',
    stripTemplateComments: true,
    strictResults: true,
    realTimeoutMs: 5_000,
    send: (requests) => sharedBridge.send(requests),
    ...options,
    grantedScopes: options.grantedScopes ?? null,
    costs: { ...defaultCosts, ...options.costs },
  };
}
