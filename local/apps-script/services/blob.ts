/**
 * Blob: bytes with a content type and a name. Bytes are signed (-128…127) as everywhere in Apps Script.
 * Source: developers.google.com/apps-script/reference/base/blob
 */
import { modelled, NotModelled, ServiceError } from '../strict';

/** A Blob as a script sees it. */
export interface LocalBlob {
  getBytes(): number[];
  getDataAsString(charset?: unknown): string;
  getContentType(): string | null;
  setContentType(contentType: string | null): LocalBlob;
  getName(): string | null;
  setName(name: unknown): LocalBlob;
  setBytes(data: number[]): LocalBlob;
  setDataFromString(text: unknown, charset?: unknown): LocalBlob;
  copyBlob(): LocalBlob;
}

/** Bytes as Apps Script hands them out. A loop, since megabytes pass here and `Array.from` takes twenty times as long. */
export function toSigned(bytes: Uint8Array): number[] {
  const signed: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) signed.push((bytes[at]! << 24) >> 24);
  return signed;
}

/** Bytes from an array of numbers -128…255. Throws on anything else. */
export function fromByteArray(data: readonly unknown[]): Buffer {
  const bytes = Buffer.alloc(data.length);
  for (let at = 0; at < data.length; at += 1) {
    const byte = data[at] as number;
    // A whole number is itself in 32 bits, and nothing else is: megabytes pass here.
    if ((byte | 0) !== byte || byte < -128 || byte > 255) throw new ServiceError('Invalid argument: data');
    bytes[at] = byte;
  }
  return bytes;
}

const contents = new WeakMap<LocalBlob, () => Buffer>();

/** The bytes of a blob, for services that take blobs; they are not to be changed. */
export function bytesInside(blob: LocalBlob): Buffer {
  return contents.get(blob)?.() ?? fromByteArray(blob.getBytes());
}

/** A charset by name, or as an enum value. Throws NotModelled on others than UTF-8 and US-ASCII. */
export function encode(text: string, charset: unknown = 'UTF-8'): Buffer {
  const name = String(charset).replace('_', '-').toUpperCase();
  if (name === 'UTF-8') return Buffer.from(text, 'utf8');
  // Java writes "?" for what a charset lacks.
  if (name === 'US-ASCII') return Buffer.from(text.replace(/[^\x00-\x7f]/gu, '?'), 'latin1');
  throw new NotModelled(`Charset ${name}`);
}

/** Any charset known to the platform's TextDecoder. A byte order mark is kept. */
export function decode(bytes: Uint8Array, charset: unknown = 'UTF-8'): string {
  return new TextDecoder(String(charset).replace('_', '-'), { ignoreBOM: true }).decode(bytes);
}

/** True for a value that can be asked for its bytes. */
export function isBlob(value: unknown): value is LocalBlob {
  return (
    typeof value === 'object' && value !== null && 'getBytes' in value && typeof value.getBytes === 'function'
  );
}

/** Blob methods are local computations: they are not counted as service calls. */
export function createBlob(data: Uint8Array, type: string | null, fileName: string | null): LocalBlob {
  let bytes: Buffer = Buffer.from(data);
  let contentType = type;
  let name = fileName;
  const blob: LocalBlob = modelled<LocalBlob>('Blob', {
    getBytes: () => toSigned(bytes),
    getDataAsString: (charset) => decode(bytes, charset),
    getContentType: () => contentType,
    setContentType(next) {
      contentType = next;
      return blob;
    },
    getName: () => name,
    setName(next) {
      name = String(next);
      return blob;
    },
    setBytes(next) {
      bytes = fromByteArray(next);
      return blob;
    },
    setDataFromString(text, charset) {
      bytes = encode(String(text), charset);
      return blob;
    },
    copyBlob: () => createBlob(bytes, contentType, name),
  });
  contents.set(blob, () => bytes);
  return blob;
}
