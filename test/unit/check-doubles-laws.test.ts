/** Doubles by laws: small networks in which they are frequent, compared with a reference that compares everything with everything (V9). */
import fc from 'fast-check';
import type { BaselineRow } from '../../src/core/baseline';
import { MAX_NAMED } from '../../src/core/check/firing';
import type { FieldValue, FieldValues } from '../../src/core/postback';
import type { Problem } from '../../src/core/problem';
import { baselineRow, create, doublesOf, P501, update, type CheckedDraft } from './check-support';
import { holds } from './core/laws';

const FIRING = 'warning double-firing';
const told = (drafts: readonly CheckedDraft[], pulled: readonly BaselineRow[]): string[] =>
  doublesOf(drafts, pulled).map(({ row, severity, cause }) => `${row} ${severity} ${cause}`);

/** A small network in which doubles are frequent, with edits and new rows. */
const small: fc.Arbitrary<FieldValues> = fc
  .record({
    level: fc.constantFrom('global', 'specific', 'specific', 'global_offer'),
    partner: fc.integer({ min: 1, max: 2 }),
    offer: fc.integer({ min: 1, max: 2 }),
    event: fc.integer({ min: 0, max: 2 }),
    type: fc.constantFrom('conversion', 'post_conversion', 'event'),
    host: fc.constantFrom('a.b', 'c.d'),
    status: fc.constantFrom('active', 'active', 'active', 'inactive'),
    delay: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ level, partner, offer, event, type, host, status, delay }) => ({
    ...P501,
    pixel_level: level,
    pixel_type: type,
    pixel_status: status,
    network_affiliate_id: level === 'global_offer' ? 0 : partner,
    network_offer_id: level === 'global' ? 0 : offer,
    network_offer_payout_revenue_id: type === 'conversion' || level === 'global' ? 0 : event,
    postback_url: `https://${host}/p`,
    delay_ms: delay,
  }));

interface Network {
  readonly pulled: readonly {
    readonly was: FieldValues;
    readonly will: FieldValues | undefined;
    readonly gone: boolean;
  }[];
  readonly fresh: readonly FieldValues[];
}
const network: fc.Arbitrary<Network> = fc.record({
  pulled: fc.array(
    fc.record({
      was: small,
      will: fc.option(small, { nil: undefined }),
      gone: fc.nat(9).map((n) => n === 0),
    }),
    { maxLength: 7 },
  ),
  fresh: fc.array(small, { maxLength: 4 }),
});

interface Side {
  readonly id: number;
  readonly row: number;
  readonly was?: FieldValues;
  readonly now: FieldValues;
  readonly isNew: boolean;
  readonly edited: boolean;
}
/** Whom it fires for, as lists of wildcards; written apart from the code under test. */
const kindOf = (f: FieldValues): FieldValue => (f.pixel_type === 'event' ? 'post_conversion' : f.pixel_type!);
const wild = (f: FieldValues): FieldValue[] => [
  f.pixel_level === 'global_offer' ? '*' : f.network_affiliate_id!,
  f.pixel_level === 'global' ? '*' : f.network_offer_id!,
  kindOf(f) === 'conversion'
    ? '-'
    : f.network_offer_payout_revenue_id === 0
      ? '*'
      : f.network_offer_payout_revenue_id!,
];
const overlaps = (a: FieldValues, b: FieldValues): boolean =>
  kindOf(a) === kindOf(b) &&
  a.postback_url === b.postback_url &&
  wild(a).every((value, at) => value === '*' || wild(b)[at] === '*' || value === wild(b)[at]);
/** Fires, and for nothing that it did not fire for as pulled. */
const noMore = ({ was, now }: Side): boolean =>
  was !== undefined &&
  was.pixel_status === 'active' &&
  kindOf(was) === kindOf(now) &&
  wild(was).every((value, at) => value === '*' || value === wild(now)[at]);
const textOf = (f: FieldValues, ...but: string[]): string =>
  JSON.stringify(Object.entries({ ...f, pixel_type: kindOf(f) }).filter(([key]) => !but.includes(key)));

/** Compares everything with everything. */
function reference({ pulled, fresh }: Network): string[] {
  const found: string[] = [];
  const sides: Side[] = [];
  pulled.forEach(({ was, will, gone }, at) => {
    if (!gone)
      sides.push({ id: 501 + at, row: at, was, now: will ?? was, isNew: false, edited: will !== undefined });
  });
  const before = [...sides];
  fresh.forEach((now, at) => {
    const row = 100 + at;
    if (fresh.slice(0, at).some((other) => textOf(other) === textOf(now)))
      found.push(`${row} error same-new-row`);
    else sides.push({ id: 0, row, now, isNew: true, edited: true });
  });
  const silent = new Set<number>();
  for (const one of sides.filter(({ isNew }) => isNew)) {
    const twins = before.filter(
      (other) =>
        textOf(other.now, 'description', 'pixel_status') === textOf(one.now, 'description', 'pixel_status'),
    );
    if (twins.length > 0) found.push(`${one.row} own-tick twin-of-pulled`);
    if (twins.some((twin) => twin.now.pixel_status === 'active')) silent.add(one.row);
  }
  const active = sides.filter(({ now }) => now.pixel_status === 'active');
  for (const one of active) {
    const sameReceiver = noMore(one) && one.was!.postback_url === one.now.postback_url;
    if (!one.edited || silent.has(one.row) || sameReceiver) continue;
    const others = active.filter((other) => {
      const old = noMore(one) && noMore(other) && one.was!.postback_url === other.was!.postback_url;
      return other !== one && !old && overlaps(one.now, other.now);
    });
    if (others.length > 0) found.push(`${one.row} ${FIRING} ${others.length}`);
  }
  return found.sort();
}

