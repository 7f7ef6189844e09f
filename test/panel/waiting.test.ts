/**
 * @jest-environment jsdom
 *
 * New rows that wait for a person: what Everflow holds, and the answers.
 */
import type { Value } from '../../src/panel/bridge';
import { FakeServer, refuse, type Handlers } from './fake-server';
import { alertText, blueButtons, button, buttons, heading, openPanel, press, screen } from './open-panel';
import { checkResult, HOSTILE, job, progress, PULLED, pushResult, THEN } from './sample-answers';

type Row = Value<'waitingRows'>['rows'][number];
type Match = Row['matches'][number];

const match = (id: number, parts: Partial<Match> = {}): Match => ({
  id,
  likeness: 'exact',
  differs: [],
  made: THEN / 1000 + 60,
  hasRow: false,
  ...parts,
});
const row = (rowNumber: number, parts: Partial<Row> = {}): Row => ({
  rowKey: `n-${rowNumber}`,
  rowNumber,
  why: 'unclear',
  at: THEN,
  firesFor: 'partner Acme (12), offer 40: conversions',
  sends: 'https://t.example/p',
  matches: [match(9123)],
  ...parts,
});

const GROUP = (cause: string) =>
  ({
    cause,
    rule: 'W4',
    severity: 'error',
    title: 'Waits',
    count: 2,
    fixes: [],
    examples: [],
  }) as const;

/** A server with these rows, which leave its list as they are answered. */
function waiting(rows: readonly Row[], more: Handlers = {}, pageSize = 10): FakeServer {
  let left = rows;
  return new FakeServer({
    status: () => PULLED,
    checkStep: () => ({
      progress: progress('Writing messages', 1, 1, true),
      result: checkResult({ groups: [GROUP('unclear-create')] }),
    }),
    waitingRows: ({ offset }) => ({ total: left.length, rows: left.slice(offset, offset + pageSize) }),
    answerWaiting: ({ rowKey }) => {
      left = left.filter((one) => one.rowKey !== rowKey);
      return true;
    },
    ...more,
  });
}

async function openWaiting(server: FakeServer): Promise<void> {
  await openPanel(server, 'check');
  await press('Answer these');
}

test.each(['unclear-create', 'twin-create'])('[W4] the check leads from %s to the answers', async (cause) => {
  const server = waiting([row(12)], {
    checkStep: () => ({
      progress: progress('Writing messages', 1, 1, true),
      result: checkResult({ groups: [GROUP(cause), { ...GROUP('spaces'), title: 'Spaces' }] }),
    }),
  });
  await openWaiting(server);
  expect(server.argsOf('waitingRows')).toEqual([[{ offset: 0 }]]);
  expect(heading()).toBe('1 new row waits for an answer');
});

test('[W4] after a push the rows that wait are the next step', async () => {
  const counts = { Updated: 1, 'Unclear (look before retrying)': 1, 'Not sent': 1 };
  let isOver = false;
  const server = waiting([row(12), row(13, { why: 'twin' })], {
    status: () => ({ ...PULLED, job: isOver ? null : job('push') }),
    pushStep: () => {
      isOver = true;
      const result = pushResult({ total: 3, counts, waiting: 2 });
      return { progress: progress('Pushing changes', 3, 3, true), paused: '', result };
    },
  });
  await openPanel(server, 'push');
  await press('Go on');
  expect(screen()).toContain('2 new rows wait for you');
  expect(blueButtons()).toEqual(['Answer 2 new rows']);
  // The one that was not sent is a twin: there is nothing to retry.
  expect(buttons()).not.toContain('Retry these');
  await press('Answer 2 new rows');
  expect(heading()).toBe('2 new rows wait for an answer');
});

test('[W4] an unclear row tells what happened, what Everflow holds, and what sending again could do', async () => {
  await openWaiting(
    waiting([row(12, { matches: [match(9123, { likeness: 'likely', differs: ['Delay (ms)'] })] })]),
  );
  expect(screen()).toContain('Unclear: was this postback created?');
  expect(screen()).toMatch(/Everflow did not answer when row 12 was sent \(3 Mar 2025, \d\d:02\)\./);
  expect(screen()).toMatch(
    /Possible match: #9123 \(same partner, offer, URL, differs in Delay \(ms\), made 3 Mar 2025, \d\d:03\)/,
  );
  expect(screen()).toContain('Sending again could make it fire twice.');
  expect(buttons().slice(0, 3)).toEqual([
    'It is #9123: row 12',
    'It was not created: send it: row 12',
    'Decide later: row 12',
  ]);
  expect(button(/^It was not/).textContent).toBe('It was not created: send it');
  expect(blueButtons()).toEqual(['It is #9123: row 12']);
});

test('[W4] a row without a match is not pushed towards an answer', async () => {
  await openWaiting(waiting([row(12, { matches: [], at: 0 })]));
  expect(screen()).toContain('when row 12 was sent.');
  expect(screen()).toContain('Everflow has none like it');
  expect(blueButtons()).toEqual(['Check edits']);
});

