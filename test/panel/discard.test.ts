/**
 * @jest-environment jsdom
 *
 * "Discard changes" beside the check, and the settings that everyone in the spreadsheet shares.
 */
import { FakeServer, refuse } from './fake-server';
import { alertText, fill, openPanel, press, screen, tick, unfold } from './open-panel';
import { checkResult, progress, PULLED } from './sample-answers';

const checked = () => ({
  progress: progress('Writing messages', 5, 5, true),
  result: checkResult({ edited: 1 }),
});
const none = { newRows: 0, copies: 0, lost: 0, other: 0 };

test('[U1] selected rows go back step by step, and the edits are checked anew', async () => {
  const asked: unknown[] = [];
  const goOn = { ids: '1', soFar: { rows: 1, cells: 2, hidden: 0, ...none } };
  const server = new FakeServer({
    status: () => PULLED,
    checkStep: checked,
    discardStep: (request) => {
      asked.push(request);
      return asked.length === 1
        ? { progress: progress('Putting back', 1, 2), goOn }
        : {
            progress: progress('Putting back', 2, 2, true),
            result: { ...none, rows: 2, cells: 3, hidden: 4, newRows: 5 },
          };
    },
  });
  await openPanel(server, 'check');
  await press('Discard in selected rows');
  expect(asked).toEqual([
    { what: 'selected', hiddenToo: false },
    { what: 'selected', hiddenToo: false, goOn },
  ]);
  expect(screen()).toContain('3 cells put back in 2 rows. 4 rows hidden by a filter stayed. 5 rows stayed');
  expect(server.names().at(-1)).toBe('checkStep');
});

test('[U1] all rows, hidden ones too, only by ticks, and only once', async () => {
  const asked: unknown[] = [];
  const server = new FakeServer({
    status: () => PULLED,
    checkStep: checked,
    discardStep: (request) => {
      asked.push(request);
      return {
        progress: progress('Putting back', 2, 2, true),
        result: { ...none, rows: 2, cells: 3, hidden: 0 },
      };
    },
  });
  await openPanel(server, 'check');
  await tick(/filter hides/);
  await tick(/All rows/);
  await press('Discard all changes');
  await press('Discard in selected rows');
  expect(asked).toEqual([
    { what: 'all', hiddenToo: true },
    { what: 'selected', hiddenToo: true },
  ]);
});

test('[D2] threshold and reason are read when asked for, and saved for everyone', async () => {
  const server = new FakeServer({
    status: () => PULLED,
    settings: () => ({ threshold: 50, reasonRequired: false }),
    saveSettings: (wanted) => wanted,
  });
  await openPanel(server);
  await press('Settings');
  expect(server.names()).not.toContain('settings');
  await unfold('For everyone in this spreadsheet');
  await fill('Type the number to confirm above', '20');
  await tick(/A reason or ticket/);
  await press('Save');
  expect(server.argsOf('saveSettings')).toEqual([[{ threshold: 20, reasonRequired: true }]]);
  expect(screen()).toContain('Saved for everyone in this spreadsheet.');
  server.answer({ saveSettings: () => refuse('settings-invalid', '10000') });
  await press('Save');
  expect(alertText()).not.toBe('');
});
