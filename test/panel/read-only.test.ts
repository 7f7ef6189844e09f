/**
 * @jest-environment jsdom
 *
 * Read-only mode of the spreadsheet: set for everyone, told in every view, and nothing can be pushed.
 */
import type { View } from '../../src/panel/view-names';
import { FakeServer, refuse, type Handlers } from './fake-server';
import { alertText, button, isTicked, openPanel, press, screen, tick } from './open-panel';
import { checkResult, preview, previewAnswer, progress, PULLED, THEN } from './sample-answers';

const READ_ONLY = { ...PULLED, readOnly: { by: 'carla@example.com', at: THEN } };
const handlers: Handlers = {
  status: () => READ_ONLY,
  settings: () => ({ threshold: 50, reasonRequired: false }),
  pushesDone: () => [],
  checkStep: () => ({ progress: progress('Writing messages', 1, 1, true), result: checkResult() }),
  previewStart: () => previewAnswer({ all: preview({ writes: 30 }) }),
};
const TICK = 'Read-only: nothing is written to Everflow from this spreadsheet';

async function openSettings(server: FakeServer): Promise<void> {
  await openPanel(server);
  await press('Settings');
  for (const details of document.querySelectorAll('details')) details.open = true;
  await server.settle();
}

test.each<View>(['home', 'pull', 'check', 'push', 'snapshot', 'undo'])(
  '[S6] the banner stands in the view %s and names who set it and when',
  async (view) => {
    await openPanel(new FakeServer(handlers), view);
    const banner = document.querySelector('header')!.textContent;
    expect(banner).toContain('Read-only: nothing is written to Everflow from here.');
    expect(banner).toMatch(/Set by carla@example\.com, 3 Mar 2025, \d\d:02\./);
  },
);

test('[S6] there is no banner where the spreadsheet is not read-only', async () => {
  await openPanel(new FakeServer({ status: () => PULLED }));
  expect(document.querySelector('header')!.textContent).toBe('Acme Network (US)anna@example.com');
});

test('[S6] a preview can be looked at, and no push can be pressed, with the reason beside it', async () => {
  await openPanel(new FakeServer(handlers), 'push');
  expect(button('Push 5 first').disabled).toBe(true);
  expect(button('Push all').disabled).toBe(true);
  expect(document.querySelector('form')!.textContent).toContain(
    'Nothing can be pushed: carla@example.com set it so',
  );
});

test('[S6] the tick sets it for everyone and takes it back', async () => {
  let status = PULLED;
  const server = new FakeServer({
    ...handlers,
    status: () => status,
    setReadOnly: ({ readOnly }) => {
      status = readOnly ? READ_ONLY : PULLED;
      return status;
    },
  });
  await openSettings(server);
  expect(isTicked(TICK)).toBe(false);
  await tick(TICK);
  expect(server.argsOf('setReadOnly')).toEqual([[{ readOnly: true }]]);
  expect(isTicked(TICK)).toBe(true);
  expect(document.querySelector('header')!.textContent).toContain('Read-only');
  await tick(TICK);
  expect(server.argsOf('setReadOnly')).toEqual([[{ readOnly: true }], [{ readOnly: false }]]);
  expect(document.querySelector('header')!.textContent).not.toContain('Read-only');
  expect(screen()).toContain('Changes can be pushed again.');
});

test('[S6] a tick that was refused is not shown as set', async () => {
  await openSettings(
    new FakeServer({ ...handlers, status: () => PULLED, setReadOnly: () => refuse('store-full') }),
  );
  await tick(TICK);
  expect(isTicked(TICK)).toBe(false);
  expect(alertText()).toContain('no room left');
});

test('[S6] a push that finds the spreadsheet read-only says who set it', async () => {
  const server = new FakeServer({
    ...handlers,
    status: () => PULLED,
    previewConfirm: () => ({ planId: 'plan1', digest: 'd', writes: 30 }),
    pushStart: () => refuse('read-only', 'carla@example.com', '2025-03-03 14:02 UTC'),
  });
  await openPanel(server, 'push');
  await press('Push all');
  expect(alertText()).toContain('carla@example.com set it so');
});
