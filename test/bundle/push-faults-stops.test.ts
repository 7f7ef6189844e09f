/**
 * What stops a push, pauses it or slows it down: the key, the permission, Google's quota, a person, equal refusals, the rate window.
 */
import type { Fault, RecordAction } from '../../local/everflow';
import { newRow, refusalOf, Scene } from './push-support';

let nextDelay = 1;
function editAll(scene: Scene, ids: readonly number[]): void {
  nextDelay += 1;
  scene.editAll(ids, { 'Delay (ms)': String(nextDelay) });
}

/** Sixty rows: three batches; a fetch takes long, so that a step holds only some of them. */
async function slowScene(count: number): Promise<{ scene: Scene; ids: number[] }> {
  const scene = await Scene.open({ size: 150, google: { costs: { fetchMs: 3_500 } } });
  return { scene, ids: await scene.plain(count) };
}

describe('a trouble that every further request would meet stops the push', () => {
  let scene: Scene;
  let ids: number[];
  beforeAll(async () => {
    scene = await Scene.open({ size: 110 });
    ids = await scene.plain(50);
  });
  afterAll(() => scene.close());

  const key = (change: object): RecordAction[] => [{ do: 'key', key: 'main', change }];
  const cases: readonly (readonly [string, string, Fault, RegExp])[] = [
    [
      'the key is revoked',
      'bad-key',
      { match: { method: 'PUT', nth: 25 }, before: key({ revoked: true }) },
      /does not accept this API key/,
    ],
    [
      'the permission to write is lost',
      'permission',
      { match: { method: 'PUT', nth: 25 }, before: key({ write: false }) },
      /no permission/,
    ],
    [
      'the key is limited to addresses',
      'ip-list',
      {
        match: { method: 'PUT', nth: 25 },
        before: [{ do: 'settings', settings: { ipAllowList: ['10.0.0.1'] } }],
      },
      /certain addresses/,
    ],
  ];
  test.each(cases)(
    '[W5] %s: stops as %s, the rest is "Not sent" and stays a change',
    async (_name, code, fault, words) => {
      editAll(scene, ids);
      const chosen = scene.preview({ only: { ids, rowKeys: [] } });
      const before = await scene.everflow.control.records();
      await scene.everflow.control.clearLog();
      await scene.everflow.control.arm(fault);
      const pushed = scene.push(chosen);
      await scene.everflow.control.key('main', { revoked: false, write: true });
      await scene.everflow.control.settings({ ipAllowList: [] });
      expect(pushed.result.stopped).toMatchObject({ code });
      expect(pushed.result.stopped!.title).toMatch(words);
      expect(Object.keys(pushed.result.counts).sort()).toEqual(['Not sent', 'Updated']);
      expect(pushed.rows).toHaveLength(50);
      expect(await scene.proof(before, pushed)).toEqual([]);
      // No request after the batch that met the trouble.
      const log = await scene.everflow.control.log();
      expect(log.filter((entry) => entry.status === 401 || entry.status === 403).length).toBeLessThanOrEqual(
        20,
      );
      expect(scene.anna.check().edited).toBe(pushed.result.counts['Not sent']);
      expect(scene.anna.call('status').job).toBeNull();
      const last = pushed.rows[49]!;
      expect(scene.row(last.id).text['Message']).toMatch(/^$|Not sent/);
      expect(scene.push(scene.preview({ only: { ids, rowKeys: [] } })).result.counts).toEqual({
        Updated: pushed.result.counts['Not sent'],
      });
    },
  );

  test("[W5][J3] Google's daily quota is used up: the push waits, nothing is in doubt, and it goes on another day", async () => {
    editAll(scene, ids);
    scene.page.pasteBelow(
      Array.from({ length: 7 }, (_, n) => newRow({ URL: `https://quota.example/${n}?tx={transaction_id}` })),
    );
    const before = await scene.everflow.control.records();
    const chosen = scene.preview();
    const quota = scene.google.state.fetchQuota;
    const { limit } = quota;
    const { planId, digest } = scene.confirm(chosen);
    // Start and step ask for the network once each; then one whole batch and the reads of the next.
    quota.limit = quota.used('anna@acme.test') + 2 + 40 + 20;
    scene.anna.call('pushStart', { planId, digest });
    const paused = scene.anna.call('pushStep');
    expect(paused).toMatchObject({ why: 'quota', progress: { done: 20, total: 57 } });
    expect(paused.paused).toMatch(/daily number of requests/);
    expect(scene.anna.call('pushStep')).toMatchObject({ why: 'quota' });
    // Gone on with too early: still nothing, and still nothing in doubt.
    scene.anna.call('pushGoOn');
    expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('google-quota');
    // Among the creates it is used up once more: announced and not sent is not unclear.
    quota.limit = quota.used('anna@acme.test') + 1 + 60 + 2 + 5;
    expect(scene.anna.call('pushStep')).toMatchObject({ why: 'quota' });
    quota.limit = limit;
    scene.anna.call('pushGoOn');
    const pushed = { ...scene.goOn(planId), lines: chosen.lines };
    expect(pushed.result.counts).toEqual({ Updated: 50, Created: 7 });
    expect(await scene.proof(before, pushed)).toEqual([]);
    expect(scene.anna.check()).toMatchObject({ edited: 0, created: 0 });
  });

  test("[W5][J3] a push that waits for Google's quota can be stopped: the rest stays changes", async () => {
    editAll(scene, ids);
    const before = await scene.everflow.control.records();
    const chosen = scene.preview({ only: { ids, rowKeys: [] } });
    const quota = scene.google.state.fetchQuota;
    const { limit } = quota;
    const { planId, digest } = scene.confirm(chosen);
    quota.limit = quota.used('anna@acme.test') + 2 + 40;
    scene.anna.call('pushStart', { planId, digest });
    expect(scene.anna.call('pushStep')).toMatchObject({ why: 'quota' });
    scene.anna.call('cancel');
    const pushed = { ...scene.goOn(planId), lines: chosen.lines };
    quota.limit = limit;
    expect(pushed.result.counts).toEqual({ Updated: 20, 'Not sent': 30 });
    expect(await scene.proof(before, pushed)).toEqual([]);
    expect(scene.push(scene.preview({ only: { ids, rowKeys: [] } })).result.counts).toEqual({ Updated: 30 });
  });

  test('[W5] the key is revoked among creates: those after it are not sent, none is unclear', async () => {
    scene.page.pasteBelow(
      Array.from({ length: 12 }, (_, n) =>
        newRow({ URL: `https://revoked.example/${n}?tx={transaction_id}` }),
      ),
    );
    const chosen = scene.preview();
    const before = await scene.everflow.control.records();
    await scene.everflow.control.arm({
      match: { method: 'POST', path: 'pixels$', nth: 8 },
      before: key({ revoked: true }),
    });
    const pushed = scene.push(chosen);
    await scene.everflow.control.key('main', { revoked: false });
    expect(pushed.result.stopped).toMatchObject({ code: 'bad-key' });
    const made = (await scene.everflow.control.records()).length - before.length;
    expect(pushed.result.counts['Created']).toBe(made);
    expect(pushed.result.counts['Unclear (look before retrying)']).toBeUndefined();
    expect(await scene.proof(before, pushed)).toEqual([]);
    expect(scene.anna.check().created).toBe(12 - made);
  });
});

