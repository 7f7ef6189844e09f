/** The spreadsheet and Everflow as a visitor has them at hand: cells by header and row, and what the server holds. */
import type { Page } from 'playwright-core';
import { columnLetters } from '../apps-script/spreadsheet';
import type { PixelRecord } from '../everflow';
import type { RunningWorkbench } from '../workbench';
import type { Act } from '../workbench/protocol';
import type { TestWindow } from './in-page';

export const TAB = 'Postbacks';

export class SheetAtHand {
  constructor(
    readonly page: Page,
    readonly running: RunningWorkbench,
  ) {}

  idle(): Promise<void> {
    return this.page.evaluate(() => (globalThis as unknown as TestWindow).workbench.idle());
  }

  /** A1 name of a cell by header and row. */
  at(header: string, row: number): string {
    const headers = this.running.workbench.practice.workbook.sheet(TAB).texts()[0]!;
    const at = headers.indexOf(header);
    if (at < 0) throw new Error(`The tab has no column ${header}.`);
    return `${columnLetters(at + 1)}${row}`;
  }

  /** What the spreadsheet holds, shown as text. */
  text(header: string, row: number): string {
    return this.running.workbench.practice.workbook.sheet(TAB).text(this.at(header, row));
  }

  /** What the screen shows. */
  shown(header: string, row: number): Promise<string> {
    return this.page.evaluate(
      ([tab, cell]) => (globalThis as unknown as TestWindow).workbench.cell(tab, cell),
      [TAB, this.at(header, row)] as const,
    );
  }

  async select(header: string, row: number): Promise<void> {
    await this.page.evaluate(
      ([tab, cell]) => (globalThis as unknown as TestWindow).workbench.select(tab, cell),
      [TAB, this.at(header, row)] as const,
    );
  }

  /** Clicks the middle of a cell, which is brought into view first. */
  async click(header: string, row: number): Promise<void> {
    await this.select(header, row);
    const box = await this.page.evaluate(
      ([tab, cell]) => (globalThis as unknown as TestWindow).workbench.rectOf(tab, cell),
      [TAB, this.at(header, row)] as const,
    );
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Types something new into a cell and leaves it with Enter. */
  async type(header: string, row: number, text: string): Promise<void> {
    await this.select(header, row);
    await this.enter(header, row, text);
  }

  /** Types something new into the cell that is selected. The grid ends an edit a little after the key: its showing is waited for. */
  async enter(header: string, row: number, text: string): Promise<void> {
    const before = await this.shown(header, row);
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await this.page.waitForFunction(
      ([tab, cell, old]) => (globalThis as unknown as TestWindow).workbench.cell(tab, cell) !== old,
      [TAB, this.at(header, row), before] as const,
    );
    await this.idle();
  }

  /** Ctrl+V of text from another program. */
  async paste(header: string, row: number, rows: readonly (readonly string[])[]): Promise<void> {
    const text = rows.map((line) => line.join('\t')).join('\n');
    await this.page.evaluate(
      (copied) => (globalThis as unknown as TestWindow).navigator.clipboard.writeText(copied),
      text,
    );
    await this.select(header, row);
    await this.page.keyboard.press('ControlOrMeta+v');
    await this.idle();
  }

  /**
   * Moves columns, as a person may drag them, so that these stand side by side in this order, the first where it is. By an act, not by mouse: the
   * dragging has a test of its own.
   */
  async bringTogether(headers: readonly string[]): Promise<void> {
    const column = (header: string): number => {
      const [first] = this.running.workbench.practice.workbook.sheet(TAB).texts();
      return first!.indexOf(header) + 1;
    };
    const [first, ...rest] = headers as readonly [string, ...string[]];
    for (const [at, header] of rest.entries()) {
      const before = column(first) + at + 1;
      if (column(header) === before) continue;
      await this.do({
        do: 'move',
        tab: this.tabId,
        axis: 'columns',
        start: column(header),
        count: 1,
        before,
      });
    }
  }

  /** Number of the last row with anything in it. */
  get lastRow(): number {
    return this.running.workbench.practice.workbook.sheet(TAB).texts().length;
  }

  get tabId(): number {
    return this.running.workbench.practice.workbook.sheet(TAB).id;
  }

  /** Something that a colleague does at another screen: this one is told of it. */
  async do(...acts: readonly Act[]): Promise<void> {
    const { workbench } = this.running;
    workbench.open('colleague');
    workbench.act('colleague', acts);
    await this.idle();
  }

  // Everflow

  records(): Promise<PixelRecord[]> {
    return this.running.workbench.practice.everflow.control.records(1);
  }

  async record(id: number): Promise<PixelRecord> {
    const record = await this.running.workbench.practice.everflow.control.record(id, 1);
    if (!record) throw new Error(`Everflow has no postback ${id}.`);
    return record;
  }

  /** Puts plain rows next to each other at the top, and gives the first of so many. */
  async startOfPlainBlock(count: number): Promise<number> {
    const tab = this.tabId;
    const moves = this.plainRows(count).map((row, at): Act => ({
      do: 'move',
      tab,
      axis: 'rows',
      start: row,
      count: 1,
      before: at + 2,
    }));
    await this.do(...moves);
    return 2;
  }

  /** Number of a column, from 1. */
  columnOf(header: string): number {
    return this.running.workbench.practice.workbook.sheet(TAB).texts()[0]!.indexOf(header) + 1;
  }

  /** Rows whose description can be edited and pushed: those with a status that the API knows. */
  editableRows(): number[] {
    const status = this.columnOf('Status') - 1;
    const lines = this.running.workbench.practice.workbook.sheet(TAB).texts();
    return lines.flatMap((line, at) => (['active', 'inactive'].includes(line[status] ?? '') ? [at + 1] : []));
  }

  /** Rows of plain, active postbacks with a URL, that serve one partner: their numbers in the sheet. */
  plainRows(count: number): number[] {
    const [headers, ...lines] = this.running.workbench.practice.workbook.sheet(TAB).texts();
    const column = (header: string): number => headers!.indexOf(header);
    const rows = lines.flatMap((line, at) =>
      line[column('Method')] === 'postback' &&
      line[column('Status')] === 'active' &&
      line[column('Level')] === 'specific' &&
      /^https:\/\/[\w.-]+\/[^{}#&;]*(?:\{\w+\}[^{}#;]*)*$/.test(line[column('URL')] ?? '')
        ? [at + 2]
        : [],
    );
    if (rows.length < count) throw new Error(`There are only ${rows.length} plain rows.`);
    return rows.slice(0, count);
  }
}
