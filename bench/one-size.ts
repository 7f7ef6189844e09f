/** Lives one day at one size and measures its flows. Knows no other size and prints nothing. */
import type { Floor, FlowResult, Measured, SizeResult, Slow } from './contract';
import { COSTS, EXECUTION_LIMIT_S, SLOW_COSTS } from './cost-model';
import { beginDay, planDay } from './flows';
import { httpSeconds, leastRequests, leastSeconds, needOf, passesOf, ratioOf } from './floor';
import { FlowData } from './json-floor';
import { measure } from './measure';
import { TAB } from '../local/story/page';

export interface AskedSize {
  readonly dist: string;
  readonly postbacks: number;
  /** Names of the flows to be measured. */
  readonly flows: readonly string[];
}

/** Told when a flow has been measured. */
export type OnFlow = (flow: string) => void;

const SEED = 1;

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** @param measured with the name of a known flow */
export function floorOf(measured: Measured, postbacks: number, jsonCpuMs: number): Floor {
  const need = needOf(measured.flow, postbacks, measured.rows);
  return {
    requests: leastRequests(need),
    seconds: tenths(leastSeconds(need)),
    httpSeconds: tenths(httpSeconds(need)),
    jsonCpuMs,
  };
}

function resultOf(measured: Measured, floor: Floor): FlowResult {
  return {
    ...measured,
    requestsPerRow: measured.flow.startsWith('push-')
      ? Math.round((measured.requests / measured.rows) * 1000) / 1000
      : null,
    floor,
    ratio: {
      requests: ratioOf(measured.requests, floor.requests),
      seconds: ratioOf(measured.seconds, floor.seconds),
      ownCpu: ratioOf(measured.ownCpuMs, floor.jsonCpuMs),
    },
    slow: null,
  };
}

/** A push handles as many rows of JSON as it edits, everything else all postbacks. */
const jsonRows = ({ flow, rows }: Measured, postbacks: number): number =>
  flow.startsWith('push-') ? rows : postbacks;

/** At the usual costs of calls, with floors. */
export async function measureSize(
  { dist, postbacks, flows }: AskedSize,
  onFlow: OnFlow = () => {},
): Promise<SizeResult> {
  const startedMs = Date.now();
  const data = new FlowData(postbacks, SEED);
  try {
    const day = await beginDay({ dist, postbacks, seed: SEED, costs: COSTS });
    const plan = planDay(postbacks, flows);
    const results: FlowResult[] = [];
    for (const flow of plan.flows) {
      const measured = await measure(day, flow);
      if (flow.isMeasured) {
        data.keepTab(() => day.stage.google.workbook!.sheet(TAB).texts().slice(1));
        const jsonCpuMs = data.jsonCpuMs(jsonRows(measured, postbacks), passesOf(flow.name));
        results.push(resultOf(measured, floorOf(measured, postbacks, jsonCpuMs)));
      }
      onFlow(flow.name);
    }
    await day.stage.close();
    const realSeconds = tenths((Date.now() - startedMs) / 1000);
    return { postbacks, flows: results, leftOut: plan.leftOut, realSeconds };
  } finally {
    data.close();
  }
}

/** The same where services cost ten times as much: what comes of it by the name of the flow. */
export async function measureSlow(
  { dist, postbacks, flows }: AskedSize,
  onFlow: OnFlow = () => {},
): Promise<Readonly<Record<string, Slow>>> {
  const day = await beginDay({ dist, postbacks, seed: SEED, costs: SLOW_COSTS });
  const found: Record<string, Slow> = {};
  for (const flow of planDay(postbacks, flows).flows) {
    const { steps, seconds, slowestStep } = await measure(day, flow);
    if (flow.isMeasured)
      found[flow.name] = { steps, seconds, slowestStep, withinLimit: slowestStep < EXECUTION_LIMIT_S };
    onFlow(flow.name);
  }
  await day.stage.close();
  return found;
}
