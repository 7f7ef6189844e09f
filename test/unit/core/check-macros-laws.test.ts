/** What holds for macros in any text: known and learnt ones are silent, fixes mend what they name, and the work grows with the text only. */
import fc from 'fast-check';
import type { Baseline } from '../../../src/core/baseline';
import { checkDrafts } from '../../../src/core/check';
import { LEARN_DOUBTED_FROM } from '../../../src/core/check/macro-judge';
import { macros } from '../../../src/core/check/macros';
import { RowView } from '../../../src/core/check/row';
import { braceNames, macroTokens } from '../../../src/core/check/macro-tokens';
import { FOREIGN_FORMS, FOREIGN_TOKENS, LOOSE_FORMS } from '../../../src/core/data/foreign-tokens';
import { EVERFLOW_MACROS, MACROS_ELSEWHERE } from '../../../src/core/data/macros';
import type { FieldValues } from '../../../src/core/postback';
import type { Problem } from '../../../src/core/problem';
import {
  baselineRow,
  check,
  FACEBOOK,
  newRow,
  P501,
  update,
  withFix,
  type CheckedDraft,
} from '../check-support';
import { holds } from './laws';

const B = 'https://a.b/p?c=';
const url = (postback_url: string): FieldValues => ({ postback_url });
const v8 = (problems: readonly Problem[]): Problem[] => problems.filter(({ rule }) => rule === 'V8');

const name = fc.constantFrom(...EVERFLOW_MACROS);
const known = name.map((text) => `{${text}}`);
const plain = fc.constantFrom('', '&x=', '/', '-', 'value', '.', '%20', '?', '#', '~', 'é', '&sub1=', '+');
/** The name with the case of some letters changed, at least of one. */
const respelt: fc.Arbitrary<readonly [string, string]> = fc
  .tuple(name, fc.infiniteStream(fc.boolean()), fc.nat())
  .map(([right, coins, at]) => {
    const stream = coins[Symbol.iterator]();
    const positions = right.split('').flatMap((letter, index) => (/[a-z]/.test(letter) ? [index] : []));
    const sure = positions[at % positions.length];
    const wrong = right
      .split('')
      .map((letter, index) => (index === sure || stream.next().value ? letter.toUpperCase() : letter))
      .join('');
    return [wrong, right] as const;
  });
const marks = [...FOREIGN_FORMS, ...LOOSE_FORMS];
const token = fc.oneof(
  respelt.map(([wrong]) => `{${wrong}}`),
  fc.constantFrom(...FOREIGN_TOKENS.map((entry) => entry.token)),
  fc.constantFrom(...MACROS_ELSEWHERE.map((macro) => `{${macro.name}}`)),
  fc
    .tuple(fc.constantFrom(...marks), fc.oneof(name, fc.constantFrom('clickid', 'CLICK_ID', 'q1')))
    .map(([{ open, close }, inner]) => `${open}${inner}${close}`),
  fc.stringMatching(/^\{[a-z_]{1,12}\d?\}$/),
);
/** Pieces as people and enemies put them together, balanced or not. */
const piece = fc.oneof(
  { weight: 3, arbitrary: token },
  { weight: 2, arbitrary: known },
  { weight: 2, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{', '}', '{{', '}}', '$', '[', ']', '__', '%', '#', '<', '=', '!!!', '${'),
  },
);
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => B + pieces.join(''));
const fields = fc
  .tuple(text, fc.boolean())
  .map(([value, facebook]): FieldValues =>
    facebook
      ? { ...FACEBOOK, 'facebook_pixel.user_data': `email=${value}\nphone={sub1}` }
      : { ...P501, postback_url: value },
  );
const draft: fc.Arbitrary<CheckedDraft> = fc
  .tuple(fields, fc.boolean())
  .map(([given, isNew]) =>
    isNew ? newRow(given) : update(given.delivery_method === 'facebook' ? FACEBOOK : P501, given),
  );

test('[V8] a text of known macros only gives no finding, however they are put together', () => {
  holds(
    fc.array(fc.tuple(plain, known), { minLength: 1, maxLength: 12 }),
    (parts, tally) => {
      const value = B + parts.flat().join('');
      tally.count('side by side', parts.some(([between], at) => at > 0 && between === '') ? 1 : 0);
      if (v8(check(newRow(url(value)))).length > 0) throw new Error(value);
    },
    { 'side by side': 30 },
  );
});

test('[V8] a known macro in another case gives exactly one finding, whose fix puts the right one there', () => {
  holds(
    fc.tuple(respelt, plain, plain),
    ([[wrong, right], before, after], tally) => {
      const given = newRow(url(`${B}${before}{${wrong}}${after}`));
      const found = v8(check(given));
      expect(found.map(({ severity, cause }) => [severity, cause])).toEqual([
        ['warning', `macro-unknown:${wrong}`],
      ]);
      expect(found[0]!.message).toContain(`Did you mean {${right}}?`);
      expect(withFix(given, found[0]!.fixes[0]!).fields.postback_url).toBe(`${B}${before}{${right}}${after}`);
      tally.count(right.startsWith('sub') ? 'sub ids' : 'others');
    },
    { 'sub ids': 30, others: 30 },
  );
});

test('[V8] a learnt macro gives none, whatever its name', () => {
  holds(
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_. :-]{0,20}$/),
    (own, tally) => {
      const rows = Array.from(
        { length: LEARN_DOUBTED_FROM },
        (_, id) => [id, baselineRow({ ...P501, ...url(`${B}{${own}}`) }, id)] as const,
      );
      const baseline: Baseline = new Map(rows);
      const given = newRow(url(`${B}{${own}}`));
      tally.count('told without learning', v8(checkDrafts([given], { baseline: new Map() })).length);
      expect(v8(checkDrafts([given], { baseline }))).toEqual([]);
    },
    { 'told without learning': 200 },
  );
});

