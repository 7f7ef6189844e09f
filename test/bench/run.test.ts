/** A small run of the benchmark: its JSON has the promised shape, and the usual way really does the work (L1). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenAt, resultOf, together, tooLong } from '../../bench/benchmark';
import type { BenchResult } from '../../bench/contract';
import { planDay } from '../../bench/flows';
import { MEMORY_BY } from '../../bench/memory';
import { measureSize, measureSlow } from '../../bench/one-size';
import { performancePage } from '../../bench/page';
import { measureStartUp } from '../../bench/start-up';
import { usualDay, type UsualDay } from '../../bench/usual-way/drive';

const ROOT = join(__dirname, '..', '..');
const dist = join(ROOT, 'dist');
const POSTBACKS = 80;
const FLOWS = ['pull', 'check'];

let usual: UsualDay;
let result: BenchResult;
beforeAll(async () => {
  usual = await usualDay(POSTBACKS, 10);
  const asked = { dist, postbacks: POSTBACKS, flows: FLOWS };
  const measured = await measureSize(asked);
  const slow = await measureSlow(asked);
  result = resultOf({
    startUp: measureStartUp(dist),
    memoryBy: MEMORY_BY,
    sizes: [
      {
        ...measured,
        flows: measured.flows.map((flow) => ({ ...flow, slow: slow[flow.flow] ?? null })),
      },
    ],
    usual: [{ postbacks: POSTBACKS, day: usual }],
    realSeconds: 1,
  });
});

/** All keys of an object and of what is in it. */
function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return (value as unknown[]).flatMap(keysOf);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

test('the JSON has every key that its page explains, and no other', () => {
  const page = readFileSync(join(ROOT, 'bench', 'README.md'), 'utf8');
  const explained = [...page.matchAll(/^\| `(.+?)` +\|/gm)].flatMap((match) => match[1]!.split('` `'));
  // Only two sizes together have a growth.
  const growth = { calls: 1, cells: 1, ownCpu: 1, seconds: 1, flow: 'pull' };
  const leftOut = { flow: 'push-500', why: 'too few' };
  const told = JSON.parse(JSON.stringify({ ...result, growth: [growth], leftOut: [leftOut] })) as unknown;
  expect(new Set(keysOf(told))).toEqual(new Set(explained));
});

test('each chosen flow is measured, and numbers are numbers of what was done', () => {
  const [{ flows, postbacks }] = result.sizes as [BenchResult['sizes'][number]];
  expect(postbacks).toBe(POSTBACKS);
  expect(flows.map(({ flow, rows }) => [flow, rows])).toEqual([
    ['pull', POSTBACKS],
    ['check', POSTBACKS / 20],
  ]);
  for (const flow of flows) {
    expect(flow.sheetCalls).toBeLessThan(flow.calls);
    expect(flow.flushes).toBeLessThan(flow.calls);
    expect(flow.slowestStep).toBeLessThanOrEqual(flow.seconds);
    expect(flow.ownCpuMs).toBeGreaterThan(0);
    expect(flow.ownCpuMs).toBeLessThan(flow.cpuMs);
    expect(flow.peakMb).toBeGreaterThan(0);
    expect(flow.slow!.seconds).toBeGreaterThan(flow.seconds);
  }
  expect(flows[0]!.requests).toBeGreaterThan(0);
  expect(flows[1]!.requests).toBe(0);
});

test('[L1] services that cost ten times as much change time, and not what a short flow does', () => {
  const check = result.sizes[0]!.flows[1]!;
  // Everything but the loads and requests is ten times as long; this flow is one step and sends nothing.
  expect(check.steps).toBe(1);
  expect(check.slow!.steps).toBe(1);
  expect(Math.abs(check.slow!.seconds - ((check.seconds - 0.5) * 10 + 0.5))).toBeLessThan(1);
});

