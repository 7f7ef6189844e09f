/**
 * The Http port on UrlFetchApp. Keeps its quirks in one place: both failure channels, whole-batch exceptions, option names.
 * Source: https://developers.google.com/apps-script/reference/url-fetch/url-fetch-app
 */
import type {
  Http,
  HttpFailure,
  HttpFailureCode,
  HttpReply,
  HttpRequest,
  HttpResponse,
} from '../everflow/http';

/**
 * A request that hangs would otherwise use up the execution: the default is 360 s. Set, and not trusted: older runtimes ignore it.
 */
const TIMEOUT_SECONDS = 30;

type FetchRequest = GoogleAppsScript.URL_Fetch.URLFetchRequest & { readonly timeoutSeconds: number };

function toFetch(request: HttpRequest): FetchRequest {
  return {
    url: request.url,
    method: request.method.toLowerCase() as GoogleAppsScript.URL_Fetch.HttpMethod,
    headers: { ...request.headers },
    contentType: 'application/json',
    muteHttpExceptions: true,
    // A redirect could carry the key to another host.
    followRedirects: false,
    timeoutSeconds: TIMEOUT_SECONDS,
    ...(request.body === undefined ? {} : { payload: request.body }),
  };
}

function toReply(response: GoogleAppsScript.URL_Fetch.HTTPResponse): HttpResponse {
  const headers: Record<string, string> = {};
  const raw = response.getHeaders() as Record<string, unknown>;
  for (const name of Object.keys(raw)) headers[name.toLowerCase()] = String(raw[name]);
  return {
    kind: 'response',
    status: response.getResponseCode(),
    headers,
    text: response.getContentText('UTF-8'),
  };
}

/** Texts of thrown fetch errors are reported, not documented; anything unknown counts as "may have been applied". */
const FAILURES: readonly (readonly [RegExp, HttpFailureCode])[] = [
  [/DNS error/i, 'dns'],
  // "Address unavailable" is reported of healthy hosts too, so it does not prove that nothing arrived.
  [/Connection refused/i, 'refused'],
  [/Time-?out|timed out/i, 'timeout'],
  // Both pass by themselves after some seconds; the quota of a day does not.
  [/Bandwidth quota exceeded|too many times in a short time/i, 'bandwidth'],
  [/too many times|quota/i, 'quota'],
  [/permission|authoriz/i, 'permission'],
];

/** Only the kind of failure leaves this function: the text may echo the URL and headers (S2). */
function toFailure(error: unknown): HttpFailure {
  const message = String((error as { message?: unknown } | null)?.message ?? error);
  const known = FAILURES.find(([pattern]) => pattern.test(message));
  return { kind: 'failure', code: known ? known[1] : 'lost' };
}

function sendOne(request: HttpRequest): HttpReply {
  const { url, ...options } = toFetch(request);
  try {
    return toReply(UrlFetchApp.fetch(url, options));
  } catch (error) {
    return toFailure(error);
  }
}

/** `fetchAll` throws as a whole when one request fails in transport, and takes with it the answers of requests that were applied. */
function sendAll(requests: readonly HttpRequest[]): HttpReply[] {
  try {
    return UrlFetchApp.fetchAll(requests.map(toFetch)).map(toReply);
  } catch (error) {
    const failure = toFailure(error);
    const certain = failure.code === 'quota' || failure.code === 'permission' || failure.code === 'bandwidth';
    return requests.map(() => (certain ? failure : { kind: 'failure', code: 'batch' }));
  }
}

export const urlFetchHttp: Http = {
  send(requests) {
    if (requests.length === 0) return [];
    return requests.length === 1 ? [sendOne(requests[0]!)] : sendAll(requests);
  },
};
