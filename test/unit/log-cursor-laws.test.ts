/**
 * Laws of appending to the change log (A1, J1): whatever executions die of, and whatever people do to the tab in between, no line is written twice,
 * none is lost, and verifying names nothing but what people did.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { LOG_HEADERS, verifyChain } from '../../src/core/audit/log-chain';
import { countWritten, lineOf, writeLog } from '../../src/flows/log/log';
import { readCursor } from '../../src/flows/log/cursor';
import { stepVerifyLog, type VerifyLogGoOn } from '../../src/flows/log/verify';
import type { LogTab, Ports } from '../../src/flows/ports';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const WIDTH = LOG_HEADERS.length;
const BLANK = Array.from({ length: WIDTH }, () => '');

class Killed extends Error {}

/** A tab in memory whose writes wait for a flush, and which dies at a call; some of the waiting writes may have been carried out by then. */
class FakeLog implements LogTab {
  rows: string[][] = [];
  private waiting: ((rows: string[][]) => void)[] = [];
  private exists = false;
  /** Calls until it dies, and waiting writes that are kept then; never if undefined. */
  death: { calls: number; keep: number } | undefined;

  private call(): void {
    if (!this.death) return;
    this.death.calls -= 1;
    if (this.death.calls >= 0) return;
    this.waiting = this.waiting.slice(0, this.death.keep);
    this.end();
    throw new Killed('killed');
  }
  /** What the acting execution sees: its own writes too. */
  private seen(): string[][] {
    if (this.waiting.length === 0) return this.rows;
    const rows = [...this.rows];
    for (const write of this.waiting) write(rows);
    return rows;
  }
  /** Sheets applies what waits at a flush, and when an execution ends. */
  end(): void {
    for (const write of this.waiting) write(this.rows);
    this.waiting = [];
  }
  create(): number {
    this.call();
    this.rows = [[...LOG_HEADERS]];
    this.exists = true;
    return 1;
  }
  state(): 'whole' | 'gone' {
    this.call();
    return this.exists ? 'whole' : 'gone';
  }
  mayWrite(): boolean {
    return true;
  }
  lastRow(): number {
    this.call();
    const last = this.seen().findLastIndex((row) => row.some((text) => text !== ''));
    return last + 1;
  }
  read(_id: number, first: number, count: number): string[][] {
    this.call();
    const rows = this.seen();
    return Array.from({ length: count }, (_, at) => [...(rows[first - 1 + at] ?? BLANK)]);
  }
  keys(_id: number, last: number): (readonly [string, string, string])[] {
    this.call();
    return this.seen()
      .slice(1, last)
      .map((row) => [row[0]!, row[WIDTH - 2]!, row[WIDTH - 1]!]);
  }
  grow(): { rows: number; cells: number } {
    return { rows: 100_000, cells: 0 };
  }
  writeRows(_id: number, first: number, rows: readonly (readonly string[])[]): void {
    this.call();
    this.waiting.push((to) => rows.forEach((row, at) => (to[first - 1 + at] = [...row])));
  }
  rename(): void {}
  flush(): void {
    this.call();
    this.end();
  }
}

class World {
  readonly log = new FakeLog();
  readonly values = new Map<string, string>();
  ids = 0;
  readonly ports = {
    log: this.log,
    digest: { sha256 },
    clock: { now: () => Date.UTC(2026, 10, 26), sleep() {}, random: () => 0 },
    documentValues: {
      get: (key: string) => this.values.get(key) ?? null,
      set: (key: string, value: string) => {
        // Between the flush and the property an execution may die, too.
        this.log.lastRow();
        this.values.set(key, value);
      },
      remove: (key: string) => void this.values.delete(key),
      keys: () => [...this.values.keys()],
    },
    books: { state: () => 'usable', streams: () => [] },
    spreadsheetId: () => 'file-1',
    person: () => 'anna@acme.test',
    newId: () => `id-${(this.ids += 1)}`,
  } as unknown as Ports;

  /** Writes the first so many lines of a reference, in an execution that may die. Returns true if it came to its end. */
  run(reference: string, lines: number, death?: { calls: number; keep: number }): boolean {
    this.log.death = death && { ...death };
    try {
      const all = Array.from({ length: lines }, (_, at) =>
        lineOf(reference, 0, 'anna', { what: 'Update', after: `${reference} ${at}` }),
      );
      writeLog(this.ports, [{ reference, lines: all }]);
      return true;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return false;
    } finally {
      this.log.death = undefined;
      this.log.end();
    }
  }

  lines(): string[][] {
    return this.log.rows.slice(1).filter((row) => row[0] !== '');
  }
}

