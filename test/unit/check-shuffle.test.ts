/** A column sorted on its own: blocked from 20 values and 80 % on, and never where values are new, common or one for all. */
import fc from 'fast-check';
import type { Baseline, BaselineRow } from '../../src/core/baseline';
import { checkDrafts } from '../../src/core/check';
import { LEAST_PERCENT, LEAST_VALUES, MOST_OWNERS } from '../../src/core/check/shuffle';
import { problemsByRow, problemsOf, verdictOf } from '../../src/core/check/verdict';
import type { Draft } from '../../src/core/draft';
import type { Field, FieldValue, FieldValues } from '../../src/core/postback';
import type { Problem } from '../../src/core/problem';
import { baselineRow, newRow, P501, update } from './check-support';
import { holds } from './core/laws';

const url = (n: number): string => `https://t${n}.acme.io/p?tx={transaction_id}`;
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Postbacks 1, 2, 3 … with these values of one field. */
function network(values: readonly FieldValue[], field: Field = 'postback_url'): BaselineRow[] {
  return values.map((value, at) => baselineRow({ ...P501, [field]: value }, at + 1));
}

/** The edits of rows 1, 2, 3 …; undefined leaves a row as it is. */
function edits(
  pulled: readonly BaselineRow[],
  values: readonly (FieldValue | undefined)[],
  field: Field = 'postback_url',
): Draft[] {
  return values.flatMap((value, at) => {
    if (value === undefined) return [];
    const { id, fields } = pulled[at]!.postback;
    const draft = update(fields, { [field]: value }, { row: at, id });
    return draft.changes.length > 0 ? [draft] : [];
  });
}

function shuffles(drafts: readonly Draft[], pulled: readonly BaselineRow[]): Problem[] {
  const baseline: Baseline = new Map(pulled.map((one) => [one.postback.id, one]));
  return checkDrafts(drafts, { baseline }).filter((problem) => problem.rule === 'C9');
}

const causesOf = (drafts: readonly Draft[], pulled: readonly BaselineRow[]): string[] =>
  shuffles(drafts, pulled).map((problem) => problem.cause);

const BLOCKED = ['shuffled-url'];
/** Each value to the next row, the last to the first. */
const turned = <T>(values: readonly T[]): T[] => [values[values.length - 1]!, ...values.slice(0, -1)];

describe('[C9] limits', () => {
  test('the limits are those of the rule', () => {
    expect([LEAST_VALUES, LEAST_PERCENT, MOST_OWNERS]).toEqual([20, 80, 5]);
  });

  test.each([
    [19, []],
    [20, BLOCKED],
    [21, BLOCKED],
  ])('%i different values of other rows', (count, expected) => {
    const values = range(count).map(url);
    const pulled = network(values);
    expect(causesOf(edits(pulled, turned(values)), pulled)).toEqual(expected);
  });

  test.each([
    // 100 different new values, so that a percent is one value.
    [79, []],
    [80, BLOCKED],
    [81, BLOCKED],
  ])('%i %% of the new values are other rows’', (percent, expected) => {
    const pulled = network(range(200).map(url));
    const typed = range(100).map((n) => (n < percent ? url(100 + n) : `https://new${n}.example/`));
    expect(causesOf(edits(pulled, typed), pulled)).toEqual(expected);
  });

  test('4 of 20 may be new, 5 of 20 may not', () => {
    const pulled = network(range(60).map(url));
    const typed = (fresh: number): string[] =>
      range(20).map((n) => (n < fresh ? `https://new${n}.example/` : url(30 + n)));
    expect(causesOf(edits(pulled, typed(4)), pulled)).toEqual(BLOCKED);
    expect(causesOf(edits(pulled, typed(5)), pulled)).toEqual([]);
  });

  test.each([
    [5, BLOCKED],
    [6, []],
  ])('values standing in %i postbacks', (times, expected) => {
    const values = range(20 * times).map((n) => url(n % 20));
    const pulled = network(values);
    // Each row gets the value of the next group, so that 20 values arrive, each known `times` times.
    const typed = range(20).map((n) => url((n + 1) % 20));
    expect(causesOf(edits(pulled, typed), pulled)).toEqual(expected);
  });

  test('common values count neither for nor against: 19 others’ values and 6 common ones are too few, 20 are enough', () => {
    const common = range(6).flatMap((n) => range(6).map(() => url(1_000 + n)));
    const pulled = network([...range(60).map(url), ...common]);
    const typed = (others: number): string[] => [
      ...range(others).map((n) => url(30 + n)),
      ...range(6).map((n) => url(1_000 + n)),
    ];
    expect(causesOf(edits(pulled, typed(19)), pulled)).toEqual([]);
    expect(causesOf(edits(pulled, typed(20)), pulled)).toEqual(BLOCKED);
  });

  test('many rows with few values are no shuffle: two partners’ URLs swapped in 300 rows', () => {
    const pulled = network([
      ...range(3).map(() => url(1)),
      ...range(3).map(() => url(2)),
      ...range(300).map(url),
    ]);
    const typed = [url(2), url(2), url(2), url(1), url(1), url(1)];
    expect(causesOf(edits(pulled, typed), pulled)).toEqual([]);
  });
});

