/**
 * Random days of a network and its sheet through the built bundle: changes, removals and new postbacks there, edits, sorting and copies
 * here, full, filtered and incomplete pulls, pushes. A small model says what each cell must hold and what Everflow did.
 */
import fc from 'fast-check';
import { EVERYTHING } from '../../src/everflow/query';
import { deskById } from '../../local/story/desk-rows';
import { Page, TAB } from '../../local/story/page';
import { Bench, idsOf } from './pull-support';

const SEED = Number(process.env['LAW_SEED'] ?? 20_261_122);
const DAYS = Number(process.env['DAYS'] ?? 8);
const ANNA = 'anna@acme.test';
const bench = new Bench(24);
beforeAll(() => bench.open());
afterAll(() => bench.close());

const which = { row: fc.nat({ max: 5 }), value: fc.nat({ max: 2 }) };
const day = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ op: fc.constant('change there' as const), ...which }) },
    { weight: 4, arbitrary: fc.record({ op: fc.constant('type here' as const), ...which }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('remove there' as const), ...which }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('make there' as const), ...which }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('sort' as const), ...which }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('seen' as const), ...which }) },
    { weight: 4, arbitrary: fc.record({ op: fc.constant('pull' as const), ...which }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('pull some' as const), ...which }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('pull, incomplete' as const), ...which }) },
    { weight: 2, arbitrary: fc.record({ op: fc.constant('check' as const), ...which }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('push' as const), ...which }) },
  ),
  { minLength: 10, maxLength: 22 },
);
type Step = (typeof day extends fc.Arbitrary<infer T> ? T : never)[number];

/** One description, the field that both sides change here. */
interface Known {
  cell: string;
  pulled: string;
  read: string;
  there: string | undefined;
  isGone: boolean;
  isShown: boolean;
  news: { before: string; after: string } | undefined;
  presence: 'gone' | 'new' | undefined;
}

class Day {
  readonly known = new Map<number, Known>();
  readonly ids: number[] = [];

  static async begin(): Promise<Day> {
    await bench.begin();
    bench.anna.pull({ details: 'skip' });
    const today = new Day();
    const plain = (await bench.records()).filter(
      ({ delivery_method, pixel_status, pixel_level, postback_url }) =>
        delivery_method === 'postback' &&
        pixel_status === 'active' &&
        pixel_level === 'global' &&
        postback_url,
    );
    for (const id of idsOf(plain).slice(0, 5)) {
      const text = (await bench.control.record(id))!.description;
      today.add(id, { cell: text, pulled: text, read: text, there: text });
    }
    return today;
  }

  private add(id: number, parts: Pick<Known, 'cell' | 'pulled' | 'read' | 'there'>): void {
    this.ids.push(id);
    this.known.set(id, { ...parts, isGone: false, isShown: true, news: undefined, presence: undefined });
  }

  async run({ op, row, value }: Step): Promise<void> {
    const id = this.ids[row % this.ids.length]!;
    const one = this.known.get(id)!;
    const text = ['one', 'two', '=three()'][value]!;
    switch (op) {
      case 'change there':
        if (one.there === undefined) return;
        await bench.control.change(id, { description: text });
        one.there = text;
        return;
      case 'remove there':
        if (one.there === undefined) return;
        await bench.control.remove(id);
        one.there = undefined;
        return;
      case 'make there': {
        const made = await bench.control.create({ description: text, delivery_method: 'postback' });
        this.add(made.network_pixel_id, { cell: '', pulled: '', read: '', there: text });
        this.known.get(made.network_pixel_id)!.isShown = false;
        return;
      }
      case 'type here': {
        const desk = deskById(bench.file).get(id);
        if (!desk) return;
        // As a person types a text that is no formula.
        const typed = value === 2 ? 'three' : text;
        new Page(bench.file, ANNA).type('Description', desk.rowNumber, typed);
        one.cell = typed;
        return;
      }
      case 'sort': {
        const page = new Page(bench.file, ANNA);
        const column = ['Postback ID', 'URL', 'Description'][value]!;
        const area = `A2:${page.column('Row key')}${page.lastRow()}`;
        page.person.sort(TAB, area, page.column(column), row % 2 === 0);
        return;
      }
      case 'seen': {
        const { upTo } = bench.anna.call('changesPage', { offset: 0 });
        bench.anna.call('changesSeen', { upTo });
        for (const each of this.known.values()) Object.assign(each, { news: undefined, presence: undefined });
        return;
      }
      case 'check':
        bench.anna.check();
        return;
      case 'push':
        this.push();
        return;
      default:
        await this.pull(op);
    }
  }

