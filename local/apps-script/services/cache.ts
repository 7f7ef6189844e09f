/**
 * CacheService: strings that vanish after a time, or earlier.
 * Source: developers.google.com/apps-script/reference/cache/cache
 */
import type { Execution } from '../execution';
import { modelled, ServiceError, tagOf } from '../strict';

const MAX_KEY_CHARS = 250;
const MAX_VALUE_BYTES = 100 * 1024;
const DEFAULT_SECONDS = 600;
const MIN_SECONDS = 1;
const MAX_SECONDS = 21_600;
/** Documented: past 1,000 items the 900 farthest from expiration are kept. */
const MAX_ITEMS = 1000;
const KEPT_ITEMS = 900;

interface Item {
  readonly value: string;
  readonly expiresMs: number;
}
/** The durable contents of all caches, by the key of the cache. Clearing one is an early eviction, which is always allowed. */
export type CacheStores = Map<string, Map<string, Item>>;

export interface CacheOptions {
  readonly stores: CacheStores;
  readonly documentId: string | null;
}

/** Out-of-range times are clamped in silence (seen by github.com/brucemcpherson/gas-fakes). */
function clampSeconds(seconds: unknown): number {
  if (seconds === undefined || seconds === null) return DEFAULT_SECONDS;
  if (typeof seconds !== 'number' || Number.isNaN(seconds)) {
    throw new ServiceError('Invalid argument: expirationInSeconds');
  }
  return Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, Math.trunc(seconds)));
}

function checkedKey(key: unknown): string {
  if (typeof key !== 'string' || key === '') throw new ServiceError('Invalid argument: key');
  if (key.length > MAX_KEY_CHARS) throw new ServiceError('Argument too large: key');
  return key;
}

function checkedValue(value: unknown): string {
  if (value === null || value === undefined) throw new ServiceError('Invalid argument: value');
  const text = String(value);
  if (Buffer.byteLength(text, 'utf8') > MAX_VALUE_BYTES) throw new ServiceError('Argument too large: value');
  return text;
}

function trim(store: Map<string, Item>): void {
  if (store.size <= MAX_ITEMS) return;
  const kept = [...store].sort(([, a], [, b]) => b.expiresMs - a.expiresMs).slice(0, KEPT_ITEMS);
  store.clear();
  for (const [key, item] of kept) store.set(key, item);
}

function createCache(execution: Execution, store: Map<string, Item>): object {
  const enter = (method: string, kind: 'read' | 'write'): void =>
    execution.enter({ service: 'Cache', method, kind, leastMode: 'LIMITED' });
  const read = (key: unknown): string | null => {
    const item = store.get(checkedKey(key));
    return item !== undefined && item.expiresMs > execution.clock.now() ? item.value : null;
  };
  const write = (key: unknown, value: unknown, seconds: unknown): void => {
    const expiresMs = execution.clock.now() + clampSeconds(seconds) * 1000;
    store.set(checkedKey(key), { value: checkedValue(value), expiresMs });
    trim(store);
  };
  const keysOf = (keys: unknown): unknown[] => {
    if (!Array.isArray(keys)) throw new ServiceError('Invalid argument: keys');
    return keys;
  };
  return modelled('Cache', {
    get(key: unknown): string | null {
      enter('get', 'read');
      return read(key);
    },
    getAll(keys: unknown): Record<string, string> {
      enter('getAll', 'read');
      const found = keysOf(keys).map((key): [string, string | null] => [String(key), read(key)]);
      return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== null));
    },
    put(key: unknown, value: unknown, seconds?: unknown): void {
      enter('put', 'write');
      write(key, value, seconds);
    },
    putAll(values: unknown, seconds?: unknown): void {
      enter('putAll', 'write');
      if (tagOf(values) !== 'Object') throw new ServiceError('Invalid argument: values');
      for (const [key, value] of Object.entries(values as Record<string, unknown>))
        write(key, value, seconds);
    },
    remove(key: unknown): void {
      enter('remove', 'write');
      store.delete(checkedKey(key));
    },
    removeAll(keys: unknown): void {
      enter('removeAll', 'write');
      for (const key of keysOf(keys)) store.delete(checkedKey(key));
    },
  });
}

export function createCacheService(execution: Execution, options: CacheOptions): object {
  const open = (method: string, key: string): object => {
    execution.enter({ service: 'CacheService', method, kind: 'navigate', leastMode: 'LIMITED' });
    const store = options.stores.get(key) ?? new Map<string, Item>();
    options.stores.set(key, store);
    return createCache(execution, store);
  };
  return modelled('CacheService', {
    getScriptCache: () => open('getScriptCache', 'script'),
    getUserCache: () => open('getUserCache', `user:${execution.userEmail}`),
    /** Null without a containing document: developers.google.com/apps-script/reference/cache/cache-service */
    getDocumentCache: () =>
      options.documentId === null ? null : open('getDocumentCache', `document:${options.documentId}`),
  });
}