describe('[C9] the example rows', () => {
  const values = range(300).map((n) => url((n * 7919) % 1_000));
  const pulled = network(values);

  test('R64: 300 URLs sorted on their own', () => {
    const [problem, ...more] = shuffles(edits(pulled, [...values].sort()), pulled);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      severity: 'error',
      row: null,
      column: 'url',
      title: 'This looks like a column was sorted on its own',
      message: expect.stringMatching(
        /^In column URL, \d+ rows now hold another row's value\. Pushing this would send conversions to the wrong partner\. Undo the sort \(Ctrl\+Z\), or discard these changes\.$/,
      ) as string,
    });
    expect(problem!.fixes.map(({ action, label }) => `${action}: ${label}`)).toEqual([
      'discard-column: Discard changes in URL',
      'confirm: It is right: type SHUFFLED',
    ]);
    expect(problem!.fixes[1]).toMatchObject({ word: 'SHUFFLED' });
  });

  test.each([
    ['a domain replaced', values.map((value) => value.replace('acme.io', 'new.example'))],
    ['one URL pasted', values.map(() => 'https://one.example/')],
    ['another row’s URL pasted', values.map(() => values[17]!)],
    ['all URLs emptied', values.map(() => '')],
  ])('R65: %s in 300 rows', (_name, typed) => {
    expect(causesOf(edits(pulled, typed), pulled)).toEqual([]);
  });

  test('R65: status set in 300 rows', () => {
    const drafts = edits(
      pulled,
      values.map(() => 'inactive'),
      'pixel_status',
    );
    expect(drafts).toHaveLength(300);
    expect(causesOf(drafts, pulled)).toEqual([]);
  });
});

