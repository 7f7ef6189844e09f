/**
 * @jest-environment jsdom
 *
 * Reviewing and pushing: ticks and numbers, confirmation, the push itself, and its outcomes.
 */
import type { Args, Value } from '../../src/panel/bridge';
import type { Preview } from '../../src/panel/choice';
import { OUTCOMES } from '../../src/core/words';
import { FakeServer, refuse, type Handlers } from './fake-server';
import {
  alertText,
  blueButtons,
  button,
  fill,
  heading,
  isTicked,
  openPanel,
  press,
  screen,
  tick,
} from './open-panel';
import {
  HOSTILE,
  preview,
  previewAnswer,
  progress,
  PULLED,
  pushResult,
  THEN,
  type PushResult,
} from './sample-answers';

const EFFECTS: Preview['effects'] = [
  { effect: 'turns-on', label: 'Turns on postbacks that are off', count: 4, ticked: false },
  { effect: 'turns-off', label: 'Turns off', count: 6, ticked: true },
  { effect: 'other', label: 'Other changes', count: 90, ticked: true },
];
const WARNINGS: Preview['warnings'] = [
  { cause: 'foreign-macro', title: 'Macro of another platform', severity: 'own-tick', count: 5 },
  { cause: 'plain-http', title: 'Newly plain http', severity: 'warning', count: 2 },
];
const ALL = preview({
  writes: 100,
  effects: EFFECTS,
  warnings: WARNINGS,
  confirm: { typed: true, number: 100 },
});

/** Says what a choice leaves, as the server would: each effect and warning left out takes its own rows away. */
function shown({ leaveOut }: Args<'previewShow'>[0]): Preview {
  const effects = EFFECTS.filter(({ effect }) => !leaveOut.effects?.includes(effect));
  const warnings = WARNINGS.filter(({ cause }) => !leaveOut.warnings?.includes(cause));
  const gone = (
    all: readonly { readonly count: number }[],
    left: readonly { readonly count: number }[],
  ): number =>
    [...all].reduce((sum, one) => sum + one.count, 0) - [...left].reduce((sum, one) => sum + one.count, 0);
  const writes = 100 - gone(EFFECTS, effects) - gone(WARNINGS, warnings);
  // A page shown later knows only the causes of warnings.
  const causes = warnings.map((one) => ({ ...one, title: one.cause, severity: 'warning' as const }));
  return preview({ writes, effects, warnings: causes, confirm: { typed: writes > 50, number: writes } });
}

function pushing(more: Handlers = {}): FakeServer {
  return new FakeServer({
    status: () => PULLED,
    previewStart: () =>
      previewAnswer({
        all: ALL,
        chosen: shown({ previewId: 'p1', leaveOut: { effects: ['turns-on'] }, offset: 0 }),
      }),
    previewShow: shown,
    previewConfirm: ({ leaveOut }) => ({
      planId: 'plan1',
      digest: 'd1g3st',
      writes: shown({ previewId: 'p1', leaveOut, offset: 0 }).writes,
    }),
    pushStart: () => progress('Pushing changes', 0, 91),
    pushStep: () => ({
      progress: progress('Pushing changes', 91, 91, true),
      paused: '',
      result: pushResult(),
    }),
    cancel: () => true,
    pushGoOn: () => progress('Pushing changes', 10, 91),
    ...more,
  });
}

/** Opens the preview and says yes to the warnings that are confirmed together. */
async function openPreview(server: FakeServer): Promise<void> {
  await openPanel(server, 'push');
  await tick(/I have looked at these warnings/);
}

test('[D2] what turns on and what needs its own tick begins unticked; the rest is ticked', async () => {
  await openPanel(pushing(), 'push');
  expect(heading()).toBe('Push 91 changes to Acme Network (US)?');
  expect(isTicked('Turns on postbacks that are off (4)')).toBe(false);
  expect(isTicked('Turns off (6)')).toBe(true);
  expect(isTicked('Other changes (90)')).toBe(true);
  expect(isTicked('Macro of another platform (5)')).toBe(false);
  expect(screen()).toContain('91 changes chosen of 100 changes.');
  expect(screen()).toContain('91 URLs: t.old.com → t.new.com');
  expect(screen()).toContain('Newly plain http (2)');
  expect(blueButtons()).toEqual(['Push 91 changes']);
});

test('[D3] what is confirmed is what is ticked, and the push gets the plan and digest of that', async () => {
  const server = pushing();
  await openPreview(server);
  await tick('Turns on postbacks that are off (4)');
  await tick('Turns off (6)');
  await tick('Macro of another platform (5)');
  await fill('Reason or ticket (optional)', 'OPS-17');
  await fill('Type 94 to confirm', '94');
  await press('Push 94 changes');
  expect(server.argsOf('previewConfirm')).toEqual([
    [
      {
        previewId: 'p1',
        leaveOut: { effects: ['turns-off'], warnings: [] },
        typed: '94',
        reason: 'OPS-17',
        warningsAccepted: true,
      },
    ],
  ]);
  expect(server.argsOf('pushStart')).toEqual([[{ planId: 'plan1', digest: 'd1g3st' }]]);
  expect(heading()).toBe('Push finished');
});

