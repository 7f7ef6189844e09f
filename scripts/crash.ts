/**
 * `npm run crash`: disturbs whole runs at every round trip, goes on, and compares server, sheet and books with a model. Ends with exit code 1
 * unless everything was survived; each point that was not is told by a name with which it can be tried alone.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { Bench } from '../test/crash/bench';
import { FLOWS } from '../test/crash/flows';
import { runMixtures, tellSeed, type Mixtures } from '../test/crash/mixtures';
import { nameOf, sampleOf } from '../test/crash/points';
import { kindsOf, together, type Verdict } from '../test/crash/verdict';
import { tryInPool } from './crash-pool';
import type { Tried } from './crash-worker';

const HELP = `npm run crash -- [options]
  --points all|sample|none  every point of each run, an even sample of them, or none (default: all, or none with --seeds)
  --flows A,B          only these: ${FLOWS.join(', ')}
  --only NAME,NAME     only these points, told at length
  --sample N           points of each run in such a sample (default 40)
  --long               everything that is wrong at a point, not its first lines
  --seeds N            random mixtures of misfortunes (default 2000; 0 with --points, --flows or --only)
  --from N             the first of these seeds (default 1)
  --tally              how often each misfortune and action was met
  --dist FOLDER        another build of the add-on
  --workers N          processes (default: one for each core)
  --json               print one JSON object as the last line and nothing else on standard output
`;

/** Seeds tried unless told otherwise. */
const ALL_SEEDS = 2000;

/** Lines told of one point, unless it is tried alone. */
const TOLD = 2;

interface Options {
  /** Points of each run. */
  readonly sample: number;
  readonly isLong: boolean;
  readonly flows: readonly string[];
  readonly only: readonly string[];
  readonly dist: string;
  readonly workers?: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      points: { type: 'string' },
      flows: { type: 'string' },
      only: { type: 'string', default: '' },
      seeds: { type: 'string' },
      from: { type: 'string', default: '1' },
      tally: { type: 'boolean', default: false },
      sample: { type: 'string', default: '40' },
      long: { type: 'boolean', default: false },
      dist: { type: 'string', default: '' },
      workers: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const points = values.points ?? (values.seeds === undefined ? 'all' : 'none');
  if (!['all', 'sample', 'none'].includes(points))
    throw new Error(`--points is all, sample or none.\n${HELP}`);
  const isAboutPoints = values.points !== undefined || values.flows !== undefined || values.only !== '';
  const seeds = Number(values.seeds ?? (isAboutPoints ? 0 : ALL_SEEDS));
  const out = values.json ? process.stderr : process.stdout;
  const say = (line: string): void => void out.write(`${line}\n`);
  const tried = await run(
    {
      sample: points === 'all' ? Infinity : Number(values.sample),
      isLong: values.long || values.only !== '',
      flows: points === 'none' ? [] : (values.flows?.split(',') ?? FLOWS),
      only: values.only === '' ? [] : values.only.split(','),
      dist: values.dist,
      ...(values.workers === undefined ? {} : { workers: Number(values.workers) }),
    },
    say,
  );
  const workers = values.workers === undefined ? {} : { workers: Number(values.workers) };
  const mixtures = await mix({ seeds, from: Number(values.from), dist: values.dist, ...workers }, say);
  if (values.tally) say(JSON.stringify(mixtures.tally, null, 1));
  const sum = together(tried.map(({ verdict }) => verdict));
  const survived = tried.filter(({ verdict }) => verdict.wrong.length === 0).length;
  if (tried.length > 0) say(tableOf(tried));
  const { duplicates, lost, wronglyRevived, unclear, inGap } = sum;
  const report = {
    points: tried.length,
    survived,
    duplicates,
    lost,
    wronglyRevived,
    unclear,
    inGap,
    seeds: mixtures.passed,
  };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  if (survived < tried.length || mixtures.failed.length > 0) process.exitCode = 1;
}

/** Random mixtures. Of the first seeds that are not survived everything is told. */
async function mix(
  options: Parameters<typeof runMixtures>[0],
  say: (line: string) => void,
): Promise<Mixtures> {
  const startMs = Date.now();
  const mixtures = await runMixtures({
    ...options,
    onTried: (_tried, done) => {
      if (done % 200 === 0) say(`${done} of ${options.seeds} seeds tried`);
    },
  });
  const { failed, passed, msEach, inGap } = mixtures;
  failed.forEach((tried, at) => tellSeed(tried, at < TOLD).forEach(say));
  if (options.seeds > 0) {
    const seconds = Math.round((Date.now() - startMs) / 1000);
    say(
      `${passed} of ${options.seeds} seeds survived, ${inGap} changes in the gap; ${seconds} s, ${msEach.toFixed(0)} ms each`,
    );
  }
  return mixtures;
}

async function run(options: Options, say: (line: string) => void): Promise<Tried[]> {
  const names = options.only.length > 0 ? options.only : await namesOf(options, say);
  const tried: Tried[] = [];
  const startMs = Date.now();
  if (names.length === 0) return tried;
  await tryInPool<Tried>(names, {
    dist: options.dist,
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    onTried: (one) => {
      tried.push(one);
      const { wrong } = one.verdict;
      const told = options.isLong ? wrong : wrong.slice(0, TOLD);
      for (const line of told) say(`${one.name}  ${line}`);
      if (wrong.length > told.length) say(`${one.name}  … and ${wrong.length - told.length} more`);
      if (options.only.length > 0 && wrong.length === 0) say(`${one.name}  survived`);
      if (tried.length % 200 === 0) say(`${tried.length} of ${names.length} points tried`);
    },
  });
  const seconds = Math.round((Date.now() - startMs) / 1000);
  const each = tried.reduce((sum, { ms }) => sum + ms, 0) / Math.max(1, tried.length);
  say(`${tried.length} points in ${seconds} s, ${each.toFixed(0)} ms each`);
  return tried;
}

/** All points asked for. A run that goes wrong without any misfortune is told by itself, and its points would say nothing. */
async function namesOf({ flows, sample, dist }: Options, say: (line: string) => void): Promise<string[]> {
  const bench = new Bench(dist === '' ? undefined : dist);
  const names: string[] = [];
  for (const flow of flows) {
    const { wrong } = await bench.undisturbed(flow);
    for (const line of wrong) say(`${flow}:0:undisturbed  ${line}`);
    if (wrong.length > 0) process.exitCode = 1;
    else names.push(...sampleOf(await bench.points(flow), sample).map(nameOf));
  }
  await bench.close();
  return names;
}

function tableOf(tried: readonly Tried[]): string {
  const head = [
    'run',
    'points',
    'survived',
    'duplicates',
    'lost',
    'revived',
    'unclear',
    'in gap',
    'not survived',
  ];
  const table = new Table({
    head,
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: head.map((_, at) => (at === 8 ? 44 : 12)),
  });
  const flowOf = ({ name }: Tried): string => name.slice(0, name.indexOf(':'));
  for (const flow of new Set(tried.map(flowOf))) {
    const some = tried.filter((one) => flowOf(one) === flow).map(({ verdict }) => verdict);
    const sum = together(some);
    const good = some.filter(({ wrong }) => wrong.length === 0).length;
    const counts = [sum.duplicates, sum.lost, sum.wronglyRevived, sum.unclear, sum.inGap];
    table.push([flow, some.length, good, ...counts, kindCounts(some)]);
  }
  return table.toString();
}

/** Points by what was wrong; one point may have several kinds. */
function kindCounts(verdicts: readonly Verdict[]): string {
  const counts = new Map<string, number>();
  for (const kind of verdicts.flatMap(kindsOf)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
