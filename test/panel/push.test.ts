/**
 * @jest-environment jsdom
 *
 * Pushing what was confirmed: progress, cancel, the pause question, outcomes, and going on after an interruption.
 */
import type { Value } from '../../src/panel/bridge';
import { OUTCOMES } from '../../src/core/words';
import { refuse, type FakeServer } from './fake-server';
import { alertText, blueButtons, fill, heading, openPanel, press, screen } from './open-panel';
import { openPreview, pushing } from './preview-support';
import { HOSTILE, job, progress, PULLED, pushResult, type PushResult } from './sample-answers';

async function startPush(server: FakeServer): Promise<void> {
  await openPreview(server);
  await fill('Type 91 to confirm', '91');
  await press('Push all');
}

test('[W5] outcomes are counted and every row can be listed', async () => {
  const counts = Object.fromEntries(OUTCOMES.map((outcome, at) => [outcome, at + 1])) as PushResult['counts'];
  const rows: Value<'pushRows'>['rows'] = [
    { seq: 1, outcome: 'Updated', id: 9123, message: '', status: 200 },
    { seq: 2, outcome: 'Refused by Everflow', id: 0, message: HOSTILE, status: 400 },
  ];
  const server = pushing({
    pushStep: () => ({
      progress: progress('Pushing changes', 36, 36, true),
      paused: '',
      result: pushResult({ total: 36, counts }),
    }),
    pushRows: () => ({ total: 2, rows }),
  });
  await startPush(server);
  for (const [at, outcome] of OUTCOMES.entries()) expect(screen()).toContain(`${outcome}: ${at + 1}`);
  expect(blueButtons()).toEqual(['Retry these']);
  await press('Show every row');
  expect(server.argsOf('pushRows')).toEqual([[{ planId: 'plan1', offset: 0 }]]);
  expect(screen()).toContain(`#9123: UpdatedNew postback: Refused by Everflow${HOSTILE}`);
  expect(document.querySelector('img')).toBeNull();
});

test('[W5] a push that Everflow or Google stopped says why', async () => {
  const stopped = {
    code: 'bad-key',
    title: 'Everflow does not accept this API key',
    text: 'It may be revoked.',
  };
  const result = pushResult({ counts: { Updated: 1, 'Not sent': 1 }, stopped });
  await startPush(
    pushing({ pushStep: () => ({ progress: progress('Pushing changes', 2, 2, true), paused: '', result }) }),
  );
  expect(heading()).toBe('The push stopped');
  expect(screen()).toContain('Everflow does not accept this API key');
  expect(screen()).toContain('Not sent: 1');
});

test('[W7] cancel goes out beside the running step', async () => {
  const server = pushing();
  server.hold('pushStep');
  await startPush(server);
  await press('Cancel');
  expect(server.names().slice(-2)).toEqual(['pushStep', 'cancel']);
  const result = pushResult({ cancelled: true, counts: { Updated: 1, 'Not sent': 1 } });
  server.answer({
    pushStep: () => ({ progress: progress('Pushing changes', 1, 2, true), paused: '', result }),
  });
  server.release('pushStep');
  await server.settle();
  expect(heading()).toBe('Push cancelled');
});

/** A push that waits after equal refusals until it is told to go on. */
function waiting(): FakeServer {
  let paused = 'Invalid offer';
  let wish = 'nothing';
  return pushing({
    pushStep: () => {
      const done = progress('Pushing changes', 10, 91, paused === '');
      return paused === ''
        ? { progress: done, paused, result: pushResult({ cancelled: wish === 'stop' }) }
        : { progress: done, paused };
    },
    cancel: () => {
      wish = 'stop';
      paused = '';
      return true;
    },
    pushGoOn: () => {
      paused = '';
      return progress('Pushing changes', 10, 91);
    },
  });
}

test.each([
  ['Go on', ['pushStep', 'status', 'pushGoOn', 'pushStep', 'status'], 'Push finished'],
  [
    'Stop here: leave the other 81 as changes',
    ['pushStep', 'status', 'cancel', 'pushStep', 'status'],
    'Push cancelled',
  ],
])('[W5] many equal refusals pause the push and ask: %s', async (answer, calls, end) => {
  const server = waiting();
  await startPush(server);
  expect(screen()).toContain('It says: Invalid offer');
  expect(server.names().at(-1)).toBe('pushStep');
  await press(answer);
  expect(server.names().slice(-calls.length)).toEqual(calls);
  expect(heading()).toBe(end);
});

test('[W7] an unfinished push is gone on with, or ended, from wherever the panel opens', async () => {
  const status = () => ({ ...PULLED, job: job('push') });
  const server = pushing({ status });
  await openPanel(server, 'push');
  expect(heading()).toBe('The last push was not finished');
  await press('Go on');
  expect(server.names()).toEqual(['status', 'pushStep', 'status']);
  expect(heading()).toBe('Push finished');

  const other = pushing({ status });
  await openPanel(other);
  await press(/^Stop here/);
  expect(other.names()).toEqual(['status', 'cancel', 'pushStep', 'status']);
});

test('[J1] a step that fails says that nothing is lost, and the push goes on from there', async () => {
  const server = pushing({ pushStep: () => refuse('no-answer') });
  await startPush(server);
  expect(heading()).toBe('The push stopped');
  expect(screen()).toContain('nothing was sent twice');
  server.answer(pushing().handlers);
  await press('Go on');
  expect(server.argsOf('pushStart')).toHaveLength(1);
  expect(heading()).toBe('Push finished');
});

test('a push that was refused at its start is reviewed again', async () => {
  await startPush(pushing({ pushStart: () => refuse('plan-old') }));
  expect(alertText()).toContain('This preview is out of date');
  expect(blueButtons()).toEqual(['Review the changes again']);
  await press('Review the changes again');
  expect(blueButtons()).toEqual(['Push 5 first']);
});
