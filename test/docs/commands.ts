/**
 * Commands of a page: the lines of its `sh` blocks, and inline code that begins with npm, npx, node, git or `./`. Each is taken apart as a shell would,
 * and asked for what it needs: script, program, files, options, environment variables.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, partsOf, read, ROOT } from './pages';
import { gitFault, isOptionOfAny, npmFault, programFault, scriptFault } from './options';

const ASSIGNED = /^([A-Z][A-Z0-9_]*)=/;
const BEGINS = /^(?:[A-Z][A-Z0-9_]*=\S* )*(?:npm|npx|node|git|\.\/\S+) \S|^\.\/\S/;

/** Commands in a line of a shell block: without its comment, and each on its own. */
const ofLine = (line: string): string[] =>
  line
    .replace(/(^|\s)#.*$/, '')
    .split(/\s(?:&&|\|\||\||;)\s/)
    .map((command) => command.trim())
    .filter((command) => command !== '');

export function commandsOf(text: string): string[] {
  const { spans, fences } = partsOf(text);
  const blocks = fences.filter(({ language }) => language === 'sh').flatMap(({ lines }) => lines);
  const inline = spans.map((span) => span.replace(/\s+/g, ' ')).filter((span) => BEGINS.test(span));
  return [...blocks, ...inline].flatMap(ofLine);
}

/** Words of a command, quoted ones whole; what is redirected is no word. */
function wordsOf(command: string): string[] {
  const plain = command.replace(/\s[12]?>>?\s*\S+/g, '');
  return [...plain.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3]!);
}

const SOURCES = ['src', 'local', 'scripts', 'test', 'bench', 'contract']
  .flatMap((folder) => filesUnder(folder, /\.(ts|tsx|mjs|cjs)$/))
  .filter((path) => !path.startsWith('test/docs'))
  .map(read)
  .join('\n');
const isRead = (name: string): boolean =>
  SOURCES.includes(`env['${name}']`) || new RegExp(`\\benv\\.${name}\\b`).test(SOURCES);

/** An argument that can only be a file of this repository. A bare name like `snapshot.csv` is one that the reader has. */
const isOurFile = (word: string): boolean =>
  !/^(https?:|-)/.test(word) &&
  (/^[\w.@-]+\/[\w./@-]+$/.test(word) ||
    /^\.\w[\w.-]+$/.test(word) ||
    /^[\w-]+\.(ts|mjs|cjs|md)$/.test(word));

/** What is wrong with a command; '' if nothing is. */
export function faultOf(command: string): string {
  const words = wordsOf(command);
  while (ASSIGNED.test(words[0] ?? '')) {
    const name = ASSIGNED.exec(words.shift()!)![1]!;
    if (!isRead(name)) return `no source reads the variable ${name}`;
  }
  const [program = '', ...args] = words;
  const missing = args
    .flatMap((arg) => arg.split('=').at(-1)!)
    .find((arg) => isOurFile(arg) && !existsSync(join(ROOT, arg)));
  if (missing !== undefined) return `there is no file ${missing}`;
  switch (program) {
    case 'npm':
      return npmFault(args);
    case 'npx':
      return programFault(args[0] ?? '', args.slice(1));
    case 'node':
      return nodeFault(args);
    case 'git':
      return gitFault(args);
    default:
      return existsSync(join(ROOT, program)) ? '' : `there is no ${program}`;
  }
}

/** Options of node itself come first, some with a value; then the script with its own. */
function nodeFault(args: readonly string[]): string {
  const at = args.findIndex((arg) => /\.(mjs|cjs|js|ts)$/.test(arg));
  const own = at < 0 ? args : args.slice(0, at);
  const unknown = own.find(
    (arg) => arg.startsWith('-') && !process.allowedNodeEnvironmentFlags.has(arg.split('=')[0]!),
  );
  if (unknown !== undefined) return `node does not know ${unknown}`;
  return at < 0
    ? ''
    : existsSync(join(ROOT, args[at]!))
      ? scriptFault(args[at]!, args.slice(at + 1))
      : `there is no file ${args[at]}`;
}

/** Names in capitals with an underscore, in inline code: variables of the environment (with `=`) and constants. Told if no source has them. */
export function strangeNames(text: string): string[] {
  const spans = partsOf(text).spans.flatMap((span) => span.split(' '));
  return spans.flatMap((span) => {
    const [, name = '', sign = ''] = /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{3,}(?==\d))(=?)/.exec(span) ?? [];
    if (name === '') return [];
    const isThere = sign === '=' ? isRead(name) : new RegExp(`\\b${name}\\b`).test(SOURCES);
    return isThere ? [] : [name];
  });
}

/** Options in inline code that stand without their command, like `--seeds 1 --from 405`, and that nothing here has. */
export function strangeOptions(text: string): string[] {
  const alone = partsOf(text).spans.filter((span) => /^(-- )?--[a-z]/.test(span));
  return alone
    .flatMap((span) => span.match(/(?<=^| )--[a-z][a-z-]*/g) ?? [])
    .filter((option) => !isOptionOfAny(option));
}
