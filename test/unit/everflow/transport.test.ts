/** The rate budget's law where it counts: at the way out, with room kept between reads and writes [W3]. */
import * as fc from 'fast-check';
import { EverflowClient } from '../../../src/everflow/client';
import type { Http, HttpReply, HttpRequest } from '../../../src/everflow/http';
import { FRESH_RATE, SPEEDS, WINDOW_MS, allowance } from '../../../src/everflow/rate';
import { FakeClock, HOST, KEY, answer, ok } from './support';

const RUNS = { seed: 20_261_122, numRuns: 150 };

/** Answers every request with its own record, now and then with a fault, and notes when each left. */
class BusyHttp implements Http {
  readonly leftAtMs: number[] = [];
  constructor(
    private readonly clock: FakeClock,
    private readonly faults: readonly number[],
  ) {}

  send(requests: readonly HttpRequest[]): HttpReply[] {
    const replies = requests.map(({ url }) => {
      this.leftAtMs.push(this.clock.nowMs);
      const fault = this.faults[this.leftAtMs.length % Math.max(1, this.faults.length)] ?? 0;
      return fault > 0 ? answer(fault, {}) : ok({ network_pixel_id: Number(/\d+$/.exec(url)![0]) });
    });
    this.clock.nowMs += 80;
    return replies;
  }
}

const anyStep = fc.record({
  do: fc.constantFrom('wait', 'read', 'write', 'pause'),
  count: fc.integer({ min: 1, max: 20 }),
});

test('[W3] reads, retries and writes in any order never exceed the allowance in any 30 s', () => {
  let busy = 0;
  const faults = fc.array(fc.constantFrom(0, 0, 0, 0, 500, 404), { maxLength: 40 });
  const steps = fc.array(anyStep, { minLength: 20, maxLength: 80 });
  fc.assert(
    fc.property(fc.constantFrom(...SPEEDS), faults, steps, (speed, codes, todo) => {
      const clock = new FakeClock();
      const http = new BusyHttp(clock, codes);
      const client = new EverflowClient({ http, clock, host: HOST, key: KEY, speed });
      for (const { do: what, count } of todo) {
        const ids = Array.from({ length: count }, (_, at) => at + 1);
        if (what === 'wait') client.waitFor(2 * count);
        if (what === 'read') client.records(ids);
        if (what === 'write') client.updates(ids.map((id) => ({ id, body: {} })));
        if (what === 'pause') clock.nowMs += count * 50;
      }
      expect(client.requests).toBe(http.leftAtMs.length);
      let worst = 0;
      http.leftAtMs.forEach((atMs, first) => {
        const after = http.leftAtMs.findIndex((ms) => ms >= atMs + WINDOW_MS);
        worst = Math.max(worst, (after < 0 ? http.leftAtMs.length : after) - first);
      });
      expect(worst).toBeLessThanOrEqual(allowance(FRESH_RATE, speed));
      if (worst > allowance(FRESH_RATE, speed) * 0.7) busy += 1;
    }),
    RUNS,
  );
  expect(busy).toBeGreaterThan(25);
});
