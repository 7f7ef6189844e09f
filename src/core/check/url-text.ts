/**
 * What is wrong with the text of a postback URL (V4). Text only: it knows no row, and it never rebuilds a URL, because
 * untouched bytes must stay (T4).
 */
import { hostOf } from '../baseline';
import type { Cause } from '../causes';

/** One finding in a URL. */
export interface UrlFinding {
  /** Stable name, e.g. `url-spaces`. */
  readonly cause: Cause;
  readonly title: string;
  readonly message: string;
  /** The URL with the fault certainly repaired; absent where no repair is certain. */
  readonly repaired?: { readonly value: string; readonly id: string; readonly label: string };
}

/** Spaces, control characters, no-break and invisible characters: none of them can stand in a URL as it is. */
function isUnwanted(code: number): boolean {
  return (
    code <= 0x20 ||
    (code >= 0x7f && code <= 0xa0) ||
    code === 0xad ||
    code === 0x1680 ||
    code === 0x180e ||
    // The zero-width joiners between these two ranges belong to words of some scripts.
    (code >= 0x2000 && code <= 0x200b) ||
    (code >= 0x200e && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x205f && code <= 0x2069) ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

function nameOf(code: number): string {
  if (code === 0x20) return 'a space';
  if (code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029 || code === 0x85)
    return 'a line break';
  if (code === 0x09) return 'a tab';
  if (code === 0xa0 || code === 0x202f || code === 0x2007) return 'a no-break space';
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 'a control character';
  return 'an invisible character';
}

function firstUnwanted(text: string): number {
  for (let index = 0; index < text.length; index += 1) if (isUnwanted(text.charCodeAt(index))) return index;
  return -1;
}

/** The text without unwanted characters at both ends; what is inside stays. */
export function trimUrl(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isUnwanted(text.charCodeAt(start))) start += 1;
  while (end > start && isUnwanted(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Faults for which Everflow or the partner's server cannot use the URL. A blank URL is not judged here. */
export function urlErrors(url: string): readonly UrlFinding[] {
  const core = trimUrl(url);
  const inner = [...unwantedInside(core), ...schemeAndHost(core), ...braces(core)];
  if (core === url) return inner;
  const first = url.charCodeAt(firstUnwanted(url));
  const where = isUnwanted(url.charCodeAt(0)) ? 'begins with' : 'ends with';
  const trim: UrlFinding = {
    cause: 'url-trim',
    title: 'Spaces around the URL',
    message: `URL ${where} ${nameOf(first)}. It must begin with http:// or https:// and end with its last character.`,
  };
  // Trimming is only certain where it leaves nothing else to mend.
  if (inner.length > 0) return [trim, ...inner];
  return [{ ...trim, repaired: { value: core, id: 'trim', label: 'Trim' } }];
}

function unwantedInside(core: string): UrlFinding[] {
  const at = firstUnwanted(core);
  if (at < 0) return [];
  return [
    {
      cause: 'url-spaces',
      title: 'Spaces or invisible characters in the URL',
      message: `URL holds ${nameOf(core.charCodeAt(at))} after "${core.slice(Math.max(0, at - 20), at)}". Take it out, or write a space as %20.`,
    },
  ];
}

function schemeAndHost(core: string): UrlFinding[] {
  if (!/^https?:\/\//i.test(core)) {
    return [
      {
        cause: 'url-scheme',
        title: 'URL does not begin with http:// or https://',
        message: `URL must begin with http:// or https://. It begins with "${core.slice(0, 20)}".`,
      },
    ];
  }
  if (hostOf(core) !== '') return [];
  return [
    {
      cause: 'url-host',
      title: 'URL has no host',
      message: `URL has no host after "${core.slice(0, core.indexOf('//') + 2)}". Write for example https://track.example.com/path.`,
    },
  ];
}

function braces(core: string): UrlFinding[] {
  const open: number[] = [];
  for (let index = 0; index < core.length; index += 1) {
    if (core[index] === '{') open.push(index);
    else if (core[index] === '}' && open.pop() === undefined)
      return [unbalanced(core, index, 'has no { before it')];
  }
  const last = open.pop();
  return last === undefined ? [] : [unbalanced(core, last, 'is never closed')];
}

function unbalanced(core: string, at: number, what: string): UrlFinding {
  return {
    cause: 'url-braces',
    title: 'A brace is missing in the URL',
    message: `The ${core[at]} at character ${at + 1} (…${core.slice(Math.max(0, at - 12), at + 12)}…) ${what}. A macro is written {name}.`,
  };
}

interface UrlWarning {
  readonly cause: Cause;
  readonly title: string;
  /** The message if the URL has it, else undefined. `before` is the URL as pulled, '' if there was none. */
  readonly find: (url: string, before: string) => string | undefined;
  readonly repair?: (url: string) => NonNullable<UrlFinding['repaired']>;
}

const when = (found: boolean, message: string): string | undefined => (found ? message : undefined);
const authorityOf = (url: string): string => /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';

const WARNINGS: readonly UrlWarning[] = [
  {
    cause: 'url-scheme-case',
    title: 'http:// or https:// in capitals',
    find: (url) =>
      when(
        /^https?:\/\//i.test(url) && !/^https?:\/\//.test(url),
        `URL begins with "${url.slice(0, url.indexOf(':'))}". Everflow asks for http:// or https:// in lower case.`,
      ),
    repair: (url) => ({
      value: url.slice(0, url.indexOf(':')).toLowerCase() + url.slice(url.indexOf(':')),
      id: 'scheme-lower',
      label: 'Write http:// and https:// in lower case',
    }),
  },
  {
    cause: 'url-plain-http',
    title: 'Plain http',
    find: (url, before) =>
      when(
        /^http:/i.test(url) && !/^http:/i.test(before),
        "URL is plain http: what it carries can be read and changed on its way. Use https:// if the partner's server has it.",
      ),
  },
  {
    cause: 'url-macro-host',
    title: 'A macro in the host',
    find: (url) =>
      when(
        hostOf(url).includes('{'),
        `The host "${hostOf(url)}" holds a macro, so where it goes depends on the click. Is a / missing before it?`,
      ),
  },
  {
    cause: 'url-private-host',
    title: 'A private or local host',
    find: (url) =>
      when(
        isPrivateHost(hostOf(url)),
        `Everflow's servers cannot reach "${hostOf(url)}": it is a private or local address.`,
      ),
  },
  {
    cause: 'url-credentials',
    title: 'A user name or password in the URL',
    find: (url) =>
      when(
        authorityOf(url).includes('@'),
        'URL holds a user name or password before the host. Everyone who sees this sheet or the postback can read it.',
      ),
  },
  {
    cause: 'url-smart-quotes',
    title: 'Curly quotes in the URL',
    find: (url) => {
      const quote = /[\u2018-\u201f]/.exec(url)?.[0];
      return when(
        quote !== undefined,
        `URL holds a curly quote (${quote}), as text programs put them. It is sent as it is.`,
      );
    },
  },
  {
    cause: 'url-encoded-braces',
    title: 'Percent-encoded braces',
    find: (url) =>
      when(/%7[bd]/i.test(url), 'URL holds %7B or %7D. Everflow only replaces macros written with { and }.'),
  },
  {
    cause: 'url-hash',
    title: '# before a macro',
    find: (url) =>
      when(
        url.includes('#') && url.indexOf('#') < url.lastIndexOf('{'),
        "URL has a # before its last macro. What stands after # is not sent to the partner's server.",
      ),
  },
  {
    cause: 'url-second-question-mark',
    title: 'A second ? in the URL',
    find: (url) => {
      const sent = url.split('#', 1)[0]!;
      return when(
        sent.indexOf('?') !== sent.lastIndexOf('?'),
        'URL has a second ?. Parameters after the first are joined with &.',
      );
    },
  },
  {
    cause: 'url-amp',
    title: '&amp; in the URL',
    find: (url) =>
      when(
        /&amp;/i.test(url),
        'URL holds &amp;, as copied from a web page. Between parameters a URL has a plain &.',
      ),
  },
];

/**
 * What is allowed but seldom meant.
 * @param before the URL as pulled, '' if there was none
 */
export function urlWarnings(url: string, before: string): readonly UrlFinding[] {
  const findings: UrlFinding[] = [];
  for (const { cause, title, find, repair } of WARNINGS) {
    const message = find(url, before);
    if (message === undefined) continue;
    findings.push(repair ? { cause, title, message, repaired: repair(url) } : { cause, title, message });
  }
  return findings;
}

const LOCAL_NAME = /(^|\.)(localhost|local|internal|localdomain|lan|home\.arpa)$/;
/** Sources: https://www.rfc-editor.org/rfc/rfc6890 (special-purpose addresses), https://www.rfc-editor.org/rfc/rfc6762 (.local) */
const PRIVATE_IPV4 =
  /^(0|10|127)(\.\d+){3}$|^169\.254(\.\d+){2}$|^192\.168(\.\d+){2}$|^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}$/;
const PRIVATE_IPV6 = /^\[(::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/;

function isPrivateHost(rawHost: string): boolean {
  const host = rawHost.toLowerCase().replace(/\.$/, '');
  if (host === '' || host.includes('{')) return false;
  if (host.startsWith('[')) return PRIVATE_IPV6.test(host);
  // A name without a dot is only known inside somebody's own network.
  return !host.includes('.') || LOCAL_NAME.test(host) || PRIVATE_IPV4.test(host);
}
