/**
 * @jest-environment jsdom
 *
 * Calls that Google does not answer as it should: each in one plain sentence with what to do, and nothing lost [S5, W7].
 */
import { FakeServer } from './fake-server';
import { alertText, heading, openPanel, press, screen } from './open-panel';
import { checkResult, progress, PULLED } from './sample-answers';

const fails =
  (text: string): (() => never) =>
  () => {
    throw new Error(text);
  };

let online = true;
beforeEach(() => {
  online = true;
  jest.spyOn(navigator, 'onLine', 'get').mockImplementation(() => online);
});
afterEach(() => jest.restoreAllMocks());

test.each([
  [
    "We're sorry, a server error occurred while reading from storage. Error code PERMISSION_DENIED.",
    'Google mixes up your accounts',
  ],
  ['NetworkError: Connection failure due to HTTP 0', 'No connection to Google'],
  ['Authorization is required to perform that action.', 'Google permission is missing'],
  ['You do not have permission to call UrlFetchApp.fetch', 'Google permission is missing'],
  ['ScriptError: Exceeded maximum execution time, key=secret', 'Google did not carry out this step'],
])('[S5] %s', async (text, title) => {
  await openPanel(new FakeServer({ status: fails(text) }));
  expect(alertText().startsWith(title)).toBe(true);
  expect(screen()).not.toContain(text);
});

test('[S5] a browser that is offline says so at once and again when it is back', async () => {
  const server = new FakeServer({ status: () => PULLED });
  await openPanel(server);
  expect(screen()).not.toContain('offline');
  online = false;
  dispatchEvent(new Event('offline'));
  await server.settle();
  expect(screen()).toContain('This browser is offline. Nothing is lost.');
  server.answer({ checkStep: fails('Some text of Google’s') });
  await press(/^Check/);
  expect(alertText()).toContain('No connection to Google');
  online = true;
  dispatchEvent(new Event('online'));
  await server.settle();
  expect(screen()).not.toContain('offline. Nothing');
  server.answer({
    checkStep: () => ({ progress: progress('', 1, 1, true), result: checkResult() }),
  });
  await press('Check again');
  expect(alertText()).toBe('');
});

test('[W7] an answer that is late is told after a minute, and no longer once it is there', async () => {
  const server = new FakeServer({
    status: () => PULLED,
    checkStep: () => ({ progress: progress('', 1, 1, true), result: checkResult() }),
  });
  await openPanel(server);
  server.hold('checkStep');
  await press(/^Check/);
  await jest.advanceTimersByTimeAsync(58_000);
  expect(screen()).not.toContain('takes long to answer');
  await jest.advanceTimersByTimeAsync(3_000);
  expect(screen()).toContain('Google takes long to answer.');
  server.release('checkStep');
  await server.settle();
  expect(screen()).not.toContain('takes long to answer');
  expect(heading()).toBe('Check edits');
});

test('[X1] times in refusals are the reader’s own', async () => {
  const at = Date.UTC(2025, 2, 3, 14, 2);
  const here = new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  const trouble = {
    code: 'kept-as-record',
    title: 'Kept',
    text: 'Ben chose so on 2025-03-03 14:02:59 UTC: so.',
    choices: [],
  };
  await openPanel(new FakeServer({ status: () => ({ ...PULLED, trouble }) }));
  expect(screen()).toContain(`Ben chose so on ${here}: so.`);
});
