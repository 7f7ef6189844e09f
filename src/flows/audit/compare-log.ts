/**
 * What the change log tells of certain postbacks, read in steps for a comparison (A4). Only lines that are as they were written count. What earlier
 * steps have found is in the books, as what they have read of the snapshots is.
 */
import {
  indexChain,
  isWhole,
  LOG_HEADERS,
  lineFrom,
  numberOf,
  type LogLine,
} from '../../core/audit/log-chain';
import { readCursor } from '../log/cursor';
import type { Budget, Ports } from '../ports';
import { canKeep, keepFound, readFound } from './tab-digests';

const ROWS_PER_READ = 2_000;
const ID_AT = LOG_HEADERS.indexOf('Postback ID');
const LAST = LOG_HEADERS.length - 1;

interface Part {
  readonly from: number;
  readonly next: number;
  readonly lines: readonly (readonly [number: number, line: LogLine])[];
  /** True if nothing came below it: what others write meanwhile is not asked for. */
  readonly isLast: boolean;
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
  if (ids.length === 0) return { done: 0, total: 0, lines: [] };
  const isKept = canKeep(ports);
  const parts = isKept ? readFound<Part>(ports, token) : [];
  if (parts[parts.length - 1]?.isLast) return { done: 0, total: 0, lines: linesIn(parts) };
  const cursor = readCursor(ports);
  if (!cursor || ports.log.state(cursor.sheetId) !== 'whole') return { done: 0, total: 0, lines: [] };
  const { sheetId, start } = cursor;
  const last = ports.log.lastRow(sheetId);
  const total = Math.max(0, last - 1);
  const wanted = new Set(ids);
  const sha256 = (text: string): string => ports.digest.sha256(text);
  const index = indexChain(
    start,
    ports.log.keys(sheetId, last).map(([number, , hash]) => [number, hash]),
  );
  let next = parts[parts.length - 1]?.next ?? 2;
  while (next <= last) {
    const rows = ports.log.read(sheetId, next, Math.min(ROWS_PER_READ, last - next + 1)) ?? [];
    const lines = rows.flatMap((row): Part['lines'][number][] =>
      wanted.has(row[ID_AT]!) && row[LAST] !== '' && isWhole(sha256, index, row)
        ? [[numberOf(row[0]), lineFrom(row)]]
        : [],
    );
    const part: Part = { from: next, next: next + ROWS_PER_READ, lines, isLast: next + ROWS_PER_READ > last };
    parts.push(part);
    if (isKept) keepFound(ports, token, part);
    next = part.next;
    if (isKept && next <= last && !budget.hasTime()) return { done: next - 2, total };
  }
  return { done: total, total, lines: linesIn(parts) };
}

/** In the order in which they were written, however they stand. */
function linesIn(parts: readonly Part[]): LogLine[] {
  const told = new Map(parts.flatMap(({ lines }) => lines));
  return [...told].sort(([a], [b]) => a - b).map(([, line]) => line);
}
