/**
 * Heights of rows with wrapped text, as an estimate. Univer would lay out every text of every row for them, which stops the page for seconds
 * with a few thousand rows; so its own heights are switched off row by row.
 */
import { BooleanNumber, WrapStrategy } from '@univerjs/core';
import type { Worksheet } from '@univerjs/core';
import { MUTATION, sheetKey, UNIT } from './ids';
import type { Mutate } from './looks';
import type { Sheets } from './sheets';
import { ROW_HEIGHT } from './to-univer';

/** Pixels, for 10 pt Arial. */
const LINE_HEIGHT = 17;
const CHARACTER_WIDTH = 6.2;
const PADDING = 6;
/** Taller rows would hide the sheet behind one text. */
const MOST_LINES = 12;

function linesOf(text: string, wrapped: boolean, width: number): number {
  const lines = text.split('\n');
  if (!wrapped) return lines.length;
  const fit = Math.max(1, Math.floor((width - PADDING) / CHARACTER_WIDTH));
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / fit)), 0);
}

export class Heights {
  constructor(
    private readonly sheets: Sheets,
    private readonly mutate: Mutate,
  ) {}

  /** Numbers of the rows whose texts or widths may have changed. */
  fit(tab: number, rows: Iterable<number>): void {
    const sheet = this.sheets.sheet(tab);
    const manager = sheet.getRowManager();
    const widths = Array.from({ length: sheet.getColumnCount() }, (_, column) =>
      sheet.getColVisible(column) ? sheet.getColumnWidth(column) : Infinity,
    );
    const rowHeight: Record<number, number> = {};
    for (const row of rows) {
      manager.getRowOrCreate(row - 1).ia = BooleanNumber.FALSE;
      const height = ROW_HEIGHT + (this.#lines(sheet, row - 1, widths) - 1) * LINE_HEIGHT;
      if (height !== (manager.getRow(row - 1)?.h ?? ROW_HEIGHT)) rowHeight[row - 1] = height;
    }
    const changed = Object.keys(rowHeight).map(Number);
    if (changed.length === 0) return;
    const ranges = changed.map((row) => ({ startRow: row, endRow: row, startColumn: 0, endColumn: 0 }));
    this.mutate(MUTATION.setHeight, { unitId: UNIT, subUnitId: sheetKey(tab), ranges, rowHeight });
  }

  #lines(sheet: Worksheet, row: number, widths: readonly number[]): number {
    const styles = this.sheets.workbook!.getStyles();
    let most = 1;
    for (const [column, width] of widths.entries()) {
      const cell = sheet.getCellRaw(row, column);
      if (typeof cell?.v !== 'string') continue;
      const wrapped = styles.getStyleByCell(cell)?.tb === WrapStrategy.WRAP;
      if (wrapped || cell.v.includes('\n')) most = Math.max(most, linesOf(cell.v, wrapped, width));
    }
    return Math.min(most, MOST_LINES);
  }
}
