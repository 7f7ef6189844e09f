/** Which script project this folder is pushed to: `.clasp.json`. Knows nothing of clasp itself. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal';

/** Stands in the repository where a maintainer's own id goes. */
export const PLACEHOLDER = 'PASTE-YOUR-SCRIPT-ID-HERE';
/** Ids of script projects are ids of Drive files: some 57 letters, digits, "-" and "_". Shorter ones are typing errors. */
const SCRIPT_ID = /^[\w-]{20,}$/;
/** The only folder that is ever pushed. */
const ROOT_DIR = 'dist';

export const editorOf = (scriptId: string): string => `https://script.google.com/d/${scriptId}/edit`;

/**
 * @param root folder of the project
 * @returns the id in `.clasp.json`, or null if there is no such file or it holds the placeholder
 * @throws Refusal if the file cannot be read, would push another folder, or holds what cannot be an id
 */
export function scriptIdOf(root: string): string | null {
  const file = join(root, '.clasp.json');
  if (!existsSync(file)) return null;
  const { scriptId = '', rootDir } = parsed(readFileSync(file, 'utf8'));
  if (rootDir !== ROOT_DIR)
    throw new Refusal(
      `.clasp.json has the rootDir ${JSON.stringify(rootDir)}; only "${ROOT_DIR}" is ever pushed. Put that back.`,
    );
  if (scriptId === PLACEHOLDER || scriptId === '') return null;
  if (!SCRIPT_ID.test(scriptId))
    throw new Refusal(
      `The scriptId in .clasp.json is not the id of a script project: ${JSON.stringify(scriptId)}\n` +
        'It is the part between /projects/ (or /d/) and /edit of the address that the script editor shows.',
    );
  return scriptId;
}

/** @throws Refusal as long as there is no id of a maintainer's own */
export function realScriptId(root: string): string {
  const scriptId = scriptIdOf(root);
  if (scriptId !== null) return scriptId;
  throw new Refusal(
    'There is no script project to push to yet: .clasp.json holds a placeholder. Nothing was built or pushed.\n\n' +
      '  1. Turn the Apps Script API on:   https://script.google.com/home/usersettings\n' +
      '  2. Log in:                        npx clasp login\n' +
      '  3. Make a project:                npm run create\n' +
      '     or put the id of one that you have into .clasp.json, in place of the placeholder.\n\n' +
      'Then: npm run deploy. docs/deploy.md tells all of it.',
  );
}

/** Writes the id into `.clasp.json`, which need not be there yet. */
export function writeScriptId(root: string, scriptId: string): void {
  const file = join(root, '.clasp.json');
  const others = existsSync(file) ? parsed(readFileSync(file, 'utf8')) : { rootDir: ROOT_DIR };
  writeFileSync(file, `${JSON.stringify({ ...others, scriptId }, null, 2)}\n`);
}

interface ClaspJson {
  readonly scriptId?: string;
  readonly rootDir?: string;
}

function parsed(text: string): ClaspJson {
  try {
    return JSON.parse(text) as ClaspJson;
  } catch {
    throw new Refusal(
      '.clasp.json is not plain JSON. Put back what the repository has: git checkout .clasp.json',
    );
  }
}
