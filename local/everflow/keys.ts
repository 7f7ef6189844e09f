/** The API keys of the embedded networks, and what each may do. It knows no routes. */
import { ApiError, MESSAGES } from './errors';
import type { ApiKey } from './records';

/** What an operation needs of a key. */
export type Permission = 'none' | 'read' | 'write';

/** Names by which tests speak of keys. */
export type KeyName = 'main' | 'colleague' | 'readOnly' | 'noPostbacks' | 'revoked' | 'affiliate' | 'beta';

/** The names' values: local, and of no use anywhere else. */
export const KEY_VALUES: { readonly [name in KeyName]: string } = {
  main: 'local-acme-main-0A1B',
  colleague: 'local-acme-colleague-0C2D',
  readOnly: 'local-acme-read-only-0E3F',
  noPostbacks: 'local-acme-no-postbacks-0G4H',
  revoked: 'local-acme-revoked-0I5J',
  affiliate: 'local-acme-affiliate-0K6L',
  beta: 'local-beta-main-0M7N',
};

function key(name: KeyName, changes: Partial<ApiKey> = {}): [KeyName, ApiKey] {
  const usual = { networkId: 1, realm: 'network' as const, revoked: false, read: true, write: true };
  return [name, { value: KEY_VALUES[name], ...usual, ...changes }];
}

/** The keys with which every Everflow starts. */
export function startKeys(): Map<KeyName, ApiKey> {
  return new Map([
    key('main'),
    key('colleague'),
    key('readOnly', { write: false }),
    key('noPostbacks', { read: false, write: false }),
    key('revoked', { revoked: true }),
    key('affiliate', { realm: 'affiliate' }),
    key('beta', { networkId: 2 }),
  ]);
}

/** The name of a header value's key, whether or not it may be used. */
export function nameOfKey(
  keys: ReadonlyMap<KeyName, ApiKey>,
  value: string | undefined,
): KeyName | undefined {
  for (const [name, { value: known }] of keys) if (known === value) return name;
  return undefined;
}

/** The key of a request. Throws a 401 without one, or with one that is unknown or revoked. */
export function authenticate(keys: ReadonlyMap<KeyName, ApiKey>, value: string | undefined): ApiKey {
  if (value === undefined || value === '') throw new ApiError(401, MESSAGES.noKey);
  const name = nameOfKey(keys, value);
  const found = name === undefined ? undefined : keys.get(name);
  if (found === undefined || found.revoked) throw new ApiError(401, MESSAGES.badKey);
  return found;
}

/** Throws a 403 unless the key is a network key with the permission. */
export function authorize(given: ApiKey, permission: Permission): void {
  if (given.realm !== 'network') throw new ApiError(403, MESSAGES.outOfRealm);
  if (permission !== 'none' && !given[permission]) throw new ApiError(403, MESSAGES.noPermission);
}