test('[W4] a postback with a row of its own is shown and cannot be chosen', async () => {
  const server = waiting([row(12, { why: 'twin', matches: [match(9123, { hasRow: true }), match(9124)] })]);
  await openWaiting(server);
  expect(screen()).toContain('Everflow already has the same postback');
  expect(screen()).toContain('#9123 (the same in every field');
  expect(screen()).toContain('It has a row of its own here: if this row made it, delete this row.');
  expect(buttons().filter((name) => name.startsWith('It is #'))).toEqual(['It is #9124: row 12']);
  await press(/^It is meant to fire beside it: send it/);
  // Both were seen, so both are said to be others.
  expect(server.argsOf('answerWaiting')).toEqual([[{ rowKey: 'n-12', answer: { others: [9123, 9124] } }]]);
});

test('[W4] an answered row says what was done, takes the focus, and the others stay', async () => {
  const server = waiting([row(12), row(14), row(15)]);
  await openWaiting(server);
  await press('It is #9123: row 12');
  expect(server.argsOf('answerWaiting')).toEqual([[{ rowKey: 'n-12', answer: { is: 9123 } }]]);
  expect(document.activeElement?.textContent).toBe('✓ Row 12 is #9123 now. Nothing was sent.');
  expect(blueButtons()).toEqual(['It is #9123: row 14']);
  await press('It was not created: send it: row 14');
  expect(document.activeElement?.textContent).toBe('✓ Row 14 may be sent: it is in the next review.');
  await press('Decide later: row 15');
  expect(server.argsOf('answerWaiting')).toHaveLength(2);
  expect(document.activeElement?.textContent).toContain('not sent until you answer');
  expect(blueButtons()).toEqual(['Review and push']);
  await press('Answer now: row 15');
  expect(document.activeElement?.textContent).toBe('Unclear: was this postback created?');
  expect(blueButtons()).toEqual(['It is #9123: row 15']);
});

test.each([
  ['It is #9123: row 12', 'Check edits'],
  ['It was not created: send it: row 12', 'Review and push'],
])('[W4] after the last answer comes what follows from it: %s', async (answer, next) => {
  await openWaiting(waiting([row(12)]));
  await press(answer);
  expect(blueButtons()).toEqual([next]);
});

test('[W4] a refused answer leaves its row as it was and says why there', async () => {
  const server = waiting([row(12), row(14)], { answerWaiting: () => refuse('waiting-other', '9123') });
  await openWaiting(server);
  await press('It is #9123: row 12');
  expect(alertText()).toContain('#9123 cannot be this row');
  expect(document.querySelector('[aria-label="Row 12"]')!.textContent).toContain('cannot be this row');
  expect(buttons()).toContain('It is #9123: row 12');
  expect(button('It is #9123: row 12').disabled).toBe(false);
});

test('[W4] further pages begin after the rows that are left, and no row is passed over or shown twice', async () => {
  const rows = Array.from({ length: 25 }, (_, at) => row(at + 2, { matches: [] }));
  const server = waiting(rows);
  await openWaiting(server);
  await press(/send it: row 2$/);
  await press(/send it: row 3$/);
  await press('Show more (10 of 25 shown)');
  expect(server.argsOf('waitingRows').at(-1)).toEqual([{ offset: 8 }]);
  await press('Show more (20 of 25 shown)');
  const shown = [...document.querySelectorAll('section')].map((one) => one.getAttribute('aria-label'));
  expect(shown).toEqual(rows.map(({ rowNumber }) => `Row ${rowNumber}`));
  expect(buttons().filter((name) => name.startsWith('Show more'))).toEqual([]);
});

test('[W4] where Everflow cannot be asked, the rows can be looked for again', async () => {
  const server = waiting([row(12)]);
  const { waitingRows } = server.handlers;
  server.answer({ waitingRows: () => refuse('no-answer') });
  await openWaiting(server);
  expect(alertText()).toContain('Everflow did not answer');
  expect(blueButtons()).toEqual(['Look again']);
  server.answer({ waitingRows: waitingRows! });
  await press('Look again');
  expect(heading()).toBe('1 new row waits for an answer');
  button('Look again').focus();
  await press('Look again');
  expect(document.activeElement?.textContent).toBe(heading());
});

test('[W4] nothing waits any more: said, and the way to the check', async () => {
  await openWaiting(waiting([]));
  expect(heading()).toBe('No new row waits for an answer');
  expect(blueButtons()).toEqual(['Check edits']);
});

test('[X1] what stands in a waiting row is text', async () => {
  await openWaiting(waiting([row(12, { firesFor: HOSTILE, sends: HOSTILE })]));
  expect(screen()).toContain('onerror="globalThis.harmed = true"');
  expect(document.querySelector('img')).toBeNull();
});
