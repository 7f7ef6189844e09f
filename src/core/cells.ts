/**
 * Value -> cell and cell -> value, for every column of the catalogue (C5, C7, C8, T1, T3). A cell that still holds what was
 * shown is never parsed: whatever the server's value is, untouched means unedited.
 */
import type { Column } from './columns';
import { formatPairs, parsePairs } from './pairs';
import { isNumberField, zeroOf, type Field, type FieldValue } from './postback';

/** Most characters a cell holds. Source: https://support.google.com/drive/answer/37603 */
export const MAX_CELL_CHARACTERS = 50_000;
/** Most digits of a whole number that a cell keeps exactly (an IEEE double shows 15 significant digits). */
export const MAX_DIGITS = 15;

/** Stand in a cell for a value that cannot be shown there; never sent, never written elsewhere (T3, P5). */
export const TOO_LONG = '⟦too long to show: kept as in Everflow⟧';
export const NOT_LOADED = '⟦not loaded⟧';
export const CANNOT_SHOW = '⟦cannot be shown here: kept as in Everflow⟧';
export const MARKERS: readonly string[] = [TOO_LONG, NOT_LOADED, CANNOT_SHOW];

/** What Sheets gives for a cell with an error; such a text is an error of ours too when it was edited in. */
export const ERROR_VALUES: readonly string[] = [
  '#N/A',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
  '#NAME?',
  '#NUM!',
  '#NULL!',
  '#ERROR!',
];

/** A cell as we write it. */
export type CellOut = string | number;

/**
 * A cell as `getValues` gives it: number, string, boolean or Date; '' when empty.
 * Dates may come from another realm, so nothing here uses `instanceof`.
 */
export type CellIn = unknown;

/** A cell's value with what is only read when needed. */
export interface CellReading {
  readonly value: CellIn;
  /** The text as shown on the screen, which depends on the cell's format. */
  display(): string;
}

export type CellFault =
  | 'blank'
  | 'not-whole'
  | 'thousands'
  | 'too-many-digits'
  | 'date'
  | 'boolean'
  | 'number-as-text'
  | 'error-value'
  | 'marker'
  | 'pairs';

export type CellResult =
  | { readonly ok: true; readonly value: FieldValue; readonly warning?: 'number-read-as-text' }
  | {
      readonly ok: false;
      readonly fault: CellFault;
      /** What is wrong and what is allowed, as a sentence. */
      readonly message: string;
      /** The value the user most likely meant, when that is certain enough for a one-click fix. */
      readonly fix?: FieldValue;
    };

export function isDate(value: CellIn): boolean {
  return Object.prototype.toString.call(value) === '[object Date]';
}

/** The cell that shows a field's value; `undefined` is a value not loaded yet. */
export function toCell(column: Column, value: FieldValue | undefined): CellOut {
  if (value === undefined) return NOT_LOADED;
  if (typeof value === 'number') {
    if (value === 0) return column.zero;
    return Math.abs(value) < 10 ** MAX_DIGITS ? value : String(value);
  }
  return value.length > MAX_CELL_CHARACTERS ? TOO_LONG : value;
}

/**
 * True if a cell still holds what was shown there. A blank cell is the same as the 0 that stands for "none" in id and delay
 * columns only where the column shows nothing for zero; clearing a shown 0 is read as 0 later and is no edit either (D1).
 */
export function sameCell(shown: CellOut, value: CellIn): boolean {
  if (typeof shown === 'number') return value === shown;
  return typeof value === 'string' && value === shown;
}

/** A cell of an editable column -> the field's value, or what is wrong with it. Blank closed lists are faults (C5). */
export function parseCell(column: Column, cell: CellReading): CellResult {
  const { value } = cell;
  if (typeof value === 'string' && ERROR_VALUES.includes(value)) {
    return fault('error-value', `The cell holds the error ${value}. Type the value you want.`);
  }
  if (typeof value === 'string' && MARKERS.includes(value)) {
    return fault(
      'marker',
      `"${value}" only stands for a value that Everflow keeps; it cannot be copied or typed. Put in the full value.`,
    );
  }
  return column.kind === 'number' ? parseNumber(column, value) : parseText(column, cell);
}

function fault(name: CellFault, message: string, fix?: FieldValue): CellResult {
  return fix === undefined ? { ok: false, fault: name, message } : { ok: false, fault: name, message, fix };
}

