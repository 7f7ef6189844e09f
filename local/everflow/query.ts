/** Reads a table request (filters, search terms, paging) and selects the records it means. It knows no HTTP. */
import { badRequest } from './errors';
import { FILTER_METHODS, isObject, PIXEL_STATUSES, PIXEL_TYPES, sameType, type PixelRecord } from './records';
import type { Settings } from './settings';

export interface Paging {
  readonly page: number;
  readonly pageSize: number;
}

/** Fields that can be searched, from the API page. */
const SEARCH_TYPES = ['pixel_id', 'description', 'payload'] as const;
type SearchType = (typeof SEARCH_TYPES)[number];

type Test = (pixel: PixelRecord) => boolean;

function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw badRequest(`${name} must be one of ${allowed.join(', ')}`);
  return found;
}

function listOf<T>(name: string, value: unknown, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw badRequest(`${name} must be an array`);
  return value.map(read);
}

function idOf(name: string): (item: unknown) => number {
  return (item) => {
    if (typeof item !== 'number' || !Number.isInteger(item))
      throw badRequest(`${name} must hold whole numbers`);
    return item;
  };
}

function readCount(name: string, text: string | null, usual: number): number {
  if (text === null) return usual;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw badRequest(`${name} must be a whole number of at least 1`);
  return value;
}

/** Paging comes from the query string only; defaults 1 and 50, size capped (https://developers.everflow.io/user-guide/paging). */
export function readPaging(query: URLSearchParams, pageCap: number): Paging {
  const pageSize = readCount('page_size', query.get('page_size'), 50);
  return { page: readCount('page', query.get('page'), 1), pageSize: Math.min(pageSize, pageCap) };
}

/** One test per filter key; keys that are not here have no effect, as in any API that reads JSON into a struct. */
function filterTest(key: string, value: unknown): Test | undefined {
  switch (key) {
    case 'pixel_type': {
      const type = oneOf(key, value, PIXEL_TYPES);
      return (pixel) => sameType(pixel.pixel_type, type);
    }
    case 'network_offer_ids': {
      const ids = new Set(listOf(key, value, idOf(key)));
      return ids.size === 0
        ? undefined
        : (pixel) => pixel.pixel_level === 'global' || ids.has(pixel.network_offer_id);
    }
    case 'network_affiliate_ids': {
      const ids = new Set(listOf(key, value, idOf(key)));
      return ids.size === 0
        ? undefined
        : (pixel) => pixel.pixel_level === 'global_offer' || ids.has(pixel.network_affiliate_id);
    }
    case 'delivery_methods': {
      const methods = new Set<string>(listOf(key, value, (item) => oneOf(key, item, FILTER_METHODS)));
      return methods.size === 0 ? undefined : (pixel) => methods.has(pixel.delivery_method);
    }
    default:
      return undefined;
  }
}

function readFilters(value: unknown, settings: Settings): Test[] {
  if (value !== undefined && value !== null && !isObject(value))
    throw badRequest('filters must be an object');
  const tests: Test[] = [];
  let byStatus = false;
  for (const [key, wanted] of Object.entries(value ?? {})) {
    // Null is what a client sends for "not set".
    if (wanted === null) continue;
    let test: Test | undefined;
    if (settings.statusKeys.includes(key)) {
      const status = oneOf(key, wanted, PIXEL_STATUSES);
      byStatus = true;
      test = (pixel) => pixel.pixel_status === status;
    } else {
      test = filterTest(key, wanted);
    }
    if (test !== undefined && !settings.ignoredFilters.includes(key)) tests.push(test);
  }
  if (!byStatus && settings.activeOnlyDefault) tests.push((pixel) => pixel.pixel_status === 'active');
  return tests;
}

function searched(pixel: PixelRecord, type: SearchType): string {
  if (type === 'description') return pixel.description;
  return pixel.delivery_method === 'html' ? pixel.html_code : pixel.postback_url;
}

function readTerm(term: unknown, settings: Settings): Test {
  if (!isObject(term)) throw badRequest('search_terms must hold objects');
  const type = oneOf('search_type', term['search_type'], SEARCH_TYPES);
  const { value } = term;
  if (typeof value !== 'string') throw badRequest('value must be a string');
  if (type === 'pixel_id') {
    return settings.pixelIdSearch === 'exact'
      ? (pixel) => String(pixel.network_pixel_id) === value.trim()
      : (pixel) => String(pixel.network_pixel_id).includes(value.trim());
  }
  const wanted = value.toLowerCase();
  return (pixel) => searched(pixel, type).toLowerCase().includes(wanted);
}

/** The records that a table request's body means. Throws a 400 on wrong types and unsupported values. */
export function select(pixels: readonly PixelRecord[], body: unknown, settings: Settings): PixelRecord[] {
  if (!isObject(body)) throw badRequest('the body must be an object');
  const query = body['query'] ?? {};
  if (!isObject(query)) throw badRequest('query must be an object');
  const tests = readFilters(query['filters'], settings);
  const terms = listOf('search_terms', query['search_terms'] ?? [], (term) => readTerm(term, settings));
  if (terms.length > 0) {
    const all = settings.searchTerms === 'all';
    tests.push((pixel) => (all ? terms.every((term) => term(pixel)) : terms.some((term) => term(pixel))));
  }
  const found = pixels.filter((pixel) => tests.every((test) => test(pixel)));
  return settings.tableOrder === 'id' ? found : found.reverse();
}
