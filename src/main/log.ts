/** Exposed functions of the change log: verifying it, beginning a new one, and the name that it shows. */
import { startNewLog as beginNewLog, type LogStatus } from '../flows/log/log';
import { stepVerifyLog, type VerifyLogRequest, type VerifyLogStep } from '../flows/log/verify';
import { stateName as keepName } from '../flows/setup/stated-name';
import { readStatus, type Status } from '../flows/status';
import type { Answer } from '../platform/answer';
import { stepBudget } from '../platform/clock';
import { asked, ifNotBusy, underLease } from './calls';

/** One step of verifying the change log (A1); what it answers as `goOn` goes into the request of the next. */
export function verifyLog(request: VerifyLogRequest): Answer<VerifyLogStep> {
  return underLease((ports) => stepVerifyLog(ports, request, stepBudget()));
}

/** "Start a new log": the old tab stays under another name. */
export function startNewLog(): Answer<LogStatus> {
  return ifNotBusy((ports) => beginNewLog(ports));
}

/** Where Google does not tell who is at the screen: the name that the change log shows, marked as stated. */
export function stateName(request: { name: string }): Answer<Status> {
  return asked((ports) => {
    keepName(ports, request.name);
    return readStatus(ports);
  });
}
