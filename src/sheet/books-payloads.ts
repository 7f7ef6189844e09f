/** Column B of the books, read as far as it is asked for and held until it is opened: of a large stream the packed and the opened text would be held both. */
import type { BooksTab } from './books-tab';
import { spans } from './books-rows';

export class BooksPayloads {
  private readonly texts = new Map<number, string>();

  constructor(private readonly tab: BooksTab) {}

  /** What stands in the given rows, and perhaps in others. Streams lie mixed in the tab, so rows near each other are read in one call, strangers between them too. */
  read(rows: readonly number[]): ReadonlyMap<number, string> {
    const sheet = this.tab.find()!;
    for (const span of spans(rows.filter((row) => !this.texts.has(row)))) {
      const values = sheet.getRange(span.first, 2, span.count, 1).getValues() as unknown[][];
      values.forEach((value, offset) => this.texts.set(span.first + offset, String(value[0])));
    }
    return this.texts;
  }

  /** To be called once a row was opened. */
  forget(row: number): void {
    this.texts.delete(row);
  }

  /** To be called when rows have moved. */
  clear(): void {
    this.texts.clear();
  }
}
