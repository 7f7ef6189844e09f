/** What a flow cost, from what the local Google counted and what the process used. */
import type { LocalAppsScript } from '../local/apps-script';
import { scriptCpuUs } from '../local/apps-script';
import type { Measured } from './contract';
import type { Day, Flow } from './flows';
import { peakMb, restMb } from './memory';

/** Services that are not the spreadsheet; calls of all others go to it. */
const ELSEWHERE = new Set([
  'Properties',
  'Cache',
  'Lock',
  'Session',
  'User',
  'UrlFetchApp',
  'Utilities',
  'Menu',
  'Ui',
  'HtmlService',
  'ScriptApp',
]);

/** Seconds with one decimal. */
const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** Counts what is not counted anyway, from now on; takes the place of other hooks. */
function watch(google: LocalAppsScript): { sheetCalls: number; readonly recordsRead: Set<string> } {
  const seen = { sheetCalls: 0, recordsRead: new Set<string>() };
  google.beforeCall(({ service }) => {
    if (!ELSEWHERE.has(service)) seen.sheetCalls += 1;
  });
  google.onRequest(({ method, url }) => {
    const id = method.toUpperCase() === 'GET' ? /\/pixels\/(\d+)$/.exec(url)?.[1] : undefined;
    if (id !== undefined) seen.recordsRead.add(id);
    return undefined;
  });
  return seen;
}

/** Runs a flow, and what comes before it unmeasured. */
export async function measure(day: Day, { name, before, run, rows }: Flow): Promise<Measured> {
  await before?.(day);
  const { google } = day.stage;
  const from = google.executions.length;
  const seen = watch(google);
  const rest = restMb();
  const startedMs = google.clock.now();
  const cpu = process.cpuUsage();
  const ownUs = scriptCpuUs(() => run(day));
  const { user, system } = process.cpuUsage(cpu);
  const peak = peakMb();
  google.beforeCall(null);
  google.onRequest(null);
  const executions = google.executions.slice(from);
  const sum = (of: (one: (typeof executions)[number]) => number): number =>
    executions.reduce((total, one) => total + of(one), 0);
  return {
    flow: name,
    rows: rows?.(day, seen.recordsRead.size) ?? day.postbacks,
    requests: sum(({ counters }) => counters.requests),
    calls: sum(({ counters: { reads, writes, flushes } }) => reads + writes + flushes),
    sheetCalls: seen.sheetCalls,
    flushes: sum(({ counters }) => counters.flushes),
    fetchCalls: sum(({ counters }) => counters.fetchCalls),
    cells: sum(({ counters }) => counters.cells),
    steps: executions.length,
    seconds: seconds(google.clock.now() - startedMs),
    slowestStep: seconds(Math.max(...executions.map(({ startedMs: a, endedMs: b }) => b - a))),
    ownCpuMs: Math.round(ownUs / 1000),
    cpuMs: Math.round((user + system) / 1000),
    restMb: rest,
    peakMb: peak,
  };
}
