/**
 * What an example row is and how its verdict is found: cells in, messages out, through the built bundle. It compares what a person sees
 * (State, Message, groups, fixes, preview) and what Everflow holds after the push with what the example says, and knows no rule itself.
 */
import type { Effect } from '../../src/core/effects';
import type { CheckResult, GroupSummary } from '../../src/flows/check/check';
import type { PreviewAnswer } from '../../src/flows/preview/preview';
import type { Json, PixelRecord } from '../../local/everflow';
import { differences } from '../../local/story/proof';
import { allLines, allOutcomes } from '../../local/story/run';
import type { ExampleDesk } from './example-desk';
import type { NetworkName } from './example-network';
import { refusalOf } from './pull-support';

/** ✔ passes · ⚠ passes after confirmation · ✖ stopped, only that row unless it says otherwise · ∅ no edit */
export type Sign = '✔' | '⚠' | '✖' | '∅';

export interface Verdict {
  readonly verdict: Sign;
  /** The row's Message cell; '' where nothing is said about it. */
  readonly says?: RegExp;
  /** Titles of the groups that name the row's column or row; absent: not compared. */
  readonly titles?: readonly RegExp[];
  /** ⚠ only. How it asks: one yes for all warnings, a tick of its own, an effect that is not ticked, or nothing more: it was
   * confirmed already. Default: warning. */
  readonly asks?: 'warning' | 'own-tick' | 'effect' | 'confirmed';
  /** Every fix that is offered by its label, and what the row is judged to be after it; none if absent. */
  readonly fixes?: Readonly<Record<string, Verdict>>;
  readonly effects?: readonly Effect[];
  /** Fields of the server's record after the push. */
  readonly sent?: Readonly<Record<string, Json>>;
  /** True if more than this row is stopped: nothing at all can be pushed. */
  readonly stopsAll?: true;
  /** New rows that stay pushable beside a row that is stopped. */
  readonly besides?: number;
  /** More than one row is asked for, e.g. two new rows. */
  readonly rows?: number;
  /** The State cell after the push; default: pushed. */
  readonly after?: RegExp;
}

export interface Example {
  /** Number of the example row, with a letter where one number has several. */
  readonly id: string;
  /** The rule that decides. */
  readonly rule: string;
  /** What is typed or pasted, in words. */
  readonly what: string;
  /** Default: acme. */
  readonly network?: NetworkName;
  /** Does it, and gives the row that is judged. */
  readonly act: (desk: ExampleDesk) => number | Promise<number>;
  readonly expect: Verdict;
}

interface Found {
  readonly row: number;
  readonly checked: CheckResult;
}

/** Tries an example, and then each fix that it offers. @throws where a verdict is another */
export async function tryExample(desk: ExampleDesk, example: Example): Promise<void> {
  await judge(desk, example, example.expect, []);
  for (const [label, leadsTo] of Object.entries(example.expect.fixes ?? {})) {
    await judge(desk, example, leadsTo, [label]);
    for (const [next, then] of Object.entries(leadsTo.fixes ?? {})) {
      await judge(desk, example, then, [label, next]);
    }
  }
}

async function judge(
  desk: ExampleDesk,
  example: Example,
  expected: Verdict,
  fixes: readonly string[],
): Promise<void> {
  await desk.begin(example.network ?? 'acme');
  const row = await example.act(desk);
  if (expected.verdict === '✖' && desk.neighbours.size === 0) desk.neighbour();
  for (const label of fixes) applyFix(desk, label);
  const found = { row, checked: desk.anna.check() };
  const where = `${example.id}${fixes.map((label) => ` → ${label}`).join('')}`;
  expect({ where, ...seen(desk, found) }).toEqual({ where, ...wanted(expected) });
  if (expected.verdict === '∅') return expectNothing(desk, found);
  if (expected.verdict === '✖') return expectStopped(desk, expected);
  await expectPushed(desk, expected, found, where);
}

function applyFix(desk: ExampleDesk, label: string): void {
  for (const { cause, fixes } of desk.anna.check().groups) {
    const fix = fixes.find((one) => one.label === label);
    if (fix) {
      const word = /: type (\w+)$/.exec(label)?.[1];
      if (word) desk.anna.call('confirmProblem', { cause, word });
      else desk.anna.fix(cause, fix.id);
      return;
    }
  }
  throw new Error(`No group offers the fix "${label}"`);
}

const SIGNS: readonly (readonly [RegExp, Sign])[] = [
  [/^✖/, '✖'],
  [/^[⚠⇄]/, '⚠'],
  [/^[●＋]/, '✔'],
  [/^$/, '∅'],
];

