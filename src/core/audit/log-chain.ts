/**
 * The lines of the change log and the chain of digests over them (A1): each line's hash covers the line before, so that a line that is
 * changed, taken out or put in breaks the chain at its place. Pure. The format is told in `docs/reliability.md`.
 */
import { plainForm } from '../text-form';
import type { Sha256 } from './snapshot-text';

/** Headers of the tab, in order. The first is the line's number, the last its hash. */
export const LOG_HEADERS = [
  'No.',
  'Time',
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

const LAST = LOG_HEADERS.length - 1;

/** What happened, apart from number and hash; all texts, '' where it does not apply. */
export interface LogLine {
  /** `2026-11-26 09:00:00 UTC`: with these letters no spreadsheet takes it for a date. */
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
  /** What it belongs to, such as a push. How many lines of one reference are written tells where to go on, so that none is written twice. */
  readonly reference: string;
}

/** Most characters of a cell of the log: well below the limit of a cell, whatever a guard adds. */
export const MAX_LOG_CHARACTERS = 45_000;

/** A text as the log shows it: one that is too long for a cell is told by length and digest. */
export function logText(sha256: Sha256, text: string): string {
  if (text.length <= MAX_LOG_CHARACTERS) return text;
  return `⟦too long for a cell: ${text.length} characters, SHA-256 ${sha256(text)}⟧`;
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
    const cells = [String(number), ...cellsOf(line).map((text) => logText(sha256, text))];
    hash = hashAfter(sha256, hash, cells);
    return [...cells, hash];
  });
  return { rows, end: { number, hash } };
}

function cellsOf(line: LogLine): string[] {
  const { time, what, who, id, field, before, after, outcome, http, message, reference } = line;
  return [time, what, who, id, field, before, after, outcome, http, message, reference];
}

/** The line that stands in a row. @param row all its cells */
export function lineFrom(row: readonly string[]): LogLine {
  const at = (column: (typeof LOG_HEADERS)[number]): string => row[LOG_HEADERS.indexOf(column)] ?? '';
  return {
    time: at('Time'),
    what: at('What'),
    who: at('Who'),
    id: at('Postback ID'),
    field: at('Field'),
    before: at('Old'),
    after: at('New'),
    outcome: at('Outcome'),
    http: at('HTTP'),
    message: at('Message'),
    reference: at('Reference'),
  };
}

/** @param cells of a line without its hash */
function hashAfter(sha256: Sha256, previous: string, cells: readonly string[]): string {
  return sha256(`${previous}\n${JSON.stringify(cells.map(plainForm))}`);
}

/** True if a row is the line that follows `end`. @param row all its cells */
export function follows(sha256: Sha256, end: ChainEnd, row: readonly string[]): boolean {
  return row[0] === String(end.number + 1) && row[LAST] === hashAfter(sha256, end.hash, row.slice(0, LAST));
}

/** Number and hash of each line, in whatever order the lines stand. */
export interface ChainIndex {
  /** Different numbers that stand there. */
  readonly lines: number;
  /** Stretches of numbers that are missing, first and last. */
  readonly missing: readonly (readonly [number, number])[];
  /** Numbers that stand twice, once for each time too many. */
  readonly doubled: readonly number[];
  /** The hash that a line states; undefined if there is no such line. */
  readonly hashOf: (number: number) => string | undefined;
  /** Where the first line of that number stands. */
  readonly placeOf: (number: number) => number | undefined;
}

/** The number of a line; what is none stands before the first one, and breaks there. */
export const numberOf = (text: string | undefined): number =>
  /^\d{1,15}$/.test(text ?? '') ? Number(text) : 0;

/**
 * @param start before the first line: of a log that began anew, the end of the log before it
 * @param lines number and hash of each row
 */
export function indexChain(
  start: ChainEnd,
  lines: readonly (readonly [string | undefined, string | undefined])[],
): ChainIndex {
  const places = new Map<number, number>();
  const doubled: number[] = [];
  lines.forEach(([text], at) => {
    const number = numberOf(text);
    if (places.has(number)) doubled.push(number);
    else places.set(number, at);
  });
  const missing: [number, number][] = [];
  let last = start.number;
  for (const number of [...places.keys()].sort((a, b) => a - b)) {
    if (number > last + 1) missing.push([last + 1, number - 1]);
    last = Math.max(last, number);
  }
  const hashOf = (number: number): string | undefined =>
    number === start.number ? start.hash : lines[places.get(number) ?? -1]?.[1];
  return { lines: places.size, missing, doubled, hashOf, placeOf: (number) => places.get(number) };
}

/**
 * True if a line is as it was written: its hash follows from its own cells and from the hash that the line before states. Of a changed line that
 * makes one broken line, not all that follow.
 */
export function isWhole(sha256: Sha256, { hashOf }: ChainIndex, row: readonly string[]): boolean {
  const number = numberOf(row[0]);
  const hash = number === 0 ? undefined : hashOf(number - 1);
  return hash !== undefined && follows(sha256, { number: number - 1, hash }, row);
}

export interface ChainVerdict extends Pick<ChainIndex, 'lines' | 'missing' | 'doubled'> {
  /** Numbers of lines whose hash does not follow from the line before and their own cells, in ascending order. */
  readonly broken: readonly number[];
}

/**
 * Checks lines in whatever order they stand.
 * @param rows cells of all lines, number first and hash last
 */
export function verifyChain(
  sha256: Sha256,
  start: ChainEnd,
  rows: readonly (readonly string[])[],
): ChainVerdict {
  const index = indexChain(
    start,
    rows.map((row) => [row[0], row[LAST]]),
  );
  const { lines, missing, doubled } = index;
  const broken = rows.flatMap((row, at) =>
    index.placeOf(numberOf(row[0])) === at && !isWhole(sha256, index, row) ? [numberOf(row[0])] : [],
  );
  return { lines, broken: broken.sort((a, b) => a - b), missing, doubled };
}
