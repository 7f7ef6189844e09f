/**
 * Which options a command really knows: of a script of ours by the table that it gives to Node's `parseArgs`, of an installed program by its own
 * `--help`, of git by its `-h`. Nothing is listed here by hand.
 */
import { parse, type AnyNode, type CallExpression, type ObjectExpression } from 'acorn';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { parseArgs } from 'node:util';
import { filesUnder, read, ROOT } from './pages';

type Table = Record<string, { type: 'string' | 'boolean'; short?: string }>;

interface Known {
  readonly options: Table;
  readonly positionals: boolean;
}

const keyOf = (key: AnyNode): string =>
  key.type === 'Literal' ? String(key.value) : 'name' in key ? key.name : '';

function valueOf(object: ObjectExpression, name: string): AnyNode | undefined {
  for (const one of object.properties)
    if (one.type === 'Property' && keyOf(one.key) === name) return one.value;
  return undefined;
}

function* callsIn(node: unknown): Generator<CallExpression> {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) yield* callsIn(one);
    return;
  }
  const { type, callee } = node as { type?: string; callee?: { name?: string } };
  if (type === 'CallExpression' && callee?.name === 'parseArgs') yield node as CallExpression;
  for (const value of Object.values(node)) yield* callsIn(value);
}

/** The table of a script that asks `parseArgs`; undefined if it does not. */
function tableOf(file: string): Known | undefined {
  const { code } = transformSync(read(file), { loader: file.endsWith('ts') ? 'ts' : 'js', format: 'esm' });
  const [call] = callsIn(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }));
  const [given] = call?.arguments ?? [];
  if (given?.type !== 'ObjectExpression') return undefined;
  const list = valueOf(given, 'options');
  if (list?.type !== 'ObjectExpression') throw new Error(`${file}: its options are not a plain table`);
  const options: Table = {};
  for (const one of list.properties) {
    if (one.type !== 'Property' || one.value.type !== 'ObjectExpression')
      throw new Error(`${file}: an option is no plain entry`);
    const type = valueOf(one.value, 'type');
    options[keyOf(one.key)] = {
      type: type?.type === 'Literal' && type.value === 'string' ? 'string' : 'boolean',
    };
  }
  const allow = valueOf(given, 'allowPositionals');
  return { options, positionals: allow?.type === 'Literal' && allow.value === true };
}

/** Scripts that hand what they get on to a program. */
const HANDS_ON = /\.\.\.process\.argv\.slice\(2\)|process\.argv\.slice\(2\),/;

/**
 * What is wrong with the arguments of a script, by its own table and Node's own parser; '' if nothing is.
 * @param file of the script, from the root
 */
export function scriptFault(file: string, args: readonly string[]): string {
  const known = tableOf(file);
  if (known) {
    try {
      parseArgs({ args: [...args], options: known.options, allowPositionals: known.positionals });
      return '';
    } catch (error) {
      return `${file}: ${(error as Error).message}`;
    }
  }
  const text = read(file);
  if (HANDS_ON.test(text) && text.includes("'jest'")) return programFault('jest', args);
  // A script that looks into its arguments itself names its options as words.
  const unknown = args.find((arg) => arg.startsWith('-') && !text.includes(`'${arg}'`));
  if (unknown !== undefined) return `${file}: it does not know ${unknown}`;
  return args.length > 0 && !text.includes('process.argv') ? `${file}: it takes no arguments` : '';
}

const helps = new Map<string, string>();

