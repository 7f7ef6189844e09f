/**
 * The write pipeline: what a text, number, boolean or date becomes when it is put into a cell of a given format.
 * A pure function of its arguments; it knows no sheet.
 *
 * Strings written by setValue(s) go through the same parser as typed input: the reference's own sample writes "$2.99"
 * (https://developers.google.com/apps-script/reference/spreadsheet/range#setvaluesvalues), and gas-fakes, compared with live
 * sheets, sends them as USER_ENTERED (https://developers.google.com/workspace/sheets/api/reference/rest/v4/ValueInputOption).
 */
import type { World } from '../kernel';
import { TEXT_FORMAT, type Entry, type Scalar } from './cell';
import { formatSerial } from './display';
import { getFormatFromId, parseValue } from './numfmt';
import { inYear, serialOf, yearOfSerial } from './zone';

/** Everything an entry depends on besides itself. */
export interface EntrySetting {
  readonly world: World;
  /** numfmt (BCP 47) locale, see {@link libraryLocale}. */
  readonly locale: string;
  readonly timeZone: string;
  /** Number format of the target cell; undefined = Automatic. */
  readonly numberFormat: string | undefined;
  /** Who enters: on a date in a text cell sources disagree for scripts only. */
  readonly by: 'script' | 'person';
  /** Milliseconds since the epoch: gives "3-14" its year. */
  readonly nowMs: number;
  /** Called when the number parser is really asked: lets tests count. */
  readonly onParse?: () => void;
}

/** A value on its way into a cell: a Date of any realm arrives as `{ dateMs }`; undefined empties the cell. */
export type Input = string | number | boolean | { readonly dateMs: number } | undefined;

const ERROR_TEXT = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|ERROR!)$/;
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;
/** Longer texts are neither number nor date in any locale: spares the parser. */
const LONGEST_PARSED = 48;
const ISO_DATE = /^\s*\d{4}-\d{1,2}-\d{1,2}/;
/** numfmt format ids of currencies, whose built-in patterns are Excel's, not those of Sheets. */
const CURRENCY_IDS = new Set([5, 6, 7, 8]);

/** Google's locale names ("de_DE") as numfmt wants them ("de-DE"). */
export function libraryLocale(spreadsheetLocale: string): string {
  return spreadsheetLocale.replaceAll('_', '-');
}

/** What the cell will hold. */
export function enter(input: Input, setting: EntrySetting): Entry {
  if (input === undefined || input === '') return {};
  if (typeof input === 'string') return enterText(cleanText(input, setting.world), setting);
  if (typeof input === 'object') return enterDate(input.dateMs, setting);
  return { value: input };
}

/** Sources disagree on both (open question; see World): line ends and control characters of a written string. */
function cleanText(text: string, world: World): string {
  let clean = text;
  if (world.lineEnds === 'lf' && clean.includes('\r')) clean = clean.replaceAll('\r\n', '\n');
  if (world.controlCharacters === 'dropped') clean = clean.replace(CONTROLS, '');
  return clean;
}

function enterText(text: string, setting: EntrySetting): Entry {
  if (text === '') return {};
  return setting.numberFormat === TEXT_FORMAT ? enterIntoTextCell(text, setting) : enterFree(text, setting);
}

/**
 * "@" keeps number-like strings (github.com/vlucas/sheetquery issue 20). Disputed: a leading "=" (one live test saw "=1+1"
 * become 2), a leading apostrophe (consumed by setValue in one test, kept by Sheets API users, e.g.
 * github.com/theoephraim/node-google-spreadsheet issue 323) and ISO dates.
 */
function enterIntoTextCell(text: string, setting: EntrySetting): Entry {
  const { world } = setting;
  const first = text[0];
  if (first === "'") return textEntry(world.apostropheInTextCell === 'dropped' ? text.slice(1) : text);
  if (first === '=' && text.length > 1 && world.equalsInTextCell === 'formula') return { formula: text };
  if (setting.by === 'script' && world.dateInTextCell === 'date') {
    const parsed = parse(text, setting);
    if (parsed?.isDate) return { value: parsed.value, ...formatOf(parsed.numberFormat) };
  }
  return { value: text };
}