test('[D2] numbers and ticks move together: nothing can be confirmed while they differ', async () => {
  const server = pushing();
  await openPreview(server);
  server.hold('previewShow');
  await tick('Turns off (6)');
  expect(button('Push 91 changes').disabled).toBe(true);
  expect(screen()).toContain('Counting…');
  await tick('Turns off (6)');
  await tick('Turns on postbacks that are off (4)');
  server.release('previewShow');
  await server.settle();
  expect(button('Push 95 changes').disabled).toBe(false);
});

test('[D2] a choice that could not be counted cannot be confirmed', async () => {
  const server = pushing();
  await openPreview(server);
  server.answer({ previewShow: () => refuse('plan-old') });
  await tick('Turns off (6)');
  expect(alertText()).toContain('This preview is out of date');
  expect(button('Push 91 changes').disabled).toBe(true);
});

test('with everything unticked nothing can be pushed', async () => {
  const server = pushing({ previewShow: () => preview({ writes: 0 }) });
  await openPanel(server, 'push');
  expect(button('Push 0 changes').disabled).toBe(true);
});

test('[V1] warnings are not taken for accepted', async () => {
  const server = pushing({
    previewConfirm: ({ warningsAccepted }) =>
      warningsAccepted ? refuse('unexpected') : refuse('warnings-open'),
  });
  await openPanel(server, 'push');
  await fill('Type 91 to confirm', '91');
  await press('Push 91 changes');
  expect(alertText()).toContain('Some rows carry warnings');
  expect(server.names()).not.toContain('pushStart');
});

test('[D2] a wrong number is refused in words, and nothing is pushed', async () => {
  const server = pushing({ previewConfirm: () => refuse('confirm-number', '91') });
  await openPreview(server);
  await fill('Type 91 to confirm', '19');
  await press('Push 91 changes');
  expect(alertText()).toContain('Type 91 to confirm.');
  expect(server.names()).not.toContain('pushStart');
});

test('[D2] every change is listed old → new, page after page', async () => {
  const line = (seq: number): Preview['page']['lines'][number] => ({
    seq,
    kind: 'update',
    id: 9000 + seq,
    firesFor: HOSTILE,
    firedFor: 'Nobody',
    changes: [
      { field: 'postback_url', header: 'URL', before: HOSTILE, after: seq === 1 ? '' : 'x'.repeat(9000) },
    ],
    effects: [],
    warnings: [],
  });
  const created = { ...line(3), kind: 'create' as const, rowKey: 'n-1' };
  const page = (offset: number): Preview['page'] => ({
    offset,
    total: 3,
    lines: offset === 0 ? [line(1), line(2)] : [created],
    next: offset === 0 ? 2 : null,
  });
  const all = preview({ writes: 3, page: page(0) });
  const server = pushing({
    previewStart: () => previewAnswer({ all }),
    previewShow: ({ offset }) => preview({ writes: 3, page: page(offset) }),
  });
  await openPanel(server, 'push');
  expect(screen()).toContain(`#9001Nobody → ${HOSTILE}URL: ${HOSTILE} → (empty)`);
  expect(screen()).toContain('x… (9,000 characters)');
  await press('Show more (2 of 3 shown)');
  expect(server.argsOf('previewShow')).toEqual([
    [{ previewId: 'p1', leaveOut: { effects: [], warnings: [] }, offset: 2 }],
  ]);
  expect(screen()).toMatch(/#9001.*#9002.*New postback/);
  expect(document.querySelector('img')).toBeNull();
});

test('rows that stay behind are told by number', async () => {
  const leftOut = [{ row: 5, why: 'stopped', reason: 'Its message says why.' }] as const;
  await openPanel(pushing({ previewStart: () => previewAnswer({ stopped: 1, leftOut }) }), 'push');
  expect(screen()).toContain('1 row cannot be pushed as they are');
  expect(screen()).toContain('Row 7: Its message says why.');
});

test('[S5] nothing to push: said, and the way to the check', async () => {
  await openPanel(pushing({ previewStart: () => refuse('nothing-to-push') }), 'push');
  expect(alertText()).toContain('There is nothing to push');
  expect(blueButtons()).toEqual(['Check edits']);
});

async function startPush(server: FakeServer): Promise<void> {
  await openPreview(server);
  await fill('Type 91 to confirm', '91');
  await press('Push 91 changes');
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
  expect(blueButtons()).toEqual(['Check edits']);
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
      return true;
    },
    pushGoOn: () => {
      paused = '';
      return progress('Pushing changes', 10, 91);
    },
  });
}

test.each([
  ['Go on', ['pushStep', 'pushGoOn', 'pushStep', 'status'], 'Push finished'],
  ['Stop here', ['pushStep', 'cancel', 'pushGoOn', 'pushStep', 'status'], 'Push cancelled'],
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
  const status = () => ({ ...PULLED, job: { kind: 'push', startedBy: 'anna@example.com', startedAt: THEN } });
  const server = pushing({ status });
  await openPanel(server, 'push');
  expect(heading()).toBe('The last push was not finished');
  await press('Go on');
  expect(server.names()).toEqual(['status', 'pushStep', 'status']);
  expect(heading()).toBe('Push finished');

  const other = pushing({ status });
  await openPanel(other);
  await press(/^Stop here/);
  expect(other.names()).toEqual(['status', 'cancel', 'pushGoOn', 'pushStep', 'status']);
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
  expect(blueButtons()).toEqual(['Push 91 changes']);
});
