/**
 * The cells of one sheet, stored row by row in layers (value, formula, look, note, validation, spill), so that 100,000 rows
 * by 30 columns stay quick. It moves and copies; it knows no parser, no user and no script.
 */
import { lastColumnOf, lastRowOf, type Area } from './area';
import type { CellStyle, Scalar } from './cell';
import type { ValidationRule } from './rules';

/** Type of each layer. */
export interface Layers {
  value: Scalar;
  formula: string;
  style: CellStyle;
  note: string;
  validation: ValidationRule;
  /** Rows that an array formula in this cell spills, itself included. */
  spill: readonly (readonly (Scalar | undefined)[])[];
}

export type LayerName = keyof Layers;
export const LAYERS: readonly LayerName[] = ['value', 'formula', 'style', 'note', 'validation', 'spill'];
/** What a sort, a cut or a value copy moves together. */
export const CONTENT_LAYERS: readonly LayerName[] = ['value', 'formula', 'spill'];
/** What a new row or column takes from its neighbour. */
const INHERITED: readonly LayerName[] = ['style', 'validation'];

type Line<K extends LayerName> = (Layers[K] | undefined)[];
/** One row; index 0 is column A. Absent layers are empty. */
export type RowData = { [K in LayerName]?: Line<K> } & { hiddenByUser?: boolean; hiddenByFilter?: boolean };

export class Grid {
  /** Index 0 is row 1; an absent row is empty. */
  private rows: (RowData | undefined)[] = [];
  private mayHaveSpills = false;

  constructor(
    public maxRows: number,
    public maxColumns: number,
  ) {}

  get cells(): number {
    return this.maxRows * this.maxColumns;
  }

  row(row: number): RowData | undefined {
    return this.rows[row - 1];
  }

  /** The row, made if absent. */
  ensureRow(row: number): RowData {
    return (this.rows[row - 1] ??= {});
  }

  get<K extends LayerName>(layer: K, row: number, column: number): Layers[K] | undefined {
    const line = this.rows[row - 1]?.[layer] as Line<K> | undefined;
    return line?.[column - 1];
  }

  set<K extends LayerName>(layer: K, row: number, column: number, content: Layers[K] | undefined): void {
    if (content === undefined && this.rows[row - 1]?.[layer] === undefined) return;
    const line = ownLine(this.ensureRow(row), layer);
    line[column - 1] = content;
    if (layer === 'spill' && content !== undefined) this.mayHaveSpills = true;
  }

  /** Puts plain values into a stretch of one row, replacing formulas. */
  putValues(row: number, column: number, values: readonly (Scalar | undefined)[]): void {
    const data = this.ensureRow(row);
    const line = (data.value ??= blankLine(column - 1 + values.length));
    for (let at = 0; at < values.length; at++) line[column - 1 + at] = values[at];
    data.formula?.fill(undefined, column - 1, column - 1 + values.length);
    data.spill?.fill(undefined, column - 1, column - 1 + values.length);
  }

  /** Replaces each content of one layer in a stretch of one row. */
  mapLine<K extends LayerName>(
    layer: K,
    area: { readonly row: number; readonly column: number; readonly numColumns: number },
    change: (content: Layers[K] | undefined, right: number) => Layers[K] | undefined,
  ): void {
    const line = ownLine(this.ensureRow(area.row), layer);
    const first = area.column - 1;
    for (let right = 0; right < area.numColumns; right++) {
      line[first + right] = change(line[first + right], right);
    }
  }

  /** Value to be read: own value, or what an array formula spills here. */
  value(row: number, column: number): Scalar | undefined {
    if (!this.mayHaveSpills) return this.get('value', row, column);
    return this.values({ row, column, numRows: 1, numColumns: 1 })[0]?.[0];
  }

  /** Values to be read, spills included. */
  values(area: Area): (Scalar | undefined)[][] {
    const block = this.block('value', area);
    if (this.mayHaveSpills) this.overlaySpills(area, block);
    return block;
  }

