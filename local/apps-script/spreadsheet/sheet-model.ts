/**
 * One sheet: its grid and everything that hangs on positions in it (protections, conditional formats, filter, hidden and
 * frozen lines), kept in step when rows and columns come and go. It knows no script and no pending write.
 */
import { parseA1, shiftArea, type Area } from './area';
import { TEXT_FORMAT, type Scalar } from './cell';
import { displayText } from './display';
import { SheetsException, messages } from './errors';
import { CONTENT_LAYERS, Grid } from './grid';
import { Protection } from './protection';
import type { ConditionalRule } from './rules';

/** A basic filter: rows of the area below its first whose shown text in a column is listed are hidden. */
export interface FilterModel {
  area: Area;
  /** Column (1-based) → shown texts that are filtered out. */
  hiddenTexts: Map<number, Set<string>>;
  /** Column (1-based) → what a shown text must contain not to be filtered out. */
  contained?: Map<number, string>;
}

interface ColumnData {
  hidden?: boolean;
  widthPx?: number;
}

export type Axis = 'rows' | 'columns';

export class SheetModel {
  hidden = false;
  frozenRows = 0;
  frozenColumns = 0;
  hiddenGridlines = false;
  tabColor: string | null = null;
  protections: Protection[] = [];
  conditionalRules: readonly ConditionalRule[] = [];
  filter: FilterModel | undefined;
  columns: ColumnData[] = [];

  constructor(
    readonly id: number,
    public name: string,
    public grid: Grid,
    /** numfmt locale in which this sheet shows numbers. */
    readonly locale: string,
  ) {}

  get maxRows(): number {
    return this.grid.maxRows;
  }

  get maxColumns(): number {
    return this.grid.maxColumns;
  }

  /** Area of an A1 text, within the grid. */
  area(a1: string): Area {
    const area = parseA1(a1, this);
    this.assertInside(area);
    return area;
  }

  /** Throws when an area leaves the grid. */
  assertInside(area: Area): void {
    const inside =
      area.row >= 1 &&
      area.column >= 1 &&
      area.row + area.numRows - 1 <= this.maxRows &&
      area.column + area.numColumns - 1 <= this.maxColumns;
    if (!inside) throw new SheetsException(messages.outsideGrid);
  }

  /** Rows 1 to the last with content, as wide as the content; A1 when empty. */
  dataArea(): Area {
    return {
      row: 1,
      column: 1,
      numRows: Math.max(1, this.grid.lastRow()),
      numColumns: Math.max(1, this.grid.lastColumn()),
    };
  }

  // What a cell holds, by A1: for tests.

  /** Value as stored (dates are serial numbers), undefined when empty. */
  value(a1: string): Scalar | undefined {
    const { row, column } = this.area(a1);
    return this.grid.value(row, column);
  }

  /** Text as shown. */
  text(a1: string): string {
    return this.texts(this.area(a1))[0]?.[0] ?? '';
  }

  /** Formula, or "". */
  formula(a1: string): string {
    const { row, column } = this.area(a1);
    return this.grid.get('formula', row, column) ?? '';
  }

  /** Number format, undefined for Automatic. */
  numberFormat(a1: string): string | undefined {
    const { row, column } = this.area(a1);
    return this.grid.get('style', row, column)?.numberFormat;
  }

  /** Whether a cell is formatted as plain text. */
  isText(a1: string): boolean {
    return this.numberFormat(a1) === TEXT_FORMAT;
  }

  /** Shown texts of an area, by default of all content. */
  texts(area: Area = this.dataArea()): string[][] {
    const styles = this.grid.block('style', area);
    return this.grid
      .values(area)
      .map((line, down) =>
        line.map((value, right) => displayText(value, styles[down]?.[right]?.numberFormat, this.locale)),
      );
  }

  // Structure. Bounds are the caller's business.

  /** New rows or columns before line `before`, looking like line `like`. */
  insert(axis: Axis, before: number, count: number, like?: number): void {
    if (axis === 'rows') {
      this.grid.insertRows(before, count, like);
      if (before <= this.frozenRows) this.frozenRows += count;
    } else {
      this.grid.insertColumns(before, count, like);
      if (before <= this.frozenColumns) this.frozenColumns += count;
      this.spliceColumns(before - 1, 0, count);
    }
    this.shift(axis, before, count);
  }

