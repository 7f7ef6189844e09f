/**
 * Writing into the change log (A1). A _unit_ is everything told under one reference: a push, a pull, or one event; it is derived anew each time and
 * only what is not written of it is added, so that each line stands there exactly once. An event that has happened is not undone because the log
 * cannot be written: its lines are kept, and come before anything else the next time.
 */
import { utcText } from '../../core/utc-text';
import type { LogLine } from '../../core/audit/log-chain';
import { isRefusal, Refusal } from '../../core/words';
import { alone } from '../lease';
import { begun, begunAfter, grown, keepCursor, opened, put, readCursor } from './cursor';
import type { Unit } from './cursor';
import { firstTime, keepInProperty, keepLate, readLate } from './late';
import type { Budget, Ports } from '../ports';

/** What a line tells, as far as it is not the same for all lines of an event. */
export type Fact = Partial<LogLine> & Pick<LogLine, 'what'>;

/** @param at milliseconds since the epoch; @param who '' where nobody was told */
export function lineOf(reference: string, at: number, who: string, fact: Fact): LogLine {
  return {
    time: utcText(at / 1000),
    who: who || 'Somebody',
    id: '',
    field: '',
    before: '',
    after: '',
    outcome: '',
    http: '',
    message: '',
    reference,
    ...fact,
  };
}

/** Lines of something that has just happened, at one time and by the acting person, under a reference of their own. */
function unitOf(ports: Ports, facts: readonly Fact[]): Unit {
  const [reference, at, who] = [ports.newId(), ports.clock.now(), ports.person()];
  return { reference, lines: facts.map((fact) => lineOf(reference, at, who, fact)) };
}

/**
 * Tells in the log what has happened and is durable. Needs a lease. Never fails but with the lease: what cannot be written now is written later.
 * @param facts a line each
 */
export function logEvent(ports: Ports, ...facts: readonly Fact[]): void {
  if (facts.length > 0) logUnit(ports, unitOf(ports, facts));
}

/** As `logEvent` with one line, for a step that may be repeated: under a reference of its own it is told once. */
export function logOnce(ports: Ports, reference: string, fact: Fact): void {
  logUnit(ports, { reference, lines: [lineOf(reference, ports.clock.now(), ports.person(), fact)] });
}

/** As `logEvent` for whoever has no lease: while a step of somebody is live, the lines wait for the next one who writes. */
export function noteEvent(ports: Ports, ...facts: readonly Fact[]): void {
  keepInProperty(ports, unitOf(ports, facts));
  try {
    alone(ports, (own) => writeLog(own, []));
  } catch {
    // It is kept, and whoever writes next writes it.
  }
}

/** Writes what is missing of a unit, or keeps it. @returns false if time was up; what is missing then is written by the next call */
export function logUnit(ports: Ports, unit: Unit, budget?: Budget): boolean {
  try {
    return writeLog(ports, [unit], budget);
  } catch (error) {
    if (isRefusal(error) && error.code === 'step-lost') throw error;
    keepLate(ports, unit);
    return true;
  }
}

/** Writes what is missing of these units, after what is late, and flushes it. Throws whatever keeps it from being written. */
export function writeLog(ports: Ports, units: readonly Unit[], budget?: Budget): boolean {
  const late = readLate(ports);
  const isNewer = ({ reference }: Unit): boolean => units.some((unit) => unit.reference === reference);
  const older = late.units.filter((unit) => !isNewer(unit));
  const inOrder = [...older, ...units].sort((a, b) => (firstTime(a) < firstTime(b) ? -1 : 1));
  const { cursor, isWritten, isMoved, isAll } = put(ports, inOrder, budget ? { budget } : {});
  if (isWritten) ports.log.flush();
  if (isMoved) keepCursor(ports, cursor);
  if (isAll) late.forget();
  return isAll;
}

/**
 * Writes what is missing of a unit without a flush of its own.
 * @returns to be called after a flush; undefined if nothing was missing
 */
export function writeBeside(ports: Ports, unit: Unit): (() => void) | undefined {
  const { cursor, isMoved } = put(ports, [unit], { quick: true });
  return isMoved ? () => keepCursor(ports, cursor) : undefined;
}

/** Lines of a reference that are written, as far as is remembered. */
export function countWritten(ports: Ports, reference: string): number {
  return readCursor(ports)?.written[reference] ?? 0;
}

/**
 * Proves that so many lines can be written, and makes room for them (J5).
 * @throws Refusal log-protected, no-room
 */
export function proveLog(ports: Ports, lines: number): void {
  let cursor = opened(ports);
  const state = ports.log.state(cursor.sheetId);
  if (state !== 'whole') cursor = begunAfter(ports, cursor, state);
  if (!ports.log.mayWrite(cursor.sheetId)) throw new Refusal('log-protected');
  keepCursor(ports, grown(ports, cursor, cursor.rows + lines));
}

/** True if there is a log that the acting person may write. */
export function mayWriteLog(ports: Ports): boolean {
  const cursor = readCursor(ports);
  return !cursor || ports.log.mayWrite(cursor.sheetId);
}

/** Runs what writes the log for a push; a protected tab is told as what it is. */
export function needingLog<T>(ports: Ports, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!isRefusal(error) && !mayWriteLog(ports)) throw new Refusal('log-protected');
    throw error;
  }
}

/**
 * "Start a new log": the old tab stays under another name, and the new one begins with its last number and hash.
 * @returns as `logStatus`
 */
export function startNewLog(ports: Ports): LogStatus {
  const before = opened(ports);
  begun(ports, before, 'A new tab was begun.');
  writeLog(ports, []);
  return logStatus(ports)!;
}

export interface LogStatus {
  /** Lines of the present tab. */
  readonly lines: number;
  /** True if a new log should be begun: 200,000 lines, or a spreadsheet that is nearly full. */
  readonly isLarge: boolean;
}

const MANY_LINES = 200_000;

/** null before the first line. Reads no cell. */
export function logStatus(ports: Ports): LogStatus | null {
  const cursor = readCursor(ports);
  if (!cursor) return null;
  const lines = cursor.number - cursor.start.number;
  return { lines, isLarge: lines >= MANY_LINES || cursor.isFull === true };
}
