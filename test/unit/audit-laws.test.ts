/** Laws of the audit trail: nothing can be changed in a snapshot or in the change log without being found [A1][A3]. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  chainLines,
  chainStart,
  LOG_HEADERS,
  verifyChain,
  type LogLine,
} from '../../src/core/audit/log-chain';
import {
  DIGEST_NAME,
  rowDigest,
  SNAPSHOT_FORMAT,
  SNAPSHOT_TITLE,
  snapshotDigest,
  type HeadLine,
  type RowDigest,
} from '../../src/core/audit/snapshot-text';
import { verify, type Known } from '../../src/core/audit/verify';
import { plainForm } from '../../src/core/text-form';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const SEED = { seed: 20261126 };

const HEADERS = ['Postback ID', 'Status', 'URL'];
const cellText = fc.string({ unit: 'grapheme', maxLength: 12 });
const rowsOf = fc
  .uniqueArray(fc.nat(5000), { minLength: 2, maxLength: 12 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => fc.tuple(cellText, cellText).map((cells) => [String(id), ...cells]))),
  );

interface Taken {
  readonly grid: string[][];
  readonly kept: readonly RowDigest[];
}

/** A snapshot as its tab holds it. */
function taken(rows: readonly (readonly string[])[]): Taken {
  const kept = rows.map((cells) => ({ id: cells[0]!, digest: rowDigest(sha256, cells) }));
  const head: HeadLine[] = [
    ['Network', 'Acme Network (1)'],
    ['Rows', String(rows.length)],
    [DIGEST_NAME, ''],
  ];
  head[2] = [DIGEST_NAME, snapshotDigest(sha256, head, HEADERS, kept)];
  const grid = [
    [SNAPSHOT_TITLE, SNAPSHOT_FORMAT, '', ''],
    ...head.map(([name, value]) => [name, value, '', '']),
    ['', '', '', ''],
    [...HEADERS, 'Row digest'],
    ...rows.map((cells, at) => [...cells, kept[at]!.digest]),
  ];
  return { grid, kept };
}

const FIRST_ROW = 6;
const knownOf = (rows: readonly RowDigest[]): Known => ({ headers: HEADERS, rows });

describe('[A3] a snapshot', () => {
  test('as taken is intact, in whatever order its rows stand, with and without what was kept', () => {
    fc.assert(
      fc.property(
        rowsOf.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows.keys()], { minLength: rows.length })),
        ),
        ([rows, order]) => {
          const { grid, kept } = taken(rows);
          const shuffled = [...grid.slice(0, FIRST_ROW), ...order.map((at) => grid[FIRST_ROW + at]!)];
          for (const known of [knownOf(kept), undefined])
            expect(verify(sha256, shuffled, known)).toMatchObject({
              intact: true,
              changed: [],
              added: [],
              removed: [],
              elsewhere: false,
            });
        },
      ),
      SEED,
    );
  });

  test('with line ends and control characters as a platform leaves them is intact', () => {
    const { grid } = taken([
      ['7', 'a\r\nb', 'x\u0001y'],
      ['8', 'c', 'd'],
    ]);
    const read = grid.map((row) => row.map((cell) => cell.replaceAll('\r\n', '\n').replaceAll('\u0001', '')));
    expect(verify(sha256, read)).toMatchObject({ intact: true });
  });

  test('no cell of it can be changed unseen', () => {
    fc.assert(
      fc.property(rowsOf, fc.nat(), fc.nat(), cellText, (rows, down, right, text) => {
        const { grid, kept } = taken(rows);
        const places = grid.flatMap((row, r) => row.map((_, c) => [r, c] as const));
        const [r, c] = places[(down * 7919 + right) % places.length]!;
        fc.pre(grid[r]![c] !== text && plainForm(grid[r]![c]!) !== plainForm(text));
        const changed = grid.map((row, at) => (at === r ? row.with(c, text) : row));
        for (const known of [knownOf(kept), undefined])
          expect(verify(sha256, changed, known)?.intact ?? false).toBe(false);
        if (r >= FIRST_ROW && c > 0)
          expect(verify(sha256, changed, knownOf(kept))).toMatchObject({
            changed: [grid[r]![0]],
            elsewhere: false,
          });
      }),
      { ...SEED, numRuns: 500 },
    );
  });

  test('rows that are added, doubled or gone are named, and a row forged with its digest too', () => {
    const { grid, kept } = taken([
      ['7', 'active', 'https://a.example'],
      ['8', 'active', 'https://b.example'],
      ['9', 'inactive', 'https://c.example'],
    ]);
    const look = (changed: string[][]): unknown => verify(sha256, changed, knownOf(kept));
    const forged = ['8', 'active', 'https://evil.example'];
    const intact = { changed: [], added: [], removed: [], elsewhere: false };
    expect(look(grid.filter((row) => row[0] !== '8'))).toMatchObject({
      ...intact,
      intact: false,
      removed: ['8'],
    });
    expect(look([...grid, grid[FIRST_ROW]!])).toMatchObject({ ...intact, intact: false, added: ['7'] });
    expect(look([...grid, [...forged.with(0, '10'), 'x']])).toMatchObject({ ...intact, added: ['10'] });
    const row = [...forged, rowDigest(sha256, forged)];
    const withForged = grid.map((each) => (each[0] === '8' ? row : each));
    expect(look(withForged)).toMatchObject({ ...intact, intact: false, changed: ['8'] });
    expect(verify(sha256, withForged)).toMatchObject({ intact: false, elsewhere: true });
  });

  test('with moved columns is as it was but for their order, which is told', () => {
    const { grid, kept } = taken([
      ['7', 'active', 'https://a.example'],
      ['8', 'active', 'https://b.example'],
    ]);
    const moved = grid.map((row, at) => (at < FIRST_ROW - 1 ? row : [row[3]!, row[2]!, row[0]!, row[1]!]));
    expect(verify(sha256, moved, knownOf(kept))).toMatchObject({
      intact: false,
      columnsMoved: true,
      elsewhere: false,
      changed: [],
      strays: 0,
    });
  });

  test('another format is not guessed at', () => {
    const { grid } = taken([['7', 'a', 'b']]);
    expect(verify(sha256, [[SNAPSHOT_TITLE, 'format 2'], ...grid.slice(1)])).toBeUndefined();
    expect(verify(sha256, [['Postbacks']])).toBeUndefined();
    expect(verify(sha256, [])).toBeUndefined();
  });
});

