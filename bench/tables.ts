/** A result as tables: what stands in them and under which names. Knows neither terminals nor pages. */
import type { BenchResult, FlowResult, SizeResult, UsualSize } from './contract';

export interface TableOf {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const NONE = '–';

export const shown = (value: number | null): string =>
  value === null ? NONE : value.toLocaleString('en-US');
const times = (value: number | null): string => (value === null ? NONE : `× ${shown(value)}`);
const yes = (value: boolean | null): string => (value === null ? NONE : value ? 'yes' : 'NO');

function costs({ postbacks, flows }: SizeResult): TableOf {
  return {
    title: `${shown(postbacks)} postbacks: what each flow costs`,
    head: [
      'flow',
      'rows',
      'requests',
      'per row',
      'fetches',
      'calls',
      'of sheet',
      'flushes',
      'cells',
      'steps',
      'virtual s',
      'slowest step s',
    ],
    rows: flows.map((flow) => [
      flow.flow,
      shown(flow.rows),
      shown(flow.requests),
      shown(flow.requestsPerRow),
      shown(flow.fetchCalls),
      shown(flow.calls),
      shown(flow.sheetCalls),
      shown(flow.flushes),
      shown(flow.cells),
      shown(flow.steps),
      shown(flow.seconds),
      shown(flow.slowestStep),
    ]),
  };
}

function machine({ postbacks, flows }: SizeResult): TableOf {
  return {
    title: `${shown(postbacks)} postbacks: processor and memory`,
    head: ['flow', 'own CPU ms', 'JSON floor ms', 'ratio', 'all CPU ms', 'before MB', 'most MB'],
    rows: flows.map(({ flow, ownCpuMs, floor, ratio, cpuMs, restMb, peakMb }) => [
      flow,
      shown(ownCpuMs),
      shown(floor.jsonCpuMs),
      times(ratio.ownCpu),
      shown(cpuMs),
      shown(restMb),
      shown(peakMb),
    ]),
  };
}

const slowOf = ({ slow }: FlowResult): string[] =>
  slow === null ? [NONE, NONE, NONE] : [shown(slow.seconds), shown(slow.slowestStep), yes(slow.withinLimit)];

function floors({ postbacks, flows }: SizeResult): TableOf {
  return {
    title: `${shown(postbacks)} postbacks: against the least, and with services ten times slower`,
    head: [
      'flow',
      'least requests',
      'ratio',
      'least virtual s',
      'ratio',
      '10 ×: virtual s',
      '10 ×: slowest step s',
      'under 6 min',
    ],
    rows: flows.map((flow) => [
      flow.flow,
      shown(flow.floor.requests),
      times(flow.ratio.requests),
      shown(flow.floor.seconds),
      times(flow.ratio.seconds),
      ...slowOf(flow),
    ]),
  };
}

function growth({ growth: flows }: BenchResult): TableOf {
  return {
    title: 'From 10,000 to 100,000 postbacks',
    head: ['flow', 'calls', 'cells', 'own CPU', 'virtual time'],
    rows: flows.map(({ flow, calls, cells, ownCpu, seconds }) => [
      flow,
      times(calls),
      times(cells),
      times(ownCpu),
      times(seconds),
    ]),
  };
}

function usual({ postbacks, jobs }: UsualSize): TableOf {
  return {
    title: `${shown(postbacks)} postbacks: the usual way, and ours`,
    head: [
      'job',
      'rows',
      'requests',
      'ours',
      'calls',
      'ours',
      'virtual s',
      'ours',
      'executions of 6 min',
      'our steps',
    ],
    rows: jobs.map(({ job, rows, requests, calls, seconds, executions, ours }) => [
      job,
      shown(rows),
      shown(requests),
      shown(ours?.requests ?? null),
      shown(calls),
      shown(ours?.calls ?? null),
      shown(seconds),
      shown(ours?.seconds ?? null),
      shown(executions),
      shown(ours?.steps ?? null),
    ]),
  };
}

export const sizeTables = ({ sizes }: BenchResult): TableOf[] =>
  sizes.flatMap((size) => [costs(size), floors(size), machine(size)]);

export const growthTables = (result: BenchResult): TableOf[] =>
  result.growth.length === 0 ? [] : [growth(result)];

export const usualTables = ({ usualWay }: BenchResult): TableOf[] => usualWay.map(usual);

export function startUpTable({ startUp }: BenchResult): TableOf {
  const { scriptBytes, allBytes, firstMs, averageMs, loads } = startUp;
  return {
    title: 'Start-up',
    head: ['script, bytes', 'all files, bytes', 'first load ms', `average of ${loads - 1} more ms`],
    rows: [[shown(scriptBytes), shown(allBytes), shown(firstMs), shown(averageMs)]],
  };
}

export function targetTable({ targets }: BenchResult): TableOf {
  return {
    title: 'Targets',
    head: ['target', 'at most', 'measured', 'holds'],
    rows: targets.map(({ name, unit, limit, measured, holds }) => [
      name,
      unit === '×' ? times(limit) : `${shown(limit)} ${unit}`,
      measured === null ? 'not in this run' : shown(measured),
      yes(holds),
    ]),
  };
}
