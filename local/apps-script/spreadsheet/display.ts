/**
 * The text that a cell shows, from value, format and locale, by numfmt. It knows no sheet.
 */
import { isCellError, TEXT_FORMAT, type Scalar } from './cell';
import { format, getLocale, isDateFormat, isValidFormat } from './numfmt';

/** Whole numbers, without groups. */
const WHOLE = '0';
/** Whole numbers of more digits are shown with zeros at their end. */
const EXACT = 1e15;

const dateFormats = new Map<string, boolean>();

/** Whether getValues turns a number under this format into a Date. */
export function isDatePattern(pattern: string | undefined): boolean {
  if (pattern === undefined || pattern === TEXT_FORMAT) return false;
  let answer = dateFormats.get(pattern);
  if (answer === undefined) {
    answer = isDateFormat(pattern);
    dateFormats.set(pattern, answer);
  }
  return answer;
}

/** Whether a pattern can be shown at all. */
export const isKnownPattern = (pattern: string): boolean => isValidFormat(pattern);

/** Serial 1 is 31 December 1899 in Sheets, unlike Excel: hence no 1900 leap year. */
export function formatSerial(serial: number, pattern: string, locale: string): string {
  return format(pattern, serial, { locale, leap1900: false });
}

/** What getDisplayValues gives: "" for an empty cell. */
export function displayText(value: Scalar | undefined, pattern: string | undefined, locale: string): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (isCellError(value)) return value.error;
  // Most numbers are whole ones under this format, and the library takes its time.
  if (pattern === WHOLE && Number.isInteger(value) && Math.abs(value) < EXACT) return String(value);
  return pattern === undefined || pattern === TEXT_FORMAT
    ? automatic(value, locale)
    : formatSerial(value, pattern, locale);
}

/**
 * Automatic: whole numbers in full up to 15 digits, fractions with ten significant digits, others as 1.23457E+15.
 * Seen in Sheets, not documented; numfmt's "General" is Excel's and switches to an exponent at 12 digits.
 */
function automatic(value: number, locale: string): string {
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-9 && size < 1e15);
  const text = plain
    ? Number.isInteger(value)
      ? String(value)
      : plainFraction(value)
    : value
        .toExponential(5)
        .replace(/e([+-])(\d)$/, 'E$10$2')
        .replace('e', 'E');
  const decimal = getLocale(locale)?.decimal ?? '.';
  return decimal === '.' ? text : text.replace('.', decimal);
}

function plainFraction(value: number): string {
  const digits = Math.min(20, Math.max(0, 9 - Math.floor(Math.log10(Math.abs(value)))));
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