const EMPTY: LogLine = {
  time: '2026-11-26 09:00:00',
  what: 'Update',
  who: 'anna@acme.test',
  id: '',
  field: '',
  before: '',
  after: '',
  outcome: '',
  http: '',
  message: '',
  reference: '',
};

describe('[A1] the chain of the change log', () => {
  const start = chainStart(sha256, 'file-1');
  const lines = (texts: readonly string[]): LogLine[] => texts.map((after) => ({ ...EMPTY, after }));

  test('written in parts is the same as written at once, and whole in any order', () => {
    fc.assert(
      fc.property(fc.array(cellText, { maxLength: 12 }), fc.nat(12), fc.nat(), (texts, cut, turn) => {
        const whole = chainLines(sha256, start, lines(texts));
        const first = chainLines(sha256, start, lines(texts.slice(0, cut)));
        const second = chainLines(sha256, first.end, lines(texts.slice(cut)));
        expect([...first.rows, ...second.rows]).toEqual(whole.rows);
        expect(second.end).toEqual(whole.end);
        const at = texts.length === 0 ? 0 : turn % texts.length;
        const sorted = [...whole.rows.slice(at), ...whole.rows.slice(0, at)];
        expect(verifyChain(sha256, start, sorted)).toEqual({
          lines: texts.length,
          broken: [],
          missing: [],
          doubled: [],
        });
      }),
      SEED,
    );
  });

  test('no cell can be changed, and no line taken out or put in, unseen', () => {
    fc.assert(
      fc.property(
        fc.array(cellText, { minLength: 2, maxLength: 10 }),
        fc.nat(),
        fc.nat(LOG_HEADERS.length - 1),
        fc.string({ minLength: 1, maxLength: 4 }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text)),
        fc.constantFrom('change', 'remove', 'double'),
        (texts, which, column, text, how) => {
          const { rows } = chainLines(sha256, start, lines(texts));
          const at = which % (how === 'remove' ? rows.length - 1 : rows.length);
          fc.pre(how !== 'change' || rows[at]![column] !== text);
          const tampered =
            how === 'change'
              ? rows.map((row, r) => (r === at ? row.with(column, text) : row))
              : how === 'remove'
                ? rows.toSpliced(at, 1)
                : [...rows, rows[at]!];
          const { broken, missing, doubled } = verifyChain(sha256, start, tampered);
          expect(broken.length + missing.length + doubled.length).toBeGreaterThan(0);
        },
      ),
      { ...SEED, numRuns: 500 },
    );
  });

  test('a changed line is one broken line, not all that follow', () => {
    const { rows } = chainLines(sha256, start, lines(['a', 'b', 'c', 'd']));
    const changed = rows.map((row, at) => (at === 1 ? row.with(7, 'forged') : row));
    expect(verifyChain(sha256, start, changed).broken).toEqual([2]);
    expect(verifyChain(sha256, chainStart(sha256, 'file-2'), rows).broken).toEqual([1]);
  });
});