test('the usual way pulls, copies and pushes all rows', () => {
  expect(usual.pulled).toBe(POSTBACKS);
  expect(usual.snapshotted).toBe(POSTBACKS);
  expect(usual.pushed).toBe(10);
  const [pull, check, push, snapshot] = usual.jobs;
  // Header and tab beside the rows; one look at each mark and six cells and a note of each marked row; a read and a write for each pushed row.
  expect(pull!.calls).toBe(POSTBACKS + 3);
  expect(check!.calls).toBe(1 + POSTBACKS + check!.rows * 7);
  expect(push!.requests).toBe(20);
  expect(push!.executions).toBe(10);
  expect(snapshot!.calls).toBe(2 * (POSTBACKS + 1) + 2);
});

test('a flow that was not chosen is not measured, though others may need it', () => {
  const { flows, leftOut } = planDay(1000, ['push-500', 'push-5000', 'verify']);
  expect(flows.map(({ name, isMeasured }) => [name, isMeasured])).toEqual([
    ['pull', false],
    ['preview-500', false],
    ['push-500', true],
    ['snapshot', false],
    ['verify', true],
  ]);
  expect(leftOut.map(({ flow }) => flow)).toEqual(['push-5000']);
});

test('what takes long at 100,000 postbacks is left out, told, and done if asked for', () => {
  const choice = { flows: ['pull', 'details', 'push-5000', 'refresh'], thorough: false };
  expect(chosenAt('size', 99_999, choice)).toEqual(choice.flows);
  expect(chosenAt('size', 100_000, choice)).toEqual(['pull', 'refresh']);
  expect(chosenAt('slow', 100_000, choice)).toEqual(['pull']);
  expect(tooLong(100_000, choice).map(({ flow }) => flow)).toEqual([
    'details',
    'push-5000',
    'refresh, services ten times slower',
  ]);
  const thorough = { ...choice, thorough: true };
  expect(chosenAt('slow', 100_000, thorough)).toEqual(choice.flows);
  expect(tooLong(100_000, thorough)).toEqual([]);
});

test('runs with different sizes are put together, and judged anew', () => {
  const [measured] = result.sizes as [BenchResult['sizes'][number]];
  const at = (postbacks: number): BenchResult => ({ ...result, sizes: [{ ...measured, postbacks }] });
  const both = together([at(100_000), at(10_000)]);
  expect(both.sizes.map(({ postbacks }) => postbacks)).toEqual([10_000, 100_000]);
  expect(both.growth.map(({ flow, calls }) => [flow, calls])).toEqual([
    ['pull', 1],
    ['check', 1],
  ]);
  // What was done the usual way stands beside what the other run measured at that size.
  const usualAlone = { ...result, sizes: [], usualWay: [{ ...result.usualWay[0]!, postbacks: 10_000 }] };
  const [beside] = together([usualAlone, { ...at(10_000), usualWay: [] }]).usualWay;
  expect(beside!.jobs[0]!.ours!.requests).toBe(measured.flows[0]!.requests);
  const target = 'pull, 10,000 → 100,000: growth of calls';
  expect(result.targets.find(({ name }) => name === target)!.holds).toBeNull();
  expect(both.targets.find(({ name }) => name === target)!.holds).toBe(true);
  expect(() => together([result, result])).toThrow('80 postbacks were measured in two');
});

test('what is edited only grows until it is pushed', () => {
  const pushes = (postbacks: number): string[] =>
    planDay(postbacks)
      .flows.map(({ name }) => name)
      .filter((name) => name.startsWith('push'));
  expect(pushes(10_000)).toEqual(['push-500', 'push-5000']);
  expect(pushes(100_000)).toEqual(['push-5000', 'push-500']);
});

test('the page tells each target with its verdict', () => {
  const page = performancePage({
    ...result,
    targets: [{ name: 'a thing', unit: 's', limit: 2, measured: 3, holds: false }],
  });
  expect(page).toMatch(/^\| a thing \| 2 s \| 3 \| NO \|$/m);
  expect(page).toContain('0 of 1 hold, 1 do not');
});
