/**
 * @jest-environment jsdom
 *
 * Reviewing changes: ticks and numbers, the list old → new, and confirmation.
 */
import type { Preview } from '../../src/panel/preview/choice';
import { refuse } from './fake-server';
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
  unfold,
} from './open-panel';
import { openPreview, pushing } from './preview-support';
import { HOSTILE, preview, previewAnswer } from './sample-answers';

/** What the panel sends where everything is ticked. */
const NOTHING_LEFT_OUT = {
  effects: [],
  ownTicks: [],
  warnings: [],
  fields: [],
  partners: [],
  hosts: [],
  ids: [],
  rowKeys: [],
};

test('[D2] what turns on and what needs its own tick begins unticked; the rest is ticked', async () => {
  await openPanel(pushing(), 'push');
  expect(heading()).toBe('Push 91 changes to Acme Network (US)?');
  expect(isTicked('Turns on 4 postbacks that are off')).toBe(false);
  expect(isTicked('Turns off 6 postbacks')).toBe(true);
  expect(isTicked('90 other changes')).toBe(true);
  expect(isTicked('Macro of another platform (5)')).toBe(false);
  expect(screen()).toContain('91 changes chosen of 100 changes.');
  expect(screen()).toContain('91 URLs change: t.old.com → t.new.com');
  expect(screen()).toContain('Newly plain http (2)');
  expect(blueButtons()).toEqual(['Push 5 first']);
});

