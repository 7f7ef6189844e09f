/**
 * How a push ends: done, stopped by a trouble or a person, or given up. Whatever the reason, of rows that an earlier execution may have sent it is found out
 * first what became of them, as far as Everflow can be asked (J1, W5).
 */
import { isRefusal, type Refusal } from '../../core/words';
import type { EverflowClient } from '../../everflow/client';
import { clientFor, keepRate, proveNetwork } from '../access';
import { endJob } from '../jobs';
import type { JournalEnd } from './journal';
import { showLast } from '../log/push';
import type { Ports } from '../ports';
import { workOf } from './batch';
import { lookAtOpen } from './open';
import { countsOf, progressOf, waitingOf } from './report';
import type { SearchContext } from './search';
import { itemsLeft, openSession, record, type PushSession } from './session';
import type { PushJob, PushState, PushStep } from './state';
import { notSent } from './updates';

/** True if the tab, the books or the plan are gone, so that there is nothing left to go on with. */
export function isLost(ports: Ports, planId: string): boolean {
  try {
    openSession(ports, planId);
    return false;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return true;
  }
}

/** Why rows are left; neither if none is. */
export interface EndsBecause {
  readonly cancelled?: boolean;
  readonly refusal?: Refusal;
}

/** "Stop here": nothing more is sent. Works without a key too. */
export function cancelPush(session: PushSession, job: PushJob): PushStep {
  const { ports } = session;
  if (session.open.size === 0) return endPush(session, job, job.state, { cancelled: true });
  const client = clientOrNone(ports, session);
  const context = client && workOf(session, client).context;
  const step = endPush(session, job, job.state, { cancelled: true }, context);
  if (client) keepRate(ports, client);
  return step;
}

/** The client, if Everflow may be asked at all. */
function clientOrNone(ports: Ports, { head }: PushSession): EverflowClient | undefined {
  try {
    // It is asked on behalf of the wish to cancel, which must not cut its waits short.
    const client = clientFor(ports, head.network, 'patient');
    proveNetwork(client, head.network);
    return client;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

/**
 * Ends a push: rows without a result are "Not sent", unless they may have been sent.
 * @param context for asking Everflow about rows that may have been sent; undefined if it cannot be asked
 */
export function endPush(
  session: PushSession,
  job: PushJob,
  state: PushState,
  why: EndsBecause,
  context?: SearchContext,
): PushStep {
  lookAtOpen(context, session);
  const rest = itemsLeft(session).map((item) =>
    notSent(item.kind === 'update' ? item : { seq: item.seq }, why.refusal),
  );
  const { refusal } = why;
  const end: JournalEnd = {
    kind: 'end',
    at: session.ports.clock.now(),
    why: why.cancelled ? 'cancelled' : refusal ? 'stopped' : 'done',
    ...(refusal ? { stopped: { code: refusal.code, title: refusal.title, text: refusal.message } } : {}),
  };
  record(session, rest, [], [end]);
  return concludePush(session, job, state, end);
}

/** What is left to do once the journal says that the push has ended; repeated if it was cut off. */
export function concludePush(
  session: PushSession,
  job: PushJob,
  state: PushState,
  { why, at, stopped }: JournalEnd,
): PushStep {
  const { ports, plan, results } = session;
  showLast(session, job, state);
  endJob(ports);
  return {
    progress: { ...progressOf(results, plan), finished: true },
    paused: '',
    result: {
      planId: plan.id,
      total: plan.items.length,
      counts: countsOf(results),
      cancelled: why === 'cancelled',
      ...(stopped ? { stopped } : {}),
      waiting: waitingOf(results),
      seconds: Math.round((at - job.startedAt) / 1000),
    },
  };
}
