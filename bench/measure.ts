/** What a flow cost, from what the local Google counted. Virtual time follows the costs of calls in `local/apps-script/README.md`. */
import type { Day, Flow } from './flows';

export interface Measured {
  readonly flow: string;
  /** HTTP requests to Everflow, retries included. */
  readonly requests: number;
  /** Reads and writes of services, properties among them, and flushes: each is a round trip. */
  readonly calls: number;
  readonly flushes: number;
  /** Cells read and written. */
  readonly cells: number;
  /** Calls of the add-on's functions, each a fresh load of the script. */
  readonly steps: number;
  /** Virtual seconds: in all, and of the slowest step. */
  readonly seconds: number;
  readonly slowestStep: number;
  /** Processor milliseconds of this process, the local Google and Everflow among them. */
  readonly cpuMs: number;
  /** Megabytes on the heap at the end of the flow, before anything is collected. */
  readonly heapMb: number;
}

export async function measure(day: Day, { name, before, run }: Flow): Promise<Measured> {
  await before?.(day);
  const { google } = day.stage;
  const from = google.executions.length;
  const startedMs = google.clock.now();
  const cpu = process.cpuUsage();
  run(day);
  const { user, system } = process.cpuUsage(cpu);
  const executions = google.executions.slice(from);
  const sum = (of: (one: (typeof executions)[number]) => number): number =>
    executions.reduce((total, one) => total + of(one), 0);
  return {
    flow: name,
    requests: sum(({ counters }) => counters.requests),
    calls: sum(({ counters: { reads, writes, flushes } }) => reads + writes + flushes),
    flushes: sum(({ counters }) => counters.flushes),
    cells: sum(({ counters }) => counters.cells),
    steps: executions.length,
    seconds: Math.round((google.clock.now() - startedMs) / 100) / 10,
    slowestStep: Math.round(Math.max(...executions.map(({ startedMs: a, endedMs: b }) => b - a)) / 100) / 10,
    cpuMs: Math.round((user + system) / 1000),
    heapMb: Math.round(process.memoryUsage().heapUsed / 1e6),
  };
}
