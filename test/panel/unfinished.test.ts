/**
 * @jest-environment jsdom
 *
 * A pull or push that was left, that others are at, or that was taken out of this window's hands.
 */
import type { Value } from '../../src/panel/bridge';
import { FakeServer, refuse, type Handlers } from './fake-server';
import {
  alertText,
  blueButtons,
  button,
  buttons,
  fill,
  heading,
  openPanel,
  press,
  screen,
  scrollList,
  tick,
} from './open-panel';
import { openPreview, pushing } from './preview-support';
import { job, progress, PULLED, THEN } from './sample-answers';

const PUSH = { planId: 'plan1', done: 1240, total: 5000, open: 8 };
const BEN = { by: 'ben@example.com', since: THEN + 180_000, live: false, mine: false };
const left = (parts: Parameters<typeof job>[1] = {}) => ({
  ...PULLED,
  job: job('push', { push: PUSH, ...parts }),
});
const ended = (): Handlers => ({
  pushStep: pushing().handlers.pushStep!,
  status: () => PULLED,
});

/** Buttons above the settings. */
const offered = (): string[] => buttons().filter((name) => !/^(Forget|Test connection)/.test(name));

/** A push that is under way in this panel. */
async function startPush(server: FakeServer): Promise<void> {
  await openPreview(server);
  await fill('Type 91 to confirm', '91');
  await press('Push all');
}

test('[J2] a push that stopped says how far it came and what going on does first', async () => {
  await openPanel(new FakeServer({ status: () => left() }));
  expect(heading()).toBe('The last push stopped after 1,240 of 5,000');
  expect(screen()).toContain('Started by anna@example.com, 3 Mar 2025');
  expect(screen()).toContain('Every finished row is recorded; nothing was sent twice.');
  expect(screen()).toContain('Going on first asks Everflow what really happened to the last 8 rows.');
  expect(offered()).toEqual(['Go on', 'Show what was done', 'Stop here: leave the other 3,752 as changes']);
  expect(blueButtons()).toEqual(['Go on']);
});

test.each([
  [0, 'Going on first asks', false],
  [1, 'what really happened to the last row.', true],
])('[J2] with %d rows in doubt', async (open, words, isTold) => {
  await openPanel(new FakeServer({ status: () => left({ push: { ...PUSH, open } }) }));
  expect(screen().includes(words)).toBe(isTold);
  expect(buttons()).toContain(
    `Stop here: leave the other ${(3760 - open).toLocaleString('en-US')} as changes`,
  );
});

test('[W7] what was done is listed on demand, page after page', async () => {
  const rows: Value<'pushRows'>['rows'] = Array.from({ length: 60 }, (_, seq) => ({
    seq,
    outcome: 'Updated',
    id: 100 + seq,
    message: '',
    status: 200,
  }));
  const server = new FakeServer({
    status: () => left(),
    pushRows: ({ offset }) => ({ total: rows.length, rows: rows.slice(offset, offset + 40) }),
  });
  await openPanel(server);
  await press('Show what was done');
  expect(server.argsOf('pushRows')).toEqual([[{ planId: 'plan1', offset: 0 }]]);
  expect(screen()).toContain('#100: Updated');
  expect(screen()).not.toContain('#159');
  await scrollList(60);
  expect(server.argsOf('pushRows')[1]).toEqual([{ planId: 'plan1', offset: 55 }]);
  expect(screen()).toContain('#159: Updated');
  await press('Hide what was done');
  expect(screen()).not.toContain('#100');
});

test('[J2] while somebody’s step is live there is nothing to do but to look again', async () => {
  let inUse: typeof BEN | null = { ...BEN, live: true };
  const server = new FakeServer({ status: () => left({ inUse }) });
  await openPanel(server);
  expect(heading()).toBe('ben@example.com is going on with the push');
  expect(screen()).toMatch(/is at it since 3 Mar 2025, \d\d:05/);
  expect(screen()).toContain('1,240 of 5,000 are done.');
  expect(offered()).toEqual(['Look again']);
  await press('Look again');
  expect(screen()).toContain('Looked again');
  inUse = null;
  await press('Look again');
  expect(heading()).toBe('The last push stopped after 1,240 of 5,000');
  expect(document.activeElement?.textContent).toBe(heading());
});

