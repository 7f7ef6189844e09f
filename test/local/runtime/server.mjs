/** A small HTTP server in a worker for the tests of UrlFetchApp: in the same thread it could never answer. Plain JavaScript, as workers are not transformed. */
import http from 'node:http';
import { parentPort as port } from 'node:worker_threads';
import zlib from 'node:zlib';

const hits = {};
let waiting = [];

const handlers = {
  '/echo': (request, url, body, response) => {
    const echo = { method: request.method, url: request.url, headers: request.headers, body };
    response.end(JSON.stringify(echo));
  },
  '/hits': (_request, _url, _body, response) => response.end(JSON.stringify(hits)),
  '/status': (_request, url, _body, response) => {
    response.statusCode = Number(url.searchParams.get('code'));
    response.end(`answer ${'x'.repeat(300)}`);
  },
  '/redirect': (_request, url, _body, response) => {
    const to = url.searchParams.get('to') ?? '/echo';
    response.writeHead(Number(url.searchParams.get('code') ?? 302), { Location: to });
    response.end();
  },
  '/loop': (_request, _url, _body, response) => {
    response.writeHead(302, { Location: '/loop' });
    response.end();
  },
  '/gzip': (_request, _url, _body, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' });
    response.end(zlib.gzipSync('plain again'));
  },
  '/headers': (_request, _url, _body, response) => {
    response.setHeader('X-MiXed', 'kept');
    response.setHeader('Set-Cookie', ['a=1', 'b=2']);
    response.end('');
  },
  '/latin1': (_request, _url, _body, response) => {
    response.setHeader('Content-Type', 'text/plain; charset=ISO-8859-1');
    response.end(Buffer.from([0xe4, 0xff]));
  },
  '/drop': (request) => request.socket.destroy(),
  '/hang': () => undefined,
  '/delay': (_request, url, _body, response) => {
    response.setHeader('X-Virtual-Elapsed-Ms', url.searchParams.get('ms') ?? '0');
    response.end('late');
  },
  // Answers nobody before `n` requests are waiting: only a parallel batch gets through.
  '/barrier': (_request, url, _body, response) => {
    waiting.push(() => response.end(url.searchParams.get('name') ?? ''));
    if (waiting.length < Number(url.searchParams.get('n'))) return;
    // Unless told otherwise, the last to arrive is answered first, so that order must come from the client.
    const inTurn = url.searchParams.has('inTurn') ? waiting : waiting.reverse();
    for (const answer of inTurn) answer();
    waiting = [];
  },
};

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://local');
  hits[url.pathname] = (hits[url.pathname] ?? 0) + 1;
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const handler = handlers[url.pathname];
    if (handler) return handler(request, url, Buffer.concat(chunks).toString('utf8'), response);
    response.statusCode = 404;
    return response.end('no such path');
  });
});
server.listen(0, '127.0.0.1', () => port.postMessage(server.address().port));