  /** One layer of an area as a full rectangle. */
  block<K extends LayerName>(layer: K, area: Area): (Layers[K] | undefined)[][] {
    const first = area.column - 1;
    const block: (Layers[K] | undefined)[][] = [];
    for (let row = area.row; row <= lastRowOf(area); row++) {
      const line = this.rows[row - 1]?.[layer] as Line<K> | undefined;
      const out: (Layers[K] | undefined)[] = [];
      for (let at = 0; at < area.numColumns; at++) out.push(line?.[first + at]);
      block.push(out);
    }
    return block;
  }

  private overlaySpills(area: Area, block: (Scalar | undefined)[][]): void {
    for (const anchor of this.spillAnchors()) {
      if (this.isBlocked(anchor)) {
        const line = block[anchor.row - area.row];
        const at = anchor.column - area.column;
        if (line && at >= 0 && at < area.numColumns) line[at] = { error: '#REF!' };
        continue;
      }
      anchor.rows.forEach((values, down) => {
        const line = block[anchor.row + down - area.row];
        values.forEach((value, right) => {
          const at = anchor.column + right - area.column;
          if (line && at >= 0 && at < area.numColumns) line[at] = value;
        });
      });
    }
  }

  private *spillAnchors(): Generator<{ row: number; column: number; rows: Layers['spill'] }> {
    for (let row = 1; row <= this.rows.length; row++) {
      const line = this.rows[row - 1]?.spill;
      if (!line) continue;
      for (let at = 0; at < line.length; at++) {
        const rows = line[at];
        if (rows) yield { row, column: at + 1, rows };
      }
    }
  }

  /** An occupied cell in the way makes the whole array formula #REF!. */
  private isBlocked(anchor: { row: number; column: number; rows: Layers['spill'] }): boolean {
    return anchor.rows.some((values, down) =>
      values.some((_value, right) => {
        if (down === 0 && right === 0) return false;
        return this.get('value', anchor.row + down, anchor.column + right) !== undefined;
      }),
    );
  }

  /** 0 when nothing has content. A formula giving "" and a FALSE count; formats, notes and rules do not. */
  lastRow(): number {
    let last = 0;
    for (let row = this.rows.length; row > 0 && last === 0; row--) {
      const data = this.rows[row - 1];
      if (data && lastFilled(data) > 0) last = row;
    }
    if (!this.mayHaveSpills) return last;
    for (const { row, rows } of this.spillAnchors()) last = Math.max(last, row + rows.length - 1);
    return Math.min(last, this.maxRows);
  }

  /** As {@link lastRow}, for columns. */
  lastColumn(): number {
    let last = 0;
    for (const data of this.rows) if (data) last = Math.max(last, lastFilled(data, last));
    if (!this.mayHaveSpills) return last;
    for (const { column, rows } of this.spillAnchors()) {
      for (const values of rows) last = Math.max(last, column + values.length - 1);
    }
    return Math.min(last, this.maxColumns);
  }

  /** New rows before row `before` (maxRows + 1: at the end), looking like row `like` if given. */
  insertRows(before: number, count: number, like?: number): void {
    const model = like === undefined ? undefined : this.rows[like - 1];
    const fresh: (RowData | undefined)[] = [];
    for (let i = 0; i < count; i++) fresh.push(inheritedRow(model));
    if (this.rows.length < before - 1) this.rows.length = before - 1;
    this.rows = this.rows.slice(0, before - 1).concat(fresh, this.rows.slice(before - 1));
    this.maxRows += count;
  }

  deleteRows(start: number, count: number): void {
    this.rows.splice(start - 1, count);
    this.maxRows -= count;
  }

  /** New columns before column `before`, looking like column `like` if given. */
  insertColumns(before: number, count: number, like?: number): void {
    for (const data of this.rows) if (data) insertIntoRow(data, before - 1, count, like);
    this.maxColumns += count;
  }

  deleteColumns(start: number, count: number): void {
    for (const data of this.rows) {
      if (!data) continue;
      for (const layer of LAYERS) if (data[layer]) ownLine(data, layer).splice(start - 1, count);
    }
    this.maxColumns -= count;
  }

