/**
 * What one cell can hold, and the look of a cell as a shared, immutable object. It knows no position and no parser.
 */

/** An error value as Sheets shows it, e.g. "#N/A". */
export interface CellError {
  readonly error: string;
}

/** The value of a cell that is not empty. Dates are serial numbers under a date format, as in Sheets. */
export type Scalar = string | number | boolean | CellError;

/** What an entry puts into a cell: neither value nor formula means "empty it". */
export interface Entry {
  readonly value?: Scalar;
  /** Begins with "=". */
  readonly formula?: string;
  /** Format that the entry brings along (a typed percentage, date, …). */
  readonly numberFormat?: string;
}

/** Look of a cell. Absent = default; `numberFormat` absent = Automatic. */
export interface CellStyle {
  readonly numberFormat?: string;
  readonly background?: string;
  readonly fontColor?: string;
  readonly fontWeight?: string;
  readonly wrap?: string;
  readonly horizontal?: string;
  readonly vertical?: string;
}

/** Number format of plain text. Source: https://developers.google.com/workspace/sheets/api/guides/formats */
export const TEXT_FORMAT = '@';

/** What getNumberFormat answers for Automatic. Source: gas-fakes notes/oddities.md (github.com/brucemcpherson/gas-fakes) */
export const AUTOMATIC_FORMAT = '0.###############';

export const isCellError = (value: unknown): value is CellError =>
  typeof value === 'object' && value !== null && 'error' in value;

const interned = new Map<string, CellStyle>();

/** The shared object for a look, so that cells hold references and equal looks are identical. */
export function internStyle(style: CellStyle): CellStyle | undefined {
  const keys = (Object.keys(style) as (keyof CellStyle)[]).filter((key) => style[key] !== undefined).sort();
  if (keys.length === 0) return undefined;
  const name = keys.map((key) => `${key}=${style[key]}`).join('\u0000');
  const known = interned.get(name);
  if (known) return known;
  const fresh = Object.freeze(Object.fromEntries(keys.map((key) => [key, style[key]]))) as CellStyle;
  interned.set(name, fresh);
  return fresh;
}

/** A function that changes one property of looks, remembering each answer: for a change over many cells. */
export function styleChanger(
  key: keyof CellStyle,
  value: string | undefined,
): (style: CellStyle | undefined) => CellStyle | undefined {
  const answers = new Map<CellStyle | undefined, CellStyle | undefined>();
  return (style) => {
    if (answers.has(style)) return answers.get(style);
    const { [key]: _replaced, ...rest } = style ?? {};
    const changed = internStyle(value === undefined ? rest : { ...rest, [key]: value });
    answers.set(style, changed);
    return changed;
  };
}

/** "general" and the format that Automatic reads back as both mean Automatic (undefined). */
export function normalNumberFormat(format: string): string | undefined {
  return format.toLowerCase() === 'general' || format === AUTOMATIC_FORMAT || format === ''
    ? undefined
    : format;
}
