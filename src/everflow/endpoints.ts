/**
 * The five requests that this add-on sends, as `HttpRequest`s; nothing else is ever sent to Everflow. It knows paths and
 * headers, not what is done with them. Source: https://developers.everflow.io/docs/network/postbacks
 */
import type { ApiHost, JsonObject } from '../core/postback';
import { API_HOSTS } from '../core/postback';
import type { HttpRequest } from './http';
import type { PullQuery } from './query';
import { toBody } from './query';

/** Longest URL that UrlFetchApp takes: https://developers.google.com/apps-script/reference/url-fetch/url-fetch-app */
export const MAX_URL_LENGTH = 2082;

/**
 * An absolute URL of the API.
 * @param path begins with `/v1/`
 * @throws {RangeError} if the host is not one of the two [S3] or the URL is too long: both are faults of ours
 */
export function apiUrl(host: ApiHost, path: string): string {
  const url = `https://${host}${path}`;
  if (!(API_HOSTS as readonly string[]).includes(host)) throw new RangeError(`Not an Everflow host: ${host}`);
  if (url.length > MAX_URL_LENGTH) throw new RangeError(`URL of ${url.length} characters`);
  return url;
}

/** True if the key can stand in a header: printable ASCII without spaces. Anything else would be refused, or worse, be two headers. */
export function isSendableKey(key: string): boolean {
  return /^[\x21-\x7e]{1,512}$/.test(key);
}

function positive(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${name} must be a whole number above 0`);
  return value;
}

/** Builds requests for one host and key. All methods throw `RangeError` for ids and sizes that are not whole numbers above 0. */
export class Endpoints {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly host: ApiHost,
    key: string,
  ) {
    this.headers = {
      'X-Eflow-API-Key': key,
      'Content-Type': 'application/json',
      Accept: 'application/json',
    };
  }

  /** https://developers.everflow.io/user-guide/quickstart */
  network(): HttpRequest {
    return this.request('GET', '/v1/networks');
  }

  table(query: PullQuery, page: number, pageSize: number): HttpRequest {
    const paging = `page=${positive(page, 'page')}&page_size=${positive(pageSize, 'page size')}`;
    return this.request('POST', `/v1/networks/pixelstable?${paging}`, toBody(query));
  }

  record(id: number): HttpRequest {
    return this.request('GET', `/v1/networks/pixels/${positive(id, 'id')}`);
  }

  create(body: JsonObject): HttpRequest {
    return this.request('POST', '/v1/networks/pixels', body);
  }

  update(id: number, body: JsonObject): HttpRequest {
    return this.request('PUT', `/v1/networks/pixels/${positive(id, 'id')}`, body);
  }

  private request(method: HttpRequest['method'], path: string, body?: JsonObject): HttpRequest {
    const url = apiUrl(this.host, path);
    if (body === undefined) return { method, url, headers: this.headers };
    return { method, url, headers: this.headers, body: JSON.stringify(body) };
  }
}
