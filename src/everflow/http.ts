/**
 * The one way out: a small HTTP port that the Everflow client uses and the platform implements.
 * It knows neither Apps Script nor Everflow. Nothing here throws for a refused or lost request: every request gets a reply.
 */

/** A request as it leaves us. `url` is absolute and at most 2,082 characters (limit of UrlFetchApp). */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; absent for GET. */
  readonly body?: string;
}

/** An answer with a status code, whichever it is. Header names are in lower case. */
export interface HttpResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Why no answer came.
 * - `dns`, `refused`: the request never reached the server.
 * - `timeout`, `lost`: it may have been applied.
 * - `bandwidth`: Google's "Bandwidth quota exceeded" (back off ~15 s); may have been applied.
 * - `batch`: another request of the same parallel batch failed and took this answer with it; may have been applied.
 * - `quota`: Google's daily number of fetches is used up; not sent.
 * - `permission`: the user has not granted, or an administrator forbids, external requests; not sent.
 */
export type HttpFailureCode =
  | 'dns'
  | 'refused'
  | 'timeout'
  | 'lost'
  | 'bandwidth'
  | 'batch'
  | 'quota'
  | 'permission';

/** No answer. Carries no raw exception text: that may echo headers, and with them the key (S2). */
export interface HttpFailure {
  readonly kind: 'failure';
  readonly code: HttpFailureCode;
}

export type HttpReply = HttpResponse | HttpFailure;

export interface Http {
  /** Sends all requests in parallel (one alone is sent alone) and returns their replies in the order of the requests. */
  send(requests: readonly HttpRequest[]): HttpReply[];
}

/** True if a failed request certainly never reached the server, so that sending it again cannot do anything twice. */
export function neverSent(failure: HttpFailure): boolean {
  return (
    failure.code === 'dns' ||
    failure.code === 'refused' ||
    failure.code === 'quota' ||
    failure.code === 'permission'
  );
}
