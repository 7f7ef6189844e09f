/**
 * @jest-environment jsdom
 *
 * Accessibility of each view in each of its stages [X1]. jsdom draws nothing, so contrast is judged from the style sheet below.
 */
import axe from 'axe-core';
import type { View } from '../../src/panel/view-names';
import type { Value } from '../../src/panel/bridge';
import { FakeServer, refuse, type Handlers } from './fake-server';
import { blueButtons, heading, openPanel, press, tick, unfold } from './open-panel';
import { auditHandlers } from './audit-answers';
import { healthAnswer, healthHandlers } from './health-answers';
import {
  checkResult,
  conflictLine,
  conflictsOf,
  conflictUnit,
  FRESH,
  preview,
  previewAnswer,
  progress,
  PULLED,
  pullResult,
  pushResult,
  job,
  THEN,
} from './sample-answers';

// axe asks for a canvas to see whether a text is drawn as an icon; jsdom has none and says so loudly.
beforeAll(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
});

async function violations(): Promise<string[]> {
  jest.useRealTimers();
  const found = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.passes.length).toBeGreaterThan(8);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

const ALL = preview({
  effects: [{ effect: 'other', label: 'Other changes', count: 2, ticked: true }],
  warnings: [
    { cause: 'a', title: 'Own tick', severity: 'own-tick', count: 1, confirmed: 0, ticked: false },
    { cause: 'b', title: 'Warning', severity: 'warning', count: 1, confirmed: 0, ticked: true },
  ],
  confirm: { typed: true, number: 2 },
  page: {
    offset: 0,
    total: 1,
    next: null,
    lines: [{ seq: 1, kind: 'create', firesFor: 'Partner 7', changes: [], effects: [], warnings: [] }],
  },
});
const GROUP = {
  cause: 'c',
  rule: 'V4',
  severity: 'error',
  title: 'Spaces',
  count: 1,
  fixes: [{ id: 'trim', label: 'Trim', count: 1 }],
  examples: [{ rowNumber: 2, header: 'URL', message: 'Has a space.' }],
} as const;

const NEWS: Value<'changesPage'> = {
  changed: 1,
  switchedOff: 1,
  isNew: 0,
  gone: 1,
  back: 0,
  notRefreshed: 0,
  total: 1,
  offset: 0,
  upTo: 1,
  lines: [
    {
      id: 5,
      firesFor: 'Partner 7',
      kind: 'switched-off',
      header: 'Status',
      before: 'active',
      after: 'inactive',
    },
  ],
};

const IN_USE = { by: 'ben@example.com', since: THEN, live: false, mine: false };
/** A push that was left after its first rows. */
const left = (parts: Parameters<typeof job>[1] = {}): Handlers => ({
  status: () => ({
    ...PULLED,
    job: job('push', { push: { planId: 'plan1', done: 5, total: 90, open: 2 }, ...parts }),
  }),
});
const READ_ONLY: Handlers = { status: () => ({ ...PULLED, readOnly: { by: '', at: THEN } }) };

type TrialRow = NonNullable<Value<'pushStep'>['trial']>[number];
const TRIAL: TrialRow = { seq: 1, id: 5, outcome: 'Updated', differs: [], read: true };
const MATCH = {
  id: 9123,
  likeness: 'likely',
  differs: ['Delay (ms)'],
  made: THEN / 1000,
  hasRow: false,
} as const;
const WAITING: Value<'waitingRows'>['rows'][number] = {
  rowKey: 'n-1',
  rowNumber: 12,
  why: 'unclear',
  at: THEN,
  firesFor: 'Partner 7',
  sends: 'https://t.example/p',
  matches: [MATCH, { ...MATCH, id: 9124, hasRow: true }],
};
const waitingFor = (why: 'trial' | 'quota', trial?: readonly TrialRow[]): Handlers => ({
  ...left(),
  pushStep: () => ({
    progress: progress('Pushing changes', 5, 90),
    paused: 'Look.',
    why,
    ...(trial && { trial }),
  }),
});
const CONFLICTS = conflictsOf(
  conflictLine(),
  conflictLine({
    id: 502,
    units: [
      { ...conflictUnit(), turnsOn: true },
      { ...conflictUnit({ field: 'description', header: 'Description' }), fits: false },
    ],
  }),
);

