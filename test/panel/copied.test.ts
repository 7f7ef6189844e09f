/**
 * @jest-environment jsdom
 *
 * A copied spreadsheet on the screen: the choice, what it calls, and what follows; and an unfinished push in books that were set back.
 */
import { REFUSALS, Refusal } from '../../src/core/words';
import { FakeServer, refuse } from './fake-server';
import { alertText, blueButtons, buttons, heading, openPanel, press, screen } from './open-panel';
import type { Status } from '../../src/panel/context';
import { job, PULLED, THEN } from './sample-answers';

type Trouble = NonNullable<Status['trouble']>;

function troubleOf(refusal: Refusal, choices: Trouble['choices']): Trouble {
  return { code: refusal.code, title: refusal.title, text: refusal.message, choices };
}

const COPIED: Status = {
  ...PULLED,
  trouble: troubleOf(new Refusal('copied-file'), ['keepAsRecord', 'workInCopy']),
};
const RECORD: Status = {
  ...PULLED,
  copy: { choice: 'record', by: 'ben@example.com', at: THEN },
  trouble: troubleOf(new Refusal('kept-as-record', 'ben@example.com', '2025-03-03 14:02:00 UTC'), [
    'workInCopy',
  ]),
};
const WORKED_IN: Status = { ...PULLED, trouble: troubleOf(new Refusal('copy-not-pulled'), []) };

function server(first: Status, next: Status): FakeServer {
  let status = first;
  const choose = (): Status => (status = next);
  return new FakeServer({ status: () => status, keepAsRecord: choose, workInCopy: choose });
}

test('[S7] a copy offers two choices, and keeping it as a record is the blue one', async () => {
  const fake = server(COPIED, RECORD);
  await openPanel(fake);
  expect(heading()).toBe('This spreadsheet is a copy');
  expect(buttons()).toEqual(['Keep as a record (read-only)', 'Work in this copy']);
  expect(blueButtons()).toEqual(['Keep as a record (read-only)']);
  await press('Keep as a record (read-only)');
  expect(fake.argsOf('keepAsRecord')).toHaveLength(1);
  expect(screen()).toMatch(/ben@example\.com chose so on 3 Mar 2025, \d\d:02:/);
  expect(buttons()).toEqual(['Work in this copy']);
});

test('[S7] working in the copy leads to a pull, and says why', async () => {
  const fake = server(COPIED, WORKED_IN);
  await openPanel(fake);
  await press('Work in this copy');
  expect(fake.argsOf('workInCopy')).toHaveLength(1);
  expect(screen()).toContain(REFUSALS['copy-not-pulled']().text);
  expect(blueButtons()).toEqual(['Pull postbacks']);
  expect(buttons()).not.toContain('Review and push');
});

test('[S7] the choice comes before a key is asked for', async () => {
  await openPanel(server({ ...COPIED, connections: [] }, RECORD));
  expect(buttons()).toEqual(['Keep as a record (read-only)', 'Work in this copy']);
});

test('[S5] a choice that is refused is told, and both stay on offer', async () => {
  await openPanel(new FakeServer({ status: () => COPIED, workInCopy: () => refuse('step-running', 'Ben') }));
  await press('Work in this copy');
  expect(alertText()).toContain('This is being worked on in another window');
  expect(buttons()).toHaveLength(2);
});

test('[J4] an unfinished push in books that were set back can only be ended, and promises nothing', async () => {
  const status: Status = {
    ...PULLED,
    job: job('push'),
    trouble: troubleOf(new Refusal('books-rewound'), []),
  };
  await openPanel(new FakeServer({ status: () => status }));
  expect(blueButtons()).toEqual(['End this push']);
  expect(buttons()).not.toContain('Go on');
  expect(screen()).toContain(REFUSALS['books-rewound']().title);
  expect(screen()).not.toMatch(/nothing was sent twice|Go on/);
});
