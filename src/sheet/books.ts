/**
 * The books: a hidden tab of packed blocks (B2). One row of the tab is one part of one block: column A says in JSON what the row
 * holds and its SHA-256, column B holds gzipped text in base64. A row that was changed by hand or by find-and-replace no longer
 * matches its digest and only damages its own block. Order comes from the numbers in the rows, never from where they stand.
 */
import { LAYOUT } from '../core/layouts';
import { Refusal } from '../core/words';
import { isSealed, openBlock, packBlock, type Packing } from './books-blocks';
import { byAppend, damageOf, EVERYTHING, lastOf, movedUp, parseHead } from './books-rows';
import type { IndexedRow, NewRow } from './books-rows';
import { BooksPayloads } from './books-payloads';
import { BooksTab } from './books-tab';
import { contiguous } from './runs';
import type {
  Block,
  Books,
  BooksGap,
  BooksState,
  Damage,
  KeyValues,
  StreamEntry,
  StreamReading,
} from '../flows/ports';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Stream that holds nothing but the number of an append. */
const COUNT_STREAM = 'count';
/** Document property with the number of the last append that was flushed. */
const COUNTER_KEY = 'postbackDesk.counter';
/** Document property with the spreadsheet to which these properties belong: if a copy takes them along, they tell it. */
const FILE_KEY = 'postbackDesk.file';
/** Document property: why the books lack something that happened. Layout 1 wrote `1` for set back. */
const GAP_KEY = 'postbackDesk.rewound';

export interface BooksDependencies extends Packing {
  readonly spreadsheet: () => GoogleAppsScript.Spreadsheet.Spreadsheet;
  readonly documentValues: KeyValues;
}

export class SheetBooks implements Books {
  private readonly tab: BooksTab;
  private indexCache: IndexedRow[] | undefined;
  /** Number of the last append, and last row of the tab, when the index was read. */
  private counted = 0;
  private lastRow = 0;
  private isForeignStore: boolean | undefined;
  /** Streams read or written in this execution, so that each is read once. */
  private readonly readings = new Map<string, StreamReading>();
  private readonly payloads: BooksPayloads;

  constructor(private readonly deps: BooksDependencies) {
    this.tab = new BooksTab(deps.spreadsheet, deps.documentValues, (value) => parseHead(value) !== undefined);
    this.payloads = new BooksPayloads(this.tab);
  }

  state(): BooksState {
    const index = this.index();
    const heads = (index ?? []).flatMap(({ head }) => head ?? []);
    if (heads.some((head) => head.v > LAYOUT)) return 'newer';
    const file = this.deps.spreadsheet().getId();
    if (this.hasForeignStore(file) || heads.some((head) => head.sheet !== file)) return 'copied';
    if (!index) return 'none';
    return heads.length === 0 && index.length > 0 ? 'damaged' : 'usable';
  }

  gap(): BooksGap | undefined {
    const noted = this.deps.documentValues.get(GAP_KEY);
    if (noted !== null) return noted === '1' ? 'rewound' : (noted as BooksGap);
    // The number that was read before the index: of a later one, another execution's, the index could know nothing.
    return this.gapAt(this.index() ? this.counted : this.counter());
  }

  noteGap(why: BooksGap): void {
    // The first reason is the cause of the others; only a copy is something else.
    if (why === 'copied' || this.deps.documentValues.get(GAP_KEY) === null)
      this.deps.documentValues.set(GAP_KEY, why);
  }

  closeGap(): void {
    this.deps.documentValues.remove(GAP_KEY);
  }

  create(): void {
    this.enthrone([], 'replaced');
  }

  startOver(entries: readonly StreamEntry[]): void {
    this.enthrone(entries, 'archived');
  }

  append(others: readonly StreamEntry[], newest?: StreamEntry): void {
    const isRead = this.indexCache !== undefined;
    const { sheet, index } = this.own();
    const counter = this.counter();
    // The number of this append would hide that some before it are missing (J4): that has to be known before it counts.
    const gap = this.gapAt(counter);
    if (gap) {
      this.noteGap(gap);
      this.deps.documentValues.settle();
    }
    const n = Math.max(lastOf(index), counter) + 1;
    const entries = newest ? [...others, newest] : others;
    const rows = entries.flatMap((entry) => {
      const { stream, blocks } = entry;
      const first = this.blocksOf(stream).length;
      return blocks.flatMap((block, at) =>
        this.rowsOf(entry === newest ? n + 1 : n, stream, first + at, block),
      );
    });
    if (rows.length === 0) return;
    // Before the write: what was known of these streams is only whole if it was read or is empty.
    const known = entries.map(({ stream }) => this.readings.get(stream) ?? this.emptyReading(stream));
    this.tab.remember();
    // Asked anew if the index was read before: people may have put rows in since.
    const start = this.tab.write(sheet, (isRead ? sheet.getLastRow() : this.lastRow) + 1, rows);
    // Until flush has returned nothing of this counts.
    SpreadsheetApp.flush();
    this.deps.documentValues.set(COUNTER_KEY, String(newest ? n + 1 : n));
    this.claimStore();
    rows.forEach(({ head }, at) => index.push({ row: start + at, head }));
    entries.forEach(({ stream, blocks }, at) => {
      const reading = known[at];
      if (!reading || blocks.length === 0) return;
      const texts = reading.texts.concat(blocks.map((block) => block.text));
      this.readings.set(stream, { ...reading, texts, newestLost: false });
    });
  }

