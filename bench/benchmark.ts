/** A whole run: which parts there are, and how what they find becomes one result. Prints nothing. */
import { cpus } from 'node:os';
import type { BenchResult, FlowResult, SizeResult, Slow, StartUp, UsualSize } from './contract';
import { carryOut, inTurns } from './jobs';
import type { MEMORY_BY } from './memory';
import { growthOf, judge } from './targets';
import type { UsualDay } from './usual-way/drive';

export interface Asked {
  readonly dist: string;
  readonly sizes: readonly number[];
  readonly flows: readonly string[];
  /** Sizes at which the usual way is gone as well. */
  readonly usual: readonly number[];
  /** Also what takes many minutes at 100,000 postbacks. */
  readonly thorough: boolean;
  /** Processes at a time. */
  readonly atOnce: number;
  readonly tell: (line: string) => void;
}

/** From this size on some flows take many minutes of real time; they are left out unless asked for. */
const LONG_FROM = 100_000;
const LONG_FLOWS: Readonly<Record<'size' | 'slow', readonly string[]>> = {
  size: ['details', 'preview-5000', 'push-5000'],
  slow: ['details', 'refresh', 'preview-500', 'push-500', 'preview-5000', 'push-5000', 'snapshot', 'compare'],
};

/** The flow of ours that does what a job of the usual way does. */
const OURS: Readonly<Record<string, string>> = {
  pull: 'pull',
  check: 'check',
  push: 'push-500',
  snapshot: 'snapshot',
};

type Choice = Pick<Asked, 'flows' | 'thorough'>;

const isLong = (kind: 'size' | 'slow', postbacks: number, flow: string): boolean =>
  postbacks >= LONG_FROM && LONG_FLOWS[kind].includes(flow);

/** Flows that are measured at that size, at the usual costs or where services cost more. */
export function chosenAt(kind: 'size' | 'slow', postbacks: number, { flows, thorough }: Choice): string[] {
  return flows.filter((flow) => thorough || !isLong(kind, postbacks, flow));
}

/** What was asked for and takes too long, in words. */
export function tooLong(postbacks: number, choice: Choice): SizeResult['leftOut'] {
  const why = 'it takes many minutes of real time; --thorough does it';
  return choice.flows.flatMap((flow) => {
    if (!chosenAt('size', postbacks, choice).includes(flow)) return [{ flow, why }];
    const isSlowLeftOut = !chosenAt('slow', postbacks, choice).includes(flow);
    return isSlowLeftOut ? [{ flow: `${flow}, services ten times slower`, why }] : [];
  });
}

export async function benchmark(asked: Asked): Promise<BenchResult> {
  const { dist, sizes, usual, atOnce, tell } = asked;
  const startedMs = Date.now();
  // Alone, since it is the one part that is about a few milliseconds.
  const { startUp, memoryBy } = await carryOut('start-up', { dist });
  tell('start-up measured');
  const measured = new Map<number, SizeResult>();
  const slow = new Map<number, Readonly<Record<string, Slow>>>();
  const days = new Map<number, UsualDay>();
  const parts = [
    ...[...sizes]
      .sort((a, b) => b - a)
      .flatMap((postbacks) => [
        async () => {
          const at = (flow: string): void => tell(`${named(postbacks)}: ${flow}`);
          const flows = chosenAt('size', postbacks, asked);
          const { leftOut, ...size } = await carryOut('size', { dist, postbacks, flows }, at);
          measured.set(postbacks, { ...size, leftOut: [...leftOut, ...tooLong(postbacks, asked)] });
        },
        async () => {
          const at = (flow: string): void => tell(`${named(postbacks)}, services ten times slower: ${flow}`);
          const flows = chosenAt('slow', postbacks, asked);
          slow.set(postbacks, await carryOut('slow', { dist, postbacks, flows }, at));
        },
      ]),
    ...usual.map((postbacks) => async () => {
      days.set(postbacks, proven(await carryOut('usual', { postbacks }), postbacks));
      tell(`${named(postbacks)}, the usual way`);
    }),
  ];
  await inTurns(parts, atOnce);
  return resultOf({
    startUp,
    memoryBy,
    sizes: sizes.map((postbacks) => withSlow(measured.get(postbacks)!, slow.get(postbacks)!)),
    usual: usual.map((postbacks) => ({ postbacks, day: days.get(postbacks)! })),
    realSeconds: Math.round((Date.now() - startedMs) / 1000),
  });
}

const named = (postbacks: number): string => postbacks.toLocaleString('en-US');

/** @throws Error if the usual way did not do what it was asked */
function proven(day: UsualDay, postbacks: number): UsualDay {
  const asked = day.jobs.find(({ job }) => job === 'push')?.rows;
  const { pulled, snapshotted, pushed } = day;
  if (pulled !== postbacks || snapshotted !== postbacks || pushed !== asked)
    throw new Error(`The usual way pulled ${pulled}, copied ${snapshotted} and pushed ${pushed} rows`);
  return day;
}

function withSlow(size: SizeResult, slow: Readonly<Record<string, Slow>>): SizeResult {
  return { ...size, flows: size.flows.map((flow) => ({ ...flow, slow: slow[flow.flow] ?? null })) };
}

export interface Parts {
  readonly startUp: StartUp;
  readonly memoryBy: typeof MEMORY_BY;
  readonly sizes: readonly SizeResult[];
  readonly usual: readonly { readonly postbacks: number; readonly day: UsualDay }[];
  readonly realSeconds: number;
}

export function resultOf({ startUp, memoryBy, sizes, usual, realSeconds }: Parts): BenchResult {
  const growth = growthOf(sizes);
  return {
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryBy,
    startUp,
    sizes,
    growth,
    usualWay: usual.map(({ postbacks, day }) => besideOurs(day.jobs, postbacks, sizes)),
    targets: judge({ sizes, growth }),
    realSeconds,
  };
}

/**
 * Results of several runs as one; where and how fast is that of the first.
 * @throws Error if there is none, or a size was measured twice
 */
export function together(results: readonly BenchResult[]): BenchResult {
  const [first] = results;
  if (!first) throw new Error('There is no result to put together.');
  const bySize = <T extends { readonly postbacks: number }>(entries: readonly T[]): T[] =>
    [...entries].sort((a, b) => a.postbacks - b.postbacks);
  const sizes = bySize(results.flatMap((result) => result.sizes));
  const twice = sizes.find(({ postbacks }, at) => sizes[at + 1]?.postbacks === postbacks);
  if (twice) throw new Error(`${named(twice.postbacks)} postbacks were measured in two of these runs.`);
  const growth = growthOf(sizes);
  return {
    ...first,
    sizes,
    growth,
    usualWay: bySize(results.flatMap((result) => result.usualWay)).map(({ postbacks, jobs }) =>
      besideOurs(jobs, postbacks, sizes),
    ),
    targets: judge({ sizes, growth }),
    realSeconds: results.reduce((sum, { realSeconds }) => sum + realSeconds, 0),
  };
}

function besideOurs(done: UsualDay['jobs'], postbacks: number, sizes: readonly SizeResult[]): UsualSize {
  const flows = sizes.find((size) => size.postbacks === postbacks)?.flows ?? [];
  const jobs = done.map((job) => {
    const found = flows.find(({ flow }) => flow === OURS[job.job]);
    return { ...job, ours: found ? ours(found) : null };
  });
  return { postbacks, jobs };
}

const ours = ({ flow, requests, calls, steps, seconds }: FlowResult) => ({
  flow,
  requests,
  calls,
  steps,
  seconds,
});