/** What a program says of itself. Never asks a network. */
function helpOf(program: string, args: readonly string[]): string {
  const key = [program, ...args].join(' ');
  const known = helps.get(key);
  if (known !== undefined) return known;
  const shell = process.platform === 'win32';
  const { stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', shell });
  helps.set(key, `${stdout}\n${stderr}`);
  return helps.get(key)!;
}

const names = (help: string, option: string): boolean => {
  const bare = option.replace(/^-+/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(option.startsWith('--') ? `--(\\[no-\\])?${bare}\\b` : `(^|[\\s,])-${bare}\\b`, 'm').test(
    help,
  );
};

const optionsIn = (args: readonly string[]): string[] =>
  args.filter((arg) => /^--?[a-zA-Z]/.test(arg)).map((arg) => arg.split('=')[0]!);

/** What is wrong with a call of an installed program: it is not there, or its help knows neither subcommand nor option. */
export function programFault(program: string, args: readonly string[]): string {
  const path = join(ROOT, 'node_modules', '.bin', program);
  if (!existsSync(path)) return `${program} is not installed`;
  const main = helpOf(path, ['--help']);
  const [first = ''] = args;
  // Of the programs here only clasp has commands; commander lists them indented.
  const hasCommands = /^Commands:/m.test(main);
  if (hasCommands && !new RegExp(`^\\s+(\\S+\\|)?${first}[\\s|]`, 'm').test(main))
    return `${program} knows no command ${first}`;
  const help = hasCommands ? main + helpOf(path, [first, '--help']) : main;
  const unknown = optionsIn(args).find((option) => !names(help, option));
  return unknown === undefined ? '' : `${program} does not know ${unknown}`;
}

/** What is wrong with a call of git. */
export function gitFault([command = '', ...args]: readonly string[]): string {
  const help = helpOf('git', [command, '-h']);
  if (!/^usage: git/m.test(help)) return `git knows no command ${command}`;
  const unknown = optionsIn(args).find((option) => !names(help, option));
  return unknown === undefined ? '' : `git ${command} does not know ${unknown}`;
}

/** Commands of npm itself that pages and CI use. */
const NPM_ITSELF: Readonly<Record<string, RegExp>> = {
  ci: /^$/,
  install: /^$/,
  audit: /^--audit-level=(low|moderate|high|critical)$/,
};
/** Scripts that npm runs by their bare names. */
const BY_NAME = ['start', 'test'];

/** What is wrong with a call of npm; what stands behind `--` is for the script, and nothing else is. */
export function npmFault(words: readonly string[]): string {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const own = NPM_ITSELF[words[0] ?? ''];
  if (own)
    return words.slice(1).every((word) => own.test(word)) ? '' : `npm ${words.join(' ')} is not known here`;
  const isRun = words[0] === 'run';
  if (!isRun && !BY_NAME.includes(words[0] ?? ''))
    return `npm has no ${words[0]} of its own: npm run ${words[0]}?`;
  const rest = words.slice(isRun ? 1 : 0).filter((word, at) => !(isRun && at === 0 && word === '--silent'));
  const name = rest.shift() ?? '';
  const script = scripts[name];
  if (script === undefined) return `package.json has no script ${name}`;
  if (rest.length > 0 && rest[0] !== '--') return `npm keeps ${rest[0]} for itself: put -- before it`;
  return runFault(script, rest.slice(1));
}

/** @param script as it stands in package.json; only its last part gets the arguments */
function runFault(script: string, args: readonly string[]): string {
  const [program = '', ...own] = script.split(' && ').at(-1)!.split(' ');
  if (program !== 'node') return programFault(program, [...own, ...args]);
  return scriptFault(
    own.find((word) => /\.(mjs|ts|cjs)$/.test(word))!,
    args,
  );
}

/** True if some script of ours, node, or one of the programs that pages speak of has the option; for pages that name it without its command. */
export function isOptionOfAny(option: string): boolean {
  if (process.allowedNodeEnvironmentFlags.has(option)) return true;
  const scripts = SCRIPTS.some((file) => {
    const table = tableOf(file);
    return table ? option.slice(2) in table.options : read(file).includes(`'${option}'`);
  });
  return (
    scripts ||
    PROGRAMS.some((args) =>
      names(helpOf(join(ROOT, 'node_modules', '.bin', args[0]!), [...args.slice(1), '--help']), option),
    )
  );
}

const SCRIPTS = [...filesUnder('scripts', /\.(mjs|ts)$/), 'bench/run.ts', 'local/everflow/cli.ts'];
const PROGRAMS = [['clasp'], ['clasp', 'push'], ['jest']];
