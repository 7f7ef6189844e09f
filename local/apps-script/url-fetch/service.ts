/**
 * UrlFetchApp: permission, quota and allow-list first, then the transport, then the one exception or the responses.
 * Source: developers.google.com/apps-script/reference/url-fetch/url-fetch-app
 */
import type { Execution } from '../execution';
import { mayFetch } from '../manifest';
import type { Manifest } from '../manifest';
import type { DailyQuota } from '../services/quota';
import { modelled, ServiceError, tagOf } from '../strict';
import type { WireRequest, WireResult } from './bridge';
import { checkRequest, MAX_BODY_BYTES } from './request';
import type { FetchRequest } from './request';
import { createResponse } from './response';
import { sendAll } from './transport';
import type { Outcome, PlannedFault, TransportFault } from './transport';

export interface UrlFetchOptions {
  readonly manifest: Manifest;
  readonly routes: Readonly<Record<string, string>>;
  readonly realTimeoutMs: number;
  readonly quota: DailyQuota;
  readonly send: (requests: readonly WireRequest[]) => WireResult[];
  /** The fault planned for the next request, if any. Called once per request, in order. */
  readonly nextFault: (request: FetchRequest) => PlannedFault | undefined;
}

const SCOPE = 'https://www.googleapis.com/auth/script.external_request';
/** How much of a failing answer the exception quotes: reported as "truncated"; the number is assumed. */
const QUOTED_CHARS = 100;

/**
 * Texts as reported (qiita.com/khsk/items/7d90513c88559e3d703f and public code). They are thrown even with muteHttpExceptions.
 * "Address unavailable" is also reported of healthy hosts: it is no proof that the request was not sent. The text for a connection that
 * broke after sending is recalled only.
 */
const faultTexts: Record<TransportFault, (url: string) => string> = {
  dns: (url) => `DNS error: ${url}`,
  refused: (url) => `Address unavailable: ${url}`,
  timeout: (url) => `Timeout: ${url}`,
  lost: (url) => `Unexpected error: ${url}`,
  bandwidth: (url) => `Bandwidth quota exceeded: ${url}. Try reducing the rate of data transfer.`,
};

/** Reported (github.com/grahamearley/FirestoreGoogleAppsScript/issues/135). */
const notListed = (url: string): ServiceError =>
  new ServiceError(
    `Request to ${url} failed because the URL has not been whitelisted in the script manifest.`,
  );

/** Throws for a fault, a forbidden redirect, an oversized answer, and a failing status that the request did not mute. */
function responseOf(outcome: Outcome, request: FetchRequest): object {
  if (outcome.kind === 'forbidden') throw notListed(outcome.url);
  if (outcome.kind === 'fault') throw new ServiceError(faultTexts[outcome.fault](outcome.url));
  const { answer } = outcome;
  // Documented limit of 50 MB per response; the text is assumed.
  if (answer.body.length > MAX_BODY_BYTES) throw new ServiceError('Limit Exceeded: URLFetch Response Size.');
  const failed = answer.status >= 400 || (answer.status >= 300 && request.followRedirects);
  if (failed && !request.muteHttpExceptions) {
    const { origin } = new URL(request.url);
    const quote = Buffer.from(answer.body).toString('utf8').slice(0, QUOTED_CHARS);
    throw new ServiceError(
      `Request failed for ${origin} returned code ${answer.status}. Truncated server response: ${quote} ` +
        '(use muteHttpExceptions option to examine full response)',
    );
  }
  return createResponse(answer);
}

/** A batch is all or nothing: one exception loses every response, also of requests that the server has applied (reported). */
function perform(
  execution: Execution,
  requests: readonly FetchRequest[],
  options: UrlFetchOptions,
): object[] {
  const permitted = (url: string): boolean => mayFetch(options.manifest, url);
  for (const { url } of requests) if (!permitted(url)) throw notListed(url);
  // That each element of a batch counts as one call is the usual reading of the quota page.
  options.quota.use(execution.userEmail, requests.length);
  const outcomes = sendAll(
    requests,
    requests.map((request) => options.nextFault(request)),
    {
      routes: options.routes,
      realTimeoutMs: options.realTimeoutMs,
      mayFetch: permitted,
      send: options.send,
      nowMs: () => execution.clock.now(),
    },
  );
  execution.spend(Math.max(0, ...outcomes.map((outcome) => outcome.delayMs)));
  return outcomes.flatMap((outcome, i) => {
    const request = requests[i];
    return request === undefined ? [] : [responseOf(outcome, request)];
  });
}

/** An element of a batch: a URL, or parameters with a `url`. */
function checkElement(element: unknown): FetchRequest {
  if (typeof element === 'string') return checkRequest(element, undefined);
  if (tagOf(element) !== 'Object') throw new ServiceError('Attribute provided with no value: url');
  return checkRequest((element as Record<string, unknown>)['url'], element);
}

export function createUrlFetchApp(execution: Execution, options: UrlFetchOptions): object {
  const enter = (method: string, requests: number): void =>
    execution.enter({
      service: 'UrlFetchApp',
      method,
      kind: 'fetch',
      requests,
      anyScope: [SCOPE],
      leastMode: 'FULL',
    });
  return modelled('UrlFetchApp', {
    fetch(url: unknown, params?: unknown): object | undefined {
      enter('fetch', 1);
      return perform(execution, [checkRequest(url, params)], options)[0];
    },
    fetchAll(elements: unknown): object[] {
      if (!Array.isArray(elements)) throw new ServiceError('Invalid argument: requests');
      const list = Array.from<unknown>(elements);
      enter('fetchAll', list.length);
      return list.length === 0 ? [] : perform(execution, list.map(checkElement), options);
    },
    getRequest(url: unknown, params?: unknown): object {
      execution.enter({
        service: 'UrlFetchApp',
        method: 'getRequest',
        kind: 'navigate',
        anyScope: [SCOPE],
        leastMode: 'FULL',
      });
      const request = checkRequest(url, params);
      return {
        url: request.url,
        method: request.method.toLowerCase(),
        headers: request.headers,
        payload: request.body?.toString('utf8') ?? '',
        followRedirects: request.followRedirects,
        useIntranet: false,
        validateHttpsCertificates: true,
      };
    },
  });
}
