/** Drafts -> plan -> smaller plan -> preview and estimate: effects, ticks, totals, and what the digest is taken over. */
import { namesOf } from '../../src/core/names';
import { effectsOfCreate, effectsOfUpdate, tickedByDefault, type Effect } from '../../src/core/effects';
import { estimate } from '../../src/core/estimate';
import { planText, type CreateItem, type Plan, type UpdateItem } from '../../src/core/plan';
import { buildPlan, type PlanMeta } from '../../src/core/plan-build';
import { DEFAULT_CHOICE, hostsOf, leaveOut, partnersOf } from '../../src/core/plan-leave-out';
import { confirmationFor, PAGE_CHARACTERS, PAGE_LINES, pageOf, previewOf } from '../../src/core/plan-preview';
import type { Draft } from '../../src/core/draft';
import type { FieldChange } from '../../src/core/draft';
import { FIELDS, zeroOf, type FieldValues } from '../../src/core/postback';
import {
  baselineRow,
  check,
  type CheckedDraft,
  create,
  FACEBOOK,
  newRow,
  P501,
  U,
  update,
} from './check-support';

const META: PlanMeta = {
  id: 'plan-1',
  createdAt: 1_763_800_000_000,
  by: 'anna@example.com',
  spreadsheetId: 'sheet-1',
  network: { id: 1, name: 'Acme Network', host: 'api.eflow.team' },
  reason: '',
};
const plan = (drafts: readonly Draft[], meta: Partial<PlanMeta> = {}): Plan =>
  buildPlan(drafts, [], { ...META, ...meta }).plan;
const checkedPlan = (drafts: readonly CheckedDraft[], meta: Partial<PlanMeta> = {}) =>
  buildPlan(drafts, check(...drafts), { ...META, ...meta });
const updates = (count: number, edits: FieldValues, pulled: FieldValues = P501): CheckedDraft[] =>
  Array.from({ length: count }, (_, row) => update(pulled, edits, { row, id: 1000 + row }));
const off: FieldValues = { ...P501, pixel_status: 'inactive' };
const EVENT77: FieldValues = { ...P501, pixel_type: 'post_conversion', network_offer_payout_revenue_id: 77 };

const effects = (pulled: FieldValues, edits: FieldValues, context = {}): Effect[] =>
  effectsOfUpdate(pulled, update(pulled, edits).changes, context);

