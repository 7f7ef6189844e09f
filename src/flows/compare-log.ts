/**
 * What the change log tells of certain postbacks, read in steps for a comparison (A4). Only lines that are as they were written count. What earlier
 * steps have found is in the books, as what they have read of the snapshots is.
 */
import { indexChain, isWhole, LOG_HEADERS, lineFrom, numberOf, type LogLine } from '../core/audit/log-chain';
import { readCursor } from './log-cursor';
import type { Budget, Ports } from './ports';
import { canKeep, keepFound, readFound } from './tab-digests';

const ROWS_PER_READ = 2_000;
const ID_AT = LOG_HEADERS.indexOf('Postback ID');
const LAST = LOG_HEADERS.length - 1;

interface Part {
  readonly from: number;
  readonly next: number;
  readonly lines: readonly (readonly [number: number, line: LogLine])[];
}

/**
 * Reads on.
 * @param token names what was read so far
 * @returns lines in the order in which they were written, once all are read; none where there is no log
 */
export function readToldOf(
  ports: Ports,
  token: string,
  ids: readonly string[],
  budget: Budget,
): { readonly done: number; readonly total: number; readonly lines?: readonly LogLine[] } {
  const cursor = readCursor(ports);
  if (!cursor || ids.length === 0 || ports.log.state(cursor.sheetId) !== 'whole')
    return { done: 0, total: 0, lines: [] };
  const { sheetId, start } = cursor;
  const last = ports.log.lastRow(sheetId);
  const isKept = canKeep(ports);
  const parts = isKept ? readFound<Part>(ports, token) : [];
  let next = parts[parts.length - 1]?.next ?? 2;
  if (next <= last) {
    const wanted = new Set(ids);
    const index = indexChain(
      start,
      ports.log.keys(sheetId, last).map(([number, , hash]) => [number, hash]),
    );
    do {
      const rows = ports.log.read(sheetId, next, Math.min(ROWS_PER_READ, last - next + 1)) ?? [];
      const lines = rows.flatMap((row): Part['lines'][number][] =>
        wanted.has(row[ID_AT]!) &&
        row[LAST] !== '' &&
        isWhole((text) => ports.digest.sha256(text), index, row)
          ? [[numberOf(row[0]), lineFrom(row)]]
          : [],
      );
      const part: Part = { from: next, next: next + ROWS_PER_READ, lines };
      parts.push(part);
      if (isKept) keepFound(ports, token, part);
      next = part.next;
      if (isKept && next <= last && !budget.hasTime()) return { done: next - 2, total: last - 1 };
    } while (next <= last);
  }
  const told = new Map(parts.flatMap(({ lines }) => lines));
  const lines = [...told].sort(([a], [b]) => a - b).map(([, line]) => line);
  return { done: last - 1, total: last - 1, lines };
}