/** A leading apostrophe guards: it is consumed and never read back. Source: tanaikech.github.io, "quote prefix". */
function enterFree(text: string, setting: EntrySetting): Entry {
  const first = text[0];
  if (first === "'") return textEntry(text.slice(1));
  if (first === '=' && text.length > 1) return { formula: text };
  if (ERROR_TEXT.test(text)) return { value: { error: text } };
  const parsed = parse(text, setting);
  if (parsed) {
    // A format that the user chose stays; only an Automatic cell takes the format of what was entered.
    return setting.numberFormat === undefined
      ? { value: parsed.value, ...formatOf(parsed.numberFormat) }
      : { value: parsed.value };
  }
  // Typed "+a1" and "-a1" are expressions (owasp.org/www-community/attacks/CSV_Injection); for scripts only "=" is
  // documented, but the same parser is reported, and this is the answer that can do harm.
  if ((first === '+' || first === '-') && text.length > 1) return { formula: `=${text}` };
  return { value: text };
}

const textEntry = (text: string): Entry => (text === '' ? {} : { value: text });
const formatOf = (numberFormat: string | undefined) => (numberFormat === undefined ? {} : { numberFormat });

interface Parsed {
  readonly value: Scalar;
  readonly numberFormat: string | undefined;
  readonly isDate: boolean;
}

function parse(text: string, setting: EntrySetting): Parsed | undefined {
  if (text.length > LONGEST_PARSED) return undefined;
  if (!/\d/.test(text)) return parseBoolean(text);
  setting.onParse?.();
  // "22 34" → 2234: github.com/vlucas/sheetquery issue 20; numfmt leaves it text.
  const source = /^\s*\d+(?: \d+)+\s*$/.test(text) ? text.replaceAll(' ', '') : text;
  const result = parseValue(source, { locale: setting.locale });
  if (!result) return undefined;
  if (typeof result.value === 'boolean')
    return { value: result.value, numberFormat: undefined, isDate: false };
  const id = result.formatId;
  const isDate = id !== undefined && ((id >= 14 && id <= 22) || (id >= 45 && id <= 47));
  const value = isDate ? thisYear(source, result.value, setting) : result.value;
  return { value, numberFormat: id === undefined ? undefined : formatForId(id, source, setting), isDate };
}

function parseBoolean(text: string): Parsed | undefined {
  const word = text.trim().toUpperCase();
  if (word !== 'TRUE' && word !== 'FALSE') return undefined;
  return { value: word === 'TRUE', numberFormat: undefined, isDate: false };
}

/** numfmt fills a missing year from the host's clock: put the year of the virtual clock there instead. */
function thisYear(text: string, serial: number, setting: EntrySetting): number {
  const hostYear = new Date().getFullYear();
  const written = text.includes(String(hostYear)) || text.includes(String(hostYear % 100).padStart(2, '0'));
  if (serial < 1 || written || yearOfSerial(serial) !== hostYear) return serial;
  return inYear(serial, yearOfSerial(serialOf(setting.nowMs, setting.timeZone)));
}

function formatForId(id: number, text: string, setting: EntrySetting): string {
  if (CURRENCY_IDS.has(id)) return '"$"#,##0.00';
  // An ISO date keeps its look in Sheets; numfmt gives the locale's own.
  if (ISO_DATE.test(text)) return id === 22 ? 'yyyy-mm-dd h:mm:ss' : 'yyyy-mm-dd';
  return getFormatFromId(id, setting.locale);
}

/**
 * A Date becomes the wall clock of the spreadsheet's zone, with a date format; in a text cell, its text.
 * Source: zone note of https://developers.google.com/apps-script/reference/base/session#getscripttimezone ; rest reported.
 */
function enterDate(dateMs: number, setting: EntrySetting): Entry {
  const serial = serialOf(dateMs, setting.timeZone);
  const date = getFormatFromId(14, setting.locale);
  const pattern = Number.isInteger(serial) ? date : `${date} h:mm:ss`;
  if (setting.numberFormat === TEXT_FORMAT) return { value: formatSerial(serial, pattern, setting.locale) };
  return setting.numberFormat === undefined ? { value: serial, numberFormat: pattern } : { value: serial };
}
