/** What changes elsewhere while somebody pushes: two people, or one person in two windows, at the same changes; pages that shift under a search. */
import { Operator } from '../../local/story/operator';
import { newRow, Scene } from './push-support';

const URL = 'https://windows.example/p?tx={transaction_id}';

let scene: Scene;
let ben: Operator;
beforeEach(async () => {
  scene = await Scene.open({ size: 90, google: { editors: ['ben@acme.test'] } });
  ben = new Operator(scene.google, {}, { user: 'ben@acme.test' });
  ben.connect(scene.everflow.keys.colleague);
});
afterEach(() => scene.close());

test('[J1][D3] a preview that was opened before a push cannot be confirmed after it: its new rows would be made twice', async () => {
  scene.page.pasteBelow([newRow({ URL })]);
  const { planId, digest } = scene.confirm(scene.preview());
  // Anna's start is refused while Ben's preview is being made, and tried again afterwards.
  const bens = ben.preview();
  scene.anna.call('pushStart', { planId, digest });
  expect(scene.goOn(planId).result.counts).toEqual({ Created: 1 });
  expect(() => ben.push(bens)).toThrow(expect.objectContaining({ code: 'plan-unknown' }) as Error);
  const made = (await scene.everflow.control.records()).filter(({ postback_url }) => postback_url === URL);
  expect(made).toHaveLength(1);
});

test('[W5][W8] a yes to the first rows is none to refusals that came since, from a window that still shows the first rows', async () => {
  scene.editAll(await scene.plain(40), { 'Delay (ms)': '5555' });
  const { planId, digest } = scene.confirm(scene.preview());
  scene.anna.call('pushStart', { planId, digest, first: 'five' });
  expect(scene.anna.call('pushStep')).toMatchObject({ why: 'trial' });
  await scene.everflow.control.arm({
    match: { method: 'PUT', count: 'all' },
    answer: { kind: 'status', status: 400, body: { error: 'no' } },
  });
  scene.anna.call('pushGoOn', { why: 'trial' });
  let step = scene.anna.call('pushStep');
  while (!step.why) step = scene.anna.call('pushStep');
  expect(step).toMatchObject({ why: 'refusals', paused: 'no' });
  const { done } = step.progress;
  expect(done).toBeLessThan(40);
  scene.anna.call('pushGoOn', { why: 'trial' });
  expect(scene.anna.call('pushStep')).toMatchObject({ why: 'refusals', progress: { done } });
  scene.anna.call('pushGoOn', { why: 'refusals' });
  expect(scene.goOn(planId).result.counts).toEqual({ Updated: 5, 'Refused by Everflow': 35 });
});

test('[W4][P2] pages that shift while the server is searched before a create: the twin that slipped past is found', async () => {
  const { control } = scene.everflow;
  const make = async (postback_url: string): Promise<number> =>
    (await control.create({ ...SAME, postback_url })).network_pixel_id;
  const first = await make(`${URL}&n=0`);
  for (let n = 1; n < 5; n += 1) await make(`${URL}&n=${n}`);
  scene.page.pasteBelow([newRow({ URL, 'Offer ID': '41' })]);
  const chosen = scene.preview();
  const twin = await make(URL);
  const listed = (await control.records()).filter(
    ({ pixel_status, pixel_level: level, network_affiliate_id: partner, network_offer_id: offer }) =>
      pixel_status === 'active' &&
      (partner === 12 || level === 'global_offer') &&
      (offer === 41 || level === 'global'),
  );
  for (let n = 5; n < 9; n += 1) await make(`${URL}&n=${n}`);
  await control.settings({ pageCap: listed.length - 1 });
  // The twin is the first of page 2, and moves to page 1 once that was read.
  await control.arm({
    match: { path: 'page=1&page_size', body: '"active"' },
    after: [{ do: 'remove', id: first }],
  });
  expect(scene.push(chosen).rows).toMatchObject([{ outcome: 'Not sent', waits: 'twin', candidates: [twin] }]);
});

const SAME = {
  network_affiliate_id: 12,
  network_offer_id: 41,
  network_offer_payout_revenue_id: 0,
  pixel_type: 'conversion',
  pixel_level: 'specific',
  delivery_method: 'postback',
  pixel_status: 'active',
  html_code: '',
  delay_ms: 0,
  description: '',
} as const;
