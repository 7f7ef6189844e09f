/** `npm run create`: makes a standalone script project called Postback Desk, and writes its id into `.clasp.json`. Changes no other file. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Clasp } from './deploy-clasp';
import { editorOf, scriptIdOf, writeScriptId } from './deploy-project';
import { Refusal, runScript } from './refusal';

const HELP = `npm run create -- [options]
  --title TITLE   title of the project (default: Postback Desk)
  --user NAME     the login to use, if there are several (clasp login --user NAME)
`;

const root = resolve(__dirname, '..');

function main(): void {
  const { values } = parseArgs({
    options: {
      title: { type: 'string', default: 'Postback Desk' },
      user: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const present = scriptIdOf(root);
  if (present !== null)
    throw new Refusal(
      `There is a project already: ${editorOf(present)}\nnpm run deploy pushes to it. ` +
        'To make another one, put the placeholder back first: git checkout .clasp.json',
    );
  const scriptId = createElsewhere(values.title, values.user);
  writeScriptId(root, scriptId);
  process.stdout.write(
    `Made the script project "${values.title}": ${editorOf(scriptId)}\nIts id stands in .clasp.json. Next: npm run deploy\n`,
  );
}

/**
 * In a folder of its own: beside a `.clasp.json` clasp makes nothing and ends with code 0, and afterwards it pulls the new project's manifest over
 * an `appsscript.json` that is there.
 */
function createElsewhere(title: string, user: string | undefined): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'postback-desk-create-'));
  try {
    return new Clasp({ root, user }).create(folder, title);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

runScript(main);
