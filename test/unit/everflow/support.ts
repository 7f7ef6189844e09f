/**
 * A scripted way out and a virtual clock for tests of the Everflow client. The script says which batches are expected, in which
 * order; anything else throws by name.
 */
import type { Http, HttpFailureCode, HttpReply, HttpRequest } from '../../../src/everflow/http';
import { EverflowClient, type ClientOptions } from '../../../src/everflow/client';

export const KEY = 'kEy-0123456789abcdef';
export const HOST = 'api.eflow.team';
const ORIGIN = `https://${HOST}`;

/** `METHOD path?query` and its answer; time that the answer takes, in ms, counts once per batch (the longest). */
export type Exchange = readonly [request: string, reply: HttpReply, tookMs?: number];

export function ok(body: unknown, headers: Record<string, string> = {}): HttpReply {
  return answer(200, body, headers);
}
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpReply {
  return { kind: 'response', status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) };
}
export function lost(code: HttpFailureCode): HttpReply {
  return { kind: 'failure', code };
}

export class FakeClock {
  readonly slept: number[] = [];
  constructor(public nowMs = 1_700_000_000_000) {}
  now = (): number => this.nowMs;
  random = (): number => 0.5;
  sleep = (ms: number): void => {
    if (!Number.isInteger(ms) || ms <= 0) throw new Error(`FakeClock: sleep(${ms}) is not modelled`);
    this.slept.push(ms);
    this.nowMs += ms;
  };
}

export class ScriptedHttp implements Http {
  /** Every request that left, in order. */
  readonly sent: HttpRequest[] = [];
  private at = 0;

  constructor(
    private readonly batches: readonly (readonly Exchange[])[],
    private readonly clock: FakeClock,
  ) {}

  send(requests: readonly HttpRequest[]): HttpReply[] {
    const names = requests.map(({ method, url }) => `${method} ${url.replace(ORIGIN, '')}`);
    const batch = this.batches[this.at];
    if (batch === undefined) throw new Error(`ScriptedHttp: unexpected batch ${names.join(', ')}`);
    this.at += 1;
    const wanted = batch.map(([name]) => name);
    if (wanted.join('\n') !== names.join('\n')) {
      throw new Error(`ScriptedHttp: batch ${this.at} is ${names.join(', ')}, expected ${wanted.join(', ')}`);
    }
    for (const request of requests) this.check(request);
    this.sent.push(...requests);
    this.clock.nowMs += Math.max(...batch.map(([, , tookMs]) => tookMs ?? 100));
    return batch.map(([, reply]) => reply);
  }

  /** Throws if a scripted batch was not asked for. */
  finish(): void {
    if (this.at !== this.batches.length) {
      throw new Error(`ScriptedHttp: only ${this.at} of ${this.batches.length} batches were asked for`);
    }
  }

  /** The parsed body of request `index`. */
  body(index: number): unknown {
    return JSON.parse(this.sent[index]!.body!);
  }

  private check({ method, url, headers, body }: HttpRequest): void {
    const wanted = { 'X-Eflow-API-Key': KEY, 'Content-Type': 'application/json', Accept: 'application/json' };
    if (JSON.stringify(headers) !== JSON.stringify(wanted)) throw new Error('ScriptedHttp: wrong headers');
    if (!url.startsWith(`${ORIGIN}/v1/`)) throw new Error(`ScriptedHttp: wrong URL ${url}`);
    if ((method === 'GET') !== (body === undefined)) throw new Error(`ScriptedHttp: body of a ${method}`);
  }
}

export interface Stage {
  readonly client: EverflowClient;
  readonly http: ScriptedHttp;
  readonly clock: FakeClock;
}

export function stage(
  batches: readonly (readonly Exchange[])[],
  options: Partial<ClientOptions> = {},
): Stage {
  const clock = new FakeClock();
  const http = new ScriptedHttp(batches, clock);
  const client = new EverflowClient({ http, clock, host: HOST, key: KEY, ...options });
  return { client, http, clock };
}

export function page(ids: readonly number[], paging: Partial<Record<string, number>> = {}): object {
  return {
    pixels: ids.map((id) => ({ network_pixel_id: id, network_id: 1 })),
    paging: { page: 1, page_size: 50, total_count: ids.length, ...paging },
  };
}