  reserve(rows: number): void {
    this.tab.makeRoom(this.own().sheet, rows);
  }

  private emptyReading(stream: string): StreamReading | undefined {
    return this.blocksOf(stream).length === 0 ? { texts: [], damage: [], newestLost: false } : undefined;
  }

  read(stream: string, how: 'kept' | 'once' = 'kept'): StreamReading {
    const known = this.readings.get(stream);
    if (known) return known;
    let reading = this.readStream(stream);
    // Somebody else's step may have deleted rows since the index was read, so that others were read in their places.
    if (reading.damage.length > 0 && this.hasMoved()) reading = this.readStream(stream);
    if (how === 'kept') this.readings.set(stream, reading);
    return reading;
  }

  blocks(stream: string): number {
    return this.blocksOf(stream).length;
  }

  hasUnreadable(): boolean {
    return (this.index() ?? []).some((entry) => !entry.head);
  }

  streams(): readonly string[] {
    const names = new Set<string>();
    for (const { head } of this.index() ?? []) if (head) names.add(head.stream);
    return [...names];
  }

  remove(isObsolete: (stream: string) => boolean, how: 'streams' | 'and-unreadable' = 'streams'): void {
    if (!this.tab.find()) return;
    const isDoomed = ({ head }: IndexedRow): boolean =>
      head ? isObsolete(head.stream) : how === 'and-unreadable';
    if (!this.own().index.some(isDoomed)) return;
    this.keepCounting(isObsolete);
    // Rows are counted anew right before they are deleted: people may have put some in.
    this.indexCache = undefined;
    this.payloads.clear();
    const { sheet, index } = this.own();
    const last = lastOf(index);
    const isSpent = ({ head }: IndexedRow): boolean => head?.stream === COUNT_STREAM && head.n < last;
    const doomed: number[] = [];
    const stays: IndexedRow[] = [];
    for (const entry of index) {
      if (isDoomed(entry) || isSpent(entry)) doomed.push(entry.row);
      else stays.push(entry);
    }
    // From the bottom up, in runs, so that the rows above keep their numbers. A tab keeps at least one row.
    for (const run of contiguous(doomed).reverse()) {
      if (run.count === sheet.getMaxRows()) sheet.insertRowsAfter(sheet.getMaxRows(), 1);
      sheet.deleteRows(run.first, run.count);
    }
    // No flush: rows that come back are obsolete all the same.
    this.indexCache = movedUp(stays, doomed);
    this.payloads.clear();
    for (const name of this.readings.keys()) if (isObsolete(name)) this.readings.delete(name);
  }

  /** Books without their newest rows look set back (J4): where those are removed, a row without content takes over the count. */
  private keepCounting(isObsolete: (stream: string) => boolean): void {
    const counter = Math.max(this.counter(), lastOf(this.index() ?? []));
    const stays = ({ head }: IndexedRow): boolean =>
      head !== undefined && !isObsolete(head.stream) && head.n >= counter;
    if ((this.index() ?? []).some(stays)) return;
    this.append([{ stream: COUNT_STREAM, blocks: [{ text: '', firstId: 0, lastId: 0 }] }]);
  }

  /** Why the books are behind what was counted outside of them, if they are. */
  private gapAt(counter: number): BooksGap | undefined {
    if (lastOf(this.index() ?? []) >= counter) return undefined;
    return this.hasUnreadable() ? 'changed' : 'rewound';
  }

  /** Until the first write of a file, or of a copy that is now worked in, these properties do not say whose they are. */
  private claimStore(): void {
    if (this.isForeignStore === false) return;
    this.deps.documentValues.set(FILE_KEY, this.deps.spreadsheet().getId());
    this.isForeignStore = false;
  }

