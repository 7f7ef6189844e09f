/** Laws of Health over generated networks, held against comparing everything with everything (H1, H2). */
import fc from 'fast-check';
import type { BaselineRow } from '../../../src/core/baseline';
import {
  COUNT_LISTS,
  countsOf,
  FINDING_LISTS,
  GROUP_LISTS,
  groupsOf,
  membersOf,
} from '../../../src/core/health/lists';
import { surveyOf, type Survey } from '../../../src/core/health/known';
import type { FieldValue, FieldValues } from '../../../src/core/postback';
import { baselineOf, row } from './examples';
import { holds } from './laws';

/** Small enough that much coincides. */
const small: fc.Arbitrary<FieldValues> = fc
  .record({
    level: fc.constantFrom('specific', 'specific', 'specific', 'global', 'global_offer', 'odd'),
    partner: fc.integer({ min: 1, max: 2 }),
    offer: fc.integer({ min: 1, max: 2 }),
    event: fc.integer({ min: 0, max: 2 }),
    type: fc.constantFrom('conversion', 'post_conversion', 'event'),
    host: fc.constantFrom('a.io', 'a.io', 'A.io', 'b.io'),
    method: fc.constantFrom('postback', 'postback', 'postback', 'html', 'tiktok'),
    status: fc.constantFrom('active', 'active', 'active', 'inactive'),
    delay: fc.integer({ min: 0, max: 1 }),
    description: fc.constantFrom('', 'x'),
  })
  .map(({ level, partner, offer, event, type, host, method, status, delay, description }) => ({
    pixel_level: level,
    pixel_type: type,
    pixel_status: status,
    delivery_method: method,
    network_affiliate_id: level === 'global_offer' ? 0 : partner,
    network_offer_id: level === 'global' ? 0 : offer,
    network_offer_payout_revenue_id: type === 'conversion' || level === 'global' ? 0 : event,
    postback_url: method === 'postback' ? `https://${host}/p` : '',
    html_code: method === 'html' ? '<img>' : '',
    delay_ms: delay,
    description,
  }));

interface Planted {
  readonly fields: FieldValues;
  readonly gone: boolean;
  readonly other: string;
}
const planted: fc.Arbitrary<Planted> = fc.record({
  fields: small,
  gone: fc.nat(9).map((n) => n === 0),
  other: fc.constantFrom('', '', 'tiktok kept (#1)', 'not loaded'),
});
/** Some postbacks, and copies of some of them. */
const network: fc.Arbitrary<readonly BaselineRow[]> = fc
  .record({
    first: fc.array(planted, { minLength: 1, maxLength: 9 }),
    copies: fc.array(fc.record({ of: fc.nat(8), description: fc.constantFrom('', 'copy') }), {
      maxLength: 4,
    }),
  })
  .map(({ first, copies }) => [
    ...first,
    ...copies.map(({ of, description }): Planted => {
      const one = first[of % first.length]!;
      return { ...one, fields: { ...one.fields, description } };
    }),
  ])
  .map((list) =>
    list.map(({ fields, gone, other }, at): BaselineRow => ({
      ...row(501 + at, fields, { other: fields.delivery_method === 'tiktok' ? other : '' }),
      ...(gone ? { gone: true } : {}),
    })),
  );

const survey = (rows: readonly BaselineRow[], off: readonly number[] = []): Survey =>
  surveyOf(baselineOf(...rows), new Set(off));

// --- Written apart from the code under test ---------------------------------------------------------------------------

const isOn = ({ postback: { fields }, gone }: BaselineRow): boolean =>
  !gone && fields.pixel_status === 'active';
