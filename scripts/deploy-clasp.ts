/**
 * Runs clasp, and believes it only what it proves: it ends with code 0 on its own usage errors, on an existing `.clasp.json`, and where a push was
 * skipped (https://github.com/google/clasp/blob/master/src/index.ts). Each run is a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readFiles, type Files } from './deploy-files';
import { editorOf } from './deploy-project';
import { Refusal } from './refusal';

/** Variables that would make clasp look at another project, or push other files, than those that were checked. */
const MISLEADING = ['clasp_config_project', 'clasp_config_ignore'];

export interface ClaspOptions {
  /** Folder of the project, with its `.clasp.json`. */
  readonly root: string;
  /** Name of the login among several, as in `clasp login --user NAME`. */
  readonly user: string | undefined;
  readonly scriptId?: string;
}

export class Clasp {
  constructor(private readonly options: ClaspOptions) {}

  /**
   * Fetches what the project holds at Google.
   * @param name of the folder in `.cache/deploy` where it is put, and stays for whoever wants to look
   * @throws Refusal if clasp cannot
   */
  pull(name: string): Files {
    const { root, scriptId } = this.options;
    // clasp refuses folders that are reached by a link, as temporary folders of macOS are.
    const folder = join(realpathSync(root), '.cache', 'deploy', name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.clasp.json'), JSON.stringify({ scriptId, rootDir: '.' }));
    this.json(folder, ['pull']);
    return readFiles(folder);
  }

  /** Names of the files that clasp would push, sorted. Asks nobody. @throws Refusal */
  filesToPush(): string[] {
    const { filesToPush } = this.json(this.options.root, ['show-file-status']) as { filesToPush: string[] };
    return namesOf(filesToPush);
  }

  /**
   * Replaces what the project holds. Without `--force` clasp skips the whole push, with code 0, if the manifest has changed.
   * @returns names of the files that clasp says it pushed, sorted; none if it found nothing to change
   * @throws Refusal
   */
  push(): string[] {
    return namesOf(this.json(this.options.root, ['push', '--force']) as string[]);
  }

  /**
   * Makes a standalone script project.
   * @param folder an empty one, where clasp puts a `.clasp.json` and the files of the new project
   * @returns its id
   * @throws Refusal
   */
  create(folder: string, title: string): string {
    // Naming the folder keeps clasp from looking for a .clasp.json in those above it.
    const args = ['create-script', '--type', 'standalone', '--title', title, '--project', folder];
    const { said } = this.run(folder, args);
    // The address is told as soon as the project is there. What clasp does next, fetching the new project's files, is of no use here.
    const [, scriptId] = /script\.google\.com\/d\/([\w-]+)\/edit/.exec(said) ?? [];
    if (scriptId === undefined) throw refusalFor('create-script', said, undefined);
    return scriptId;
  }

  /** @throws Refusal if clasp fails, or says nothing that can be read */
  private json(cwd: string, args: readonly string[]): unknown {
    const { out, said, failed } = this.run(cwd, [...args, '--json', '--project', cwd]);
    if (!failed) {
      try {
        return JSON.parse(out);
      } catch {
        // Code 0 and no answer is a failure as well.
      }
    }
    throw refusalFor(args[0]!, said, this.options.scriptId);
  }

  private run(cwd: string, args: readonly string[]): { out: string; said: string; failed: boolean } {
    const { user } = this.options;
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !MISLEADING.includes(name)),
    );
    const all = [require.resolve('@google/clasp'), ...args, ...(user === undefined ? [] : ['--user', user])];
    // No input: clasp must not wait for an answer that nobody sees the question of.
    const { status, stdout, stderr, error } = spawnSync(process.execPath, all, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    if (error) throw error;
    return { out: stdout, said: `${stdout}${stderr}`, failed: status !== 0 };
  }
}

const namesOf = (paths: readonly string[]): string[] => paths.map((path) => basename(path)).sort();

/** What to do next, by what clasp or Google said. */
const ADVICE: readonly (readonly [RegExp, (id: string) => string])[] = [
  [
    /No credentials found/i,
    () =>
      'You are not logged in. Turn the API on at https://script.google.com/home/usersettings, then: npx clasp login',
  ],
  [
    /has not enabled the Apps Script API/i,
    () =>
      'Turn it on at https://script.google.com/home/usersettings with this account, wait a minute, and try again.',
  ],
  [
    /invalid_grant|invalid_rapt|invalid authentication credentials/i,
    () => 'The login is over. Log in again: npx clasp login',
  ],
  [
    /not found|does not have permission|PERMISSION_DENIED/i,
    (id) =>
      `The account that clasp is logged in with cannot open this project. See whether it can: ${editorOf(id)}\n` +
      'If it can, log in with that account (npx clasp login); if not, the id in .clasp.json is wrong.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/,
    () => 'Google could not be reached. Check the network, and HTTPS_PROXY if you need a proxy.',
  ],
];

function refusalFor(command: string, said: string, scriptId: string | undefined): Refusal {
  const advice = ADVICE.find(([pattern]) => pattern.test(said))?.[1](scriptId ?? '');
  return new Refusal(
    `clasp ${command} did not work. It said:\n\n${said.trim() || '(nothing)'}\n\n` +
      (advice ?? 'Put that right, and try again. Nothing that clasp did not report was changed.'),
  );
}
