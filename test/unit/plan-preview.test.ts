/** Preview and estimate: totals, pages, what must be typed, requests and time. */
import { estimate } from '../../src/core/estimate';
import { buildPlan } from '../../src/core/plan-build';
import { confirmationFor, PAGE_CHARACTERS, PAGE_LINES, pageOf, previewOf } from '../../src/core/plan-preview';
import { FIELDS, zeroOf } from '../../src/core/postback';
import { check, create, newRow, P501, update } from './check-support';
import { META, OFF, plan, updates } from './plan-support';

describe('[D2] preview', () => {
  test('totals by field, host, effect and warning', () => {
    const drafts = [
      ...updates(3, { postback_url: 'http://new.io/p', description: 'x' }),
      update(OFF, { pixel_status: 'active' }, { row: 3, id: 9 }),
      create(newRow().fields, 4),
    ];
    const problems = check(...drafts);
    const preview = previewOf(buildPlan(drafts, problems, META).plan);
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
      warnings: [
        {
          cause: 'url-plain-http',
          title: 'Plain http',
          severity: 'warning',
          count: 3,
          confirmed: 0,
          ticked: true,
        },
      ],
      confirm: { typed: false, number: 5 },
    });
  });
  test('a new path on the same host is no change of hosts', () => {
    expect(previewOf(plan([update(P501, { postback_url: 'https://t.acme.io/new' })])).hosts).toEqual([]);
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
    expect(confirmationFor(plan(updates(count, { pixel_status: 'active' }, OFF))).typed).toBe(typed);
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
