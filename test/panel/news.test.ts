/**
 * @jest-environment jsdom
 *
 * After a pull: what changed on Everflow until it is seen, and rows of postbacks that are gone.
 */
import type { Value } from '../../src/panel/bridge';
import { FakeServer, type Handlers } from './fake-server';
import { openPanel, press, screen, tick, unfold } from './open-panel';
import { progress, PULLED, pullResult } from './sample-answers';

const changes = (parts: Partial<Value<'changesPage'>> = {}): Value<'changesPage'> => ({
  changed: 1,
  switchedOff: 1,
  isNew: 0,
  gone: 0,
  back: 0,
  notRefreshed: 0,
  total: 1,
  offset: 0,
  upTo: 7,
  lines: [
    {
      id: 501,
      firesFor: 'partner Acme (12), offer 40: conversions',
      kind: 'switched-off',
      header: 'Status',
      before: 'active',
      after: 'inactive',
    },
  ],
  ...parts,
});

async function pulled(parts: Parameters<typeof pullResult>[0], more: Handlers): Promise<FakeServer> {
  const server = new FakeServer({
    status: () => PULLED,
    pullStart: () => progress('Reading postbacks', 0, 0),
    pullStep: () => ({ progress: progress('Writing rows', 9, 9, true), result: pullResult(parts) }),
    ...more,
  });
  await openPanel(server, 'pull');
  await press('Pull postbacks');
  return server;
}

test('[P9] what Everflow switched off is told first, shown in the tab, and gone from the panel once seen', async () => {
  const server = await pulled(
    { changed: 1, switchedOff: 1 },
    {
      changesPage: () => changes(),
      changesSeen: () => true,
      showSwitchedOff: () => ({ cells: 1, hiddenByFilter: 0 }),
    },
  );
  expect(screen()).toContain('Everflow switched off 1 postback since your last pull');
  await unfold('Every change, old → new (1)');
  expect(screen()).toContain('Status: active → inactive');
  await press('Show them');
  expect(screen()).toContain('1 cell selected');
  await press('Seen');
  expect(server.argsOf('changesSeen')).toEqual([[{ upTo: 7 }]]);
  expect(screen()).not.toContain('switched off 1 postback');
});

test('[P9] a pull without news asks for none', async () => {
  const server = await pulled({ changed: 0, switchedOff: 0, gone: 0 }, {});
  expect(server.names()).not.toContain('changesPage');
});

test('[P9] gone rows leave by a button, those with changes only by a tick of their own', async () => {
  const asked: boolean[] = [];
  await pulled(
    { gone: 3 },
    {
      changesPage: () => changes({ total: 0, lines: [], switchedOff: 0, gone: 3 }),
      removeGone: ({ editedToo }) => {
        asked.push(editedToo);
        return {
          progress: progress('Removing rows', 2, 2, true),
          result: { removed: editedToo ? 1 : 2, keptEdited: editedToo ? 0 : 1, keptDoubled: 0 },
        };
      },
    },
  );
  await press('Remove gone rows');
  expect(screen()).toContain('2 rows removed. 1 row with changes stayed.');
  await tick(/with changes/);
  await press('Remove gone rows');
  expect(asked).toEqual([false, true]);
  expect(screen()).toContain('1 row removed.');
});
