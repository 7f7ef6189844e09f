/**
 * From problems to a row's verdict: may it be pushed, and what its State and Message cells say (V1, V11).
 */
import { columnForField, type ColumnKey } from '../columns';
import type { Draft } from '../draft';
import { FIELDS, zeroOf } from '../postback';
import { CHANGED_THERE_TOO, type Problem, type Severity } from '../problem';
import { STATES } from '../words';

/** Most characters of a Message cell; what does not fit is counted instead. */
export const MAX_MESSAGE_CHARACTERS = 500;

/** Problems by row, and those of whole columns or of the whole tab. */
export interface ProblemIndex {
  readonly byRow: ReadonlyMap<number, readonly Problem[]>;
  /** Key '' for problems of the whole tab. */
  readonly byColumn: ReadonlyMap<ColumnKey | '', readonly Problem[]>;
}

/** Sorts problems by where they stand, once for all rows. */
export function problemsByRow(problems: readonly Problem[]): ProblemIndex {
  const byRow = new Map<number, Problem[]>();
  const byColumn = new Map<ColumnKey | '', Problem[]>();
  for (const problem of problems) {
    if (problem.row === null) push(byColumn, problem.column ?? '', problem);
    else push(byRow, problem.row, problem);
  }
  return { byRow, byColumn };
}

function push<K>(map: Map<K, Problem[]>, key: K, problem: Problem): void {
  const list = map.get(key);
  if (list) list.push(problem);
  else map.set(key, [problem]);
}

/** Columns of which a draft would send something. */
function columnsOf(draft: Draft): ColumnKey[] {
  if (draft.kind === 'stopped') return [];
  const fields =
    draft.kind === 'update'
      ? draft.changes.map((change) => change.field)
      : FIELDS.filter((field) => (draft.fields[field] ?? zeroOf(field)) !== zeroOf(field));
  const zeros = draft.kind === 'create' ? (draft.zeros ?? []) : [];
  return [...fields.map((field) => columnForField(field).key), ...zeros, ...draft.unreadable];
}

/** All problems that concern a draft: its own, its row's, and those of the columns it edits or of the whole tab. */
export function problemsOf(draft: Draft, index: ProblemIndex): readonly Problem[] {
  const found = new Set<Problem>([...draft.problems, ...(index.byRow.get(draft.row) ?? [])]);
  if (index.byColumn.size === 0) return [...found];
  // The id says whose row it is: a column of ids in doubt concerns every row.
  for (const key of ['', 'id', ...columnsOf(draft)] as const) {
    for (const problem of index.byColumn.get(key) ?? []) found.add(problem);
  }
  return [...found];
}

/** pushable: may go into the changes to push. stopped: has an error. nothing: asks for nothing that could be sent. */
export type Verdict = 'pushable' | 'stopped' | 'nothing';

/** @param problems as `problemsOf` gives them for this draft */
export function verdictOf(draft: Draft, problems: readonly Problem[]): Verdict {
  if (draft.kind === 'stopped' || draft.unreadable.length > 0) return 'stopped';
  if (problems.some((problem) => problem.severity === 'error')) return 'stopped';
  return draft.kind === 'update' && draft.changes.length === 0 ? 'nothing' : 'pushable';
}

/**
 * Text of the State cell.
 * @param problems as `problemsOf` gives them for this draft
 */
export function stateOf(draft: Draft, problems: readonly Problem[]): string {
  if (problems.some((problem) => problem.cause === 'gone')) return STATES.gone;
  if (verdictOf(draft, problems) === 'stopped') return STATES.stopped;
  if (problems.some((problem) => problem.cause === CHANGED_THERE_TOO)) return STATES.conflict;
  if (problems.length > 0) return STATES.warning;
  return draft.kind === 'create' ? STATES.new : STATES.edited;
}

const ORDER: readonly Severity[] = ['error', 'own-tick', 'warning'];

/**
 * Text of the Message cell: all messages of the row, errors first and among these what is wrong with a whole column, at most `MAX_MESSAGE_CHARACTERS` characters; '' if there are
 * none.
 */
export function messageOf(problems: readonly Problem[]): string {
  const ordered = ORDER.flatMap((severity) => {
    const some = problems.filter((problem) => problem.severity === severity);
    return [...some.filter(({ row }) => row === null), ...some.filter(({ row }) => row !== null)];
  });
  const messages = [...new Set(ordered.map((problem) => problem.message))];
  let text = '';
  for (let index = 0; index < messages.length; index += 1) {
    const next = text === '' ? messages[index]! : `${text} ${messages[index]!}`;
    const after = messages.length - index - 1;
    const room = MAX_MESSAGE_CHARACTERS - (after > 0 ? moreText(after).length : 0);
    if (next.length > room) return cut(text, messages[index]!, after);
    text = next;
  }
  return text;
}

const moreText = (count: number): string => ` (and ${count} more)`;

/** The text so far with a count of what is missing; a first message that is too long by itself is shortened. */
function cut(text: string, message: string, after: number): string {
  if (text !== '') return text + moreText(after + 1);
  const more = after > 0 ? moreText(after) : '';
  return `${message.slice(0, MAX_MESSAGE_CHARACTERS - more.length - 1)}…${more}`;
}