const typeOf = (f: FieldValues): FieldValue => (f.pixel_type === 'event' ? 'post_conversion' : f.pixel_type!);
const wild = (f: FieldValues): FieldValue[] => [
  f.pixel_level === 'global_offer' ? '*' : f.network_affiliate_id!,
  f.pixel_level === 'global' ? '*' : f.network_offer_id!,
  typeOf(f) === 'conversion' ? '-' : f.network_offer_payout_revenue_id || '*',
];
function overlap({ postback: a }: BaselineRow, { postback: b }: BaselineRow): boolean {
  const [x, y] = [a.fields, b.fields];
  const goesTo = (f: FieldValues): string =>
    `${f.delivery_method} ${String(f.postback_url).toLowerCase()} ${f.html_code}`;
  return (
    ![x, y].some((f) => f.pixel_level === 'odd' || f.delivery_method === 'tiktok') &&
    typeOf(x) === typeOf(y) &&
    goesTo(x) === goesTo(y) &&
    wild(x).every((value, at) => value === '*' || wild(y)[at] === '*' || value === wild(y)[at])
  );
}
function identical({ postback: a }: BaselineRow, { postback: b }: BaselineRow): boolean {
  const text = ({ description: _words, ...f }: FieldValues): string =>
    JSON.stringify({ ...f, pixel_type: typeOf(f) });
  const isKnown = a.other !== 'not loaded' && b.other !== 'not loaded';
  return isKnown && a.other === b.other && text(a.fields) === text(b.fields);
}
const byId = (rows: readonly BaselineRow[], id: number): BaselineRow => rows.find((one) => idOf(one) === id)!;
const idOf = ({ postback }: BaselineRow): number => postback.id;

/** Sets of two and more that a relation joins, directly or by way of others; as sorted texts. */
function joined(rows: readonly BaselineRow[], by: (a: BaselineRow, b: BaselineRow) => boolean): string[] {
  const left = new Set(rows);
  const sets: string[] = [];
  for (const first of rows) {
    if (!left.delete(first)) continue;
    const set = [first];
    for (const one of set)
      for (const other of left) if (by(one, other) && left.delete(other)) set.push(other);
    if (set.length > 1)
      sets.push(
        set
          .map(idOf)
          .sort((a, b) => a - b)
          .join(),
      );
  }
  return sets.sort();
}

const idsOf = (found: ReturnType<typeof groupsOf>): string[] =>
  found.map(({ members }) => members.map(({ known }) => known.id).join()).sort();

