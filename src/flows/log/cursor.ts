/**
 * Where the change log has come to, and appending to it (A1). The tab belongs to people too: they sort it, hide it, delete lines. What the add-on
 * remembers outside of it, in one document property, is the end of the chain and how many lines of each reference are written; where the tab is not
 * as it was left, the lines that carry the chain on are looked for, and only they count. Knows nothing of what the lines tell.
 */
import {
  chainLines,
  chainStart,
  follows,
  LOG_HEADERS,
  type ChainEnd,
  type LogLine,
} from '../../core/audit/log-chain';
import { utcText } from '../../core/utc-text';
import { plainForm } from '../../core/text-form';
import { Refusal } from '../../core/words';
import type { Budget, Ports } from '../ports';

const LOG_KEY = 'postbackDesk.log';
/** References of which it is remembered how much is written: only one that is not finished is asked for again. */
const REFERENCES_KEPT = 30;
/** Lines, and characters, written in one call. */
const LINES_PER_BLOCK = 1_000;
const CHARACTERS_PER_BLOCK = 2_000_000;
/** Rows read at once where lines have to be looked for. */
const ROWS_PER_READ = 2_000;
/** The tab may change under our hands this often before the step is given up. */
const MAX_LOOKS = 3;

/** All lines of one reference so far, from the first: it only grows. Each line carries the reference. */
export interface Unit {
  readonly reference: string;
  readonly lines: readonly LogLine[];
}

export interface Cursor extends ChainEnd {
  /** The spreadsheet that this is about: properties may travel into a copy of it. */
  readonly file: string;
  readonly sheetId: number;
  /** How far the tab reaches. */
  readonly grid: number;
  /** Last row in which something stands, and a digest of it. */
  readonly rows: number;
  readonly tail: string;
  /** Before the first line of this tab. */
  readonly start: ChainEnd;
  /** Lines written so far, by reference; the one written last is the last. */
  readonly written: { readonly [reference: string]: number };
  /** True if the spreadsheet was nearly full when the tab was made longer. */
  readonly isFull?: boolean;
  /** The first line of the tab, while it is not written. */
  readonly opening?: LogLine;
}

/** What is remembered of the log of this spreadsheet; undefined before its first line. */
export function readCursor(ports: Ports): Cursor | undefined {
  const text = ports.documentValues.get(LOG_KEY);
  const cursor = text === null ? undefined : (JSON.parse(text) as Cursor);
  return cursor?.file === ports.spreadsheetId() ? cursor : undefined;
}

/** Only after a flush: what is remembered as written must be there. */
export function keepCursor(ports: Ports, cursor: Cursor): void {
  ports.documentValues.set(LOG_KEY, JSON.stringify(cursor));
}

/** The cursor, with a tab if there is none yet. */
export function opened(ports: Ports): Cursor {
  const known = readCursor(ports);
  if (known) return known;
  const text = ports.documentValues.get(LOG_KEY);
  const original = text === null ? undefined : (JSON.parse(text) as Cursor);
  const copy =
    original &&
    ` This is a copy; the log of the original ended with line ${original.number}, hash ${original.hash}.`;
  return begun(ports, undefined, `The change log begins.${copy ?? ''}`);
}

/**
 * A new tab. Numbers and chain go on where there was one before.
 * @param why first words of its first line
 */
export function begun(ports: Ports, before: Cursor | undefined, why: string): Cursor {
  const { log, digest } = ports;
  const file = ports.spreadsheetId();
  const now = utcText(ports.clock.now() / 1000);
  if (before) setAside(ports, before, `Change log until ${now.slice(0, 10)}`);
  const sheetId = log.create();
  const start = before
    ? { number: before.number, hash: before.hash }
    : chainStart((text) => digest.sha256(text), file);
  const last = before ? ` The last line before was number ${start.number} with the hash ${start.hash}.` : '';
  const opening: LogLine = {
    time: now,
    what: 'Change log',
    who: ports.person(),
    id: '',
    field: '',
    before: '',
    after: '',
    outcome: 'Begun',
    http: '',
    message: why + last,
    reference: ports.newId(),
  };
  const cursor: Cursor = {
    ...start,
    file,
    sheetId,
    start,
    opening,
    rows: 1,
    grid: log.grow(sheetId, 1).rows,
    tail: tailOf(ports, LOG_HEADERS),
    written: before?.written ?? {},
  };
  // At once, or a tab that was begun would be forgotten.
  keepCursor(ports, cursor);
  return cursor;
}

