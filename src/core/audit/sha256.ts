/**
 * SHA-256 of a text in UTF-8 without a call to the platform: a snapshot has a digest for each of up to 100,000 rows, and `Utilities` would be
 * asked once for each (L1). The same digest as there, and as everywhere: https://csrc.nist.gov/pubs/fips/180-4/upd1/final. Pure.
 */

/** The first 32 bits of the fractional parts of a root of the first primes: square roots begin, cube roots are the round constants. */
function fractions(count: number, root: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) isPrime = false;
    if (isPrime) found.push((n ** root * 2 ** 32) | 0);
  }
  return found;
}

const START = fractions(8, 1 / 2);
const ROUNDS = Int32Array.from(fractions(64, 1 / 3));

/** UTF-8 with the padding of the digest. Lone surrogates become U+FFFD, as every encoder makes of them. */
function paddedBytes(text: string): Uint8Array {
  // At most three bytes for a UTF-16 unit, the mark 0x80, and the length in the last 8 of 64.
  const bytes = new Uint8Array(text.length * 3 + 72);
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xe000) {
      const next = code < 0xdc00 ? text.charCodeAt(at + 1) : 0;
      if (next >= 0xdc00 && next < 0xe000) {
        code = (code - 0xd800) * 0x400 + next - 0xdc00 + 0x10000;
        at += 1;
      } else code = 0xfffd;
    }
    if (code < 0x80) bytes[end++] = code;
    else {
      if (code < 0x800) bytes[end++] = 0xc0 | (code >> 6);
      else {
        if (code < 0x10000) bytes[end++] = 0xe0 | (code >> 12);
        else {
          bytes[end++] = 0xf0 | (code >> 18);
          bytes[end++] = 0x80 | ((code >> 12) & 0x3f);
        }
        bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[end++] = 0x80 | (code & 0x3f);
    }
  }
  bytes[end] = 0x80;
  const size = Math.ceil((end + 9) / 64) * 64;
  const view = new DataView(bytes.buffer);
  view.setUint32(size - 8, Math.floor(end / 2 ** 29));
  view.setUint32(size - 4, (end << 3) >>> 0);
  return bytes.subarray(0, size);
}

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** @returns 64 lower-case hex digits */
export function sha256(text: string): string {
  const bytes = paddedBytes(text);
  const view = new DataView(bytes.buffer, 0, bytes.length);
  const sum = Int32Array.from(START);
  const words = new Int32Array(64);
  for (let from = 0; from < bytes.length; from += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(from + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const [early, late] = [words[i - 15]!, words[i - 2]!];
      const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      words[i] = words[i - 16]! + s0 + words[i - 7]! + s1;
    }
    addBlock(sum, words);
  }
  return Array.from(sum, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function addBlock(sum: Int32Array, words: Int32Array): void {
  let a = sum[0]!;
  let b = sum[1]!;
  let c = sum[2]!;
  let d = sum[3]!;
  let e = sum[4]!;
  let f = sum[5]!;
  let g = sum[6]!;
  let h = sum[7]!;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i]! + words[i]!) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    sum[at] = sum[at]! + word;
  });
}
