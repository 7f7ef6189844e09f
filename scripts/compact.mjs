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
const isCall = ({ type }) =>
  type === 'CallExpression' || type === 'NewExpression' || type.startsWith('Tagged');

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

/** Longest body that is made an arrow, in characters of the bundle; see `arrowEdits`. */
const SMALL = 600;

/**
 * `function f(a) { return b; }` -> `var f=    (a)=>{ return b; };`, of which a minifier makes `f=a=>b`; a declaration keeps braces and `return`.
 * Not the large ones: inside of a closure V8 reads a declaration in full only when it is called, but an arrow at once. With every function an
 * arrow the script would be 1.4 kB smaller, and take a fifth longer to load.
 */
function arrowEdits(body) {
  const constructed = new Set();
  for (const { node } of nodesIn(body)) if (node.type === 'NewExpression') constructed.add(node.callee.name);
  const early = neededEarly(body);
  return body
    .filter((fn) => fn.type === 'FunctionDeclaration' && fn.body.end - fn.body.start < SMALL)
    .filter((fn) => canBeArrow(fn, constructed) && !early.has(fn.id.name))
    .flatMap(({ start, end, id, body: block }) => [
      { start, end: id.end, text: `var ${id.name}=    ` },
      { start: block.start - 1, end: block.start, text: '=>' },
      { start: end, end, text: ';' },
    ]);
}

/** What one more use of a pooled value costs; and what its entry in the pool costs beside the value itself. */
const USE = 3;
const ENTRY = 5;

/** Objects of the language whose functions need no `this`. */
const STATICS = ['Array', 'JSON', 'Math', 'Number', 'Object', 'String'];

/** `JSON.stringify` and the like. */
const isStatic = ({ type, computed, object, property }) =>
  type === 'MemberExpression' &&
  !computed &&
  STATICS.includes(object.name) &&
  typeof globalThis[object.name][property.name] === 'function';

/** Texts, `void 0`, and functions of the language. Keys and directives are no values, and `typeof x === '…'` is quicker as it stands. */
function isValue(node, parent, key) {
  if (isStatic(node)) return true;
  if (node.type === 'Identifier') return STATICS.includes(node.name) && parent.type === 'CallExpression';
  if (node.type === 'UnaryExpression') return node.operator === 'void' && node.argument.value === 0;
  if (node.type !== 'Literal' || typeof node.value !== 'string') return false;
  if (parent.type === 'Property' && key === 'key') return false;
  if (parent.type === 'MemberExpression' || parent.type === 'ExpressionStatement') return false;
  const other = key === 'left' ? parent.right : parent.left;
  return !(parent.type === 'BinaryExpression' && other.operator === 'typeof');
}

/** Values that stand in many places, like `"network_affiliate_id"`, are written once and named where they are used. */
function poolEdits(text, body, isTaken) {
  const places = new Map();
  for (const { node, parent, key } of nodesIn(body)) {
    if (STATICS.includes(node.name) && (key === 'id' || key === 'params'))
      throw new Error(`A ${node.name} of the script's own hides that of the language`);
    if (!isValue(node, parent, key)) continue;
    const value = text.slice(node.start, node.end);
    places.set(value, [...(places.get(value) ?? []), node]);
  }
  const pooled = [...places].filter(
    ([value, { length: times }]) => times * value.length > value.length + ENTRY + times * USE,
  );
  const names = pooled.map((_, at) => `$${at}`);
  const taken = names.find(isTaken);
  if (taken) throw new Error(`The script has a name ${taken} of its own`);
  return {
    pool: pooled.map(([value], at) => `${names[at]}=${value}`).join(','),
    edits: pooled.flatMap(([, nodes], at) =>
      nodes.map(({ start, end }) => ({ start, end, text: names[at].padEnd(end - start) })),
    ),
  };
}

/**
 * @param text an ECMAScript module as esbuild prints it without removing white space
 * @returns `text` on the same lines and columns, and `pool`, the declarations (`name=value,…`) that it relies on
 */
export function compact(text) {
  const { body } = parse(text, { ecmaVersion: 2020, sourceType: 'module' });
  const all = namesIn(body);
  const { pool, edits } = poolEdits(text, body, (name) => all.has(name));
  const inOrder = [...edits, ...arrowEdits(body)].sort((a, b) => a.start - b.start || a.end - b.end);
  let at = 0;
  let result = '';
  for (const edit of inOrder) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { text: result + text.slice(at), pool };
}
