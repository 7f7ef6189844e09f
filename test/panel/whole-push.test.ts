/**
 * @jest-environment jsdom
 *
 * The built page in front of the built script: pushing five first, new rows that wait, read-only mode, and a push that a colleague takes over. What
 * stands between page and Everflow is not made up.
 */
import { TextDecoder, TextEncoder } from 'node:util';
import { runInThisContext } from 'node:vm';
import { Operator } from '../../local/story/operator';
import type { Args, Name, Value } from '../../src/panel/bridge';
import { newRow, Scene } from '../bundle/push-support';
import { FakeServer, type Handlers } from './fake-server';
import { blueButtons, button, buttons, heading, openPanel, press, screen, tick, unfold } from './open-panel';

// jsdom brings its own of these, or none, which Node's worker threads and the local services do not take.
Object.assign(globalThis, {
  TextDecoder,
  TextEncoder,
  Uint8Array: Object.getPrototypeOf(Buffer) as unknown,
  fetch: runInThisContext('fetch') as unknown,
});

const BEN = 'ben@acme.test';
const URL = 'https://whole.example/p?tx={transaction_id}';

let scene: Scene;
/** Plain postbacks; 30 of them are edited where many changes are needed. */
let ids: number[];
let nextDelay = 10;
beforeAll(async () => {
  // A fetch takes long, so that one step does not do everything.
  scene = await Scene.open({ size: 120, google: { costs: { fetchMs: 2_000 }, editors: [BEN] } });
  ids = await scene.plain(30);
});
afterEach(() => {
  scene.google.onRequest(null);
});
afterAll(async () => {
  jest.useRealTimers();
  await scene.close();
});

/** Hands every call of somebody's panel to the local Apps Script. */
function serverFor(user?: string): FakeServer {
  const options = user === undefined ? {} : { user };
  const handlers = new Proxy<Handlers>(
    {},
    {
      get:
        (_none, name: Name) =>
        (...args: Args<Name>) =>
          scene.google.run(name, args, options) as Value<Name>,
    },
  );
  return new FakeServer(handlers, { coded: true });
}

function editAll(): void {
  nextDelay += 1;
  scene.editAll(ids, { 'Delay (ms)': String(nextDelay) });
}

const delays = async (): Promise<number> => {
  const records = await Promise.all(ids.map((id) => scene.record(id)));
  return records.filter(({ delay_ms }) => delay_ms === nextDelay).length;
};

test('[W8] five are pushed and read back, then the others', async () => {
  editAll();
  await openPanel(serverFor(), 'push');
  await press('Push 5 first');
  expect(heading()).toBe('The first 5 are pushed and were read back');
  expect(screen().match(/✓ as reviewed/g)).toHaveLength(5);
  expect(await delays()).toBe(5);
  await press('Push the other 25');
  expect(heading()).toBe('Push finished');
  expect(screen()).toContain('Updated: 30');
  expect(await delays()).toBe(30);
});

test('[S6] read-only mode stops a push from anybody’s panel, and is taken back', async () => {
  editAll();
  await openPanel(serverFor());
  await press('Settings');
  await unfold('For everyone in this spreadsheet');
  await tick(/^Read-only/);
  await openPanel(serverFor(), 'push');
  expect(screen()).toContain('Set by anna@acme.test');
  expect(button('Push all').disabled).toBe(true);
  await press('Back to start');
  await press('Settings');
  await unfold('For everyone in this spreadsheet');
  await tick(/^Read-only/);
  await press('Back to start');
  await press('Review and push');
  await press('Push all');
  expect(screen()).toContain('Updated: 30');
});

