/**
 * What a platform may do to a text without changing its meaning: line ends and control characters (T1).
 */

// oxlint-disable-next-line no-control-regex -- control characters are the subject here
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const ALL_CONTROL = new RegExp(CONTROL, 'g');

/** Text with CR LF and CR as LF and without control characters other than tab and LF. */
export function plainForm(text: string): string {
  // Most texts have none, and there are many texts.
  if (!CONTROL.test(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(ALL_CONTROL, '');
}

/** True if `read` is `written`, or what a platform that normalises line ends and control characters made of it. */
export function isNormalised(written: string, read: unknown): read is string {
  return typeof read === 'string' && (read === written || plainForm(read) === plainForm(written));
}

/** Texts that some spreadsheet somewhere takes for a formula, an expression or a quote prefix (T2). */
export function isRiskyText(text: string): boolean {
  return /^[=+\-@'\t\r]/.test(text);
}
