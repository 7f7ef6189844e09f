/** A person's yes to a push that waits: after equal refusals, after its first rows, or on another day (W5, W8, J3). Sends nothing. */
import { needJob } from '../jobs';
import type { Ports, Progress } from '../ports';
import { progressOf } from './report';
import { keep, openSession, tell } from './session';
import type { PauseReason, PushState } from './state';

/**
 * Goes on after the push has waited for a person.
 * @param answered what the person was asked; a yes to something else than is asked by now, from a window that was left open, changes nothing
 */
export function goOnPushing(ports: Ports, answered?: PauseReason): Progress {
  const job = needJob<'push', PushState>(ports, 'push');
  const session = openSession(ports, job.state.planId);
  const { waits, trial: _trial, ...state } = job.state;
  if (answered && answered !== waits?.why) return progressOf(session.results, session.plan);
  tell(session, [{ kind: 'go-on', at: ports.clock.now(), why: waits?.why ?? '', by: ports.person() }]);
  // A yes to refusals is not one to the first rows, and the other way round.
  const trial = waits?.why === 'trial' ? undefined : job.state.trial;
  keep(ports, job, {
    ...state,
    goOn: state.goOn || waits?.why === 'refusals',
    ...(trial ? { trial } : {}),
  });
  return progressOf(session.results, session.plan);
}
