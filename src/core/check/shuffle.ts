/**
 * A column that was sorted on its own, or pasted one row off, gives each postback its neighbour's value, and every single cell looks
 * right (C9). It is told by where the new values come from: most of them are what other postbacks held as pulled.
 */
import type { Baseline } from '../baseline';
import { columnForField, type Column } from '../columns';
import { zeroOf, type Field, type FieldValue } from '../postback';
import type { Problem, ProblemExample } from '../problem';
import { plainForm } from '../text-form';
import type { AcrossRowsRule, RowView } from './row';

/** Different new values from which on a column may look shuffled, inclusive. */
export const LEAST_VALUES = 20;
/** Share of them that other postbacks held, in percent, inclusive. */
export const LEAST_PERCENT = 80;
/** A value standing in more postbacks than this is common, and says nothing about where it came from. */
export const MOST_OWNERS = 5;
/** What a person types to say that the column is right. */
export const SHUFFLED = 'SHUFFLED';

const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 60;

interface Brought {
  readonly row: number;
  readonly id: number;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** The postbacks that hold a value as pulled: how many, and the first two, so that one is always another row's. */
interface Owners {
  count: number;
  first: number;
}

/** One problem for each column whose new values are other rows'. New rows bring no edits and do not count. */
export const shuffledColumns: AcrossRowsRule = (rows, { baseline }) => {
  const problems: Problem[] = [];
  for (const [field, edits] of editsByField(rows)) {
    const wanted = new Map<FieldValue, Owners>();
    for (const { after } of edits) wanted.set(meaning(field, after), { count: 0, first: 0 });
    // Far most checks end here: the baseline is only read for columns with many different new values.
    if (wanted.size < LEAST_VALUES) continue;
    countOwners(field, wanted, baseline);
    const isForeign = ({ count }: Owners): boolean => count > 0 && count <= MOST_OWNERS;
    const counted = [...wanted.values()].filter(({ count }) => count <= MOST_OWNERS).length;
    const foreign = [...wanted.values()].filter(isForeign).length;
    if (counted < LEAST_VALUES || foreign * 100 < counted * LEAST_PERCENT) continue;
    const moved = edits.filter(({ after }) => isForeign(wanted.get(meaning(field, after))!));
    const examples = moved
      .slice(0, EXAMPLES)
      .map((edit) => exampleOf(edit, wanted.get(meaning(field, edit.after))!));
    problems.push(shuffledProblem(columnForField(field), edits, moved.length, examples));
  }
  return problems;
};

function editsByField(rows: readonly RowView[]): ReadonlyMap<Field, readonly Brought[]> {
  const edits = new Map<Field, Brought[]>();
  for (const { draft } of rows) {
    if (draft.kind !== 'update') continue;
    for (const { field, before, after } of draft.changes) {
      const edit = { row: draft.row, id: draft.id, before, after };
      const list = edits.get(field);
      if (list) list.push(edit);
      else edits.set(field, [edit]);
    }
  }
  return edits;
}

/** Values are compared as people see them: an edited text has the line ends of its own row's server text (T1). */
function meaning(field: Field, value: FieldValue | undefined): FieldValue {
  const told = value ?? zeroOf(field);
  if (typeof told === 'number') return told;
  return field === 'pixel_type' && told === 'event' ? 'post_conversion' : plainForm(told);
}

function countOwners(field: Field, wanted: ReadonlyMap<FieldValue, Owners>, baseline: Baseline): void {
  for (const [id, { postback }] of baseline) {
    const owners = wanted.get(meaning(field, postback.fields[field]));
    if (!owners) continue;
    owners.count += 1;
    // A changed cell holds another value than its own row did, so whoever held it is another row.
    if (owners.first === 0) owners.first = id;
  }
}

function exampleOf({ row, id, before, after }: Brought, owners: Owners): ProblemExample {
  return {
    row,
    message: `#${id} was ${quoted(before)} and now holds ${quoted(after)}, the value of #${owners.first}.`,
  };
}

function quoted(value: FieldValue): string {
  const text = String(value);
  if (text === '') return 'empty';
  return text.length > EXAMPLE_CHARACTERS ? `"${text.slice(0, EXAMPLE_CHARACTERS)}…"` : `"${text}"`;
}

/** 2870 as 2,870. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** Another row's value here does harm, but reaches nobody else; in all other columns it reaches the wrong partner. */
const HARMLESS: readonly Field[] = ['description', 'delay_ms'];

function shuffledProblem(
  column: Column,
  edits: readonly Brought[],
  moved: number,
  examples: readonly ProblemExample[],
): Problem {
  const { header, key, field } = column;
  const harm = HARMLESS.includes(field!)
    ? 'give postbacks what belongs to others'
    : 'send conversions to the wrong partner';
  return {
    rule: 'C9',
    cause: `shuffled-${key}`,
    severity: 'error',
    row: null,
    column: key,
    title: 'This looks like a column was sorted on its own',
    message: `In column ${header}, ${grouped(moved)} rows now hold another row's value. Pushing this would ${harm}. Undo the sort (Ctrl+Z), or discard these changes.`,
    fixes: [
      { action: 'discard-column', id: 'discard', label: `Discard changes in ${header}`, column: key },
      {
        action: 'confirm',
        id: 'confirm',
        label: `It is right: type ${SHUFFLED}`,
        column: key,
        word: SHUFFLED,
      },
    ],
    examples,
    key: keyOf(column, edits),
  };
}

/** The column's changes and nothing else, in whatever order the rows stand. */
function keyOf(column: Column, edits: readonly Brought[]): string {
  const pairs = edits.map(({ id, after }) => [id, after] as const).sort((a, b) => a[0] - b[0]);
  return JSON.stringify([column.key, pairs]);
}
