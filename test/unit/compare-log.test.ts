/** Reading the change log for a comparison in steps: the same lines come out however it is cut, sorted or disturbed [A4][J3]. */
import { chainLines, chainStart, LOG_HEADERS, type LogLine } from '../../src/core/audit/log-chain';
import { sha256 } from '../../src/core/audit/sha256';
import { readToldOf } from '../../src/flows/audit/compare-log';
import type { Ports } from '../../src/flows/ports';

const FILE = 'file-1';
const LINES = 5_000;
const HASH = LOG_HEADERS.length - 1;

const line = (n: number): LogLine => ({
  time: '',
  what: 'Update',
  who: 'anna@acme.test',
  id: String(n % 10),
  field: 'URL',
  before: `value ${n}`,
  after: `value ${n + 1}`,
  outcome: 'Updated',
  http: '200',
  message: '',
  reference: 'push',
});
const start = chainStart(sha256, FILE);
const { rows: WRITTEN } = chainLines(
  sha256,
  start,
  Array.from({ length: LINES }, (_, n) => line(n)),
);

/** Only what reading asks of: a log with these rows, and books that keep what they are given. */
function portsWith(rows: readonly (readonly string[])[], isUsable = true): Ports {
  const kept = new Map<string, string[]>();
  const cursor = { ...start, file: FILE, sheetId: 7, start, written: {} };
  return {
    spreadsheetId: () => FILE,
    documentValues: { get: () => JSON.stringify(cursor) },
    digest: { sha256 },
    log: {
      state: () => 'whole',
      lastRow: () => rows.length + 1,
      keys: () => rows.map((row) => [row[0], '', row[HASH]]),
      read: (_sheet: number, first: number, count: number) => rows.slice(first - 2, first - 2 + count),
    },
    books: {
      state: () => (isUsable ? 'usable' : 'copied'),
      read: (stream: string) => ({ texts: kept.get(stream) ?? [] }),
      append: ([{ stream, blocks }]: [{ stream: string; blocks: { text: string }[] }]) => {
        // A step may die after it has kept something: then it stands there twice.
        const texts = blocks.flatMap(({ text }) => [text, text]);
        kept.set(stream, [...(kept.get(stream) ?? []), ...texts]);
      },
    },
  } as unknown as Ports;
}

/** @returns lines, and the steps that it took */
function readAll(ports: Ports, ids: readonly string[]): { lines: readonly LogLine[]; steps: number } {
  for (let steps = 1; steps < 20; steps += 1) {
    const { lines } = readToldOf(ports, 'token', ids, { hasTime: () => false });
    if (lines) return { lines, steps };
  }
  throw new Error('Reading has no end');
}

const WANTED = Array.from({ length: LINES }, (_, n) => line(n)).filter(({ id }) => id === '3');

test('a step for each block, all lines of the postbacks once and in their order, however they stand', () => {
  expect(readAll(portsWith(WRITTEN), ['3'])).toEqual({ lines: WANTED, steps: 3 });
  expect(readAll(portsWith([...WRITTEN].reverse()), ['3'])).toEqual({ lines: WANTED, steps: 3 });
});

test('in one step where nothing can be kept', () => {
  expect(readAll(portsWith(WRITTEN, false), ['3'])).toEqual({ lines: WANTED, steps: 1 });
});

test('a line that was changed does not count, nor one whose neighbour before it is missing', () => {
  const changed = WRITTEN.map((row, at) => (at === 2_003 ? row.with(7, 'forged') : row));
  expect(readAll(portsWith(changed), ['3']).lines).toEqual(
    WANTED.filter(({ before }) => before !== 'value 2003'),
  );
  const without = WRITTEN.filter((_, at) => at !== 2_002);
  expect(readAll(portsWith(without), ['3']).lines).toEqual(
    WANTED.filter(({ before }) => before !== 'value 2003'),
  );
});

test('nothing is read where nothing differs', () => {
  expect(readAll(portsWith(WRITTEN), [])).toEqual({ lines: [], steps: 1 });
});