test('[V8] nothing about macros is ever an error, and each finding is told once for its cell', () => {
  holds(
    draft,
    (given, tally) => {
      const found = v8(check(given));
      tally.count('found', found.length);
      tally.count('own tick', found.filter(({ severity }) => severity === 'own-tick').length);
      expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
      const keys = found.map(({ cause, column }) => `${column} ${cause}`);
      expect(new Set(keys).size).toBe(keys.length);
    },
    { found: 300, 'own tick': 50 },
  );
});

test('[V8] a fix removes its problem, brings no error, and leaves all other text alone', () => {
  holds(
    draft,
    (given, tally) => {
      const before = check(given);
      const errors = before.filter(({ severity }) => severity === 'error').length;
      for (const problem of v8(before)) {
        for (const fix of problem.fixes) {
          tally.count('fixes');
          const mended = withFix(given, fix);
          const after = check(mended);
          if (after.some(({ cause, column }) => cause === problem.cause && column === problem.column)) {
            throw new Error(`"${fix.label}" leaves ${problem.cause} in ${JSON.stringify(given.fields)}`);
          }
          expect(after.filter(({ severity }) => severity === 'error').length).toBeLessThanOrEqual(errors);
          const [, wrong, right] = /^Replace (.+) by (\{\w+\})$/.exec(fix.label)!;
          expect(isReplaced(textOf(given), textOf(mended), wrong!, right!)).toBe(true);
        }
      }
    },
    { fixes: 300 },
    1000,
  );
});

const textOf = ({ fields: given }: CheckedDraft): string =>
  String(given.delivery_method === 'facebook' ? given['facebook_pixel.user_data'] : given.postback_url);
/** True if the texts differ only by `right` standing where `wrong` stood, in one place at least. */
function isReplaced(was: string, is: string, wrong: string, right: string): boolean {
  let [from, to, times] = [0, 0, 0];
  while (from < was.length) {
    if (was.startsWith(wrong, from) && is.startsWith(right, to)) {
      [from, to, times] = [from + wrong.length, to + right.length, times + 1];
    } else if (was[from] === is[to]) [from, to] = [from + 1, to + 1];
    else return false;
  }
  return times > 0 && to === is.length;
}

test('[V8] tokens stand where they say, in order, without overlap', () => {
  holds(
    text,
    (value, tally) => {
      let from = 0;
      for (const found of macroTokens(value)) {
        tally.count('tokens');
        expect(value.slice(found.start, found.end)).toBe(found.text);
        expect(found.start).toBeGreaterThanOrEqual(from);
        from = found.end;
      }
    },
    { tokens: 600 },
  );
});

test('[V8] what is learnt from a text are the names that a check of it would ask about', () => {
  holds(
    text,
    (value, tally) => {
      const asked = macroTokens(value).filter(({ form }) => form === 'brace' || form === 'dollar');
      tally.count('names', asked.length);
      expect([...braceNames(value)]).toEqual([...new Set(asked.map((found) => found.name))]);
    },
    { names: 300 },
  );
});

describe('[L1] the work grows with the text', () => {
  /** Looks at the text while it is checked: attempts of patterns, and slices taken out of it. */
  function looks(value: string): number {
    const spies = [
      jest.spyOn(RegExp.prototype, 'exec'),
      jest.spyOn(String.prototype, 'slice'),
      jest.spyOn(String.prototype, 'startsWith'),
    ];
    try {
      check(newRow(url(value)));
      return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }
  test.each([
    '{',
    '}',
    '{}',
    '{{',
    '${',
    '{a',
    '[',
    '[[',
    '#',
    '#a',
    '__',
    '__A',
    '_A',
    '%',
    '<a',
    '$a',
    '!!!',
    '={',
    '{Sub1}',
    '#s2#',
    '=REPLACE&',
  ])('%s, thousands of times', (unit) => {
    const of = (times: number): string => B + unit.repeat(times);
    const [small, large] = [looks(of(500)), looks(of(5000))];
    expect(large).toBeLessThanOrEqual(10 * small + 1000);
  });
  test('each learnt postback is read once in a check, and not at all while every macro is known', () => {
    let reads = 0;
    const counted = (id: number, value: string) => {
      const row = baselineRow({ ...P501, ...url(value) }, id);
      return {
        ...row,
        get postback() {
          reads += 1;
          return row.postback;
        },
      };
    };
    const baseline: Baseline = new Map(
      Array.from({ length: 400 }, (_, id) => [id, counted(id, `${B}{own${id % 7}}`)] as const),
    );
    const rows = (value: string) =>
      Array.from({ length: 50 }, (_, row) => new RowView({ ...newRow(url(value)), row }));
    macros(rows(`${B}{sub1}`), { baseline });
    expect(reads).toBe(0);
    macros(rows(`${B}{own1}{other}{Sub1}`), { baseline });
    expect(reads).toBe(400);
  });
  test('an edited postback with thousands of names is read once for all of them', () => {
    const value = B + Array.from({ length: 3000 }, (_, at) => `{n${at}}`).join('');
    let reads = 0;
    const row = baselineRow({ ...P501, ...url(value) }, 501);
    const baseline: Baseline = new Map([[501, row]]);
    const given = update(row.postback.fields, url(`${value}&x=1`));
    const own = {
      ...given.baseline,
      get postback() {
        reads += 1;
        return row.postback;
      },
    };
    checkDrafts([{ ...given, baseline: own }], { baseline });
    expect(reads).toBeLessThan(20);
  });
});
