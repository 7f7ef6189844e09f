/** One try: a run is disturbed at one point, gone on with, killed once more by chance, finished and judged. */
import type { Plan, PlannedFault, TransportFault } from '../../local/apps-script';
import { createRandom } from '../../local/apps-script/random';
import type { Flow } from './flows';
import { Patient, Stuck } from './patient';
import {
  CALL_WAYS,
  changesPostbacks,
  LEASE_KEY,
  REQUEST_WAYS,
  type CallWay,
  type Point,
  type RecordedCall,
  type RecordedRequest,
  type Recording,
  type RequestWay,
} from './points';
import { Rival } from './rival';
import { NOTHING_WRONG, together, type Verdict } from './verdict';

/** Within so many round trips after the first misfortune the second one comes, or the run is over before. */
const SECOND_WITHIN = 160;

/** What an undisturbed run does, call by call. */
export async function recordRun(flow: Flow): Promise<Recording> {
  const { world } = flow;
  await world.restore(flow.moment);
  const calls: (RecordedCall & { isWrite: boolean })[] = [];
  const requests: RecordedRequest[] = [];
  world.google.beforeCall(({ service, method, kind, key = '' }, index) => {
    const { pendingCount: pending } = world.file;
    const isOfLease = service === 'Lock' || key === LEASE_KEY;
    const isWrite = kind === 'flush' || (kind === 'write' && !isOfLease);
    calls.push({ service, method, kind, key, isWrite, pending, isFirst: index === 1 });
  });
  world.google.onRequest(({ method, url }) => {
    requests.push({ method, url, call: calls.length });
    // A request belongs to the call that was announced last.
    if (changesPostbacks(method, url)) calls.at(-1)!.isWrite = true;
    return undefined;
  });
  new Patient(world, createRandom(1)).finish(flow.journey());
  return { calls, requests };
}

export async function tryPoint(flow: Flow, point: Point, recording: Recording): Promise<Verdict> {
  const { world } = flow;
  await world.restore(flow.moment);
  const chance = createRandom(point.seed * 7919 + point.at);
  const rival = disturb(flow, point, recording, chance);
  // Beside rivals nobody dies: a lease that is held belongs to a live step then.
  let isSecond = rival !== undefined;
  const patient = new Patient(world, chance, () => {
    if (isSecond || world.interrupter.isArmed) return;
    isSecond = true;
    armSecond(flow, chance);
  });
  try {
    patient.finish(flow.journey());
    world.interrupter.disarm();
    world.google.beforeCall(null);
    world.google.onRequest(null);
    return together([await flow.judge(), rival?.verdict() ?? {}]);
  } catch (error) {
    const kind = error instanceof Stuck ? 'stuck' : 'unexpected';
    return { ...NOTHING_WRONG, wrong: [`${kind}: ${(error as Error).message.slice(0, 400)}`] };
  }
}

const isOneOf = <T extends string>(list: readonly T[], way: string): way is T =>
  (list as readonly string[]).includes(way);

function disturb(
  flow: Flow,
  { at, way, keep }: Point,
  { calls }: Recording,
  chance: () => number,
): Rival | undefined {
  const { world } = flow;
  if (isOneOf(CALL_WAYS, way)) {
    world.interrupter.arm(at, (n) => planFor(way, n, keep, calls[at - 1]));
    return undefined;
  }
  if (!isOneOf(REQUEST_WAYS, way)) return new Rival(world, way, at, chance);
  let count = 0;
  world.google.onRequest(() => {
    count += 1;
    return count === at ? faultFor(way) : undefined;
  });
  return undefined;
}

/** Each of the four ways equally often; now and then some pending writes are kept. */
function armSecond({ world }: Flow, chance: () => number): void {
  const at = 1 + Math.floor(chance() * SECOND_WITHIN);
  const way = CALL_WAYS[Math.floor(chance() * 2)]!;
  const keep = chance() < 0.5 ? 0 : 1 + Math.floor(chance() * 3);
  world.interrupter.arm(at, (n) => planFor(way, n, keep));
}

function planFor(way: CallWay, n: number, keepFirst: number, call?: RecordedCall): Plan {
  switch (way) {
    case 'killBefore':
      return { killBefore: n, keepFirst };
    case 'killAfter':
      return { killAfter: n, keepFirst };
    case 'throwAt':
      return { throwAt: n, message: messageOf(call) };
    case 'throwAfter':
      return { throwAfter: n, message: messageOf(call) };
  }
}

/** What the service of that call says when it fails (reported texts). */
function messageOf(call: RecordedCall | undefined): string {
  if (call?.kind === 'fetch') return 'Address unavailable: https://api.eflow.team/';
  if (call?.service === 'Properties' || call?.service === 'Lock') return 'Service error: Properties';
  return 'Service Spreadsheets timed out while accessing document with id local-spreadsheet-1.';
}

function faultFor(way: RequestWay): PlannedFault {
  const [, fault, when] = /^(lost|timeout|bandwidth)(Before|After)$/.exec(way)!;
  return { when: when === 'Before' ? 'before' : 'after', fault: fault as TransportFault };
}