test('[D3] what is confirmed is what is ticked, and the push gets the plan and digest of that', async () => {
  const server = pushing();
  await openPreview(server);
  await tick('Turns on 4 postbacks that are off');
  await tick('Turns off 6 postbacks');
  await tick('Macro of another platform (5)');
  await fill('Reason or ticket (optional)', 'OPS-17');
  await fill('Type 94 to confirm', '94');
  await press('Push all');
  expect(server.argsOf('previewConfirm')).toEqual([
    [
      {
        previewId: 'p1',
        leaveOut: { ...NOTHING_LEFT_OUT, effects: ['turns-off'] },
        ticks: ['foreign-macro'],
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
  await tick('Turns off 6 postbacks');
  expect(button('Push all').disabled).toBe(true);
  expect(screen()).toContain('Counting…');
  await tick('Turns off 6 postbacks');
  await tick('Turns on 4 postbacks that are off');
  server.release('previewShow');
  await server.settle();
  expect(heading()).toBe('Push 95 changes to Acme Network (US)?');
  expect(button('Push all').disabled).toBe(false);
});

test('[D2] a choice that could not be counted cannot be confirmed', async () => {
  const server = pushing();
  await openPreview(server);
  server.answer({ previewShow: () => refuse('plan-old') });
  await tick('Turns off 6 postbacks');
  expect(alertText()).toContain('This preview is out of date');
  expect(button('Push all').disabled).toBe(true);
});

test('with everything unticked nothing can be pushed', async () => {
  const server = pushing({ previewShow: () => preview({ writes: 0 }) });
  await openPanel(server, 'push');
  await tick('90 other changes');
  expect(button('Push 0 changes').disabled).toBe(true);
});

test('[V1] warnings are not taken for accepted', async () => {
  const server = pushing({
    previewConfirm: ({ warningsAccepted }) =>
      warningsAccepted ? refuse('unexpected') : refuse('warnings-open'),
  });
  await openPanel(server, 'push');
  await fill('Type 91 to confirm', '91');
  await press('Push all');
  expect(alertText()).toContain('Some rows carry warnings');
  expect(server.names()).not.toContain('pushStart');
});

test('[D2] a wrong number is refused in words, and nothing is pushed', async () => {
  const server = pushing({ previewConfirm: () => refuse('confirm-number', '91') });
  await openPreview(server);
  await fill('Type 91 to confirm', '19');
  await press('Push all');
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
  expect(server.names()).not.toContain('previewShow');
  await unfold('Every change, old → new (3)');
  expect(screen()).toContain(`#9001Nobody → ${HOSTILE}URL${HOSTILE}→ (empty)`);
  expect(screen()).toContain('x… (8,800 more characters)');
  expect(server.argsOf('previewShow')).toEqual([
    [{ previewId: 'p1', leaveOut: NOTHING_LEFT_OUT, offset: 2 }],
  ]);
  expect(screen()).toMatch(/#9001.*#9002.*New postback/);
  expect(document.querySelector('img')).toBeNull();
});

test('rows that stay behind are told by number', async () => {
  const leftOut = [{ row: 5, why: 'stopped', reason: 'Its message says why.' }] as const;
  await openPanel(pushing({ previewStart: () => previewAnswer({ stopped: 1, leftOut }) }), 'push');
  expect(screen()).toContain('1 row cannot be pushed as it is');
  expect(screen()).toContain('Row 7: Its message says why.');
});

test('[S5] nothing to push: said, and the way to the check', async () => {
  await openPanel(pushing({ previewStart: () => refuse('nothing-to-push') }), 'push');
  expect(alertText()).toContain('There is nothing to push');
  expect(blueButtons()).toEqual(['Check edits']);
});

const KNOWN = {
  cause: 'plain-http',
  title: 'Newly plain http',
  severity: 'warning',
  count: 2,
  confirmed: 2,
  ticked: true,
} as const;

test('[V1] what was confirmed before is listed and not asked again', async () => {
  const all = preview({
    warnings: [KNOWN, { ...KNOWN, cause: 'o', title: 'Partner seen nowhere', severity: 'own-tick' }],
  });
  const server = pushing({ previewStart: () => previewAnswer({ all, chosen: all }) });
  await openPanel(server, 'push');
  expect(screen()).toContain('Newly plain http (2, all confirmed before)');
  expect(screen()).not.toContain('I have looked at these warnings');
  expect(isTicked('Partner seen nowhere (2, all confirmed before)')).toBe(true);
  await press('Push 2 changes');
  expect(server.argsOf('previewConfirm')[0]![0]).toMatchObject({
    warningsAccepted: true,
    ticks: ['o'],
    leaveOut: { ownTicks: [] },
  });
});

test('[V1] a warning of which some rows are not confirmed is asked', async () => {
  const all = preview({ warnings: [{ ...KNOWN, confirmed: 1 }] });
  await openPanel(pushing({ previewStart: () => previewAnswer({ all, chosen: all }) }), 'push');
  expect(screen()).toContain('Newly plain http (2, 1 confirmed before)');
  expect(screen()).toContain('I have looked at these warnings');
});

test('[D2] partners, hosts and selected rows narrow the choice', async () => {
  const all = preview({
    partners: {
      total: 2,
      most: [
        { id: 12, name: 'Acme', count: 90 },
        { id: 0, name: '', count: 10 },
      ],
    },
    urlHosts: {
      total: 2,
      most: [
        { host: 't.old.com', count: 60 },
        { host: 't.new.com', count: 40 },
      ],
    },
  });
  const server = pushing({
    previewStart: () => previewAnswer({ all, chosen: all }),
    selection: () => ({ ids: [5, 6], rowKeys: ['n-1'], hidden: 0, hiddenUntold: 0, unclear: 0 }),
  });
  await openPanel(server, 'push');
  await press('Leave out…');
  await tick('Acme (12) (90)');
  await tick('t.new.com (40)');
  await press('Only the rows selected in the sheet');
  expect(screen()).toContain('Only the 3 rows that you selected.');
  expect(server.argsOf('previewShow').at(-1)![0].leaveOut).toEqual({
    ...NOTHING_LEFT_OUT,
    partners: [12],
    hosts: ['t.new.com'],
    only: { ids: [5, 6], rowKeys: ['n-1'] },
  });
  await press('All rows again');
  expect(server.argsOf('previewShow').at(-1)![0].leaveOut.only).toBeUndefined();
});

test('[D2] a reason that is required is asked for as such, and rows that were not told are named', async () => {
  await openPanel(
    pushing({ previewStart: () => previewAnswer({ reasonRequired: true, hiddenUntold: 7 }) }),
    'push',
  );
  expect(screen()).toContain('Of 7 rows Google did not tell in time whether a filter hides them.');
  expect(screen()).not.toContain('(optional)');
  expect(document.querySelector<HTMLInputElement>('input[name=reason]')!.required).toBe(true);
});

test('[D2] the part of a long text that changed is marked', async () => {
  const change = {
    field: 'postback_url',
    header: 'URL',
    before: 'https://t.old.com/path',
    after: 'https://t.new.com/path',
  } as const;
  const line = {
    seq: 1,
    kind: 'update',
    id: 9,
    firesFor: 'x',
    changes: [change],
    effects: [],
    warnings: [],
  } as const;
  const all = preview({ page: { offset: 0, total: 1, lines: [line], next: null } });
  await openPanel(pushing({ previewStart: () => previewAnswer({ all, chosen: all }) }), 'push');
  await unfold('Every change, old → new (1)');
  expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
    'old',
    'new',
  ]);
  expect(screen()).toContain('https://t.old.com/path→ https://t.new.com/path');
});
