/**
 * Warnings and confirmation: each warning is asked once, ticks are asked one by one, what was confirmed and has not changed is not asked
 * again, and the settings of the spreadsheet say when a number and a reason are needed.
 */
import type { ConfirmRequest, PreviewAnswer } from '../../src/flows/preview/preview';
import { newRow, refusalOf, Scene } from './push-support';
import { BOOKS } from './push-books';

/** A warning of the group kind, and a partner that no pulled postback has: that one needs a tick of its own. */
const HTTP = 'http://plain.example/p?tx={transaction_id}';
const NOWHERE = '99999';

const warningsOf = ({ all }: PreviewAnswer) =>
  Object.fromEntries(
    all.warnings.map(({ cause, count, confirmed, ticked }) => [cause, { count, confirmed, ticked }]),
  );

describe('[V1] warnings', () => {
  let scene: Scene;
  let ids: number[];
  beforeEach(async () => {
    scene = await Scene.open({ size: 60 });
    ids = await scene.plain(4);
  });
  afterEach(() => scene.close());

  const confirm = (preview: PreviewAnswer, request: Partial<ConfirmRequest> = {}) =>
    scene.anna.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut: {},
      typed: '',
      warningsAccepted: true,
      ticks: preview.all.warnings.map(({ cause }) => cause),
      reason: '',
      ...request,
    });
  const ownTick = ({ all }: PreviewAnswer): string => {
    const own = all.warnings.filter(({ severity }) => severity === 'own-tick');
    expect(own).toHaveLength(1);
    return own[0]!.cause;
  };

  test('[V1] a row with an unticked warning of its own is left out by default, and cannot be confirmed without the tick', () => {
    scene.edit(ids[0]!, { 'Delay (ms)': '7' });
    scene.page.pasteBelow([newRow({ 'Partner ID': NOWHERE })]);
    const preview = scene.anna.preview();
    const cause = ownTick(preview);
    expect(warningsOf(preview)[cause]).toEqual({ count: 1, confirmed: 0, ticked: false });
    expect([preview.all.writes, preview.chosen.writes]).toEqual([2, 1]);
    expect(preview.chosen.warnings).toEqual([]);
    for (const ticks of [[], ['something-else']]) {
      expect(refusalOf(() => confirm(preview, { ticks }))).toBe('ticks-open');
    }
    const { ticks: _none, ...without } = { ticks: [], previewId: preview.previewId };
    expect(refusalOf(() => confirm(preview, { ...without, ticks: undefined as never }))).toBe('ticks-open');
    // Left out, nothing is asked; ticked, it goes.
    expect(confirm(preview, { ticks: [], leaveOut: { ownTicks: [cause] } }).writes).toBe(1);
    expect(confirm(scene.anna.preview(), { ticks: [cause] }).writes).toBe(2);
  });

  test('[V1] what was confirmed is not asked again, also after sorting, and is still listed', () => {
    scene.edit(ids[0]!, { URL: HTTP });
    const { page } = scene;
    page.pasteBelow([newRow({ 'Partner ID': NOWHERE })]);
    const first = scene.anna.preview();
    const cause = ownTick(first);
    expect(refusalOf(() => confirm(first, { warningsAccepted: false }))).toBe('warnings-open');
    confirm(first);
    page.person.sort('Postbacks', `A2:AA${page.lastRow()}`, page.column('URL'));
    const again = scene.anna.preview();
    expect(warningsOf(again)).toMatchObject({
      'url-plain-http': { count: 1, confirmed: 1, ticked: true },
      [cause]: { count: 1, confirmed: 1, ticked: true },
    });
    expect(again.chosen.writes).toBe(2);
    expect(confirm(again, { warningsAccepted: false, ticks: [] }).writes).toBe(2);
  });

  test.each([
    ['its own cell', { URL: 'http://plain.example/other?tx={transaction_id}' }, 0],
    ['whom it fires for', { 'Offer ID': '41' }, 0],
    ['its status', { Status: 'inactive' }, 0],
    ['something else', { Description: 'another text', 'Delay (ms)': '9' }, 1],
  ])('[V1] after a change of %s', (_name, cells, confirmed) => {
    scene.edit(ids[0]!, { URL: HTTP });
    confirm(scene.anna.preview());
    scene.edit(ids[0]!, cells);
    const again = scene.anna.preview();
    expect(warningsOf(again)['url-plain-http']).toMatchObject({ count: 1, confirmed });
    scene.edit(ids[0]!, { URL: 'https://t.example/p?tx={transaction_id}' });
    expect(warningsOf(scene.anna.preview())['url-plain-http']).toBeUndefined();
  });

  test('[V1] a confirmation is one row: the same warning of another row is asked', () => {
    scene.edit(ids[0]!, { URL: HTTP });
    confirm(scene.anna.preview());
    scene.edit(ids[1]!, { URL: HTTP });
    const again = scene.anna.preview();
    expect(warningsOf(again)['url-plain-http']).toEqual({ count: 2, confirmed: 1, ticked: true });
    expect(refusalOf(() => confirm(again, { warningsAccepted: false }))).toBe('warnings-open');
    expect(confirm(again, { warningsAccepted: false, leaveOut: { ids: [ids[1]!] } }).writes).toBe(1);
  });

  test('[V1] what was left out is not confirmed along', () => {
    scene.editAll(ids.slice(0, 2), { URL: HTTP });
    confirm(scene.anna.preview(), { leaveOut: { ids: [ids[1]!] } });
    expect(warningsOf(scene.anna.preview())['url-plain-http']).toMatchObject({ count: 2, confirmed: 1 });
  });

  test('[V1] what is out of date is forgotten, and the books do not grow', () => {
    const streams = (): number =>
      scene.file
        .sheet(BOOKS)
        .texts()
        .filter(([head = '']) => head.includes('"confirmed/')).length;
    for (let turn = 0; turn < 5; turn += 1) {
      scene.edit(ids[0]!, { URL: `http://plain.example/${turn}?tx={transaction_id}` });
      confirm(scene.anna.preview());
      expect(streams()).toBe(1);
    }
    scene.edit(ids[0]!, { URL: 'https://t.example/p?tx={transaction_id}' });
    scene.anna.preview();
    expect(streams()).toBe(0);
  });

  test('[V1] a row stopped for a while keeps what was confirmed', () => {
    scene.edit(ids[0]!, { URL: HTTP });
    confirm(scene.anna.preview());
    scene.edit(ids[0]!, { 'Delay (ms)': '30s' });
    scene.edit(ids[1]!, { Description: 'x' });
    scene.anna.preview();
    scene.edit(ids[0]!, { 'Delay (ms)': '0' });
    expect(warningsOf(scene.anna.preview())['url-plain-http']).toMatchObject({ confirmed: 1 });
  });
});

