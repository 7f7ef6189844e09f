/** A copy of the project with a made-up login, in which the scripts that people run are run for real, against the stand-in of Google's API. */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  environment,
  startGoogleApi,
  writeLogin,
  type GoogleApi,
  type ScriptFile,
} from '../../local/google-api';
import { PLACEHOLDER } from '../../scripts/deploy-project';

export const ROOT = join(__dirname, '../..');
const PARTS = ['src', 'scripts', 'docs/guide.md', 'package.json', 'appsscript.json', 'tsconfig.json'];

/** All that a build and the scripts need, with the packages. */
export function copyProject(root: string): void {
  for (const part of PARTS) cpSync(join(ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
}

export interface Ended {
  readonly code: number | null;
  /** Standard output and standard error, as a person sees them. */
  readonly said: string;
}

export class Copy {
  /** Folder of the copy. */
  readonly root: string;
  /** Home folder with the login. */
  readonly home: string;

  private constructor(
    private readonly folder: string,
    readonly api: GoogleApi,
  ) {
    this.root = join(folder, 'project');
    this.home = join(folder, 'home');
  }

  static async make(): Promise<Copy> {
    const copy = new Copy(mkdtempSync(join(tmpdir(), 'postback-desk-deploy-')), await startGoogleApi());
    copyProject(copy.root);
    copy.begin();
    return copy;
  }

  /** As after a clone, and logged in; nothing at Google. */
  begin(): void {
    this.api.reset();
    writeLogin(this.home);
    // Not the repository's own: there a maintainer may have put an id.
    this.write('.clasp.json', JSON.stringify({ scriptId: PLACEHOLDER, rootDir: 'dist' }));
    for (const made of ['dist', '.cache', '.claspignore'])
      rmSync(join(this.root, made), { recursive: true, force: true });
  }

  /** A project at Google, named in `.clasp.json`. @returns its id */
  project(...files: readonly ScriptFile[]): string {
    const id = this.api.projects.create('Postback Desk');
    if (files.length > 0) this.api.projects.replace(id, files);
    this.write('.clasp.json', JSON.stringify({ scriptId: id, rootDir: 'dist' }));
    return id;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.root, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.root, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.root, name));
  }

  /** What was built in the copy, as Google would name it. */
  built(): ScriptFile[] {
    const types = { js: 'SERVER_JS', html: 'HTML', json: 'JSON' } as const;
    return readdirSync(join(this.root, 'dist'))
      .sort()
      .map((file) => {
        const [name, ending] = file.split('.') as [string, keyof typeof types];
        return { name, type: types[ending], source: this.read(join('dist', file)) };
      });
  }

  /** What a project at Google holds, sorted as `built()` is. */
  held(id: string): ScriptFile[] {
    const ending = { SERVER_JS: '.js', HTML: '.html', JSON: '.json' };
    const key = ({ name, type }: ScriptFile): string => name + ending[type];
    return [...this.api.projects.files(id)].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** Methods of the requests so far that change something, such as "PUT". */
  changes(): string[] {
    return this.api.exchanges.map(({ method }) => method).filter((method) => method !== 'GET');
  }

  /** Runs `npm run NAME -- ARGS`, without npm itself: the command line of package.json. */
  script(name: string, args: readonly string[] = [], more: Record<string, string> = {}): Promise<Ended> {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const [, ...words] = scripts[name]!.split(' ');
    return this.node([...words, ...args], more);
  }

  /** Runs Node in the copy, where only this machine can be reached. */
  async node(args: readonly string[], more: Record<string, string> = {}, cwd = this.root): Promise<Ended> {
    const env = { ...environment(this.home, this.api.url), ...more };
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => void said.push(part));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, said: Buffer.concat(said).toString('utf8') };
  }

  async close(): Promise<void> {
    await this.api.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
