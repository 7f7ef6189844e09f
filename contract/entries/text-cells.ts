/** What `setValues` makes of texts in cells formatted as plain text ("@"), on which the add-on's exact texts rest. */
import { type Answer, type Entry, told } from '../entry';
import type { ScriptEntry } from '../scratch';
import { cellTold, quoted } from '../cell-told';
import { MAX_CELL_CHARACTERS } from '../../src/core/cells';
import { sources } from './sources';

/** One text written into one fresh cell, and what the cell holds then. */
function written(
  id: string,
  text: string,
  assumption: string,
  source: string,
  answers: Entry['answers'],
): ScriptEntry {
  return {
    id,
    assumption,
    source,
    answers,
    ask: (scratch) => cellTold(scratch.cells('@').setValues([[text]])),
  };
}

const kept = (text: string): Answer => ({ seen: `text ${quoted(text)}` });
const dropped = { apostropheInTextCell: 'dropped' };
const literal = { apostropheInTextCell: 'kept' };

/** With and without its apostrophe. */
const quotePrefix = (text: string): Entry['answers'] => [
  { seen: `text ${quoted(text.slice(1))}`, world: dropped },
  { seen: `text ${quoted(text)}`, world: literal },
];

/** As a text, or as the date of a month and day like "03-01". */
const dateLike = (text: string, day: string): Entry['answers'] => [
  { ...kept(text), world: { dateInTextCell: 'text' } },
  { seen: `date ${day}`, world: { dateInTextCell: 'date' } },
];

/** Texts by a name that stays when the list changes. */
type Named = readonly (readonly [name: string, text: string])[];

/** What some spreadsheet somewhere takes for an expression. */
const SIGNS: Named = [
  ['plus', '+1'],
  ['minus', '-1'],
  ['sum', '-1+1'],
  ['plus-name', '+a1'],
  ['at', '@x'],
  ['tab', '\t=1+1'],
];

/** What an Automatic cell would take for something else. */
const NUMBER_LIKE: Named = [
  ['zeros', '007'],
  ['exponent', '1E5'],
  ['logical', 'TRUE'],
  ['percent', '50%'],
  ['spaced', '22 34'],
  ['dollar', '$14.99'],
  ['time', '12:30'],
  ['error', '#N/A'],
];

const formulas: ScriptEntry[] = [
  written(
    'text.equals-in-text-cell',
    '=1+1',
    'A text that begins with "=" stays a text in a text cell',
    `${sources.setValues} says "interpreted as a formula" without exception; most public code sees it stay`,
    [
      { ...kept('=1+1'), world: { equalsInTextCell: 'text' } },
      { seen: 'formula "=1+1" giving number 2', world: { equalsInTextCell: 'formula' } },
    ],
  ),
  written(
    'text.quoted-equals-in-text-cell',
    "'=1+1",
    'An apostrophe before "=" guards it in a text cell, and is taken off',
    `${sources.quotePrefix}; against it ${sources.nodeSheets}`,
    quotePrefix("'=1+1"),
  ),
  ...SIGNS.map(([name, text]) =>
    written(
      `text.sign-in-text-cell.${name}`,
      text,
      `${quoted(text)} stays a text in a text cell`,
      sources.ours,
      [kept(text)],
    ),
  ),
];

const numbers: ScriptEntry[] = [
  ...NUMBER_LIKE.map(([name, text]) =>
    written(
      `text.number-in-text-cell.${name}`,
      text,
      `${quoted(text)} stays a text in a text cell`,
      sources.sheetquery,
      // A time of day may well go the way of dates.
      name === 'time' ? dateLike(text, '12-30') : [kept(text)],
    ),
  ),
  written(
    'text.date-in-text-cell',
    '2026-03-01',
    'An ISO date stays a text in a text cell',
    sources.onePublicProject,
    dateLike('2026-03-01', '03-01'),
  ),
  written(
    'text.short-date-in-text-cell',
    '5/10',
    '"5/10" stays a text in a text cell',
    sources.onePublicProject,
    dateLike('5/10', '05-10'),
  ),
  written(
    'text.quoted-date-in-text-cell',
    "'2026-03-01",
    'An apostrophe guards a date in a text cell as it guards "="',
    `${sources.quotePrefix}; against it ${sources.nodeSheets}`,
    quotePrefix("'2026-03-01"),
  ),
  written(
    'text.own-time',
    '2026-03-01 12:00:00 UTC',
    'A time as the add-on writes it, with its zone, stays a text in a text cell',
    sources.ours,
    [kept('2026-03-01 12:00:00 UTC')],
  ),
  written(
    'text.second-apostrophe',
    "''quoted",
    'Of two apostrophes in a text cell one is taken off at the most',
    'reported: gspread-dataframe, pull request 27',
    quotePrefix("''quoted"),
  ),
];

