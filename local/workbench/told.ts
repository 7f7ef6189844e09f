/** What one page has been told of the workbook; what it has not been told is the next patch. */
import type { Workbook } from '../apps-script';
import type { RowData } from '../apps-script/spreadsheet/grid';
import type { Patch, PlacedCell, SheetPatch, SheetView } from './protocol';
import type { SheetVersion } from './versions';
import { cellsOf, cellView, looksOf, StyleBook, tabsOf, widthOf } from './views';

interface ToldSheet {
  readonly version: SheetVersion;
  /** As JSON. */
  readonly looks: string;
}

/** Latest versions of the sheets whose cells pages see. */
export type Versions = ReadonlyMap<number, SheetVersion>;

export class Told {
  private readonly sheets = new Map<number, ToldSheet>();
  private tabs = '';
  private seq = 0;

  constructor(private readonly user: string) {}

  /** Everything, for a page that begins. */
  all(workbook: Workbook, versions: Versions): SheetView[] {
    this.sheets.clear();
    this.tabs = JSON.stringify(tabsOf(workbook));
    return workbook.sheets.map((sheet) => {
      const version = versions.get(sheet.id);
      if (!version) return { id: sheet.id, ...this.looksUnseen(workbook, sheet.id), cells: [], styles: [] };
      const book = new StyleBook();
      const looks = looksOf(workbook, sheet, version, this.user);
      this.sheets.set(sheet.id, { version, looks: JSON.stringify(looks) });
      return { id: sheet.id, ...looks, cells: cellsOf(version, book), styles: book.styles };
    });
  }

  /** Number of the last patch. */
  get lastSeq(): number {
    return this.seq;
  }

  /** What it has to be told now; null when there is nothing. */
  news(workbook: Workbook, versions: Versions): Patch | null {
    const { sheets, tabs } = this.changes(workbook, versions);
    if (sheets.length === 0 && !tabs) return null;
    this.seq += 1;
    return { seq: this.seq, sheets, ...(tabs ? { tabs } : {}) };
  }

  private changes(workbook: Workbook, versions: Versions): Omit<Patch, 'seq'> {
    const tabs = JSON.stringify(tabsOf(workbook));
    const tabsChanged = tabs !== this.tabs;
    this.tabs = tabs;
    const sheets: SheetPatch[] = [];
    for (const { id } of workbook.sheets) {
      const version = versions.get(id);
      if (version) sheets.push(...this.sheetPatch(workbook, id, version));
      else this.sheets.delete(id);
    }
    return { sheets, ...(tabsChanged ? { tabs: tabsOf(workbook) } : {}) };
  }

  private sheetPatch(workbook: Workbook, id: number, version: SheetVersion): SheetPatch[] {
    const told = this.sheets.get(id);
    if (told?.version === version) return [];
    const book = new StyleBook();
    const cells = changedCells(told?.version.rows ?? [], version.rows, book);
    const looks = looksOf(
      workbook,
      workbook.sheets.find((sheet) => sheet.id === id)!,
      version,
      this.user,
    );
    const text = JSON.stringify(looks);
    const looksChanged = text !== told?.looks;
    this.sheets.set(id, { version, looks: text });
    if (cells.length === 0 && !looksChanged) return [];
    return [{ id, cells, styles: book.styles, ...(looksChanged ? { looks } : {}) }];
  }

  /** Looks of a hidden sheet without a version: its size, and nothing else. */
  private looksUnseen(workbook: Workbook, id: number): ReturnType<typeof looksOf> {
    const sheet = workbook.sheets.find((each) => each.id === id)!;
    const { maxRows, maxColumns } = sheet;
    const empty = { rows: [], maxRows, maxColumns } as unknown as SheetVersion;
    return looksOf(workbook, sheet, empty, this.user);
  }
}

function changedCells(old: SheetVersion['rows'], fresh: SheetVersion['rows'], book: StyleBook): PlacedCell[] {
  const cells: PlacedCell[] = [];
  const count = Math.max(old.length, fresh.length);
  for (let at = 0; at < count; at++) {
    const before = old[at];
    const after = fresh[at];
    if (before === after) continue;
    const width = Math.max(widthOf(before), widthOf(after));
    for (let column = 1; column <= width; column++) {
      if (!sameCell(before, after, column - 1)) cells.push([at + 1, column, cellView(after, column, book)]);
    }
  }
  return cells;
}

const TOLD_LAYERS = ['value', 'formula', 'style', 'note'] as const;

function sameCell(a: RowData | undefined, b: RowData | undefined, at: number): boolean {
  return TOLD_LAYERS.every((layer) => a?.[layer]?.[at] === b?.[layer]?.[at]);
}