describe('between the steps of a push', () => {
  test('[S4] a key that belongs to another network now: nothing is written, and it is said', async () => {
    const { scene, ids } = await slowScene(60);
    editAll(scene, ids);
    const { planId, digest } = scene.confirm(scene.preview());
    scene.anna.call('pushStart', { planId, digest });
    expect(scene.anna.call('pushStep').result).toBeUndefined();
    await scene.everflow.control.key('main', { networkId: 2 });
    await scene.everflow.control.clearLog();
    expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('other-network');
    expect(await scene.writes()).toEqual([]);
    await scene.everflow.control.key('main', { networkId: 1 });
    expect(scene.goOn(planId).result.counts).toEqual({ Updated: 60 });
    await scene.close();
  });

  test('[W5][W7] a push whose key was revoked can be cancelled: done rows stay done, the others stay changes', async () => {
    const { scene, ids } = await slowScene(60);
    editAll(scene, ids);
    const before = await scene.everflow.control.records();
    const chosen = scene.preview();
    const { planId, digest } = scene.confirm(chosen);
    scene.anna.call('pushStart', { planId, digest });
    scene.anna.call('pushStep');
    await scene.everflow.control.key('main', { revoked: true });
    expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('bad-key');
    scene.anna.call('cancel');
    const pushed = { ...scene.goOn(planId), lines: chosen.lines };
    expect(pushed.result.cancelled).toBe(true);
    expect(await scene.proof(before, pushed)).toEqual([]);
    expect(scene.anna.call('status').job).toBeNull();
    expect(scene.anna.check().edited).toBe(pushed.result.counts['Not sent']);
    await scene.close();
  });

  test('[W7] a push that was left for longer than a preview is valid can still be gone on with', async () => {
    const { scene, ids } = await slowScene(60);
    editAll(scene, ids);
    const { planId, digest } = scene.confirm(scene.preview());
    scene.anna.call('pushStart', { planId, digest });
    scene.anna.call('pushStep');
    scene.google.clock.advance(30 * 60 * 60 * 1000);
    expect(scene.goOn(planId).result.counts).toEqual({ Updated: 60 });
    expect(scene.anna.call('status').job).toBeNull();
    await scene.close();
  });

  test('[W7] cancelled between steps: what was under way is recorded, the rest is "Not sent" and stays a change', async () => {
    const { scene, ids } = await slowScene(60);
    editAll(scene, ids);
    const before = await scene.everflow.control.records();
    const pushed = scene.push(undefined, (step) => {
      if (step === 2) scene.anna.call('cancel');
    });
    expect(pushed.result).toMatchObject({ cancelled: true, total: 60 });
    const { Updated: done = 0, 'Not sent': left = 0 } = pushed.result.counts;
    expect(done).toBeGreaterThan(0);
    expect(left).toBeGreaterThan(0);
    expect(done + left).toBe(60);
    expect(await scene.proof(before, pushed)).toEqual([]);
    expect(scene.anna.check().edited).toBe(left);
    await scene.close();
  });

  test('[W7] a cancel in the middle of a step takes effect within 10 seconds', async () => {
    const scene = await Scene.open({ size: 220 });
    const ids = await scene.plain(110);
    editAll(scene, ids);
    let cancelledAt = 0;
    let puts = 0;
    scene.google.onRequest(({ method }) => {
      puts += Number(method.toUpperCase() === 'PUT');
      return undefined;
    });
    scene.google.beforeCall(() => {
      if (cancelledAt > 0 || puts < 30) return;
      scene.anna.call('cancel');
      cancelledAt = scene.google.clock.now();
    });
    const pushed = scene.push();
    scene.google.beforeCall(null);
    expect(pushed.result.cancelled).toBe(true);
    expect(scene.google.clock.now() - cancelledAt).toBeLessThan(10_000);
    expect(pushed.result.counts).toEqual({ Updated: 40, 'Not sent': 70 });
    await scene.close();
  });

  test('[J2] while a push is under way, another preview, confirmation, push or pull is refused as busy', async () => {
    const { scene, ids } = await slowScene(30);
    editAll(scene, ids);
    const chosen = scene.preview();
    const { planId, digest } = scene.confirm(chosen);
    scene.anna.call('pushStart', { planId, digest });
    expect(refusalOf(() => scene.anna.call('pushStart', { planId, digest }))).toBe('busy');
    expect(refusalOf(() => scene.anna.preview())).toBe('busy');
    expect(refusalOf(() => scene.confirm(chosen))).toBe('busy');
    expect(refusalOf(() => scene.anna.pull())).toBe('busy');
    expect(scene.goOn(planId).result.counts).toEqual({ Updated: 30 });
    await scene.close();
  });
});

