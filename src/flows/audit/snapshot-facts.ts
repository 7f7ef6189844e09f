/** What a snapshot is taken of, and what its head tells: settled when it is begun (A2). */
import type { Baseline } from '../../core/baseline';
import { utcText } from '../../core/utc-text';
import { maskText } from '../../core/audit/mask';
import { headLines, titleOf, type SnapshotFacts } from '../../core/audit/snapshot-head';
import {
  countsOf,
  notLoaded,
  selectRows,
  SNAPSHOT_HEADERS,
  type PullScope,
  type Selected,
  type SnapshotChoice,
} from '../../core/audit/snapshot-rows';
import { readDrafts } from '../../core/edits';
import { LAYOUT } from '../../core/layouts';
import { namesOf } from '../../core/names';
import { isRefusal, Refusal } from '../../core/words';
import { describeQuery, isUnfiltered, matchesLocally, toBody } from '../../everflow/query';
import { readAbsent } from '../pull/absent';
import { needHead, readBaseline, type BaselineReading, type Head } from '../head';
import type { Ports } from '../ports';
import { finishedSnapshots, type SnapshotPlan } from './snapshot-records';

export interface Source {
  readonly head: Head;
  readonly baseline: BaselineReading;
  readonly scope: PullScope;
  /** Filter of the last pull in words. */
  readonly filter: string;
}

/**
 * The last pull, if a snapshot may be taken of it.
 * @throws Refusal snapshot-incomplete, books-damaged, and what a check can refuse for tab and books
 */
export function needSource(ports: Ports): Source {
  const head = needHead(ports);
  if (!head.complete) throw new Refusal('snapshot-incomplete');
  const baseline = readBaseline(ports, head.baseline, head.blocks);
  if (baseline.damaged) throw new Refusal('books-damaged');
  const { filter, scope } = scopeOf(head, baseline.rows);
  return { head, baseline, filter, scope };
}

function scopeOf({ pulledAt, everythingAt, asked }: Head, rows: Baseline): Pick<Source, 'filter' | 'scope'> {
  const isEverything = asked ? isUnfiltered(asked.query) : everythingAt === pulledAt;
  // Builds that did not keep the query kept its words with each row.
  const filter = asked
    ? describeQuery(asked.query)
    : isEverything
      ? 'All postbacks'
      : wordsOf(rows, pulledAt);
  return {
    filter,
    scope: {
      pulledAt,
      partnerIds: asked?.query.partnerIds ?? [],
      offerIds: asked?.query.offerIds ?? [],
      filter: isEverything ? undefined : filter,
      matches: (fields) => !asked || matchesLocally(fields, asked.query),
    },
  };
}

function wordsOf(rows: Baseline, pulledAt: number): string {
  for (const row of rows.values()) if (row.readAt === pulledAt) return row.filter;
  return 'All postbacks';
}

/** More would not fit beside the job. */
const MOST_PARTNERS = 500;

/** Puts what came from outside into shape: only what is meant, and ids that can be ids. @throws Refusal filter-long */
export function choiceOf(request: Partial<SnapshotChoice> | undefined): SnapshotChoice {
  const ids = (request?.partnerIds ?? []).filter((id) => Number.isSafeInteger(id) && id > 0);
  if (ids.length > MOST_PARTNERS) throw new Refusal('filter-long');
  return {
    partnerIds: [...new Set(ids)].sort((a, b) => a - b),
    othersToo: request?.othersToo === true,
    masked: request?.masked === true,
  };
}

/** @throws Refusal snapshot-empty */
export function selected({ baseline, scope }: Source, choice: SnapshotChoice): Selected {
  const found = selectRows(baseline.rows, scope, choice);
  if (found.rows.length === 0) throw new Refusal('snapshot-empty');
  return found;
}

/** Everything that is settled when a snapshot is begun. */
export function planOf(ports: Ports, source: Source, choice: SnapshotChoice, takenBy: string): SnapshotPlan {
  const { head } = source;
  // A search term may be a token.
  const shown = (text: string): string => (choice.masked ? maskText(text) : text);
  const filter = shown(source.filter);
  const { rows, leftOut } = selected(source, choice);
  const takenAt = ports.clock.now();
  const [last] = finishedSnapshots(ports);
  const facts: SnapshotFacts = {
    network: head.network,
    spreadsheetId: ports.spreadsheetId(),
    takenAt,
    takenBy,
    pull: {
      firstRequestAt: head.asked?.first ?? 0,
      lastRequestAt: head.asked?.last ?? 0,
      by: head.pulledBy,
      filter,
      sent: head.asked ? shown(JSON.stringify(toBody(head.asked.query))) : '',
    },
    choice,
    postbacks: rows.length,
    byStatus: countsOf(rows, 'pixel_status'),
    byMethod: countsOf(rows, 'delivery_method'),
    notLoaded: notLoaded(rows),
    leftOut,
    pushedSince: rows.filter(({ readAt }) => readAt > head.pulledAt).length,
    unsent: unsentText(ports, source),
    version: ports.version,
    layout: LAYOUT,
    previous: last?.done ? `${last.done.digest}, taken at ${utcText(last.takenAt / 1000)}` : '',
  };
  return {
    kind: 'plan',
    lines: headLines(facts),
    headers: SNAPSHOT_HEADERS,
    title: titleOf(facts),
    choice,
    takenAt,
    takenBy,
    rows: rows.length,
    baseline: head.baseline,
    filter,
  };
}

/** A snapshot can be taken while the Postbacks tab is in no state to be read. */
function unsentText(ports: Ports, { head, baseline }: Source): string {
  try {
    const { drafts } = readDrafts(ports.desk.read(head.deskSheetId), baseline.rows, {
      isDamaged: baseline.isDamaged,
      absent: readAbsent(ports),
      names: namesOf(baseline.rows),
    });
    if (drafts.length === 0) return 'none';
    const created = drafts.filter(({ kind }) => kind === 'create').length;
    return `${drafts.length - created} changed and ${created} new rows in the Postbacks tab, none of them in this snapshot`;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return `not counted: ${error.title}`;
  }
}
