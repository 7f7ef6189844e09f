/** Every reading by id and every change of a record in the order in which they happened, for tests to look at: what the log alone cannot tell. */
import type { PixelRecord } from './records';

/**
 * - read: the API told it by id
 * - write: the API stored it, whatever was answered
 * - other: changed, made or removed behind the API's back
 */
export type EventKind = 'read' | 'write' | 'other';

export interface RecordEvent {
  readonly kind: EventKind;
  /** `seq` of the request in the log during which it happened, or after which, for what no request did; 0 before the first. */
  readonly request: number;
  readonly id: number;
  /** Null for a record that did not exist. */
  readonly before: PixelRecord | null;
  /** Null for a record that was removed; of a reading the same as before. */
  readonly after: PixelRecord | null;
}

export class History {
  private events: RecordEvent[] = [];

  add(event: RecordEvent): void {
    this.events.push(event);
  }

  /** Events but for the first so many. */
  since(count: number): readonly RecordEvent[] {
    return this.events.slice(count);
  }

  /** Events so far, for `setBack`. Records are never changed in place. */
  place(): readonly RecordEvent[] {
    return [...this.events];
  }

  setBack(events: readonly RecordEvent[]): void {
    this.events = [...events];
  }
}