const draftsOf = ({ pulled, fresh }: Network): CheckedDraft[] => [
  ...pulled.flatMap(({ was, will }, at): CheckedDraft[] => {
    if (!will) return [];
    const draft = update(was, will, { id: 501 + at, row: at });
    return draft.changes.length > 0 ? [draft] : [];
  }),
  ...fresh.map((fields, at) => create(fields, 100 + at)),
];
const baselineFor = ({ pulled }: Network): BaselineRow[] =>
  pulled.map(({ was, gone }, at): BaselineRow => ({
    ...baselineRow(was, 501 + at),
    ...(gone ? { gone: true } : {}),
  }));

/** What was found, with the number of others in place of their names. */
function counted(problems: readonly Problem[]): string[] {
  return problems
    .map(({ row, severity, cause, message }) => {
      const more = / and (\d+) more, /.exec(message);
      const others = (message.match(/#\d+|the new row \d+/g) ?? []).length + Number(more?.[1] ?? 0);
      return `${row} ${severity} ${cause}${cause === 'double-firing' ? ` ${others}` : ''}`;
    })
    .sort();
}

describe('[V9] laws', () => {
  test('the index finds what comparing everything with everything finds', () => {
    holds(
      network,
      (given, tally) => {
        const drafts = draftsOf(given).map((draft): CheckedDraft =>
          draft.kind === 'update' && given.pulled[draft.row]!.gone
            ? { ...draft, baseline: { ...draft.baseline, gone: true } }
            : draft,
        );
        const wanted = reference(given);
        for (const line of wanted) tally.count(line.split(' ').slice(1, 3).join(' '));
        expect(counted(doublesOf(drafts, baselineFor(given)))).toEqual(wanted);
      },
      { 'error same-new-row': 12, 'own-tick twin-of-pulled': 40, [FIRING]: 300 },
      2000,
    );
  });
  test('neither the order of rows nor that of the pull matters', () => {
    const shuffled = network.chain((given) =>
      fc.record({
        given: fc.constant(given),
        rows: fc.shuffledSubarray(draftsOf(given), { minLength: draftsOf(given).length }),
        pulled: fc.shuffledSubarray(baselineFor(given), { minLength: given.pulled.length }),
      }),
    );
    holds(
      shuffled,
      ({ given, rows, pulled }, tally) => {
        const sorted = (problems: readonly Problem[]): string[] =>
          problems.map(({ row, cause, message }) => `${row} ${cause} ${message}`).sort();
        const found = sorted(doublesOf(rows, pulled));
        if (found.length > 0) tally.count('found');
        expect(found).toEqual(sorted(doublesOf(draftsOf(given), baselineFor(given))));
      },
      { found: 100 },
    );
  });
  test('planted doubles are found, and nothing else', () => {
    const count = 60;
    const apart = Array.from({ length: count }, (_, at) => ({ ...P501, network_offer_id: 1000 + at }));
    holds(
      fc.record({
        twins: fc.uniqueArray(fc.nat(count - 1), { maxLength: 5 }),
        firing: fc.uniqueArray(fc.nat(count - 1), { maxLength: 5 }),
      }),
      ({ twins, firing }, tally) => {
        const drafts = [
          ...apart.map((fields, at) => create({ ...fields, network_offer_id: 2000 + at }, at)),
          ...twins.map((at, place) => create(apart[at]!, 100 + place)),
          ...firing.map((at, place) =>
            create({ ...apart[at]!, delay_ms: 9, description: 'planted' }, 200 + place),
          ),
        ];
        const wanted = twins.map((_, place) => `${100 + place} own-tick twin-of-pulled`);
        firing.forEach((_, place) => wanted.push(`${200 + place} ${FIRING}`));
        tally.count('planted', wanted.length);
        expect(
          told(
            drafts,
            apart.map((fields, at) => baselineRow(fields, 501 + at)),
          ).sort(),
        ).toEqual(wanted.sort());
      },
      { planted: 100 },
      50,
    );
  });
});

test('[L1] one bucket with very many members is asked in constant time: each value is read a bounded number of times', () => {
  const readsFor = (count: number): number => {
    let reads = 0;
    const counting = (fields: FieldValues): FieldValues =>
      new Proxy(fields, {
        get: (target, key) => {
          reads += 1;
          return Reflect.get(target, key) as unknown;
        },
      });
    const pulled = Array.from({ length: count }, (_, at) =>
      baselineRow(counting({ ...P501, delay_ms: at }), 1000 + at),
    );
    const fresh = Array.from({ length: count }, (_, at) => create({ ...P501, delay_ms: count + at }, at));
    const found = doublesOf(fresh, pulled);
    expect(found).toHaveLength(count);
    expect(found[0]!.message).toContain(`and ${2 * count - 1 - MAX_NAMED} more`);
    return reads;
  };
  expect(readsFor(3000)).toBeLessThanOrEqual(10 * readsFor(300));
});
