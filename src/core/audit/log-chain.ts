/**
 * The lines of the change log and the chain of digests over them (A1): each line's hash covers the line before, so that a line that is
 * changed, taken out or put in breaks the chain at its place. Pure. The format is told in `docs/snapshot-format.md`.
 */
import { plainForm } from '../text-form';
import type { Sha256 } from './snapshot-text';

/** Headers of the tab, in order. The first is the line's number, the last its hash. */
export const LOG_HEADERS = [
  'No.',
  'Time (UTC)',
  'What',
  'Who',
  'Postback ID',
  'Field',
  'Old',
  'New',
  'Outcome',
  'HTTP',
  'Message',
  'Reference',
  'Hash',
] as const;

/** What happened, apart from number and hash; all texts, '' where it does not apply. */
export interface LogLine {
  /** `2026-11-26 09:00:00`, UTC. */
  readonly time: string;
  readonly what: string;
  /** An address, or a name with " (as stated)". */
  readonly who: string;
  readonly id: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly outcome: string;
  readonly http: string;
  readonly message: string;
  /** What it belongs to, such as a push; with `what`, `id` and `field` it names the line, so that none is written twice. */
  readonly reference: string;
}

/** Where a chain has come to. */
export interface ChainEnd {
  /** Number of the last line; 0 before the first. */
  readonly number: number;
  readonly hash: string;
}

/** Where the chain of a spreadsheet begins. */
export function chainStart(sha256: Sha256, spreadsheetId: string): ChainEnd {
  return { number: 0, hash: sha256(`Postback Desk change log, format 1\n${spreadsheetId}`) };
}

/** Cells of lines that follow `end`, number and hash included, and the new end. */
export function chainLines(
  sha256: Sha256,
  end: ChainEnd,
  lines: readonly LogLine[],
): { readonly rows: readonly (readonly string[])[]; readonly end: ChainEnd } {
  let { number, hash } = end;
  const rows = lines.map((line) => {
    number += 1;
    const cells = [String(number), ...cellsOf(line)];
    hash = hashAfter(sha256, hash, cells);
    return [...cells, hash];
  });
  return { rows, end: { number, hash } };
}

function cellsOf(line: LogLine): string[] {
  const { time, what, who, id, field, before, after, outcome, http, message, reference } = line;
  return [time, what, who, id, field, before, after, outcome, http, message, reference];
}

/** @param cells of a line without its hash */
function hashAfter(sha256: Sha256, previous: string, cells: readonly string[]): string {
  return sha256(`${previous}\n${JSON.stringify(cells.map(plainForm))}`);
}

export interface ChainVerdict {
  readonly lines: number;
  /** Numbers of lines whose hash does not follow from the line before and their own cells. */
  readonly broken: readonly number[];
  /** Stretches of numbers that are missing, first and last. */
  readonly missing: readonly (readonly [number, number])[];
  /** Numbers that stand twice. */
  readonly doubled: readonly number[];
}

/**
 * Checks lines in whatever order they stand.
 * @param rows cells of all lines, number first and hash last
 * @param start before the first line: of a log that began anew, the end of the log before it
 */
export function verifyChain(
  sha256: Sha256,
  start: ChainEnd,
  rows: readonly (readonly string[])[],
): ChainVerdict {
  const byNumber = new Map<number, readonly string[]>();
  const doubled: number[] = [];
  for (const row of rows) {
    // What is no number of a line stands before the first one, and breaks there.
    const number = /^\d{1,15}$/.test(row[0] ?? '') ? Number(row[0]) : 0;
    if (byNumber.has(number)) doubled.push(number);
    else byNumber.set(number, row);
  }
  const broken: number[] = [];
  const missing: [number, number][] = [];
  let { hash } = start;
  let last = start.number;
  for (const number of [...byNumber.keys()].sort((a, b) => a - b)) {
    if (number > last + 1) missing.push([last + 1, number - 1]);
    const row = byNumber.get(number)!;
    const stated = row[LOG_HEADERS.length - 1] ?? '';
    if (number !== last + 1 || hashAfter(sha256, hash, row.slice(0, LOG_HEADERS.length - 1)) !== stated)
      broken.push(number);
    // From here on the stated hash counts: one changed line is one broken line, not all that follow.
    hash = stated;
    last = number;
  }
  return { lines: byNumber.size, broken, missing, doubled };
}
