/** What holds for every row, whatever it holds. */
import fc from 'fast-check';
import {
  FIELDS,
  isNumberField,
  type Field,
  type FieldValue,
  type FieldValues,
} from '../../src/core/postback';
import type { CreateDraft, UpdateDraft } from '../../src/core/draft';
import { check, create, FACEBOOK, P501, update, withFix, without } from './check-support';

const RUNS = { seed: 20_261_122, numRuns: 400 };

const TEXTS: Partial<Record<Field, readonly string[]>> = {
  pixel_type: ['conversion', 'post_conversion', 'cpc', 'event', 'Event ', ' CPC', 'lead', ''],
  pixel_level: ['global', 'specific', 'global_offer', 'Global', 'global offer', ''],
  delivery_method: ['postback', 'html', 'facebook', 'tiktok', 'Postback', 's2s', ''],
  pixel_status: ['active', 'inactive', 'Active', 'paused', ''],
  postback_url: [
    '',
    ' ',
    'https://a.b/p',
    'HTTP://a.b',
    ' https://a.b',
    'https://a.b/{x\n',
    'htp://x',
    'https://{a}/?b?c&amp;%7B#{d}',
    'https://u:p@localhost/',
    'HTTPS://',
    '\u00a0HTTPS://a.b\u200b',
    'http://10.0.0.1/',
  ],
  html_code: ['', '<p>', ' '],
  'facebook_pixel.user_data': [
    '',
    'email={sub1}',
    'Email=1',
    'shoe=1',
    '[{"field":"fbp","value":2}]',
    '[',
    ' GENDER=m\nfbc=1',
  ],
  'facebook_pixel.custom_data': ['', 'value=1', 'Value=1\nvalue=2', 'x=1'],
};
const fieldValue = (field: Field): fc.Arbitrary<FieldValue> => {
  if (field === 'delay_ms') return fc.constantFrom(0, 1, 300_000, 300_001);
  if (isNumberField(field)) return fc.constantFrom(0, 0, 12, 40);
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...(TEXTS[field] ?? ['', 'text'])) },
    { weight: 1, arbitrary: fc.string() },
  );
};
const someFields = fc.record(
  Object.fromEntries(FIELDS.map((field) => [field, fieldValue(field)])) as Record<
    Field,
    fc.Arbitrary<FieldValue>
  >,
  { requiredKeys: [] },
) as fc.Arbitrary<FieldValues>;
const pulled: fc.Arbitrary<FieldValues> = fc.oneof(
  someFields.map((some) => ({ ...P501, ...some })),
  someFields.map((some) => ({ ...FACEBOOK, ...some })),
  fc.constant(without(FACEBOOK, 'facebook_pixel.pixel_id', 'facebook_pixel.user_data')),
);
const updates: fc.Arbitrary<UpdateDraft> = fc
  .tuple(pulled, someFields)
  .map(([was, edits]) => update(was, edits));
const creates: fc.Arbitrary<CreateDraft> = someFields.map((some) => create({ ...P501, ...some }));
const drafts = fc.oneof(updates, creates);

/** Frozen through and through, so that a change throws. */
const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
};

test('[V1] checks never change what they are given, and say the same each time', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      deepFreeze(draft);
      expect(check(draft)).toEqual(check(draft));
    }),
    RUNS,
  );
});

test('[V11] a fix that sets cells removes its problem', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(drafts, (draft) => {
      for (const problem of check(draft)) {
        for (const fix of problem.fixes) {
          seen.add(`${problem.cause} ${fix.id}`);
          const after = check(withFix(draft, fix));
          // expect is slow, and this is asked some ten thousand times.
          const left = after.find((p) => p.cause === problem.cause && p.column === problem.column);
          if (left) throw new Error(`"${fix.label}" leaves ${left.cause}: ${left.message}`);
        }
      }
    }),
    { ...RUNS, numRuns: 1000 },
  );
  expect(seen.size).toBeGreaterThan(15);
});

test('[V2] a row whose faults were all there before gets no error from an edit of its description', () => {
  let faulty = 0;
  fc.assert(
    fc.property(pulled, (was) => {
      const problems = check(update({ ...was, description: 'old' }, { description: 'new' }));
      if (problems.length > 0) faulty += 1;
      expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
    }),
    RUNS,
  );
  expect(faulty).toBeGreaterThan(RUNS.numRuns / 10);
});

test('[V2] nothing stops a row that is only switched off', () => {
  fc.assert(
    fc.property(pulled, (was) => {
      expect(check(update({ ...was, pixel_status: 'active' }, { pixel_status: 'inactive' }))).toEqual([]);
    }),
    RUNS,
  );
});

test('[V11] every problem names its row and column, in words that people know', () => {
  const forbidden =
    /\b(baseline|plan|run|merge|partial|stale|claim|lease|journal|wider scope|normalise|payload)\b/i;
  const pixelBeyondHeader = /pixel/i;
  let problems = 0;
  fc.assert(
    fc.property(drafts, (draft) => {
      for (const problem of check({ ...draft, row: 7 })) {
        problems += 1;
        expect(problem.row).toBe(7);
        expect(problem.column).not.toBeNull();
        const words = `${problem.title} ${problem.message} ${problem.fixes.map((fix) => fix.label).join(' ')}`;
        expect(words).not.toMatch(forbidden);
        expect(words.replace(/FB pixel ID/g, '')).not.toMatch(pixelBeyondHeader);
        expect(problem.message).toMatch(/[.?]$/);
      }
    }),
    RUNS,
  );
  expect(problems).toBeGreaterThan(RUNS.numRuns);
});

test('[L1] each row is looked at a bounded number of times, however many there are', () => {
  const readsFor = (count: number): number => {
    let reads = 0;
    const rows = Array.from({ length: count }, (_, row) => {
      const draft = create({ ...P501, pixel_level: 'global', postback_url: ' http://a.b/?x?{y}' }, row);
      return {
        ...draft,
        get fields() {
          reads += 1;
          return draft.fields;
        },
      };
    });
    check(...rows);
    return reads;
  };
  expect(readsFor(2000)).toBeLessThanOrEqual(10 * readsFor(200));
});
