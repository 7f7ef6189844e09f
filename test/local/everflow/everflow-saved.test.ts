/** Going back to a saved moment of the embedded Everflow: records, ids, log, clock, rate and faults. */
import { startEverflow, VIRTUAL_NOW_HEADER, type Everflow } from '../../../local/everflow';
import { client, type Call } from './client';

let everflow: Everflow;
let call: Call;

beforeAll(async () => {
  everflow = await startEverflow({ size: 10, time: 'header', settings: { rateLimit: 3 } });
  call = client(everflow);
});
afterAll(() => everflow.close());
beforeEach(() => everflow.control.reset());

const read = async (id: number): Promise<number> => (await call('GET', `/v1/networks/pixels/${id}`)).status;

test('records, ids and log are as they were, as often as wanted', async () => {
  const { control } = everflow;
  await control.change(20, { description: 'before' });
  await read(20);
  const before = [await control.records(), await control.log()];
  const saved = await control.save();
  const made: number[] = [];
  for (const _ of [1, 2]) {
    await control.change(20, { description: 'after' });
    await control.remove(112);
    made.push((await control.create()).network_pixel_id);
    await read(20);
    await control.restore(saved);
    expect([await control.records(), await control.log()]).toEqual(before);
  }
  expect(made[0]).toBe(made[1]);
});

test('clock, rate window, faults, keys and settings too', async () => {
  const { control } = everflow;
  await control.arm({ match: { method: 'GET', nth: 2 }, answer: { kind: 'status', status: 503 } });
  await read(20);
  const saved = await control.save();
  const nowMs = await control.now();
  await call('GET', '/v1/networks/pixels/20', { headers: { [VIRTUAL_NOW_HEADER]: String(nowMs + 20_000) } });
  await control.key('main', { revoked: true });
  await control.settings({ latencyMs: 5 });
  await control.restore(saved);
  expect(await control.now()).toBe(nowMs);
  expect(await control.settings()).toMatchObject({ latencyMs: 0, rateLimit: 3 });
  expect([await read(20), await read(20), await read(20)]).toEqual([503, 200, 429]);
});

test('a number that was never given is refused', async () => {
  await expect(everflow.control.restore(99)).rejects.toThrow('Everflow: nothing was saved under 99');
});