describe('[C9] how such columns come about', () => {
  test('a paste one row off of 25 rows is blocked; the count is that of the rows', () => {
    const values = range(300).map(url);
    const pulled = network(values);
    const typed = values.map((value, at) => (at >= 100 && at < 125 ? values[at - 1] : value));
    const [problem] = shuffles(edits(pulled, typed), pulled);
    expect(problem?.message).toContain('25 rows now hold');
  });

  test('forty rows set to the URLs of forty others are blocked until confirmed', () => {
    const pulled = network(range(80).map(url));
    expect(
      causesOf(
        edits(
          pulled,
          range(40).map((n) => url(40 + n)),
        ),
        pulled,
      ),
    ).toEqual(BLOCKED);
  });

  test('values of postbacks whose rows were deleted count too', () => {
    const pulled = network(range(40).map(url));
    const drafts = edits(
      pulled.slice(0, 20),
      range(20).map((n) => url(20 + n)),
    );
    expect(causesOf(drafts, pulled)).toEqual(BLOCKED);
  });

  test('numbers and texts: delays and descriptions, with words of their own; two columns are two problems', () => {
    const delays = range(25).map((n) => n * 100);
    const pulled = delays.map((delay, at) =>
      baselineRow({ ...P501, delay_ms: delay, description: `Partner ${at}` }, at + 1),
    );
    const drafts = turned(pulled).map(({ postback }, at) => {
      const { delay_ms = 0, description = '' } = postback.fields;
      return update(pulled[at]!.postback.fields, { delay_ms, description }, { row: at, id: at + 1 });
    });
    expect(shuffles(drafts, pulled).map(({ cause, column }) => [cause, column])).toEqual([
      ['shuffled-delay', 'delay'],
      ['shuffled-description', 'description'],
    ]);
    expect(shuffles(drafts, pulled)[0]!.message).toContain('give postbacks what belongs to others');
  });

  test('texts that differ in line ends only are the same value', () => {
    const pulled = [
      ...network(
        range(25).map((n) => `line ${n}\nmore`),
        'html_code',
      ),
      ...range(25).map((n) => baselineRow({ ...P501, html_code: `text ${n}\r\nmore` }, 100 + n)),
    ];
    const drafts = edits(
      pulled,
      range(25).map((n) => `text ${n}\nmore`),
      'html_code',
    );
    expect(causesOf(drafts, pulled)).toEqual(['shuffled-html']);
  });

  test('new rows bring no edits', () => {
    const pulled = network(range(40).map(url));
    const drafts = [
      ...edits(
        pulled,
        range(19).map((n) => url(20 + n)),
      ),
      newRow({ postback_url: url(39) }),
      newRow({ postback_url: url(38) }),
    ];
    expect(causesOf(drafts, pulled)).toEqual([]);
  });

  test('cells that cannot be read bring no value', () => {
    const pulled = network(range(40).map(url));
    const drafts = edits(
      pulled,
      range(20).map((n) => url(20 + n)),
    );
    const last = drafts.pop()!;
    if (last.kind !== 'update') throw new Error('An update is meant');
    const unread: Draft = {
      ...last,
      changes: [],
      fields: last.baseline.postback.fields,
      unreadable: ['url'],
    };
    expect(causesOf([...drafts, unread], pulled)).toEqual([]);
    expect(causesOf([...drafts, last], pulled)).toEqual(BLOCKED);
  });
});

describe('[C9] what is blocked', () => {
  const values = range(30).map(url);
  const pulled = network(values);
  const shuffled = edits(pulled, turned(values));
  const verdicts = (drafts: readonly Draft[]): string[] => {
    const baseline: Baseline = new Map(pulled.map((one) => [one.postback.id, one]));
    const index = problemsByRow(checkDrafts(drafts, { baseline }));
    return drafts.map((draft) => verdictOf(draft, problemsOf(draft, index)));
  };

  test('every row that edits the column, also with other edits, and new rows; nobody else', () => {
    const withMore = update(
      pulled[0]!.postback.fields,
      { postback_url: url(29), description: 'x' },
      { row: 0, id: 1 },
    );
    const other = update(P501, { description: 'x' }, { row: 90, id: 90 });
    const drafts = [...shuffled.slice(1), withMore, newRow({ postback_url: 'https://a.b/' }), other];
    expect(verdicts(drafts)).toEqual([...drafts.slice(1).map(() => 'stopped'), 'pushable']);
  });

  test('[V2] a row that is only switched off is not stopped', () => {
    const off = update(P501, { pixel_status: 'inactive' }, { row: 90, id: 90 });
    expect(verdicts([...shuffled, off]).pop()).toBe('pushable');
  });
});

describe('[C9] examples and key', () => {
  const values = range(30).map(url);
  const pulled = network(values);

  test('three rows, each with what it was and whose value it holds now', () => {
    const [problem] = shuffles(edits(pulled, turned(values)), pulled);
    expect(problem!.examples).toEqual([
      { row: 0, message: `#1 was "${url(0)}" and now holds "${url(29)}", the value of #30.` },
      { row: 1, message: `#2 was "${url(1)}" and now holds "${url(0)}", the value of #1.` },
      { row: 2, message: `#3 was "${url(2)}" and now holds "${url(1)}", the value of #2.` },
    ]);
  });

  test('the key stays the same when rows are sorted and other columns edited, and changes with any change of the column', () => {
    const drafts = edits(pulled, turned(values));
    const keyOf = (some: readonly Draft[]): string | undefined => shuffles(some, pulled)[0]?.key;
    const key = keyOf(drafts);
    expect(key).toBeTruthy();
    const moved = drafts.map((draft, at) => ({ ...draft, row: 100 - at })).reverse();
    expect(keyOf([...moved, update(P501, { description: 'x' }, { row: 200, id: 77 })])).toBe(key);
    expect(keyOf(drafts.slice(1))).not.toBe(key);
    expect(keyOf(edits(pulled, [...turned(values).slice(0, -1), 'https://other.example/']))).not.toBe(key);
    const swapped = turned(values);
    [swapped[3], swapped[9]] = [swapped[9]!, swapped[3]!];
    expect(keyOf(edits(pulled, swapped))).not.toBe(key);
  });
});