test.each(['push', 'pull'] as const)(
  '[J2] a %s that somebody has left is taken over only by a tick and a button, and goes on',
  async (kind) => {
    const server = pushing({
      ...ended(),
      pullStep: () => refuse('pull-damaged'),
      status: () => ({ ...PULLED, job: job(kind, { inUse: BEN }) }),
      takeOver: () => ({ ...PULLED, job: job(kind) }),
    });
    await openPanel(server, 'check');
    expect(heading()).toBe(`ben@example.com was at the ${kind} last`);
    expect(blueButtons()).toEqual(['Look again']);
    expect(screen()).toContain('Only if you know it');
    expect(button('Take over').disabled).toBe(true);
    await tick(/ben@example.com is not at it any more/);
    await press('Take over');
    expect(server.names().slice(0, 3)).toEqual(['status', 'takeOver', `${kind}Step`]);
  },
);

test('[J2] taking over is refused while a step is live, in words, with a way to look again', async () => {
  const server = new FakeServer({
    status: () => left({ inUse: BEN }),
    takeOver: () => refuse('step-running', 'ben@example.com', '14:06 UTC'),
  });
  await openPanel(server);
  await tick(/not at it any more/);
  await press('Take over');
  expect(alertText()).toMatch(/ben@example\.com is going on with it right now, since \d\d:\d6\./);
  expect(server.names()).toEqual(['status', 'takeOver']);
  expect(blueButtons()).toEqual(['Look again']);
});

test('[J2] what is the acting person’s own goes on at once, but not beside a step of it that still lives', async () => {
  await openPanel(new FakeServer({ status: () => left({ inUse: { ...BEN, mine: true } }) }));
  expect(blueButtons()).toEqual(['Go on']);
  await openPanel(new FakeServer({ status: () => left({ inUse: { ...BEN, mine: true, live: true } }) }));
  expect(heading()).toBe('Your push is still at work');
  expect(offered()).toEqual(['Look again']);
});

test.each(['in-use', 'step-running', 'step-lost'] as const)(
  '[J2] %s while pushing: the panel asks for no further step, and looks again instead',
  async (code) => {
    let steps = 0;
    let status: Value<'status'> = PULLED;
    const server = pushing({
      status: () => status,
      pushStep: () => {
        steps += 1;
        if (steps > 1) refuse(code, 'ben@example.com', '14:05 UTC');
        return { progress: progress('Pushing changes', 20, 91), paused: '' };
      },
    });
    await startPush(server);
    expect(steps).toBe(2);
    expect(heading()).toBe('The push does not go on here');
    expect(alertText()).not.toBe('');
    expect(screen()).toContain('nothing was sent twice');
    expect(blueButtons()).toEqual(['Look again']);
    status = left({ inUse: BEN });
    await press('Look again');
    expect(steps).toBe(2);
    expect(heading()).toBe('ben@example.com was at the push last');
  },
);

test('[J2] in-use while pulling: the same', async () => {
  const server = new FakeServer({
    status: () => ({ ...PULLED, job: job('pull') }),
    pullStep: () => refuse('in-use', 'ben@example.com', '14:05 UTC'),
  });
  await openPanel(server);
  await press('Go on');
  expect(alertText()).toMatch(/ben@example\.com worked on it last, at \d\d:\d5\./);
  server.answer({ status: () => ({ ...PULLED, job: job('pull', { inUse: BEN }) }) });
  await press('Look again');
  expect(heading()).toBe('ben@example.com was at the pull last');
  expect(server.argsOf('pullStep')).toHaveLength(1);
});

test('[J2] a push that somebody else has ended meanwhile leads to the check', async () => {
  const server = pushing({ status: () => left(), pushStep: () => refuse('nothing-running') });
  await openPanel(server);
  await press('Go on');
  expect(heading()).toBe('The push has ended already');
  server.answer({
    status: () => PULLED,
    checkStep: () => refuse('desk-missing'),
  });
  await press('Check edits');
  expect(heading()).toBe('Check edits');
});

test.each(['Go on', 'Stop here: leave the other 3,752 as changes'])(
  '[J2] a window that was left open does not touch the next push of somebody else: %s',
  async (answer) => {
    const server = pushing({ status: () => left() });
    await openPanel(server);
    server.answer({ status: () => left({ push: { ...PUSH, planId: 'plan2' } }) });
    await press(answer);
    expect(alertText()).toContain('Another push is under way by now');
    expect(server.names()).toEqual(['status', 'status']);
    await press('Check edits');
    expect(heading()).toBe('The last push stopped after 1,240 of 5,000');
  },
);

