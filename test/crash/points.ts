/**
 * Where and how a run is disturbed: names of such points, and the list of them that follows from one undisturbed run. Does nothing to a run
 * itself.
 */
import type { ServiceCall } from '../../local/apps-script';

/** At the n-th round trip of the run: it dies before or after it, or the call throws and was not, or was, applied. */
export const CALL_WAYS = ['killBefore', 'killAfter', 'throwAt', 'throwAfter'] as const;
/** At the n-th HTTP request: it does not reach the server, or its answer does not come back. */
export const REQUEST_WAYS = [
  'lostBefore',
  'lostAfter',
  'timeoutBefore',
  'timeoutAfter',
  'bandwidthBefore',
  'bandwidthAfter',
] as const;
/**
 * At the n-th round trip others act while a step is live. `again`: the same person and a colleague start steps; `stale`: so late that the live
 * step's time is over, and the other one goes on to the end before it.
 */
export const RIVAL_WAYS = ['again', 'stale'] as const;

export type CallWay = (typeof CALL_WAYS)[number];
export type RequestWay = (typeof REQUEST_WAYS)[number];
export type RivalWay = (typeof RIVAL_WAYS)[number];
export type Way = CallWay | RequestWay | RivalWay;

export interface Point {
  readonly flow: string;
  /** Number of the round trip or request within the run, from 1. */
  readonly at: number;
  readonly way: Way;
  /** Pending sheet writes that survive a kill: the first so many. */
  readonly keep: number;
  /** Of everything that is chance: how it is gone on with, and where that is killed again. */
  readonly seed: number;
}

/** One round trip of the undisturbed run. */
export interface RecordedCall {
  readonly service: string;
  readonly method: string;
  readonly kind: ServiceCall['kind'];
  /** Sheet writes pending when it was called. */
  readonly pending: number;
  /** True for the first of an execution. */
  readonly isFirst: boolean;
  /** Key of the property that it is about; '' for other calls. */
  readonly key: string;
  /** True if it changes the sheet, the books, a property other than the lease, or a postback. */
  readonly isWrite: boolean;
}

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  /** Number of the round trip that made it, from 1: requests of a batch share theirs. */
  readonly call: number;
}

export interface Recording {
  readonly calls: readonly RecordedCall[];
  readonly requests: readonly RecordedRequest[];
}

/** Most prefixes of the pending writes tried at one point, but for the last point before they are applied, where all of them are. */
const MOST_KEPT = 3;

export function nameOf({ flow, at, way, keep, seed }: Point): string {
  return [flow, at, way, ...(keep === 0 ? [] : [`keep${keep}`]), `seed${seed}`].join(':');
}

/** @throws if the text names no point */
export function pointNamed(name: string): Point {
  const found = /^([a-z-]+):(\d+):(\w+?)(?::keep(\d+))?(?::seed(\d+))?$/.exec(name);
  const ways: readonly string[] = [...CALL_WAYS, ...REQUEST_WAYS, ...RIVAL_WAYS];
  if (!found || !ways.includes(found[3]!)) throw new Error(`No point is called ${name}`);
  return {
    flow: found[1]!,
    at: Number(found[2]),
    way: found[3] as Way,
    keep: Number(found[4] ?? 0),
    seed: Number(found[5] ?? 1),
  };
}

/**
 * Every point at the round trips and requests of a run, less those that leave the same world behind as another one: dying after a call is
 * dying before the next one of the execution, and a reading that throws has done nothing, unless it applied pending writes.
 */
export function pointsOf(flow: string, { calls, requests }: Recording): Point[] {
  const points: Point[] = [];
  const add = (at: number, way: Way, keep = 0): void => {
    points.push({ flow, at, way, keep, seed: points.length + 1 });
  };
  calls.forEach((call, index) => {
    const at = index + 1;
    const next = calls[index + 1];
    add(at, 'killBefore');
    // The beginnings of what waits longest are those of what waited before it.
    const isLast = !next || next.isFirst || next.pending < call.pending;
    for (const keep of isLast ? allPrefixes(call.pending) : prefixes(call.pending))
      add(at, 'killBefore', keep);
    if (!next || next.isFirst)
      for (const keep of [0, ...prefixes(pendingAfter(call))]) add(at, 'killAfter', keep);
    add(at, 'throwAt');
    const hasEffect = (call.kind !== 'read' && call.kind !== 'wait') || call.pending > 0;
    if (hasEffect) add(at, 'throwAfter');
  });
  requests.forEach(({ method, url, call }, index) => {
    const isWrite = changesPostbacks(method, url);
    // Readings of a batch are lost together, whichever of them it was, and on their way there or back alike.
    if (!isWrite && requests[index - 1]?.call === call) return;
    for (const way of REQUEST_WAYS) if (isWrite || way.endsWith('Before')) add(index + 1, way);
  });
  return points;
}

/** Creates and updates; the table is read by POST too. */
export function changesPostbacks(method: string, url: string): boolean {
  return method === 'PUT' || (method === 'POST' && url.endsWith('/pixels'));
}

function pendingAfter({ kind, service, pending }: RecordedCall): number {
  if (kind === 'flush' || kind === 'read') return 0;
  return kind === 'write' && service !== 'Properties' && service !== 'Lock' ? pending + 1 : pending;
}

/** Lengths of proper, not empty beginnings of so many pending writes: all of them. */
function allPrefixes(pending: number): number[] {
  return Array.from({ length: Math.max(0, pending - 1) }, (_, at) => at + 1);
}

/** The shortest, the longest and some between. */
function prefixes(pending: number): number[] {
  const longest = pending - 1;
  return longest <= MOST_KEPT ? allPrefixes(pending) : [1, Math.ceil(longest / 2), longest];
}

/** Property in which a live step says that it is one. */
export const LEASE_KEY = 'postbackDesk.step';

/**
 * Points for rivals of a live step. A step can only be overtaken before it has asked whether it still may write: asking cannot reach into the
 * write that follows it at once, and Google ends an execution before its lease ends.
 */
export function rivalPointsOf(flow: string, { calls }: Recording): Point[] {
  return calls.flatMap((_, index) =>
    RIVAL_WAYS.filter((way) => way !== 'stale' || asksBeforeWriting(calls[index]!)).map(
      (way, nth): Point => ({
        flow,
        at: index + 1,
        way,
        keep: 0,
        seed: index + nth + 1,
      }),
    ),
  );
}

/**
 * A step asks its clock at the border, before each action that writes, and no call tells of it. Requests, waits and properties are actions of a single
 * call: whatever is written after such a call that writes nothing was asked for after it.
 */
function asksBeforeWriting({ kind, service, pending, isWrite }: RecordedCall): boolean {
  return !isWrite && pending === 0 && (kind === 'fetch' || kind === 'wait' || service === 'Properties');
}

/** An even sample, always the same one. */
export function sampleOf<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, at) => items[Math.floor(((at + 0.5) * items.length) / count)]!);
}
