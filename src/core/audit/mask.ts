/**
 * Masking of secrets in URLs, code and lists, for a snapshot that is shown to others (A5): credentials before a host, values of
 * parameters with secret-sounding names, and long literals that look random become •••. Macros in braces, schemes and hosts stay. It goes by looks, so
 * somebody has to look over the result before it is shared. Pure.
 */

export const MASK = '•••';

/** `{name}`, also percent-encoded. An object of code or JSON is none. */
const MACRO = /\{[\w.-]+\}|%7B[\w.-]+%7D/.source;
/** Macros, and scheme with host, in which nothing is looked for. */
const PROTECTED = new RegExp(`(${MACRO}|[a-z][a-z\\d+.-]*://[^/?#\\s"'<>{}]*)`, 'gi');
const CREDENTIALS = /([a-z][a-z\d+.-]*:\/\/|^\/\/)([^/?#\s"'<>]*)@/gi;
/** Name with a word for a secret, what stands between, value: of a query, a list `field=value`, JSON, a header or code. */
const SECRET = new RegExp(
  `${MACRO}|([\\w.%[\\]-]*(?:token|key|secret|auth|pass|pwd|sig|hash|credential)[\\w.[\\]-]*` +
    `["']?\\s*(?:=|:(?!//)|%3D)\\s*(?:(?:Bearer|Basic)\\s+)?)("[^"]*"|'[^']*'|[^&;#\\s"'<>,]*)`,
  'gi',
);
const TOKEN = /[\w-]{16,}/g;

/** Texts stay as they are where nothing looks secret; masking twice is masking once. */
export function maskText(text: string): string {
  return text
    .replace(CREDENTIALS, (_, scheme: string, user: string) => `${scheme}${maskValue(user)}@`)
    .replace(SECRET, (all: string, name?: string, value = '') =>
      name === undefined ? all : name + maskValue(value),
    )
    .split(PROTECTED)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(TOKEN, (one) => (looksRandom(one) ? MASK : one))))
    .join('');
}

/** The literal parts of a value; macros and quotes stay. */
function maskValue(value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? '';
  const bare = quote === '' ? value : value.slice(1, -1);
  const parts = bare.split(new RegExp(`(${MACRO})`, 'gi'));
  return quote + parts.map((part, at) => (at % 2 === 1 || part === '' ? part : MASK)).join('') + quote;
}

/** Digits among letters, or cases mixed: no word, no path and no plain number is written so. */
function looksRandom(token: string): boolean {
  const chunks = token.split(/[-_]/);
  const digits = token.replace(/\D/g, '').length;
  const turns = token.match(/[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]/g)?.length ?? 0;
  const isHex = /^[\da-f]{16,}$/i.test(chunks.join('')) && /[a-f]/i.test(token) && digits > 0;
  const isLong = chunks.some((chunk) => chunk.length >= 16 && /\d/.test(chunk) && /[A-Za-z]/.test(chunk));
  return isHex || isLong || (token.length >= 20 && (turns >= 5 || (digits >= 4 && turns >= 3)));
}
