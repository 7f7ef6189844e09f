/** Verifying the change log in steps (A1): every line against the one before it, whatever order they stand in, and the end that is remembered. */
import { indexChain, isWhole, LOG_HEADERS, numberOf, type ChainIndex } from '../../core/audit/log-chain';
import { hash64 } from '../../core/confirmation';
import { Refusal } from '../../core/words';
import { logEvent } from './log';
import { readCursor, type Cursor } from './cursor';
import type { Budget, Ports, Progress } from '../ports';

export interface VerifyLogRequest {
  /** What the step before answered; absent in the first. */
  readonly goOn?: VerifyLogGoOn;
}

export interface VerifyLogGoOn {
  /** Row to go on with. */
  readonly row: number;
  /** Numbers of lines that were changed, so far. */
  readonly broken: readonly number[];
  readonly brokenInAll: number;
  /** Of how the lines stood: if they moved meanwhile, all are looked at anew. */
  readonly order: string;
}

export interface LogVerdict {
  readonly lines: number;
  /** Numbers of lines that were changed or put in, the first of them; `brokenInAll` counts all. */
  readonly broken: readonly number[];
  readonly brokenInAll: number;
  /** Stretches of numbers that are missing, first and last; the first of them. */
  readonly missing: readonly (readonly [number, number])[];
  /** Lines that are missing in all. */
  readonly missingInAll: number;
  /** Numbers that stand twice, the first of them. */
  readonly doubled: readonly number[];
  readonly doubledInAll: number;
  /** True if the newest line that the add-on remembers is there. */
  readonly newestIsThere: boolean;
  readonly newest: number;
  /** True if nothing of all this was found. */
  readonly intact: boolean;
}

export interface VerifyLogStep {
  readonly progress: Progress;
  readonly goOn?: VerifyLogGoOn;
  readonly result?: LogVerdict;
}

const ROWS_PER_UNIT = 2_000;
/** Numbers told one by one; the rest is counted. */
const TOLD = 100;
const LAST = LOG_HEADERS.length - 1;

/** @throws Refusal log-none, log-changed if its headers are not as they were */
export function stepVerifyLog(ports: Ports, { goOn }: VerifyLogRequest, budget: Budget): VerifyLogStep {
  const cursor = readCursor(ports);
  if (!cursor || ports.log.state(cursor.sheetId) === 'gone') throw new Refusal('log-none');
  if (ports.log.state(cursor.sheetId) === 'changed') throw new Refusal('log-changed');
  const last = ports.log.lastRow(cursor.sheetId);
  const keys = ports.log.keys(cursor.sheetId, last);
  const order = hash64(keys.map(([number]) => number).join());
  // Empty rows, and what people have written beside, are no lines.
  const lines = keys.flatMap(([number, , hash], at) =>
    number === '' && hash === '' ? [] : [{ number, hash, row: at + 2 }],
  );
  const index = indexChain(
    cursor.start,
    lines.map(({ number, hash }) => [number, hash]),
  );
  const firstRow = (number: string): number | undefined => lines[index.placeOf(numberOf(number)) ?? -1]?.row;
  const begun = goOn?.order === order ? goOn : { row: 2, broken: [], brokenInAll: 0 };
  const broken = [...begun.broken];
  let { row, brokenInAll } = begun;
  do {
    const count = Math.min(ROWS_PER_UNIT, last - row + 1);
    const cells = count > 0 ? (ports.log.read(cursor.sheetId, row, count) ?? []) : [];
    for (const [at, line] of cells.entries()) {
      if (line[0] === '' && line[LAST] === '') continue;
      // What stands twice is told as that; the first of the two tells whether it is right.
      if (firstRow(line[0]!) !== row + at || isWhole(sha256Of(ports), index, line)) continue;
      brokenInAll += 1;
      if (broken.length < TOLD) broken.push(numberOf(line[0]));
    }
    row += ROWS_PER_UNIT;
  } while (row <= last && budget.hasTime());
  const isDone = row > last;
  const total = Math.max(0, last - 1);
  const progress = {
    doing: 'Verifying the change log',
    done: Math.min(total, row - 2),
    total,
    finished: isDone,
  };
  if (!isDone) return { progress, goOn: { row, broken, brokenInAll, order } };
  const result = verdictOf(cursor, index, broken, brokenInAll);
  tell(ports, result);
  return { progress, result };
}

const sha256Of =
  (ports: Ports) =>
  (text: string): string =>
    ports.digest.sha256(text);

function verdictOf(
  cursor: Cursor,
  { lines, missing, doubled, hashOf }: ChainIndex,
  broken: readonly number[],
  brokenInAll: number,
): LogVerdict {
  const missingInAll = missing.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const newestIsThere = hashOf(cursor.number) === cursor.hash;
  return {
    lines,
    broken: [...broken].sort((a, b) => a - b),
    brokenInAll,
    newestIsThere,
    missing: missing.slice(0, TOLD),
    missingInAll,
    newest: cursor.number,
    doubled: doubled.slice(0, TOLD),
    doubledInAll: doubled.length,
    intact: brokenInAll + missingInAll + doubled.length === 0 && newestIsThere,
  };
}

function tell(ports: Ports, verdict: LogVerdict): void {
  const list = (numbers: readonly unknown[], inAll: number): string =>
    numbers.join(', ') + (inAll > numbers.length ? ', …' : '');
  const found = [
    verdict.brokenInAll > 0 &&
      `Changed or put in: ${verdict.brokenInAll} (${list(verdict.broken, verdict.brokenInAll)}).`,
    verdict.missingInAll > 0 &&
      `Missing: ${verdict.missingInAll} (${verdict.missing.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(', ')}).`,
    verdict.doubledInAll > 0 &&
      `Doubled: ${verdict.doubledInAll} (${list(verdict.doubled, verdict.doubledInAll)}).`,
    !verdict.newestIsThere && `The newest line, number ${verdict.newest}, is not there.`,
  ].filter(Boolean);
  logEvent(ports, {
    what: 'Change log verified',
    outcome: verdict.intact ? 'Whole' : 'Not whole',
    message: [`${verdict.lines} lines.`, ...found].join(' '),
  });
}
