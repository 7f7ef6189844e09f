/**
 * Ending a push that cannot be finished, because its books, its tab or its plan are gone (J4): what is still known of it, and what must come
 * before the next one. It sends nothing.
 */
import { Refusal } from '../../core/words';
import { endJob } from '../jobs';
import { logEvent } from '../log/log';
import type { Ports, Progress } from '../ports';
import type { PushJob, PushResult } from './state';
import { isJournalWhole, readJournal } from './journal';
import { countsOf, waitingOf } from './report';

export const givenUp: Progress = { doing: 'Pushing changes', done: 0, total: 0, finished: true };

/** If it cannot be told which new postbacks were sent, nothing more is pushed before a complete pull (J1). */
export function giveUp(ports: Ports, job: PushJob): PushResult {
  const { planId } = job.state;
  const { results, open } = readJournal(ports, planId);
  const gap = ports.books.gap();
  // Updates that may have been sent are read before they are sent again; creates are not.
  const isTold = isJournalWhole(ports, planId) && gap === undefined && ![...open.values()].includes('create');
  if (!isTold) ports.books.noteGap(gap ?? 'lost');
  endJob(ports);
  logEvent(ports, {
    what: 'Push',
    outcome: 'Given up',
    message: `${new Refusal('push-lost').title}. Push ${planId}.`,
  });
  const { code, title, message } = new Refusal('push-lost');
  return {
    planId,
    total: results.length,
    counts: countsOf(results),
    cancelled: true,
    waiting: waitingOf(results),
    ...(isTold ? {} : { stopped: { code, title, text: message } }),
    seconds: Math.round((ports.clock.now() - job.startedAt) / 1000),
  };
}
