/**
 * The books: a hidden tab of packed blocks (B2). One row of the tab is one part of one block: column A says in JSON what the row
 * holds and its SHA-256, column B holds gzipped text in base64. A row that was changed by hand or by find-and-replace no longer
 * matches its digest and only damages its own block.
 */
import { damageOf, EVERYTHING, parseHead, spans, type IndexedRow, type RowHead } from './books-rows';
import { contiguous } from './runs';
import type {
  Block,
  Books,
  BooksState,
  Damage,
  Digest,
  KeyValues,
  StreamEntry,
  StreamReading,
} from '../flows/ports';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

export const BOOKS_NAME = 'Postback Desk books (do not edit)';
/** Version of this layout; a greater one is refused, smaller ones are migrated (B4). */
export const BOOKS_LAYOUT = 1;
/** Characters of packed text in one cell; the limit of a cell is 50,000. */
const MAX_PART = 48_000;
/** Rows added at a time, so that not every append has to. */
const SPARE_ROWS = 50;
/** A letter before the packed text, so that it is never taken for a number or formula. */
const MARK = 'z';
/** Stream that holds nothing but the number of an append. */
const COUNT_STREAM = 'count';
/** Document property with the number of the last append that was flushed. */
export const COUNTER_KEY = 'postbackDesk.counter';

export interface BooksDependencies {
  readonly spreadsheet: () => GoogleAppsScript.Spreadsheet.Spreadsheet;
  readonly digest: Digest;
  readonly documentValues: KeyValues;
  readonly pack: (text: string) => string;
  readonly unpack: (packed: string) => string;
}

export class SheetBooks implements Books {
  private sheetCache: Sheet | null | undefined;
  private indexCache: IndexedRow[] | undefined;
  /** Streams read or written in this execution, so that each is read once. */
  private readonly readings = new Map<string, StreamReading>();
  /** Column B by row, as far as it was read in this execution. */
  private readonly payloadCache = new Map<number, string>();
  constructor(private readonly deps: BooksDependencies) {}

  state(): BooksState {
    const index = this.index();
    if (!index) return 'none';
    const heads = index.map((entry) => entry.head).filter((head) => head !== undefined);
    if (heads.some((head) => head.v > BOOKS_LAYOUT)) return 'newer';
    if (heads.length === 0 && index.length > 0) return 'damaged';
    if (heads.some((head) => head.sheet !== this.deps.spreadsheet().getId())) return 'copied';
    const last = heads.reduce((most, head) => Math.max(most, head.n), 0);
    return last < this.counter() ? 'rewound' : 'usable';
  }

  create(): void {
    const file = this.deps.spreadsheet();
    const old = file.getSheetByName(BOOKS_NAME);
    if (old) {
      old.setName(`${BOOKS_NAME} – replaced ${new Date().toISOString().replace(/[:.]/g, '-')}`);
    }
    const sheet = file.insertSheet(BOOKS_NAME, file.getSheets().length);
    // Two columns are enough; a new tab has 26,000 empty cells, which count against the limit.
    sheet.deleteColumns(3, sheet.getMaxColumns() - 2);
    sheet.hideSheet();
    this.sheetCache = sheet;
    this.indexCache = [];
    this.payloadCache.clear();
    this.readings.clear();
  }

  append(entries: readonly StreamEntry[]): void {
    const sheet = this.sheet();
    const index = this.index();
    if (!sheet || !index) throw new Error('The books are missing');
    const n = index.reduce((most, entry) => Math.max(most, entry.head?.n ?? 0), this.counter()) + 1;
    const rows = entries.flatMap(({ stream, blocks }) => {
      const first = this.blocksOf(stream).length;
      return blocks.flatMap((block, at) => this.rowsOf(stream, first + at, block, n));
    });
    if (rows.length === 0) return;
    // Before the write: what was known of these streams is only whole if it was read or is empty.
    const known = entries.map(({ stream }) => this.readings.get(stream) ?? this.emptyReading(stream));
    const start = this.lastUsedRow(index) + 1;
    const missing = start + rows.length - 1 - sheet.getMaxRows();
    if (missing > 0) sheet.insertRowsAfter(sheet.getMaxRows(), Math.max(missing, SPARE_ROWS));
    // "{…" and "z…" are text in any cell format, so none has to be set.
    sheet.getRange(start, 1, rows.length, 2).setValues(rows.map((row) => [row.text, row.payload]));
    // Until flush has returned nothing of this counts.
    SpreadsheetApp.flush();
    this.deps.documentValues.set(COUNTER_KEY, String(n));
    rows.forEach((row, at) => index.push({ row: start + at, head: row.head }));
    entries.forEach(({ stream, blocks }, at) => {
      const reading = known[at];
      if (reading) {
        const texts = reading.texts.concat(blocks.map((block) => block.text));
        this.readings.set(stream, { ...reading, texts });
      }
    });
  }

  private emptyReading(stream: string): StreamReading | undefined {
    return this.blocksOf(stream).length === 0 ? { texts: [], damage: [] } : undefined;
  }

