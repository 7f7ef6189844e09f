/** Utilities: laws of the encodings, known digests, dates in zones. */
import * as fc from 'fast-check';
import { googleRunning } from './support';

const SEED = 20_260_105;

/** One execution for all samples of a law. */
function forAll<T>(values: fc.Arbitrary<T>, body: string): unknown {
  const samples = fc.sample(values, { numRuns: 200, seed: SEED });
  return googleRunning(`const bad = args[0].filter((x) => { ${body} }); return bad;`).run('main', [samples]);
}

const text = fc.string({ unit: 'grapheme', maxLength: 50 });

test(`gzip and ungzip give back every text (seed ${SEED})`, () => {
  expect(
    forAll(text, 'return Utilities.ungzip(Utilities.gzip(Utilities.newBlob(x))).getDataAsString() !== x;'),
  ).toEqual([]);
});

test(`base64 gives back every text and every byte array (seed ${SEED})`, () => {
  expect(
    forAll(
      text,
      'return Utilities.newBlob(Utilities.base64Decode(Utilities.base64Encode(x, Utilities.Charset.UTF_8))).getDataAsString() !== x;',
    ),
  ).toEqual([]);
  const bytes = fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 50 });
  expect(
    forAll(
      bytes,
      'const e = Utilities.base64EncodeWebSafe(x); return /[+/]/.test(e) || JSON.stringify(Utilities.base64DecodeWebSafe(e)) !== JSON.stringify(x);',
    ),
  ).toEqual([]);
});

test('ungzip wants a blob that says it is gzip', () => {
  const google = googleRunning(`
    const message = (work) => { try { work(); } catch (error) { return error.message; } return 'no exception'; };
    const bytes = Utilities.gzip(Utilities.newBlob('text')).getBytes();
    return [
      message(() => Utilities.ungzip(Utilities.newBlob(bytes))),
      message(() => Utilities.ungzip(Utilities.newBlob(bytes).setContentType('application/x-gzip'))),
      message(() => Utilities.ungzip(Utilities.newBlob('junk', 'application/x-gzip'))),
      Utilities.gzip(Utilities.newBlob('a', 'text/plain', 'a.txt'), 'b.gz').getName(),
    ];`);
  expect(google.run('main')).toEqual([
    'Invalid argument',
    'no exception',
    'Could not decompress gzip.',
    'b.gz',
  ]);
});

test('digests are signed bytes, and lose what is not ASCII without a charset', () => {
  const google = googleRunning(`
    const hex = (bytes) => bytes.map((b) => ((b + 256) % 256).toString(16).padStart(2, '0')).join('');
    const { SHA_256, MD5 } = Utilities.DigestAlgorithm;
    return {
      sha: hex(Utilities.computeDigest(SHA_256, 'abc')),
      md5: hex(Utilities.computeDigest(MD5, 'abc')),
      bytes: hex(Utilities.computeDigest(SHA_256, [97, 98, 99])),
      lossy: hex(Utilities.computeDigest(SHA_256, 'ö')) === hex(Utilities.computeDigest(SHA_256, '?')),
      utf8: hex(Utilities.computeDigest(SHA_256, 'ö', Utilities.Charset.UTF_8)),
      utf8Bytes: hex(Utilities.computeDigest(SHA_256, Utilities.newBlob('ö').getBytes())),
      signed: Utilities.computeDigest(SHA_256, 'abc').some((b) => b < 0),
      hmac: hex(Utilities.computeHmacSha256Signature('what do ya want for nothing?', 'Jefe')),
    };`);
  // Known answers: RFC 6234 section 8.5, RFC 1321 appendix 5, RFC 4231 test case 2.
  expect(google.run('main')).toMatchObject({
    sha: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    md5: '900150983cd24fb0d6963f7d28e17f72',
    bytes: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    lossy: true,
    signed: true,
    hmac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  });
  const { utf8, utf8Bytes } = google.run('main') as { utf8: string; utf8Bytes: string };
  expect(utf8).toBe(utf8Bytes);
});

test('blobs have type, name and signed bytes', () => {
  const google = googleRunning(`
    const blob = Utilities.newBlob('é', 'text/csv', 'a.csv');
    const copy = blob.copyBlob().setBytes([104, 105]).setName('b');
    return [blob.getBytes(), blob.getContentType(), blob.getName(), Utilities.newBlob('x').getContentType(), Utilities.newBlob([1]).getContentType(), copy.getDataAsString(), copy.getName()];`);
  expect(google.run('main')).toEqual([[-61, -87], 'text/csv', 'a.csv', 'text/plain', null, 'hi', 'b']);
});

test.each([
  ['UTC', "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", '2026-03-08T07:05:09.012Z'],
  ['America/New_York', 'yyyy-MM-dd HH:mm', '2026-03-08 03:05'],
  ['America/Denver', 'yyyy-MM-dd HH:mm hh', '2026-03-08 00:05 12'],
  ['America/New_York', 'h:mm a Z X XXX', '3:05 AM -0400 -04 -04:00'],
  ['Asia/Kolkata', 'EEE, d MMM yy hh:mm a', 'Sun, 8 Mar 26 12:35 PM'],
  ['UTC', "EEEE MMMM d 'o''clock' u XXX", "Sunday March 8 o'clock 7 Z"],
])('formatDate in %s with %s', (zone, pattern, expected) => {
  const google = googleRunning('return Utilities.formatDate(new Date(args[0]), args[1], args[2]);');
  expect(google.run('main', [Date.UTC(2026, 2, 8, 7, 5, 9, 12), zone, pattern])).toBe(expected);
});

test('formatDate is loud about what it does not know', () => {
  const google = googleRunning(
    'return Utilities.formatDate(args[0] === null ? "today" : new Date(args[0]), args[1], args[2]);',
  );
  expect(() => google.run('main', [0, 'UTC', 'YYYY'])).toThrow('pattern letters "YYYY" is not modelled');
  expect(() => google.run('main', [0, 'Mars/Base', 'yyyy'])).toThrow('Invalid argument: timeZone');
  expect(() => google.run('main', [null, 'UTC', 'yyyy'])).toThrow('Invalid argument: date');
});

test('a sleep has at most 300,000 ms', () => {
  expect(() => googleRunning('Utilities.sleep(300001);').run('main')).toThrow(
    'Invalid argument: milliseconds',
  );
  googleRunning('Utilities.sleep(300000);').run('main');
});
