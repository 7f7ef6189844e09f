/**
 * What a minifier leaves on the table: two rewritings of the bundled script before it is minified. Pure text to text, and on every line each
 * thing stays in its column, so that the source map of the bundle fits the result too.
 */
import { parse } from 'acorn';

/** Every node below and including this one, with its parent and the key under which it hangs there; nothing inside of a node that is `closed`. */
function* nodesIn(node, parent = null, key = '', closed = () => false) {
  if (Array.isArray(node)) {
    for (const one of node) yield* nodesIn(one, parent, key, closed);
    return;
  }
  if (typeof node?.type !== 'string') return;
  yield { node, parent, key };
  if (closed(node)) return;
  for (const [name, value] of Object.entries(node)) {
    if (value !== null && typeof value === 'object') yield* nodesIn(value, node, name, closed);
  }
}

function namesIn(node) {
  const names = new Set();
  for (const { node: one } of nodesIn(node)) if (one.type === 'Identifier') names.add(one.name);
  return names;
}

/** Whether a function can be written as an arrow: it has no `this`, `arguments` or `new.target` of its own and nobody makes it `new`. */
function canBeArrow(fn, constructed) {
  if (fn.async || fn.generator || constructed.has(fn.id.name)) return false;
  return ![...nodesIn(fn)].some(
    ({ node }) =>
      node.type === 'ThisExpression' ||
      node.type === 'MetaProperty' ||
      (node.type === 'Identifier' && node.name === 'arguments'),
  );
}

const isFunction = ({ type }) => /Function/.test(type);
const isCall = ({ type }) => type === 'CallExpression' || type === 'NewExpression' || type.startsWith('Tagged');

/** Names of functions that running a statement may read or call: if it calls anything, all that it names anywhere and what those name in turn. */
function reachedBy(statement, callees) {
  const now = [...nodesIn(statement, null, '', isFunction)].map(({ node }) => node);
  const names = now.some(isCall) ? namesIn(statement) : new Set(now.map(({ name }) => name));
  const reached = new Set();
  const reach = (name) => {
    if (!callees.has(name) || reached.has(name)) return;
    reached.add(name);
    if (now.some(isCall)) callees.get(name).forEach(reach);
  };
  names.forEach(reach);
  return reached;
}

/**
 * Functions that the loading itself may need before the place where they stand: those have to be declarations, which are there from the start.
 * Takes names for names whatever they stand for, so it rather keeps one too many.
 */
function neededEarly(body) {
  const functions = new Map(body.filter(isFunction).map((fn) => [fn.id.name, fn]));
  const callees = new Map([...functions].map(([name, fn]) => [name, namesIn(fn)]));
  const early = new Set();
  for (const statement of body.filter((one) => !isFunction(one) && !isExport(one))) {
    for (const name of reachedBy(statement, callees)) {
      if (functions.get(name).start > statement.start) early.add(name);
    }
  }
  return early;
}
const isExport = ({ type }) => type === 'ExportNamedDeclaration';

/** `function f(a) {…}` -> `var f=    (a)=>{…};`: a minifier takes braces and `return` away from an arrow, but not from a declaration. */
function arrowEdits(body) {
  const constructed = new Set();
  for (const { node } of nodesIn(body)) if (node.type === 'NewExpression') constructed.add(node.callee.name);
  const early = neededEarly(body);
  return body
    .filter((fn) => fn.type === 'FunctionDeclaration' && !early.has(fn.id.name))
    .filter((fn) => canBeArrow(fn, constructed))
    .flatMap(({ start, end, id, body: block }) => [
      { start, end: id.end, text: `var ${id.name}=    ` },
      { start: block.start - 1, end: block.start, text: '=>' },
      { start: end, end, text: ';' },
    ]);
}

/** What one more use of a pooled text costs, name and all; and what the entry in the pool costs beside the text itself. */
const USE = 3;
const ENTRY = 5;

/** Literals that are values; keys and directives are not, and `typeof x === '…'` is quicker as it stands. */
function isValue(node, parent, key) {
  if (node.type !== 'Literal' || typeof node.value !== 'string') return false;
  if (parent.type === 'Property' && key === 'key') return false;
  if (parent.type === 'MemberExpression' || parent.type === 'ExpressionStatement') return false;
  const other = key === 'left' ? parent.right : parent.left;
  return !(parent.type === 'BinaryExpression' && other.operator === 'typeof');
}

/** Texts that stand in many places, like `"network_affiliate_id"`, are written once and named where they are used. */
function poolEdits(body, isTaken) {
  const places = new Map();
  for (const { node, parent, key } of nodesIn(body)) {
    if (!isValue(node, parent, key)) continue;
    places.set(node.value, [...(places.get(node.value) ?? []), node]);
  }
  const pooled = [...places].filter(
    ([text, { length: times }]) => times * (text.length + 2) > text.length + ENTRY + times * USE,
  );
  const names = pooled.map((_, at) => `$${at}`);
  const taken = names.find(isTaken);
  if (taken) throw new Error(`The script has a name ${taken} of its own`);
  return {
    pool: pooled.map(([text], at) => `${names[at]}=${JSON.stringify(text)}`).join(','),
    edits: pooled.flatMap(([, nodes], at) =>
      nodes.map(({ start, end }) => ({ start, end, text: names[at].padEnd(end - start) })),
    ),
  };
}

/**
 * @param text an ECMAScript module as esbuild prints it without removing white space
 * @returns `text` on the same lines and columns, and `pool`, the declarations (`name="text",…`) that it relies on
 */
export function compact(text) {
  const { body } = parse(text, { ecmaVersion: 2020, sourceType: 'module' });
  const all = namesIn(body);
  const { pool, edits } = poolEdits(body, (name) => all.has(name));
  const inOrder = [...edits, ...arrowEdits(body)].sort((a, b) => a.start - b.start || a.end - b.end);
  let at = 0;
  let result = '';
  for (const edit of inOrder) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { text: result + text.slice(at), pool };
}
