/**
 * Which header belongs over which column of a tab whose header row was overwritten, emptied, doubled or lost columns (C4, C2): by the
 * headers that are right, by what the content proves, and by the only gap between known neighbours. What cannot be told is left alone.
 */
import { cellFor, type Baseline } from './baseline';
import type { CellOut } from './cells';
import { columnOf, COLUMNS, type Column, type ColumnKey } from './columns';
import {
  agreement,
  holdsStates,
  idInCell,
  idInKey,
  isProven,
  knownRows,
  mayBe,
  positionOfNames,
  someOf,
  type KnownRow,
  type RawTab,
} from './repair-evidence';
import { isBlank } from './row-owner';

/** A column that is not in the tab and has to be added. */
export interface NewColumn {
  readonly column: Column;
  /** 0-based position that it takes: a new one, or one that is there already and empty. */
  readonly position: number;
  readonly isThere: boolean;
  /** What it holds below the header, by row. */
  readonly cells: readonly CellOut[];
}

export interface HeaderPlan {
  /** True if row 1 is a postback's, because the header row was deleted or sorted away: it needs a row of its own before anything else. */
  readonly firstRowIsData: boolean;
  /** Header cells to be written, by position. */
  readonly texts: ReadonlyMap<number, string>;
  /** Columns whose header was put back over their own content. */
  readonly restored: readonly Column[];
  /** Columns of which a second one was renamed. */
  readonly copies: readonly Column[];
  /** The first column that is missing; there may be more once it is added. */
  readonly missing: NewColumn | undefined;
  /** Columns whose header stands several times without any proof which is right. */
  readonly unclear: readonly Column[];
  /** Positions of what says whose a row is, as far as known. */
  readonly witnesses: readonly number[];
}

/** The header of a column while it is being filled: what stands in it may not be believed yet. */
export const fillingHeader = (column: Column): string => `${column.header} (being restored)`;
const copyHeader = (column: Column): string => `${column.header} (copy)`;

const NOTHING: HeaderPlan = {
  firstRowIsData: false,
  texts: new Map(),
  restored: [],
  copies: [],
  missing: undefined,
  unclear: [],
  witnesses: [],
};

/** @returns undefined if no row can be told whose it is, so that nothing can be proved */
export function planHeaders(tab: RawTab, baseline: Baseline): HeaderPlan | undefined {
  return new HeaderPlanner(tab, baseline).plan();
}

class HeaderPlanner {
  private readonly at = new Map<ColumnKey, number>();
  private readonly taken = new Set<number>();
  private readonly restored: Column[] = [];
  private readonly copies: Column[] = [];
  private readonly unclear: Column[] = [];
  private readonly texts = new Map<number, string>();
  private rows: readonly KnownRow[] = [];
  private sample: readonly KnownRow[] = [];

  constructor(
    private readonly tab: RawTab,
    private readonly baseline: Baseline,
  ) {}

  plan(): HeaderPlan | undefined {
    const doubled = this.readHeaders();
    this.findNames(doubled);
    const at = { id: this.at.get('id'), rowKey: this.at.get('rowKey') };
    if (at.id === undefined && at.rowKey === undefined) return undefined;
    const witnesses = [at.id, at.rowKey].filter((position) => position !== undefined);
    if (this.isPostback(at)) return { ...NOTHING, firstRowIsData: true, witnesses };
    this.rows = knownRows(this.tab, this.baseline, at);
    this.sample = someOf(this.rows);
    for (const [column, places] of doubled) this.chooseAmong(column, places);
    this.findByContent();
    this.findByNeighbours();
    this.nameCopies(doubled);
    for (const [key, position] of this.at) this.name(columnOf(key), position);
    const missing = COLUMNS.find((column) => !this.at.has(column.key) && !this.unclear.includes(column));
    return {
      firstRowIsData: false,
      texts: this.texts,
      restored: this.restored,
      copies: this.copies,
      missing: missing && this.newColumn(missing),
      unclear: this.unclear,
      witnesses,
    };
  }

