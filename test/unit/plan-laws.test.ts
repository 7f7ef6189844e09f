/** Laws of effects and of leaving out, for any changes and any choice. */
import fc from 'fast-check';
import { EFFECTS, effectsOfUpdate, tickedByDefault } from '../../src/core/effects';
import { openWarnings, planText, type Plan, type PlanItem } from '../../src/core/plan';
import type { Problem } from '../../src/core/problem';
import { buildPlan } from '../../src/core/plan-build';
import { DEFAULT_CHOICE, leaveOut, type LeaveOut } from '../../src/core/plan-leave-out';
import { previewOf } from '../../src/core/plan-preview';
import { FIELDS, IDENTITY_FIELDS, type FieldValues } from '../../src/core/postback';
import type { Draft } from '../../src/core/draft';
import { create, P501, update } from './check-support';

const RUNS = { seed: 20_261_122, numRuns: 400 };

const values: fc.Arbitrary<FieldValues> = fc.record(
  {
    network_affiliate_id: fc.constantFrom(0, 12, 13),
    network_offer_id: fc.constantFrom(0, 40, 41),
    network_offer_payout_revenue_id: fc.constantFrom(0, 77),
    pixel_type: fc.constantFrom('conversion', 'post_conversion', 'event', 'cpc'),
    pixel_level: fc.constantFrom('global', 'specific', 'global_offer'),
    delivery_method: fc.constantFrom('postback', 'html', 'tiktok'),
    pixel_status: fc.constantFrom('active', 'inactive'),
    postback_url: fc.constantFrom('', 'https://a.b/1', 'https://c.d/2'),
    html_code: fc.constantFrom('', '<p>'),
    delay_ms: fc.constantFrom(0, 5000),
    description: fc.constantFrom('', 'x', 'y'),
  },
  { requiredKeys: [] },
);
const scopes = fc.option(
  fc.constantFrom({ partnerIds: [12], offerIds: [] }, { partnerIds: [], offerIds: [40] }),
  { nil: undefined },
);
const drafts: fc.Arbitrary<Draft[]> = fc
  .array(fc.tuple(fc.boolean(), values, values, scopes), { maxLength: 6 })
  .map((rows) =>
    rows.map(([isNew, was, edits, scope], row) =>
      isNew
        ? create({ ...P501, ...edits }, row)
        : update({ ...P501, ...was }, edits, { row, id: 100 + row, ...(scope ? { scope } : {}) }),
    ),
  );
const WARNINGS = ['url-hash', 'url-amp'] as const;
const OWN_TICKS = ['partner-unseen', 'offer-unseen'] as const;
/** Warnings of any kind, confirmed before or not, of rows and fields. */
const warned = fc.array(
  fc.record({
    cause: fc.constantFrom(...WARNINGS, ...OWN_TICKS),
    row: fc.nat({ max: 5 }),
    column: fc.constantFrom('url' as const, 'offerId' as const, 'description' as const, null),
    confirmed: fc.boolean(),
  }),
  { maxLength: 8 },
);
const plans: fc.Arbitrary<Plan> = fc.tuple(drafts, warned, fc.subarray([0, 1, 2])).map(
  ([rows, warnings, hidden]) =>
    buildPlan(
      rows,
      warnings.map(({ cause, row, column, confirmed }): Problem => ({
        rule: 'V1',
        cause,
        severity: OWN_TICKS.some((own) => own === cause) ? 'own-tick' : 'warning',
        row,
        column,
        title: `Title of ${cause}`,
        message: cause,
        fixes: [],
        ...(confirmed ? { confirmed } : {}),
      })),
      {
        id: 'p',
        createdAt: 1,
        by: 'b',
        spreadsheetId: 's',
        network: { id: 1, name: 'n', host: 'api.eflow.team' },
        reason: '',
        hiddenRows: new Set(hidden),
      },
    ).plan,
);
const choices: fc.Arbitrary<LeaveOut> = fc.record(
  {
    effects: fc.subarray([...EFFECTS]),
    fields: fc.subarray([...FIELDS]),
    partners: fc.subarray([0, 12, 13]),
    hosts: fc.subarray(['a.b', 'c.d']),
    warnings: fc.subarray([WARNINGS[0], OWN_TICKS[0]]),
    ownTicks: fc.oneof(fc.constant('all' as const), fc.subarray([...OWN_TICKS])),
    ids: fc.subarray([100, 101, 102]),
    rowKeys: fc.subarray(['n-0', 'n-1', 'n-2']),
    only: fc.record({
      ids: fc.subarray([100, 101, 102, 103]),
      rowKeys: fc.subarray(['n-0', 'n-1', 'n-2', 'n-3']),
    }),
  },
  { requiredKeys: [] },
);

const nameOf = (item: PlanItem): string => (item.kind === 'update' ? `u${item.id}` : `c${item.rowKey}`);
/** Everything a plan sends, one text for each value. */
const sent = (plan: Plan): string[] =>
  plan.items.flatMap((item) =>
    item.kind === 'update'
      ? item.changes.map((change) => `${nameOf(item)} ${JSON.stringify(change)}`)
      : [`${nameOf(item)} ${JSON.stringify(item.fields)}`],
  );

