/**
 * Body text of a good answer -> records. It checks the shape and nothing else: what a record means is `core/record.ts`, and
 * whether its numbers survived parsing is `hasUnsafeNumber` there [P7].
 */
import type { Json, JsonObject } from '../core/postback';

export interface TablePage {
  /** As sent, with all unknown keys. */
  readonly rows: readonly JsonObject[];
  /** As echoed by the server, from 1. */
  readonly page: number;
  /** As echoed by the server: this counts, not what was asked for [P1]. At least 1. */
  readonly pageSize: number;
  readonly totalCount: number;
  /** Length of the answer in characters, for the size of the next batch. */
  readonly length: number;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object in a text; undefined if it is not one. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return isObject(data) ? data : undefined;
  } catch {
    // Told by `undefined`; the parser's message quotes the body, which nobody needs.
    return undefined;
  }
}

/** A whole number that is exact, not negative, and 0 when left out: default-valued keys may be left out of answers. */
function count(value: Json | undefined): number | undefined {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * A page of `pixelstable`; undefined if the body is not one. `pixels` may be null or left out when there is nothing to list,
 * but rows without a total or a page size are no page: nobody could tell whether it is the last one.
 */
export function parseTable(text: string): TablePage | undefined {
  const body = parseObject(text);
  if (body === undefined || !isObject(body['paging'])) return undefined;
  const pixels = body['pixels'] ?? [];
  if (!Array.isArray(pixels) || !pixels.every(isObject)) return undefined;
  const rows = pixels as readonly JsonObject[];
  const page = count(body['paging']['page']);
  const pageSize = count(body['paging']['page_size']);
  const totalCount = count(body['paging']['total_count']);
  if (page === undefined || pageSize === undefined || totalCount === undefined) return undefined;
  if ((rows.length > 0 || totalCount > 0) && (pageSize === 0 || totalCount === 0)) return undefined;
  return { rows, page: Math.max(1, page), pageSize: Math.max(1, pageSize), totalCount, length: text.length };
}

/** A postback's id; 0 if the record has no usable one. */
export function idOf(record: JsonObject): number {
  const id = record['network_pixel_id'];
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : 0;
}

/** One record, which must carry an id; undefined if the body is not one. */
export function parseRecord(text: string): JsonObject | undefined {
  const record = parseObject(text);
  return record !== undefined && idOf(record) > 0 ? record : undefined;
}
