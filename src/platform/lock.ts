/**
 * The document lock: excludes any other execution of this add-on in this spreadsheet, for a moment. Never held over a fetch or dialog.
 * Source: https://developers.google.com/apps-script/reference/lock/lock
 */
import { Refusal } from '../core/words';
import { documentValues } from './values';

const WAIT_MS = 10_000;

/**
 * What another execution wrote under the lock is seen, whatever this one has read before.
 * @throws Refusal step-running if the lock is not to be had in time
 */
export function exclusively<T>(run: () => T): T {
  const lock = LockService.getDocumentLock();
  if (!lock.tryLock(WAIT_MS)) throw new Refusal('step-running', 'Somebody', 'a moment ago');
  try {
    documentValues.lookAnew();
    const value = run();
    documentValues.settle();
    return value;
  } finally {
    lock.releaseLock();
  }
}