async function openSettings(): Promise<void> {
  await press('Settings');
  await unfold('For everyone in this spreadsheet');
}

async function openNews(): Promise<void> {
  await press('What changed in Everflow');
  await unfold(/^Every change/);
}

const handlers: Handlers = {
  ...auditHandlers(),
  ...healthHandlers(),
  startCounts: () => ({ edits: 3, waiting: 1, conflicts: 2, news: { lines: 4, switchedOff: 1 } }),
  status: () => ({ ...PULLED, log: { lines: 40, isLarge: true } }),
  settings: () => ({ threshold: 50, reasonRequired: false }),
  pullStart: () => progress('Reading details', 1, 2),
  pullStep: () => ({
    progress: progress('Writing rows', 1, 1, true),
    result: pullResult({ complete: false, missing: 3 }),
  }),
  checkStep: () => ({
    progress: progress('Writing messages', 1, 1, true),
    result: checkResult({ groups: [GROUP] }),
  }),
  previewStart: () => previewAnswer({ all: ALL, stopped: 1 }),
  previewShow: () => ALL,
  previewConfirm: () => ({ planId: 'plan1', digest: 'd', writes: 2 }),
  pushStart: () => progress('Pushing changes', 0, 2),
  pushStep: () => ({ progress: progress('Pushing changes', 2, 2, true), paused: '', result: pushResult() }),
};

const openAudit = (way: string) => async (): Promise<void> => {
  await press('Audit and undo');
  await press(way);
};

async function unfoldRows(): Promise<void> {
  await press('Show its rows');
  document.querySelector('h1')!.focus();
}

interface Stage {
  readonly view: View;
  readonly more?: Handlers;
  readonly reach?: (server: FakeServer) => Promise<void>;
}

async function push(): Promise<void> {
  await tick(/I have looked/);
  await press(/^Push 2/);
}

