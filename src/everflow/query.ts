/**
 * What a pull asks for: filters and search terms of the table [P3], as plain JSON that can be stored, sent, described, and
 * applied again locally. Source: https://developers.everflow.io/docs/network/postbacks
 */
import type { FieldValues, JsonObject } from '../core/postback';
import { FILTER_METHODS, PIXEL_STATUSES, PIXEL_TYPES } from '../core/postback';

/**
 * The key of the status filter. The API page's field table says `offer_status`, all its examples say `status`; a server that
 * ignores it is found out by `ignoredFilters`.
 */
export const STATUS_KEY = 'status';

export type QueryStatus = (typeof PIXEL_STATUSES)[number] | '';
export type QueryType = (typeof PIXEL_TYPES)[number];
export type QueryMethod = (typeof FILTER_METHODS)[number];
export type SearchType = 'pixel_id' | 'description' | 'payload';

export interface SearchTerm {
  readonly type: SearchType;
  /** Sent as given. `payload` searches the HTML code or the URL, whichever the postback uses. */
  readonly value: string;
}

export interface PullQuery {
  /** '' = any */
  readonly status: QueryStatus;
  /** Empty or all = any. The server takes one only; several are filtered here. */
  readonly types: readonly QueryType[];
  /** Also returns postbacks that serve all offers [P4]. */
  readonly offerIds: readonly number[];
  /** Also returns postbacks that serve all partners [P4]. */
  readonly partnerIds: readonly number[];
  /** Empty or all = any, other methods than these included. */
  readonly methods: readonly QueryMethod[];
  readonly searches: readonly SearchTerm[];
}

export const EVERYTHING: PullQuery = {
  status: '',
  types: [],
  offerIds: [],
  partnerIds: [],
  methods: [],
  searches: [],
};

/** Filters that can be checked on a row, and so be found ignored by the server. */
export type CheckedFilter = 'status' | 'type' | 'method';

function narrows<T>(chosen: readonly T[], all: readonly T[]): boolean {
  return chosen.length > 0 && !all.every((item) => chosen.includes(item));
}

/** The body of `POST /v1/networks/pixelstable`; paging stands in the URL and nowhere else [P1]. */
export function toBody(query: PullQuery): JsonObject {
  const types = [...new Set(query.types)];
  const filters: JsonObject = {
    ...(query.status !== '' && { [STATUS_KEY]: query.status }),
    ...(types.length === 1 && { pixel_type: types[0]! }),
    ...(query.offerIds.length > 0 && { network_offer_ids: query.offerIds }),
    ...(query.partnerIds.length > 0 && { network_affiliate_ids: query.partnerIds }),
    ...(narrows(query.methods, FILTER_METHODS) && { delivery_methods: query.methods }),
  };
  const terms = query.searches.map(({ type, value }): JsonObject => ({ search_type: type, value }));
  return { query: terms.length > 0 ? { filters, search_terms: terms } : { filters } };
}

/** True if the query asks for every postback of the network. */
export function isUnfiltered(query: PullQuery): boolean {
  return (
    query.status === '' &&
    !narrows(query.types, PIXEL_TYPES) &&
    query.offerIds.length === 0 &&
    query.partnerIds.length === 0 &&
    !narrows(query.methods, FILTER_METHODS) &&
    query.searches.length === 0
  );
}

/** The filters among status, type and method that a row contradicts. A field that is not told contradicts nothing. */
function contradicted(fields: FieldValues, query: PullQuery): CheckedFilter[] {
  const { pixel_status: status, pixel_type: rawType, delivery_method: method } = fields;
  const type = rawType === 'event' ? 'post_conversion' : rawType;
  const found: CheckedFilter[] = [];
  if (query.status !== '' && status !== undefined && status !== query.status) found.push('status');
  if (narrows(query.types, PIXEL_TYPES) && type !== undefined) {
    if (!(query.types as readonly unknown[]).includes(type)) found.push('type');
  }
  if (narrows(query.methods, FILTER_METHODS) && method !== undefined) {
    if (!(query.methods as readonly unknown[]).includes(method)) found.push('method');
  }
  return found;
}

/**
 * True if a row belongs to the query by its status, type and method [P3]. Search terms and offer and partner filters are not
 * applied again: rows of wider scope are wanted [P4], and how the server matches text is its own affair.
 */
export function matchesLocally(fields: FieldValues, query: PullQuery): boolean {
  return contradicted(fields, query).length === 0;
}

/** The filters that were sent and that these rows of the server's answer contradict: the server ignored them [P3]. */
export function ignoredFilters(rows: readonly FieldValues[], query: PullQuery): CheckedFilter[] {
  const found = new Set<CheckedFilter>();
  for (const row of rows) for (const filter of contradicted(row, query)) found.add(filter);
  // Several types are never sent, so the server cannot have ignored them.
  if (new Set(query.types).size !== 1) found.delete('type');
  return (['status', 'type', 'method'] as const).filter((filter) => found.has(filter));
}

const TYPE_WORDS: { readonly [T in QueryType]: string } = {
  conversion: 'conversion',
  post_conversion: 'event',
  cpc: 'CPC',
};
const SEARCH_WORDS: { readonly [T in SearchType]: string } = {
  pixel_id: 'ID is',
  description: 'description contains',
  payload: 'URL or code contains',
};
const MAX_LISTED = 5;

function idList(one: string, ids: readonly number[]): string {
  const listed = ids.slice(0, MAX_LISTED).join(', ');
  const more = ids.length > MAX_LISTED ? ` and ${ids.length - MAX_LISTED} more` : '';
  return `${one}${ids.length === 1 ? '' : 's'} ${listed}${more}`;
}

/** A short label for people, for example `Active event postbacks · partner 12 · URL or code contains "t.old.com"`. */
export function describeQuery(query: PullQuery): string {
  if (isUnfiltered(query)) return 'All postbacks';
  const words: string[] = query.status === '' ? [] : [query.status];
  if (narrows(query.types, PIXEL_TYPES)) {
    words.push(
      PIXEL_TYPES.filter((type) => query.types.includes(type))
        .map((t) => TYPE_WORDS[t])
        .join(' and '),
    );
  }
  const head = [...words, 'postbacks'].join(' ');
  const parts = [head.charAt(0).toUpperCase() + head.slice(1)];
  if (query.offerIds.length > 0) parts.push(idList('offer', query.offerIds));
  if (query.partnerIds.length > 0) parts.push(idList('partner', query.partnerIds));
  if (narrows(query.methods, FILTER_METHODS)) parts.push(`method ${query.methods.join(' or ')}`);
  for (const { type, value } of query.searches) {
    parts.push(type === 'pixel_id' ? `${SEARCH_WORDS[type]} ${value}` : `${SEARCH_WORDS[type]} "${value}"`);
  }
  return parts.join(' · ');
}