  private async pull(how: 'pull' | 'pull some' | 'pull, incomplete'): Promise<void> {
    if (how === 'pull some') {
      const searches = [{ type: 'description' as const, value: 'one' }];
      bench.anna.pull({ details: 'skip', query: { ...EVERYTHING, searches } });
    } else if (how === 'pull, incomplete') {
      // A list of which nothing is readable but its length.
      await bench.control.settings({ pageCap: 10 });
      const { length } = await bench.records();
      await bench.control.arm({
        match: { path: 'page=\\d+&page_size=10$', count: 'all' },
        answer: {
          kind: 'status',
          status: 200,
          body: { pixels: [], paging: { page: 2, page_size: 10, total_count: length } } as never,
        },
      });
      expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ complete: false, gone: 0 });
      await bench.control.disarm();
      await bench.control.settings({ pageCap: 2_000 });
    } else {
      expect(bench.anna.pull({ details: 'skip' })).toMatchObject({ complete: true, notRefreshed: 0 });
    }
    const readNow = this.readNow();
    for (const [id, one] of this.known) {
      if (one.there === undefined) {
        if (how === 'pull' && one.isShown && !one.isGone) {
          one.isGone = true;
          one.presence = 'gone';
        }
      } else if (readNow.has(id)) this.read(one, one.there);
    }
  }

  /** Ids whose rows the last pull refreshed, by what the tab says of the others. */
  private readNow(): Set<number> {
    const rows = [...deskById(bench.file)];
    return new Set(
      rows.flatMap(([id, { values }]) => (String(values['Message']).includes('Not refreshed') ? [] : [id])),
    );
  }

  private read(one: Known, now: string): void {
    const isFirst = !one.isShown;
    if (!isFirst && one.read !== now) {
      one.news = { before: one.news?.before ?? one.read, after: now };
    }
    if (isFirst) Object.assign(one, { presence: 'new', isShown: true });
    const isEdit = one.cell !== one.pulled && one.cell !== one.read;
    if (isFirst || !isEdit || one.cell === now) {
      Object.assign(one, { cell: now, pulled: now, read: now });
      return;
    }
    if (one.pulled === now) one.pulled = now;
    one.read = now;
  }

  private push(): void {
    const result = bench.anna.check();
    if (result.pushable === 0) return;
    bench.anna.push(bench.anna.preview());
    for (const one of this.known.values()) {
      const isEdit = one.cell !== one.pulled && one.cell !== one.read;
      if (!isEdit || one.isGone) continue;
      if (one.there === undefined) {
        Object.assign(one, { isGone: true, presence: 'gone' });
      } else if (one.there === one.cell) {
        Object.assign(one, { pulled: one.cell, read: one.cell });
      } else if (one.there === one.pulled) {
        Object.assign(one, { pulled: one.cell, read: one.cell, there: one.cell });
      }
    }
  }

  expectModel(step: string): void {
    const rows = deskById(bench.file);
    const edits: number[] = [];
    for (const [id, one] of this.known) {
      const row = rows.get(id);
      expect([step, id, row !== undefined]).toEqual([step, id, one.isShown]);
      if (!row) continue;
      expect([step, id, row.values['Description'], row.formulas]).toEqual([step, id, one.cell, []]);
      if (one.cell !== one.pulled && one.cell !== one.read) edits.push(id);
    }
    const check = bench.anna.check();
    expect([step, check.edited, check.created, check.certain]).toEqual([step, edits.length, 0, true]);
    const wanted = [...this.known].flatMap(([id, { news, presence }]) => [
      ...(presence ? [`${id} ${presence}`] : []),
      ...(news && news.before !== news.after ? [`${id} "${news.before}" -> "${news.after}"`] : []),
    ]);
    const { lines } = bench.anna.call('changesPage', { offset: 0 });
    const found = lines.map(({ id, kind, header, before, after }) =>
      header === '' ? `${id} ${kind}` : `${id} "${before}" -> "${after}"`,
    );
    expect([step, found.sort()]).toEqual([step, wanted.sort()]);
  }
}

it('[P6] [P9] no day loses an edit, mixes rows up, or tells of Everflow what it did not do', async () => {
  const met = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(day, async (steps) => {
      const today = await Day.begin();
      for (const [at, step] of steps.entries()) {
        met.set(step.op, (met.get(step.op) ?? 0) + 1);
        await today.run(step);
        today.expectModel(`${at} ${step.op}`);
      }
    }),
    { seed: SEED, numRuns: DAYS, endOnFailure: true },
  );
  for (const op of ['remove there', 'make there', 'pull some', 'pull, incomplete', 'push', 'seen'])
    expect([op, met.get(op) ?? 0]).not.toEqual([op, 0]);
});