  read(stream: string): StreamReading {
    const known = this.readings.get(stream);
    if (known) return known;
    const reading = this.readStream(stream);
    this.readings.set(stream, reading);
    return reading;
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
    const sheet = this.sheet();
    const index = this.index();
    if (!sheet || !index) return;
    const isDoomed = ({ head }: IndexedRow): boolean =>
      head ? isObsolete(head.stream) : how === 'and-unreadable';
    if (!index.some(isDoomed)) return;
    const doomed = index
      .filter((entry) => isDoomed(entry) || entry.head?.stream === COUNT_STREAM)
      .map((entry) => entry.row);
    this.keepCounting(isObsolete);
    // From the bottom up, in runs, so that the rows above keep their numbers. A tab keeps at least one row.
    for (const run of contiguous(doomed).reverse()) {
      if (run.count === sheet.getMaxRows()) sheet.insertRowsAfter(sheet.getMaxRows(), 1);
      sheet.deleteRows(run.first, run.count);
    }
    SpreadsheetApp.flush();
    this.indexCache = undefined;
    this.payloadCache.clear();
    for (const name of this.readings.keys()) if (isObsolete(name)) this.readings.delete(name);
  }

  /** Books without their newest rows look set back (J4): where those are removed, a row without content takes over the count. */
  private keepCounting(isObsolete: (stream: string) => boolean): void {
    const stays = (stream: string): boolean => stream !== COUNT_STREAM && !isObsolete(stream);
    if ((this.index() ?? []).some(({ head }) => head && stays(head.stream) && head.n >= this.counter()))
      return;
    this.append([{ stream: COUNT_STREAM, blocks: [{ text: '', firstId: 0, lastId: 0 }] }]);
  }

  private counter(): number {
    return Number(this.deps.documentValues.get(COUNTER_KEY) ?? 0);
  }

  private sheet(): Sheet | null {
    if (this.sheetCache === undefined) this.sheetCache = this.deps.spreadsheet().getSheetByName(BOOKS_NAME);
    return this.sheetCache;
  }

  /** Column A of every used row, read once. */
  private index(): IndexedRow[] | undefined {
    const sheet = this.sheet();
    if (!sheet) return undefined;
    if (this.indexCache) return this.indexCache;
    const last = sheet.getLastRow();
    const texts = last === 0 ? [] : (sheet.getRange(1, 1, last, 1).getValues() as unknown[][]);
    this.indexCache = texts.map((row, at) => ({ row: at + 1, head: parseHead(row[0]) }));
    return this.indexCache;
  }

  private lastUsedRow(index: readonly IndexedRow[]): number {
    return index.reduce((most, entry) => Math.max(most, entry.row), 0);
  }

  /** Rows of a stream, by block. */
  private blocksOf(stream: string): IndexedRow[][] {
    const blocks: IndexedRow[][] = [];
    for (const entry of this.index() ?? []) {
      if (entry.head?.stream === stream) (blocks[entry.head.block] ??= []).push(entry);
    }
    return blocks;
  }

  private rowsOf(
    stream: string,
    block: number,
    { text, firstId, lastId }: Block,
    n: number,
  ): { head: RowHead; text: string; payload: string }[] {
    const packed = this.deps.pack(text);
    const of = Math.max(1, Math.ceil(packed.length / MAX_PART));
    const rows = [];
    for (let part = 1; part <= of; part += 1) {
      const payload = MARK + packed.slice((part - 1) * MAX_PART, part * MAX_PART);
      const bare = {
        v: BOOKS_LAYOUT,
        sheet: this.deps.spreadsheet().getId(),
        n,
        stream,
        block,
        part,
        of,
        ids: [firstId, lastId] as const,
      };
      const head: RowHead = { ...bare, sha: this.seal(bare, payload) };
      rows.push({ head, text: JSON.stringify(head), payload });
    }
    return rows;
  }

  private seal(head: Omit<RowHead, 'sha'>, payload: string): string {
    return this.deps.digest.sha256(`${JSON.stringify(head)}\n${payload}`);
  }

  private readStream(stream: string): StreamReading {
    const blocks = this.blocksOf(stream);
    const payloads = this.payloads(blocks.flat().map((entry) => entry.row));
    const texts: string[] = [];
    const damage: Damage[] = [];
    // Holes in a sparse array are blocks of which no row is left.
    for (const rows of Array.from(blocks)) {
      const text = rows ? this.openBlock(rows, payloads) : undefined;
      if (text !== undefined) texts.push(text);
      else damage.push(rows ? damageOf(rows) : EVERYTHING);
    }
    return { texts, damage };
  }

  private openBlock(rows: readonly IndexedRow[], payloads: ReadonlyMap<number, string>): string | undefined {
    const parts: string[] = [];
    for (const { row, head } of rows) {
      const payload = payloads.get(row) ?? '';
      if (!head) return undefined;
      const { sha, ...bare } = head;
      if (this.seal(bare, payload) !== sha) return undefined;
      parts[head.part - 1] = payload.slice(MARK.length);
    }
    if (parts.length !== rows[0]!.head!.of || parts.includes(undefined as never)) return undefined;
    try {
      return this.deps.unpack(parts.join(''));
    } catch {
      // Sealed but unreadable cannot happen by editing; treated like any damage.
      return undefined;
    }
  }

  /** Column B of the given rows. Streams lie mixed in the tab, so rows near each other are read in one call, strangers between them too. */
  private payloads(rows: readonly number[]): ReadonlyMap<number, string> {
    const sheet = this.sheet()!;
    for (const span of spans(rows.filter((row) => !this.payloadCache.has(row)))) {
      const values = sheet.getRange(span.first, 2, span.count, 1).getValues() as unknown[][];
      values.forEach((value, offset) => this.payloadCache.set(span.first + offset, String(value[0])));
    }
    return this.payloadCache;
  }
}