  /** True if row 1 bears the name of a pulled postback. */
  private isPostback(at: { readonly id: number | undefined; readonly rowKey: number | undefined }): boolean {
    const { headers } = this.tab;
    const named = [
      at.id === undefined ? undefined : idInCell(headers[at.id]),
      at.rowKey === undefined ? undefined : idInKey(headers[at.rowKey]),
    ];
    return named.some((id) => id !== undefined && this.baseline.has(id));
  }

  /** Takes the headers that stand once; returns those that stand several times. */
  private readHeaders(): Map<Column, readonly number[]> {
    const byName = new Map<string, Column>();
    for (const column of COLUMNS) {
      byName.set(column.header, column);
      if (column.apiName !== '') byName.set(column.apiName, column);
    }
    const places = new Map<Column, number[]>();
    this.tab.headers.forEach((text, position) => {
      const column = byName.get(text.trim());
      if (column) places.set(column, [...(places.get(column) ?? []), position]);
    });
    const doubled = new Map<Column, readonly number[]>();
    for (const [column, positions] of places) {
      if (positions.length === 1) this.take(column, positions[0]!);
      else doubled.set(column, positions);
    }
    return doubled;
  }

  private take(column: Column, position: number): void {
    this.at.set(column.key, position);
    this.taken.add(position);
  }

  private restore(column: Column, position: number): void {
    this.take(column, position);
    this.restored.push(column);
  }

  /** Positions that no catalogue column has been found for. */
  private free(): number[] {
    return this.tab.headers.flatMap((_, position) => (this.taken.has(position) ? [] : [position]));
  }

  /** Ids and row keys first: only they tell which row is which postback's. */
  private findNames(doubled: Map<Column, readonly number[]>): void {
    for (const [key, nameOf] of [
      ['rowKey', idInKey],
      ['id', idInCell],
    ] as const) {
      const column = columnOf(key);
      if (this.at.has(key)) continue;
      const among = doubled.get(column) ?? this.free();
      const position = positionOfNames(this.tab, among, this.baseline, nameOf);
      if (position === undefined) continue;
      if (doubled.has(column)) this.take(column, position);
      else this.restore(column, position);
    }
  }

  /** Of several columns with one header, the one whose content is nearest to what was pulled; the first of equals with equal content. */
  private chooseAmong(column: Column, places: readonly number[]): void {
    if (this.at.has(column.key)) return;
    const scores = places.map((position) => {
      const found = agreement(this.tab, position, column, this.sample);
      return found.toldSame * (this.sample.length + 1) + found.same;
    });
    const best = Math.max(...scores);
    const winners = places.filter((_, index) => scores[index] === best);
    const equal = winners.every((position) => this.sameContent(winners[0]!, position));
    if ((best > 0 || column.role === 'addon') && equal) this.take(column, winners[0]!);
    else {
      this.unclear.push(column);
      for (const position of places) this.taken.add(position);
    }
  }

  private sameContent(a: number, b: number): boolean {
    for (let row = 0; row < this.tab.rowCount; row += 1) {
      if (String(this.tab.value(row, a)) !== String(this.tab.value(row, b))) return false;
    }
    return true;
  }

  private missing(): Column[] {
    return COLUMNS.filter((column) => !this.at.has(column.key) && !this.unclear.includes(column));
  }

  /** A column is proven where one place alone can be it, and the place can be no other column. */
  private findByContent(): void {
    const places = new Map<Column, number[]>();
    const columns = new Map<number, Column[]>();
    for (const column of this.missing()) {
      for (const position of this.free()) {
        if (this.isFilling(position) || !this.proves(column, position)) continue;
        places.set(column, [...(places.get(column) ?? []), position]);
        columns.set(position, [...(columns.get(position) ?? []), column]);
      }
    }
    for (const [column, [position, ...more]] of places) {
      if (more.length === 0 && columns.get(position!)!.length === 1) this.restore(column, position!);
    }
  }

