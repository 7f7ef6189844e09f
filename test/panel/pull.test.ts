/**
 * @jest-environment jsdom
 *
 * Pulling: what the form asks for, what is shown meanwhile and afterwards, and how an interrupted pull is taken up.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeServer, refuse, type Handlers } from './fake-server';
import {
  alertText,
  blueButtons,
  buttons,
  field,
  fill,
  heading,
  isTicked,
  openPanel,
  press,
  screen,
  tick,
} from './open-panel';
import { HOSTILE, job, progress, PULLED, pullResult, type PullResult } from './sample-answers';

const UNFINISHED = { ...PULLED, job: job('pull', { startedBy: 'bob@example.com' }) };

/** A server of which each step gives the next of these progresses and at last the result. */
function pulling(
  steps: readonly (readonly [string, number, number])[],
  result: Partial<PullResult>,
  more: Handlers = {},
) {
  let at = 0;
  return new FakeServer({
    status: () => PULLED,
    pullStart: () => progress('Reading postbacks', 0, 0),
    pullStep: () => {
      const step = steps[at];
      at += 1;
      if (step) return { progress: progress(...step) };
      return { progress: progress('Writing rows', 1, 1, true), result: pullResult(result) };
    },
    cancel: () => true,
    pullSkipDetails: () => progress('Reading details', 0, 0),
    ...more,
  });
}

test('[P3] nothing filled in asks for everything, details included', async () => {
  const server = pulling([], {});
  await openPanel(server, 'pull');
  await press('Pull postbacks');
  const query = { status: '', types: [], methods: [], partnerIds: [], offerIds: [], searches: [] };
  expect(server.argsOf('pullStart')).toEqual([[{ query, details: 'load' }]]);
});

test('[P3] every filter and several search terms reach the request as given', async () => {
  const server = pulling([], {});
  await openPanel(server, 'pull');
  await fill('Status', 'inactive');
  await tick('cpc');
  await tick('conversion');
  await tick('tiktok');
  await fill('Partner IDs', '12, 7;12');
  await fill('Offer IDs', '501');
  await fill('Search 1: text', ' t.old.com');
  await press('Add another search');
  await press('Add another search');
  await fill('Search 2: where', 'pixel_id');
  await fill('Search 2: text', '9123');
  await tick(/integration details/);
  await press('Pull postbacks');
  expect(server.argsOf('pullStart')).toEqual([
    [
      {
        details: 'skip',
        query: {
          status: 'inactive',
          types: ['conversion', 'cpc'],
          methods: ['tiktok'],
          partnerIds: [12, 7],
          offerIds: [501],
          searches: [
            { type: 'payload', value: ' t.old.com' },
            { type: 'pixel_id', value: '9123' },
          ],
        },
      },
    ],
  ]);
});

test('[P3] an earlier filter is offered again and is sent as it was', async () => {
  const query = {
    status: 'active' as const,
    types: [],
    methods: [],
    partnerIds: [7],
    offerIds: [],
    searches: [{ type: 'payload' as const, value: HOSTILE }],
  };
  const recentFilters = [
    { query: { ...query, partnerIds: [8] }, label: 'Active postbacks · partner 8' },
    { query, label: HOSTILE },
  ];
  const server = pulling([], {}, { status: () => ({ ...PULLED, recentFilters }) });
  await openPanel(server, 'pull');
  await fill('As before', '1');
  await fill('Partner IDs', 'not used');
  await press('Pull postbacks');
  expect(server.argsOf('pullStart')).toEqual([[{ query, details: 'load' }]]);
  expect(document.querySelector('img')).toBeNull();
});

test.each(['12, Acme', '0', '-3', '1234567890123456', '5.0', '1e3'])(
  '[P3] %s among the ids is refused beside its field, and nothing is asked',
  async (ids) => {
    const server = pulling([], {});
    await openPanel(server, 'pull');
    await fill('Offer IDs', ids);
    await press('Pull postbacks');
    expect(server.names()).toEqual(['status']);
    const control = field('Offer IDs');
    expect(control.getAttribute('aria-invalid')).toBe('true');
    const note = document.getElementById(control.getAttribute('aria-describedby')!);
    expect(note?.textContent).toContain('is no offer ID');
    expect(control.value).toBe(ids);
  },
);

test('[P8] progress is shown as done and total', async () => {
  const server = pulling([['Reading postbacks', 4000, 10_212]], {});
  await openPanel(server, 'pull');
  server.hold('pullStep');
  await press('Pull postbacks');
  expect(screen()).toContain('Reading postbacks…');
  expect(document.querySelector('progress')!.hasAttribute('value')).toBe(false);
  server.release('pullStep');
  await server.settle();
  expect(heading()).toBe('Pulled 10,212 postbacks');
});

test('[W7] cancel goes out beside the running step, and nothing was changed', async () => {
  const server = pulling([], { cancelled: true, complete: false, rows: 0 });
  await openPanel(server, 'pull');
  server.hold('pullStep');
  await press('Pull postbacks');
  await press('Cancel');
  expect(server.names().slice(-2)).toEqual(['pullStep', 'cancel']);
  expect(screen()).toContain('Stopping after what is under way.');
  server.release('pullStep');
  await server.settle();
  expect(heading()).toBe('Pull cancelled');
  expect(screen()).toContain('Nothing in the Postbacks tab was changed.');
});

