/**
 * @jest-environment jsdom
 *
 * The built page in front of the built script, the local Apps Script and the embedded Everflow: nothing between them is made up, so
 * what the page expects of the server is what the server does.
 */
import { join } from 'node:path';
import { setStage, type Stage } from '../../local/story/stage';
import type { Args, Name, Value } from '../../src/panel/bridge';
import { FakeServer, type Handlers } from './fake-server';
import { blueButtons, fill, heading, openPanel, press, screen } from './open-panel';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ dist: join(__dirname, '../../dist'), size: 40 });
  stage.google.openSpreadsheet();
});
afterAll(async () => {
  jest.useRealTimers();
  await stage.close();
});

/** Hands every call to the local Apps Script; its coded answers are passed on as they are. */
function realServer(): FakeServer {
  const handlers = new Proxy({} as Handlers, {
    get: (_none, name: Name) => (...args: Args<Name>) => stage.google.run(name, args) as Value<Name>,
  });
  return new FakeServer(handlers, { coded: true });
}

test('[X2] from the first key to a push', async () => {
  await openPanel(realServer());
  await fill('API key', stage.everflow.keys.main);
  await press('Test connection');
  expect(screen()).toContain('This key belongs to');
  await press('Pull postbacks');
  await press('Pull postbacks');
  expect(heading()).toBe('Pulled 40 postbacks');
  await press('Check edits');
  expect(screen()).toContain('No row was changed.');
  expect(blueButtons()).toEqual(['Check again']);
});