  private counter(): number {
    return Number(this.deps.documentValues.get(COUNTER_KEY) ?? 0);
  }

  private hasForeignStore(file: string): boolean {
    if (this.isForeignStore === undefined) {
      const owner = this.deps.documentValues.get(FILE_KEY);
      if (owner === null) return false;
      this.isForeignStore = owner !== file;
    }
    return this.isForeignStore;
  }

  /** The tab, for writing into it. @throws Refusal in books of another spreadsheet or of a newer version (S7, B4) */
  private own(): { readonly sheet: Sheet; readonly index: IndexedRow[] } {
    const sheet = this.tab.find();
    const index = this.index();
    if (!sheet || !index) throw new Refusal('books-missing');
    const state = this.state();
    if (state === 'copied') throw new Refusal('copied-file');
    if (state === 'newer') throw new Refusal('newer-layout');
    return { sheet, index };
  }

  /** Puts new books in the place of whatever is there. A death before the flush leaves the old ones; there is no state between. */
  private enthrone(entries: readonly StreamEntry[], aside: 'replaced' | 'archived'): void {
    const n = Math.max(lastOf(this.index() ?? []), this.counter()) + 1;
    const rows = entries.flatMap(({ stream, blocks }) =>
      blocks.flatMap((block, at) => this.rowsOf(n, stream, at, block)),
    );
    const sheet = this.tab.insert();
    const start = this.tab.write(sheet, 1, rows);
    this.tab.enthrone(sheet, aside, new Date());
    SpreadsheetApp.flush();
    this.tab.remember();
    if (rows.length > 0) this.deps.documentValues.set(COUNTER_KEY, String(n));
    this.claimStore();
    this.indexCache = rows.map(({ head }, at) => ({ row: start + at, head }));
    this.payloads.clear();
    this.readings.clear();
  }

  /** What column A says, in the order of appending; read once. Rows in which nothing stands are none. */
  private index(): IndexedRow[] | undefined {
    const sheet = this.tab.find();
    if (!sheet) return undefined;
    if (this.indexCache) return this.indexCache;
    this.counted = this.counter();
    const last = (this.lastRow = sheet.getLastRow());
    const texts = last === 0 ? [] : (sheet.getRange(1, 1, last, 1).getValues() as unknown[][]);
    const read = texts.map(([value], at) => ({ row: at + 1, value, ...parseHead(value) }));
    // Column B tells empty rows from rows whose head was deleted, and proves heads of layout 1.
    const doubted = read.filter(({ value, head, proven }) => value === '' || (head && !proven));
    const payloads = this.payloads.read(doubted.map(({ row }) => row));
    this.indexCache = read
      .filter(({ row, value }) => value !== '' || (payloads.get(row) ?? '') !== '')
      .map(({ row, head, proven }) => ({
        row,
        head: head && (proven || isSealed(this.deps, head, payloads.get(row) ?? '')) ? head : undefined,
      }))
      .sort(byAppend);
    return this.indexCache;
  }

  /** Reads the index anew. Returns true if rows stand elsewhere now. */
  private hasMoved(): boolean {
    const places = (): string =>
      (this.index() ?? []).map(({ row, head }) => `${row} ${head?.n} ${head?.sha}`).join('\n');
    const before = places();
    this.indexCache = undefined;
    this.payloads.clear();
    return places() !== before;
  }

  /** Rows of a stream, by block. */
  private blocksOf(stream: string): IndexedRow[][] {
    const blocks: IndexedRow[][] = [];
    for (const entry of this.index() ?? []) {
      if (entry.head?.stream === stream) (blocks[entry.head.block] ??= []).push(entry);
    }
    return blocks;
  }

  private rowsOf(n: number, stream: string, at: number, block: Block): NewRow[] {
    return packBlock(this.deps, { sheet: this.deps.spreadsheet().getId(), n, stream, block: at }, block);
  }

  private readStream(stream: string): StreamReading {
    const blocks = this.blocksOf(stream);
    const payloads = this.payloads.read(blocks.flat().map((entry) => entry.row));
    const texts: string[] = [];
    const damage: Damage[] = [];
    let newestLost = false;
    // Holes in a sparse array are blocks of which no row is left.
    for (const rows of Array.from(blocks)) {
      const text = rows ? openBlock(this.deps, rows, payloads) : undefined;
      newestLost = text === undefined;
      if (text !== undefined) for (const { row } of rows) this.payloads.forget(row);
      if (text !== undefined) texts.push(text);
      else damage.push(rows ? damageOf(rows) : EVERYTHING);
    }
    return { texts, damage, newestLost };
  }
}
