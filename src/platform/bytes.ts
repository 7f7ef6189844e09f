/**
 * Digest and packing on Utilities. Source: https://developers.google.com/apps-script/reference/utilities/utilities
 */
import type { Digest } from '../flows/ports';

/** Bytes come signed (-128…127). */
function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => ((byte + 256) % 256).toString(16).padStart(2, '0')).join('');
}

export const scriptDigest: Digest = {
  sha256: (text) =>
    hex(Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, text, Utilities.Charset.UTF_8)),
};

/** Text -> gzipped base64. `JSON.stringify` escapes lone surrogates, so JSON text survives UTF-8. */
export function pack(text: string): string {
  return Utilities.base64Encode(Utilities.gzip(Utilities.newBlob(text)).getBytes());
}

/** The reverse of `pack`. Throws what the platform throws if the text was changed. */
export function unpack(packed: string): string {
  // ungzip asks for this content type (https://developers.google.com/apps-script/reference/utilities/utilities#ungzipblob).
  const blob = Utilities.newBlob(Utilities.base64Decode(packed), 'application/x-gzip');
  return Utilities.ungzip(blob).getDataAsString('UTF-8');
}