test('[J2] a colleague looks, takes over and goes on; the first window does not go on by itself', async () => {
  new Operator(scene.google, {}, { user: BEN }).connect(scene.everflow.keys.colleague);
  editAll();
  await openPanel(serverFor(), 'push');
  await press('Push 5 first');
  await openPanel(serverFor(BEN));
  expect(heading()).toBe('anna@acme.test was at the push last');
  expect(screen()).toContain('5 of 30 are done.');
  await tick(/anna@acme.test is not at it any more/);
  await press('Take over');
  expect(heading()).toBe('The first 5 are pushed and were read back');

  // Anna's window knows nothing of it yet.
  await openPanel(serverFor(), 'check');
  expect(heading()).toBe('ben@acme.test was at the push last');
  expect(blueButtons()).toEqual(['Look again']);

  await openPanel(serverFor(BEN));
  expect(heading()).toBe('The last push stopped after 5 of 30');
  await press('Show what was done');
  expect(screen()).toContain(`#${ids[0]}: Updated`);
  await press('Go on');
  await press('Push the other 25');
  expect(screen()).toContain('Updated: 30');
  expect(await delays()).toBe(30);
});

test('[W5] a row without an answer is retried by a review of its own', async () => {
  nextDelay += 1;
  scene.editAll(ids.slice(0, 2), { 'Delay (ms)': String(nextDelay) });
  const lost = `/${ids[1]}`;
  scene.google.onRequest(({ method, url }) =>
    method.toUpperCase() === 'PUT' && url.endsWith(lost) ? { when: 'before', fault: 'lost' } : undefined,
  );
  await openPanel(serverFor(), 'push');
  await press('Push 2 changes');
  expect(screen()).toContain('No answer (safe to retry): 1');
  scene.google.onRequest(null);
  await press('Retry these');
  expect(heading()).toMatch(/^Push 1 change to /);
  await press('Push 1 change');
  expect(screen()).toContain('Updated: 1');
  expect(await delays()).toBe(2);
});

test('[W4] an unclear new row is answered with what Everflow holds, and sent again only after the review', async () => {
  scene.page.pasteBelow([newRow({ URL: `${URL}&n=1` })]);
  let lost = false;
  scene.google.onRequest(({ method, url }) => {
    if (lost || method.toUpperCase() !== 'POST' || !url.endsWith('/pixels')) return undefined;
    lost = true;
    return { when: 'before', fault: 'lost' };
  });
  await openPanel(serverFor(), 'push');
  await press('Push 1 change');
  expect(screen()).toContain('Unclear (look before retrying): 1');
  expect(buttons()).not.toContain('Retry these');
  await press('Answer 1 new row');
  expect(screen()).toContain('Unclear: was this postback created?');
  expect(screen()).toContain('Just now Everflow has none like it.');
  await press(/^It was not created: send it/);
  expect(screen()).toContain('may be sent: it is in the next review');
  await press('Review and push');
  await press('Push 1 change');
  expect(screen()).toContain('Created: 1');
  expect(await made(`${URL}&n=1`)).toHaveLength(1);
});

test('[W4] a new row that Everflow has got meanwhile becomes that postback', async () => {
  // Another host: else the review warns that both fire for the same.
  const url = 'https://twin.example/p?tx={transaction_id}';
  const [rowNumber] = scene.page.pasteBelow([newRow({ URL: url })]);
  await openPanel(serverFor(), 'push');
  const { network_pixel_id: id } = await scene.everflow.control.create({
    network_affiliate_id: 12,
    network_offer_id: 40,
    network_offer_payout_revenue_id: 0,
    pixel_type: 'conversion',
    pixel_level: 'specific',
    delivery_method: 'postback',
    pixel_status: 'active',
    postback_url: url,
    html_code: '',
    delay_ms: 0,
    description: '',
  });
  await press('Push 1 change');
  await press('Answer 1 new row');
  expect(screen()).toContain('Everflow already has the same postback');
  await press(`It is #${id}: row ${rowNumber}`);
  expect(document.activeElement?.textContent).toContain(`Row ${rowNumber} is #${id} now.`);
  expect(scene.page.rows()[rowNumber! - 2]!.text['Postback ID']).toBe(String(id));
  await press('Check edits');
  expect(screen()).toContain('No row was changed.');
  expect(await made(url)).toEqual([id]);
});

const made = async (url: string): Promise<number[]> =>
  (await scene.everflow.control.records())
    .filter(({ postback_url }) => postback_url === url)
    .map(({ network_pixel_id }) => network_pixel_id);
