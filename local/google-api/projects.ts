/**
 * Script projects as the Apps Script API keeps them: title and files of each, and what it refuses. Knows no HTTP.
 * Sources: https://developers.google.com/apps-script/api/reference/rest/v1/projects and
 * https://developers.google.com/apps-script/api/reference/rest/v1/File
 */
import { parse } from 'acorn';

export interface ScriptFile {
  /** Without its ending, which the type stands for. */
  readonly name: string;
  readonly type: 'SERVER_JS' | 'HTML' | 'JSON';
  readonly source: string;
}

interface Project {
  readonly scriptId: string;
  readonly title: string;
  files: readonly ScriptFile[];
}

/** A request that Google refuses, with its status and its words. */
export class Refused extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404,
    message: string,
  ) {
    super(message);
  }
}

/** The manifest that a new project begins with. */
const FIRST_MANIFEST = `{
  "timeZone": "America/New_York",
  "dependencies": {
  },
  "exceptionLogging": "STACKDRIVER",
  "runtimeVersion": "V8"
}`;

const TYPES = ['SERVER_JS', 'HTML', 'JSON'];

export class Projects {
  private readonly projects = new Map<string, Project>();

  /** A standalone project with a base manifest and no script file. @returns its id */
  create(title: string): string {
    const number = String(this.projects.size + 1).padStart(4, '0');
    // As long as Google's, and of the same letters.
    const scriptId = `1made-up_${number}`.padEnd(57, 'x');
    const files = [{ name: 'appsscript', type: 'JSON', source: FIRST_MANIFEST }] as const;
    this.projects.set(scriptId, { scriptId, title, files });
    return scriptId;
  }

  titles(): string[] {
    return [...this.projects.values()].map(({ title }) => title);
  }

  /** @throws Refused, 404, if there is none */
  files(scriptId: string): readonly ScriptFile[] {
    return this.project(scriptId).files.map((file) => ({ ...file }));
  }

  /** Replaces all files. @throws Refused if Google would not take them; nothing has changed then */
  replace(scriptId: string, files: unknown): void {
    const project = this.project(scriptId);
    project.files = checked(files);
  }

  private project(scriptId: string): Project {
    const project = this.projects.get(scriptId);
    if (!project) throw new Refused(404, 'Requested entity was not found.');
    return project;
  }
}

/** @throws Refused; Error for what is not modelled */
function checked(files: unknown): ScriptFile[] {
  if (!Array.isArray(files)) throw new Refused(400, 'Request contains an invalid argument.');
  const all = files.map((file: Partial<ScriptFile>): ScriptFile => {
    const { name, type, source, ...rest } = file;
    if (typeof name !== 'string' || typeof source !== 'string' || !TYPES.includes(type ?? ''))
      throw new Refused(400, 'Request contains an invalid argument.');
    if (Object.keys(rest).length > 0)
      throw new Error(`Not modelled: a file with ${Object.keys(rest).join(', ')}`);
    return { name, type: type!, source };
  });
  const names = all.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`Not modelled: two files with the name ${twice}`);
  const manifests = all.filter(({ type }) => type === 'JSON');
  if (manifests.length !== 1 || manifests[0]!.name !== 'appsscript')
    throw new Refused(400, 'Project contents must include a manifest file named appsscript.');
  checkManifest(manifests[0]!.source);
  for (const file of all) if (file.type === 'SERVER_JS') checkScript(file);
  return all;
}

function checkManifest(source: string): void {
  try {
    JSON.parse(source);
  } catch {
    throw new Refused(400, '"appsscript.json" has errors: Invalid JSON.');
  }
}

/** In the form that clasp takes apart: https://github.com/google/clasp/blob/master/src/core/files.ts */
function checkScript({ name, source }: ScriptFile): void {
  try {
    parse(source, { ecmaVersion: 2020, sourceType: 'script' });
  } catch (error) {
    const { message, loc } = error as { message: string; loc: { line: number } };
    throw new Refused(400, `Syntax error: SyntaxError: ${message} line: ${loc.line} file: ${name}`);
  }
}