const STAGES: Readonly<Record<string, Stage>> = {
  'first run': { view: 'home', more: { status: () => FRESH } },
  'failed start': { view: 'home', more: { status: () => refuse('unexpected') } },
  start: { view: 'home' },
  'unfinished push': {
    view: 'home',
    more: { status: () => ({ ...PULLED, job: job('push', { startedBy: '' }) }) },
  },
  'pull form': { view: 'pull', reach: () => press('Add another search') },
  'pull under way': {
    view: 'pull',
    reach: async (server) => {
      server.hold('pullStep');
      await press('Pull postbacks');
    },
  },
  'pull outcome': { view: 'pull', reach: () => press('Pull postbacks') },
  'pull with news': {
    view: 'pull',
    more: {
      pullStep: () => ({
        progress: progress('Writing rows', 2, 2, true),
        result: pullResult({ changed: 1, switchedOff: 1, gone: 1 }),
      }),
      changesPage: () => NEWS,
    },
    reach: () => press('Pull postbacks'),
  },
  'copied file': {
    view: 'home',
    more: {
      status: () => ({
        ...PULLED,
        trouble: {
          code: 'copied-file',
          title: 'A copy',
          text: 'Choose.',
          choices: ['keepAsRecord', 'workInCopy'],
        },
      }),
    },
  },
  settings: { view: 'home', reach: openSettings },
  news: { view: 'home', more: { changesPage: () => NEWS }, reach: openNews },
  check: { view: 'check' },
  'places of a problem': {
    view: 'check',
    reach: () => unfold('Where (40)'),
    more: {
      checkStep: () => ({
        progress: progress('Writing messages', 1, 1, true),
        result: checkResult({ groups: [{ ...GROUP, count: 40 }] }),
      }),
      problemsPage: () => ({ total: 40, lines: Array.from({ length: 40 }, () => GROUP.examples[0]) }),
    },
  },
  'refused check': { view: 'check', more: { checkStep: () => refuse('desk-missing') } },
  conflicts: {
    view: 'home',
    more: { conflicts: () => CONFLICTS },
    reach: () => press('Settle 2 conflicts'),
  },
  'no conflicts': {
    view: 'home',
    more: { conflicts: () => conflictsOf() },
    reach: () => press('Settle 2 conflicts'),
  },
  'conflicts refused': {
    view: 'home',
    more: { conflicts: () => refuse('desk-missing') },
    reach: () => press('Settle 2 conflicts'),
  },
  preview: { view: 'push' },
  'preview with all that it has': {
    view: 'push',
    reach: async () => {
      await press('Leave out…');
      await unfold(/^Every change/);
    },
  },
  'push outcome': { view: 'push', reach: push },
  'push question': {
    view: 'push',
    more: { pushStep: () => ({ progress: progress('Pushing changes', 1, 2), paused: 'Invalid offer' }) },
    reach: push,
  },
  'push at work elsewhere': { view: 'home', more: left({ inUse: { ...IN_USE, live: true } }) },
  'push left by somebody': {
    view: 'check',
    more: left({ inUse: IN_USE }),
    reach: () => tick(/not at it any more/),
  },
  'what was done': {
    view: 'home',
    more: {
      ...left(),
      pushRows: () => ({
        total: 1,
        rows: [{ seq: 1, outcome: 'Updated', id: 5, message: 'Kept.', status: 200 }],
      }),
    },
    reach: () => press('Show what was done'),
  },
  'first five as reviewed': { view: 'push', more: waitingFor('trial', [TRIAL]), reach: () => press('Go on') },
  'first five not as reviewed': {
    view: 'push',
    more: waitingFor('trial', [
      { ...TRIAL, differs: ['URL'] },
      { ...TRIAL, seq: 2, read: false },
    ]),
    reach: () => press('Go on'),
  },
  'push without quota': { view: 'push', more: waitingFor('quota'), reach: () => press('Go on') },
  'push at work': {
    view: 'push',
    more: left(),
    reach: (server) => {
      server.hold('pushStep');
      return press('Go on');
    },
  },
  'push without word': {
    view: 'push',
    more: {
      ...left(),
      pushStep: () => {
        throw new Error('gone');
      },
    },
    reach: () => press('Go on'),
  },
  'push taken over by others': {
    view: 'push',
    more: { ...left(), pushStep: () => refuse('step-lost') },
    reach: () => press('Go on'),
  },
  'push with rows to answer and to retry': {
    view: 'push',
    more: {
      ...left(),
      pushStep: () => ({
        progress: progress('Pushing changes', 9, 9, true),
        paused: '',
        result: pushResult({ counts: { 'Not sent': 2, 'Refused by Everflow': 1 }, waiting: 1 }),
      }),
    },
    reach: () => press('Go on'),
  },
  'rows that wait': {
    view: 'check',
    more: {
      checkStep: () => ({
        progress: progress('Writing messages', 1, 1, true),
        result: checkResult({ groups: [{ ...GROUP, cause: 'twin-create' }] }),
      }),
      waitingRows: () => ({
        total: 3,
        rows: [
          WAITING,
          { ...WAITING, rowKey: 'n-2', rowNumber: 13, why: 'twin' },
          { ...WAITING, rowKey: 'n-3', rowNumber: 14 },
        ],
      }),
      answerWaiting: () => true,
    },
    reach: async () => {
      await press('Answer these');
      await press('It is #9123: row 12');
      await press('Decide later: row 14');
      document.querySelector('h1')!.focus();
    },
  },
  'no row waits': {
    view: 'check',
    more: {
      checkStep: () => ({
        progress: progress('Writing messages', 1, 1, true),
        result: checkResult({ groups: [{ ...GROUP, cause: 'unclear-create' }] }),
      }),
      waitingRows: () => ({ total: 0, rows: [] }),
    },
    reach: () => press('Answer these'),
  },
  'read-only start': { view: 'home', more: READ_ONLY },
  'read-only preview': {
    view: 'push',
    more: { ...READ_ONLY, previewStart: () => previewAnswer({ all: preview({ writes: 30 }) }) },
  },
  health: { view: 'health' },
  'health of part of it': {
    view: 'health',
    more: {
      health: () =>
        healthAnswer({
          limits: {
            damaged: true,
            incomplete: true,
            filter: 'Active postbacks',
            notRefreshed: 2,
            notLoaded: 1,
          },
        }),
    },
  },
  'health, nothing found': { view: 'health', more: { health: () => healthAnswer({ findings: [] }) } },
  'health before a pull': { view: 'health', more: { status: () => FRESH } },
  'health refused': { view: 'health', more: { health: () => refuse('books-damaged') } },
  'health being read': { view: 'home', reach: (server) => (server.hold('health'), press('Health')) },
  'postbacks of a finding': { view: 'health', reach: () => press(/^See 1 postback/) },
  'groups of postbacks': { view: 'health', reach: () => press(/^See 9 postbacks/) },
  'all hosts': { view: 'health', reach: () => press(/^All 3/) },
  audit: { view: 'home', reach: () => press('Audit and undo') },
  'snapshot form': { view: 'snapshot' },
  'snapshot taken': { view: 'snapshot', reach: () => press('Take snapshot') },
  'snapshot under way': {
    view: 'snapshot',
    reach: (server) => {
      server.hold('snapshotStep');
      return press('Take snapshot');
    },
  },
  'snapshot interrupted': {
    view: 'snapshot',
    more: { snapshotStep: () => refuse('snapshot-overtaken') },
    reach: () => press('Take snapshot'),
  },
  'unfinished snapshot': { view: 'home', more: { status: () => ({ ...PULLED, job: job('snapshot') }) } },
  'who are you': { view: 'snapshot', more: { status: () => ({ ...PULLED, person: '' }) } },
  snapshots: { view: 'home', reach: openAudit('Verify or restore a snapshot') },
  'no snapshots': {
    view: 'home',
    more: { snapshots: () => [] },
    reach: openAudit('Verify or restore a snapshot'),
  },
  'snapshots refused': {
    view: 'home',
    more: { snapshots: () => refuse('books-damaged') },
    reach: openAudit('Verify or restore a snapshot'),
  },
  'snapshot verified': {
    view: 'home',
    reach: async () => {
      await openAudit('Verify or restore a snapshot')();
      await press('Verify');
      await press('Verify');
    },
  },
  'rows restored': {
    view: 'home',
    reach: async () => {
      await openAudit('Verify or restore a snapshot')();
      await press('Restore rows from it');
      await press('Restore rows');
      await unfold('Which ones');
    },
  },
  compare: { view: 'home', reach: openAudit('Compare snapshots') },
  compared: {
    view: 'home',
    reach: async () => {
      await openAudit('Compare snapshots')();
      await press('Compare');
    },
  },
  'change log': {
    view: 'home',
    reach: async () => {
      await openAudit('Change log')();
      await press('Verify log');
      document.querySelector('h1')!.focus();
    },
  },
  undo: { view: 'undo', reach: () => unfoldRows() },
  'nothing to undo': { view: 'undo', more: { pushesDone: () => [] } },
  undone: { view: 'undo', reach: () => press('Undo this push') },
  'undo under way': {
    view: 'undo',
    reach: (server) => {
      server.hold('undoStep');
      return press('Undo this push');
    },
  },
};