describe('[H1] groups', () => {
  test('duplicates are what comparing everything with everything finds, each in one group', () => {
    holds(
      network,
      (rows, tally) => {
        const wanted = joined(rows.filter(isOn), identical);
        tally.count('groups', wanted.length);
        expect(idsOf(groupsOf(survey(rows), 'duplicate'))).toEqual(wanted);
      },
      { groups: 150 },
      1000,
    );
  });

  test('those that fire for the same are joined as comparing everything with everything joins them, but for mere duplicates', () => {
    holds(
      network,
      (rows, tally) => {
        const same = joined(rows.filter(isOn), identical);
        const wanted = joined(rows.filter(isOn), overlap).filter(
          (set) => !same.some((group) => set.split(',').every((id) => group.split(',').includes(id))),
        );
        for (const set of wanted) tally.count(set.split(',').length > 2 ? 'three and more' : 'two');
        expect(idsOf(groupsOf(survey(rows), 'firing'))).toEqual(wanted);
      },
      { two: 75, 'three and more': 75 },
      1000,
    );
  });

  test('what is said of a group is true: one that fires for everything covers all others', () => {
    holds(
      network,
      (rows, tally) => {
        for (const { members, why } of groupsOf(survey(rows), 'firing')) {
          const reaches = members.map(({ known }) => wild(known.fields));
          const covers = (a: FieldValue[], b: FieldValue[]): boolean =>
            a.every((value, at) => value === '*' || value === b[at]);
          const wide = members.filter((_, at) => reaches.every((other) => covers(reaches[at]!, other)));
          const kind =
            wide.length === members.length ? 'All of them' : wide.length > 0 ? '#' : 'They overlap in part';
          tally.count(kind);
          expect(why.startsWith(kind)).toBe(true);
          for (const { known, note } of members) {
            const others = rows.filter((other) => isOn(other) && idOf(other) !== known.id);
            const wanted = others.filter((other) => overlap(byId(rows, known.id), other)).map(idOf);
            const told = [...note.matchAll(/#(\d+)/g)].map(([, id]) => Number(id));
            const more = Number(/ and (\d+) more/.exec(note)?.[1] ?? 0);
            if (kind !== 'They overlap in part') expect(note).toBe('');
            else
              expect([told.length + more, told.filter((id) => !wanted.includes(id))]).toEqual([
                wanted.length,
                [],
              ]);
          }
          if (kind === '#') expect(wide.map(({ known }) => `#${known.id}`)).toContain(/^#\d+/.exec(why)![0]);
        }
      },
      { 'All of them': 10, '#': 50, 'They overlap in part': 25 },
      1000,
    );
  });
});

test('[H1][H2] nothing depends on the order of rows, and nothing that is gone or off is found', () => {
  const lists = [...GROUP_LISTS, ...FINDING_LISTS, ...COUNT_LISTS];
  const shuffled = network.chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      other: fc.shuffledSubarray([...rows], { minLength: rows.length }),
    }),
  );
  holds(
    shuffled,
    ({ rows, other }, tally) => {
      const told = (given: readonly BaselineRow[]): unknown[] => [
        ...GROUP_LISTS.map((list) =>
          groupsOf(survey(given), list).map(({ members, why }) => [
            members.map(({ known, note }) => [known.id, note]),
            why,
          ]),
        ),
        ...FINDING_LISTS.map((list) =>
          membersOf(survey(given), { list, value: '' }).map(({ known, note }) => [known.id, note]),
        ),
        ...COUNT_LISTS.map((list) => countsOf(survey(given), list)),
      ];
      expect(told(other)).toEqual(told(rows));
      const on = new Set(rows.filter(isOn).map(idOf));
      for (const list of lists.filter((one) => one !== 'status')) {
        const groups = list === 'duplicate' || list === 'firing' ? groupsOf(survey(rows), list) : [];
        for (const { known } of groups.flatMap(({ members }) => members)) expect(on.has(known.id)).toBe(true);
        for (const { known } of membersOf(survey(rows), { list, value: '' }))
          expect(on.has(known.id)).toBe(true);
        tally.count('looked');
      }
    },
    { looked: 1000 },
  );
});

test('[H2][H3] counts add up to the postbacks they are about, and each bar leads to as many rows as it says', () => {
  holds(
    network,
    (rows, tally) => {
      const there = survey(rows);
      for (const list of COUNT_LISTS) {
        const counts = countsOf(there, list);
        const about =
          list === 'status'
            ? there.all
            : there.active.filter(({ fields }) => list !== 'host' || fields.delivery_method === 'postback');
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(about.length);
        for (const { value, count } of counts) {
          expect(membersOf(there, { list, value })).toHaveLength(count);
          tally.count(list);
        }
      }
      for (const list of GROUP_LISTS) {
        for (const { members } of groupsOf(there, list)) {
          const named = membersOf(there, { list, value: String(members[0]!.known.id) });
          expect(named.map(({ known }) => known.id)).toEqual(members.map(({ known }) => known.id));
          tally.count('group');
        }
      }
    },
    { host: 200, status: 200, group: 100 },
  );
});

test('[L1] reads grow with the rows: one bucket of very many is joined once', () => {
  const readsFor = (size: number): number => {
    let reads = 0;
    const rows = Array.from({ length: size }, (_, at) => {
      const one = row(501 + at, {
        network_offer_id: at % 7 === 0 ? 0 : at,
        pixel_level: at % 7 === 0 ? 'global' : 'specific',
        delay_ms: at,
      });
      const fields = new Proxy(one.postback.fields, {
        get: (target, key) => {
          reads += 1;
          return Reflect.get(target, key) as unknown;
        },
      });
      return { ...one, postback: { ...one.postback, fields } };
    });
    const there = survey(rows);
    const [group] = groupsOf(there, 'firing');
    expect(group!.members).toHaveLength(size);
    for (const list of FINDING_LISTS) membersOf(there, { list, value: '' });
    return reads;
  };
  expect(readsFor(3000)).toBeLessThanOrEqual(11 * readsFor(300));
});
