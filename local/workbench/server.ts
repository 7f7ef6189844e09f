/**
 * The workbench over HTTP on loopback: one server, two origins. The page is `http://127.0.0.1:PORT`; the add-on's frames are
 * `http://localhost:PORT`, so that the browser keeps them apart as it does at Google.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Act, WorkbenchEvent, WorldAct } from './protocol';
import { UnknownPage, Workbench, type WorkbenchOptions } from './workbench';

export interface ServerOptions extends Omit<WorkbenchOptions, 'origins'> {
  /** 0: any free one. */
  readonly port: number;
  /** Folder of the built page; `index.html` is served at "/". */
  readonly page: string;
}

export interface RunningWorkbench {
  /** The page's address. */
  readonly url: string;
  readonly workbench: Workbench;
  close(): Promise<void>;
}

const BODY_BYTES = 64 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/** What the page and its frames may load: themselves, and nothing from elsewhere. */
function policies(port: number): { readonly page: string; readonly frame: string } {
  return {
    page: `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; frame-src http://localhost:${port}; worker-src 'self' blob:`,
    frame: `default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; frame-ancestors http://127.0.0.1:${port}`,
  };
}

/** A request that this server does not answer, with the status that says so. */
class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** @throws when the port is taken, or the kept state cannot be read; nothing listens then */
export async function startWorkbench(options: ServerOptions): Promise<RunningWorkbench> {
  const server = createServer();
  await listenOn(server, options.port, '127.0.0.1');
  const { port } = server.address() as AddressInfo;
  // Where "localhost" means the other loopback address first. A machine without it does not need it.
  const twin = createServer((request, response) => server.emit('request', request, response));
  await listenOn(twin, port, '::1').catch(() => undefined);
  const origins = { page: `http://127.0.0.1:${port}`, frame: `http://localhost:${port}` };
  const stop = async (): Promise<void> => {
    for (const each of [server, twin]) {
      each.closeAllConnections();
      if (each.listening) await new Promise((resolve) => each.close(resolve));
    }
  };
  let workbench: Workbench;
  try {
    workbench = new Workbench({ ...options, origins });
  } catch (error) {
    // A state that cannot be read must not leave a server behind that keeps the process alive.
    await stop();
    throw error;
  }
  const door = new Door(workbench, options.page, port);
  server.on('request', (request, response) => void door.answer(request, response));
  return {
    url: `${origins.page}/`,
    workbench,
    close: async () => {
      workbench.keep();
      await stop();
    },
  };
}

function listenOn(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

/** Who may ask what, and in which form it is answered. */
class Door {
  private readonly policies: ReturnType<typeof policies>;

  constructor(
    private readonly workbench: Workbench,
    private readonly folder: string,
    private readonly port: number,
  ) {
    this.policies = policies(port);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
      if (url.port !== String(this.port) || !['127.0.0.1', 'localhost'].includes(url.hostname))
        throw new Refused(421, 'This is a local workbench: open it by the address that it printed.');
      if (url.pathname === '/healthz') return json(response, { ok: true });
      if (url.hostname === 'localhost') await this.frame(request, response, url);
      else await this.page(request, response, url);
    } catch (error) {
      fail(response, error);
    }
  }

  // The page's origin

  private async page(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { pathname, searchParams } = url;
    const id = searchParams.get('page') ?? '';
    if (request.method === 'GET') {
      if (pathname === '/api/workbook')
        return json(response, this.workbench.open(id, searchParams.get('user') ?? undefined));
      if (pathname === '/api/events') return this.events(request, response, id);
      return this.file(response, pathname);
    }
    this.sameOrigin(request, `http://127.0.0.1:${this.port}`);
    const body = await bodyOf(request);
    switch (pathname) {
      case '/api/act':
        return json(response, this.workbench.act(id, body as Act[]));
      case '/api/undo':
        return json(response, this.workbench.undo(id));
      case '/api/redo':
        return json(response, this.workbench.redo(id));
      case '/api/menu':
        void this.workbench.menu(id, (body as { caption: string }).caption).catch(console.error);
        return json(response, {});
      case '/api/frame/close':
        this.workbench.close((body as { frame: string }).frame);
        return json(response, {});
      case '/api/world':
        return json(response, await this.workbench.world(id, body as WorldAct));
      default:
        throw new Refused(404, 'There is nothing at this address.');
    }
  }

  private events(request: IncomingMessage, response: ServerResponse, id: string): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = (event: WorkbenchEvent): void => {
      response.write(`data: ${JSON.stringify(event)}\n\n`);
      // Node holds back what is written until its thread is free, and a script may keep it for seconds.
      response.socket?.uncork();
    };
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    response.write(': hello\n\n');
    this.workbench.listen(id, send);
    request.on('close', () => {
      clearInterval(heartbeat);
      this.workbench.leave(id, send);
    });
  }

  private async file(response: ServerResponse, pathname: string): Promise<void> {
    const name = normalize(pathname === '/' ? '/index.html' : decodeURIComponent(pathname));
    const type = TYPES[extname(name)];
    if (!type || name.includes('..')) throw new Refused(404, 'There is nothing at this address.');
    const content = await readFile(join(this.folder, name)).catch(() => null);
    if (content === null) throw new Refused(404, 'There is nothing at this address.');
    response.writeHead(200, {
      'content-type': type,
      'cache-control': 'no-cache',
      'content-security-policy': this.policies.page,
    });
    response.end(content);
  }

  // The origin of frames

  private async frame(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (url.pathname === '/' && request.method === 'GET') {
      response.writeHead(302, { location: `http://127.0.0.1:${this.port}/${url.search}` });
      response.end();
      return;
    }
    const [, kind, id = '', what] = url.pathname.split('/');
    const frame = kind === 'frame' ? this.workbench.frame(id) : undefined;
    if (!frame) throw new Refused(404, 'This part of the add-on is not open any more.');
    if (what === undefined && request.method === 'GET') {
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': this.policies.frame,
      });
      response.end(frame.page);
    } else if (what === 'practice-key' && request.method === 'GET') {
      json(response, { key: this.workbench.practiceKey });
    } else if (what === 'call' && request.method === 'POST') {
      this.sameOrigin(request, `http://localhost:${this.port}`);
      const { name, args } = (await bodyOf(request)) as { name: string; args: unknown[] };
      json(response, await this.workbench.call(frame, name, args));
    } else throw new Refused(404, 'There is nothing at this address.');
  }

  /** Other sites can make a browser post to loopback; their origin gives them away. */
  private sameOrigin(request: IncomingMessage, origin: string): void {
    if (request.headers.origin !== origin) throw new Refused(403, 'Only the workbench itself may ask this.');
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_BYTES) throw new Refused(413, 'This is too much at once.');
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function fail(response: ServerResponse, error: unknown): void {
  const status = error instanceof Refused ? error.status : error instanceof UnknownPage ? 410 : 500;
  if (status === 500) console.error(error);
  if (response.headersSent) return void response.end();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ failed: error instanceof Error ? error.message : String(error) }));
}
