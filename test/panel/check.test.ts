/**
 * @jest-environment jsdom
 *
 * Checking: counts, groups of problems, fixes, and the way to the preview.
 */
import { FakeServer, refuse, type Handlers } from './fake-server';
import {
  alertText,
  blueButtons,
  button,
  fill,
  heading,
  openPanel,
  press,
  screen,
  unfold,
} from './open-panel';
import { checkResult, HOSTILE, previewAnswer, progress, PULLED, type CheckResult } from './sample-answers';

type Group = CheckResult['groups'][number];

const IGNORED_ID: Group = {
  cause: 'ignored-offer',
  rule: 'V6',
  severity: 'error',
  title: 'Level "global" ignores the offer',
  count: 38,
  fixes: [
    { id: 'level-specific', label: 'Set level to specific', count: 38 },
    { id: 'offer-0', label: 'Set offer to 0', count: 38 },
  ],
  examples: [{ rowNumber: 7, header: 'Offer ID', message: 'Level global fires for all offers.' }],
};

const ANOTHER = { rowNumber: 9, header: 'Offer ID', message: 'Another.' };

function checking(result: Partial<CheckResult>, more: Handlers = {}): FakeServer {
  return new FakeServer({
    status: () => PULLED,
    checkStep: () => ({ progress: progress('Writing messages', 5, 5, true), result: checkResult(result) }),
    ...more,
  });
}

test('[X1] checks at once; the next step is to review as many changes as can be pushed', async () => {
  const server = checking({}, { previewStart: () => previewAnswer() });
  await openPanel(server, 'check');
  expect(screen()).toContain('12 changed rows');
  expect(screen()).toContain('3 new rows');
  expect(screen()).toContain('13 can be pushed, 2 cannot as they are');
  expect(blueButtons()).toEqual(['Review 13 changes']);
  await press('Review 13 changes');
  expect(heading()).toMatch(/^Push /);
});

test('[V11] a fix repairs its group and the check is made again', async () => {
  const server = checking({ groups: [IGNORED_ID], pushable: 0 });
  const places = [...IGNORED_ID.examples, ...Array.from({ length: 37 }, () => ANOTHER)];
  server.answer({
    problemsPage: ({ offset }) => ({ total: 38, lines: places.slice(offset) }),
    fixGroup: (request) => {
      const soFar = { rows: (request as { soFar?: { rows: number } }).soFar?.rows ?? 0, formulas: 0 };
      const going = { doing: '', done: soFar.rows, total: 38, finished: false };
      if (soFar.rows === 0) return { progress: { ...going, done: 20 }, soFar: { rows: 20, formulas: 0 } };
      server.answer(checking({ pushable: 38 }).handlers);
      const result = { rows: 38, formulas: 0 };
      return { progress: { ...going, finished: true }, soFar: result, result };
    },
  });
  await openPanel(server, 'check');
  expect(screen()).toContain('Level "global" ignores the offer');
  expect(screen()).toContain('Cannot be pushed · 38 times');
  await unfold('Where (38)');
  expect(server.argsOf('problemsPage')).toEqual([[{ cause: 'ignored-offer', severity: 'error', offset: 1 }]]);
  expect(screen()).toContain('Row 7, Offer ID: Level global fires for all offers.');
  expect(screen()).toContain('Row 9, Offer ID: Another.');
  expect(blueButtons()).toEqual(['Check again']);
  button('Set offer to 0 (38)').focus();
  await press('Set offer to 0 (38)');
  // The button has gone with its group: the keyboard goes on from the title.
  expect(document.activeElement?.textContent).toBe(heading());
  expect(screen()).toContain('Checked. 38 can be pushed, 2 cannot. 0 problems.');
  const asked = { cause: 'ignored-offer', severity: 'error', fixId: 'offer-0' };
  expect(server.argsOf('fixGroup')).toEqual([[asked], [{ ...asked, soFar: { rows: 20, formulas: 0 } }]]);
  expect(screen()).toContain('38 rows repaired');
  expect(screen()).not.toContain('ignores the offer');
  expect(blueButtons()).toEqual(['Review 38 changes']);
});

