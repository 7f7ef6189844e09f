/**
 * The Change log tab as a person sees it, and its chain worked out without the add-on. Knows the format that docs/reliability.md tells, and no code of
 * `src`.
 */
import { createHash } from 'node:crypto';
import type { Workbook } from '../apps-script';

export const LOG_TAB = 'Change log';
export const LOG_COLUMNS = [
  'No.',
  'Time',
  'What',
  'Who',
  'Postback ID',
  'Field',
  'Old',
  'New',
  'Outcome',
  'HTTP',
  'Message',
  'Reference',
  'Hash',
] as const;

export type LoggedLine = { readonly [column in (typeof LOG_COLUMNS)[number]]: string };

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Line ends and control characters do not count: a spreadsheet may change them. */
const plain = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are meant
  text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

/** Lines in the order of the tab; none if there is no such tab. */
export function logLines(file: Workbook, tab = LOG_TAB): LoggedLine[] {
  if (!file.sheets.some(({ name }) => name === tab)) return [];
  const [headers = [], ...rows] = file.sheet(tab).texts();
  if (headers.join() !== LOG_COLUMNS.join()) throw new Error(`The tab ${tab} has other headers`);
  return rows
    .filter((row) => row.some((text) => text !== ''))
    .map((row) => Object.fromEntries(LOG_COLUMNS.map((column, at) => [column, row[at] ?? ''])) as LoggedLine);
}

/** What is wrong with numbers and hashes of a log; empty if it is whole. */
export function chainFaults(file: Workbook, tab = LOG_TAB, before?: LoggedLine): string[] {
  let hash = before?.Hash ?? sha256(`Postback Desk change log, format 1\n${file.id}`);
  let number = Number(before?.['No.'] ?? 0);
  const faults: string[] = [];
  const lines = [...logLines(file, tab)].sort((a, b) => Number(a['No.']) - Number(b['No.']));
  for (const line of lines) {
    number += 1;
    if (Number(line['No.']) !== number) faults.push(`line ${line['No.']} stands in the place of ${number}`);
    const cells = LOG_COLUMNS.slice(0, -1).map((column) => plain(line[column]));
    hash = sha256(`${hash}\n${JSON.stringify(cells)}`);
    if (hash !== line.Hash) faults.push(`line ${line['No.']} has another hash than its cells`);
    hash = line.Hash;
    number = Number(line['No.']);
  }
  return faults;
}

/** Lines that stand several times, and fields of a push that are told several times; empty if each is told once. */
export function toldTwice(lines: readonly LoggedLine[]): string[] {
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    if (!['Create', 'Update'].includes(line.What)) return [];
    const name = [line.Reference, line.What, line['Postback ID'], line.Field].join(' | ');
    if (seen.has(name)) return [name];
    seen.add(name);
    return [];
  });
}
