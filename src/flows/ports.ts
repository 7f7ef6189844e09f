/**
 * What the flows need from the world, as small interfaces that they own. `sheet` and `platform` implement them; tests may too.
 */
import type { BaselineRow, ShownCell } from '../core/baseline';
export type { ShownCell } from '../core/baseline';
import type { CellIn, CellOut } from '../core/cells';
import type { ColumnKey } from '../core/columns';
import type { NewColumn } from '../core/repair-headers';
import type { RawTab } from '../core/repair-evidence';
import type { DeskTable } from '../core/row-owner';
import type { Http } from '../everflow/http';
import type { AuditTabs } from './ports/audit-tabs';
export { UNFINISHED, type AuditTabs, type TabReading } from './ports/audit-tabs';
import type { LogTab } from './ports/log-tab';
export type { LogTab } from './ports/log-tab';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): void;
  /** 0 ≤ x < 1 */
  random(): number;
}

/**
 * A small store of texts: at most 9 kB a value (limit of PropertiesService). What is read is the store as it was when this execution last looked, with
 * its own writes: others may have written since. Writes are durable once `settle` has returned. It comes before anything else that others can see:
 * ports of a step do it before each action, so that an execution that dies has done its actions in order, up to one of them.
 */
export interface KeyValues {
  get(key: string): string | null;
  /** @param value '' is the same as nothing; it goes out with whatever else is set, where each removal is a call */
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
  /** The next reading sees what others have written. Holding the lock begins with that, and so does each unit of work. */
  lookAnew(): void;
  /** Writes out what was set and removed. */
  settle(): void;
  /** Forgets what was set and removed since. */
  drop(): void;
}

export interface Digest {
  /** SHA-256 of the UTF-8 text, as 64 lower-case hex digits. */
  sha256(text: string): string;
}

/** A piece of a stream: JSON text with the ids it covers. */
export interface Block {
  readonly text: string;
  /** Least and greatest postback id in the block; 0 where ids do not matter. */
  readonly firstId: number;
  readonly lastId: number;
}

/** Blocks to be added to a stream. */
export interface StreamEntry {
  readonly stream: string;
  readonly blocks: readonly Block[];
}

/** What a damaged or missing block covered; `firstId` 0 and `lastId` Infinity when that cannot be known. */
export interface Damage {
  readonly firstId: number;
  readonly lastId: number;
}

export interface StreamReading {
  /** Texts of the blocks that are whole, in the order of writing. */
  readonly texts: readonly string[];
  readonly damage: readonly Damage[];
  /** True if the newest block is among the damaged ones: what the stream says last is not known. */
  readonly newestLost: boolean;
}

/** Whether the books can be used, before anything in them is believed. */
export type BooksState = 'none' | 'usable' | 'damaged' | 'copied' | 'newer';

/**
 * Why usable books lack something that happened, so that nothing may be pushed before a complete pull (J4): set back to an older state;
 * changed by hand in their newest part or beyond what can be told; put in the place of lost ones; those of the original, in a copy (S7); or a
 * push ended whose outcome cannot be told.
 */
export type BooksGap = 'rewound' | 'changed' | 'replaced' | 'copied' | 'lost';

/**
 * The books: named append-only streams of packed blocks in a hidden tab (B2). An append counts only after it has returned: it is
 * flushed then.
 */
export interface Books {
  state(): BooksState;
  /** What is missing, if anything is: noted, or told by the number of the last append. It stays until `closeGap`. */
  gap(): BooksGap | undefined;
  noteGap(why: BooksGap): void;
  closeGap(): void;
  /**
   * @param last what makes the rest count: it is the newest that the books hold, so that they look set back without it (J4)
   * @throws Refusal copied-file, newer-layout, books-missing; so does `remove` but for missing books
   */
  append(entries: readonly StreamEntry[], last?: StreamEntry): void;
  /**
   * Makes room for rows to be appended, flushed when it returns, so that a run is not stopped half-way by a full spreadsheet (J5).
   * @throws Refusal no-room if the spreadsheet would pass 10 million cells
   */
  reserve(rows: number): void;
  /** @param how `once`: not to be held in memory for the next who asks in this execution; a large stream takes as much as what is made of it */
  read(stream: string, how?: 'kept' | 'once'): StreamReading;
  /** Number of blocks of a stream, damaged ones too; nothing is read for it but the index. */
  blocks(stream: string): number;
  /** True if there is a row of which nobody can tell what it held: it may have been a block of any stream. */
  hasUnreadable(): boolean;
  streams(): readonly string[];
  /**
   * Forgets whole streams; what is still needed must have been appended elsewhere before.
   * @param how `and-unreadable`: also rows that nobody can read, which a new baseline makes worthless
   */
  remove(isObsolete: (stream: string) => boolean, how?: 'streams' | 'and-unreadable'): void;
  /** Starts anew where the books are gone or unusable; what there was is kept, hidden, under another name. */
  create(): void;
  /** In a copied file: puts the original's books aside and starts this spreadsheet's own with these entries, in one flush (S7). */
  startOver(entries: readonly StreamEntry[]): void;
}