  delete(axis: Axis, start: number, count: number): void {
    if (axis === 'rows') {
      this.grid.deleteRows(start, count);
      this.frozenRows -= frozenLost(this.frozenRows, start, count);
    } else {
      this.grid.deleteColumns(start, count);
      this.frozenColumns -= frozenLost(this.frozenColumns, start, count);
      this.spliceColumns(start - 1, count, 0);
    }
    this.shift(axis, start, -count);
  }

  /** Moves a column before another; what hangs on whole areas stays where it is. */
  moveColumn(from: number, before: number): void {
    this.grid.moveColumn(from, before);
    this.padColumns();
    const target = before > from ? before - 2 : before - 1;
    this.columns.splice(target, 0, ...this.columns.splice(from - 1, 1));
  }

  column(column: number): ColumnData {
    this.padColumns();
    return (this.columns[column - 1] ??= {});
  }

  private padColumns(): void {
    while (this.columns.length < this.maxColumns) this.columns.push({});
  }

  private spliceColumns(at: number, gone: number, fresh: number): void {
    if (this.columns.length === 0) return;
    this.columns.splice(at, gone, ...Array.from({ length: fresh }, () => ({})));
  }

  private shift(axis: Axis, at: number, inserted: number): void {
    const moved = (area: Area) => shiftArea(area, axis, at, inserted);
    this.protections = this.protections.filter((protection) => {
      if (!protection.area) return true;
      const area = moved(protection.area);
      if (area) protection.area = area;
      return area !== undefined;
    });
    this.conditionalRules = this.conditionalRules
      .map((rule) => ({ ...rule, areas: rule.areas.flatMap((area) => moved(area) ?? []) }))
      .filter((rule) => rule.areas.length > 0);
    if (this.filter) this.shiftFilter(this.filter, axis, at, inserted);
  }

  private shiftFilter(filter: FilterModel, axis: Axis, at: number, inserted: number): void {
    const area = shiftArea(filter.area, axis, at, inserted);
    if (!area) {
      this.removeFilter();
      return;
    }
    filter.area = area;
    if (axis === 'rows') return;
    const moved = <T>(columns: Map<number, T>): Map<number, T> =>
      new Map(
        [...columns].flatMap(([column, what]) => {
          const one = shiftArea({ row: 1, column, numRows: 1, numColumns: 1 }, axis, at, inserted);
          return one ? [[one.column, what] as const] : [];
        }),
      );
    filter.hiddenTexts = moved(filter.hiddenTexts);
    if (filter.contained) filter.contained = moved(filter.contained);
  }

  // Filter

  /** Hides the rows that the filter rejects as their cells stand now; Sheets does not look again at later edits. */
  applyFilter(): void {
    const { filter } = this;
    if (!filter) return;
    const { row, numRows } = filter.area;
    for (let at = row + 1; at < row + numRows; at++) {
      const shown = (column: number): string =>
        this.texts({ row: at, column, numRows: 1, numColumns: 1 })[0]?.[0] ?? '';
      const rejected =
        [...filter.hiddenTexts].some(([column, texts]) => texts.has(shown(column))) ||
        [...(filter.contained ?? [])].some(([column, text]) => !shown(column).includes(text));
      if (rejected || this.grid.row(at)) this.grid.ensureRow(at).hiddenByFilter = rejected;
    }
  }

  removeFilter(): void {
    this.filter = undefined;
    for (const data of this.grid.storedRows()) if (data) data.hiddenByFilter = false;
  }

  /** A twin with the same content under another id and name. Protections are left behind, as on a copied tab. */
  copy(id: number, name: string): SheetModel {
    const twin = new SheetModel(id, name, this.grid.copy(), this.locale);
    twin.takeLooks(this);
    return twin;
  }

  /** Takes over everything but id, name, visibility, cells and protections. */
  takeLooks(source: SheetModel): void {
    this.frozenRows = source.frozenRows;
    this.frozenColumns = source.frozenColumns;
    this.hiddenGridlines = source.hiddenGridlines;
    this.tabColor = source.tabColor;
    this.conditionalRules = source.conditionalRules;
    this.columns = source.columns.map((column) => ({ ...column }));
    this.filter = source.filter && {
      area: source.filter.area,
      hiddenTexts: new Map(source.filter.hiddenTexts),
      ...(source.filter.contained ? { contained: new Map(source.filter.contained) } : {}),
    };
  }

  /** Empties contents of an area, leaving looks, notes and rules. */
  clearContents(area: Area): void {
    this.grid.wipe(area, CONTENT_LAYERS);
  }
}

function frozenLost(frozen: number, start: number, count: number): number {
  return Math.max(0, Math.min(frozen, start + count - 1) - start + 1);
}
