/** What is aimed at, and whether a run holds it. Limits stand here; what is measured comes from the run. Pure. */
import type { FlowResult, Growth, SizeResult, Target } from './contract';
import { EXECUTION_LIMIT_S, PAGE_SIZE } from './cost-model';

export interface Found {
  readonly sizes: readonly SizeResult[];
  readonly growth: readonly Growth[];
}

interface Aim {
  readonly name: string;
  readonly unit: string;
  readonly limit: number;
  /** Undefined: not measured in this run. */
  readonly measured: (found: Found) => number | null | undefined;
}

const SMALL = 10_000;
const LARGE = 100_000;

function flowAt({ sizes }: Found, postbacks: number, flow: string): FlowResult | undefined {
  return sizes.find((size) => size.postbacks === postbacks)?.flows.find((each) => each.flow === flow);
}

const grown = ({ growth }: Found, flow: string): Growth | undefined =>
  growth.find((each) => each.flow === flow);

/** Seconds of a push against what its requests alone need at the configured rate. */
function overRate(push: FlowResult | undefined): number | undefined {
  return push && Math.round((push.seconds / push.floor.httpSeconds) * 1000) / 1000;
}

/** Ten times the data may cost a little more than ten times as much. */
const LINEAR = 11;

const AIMS: readonly Aim[] = [
  {
    name: 'pull of 100,000: requests',
    unit: 'requests',
    limit: LARGE / PAGE_SIZE + 4,
    measured: (found) => flowAt(found, LARGE, 'pull')?.requests,
  },
  {
    // Those that the cost model charges by the cell; properties, lock and address come on top and are told in the tables.
    name: 'pull of 10,000: calls of the spreadsheet service',
    unit: 'calls',
    limit: 60,
    measured: (found) => flowAt(found, SMALL, 'pull')?.sheetCalls,
  },
  {
    name: 'pull, 10,000 → 100,000: growth of calls',
    unit: '×',
    limit: LINEAR,
    measured: (found) => grown(found, 'pull')?.calls,
  },
  {
    name: 'pull of 100,000: virtual time against its floor',
    unit: '×',
    limit: 2,
    measured: (found) => flowAt(found, LARGE, 'pull')?.ratio.seconds,
  },
  {
    name: "check of 100,000: the add-on's processor time against the JSON floor",
    unit: '×',
    limit: 3,
    measured: (found) => flowAt(found, LARGE, 'check')?.ratio.ownCpu,
  },
  {
    name: 'check of 100,000: most memory of the whole process',
    unit: 'MB',
    limit: 1000,
    measured: (found) => flowAt(found, LARGE, 'check')?.peakMb,
  },
  {
    name: "check, 10,000 → 100,000: growth of the add-on's processor time",
    unit: '×',
    limit: LINEAR,
    measured: (found) => grown(found, 'check')?.ownCpu,
  },
  {
    name: 'push of 5,000 among 10,000: requests for each row',
    unit: 'requests',
    limit: 2.05,
    measured: (found) => flowAt(found, SMALL, 'push-5000')?.requestsPerRow,
  },
  {
    name: 'push of 5,000 among 10,000: virtual time against what its requests need at the rate',
    unit: '×',
    limit: 1.15,
    measured: (found) => overRate(flowAt(found, SMALL, 'push-5000')),
  },
  {
    name: 'push of 5,000 among 10,000: slowest step',
    unit: 's',
    limit: 25,
    measured: (found) => flowAt(found, SMALL, 'push-5000')?.slowestStep,
  },
  {
    name: 'push of 5,000 among 10,000: slowest step where services cost ten times as much',
    unit: 's',
    limit: EXECUTION_LIMIT_S,
    measured: (found) => flowAt(found, SMALL, 'push-5000')?.slow?.slowestStep,
  },
];

export function judge(found: Found): Target[] {
  return AIMS.map(({ name, unit, limit, measured }) => {
    const value = measured(found) ?? null;
    return { name, unit, limit, measured: value, holds: value === null ? null : value <= limit };
  });
}

const times = (small: number, large: number): number => Math.round((large / small) * 10) / 10;

/** How much more each flow costs at 100,000 postbacks than at 10,000; empty if either was not measured. */
export function growthOf(sizes: readonly SizeResult[]): Growth[] {
  const at = (postbacks: number): readonly FlowResult[] =>
    sizes.find((size) => size.postbacks === postbacks)?.flows ?? [];
  return at(SMALL).flatMap((small) => {
    const large = at(LARGE).find(({ flow }) => flow === small.flow);
    if (!large) return [];
    return [
      {
        flow: small.flow,
        calls: times(small.calls, large.calls),
        cells: times(small.cells, large.cells),
        ownCpu: times(small.ownCpuMs, large.ownCpuMs),
        seconds: times(small.seconds, large.seconds),
      },
    ];
  });
}