/** A reading of the desk tab; rows are positions in this reading and mean nothing later (P11). */
export interface DeskReading extends DeskTable {
  /** Positions of catalogue columns in the tab, 0-based. */
  readonly columns: ReadonlyMap<ColumnKey, number>;
}

/** Names a row for writing: by postback id, or by row key where it has no id yet. */
export type RowName = { readonly id: number } | { readonly rowKey: string };

/** New contents for cells of one row. */
export interface RowUpdate {
  readonly row: RowName;
  /**
   * Asked only where several rows bear the name, because someone copied one: the first row for which it says yes is meant, and none if it
   * never does. Without it no row is written then.
   */
  readonly isRow?: (value: (column: ColumnKey) => CellIn) => boolean;
  readonly cells: readonly CellUpdate[];
}

export interface CellUpdate {
  readonly column: ColumnKey;
  readonly value: CellOut;
  /** If given, the cell is only written while `expected` says yes to what it holds now (D3). */
  readonly expected?: (current: CellIn) => boolean;
}

/** Rows next to each other, as positions in a reading. */
export interface RowRun {
  readonly first: number;
  readonly count: number;
}

/** Which rows a filter hides. Rows that a person has hidden by hand are not hidden by a filter. */
export interface HiddenRows {
  readonly hidden: ReadonlySet<number>;
  /** Rows of which it was not found out. */
  readonly untold: readonly number[];
}

/** True if a cell of the reading holds what was pulled. */
export type SameAsPulled = (row: number, column: ColumnKey) => boolean;

/** The Postbacks tab. */
export interface Desk {
  /** True if the tab known by this sheet id is there. */
  exists(sheetId: number): boolean;
  /**
   * Makes a new tab with headers, formats, validation and notes; renames a tab that has the name already. Returns its sheet id.
   * @param ids of the postbacks that are about to be appended: their rows are claimed
   */
  create(ids: readonly number[]): number;
  /** @throws Refusal desk-missing, column-missing, column-doubled */
  read(sheetId: number): DeskReading;
  /** True if the acting person may edit every cell that the add-on may have to write: nothing there is protected against them (J5). */
  mayWrite(sheetId: number, reading: DeskReading): boolean;
  /**
   * Adds rows below all others and reads them back. Returns cells that read differently.
   * @param where `claimed`: where `create` claimed them, and below only those whose claim is lost
   * @returns 'moved' if the rows are not where they were written (someone sorted or inserted meanwhile): read again
   */
  append(
    sheetId: number,
    rows: readonly BaselineRow[],
    where: 'below' | 'claimed',
  ): readonly ShownCell[] | 'moved';
  /**
   * Writes single cells of rows found by name, in runs; reads them back; flushed when it returns. Rows that are gone are passed over.
   * @throws Refusal rows-moved if people moved rows again and again
   */
  update(sheetId: number, updates: readonly RowUpdate[]): readonly ShownCell[];
  /**
   * Writes cells by position of a reading made in this same execution, if the rows still stand where they stood. A cell that holds something else
   * than it did in the reading is passed over: somebody has typed there since.
   * @returns false if one of the rows moved: what was written of the last portion is taken back; read again
   */
  writeAt(sheetId: number, reading: DeskReading, cells: readonly PlacedCell[]): boolean;
  /**
   * Deletes the rows that bear exactly these ids; ids that stand in several rows are left alone.
   * @param isMeant asked with what a row holds right before it goes; a row that is not meant any more stays
   * @returns the ids whose rows were deleted
   * @throws Refusal row-put-back if people moved rows meanwhile and another one went: it stands at the bottom then, with all it held
   */
  removeRows(
    sheetId: number,
    ids: readonly number[],
    isMeant?: (id: number, value: (column: ColumnKey) => CellIn) => boolean,
  ): readonly number[];
  /** Selects cells for the person at the screen. Returns how many of the first rows a filter hides. */
  select(sheetId: number, reading: DeskReading, cells: readonly Omit<PlacedCell, 'value'>[]): number;
  /**
   * Which of these rows of a reading made in this same execution a filter hides.
   * @param most rows asked about one by one, each of which costs a call
   * @param isAsPulled lets more rows be judged by the filter's own list of texts
   */
  hiddenRows(
    sheetId: number,
    reading: DeskReading,
    rows: readonly number[],
    most: number,
    isAsPulled?: SameAsPulled,
  ): HiddenRows;
  /**
   * What the person has selected, as runs of rows of a reading made in this same execution.
   * @returns undefined if another tab is open; 'moved' if rows moved since they were read
   */
  selectedRows(sheetId: number, reading: DeskReading): readonly RowRun[] | 'moved' | undefined;
  /** Replaces the formulas of a column by their present values. */
  keepValues(sheetId: number, column: ColumnKey): number;
}

