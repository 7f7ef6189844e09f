/** What was asked and how it was answered, for tests to look at. Control requests are not in it; nor are key values. */
import type { KeyName } from './keys';

/** One API request. */
export interface LogEntry {
  /** 1 for the first request since start or reset. */
  readonly seq: number;
  /** Server time at arrival, milliseconds since the epoch. */
  readonly atMs: number;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly key: KeyName | 'unknown' | 'none';
  readonly body: string;
  /** Status answered; 0 when the connection was cut without one. */
  status: number;
  /** Ids of the faults that struck it. */
  readonly faults: readonly number[];
  /** Text of an error answer, else empty. */
  error: string;
}

export interface Counters {
  readonly requests: number;
  /** By method and route, e.g. "PUT /v1/networks/pixels/:id". */
  readonly byRoute: { readonly [route: string]: number };
  /** By status; "0" = cut. */
  readonly byStatus: { readonly [status: string]: number };
  /** Most requests that were open at the same moment. */
  readonly mostAtOnce: number;
}

function routeOf(entry: LogEntry): string {
  const path = entry.path.replace(/\?.*$/, '').replace(/\/\d+$/, '/:id');
  return `${entry.method} ${path}`;
}

function countBy(
  entries: readonly LogEntry[],
  name: (entry: LogEntry) => string,
): { [name: string]: number } {
  const counts: { [name: string]: number } = {};
  for (const entry of entries) counts[name(entry)] = (counts[name(entry)] ?? 0) + 1;
  return counts;
}

export class RequestLog {
  private entries: LogEntry[] = [];
  private open = 0;
  private mostAtOnce = 0;

  /** Notes an arrival; the caller fills in status and error, then calls {@link done}. */
  begin(entry: Omit<LogEntry, 'seq' | 'status' | 'error'>): LogEntry {
    const full: LogEntry = { ...entry, seq: this.entries.length + 1, status: 0, error: '' };
    this.entries.push(full);
    this.open++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.open);
    return full;
  }

  done(): void {
    this.open--;
  }

  /** `seq` of the last request; 0 before the first. */
  get last(): number {
    return this.entries.length;
  }

  /** Entries with a greater `seq`. */
  since(seq: number): readonly LogEntry[] {
    return this.entries.slice(seq);
  }

  counters(): Counters {
    return {
      requests: this.entries.length,
      byRoute: countBy(this.entries, routeOf),
      byStatus: countBy(this.entries, ({ status }) => String(status)),
      mostAtOnce: this.mostAtOnce,
    };
  }

  /** Entries so far, for `setBack`. */
  place(): readonly LogEntry[] {
    return this.entries.map((entry) => ({ ...entry }));
  }

  setBack(entries: readonly LogEntry[]): void {
    this.entries = entries.map((entry) => ({ ...entry }));
    this.mostAtOnce = this.open;
  }

  clear(): void {
    this.entries = [];
    this.mostAtOnce = this.open;
  }
}
