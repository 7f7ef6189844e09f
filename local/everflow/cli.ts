/** Runs the embedded Everflow alone: `node --import tsx local/everflow/cli.ts --port 8790`. */
import { parseArgs } from 'node:util';
import { KEY_VALUES } from './keys';
import { serve } from './server';
import { resolveOptions } from './settings';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8790' },
    size: { type: 'string', default: '2431' },
    seed: { type: 'string', default: '1' },
    hostile: { type: 'boolean', default: false },
    time: { type: 'string', default: 'real' },
  },
});

function timeOf(text: string): 'real' | 'header' {
  if (text !== 'real' && text !== 'header') throw new Error('--time is real or header');
  return text;
}

const options = resolveOptions({
  port: Number(values.port),
  size: Number(values.size),
  seed: Number(values.seed),
  hostile: values.hostile,
  time: timeOf(values.time),
});

async function main(): Promise<void> {
  const { url } = await serve(options);
  console.log(`Embedded Everflow at ${url}, control at ${url}/__control/`);
  for (const [name, value] of Object.entries(KEY_VALUES)) console.log(`  ${name.padEnd(12)} ${value}`);
}

main().catch((cause: unknown) => {
  console.error(String(cause));
  process.exitCode = 1;
});
