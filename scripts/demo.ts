/**
 * `npm run demo`: the whole main job as a story on the terminal. Ends with exit code 1 if the server does not hold exactly what was
 * previewed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { worlds, type World } from '../local/apps-script';
import { STORY_FAULTS } from '../local/story/faults';
import { runStory } from '../local/story/run';
import { terminalTeller } from '../local/story/terminal';

const HELP = `npm run demo -- [options]
  --postbacks N   size of the network (default 2431)
  --seed N        seed of the network (default 1)
  --world NAME    how the local Google answers open questions: ${worlds.all.map(({ name }) => name).join(', ')}
  --fault NAME    ${Object.entries(STORY_FAULTS)
    .map(([name, { what }]) => `${name}: ${what}`)
    .join('\n                  ')}
  --json          print one JSON object as the last line and nothing else on standard output
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      postbacks: { type: 'string', default: '2431' },
      seed: { type: 'string', default: '1' },
      world: { type: 'string', default: 'plain' },
      fault: { type: 'string', default: 'none' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const world = worlds.all.find(({ name }: World) => name === values.world);
  if (!world) throw new Error(`No world is called ${values.world}.\n${HELP}`);
  // With --json the story goes to standard error, so that standard output is the object alone.
  const out = values.json ? process.stderr : process.stdout;
  const teller = terminalTeller({ write: (text) => void out.write(text), colour: out.isTTY });
  const report = await runStory(
    {
      dist: join(__dirname, '..', 'dist'),
      postbacks: wholeNumber('postbacks', values.postbacks),
      seed: wholeNumber('seed', values.seed),
      world,
      fault: values.fault,
      overHttp: true,
    },
    teller,
  );
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = report.serverMatches ? 0 : 1;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
  return Number(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
