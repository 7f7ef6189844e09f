/**
 * @jest-environment jsdom
 *
 * "Push 5 first": offered above 20 writes, and what is asked after the first rows.
 */
import type { Args, Value } from '../../src/panel/bridge';
import { FakeServer } from './fake-server';
import { alertText, blueButtons, buttons, fill, heading, openPanel, press, screen } from './open-panel';
import { openPreview, pushing } from './preview-support';
import { job, preview, previewAnswer, progress, PULLED, pushResult } from './sample-answers';

type TrialRow = NonNullable<Value<'pushStep'>['trial']>[number];

const row = (seq: number, parts: Partial<TrialRow> = {}): TrialRow => ({
  seq,
  id: 9000 + seq,
  outcome: 'Updated',
  differs: [],
  read: true,
  ...parts,
});
const FIVE = [1, 2, 3, 4, 5].map((seq) => row(seq));

/** A push that waits after its first rows until somebody goes on or stops. */
function waitingAfter(trial: readonly TrialRow[]): FakeServer {
  let said = '';
  return pushing({
    pushStep: () =>
      said === ''
        ? { progress: progress('Pushing changes', 5, 91), paused: 'Look.', why: 'trial', trial }
        : {
            progress: progress('Pushing changes', 91, 91, true),
            paused: '',
            result: pushResult({ cancelled: said === 'stop' }),
          },
    pushGoOn: () => {
      said = 'go on';
      return progress('Pushing changes', 5, 91);
    },
    cancel: () => {
      said = 'stop';
      return true;
    },
  });
}

async function pushFive(server: FakeServer): Promise<void> {
  await openPreview(server);
  await fill('Type 91 to confirm', '91');
  await press('Push 5 first');
}

test.each([
  [20, false],
  [21, true],
])('[W8] with %d writes it is offered to push five first: %s', async (writes, isOffered) => {
  const all = preview({ writes });
  const server = new FakeServer({ status: () => PULLED, previewStart: () => previewAnswer({ all }) });
  await openPanel(server, 'push');
  expect(buttons().includes('Push 5 first')).toBe(isOffered);
  expect(blueButtons()).toEqual([isOffered ? 'Push 5 first' : `Push ${writes} changes`]);
});

test('[W8] pushing five first confirms the preview exactly as pushing all does', async () => {
  const asked = async (pressed: string): Promise<Args<'previewConfirm'>> => {
    const server = waitingAfter(FIVE);
    await openPreview(server);
    await fill('Type 91 to confirm', '91');
    await fill('Reason or ticket (optional)', 'OPS-1');
    await press(pressed);
    expect(server.argsOf('pushStart')).toEqual([
      [
        {
          planId: 'plan1',
          digest: 'd1g3st',
          ...(pressed === 'Push 5 first' && { first: 'five' }),
        },
      ],
    ]);
    return server.argsOf('previewConfirm')[0]!;
  };
  const five = await asked('Push 5 first');
  expect(five[0]).toMatchObject({ typed: '91', reason: 'OPS-1', warningsAccepted: true });
  expect(await asked('Push all')).toEqual(five);
});

test('[W8] a form that does not tell which button submitted it pushes five first', async () => {
  const server = waitingAfter(FIVE);
  await openPreview(server);
  await fill('Type 91 to confirm', '91');
  document.querySelector('form')!.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  await server.settle();
  expect(server.argsOf('pushStart')[0]![0].first).toBe('five');
});

test.each([
  ['Push the other 86', ['pushGoOn', 'pushStep', 'status'], 'Push finished'],
  ['Stop here: leave the other 86 as changes', ['cancel', 'pushStep', 'status'], 'Push cancelled'],
])('[W8] five rows that are as reviewed: %s', async (answer, calls, end) => {
  const server = waitingAfter(FIVE);
  await pushFive(server);
  expect(heading()).toBe('The first 5 are pushed and were read back');
  expect(screen()).toContain('#9001: Updated✓ as reviewed');
  expect(screen().match(/✓ as reviewed/g)).toHaveLength(5);
  expect(server.names().at(-1)).toBe('pushStep');
  expect(blueButtons()).toEqual(['Push the other 86']);
  await press(answer);
  expect(server.names().slice(-calls.length)).toEqual(calls);
  expect(heading()).toBe(end);
});

test.each<[string, Partial<TrialRow>, string, string]>([
  [
    'is held otherwise',
    { differs: ['URL', 'Description'] },
    '1 row not held as reviewed',
    '#9003: UpdatedEverflow holds something else in URL, Description',
  ],
  [
    'was refused',
    { id: 0, outcome: 'Refused by Everflow', read: false },
    '1 row not pushed',
    'New postback: Refused by Everflow',
  ],
  ['could not be read back', { read: false }, '1 row not read back', '#9003: UpdatedCould not be read back'],
])('[W8] a first row that %s is a warning, and stopping comes first', async (_what, parts, warning, line) => {
  await pushFive(waitingAfter(FIVE.map((one) => (one.seq === 3 ? row(3, parts) : one))));
  expect(heading()).toBe('Look at the first 5 before the others are pushed');
  expect(screen()).toContain(warning);
  expect(screen()).toContain(line);
  // Each is warned of once: what was not written was not to be read back either.
  expect(document.querySelectorAll('.box li')).toHaveLength(1);
  expect(screen().match(/✓ as reviewed/g)).toHaveLength(4);
  expect(blueButtons()).toEqual(['Stop here: leave the other 86 as changes']);
  expect(buttons()).toContain('Push the other 86');
});

test('[W8] a yes to the first rows is not one to the next push of somebody else', async () => {
  const server = waitingAfter(FIVE);
  await pushFive(server);
  const push = { planId: 'plan2', done: 5, total: 40, open: 0 };
  server.answer({ status: () => ({ ...PULLED, job: job('push', { push }) }) });
  await press('Push the other 86');
  expect(alertText()).toContain('Another push is under way by now');
  expect(server.argsOf('pushGoOn')).toEqual([]);
});

test('[W8] the rows can be looked at with their messages', async () => {
  const server = waitingAfter(FIVE);
  server.answer({
    pushRows: () => ({
      total: 1,
      rows: [{ seq: 1, outcome: 'Updated', id: 9001, message: 'Everflow kept its own.', status: 200 }],
    }),
  });
  await pushFive(server);
  await press('Show what was done');
  expect(server.argsOf('pushRows')).toEqual([[{ planId: 'plan1', offset: 0 }]]);
  expect(screen()).toContain('Everflow kept its own.');
});

test.each([
  ['Go on', ['pushGoOn', 'pushStep', 'status']],
  ['Stop here: leave the other 86 as changes', ['cancel', 'pushStep', 'status']],
])('[J3] a push that waits for Google’s quota says so: %s', async (answer, calls) => {
  let isWaiting = true;
  const server = pushing({
    pushStep: () =>
      isWaiting
        ? { progress: progress('Pushing changes', 5, 91), paused: 'It is used up', why: 'quota' }
        : { progress: progress('Pushing changes', 91, 91, true), paused: '', result: pushResult() },
    pushGoOn: () => {
      isWaiting = false;
      return progress('Pushing changes', 5, 91);
    },
    cancel: () => {
      isWaiting = false;
      return true;
    },
  });
  await openPreview(server);
  await fill('Type 91 to confirm', '91');
  await press('Push all');
  expect(heading()).toBe('The push waits for Google’s daily quota');
  expect(screen()).toContain('It is used up.');
  expect(screen()).not.toContain('It says');
  expect(blueButtons()).toEqual(['Go on']);
  await press(answer);
  expect(server.names().slice(-calls.length)).toEqual(calls);
});