test('[P8] once rows are being written there is no cancel', async () => {
  const server = pulling([['Writing rows', 2500, 10_212]], {});
  server.answer({ pullStart: () => progress('Writing rows', 0, 10_212) });
  await openPanel(server, 'pull');
  server.hold('pullStep');
  await press('Pull postbacks');
  expect(buttons()).toEqual(['Back to start']);
});

test('[P5] details can be skipped; the wish waits for the step under way', async () => {
  const server = pulling([], { notLoaded: 37 });
  server.answer({ pullStart: () => progress('Reading details', 100, 400) });
  await openPanel(server, 'pull');
  server.hold('pullStep');
  await press('Pull postbacks');
  expect(screen()).toContain('Reading details: 100 of 400');
  await press('Skip details');
  expect(server.names()).not.toContain('pullSkipDetails');
  server.answer({ pullStep: () => ({ progress: progress('Reading details', 200, 400) }) });
  server.release('pullStep');
  server.hold('pullSkipDetails');
  await server.settle();
  expect(server.names().slice(-2)).toEqual(['pullStep', 'pullSkipDetails']);
});

test('the names of phases are those of the flows', () => {
  const flows = ['pull.ts', 'state.ts']
    .map((file) => readFileSync(join(__dirname, '../../src/flows/pull', file), 'utf8'))
    .join('');
  expect(flows).toContain("doing: 'Reading details'");
  expect(flows).toContain("doing: 'Writing rows'");
});

test('[P2] an incomplete pull says how many are missing, and to pull again is the blue step', async () => {
  await openPanel(
    pulling([], { complete: false, missing: 37, rows: 10_175, ignored: ['status'], notLoaded: 4 }),
    'pull',
  );
  await press('Pull postbacks');
  expect(heading()).toBe('Incomplete: 37 of 10,212 postbacks are missing');
  expect(screen()).toContain('Nothing is marked as gone');
  expect(screen()).toContain('ignored the filter by status');
  expect(screen()).toContain('4 postbacks with details not loaded');
  expect(blueButtons()).toEqual(['Pull again']);
  await press('Pull again');
  expect(heading()).toBe('Pull postbacks');
});

test('[S5] a refused start leaves the form as it was', async () => {
  const server = pulling([], {}, { pullStart: () => refuse('busy', HOSTILE, 'a push') });
  await openPanel(server, 'pull');
  await press('Pull postbacks');
  expect(alertText()).toContain(`${HOSTILE} started a push.`);
  expect(document.querySelector('img')).toBeNull();
  expect(heading()).toBe('Pull postbacks');
});

test('[P8] a step that fails can be gone on with, as often as needed', async () => {
  let answers = 0;
  const server = pulling([], {}, {});
  server.answer({
    pullStep: () => {
      answers += 1;
      if (answers < 3) refuse('no-answer');
      return { progress: progress('Writing rows', 1, 1, true), result: pullResult() };
    },
  });
  await openPanel(server, 'pull');
  await press('Pull postbacks');
  for (let turn = 0; turn < 2; turn += 1) {
    expect(heading()).toBe('The pull stopped');
    expect(alertText()).toContain('Everflow did not answer');
    await press('Go on');
  }
  expect(heading()).toBe('Pulled 10,212 postbacks');
  expect(server.argsOf('pullStart')).toHaveLength(1);
});

test.each(['home', 'pull', 'check', 'push'] as const)(
  '[P8] the view %s offers to go on with an unfinished pull',
  async (view) => {
    const server = pulling([], {}, { status: () => UNFINISHED });
    await openPanel(server, view);
    expect(heading()).toBe('The last pull was not finished');
    expect(screen()).toContain('Started by bob@example.com, 3 Mar 2025');
    expect(blueButtons()).toEqual(['Go on']);
    await press('Go on');
    expect(server.names()).not.toContain('pullStart');
    expect(heading()).toBe('Pulled 10,212 postbacks');
  },
);

test('[P8] an unfinished pull can be ended', async () => {
  const server = pulling([], { cancelled: true }, { status: () => UNFINISHED });
  await openPanel(server, 'pull');
  await press(/^Stop here/);
  expect(server.names()).toEqual(['status', 'cancel', 'pullStep', 'status']);
  expect(heading()).toBe('Pull cancelled');
});

test('[P8] leaving the view pauses the pull, and the start offers to go on', async () => {
  const server = pulling(
    [
      ['Reading postbacks', 1, 9],
      ['Reading postbacks', 2, 9],
    ],
    {},
  );
  await openPanel(server, 'pull');
  server.hold('pullStep');
  await press('Pull postbacks');
  server.answer({ status: () => UNFINISHED });
  await press('Back to start');
  server.release('pullStep');
  await server.settle();
  expect(server.argsOf('pullStep')).toHaveLength(1);
  expect(heading()).toBe('The last pull was not finished');
});

test('[S5] a pull that is refused at its start leaves the form as it was filled', async () => {
  const server = new FakeServer({ status: () => PULLED, pullStart: () => refuse('filter-long') });
  await openPanel(server, 'pull');
  await fill('Partner IDs', '12, 15');
  await tick('conversion');
  await press('Pull postbacks');
  expect(alertText()).toContain('This filter is too long');
  expect(field('Partner IDs').value).toBe('12, 15');
  expect(isTicked('conversion')).toBe(true);
});
