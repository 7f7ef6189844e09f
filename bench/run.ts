/**
 * `npm run bench`: what each flow costs in requests, calls, cells, time and memory, at several sizes, against the least that it could, and beside the usual
 * way of writing such an add-on. Prints tables, or with `--json` one object as the last line.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { benchmark, together } from './benchmark';
import type { BenchResult } from './contract';
import { FLOW_NAMES } from './flows';
import { performancePage } from './page';
import { formatPage } from '../scripts/format-page';
import { growthTables, sizeTables, startUpTable, targetTable, usualTables, type TableOf } from './tables';

const ROOT = join(__dirname, '..');
const PAGE = join(ROOT, 'docs', 'performance.md');
/** Two days of 100,000 postbacks at a time fit into the memory of most machines; more would only disturb each other. */
const MOST_AT_ONCE = 2;

const HELP = `npm run bench -- [options]
  --sizes 1000,10000,100000   sizes of network, each at least 1,000
  --flows pull,check,…        measure these only: ${FLOW_NAMES.join(', ')}
  --thorough                  also what takes many minutes at 100,000: details by id, the push of 5,000, and most where services are slow
  --usual 1000,10000          sizes at which the usual way is gone as well; "none": at none
  --jobs 2                    processes at a time; 1 for the quietest numbers
  --json                      one JSON object as the last line of standard output (bench/README.md), progress on standard error
  --write-docs                writes docs/performance.md from this run
  --from FILE,FILE            measures nothing; puts together what --json told of runs with different sizes
`;

interface Options {
  readonly sizes: readonly number[];
  readonly flows: readonly string[];
  readonly usual: readonly number[];
  readonly thorough: boolean;
  readonly jobs: number;
  readonly json: boolean;
  readonly writeDocs: boolean;
  readonly from: string | undefined;
}

/** The smallest network in which 500 rows can be edited and pushed. */
const SMALLEST = 1000;

function numbersOf(text: string): number[] {
  const numbers = text === 'none' ? [] : text.split(',').map(Number);
  if (numbers.some((size) => !Number.isInteger(size) || size < SMALLEST))
    throw new Error(`Sizes are whole numbers of at least ${SMALLEST}, separated by commas, not "${text}".`);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function flowsOf(text: string): readonly string[] {
  const flows = text === '' ? FLOW_NAMES : text.split(',');
  const unknown = flows.find((flow) => !FLOW_NAMES.includes(flow));
  if (unknown !== undefined)
    throw new Error(`There is no flow "${unknown}". Choose from ${FLOW_NAMES.join(', ')}.`);
  return flows;
}

/** Undefined: only help was asked for. */
function optionsOf(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: '1000,10000,100000' },
      flows: { type: 'string', default: '' },
      usual: { type: 'string' },
      thorough: { type: 'boolean', default: false },
      jobs: { type: 'string', default: String(Math.min(MOST_AT_ONCE, availableParallelism())) },
      json: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
      from: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const sizes = numbersOf(values.sizes);
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1) throw new Error('--jobs takes a whole number of at least 1.');
  return {
    sizes,
    flows: flowsOf(values.flows),
    // A call for each cell of 100,000 rows would take longer than all the rest.
    usual: values.usual === undefined ? sizes.filter((size) => size <= 10_000) : numbersOf(values.usual),
    thorough: values.thorough,
    jobs,
    json: values.json,
    writeDocs: values['write-docs'],
    from: values.from,
  };
}

/** The last line of a file, as --json wrote it. */
function readResult(path: string): BenchResult {
  const last = readFileSync(path, 'utf8').trim().split('\n').at(-1);
  try {
    return JSON.parse(last ?? '') as BenchResult;
  } catch {
    throw new Error(`The last line of ${path} is no result of --json.`);
  }
}

async function find({ sizes, flows, usual, thorough, jobs, from }: Options): Promise<BenchResult> {
  if (from !== undefined) return together(from.split(',').map(readResult));
  const startedMs = Date.now();
  const tell = (line: string): void => {
    process.stderr.write(`${String(Math.round((Date.now() - startedMs) / 1000)).padStart(4)} s  ${line}\n`);
  };
  return benchmark({ dist: join(ROOT, 'dist'), sizes, flows, usual, thorough, atOnce: jobs, tell });
}

function drawn({ title, head, rows }: TableOf): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push([...row]);
  return `\n${title}\n${table.toString()}\n`;
}

/** Everything in the order in which it is read. */
const tablesOf = (result: BenchResult): TableOf[] => [
  ...sizeTables(result),
  ...growthTables(result),
  ...usualTables(result),
  startUpTable(result),
  targetTable(result),
];

async function writePage(result: BenchResult): Promise<void> {
  writeFileSync(PAGE, await formatPage(performancePage(result)));
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (!options) {
    process.stdout.write(HELP);
    return;
  }
  const result = await find(options);
  const out = options.json ? process.stderr : process.stdout;
  out.write(tablesOf(result).map(drawn).join(''));
  for (const { postbacks, leftOut } of result.sizes)
    for (const { flow, why } of leftOut) out.write(`Left out at ${postbacks} postbacks: ${flow}: ${why}\n`);
  if (options.writeDocs) await writePage(result);
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
}

// Ends the parts too, by the way that every end takes.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
