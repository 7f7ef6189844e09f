/** From the pull form's fields to the request that the server takes, or to what is wrong in them (P3). Pure. */
import type { Args } from '../bridge';

export type PullRequest = Args<'pullStart'>[0];
type Query = PullRequest['query'];
type SearchTerm = Query['searches'][number];

/** What stands in the form. `search` holds type and text of each search row; networks are named `host/id`. */
export interface PullFields {
  readonly status: string;
  readonly types: readonly string[];
  readonly methods: readonly string[];
  readonly partners: string;
  readonly offers: string;
  readonly searches: readonly { readonly type: string; readonly value: string }[];
  readonly details: boolean;
  /** '' where there is nothing to choose. */
  readonly network: string;
}

export interface PullProblems {
  readonly partners?: string;
  readonly offers?: string;
}

/** Names of the controls in the form. */
export function fieldsOf(form: FormData): PullFields {
  const texts = (name: string): string[] => form.getAll(name).map(String);
  const text = (name: string): string => texts(name)[0] ?? '';
  const values = texts('searchValue');
  return {
    status: text('status'),
    types: texts('type'),
    methods: texts('method'),
    partners: text('partners'),
    offers: text('offers'),
    searches: texts('searchType').map((type, at) => ({ type, value: values[at] ?? '' })),
    details: form.has('details'),
    network: text('network'),
  };
}

/**
 * @param recent an earlier filter, which takes the place of the filter in the form
 * @returns the request, or what must be put right first
 */
export function requestOf(
  fields: PullFields,
  recent?: Query,
): { readonly request: PullRequest } | { readonly problems: PullProblems } {
  const read = recent ? { query: recent } : queryOf(fields);
  if ('problems' in read) return read;
  const at = fields.network.lastIndexOf('/');
  const network = { host: fields.network.slice(0, at), id: Number(fields.network.slice(at + 1)) };
  const details = fields.details ? 'load' : 'skip';
  return { request: { query: read.query, details, ...(at > 0 && { network }) } };
}

function queryOf(fields: PullFields): { readonly query: Query } | { readonly problems: PullProblems } {
  const partners = idsIn(fields.partners);
  const offers = idsIn(fields.offers);
  if ('wrong' in partners || 'wrong' in offers) {
    return {
      problems: {
        ...('wrong' in partners && { partners: notAnId(partners.wrong, 'partner') }),
        ...('wrong' in offers && { offers: notAnId(offers.wrong, 'offer') }),
      },
    };
  }
  const query: Query = {
    status: fields.status as Query['status'],
    types: fields.types as Query['types'],
    methods: fields.methods as Query['methods'],
    partnerIds: partners.ids,
    offerIds: offers.ids,
    // Sent as given: a space may be what is searched for.
    searches: fields.searches.filter(({ value }) => value !== '') as SearchTerm[],
  };
  return { query };
}

/** Whole numbers with commas or spaces between them, or the first part that is none. */
export function idsIn(text: string): { readonly ids: readonly number[] } | { readonly wrong: string } {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => !/^[1-9]\d{0,14}$/.test(part));
  return wrong === undefined ? { ids: [...new Set(parts.map(Number))] } : { wrong };
}

/** @param what the ids are of, such as `partner` */
export function notAnId(text: string, what: string): string {
  return `“${text.slice(0, 40)}” is no ${what} ID. Enter whole numbers with commas between them.`;
}