/** Stages of work, which has no next step but to wait. */
const WORKING = [
  'pull under way',
  'push at work',
  'snapshot under way',
  'undo under way',
  'health being read',
];

test.each(Object.keys(STAGES))(
  '[X1] %s: no axe violation, one blue button, the focus on the heading',
  async (name) => {
    const { view, more, reach } = STAGES[name]!;
    const server = new FakeServer({ ...handlers, ...more });
    await openPanel(server, view);
    for (const details of document.querySelectorAll('details')) details.open = true;
    await reach?.(server);
    expect(blueButtons()).toHaveLength(WORKING.includes(name) ? 0 : 1);
    if (name !== 'failed start' && name !== 'pull form')
      expect(document.activeElement?.textContent).toBe(heading());
    expect(await violations()).toEqual([]);
  },
);

/** Relative luminance. Source: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

test.each([
  ['#202124', '#f1f3f4'],
  ['#202124', '#fce8e6'],
  ['#5f6368', '#f1f3f4'],
  ['#5f6368', '#f8f9fa'],
  ['#b3261e', '#ffffff'],
  ['#ffffff', '#1a73e8'],
  ['#202124', '#ceead6'],
  ['#202124', '#fad2cf'],
  ['#174ea6', '#ffffff'],
  ['#174ea6', '#fce8e6'],
  ['#5f6368', '#fce8e6'],
])('[X1] %s on %s has a contrast of at least 4.5', (text, ground) => {
  const [light, dark] = [luminance(text), luminance(ground)].sort((a, b) => b - a) as [number, number];
  expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
});