describe('[D2] effects of updates', () => {
  test.each<[string, FieldValues, FieldValues, Effect[]]>([
    ['a new URL', P501, { postback_url: U }, ['other']],
    ['switched on', off, { pixel_status: 'active' }, ['turns-on']],
    ['switched off', P501, { pixel_status: 'inactive' }, ['turns-off']],
    ['R8: one offer to all offers', P501, { pixel_level: 'global', network_offer_id: 0 }, ['widens']],
    [
      'one partner to all partners',
      P501,
      { pixel_level: 'global_offer', network_affiliate_id: 0 },
      ['widens', 'serves-all'],
    ],
    ['one event to all events', EVENT77, { network_offer_payout_revenue_id: 0 }, ['widens']],
    [
      'all events to one',
      { ...EVENT77, network_offer_payout_revenue_id: 0 },
      { network_offer_payout_revenue_id: 77 },
      ['moves'],
    ],
    [
      'all offers to one',
      { ...P501, pixel_level: 'global', network_offer_id: 0 },
      { pixel_level: 'specific', network_offer_id: 40 },
      ['moves'],
    ],
    ['another partner', P501, { network_affiliate_id: 13 }, ['moves']],
    [
      'another offer and all its events',
      EVENT77,
      { network_offer_id: 41, network_offer_payout_revenue_id: 0 },
      ['widens', 'moves'],
    ],
    ['another type', P501, { pixel_type: 'cpc' }, ['moves']],
    ['another method', P501, { delivery_method: 'html', html_code: '<p>' }, ['moves']],
    ['an emptied text', { ...P501, description: 'x' }, { description: '' }, ['empties-text']],
    ['facebook data emptied', FACEBOOK, { 'facebook_pixel.user_data': '' }, ['empties-text']],
    ['an emptied number', { ...P501, delay_ms: 5 }, { delay_ms: 0 }, ['other']],
    [
      'on, moved and emptied',
      { ...off, description: 'x' },
      { pixel_status: 'active', network_offer_id: 41, description: '' },
      ['turns-on', 'moves', 'empties-text'],
    ],
  ])('%s', (_name, pulled, edits, expected) => {
    expect(effects(pulled, edits)).toEqual(expected);
  });

  test('[P4] with a filter, rows that serve others than it names are told', () => {
    const filter = { partnerIds: [12], offerIds: [] };
    expect(effects(P501, { description: 'x' }, { filter })).toEqual(['other']);
    expect(effects({ ...P501, network_affiliate_id: 13 }, { description: 'x' }, { filter })).toEqual([
      'serves-others',
    ]);
    const all: FieldValues = { ...P501, pixel_level: 'global_offer', network_affiliate_id: 0 };
    expect(effects(all, { pixel_status: 'inactive' }, { filter })).toEqual([
      'serves-others',
      'turns-off',
      'serves-all',
    ]);
    const offers = { partnerIds: [], offerIds: [40] };
    const everyOffer: FieldValues = { ...P501, pixel_level: 'global', network_offer_id: 0 };
    expect(effects(everyOffer, { description: 'x' }, { filter: offers })).toEqual(['serves-others']);
    expect(effectsOfCreate(newRow({ network_offer_id: 41 }).fields, { filter: offers })).toContain(
      'serves-others',
    );
  });
  test('creates start firing at once, or do not', () => {
    expect(effectsOfCreate(newRow().fields)).toEqual(['starts-firing']);
    expect(effectsOfCreate(newRow({ pixel_status: 'inactive' }).fields)).toEqual(['other']);
  });
  test('exactly four are not ticked by default', () => {
    const ticked = (effect: Effect): boolean => tickedByDefault([effect]);
    expect((['turns-on', 'widens', 'moves', 'serves-others'] as const).some(ticked)).toBe(false);
    expect(
      (['empties-text', 'turns-off', 'starts-firing', 'serves-all', 'hidden', 'other'] as const).every(
        ticked,
      ),
    ).toBe(true);
    expect(tickedByDefault(['turns-off', 'moves'])).toBe(false);
  });
});

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
    const { plan: built, leftOut } = checkedPlan([
      create(fields, 3),
      create({ ...fields, pixel_type: 'event' }, 4),
      create({ ...fields, description: 'x' }, 5),
    ]);
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
    const { plan: built } = checkedPlan([update(P501, { postback_url: 'http://a.b/?x?{y}' })], {
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

describe('[D2] leaving out', () => {
  const changed = (left: Plan): unknown =>
    left.items.map((item) => item.kind === 'update' && item.changes.map((c) => c.field));
  const item = update(
    off,
    { pixel_status: 'active', postback_url: 'https://new.io/p', description: 'x' },
    { id: 1 },
  );

  test('by effect takes the changes that bring it about, not the row', () => {
    expect(changed(leaveOut(plan([item]), { effects: ['turns-on'] }))).toEqual([
      ['postback_url', 'description'],
    ]);
    expect(
      leaveOut(plan([update(off, { pixel_status: 'active' })]), { effects: ['turns-on'] }).items,
    ).toEqual([]);
  });
  test('effects are judged anew', () => {
    expect(plan([item]).items[0]!.effects).toEqual(['turns-on']);
    expect(leaveOut(plan([item]), DEFAULT_CHOICE).items[0]!.effects).toEqual(['other']);
  });
  test('by field; an update without changes disappears, and the rest is numbered anew', () => {
    const two = plan([
      update(P501, { description: 'x' }, { id: 1 }),
      update(P501, { description: 'x', postback_url: U }, { row: 1, id: 2 }),
    ]);
    const left = leaveOut(two, { fields: ['description'] });
    expect(left.items).toMatchObject([{ seq: 1, id: 2, changes: [{ field: 'postback_url' }] }]);
  });
  test('partner, offer, event, level, type and method leave together', () => {
    const moved = update(P501, { pixel_level: 'global', network_offer_id: 0, description: 'x' });
    const left = leaveOut(plan([moved]), { fields: ['network_offer_id'] });
    expect(changed(left)).toEqual([['description']]);
    expect(left.items[0]!.firesFor).toBe('partner Acme (12), offer Shoes (40): conversions');
  });
  test('a changed method leaves together with what it uses', () => {
    const html = update(P501, {
      delivery_method: 'html',
      html_code: '<p>',
      postback_url: '',
      description: 'x',
    });
    expect(changed(leaveOut(plan([html]), { fields: ['html_code'] }))).toEqual([['description']]);
    expect(changed(leaveOut(plan([html]), { effects: ['moves'] }))).toEqual([['description']]);
    expect(changed(leaveOut(plan([item]), { fields: ['postback_url'] }))).toEqual([
      ['pixel_status', 'description'],
    ]);
  });
  test('an emptied text leaves alone', () => {
    const emptied = update({ ...P501, description: 'x' }, { description: '', postback_url: U });
    expect(changed(leaveOut(plan([emptied]), { effects: ['empties-text'] }))).toEqual([['postback_url']]);
  });
  test('by partner and by host, as pulled or as edited', () => {
    const built = plan([item, newRow(), update(P501, { network_affiliate_id: 13 }, { row: 2, id: 3 })]);
    expect(built.items.map(partnersOf)).toEqual([[12], [12], [12, 13]]);
    expect(built.items.map(hostsOf)).toEqual([['t.acme.io', 'new.io'], ['a.b'], ['t.acme.io']]);
    expect(leaveOut(built, { partners: [13] }).items).toHaveLength(2);
    expect(leaveOut(built, { hosts: ['new.io', 'a.b'] }).items).toMatchObject([{ id: 3 }]);
  });
  test('by warning, and a warning leaves with the field it is about', () => {
    const { plan: built } = checkedPlan([update(P501, { postback_url: 'http://a.b/', description: 'x' })]);
    expect(leaveOut(built, { warnings: ['url-plain-http'] }).items).toEqual([]);
    expect(leaveOut(built, { fields: ['postback_url'] }).items[0]).toMatchObject({
      warnings: [],
      warnedFields: {},
    });
    expect(leaveOut(built, { fields: ['description'] }).items[0]!.warnings).toEqual(['url-plain-http']);
  });
  test('by row, and down to chosen rows', () => {
    const built = plan([item, newRow(), create(newRow({ description: 'x' }).fields, 4)]);
    expect(leaveOut(built, { ids: [1], rowKeys: ['n-4'] }).items).toMatchObject([{ rowKey: 'n-0' }]);
    expect(leaveOut(built, { only: { ids: [1], rowKeys: [] } }).items).toMatchObject([{ id: 1 }]);
    expect(leaveOut(built, {}).items).toEqual(built.items);
  });
  test('effects of a whole row take the row', () => {
    const built = plan([item, newRow()], { hiddenRows: new Set([0]) });
    expect(leaveOut(built, { effects: ['starts-firing'] }).items).toMatchObject([{ kind: 'update' }]);
    expect(leaveOut(built, { effects: ['hidden'] }).items).toEqual([]);
    const filter = { partnerIds: [13], offerIds: [] };
    expect(leaveOut(plan([item, newRow()], { filter }), DEFAULT_CHOICE).items).toEqual([]);
  });
});

describe('[D2] preview', () => {
  test('totals by field, host, effect and warning', () => {
    const drafts = [
      ...updates(3, { postback_url: 'http://new.io/p', description: 'x' }),
      update(off, { pixel_status: 'active' }, { row: 3, id: 9 }),
      create(newRow().fields, 4),
    ];
    const problems = check(...drafts);
    const preview = previewOf(buildPlan(drafts, problems, META).plan, { problems });
    expect(preview).toMatchObject({
      creates: 1,
      updates: 4,
      writes: 5,
      fields: [
        { field: 'pixel_status', header: 'Status', count: 1 },
        { field: 'postback_url', header: 'URL', count: 3 },
        { field: 'description', count: 3 },
      ],
      hosts: [{ before: 't.acme.io', after: 'new.io', count: 3 }],
      effects: [
        { effect: 'turns-on', count: 1, ticked: false },
        { effect: 'starts-firing', count: 1, ticked: true },
        { effect: 'other', count: 3, ticked: true },
      ],
      warnings: [{ cause: 'url-plain-http', title: 'Plain http', severity: 'warning', count: 3 }],
      confirm: { typed: false, number: 5 },
    });
  });
  test('lists old and new of every change, and what a create fills', () => {
    const [moved, made] = pageOf(
      plan([update(P501, { network_offer_id: 41 }), create(newRow().fields, 1)]),
    ).lines;
    expect(moved).toMatchObject({
      id: 501,
      firedFor: 'partner Acme (12), offer Shoes (40): conversions',
      changes: [{ header: 'Offer ID', before: 40, after: 41 }],
    });
    expect(made!.changes.map((c) => c.field)).toEqual(
      FIELDS.filter((field) => newRow().fields[field] !== zeroOf(field)),
    );
  });
  test.each([
    [49, false],
    [50, false],
    [51, true],
  ])('%d writes', (count, typed) => {
    expect(confirmationFor(plan(updates(count, { description: 'x' })))).toEqual({ typed, number: count });
  });
  test.each([
    [9, false],
    [10, false],
    [11, true],
  ])('%d turned on or widened', (count, typed) => {
    expect(confirmationFor(plan(updates(count, { pixel_status: 'active' }, off))).typed).toBe(typed);
    expect(confirmationFor(plan(updates(count, { pixel_level: 'global', network_offer_id: 0 }))).typed).toBe(
      typed,
    );
  });
  test('the threshold can be set', () => {
    expect(confirmationFor(plan(updates(3, { description: 'x' })), 2).typed).toBe(true);
    expect(confirmationFor(plan(updates(3, { description: 'x' })), 3).typed).toBe(false);
  });
  test('[X1] pages have at most so many lines and characters, and together are the whole plan', () => {
    const short = plan(updates(PAGE_LINES + 1, { description: 'x' }));
    expect(pageOf(short)).toMatchObject({ total: PAGE_LINES + 1, next: PAGE_LINES });
    expect(pageOf(short, PAGE_LINES)).toMatchObject({ next: null, lines: [{ seq: PAGE_LINES + 1 }] });
    const long = plan(updates(20, { html_code: 'x'.repeat(45_000) }));
    const seen: number[] = [];
    for (let at: number | null = 0; at !== null;) {
      const page = pageOf(long, at);
      expect(JSON.stringify(page.lines).length).toBeLessThan(PAGE_CHARACTERS * 1.1);
      seen.push(...page.lines.map((line) => line.seq));
      at = page.next;
    }
    expect(seen).toEqual(long.items.map((entry) => entry.seq));
    expect(pageOf(plan([]))).toEqual({ offset: 0, total: 0, lines: [], next: null });
  });
});

describe('[D2] estimate', () => {
  const pace = { requestsPerSecond: 10, dayQuota: 20_000 };
  test('two requests an update; a create is one, and one search for each partner and offer', () => {
    const creates = Array.from({ length: 12 }, (_, row) =>
      create(newRow({ network_offer_id: 40 + (row % 3), description: `${row}` }).fields, 3000 + row),
    );
    const made = estimate(plan([...updates(3000, { description: 'x' }), ...creates]), pace);
    expect(made).toEqual({ requests: 6015, quotaShare: 6015 / 20_000, seconds: 601.5, batches: 153 });
    expect(estimate(plan([]), pace)).toEqual({ requests: 0, quotaShare: 0, seconds: 0, batches: 0 });
  });
  test.each([
    [19, 1],
    [20, 1],
    [21, 2],
  ])('%d updates', (count, batches) =>
    expect(estimate(plan(updates(count, { description: 'x' })), pace).batches).toBe(batches),
  );
  test('throws on a pace that never ends', () => {
    expect(() => estimate(plan([]), { ...pace, requestsPerSecond: 0 })).toThrow(RangeError);
    expect(() => estimate(plan([]), { ...pace, dayQuota: Number.NaN })).toThrow(RangeError);
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
