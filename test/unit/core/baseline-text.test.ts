/** Baseline rows as a text of the books and back (B2). */
import fc from 'fast-check';
import type { BaselineRow } from '../../../src/core/baseline';
import { baselineRows, baselineText } from '../../../src/core/baseline-text';
import { FIELDS, type Postback } from '../../../src/core/postback';
import { anyPostback, fewValues } from './generators';
import { holds } from './laws';

/** What few rows have, as far as a row has it. */
const rare = fc.record(
  {
    shown: fc.constantFrom({}, { url: 'a\nb' }),
    theirs: fewValues,
    scope: fc.constant({ partnerIds: [7], offerIds: [] }),
    gone: fc.constant(true as const),
    detailsOld: fc.constant(true as const),
    removed: fc.constant(true as const),
  },
  { requiredKeys: [] },
);
/** As the table tells them: some without the details of an integration (P5). */
const somePostback = fc.tuple(anyPostback, fc.boolean()).map(([postback, isLoaded]): Postback => {
  if (isLoaded) return postback;
  const told = Object.entries(postback.fields).filter(([field]) => !field.startsWith('facebook_pixel.'));
  return { ...postback, fields: Object.fromEntries(told) };
});
const someRow = fc
  .tuple(somePostback, rare, fc.nat(), fc.constantFrom('', 'All postbacks', 'partner 7'))
  .map(([postback, rest, readAt, filter]): BaselineRow => ({ postback, readAt, filter, ...rest }));
/** Whole tables, in which values repeat: each way to write a column occurs. */
const rows = fc
  .tuple(fc.array(someRow, { maxLength: 6 }), fc.nat({ max: 5 }))
  .map(([some, times]) => Array.from({ length: times }, () => some).flat());

test('[B2] rows come back as they were, down to what is not there', () => {
  holds(
    rows,
    (given, tally) => {
      const back = baselineRows(baselineText(given));
      expect(back).toStrictEqual(given);
      const told = given.map(({ postback }) => FIELDS.filter((field) => field in postback.fields));
      expect(back.map(({ postback }) => FIELDS.filter((field) => field in postback.fields))).toEqual(told);
      if (told.some((fields) => fields.length < FIELDS.length)) tally.count('with fields that are not told');
      if (given.some((row) => Object.keys(row).length > 3)) tally.count('with what few rows have');
      const texts = Object.values(
        (JSON.parse(baselineText(given)) as { columns: Record<string, object> }).columns,
      );
      for (const column of texts) {
        tally.count('all' in column ? 'the same in all' : 'of' in column ? 'by number' : 'listed');
      }
    },
    {
      'with fields that are not told': 20,
      'with what few rows have': 20,
      'the same in all': 20,
      'by number': 20,
      listed: 20,
    },
  );
});

test('[B4] [P5] a field that was not known yet when the text was written is not told', () => {
  const [given] = fc.sample(anyPostback, { seed: 1, numRuns: 1 });
  const row: BaselineRow = { postback: given!, readAt: 5, filter: '' };
  const table = JSON.parse(baselineText([row])) as { columns: Record<string, object> };
  delete table.columns['delay_ms'];
  const [back] = baselineRows(JSON.stringify(table));
  const { delay_ms: _, ...others } = given!.fields;
  expect(back).toStrictEqual({ ...row, postback: { ...given!, fields: others } });
});
