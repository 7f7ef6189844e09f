/** Reading what is on screen: tabs, cells, selection. Nothing here changes anything. */
import {
  BooleanNumber,
  CellValueType,
  IUniverInstanceService,
  RANGE_TYPE,
  UniverInstanceType,
} from '@univerjs/core';
import type { ICellData, Injector, IRange, Nullable, Workbook, Worksheet } from '@univerjs/core';
import { SheetsSelectionsService } from '@univerjs/sheets';
import type { Area, SheetLooks } from '../../protocol';
import { formulaOf } from './cells';
import { sheetId, sheetKey, UNIT } from './ids';
import type { Value } from './series';

export interface Selected {
  readonly tab: number;
  readonly areas: readonly Area[];
  /** The cell with the thick border. */
  readonly row: number;
  readonly column: number;
  /** Whole rows or columns are selected by their heads. */
  readonly whole: 'rows' | 'columns' | null;
}

export class Sheets {
  constructor(
    private readonly injector: Injector,
    /** What the server told of a tab beyond its cells. */
    readonly looks: (tab: number) => SheetLooks,
    /** "" where there is none. */
    readonly noteAt: (tab: number, row: number, column: number) => string,
  ) {}

  get workbook(): Workbook | null {
    return (
      this.injector.get(IUniverInstanceService).getUnit<Workbook>(UNIT, UniverInstanceType.UNIVER_SHEET) ??
      null
    );
  }

  sheet(tab: number): Worksheet {
    const sheet = this.workbook?.getSheetBySheetId(sheetKey(tab));
    if (!sheet) throw new Error(`There is no tab ${tab} on screen.`);
    return sheet;
  }

  has(tab: number): boolean {
    return Boolean(this.workbook?.getSheetBySheetId(sheetKey(tab)));
  }

  get activeTab(): number {
    return sheetId(this.workbook?.getActiveSheet()?.getSheetId() ?? '0');
  }

  firstShownTab(): number {
    const shown = this.workbook?.getSheets().find((sheet) => sheet.isSheetHidden() !== BooleanNumber.TRUE);
    return sheetId(shown?.getSheetId() ?? '0');
  }

  /** Id of the tab with this name. Throws if there is none. */
  tabNamed(name: string): number {
    const sheet = this.workbook?.getSheetBySheetName(name);
    if (!sheet) throw new Error(`There is no tab "${name}".`);
    return sheetId(sheet.getSheetId());
  }

  /** A range of Univer in rows and columns that count from 1. Whole rows and columns have no ends there. */
  areaOf(tab: number, range: IRange): Area {
    const sheet = this.sheet(tab);
    const end = (value: number, last: number) => (Number.isNaN(value) ? last : Math.min(value, last));
    const startRow = Number.isNaN(range.startRow) ? 0 : range.startRow;
    const startColumn = Number.isNaN(range.startColumn) ? 0 : range.startColumn;
    return {
      row: startRow + 1,
      column: startColumn + 1,
      numRows: end(range.endRow, sheet.getRowCount() - 1) - startRow + 1,
      numColumns: end(range.endColumn, sheet.getColumnCount() - 1) - startColumn + 1,
    };
  }

  selected(): Selected {
    const tab = this.activeTab;
    const all = this.injector.get(SheetsSelectionsService).getCurrentSelections() ?? [];
    const areas = all.map(({ range }) => this.areaOf(tab, range));
    const last = all.at(-1);
    const type = last?.range.rangeType;
    return {
      tab,
      areas: areas.length === 0 ? [{ row: 1, column: 1, numRows: 1, numColumns: 1 }] : areas,
      row: (last?.primary?.actualRow ?? last?.range.startRow ?? 0) + 1,
      column: (last?.primary?.actualColumn ?? last?.range.startColumn ?? 0) + 1,
      whole: type === RANGE_TYPE.ROW ? 'rows' : type === RANGE_TYPE.COLUMN ? 'columns' : null,
    };
  }

  raw(tab: number, row: number, column: number): Nullable<ICellData> {
    return this.sheet(tab).getCellRaw(row - 1, column - 1);
  }

  value(tab: number, row: number, column: number): Value {
    const cell = this.raw(tab, row, column);
    if (cell?.v === undefined || cell.v === null) return undefined;
    return cell.t === CellValueType.BOOLEAN ? Number(cell.v) === 1 : cell.v;
  }

  formula(tab: number, row: number, column: number): string | undefined {
    return formulaOf(this.raw(tab, row, column));
  }

  numberFormat(tab: number, row: number, column: number): string {
    return this.sheet(tab).getComposedCellStyle(row - 1, column - 1)?.n?.pattern ?? '';
  }

  /** As the cell is drawn. */
  shown(tab: number, row: number, column: number): string {
    const raw = this.raw(tab, row, column);
    if (raw?.v === undefined || raw.v === null) return '';
    if (raw.t === CellValueType.BOOLEAN) return Number(raw.v) === 1 ? 'TRUE' : 'FALSE';
    return String(this.sheet(tab).getCell(row - 1, column - 1)?.v ?? raw.v);
  }

  /** Numbers of the rows that the filter hides among those of an area. */
  filteredOut(tab: number, area: Area): ReadonlySet<number> {
    const sheet = this.sheet(tab);
    const rows = new Set<number>();
    for (let row = area.row; row < area.row + area.numRows; row++) {
      if (sheet.getRowFiltered(row - 1)) rows.add(row);
    }
    return rows;
  }

  /** From the first cell to the last one that holds something; null: nothing at all. */
  used(tab: number): Area | null {
    const matrix = this.sheet(tab).getCellMatrix();
    let [rows, columns] = [0, 0];
    matrix.forValue((row, column, cell: Nullable<ICellData>) => {
      if (cell?.v === undefined || cell.v === null) return;
      rows = Math.max(rows, row + 1);
      columns = Math.max(columns, column + 1);
    });
    return rows === 0 ? null : { row: 1, column: 1, numRows: rows, numColumns: columns };
  }

  columnWidth(tab: number, column: number): number {
    return this.sheet(tab).getColumnWidth(column - 1);
  }
}
