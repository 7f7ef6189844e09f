/**
 * The HTTP server: reads requests and writes answers. What is answered is none of its business.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VIRTUAL_NOW_HEADER } from './clock';
import { answerControl } from './control-routes';
import { BROKEN_STATUS, exchange } from './exchange';
import { JSON_TYPE, type Reply } from './reply';
import type { ApiRequest } from './routes';
import type { ResolvedOptions } from './settings';
import { EverflowState } from './state';

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function send(response: ServerResponse, result: Reply): void {
  const body = Buffer.from(result.body, 'utf8');
  if (result.cut === 'whole') {
    response.destroy();
    return;
  }
  response.writeHead(result.status, { ...result.headers, 'Content-Length': String(body.length) });
  if (result.cut === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

async function serveApi(
  state: EverflowState,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request: ApiRequest = {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    body: await readBody(incoming),
    key: header(incoming, 'x-eflow-api-key'),
    address: (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
  const { result, realMs } = exchange(state, request, header(incoming, VIRTUAL_NOW_HEADER));
  try {
    if (realMs > 0) await wait(realMs);
    send(response, result);
  } finally {
    state.log.done();
  }
}

async function serveControl(
  state: EverflowState,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const result = answerControl(state, {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    body: await readBody(incoming),
  });
  // A test's thread may block for long between two control calls: no connection is kept that could go stale.
  response.writeHead(result.status, { 'Content-Type': JSON_TYPE, Connection: 'close' });
  response.end(result.body);
}

/** A running server. */
export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('Everflow: no port'));
      else resolve(address);
    });
  });
}

/** Serves in this thread, on the loopback address only. Rejects when the port is taken. */
export async function serve(options: ResolvedOptions): Promise<RunningServer> {
  const state = new EverflowState(options);
  const server = createServer((incoming, response) => {
    const handle = incoming.url?.startsWith('/__control/') === true ? serveControl : serveApi;
    handle(state, incoming, response).catch((cause: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(BROKEN_STATUS, { 'Content-Type': 'text/plain' }).end(String(cause));
    });
  });
  // Clients in virtual time may be silent for long: a connection closed meanwhile would look like a network fault.
  server.keepAliveTimeout = 600_000;
  server.requestTimeout = 0;
  const { port } = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
