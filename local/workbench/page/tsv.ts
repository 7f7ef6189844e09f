/** Tables as text, as spreadsheets put them on the clipboard. */

/**
 * Rows of fields. A field that begins with a quotation mark goes on to the closing one, line breaks and tabs included; two quotation marks
 * inside stand for one. A mark that is never closed is an ordinary character.
 */
export function fromTsv(text: string): string[][] {
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const quoted = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y;
  const plain = /[^\t\n]*/y;
  const rows: string[][] = [[]];
  let at = 0;
  for (;;) {
    quoted.lastIndex = plain.lastIndex = at;
    const inQuotes = quoted.exec(source);
    const raw = (inQuotes ?? plain.exec(source)!)[0];
    rows.at(-1)!.push(inQuotes === null ? raw : inQuotes[1]!.replaceAll('""', '"'));
    at += raw.length;
    if (at >= source.length) return rows;
    if (source[at] === '\n') rows.push([]);
    at++;
  }
}

export const toTsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) =>
      row.map((field) => (/[\t\n"]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join('\t'),
    )
    .join('\n');

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The same as a table for programs that take HTML. */
export const toHtmlTable = (rows: readonly (readonly string[])[]): string =>
  `<table>${rows
    .map(
      (row) =>
        `<tr>${row.map((field) => `<td>${field.replace(/[&<>"]/g, (c) => ESCAPES[c]!).replaceAll('\n', '<br>')}</td>`).join('')}</tr>`,
    )
    .join('')}</table>`;

/** The same for a file. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) =>
      row.map((field) => (/[,\n"]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(','),
    )
    .join('\r\n');