/** A tab that the acting person may not rename keeps its name, and the new one gets another. */
function setAside({ log }: Ports, { sheetId }: Cursor, name: string): void {
  if (log.state(sheetId) !== 'gone' && log.mayWrite(sheetId)) log.rename(sheetId, name);
}

/** Makes the tab reach to that row. @throws Refusal no-room */
export function grown(ports: Ports, cursor: Cursor, row: number): Cursor {
  const { rows, cells } = ports.log.grow(cursor.sheetId, row);
  return { ...cursor, grid: rows, ...(cells === 0 ? {} : { isFull: cells >= NEARLY_FULL }) };
}

/** 70 % of the cells that a spreadsheet may have. */
const NEARLY_FULL = 7_000_000;

/** What was written: it counts once it is flushed and the cursor is kept. */
export interface Put {
  readonly cursor: Cursor;
  readonly isWritten: boolean;
  /** True if the cursor is another than before, at least: lines of an execution that died were found. */
  readonly isMoved: boolean;
  /** False if time was up before all was written. */
  readonly isAll: boolean;
}

/**
 * Writes what is missing of these units, in their order.
 * @param how `quick`: without a look at the headers, for steps that follow each other
 */
export function put(ports: Ports, units: readonly Unit[], how: { budget?: Budget; quick?: true } = {}): Put {
  const isNew = readCursor(ports) === undefined;
  const before = opened(ports);
  let cursor = before;
  let isWritten = false;
  // Nobody has seen a tab yet that was just made.
  let isLooked = how.quick === true || isNew;
  let looks = 0;
  for (;;) {
    const lines = missing(cursor, units);
    if (lines.length === 0) return { cursor, isWritten, isMoved: cursor !== before, isAll: true };
    if (isWritten && how.budget && !how.budget.hasTime())
      return { cursor, isWritten, isMoved: true, isAll: false };
    const isFit =
      (isNew && !isWritten) ||
      ((isLooked || ports.log.state(cursor.sheetId) === 'whole') && isFree(ports, cursor, lines.length));
    isLooked = true;
    if (!isFit) {
      if ((looks += 1) > MAX_LOOKS) throw new Refusal('sheet-fault');
      cursor = found(ports, cursor);
      continue;
    }
    looks = 0;
    const end = cursor.rows + lines.length;
    if (end > cursor.grid) cursor = grown(ports, cursor, end);
    cursor = written(ports, cursor, lines);
    isWritten = true;
  }
}

/** The next lines that are not written, at most a block of them. */
function missing(cursor: Cursor, units: readonly Unit[]): LogLine[] {
  const { opening } = cursor;
  const all = opening ? [{ reference: opening.reference, lines: [opening] }, ...units] : units;
  const lines: LogLine[] = [];
  let characters = 0;
  for (const unit of all) {
    for (const line of unit.lines.slice(cursor.written[unit.reference] ?? 0)) {
      characters += line.before.length + line.after.length + line.message.length;
      if (lines.length === LINES_PER_BLOCK || (lines.length > 0 && characters > CHARACTERS_PER_BLOCK))
        return lines;
      lines.push(line);
    }
  }
  return lines;
}