test('[J2] a push cannot begin beside another step, and tries again with what was confirmed', async () => {
  let isFree = false;
  const server = pushing({
    pushStart: () =>
      isFree ? progress('Pushing changes', 0, 91) : refuse('step-running', 'Ben', '14:05 UTC'),
  });
  await startPush(server);
  expect(heading()).toBe('The push did not begin');
  isFree = true;
  await press('Try again');
  expect(server.argsOf('previewConfirm')).toHaveLength(1);
  expect(server.argsOf('pushStart')).toHaveLength(2);
  expect(heading()).toBe('Push finished');
});

test('[J2] a review beside a push that others have begun meanwhile leads to who they are', async () => {
  const server = pushing({ previewStart: () => refuse('busy', 'ben@example.com', 'a push') });
  await openPanel(server, 'push');
  expect(alertText()).toContain('ben@example.com started a push');
  server.answer({ status: () => left({ inUse: BEN }) });
  await press('Look again');
  expect(heading()).toBe('ben@example.com was at the push last');
});

test('[J2] a review beside another step is tried again', async () => {
  const server = pushing();
  const { previewStart } = server.handlers;
  server.answer({ previewStart: () => refuse('step-running', 'ben@example.com', '14:05 UTC') });
  await openPanel(server, 'push');
  expect(blueButtons()).toEqual(['Look again']);
  server.answer({ previewStart: previewStart! });
  await press('Look again');
  expect(blueButtons()).toEqual(['Push 5 first']);
});

test('[W7] a step without an answer is not taken for the end: going on waits for the step that lives on', async () => {
  let isLive = false;
  let status: Value<'status'> = PULLED;
  const finished = pushing().handlers.pushStep!;
  const server = pushing({
    status: () => status,
    pushStep: () => {
      if (isLive) refuse('step-running', 'anna@example.com', '14:05 UTC');
      isLive = true;
      throw new Error('NetworkError: Connection failure due to HTTP 0');
    },
  });
  await startPush(server);
  expect(heading()).toBe('It is not known how far the push came');
  expect(alertText()).toContain('may still be at work');
  expect(screen()).not.toContain('HTTP 0');
  expect(blueButtons()).toEqual(['Go on']);
  status = left({ inUse: { ...BEN, by: 'anna@example.com', live: true, mine: true } });
  await press('Go on');
  expect(alertText()).toMatch(/since \d\d:\d5\./);
  await press('Look again');
  expect(heading()).toBe('Your push is still at work');
  await press('Look again');
  expect(heading()).toBe('Your push is still at work');
  status = left();
  await press('Look again');
  server.answer({ pushStep: finished, status: () => PULLED });
  await press('Go on');
  expect(heading()).toBe('Push finished');
  expect(server.argsOf('pushStart')).toHaveLength(1);
});

test('[W7] a start without an answer may have begun: the panel looks instead of starting again', async () => {
  const server = pushing({
    pushStart: () => {
      throw new Error('gone');
    },
  });
  await startPush(server);
  expect(heading()).toBe('It is not known whether the push began');
  server.answer({ status: () => left({ push: { ...PUSH, done: 0, open: 0 } }) });
  await press('Look again');
  expect(heading()).toBe('The last push stopped after 0 of 5,000');
  expect(buttons()).not.toContain('Show what was done');
  expect(server.argsOf('pushStart')).toHaveLength(1);
});

test('[W7] a call that is never answered ends after longer than Google lets a step live', async () => {
  const server = pushing();
  server.hold('pushStep');
  await startPush(server);
  await jest.advanceTimersByTimeAsync(390_000);
  expect(heading()).toBe('Pushing changes');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(heading()).toBe('It is not known how far the push came');
});

test('[W5] a push that is finished is told even if nothing can be asked afterwards', async () => {
  let asked = 0;
  const server = pushing({
    status: () => {
      asked += 1;
      if (asked > 1) throw new Error('gone');
      return PULLED;
    },
  });
  await startPush(server);
  expect(heading()).toBe('Push finished');
});