describe('equal refusals', () => {
  const refuse: Fault = {
    match: { method: 'PUT', count: 'all' },
    answer: { kind: 'status', status: 400, body: { error: 'not today' } },
  };

  test('[W5] twenty in all pause the push; it waits, and goes on when told to', async () => {
    const scene = await Scene.open({ size: 180 });
    const ids = await scene.plain(80);
    editAll(scene, ids);
    const before = await scene.everflow.control.records();
    const chosen = scene.preview();
    const { planId, digest } = scene.confirm(chosen);
    await scene.everflow.control.arm({ ...refuse, match: { method: 'PUT', nth: 11, count: 50 } });
    scene.anna.call('pushStart', { planId, digest });
    const paused = scene.anna.call('pushStep');
    expect(paused).toMatchObject({ paused: 'not today' });
    expect(paused.progress.done).toBe(40);
    await scene.everflow.control.clearLog();
    expect(scene.anna.call('pushStep')).toMatchObject({ paused: 'not today' });
    expect(await scene.writes()).toEqual([]);
    scene.anna.call('pushGoOn');
    const pushed = { ...scene.goOn(planId), lines: chosen.lines };
    expect(pushed.result.counts).toEqual({ Updated: 30, 'Refused by Everflow': 50 });
    expect(await scene.proof(before, pushed)).toEqual([]);
    expect(pushed.rows.find((row) => row.outcome === 'Refused by Everflow')!.message).toBe('not today');
    expect(scene.anna.check().edited).toBe(50);
    await scene.close();
  });

  test('[W5] ten of the first ten pause it', async () => {
    const scene = await Scene.open();
    scene.page.pasteBelow(
      Array.from({ length: 14 }, (_, n) => newRow({ URL: `https://ten.example/${n}?tx={transaction_id}` })),
    );
    const { planId, digest } = scene.confirm(scene.preview());
    await scene.everflow.control.arm({ ...refuse, match: { method: 'POST', path: 'pixels$', count: 'all' } });
    scene.anna.call('pushStart', { planId, digest });
    const paused = scene.anna.call('pushStep');
    expect(paused).toMatchObject({ paused: 'not today', progress: { done: 10 } });
    scene.anna.call('cancel');
    expect(scene.goOn(planId).result).toMatchObject({
      cancelled: true,
      counts: { 'Refused by Everflow': 10, 'Not sent': 4 },
    });
    await scene.close();
  });

  test('[W5] different refusals do not pause it', async () => {
    const scene = await Scene.open({ size: 110 });
    const ids = await scene.plain(40);
    editAll(scene, ids);
    const chosen = scene.preview();
    await scene.everflow.control.arm(
      ...ids.map((id): Fault => ({
        match: { method: 'PUT', pixelId: id },
        answer: { kind: 'status', status: 400, body: { error: `not ${id}` } },
      })),
    );
    expect(scene.push(chosen).result.counts).toEqual({ 'Refused by Everflow': 40 });
    await scene.close();
  });
});