describe('[D2] settings of the spreadsheet', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.open({ size: 130 });
    scene.editAll(await scene.plain(51), { 'Delay (ms)': '5' });
  });
  afterAll(() => scene.close());

  const attempt = (request: Partial<ConfirmRequest>): string => {
    const { previewId } = scene.anna.preview();
    try {
      const base = { previewId, leaveOut: {}, typed: '', warningsAccepted: true, ticks: [], reason: '' };
      return String(scene.anna.call('previewConfirm', { ...base, ...request }).writes);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const narrowed = (count: number) => {
    const ids = scene.anna.preview().all.page.lines.flatMap(({ id }) => id ?? []);
    return { leaveOut: { only: { ids: ids.slice(0, count), rowKeys: [] } } };
  };

  test('[D2] begin with 50 and no reason: 50 writes go untyped, 51 do not', () => {
    expect(scene.anna.call('settings')).toEqual({ threshold: 50, reasonRequired: false });
    expect(attempt(narrowed(50))).toBe('50');
    expect(attempt({})).toBe('confirm-number');
    expect(attempt({ typed: '51' })).toBe('51');
  });

  test('[D2] another number holds for everyone, for the preview and for what is confirmed', () => {
    expect(scene.anna.call('saveSettings', { threshold: 3, reasonRequired: false })).toEqual({
      threshold: 3,
      reasonRequired: false,
    });
    expect(scene.anna.preview().chosen.confirm).toEqual({ typed: true, number: 51 });
    expect(attempt(narrowed(3))).toBe('3');
    expect(attempt(narrowed(4))).toBe('confirm-number');
    scene.anna.call('saveSettings', { threshold: 0, reasonRequired: false });
    expect(attempt(narrowed(1))).toBe('confirm-number');
    scene.anna.call('saveSettings', { threshold: 10_000, reasonRequired: false });
    expect(attempt({})).toBe('51');
  });

  test('[D2] a required reason is asked for; blanks are none', () => {
    scene.anna.call('saveSettings', { threshold: 100, reasonRequired: true });
    expect(scene.anna.preview().reasonRequired).toBe(true);
    expect(attempt({ reason: '' })).toBe('reason-missing');
    expect(attempt({ reason: '  \n' })).toBe('reason-missing');
    expect(attempt({ reason: 'OPS-1' })).toBe('51');
  });

  test('[D2] what is no setting is refused and changes nothing', () => {
    scene.anna.call('saveSettings', { threshold: 20, reasonRequired: true });
    const odd: readonly unknown[] = [
      { threshold: -1, reasonRequired: true },
      { threshold: 1.5, reasonRequired: true },
      { threshold: 10_001, reasonRequired: true },
      { threshold: '5', reasonRequired: true },
      { threshold: null, reasonRequired: true },
      { threshold: 5 },
      { threshold: 5, reasonRequired: 'no' },
      null,
      'x',
    ];
    for (const wanted of odd) {
      expect(refusalOf(() => scene.anna.call('saveSettings', wanted as never))).toBe('settings-invalid');
    }
    expect(scene.anna.call('settings')).toEqual({ threshold: 20, reasonRequired: true });
  });

  test('[D2] a damaged setting counts as never set', () => {
    scene.anna.call('saveSettings', { threshold: 9_999, reasonRequired: true });
    for (const [, store] of scene.google.state.properties) {
      if (store.get('postbackDesk.settings')) store.set('postbackDesk.settings', '{"threshold":1e9}');
    }
    expect(scene.anna.call('settings')).toEqual({ threshold: 50, reasonRequired: false });
  });
});

describe('[D2] risks', () => {
  test.each([
    [10, false],
    [11, true],
  ])('[D2] %d turned on: typed %s, whatever the settings', async (count, typed) => {
    const scene = await Scene.open({ size: 230 });
    const records = await scene.everflow.control.records();
    const off = records.filter(
      (one) =>
        one.pixel_status === 'inactive' &&
        one.delivery_method === 'postback' &&
        one.pixel_type !== 'cpc' &&
        /^https:\/\/[!-~]+$/.test(one.postback_url),
    );
    scene.anna.call('saveSettings', { threshold: 10_000, reasonRequired: false });
    scene.editAll(
      off.slice(0, count).map((one) => one.network_pixel_id),
      { Status: 'active' },
    );
    const { all, chosen } = scene.anna.preview();
    expect(all.confirm).toEqual({ typed, number: count });
    expect(chosen.writes).toBe(0);
    await scene.close();
  });
});
