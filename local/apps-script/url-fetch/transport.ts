/**
 * Carries checked requests over the bridge: routes hosts to local servers, follows redirects, and turns faults into the texts of
 * UrlFetchApp. Knows routes, planned faults and virtual time; no execution and no script.
 */
import type { WireAnswer, WireRequest, WireResult } from './bridge';
import type { FetchRequest } from './request';

/** What can go wrong on the way. `lost`: the connection broke after the request was sent. */
export type TransportFault = 'dns' | 'refused' | 'timeout' | 'lost' | 'bandwidth';

/** A planned fault: `before` the request is sent, or `after` the server has answered it (the answer is thrown away). */
export interface PlannedFault {
  readonly when: 'before' | 'after';
  readonly fault: TransportFault;
}

/** Asked for every request, numbered from 1 over the life of the local Apps Script. Undefined: nothing goes wrong. */
export type RequestHook = (
  request: { readonly url: string; readonly method: string; readonly body: string | null },
  index: number,
) => PlannedFault | undefined;

export interface TransportOptions {
  /** Origin such as "https://api.eflow.team" → base URL of a local server. Any other host is a DNS error. */
  readonly routes: Readonly<Record<string, string>>;
  /** Real milliseconds after which a silent server counts as timed out. */
  readonly realTimeoutMs: number;
  /** False: the URL may not be fetched; asked for every redirect too. */
  readonly mayFetch: (url: string) => boolean;
  readonly send: (requests: readonly WireRequest[]) => WireResult[];
  /** Virtual milliseconds since the epoch. */
  readonly nowMs: () => number;
}

/** An answer or a fault, with the virtual time that the server asked to be counted for it. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: WireAnswer; readonly url: string; readonly delayMs: number }
  | { readonly kind: 'fault'; readonly fault: TransportFault; readonly url: string; readonly delayMs: number }
  | { readonly kind: 'forbidden'; readonly url: string; readonly delayMs: number };

const MAX_REDIRECTS = 20;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Tells a local server the virtual time, so that its rate windows run in it. */
const NOW_HEADER = 'X-Virtual-Now-Ms';
/** Answer of a local server: so many virtual milliseconds passed while it answered. */
const DELAY_HEADER = 'x-virtual-elapsed-ms';

interface Journey {
  readonly request: FetchRequest;
  readonly url: string;
  readonly method: string;
  readonly body: Buffer | null;
  readonly hops: number;
  readonly delayMs: number;
}

/** Sends all in parallel; further rounds only for redirects. Outcomes stand in the order of `requests`. */
export function sendAll(
  requests: readonly FetchRequest[],
  planned: readonly (PlannedFault | undefined)[],
  options: TransportOptions,
): Outcome[] {
  const outcomes: (Outcome | null)[] = requests.map((request, i) => {
    const plan = planned[i];
    return plan?.when === 'before'
      ? { kind: 'fault', fault: plan.fault, url: request.url, delayMs: 0 }
      : null;
  });
  const journeys = requests.map((request): Journey => ({
    request,
    url: request.url,
    method: request.method,
    body: request.body,
    hops: 0,
    delayMs: 0,
  }));
  for (;;) {
    const open = journeys.flatMap((journey, i) => (outcomes[i] === null ? [{ journey, i }] : []));
    if (open.length === 0) break;
    const steps = oneRound(
      open.map(({ journey }) => journey),
      options,
    );
    open.forEach(({ i }, k) => {
      const step = steps[k];
      if (step === undefined) return;
      if ('kind' in step) outcomes[i] = step;
      else journeys[i] = step;
    });
  }
  return outcomes.flatMap((outcome, i) => {
    if (outcome === null) return [];
    const plan = planned[i];
    if (plan?.when !== 'after') return [outcome];
    return [{ kind: 'fault' as const, fault: plan.fault, url: outcome.url, delayMs: outcome.delayMs }];
  });
}

/** One hop of every journey: an outcome, or the journey's next hop. */
function oneRound(journeys: readonly Journey[], options: TransportOptions): (Outcome | Journey)[] {
  const targets = journeys.map((journey) => targetOf(journey, options));
  const wires = targets.filter((target): target is WireRequest => !('kind' in target));
  const results = wires.length === 0 ? [] : options.send(wires);
  let next = 0;
  return journeys.map((journey, i) => {
    const target = targets[i];
    if (target !== undefined && 'kind' in target) return target;
    const result = results[next++];
    return result === undefined ? faultOf(journey, 'lost') : settle(journey, result);
  });
}

function targetOf(journey: Journey, options: TransportOptions): WireRequest | Outcome {
  const { url, request } = journey;
  if (!options.mayFetch(url)) return { kind: 'forbidden', url, delayMs: journey.delayMs };
  const target = new URL(url);
  const base = options.routes[target.origin];
  if (base === undefined) return faultOf(journey, 'dns');
  return {
    url: base.replace(/\/$/, '') + target.pathname + target.search,
    method: journey.method,
    headers: {
      'User-Agent': 'Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com)',
      'Accept-Encoding': 'gzip, deflate, br',
      ...request.headers,
      ...(journey.body === null ? {} : { 'Content-Length': String(journey.body.length) }),
      [NOW_HEADER]: String(Math.floor(options.nowMs())),
    },
    body: journey.body,
    timeoutMs: Math.min(options.realTimeoutMs, request.timeoutMs),
  };
}

const faultOf = (journey: Journey, fault: TransportFault): Outcome => ({
  kind: 'fault',
  fault,
  url: journey.url,
  delayMs: fault === 'timeout' ? journey.request.timeoutMs : journey.delayMs,
});

function settle(journey: Journey, result: WireResult): Outcome | Journey {
  if ('error' in result) return faultOf(journey, faultOfCode(result.error));
  const asked = Number(header(result, DELAY_HEADER) ?? 0);
  const delayMs = journey.delayMs + (asked > 0 ? asked : 0);
  if (delayMs > journey.request.timeoutMs) return faultOf(journey, 'timeout');
  const location = header(result, 'location');
  const follows = journey.request.followRedirects && REDIRECTS.has(result.status) && location !== undefined;
  if (!follows || journey.hops >= MAX_REDIRECTS) {
    return { kind: 'answer', answer: withoutOwnHeaders(result), url: journey.url, delayMs };
  }
  const url = new URL(location, journey.url).toString();
  const keepsMethod = result.status === 307 || result.status === 308 || journey.method === 'GET';
  return {
    ...journey,
    url,
    hops: journey.hops + 1,
    delayMs,
    ...(keepsMethod ? {} : { method: 'GET', body: null }),
  };
}

function faultOfCode(code: string): TransportFault {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns';
  if (code === 'ECONNREFUSED') return 'refused';
  return code === 'ETIMEDOUT' ? 'timeout' : 'lost';
}

const header = (answer: WireAnswer, name: string): string | undefined =>
  answer.headers.find(([key]) => key.toLowerCase() === name)?.[1];

const withoutOwnHeaders = (answer: WireAnswer): WireAnswer => ({
  ...answer,
  headers: answer.headers.filter(([name]) => name.toLowerCase() !== DELAY_HEADER),
});
