/**
 * What a push tells while it runs and afterwards: progress, counts, why it waits, and the outcomes row by row (W5). Derived from the
 * results alone.
 */
import type { Plan } from '../../core/plan';
import { isRefusal, type Outcome } from '../../core/words';
import { massRefusal } from '../../everflow/policy';
import type { Job } from '../jobs';
import { readJournal } from './journal';
import { readStarted } from '../preview/plan-store';
import type { Ports, Progress } from '../ports';
import type { RowResult } from './results';
import type { PushState } from './state';

/** The message that Everflow gave so often that a person should look; '' if there is none. */
export function whyPause(results: readonly RowResult[]): string {
  const refusals = results.filter(({ outcome }) => outcome === 'Refused by Everflow');
  return massRefusal(
    refusals.map(({ message }) => message),
    results.length,
  );
}

export function countsOf(results: readonly RowResult[]): { readonly [O in Outcome]?: number } {
  const counts: { [O in Outcome]?: number } = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** New rows that wait for a person. */
export function waitingOf(results: readonly RowResult[]): number {
  return results.filter(({ waits }) => waits !== undefined).length;
}

const GOOD: readonly Outcome[] = ['Updated', 'Created', 'Nothing to change'];

export function progressOf(results: readonly RowResult[], plan: Pick<Plan, 'items'>): Progress {
  const failed = results.filter(({ outcome }) => !GOOD.includes(outcome)).length;
  const doing = failed === 0 ? 'Pushing changes' : `Pushing changes (${failed} not pushed)`;
  return { doing, done: results.length, total: plan.items.length, finished: false };
}

/** True for a push of which every row has its result, so that the tab alone has to follow. */
export function isOnlyToShow(ports: Ports, job: Job<string, unknown> | undefined): boolean {
  if (job?.kind !== 'push') return false;
  const { planId } = job.state as PushState;
  try {
    return readJournal(ports, planId).results.length >= readStarted(ports, planId).plan.items.length;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return false;
  }
}

/** What the panel shows of a row: what only books and cells follow from stays here. */
export type ShownResult = Omit<RowResult, 'truth' | 'pulled'>;

/** Outcomes of a push in the order of its plan, for its page of results. */
export function pushOutcomes(
  ports: Ports,
  planId: string,
  offset: number,
  count: number,
): { readonly total: number; readonly rows: readonly ShownResult[] } {
  const results = [...readJournal(ports, planId).results].sort((a, b) => a.seq - b.seq);
  const rows = results.slice(offset, offset + count).map(({ truth: _truth, pulled: _pulled, ...row }) => row);
  return { total: results.length, rows };
}
