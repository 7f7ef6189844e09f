/** A small HTTP client for the contract tests of the embedded Everflow: plain requests, nothing retried, nothing hidden. */
import { isObject, type Json, type JsonObject } from '../../../local/everflow/records';
import type { Everflow, KeyName } from '../../../local/everflow';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** The body as a JSON object; throws when it is none. */
  json(): JsonObject;
}

export interface CallOptions {
  /** Name of a key, or null for none; default main. */
  readonly key?: KeyName | null;
  /** Any JSON, or a string sent as it is. */
  readonly body?: Json;
  readonly headers?: { readonly [name: string]: string };
}

export type Call = (method: string, path: string, options?: CallOptions) => Promise<Answer>;

export function client(everflow: Everflow): Call {
  return async (method, path, { key = 'main', body, headers = {} } = {}) => {
    const response = await fetch(`${everflow.url}${path}`, {
      method,
      headers: { ...(key === null ? {} : { 'X-Eflow-API-Key': everflow.keys[key] }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      headers: response.headers,
      json: () => {
        const parsed: unknown = JSON.parse(text);
        if (!isObject(parsed)) throw new Error(`not an object: ${text.slice(0, 200)}`);
        return parsed;
      },
    };
  };
}

/** Rows of a table answer. */
export function rowsOf(answer: Answer): JsonObject[] {
  const { pixels } = answer.json();
  if (!Array.isArray(pixels)) throw new Error(`no pixels: ${answer.text.slice(0, 200)}`);
  return pixels.filter(isObject);
}

export function idsOf(answer: Answer): number[] {
  return rowsOf(answer).map((row) => Number(row['network_pixel_id']));
}

/** A table request with these filters; everything on one page. */
export function table(call: Call, query: JsonObject = {}, paging = 'page=1&page_size=2000'): Promise<Answer> {
  return call('POST', `/v1/networks/pixelstable?${paging}`, { body: { query } });
}

/** The body of an update that leaves a record as it is: what was read, less what the server owns. */
export function unchanged(detail: JsonObject): JsonObject {
  const { relationship: _relationship, time_created: _created, time_saved: _saved, ...rest } = detail;
  return rest;
}
