/**
 * `npm run bench`: what each flow costs in requests, calls, cells, steps and virtual time, at several sizes. Prints tables, or with `--json` one object as
 * the last line.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { beginDay, FLOWS } from './flows';
import { measure, type Measured } from './measure';

const DIST = join(__dirname, '..', 'dist');
/** Rows that a push changes, of a network of this many postbacks: a tenth, and no more than this. */
const MOST_EDITS = 500;

interface Size {
  readonly postbacks: number;
  readonly edits: number;
  readonly flows: readonly Measured[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '1000,10000' },
      json: { type: 'boolean', default: false },
    },
  });
  const out = values.json ? process.stderr : process.stdout;
  const sizes: Size[] = [];
  for (const postbacks of values.sizes.split(',').map(Number)) {
    const edits = Math.min(MOST_EDITS, Math.ceil(postbacks / 10));
    const day = await beginDay(DIST, postbacks, edits);
    const flows: Measured[] = [];
    for (const flow of FLOWS) flows.push(await measure(day, flow));
    await day.stage.close();
    sizes.push({ postbacks, edits, flows });
    out.write(`\n${postbacks.toLocaleString('en-US')} postbacks, ${edits} edits\n${tableOf(flows)}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ sizes })}\n`);
}

function tableOf(flows: readonly Measured[]): string {
  const [first] = flows;
  const table = new Table({ head: Object.keys(first ?? {}), style: { head: [], border: [] } });
  for (const flow of flows) table.push(Object.values(flow).map((value) => value.toLocaleString('en-US')));
  return table.toString();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
