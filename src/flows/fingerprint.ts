/** Short prints of values that must not be shown (B3). */
import type { Ports } from './ports';

/** Salted with the spreadsheet's id, so that prints of two files cannot be compared (B3). */
export function fingerprintOf(ports: Ports): (text: string) => string {
  const salt = ports.spreadsheetId();
  return (text) => ports.digest.sha256(`${salt}\n${text}`).slice(0, 8);
}