const death = fc.option(fc.record({ calls: fc.nat(14), keep: fc.nat(2) }), { nil: undefined });
const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      of: fc.nat(3),
      more: fc.integer({ min: 1, max: 5 }),
      death,
    }),
  },
  fc.record({ kind: fc.constant('sort' as const), column: fc.constantFrom(0, 7, 12), down: fc.boolean() }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(20) }),
  fc.record({ kind: fc.constant('note' as const) }),
);

describe('[A1] [J1] appending', () => {
  test('each line stands there once and the chain is whole, whatever dies and however the tab is sorted', () => {
    let deaths = 0;
    let sorts = 0;
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 25 }), (steps) => {
        const world = new World();
        const wanted = new Map<string, number>();
        for (const one of steps) {
          const { rows } = world.log;
          if (one.kind === 'write') {
            const reference = `push-${one.of}`;
            const lines = (wanted.get(reference) ?? 0) + one.more;
            wanted.set(reference, lines);
            if (!world.run(reference, lines, one.death)) deaths += 1;
          } else if (rows.length < 2) continue;
          else if (one.kind === 'sort') {
            sorts += 1;
            const sorted = rows.slice(1).sort((a, b) => (a[one.column]! < b[one.column]! ? -1 : 1));
            world.log.rows = [rows[0]!, ...(one.down ? sorted.reverse() : sorted)];
          } else if (one.kind === 'insert') rows.splice(1 + (one.at % rows.length), 0, [...BLANK]);
          else rows.push(BLANK.with(2, 'a note'));
        }
        for (const [reference, lines] of wanted) {
          expect(world.run(reference, lines)).toBe(true);
          expect(countWritten(world.ports, reference)).toBe(lines);
        }
        const told = world
          .lines()
          .map((row) => row[7]!)
          .filter((text) => text !== '')
          .sort();
        const expected = [...wanted].flatMap(([reference, lines]) =>
          Array.from({ length: lines }, (_, at) => `${reference} ${at}`),
        );
        expect(told).toEqual(expected.sort());
        const cursor = readCursor(world.ports);
        if (!cursor) return;
        expect(verifyChain(sha256, cursor.start, world.lines())).toMatchObject({
          broken: [],
          missing: [],
          doubled: [],
        });
      }),
      { seed: 20261126, numRuns: 600 },
    );
    expect(deaths).toBeGreaterThan(500);
    expect(sorts).toBeGreaterThan(300);
  });

  test('what people delete is missing, not written again; what they change or double is named', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 12 }),
        fc.nat(),
        fc.constantFrom('delete', 'change', 'double'),
        (lines, which, how) => {
          const world = new World();
          world.run('push', lines);
          const at = 1 + (which % (world.log.rows.length - 1));
          const row = world.log.rows[at]!;
          const number = Number(row[0]);
          if (how === 'delete') world.log.rows.splice(at, 1);
          if (how === 'change') world.log.rows[at] = row.with(6, 'forged');
          if (how === 'double') world.log.rows.splice(at, 0, [...row]);
          world.run('push', lines + 2);
          const verdict = verifiedInSteps(world);
          expect(verdict).toMatchObject({
            intact: false,
            missing: how === 'delete' ? [[number, number]] : [],
            doubled: how === 'double' ? [number] : [],
            newestIsThere: true,
          });
          expect(verdict.broken).toEqual(
            how === 'change' ? [number] : how === 'delete' && number < lines + 3 ? [number + 1] : [],
          );
        },
      ),
      { seed: 20261126, numRuns: 200 },
    );
  });

  test('verifying in steps finds what verifying at once finds, however the lines stand', () => {
    const world = new World();
    for (let part = 1; part <= 5; part += 1) world.run('push', part * 1000);
    const at = world.log.rows.findIndex((row) => row[0] === '3210');
    world.log.rows[at] = world.log.rows[at]!.with(7, 'forged');
    world.log.rows = [world.log.rows[0]!, ...world.log.rows.slice(1).reverse()];
    expect(verifiedInSteps(world)).toMatchObject({ lines: 5001, broken: [3210], missing: [], doubled: [] });
    expect(world.lines().at(-1)).toMatchObject({ 2: 'Change log verified', 8: 'Not whole' });
  });
});

/** With a step for each block of rows. */
function verifiedInSteps({ ports }: World) {
  let goOn: VerifyLogGoOn | undefined;
  for (;;) {
    const answer = stepVerifyLog(ports, goOn ? { goOn } : {}, { hasTime: () => false });
    if (answer.result) return answer.result;
    ({ goOn } = answer);
  }
}
