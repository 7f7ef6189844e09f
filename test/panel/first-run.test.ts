/**
 * @jest-environment jsdom
 *
 * From nothing to a pull: key, network, first pull; saved keys; and what the panel says when it cannot even begin.
 */
import { REFUSALS } from '../../src/core/words';
import { FakeServer, refuse, type Handlers } from './fake-server';
import { alertText, blueButtons, field, fill, heading, openPanel, press, screen } from './open-panel';
import { ACME_KEY, FRESH, HOSTILE, progress, PULLED, pullResult } from './sample-answers';

const KEY = 'EfK3y-0123456789abcdefc4f2';

/** A server that saves keys, and pulls in two steps. */
function acme(handlers: Handlers = {}): FakeServer {
  let status = FRESH;
  let steps = 0;
  return new FakeServer({
    status: () => status,
    connectKey: ({ host }) => {
      status = { ...status, connections: [ACME_KEY] };
      return { ...ACME_KEY, host: host as 'api.eflow.team', nameKnown: true };
    },
    forgetConnection: () => {
      status = { ...status, connections: [] };
      return [];
    },
    pullStart: () => progress('Reading postbacks', 0, 0),
    pullStep: () => {
      steps += 1;
      if (steps < 2) return { progress: progress('Reading postbacks', 4000, 10_212) };
      status = PULLED;
      return { progress: progress('Writing rows', 10_212, 10_212, true), result: pullResult() };
    },
    ...handlers,
  });
}

async function connect(): Promise<void> {
  await fill('API key', KEY);
  await press('Test connection');
}

test('[X2] leads from key to pull', async () => {
  const server = acme();
  await openPanel(server);
  expect(heading()).toBe('Connect to Everflow');
  expect(blueButtons()).toEqual(['Test connection']);
  await fill('Region', 'api-eu.eflow.team');
  await connect();
  expect(screen()).toContain('This key belongs to Acme Network (EU), network ID 11.');
  expect(server.argsOf('connectKey')).toEqual([[{ host: 'api-eu.eflow.team', key: KEY }]]);

  expect(screen()).toContain('Acme Network (US), not pulled yet');
  expect(blueButtons()).toEqual(['Pull postbacks']);
  await press('Pull postbacks');
  expect(blueButtons()).toEqual(['Pull postbacks']);
  await press('Pull postbacks');
  expect(heading()).toBe('Pulled 10,212 postbacks');
  expect(blueButtons()).toEqual(['Check edits']);
  expect(screen()).toContain('Acme Network (US)');
  expect(screen()).toContain('anna@example.com');
});

test('[S2] the key is in no field, text or attribute once it was given to the call', async () => {
  const server = acme();
  await openPanel(server);
  expect((field('API key') as HTMLInputElement).type).toBe('password');
  server.hold('connectKey');
  await connect();
  const everything = (): string =>
    document.documentElement.outerHTML +
    [...document.querySelectorAll('input')].map((one) => one.value).join();
  expect(everything()).not.toContain(KEY);
  server.release('connectKey');
  await server.settle();
  expect(everything()).not.toContain(KEY);
  await press('Settings');
  expect(screen()).toContain('Key ends in c4f2');
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
});

test('[S2] a key is listed by its last four characters and can be forgotten', async () => {
  const server = acme();
  await openPanel(server);
  await connect();
  await press('Settings');
  await press('Forget the key of Acme Network (US)');
  expect(server.argsOf('forgetConnection')).toEqual([[{ host: 'api.eflow.team', networkId: 11 }]]);
  await press('Back to start');
  expect(heading()).toBe('Connect to Everflow');
});

test('[S5] a refused key is told in words, and the field is empty for the next try', async () => {
  await openPanel(acme({ connectKey: () => refuse('realm') }));
  await connect();
  const words = REFUSALS.realm();
  expect(alertText()).toBe(words.title + words.text);
  expect(field('API key').value).toBe('');
});

test('[S5] a failure of the platform becomes one plain sentence that thinks of several accounts', async () => {
  const server = acme({
    status: () => {
      throw new Error('PERMISSION_DENIED: reading from storage, key=secret');
    },
  });
  await openPanel(server);
  expect(alertText()).toMatch(/^Google mixes up your accounts.*several Google accounts/);
  expect(screen()).not.toMatch(/PERMISSION_DENIED|secret/);
  server.answer({ status: () => FRESH });
  await press('Try again');
  expect(heading()).toBe('Connect to Everflow');
});

test('[S4] with keys of two networks the first pull asks which one is meant', async () => {
  const beta = {
    host: 'api-eu.eflow.team',
    networkId: 22,
    networkName: 'Beta Network',
    lastFour: '9999',
  } as const;
  const server = acme({ status: () => ({ ...FRESH, connections: [ACME_KEY, beta] }) });
  await openPanel(server, 'pull');
  await fill('Network', 'api-eu.eflow.team/22');
  await press('Pull postbacks');
  expect(server.argsOf('pullStart')[0]![0].network).toEqual({ host: 'api-eu.eflow.team', id: 22 });
});

test('[S4] a key of another network is refused before anything is read, with a way to the right one', async () => {
  await openPanel(
    acme({
      status: () => ({ ...PULLED, connections: [] }),
      connectKey: () => refuse('other-network', 'Beta Network', 'Acme Network'),
    }),
  );
  await connect();
  expect(alertText()).toContain('This key belongs to Beta Network; this spreadsheet belongs to Acme Network');
  await press('Enter an Acme Network key');
  expect(document.activeElement).toBe(field('API key'));
  await press('Close');
  expect(alertText()).toBe('');
});

test('[S4] without a key for the network of this spreadsheet the panel asks for one', async () => {
  const other = { ...ACME_KEY, networkId: 99, networkName: 'Beta Network' };
  await openPanel(acme({ status: () => ({ ...PULLED, connections: [other] }) }));
  expect(heading()).toBe('Connect to Everflow');
  expect(screen()).toContain('Beta Network');
});

test('[X1] names from Everflow and Google are text', async () => {
  const status = {
    ...PULLED,
    person: HOSTILE,
    network: { ...PULLED.network!, name: HOSTILE },
    connections: [{ ...ACME_KEY, networkName: HOSTILE }],
    trouble: { code: 'books-damaged', title: HOSTILE, text: HOSTILE, choices: [] },
  };
  await openPanel(acme({ status: () => status }));
  expect(document.querySelectorAll('img, #panel script')).toHaveLength(0);
  expect(screen().split(HOSTILE).length - 1).toBe(4);
  await press('Settings');
  expect(screen().split(HOSTILE).length - 1).toBe(3);
  expect(document.querySelectorAll('img, #panel script')).toHaveLength(0);
  expect(globalThis).not.toHaveProperty('harmed');
});

test('[W3] the speed is a setting', async () => {
  const server = acme({ status: () => PULLED, setSpeed: (speed) => speed });
  await openPanel(server);
  await press('Settings');
  await fill('Speed', 'gentle');
  expect(server.argsOf('setSpeed')).toEqual([['gentle']]);
});