function parseNumber(column: Column, value: CellIn): CellResult {
  const wanted = `${column.header} must be a whole number such as 0 or 5000.`;
  if (isDate(value)) return fault('date', `The cell became a date or time. ${wanted}`);
  if (typeof value === 'boolean')
    return fault('boolean', `The cell holds ${value ? 'TRUE' : 'FALSE'}. ${wanted}`);
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return fault('not-whole', `${value} is not a whole number. ${wanted}`);
    if (Math.abs(value) >= 10 ** MAX_DIGITS) return tooManyDigits();
    if (value < 0) return fault('not-whole', `${value} is below 0. ${wanted}`);
    return { ok: true, value: value === 0 ? 0 : value };
  }
  const text = String(value).trim();
  if (text === '') return { ok: true, value: 0 };
  if (/^\d+$/.test(text)) {
    return text.length > MAX_DIGITS ? tooManyDigits() : { ok: true, value: Number(text) };
  }
  if (/^\d{1,3}([,. '\u00a0\u202f]\d{3})+$/.test(text)) {
    const plain = text.replace(/\D/g, '');
    const fix = plain.length <= MAX_DIGITS ? Number(plain) : undefined;
    return fault('thousands', `"${text}" has separators. ${wanted}`, fix);
  }
  return fault('not-whole', `"${text.slice(0, 40)}" is not a whole number. ${wanted}`);
}

function tooManyDigits(): CellResult {
  return fault(
    'too-many-digits',
    `A number in a cell keeps at most ${MAX_DIGITS} digits exactly; this one has more.`,
  );
}

function parseText(column: Column, cell: CellReading): CellResult {
  const { value } = cell;
  if (isDate(value)) {
    return fault(
      'date',
      `The cell became a date (${cell.display()}). To enter it as text, format the cell as plain text (Format > Number > Plain text) and type it again.`,
    );
  }
  if (typeof value === 'boolean') {
    return fault(
      'boolean',
      `The cell became the logical value ${value ? 'TRUE' : 'FALSE'}. Format the cell as plain text and type it again.`,
    );
  }
  if (typeof value === 'number') return parseNumberInTextColumn(column, value, cell.display());
  const text = String(value);
  if (column.kind === 'list') return parseListItem(column, text);
  if (column.kind === 'pairs') {
    const pairs = parsePairs(text);
    return pairs.ok ? { ok: true, value: formatPairs(pairs.list) } : fault('pairs', pairs.message);
  }
  return { ok: true, value: text };
}

function parseNumberInTextColumn(column: Column, value: number, display: string): CellResult {
  const exact = value < 10 ** MAX_DIGITS && /^\d+$/.test(display) && display === String(value);
  if (exact && column.kind === 'text') return { ok: true, value: display, warning: 'number-read-as-text' };
  return fault(
    'number-as-text',
    `The cell became a number (shown as ${display}), so the text you meant may have lost characters. Format the cell as plain text (Format > Number > Plain text) and type it again.`,
  );
}

function parseListItem(column: Column, text: string): CellResult {
  const allowed = column.rule.kind === 'list' ? column.rule.values.join(', ') : '';
  if (text.trim() === '') return fault('blank', `${column.header} is empty. Allowed: ${allowed}.`);
  return { ok: true, value: text };
}

/**
 * True if two values of a field mean the same (D1): absent is the zero value, and `event` is another spelling of
 * `post_conversion` (V3).
 */
export function sameValue(field: Field, a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  const left = a ?? zeroOf(field);
  const right = b ?? zeroOf(field);
  return field === 'pixel_type' ? plainType(left) === plainType(right) : left === right;
}

function plainType(value: FieldValue): FieldValue {
  return value === 'event' ? 'post_conversion' : value;
}

/**
 * An edited text with the line ends that the server's text uses: where the platform shows CR LF as LF, editing one word must not
 * change every line (T1).
 */
export function keepLineEnds(field: Field, edited: FieldValue, server: FieldValue | undefined): FieldValue {
  if (isNumberField(field) || typeof edited !== 'string' || typeof server !== 'string') return edited;
  const serverUsesCrLf = server.includes('\r\n') && !/(^|[^\r])\n/.test(server);
  return serverUsesCrLf && !edited.includes('\r') ? edited.replace(/\n/g, '\r\n') : edited;
}
