/**
 * @jest-environment jsdom
 *
 * "Repair layout": step after step, and what was put back or left in words.
 */
import { FakeServer, refuse, type Handlers } from './fake-server';
import { alertText, openPanel, press, screen } from './open-panel';
import { checkResult, progress, PULLED } from './sample-answers';

function damaged(more: Handlers): FakeServer {
  return new FakeServer({
    status: () => PULLED,
    checkStep: () => ({ progress: progress('Writing messages', 5, 5, true), result: checkResult({}) }),
    ...more,
  });
}

test('[C4] goes on until the layout is repaired, and tells all that was put back', async () => {
  let calls = 0;
  const server = damaged({
    repairStep: () => {
      calls += 1;
      return calls === 1
        ? { progress: progress('Restoring cells', 150, 200, false), repaired: ['150 cells restored.'] }
        : {
            progress: progress('Repairing the layout', 1, 1, true),
            repaired: ['50 cells restored.'],
            result: { left: ['The header URL stands twice.'] },
          };
    },
  });
  await openPanel(server, 'check');
  await press('Repair layout');
  expect(server.argsOf('repairStep')).toEqual([[], []]);
  expect(screen()).toContain('150 cells restored. 50 cells restored.');
  expect(screen()).toContain('The header URL stands twice.');
});

test('[C4] [S5] can be started where a check is refused, and says why it cannot be done', async () => {
  const server = damaged({
    checkStep: () => refuse('column-missing', 'URL'),
    repairStep: () => refuse('repair-unknown'),
  });
  await openPanel(server, 'check');
  await press('Repair layout');
  expect(alertText()).toContain('It cannot be told which row is which postback');
});