describe('the rate budget', () => {
  const LIMIT = 300;
  const WINDOW_MS = 30_000;

  /** Most requests that reached the server within any 30 s. */
  function most(times: readonly number[]): number {
    let from = 0;
    let found = 0;
    times.forEach((at, to) => {
      while (at - times[from]! >= WINDOW_MS) from += 1;
      found = Math.max(found, to - from + 1);
    });
    return found;
  }

  test.each([
    ['gentle', 0.2],
    ['normal', 0.5],
    ['full', 1],
  ] as const)(
    '[W3] %s speed takes at most %f of the announced limit in any 30 seconds',
    async (speed, share) => {
      const scene = await Scene.open({ size: 260, everflow: { settings: { rateLimit: LIMIT } } });
      scene.anna.call('setSpeed', speed);
      scene.google.clock.advance(60_000);
      const ids = await scene.plain(130);
      editAll(scene, ids);
      const chosen = scene.preview();
      await scene.everflow.control.clearLog();
      const pushed = scene.push(chosen);
      expect(pushed.result.counts).toEqual({ Updated: 130 });
      const times = (await scene.everflow.control.log()).map((entry) => entry.atMs);
      expect(times.length).toBeGreaterThanOrEqual(262);
      expect(most(times)).toBeLessThanOrEqual(LIMIT * share);
      // And it does use what it may: an even pace would not be slower than half of the share.
      expect(most(times)).toBeGreaterThan(LIMIT * share * 0.5);
      await scene.close();
    },
  );

  test('[W3] other tools use the window up: the push slows down, and everything is written', async () => {
    const scene = await Scene.open({ size: 150, everflow: { settings: { rateLimit: LIMIT } } });
    const ids = await scene.plain(60);
    editAll(scene, ids);
    const chosen = scene.preview();
    const before = await scene.everflow.control.records();
    await scene.everflow.control.arm({
      match: { method: 'PUT', nth: 15 },
      before: [{ do: 'spend', requests: LIMIT - 60 }],
    });
    const pushed = scene.push(chosen);
    expect(pushed.result.counts).toEqual({ Updated: 60 });
    expect(pushed.result.seconds).toBeGreaterThan(25);
    expect(await scene.proof(before, pushed)).toEqual([]);
    await scene.close();
  });
});