/** What a person at the screen was shown. */
export interface Shown {
  readonly cells: number;
  /** Of the first rows, how many a filter hides: the person would see nothing there. */
  readonly hiddenByFilter: number;
}

export interface PlacedCell {
  readonly row: number;
  readonly column: ColumnKey;
  readonly value: CellOut;
}

/** Header and look of the Postbacks tab, for putting them back (C4). Works whatever the header row says. */
export interface Layout {
  /** @throws Refusal desk-missing */
  look(sheetId: number): RawTab;
  /**
   * Puts an empty row above all others, for a header row that was deleted or sorted away.
   * @returns false, and nothing is done, if the first row is not as it was
   */
  addHeaderRow(sheetId: number, look: RawTab): boolean;
  /**
   * Writes header cells by position of a look made in this same execution.
   * @returns false, and nothing is written, if the header row is not as it was
   */
  setHeaders(sheetId: number, look: RawTab, texts: ReadonlyMap<number, string>): boolean;
  /**
   * Adds a column and fills it; it gets its header last, so that nobody takes a half-filled column for edits.
   * @param witnesses positions of the columns that say whose row is whose
   * @returns false if the tab changed meanwhile: look again; the column is then refilled
   */
  addColumn(sheetId: number, look: RawTab, column: NewColumn, witnesses: readonly number[]): boolean;
  /** Sets notes, formats, validation, frozen row and conditional format. No cell's value changes. @throws Refusal column-missing … */
  dress(sheetId: number): void;
}

/** Everything a flow may touch. */
export interface Ports {
  readonly clock: Clock;
  readonly http: Http;
  readonly digest: Digest;
  readonly desk: Desk;
  readonly layout: Layout;
  readonly auditTabs: AuditTabs;
  readonly books: Books;
  readonly log: LogTab;
  /** Shared by everyone who uses the add-on in this spreadsheet. */
  readonly documentValues: KeyValues;
  /** The acting user's own; nobody else can read them. */
  readonly userValues: KeyValues;
  readonly spreadsheetId: () => string;
  /** E-mail of the acting person; where Google does not tell, a name as stated, or ''. */
  readonly person: () => string;
  readonly newId: () => string;
  /** Of the add-on, as in package.json. */
  readonly version: string;
  /** Runs something short while nobody else runs anything so in this spreadsheet. */
  readonly exclusively: <T>(run: () => T) => T;
}

/** How long a step may go on: whole units of work are begun only while there is time. */
export interface Budget {
  /** @param ms what is to be begun is known to take about so long */
  hasTime(ms?: number): boolean;
}

/** What the panel shows while something is under way. */
export interface Progress {
  /** Short words for what is being done now. */
  readonly doing: string;
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
  readonly finished: boolean;
}
