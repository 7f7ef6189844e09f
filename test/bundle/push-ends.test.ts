/** Pushes that were cut off and end otherwise than by going on: what is said of rows that may have been sent (J1, W5, W7). */
import { ExecutionKilled } from '../../local/apps-script';
import { refusalOf, Scene } from './push-support';

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open({ size: 60 });
});
afterEach(() => scene.close());

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
