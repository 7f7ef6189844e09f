/**
 * One reading of the Postbacks tab: values at once in blocks, display texts and formulas only of the blocks that are asked for (L1).
 */
import type { CellIn } from '../core/cells';
import type { ColumnKey } from '../core/columns';
import type { DeskReading } from '../flows/ports';
import { headersOf, inGrid, placesOf, same } from './look';

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

/** All rows below the header; undefined if rows or columns moved while they were read. */
export function readTab(sheet: Sheet): SheetReading | undefined {
  const lastRow = Math.max(1, sheet.getLastRow());
  const headers = headersOf(sheet);
  const columns = placesOf(headers);
  const width = headers.length;
  const values: unknown[][] = [];
  // The header comes along with the first block: it says which columns these are.
  for (let first = 1; first <= lastRow; first += ROWS_PER_READ) {
    const last = Math.min(first + ROWS_PER_READ - 1, lastRow);
    const block = inGrid(sheet, last, width, () =>
      sheet.getRange(first, 1, last - first + 1, width).getValues(),
    );
    if (!block) return undefined;
    for (const row of block) values.push(row as unknown[]);
  }
  const [top, ...rows] = values as [unknown[], ...unknown[][]];
  for (const position of columns.values())
    if (String(top[position]).trim() !== headers[position]) return undefined;
  if (Math.max(1, sheet.getLastRow()) > lastRow) return undefined;
  if (lastRow > ROWS_PER_READ && !isOfOneMoment(sheet, headers, columns.get('id')!, values)) return undefined;
  return new SheetReading(sheet, columns, rows, width);
}

/** Several blocks are of one moment if the header, and the ids from top to bottom, are still the same after the last. */
function isOfOneMoment(
  sheet: Sheet,
  headers: readonly string[],
  id: number,
  values: readonly (readonly unknown[])[],
): boolean {
  const ids = inGrid(sheet, values.length, id + 1, () =>
    sheet.getRange(1, id + 1, values.length, 1).getValues(),
  );
  if (!ids?.every(([value], at) => same(value, values[at]![id]))) return false;
  const now = headersOf(sheet);
  return now.length === headers.length && now.every((text, at) => text === headers[at]);
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

  cells(column: ColumnKey): (row: number) => CellIn {
    const { values } = this;
    const at = this.columns.get(column)!;
    return (row) => values[row]![at] ?? '';
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
