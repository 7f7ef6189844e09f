/** What is written into Automatic cells, what a change of format does, and the add-on's own writer on all of it. */
import type { ScriptEntry } from '../scratch';
import { cellTold, quoted } from '../cell-told';
import type { Entry } from '../entry';
import { isNormalised } from '../../src/core/text-form';
import { ExactWriter } from '../../src/sheet/exact-text';
import { sources } from './sources';

function automatic(
  id: string,
  text: string,
  assumption: string,
  source: string,
  ...answers: readonly [string, ...string[]]
): ScriptEntry {
  return {
    id,
    assumption,
    source,
    answers: answers.map((seen) => ({ seen })) as unknown as Entry['answers'],
    ask: (scratch) => cellTold(scratch.cells('').setValues([[text]])),
  };
}

const parsed: ScriptEntry[] = (
  [
    ['zeros', '007', 'number 7'],
    ['exponent', '1E5', 'number 100000'],
    ['logical', 'TRUE', 'boolean true'],
    ['percent', '50%', 'number 0.5'],
    ['spaced', '22 34', 'number 2234'],
    ['dollar', '$14.99', 'number 14.99'],
    ['short-date', '5/10', 'date 05-10'],
    ['iso-date', '2026-03-01', 'date 03-01'],
    ['formula', '=1+1', 'formula "=1+1" giving number 2'],
  ] as const
).map(([name, text, seen]) =>
  automatic(
    `text.parsed.${name}`,
    text,
    `${quoted(text)} written into an Automatic cell is taken as typed, or stays a text`,
    `${sources.setValues} (its sample writes numbers as texts); ${sources.sheetquery}`,
    seen,
    // Harmless: the guard would then not be needed. For "=" there is no such answer, the reference excludes it.
    ...(text.startsWith('=') ? [] : [`text ${quoted(text)}`]),
  ),
);

/** The third way of the exact writer: Automatic cells, an apostrophe before every text. */
const guarded: ScriptEntry[] = (
  [
    ['formula', '=1+1'],
    ['zeros', '007'],
    ['iso-date', '2026-03-01'],
    ['logical', 'TRUE'],
    ['plain', 'plain'],
    ['apostrophe', "'quoted"],
  ] as const
).map(([name, text]) =>
  automatic(
    `text.guarded.${name}`,
    `'${text}`,
    `In an Automatic cell one apostrophe guards ${quoted(text)} and is taken off`,
    sources.quotePrefix,
    `text ${quoted(text)}`,
  ),
);

/** Texts that partners really have in their fields, and worse ones. */
const HOSTILE = [
  '=1+1',
  '007',
  '2026-03-01',
  '5/10',
  "'quoted",
  '-2',
  '+49 30 1234567',
  '@x',
  'TRUE',
  '#N/A',
  ' a ',
  'a\r\nb\u0001',
  'https://t.example/?a={b}&c=%20',
];

