/** Error codes and server messages [S2] [S5]. */
import * as fc from 'fast-check';
import type { HttpResponse } from '../../../src/everflow/http';
import {
  MAX_MESSAGE_LENGTH,
  errorOfFailure,
  errorOfResponse,
  readErrorMessage,
  readRetryAfter,
} from '../../../src/everflow/errors';

const KEY = 'kEy-0123456789abcdef';
const NOW = Date.UTC(2026, 10, 22, 8, 0, 0);
const SEED = { seed: 20_261_122, numRuns: 500 };

function response(status: number, text: string, headers: Record<string, string> = {}): HttpResponse {
  return { kind: 'response', status, headers, text };
}

test.each([
  [400, '{"error":"postback_url is required"}', 'refused', 'postback_url is required'],
  [401, '{"error":"No Authentication Method Found"}', 'bad-key', 'No Authentication Method Found'],
  [403, '{"error":"Out of realm"}', 'realm', 'Out of realm'],
  [403, '{"Error":"IP 34.1.2.3 not allowed"}', 'ip-list', 'IP 34.1.2.3 not allowed'],
  [403, '{"error":"address is not in the whitelist"}', 'ip-list', 'address is not in the whitelist'],
  [403, '{"error":"Missing permission"}', 'permission', 'Missing permission'],
  [403, '{"error":"This description is shipped"}', 'permission', 'This description is shipped'],
  [404, '{"ERROR":"Not found"}', 'not-found', 'Not found'],
  [405, 'Method Not Allowed\n', 'refused', 'Method Not Allowed'],
  [408, '', 'no-answer', ''],
  [422, '{"message":"bad level"}', 'refused', 'bad level'],
  [429, '{"error":"rate"}', 'rate', 'rate'],
  [500, '{"error":{"message":"deep"}}', 'server', 'deep'],
  [502, '<html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1></html>', 'server', '502 Bad Gateway'],
  [503, '<html><title>Down</title><body></body></html>', 'server', 'Down'],
  [302, '', 'not-json', ''],
])('[S5] status %i with %s is %s', (status, text, code, message) => {
  expect(errorOfResponse(response(status, text), KEY, NOW)).toMatchObject({
    code,
    status,
    serverMessage: message,
    sent: status === 408 ? 'unknown' : 'yes',
  });
});

test.each([
  ['dns', 'unreachable', 'no'],
  ['refused', 'unreachable', 'no'],
  ['timeout', 'no-answer', 'unknown'],
  ['lost', 'no-answer', 'unknown'],
  ['bandwidth', 'no-answer', 'unknown'],
  ['batch', 'no-answer', 'unknown'],
  ['quota', 'google-quota', 'no'],
  ['permission', 'google-permission', 'no'],
] as const)('[S5] failure %s is %s, sent: %s', (failure, code, sent) => {
  expect(errorOfFailure({ kind: 'failure', code: failure })).toMatchObject({
    code,
    sent,
    status: 0,
    failure,
  });
});

test('[S5] a message in JSON is not a page: what looks like a tag stays', () => {
  expect(readErrorMessage('{"error":"expected <string>"}', KEY)).toBe('expected <string>');
});

test('[S5] error goes before message, and an empty error does not hide the message', () => {
  expect(readErrorMessage('{"message":"b","error":"a"}', KEY)).toBe('a');
  expect(readErrorMessage('{"error":"","message":"b"}', KEY)).toBe('b');
  expect(readErrorMessage('{"result":false}', KEY)).toBe('{"result":false}');
  expect(readErrorMessage('"just text"', KEY)).toBe('just text');
});

test('[S2] the key is masked wherever the server echoes it, also when cutting or dropping tags would join it', () => {
  expect(readErrorMessage(`{"error":"key ${KEY} revoked"}`, KEY)).toBe('key *** revoked');
  expect(readErrorMessage(`bad ${encodeURIComponent('a b/c')}`, 'a b/c')).toBe('bad ***');
  const padding = 'x'.repeat(MAX_MESSAGE_LENGTH - 10);
  expect(readErrorMessage(padding + KEY, KEY)).not.toContain('kEy');
  // Where tags are cut away or a long page ends, half a key could be left.
  const script = `<script>${'x'.repeat(995)}`;
  expect(readErrorMessage(`${script}${KEY}</script>`, KEY)).not.toMatch(/0123|cdef/);
  expect(readErrorMessage(`${'<hr>'.repeat(998)}${KEY}`, KEY)).not.toContain('kEy');
});

test('[S2] no body whatever puts the key into an error', () => {
  const anyText = fc.oneof(fc.string(), fc.constantFrom('<b>', '</b>', '\n', '"', '{', 'error', '<title>'));
  const body = fc
    .array(fc.oneof(anyText, fc.constant(KEY)), { maxLength: 30 })
    .map((parts) => parts.join(''));
  const wrapped = fc.oneof(
    body,
    body.map((error) => JSON.stringify({ error })),
    body.map((text) => JSON.stringify({ other: { text } })),
  );
  fc.assert(
    fc.property(wrapped, fc.integer({ min: 300, max: 599 }), (text, status) => {
      const error = errorOfResponse(response(status, text), KEY, NOW);
      expect(JSON.stringify(error)).not.toContain(KEY);
      expect(error.serverMessage.length).toBeLessThanOrEqual(MAX_MESSAGE_LENGTH);
      expect(error.serverMessage).not.toMatch(/[\r\n\t]/);
    }),
    SEED,
  );
});

test('[S5] a long message is cut at 300 characters and never inside a character', () => {
  const exact = 'a'.repeat(MAX_MESSAGE_LENGTH);
  expect(readErrorMessage(exact, KEY)).toBe(exact);
  const cut = readErrorMessage(`${exact}a`, KEY);
  expect(cut).toHaveLength(MAX_MESSAGE_LENGTH);
  expect(cut.endsWith('…')).toBe(true);
  expect(readErrorMessage(`${'a'.repeat(298)}😀😀`, KEY)).toBe(`${'a'.repeat(298)}…`);
});

test.each([
  ['7', 7000],
  ['0', 0],
  ['Sun, 22 Nov 2026 08:00:12 GMT', 12_000],
  ['Sun, 22 Nov 2026 07:59:00 GMT', 0],
  ['soon', 0],
  ['-3', 0],
  ['99999', 300_000],
  [undefined, 0],
])('[W3] Retry-After %s is %i ms', (header, ms) => {
  expect(readRetryAfter(header, NOW)).toBe(ms);
});
