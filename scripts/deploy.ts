/**
 * `npm run deploy`: builds, tests, pushes `dist/` to the script project in `.clasp.json`, and fetches it again to see what arrived. It ends with
 * code 1, and words about what to do, at the first thing that is not as it should be.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Clasp } from './deploy-clasp';
import { readFiles, strangersIn, verdictOn, type Files } from './deploy-files';
import { editorOf, realScriptId } from './deploy-project';
import { npm } from './npm';
import { Refusal, runScript } from './refusal';

const HELP = `npm run deploy -- [options]
  --skip-tests    for those who have just run them
  --user NAME     the login to use, if there are several (clasp login --user NAME)
  --replace       also replaces a project that holds something else than Postback Desk
`;

const root = resolve(__dirname, '..');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function main(): void {
  const { values } = parseArgs({
    options: {
      'skip-tests': { type: 'boolean', default: false },
      user: { type: 'string' },
      replace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(HELP.trimEnd());
  const scriptId = realScriptId(root);
  const clasp = new Clasp({ root, user: values.user, scriptId });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  say(`Postback Desk ${version} goes to ${editorOf(scriptId)}`);

  // First, because tests take minutes and a login that is missing shows here.
  const held = clasp.pull('before');
  if (!values.replace) refuseStrangers(strangersIn(held));
  say(`login and project are there; what the project holds now is kept in .cache/deploy/before`);

  if (!build()) throw new Refusal('Nothing was pushed, because the build failed: see above.');
  if (values['skip-tests']) say('tests: skipped');
  else if (!npm(root, ['test'])) throw new Refusal('Nothing was pushed, because a test failed: see above.');

  const sent = readFiles(join(root, 'dist'));
  refuseOtherList(clasp.filesToPush(), sent);
  say(`files to push: ${[...sent.keys()].join(', ')}`);

  const pushed = clasp.push();
  say(pushed.length === 0 ? 'push: Google has all of this already' : 'push: done; looking at what arrived');
  report(sent, clasp.pull('arrived'), scriptId);
}

/** @throws Refusal if there are any */
function refuseStrangers(names: readonly string[]): void {
  if (names.length === 0) return;
  throw new Refusal(
    `The project holds files that are not Postback Desk's: ${names.join(', ')}. A push replaces a project whole, so it would delete them.\n` +
      'If the id in .clasp.json is wrong, put the right one there (npm run create makes a new project).\n' +
      'If they may go: npm run deploy -- --replace. A copy of them is in .cache/deploy/before.',
  );
}

/** @throws Refusal if clasp would push other files than those that were built */
function refuseOtherList(listed: readonly string[], built: Files): void {
  const wanted = [...built.keys()];
  if (listed.join() === wanted.join()) return;
  throw new Refusal(
    `clasp would push ${listed.join(', ') || 'nothing'}, but dist/ holds ${wanted.join(', ')}. Nothing was pushed.\n` +
      'Look for a .claspignore, and for further keys in .clasp.json, that change the list.',
  );
}

/** False if it failed; it has said why itself. */
function build(): boolean {
  const args = [join(root, 'scripts', 'build.mjs'), '--quiet'];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

/** @throws Refusal unless the project holds all that was sent, and nothing else */
function report(sent: Files, arrived: Files, scriptId: string): void {
  const { list, good, bad } = verdictOn(sent, arrived);
  say(list);
  if (bad !== null)
    throw new Refusal(
      `The project at Google does not hold what was pushed: see the list above.\n${bad}\n${editorOf(scriptId)}`,
    );
  say(good);
  say(`Try it: ${editorOf(scriptId)}, Deploy > Test deployments > Editor add-on (docs/deploy.md).`);
}

runScript(main);
