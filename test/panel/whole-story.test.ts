/**
 * @jest-environment jsdom
 *
 * The built page in front of the built script, the local Apps Script and the embedded Everflow: nothing between them is made up, so
 * what the page expects of the server is what the server does.
 */
import { join } from 'node:path';
import { TextDecoder, TextEncoder } from 'node:util';
import type { Workbook } from '../../local/apps-script';
import { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import type { Args, Name, Value } from '../../src/panel/bridge';
import { FakeServer, type Handlers } from './fake-server';
import { alertText, blueButtons, fill, heading, openPanel, press, screen, unfold } from './open-panel';

// jsdom brings its own of these, or none, which Node's worker threads and the local services do not take.
Object.assign(globalThis, { TextDecoder, TextEncoder, Uint8Array: Object.getPrototypeOf(Buffer) as unknown });

let stage: Stage;
let file: Workbook;
beforeAll(async () => {
  stage = await setStage({ dist: join(__dirname, '../../dist'), size: 40 });
  file = stage.google.openSpreadsheet();
});
afterAll(async () => {
  jest.useRealTimers();
  await stage.close();
});

const page = (): Page => new Page(file, 'anna@acme.test');

/** Rows of ordinary active postbacks, two of them. */
function twoPlain(): ReturnType<Page['rows']> {
  const plain = page()
    .rows()
    .filter(
      ({ text }) =>
        text['Method'] === 'postback' && text['Status'] === 'active' && text['Level'] === 'specific',
    );
  return plain.slice(0, 2);
}

/** Hands every call to the local Apps Script; its coded answers are passed on as they are. */
function realServer(): FakeServer {
  const handlers = new Proxy<Handlers>(
    {},
    {
      get:
        (_none, name: Name) =>
        (...args: Args<Name>) =>
          stage.google.run(name, args) as Value<Name>,
    },
  );
  return new FakeServer(handlers, { coded: true });
}

test('[X2] from the first key to a push that Everflow received', async () => {
  const server = realServer();
  await openPanel(server);
  await fill('API key', stage.everflow.keys.main.slice(0, -3));
  await press('Test connection');
  expect(alertText()).toContain('Everflow does not accept this API key');
  await fill('API key', stage.everflow.keys.main);
  await press('Test connection');
  expect(screen()).toContain('This key belongs to');
  await press('Pull postbacks');
  await press('Pull postbacks');
  expect(heading()).toBe('Pulled 40 postbacks');
  await press('Check edits');
  expect(screen()).toContain('No row was changed.');

  const [first, second] = twoPlain();
  page().type('URL', first!.rowNumber, 'https://t.new.example/p?tid={transaction_id}');
  page().type('URL', second!.rowNumber, ' https://t.new.example/q?tid={transaction_id}');
  await press('Check again');
  expect(blueButtons()).toEqual(['Review 1 change']);
  await press(/\(1\)$/);
  expect(screen()).toContain('1 row repaired.');
  await press('Review 2 changes');
  expect(heading()).toMatch(/^Push 2 changes to /);
  await unfold(/^Every change/);
  expect(screen()).toContain(`#${first!.text['Postback ID']}`);
  await fill('Reason or ticket (optional)', 'OPS-17');
  await press('Push 2 changes');
  expect(heading()).toBe('Push finished');
  expect(screen()).toContain('Updated: 2');
  await press('Show every row');
  expect(screen()).toContain(`#${second!.text['Postback ID']}: Updated`);
  // The host is not typed: it follows what Everflow answered.
  const after = page()
    .rows()
    .find(({ rowNumber }) => rowNumber === first!.rowNumber);
  expect(after!.text).toMatchObject({ State: '✓ pushed', Host: 't.new.example' });
});

test('[P8] a pull that was left is offered again from the server’s own account', async () => {
  const server = realServer();
  await openPanel(server, 'pull');
  server.hold('pullStep');
  await press('Pull postbacks');
  const again = realServer();
  await openPanel(again, 'check');
  expect(heading()).toBe('The last pull was not finished');
  await press(/^Stop here/);
  expect(heading()).toBe('Pull cancelled');
});
