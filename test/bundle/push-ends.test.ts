/** Pushes that were cut off and end otherwise than by going on: what is said of rows that may have been sent (J1, W5, W7). */
import { ExecutionKilled } from '../../local/apps-script';
import { madeElsewhere, newRow, refusalOf, Scene } from './push-support';

const URL = 'https://ends.example/p?tx={transaction_id}';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open({ size: 60 });
});
afterEach(() => scene.close());

const recordsWith = async (text: string): Promise<number[]> =>
  (await scene.everflow.control.records())
    .filter(({ postback_url }) => postback_url === text)
    .map((one) => one.network_pixel_id);

/** Kills the next step at its first call that is no request, once so many writes were sent. */
function killAfter(method: 'PUT' | 'POST', count: number): void {
  let sent = 0;
  scene.google.onRequest((request) => {
    if (request.method.toUpperCase() === method && !request.url.includes('pixelstable')) sent += 1;
    return undefined;
  });
  scene.google.beforeCall(({ kind }) => {
    if (sent >= count && kind !== 'fetch') throw new ExecutionKilled('killed by the test');
  });
  expect(() => scene.anna.call('pushStep')).toThrow(ExecutionKilled);
  scene.google.beforeCall(null);
  scene.google.onRequest(null);
}

test.each(['read-only', 'cancel'])(
  '[W7][W5] %s before the next batch: rows that a killed step has sent are not called "Not sent"',
  async (how) => {
    const ids = await scene.plain(20);
    scene.editAll(ids, { 'Delay (ms)': '77' });
    const { planId, digest } = scene.confirm(scene.preview());
    scene.anna.call('pushStart', { planId, digest });
    killAfter('PUT', 20);
    scene.google.clock.advance(7 * 60_000);
    if (how === 'read-only') scene.anna.call('setReadOnly', { readOnly: true });
    else {
      let asked = false;
      scene.google.beforeCall(({ kind }) => {
        if (asked || kind !== 'fetch') return;
        asked = true;
        scene.google.beforeCall(null);
        scene.anna.call('cancel');
      });
    }
    const had = (await scene.everflow.control.records()).filter((one) => one.delay_ms === 77).length;
    const { result } = scene.goOn(planId);
    expect(had).toBe(20);
    expect(result.counts).toEqual({ Updated: 20 });
  },
);

test('[J2][C4] a push that cannot show what it did, because a column is gone, can be stopped, and the layout repaired', async () => {
  const ids = await scene.plain(25);
  scene.editAll(ids, { 'Delay (ms)': '78' });
  const { planId, digest } = scene.confirm(scene.preview());
  scene.anna.call('pushStart', { planId, digest });
  const at = scene.file.sheet('Postbacks').texts()[0]!.indexOf('Message') + 1;
  scene.page.person.deleteColumns('Postbacks', at);
  expect(refusalOf(() => scene.anna.call('repairStep'))).toBe('busy');
  scene.anna.call('cancel');
  expect(refusalOf(() => scene.anna.call('pushStep'))).toBe('column-missing');
  scene.anna.repair();
  expect(scene.goOn(planId).result).toMatchObject({ cancelled: true, counts: { 'Not sent': 25 } });
  expect(scene.anna.call('status').job).toBeNull();
  expect(scene.text(ids[0]!, 'Message')).toContain('Not sent');
  expect(scene.push().result.counts).toEqual({ Updated: 25 });
});

test('[W4] where Everflow tells no time of creation, what a pull has brought since is still offered', async () => {
  scene.page.pasteBelow([newRow({ URL })]);
  scene.google.onRequest(({ method, url }) =>
    method.toUpperCase() === 'POST' && url.endsWith('/pixels')
      ? { when: 'before', fault: 'lost' }
      : undefined,
  );
  scene.push();
  scene.google.onRequest(null);
  const { network_pixel_id: id } = await scene.everflow.control.create(
    madeElsewhere(URL, { time_created: 0 }),
  );
  scene.anna.pull();
  const [waiting] = scene.anna.call('waitingRows', { offset: 0 }).rows;
  expect(waiting!.matches).toMatchObject([{ id }]);
});

