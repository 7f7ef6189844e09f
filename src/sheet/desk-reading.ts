/**
 * One reading of the Postbacks tab: values at once in blocks, display texts and formulas only of the blocks that are asked for (L1).
 */
import type { CellIn } from '../core/cells';
import type { ColumnKey } from '../core/columns';
import type { DeskReading } from '../flows/ports';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Rows read in one call: about 135,000 cells with 27 columns. */
export const ROWS_PER_READ = 5_000;

/** Reads rows 2 to `lastRow` in blocks of rows. */
export function readBlocks<T>(
  lastRow: number,
  read: (firstRow: number, count: number) => readonly (readonly T[])[],
): T[][] {
  const rows: T[][] = [];
  for (let first = 2; first <= lastRow; first += ROWS_PER_READ) {
    const block = read(first, Math.min(ROWS_PER_READ, lastRow - first + 1));
    for (const row of block) rows.push(row as T[]);
  }
  return rows;
}

export class SheetReading implements DeskReading {
  readonly rowCount: number;
  private readonly displayBlocks = new Map<number, string[][]>();

  constructor(
    private readonly sheet: Sheet,
    readonly columns: ReadonlyMap<ColumnKey, number>,
    private readonly values: readonly (readonly unknown[])[],
    private readonly width: number,
  ) {
    this.rowCount = values.length;
  }

  value(row: number, column: ColumnKey): CellIn {
    return this.values[row]![this.columns.get(column)!] ?? '';
  }

  /** All cells of a row, people's own columns included. */
  row(row: number): readonly unknown[] | undefined {
    return this.values[row];
  }

  display(row: number, column: ColumnKey): string {
    const block = Math.floor(row / ROWS_PER_READ);
    let texts = this.displayBlocks.get(block);
    if (!texts) {
      const first = block * ROWS_PER_READ;
      const count = Math.min(ROWS_PER_READ, this.rowCount - first);
      texts = this.sheet.getRange(first + 2, 1, count, this.width).getDisplayValues();
      this.displayBlocks.set(block, texts);
    }
    return texts[row % ROWS_PER_READ]?.[this.columns.get(column)!] ?? '';
  }

  formulaRows(column: ColumnKey): readonly number[] {
    const rows: number[] = [];
    const position = this.columns.get(column)!;
    const texts = this.sheet.getRange(1, position + 1, this.rowCount + 1, 1).getFormulas();
    texts.forEach((text, at) => {
      if (text[0] !== '') rows.push(at - 1);
    });
    return rows;
  }
}