const others: ScriptEntry[] = [
  {
    id: 'text.exact-writer',
    assumption:
      'The ways of writing that the add-on knows keep every text, but for line ends and control characters',
    source: 'ours: src/sheet/exact-text.ts',
    answers: [
      { seen: 'all exact', world: { lineEnds: 'kept', controlCharacters: 'kept' } },
      {
        seen: 'exact but for line ends and control characters',
        world: { lineEnds: 'lf', controlCharacters: 'dropped' },
      },
    ],
    ask(scratch) {
      const range = scratch.cells('@', HOSTILE.length);
      new ExactWriter().write(
        range,
        HOSTILE.map((text) => [text]),
        [{ kind: 'text' }],
      );
      const read = (range.getValues() as unknown[][]).map(([value]) => value);
      const formulas = range.getFormulas().flat();
      const wrong = HOSTILE.filter((text, at) => formulas[at] !== '' || !isNormalised(text, read[at]));
      if (wrong.length > 0) return `wrong: ${wrong.map(quoted).join(' ')}`;
      return HOSTILE.every((text, at) => read[at] === text)
        ? 'all exact'
        : 'exact but for line ends and control characters';
    },
  },
  {
    id: 'text.range-list',
    assumption: 'RangeList.setValue treats a text as setValues does',
    source: sources.setValue,
    answers: [
      { seen: 'text "=1+1", text "=1+1"', world: { apostropheInTextCell: 'dropped' } },
      { seen: 'text "\'=1+1", text "\'=1+1"', world: { apostropheInTextCell: 'kept' } },
    ],
    ask(scratch) {
      const range = scratch.cells('@', 3);
      const [first, last] = [range.offset(0, 0, 1, 1), range.offset(2, 0, 1, 1)];
      range.getSheet().getRangeList([first.getA1Notation(), last.getA1Notation()]).setValue("'=1+1");
      return `${cellTold(first)}, ${cellTold(last)}`;
    },
  },
  {
    id: 'text.blank',
    assumption: '"" and null clear a cell',
    source: sources.migration,
    answers: [{ seen: 'blank, blank' }],
    ask(scratch) {
      const range = scratch.cells('@', 1, 2).setValues([['a', 'b']]);
      range.setValues([['', null]]);
      return `${cellTold(range.offset(0, 0, 1, 1))}, ${cellTold(range.offset(0, 1, 1, 1))}`;
    },
  },
  {
    id: 'text.number-under-text-format',
    assumption: 'A number written into a text cell stays a number, or becomes a text of its digits',
    source: sources.ours,
    answers: [{ seen: 'number 12' }, { seen: 'text "12"' }],
    ask: (scratch) => cellTold(scratch.cells('@').setValues([[12]])),
  },
  {
    id: 'text.formats-change-no-number',
    assumption: 'Setting a text format over a number leaves the number, or shows and reads it as text',
    source: `${sources.setNumberFormat}; what is read then is not said`,
    answers: [{ seen: 'number 7' }, { seen: 'text "7"' }],
    ask: (scratch) =>
      cellTold(
        scratch
          .cells('')
          .setValues([[7]])
          .setNumberFormat('@'),
      ),
  },
  {
    id: 'text.formats-change-no-text',
    assumption: 'Setting another format over a text changes nothing',
    source: sources.setNumberFormat,
    answers: [{ seen: 'text "007"' }],
    ask: (scratch) =>
      cellTold(
        scratch
          .cells('@')
          .setValues([['007']])
          .setNumberFormat('0'),
      ),
  },
  {
    id: 'text.formats-over-date',
    assumption: 'Setting a text format over a date reads as its number, as a text, or still as a date',
    source: `${sources.setNumberFormat}; what is read then is not said`,
    answers: [{ seen: 'number' }, { seen: 'text' }, { seen: 'date' }],
    ask(scratch) {
      const told = cellTold(
        scratch
          .cells('')
          .setValues([['2026-03-01']])
          .setNumberFormat('@'),
      );
      return { seen: told.split(' ')[0]!, detail: told };
    },
  },
  {
    id: 'text.set-formula-in-text-cell',
    assumption: 'setFormula makes a formula in a text cell, or a text; the add-on never calls it',
    source: 'reported: recalled only',
    answers: [{ seen: 'formula "=1+1" giving number 2' }, { seen: 'text "=1+1"' }],
    ask: (scratch) => cellTold(scratch.cells('@').setFormula('=1+1')),
  },
  {
    id: 'text.rich-text',
    assumption: 'setRichTextValues keeps "=1+1" and "007" as texts; the add-on does not use it, and could',
    source: `${sources.setRichTextValues} says nothing of formulas`,
    answers: [
      { seen: 'text "=1+1", text "007"' },
      { seen: 'formula "=1+1" giving number 2, text "007"' },
      { seen: 'text "=1+1", number 7' },
      { seen: 'formula "=1+1" giving number 2, number 7' },
    ],
    notModelled: 'rich text',
    ask(scratch) {
      const range = scratch.cells('', 1, 2);
      const rich = (text: string): GoogleAppsScript.Spreadsheet.RichTextValue =>
        SpreadsheetApp.newRichTextValue().setText(text).build();
      range.setRichTextValues([[rich('=1+1'), rich('007')]]);
      return `${cellTold(range.offset(0, 0, 1, 1))}, ${cellTold(range.offset(0, 1, 1, 1))}`;
    },
  },
];

export const otherCellEntries: readonly ScriptEntry[] = [...parsed, ...guarded, ...others];
