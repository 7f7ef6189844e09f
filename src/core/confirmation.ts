/**
 * What a person has said yes to is not asked again (V1): a mark names a warning together with the values it is about, so that it is found
 * again while nothing has changed, and not any longer. Pure; where marks are kept is somebody else's business.
 */
import { columnOf } from './columns';
import type { DeskDrafts, Draft } from './draft';
import { IDENTITY_FIELDS } from './postback';
import type { Problem } from './problem';

/**
 * The mark of a warning of a row: its name, the cause, what was said, and the values that the warning is about. These are the cell's own and,
 * since most warnings mean something else for another postback, whom it fires for, its method and its status. Other edits of the
 * row do not bring the question back.
 * @returns 16 hex digits
 */
export function markOf(draft: Draft, { cause, column, message }: Problem): string {
  const own = column === null ? undefined : columnOf(column).field;
  const fields = [...IDENTITY_FIELDS, 'pixel_status' as const, ...(own ? [own] : [])];
  const name = draft.kind === 'update' ? draft.id : draft.rowKey;
  return hash64(
    JSON.stringify([name, cause, column, message, fields.map((field) => draft.fields[field] ?? null)]),
  );
}

/** True for problems that a person may confirm as they stand; errors are never. */
const isAsked = ({ severity, row }: Problem): boolean => severity !== 'error' && row !== null;

export interface Confirmable {
  readonly desk: DeskDrafts;
  readonly problems: readonly Problem[];
}

export interface Recognised extends Confirmable {
  /** Marks that were met; all others are out of date. */
  readonly found: ReadonlySet<string>;
}

/** Marks as confirmed what was confirmed and has not changed. Touches nothing else. */
export function recognise({ desk, problems }: Confirmable, confirmed: ReadonlySet<string>): Recognised {
  const found = new Set<string>();
  if (confirmed.size === 0) return { desk, problems, found };
  const byRow = new Map(desk.drafts.map((draft) => [draft.row, draft]));
  const replaced = new Map<Problem, Problem>();
  const recognised = problems.map((problem) => {
    const draft = isAsked(problem) ? byRow.get(problem.row!) : undefined;
    const mark = draft && markOf(draft, problem);
    if (mark === undefined || !confirmed.has(mark)) return problem;
    found.add(mark);
    const known: Problem = { ...problem, confirmed: true };
    replaced.set(problem, known);
    return known;
  });
  const drafts = desk.drafts.map((draft) =>
    draft.problems.some((problem) => replaced.has(problem))
      ? { ...draft, problems: draft.problems.map((problem) => replaced.get(problem) ?? problem) }
      : draft,
  );
  return { desk: { ...desk, drafts }, problems: recognised, found };
}

/** The word that says a problem is meant, if it can be confirmed by typing one (C9). */
export function wordOf(problem: Problem): string | undefined {
  const fix =
    problem.key === undefined ? undefined : problem.fixes.find(({ action }) => action === 'confirm');
  return fix && fix.action !== 'set' ? fix.word : undefined;
}

/**
 * Errors that were confirmed by typing their word become confirmed warnings, which stop no row.
 * @param isConfirmed asked only for problems with a key
 */
export function withTyped(
  problems: readonly Problem[],
  isConfirmed: (problem: Problem) => boolean,
): readonly Problem[] {
  if (!problems.some((problem) => wordOf(problem) !== undefined)) return problems;
  return problems.map((problem): Problem => {
    if (wordOf(problem) === undefined || !isConfirmed(problem)) return problem;
    const fixes = problem.fixes.filter(({ action }) => action !== 'confirm');
    return { ...problem, severity: 'warning', fixes, confirmed: true };
  });
}

/**
 * A hash of 64 bits, good enough to tell thousands of texts apart, without a service call for each; no protection against anyone who looks
 * for two texts with the same one. After cyrb53 (public domain, github.com/bryc/code).
 */
export function hash64(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return hex(high) + hex(low);
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
