/**
 * A workbook as plain JSON and back: for making copies, restoring versions and showing a workbook elsewhere.
 * Pending writes are no part of it.
 */
import type { Area } from './area';
import type { CellStyle, Scalar } from './cell';
import { internStyle } from './cell';
import { Grid, type Layers, type RowData } from './grid';
import { Protection } from './protection';
import type { ConditionalRule, ValidationRule } from './rules';
import { SheetModel } from './sheet-model';
import { libraryLocale } from './entry';
import { Workbook, type WorkbookOptions } from './workbook';

/** One row; gaps are null, looks and rules are indexes into the lists of the snapshot. */
interface RowJson {
  readonly value?: readonly (Scalar | null)[];
  readonly formula?: readonly (string | null)[];
  readonly style?: readonly (number | null)[];
  readonly note?: readonly (string | null)[];
  readonly validation?: readonly (number | null)[];
  readonly spill?: readonly (readonly (readonly (Scalar | null)[])[] | null)[];
  readonly hiddenByUser?: boolean;
  readonly hiddenByFilter?: boolean;
}

interface SheetJson {
  readonly id: number;
  readonly name: string;
  readonly hidden: boolean;
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly frozenRows: number;
  readonly frozenColumns: number;
  readonly hiddenGridlines: boolean;
  readonly tabColor: string | null;
  readonly columns: readonly { hidden?: boolean; widthPx?: number }[];
  readonly protections: readonly {
    kind: 'SHEET' | 'RANGE';
    area: Area | null;
    description: string;
    warningOnly: boolean;
    editors: readonly string[] | null;
  }[];
  readonly conditionalRules: readonly ConditionalRule[];
  readonly filter: {
    area: Area;
    hiddenTexts: readonly (readonly [number, readonly string[]])[];
    contained?: readonly (readonly [number, string])[];
  } | null;
  readonly rows: readonly (RowJson | null)[];
}

export interface WorkbookJson {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly owner: string;
  readonly editors: readonly string[];
  readonly styles: readonly CellStyle[];
  readonly validations: readonly ValidationRule[];
  readonly sheets: readonly SheetJson[];
}

/** Numbers shared objects by first use. */
class Numbering<T> {
  readonly list: T[] = [];
  private readonly numbers = new Map<T, number>();
  private readonly lines = new Map<readonly (T | undefined)[], readonly (number | null)[]>();

  numberOf(item: T): number {
    let number = this.numbers.get(item);
    if (number === undefined) {
      number = this.list.push(item) - 1;
      this.numbers.set(item, number);
    }
    return number;
  }

  /** Of one row; the same for rows that share theirs. */
  lineOf(line: readonly (T | undefined)[]): readonly (number | null)[] {
    const known = this.lines.get(line);
    if (known) return known;
    const numbers = each(line, (item) => this.numberOf(item));
    // Only a frozen line is still the same when it is met again.
    if (Object.isFrozen(line)) this.lines.set(line, numbers);
    return numbers;
  }
}

/** Rows from numbers, the other way: one frozen line for all rows that had one. */
class Numbered<T> {
  private readonly lines = new Map<readonly (number | null)[], (T | undefined)[]>();

  constructor(private readonly list: readonly (T | undefined)[]) {}

  lineOf(numbers: readonly (number | null)[]): (T | undefined)[] {
    let line = this.lines.get(numbers);
    if (!line) {
      line = Object.freeze(numbers.map((at) => (at === null ? undefined : this.list[at]))) as (
        | T
        | undefined
      )[];
      this.lines.set(numbers, line);
    }
    return line;
  }
}

/** Durable state as JSON-ready data; shares nothing that can change with the workbook. */
export function toJson(workbook: Workbook): WorkbookJson {
  const styles = new Numbering<CellStyle>();
  const validations = new Numbering<ValidationRule>();
  const sheets = workbook.sheets.map((sheet) => sheetToJson(sheet, styles, validations));
  const { id, name, locale, timeZone, owner, editors } = workbook;
  const json: WorkbookJson = {
    version: 1,
    id,
    name,
    locale,
    timeZone,
    owner,
    editors,
    styles: styles.list,
    validations: validations.list,
    sheets,
  };
  return json;
}

function sheetToJson(
  sheet: SheetModel,
  styles: Numbering<CellStyle>,
  validations: Numbering<ValidationRule>,
): SheetJson {
  return {
    id: sheet.id,
    name: sheet.name,
    hidden: sheet.hidden,
    maxRows: sheet.maxRows,
    maxColumns: sheet.maxColumns,
    frozenRows: sheet.frozenRows,
    frozenColumns: sheet.frozenColumns,
    hiddenGridlines: sheet.hiddenGridlines,
    tabColor: sheet.tabColor,
    columns: sheet.columns.map((column) => ({ ...column })),
    protections: sheet.protections.map(({ kind, area, description, warningOnly, editors }) => ({
      kind,
      area: area ?? null,
      description,
      warningOnly,
      editors: editors ? [...editors] : null,
    })),
    conditionalRules: sheet.conditionalRules,
    filter: sheet.filter
      ? {
          area: sheet.filter.area,
          hiddenTexts: [...sheet.filter.hiddenTexts].map(([column, texts]) => [column, [...texts]] as const),
          ...(sheet.filter.contained ? { contained: [...sheet.filter.contained] } : {}),
        }
      : null,
    rows: Array.from(sheet.grid.storedRows(), (row) => (row ? rowToJson(row, styles, validations) : null)),
  };
}

