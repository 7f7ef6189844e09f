/** The bridge by itself: order of calls, and how answers and failures become values and errors. */
import type { PanelView } from '../../src/platform/ui';
import { createBridge, PanelError, type Bridge } from '../../src/panel/bridge';
import { VIEWS } from '../../src/panel/view-names';
import { FakeServer, refuse, type Handlers } from './fake-server';
import { FRESH } from './sample-answers';

beforeEach(() => jest.useFakeTimers());

function opened(handlers: Handlers): { readonly server: FakeServer; readonly bridge: Bridge } {
  const server = new FakeServer(handlers);
  return { server, bridge: createBridge(server.run) };
}

/** How a call ended: its value, or code and words of its error. */
async function ended(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) =>
    error instanceof PanelError ? [error.code, error.title, error.message] : `a bug: ${String(error)}`,
  );
}

test('calls wait for each other, also after a failure; cancel does not wait', async () => {
  const { server, bridge } = opened({
    status: () => refuse('unexpected'),
    checkStep: () => refuse('unexpected'),
    cancel: () => true,
  });
  server.hold('status');
  server.hold('checkStep');
  const calls = [ended(bridge.call('status')), ended(bridge.call('checkStep'))];
  await server.settle();
  expect(server.names()).toEqual(['status']);
  const cancelled = bridge.callNow('cancel');
  await server.settle();
  expect(server.names()).toEqual(['status', 'cancel']);
  await expect(cancelled).resolves.toBe(true);
  server.release('status');
  await server.settle();
  expect(server.names()).toEqual(['status', 'cancel', 'checkStep']);
  server.release('checkStep');
  await server.settle();
  await Promise.all(calls);
});

test('[S5] a refusal arrives with its code and words', async () => {
  const { server, bridge } = opened({ previewStart: () => refuse('other-network', 'Beta', 'Acme') });
  const call = ended(bridge.call('previewStart'));
  await server.settle();
  expect(await call).toEqual([
    'other-network',
    'This key belongs to Beta; this spreadsheet belongs to Acme',
    'Nothing was read or written. Use your Acme key here, or start a new spreadsheet for Beta.',
  ]);
});

test.each([
  [
    'an exception of the platform',
    () => {
      throw new Error('Exception: secret');
    },
  ],
  ['an answer of nothing, as Google gives for what it cannot carry', undefined],
])('[S5] %s is told without its text', async (_name, status) => {
  const server = new FakeServer(status ? { status } : { status: () => FRESH });
  const run = server.run;
  const bridge = status
    ? createBridge(run)
    : createBridge({ ...run, withSuccessHandler: (give) => run.withSuccessHandler(() => give(null)) });
  const call = ended(bridge.call('status'));
  await server.settle();
  expect(await call).toEqual([
    'no-server',
    'Google did not carry out this step',
    expect.not.stringContaining('secret'),
  ]);
});

test('the panel knows exactly the views that the menu can open', () => {
  const asMenuNamesThem: readonly PanelView[] = VIEWS;
  const all: { readonly [V in PanelView]: true } = {
    home: true,
    pull: true,
    check: true,
    push: true,
    snapshot: true,
    undo: true,
    health: true,
  };
  expect([...asMenuNamesThem].sort()).toEqual(Object.keys(all).sort());
});
