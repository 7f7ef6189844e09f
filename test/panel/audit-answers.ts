/** Answers of the server about the audit, in which a test changes only what it is about. */
import type { Value } from '../../src/panel/bridge';
import type { Handlers } from './fake-server';
import { progress, THEN } from './sample-answers';

export type Snapshot = Value<'snapshots'>[number];
export type Verified = NonNullable<Value<'verifySnapshotStep'>['result']>;
export type BroughtBack = NonNullable<Value<'undoStep'>['result']>;
export type PastPush = Value<'pushesDone'>[number];
export type LogVerdict = NonNullable<Value<'verifyLog'>['result']>;

export const DIGEST = 'a1'.repeat(32);

export const snapshot = (parts: Partial<Snapshot> = {}): Snapshot => ({
  sheetId: 71,
  name: 'Snapshot 2025-03-03 14:02',
  title: 'All postbacks',
  takenAt: THEN,
  takenBy: 'anna@example.com',
  rows: 900,
  partnerIds: [],
  othersToo: false,
  masked: false,
  digest: DIGEST,
  ...parts,
});

export const verified = (parts: Partial<Verified> = {}): Verified => ({
  digest: DIGEST,
  stated: DIGEST,
  kept: DIGEST,
  intact: true,
  changed: [],
  added: [],
  removed: [],
  counts: { changed: 0, added: 0, removed: 0 },
  elsewhere: false,
  columnsMoved: false,
  strays: 0,
  rows: 900,
  certain: true,
  isPasted: null,
  ...parts,
});

export const broughtBack = (parts: Partial<BroughtBack> = {}): BroughtBack => ({
  rows: 12,
  cells: 14,
  switchedOff: 1,
  same: 2,
  left: { 'changed-since': 1, unsent: 1 },
  examples: [
    { id: 501, header: 'URL', why: 'changed-since' },
    { id: 502, header: '', why: 'unsent' },
  ],
  ...parts,
});

export const pastPush = (parts: Partial<PastPush> = {}): PastPush => ({
  planId: 'plan1',
  at: THEN,
  by: 'anna@example.com',
  reason: 'TICKET-7',
  counts: { Updated: 12 },
  rows: 12,
  ...parts,
});

export const logVerdict = (parts: Partial<LogVerdict> = {}): LogVerdict => ({
  lines: 40,
  broken: [],
  brokenInAll: 0,
  missing: [],
  missingInAll: 0,
  doubled: [],
  doubledInAll: 0,
  newestIsThere: true,
  newest: 40,
  intact: true,
  ...parts,
});

/** A server on which everything of the audit goes well, and finds something. */
export function auditHandlers(): Handlers {
  const done = progress('Reading', 9, 9, true);
  return {
    snapshots: () => [snapshot(), snapshot({ sheetId: 72, takenAt: THEN + 60_000, masked: true })],
    snapshotStart: () => progress('Writing the snapshot', 0, 900),
    snapshotStep: () => ({
      progress: done,
      result: {
        cancelled: false,
        sheetId: 71,
        name: 'Snapshot 2025-03-03 14:02',
        digest: DIGEST,
        rows: 900,
        choice: { partnerIds: [], othersToo: false, masked: false },
        protection: 'warning',
      },
    }),
    verifySnapshotStep: () => ({
      progress: done,
      result: verified({
        intact: false,
        changed: ['501'],
        counts: { changed: 1, added: 0, removed: 0 },
        isPasted: false,
        elsewhere: true,
        strays: 1,
        certain: false,
      }),
    }),
    compareStart: () => progress('Reading the snapshots', 0, 900),
    compareStep: () => ({
      progress: done,
      result: {
        cancelled: false,
        sheetId: 80,
        name: 'Compare 2025-03-03 14:02',
        added: 1,
        gone: 2,
        changed: 3,
        onlyTold: 4,
        lines: 9,
        marks: { ours: 5, seen: 3, unexplained: 1 },
      },
    }),
    verifyLog: () => ({
      progress: done,
      result: logVerdict({ intact: false, broken: [7], brokenInAll: 1, missing: [[3, 5]], missingInAll: 3 }),
    }),
    startNewLog: () => ({ lines: 1, isLarge: false }),
    pushesDone: () => [pastPush(), pastPush({ planId: 'plan0', reason: '', by: '' })],
    pushRows: () => ({ total: 1, rows: [{ seq: 1, outcome: 'Updated', id: 501, message: '', status: 200 }] }),
    selection: () => ({ ids: [501], rowKeys: [], hidden: 0, hiddenUntold: 0, unclear: 0 }),
    undoStep: () => ({ progress: done, result: broughtBack() }),
    restoreStep: () => ({ progress: done, result: { ...broughtBack(), intact: false } }),
    stateName: () => {
      throw new Error('Say what the status is afterwards');
    },
  };
}
