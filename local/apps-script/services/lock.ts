/**
 * LockService over one table of locks that all executions share.
 * Source: developers.google.com/apps-script/reference/lock/lock and …/lock-service
 */
import type { Execution } from '../execution';
import { modelled, ServiceError } from '../strict';

/** Who holds a lock. `untilMs` is virtual time since the epoch; null: until released. */
interface Holder {
  readonly owner: string;
  readonly untilMs: number | null;
}

/** All locks, by key. Durable only while somebody holds one. */
export class LockTable {
  private readonly holders = new Map<string, Holder>();

  holderOf(key: string, nowMs: number): Holder | null {
    const holder = this.holders.get(key);
    if (holder === undefined) return null;
    return holder.untilMs !== null && holder.untilMs <= nowMs ? null : holder;
  }
  hold(key: string, holder: Holder): void {
    this.holders.set(key, holder);
  }
  release(key: string, owner: string): void {
    if (this.holders.get(key)?.owner === owner) this.holders.delete(key);
  }
  /** All locks, held or expired, for `setBack`. */
  place(): ReadonlyMap<string, Holder> {
    return new Map(this.holders);
  }
  setBack(place: ReadonlyMap<string, Holder>): void {
    this.holders.clear();
    for (const [key, holder] of place) this.holders.set(key, holder);
  }
  /** Frees everything an execution holds: at its end, and across Ui.alert and Ui.prompt. */
  releaseAll(owner: string): void {
    for (const [key, holder] of this.holders) if (holder.owner === owner) this.holders.delete(key);
  }
}

export const lockKeys = {
  script: 'script',
  user: (email: string) => `user:${email}`,
  document: (id: string) => `document:${id}`,
};

/** The name under which an execution holds locks. */
export const lockOwner = (execution: Execution): string => `execution ${execution.options.id}`;

function createLock(execution: Execution, table: LockTable, key: string): object {
  const owner = lockOwner(execution);
  const enter = (method: string, kind: 'read' | 'write'): void =>
    execution.enter({ service: 'Lock', method, kind, leastMode: 'LIMITED' });
  const held = (): boolean => table.holderOf(key, execution.clock.now())?.owner === owner;
  /** Waits in virtual time. A holder without an end cannot finish meanwhile, so the whole time passes. */
  const acquire = (timeoutMs: unknown): boolean => {
    if (typeof timeoutMs !== 'number' || !(timeoutMs >= 0))
      throw new ServiceError('Invalid argument: timeoutInMillis');
    if (held()) return true;
    const nowMs = execution.clock.now();
    const other = table.holderOf(key, nowMs);
    const freeInMs = other === null ? 0 : other.untilMs === null ? Infinity : other.untilMs - nowMs;
    execution.spend(Math.min(freeInMs, timeoutMs));
    if (freeInMs > timeoutMs) return false;
    table.hold(key, { owner, untilMs: null });
    return true;
  };
  return modelled('Lock', {
    tryLock(timeoutMs: unknown): boolean {
      enter('tryLock', 'write');
      return acquire(timeoutMs);
    },
    /** The text is reported by many practitioners. */
    waitLock(timeoutMs: unknown): void {
      enter('waitLock', 'write');
      if (!acquire(timeoutMs)) {
        throw new ServiceError('Lock timeout: another process was holding the lock for too long.');
      }
    },
    hasLock(): boolean {
      enter('hasLock', 'read');
      return held();
    },
    releaseLock(): void {
      enter('releaseLock', 'write');
      table.release(key, owner);
    },
  });
}

export function createLockService(execution: Execution, table: LockTable, documentId: string | null): object {
  const open = (method: string, key: string): object => {
    execution.enter({ service: 'LockService', method, kind: 'navigate', leastMode: 'LIMITED' });
    return createLock(execution, table, key);
  };
  return modelled('LockService', {
    getScriptLock: () => open('getScriptLock', lockKeys.script),
    getUserLock: () => open('getUserLock', lockKeys.user(execution.userEmail)),
    getDocumentLock: () =>
      documentId === null ? null : open('getDocumentLock', lockKeys.document(documentId)),
  });
}
