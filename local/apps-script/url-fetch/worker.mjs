/**
 * The HTTP side of the local UrlFetchApp, in a worker thread so that the script can block: sends each request of a batch
 * in parallel, one hop each, and answers with the batch's id. Knows nothing of Apps Script. Plain JavaScript, because jest
 * does not transform worker files.
 */
import http from 'node:http';
import https from 'node:https';
import { workerData } from 'node:worker_threads';
import zlib from 'node:zlib';

const { port, signal } = workerData;
const flag = new Int32Array(signal);
// Idle connections are dropped before Node's servers drop theirs (5 s), so that a reset always means a fault.
const keepAlive = { keepAlive: true, timeout: 2000 };
const agents = { 'http:': new http.Agent(keepAlive), 'https:': new https.Agent(keepAlive) };
const decoders = { gzip: zlib.gunzipSync, deflate: zlib.inflateSync, br: zlib.brotliDecompressSync };

/** Resolves with `{ status, headers: [[name, value]…], body }` or `{ error: code }`; never rejects. */
function sendOne(request) {
  return new Promise((resolve) => {
    const url = new URL(request.url);
    const client = url.protocol === 'https:' ? https : http;
    const outgoing = client.request(
      url,
      { method: request.method, headers: request.headers, agent: agents[url.protocol] },
      (incoming) => {
        const chunks = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('error', (error) => finish({ error: error.code ?? 'ECONNRESET' }));
        incoming.on('aborted', () => finish({ error: 'ECONNRESET' }));
        incoming.on('end', () => finish(answerOf(incoming, Buffer.concat(chunks))));
      },
    );
    const timer = setTimeout(() => {
      finish({ error: 'ETIMEDOUT' });
      outgoing.destroy();
    }, request.timeoutMs);
    function finish(result) {
      clearTimeout(timer);
      resolve(result);
    }
    outgoing.on('error', (error) => finish({ error: error.code ?? error.message }));
    outgoing.end(request.body ?? undefined);
  });
}

function answerOf(incoming, raw) {
  const headers = [];
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.push([incoming.rawHeaders[i], incoming.rawHeaders[i + 1]]);
  }
  const decode = decoders[incoming.headers['content-encoding']];
  try {
    return { status: incoming.statusCode, headers, body: decode && raw.length > 0 ? decode(raw) : raw };
  } catch {
    return { error: 'EBADENCODING' };
  }
}

port.on('message', async ({ id, requests }) => {
  const results = await Promise.all(requests.map(sendOne));
  // The answer must lie in the port before the waiting thread wakes.
  port.postMessage({ id, results });
  Atomics.add(flag, 0, 1);
  Atomics.notify(flag, 0);
});
