/** The workbook in the words of the protocol. Knows nothing of pages, and changes nothing. */
import type { SheetModel } from '../apps-script/spreadsheet';
import { isCellError, type CellStyle } from '../apps-script/spreadsheet/cell';
import type { RowData } from '../apps-script/spreadsheet/grid';
import type { ValidationRule } from '../apps-script/spreadsheet/rules';
import type { Workbook } from '../apps-script';
import type { Area, CellView, PlacedCell, SheetLooks, StyleView, TabView, ValidationView } from './protocol';
import type { SheetVersion } from './versions';

/** Numbers the looks that an answer uses. */
export class StyleBook {
  readonly styles: StyleView[] = [];
  private readonly known = new Map<CellStyle, number>();

  /** undefined for the plain look. */
  indexOf(style: CellStyle | undefined): number | undefined {
    if (style === undefined) return undefined;
    const known = this.known.get(style);
    if (known !== undefined) return known;
    const index = this.styles.push(styleView(style)) - 1;
    this.known.set(style, index);
    return index;
  }
}

function styleView(style: CellStyle): StyleView {
  const { numberFormat, background, fontColor, fontWeight, wrap, horizontal } = style;
  return {
    ...(numberFormat === undefined ? {} : { numberFormat }),
    ...(background === undefined ? {} : { background }),
    ...(fontColor === undefined ? {} : { fontColor }),
    ...(fontWeight === 'bold' ? { bold: true } : {}),
    ...(wrap === 'WRAP' ? { wrap: true } : {}),
    ...(horizontal === 'left' || horizontal === 'center' || horizontal === 'right' ? { horizontal } : {}),
  };
}

/** One cell of a row; null when there is nothing in it and nothing on it. */
export function cellView(row: RowData | undefined, column: number, book: StyleBook): CellView | null {
  const at = column - 1;
  const value = row?.value?.[at];
  const formula = row?.formula?.[at];
  const style = book.indexOf(row?.style?.[at]);
  const note = row?.note?.[at];
  const cell: CellView = {
    ...(value === undefined ? {} : isCellError(value) ? { v: value.error, error: true } : { v: value }),
    ...(formula === undefined ? {} : { f: formula }),
    ...(style === undefined ? {} : { s: style }),
    ...(note === undefined || note === '' ? {} : { note }),
  };
  return Object.keys(cell).length === 0 ? null : cell;
}

/** How many columns of a row hold or look like anything. */
export function widthOf(row: RowData | undefined): number {
  if (!row) return 0;
  return Math.max(...[row.value, row.formula, row.style, row.note].map((line) => line?.length ?? 0));
}

/** All cells of a version that have something. */
export function cellsOf(version: SheetVersion, book: StyleBook): PlacedCell[] {
  const cells: PlacedCell[] = [];
  version.rows.forEach((row, at) => {
    const width = widthOf(row);
    for (let column = 1; column <= width; column++) {
      const cell = cellView(row, column, book);
      if (cell) cells.push([at + 1, column, cell]);
    }
  });
  return cells;
}

export function looksOf(
  workbook: Workbook,
  sheet: SheetModel,
  version: SheetVersion,
  user: string,
): SheetLooks {
  const columns = Array.from({ length: version.maxColumns }, (_, at) => sheet.columns[at]);
  const rowsWhere = (wanted: (row: RowData) => boolean | undefined): number[] =>
    version.rows.flatMap((row, at) => (row && wanted(row) ? [at + 1] : []));
  const { filter } = sheet;
  return {
    rows: version.maxRows,
    columns: version.maxColumns,
    frozenRows: sheet.frozenRows,
    frozenColumns: sheet.frozenColumns,
    columnWidths: columns.map((column) => column?.widthPx ?? null),
    hiddenColumns: columns.flatMap((column, at) => (column?.hidden ? [at + 1] : [])),
    hiddenRows: rowsWhere((row) => row.hiddenByUser),
    filteredRows: rowsWhere((row) => row.hiddenByFilter),
    filter: filter
      ? { area: filter.area, hiddenTexts: [...filter.hiddenTexts].map(([at, texts]) => [at, [...texts]]) }
      : null,
    validations: validationsOf(version),
    conditionals: sheet.conditionalRules.map((rule) => ({
      areas: rule.areas,
      criterion: rule.criterion,
      values: rule.values,
      background: rule.background ?? null,
      fontColor: rule.fontColor ?? null,
      bold: rule.bold ?? false,
    })),
    locked: sheet.protections
      .filter((protection) => !protection.admits(user, workbook.owner))
      .map((protection) => protection.area ?? null),
  };
}

/** Rules are shared objects: stretches of one column with the same rule become one area. */
function validationsOf(version: SheetVersion): ValidationView[] {
  const areas = new Map<ValidationRule, Area[]>();
  for (let column = 1; column <= version.maxColumns; column++) {
    let begun: { rule: ValidationRule; row: number } | undefined;
    const end = (row: number): void => {
      if (!begun) return;
      const list = areas.get(begun.rule) ?? [];
      list.push({ row: begun.row, column, numRows: row - begun.row, numColumns: 1 });
      areas.set(begun.rule, list);
      begun = undefined;
    };
    version.rows.forEach((row, at) => {
      const rule = row?.validation?.[column - 1];
      if (rule === begun?.rule) return;
      end(at + 1);
      if (rule) begun = { rule, row: at + 1 };
    });
    end(version.rows.length + 1);
  }
  return [...areas].map(([rule, covered]) => ({
    areas: covered,
    criterion: rule.criterion,
    values: rule.values,
    allowInvalid: rule.allowInvalid,
    helpText: rule.helpText ?? null,
  }));
}

export function tabsOf(workbook: Workbook): TabView[] {
  return workbook.sheets.map(({ id, name, hidden, tabColor }) => ({ id, name, hidden, color: tabColor }));
}
