/**
 * @jest-environment jsdom
 *
 * Conflicts in the panel: three values of each field, whose is taken for a field, a row or all, and what is said afterwards.
 */
import type { Value } from '../../src/panel/bridge';
import { FakeServer, refuse, type Handlers } from './fake-server';
import {
  alertText,
  blueButtons,
  button,
  buttons,
  heading,
  openPanel,
  press,
  screen,
  scrollList,
} from './open-panel';
import {
  checkResult,
  conflictLine,
  conflictsOf,
  conflictUnit,
  HOSTILE,
  progress,
  PULLED,
  previewAnswer,
  type ConflictLine,
} from './sample-answers';

const NOTHING = { rows: 0, changedAgain: 0, turnsOn: 0, tooLong: 0, doubled: 0 };
const settled = (parts: Partial<typeof NOTHING>): Value<'settleStep'> => ({
  progress: progress('Settling rows', 1, 1, true),
  result: { ...NOTHING, ...parts },
});

function serving(lines: readonly ConflictLine[], more: Handlers = {}): FakeServer {
  return new FakeServer({
    status: () => PULLED,
    checkStep: () => ({
      progress: progress('Writing messages', 5, 5, true),
      result: checkResult({
        groups: [
          {
            cause: 'changed-there-too',
            rule: 'P6',
            severity: 'warning',
            title: 'Rows that were changed in Everflow too',
            count: lines.length,
            fixes: [],
            examples: [],
          },
        ],
      }),
    }),
    conflicts: () => conflictsOf(...lines),
    previewStart: () => previewAnswer(),
    ...more,
  });
}

async function openConflicts(server: FakeServer): Promise<void> {
  await openPanel(server, 'check');
  await press('Settle them');
}

const TWO = conflictLine({
  id: 502,
  stamp: 'dy.zzzzyyyy',
  units: [conflictUnit(), conflictUnit({ field: 'description', header: 'Description', mine: 'mine' })],
});

test('[M2] the check leads to the list: as pulled, in your sheet and in Everflow now, with the row and whom it fires for', async () => {
  await openConflicts(serving([conflictLine(), TWO]));
  expect(heading()).toBe('2 rows were changed in Everflow too');
  const [table] = document.querySelectorAll('table');
  const lines = [...table!.rows].map((row) => [...row.cells].map(({ textContent }) => textContent));
  expect(lines).toEqual([
    ['URL'],
    ['As pulled', 'https://first.example/'],
    ['In your sheet', 'https://mine.example/'],
    ['In Everflow now', 'https://theirs.example/'],
  ]);
  expect(screen()).toContain('#501, row 7partner Acme (12), all offers: conversions');
  expect(blueButtons()).toEqual(['Use Everflow’s for all']);
  expect(screen()).toContain('does not turn anything on');
});

test('[M2] one row: its stamp is sent, the sheet is checked and the list read anew, and it leads on to the push', async () => {
  const server = serving([conflictLine()]);
  server.answer({
    settleStep: () => {
      server.answer({ conflicts: () => conflictsOf() });
      return settled({ rows: 1 });
    },
  });
  await openConflicts(server);
  await press('Use mine: #501');
  expect(server.argsOf('settleStep')).toEqual([[{ stamps: 'dx.a1b2c3d4', use: 'mine', turnOn: true }]]);
  expect(server.names().slice(-3)).toEqual(['settleStep', 'conflicts', 'checkStep']);
  expect(screen()).toContain('1 row settled with your values.');
  expect(heading()).toBe('No row was changed in Everflow too');
  expect(document.activeElement?.textContent).toBe(heading());
  expect(blueButtons()).toEqual(['Review and push']);
  await press('Review and push');
  expect(heading()).toMatch(/^Push /);
});

test('[M2] a field of a row with several, and all of such a row', async () => {
  const server = serving([TWO], { settleStep: () => settled({ rows: 1 }) });
  await openConflicts(server);
  await press('Use Everflow’s: Description of #502');
  await press('Use mine for the row: #502');
  const stamps = 'dy.zzzzyyyy';
  expect(server.argsOf('settleStep')).toEqual([
    [{ stamps, use: 'theirs', turnOn: true, fields: ['description'] }],
    [{ stamps, use: 'mine', turnOn: true }],
  ]);
});

test('[M2] all: in steps, never allowed to turn on, and what was passed over is said with the reason', async () => {
  const goOn = { stamps: 'dy.zzzzyyyy', soFar: { ...NOTHING, rows: 1 } };
  const server = serving([conflictLine(), TWO]);
  server.answer({
    settleStep: (request) =>
      request.goOn
        ? settled({ rows: 2, changedAgain: 1, turnsOn: 3, tooLong: 1, doubled: 2 })
        : { progress: progress('Settling rows', 1, 2), goOn },
  });
  await openConflicts(server);
  await press('Use mine for all');
  const asked = { stamps: 'dx.a1b2c3d4,dy.zzzzyyyy', use: 'mine' };
  expect(server.argsOf('settleStep')).toEqual([[asked], [{ ...asked, goOn }]]);
  expect(screen()).toContain('2 rows settled with your values.');
  expect(screen()).toContain('1 row passed over (changed again since it was shown: look at it once more).');
  expect(screen()).toContain('3 rows passed over (would be turned on: settle it by itself).');
  expect(screen()).toContain('1 row passed over (too long for a cell: settle it in Everflow).');
  expect(screen()).toContain('2 rows passed over (the id stands in several rows: check the edits).');
});

test('[M2] what was only changed there is told as such, what turns on is said, what fits no cell has no buttons', async () => {
  const moved = conflictUnit({ field: 'network_offer_id', header: 'Offer ID', isEdited: false, mine: 40 });
  const line = conflictLine({ units: [{ ...moved, turnsOn: true, fits: false }] });
  await openConflicts(serving([line]));
  expect(screen()).toContain('Yours (not changed)40');
  expect(screen()).toContain('Mine turns it on.');
  expect(screen()).toContain('too long for a cell');
  expect(buttons().filter((name) => name.includes('#501'))).toEqual([]);
});

test('[X1] further rows come from the server when they are scrolled to, and data is shown as text', async () => {
  const lines = Array.from({ length: 60 }, (_, at) => conflictLine({ id: 600 + at, stamp: `s.${at}` }));
  const last = conflictLine({ id: 999, firesFor: HOSTILE, units: [conflictUnit({ mine: HOSTILE })] });
  const server = serving([]);
  server.answer({
    conflicts: ({ offset }) =>
      offset === 0
        ? { ...conflictsOf(...lines), total: 61 }
        : { total: 61, offset, lines: [last], stamps: '' },
  });
  await openConflicts(server);
  expect(server.argsOf('conflicts')).toEqual([[{ offset: 0 }]]);
  await scrollList(60);
  expect(server.argsOf('conflicts')).toEqual([[{ offset: 0 }], [{ offset: 60 }]]);
  expect(button('Use mine: #999')).toBeTruthy();
  expect(screen()).toContain(HOSTILE);
  expect(globalThis).not.toHaveProperty('harmed');
});

test('[S5] a refusal is told in words, and the list stays or is asked for again', async () => {
  const server = serving([conflictLine()], { settleStep: () => refuse('busy', 'Ben', 'a push') });
  await openConflicts(server);
  await press('Use Everflow’s: #501');
  expect(alertText()).toContain('Another action is under way');
  expect(blueButtons()).toEqual(['Use Everflow’s for all']);
  server.answer({ conflicts: () => conflictsOf() });
  await press('Look again');
  expect(heading()).toBe('No row was changed in Everflow too');
});
