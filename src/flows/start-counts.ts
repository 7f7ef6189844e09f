/**
 * What waits for a person at the start of the panel: edits, new rows without an answer, conflicts, and news from Everflow (X1). Reads the tab
 * without judging it, which the check does, and changes nothing.
 */
import { linesOf, totalsOf } from '../core/changes';
import { readDrafts } from '../core/edits';
import { namesOf } from '../core/names';
import { conflictsIn } from '../core/settle';
import { readAbsent } from './pull/absent';
import { unseenChanges } from './changes';
import { readKnown } from './known';
import type { Ports } from './ports';
import { readWaiting } from './push/unclear';

export interface StartCounts {
  /** Rows with changes and new rows, faulty ones included: as many as a check finds. */
  readonly edits: number;
  /** New rows that wait for a person's answer (W4). */
  readonly waiting: number;
  /** Rows that were changed in Everflow too and are not settled (M2). */
  readonly conflicts: number;
  /** What is not marked as seen: lines of the list, and postbacks that Everflow switched off among them (P9). */
  readonly news: { readonly lines: number; readonly switchedOff: number };
}

/** @throws Refusal as a check */
export function startCounts(ports: Ports): StartCounts {
  const {
    head,
    baseline: { rows, isDamaged },
  } = readKnown(ports);
  const { drafts } = readDrafts(ports.desk.read(head.deskSheetId), rows, {
    isDamaged,
    absent: readAbsent(ports),
    names: namesOf(rows),
  });
  const waiting = readWaiting(ports);
  const sums = unseenChanges(ports);
  return {
    edits: drafts.length,
    waiting: drafts.filter((draft) => draft.kind === 'create' && waiting.has(draft.rowKey)).length,
    conflicts: conflictsIn(drafts).length,
    news: { lines: linesOf(sums, rows).length, switchedOff: totalsOf(sums, rows).switchedOff },
  };
}