test('[V11] a group can be shown in the sheet, and it is said if a filter hides it', async () => {
  const server = checking(
    { groups: [IGNORED_ID] },
    { showProblems: () => ({ cells: 38, hiddenByFilter: 2 }) },
  );
  await openPanel(server, 'check');
  await press('Show them');
  expect(server.argsOf('showProblems')).toEqual([[{ cause: 'ignored-offer', severity: 'error' }]]);
  expect(screen()).toContain(
    '38 cells selected in the Postbacks tab. A filter hides 2 rows of the first ones.',
  );
  server.answer({ showProblems: () => refuse('desk-missing') });
  await press('Show them');
  expect(alertText()).toContain('The Postbacks tab is gone');
});

test('a check in several steps is asked for until it is done', async () => {
  let steps = 0;
  const server = checking({});
  server.answer({
    checkStep: () => {
      steps += 1;
      const done = progress('Writing messages', steps, 3, steps === 3);
      return steps === 3 ? { progress: done, result: checkResult() } : { progress: done };
    },
  });
  await openPanel(server, 'check');
  expect(server.argsOf('checkStep')).toHaveLength(3);
  expect(blueButtons()).toEqual(['Review 13 changes']);
});

const NOTHING = { edited: 0, created: 0, pushable: 0, stopped: 0 };

test('no changes: said, and the next step is to check again', async () => {
  await openPanel(checking(NOTHING), 'check');
  expect(screen()).toContain('No row was changed.');
  expect(blueButtons()).toEqual(['Check again']);
});

test('[B2] "no changes" is never said while part of what was pulled cannot be read', async () => {
  await openPanel(checking({ ...NOTHING, certain: false, unknown: 4 }), 'check');
  expect(screen()).not.toContain('No row was changed.');
  expect(screen()).toContain('4 rows cannot be judged. Pull again');
});

test('[S5] a refused check is told in words and can be tried again', async () => {
  const server = checking({}, { checkStep: () => refuse('column-missing', '"URL"') });
  await openPanel(server, 'check');
  expect(alertText()).toContain('Column "URL" is missing');
  server.answer(checking({}).handlers);
  await press('Check again');
  expect(alertText()).toBe('');
  expect(blueButtons()).toEqual(['Review 13 changes']);
});

test('[X1] what stands in cells is shown as text', async () => {
  const group: Group = {
    ...IGNORED_ID,
    title: HOSTILE,
    count: 1,
    fixes: [{ id: 'x', label: HOSTILE, count: 1 }],
    examples: [{ rowNumber: 2, header: HOSTILE, message: HOSTILE }],
  };
  await openPanel(checking({ groups: [group] }), 'check');
  expect(screen().split(HOSTILE).length - 1).toBe(4);
  expect(document.querySelector('img')).toBeNull();
  expect(globalThis).not.toHaveProperty('harmed');
});

test('[C9] a column that looks sorted on its own is confirmed by typing its word, and checked again', async () => {
  const shuffled: Group = {
    cause: 'shuffled-url',
    rule: 'C9',
    severity: 'error',
    title: 'This looks like a column was sorted on its own',
    count: 1,
    fixes: [
      { id: 'discard', label: 'Discard changes in URL', count: 1 },
      { id: 'confirm', label: 'It is right: type SHUFFLED', count: 1, word: 'SHUFFLED' },
    ],
    examples: [],
  };
  const server = checking(
    { groups: [shuffled], pushable: 0 },
    { confirmProblem: ({ word }) => (word === 'SHUFFLED' ? 1 : refuse('confirm-word', 'SHUFFLED')) },
  );
  await openPanel(server, 'check');
  await fill('It is right: type SHUFFLED', 'shuffled');
  await press('Confirm');
  expect(alertText()).toContain('Type SHUFFLED, in these letters');
  server.answer(checking({ pushable: 25 }).handlers);
  await fill('It is right: type SHUFFLED', 'SHUFFLED');
  await press('Confirm');
  expect(server.argsOf('confirmProblem').at(-1)).toEqual([{ cause: 'shuffled-url', word: 'SHUFFLED' }]);
  expect(blueButtons()).toEqual(['Review 25 changes']);
});
