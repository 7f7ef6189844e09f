/** Drafts -> plan, and the text over which its digest is taken. */
import { namesOf } from '../../src/core/names';
import { planText, type CreateItem, type Plan, type UpdateItem } from '../../src/core/plan';
import type { FieldChange } from '../../src/core/draft';
import { buildPlan } from '../../src/core/plan-build';
import { FIELDS, zeroOf } from '../../src/core/postback';
import { baselineRow, check, create, FACEBOOK, newRow, P501, U, update } from './check-support';
import { META, plan, checkedPlan } from './plan-support';

describe('[D2] building', () => {
  test('takes what may be pushed in the order of the sheet, and says why it leaves out the rest', () => {
    const { plan: built, leftOut } = checkedPlan([
      update(P501, { description: 'b' }, { row: 5, id: 502 }),
      newRow({ pixel_level: 'global' }),
      create(newRow().fields, 3),
      update(P501, { postback_url: 'x' }, { row: 2, id: 503 }),
      update(P501, { description: 'a' }, { row: 1, id: 504 }),
    ]);
    expect(
      built.items.map((item) => [item.seq, item.kind, item.kind === 'update' ? item.id : item.rowKey]),
    ).toEqual([
      [1, 'update', 504],
      [2, 'create', 'n-3'],
      [3, 'update', 502],
    ]);
    expect(leftOut.map(({ row, why }) => [row, why])).toEqual([
      [0, 'stopped'],
      [2, 'stopped'],
    ]);
  });
  test('[W4] identical creates never both; the second is left out and names the first', () => {
    const fields = newRow({ pixel_type: 'post_conversion' }).fields;
    const drafts = [
      create(fields, 3),
      create({ ...fields, pixel_type: 'event' }, 4),
      create({ ...fields, description: 'x' }, 5),
    ];
    // Without a check: the check stops the second by itself (V9).
    const { plan: built, leftOut } = buildPlan(drafts, [], META);
    expect(checkedPlan(drafts).leftOut).toMatchObject([{ row: 4, why: 'stopped' }]);
    expect(built.items.map((item) => item.kind === 'create' && item.rowKey)).toEqual(['n-3', 'n-5']);
    expect(leftOut).toMatchObject([{ row: 4, why: 'identical' }]);
    expect(leftOut[0]!.reason).toContain('Row 5');
  });
  test('[W2] a create sends every plain field, facebook details only for facebook, and post_conversion', () => {
    const sparse = {
      ...create({}),
      fields: { pixel_type: 'event', pixel_level: 'specific', delivery_method: 'postback' },
    };
    const [item] = plan([sparse]).items as CreateItem[];
    const plain = FIELDS.filter((field) => !field.startsWith('facebook_pixel.'));
    expect(Object.keys(item!.fields)).toEqual(plain);
    expect(item!.fields).toMatchObject({
      pixel_type: 'post_conversion',
      delay_ms: zeroOf('delay_ms'),
      postback_url: '',
    });
    const [facebook] = plan([create(FACEBOOK)]).items as CreateItem[];
    expect(Object.keys(facebook!.fields)).toEqual([...FIELDS]);
  });
  test('[V3] an update sends post_conversion for event', () => {
    const [item] = plan([update(P501, { pixel_type: 'event' })]).items as UpdateItem[];
    expect(item!.changes).toEqual([{ field: 'pixel_type', before: 'conversion', after: 'post_conversion' }]);
  });
  test('errors that only the drafts carry count too', () => {
    const draft = newRow();
    const error = check(newRow({ pixel_level: 'x' }))[0]!;
    expect(plan([{ ...draft, problems: [error] }]).items).toEqual([]);
    expect(plan([{ ...draft, unreadable: ['url'] }]).items).toEqual([]);
    expect(plan([{ ...draft, kind: 'stopped' }]).items).toEqual([]);
  });
  test('Fires for names the partner that the row moves to, where it is known', () => {
    const names = namesOf(new Map([[7, { ...baselineRow({ ...P501, network_affiliate_id: 13 }, 7) }]]));
    const [item] = plan([update(P501, { network_affiliate_id: 13, network_offer_id: 99 })], { names })
      .items as UpdateItem[];
    expect(item!.firesFor).toBe('partner Acme (13), offer 99: conversions');
    expect(item!.was.firesFor).toBe('partner Acme (12), offer Shoes (40): conversions');
  });
  test('warnings are listed by cause, each once, and hidden rows are marked', () => {
    const { plan: built } = checkedPlan([update(P501, { postback_url: 'http://a.b/?x?{sub1}' })], {
      hiddenRows: new Set([0]),
    });
    expect(built.items[0]).toMatchObject({
      warnings: ['url-plain-http', 'url-second-question-mark'],
      warnedFields: { 'url-plain-http': ['postback_url'] },
      effects: ['hidden'],
    });
  });
  test('is plain JSON', () => {
    const { plan: built } = checkedPlan([update(P501, { description: 'x' }), newRow()], { speed: 'gentle' });
    expect(JSON.parse(JSON.stringify(built))).toEqual(built);
  });
});

describe('[D3] the text over which the digest is taken', () => {
  const built = plan([update(P501, { description: 'x', postback_url: U }), newRow()]);
  const first = built.items[0] as UpdateItem;
  const second = built.items[1] as CreateItem;
  const withFirst = (changes: readonly FieldChange[]): Plan => ({
    ...built,
    items: [{ ...first, changes }, second],
  });

  test('is the same whatever is not sent', () => {
    const same: Plan[] = [
      { ...built, id: 'other', by: 'x', createdAt: 0, reason: 'T-1', speed: 'full' },
      {
        ...built,
        items: [
          { ...first, seq: 9, firesFor: 'x', effects: [], warnings: ['w'] },
          { ...second, rowKey: 'z' },
        ],
      },
      withFirst([...first.changes].reverse()),
      {
        ...built,
        items: [first, { ...second, fields: Object.fromEntries(Object.entries(second.fields).reverse()) }],
      },
      { ...built, network: { ...built.network, name: 'Renamed' } },
    ];
    for (const other of same) expect(planText(other)).toBe(planText(built));
  });
  test('differs with everything that is sent', () => {
    const [change, ...rest] = first.changes;
    const different: Plan[] = [
      withFirst(rest),
      withFirst([{ ...change!, after: 'y' }, ...rest]),
      withFirst([{ ...change!, before: 'y' }, ...rest]),
      { ...built, items: [{ ...first, id: 502 }, second] },
      { ...built, items: [second, first] },
      { ...built, items: [first] },
      { ...built, items: [first, { ...second, fields: { ...second.fields, delay_ms: 1 } }] },
      { ...built, network: { ...built.network, id: 2 } },
      { ...built, network: { ...built.network, host: 'api-eu.eflow.team' } },
    ];
    expect(new Set([built, ...different].map(planText)).size).toBe(different.length + 1);
  });
  test('tells a number from the same text, and no value can look like the end of another', () => {
    const made = (description: string): string => planText(plan([newRow({ description })]));
    expect(made('x"],["delay_ms",1]')).not.toBe(made('x'));
    expect(planText(withFirst([{ ...first.changes[0]!, after: 1 }]))).not.toBe(
      planText(withFirst([{ ...first.changes[0]!, after: '1' }])),
    );
  });
});
