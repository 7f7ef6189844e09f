/** What was called, counted. Knows what kinds of calls there are, and nothing of services, time or rules. */
import type { ServiceCall } from './kernel';

/** Counts since the last reset. All are plain numbers, so that a test may compare or serialise them. */
export class Counters {
  /** Executions begun. Always 1 in the counters of a single execution. */
  executions = 0;
  /** Calls without a round trip (getRange, builders, Utilities, console). */
  navigates = 0;
  reads = 0;
  writes = 0;
  flushes = 0;
  /** Calls of UrlFetchApp.fetch and fetchAll; a batch counts once. */
  fetchCalls = 0;
  /** HTTP requests asked for in those calls; each element of a batch counts, redirects do not. */
  requests = 0;
  sleeps = 0;
  sleptMs = 0;
  /** Cells moved by reads and writes. */
  cells = 0;
  /** Number of calls by "Service.method", of every kind. */
  byMethod: Record<string, number> = {};

  /** Calls with a round trip: everything but navigates. */
  get roundTrips(): number {
    return this.reads + this.writes + this.flushes + this.fetchCalls + this.sleeps;
  }

  add(call: ServiceCall): void {
    const name = `${call.service}.${call.method}`;
    this.byMethod[name] = (this.byMethod[name] ?? 0) + 1;
    this.cells += call.cells ?? 0;
    this.requests += call.requests ?? 0;
    switch (call.kind) {
      case 'navigate':
        this.navigates += 1;
        return;
      case 'read':
        this.reads += 1;
        return;
      case 'write':
        this.writes += 1;
        return;
      case 'flush':
        this.flushes += 1;
        return;
      case 'fetch':
        this.fetchCalls += 1;
        return;
      case 'wait':
        this.sleeps += 1;
        return;
    }
  }

  reset(): void {
    Object.assign(this, new Counters());
  }
}
