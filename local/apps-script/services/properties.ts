/**
 * PropertiesService: stores of strings that outlive executions, one per script, user, or document.
 * Source: developers.google.com/apps-script/reference/properties/properties-service and …/guides/services/quotas.
 */
import type { Execution } from '../execution';
import type { DailyQuota } from './quota';
import { modelled, ServiceError, tagOf } from '../strict';

/** Documented: 9 KB per value. One practitioner measured far more in 2023; the documented bound is the one enforced. */
const MAX_VALUE_BYTES = 9 * 1024;
/** Documented: 500 KB per store. Counted over keys and values, as measured (tanaikech.github.io, 2023-05). */
const MAX_STORE_BYTES = 500 * 1024;

/** The durable contents of all stores, by the key of the store. */
export type PropertyStores = Map<string, Map<string, string>>;

export interface PropertiesOptions {
  readonly stores: PropertyStores;
  readonly quota: DailyQuota;
  /** Id of the open spreadsheet; null: there is none, and getDocumentProperties() is null. */
  readonly documentId: string | null;
}

/** Store keys, also used by the driver to look into the stores. */
export const storeKeys = {
  script: 'script',
  user: (email: string) => `user:${email}`,
  document: (id: string) => `document:${id}`,
};

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

function sizeOf(store: ReadonlyMap<string, string>): number {
  let total = 0;
  for (const [key, value] of store) total += bytes(key) + bytes(value);
  return total;
}

/** Documented in outline ("stringify"); the texts are reported. An empty key throws (tanaikech.github.io, 2023-05). */
function checkedEntry(key: unknown, value: unknown): [string, string] {
  const name = String(key);
  const text = String(value);
  if (key === null || key === undefined || name === '') throw new ServiceError('Invalid argument: key');
  if (bytes(text) > MAX_VALUE_BYTES) throw new ServiceError('Argument too large: value');
  return [name, text];
}

function createProperties(execution: Execution, store: Map<string, string>, quota: DailyQuota): object {
  const enter = (method: string, kind: 'read' | 'write', operations = 1, key?: unknown): void => {
    const about = key === undefined ? {} : { key: String(key) };
    execution.enter({ service: 'Properties', method, kind, leastMode: 'LIMITED', ...about });
    quota.use(execution.userEmail, operations);
  };
  const replace = (next: Map<string, string>): void => {
    if (sizeOf(next) > MAX_STORE_BYTES) {
      throw new ServiceError(
        'You have exceeded the property storage quota. Please remove some properties and try again.',
      );
    }
    store.clear();
    for (const [key, value] of next) store.set(key, value);
  };
  const properties: object = modelled('Properties', {
    getProperty(key: unknown): string | null {
      enter('getProperty', 'read', 1, key);
      return store.get(String(key)) ?? null;
    },
    getProperties(): Record<string, string> {
      enter('getProperties', 'read');
      return Object.fromEntries(store);
    },
    getKeys(): string[] {
      enter('getKeys', 'read');
      return [...store.keys()];
    },
    setProperty(key: unknown, value: unknown): object {
      enter('setProperty', 'write', 1, key);
      replace(new Map(store).set(...checkedEntry(key, value)));
      return properties;
    },
    setProperties(values: unknown, deleteAllOthers: unknown = false): object {
      if (tagOf(values) !== 'Object') throw new ServiceError('Invalid argument: properties');
      const entries = Object.entries(values as Record<string, unknown>);
      enter('setProperties', 'write', Math.max(1, entries.length));
      const next = deleteAllOthers === true ? new Map<string, string>() : new Map(store);
      for (const [key, value] of entries) next.set(...checkedEntry(key, value));
      replace(next);
      return properties;
    },
    deleteProperty(key: unknown): object {
      enter('deleteProperty', 'write', 1, key);
      store.delete(String(key));
      return properties;
    },
    deleteAllProperties(): object {
      enter('deleteAllProperties', 'write');
      store.clear();
      return properties;
    },
  });
  return properties;
}

export function createPropertiesService(execution: Execution, options: PropertiesOptions): object {
  const open = (method: string, key: string): object => {
    execution.enter({ service: 'PropertiesService', method, kind: 'navigate', leastMode: 'LIMITED' });
    const store = options.stores.get(key) ?? new Map<string, string>();
    options.stores.set(key, store);
    return createProperties(execution, store, options.quota);
  };
  return modelled('PropertiesService', {
    getScriptProperties: () => open('getScriptProperties', storeKeys.script),
    getUserProperties: () => open('getUserProperties', storeKeys.user(execution.userEmail)),
    getDocumentProperties: () =>
      options.documentId === null
        ? null
        : open('getDocumentProperties', storeKeys.document(options.documentId)),
  });
}
