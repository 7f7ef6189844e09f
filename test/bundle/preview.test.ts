/**
 * What the preview shows is what is sent, exactly, and nothing else can be pushed: no altered plan, nobody else's, no old one, no
 * unconfirmed one, none twice.
 */
import { createHash } from 'node:crypto';
import { parsePairs } from '../../src/core/pairs';
import { planText, type Plan } from '../../src/core/plan';
import type { Preview, PreviewLine } from '../../src/core/plan-preview';
import type { LeaveOut } from '../../src/core/plan-leave-out';
import { TRACKER_HOST } from '../../local/everflow';
import { Operator } from '../../local/story/operator';
import { bookText, forgeBook } from './push-books';
import { bodyOf, byId, newRow, refusalOf, Scene } from './push-support';

const URL = 'https://mine.example/p?tx={transaction_id}';

describe('what the preview shows', () => {
  test('[D3] is what is sent, exactly: every changed field of every line, and no other', async () => {
    const scene = await Scene.open({ size: 120 });
    const ids = await scene.plain(8);
    const records = await scene.everflow.control.records();
    const facebook = records.find(
      (one) => one.delivery_method === 'facebook' && one.pixel_status === 'active',
    )!;
    scene.editAll(ids.slice(0, 3), { URL, Description: 'three' });
    scene.editAll(ids.slice(3, 6), { Status: 'inactive' });
    scene.editAll(ids.slice(6, 8), { 'Delay (ms)': '77' });
    scene.edit(facebook.network_pixel_id, { 'FB event': 'Subscribe', 'FB user data': 'email={sub4}' });
    scene.page.pasteBelow([newRow(), newRow({ 'Offer ID': '41', Description: 'second' })]);
    const chosen = scene.preview();
    expect(chosen.lines).toHaveLength(11);
    await scene.everflow.control.clearLog();
    scene.push(chosen);
    const puts = await scene.writes('PUT');
    expect(puts).toHaveLength(9);
    const before = byId(records);
    for (const put of puts) {
      const id = Number(put.path.split('/').pop());
      const line = chosen.lines.find((one) => one.id === id)!;
      const body = bodyOf(put);
      const sent = Object.keys(body).filter(
        (key) => JSON.stringify(body[key]) !== JSON.stringify(before.get(id)![key] ?? null),
      );
      expect(new Set(sent)).toEqual(new Set(line.changes.map(({ field }) => field.split('.')[0])));
      for (const change of line.changes) expect(valueIn(body, change.field)).toEqual(listed(change));
    }
    const posts = (await scene.writes('POST')).map(bodyOf);
    const creates = chosen.lines.filter((line) => line.kind === 'create');
    expect(posts).toHaveLength(2);
    for (const line of creates) {
      const filled = Object.fromEntries(line.changes.map(({ field, after }) => [field, after]));
      expect(posts).toContainEqual(expect.objectContaining(filled));
    }
    await scene.close();
  });

  test('[V1] rows with errors are not in it, rows with warnings only once they were accepted', async () => {
    const scene = await Scene.open();
    const [wrong, warned] = (await scene.plain(2)) as [number, number];
    scene.edit(wrong, { URL: 'htp://x' });
    scene.edit(warned, { URL: 'https://a.example/p?tx=%7Btransaction_id%7D' });
    const chosen = scene.preview();
    expect(chosen.lines.map((line) => line.id)).toEqual([warned]);
    expect(chosen.preview.stopped).toBe(1);
    expect(chosen.preview.all.warnings).toHaveLength(1);
    const confirm = { previewId: chosen.preview.previewId, leaveOut: {}, typed: '', reason: '' };
    expect(refusalOf(() => scene.anna.call('previewConfirm', { ...confirm, warningsAccepted: false }))).toBe(
      'warnings-open',
    );
    expect(scene.anna.call('previewConfirm', { ...confirm, warningsAccepted: true }).writes).toBe(1);
    await scene.close();
  });

  test('[X1] pages of its list are bounded and hold every line once, in order', async () => {
    const scene = await Scene.open({ size: 700 });
    const page = scene.page;
    const rows = page
      .rows()
      .filter(({ text }) => text['Method'] === 'postback' && text['Status'] === 'active');
    for (const { rowNumber } of rows) page.type('Delay (ms)', rowNumber, '4321');
    page.pasteBelow(
      Array.from({ length: 300 }, (_, n) => newRow({ URL: `https://n.example/${n}?tx={transaction_id}` })),
    );
    const { preview } = scene.preview({ effects: ['turns-on'] });
    const seen: number[] = [];
    let pages = 0;
    for (let offset: number | null = 0; offset !== null; pages += 1) {
      const shown: Preview = scene.anna.call('previewShow', {
        previewId: preview.previewId,
        leaveOut: {},
        offset,
      });
      expect(shown.page.lines.length).toBeLessThanOrEqual(500);
      expect(JSON.stringify(shown).length).toBeLessThan(500_000);
      expect(shown.page.total).toBe(preview.all.writes);
      seen.push(...shown.page.lines.map((line) => line.seq));
      offset = shown.page.next;
    }
    expect(pages).toBeGreaterThan(1);
    expect(seen).toEqual(Array.from({ length: preview.all.writes }, (_, at) => at + 1));
    await scene.close();
  });
});

