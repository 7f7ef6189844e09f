/**
 * @jest-environment jsdom
 *
 * "Retry these" after a push: when it is offered, and what comes of it.
 */
import { refuse, type FakeServer } from './fake-server';
import { alertText, blueButtons, buttons, fill, heading, openPanel, press } from './open-panel';
import { pushing } from './preview-support';
import {
  conflictLine,
  conflictsOf,
  job,
  preview,
  previewAnswer,
  progress,
  PULLED,
  pushResult,
  type PushResult,
} from './sample-answers';

/** Opens a push that ends with these outcomes. */
async function endsWith(result: Partial<PushResult>, server: FakeServer = pushing()): Promise<FakeServer> {
  let isOver = false;
  server.answer({
    status: () => ({ ...PULLED, job: isOver ? null : job('push') }),
    pushStep: () => {
      isOver = true;
      return { progress: progress('Pushing changes', 9, 9, true), paused: '', result: pushResult(result) };
    },
  });
  await openPanel(server, 'push');
  await press('Go on');
  return server;
}

test.each<[PushResult['counts'], number, boolean]>([
  [{ Updated: 9 }, 0, false],
  [{ 'Changed in Everflow too': 9 }, 0, false],
  [{ 'Unclear (look before retrying)': 9 }, 9, false],
  [{ 'Not sent': 2, 'Unclear (look before retrying)': 1 }, 3, false],
  [{ 'Not sent': 3, 'Unclear (look before retrying)': 1 }, 3, true],
  [{ 'Not sent': 1 }, 0, true],
  [{ 'No answer (safe to retry)': 1 }, 0, true],
  [{ 'Refused by Everflow': 1 }, 0, true],
])('[W5] outcomes %j with %d waiting: retrying is offered: %s', async (counts, waiting, isOffered) => {
  await endsWith({ counts, waiting });
  expect(buttons().includes('Retry these')).toBe(isOffered);
  expect(blueButtons()).toHaveLength(1);
});

test.each<[string, Partial<PushResult>, string]>([
  ['rows without an answer', { counts: { 'No answer (safe to retry)': 1 } }, 'Retry these'],
  [
    'rows in conflict',
    { counts: { 'Changed in Everflow too': 6, 'Refused by Everflow': 1 } },
    'Settle 6 conflicts',
  ],
  ['refused rows only', { counts: { 'Refused by Everflow': 1 } }, 'Check edits'],
  [
    'a push that was cancelled',
    { counts: { 'No answer (safe to retry)': 1 }, cancelled: true },
    'Check edits',
  ],
])('[X1] the next step after %s', async (_what, result, next) => {
  await endsWith(result);
  expect(blueButtons()).toEqual([next]);
});

test('[M2] conflicts of a push are settled from its outcomes', async () => {
  const server = await endsWith(
    { counts: { Updated: 3, 'Changed in Everflow too': 1 } },
    pushing({ conflicts: () => conflictsOf(conflictLine()) }),
  );
  await press('Settle 1 conflict');
  expect(server.argsOf('conflicts')).toEqual([[{ offset: 0 }]]);
  expect(heading()).toBe('1 row was changed in Everflow too');
});

test('[W5] what is retried is reviewed and confirmed like any other push', async () => {
  const chosen = preview({ writes: 3 });
  const server = await endsWith(
    { counts: { Updated: 6, 'No answer (safe to retry)': 3 } },
    pushing({
      retryStart: () => previewAnswer({ previewId: 'p2', all: chosen, chosen }),
      previewConfirm: () => ({ planId: 'plan2', digest: 'd2', writes: 3 }),
    }),
  );
  await press('Retry these');
  expect(server.argsOf('retryStart')).toEqual([[{ planId: 'plan1' }]]);
  expect(heading()).toBe('Push 3 changes to Acme Network (US)?');
  await fill('Reason or ticket (optional)', 'again');
  server.answer({ pushStep: pushing().handlers.pushStep! });
  await press('Push 3 changes');
  expect(server.argsOf('previewConfirm')[0]![0]).toMatchObject({ previewId: 'p2', reason: 'again' });
  expect(server.argsOf('pushStart')).toEqual([[{ planId: 'plan2', digest: 'd2' }]]);
  expect(heading()).toBe('Push finished');
});

test('[W5] where nothing is left to retry, it says what to do first', async () => {
  await endsWith(
    { counts: { 'Refused by Everflow': 3 } },
    pushing({ retryStart: () => refuse('nothing-to-push') }),
  );
  await press('Retry these');
  expect(alertText()).toContain('No row can be retried as it is');
  expect(alertText()).toContain('Change the refused rows');
  expect(heading()).toBe('Push finished');
});
