/** What two snapshots, or a snapshot and what was pulled just now, differ in: field by field, with who it was (A4). Pure. */
import { utcText } from '../utc-text';
import { COLUMNS, type Column } from '../columns';
import type { Explain, Mark } from './explain';
import { maskCell, TOO_LONG_HERE } from './snapshot-rows';
import type { RowDigest } from './snapshot-text';

/** Fields that are compared. Names, times, Host and Fires for follow from others, and are counted only. */
const COMPARED = COLUMNS.filter(({ role, key }) => role === 'editable' || key === 'other');

export const COMPARE_TITLE = 'Postback Desk comparison';
export const COMPARE_HEADERS = ['Postback ID', 'Fires for', 'What', 'Field', 'In A', 'In B', 'Who'] as const;
/** In pixels. */
export const COMPARE_WIDTHS: readonly number[] = [150, 260, 90, 120, 380, 380, 110];

/** Texts of a row by header; '' for a header that it has not. */
export type RowTexts = (header: string) => string;

/** Counted over a comparison. */
export interface Totals {
  readonly added: number;
  readonly gone: number;
  /** Postbacks in which some field differs. */
  readonly changed: number;
  /** Postbacks that differ in names or times only. */
  readonly onlyTold: number;
  readonly lines: number;
  readonly marks: { readonly [M in Mark]: number };
}

export const NO_TOTALS: Totals = {
  added: 0,
  gone: 0,
  changed: 0,
  onlyTold: 0,
  lines: 0,
  marks: { ours: 0, seen: 0, unexplained: 0 },
};

/** Ids whose rows are not the same, in the order of A and then of B. What stands twice counts once. */
export function differingIds(a: readonly RowDigest[], b: readonly RowDigest[]): string[] {
  const inA = new Map(a.map(({ id, digest }) => [id, digest]));
  const inB = new Map(b.map(({ id, digest }) => [id, digest]));
  const fromA = [...inA].filter(([id, digest]) => inB.get(id) !== digest).map(([id]) => id);
  return [...fromA, ...[...inB.keys()].filter((id) => !inA.has(id))];
}

export interface Compared {
  readonly lines: readonly (readonly string[])[];
  readonly totals: Totals;
}

/**
 * Lines of one postback, added to the totals.
 * @param a undefined if it is not in A
 * @param masked true if one of the two is masked, so that only what a mask leaves is compared
 */
export function compareRow(
  totals: Totals,
  id: string,
  a: RowTexts | undefined,
  b: RowTexts | undefined,
  masked: boolean,
  explain: Explain,
): Compared {
  const told = (row: RowTexts): string =>
    ['Status', 'Method', 'URL']
      .map(row)
      .filter((text) => text !== '')
      .join(' · ');
  const line = (what: string, field: string, before: string, after: string): string[] => {
    const mark = explain(id, field, before, after);
    const firesFor = (b ?? a)?.('Fires for') ?? '';
    return [id, firesFor, what, field, before, after, mark];
  };
  if (!a && b) return added(totals, 'added', [line('added', '', '', told(b))]);
  if (a && !b) return added(totals, 'gone', [line('gone', '', told(a), '')]);
  const lines = COMPARED.flatMap((column) => {
    const { header } = column;
    const [before, after] = masked
      ? [masking(column, a!(header)), masking(column, b!(header))]
      : [a!(header), b!(header)];
    return before === after ? [] : [line('changed', header, before, after)];
  });
  return added(totals, lines.length > 0 ? 'changed' : 'onlyTold', lines);
}

/** The digest of a text that is too long is another one once it is masked: such texts cannot be compared then. */
const masking = (column: Column, text: string): string =>
  text.startsWith(TOO_LONG_HERE) ? TOO_LONG_HERE : maskCell(column, text);

function added(
  totals: Totals,
  kind: 'added' | 'gone' | 'changed' | 'onlyTold',
  lines: readonly (readonly string[])[],
): Compared {
  const marks = { ...totals.marks };
  for (const line of lines) marks[line[line.length - 1] as Mark] += 1;
  const sums = { ...totals, [kind]: totals[kind] + 1, lines: totals.lines + lines.length, marks };
  return { lines, totals: sums };
}

/** One of the two that are compared, as its lines tell it. */
export interface Side {
  readonly name: string;
  /** What it is of, in words. */
  readonly title: string;
  readonly digest: string;
  /** `intact`: as it was taken. `now`: what was pulled last. */
  readonly state: 'intact' | 'changed' | 'now';
  /** When it was taken or pulled, in words. */
  readonly at: string;
}

/** What was pulled, as a side. @param pulledAt milliseconds since the epoch */
export function sideNow(title: string, pulledAt: number): Side {
  return { name: 'Everflow now', title, digest: '', state: 'now', at: utcText(pulledAt / 1000) };
}

const STATE_WORDS: { readonly [S in Side['state']]: string } = {
  intact: 'as it was taken',
  changed: 'CHANGED since it was taken: Verify names the rows',
  now: 'as pulled last',
};

/** All that stands above the lines, headers included. */
export function compareTop(a: Side, b: Side, totals: Totals, madeAt: number, madeBy: string): string[][] {
  const side = (letter: string, { name, title, digest, state, at }: Side): string[][] => [
    [letter, `${name} (${title})`],
    [`${letter} is of`, `${at}, ${STATE_WORDS[state]}`],
    [`Digest of ${letter}`, digest],
  ];
  const { added: more, gone, changed, onlyTold, marks } = totals;
  return [
    [COMPARE_TITLE],
    ...side('A', a),
    ...side('B', b),
    ['Made', `${utcText(madeAt / 1000)} by ${madeBy || 'a person whom Google does not tell'}`],
    [
      'Result',
      `${changed} changed, ${more} in B only, ${gone} in A only; ${onlyTold} differ in names or times only`,
    ],
    ['Who', `${marks.ours} ours, ${marks.seen} seen, ${marks.unexplained} unexplained`],
    [
      'Meaning',
      'ours: pushed from this spreadsheet; seen: changed by others, found by a pull or push; unexplained: the change log has nothing that leads from A to B',
    ],
    [
      'Note',
      a.title.replace(' · masked', '') === b.title.replace(' · masked', '')
        ? ''
        : 'A and B are not of the same filter: what stands in one only may just be outside of the other.',
    ],
    [],
    [...COMPARE_HEADERS],
  ];
}

/** Rows above the lines. */
export const ROWS_ABOVE = 14;

/** Texts of a row by header. */
export function textsBy(headers: readonly string[], cells: readonly string[]): RowTexts {
  return (header) => cells[headers.indexOf(header)] ?? '';
}
