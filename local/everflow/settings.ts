/**
 * What can be said to the embedded Everflow before and while it runs: start options and live settings, with their
 * defaults and checks. It performs nothing.
 */

/** How this Everflow behaves where a customer, a key or the documents differ. All can be changed while it runs. */
export interface Settings {
  /** Requests per window and network, at least 1. Newest documents: 30/s, window 30 s, hence 900. */
  rateLimit: number;
  /** Length of the rate window in milliseconds. */
  rateWindowMs: number;
  /** Send `Retry-After` (whole seconds) with a 429. Not documented, hence off. */
  retryAfter: boolean;
  /** Greatest page size; larger ones are answered with this many rows and echo it. */
  pageCap: number;
  /** A table without status filter answers active postbacks only. */
  activeOnlyDefault: boolean;
  /** Filter keys that are accepted and have no effect, e.g. "status", "network_offer_ids". */
  ignoredFilters: string[];
  /** Under which keys the status filter is understood: the page names offer_status, its examples use status. */
  statusKeys: string[];
  /** Several search terms: all must match, or any. Not documented. */
  searchTerms: 'all' | 'any';
  /** A search for pixel_id: the whole id, or part of it. Not documented. */
  pixelIdSearch: 'exact' | 'contains';
  /** Order of table rows. Not documented; "newest" makes every create shift every page. */
  tableOrder: 'id' | 'newest';
  /** Spelling of the key in `{"error": "…"}`: newest documents, what clients observed, or in turn. */
  errorSpelling: 'error' | 'Error' | 'alternate';
  /** Refuse `GET /v1/networks` with 403. */
  networksRefused: boolean;
  /** Addresses from which calls are taken; empty = all (https://developers.everflow.io/user-guide/security). */
  ipAllowList: string[];
  /** Leave out of every answered record keys whose value is 0, "", false, null or []. */
  omitDefaults: boolean;
  /** Leave these keys out of every answered record. */
  omitKeys: string[];
  /** Answer `time_created` and `time_saved` by id too; the page's sample has none. */
  detailTimes: boolean;
  /** Answers of POST and PUT include `description`; the page's samples do not. */
  writeDescription: boolean;
  /** Partner, offer and event ids nobody knows: refused with 400, or stored. Not documented. */
  unknownIds: 'refuse' | 'accept';
  /** Every API answer takes this much virtual time (with `time: 'header'` only). */
  latencyMs: number;
}

export const DEFAULT_SETTINGS: Settings = {
  rateLimit: 900,
  rateWindowMs: 30_000,
  retryAfter: false,
  pageCap: 2000,
  activeOnlyDefault: false,
  ignoredFilters: [],
  statusKeys: ['status', 'offer_status'],
  searchTerms: 'all',
  pixelIdSearch: 'exact',
  tableOrder: 'id',
  errorSpelling: 'error',
  networksRefused: false,
  ipAllowList: [],
  omitDefaults: false,
  omitKeys: [],
  detailTimes: false,
  writeDescription: false,
  unknownIds: 'refuse',
  latencyMs: 0,
};

/** Start options; each has a default. */
export interface EverflowOptions {
  /** Postbacks of the main network in total, the two of the API page included. Default 2431. */
  readonly size?: number;
  /** Postbacks of the second network. Default 40. */
  readonly betaSize?: number;
  /** Seed of the generator. Default 1. */
  readonly seed?: number;
  /** True: hostile texts in every row; a number from 0 to 1: in that share of the rows. Default false. */
  readonly hostile?: boolean | number;
  /** 'real': the machine's clock. 'header': the greatest X-Virtual-Now-Ms seen so far. Default 'real'. */
  readonly time?: 'real' | 'header';
  /** With 'header': the clock before any header was seen, milliseconds since the epoch. Default 2026-11-22 08:00 UTC. */
  readonly startMs?: number;
  /** 0 = any free port (default). */
  readonly port?: number;
  readonly settings?: Partial<Settings>;
}

/** Start options with every default filled in. */
export interface ResolvedOptions {
  readonly size: number;
  readonly betaSize: number;
  readonly seed: number;
  readonly hostileRatio: number;
  readonly time: 'real' | 'header';
  readonly startMs: number;
  readonly port: number;
  readonly settings: Settings;
}

function checkWhole(name: string, value: number, least: number): number {
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`Everflow: ${name} must be a whole number of at least ${least}, not ${value}`);
  }
  return value;
}

/** `settings` with `patch` laid over it. Throws on a name that does not exist or a value of another kind. */
export function patchSettings(settings: Settings, patch: { readonly [name: string]: unknown }): Settings {
  for (const [name, value] of Object.entries(patch)) {
    if (!(name in DEFAULT_SETTINGS)) throw new Error(`Everflow: no setting "${name}"`);
    const usual = DEFAULT_SETTINGS[name as keyof Settings];
    if (typeof value !== typeof usual || Array.isArray(value) !== Array.isArray(usual)) {
      throw new Error(`Everflow: setting "${name}" cannot be ${JSON.stringify(value)}`);
    }
  }
  const next = { ...settings, ...patch };
  checkWhole('rateLimit', next.rateLimit, 1);
  checkWhole('rateWindowMs', next.rateWindowMs, 1);
  checkWhole('pageCap', next.pageCap, 1);
  checkWhole('latencyMs', next.latencyMs, 0);
  return next;
}

/** Fills in defaults. Throws on sizes or ratios out of range. */
export function resolveOptions(options: EverflowOptions): ResolvedOptions {
  const { hostile = false } = options;
  const hostileRatio = typeof hostile === 'number' ? hostile : Number(hostile);
  if (!(hostileRatio >= 0 && hostileRatio <= 1))
    throw new Error(`Everflow: hostile must be 0 to 1, not ${hostile}`);
  return {
    size: checkWhole('size', options.size ?? 2431, 0),
    betaSize: checkWhole('betaSize', options.betaSize ?? 40, 0),
    seed: checkWhole('seed', options.seed ?? 1, 0),
    hostileRatio,
    time: options.time ?? 'real',
    startMs: options.startMs ?? Date.UTC(2026, 10, 22, 8),
    port: checkWhole('port', options.port ?? 0, 0),
    settings: patchSettings(DEFAULT_SETTINGS, { ...options.settings }),
  };
}
