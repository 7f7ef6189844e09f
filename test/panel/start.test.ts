/**
 * @jest-environment jsdom
 *
 * The start of the panel: one blue button for what comes next, and what else waits for the person [X1, X2].
 */
import type { Value } from '../../src/panel/bridge';
import { FakeServer, refuse, type Handlers } from './fake-server';
import { alertText, blueButtons, button, buttons, heading, openPanel, press, screen } from './open-panel';
import { conflictsOf, PULLED, THEN } from './sample-answers';

const NOTHING: Value<'startCounts'> = {
  edits: 0,
  waiting: 0,
  conflicts: 0,
  news: { lines: 0, switchedOff: 0 },
};

async function open(counts: Partial<Value<'startCounts'>>, more: Handlers = {}): Promise<FakeServer> {
  const server = new FakeServer({
    status: () => PULLED,
    startCounts: () => ({ ...NOTHING, ...counts }),
    ...more,
  });
  await openPanel(server);
  return server;
}

test.each([
  [0, 'Pull postbacks', 'Check edits (none yet)'],
  [1, 'Check 1 edit', 'Check 1 edit'],
  [3_012, 'Check 3,012 edits', 'Check 3,012 edits'],
])('[X1] with %i edits the next step is "%s"', async (edits, next, check) => {
  await open({ edits });
  expect(blueButtons()).toEqual([next]);
  expect(buttons()).toContain(check);
  expect(buttons()).toEqual(expect.arrayContaining(['Pull postbacks', 'Review and push', 'Settings']));
});

test('[X1] the start is there before the edits are counted, and stays if they cannot be', async () => {
  const server = new FakeServer({ status: () => PULLED, startCounts: () => refuse('column-missing', 'URL') });
  server.hold('startCounts');
  await openPanel(server);
  expect(screen()).toContain('Counting your edits…');
  expect(blueButtons()).toEqual(['Check edits']);
  server.release('startCounts');
  await server.settle();
  expect(blueButtons()).toEqual(['Check edits']);
  expect(alertText()).toBe('');
  expect(screen()).not.toContain('Counting');
});

test('before the first pull nothing is counted, and nothing is counted while something is under way', async () => {
  const server = await open({}, { status: () => ({ ...PULLED, pull: null }) });
  expect(blueButtons()).toEqual(['Pull postbacks']);
  expect(server.names()).not.toContain('startCounts');
  const job = { kind: 'pull', startedBy: 'ben@example.com', startedAt: THEN, inUse: null, push: null };
  const busy = await open({}, { status: () => ({ ...PULLED, job }) });
  expect(busy.names()).not.toContain('startCounts');
});

test('[W4] rows that wait, [M2] conflicts and [P9] news are told with a way to each', async () => {
  const server = await open(
    { edits: 2, waiting: 2, conflicts: 6, news: { lines: 120, switchedOff: 9 } },
    {
      waitingRows: () => ({ total: 0, rows: [] }),
      conflicts: () => conflictsOf(),
      changesPage: () => ({
        changed: 0,
        switchedOff: 0,
        isNew: 0,
        gone: 0,
        back: 0,
        notRefreshed: 0,
        total: 0,
        offset: 0,
        upTo: 0,
        lines: [],
      }),
    },
  );
  expect(screen()).toContain('2 new rows wait for your answer');
  expect(screen()).toContain('6 rows were changed in Everflow too');
  expect(screen()).toContain('120 changes that you have not marked as seen. 9 postbacks were switched off.');
  await press('Answer 2 new rows');
  expect(heading()).toBe('No new row waits for an answer');
  await press('Back to start');
  await press('Settle 6 conflicts');
  expect(heading()).toBe('No row was changed in Everflow too');
  await press('Back to start');
  await press('What changed in Everflow');
  expect(heading()).toBe('What changed in Everflow');
  expect(screen()).toContain('Nothing has changed in Everflow that you have not seen.');
  expect(server.argsOf('startCounts')).toHaveLength(3);
});

test('[P2] an incomplete pull is told at the start', async () => {
  await open({}, { status: () => ({ ...PULLED, pull: { ...PULLED.pull!, complete: false } }) });
  expect(screen()).toContain('The last pull is incomplete');
});

test.each([
  ['books-rewound', 'Pull postbacks'],
  ['bad-key', 'Enter a key'],
  ['plan-old', 'Review the changes again'],
  ['nothing-to-push', 'Check edits'],
] as const)('[S5] a review that is refused with %s leads on by "%s"', async (code, text) => {
  const server = await open({ edits: 1 }, { previewStart: () => refuse(code) });
  await press('Review and push');
  expect(blueButtons()).toEqual([text]);
  expect(server.names().at(-1)).toBe('previewStart');
});

test('[S5] a pull that is refused for its key leads to the settings', async () => {
  await open({}, { pullStart: () => refuse('bad-key') });
  await press('Pull postbacks');
  await press('Pull postbacks');
  expect(alertText()).toContain('Everflow does not accept this API key');
  await press('Enter an Acme Network key');
  expect(heading()).toBe('Settings');
  expect(button('Test connection')).toBeTruthy();
});

test('[X1] the kind of file is always visible', async () => {
  const copy = { choice: 'work', by: 'ben@example.com', at: THEN } as const;
  await open({}, { status: () => ({ ...PULLED, copy }) });
  expect(document.querySelector('header')!.textContent).toMatch(/A copy that is worked in since 3 Mar 2025/);
});
