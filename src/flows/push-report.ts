/**
 * What a push tells while it runs and afterwards: progress, counts, why it waits, and the outcomes row by row (W5). Derived from the
 * results alone.
 */
import type { Plan } from '../core/plan';
import type { Outcome } from '../core/words';
import type { Ports, Progress } from './ports';
import { readResults, type RowResult } from './push-results';

/** Equal refusals after which the push asks: so many in all, or the first so many without exception (W5). */
const REFUSALS_IN_ALL = 20;
const REFUSALS_AT_START = 10;

/** The message that Everflow gave so often that a person should look; '' if there is none. */
export function whyPause(results: readonly RowResult[]): string {
  const refusals = new Map<string, number>();
  for (const { outcome, message } of results) {
    if (outcome === 'Refused by Everflow') refusals.set(message, (refusals.get(message) ?? 0) + 1);
  }
  for (const [message, count] of refusals) {
    const all = count >= REFUSALS_AT_START && count === results.length;
    if (count >= REFUSALS_IN_ALL || all) return message;
  }
  return '';
}

export function countsOf(results: readonly RowResult[]): { readonly [O in Outcome]?: number } {
  const counts: { [O in Outcome]?: number } = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

const GOOD: readonly Outcome[] = ['Updated', 'Created', 'Nothing to change'];

export function progressOf(results: readonly RowResult[], plan: Plan): Progress {
  const failed = results.filter(({ outcome }) => !GOOD.includes(outcome)).length;
  const doing = failed === 0 ? 'Pushing changes' : `Pushing changes (${failed} not pushed)`;
  return { doing, done: results.length, total: plan.items.length, finished: false };
}

/** Outcomes of a push, for its page of results. */
export function pushOutcomes(
  ports: Ports,
  planId: string,
  offset: number,
  count: number,
): { readonly total: number; readonly rows: readonly Omit<RowResult, 'truth' | 'pulled'>[] } {
  const results = readResults(ports, planId);
  const rows = results.slice(offset, offset + count).map(({ truth: _truth, pulled: _pulled, ...row }) => row);
  return { total: results.length, rows };
}
