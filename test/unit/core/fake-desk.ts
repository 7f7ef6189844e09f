/**
 * A desk tab in memory: a grid with a header row, in which columns and rows can be moved, added and typed into. Finds its columns
 * by header like the add-on does. Asks for anything outside the grid fail by name.
 */
import { shownCell, type BaselineRow } from '../../../src/core/baseline';
import { COLUMNS, columnOf, locateColumns, type ColumnKey } from '../../../src/core/columns';
import type { DeskTable } from '../../../src/core/row-owner';

export class FakeDesk implements DeskTable {
  /** Row 0 holds the headers. */
  readonly grid: unknown[][];
  /** How often a display text was asked for. */
  displayCalls = 0;
  /** How often a column's formulas were asked for. */
  formulaCalls = 0;
  /** Where the columns are; forgotten whenever columns move. */
  private places: ReadonlyMap<ColumnKey, number> | undefined;
  private readonly displays = new Map<string, string>();
  private readonly formulas = new Map<ColumnKey, number[]>();

  constructor(rows: readonly BaselineRow[] = []) {
    this.grid = [COLUMNS.map((column) => column.header)];
    for (const row of rows) this.addPulled(row);
  }

  get rowCount(): number {
    return this.grid.length - 1;
  }

  /** Adds a row as a pull writes it. */
  addPulled(row: BaselineRow): void {
    const cells: { [K in ColumnKey]?: unknown } = {};
    for (const column of COLUMNS) cells[column.key] = shownCell(column, row);
    this.addTyped(cells);
  }

  /** Adds a row with some cells; the others are empty. */
  addTyped(cells: { readonly [K in ColumnKey]?: unknown }): void {
    const line: unknown[] = Array.from({ length: this.grid[0]!.length }, () => '');
    this.grid.push(line);
    for (const column of COLUMNS) {
      if (cells[column.key] !== undefined) line[this.place(column.key)] = cells[column.key];
    }
  }

  /** Copies a row to the bottom, as copy and paste does. */
  copyRow(row: number): void {
    this.grid.push([...this.line(row)]);
  }

  deleteRow(row: number): void {
    this.line(row);
    this.grid.splice(row + 1, 1);
  }

  /** Puts rows and columns into another order. `rows` and `columns` are permutations of their positions. */
  reorder(rows: readonly number[], columns: readonly number[]): void {
    this.places = undefined;
    const lines = [this.grid[0]!, ...rows.map((row) => this.line(row))];
    this.grid.splice(0, this.grid.length, ...lines.map((line) => columns.map((at) => line[at])));
  }

  /** Inserts a column of the user's own. */
  addOwnColumn(at: number, header: string, cell: unknown): void {
    this.places = undefined;
    this.grid.forEach((line, index) => line.splice(at, 0, index === 0 ? header : cell));
  }

  set(row: number, column: ColumnKey, value: unknown, display?: string): void {
    this.line(row)[this.place(column)] = value;
    if (display !== undefined) this.displays.set(`${row} ${column}`, display);
  }

  /** @param rows 0-based, -1 for the header */
  setFormulas(column: ColumnKey, rows: readonly number[]): void {
    this.formulas.set(column, [...rows]);
  }

  value(row: number, column: ColumnKey): unknown {
    return this.line(row)[this.place(column)];
  }

  cells(column: ColumnKey): (row: number) => unknown {
    return (row) => this.value(row, column);
  }

  display(row: number, column: ColumnKey): string {
    this.displayCalls += 1;
    return this.displays.get(`${row} ${column}`) ?? String(this.value(row, column));
  }

  formulaRows(column: ColumnKey): readonly number[] {
    this.formulaCalls += 1;
    return this.formulas.get(column) ?? [];
  }

  private line(row: number): unknown[] {
    const line = row < 0 ? undefined : this.grid[row + 1];
    if (!line) throw new Error(`FakeDesk has no row ${row}`);
    return line;
  }

  private place(column: ColumnKey): number {
    this.places ??= locateColumns(this.grid[0]!.map(String)).at;
    const at = this.places.get(column);
    if (at === undefined) throw new Error(`FakeDesk has no column ${columnOf(column).header}`);
    return at;
  }
}
