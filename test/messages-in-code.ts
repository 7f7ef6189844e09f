/**
 * The words that the code can put on the screen or into a Message cell, read from the sources themselves: titles, sentences and names of
 * causes. What is put in by the program stands as `…`. Knows nothing of the page that explains them.
 */
import { parse, type AnyNode } from 'acorn';
import { transformSync } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const SRC = join(__dirname, '../src');

/** Functions that are given a title or a sentence at these places (0-based). */
const TITLE_AT: Readonly<Record<string, number>> = { words: 0, rowProblem: 2, problemOf: 3 };

export interface Told {
  /** Below `src`, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** Source files below `src`, with forward slashes. */
export function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split('\\').join('/'))
    .filter((name) => /\.tsx?$/.test(name))
    .sort();
}

type Node = AnyNode & Readonly<Record<string, unknown>>;

/** The file as plain JavaScript: types are gone, JSX is calls of `h` with its texts as people see them. */
function treeOf(file: string): Node {
  const { code } = transformSync(readFileSync(join(SRC, file), 'utf8'), {
    loader: extname(file).slice(1) as 'ts' | 'tsx',
    jsx: 'transform',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
  });
  return parse(code, { ecmaVersion: 'latest', sourceType: 'module' }) as Node;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

/** A string or template as its pattern; undefined for anything else. */
export function patternOf(node: AnyNode): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? plain(node.value) : undefined;
  if (node.type !== 'TemplateLiteral') return undefined;
  return plain(node.quasis.map(({ value }) => value.cooked ?? '').join('…'));
}

/** One kind of apostrophe, and one `…` where several things follow each other. */
export const plain = (text: string): string =>
  text
    .replace(/’/g, "'")
    .replace(/…(\s*…)+/g, '…')
    .replace(/\s+/g, ' ')
    .trim();

/** All strings in an expression, those of a choice too, but not what other functions are given. */
function stringsIn(node: Node): string[] {
  const own = patternOf(node);
  if (own !== undefined) return [own];
  if (node.type === 'ConditionalExpression')
    return [...stringsIn(node.consequent as Node), ...stringsIn(node.alternate as Node)];
  return node.type === 'ArrowFunctionExpression' && (node.body as Node).type !== 'BlockStatement'
    ? stringsIn(node.body as Node)
    : [];
}

const nameOf = (node: Node): string =>
  node.type === 'Identifier'
    ? node.name
    : node.type === 'MemberExpression'
      ? nameOf(node.property as Node)
      : '';

/** Whatever is called a title: of a problem, a refusal, a failure or a note. */
export function titlesIn(file: string): Told[] {
  const found: string[] = [];
  walk(treeOf(file), (node) => {
    if (node.type === 'Property' && nameOf(node.key as Node) === 'title')
      found.push(...stringsIn(node.value as Node));
    if (node.type !== 'CallExpression') return;
    const at = TITLE_AT[nameOf(node.callee as Node)];
    const title = at === undefined ? undefined : (node.arguments as Node[])[at];
    if (title) found.push(...stringsIn(title));
  });
  return found.map((text) => ({ file, text }));
}

/** Whole sentences, wherever they stand. Ends of sentences that are put together begin with a small letter and do not count. */
export function sentencesIn(file: string): Told[] {
  const found: string[] = [];
  walk(treeOf(file), (node) => {
    const text = patternOf(node);
    if (text !== undefined && /^[\p{Lu}"#…].* .*[.?]…?$/u.test(text)) found.push(text);
  });
  return found.map((text) => ({ file, text }));
}

/** Every string and template, as its pattern. */
export function stringsOf(file: string): string[] {
  const found: string[] = [];
  walk(treeOf(file), (node) => {
    const text = patternOf(node);
    if (text !== undefined) found.push(text);
  });
  return found;
}