function valueIn(body: ReturnType<typeof bodyOf>, field: string): unknown {
  const [owner, key] = field.split('.') as [string, string | undefined];
  return key === undefined ? body[owner] : (body[owner] as ReturnType<typeof bodyOf>)[key];
}

/** Lists are shown as lines and sent as lists. */
function listed({ field, after }: PreviewLine['changes'][number]): unknown {
  if (!field.endsWith('_data')) return after;
  const pairs = parsePairs(String(after));
  return pairs.ok ? pairs.list : pairs;
}

describe('what was left out', () => {
  let scene: Scene;
  let off: number;
  let moved: number;
  let tracked: number;
  let both: number;
  beforeAll(async () => {
    scene = await Scene.open({ size: 200 });
    const records = await scene.everflow.control.records();
    const plain = byId(records);
    const ids = await scene.plain(60);
    const specific = ids.filter((id) => plain.get(id)!.pixel_level === 'specific');
    tracked = specific.find((id) => plain.get(id)!.postback_url.includes(`//${TRACKER_HOST}/`))!;
    [moved, both] = specific.filter(
      (id) => id !== tracked && !plain.get(id)!.postback_url.includes(TRACKER_HOST),
    ) as [number, number];
    off = records.find(
      (one) =>
        one.pixel_status === 'inactive' &&
        one.delivery_method === 'postback' &&
        /^https:\/\/[!-~]+$/.test(one.postback_url) &&
        !one.facebook_pixel,
    )!.network_pixel_id;
    scene.edit(off, { Status: 'active', 'Delay (ms)': '10' });
    scene.edit(moved, { 'Offer ID': '40', 'Delay (ms)': '20' });
    scene.edit(tracked, { URL: 'https://go.example/p?tx={transaction_id}' });
    scene.edit(both, { 'Delay (ms)': '30', Description: 'thirty' });
    scene.page.pasteBelow([newRow({ 'Partner ID': '7' })]);
  });
  afterAll(() => scene.close());

  const lineOf = (lines: readonly PreviewLine[], id: number): string[] | undefined =>
    lines.find((line) => line.id === id)?.changes.map(({ field }) => field);

  test('[D2] by default what turns on or moves is not ticked; the rest of such a row is', () => {
    const { preview } = scene.preview();
    const ticks = Object.fromEntries(preview.all.effects.map(({ effect, ticked }) => [effect, ticked]));
    expect(ticks).toMatchObject({ 'turns-on': false, moves: false, 'starts-firing': true });
    const lines = preview.chosen.page.lines;
    expect(lineOf(lines, off)).toEqual(['delay_ms']);
    expect(lineOf(lines, moved)).toEqual(['delay_ms']);
    expect(preview.all.page.lines.length).toBe(5);
  });

  const choices: readonly (readonly [string, () => LeaveOut])[] = [
    ['an effect', () => ({ effects: ['turns-on', 'moves'] })],
    ['new rows that fire at once', () => ({ effects: ['starts-firing'] })],
    ['a field', () => ({ fields: ['delay_ms'] })],
    ['a partner', () => ({ partners: [7] })],
    ['a host', () => ({ hosts: [TRACKER_HOST] })],
    ['an id', () => ({ ids: [both] })],
    ['all but one row', () => ({ only: { ids: [both], rowKeys: [] } })],
  ];
  test.each(choices)(
    '[D2][D3] %s: the plan holds the lines shown for that choice, and no other',
    (_name, choice) => {
      const leaveOut = choice();
      const { preview, lines } = scene.preview(leaveOut);
      expect(lines.length + lines.flatMap((line) => line.changes).length).toBeLessThan(
        preview.all.writes + preview.all.page.lines.flatMap((line) => line.changes).length,
      );
      const { planId } = scene.confirm({ preview, leaveOut, lines });
      const stored = storedPlan(scene, planId);
      expect(stored.items.map((item) => ('id' in item ? item.id : item.rowKey))).toEqual(
        lines.map((line) => line.id ?? line.rowKey),
      );
      expect(
        stored.items.map((item) => ('changes' in item ? item.changes.map(({ field }) => field) : 'create')),
      ).toEqual(
        lines.map((line) => (line.kind === 'update' ? line.changes.map(({ field }) => field) : 'create')),
      );
    },
  );

  test('[D3] nothing left is nothing to push', () => {
    const { preview } = scene.preview();
    const leaveOut: LeaveOut = { only: { ids: [], rowKeys: [] } };
    expect(refusalOf(() => scene.confirm({ preview, leaveOut, lines: [] }))).toBe('nothing-to-push');
  });

  test('[D2][D3] what was left out is not sent, and stays a change', async () => {
    const leaveOut: LeaveOut = { effects: ['turns-on', 'moves', 'starts-firing'], ids: [both] };
    const before = await scene.everflow.control.records();
    const edited = scene.anna.check();
    const pushed = scene.push(scene.preview(leaveOut));
    expect(pushed.result.counts).toEqual({ Updated: 3 });
    expect(await scene.proof(before, pushed)).toEqual([]);
    expect((await scene.record(off)).pixel_status).toBe('inactive');
    const left = scene.anna.check();
    expect([left.edited, left.created]).toEqual([edited.edited - 1, 1]);
    expect(lineOf(scene.preview().lines, off)).toEqual(['pixel_status']);
    expect(lineOf(scene.preview().lines, moved)).toEqual(['network_offer_id']);
  });
});