/** What the person sees of the row, in the form of `wanted`. */
function seen(desk: ExampleDesk, { row, checked }: Found): object {
  const state = desk.text(row, 'State');
  const message = desk.text(row, 'Message');
  const severities = checked.groups.map(({ severity }) => severity);
  return {
    sign: SIGNS.find(([pattern]) => pattern.test(state))?.[1] ?? state,
    message,
    titles: checked.groups.map(({ title }) => title),
    fixes: offered(checked.groups),
    asks: ['own-tick', 'warning'].find((one) => severities.some((severity) => severity === one)) ?? 'no',
  };
}

function wanted({ verdict, says, titles, fixes = {}, asks = 'warning' }: Verdict): object {
  const quiet = verdict === '✔' || verdict === '∅' || asks === 'effect';
  return {
    sign: verdict === '⚠' && asks === 'effect' ? '✔' : verdict,
    message: says ? expect.stringMatching(says) : quiet ? '' : expect.stringMatching(/\S/),
    titles: titles ? titles.map((title) => expect.stringMatching(title)) : quiet ? [] : expect.anything(),
    fixes: Object.keys(fixes).sort(),
    asks: verdict === '✖' ? expect.anything() : quiet ? 'no' : asks === 'confirmed' ? 'warning' : asks,
  };
}

function offered(groups: readonly GroupSummary[]): string[] {
  return [...new Set(groups.flatMap(({ fixes }) => fixes.map(({ label }) => label)))].sort();
}

function expectNothing(desk: ExampleDesk, { checked }: Found): void {
  expect(checked).toMatchObject({ edited: 0, created: 0, stopped: 0, certain: true });
  expect(refusalOf(() => desk.anna.preview()).code).toBe('nothing-to-push');
}

/** The row is not offered for pushing, and its neighbours are. */
function expectStopped(desk: ExampleDesk, { stopsAll, besides = 0 }: Verdict): void {
  if (stopsAll) {
    expect(refusalOf(() => desk.anna.preview()).code).toBe('nothing-to-push');
    return;
  }
  const lines = allLines(desk.anna, desk.anna.preview(), {});
  expect(lines.map(({ id }) => id ?? 'new')).toEqual([
    ...desk.neighbours,
    ...Array.from({ length: besides }, () => 'new'),
  ]);
}

async function expectPushed(
  desk: ExampleDesk,
  expected: Verdict,
  { row }: Found,
  where: string,
): Promise<void> {
  const { anna } = desk;
  const preview = anna.preview();
  const lines = allLines(anna, preview, {});
  const own = lines.filter(({ id }) => id === undefined || !desk.neighbours.has(id));
  expect({ where, rows: own.length }).toEqual({ where, rows: expected.rows ?? 1 });
  if (expected.effects)
    expect({ where, effects: own[0]!.effects }).toEqual({ where, effects: expected.effects });
  expectAsked(desk, expected, preview);
  const before = await desk.records();
  const result = anna.push(preview, { leaveOut: {} });
  const outcomes = allOutcomes(anna, result);
  expect({ where, outcomes: outcomes.map(({ outcome }) => outcome) }).toEqual({
    where,
    outcomes: lines.map(({ kind }) => (kind === 'create' ? 'Created' : 'Updated')),
  });
  const after = await desk.records();
  expect({ where, differences: differences(before, lines, outcomes, after) }).toEqual({
    where,
    differences: [],
  });
  expectSent(desk, expected, { where, row, after });
  const state = desk.text(row, 'State');
  expect({ where, state }).toEqual({ where, state: expect.stringMatching(expected.after ?? /^✓ pushed$/) });
}

/** What needs a yes is not sent without it. */
function expectAsked(desk: ExampleDesk, expected: Verdict, preview: PreviewAnswer): void {
  const asks = expected.verdict === '⚠' ? (expected.asks ?? 'warning') : 'no';
  expect({ asks, ticked: preview.chosen.writes > desk.neighbours.size }).toEqual({
    asks,
    ticked: asks !== 'own-tick' && asks !== 'effect',
  });
  if (asks !== 'warning' && asks !== 'own-tick') return;
  const refused = refusalOf(() =>
    desk.anna.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut: {},
      typed: String(preview.all.writes),
      warningsAccepted: asks === 'own-tick',
      ticks: [],
      reason: '',
    }),
  );
  expect(refused.code).toBe(asks === 'own-tick' ? 'ticks-open' : 'warnings-open');
}

function expectSent(
  desk: ExampleDesk,
  { sent }: Verdict,
  { where, row, after }: { where: string; row: number; after: readonly PixelRecord[] },
): void {
  if (!sent) return;
  const id = Number(desk.value(row, 'Postback ID'));
  const record = after.find((one) => one.network_pixel_id === id) ?? {};
  expect({ where, ...record }).toMatchObject({ where, ...sent });
  for (const [key, value] of Object.entries(sent)) {
    if (typeof value !== 'object') continue;
    // Byte for byte: the order of keys counts too.
    expect(JSON.stringify((record as PixelRecord)[key])).toBe(JSON.stringify(value));
  }
}
