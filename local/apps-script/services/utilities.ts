/**
 * Utilities: encodings, digests, compression, dates, sleep.
 * Source: developers.google.com/apps-script/reference/utilities/utilities
 */
import { createHash, createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Execution } from '../execution';
import { createEnum, modelled, NotModelled, ServiceError, tagOf } from '../strict';
import { bytesInside, createBlob, encode, fromByteArray, isBlob, toSigned } from './blob';
import type { LocalBlob } from './blob';
import { formatDate } from './format-date';

/** Recalled maximum of one sleep; the reference does not state it. */
const MAX_SLEEP_MS = 300_000;
const GZIP_TYPE = 'application/x-gzip';

const DigestAlgorithm = createEnum('Utilities.DigestAlgorithm', [
  'MD2',
  'MD5',
  'SHA_1',
  'SHA_256',
  'SHA_384',
  'SHA_512',
]);
const Charset = createEnum('Utilities.Charset', ['US_ASCII', 'UTF_8']);

/** Text or bytes as bytes. */
function bytesOf(data: unknown, charset?: unknown): Buffer {
  if (Array.isArray(data)) return fromByteArray(data);
  if (typeof data === 'string') return encode(data, charset);
  throw new ServiceError('Invalid argument: data');
}

/**
 * Without a charset, digests of text lose what is not ASCII: pass Utilities.Charset.UTF_8. Reported, not documented; being
 * strict here makes a forgotten charset show.
 */
function digestBytes(data: unknown, charset: unknown): Buffer {
  return bytesOf(data, charset ?? 'US_ASCII');
}

function digest(algorithm: unknown, data: unknown, charset?: unknown): number[] {
  const name = String(algorithm).replace('_', '').toLowerCase();
  if (!['md5', 'sha1', 'sha256', 'sha384', 'sha512'].includes(name)) {
    throw new NotModelled(`Utilities.computeDigest with ${String(algorithm)}`);
  }
  return toSigned(createHash(name).update(digestBytes(data, charset)).digest());
}

function base64Bytes(encoded: unknown, alphabet: RegExp): number[] {
  if (typeof encoded !== 'string' || !alphabet.test(encoded))
    throw new ServiceError('Could not decode string.');
  return toSigned(Buffer.from(encoded, 'base64'));
}

const webSafe = (text: string): string => text.replace(/\+/g, '-').replace(/\//g, '_');

function gzip(blob: unknown, name?: unknown): LocalBlob {
  if (!isBlob(blob)) throw new ServiceError('Invalid argument: blob');
  const fileName = name === undefined ? `${blob.getName() ?? 'archive'}.gz` : String(name);
  return createBlob(gzipSync(bytesInside(blob)), GZIP_TYPE, fileName);
}

/**
 * The blob must say that it is gzip, by setContentType('application/x-gzip'): reported with its text in
 * stackoverflow.com/questions/67684736. The text for broken bytes is assumed.
 */
function ungzip(blob: unknown): LocalBlob {
  if (!isBlob(blob)) throw new ServiceError('Invalid argument: blob');
  if (blob.getContentType() !== GZIP_TYPE) throw new ServiceError('Invalid argument');
  let plain: Buffer;
  try {
    plain = gunzipSync(bytesInside(blob));
  } catch {
    throw new ServiceError('Could not decompress gzip.');
  }
  return createBlob(plain, null, blob.getName()?.replace(/\.gz$/, '') ?? null);
}

function newBlob(data: unknown, contentType?: unknown, name?: unknown): LocalBlob {
  const type = contentType === undefined || contentType === null ? null : String(contentType);
  const defaultType = typeof data === 'string' ? 'text/plain' : null;
  return createBlob(bytesOf(data), type ?? defaultType, name === undefined ? null : String(name));
}

function dateText(date: unknown, timeZone: unknown, pattern: unknown): string {
  if (tagOf(date) !== 'Date') throw new ServiceError('Invalid argument: date');
  if (typeof timeZone !== 'string' || typeof pattern !== 'string')
    throw new ServiceError('Invalid argument: format');
  return formatDate((date as Date).getTime(), timeZone, pattern);
}

/** Allowed in every mode (access table of developers.google.com/workspace/add-ons/concepts/editor-auth-lifecycle). */
export function createUtilities(execution: Execution, nextUuid: () => string): object {
  const counted = <A extends unknown[], R>(method: string, work: (...args: A) => R): ((...args: A) => R) => {
    return (...args) => {
      execution.enter({ service: 'Utilities', method, kind: 'navigate', leastMode: 'NONE' });
      return work(...args);
    };
  };
  return modelled('Utilities', {
    Charset,
    DigestAlgorithm,
    sleep(ms: unknown): void {
      execution.enter({ service: 'Utilities', method: 'sleep', kind: 'wait', leastMode: 'NONE' });
      if (typeof ms !== 'number' || !(ms >= 0) || ms > MAX_SLEEP_MS)
        throw new ServiceError('Invalid argument: milliseconds');
      execution.slept(ms);
      execution.spend(ms);
    },
    getUuid: counted('getUuid', nextUuid),
    newBlob: counted('newBlob', newBlob),
    gzip: counted('gzip', gzip),
    ungzip: counted('ungzip', ungzip),
    formatDate: counted('formatDate', dateText),
    computeDigest: counted('computeDigest', digest),
    computeHmacSha256Signature: counted(
      'computeHmacSha256Signature',
      (value: unknown, key: unknown, charset?: unknown) =>
        toSigned(
          createHmac('sha256', digestBytes(key, charset)).update(digestBytes(value, charset)).digest(),
        ),
    ),
    base64Encode: counted('base64Encode', (data: unknown, charset?: unknown) =>
      bytesOf(data, charset).toString('base64'),
    ),
    base64EncodeWebSafe: counted('base64EncodeWebSafe', (data: unknown, charset?: unknown) =>
      webSafe(bytesOf(data, charset).toString('base64')),
    ),
    base64Decode: counted('base64Decode', (encoded: unknown) =>
      base64Bytes(encoded, /^[A-Za-z0-9+/\s]*={0,2}$/),
    ),
    base64DecodeWebSafe: counted('base64DecodeWebSafe', (encoded: unknown) =>
      base64Bytes(encoded, /^[A-Za-z0-9_\-\s]*={0,2}$/),
    ),
  });
}
