/**
 * A home folder with a made-up login, and the environment of a process that has nothing else: no other login, no proxy, and no way to any host but
 * this machine. clasp looks for a login in `.clasprc.json` of the home folder, in what the variable `clasp_config_auth` names, and (if asked
 * to) in what Google's own variables name.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The one token that the stand-in takes. */
export const ACCESS_TOKEN = 'made-up-access-token';

/** Far enough that clasp does not try to renew it; milliseconds since the epoch. */
const NEVER = Date.UTC(2100, 0, 1);

/** Loaded into each process before anything else of it; see there. */
export const HOOK = join(__dirname, 'loopback-only.cjs');

/**
 * Makes a login of the kind that `clasp login` leaves behind.
 * @param home a folder of its own
 * @param expiryMs when clasp has to renew it, which the stand-in refuses; milliseconds since the epoch
 */
export function writeLogin(home: string, expiryMs = NEVER): void {
  const tokens = {
    default: {
      type: 'authorized_user',
      client_id: 'made-up-client',
      client_secret: 'made-up-secret',
      refresh_token: 'made-up-refresh-token',
      access_token: ACCESS_TOKEN,
      expiry_date: expiryMs,
    },
  };
  const file = join(home, '.clasprc.json');
  mkdirSync(home, { recursive: true });
  writeFileSync(file, JSON.stringify({ tokens }));
  chmodSync(file, 0o600);
}

/**
 * The environment for clasp, and for scripts that start it.
 * @param home its home folder
 * @param api where the stand-in listens
 */
export function environment(home: string, api: string): Record<string, string> {
  const kept = ['PATH', 'Path', 'SystemRoot', 'TEMP', 'TMPDIR'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    MADE_UP_HOME: home,
    MADE_UP_API: api,
    NODE_OPTIONS: `--import ${pathToFileURL(HOOK).href}`,
    npm_config_update_notifier: 'false',
  };
}
