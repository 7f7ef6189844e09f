/**
 * From what a script passes to UrlFetchApp to one checked request. Knows the documented argument rules; sends nothing.
 * Source: developers.google.com/apps-script/reference/url-fetch/url-fetch-app#advanced-parameters_1
 */
import { fromByteArray, isBlob } from '../services/blob';
import { NotModelled, ServiceError, tagOf } from '../strict';

/** A checked request. `body` null: none. `timeoutMs` is virtual. */
export interface FetchRequest {
  readonly url: string;
  readonly method: 'GET' | 'DELETE' | 'PATCH' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly muteHttpExceptions: boolean;
  readonly followRedirects: boolean;
  readonly timeoutMs: number;
}

/** Documented: "URL length 2 KB / call"; the reference gives 2,082 characters. */
const MAX_URL_CHARS = 2082;
/** Documented quotas per call: 100 headers, 8 KB of header, 50 MB of body. */
const MAX_HEADERS = 100;
const MAX_HEADER_BYTES = 8 * 1024;
export const MAX_BODY_BYTES = 50 * 1024 * 1024;
/** Documented default of timeoutSeconds: as long as an execution may last. */
const DEFAULT_TIMEOUT_SECONDS = 360;

const METHODS = ['GET', 'DELETE', 'PATCH', 'POST', 'PUT'] as const;
const KNOWN = new Set([
  'url',
  'contentType',
  'headers',
  'method',
  'payload',
  'useIntranet',
  'validateHttpsCertificates',
  'followRedirects',
  'muteHttpExceptions',
  'escaping',
  'timeoutSeconds',
]);
const FORBIDDEN_HEADERS = new Set(['host', 'content-length']);

type Params = Readonly<Record<string, unknown>>;

/** Reported form of every complaint about an argument. */
const invalid = (attribute: string): ServiceError =>
  new ServiceError(`Attribute provided with invalid value: ${attribute}`);

/** Throws a ServiceError with the reported text for an illegal argument, and NotModelled for an unknown one. */
export function checkRequest(url: unknown, params: unknown): FetchRequest {
  if (params !== undefined && params !== null && tagOf(params) !== 'Object') throw invalid('params');
  const options = (params ?? {}) as Params;
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) throw new NotModelled(`The UrlFetchApp parameter "${name}"`);
  }
  const method = methodOf(options['method']);
  const payload = payloadOf(options['payload']);
  if (payload !== null && method === 'GET') {
    throw new NotModelled('A UrlFetchApp payload with the method get, which "does not accept a payload",');
  }
  const headers = headersOf(options['headers']);
  const type = options['contentType'] ?? payload?.contentType;
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (payload !== null && (options['contentType'] !== undefined || !hasType)) {
    for (const name of Object.keys(headers)) if (name.toLowerCase() === 'content-type') delete headers[name];
    headers['Content-Type'] = String(type);
  }
  return {
    url: urlOf(url),
    method,
    headers,
    body: payload?.body ?? null,
    muteHttpExceptions: options['muteHttpExceptions'] === true,
    followRedirects: options['followRedirects'] !== false,
    timeoutMs: timeoutOf(options['timeoutSeconds']),
  };
}

function urlOf(url: unknown): string {
  if (url === undefined || url === null || url === '')
    throw new ServiceError('Attribute provided with no value: url');
  const text = String(url);
  if (text.length > MAX_URL_CHARS) throw new ServiceError('Limit Exceeded: URLFetch URL Length.');
  if (!/^https?:\/\/./i.test(text) || !URL.canParse(text))
    throw new ServiceError(`Invalid argument: ${text}`);
  return text;
}

/** Documented methods only; "get" by default. Reported: head and options are refused with this text. */
function methodOf(method: unknown): FetchRequest['method'] {
  const name = String(method ?? 'get').toUpperCase();
  const known = METHODS.find((candidate) => candidate === name);
  if (known === undefined) throw invalid('method');
  return known;
}

function headersOf(headers: unknown): Record<string, string> {
  if (headers === undefined || headers === null) return {};
  if (tagOf(headers) !== 'Object') throw invalid('headers');
  const entries = Object.entries(headers as Record<string, unknown>);
  // The limits are documented, the two texts are assumed by analogy with "URLFetch URL Length".
  if (entries.length > MAX_HEADERS) throw new ServiceError('Limit Exceeded: URLFetch Header Count.');
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}${String(value)}`), 0);
  if (size > MAX_HEADER_BYTES) throw new ServiceError('Limit Exceeded: URLFetch Header Size.');
  const result: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (value === null || value === undefined) throw invalid('Header:null');
    const text = String(value);
    const legal = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
    if (FORBIDDEN_HEADERS.has(name.toLowerCase()) || !legal) throw invalid(`Header:${name}`);
    result[name] = text;
  }
  return result;
}

/** Documented: string, byte array, blob, or an object whose fields become a form. The default type is a form's. */
function payloadOf(payload: unknown): { body: Buffer; contentType: string } | null {
  if (payload === undefined || payload === null) return null;
  const checked = bytesOf(payload);
  if (checked.body.length > MAX_BODY_BYTES) throw new ServiceError('Limit Exceeded: URLFetch POST Size.');
  return checked;
}

function bytesOf(payload: unknown): { body: Buffer; contentType: string } {
  const form = 'application/x-www-form-urlencoded';
  if (typeof payload === 'string') return { body: Buffer.from(payload, 'utf8'), contentType: form };
  if (Array.isArray(payload)) return { body: fromByteArray(payload), contentType: form };
  if (isBlob(payload)) {
    return { body: fromByteArray(payload.getBytes()), contentType: payload.getContentType() ?? form };
  }
  if (tagOf(payload) !== 'Object') throw invalid('payload');
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(payload as Record<string, unknown>)) {
    if (typeof value === 'object' && value !== null)
      throw new NotModelled(`A UrlFetchApp form field "${name}" that is an object`);
    fields.append(name, String(value));
  }
  return { body: Buffer.from(fields.toString()), contentType: form };
}

function timeoutOf(seconds: unknown): number {
  if (seconds === undefined || seconds === null) return DEFAULT_TIMEOUT_SECONDS * 1000;
  if (typeof seconds !== 'number' || !(seconds > 0)) throw invalid('timeoutSeconds');
  return seconds * 1000;
}