/** Array.from visits holes, which map and JSON treat in different ways. */
function each<T, U>(line: readonly (T | undefined)[], convert: (item: T) => U): (U | null)[] {
  return Array.from(line, (item) => (item === undefined ? null : convert(item)));
}

const same = <T>(item: T): T => item;

function rowToJson(
  row: RowData,
  styles: Numbering<CellStyle>,
  validations: Numbering<ValidationRule>,
): RowJson {
  return {
    ...(row.value ? { value: each(row.value, same) } : {}),
    ...(row.formula ? { formula: each(row.formula, same) } : {}),
    ...(row.style ? { style: styles.lineOf(row.style) } : {}),
    ...(row.note ? { note: each(row.note, same) } : {}),
    ...(row.validation ? { validation: validations.lineOf(row.validation) } : {}),
    ...(row.spill ? { spill: each(row.spill, (rows) => rows.map((line) => each(line, same))) } : {}),
    ...(row.hiddenByUser ? { hiddenByUser: true } : {}),
    ...(row.hiddenByFilter ? { hiddenByFilter: true } : {}),
  };
}

/** A workbook from a snapshot; options that the snapshot does not hold, or that should differ, are given. */
export function fromJson(json: WorkbookJson, options: WorkbookOptions): Workbook {
  const { id, name, locale, timeZone, owner, editors } = json;
  const workbook = new Workbook({ id, name, locale, timeZone, owner, editors, ...options });
  restore(workbook, json);
  return workbook;
}

/**
 * Puts the sheets of a snapshot in place of those of a workbook, as restoring an older version does: id, name and people stay.
 */
export function restore(workbook: Workbook, json: WorkbookJson): void {
  const styles = new Numbered(json.styles.map((style) => internStyle(style)));
  const validations = new Numbered(json.validations);
  workbook.sheets = json.sheets.map((sheet) =>
    sheetFromJson(sheet, styles, validations, libraryLocale(workbook.locale)),
  );
  workbook.reserveSheetIds(Math.max(...json.sheets.map(({ id }) => id)));
}

function sheetFromJson(
  json: SheetJson,
  styles: Numbered<CellStyle>,
  validations: Numbered<ValidationRule>,
  locale: string,
): SheetModel {
  const grid = new Grid(json.maxRows, json.maxColumns);
  grid.restore(json.rows.map((row) => (row ? rowFromJson(row, styles, validations) : undefined)));
  const sheet = new SheetModel(json.id, json.name, grid, locale);
  sheet.hidden = json.hidden;
  sheet.frozenRows = json.frozenRows;
  sheet.frozenColumns = json.frozenColumns;
  sheet.hiddenGridlines = json.hiddenGridlines;
  sheet.tabColor = json.tabColor;
  sheet.columns = json.columns.map((column) => ({ ...column }));
  sheet.conditionalRules = json.conditionalRules;
  sheet.protections = json.protections.map(({ kind, area, description, warningOnly, editors }) => {
    const protection = new Protection(kind, area ?? undefined);
    protection.description = description;
    protection.warningOnly = warningOnly;
    protection.editors = editors ? new Set(editors) : undefined;
    return protection;
  });
  if (json.filter) {
    const { area, hiddenTexts, contained } = json.filter;
    sheet.filter = {
      area,
      hiddenTexts: new Map(hiddenTexts.map(([column, texts]) => [column, new Set(texts)])),
      ...(contained ? { contained: new Map(contained) } : {}),
    };
  }
  return sheet;
}

const back = <T, U>(line: readonly (T | null)[], convert: (item: T) => U): (U | undefined)[] =>
  line.map((item) => (item === null ? undefined : convert(item)));

function rowFromJson(
  row: RowJson,
  styles: Numbered<CellStyle>,
  validations: Numbered<ValidationRule>,
): RowData {
  const spill =
    row.spill &&
    back<readonly (readonly (Scalar | null)[])[], Layers['spill']>(row.spill, (rows) =>
      rows.map((line) => back(line, same)),
    );
  return {
    ...(row.value ? { value: back(row.value, same) } : {}),
    ...(row.formula ? { formula: back(row.formula, same) } : {}),
    ...(row.style ? { style: styles.lineOf(row.style) } : {}),
    ...(row.note ? { note: back(row.note, same) } : {}),
    ...(row.validation ? { validation: validations.lineOf(row.validation) } : {}),
    ...(spill ? { spill } : {}),
    ...(row.hiddenByUser ? { hiddenByUser: true } : {}),
    ...(row.hiddenByFilter ? { hiddenByFilter: true } : {}),
  };
}

/** File > Make a copy: the same content and sheet ids in a new file. Protections come along; pending writes do not. */
export function copyFile(workbook: Workbook, id = `${workbook.id}-copy`): Workbook {
  const { world, now, maxCells } = workbook;
  const json = toJson(workbook);
  return fromJson(json, { world, now, maxCells, id, name: `Copy of ${workbook.name}` });
}