describe('[C9] laws', () => {
  const permutation = (count: number): fc.Arbitrary<number[]> =>
    fc.shuffledSubarray(range(count), { minLength: count, maxLength: count });

  test('a permutation that moves 20 different values is always blocked, one that moves fewer never is', () => {
    holds(
      fc.integer({ min: 20, max: 60 }).chain((count) => fc.tuple(permutation(count), fc.nat({ max: count }))),
      ([order, from], tally) => {
        const values = order.map((_, at) => url(at));
        const pulled = network(values);
        // From some row on everything stays where it was.
        const part = order.filter((at) => at < from);
        const typed = values.map((value, at) => (at < from ? values[part[at]!] : value));
        const moved = typed.filter((value, at) => value !== values[at]).length;
        expect(causesOf(edits(pulled, typed), pulled)).toEqual(moved >= 20 ? BLOCKED : []);
        tally.count(moved >= 20 ? 'blocked' : 'free');
      },
      { blocked: 50, free: 50 },
      200,
    );
  });

  test('a replacement by what stands nowhere else never is, in any field', () => {
    const field = fc.constantFrom<Field>('postback_url', 'description', 'html_code', 'delay_ms');
    holds(
      fc.tuple(field, fc.uniqueArray(fc.nat({ max: 5_000 }), { minLength: 20, maxLength: 60 })),
      ([name, numbers], tally) => {
        const asValue = (n: number): FieldValue => (name === 'delay_ms' ? n : `t${n}.old.example`);
        const replaced = (n: number): FieldValue => (name === 'delay_ms' ? n + 10_000 : `t${n}.new.example`);
        const pulled = network(numbers.map(asValue), name);
        const drafts = edits(pulled, numbers.map(replaced), name);
        expect(causesOf(drafts, pulled)).toEqual([]);
        tally.count('edits', drafts.length);
      },
      { edits: 2_000 },
      100,
    );
  });

  test('the order of the rows does not matter', () => {
    holds(
      fc.tuple(permutation(24), permutation(24)),
      ([order, rows], tally) => {
        const pulled = network(range(24).map(url));
        const drafts = edits(pulled, order.map(url));
        const told = (some: readonly Draft[]): unknown =>
          shuffles(some, pulled).map(({ cause, message, key }) => [cause, message, key]);
        const reordered = rows.flatMap((at) => drafts[at] ?? []);
        expect(told(reordered)).toEqual(told(drafts));
        tally.count('blocked', told(drafts) === undefined ? 0 : shuffles(drafts, pulled).length);
      },
      { blocked: 50 },
      100,
    );
  });
});

test('[L1] a hundred thousand postbacks are looked through once a suspicious column', () => {
  let reads = 0;
  const values: FieldValues = { ...P501 };
  const one = { ...baselineRow(values), postback: { ...baselineRow(values).postback } };
  const pulled = network(range(30).map(url));
  const base = new Map(pulled.map((row) => [row.postback.id, row]));
  for (let id = 1_000; id < 101_000; id += 1) base.set(id, one);
  const counted: Baseline = new Proxy(base, {
    get(target, key) {
      if (key === Symbol.iterator) reads += 1;
      const value = Reflect.get(target, key) as unknown;
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
  const drafts = edits(pulled, turned(range(30).map(url)));
  expect(checkDrafts(drafts, { baseline: counted }).filter((p) => p.rule === 'C9')).toHaveLength(1);
  expect(reads).toBe(1);
  checkDrafts(drafts.slice(0, 19), { baseline: counted });
  expect(reads).toBe(1);
});
