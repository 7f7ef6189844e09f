/**
 * Finds what looks like a macro in a text: `{name}`, and the marks of other platforms such as `#name#` and `[name]` (V8). Text only: it
 * knows no row and does not judge names. One pass; every look ahead is bounded or skipped over afterwards (L1).
 */
import { FOREIGN_FORMS, LOOSE_FORMS, PLACEHOLDER_WORDS } from '../data/foreign-tokens';

export interface MacroToken {
  /** As it stands, marks included. */
  readonly text: string;
  /** What stands between the marks. */
  readonly name: string;
  /** Position of the first character (0-based), and of the one after the last. */
  readonly start: number;
  readonly end: number;
  /** brace: `{name}`. dollar: `${name}`. double: `{{name}}`, or still more braces. other: marks of other platforms. */
  readonly form: 'brace' | 'dollar' | 'double' | 'other';
}

/** Longest name between marks other than braces; also what keeps the look ahead bounded. */
const MAX_NAME = 40;

const escaped = (text: string): string => text.replace(/[^\w]/g, (mark) => `\\${mark}`);

/** `[name]` and the like, to be tried where one of the opening characters stands. */
const MARKED = new RegExp(
  [...FOREIGN_FORMS, ...LOOSE_FORMS]
    .filter(({ open }) => !open.endsWith('{'))
    .map((form) => {
      const name =
        'capitals' in form
          ? `[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?=__(?![A-Za-z0-9_]))`
          : `[A-Za-z_][\\w.-]{0,${MAX_NAME - 1}}`;
      return `${escaped(form.open)}(?:${name})${escaped(form.close)}`;
    })
    .join('|'),
  'y',
);
const OPENERS = new Set([...FOREIGN_FORMS, ...LOOSE_FORMS].map(({ open }) => open[0]!));

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z0-9_]/.test(character);

const HEX_PAIR = /^[0-9a-f]{2}/i;
/** `%20offer%` and `%off%20` hold a percent-encoded space and are no tokens. */
const isPercentEncoding = (text: string, start: number, end: number): boolean =>
  HEX_PAIR.test(text.slice(start + 1, start + 3)) || HEX_PAIR.test(text.slice(end, end + 2));

/** Parameters of the kind `options[name]=…` are no tokens: there the bracket belongs to the parameter's name. */
function isArrayParameter(text: string, start: number, end: number): boolean {
  return /[\w\]%]/.test(text[start - 1] ?? '') || text[end] === '=' || text[end] === '[';
}

function markedAt(text: string, start: number): MacroToken | undefined {
  MARKED.lastIndex = start;
  const found = MARKED.exec(text)?.[0];
  if (found === undefined) return undefined;
  const end = start + found.length;
  if (found[0] === '%' && isPercentEncoding(text, start, end)) return undefined;
  if (found[0] === '_' && isWordCharacter(text[start - 1])) return undefined;
  if (/^\[[^[=]/.test(found) && isArrayParameter(text, start, end)) return undefined;
  return { text: found, name: found.replace(/^[^\w]+|[^\w]+$|^__|__$/g, ''), start, end, form: 'other' };
}

/** `=REPLACE&`: the word is the whole value of a parameter. */
function placeholderAt(text: string, equalsAt: number): MacroToken | undefined {
  const start = equalsAt + 1;
  for (const { token } of PLACEHOLDER_WORDS) {
    const end = start + token.length;
    if (text.startsWith(token, start) && (end === text.length || text[end] === '&' || text[end] === '#')) {
      return { text: token, name: token, start, end, form: 'other' };
    }
  }
  return undefined;
}

/** Position of the next brace of either kind, or the length of the text. */
function nextBrace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '{' && text[at] !== '}') at += 1;
  return at;
}

/**
 * The innermost braces that begin at `start`; of nested ones only the inner, since that is what Everflow replaces.
 * @param close position of the next brace of either kind
 * @param floor where the token before ends: what it holds is not taken twice
 */
function braceAt(text: string, start: number, close: number, floor: number): MacroToken | undefined {
  if (text[close] !== '}') return undefined;
  const name = text.slice(start + 1, close);
  // JSON, code and whole addresses between braces are no macros.
  if (/["',&=?/<>\\;]/.test(name)) return undefined;
  let more = 0;
  while (start - more > floor && text[start - more - 1] === '{' && text[close + more + 1] === '}') more += 1;
  if (more > 0) {
    const [from, end] = [start - more, close + more + 1];
    return { text: text.slice(from, end), name, start: from, end, form: 'double' };
  }
  if (start > floor && text[start - 1] === '$') {
    return { text: `\${${name}}`, name, start: start - 1, end: close + 1, form: 'dollar' };
  }
  return { text: `{${name}}`, name, start, end: close + 1, form: 'brace' };
}

/** True if every `{` is closed and every `}` was opened. Where not, V4 says so, and what the braces hold is not judged yet. */
function isBalanced(text: string): boolean {
  let open = 0;
  for (let at = nextBrace(text, 0); at < text.length; at = nextBrace(text, at + 1)) {
    open += text[at] === '{' ? 1 : -1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** All tokens of a text in their order; they do not overlap. Braces are left out while they are not balanced. */
export function macroTokens(text: string): readonly MacroToken[] {
  const balanced = isBalanced(text);
  const tokens: MacroToken[] = [];
  let floor = 0;
  let at = 0;
  while (at < text.length) {
    const character = text[at]!;
    const token = tokenAt(text, at, character, floor);
    if (token && (balanced || token.form === 'other')) tokens.push(token);
    floor = token ? token.end : floor;
    at = token ? token.end : at + 1;
  }
  return tokens;
}

function tokenAt(text: string, at: number, character: string, floor: number): MacroToken | undefined {
  if (character === '{') return braceAt(text, at, nextBrace(text, at + 1), floor);
  if (character === '=') return placeholderAt(text, at);
  return OPENERS.has(character) ? markedAt(text, at) : undefined;
}

/**
 * The names between single braces, each once: what may be a macro of the network's own. The same as `macroTokens` finds, without the
 * looking for other marks, since this is asked of every postback of a network (L1).
 */
export function braceNames(text: string): Set<string> {
  const names = new Set<string>();
  let at = text.indexOf('{');
  if (at < 0 || !isBalanced(text)) return names;
  let floor = 0;
  while (at >= 0) {
    const token = braceAt(text, at, nextBrace(text, at + 1), floor);
    if (token && token.form !== 'double') names.add(token.name);
    floor = token ? token.end : floor;
    at = text.indexOf('{', token ? token.end : at + 1);
  }
  return names;
}
