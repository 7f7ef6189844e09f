/** Floors, growth and targets of the benchmark, on examples worked out by hand (L1). */
import type { FlowResult, SizeResult } from '../../bench/contract';
import { httpSeconds, leastRequests, leastSeconds, needOf, ratioOf } from '../../bench/floor';
import { growthOf, judge } from '../../bench/targets';
import { asHost, asScript, scriptCpuUs } from '../../local/apps-script/script-cpu';

describe('[L1] floors', () => {
  test('requests: pages for a pull, one for each record, two for each pushed row, none for what stays here', () => {
    const least = (name: string, postbacks: number, rows: number): number =>
      leastRequests(needOf(name, postbacks, rows));
    expect([1999, 2000, 2001].map((n) => least('pull', n, n))).toEqual([1, 1, 2]);
    expect(least('refresh', 100_000, 100_000)).toBe(50);
    expect(least('details', 100_000, 5800)).toBe(5800);
    expect(least('push-500', 10_000, 500)).toBe(1000);
    for (const name of ['check', 'preview-500', 'snapshot', 'verify', 'compare'])
      expect(least(name, 10_000, 500)).toBe(0);
  });

  test('seconds of requests: in batches of five pages or twenty records, or by the rate where that takes longer', () => {
    // 11 pages: the first alone, and 2 batches; 0.4 s each.
    expect(httpSeconds({ pages: 11, records: 0 })).toBeCloseTo(1.2);
    // 21 records: 2 batches; at 15 a second they would be through before.
    expect(httpSeconds({ pages: 0, records: 21 })).toBeCloseTo(0.8);
    // 1,000 at 15 a second, 8 s ahead; 50 batches take 20 s only.
    expect(httpSeconds({ pages: 0, records: 1000 })).toBeCloseTo(1000 / 15 - 8);
    expect(httpSeconds({ pages: 0, records: 0 })).toBe(0);
  });

  test('seconds: requests, each block once, one flush, one load', () => {
    // 0.4 for one batch; 80 ms and 3 ms, 80 ms and 7 ms; 300 ms; 500 ms.
    expect(leastSeconds({ pages: 1, records: 0, blocks: [3000, 7000] })).toBeCloseTo(1.37);
    // A pull writes all 27 columns of the tab in one block, and reads them back.
    expect(needOf('pull', 1000, 1000).blocks).toEqual([27_000, 27_000]);
    // More than half a million cells are moved in several calls: 3 x 80 ms and 1,200 ms; 300 ms; 500 ms.
    expect(leastSeconds({ pages: 0, records: 0, blocks: [1_200_000] })).toBeCloseTo(2.24);
  });

  test('an unknown flow has no floor', () => {
    expect(() => needOf('walk', 10, 10)).toThrow('walk');
  });

  test('a ratio has two decimals, and is none where the floor is 0', () => {
    expect(ratioOf(10, 3)).toBe(3.33);
    expect(ratioOf(10, 0)).toBeNull();
  });
});

/** A flow with numbers that each test chooses; the others are of no account. */
function flow(name: string, numbers: Partial<FlowResult> = {}): FlowResult {
  return {
    flow: name,
    rows: 1,
    requests: 1,
    requestsPerRow: null,
    calls: 1,
    sheetCalls: 1,
    flushes: 1,
    fetchCalls: 1,
    cells: 1,
    steps: 1,
    seconds: 1,
    slowestStep: 1,
    ownCpuMs: 1,
    cpuMs: 1,
    restMb: 1,
    peakMb: 1,
    floor: { requests: 1, seconds: 1, httpSeconds: 1, jsonCpuMs: 1 },
    ratio: { requests: 1, seconds: 1, ownCpu: 1 },
    slow: null,
    ...numbers,
  };
}
const size = (postbacks: number, ...flows: FlowResult[]): SizeResult => ({
  postbacks,
  flows,
  leftOut: [],
  realSeconds: 1,
});

describe('[L1] targets', () => {
  const holdsOf = (sizes: readonly SizeResult[], name: string): boolean | null =>
    judge({ sizes, growth: growthOf(sizes) }).find((target) => target.name === name)!.holds;

  test('what is measured decides, at the limit and just beyond it', () => {
    const name = 'pull of 100,000: requests';
    expect(holdsOf([size(100_000, flow('pull', { requests: 54 }))], name)).toBe(true);
    expect(holdsOf([size(100_000, flow('pull', { requests: 55 }))], name)).toBe(false);
  });

  test('what was not measured is neither held nor missed', () => {
    expect(judge({ sizes: [], growth: [] }).map(({ holds }) => holds)).not.toContain(true);
    expect(holdsOf([size(10_000, flow('pull'))], 'pull of 100,000: requests')).toBeNull();
  });

  test('growth is from 10,000 to 100,000, flow by flow', () => {
    const sizes = [
      size(10_000, flow('pull', { calls: 50, ownCpuMs: 100 }), flow('details')),
      size(100_000, flow('pull', { calls: 500, ownCpuMs: 1234 })),
    ];
    expect(growthOf(sizes)).toEqual([{ flow: 'pull', calls: 10, cells: 1, ownCpu: 12.3, seconds: 1 }]);
    expect(holdsOf(sizes, 'pull, 10,000 → 100,000: growth of calls')).toBe(true);
  });
});

describe('processor time of the script', () => {
  let us = 0;
  beforeEach(() => {
    us = 1000;
    jest.spyOn(process, 'cpuUsage').mockImplementation(() => ({ user: us, system: 0 }));
  });
  afterEach(() => jest.restoreAllMocks());
  const work = (amountUs: number): void => {
    us += amountUs;
  };

  test('is what passes in the script, and not in services that it calls', () => {
    const own = scriptCpuUs(() => {
      work(10_000);
      asScript(() => {
        work(5);
        asHost(() => {
          work(700);
          asScript(() => work(3));
        });
        work(2);
      });
      work(20_000);
    });
    expect(own).toBe(10);
  });

  test('a service that throws gives the time back to the script', () => {
    const own = scriptCpuUs(() =>
      asScript(() => {
        expect(() =>
          asHost(() => {
            work(100);
            throw new Error('Service error');
          }),
        ).toThrow('Service error');
        work(7);
      }),
    );
    expect(own).toBe(7);
  });

  test('is not measured twice at a time', () => {
    expect(() => scriptCpuUs(() => void scriptCpuUs(() => {}))).toThrow('already');
    expect(scriptCpuUs(() => asScript(() => work(4)))).toBe(4);
  });
});
