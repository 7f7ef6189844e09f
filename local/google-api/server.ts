/**
 * The Apps Script API over HTTP on loopback, as far as clasp needs it to make a project, read it and push to it. Whoever asks for anything else
 * is told that it is not modelled.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCESS_TOKEN } from './made-up-login';
import { Projects, Refused } from './projects';

/** One answered request. */
export interface Exchange {
  /** The host that was meant, such as script.googleapis.com. */
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** What goes wrong, until it is taken back. */
export interface Misfortunes {
  /** The account has not turned the Apps Script API on. */
  apiOff: boolean;
  /** A push is answered as if it had worked, and nothing is kept. */
  pushIsLost: boolean;
}

const NONE: Misfortunes = { apiOff: false, pushIsLost: false };

export interface GoogleApi {
  /** `http://127.0.0.1:<port>`: stands for each of Google's hosts. */
  readonly url: string;
  readonly projects: Projects;
  /** Changed in place by whoever wants something to go wrong. */
  readonly misfortunes: Misfortunes;
  /** All requests so far, in their order. */
  readonly exchanges: readonly Exchange[];
  /** Begins anew: no project, no request, nothing goes wrong. */
  reset(): void;
  close(): Promise<void>;
}

/** Words of Google's, seen in https://github.com/google/clasp/issues/973 */
const API_OFF =
  'User has not enabled the Apps Script API. Enable it by visiting https://script.google.com/home/usersettings then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.';
const NO_LOGIN =
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.';
const STATUS_NAMES = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
};

export async function startGoogleApi(): Promise<GoogleApi> {
  const state = { projects: new Projects(), misfortunes: { ...NONE }, exchanges: [] as Exchange[] };
  const server = createServer((request, response) => void answer(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get projects() {
      return state.projects;
    },
    get misfortunes() {
      return state.misfortunes;
    },
    get exchanges() {
      return state.exchanges;
    },
    reset: () =>
      void Object.assign(state, { projects: new Projects(), misfortunes: { ...NONE }, exchanges: [] }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type State = Pick<GoogleApi, 'projects' | 'misfortunes'> & { readonly exchanges: Exchange[] };

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', headers, url = '' } = request;
  const host = headers.host ?? '';
  const body = await bodyOf(request);
  const { status, value } = outcomeOf(() => {
    if (host === 'oauth2.googleapis.com') return renewal(method, url);
    if (host !== 'script.googleapis.com') throw new Error(`Not modelled: the host ${host}`);
    if (headers.authorization !== `Bearer ${ACCESS_TOKEN}`) throw new Refused(401, NO_LOGIN);
    if (state.misfortunes.apiOff) throw new Refused(403, API_OFF);
    return { status: 200, value: script(state, method, url, body) };
  });
  state.exchanges.push({ host, method, path: url, status });
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(value));
}

interface Outcome {
  readonly status: number;
  readonly value: unknown;
}

function outcomeOf(act: () => Outcome): Outcome {
  try {
    return act();
  } catch (error) {
    const { message } = error as Error;
    // 501 is none of Google's: it says that this stand-in does not know.
    if (!(error instanceof Refused)) return { status: 501, value: errorOf(501, message, 'UNIMPLEMENTED') };
    const reason = STATUS_NAMES[error.status];
    return { status: error.status, value: errorOf(error.status, message, reason) };
  }
}

const errorOf = (code: number, message: string, status: string): object => ({
  error: { code, message, errors: [{ message, domain: 'global', reason: status }], status },
});

/** A login is renewed only in so far as it cannot be: https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
function renewal(method: string, path: string): Outcome {
  if (method !== 'POST' || path !== '/token') throw new Error(`Not modelled: ${method} ${path}`);
  const value = { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' };
  return { status: 400, value };
}

function script({ projects, misfortunes }: State, method: string, path: string, body: unknown): object {
  if (method === 'POST' && path === '/v1/projects') {
    const { title, parentId, ...rest } = body as { title?: string; parentId?: string };
    if (parentId !== undefined || Object.keys(rest).length > 0)
      throw new Error('Not modelled: a project that is bound to a file');
    if (!title) throw new Refused(400, 'Request contains an invalid argument.');
    return { scriptId: projects.create(title), title };
  }
  const [, scriptId] = /^\/v1\/projects\/([\w-]+)\/content$/.exec(path) ?? [];
  if (scriptId === undefined) throw new Error(`Not modelled: ${method} ${path}`);
  if (method === 'GET') return { scriptId, files: projects.files(scriptId) };
  if (method !== 'PUT') throw new Error(`Not modelled: ${method} ${path}`);
  const { files } = body as { files: unknown };
  const before = projects.files(scriptId);
  projects.replace(scriptId, files);
  if (misfortunes.pushIsLost) projects.replace(scriptId, before);
  return { scriptId, files };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  return text.startsWith('{') ? JSON.parse(text) : {};
}