/** True if the last row is as it was left, and nothing stands below it where lines are to be written. */
function isFree(ports: Ports, { sheetId, rows, grid, tail }: Cursor, lines: number): boolean {
  const read = ports.log.read(sheetId, rows, 1 + Math.min(lines, grid - rows));
  if (!read || tailOf(ports, read[0]!) !== tail) return false;
  return read.slice(1).every((cells) => cells.every((text) => text === ''));
}

function written(ports: Ports, cursor: Cursor, lines: readonly LogLine[]): Cursor {
  const { rows, end } = chainLines((text) => ports.digest.sha256(text), cursor, lines);
  ports.log.writeRows(cursor.sheetId, cursor.rows + 1, rows);
  const { opening: _, ...rest } = cursor;
  return {
    ...rest,
    ...end,
    rows: cursor.rows + rows.length,
    tail: tailOf(ports, rows[rows.length - 1]!),
    written: counted(
      cursor.written,
      lines.map(({ reference }) => reference),
    ),
  };
}

function counted(before: Cursor['written'], references: readonly string[]): Cursor['written'] {
  const counts = new Map(Object.entries(before));
  for (const reference of references) {
    const count = counts.get(reference) ?? 0;
    counts.delete(reference);
    counts.set(reference, count + 1);
  }
  return Object.fromEntries([...counts].slice(-REFERENCES_KEPT));
}

const tailOf = (ports: Ports, cells: readonly string[]): string =>
  ports.digest.sha256(JSON.stringify(cells.map(plainForm)));

/**
 * The cursor as the tab tells it: an execution may have died between the flush and the property, and people may have sorted or deleted lines. Lines
 * that carry the chain on are ours and count, wherever they stand; all others are left as they are.
 */
function found(ports: Ports, cursor: Cursor): Cursor {
  const { log } = ports;
  const state = log.state(cursor.sheetId);
  if (state !== 'whole') return begunAfter(ports, cursor, state);
  const last = log.lastRow(cursor.sheetId);
  const sha256 = (text: string): string => ports.digest.sha256(text);
  const later = linesAfter(ports, cursor, last);
  let end: ChainEnd = cursor;
  const references: string[] = [];
  for (;;) {
    const next = later.get(String(end.number + 1))?.find((cells) => follows(sha256, end, cells));
    if (!next) break;
    end = { number: end.number + 1, hash: next[next.length - 1]! };
    references.push(next[next.length - 2]!);
  }
  const { opening, ...rest } = cursor;
  return {
    ...rest,
    ...(opening && references.length === 0 ? { opening } : {}),
    number: end.number,
    hash: end.hash,
    rows: last,
    grid: log.grow(cursor.sheetId, last).rows,
    tail: tailOf(ports, log.read(cursor.sheetId, last, 1)?.[0] ?? []),
    written: counted(cursor.written, references),
  };
}

const WHY_BEGUN = {
  gone: 'The tab of the change log was deleted.',
  changed: 'Headers or columns of the change log were changed, so that tab is left as it is.',
} as const;

/** A new tab in the place of one that cannot be written any more. */
export function begunAfter(ports: Ports, cursor: Cursor, state: keyof typeof WHY_BEGUN): Cursor {
  return begun(ports, cursor, WHY_BEGUN[state]);
}

/** Rows with a later number than is remembered, by that number. */
function linesAfter(ports: Ports, { sheetId, number }: Cursor, last: number): Map<string, string[][]> {
  const rows = ports.log.keys(sheetId, last).flatMap(([text], at) => (Number(text) > number ? [at + 2] : []));
  const lines = new Map<string, string[][]>();
  for (let at = 0; at < rows.length;) {
    const first = rows[at]!;
    const near = rows.slice(at).filter((row) => row < first + ROWS_PER_READ);
    const read = ports.log.read(sheetId, first, near[near.length - 1]! - first + 1) ?? [];
    for (const row of near) {
      const cells = read[row - first];
      if (cells) lines.set(cells[0]!, [...(lines.get(cells[0]!) ?? []), cells]);
    }
    at += near.length;
  }
  return lines;
}