  /** Moves one column so that it stands before column `before` (counted before the move). */
  moveColumn(from: number, before: number): void {
    const target = before > from ? before - 2 : before - 1;
    for (const data of this.rows) {
      if (!data) continue;
      for (const layer of LAYERS) {
        if (!data[layer]) continue;
        const line = ownLine(data, layer) as unknown[];
        while (line.length < Math.max(from, target + 1)) line.push(undefined);
        line.splice(target, 0, ...line.splice(from - 1, 1));
      }
    }
  }

  /** Rearranges some layers of an area: new row i holds what row `order[i]` (0-based in the area) held. */
  permute(area: Area, order: readonly number[], layers: readonly LayerName[]): void {
    for (const layer of layers) {
      const block = this.block(layer, area);
      order.forEach((from, to) => {
        const line = block[from] ?? [];
        for (let at = 0; at < area.numColumns; at++) {
          this.set(layer, area.row + to, area.column + at, line[at]);
        }
      });
    }
  }

  /** Empties some layers of an area. */
  wipe(area: Area, layers: readonly LayerName[]): void {
    for (let row = area.row; row <= lastRowOf(area); row++) {
      const data = this.rows[row - 1];
      if (!data) continue;
      for (const layer of layers) {
        if (data[layer]) ownLine(data, layer).fill(undefined, area.column - 1, lastColumnOf(area));
      }
    }
  }

  copy(): Grid {
    const twin = new Grid(this.maxRows, this.maxColumns);
    twin.restore(Array.from(this.rows, (data) => data && copyRow(data)));
    return twin;
  }

  /** Takes these rows (index 0 = row 1) as its own; lines that are frozen may be those of others too. */
  restore(rows: (RowData | undefined)[]): void {
    this.rows = rows;
    this.mayHaveSpills = this.rows.some((data) => data?.spill !== undefined);
  }

  /** The rows as stored, for snapshots: to be read only. */
  storedRows(): readonly (RowData | undefined)[] {
    return this.rows;
  }
}

/** So many cells without anything in them: as large as is needed from the beginning. */
const blankLine = <T>(length: number): (T | undefined)[] => Array.from({ length }, () => undefined);

/**
 * One layer of a row, to be changed. Rows that were inserted have the looks of their neighbour, and a hundred thousand of them the same: they share frozen
 * lines, until one of them is changed.
 */
function ownLine<K extends LayerName>(data: RowData, layer: K): Line<K> {
  const line = (data[layer] ?? []) as Line<K>;
  const own = Object.isFrozen(line) ? [...line] : line;
  if (own !== data[layer]) Object.assign(data, { [layer]: own });
  return own;
}

/** A row that may be changed by itself; lines that rows share stay shared until then. */
export function copyRow(data: RowData): RowData {
  const twin: RowData = { ...data };
  for (const layer of LAYERS) {
    const line = data[layer];
    if (line && !Object.isFrozen(line)) Object.assign(twin, { [layer]: [...line] });
  }
  return twin;
}

/** Last filled column of a row behind the given one, which is the answer if there is none. */
function lastFilled(data: RowData, behind = 0): number {
  let last = behind;
  for (const line of [data.value, data.formula]) {
    for (let at = (line?.length ?? 0) - 1; at >= last; at--) {
      if (line?.[at] !== undefined) {
        last = at + 1;
        break;
      }
    }
  }
  return last;
}

function inheritedRow(model: RowData | undefined): RowData | undefined {
  if (!model?.style && !model?.validation) return undefined;
  return {
    ...(model.style ? { style: shared(model.style) } : {}),
    ...(model.validation ? { validation: shared(model.validation) } : {}),
  };
}

/** The same line for several rows. */
const shared = <T>(line: T[]): T[] => Object.freeze(line) as T[];

function insertIntoRow(data: RowData, at: number, count: number, like: number | undefined): void {
  for (const layer of LAYERS) {
    const present = data[layer] as readonly unknown[] | undefined;
    const model = like !== undefined && INHERITED.includes(layer) ? present?.[like - 1] : undefined;
    if (!present || (present.length <= at && model === undefined)) continue;
    const line = ownLine(data, layer) as unknown[];
    while (line.length < at) line.push(undefined);
    line.splice(at, 0, ...Array.from({ length: count }, () => model));
  }
}
