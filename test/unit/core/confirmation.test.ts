/** What was confirmed is recognised while it has not changed, and no longer. */
import fc from 'fast-check';
import { hash64, markOf, recognise, withTyped, wordOf } from '../../../src/core/confirmation';
import { columnForField } from '../../../src/core/columns';
import { FIELDS, IDENTITY_FIELDS, type Field } from '../../../src/core/postback';
import type { Problem } from '../../../src/core/problem';
import type { DeskDrafts } from '../../../src/core/draft';
import { create, P501, update, type CheckedDraft } from '../check-support';
import { holds } from './laws';

const problem = (given: Partial<Problem> = {}): Problem => ({
  rule: 'V4',
  cause: 'url-hash',
  severity: 'warning',
  row: 0,
  column: columnForField('postback_url').key,
  title: 'T',
  message: 'M',
  fixes: [],
  ...given,
});
const edited = (edits: Partial<Record<Field, number | string>> = {}, id = 501) =>
  update(P501, { postback_url: 'http://x/', ...edits }, { id });
const deskOf = (...drafts: readonly CheckedDraft[]): DeskDrafts => ({
  drafts,
  columnProblems: [],
  rowWarnings: [],
  unchanged: 0,
  unknown: [],
});

describe('[V1] the mark of a warning', () => {
  const mark = markOf(edited(), problem());
  const decisive = new Set<Field>([...IDENTITY_FIELDS, 'pixel_status', 'postback_url']);

  test.each(FIELDS)('%s', (field) => {
    const value = typeof P501[field] === 'number' ? 77 : 'other';
    expect(markOf(edited({ [field]: value }), problem()) !== mark).toBe(decisive.has(field));
  });
  test('is another for another row, cause, message or cell', () => {
    const others = [
      markOf(edited({}, 502), problem()),
      markOf(create(edited().fields, 0, 'n-1'), problem()),
      markOf(edited(), problem({ cause: 'url-amp' })),
      markOf(edited(), problem({ message: 'N' })),
      markOf(edited(), problem({ column: null })),
    ];
    expect(new Set([mark, ...others]).size).toBe(6);
  });
  test('does not depend on where the row stands', () => {
    expect(markOf({ ...edited(), row: 9 }, problem({ row: 9 }))).toBe(mark);
  });
});

describe('[V1] recognising', () => {
  test('marks the confirmed ones, in the list and in the draft, and leaves all others as they are', () => {
    const [known, other] = [problem(), problem({ cause: 'url-amp' })];
    const draft = { ...edited(), problems: [known, other] };
    const mark = markOf(draft, known);
    const { desk, problems, found } = recognise(
      { desk: deskOf(draft), problems: [known, other] },
      new Set([mark, 'stale']),
    );
    expect(problems).toEqual([{ ...known, confirmed: true }, other]);
    expect(desk.drafts[0]!.problems).toEqual(problems);
    // The very same objects, or a row would carry both.
    expect(desk.drafts[0]!.problems[0]).toBe(problems[0]);
    expect([...found]).toEqual([mark]);
  });
  test('errors and problems of whole columns are never confirmed so', () => {
    const draft = edited();
    const list = [problem({ severity: 'error' }), problem({ row: null })];
    const marks = new Set(list.map((one) => markOf(draft, one)));
    const { problems, found } = recognise({ desk: deskOf(draft), problems: list }, marks);
    expect([problems, found.size]).toEqual([list, 0]);
  });
  test('nothing confirmed is nothing looked at', () => {
    const given = { desk: deskOf(edited()), problems: [problem()] };
    expect(recognise(given, new Set()).problems).toBe(given.problems);
  });
});

describe('[C9] confirming by a word', () => {
  const typed = problem({
    severity: 'error',
    row: null,
    key: 'k',
    fixes: [
      { action: 'discard-column', id: 'discard', label: 'Discard' },
      { action: 'confirm', id: 'confirm', label: 'It is right', word: 'SHUFFLED' },
    ],
  });
  test('only problems with a key and a word can be', () => {
    const { key: _key, ...keyless } = typed;
    expect([wordOf(typed), wordOf(keyless), wordOf(problem({ key: 'k' }))]).toEqual([
      'SHUFFLED',
      undefined,
      undefined,
    ]);
  });
  test('makes a confirmed warning of it, without the word, and of no other', () => {
    const [settled, other] = withTyped([typed, problem()], () => true);
    expect(settled).toMatchObject({ severity: 'warning', confirmed: true, fixes: [{ id: 'discard' }] });
    expect(settled!.fixes).toHaveLength(1);
    expect(other).toEqual(problem());
    expect(withTyped([typed], () => false)).toEqual([typed]);
  });
});

test('[V1] different texts have different hashes, 16 hex digits each', () => {
  const seen = new Map<string, string>();
  for (let n = 0; n < 20_000; n += 1) {
    const hash = hash64(`["p",${n}]`);
    expect(seen.has(hash)).toBe(false);
    seen.set(hash, '');
  }
  holds(fc.tuple(fc.string(), fc.string()), ([a, b]) => {
    expect(hash64(a)).toMatch(/^[0-9a-f]{16}$/);
    expect(hash64(a) === hash64(b)).toBe(a === b);
  });
});
