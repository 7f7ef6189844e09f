/**
 * Loaded into a process before its own code (`node --import`): sends what is meant for Google's API to the stand-in, and lets nothing out of this
 * machine. clasp and the libraries under it stay as they are. A process in which a real login could be found ends at once.
 *
 * From the environment: MADE_UP_HOME, the home folder with the made-up login; MADE_UP_API, the address of the stand-in.
 */
'use strict';
const { existsSync, readFileSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const { homedir } = require('node:os');
const path = require('node:path');

/** Google's hosts that the stand-in speaks for. */
const STOOD_IN_FOR = ['script.googleapis.com', 'oauth2.googleapis.com'];
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
/** Places where clasp or Google's libraries would look for another login. */
const OTHER_LOGINS = ['clasp_config_auth', 'GOOGLE_APPLICATION_CREDENTIALS', 'CLOUDSDK_CONFIG', 'APPDATA'];

const { MADE_UP_HOME: home, MADE_UP_API: api } = process.env;

/** Why this process could meet a real login or a real server, or null. */
function danger() {
  if (!home || homedir() !== home) return `the home folder is ${homedir()}, not ${home}`;
  const other = OTHER_LOGINS.find((name) => process.env[name] !== undefined);
  if (other) return `${other} is set`;
  const login = path.join(home, '.clasprc.json');
  // No login at all is harmless.
  if (existsSync(login)) {
    const { tokens } = JSON.parse(readFileSync(login, 'utf8'));
    const secrets = Object.values(tokens).flatMap(({ access_token, refresh_token, client_secret }) => [
      access_token,
      refresh_token,
      client_secret,
    ]);
    if (!secrets.every((secret) => secret.startsWith('made-up-')))
      return `the login in ${login} is not made up`;
  }
  return api && LOOPBACK.includes(new URL(api).hostname) ? null : `${api} is not an address of this machine`;
}

const why = danger();
if (why !== null) {
  process.stderr.write(`Refused to run: ${why}. A real login could be used here.\n`);
  process.exit(97);
}

const { request } = https;
https.request = function (target, ...others) {
  const isAddress = typeof target === 'string' || target instanceof URL;
  const done = others.find((one) => typeof one === 'function');
  const given = { ...(isAddress ? others.find((one) => typeof one === 'object') : target) };
  const url = isAddress ? new URL(target) : new URL(`https://${given.hostname ?? given.host}${given.path}`);
  if (!STOOD_IN_FOR.includes(url.hostname)) return request.apply(this, arguments);
  const { hostname, port } = new URL(api);
  const headers = { ...given.headers, host: url.hostname };
  const asked = `${url.pathname}${url.search}`;
  // A connection of its own, closed at the end: one that is kept alive would keep the process alive too.
  const to = { protocol: 'http:', host: hostname, hostname, port, path: asked, headers, agent: false };
  return http.request({ ...given, ...to }, done);
};
https.get = function (...args) {
  const asked = https.request(...args);
  asked.end();
  return asked;
};
syncBuiltinESMExports();

// Every TCP and TLS connection of Node begins here, whichever library wants it.
const connect = Reflect.get(net.Socket.prototype, 'connect');
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof first === 'object' ? first.host : typeof args[1] === 'string' ? args[1] : undefined;
  // A path is a socket or a pipe of this machine; no host means this machine.
  const isPipe = typeof first === 'string' || Boolean(first?.path);
  if (!isPipe && host !== undefined && !LOOPBACK.includes(host)) {
    process.stderr.write(`Refused to connect to ${host}: tests stay on this machine.\n`);
    process.exit(98);
  }
  return Reflect.apply(connect, this, args);
};
