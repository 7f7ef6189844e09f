/** Reads appsscript.json and answers what it permits: scopes and URLs. Knows nothing of requests or users. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of the manifest that changes what a script may do. Source: developers.google.com/apps-script/manifest */
export interface Manifest {
  readonly timeZone: string;
  /** Absent: scopes are detected automatically, so every scope counts as listed. */
  readonly oauthScopes?: readonly string[];
  /** Absent: every URL may be fetched. */
  readonly urlFetchWhitelist?: readonly string[];
}

/** Throws when the file is missing, is not JSON, or its allow-list breaks a documented rule. */
export function readManifest(dist: string): Manifest {
  const manifest = JSON.parse(readFileSync(join(dist, 'appsscript.json'), 'utf8')) as Partial<Manifest>;
  manifest.urlFetchWhitelist?.forEach(checkPrefix);
  return { ...manifest, timeZone: manifest.timeZone ?? 'Etc/UTC' };
}

/**
 * A prefix must be https, name a full domain (one leading "*." for sub-domains) and have a non-empty path.
 * Source: developers.google.com/apps-script/manifest/allowlist-url
 */
function checkPrefix(prefix: string): void {
  if (!/^https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?\//i.test(prefix)) {
    throw new Error(
      `appsscript.json has errors: urlFetchWhitelist: "${prefix}" must use the HTTPS scheme and have a full domain and a path.`,
    );
  }
}

/**
 * True if the list is absent or a prefix matches: same scheme and domain, and the path equal or a child at a "/" or "?" boundary,
 * compared with case. That "/foo" does not match "/foobar" is inferred from the word "child".
 * Source: developers.google.com/apps-script/manifest/allowlist-url
 */
export function mayFetch(manifest: Manifest, url: string): boolean {
  if (manifest.urlFetchWhitelist === undefined) return true;
  let target: URL;
  try {
    target = new URL(url);
  } catch {
    return false;
  }
  return manifest.urlFetchWhitelist.some((prefix) => matches(prefix, target));
}

function matches(prefix: string, target: URL): boolean {
  const [, host = '', path = '/'] = /^https:\/\/([^/]+)(\/.*)$/.exec(prefix) ?? [];
  if (target.protocol !== 'https:') return false;
  const domain = host.toLowerCase();
  const domainMatches = domain.startsWith('*.')
    ? target.host.endsWith(domain.slice(1)) && target.host.length > domain.length - 1
    : target.host === domain;
  if (!domainMatches) return false;
  const tail = target.pathname + target.search;
  if (!tail.startsWith(path)) return false;
  return path.endsWith('/') || ['', '/', '?'].includes(tail.charAt(path.length));
}
