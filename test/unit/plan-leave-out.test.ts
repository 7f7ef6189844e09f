/** Leaving changes out of a plan. */
import type { Cause } from '../../src/core/causes';
import { openWarnings, type Plan } from '../../src/core/plan';
import { buildPlan } from '../../src/core/plan-build';
import type { Problem } from '../../src/core/problem';
import { DEFAULT_CHOICE, hostsOf, leaveOut, partnersOf } from '../../src/core/plan-leave-out';
import { create, newRow, P501, U, update } from './check-support';
import { META, OFF, plan, checkedPlan } from './plan-support';

describe('[D2] leaving out', () => {
  const changed = (left: Plan): unknown =>
    left.items.map((item) => item.kind === 'update' && item.changes.map((c) => c.field));
  const item = update(
    OFF,
    { pixel_status: 'active', postback_url: 'https://new.io/p', description: 'x' },
    { id: 1 },
  );

  test('by effect takes the changes that bring it about, not the row', () => {
    expect(changed(leaveOut(plan([item]), { effects: ['turns-on'] }))).toEqual([
      ['postback_url', 'description'],
    ]);
    expect(
      leaveOut(plan([update(OFF, { pixel_status: 'active' })]), { effects: ['turns-on'] }).items,
    ).toEqual([]);
  });
  test('effects are judged anew', () => {
    expect(plan([item]).items[0]!.effects).toEqual(['turns-on']);
    expect(leaveOut(plan([item]), DEFAULT_CHOICE).items[0]!.effects).toEqual(['other']);
  });
  test('a hidden row stays a hidden row', () => {
    const left = leaveOut(plan([item], { hiddenRows: new Set([0]) }), { fields: ['description'] });
    expect(left.items[0]!.effects).toContain('hidden');
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
    const edited = update(P501, { postback_url: U, html_code: '<p>', delay_ms: 5, description: 'x' });
    expect(changed(leaveOut(plan([edited]), { fields: ['postback_url'] }))).toEqual([
      ['html_code', 'delay_ms', 'description'],
    ]);
  });
  test('the URL of a row that moves leaves together with the move, and the move with the URL', () => {
    const moved = update(P501, {
      network_affiliate_id: 13,
      postback_url: U,
      delay_ms: 5,
      pixel_status: 'inactive',
      description: 'x',
    });
    const rest = [['delay_ms', 'description', 'pixel_status']];
    const sorted = (left: Plan): unknown => (changed(left) as string[][]).map((fields) => [...fields].sort());
    expect(sorted(leaveOut(plan([moved]), DEFAULT_CHOICE))).toEqual(rest);
    expect(sorted(leaveOut(plan([moved]), { fields: ['network_affiliate_id'] }))).toEqual(rest);
    expect(sorted(leaveOut(plan([moved]), { fields: ['postback_url'] }))).toEqual(rest);
    expect(sorted(leaveOut(plan([moved]), { fields: ['delay_ms'] }))).toEqual([
      ['description', 'network_affiliate_id', 'pixel_status', 'postback_url'],
    ]);
  });
  test('nothing is turned on without the URL or the partner that it was turned on with', () => {
    const moved = update(OFF, { network_affiliate_id: 13, pixel_status: 'active', description: 'x' });
    for (const choice of [{ effects: ['moves' as const] }, { fields: ['network_affiliate_id' as const] }])
      expect(changed(leaveOut(plan([moved]), choice))).toEqual([['description']]);
    expect(changed(leaveOut(plan([item]), { fields: ['postback_url'] }))).toEqual([['description']]);
    expect(changed(leaveOut(plan([item]), { fields: ['description'] }))).toEqual([
      ['pixel_status', 'postback_url'],
    ]);
  });
  test('an emptied text leaves alone', () => {
    const emptied = update({ ...P501, description: 'x' }, { description: '', postback_url: U });
    expect(changed(leaveOut(plan([emptied]), { effects: ['empties-text'] }))).toEqual([['postback_url']]);
  });
  test('[P4] a row that serves others still does when another field is left out', () => {
    const scope = { partnerIds: [13], offerIds: [] };
    const beyond = update(P501, { description: 'x', postback_url: U }, { scope });
    const left = leaveOut(plan([beyond]), { fields: ['description'] });
    expect(left.items[0]!.effects).toEqual(['serves-others']);
  });
  test('[V1] a cause is confirmed where all of it is, and only open warnings have marks', () => {
    const [A, B] = ['partner-unseen', 'offer-unseen'] as const;
    const warning = (confirmed: boolean, cause: Cause, message: string): Problem => ({
      rule: 'V1',
      cause,
      severity: 'own-tick',
      row: 0,
      column: null,
      title: 'T',
      message,
      fixes: [],
      ...(confirmed ? { confirmed } : {}),
    });
    const draft = update(P501, { description: 'x' });
    const problems = [warning(true, A, '1'), warning(true, B, '1'), warning(false, B, '2')];
    const [built] = buildPlan([draft], problems, META).plan.items;
    expect([built!.confirmed, built!.ownTicks, Object.keys(built!.marks!)]).toEqual([[A], [A, B], [B]]);
    expect(built!.marks![B]).toHaveLength(1);
    expect(openWarnings(built!)).toEqual({ own: [B], group: [] });
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
    const beyond = update(P501, { description: 'x' }, { scope: { partnerIds: [13], offerIds: [] } });
    expect(leaveOut(plan([beyond, newRow()]), DEFAULT_CHOICE).items).toMatchObject([{ kind: 'create' }]);
  });
});