/** A confirmed plan as the books hold it. */
function storedPlan(scene: Scene, planId: string): Plan {
  return (JSON.parse(bookText(scene.file, `plan/${planId}`)) as { plan: Plan }).plan;
}

describe('what cannot be pushed', () => {
  const day = 24 * 60 * 60 * 1000;
  let scene: Scene;
  let ids: number[];
  beforeEach(async () => {
    scene = await Scene.open({ size: 130, google: { editors: ['ben@acme.test'] } });
    ids = await scene.plain(55);
    scene.editAll(ids, { 'Delay (ms)': '5' });
  });
  afterEach(async () => {
    expect(await scene.writes()).toEqual([]);
    await scene.close();
  });
  const start = (planId: string, digest: string): string =>
    refusalOf(() => scene.anna.call('pushStart', { planId, digest }));

  test('[D3] a plan with the digest of another', () => {
    const { planId } = scene.confirm(scene.preview());
    const other = scene.confirm(scene.preview({ ids: [ids[0]!] }));
    expect(start(planId, other.digest)).toBe('plan-changed');
  });

  test.each([
    ['unsealed', 'plan-unknown', 'kept'],
    ['sealed', 'plan-changed', 'kept'],
    ['sealed', 'plan-changed', 'fitting'],
  ] as const)('[D3][B2] a plan altered in the books, %s: %s (its own digest %s)', (seal, code, own) => {
    const { planId, digest } = scene.confirm(scene.preview());
    const text = bookText(scene.file, `plan/${planId}`);
    const stored = JSON.parse(text) as { plan: Plan; digest: string; baseline: string };
    const altered = text.replaceAll('"after":5,', '"after":6,').replaceAll('"after":5}', '"after":6}');
    expect(altered).not.toBe(text);
    const plan = (JSON.parse(altered) as typeof stored).plan;
    const fitting = createHash('sha256').update(planText(plan)).digest('hex');
    const forged = own === 'fitting' ? altered.replace(stored.digest, fitting) : altered;
    forgeBook(scene.file, `plan/${planId}`, forged, seal);
    expect(start(planId, digest)).toBe(code);
  });

  test("[D3] somebody else's preview or plan", () => {
    const chosen = scene.preview();
    const ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
    ben.connect(scene.everflow.keys.colleague);
    expect(refusalOf(() => ben.push(chosen.preview))).toBe('plan-other-person');
    const { planId, digest } = scene.confirm(chosen);
    expect(refusalOf(() => ben.call('pushStart', { planId, digest }))).toBe('plan-other-person');
  });

  test('[D3] a preview or plan older than 24 hours', () => {
    const chosen = scene.preview();
    const { planId, digest } = scene.confirm(chosen);
    const second = scene.preview();
    scene.google.clock.advance(day + 60_000);
    expect(refusalOf(() => scene.confirm(second))).toBe('plan-old');
    expect(start(planId, digest)).toBe('plan-old');
  });

  test('[D3] a preview that was confirmed already, and a plan that a newer one has overtaken', () => {
    const chosen = scene.preview();
    const first = scene.confirm(chosen);
    expect(refusalOf(() => scene.confirm(chosen))).toBe('plan-unknown');
    const newer = scene.confirm(scene.preview());
    expect(start(first.planId, first.digest)).toBe('plan-old');
    expect(newer.digest).toBe(first.digest);
  });

  test('[D3] a preview from before a pull', () => {
    const chosen = scene.preview();
    const { planId, digest } = scene.confirm(chosen);
    scene.anna.pull();
    expect(['plan-old', 'plan-unknown']).toContain(start(planId, digest));
    // Confirming it now may work or not; pushing it may not.
    expect(
      refusalOf(() => {
        const late = scene.confirm(chosen);
        scene.anna.call('pushStart', late);
      }),
    ).toMatch(/^plan-/);
  });

  test('[D2] more than 50 writes without their number, exactly', () => {
    const { preview } = scene.preview();
    const confirm = { previewId: preview.previewId, leaveOut: {}, warningsAccepted: true, reason: '' };
    expect(preview.all.confirm).toEqual({ typed: true, number: 55 });
    for (const typed of ['', '54', '5', 'yes', '55x']) {
      expect(refusalOf(() => scene.anna.call('previewConfirm', { ...confirm, typed }))).toBe(
        'confirm-number',
      );
    }
    expect(scene.anna.call('previewConfirm', { ...confirm, typed: ' 55 ' }).writes).toBe(55);
    const { previewId } = scene.preview().preview;
    const fifty = { ...confirm, previewId, leaveOut: { ids: ids.slice(0, 5) }, typed: '' };
    expect(scene.anna.call('previewConfirm', fifty).writes).toBe(50);
  });

  test('[D3] an unknown plan, and a preview that was replaced by a newer one', () => {
    const old = scene.preview();
    scene.preview();
    expect(refusalOf(() => scene.confirm(old))).toBe('plan-unknown');
    expect(start('0123456789ab', 'x')).toBe('plan-unknown');
  });

  test('[D1] nothing: without edits, or with the same values typed again, there is nothing to push', async () => {
    for (const id of ids) scene.edit(id, { 'Delay (ms)': String((await scene.record(id)).delay_ms) });
    expect(scene.anna.check().edited).toBe(0);
    expect(refusalOf(() => scene.preview())).toBe('nothing-to-push');
  });
});

describe('a confirmed plan', () => {
  test('[D3] cannot be pushed twice', async () => {
    const scene = await Scene.open();
    const [id] = (await scene.plain(1)) as [number];
    scene.edit(id, { URL });
    const { planId, digest } = scene.confirm(scene.preview());
    scene.anna.call('pushStart', { planId, digest });
    scene.goOn(planId);
    await scene.everflow.control.clearLog();
    expect(refusalOf(() => scene.anna.call('pushStart', { planId, digest }))).toBe('plan-unknown');
    expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('nothing-running');
    expect(await scene.writes()).toEqual([]);
    expect(refusalOf(() => scene.anna.preview())).toBe('nothing-to-push');
    await scene.close();
  });
});