test('[W4] a push ended hours after it was cut off: what it made is still offered after a pull', async () => {
  scene.page.pasteBelow([newRow({ URL })]);
  const { planId, digest } = scene.confirm(scene.preview());
  scene.anna.call('pushStart', { planId, digest });
  killAfter('POST', 1);
  const [id] = await recordsWith(URL);
  expect(id).toBeDefined();
  scene.google.clock.advance(5 * 60 * 60_000);
  scene.anna.call('forgetConnection', { host: 'api.eflow.team', networkId: 1 });
  scene.anna.call('cancel');
  expect(scene.goOn(planId).result.waiting).toBe(1);
  scene.anna.connect(scene.everflow.keys.main);
  scene.anna.pull();
  const [waiting] = scene.anna.call('waitingRows', { offset: 0 }).rows;
  expect(waiting!.matches).toMatchObject([{ id }]);
});

test('[W5][M4] a postback that is gone when its killed write is looked for is not told as "Not sent"', async () => {
  const [id, other] = await scene.plain(2);
  scene.editAll([id!, other!], { 'Delay (ms)': '4711' });
  const { planId, digest } = scene.confirm(scene.preview());
  scene.anna.call('pushStart', { planId, digest });
  let writes = 0;
  scene.google.onRequest(({ method }) => {
    writes += Number(method.toUpperCase() === 'PUT');
    return undefined;
  });
  scene.google.beforeCall(() => {
    if (writes > 0) throw new ExecutionKilled('killed by the test');
  });
  expect(() => scene.anna.call('pushStep')).toThrow(ExecutionKilled);
  scene.google.beforeCall(null);
  scene.google.onRequest(null);
  await scene.everflow.control.remove(id!);
  const rows = scene.anna.patiently(() => scene.goOn(planId)).rows;
  expect(rows.find((row) => row.id === id)).toMatchObject({
    outcome: 'No answer (safe to retry)',
    mark: 'gone',
  });
  expect(rows.find((row) => row.id === other)).toMatchObject({ outcome: 'Updated' });
});

test('[W7] cancel ends a wait in the middle of a batch within 10 s, and what waited is not sent', async () => {
  const ids = await scene.plain(20);
  scene.editAll(ids, { 'Delay (ms)': '79' });
  const { planId, digest } = scene.confirm(scene.preview());
  scene.anna.call('pushStart', { planId, digest });
  await scene.everflow.control.arm({
    match: { method: 'GET', path: 'pixels/', count: 'all' },
    answer: { kind: 'status', status: 429, retryAfterS: 60 },
  });
  let cancelledAt = 0;
  scene.google.beforeCall(({ kind }) => {
    if (kind !== 'wait' || cancelledAt > 0) return;
    cancelledAt = scene.google.clock.now();
    scene.anna.call('cancel');
  });
  scene.anna.call('pushStep');
  scene.google.beforeCall(null);
  expect(cancelledAt).toBeGreaterThan(0);
  expect(scene.google.clock.now() - cancelledAt).toBeLessThan(10_000);
  await scene.everflow.control.disarm();
  expect((await scene.everflow.control.records()).some((one) => one.delay_ms === 79)).toBe(false);
  expect(scene.push().result.counts).toEqual({ Updated: 20 });
});

test('[W5][W7] between two steps nothing is announced: whatever is cancelled there is "Not sent", not "No answer"', async () => {
  await scene.close();
  scene = await Scene.open({ size: 250 });
  const ids = await scene.plain(61);
  let cancelled = 0;
  // At each of these moments the step's time may run out, so that it ends in the middle of the push.
  for (let fetches = 2; fetches <= 4; fetches += 1) {
    scene.editAll(ids, { 'Delay (ms)': String(80 + fetches) });
    const { planId, digest } = scene.confirm(scene.preview());
    scene.anna.call('pushStart', { planId, digest });
    let seen = 0;
    scene.google.beforeCall(({ kind }) => {
      if (kind === 'flush' && seen >= fetches) scene.google.clock.advance(30_000);
      if (kind === 'fetch') seen += 1;
    });
    const step = scene.anna.call('pushStep');
    scene.google.beforeCall(null);
    if (step.result) continue;
    cancelled += 1;
    scene.anna.call('cancel');
    const { result } = scene.goOn(planId);
    expect(Object.keys(result.counts).filter((outcome) => outcome.startsWith('No answer'))).toEqual([]);
  }
  expect(cancelled).toBeGreaterThan(1);
});
