/**
 * Named sets of answers to the questions on which public sources disagree (see World in kernel.ts).
 * Knows nothing of how a spreadsheet uses them. A bundle test should pass in every one of `worlds.all`.
 */
import type { World } from './kernel';

/**
 * What most sources say:
 * - `equalsInTextCell`, text: "@" keeps number-like strings as text (github.com/vlucas/sheetquery/issues/20), so "=" is taken to stay too.
 * - `apostropheInTextCell`, dropped: Apps Script cannot see the quote prefix (tanaikech.github.io, "Detecting cells with quote prefix").
 * - `dateInTextCell`, text: as for other number-like strings.
 * - `lineEnds`, kept, and `controlCharacters`, kept: nothing documented says otherwise.
 * - `copiedProperties`, dropped: they belong to script and document (recalled; nothing documented).
 * - `invalidScriptWrite`, accepted: only typed entry is documented as rejected (developers.google.com/apps-script/guides/sheets).
 */
const plain: World = {
  name: 'plain',
  equalsInTextCell: 'text',
  apostropheInTextCell: 'dropped',
  dateInTextCell: 'text',
  lineEnds: 'kept',
  controlCharacters: 'kept',
  invalidScriptWrite: 'accepted',
  copiedProperties: 'dropped',
};

/**
 * The reference says of setValues without exception: "if it begins with '=' it is interpreted as a formula"
 * (developers.google.com/apps-script/reference/spreadsheet/range#setvaluesvalues); one public project saw "@" not prevent it.
 */
const formula: World = { ...plain, name: 'formula', equalsInTextCell: 'formula' };

/** An apostrophe in an "@" cell shows literally: seen through the Sheets API (github.com/theoephraim/node-google-spreadsheet/issues/323). */
const literal: World = { ...plain, name: 'literal', apostropheInTextCell: 'kept' };

/** Both of the above at once: neither "@" nor an apostrophe alone protects a text. */
const formulaLiteral: World = {
  ...plain,
  name: 'formula-literal',
  equalsInTextCell: 'formula',
  apostropheInTextCell: 'kept',
};

/** One public project found that "@" alone did not keep YYYY-MM-DD as text. */
const dates: World = { ...plain, name: 'dates', dateInTextCell: 'date' };

/** Line ends and control characters normalised on the way into a cell: recalled reports, nothing documented. */
const normalising: World = { ...plain, name: 'normalising', lineEnds: 'lf', controlCharacters: 'dropped' };

/** A script write against setAllowInvalid(false) throws: recalled reports; the reference is silent. */
const rejecting: World = { ...plain, name: 'rejecting', invalidScriptWrite: 'throws' };

/** A copied file brings its document properties along. Only copies differ in it, so it is not among those in which every text is tried. */
const copyingProperties: World = { ...plain, name: 'copying-properties', copiedProperties: 'kept' };

/** All worlds by name, and as a list of those that differ in what a cell does. */
export const worlds = {
  plain,
  formula,
  literal,
  'formula-literal': formulaLiteral,
  dates,
  normalising,
  rejecting,
  'copying-properties': copyingProperties,
  all: [plain, formula, literal, formulaLiteral, dates, normalising, rejecting],
} as const;
