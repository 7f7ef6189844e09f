/**
 * `npm start`: the workbench in the browser. A spreadsheet with the add-on's menu and its real panel, on the embedded Everflow; no account, no
 * network.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage } from '../local/workbench/page/build.mjs';
import { startWorkbench, type RunningWorkbench } from '../local/workbench';
import { watchSources } from './dev-watch';

const HELP = `npm start -- [options]
  --port N        port of the page (default: PORT from the environment, else 4747, else any free one)
  --postbacks N   size of the practice network (default 2431)
  --seed N        seed of the practice network (default 1)
  --keep FILE     keep spreadsheet and Everflow in this file between runs
  --watch         build and reload when a source of the add-on is saved (npm run dev)
`;

const USUAL_PORT = 4747;
const root = resolve(__dirname, '..');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      postbacks: { type: 'string', default: '2431' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'string' },
      watch: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { folder } = await buildPage();
  const named = values.port ?? process.env['PORT'];
  const start = (port: number): Promise<RunningWorkbench> =>
    startWorkbench({
      port,
      page: folder,
      dist: resolve(root, 'dist'),
      postbacks: wholeNumber('postbacks', values.postbacks),
      seed: wholeNumber('seed', values.seed),
      realNow: Date.now,
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
      ...(values.keep === undefined ? {} : { keep: resolve(values.keep) }),
    });
  const running =
    named === undefined || named === ''
      ? await start(USUAL_PORT).catch((error: unknown) => {
          if (isTaken(error)) return start(0);
          throw error;
        })
      : await start(wholeNumber('port', named)).catch((error: unknown) => {
          throw isTaken(error) ? new Error(`Port ${named} is taken. Name another one with PORT=….`) : error;
        });
  console.log(`Postback Desk is open at ${running.url}   (Ctrl-C ends it)`);
  if (values.watch) await watchSources(root, () => running.workbench.rebuilt());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void running.close().then(() => process.exit(0)));
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
  return Number(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