  private proves(column: Column, position: number): boolean {
    if (column.key === 'state') return holdsStates(this.tab, position);
    return isProven(agreement(this.tab, position, column, this.sample));
  }

  /** A half-filled column of ours proves nothing. */
  private isFilling(position: number): boolean {
    const text = this.tab.headers[position]!.trim();
    return COLUMNS.some((column) => text === fillingHeader(column));
  }

  /** Runs of missing columns that stand exactly in the gap between two known ones. */
  private findByNeighbours(): void {
    const places = COLUMNS.map((column) => this.at.get(column.key));
    for (let first = 0; first < COLUMNS.length; first += 1) {
      if (places[first] !== undefined) continue;
      let last = first;
      while (last + 1 < COLUMNS.length && places[last + 1] === undefined) last += 1;
      const before = first === 0 ? -1 : places[first - 1]!;
      const behind = last + 1 < COLUMNS.length ? places[last + 1]! : this.end();
      const run = COLUMNS.slice(first, last + 1);
      const fits = behind - before === run.length + 1;
      const all = run.every((column, offset) => this.mayStand(column, before + 1 + offset, run.length === 1));
      if (fits && all) run.forEach((column, offset) => this.restore(column, before + 1 + offset));
      first = last;
    }
  }

  /** The position behind the last column that holds anything. */
  private end(): number {
    for (let position = this.tab.headers.length - 1; position >= 0; position -= 1) {
      if (this.tab.headers[position]!.trim() !== '' || !this.isEmpty(position)) return position + 1;
    }
    return 0;
  }

  private mayStand(column: Column, position: number, alone: boolean): boolean {
    if (position >= this.tab.headers.length || this.taken.has(position)) return false;
    if (this.unclear.includes(column) || this.isFilling(position)) return false;
    const emptyHeader = this.tab.headers[position]!.trim() === '';
    if (column.role === 'addon') return emptyHeader && this.isEmpty(position, column.header);
    return mayBe(agreement(this.tab, position, column, this.sample), emptyHeader && alone);
  }

  /** @param butFor a text that does not count: that of a header row which was sorted in among the others */
  private isEmpty(position: number, butFor = ''): boolean {
    for (let row = 0; row < this.tab.rowCount; row += 1) {
      const value = this.tab.value(row, position);
      if (!isBlank(value) && value !== butFor) return false;
    }
    return true;
  }

  /** The losers of a doubled header, unless they turned out to be another column that was missing. */
  private nameCopies(doubled: ReadonlyMap<Column, readonly number[]>): void {
    for (const [column, places] of doubled) {
      if (this.unclear.includes(column)) continue;
      for (const position of places) {
        if (this.taken.has(position)) continue;
        this.texts.set(position, copyHeader(column));
        if (!this.copies.includes(column)) this.copies.push(column);
      }
    }
  }

  private name(column: Column, position: number): void {
    if (this.tab.headers[position] !== column.header) this.texts.set(position, column.header);
  }

  /** At its catalogue place: right behind the column before it, or before the first that is known. */
  private newColumn(column: Column): NewColumn {
    const index = COLUMNS.indexOf(column);
    let position = 0;
    for (let at = index - 1; at >= 0; at -= 1) {
      const before = this.at.get(COLUMNS[at]!.key);
      if (before === undefined) continue;
      position = before + 1;
      break;
    }
    const filling = this.tab.headers.findIndex((text) => text.trim() === fillingHeader(column));
    const isThere = filling >= 0 || this.isSpare(position);
    const cells = Array.from({ length: this.tab.rowCount }, (): CellOut => '');
    if (column.key !== 'state' && column.key !== 'message') {
      for (const { row, known } of this.rows) cells[row] = cellFor(column, known.postback);
    }
    return { column, position: filling >= 0 ? filling : position, isThere, cells };
  }

  private isSpare(position: number): boolean {
    if (position >= this.tab.headers.length || this.taken.has(position)) return false;
    return this.tab.headers[position]!.trim() === '' && this.isEmpty(position);
  }
}
