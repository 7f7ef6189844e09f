/**
 * The words that the code can put on the screen or into a Message cell, read from the sources themselves: titles, sentences and the names of
 * causes. What the program puts in stands as `…`. Knows nothing of the page that explains them.
 */
import { parse, type AnyNode } from 'acorn';
import { transformSync } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const SRC = join(__dirname, '../src');

/** Functions that are given a title at these places (0-based). */
const TITLE_AT: Readonly<Record<string, number>> = { words: 0, rowProblem: 2, problemOf: 3 };

export interface Told {
  /** Below `src`, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** Names of all sources below `src`, with forward slashes, in their order. */
export function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split('\\').join('/'))
    .filter((name) => /\.tsx?$/.test(name))
    .sort();
}

/** One kind of apostrophe, and one `…` where several things follow each other. */
export const plain = (text: string): string =>
  text
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/…( ?…)+/g, '…')
    .trim();

const trees = new Map<string, AnyNode>();

function treeOf(file: string): AnyNode {
  const known = trees.get(file);
  if (known) return known;
  const tree = parsed(file);
  trees.set(file, tree);
  return tree;
}

/** The file as plain JavaScript: types are gone, and JSX is calls of `h` with its texts as people see them. */
function parsed(file: string): AnyNode {
  const { code } = transformSync(readFileSync(join(SRC, file), 'utf8'), {
    loader: extname(file) === '.tsx' ? 'tsx' : 'ts',
    jsx: 'transform',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
    charset: 'utf8',
  });
  return parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node);
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

/** A string or template as its pattern; undefined for anything else. */
function patternOf(node: AnyNode): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? plain(node.value) : undefined;
  if (node.type !== 'TemplateLiteral') return undefined;
  return plain(node.quasis.map(({ value }) => value.cooked ?? '').join('…'));
}

/** The strings that an expression may come to, and those that it holds; not what other functions are given. */
function stringsIn(node: AnyNode): string[] {
  const own = patternOf(node);
  if (own !== undefined) return [own];
  switch (node.type) {
    case 'ConditionalExpression':
      return [...stringsIn(node.consequent), ...stringsIn(node.alternate)];
    case 'ObjectExpression':
      return node.properties.flatMap((one) => (one.type === 'Property' ? stringsIn(one.value) : []));
    case 'ArrowFunctionExpression':
      return stringsIn(node.body);
    default:
      return [];
  }
}

const nameOf = (node: AnyNode): string => (node.type === 'Identifier' ? node.name : '');

function titleNodes(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'Property':
      return nameOf(node.key) === 'title' ? [node.value] : [];
    case 'VariableDeclarator':
      return /TITLES?$/.test(nameOf(node.id)) && node.init ? [node.init] : [];
    case 'CallExpression': {
      const at = TITLE_AT[nameOf(node.callee)];
      const given = at === undefined ? undefined : node.arguments[at];
      return given ? [given] : [];
    }
    default:
      return [];
  }
}

/** Whatever is called a title: of a problem, a refusal, a failure or a note. */
export function titlesIn(file: string): Told[] {
  const found: Told[] = [];
  walk(treeOf(file), (node) => {
    for (const title of titleNodes(node)) for (const text of stringsIn(title)) found.push({ file, text });
  });
  return found;
}

/** The text of an element that holds words and values, such as `Review …`; undefined for anything else. */
function textOf(node: AnyNode): string | undefined {
  if (node.type !== 'CallExpression' || nameOf(node.callee) !== 'h') return undefined;
  const parts = node.arguments.slice(2).map((part) => (part.type === 'Literal' ? String(part.value) : '…'));
  return plain(parts.join(''));
}

/** Every string, every template and every text of an element in a file, as its pattern. */
export function stringsOf(file: string): string[] {
  const found: string[] = [];
  walk(treeOf(file), (node) => {
    const text = patternOf(node) ?? textOf(node);
    if (text !== undefined) found.push(text);
  });
  return found;
}

const expressions = new Map<string, RegExp>();

/** True if the words are the pattern, with anything where it has `…`. */
export function fits(words: string, pattern: string): boolean {
  if (words === pattern) return true;
  if (!pattern.includes('…') || !/\p{L}{3}/u.test(pattern)) return false;
  const expression = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, expression);
  return expression.test(words);
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** Sentences of three words and more. The later half of one that is put together begins with a small letter and does not count. */
export function sentencesIn(file: string): Told[] {
  const isSentence = (text: string): boolean =>
    /^["#]?[\p{Lu}…]/u.test(text) && /[.?:] ?…?$/.test(text) && wordsIn(text) >= 3;
  return stringsOf(file)
    .filter(isSentence)
    .map((text) => ({ file, text }));
}

const wordsIn = (text: string): number => text.match(/\p{L}{2,}/gu)?.length ?? 0;

/** The causes of problems that the type lists, such as `url-spaces` and `formula-…`. */
export function causesListed(): string[] {
  const source = readFileSync(join(SRC, 'core/causes.ts'), 'utf8');
  const members = [...source.matchAll(/^ {2}\| (['`])(.+)\1;?$/gm)].map((match) => match[2]!);
  return [...new Set(members.map((one) => one.replace(/\$\{\w+\}/g, '…')))];
}
