/** How an execution ends: the error that its caller sees, and what becomes of pending sheet writes. Knows no service's rules. */
import { types } from 'node:util';
import type { Counters } from './counters';
import { ExecutionKilled } from './kernel';
import type { AuthModeName } from './kernel';
import type { Workbook } from './spreadsheet';
import { NotModelled } from './strict';

/** What the script threw, with only its message, as a failure handler gets it. The thrown value is the `cause`. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

/** The function asked for is not one that can be called from outside. */
export class NotCallable extends Error {
  override readonly name = 'NotCallable';
}

export type ExecutionKind = 'run' | 'menu' | 'trigger';

/** One finished execution. Times are virtual, in ms since the epoch. */
export interface ExecutionRecord {
  readonly id: number;
  readonly functionName: string;
  readonly kind: ExecutionKind;
  readonly user: string;
  readonly authMode: AuthModeName;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly outcome: 'done' | 'failed' | 'killed';
  /** Of what was thrown. */
  readonly message: string | null;
  readonly counters: Counters;
}

/** Something was thrown; a script may throw any value. */
export interface Failure {
  readonly thrown: unknown;
}

/**
 * Settles pending sheet writes. A normal end applies them. Assumed, not documented: so does an uncaught exception; the first write that
 * cannot be applied takes the later ones with it. A killed execution loses its writes, all but the first `keepFirst`.
 * Returns how the execution ended after all: a late error of a queued write is an error of the execution.
 */
export function settleWrites(
  workbook: Workbook | null,
  failure: Failure | null,
  killed: ExecutionKilled | null,
  keepFirst: number,
): Failure | null {
  if (killed !== null) workbook?.dropPending({ keepFirst });
  try {
    workbook?.commit();
  } catch (thrown) {
    workbook?.dropPending();
    return killed === null ? (failure ?? { thrown }) : { thrown: killed };
  }
  return killed === null ? failure : { thrown: killed };
}

/**
 * The error for the caller. Gaps of the local Apps Script and the death of the execution stay what they are; everything else becomes a
 * ScriptError. Reported: the message stands behind the class name, except for a plain Error; properties of the thrown object are lost.
 */
export function errorOf({ thrown }: Failure): Error {
  if (thrown instanceof ExecutionKilled || thrown instanceof NotModelled || thrown instanceof NotCallable)
    return thrown;
  const message = types.isNativeError(thrown)
    ? (thrown.name === 'Error' ? '' : `${thrown.name}: `) + thrown.message
    : String(thrown);
  return new ScriptError(message, { cause: thrown });
}
