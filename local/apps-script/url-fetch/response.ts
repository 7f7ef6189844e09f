/**
 * HTTPResponse: what a script sees of an answer.
 * Source: developers.google.com/apps-script/reference/url-fetch/http-response
 */
import { createBlob, decode, toSigned } from '../services/blob';
import { modelled } from '../strict';
import type { WireAnswer } from './bridge';

/** Header names keep the case in which they arrived: compare them without case. A repeated header shows its last value in the map. */
export function createResponse(answer: WireAnswer): object {
  const typeHeader = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  const charset = /charset="?([\w-]+)/i.exec(typeHeader ?? '')?.[1] ?? 'UTF-8';
  return modelled('HTTPResponse', {
    getResponseCode: () => answer.status,
    getContentText: (wanted: unknown = charset): string => decode(answer.body, wanted),
    getContent: () => toSigned(answer.body),
    getHeaders: (): Record<string, string> => Object.fromEntries(answer.headers),
    getAllHeaders(): Record<string, string | string[]> {
      const all = new Map<string, string[]>();
      for (const [name, value] of answer.headers) all.set(name, [...(all.get(name) ?? []), value]);
      return Object.fromEntries(
        [...all].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
      );
    },
    getBlob: () => createBlob(answer.body, typeHeader?.split(';')[0] ?? null, null),
  });
}