test('[D2] leaving out never adds, keeps the order, and twice is once', () => {
  let left = 0;
  fc.assert(
    fc.property(plans, choices, (plan, choice) => {
      const smaller = leaveOut(plan, choice);
      const all = sent(plan);
      const kept = sent(smaller);
      left += all.length - kept.length;
      expect(all.filter((text) => kept.includes(text))).toEqual(kept);
      expect(smaller.items.map((item) => item.seq)).toEqual(smaller.items.map((_, index) => index + 1));
      expect(smaller.items.every((item) => item.kind === 'create' || item.changes.length > 0)).toBe(true);
      expect(leaveOut(smaller, { ...choice, effects: [] })).toEqual(smaller);
    }),
    RUNS,
  );
  expect(left).toBeGreaterThan(RUNS.numRuns);
});

test('[D2] what is left out by effect is no longer in any item', () => {
  fc.assert(
    fc.property(plans, fc.subarray(EFFECTS.filter((effect) => effect !== 'other')), (plan, effects) => {
      const rest = leaveOut(plan, { effects }).items.flatMap((item) => item.effects);
      expect(rest.filter((effect) => effects.includes(effect as (typeof effects)[number]))).toEqual([]);
    }),
    RUNS,
  );
});

test('[D2] with the default choice nothing is left that needs a tick', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const preview = previewOf(leaveOut(plan, DEFAULT_CHOICE));
      expect(preview.effects.filter((effect) => !effect.ticked)).toEqual([]);
    }),
    RUNS,
  );
});

test('[M1] an update moves wholly or not at all', () => {
  const moved = (item: PlanItem): number =>
    item.kind === 'update' ? item.changes.filter((c) => IDENTITY_FIELDS.includes(c.field)).length : 0;
  fc.assert(
    fc.property(plans, choices, (plan, choice) => {
      const before = new Map(plan.items.map((item) => [nameOf(item), moved(item)]));
      for (const item of leaveOut(plan, choice).items)
        expect([0, before.get(nameOf(item))]).toContain(moved(item));
    }),
    RUNS,
  );
});

test('[D3] two plans have the same text exactly if they send the same', () => {
  let same = 0;
  const exactly = (plan: Plan): unknown =>
    plan.items.map((item) =>
      item.kind === 'create' ? ['create', item.fields] : ['update', item.id, item.changes],
    );
  fc.assert(
    fc.property(plans, choices, choices, (plan, one, other) => {
      const [a, b] = [leaveOut(plan, one), leaveOut(plan, other)];
      const equal = JSON.stringify(exactly(a)) === JSON.stringify(exactly(b));
      if (equal) same += 1;
      expect(planText(a) === planText(b)).toBe(equal);
    }),
    RUNS,
  );
  expect(same).toBeGreaterThan(0);
  expect(same).toBeLessThan(RUNS.numRuns);
});

test('[D2] switching off alone needs no tick, unless a filter was asked for others', () => {
  fc.assert(
    fc.property(values, (was) => {
      const pulled = { ...P501, ...was };
      const { changes } = update({ ...pulled, pixel_status: 'active' }, { pixel_status: 'inactive' });
      expect(tickedByDefault(effectsOfUpdate({ ...pulled, pixel_status: 'active' }, changes))).toBe(true);
    }),
    RUNS,
  );
});

test('[D2] every item has an effect, and each effect once in its order', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      for (const { effects } of plan.items) {
        expect(effects.length).toBeGreaterThan(0);
        expect(EFFECTS.filter((effect) => effects.includes(effect))).toEqual(effects);
      }
    }),
    RUNS,
  );
});

test('[V1] with the default choice no row is left with an unticked warning of its own, and none is left out for one that was confirmed', () => {
  let own = 0;
  fc.assert(
    fc.property(plans, (plan) => {
      const kept = leaveOut(plan, { ownTicks: 'all' });
      const names = new Set(kept.items.map(nameOf));
      for (const item of plan.items) {
        const asks = openWarnings(item).own.length > 0;
        own += asks ? 1 : 0;
        expect(names.has(nameOf(item))).toBe(!asks);
      }
      expect(kept.items.flatMap((item) => openWarnings(item).own)).toEqual([]);
    }),
    RUNS,
  );
  expect(own).toBeGreaterThan(100);
});

test('[V1] counts of warnings are those of the rows, and each open warning of an item has its marks', () => {
  fc.assert(
    fc.property(plans, choices, (plan, choice) => {
      const chosen = leaveOut(plan, choice);
      for (const { cause, severity, count, confirmed, ticked, title } of previewOf(chosen).warnings) {
        const rows = chosen.items.filter(
          (item) =>
            item.warnings.includes(cause) &&
            (item.ownTicks?.includes(cause) ?? false) === (severity === 'own-tick'),
        );
        const done = rows.filter((item) => item.confirmed?.includes(cause));
        expect([count, confirmed]).toEqual([rows.length, done.length]);
        expect(ticked).toBe(severity === 'warning' || done.length === rows.length);
        expect(title).toBe(`Title of ${cause}`);
      }
      for (const item of chosen.items) {
        const { own, group } = openWarnings(item);
        expect(Object.keys(item.marks ?? {}).sort()).toEqual([...own, ...group].sort());
      }
    }),
    RUNS,
  );
});

test('[D2] partners and hosts are counted as leaving them out would take rows away', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const { partners, urlHosts, writes } = previewOf(plan);
      for (const { id, count } of partners.most) {
        expect(previewOf(leaveOut(plan, { partners: [id] })).writes).toBe(writes - count);
      }
      for (const { host, count } of urlHosts.most) {
        expect(previewOf(leaveOut(plan, { hosts: [host] })).writes).toBe(writes - count);
      }
      expect(partners.total).toBe(partners.most.length);
    }),
    RUNS,
  );
});
