/**
 * @jest-environment jsdom
 *
 * Health: what was found, what may be missing, and the way from each finding, group and bar to its rows.
 */
import type { Value } from '../../src/panel/bridge';
import { FakeServer, refuse, type Handlers } from './fake-server';
import { healthAnswer, healthHandlers } from './health-answers';
import { alertText, blueButtons, button, buttons, heading, openPanel, press, screen } from './open-panel';
import { FRESH, PULLED } from './sample-answers';

async function opened(more: Handlers = {}): Promise<FakeServer> {
  const server = new FakeServer({ status: () => PULLED, ...healthHandlers(), ...more });
  await openPanel(server, 'health');
  return server;
}

test('[H1][H2] what was found is told by kind, with its number, and the next step is to check', async () => {
  await opened();
  expect(heading()).toBe('Health');
  expect(screen()).toContain('1,200 postbacks, 900 active. Pulled 3 Mar 2025');
  expect(screen()).toContain('2 groups of exact duplicates');
  expect(screen()).toContain('1 URL carries no click id');
  expect(screen()).not.toContain('This may not be all');
  expect(blueButtons()).toEqual(['Check edits']);
});

test('[H2] each bar is a button with its number, as wide as its share of the largest', async () => {
  await opened();
  expect(buttons()).toEqual(expect.arrayContaining(['t.acme.io 800', '(none) 8']));
  const widthOf = (name: string): string => button(name).querySelector<HTMLElement>('.fill')!.style.width;
  expect([widthOf('t.acme.io 800'), widthOf('(none) 8')]).toEqual(['100%', '1%']);
});

test('[H1] what may be missing is told, and then the next step is to pull', async () => {
  await opened({
    health: () =>
      healthAnswer({
        limits: {
          damaged: true,
          incomplete: true,
          filter: 'Active postbacks · partner 12',
          notRefreshed: 3012,
          notLoaded: 1,
        },
      }),
  });
  for (const words of [
    'can no longer be read',
    'The last pull is incomplete',
    'Only some postbacks were pulled (Active postbacks · partner 12).',
    '3,012 postbacks were not read by the last pull',
    'Details of 1 active postback were not loaded',
  ])
    expect(screen()).toContain(words);
  expect(blueButtons()).toEqual(['Pull postbacks']);
});

test('[H1] nothing found is said in words', async () => {
  await opened({ health: () => healthAnswer({ findings: [], counts: [] }) });
  expect(screen()).toContain('Nothing wrong or odd was found.');
});

test('[H3] a finding leads to its postbacks, each with its reason, and to their rows', async () => {
  const server = await opened();
  await press(/^See 1 postback/);
  expect(heading()).toBe('1 URL carries no click id');
  expect(screen()).toContain('Everflow sends #s2# as it stands.');
  await press('Select their rows');
  expect(screen()).toContain('1 row selected in the Postbacks tab.');
  await press('#501: select its row');
  expect(server.argsOf('showHealth')).toEqual([
    [{ list: 'click-id', value: '' }],
    [{ list: 'click-id', value: '', id: 501 }],
  ]);
  await press('Back');
  expect(heading()).toBe('Health');
  expect(server.argsOf('health')).toHaveLength(1);
});

test('[H3] a group says why, and leads to its rows, and to all of them where it is large', async () => {
  const server = await opened();
  await press(/^See 9 postbacks/);
  expect(screen()).toContain('Identical but for the description: partner Acme (12)');
  await press('Select 2 postbacks with #501');
  await press('List all 7 postbacks with #601');
  expect(heading()).toBe('7 postbacks with #601');
  await press('Select their rows');
  expect(server.argsOf('healthRows')).toEqual([[{ list: 'duplicate', value: '601', offset: 0 }]]);
  expect(server.argsOf('showHealth')).toEqual([
    [{ list: 'duplicate', value: '501' }],
    [{ list: 'duplicate', value: '601' }],
  ]);
  await press('Back');
  expect(heading()).toBe('2 groups of exact duplicates');
});

test('[H3] a bar leads to its postbacks, also from the list of all values', async () => {
  const server = await opened();
  await press('(none) 8');
  await press('Back');
  await press('All 3: Hosts of active postbacks');
  await press('rare.example 1');
  expect(server.argsOf('healthRows')).toEqual([
    [{ list: 'host', value: '', offset: 0 }],
    [{ list: 'host', value: 'rare.example', offset: 0 }],
  ]);
  await press('Back');
  await press('Back');
  expect(heading()).toBe('Health');
});

test.each<[Value<'showHealth'>, string]>([
  [
    { cells: 500, hiddenByFilter: 20, postbacks: 700 },
    '500 rows of 700 selected in the Postbacks tab. A filter hides 20 rows of the first ones.',
  ],
  [
    { cells: 0, hiddenByFilter: 0, postbacks: 1 },
    'None of them has a row of its own in the Postbacks tab now.',
  ],
])('[H3] what was selected is told as it is: %j', async (shown, words) => {
  await opened({ showHealth: () => shown });
  await press(/^See 1 postback/);
  await press('Select their rows');
  expect(screen()).toContain(words);
});

test('[S5] before the first pull nothing is asked, and the next step is to pull', async () => {
  const server = await opened({ status: () => FRESH });
  expect(screen()).toContain('Nothing was pulled yet');
  expect(blueButtons()).toEqual(['Pull postbacks']);
  expect(server.names()).not.toContain('health');
});

test('[S5] a refusal says why, and can be tried again', async () => {
  const server = await opened({ health: () => refuse('busy', 'Ben', 'a pull') });
  expect(alertText()).toContain('Ben started a pull');
  server.answer({ health: () => healthAnswer() });
  await press('Try again');
  expect(screen()).toContain('2 groups of exact duplicates');
});

test('[X1] while the books are read it says so', async () => {
  const server = new FakeServer({ status: () => PULLED, ...healthHandlers() });
  server.hold('health');
  await openPanel(server, 'health');
  expect(screen()).toContain('Reading…');
});

test('[H3] it is reached from the start', async () => {
  await openPanel(new FakeServer({ status: () => PULLED, ...healthHandlers() }));
  await press('Health');
  expect(heading()).toBe('Health');
});