const characters: ScriptEntry[] = [
  written('text.crlf', 'a\r\nb', 'CR LF stays, or becomes LF', sources.ours, [
    { ...kept('a\r\nb'), world: { lineEnds: 'kept' } },
    { ...kept('a\nb'), world: { lineEnds: 'lf' } },
  ]),
  written('text.cr', 'a\rb', 'CR alone stays, or becomes LF', sources.ours, [kept('a\rb'), kept('a\nb')]),
  written('text.lf-and-tab', 'a\n\tb', 'LF and tab stay', sources.ours, [kept('a\n\tb')]),
  written('text.controls', 'a\u0001\u001f\u007fb', 'Control characters stay, or vanish', sources.ours, [
    { ...kept('a\u0001\u001f\u007fb'), world: { controlCharacters: 'kept' } },
    { ...kept('ab'), world: { controlCharacters: 'dropped' } },
  ]),
  written('text.nul', 'a\u0000b', 'NUL stays, or vanishes', sources.ours, [
    { ...kept('a\u0000b'), world: { controlCharacters: 'kept' } },
    { ...kept('ab'), world: { controlCharacters: 'dropped' } },
  ]),
  written(
    'text.invisible',
    '\ufeffa\u00a0\u200b\u2028b',
    'Byte order mark, no-break space, zero-width space and line separator stay',
    sources.ours,
    [kept('\ufeffa\u00a0\u200b\u2028b')],
  ),
  written('text.emoji', '\u{1f600}\u00e9', 'Characters beyond 16 bits stay', sources.ours, [
    kept('\u{1f600}\u00e9'),
  ]),
  written('text.lone-surrogate', 'a\ud800b', 'Half of a surrogate pair stays', sources.ours, [
    kept('a\ud800b'),
  ]),
  written('text.spaces', '  a  ', 'Spaces at both ends stay in a text cell', sources.sheetquery, [
    kept('  a  '),
  ]),
];

const lengths: ScriptEntry[] = [
  {
    id: 'text.longest',
    assumption: 'A cell takes 50,000 characters',
    source: sources.cellLimits,
    answers: [{ seen: `text of ${MAX_CELL_CHARACTERS} characters` }],
    ask: (scratch) => cellTold(scratch.cells('@').setValues([['x'.repeat(MAX_CELL_CHARACTERS)]])),
  },
  {
    id: 'text.too-long',
    assumption: 'One character more makes the whole write throw, and no cell of it is written',
    source: `${sources.cellLimits}; that the whole write fails is reported by public code`,
    answers: [{ seen: 'throws, neighbour blank' }],
    ask(scratch) {
      const range = scratch.cells('@', 1, 2);
      let message = '';
      try {
        range.setValues([['neighbour', 'x'.repeat(MAX_CELL_CHARACTERS + 1)]]);
        SpreadsheetApp.flush();
      } catch (error) {
        message = told(error).message;
      }
      const neighbour = cellTold(range.offset(0, 0, 1, 1));
      return {
        seen: `${message === '' ? 'does not throw' : 'throws'}, neighbour ${neighbour}`,
        detail: message,
      };
    },
  },
  {
    id: 'text.apostrophe-and-longest',
    assumption: 'An apostrophe before 50,000 characters counts against the limit, or does not',
    source: sources.ours,
    answers: [
      { seen: 'throws' },
      { seen: `text of ${MAX_CELL_CHARACTERS} characters` },
      { seen: `text of ${MAX_CELL_CHARACTERS + 1} characters` },
    ],
    ask: (scratch) => cellTold(scratch.cells('@').setValues([[`'${'x'.repeat(MAX_CELL_CHARACTERS)}`]])),
  },
];

export const textCellEntries: readonly ScriptEntry[] = [...formulas, ...numbers, ...characters, ...lengths];
