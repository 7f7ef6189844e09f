/** What the server says has changed, onto the screen. Everything here is one mutation per kind and sheet, however many cells there are. */
import { BooleanNumber, mergeWorksheetSnapshotWithDefault } from '@univerjs/core';
import type { ICellData, Nullable } from '@univerjs/core';
import type { Patch, PlacedCell, SheetPatch, StyleView, TabView } from '../../protocol';
import { cellOf, styleOf } from './cells';
import { MUTATION, sheetId, sheetKey, UNIT } from './ids';
import type { Heights } from './heights';
import type { Looks, Mutate } from './looks';
import type { Sheets } from './sheets';
import { emptySheet } from './to-univer';

/** Notes of the sheets on screen, by row and column. Univer's model is asked by id; this says whether there is one at all. */
export class Notes {
  readonly #byTab = new Map<number, Map<string, string>>();

  constructor(private readonly mutate: Mutate) {}

  forget(): void {
    this.#byTab.clear();
  }

  of(tab: number, row: number, column: number): string {
    return this.#byTab.get(tab)?.get(`${row},${column}`) ?? '';
  }

  show(tab: number, cells: readonly PlacedCell[]): void {
    const notes = this.#byTab.get(tab) ?? new Map<string, string>();
    this.#byTab.set(tab, notes);
    for (const [row, column, cell] of cells) {
      const key = `${row},${column}`;
      const note = cell?.note ?? '';
      if (note === (notes.get(key) ?? '')) continue;
      const place = { unitId: UNIT, sheetId: sheetKey(tab), row: row - 1, col: column - 1, silent: true };
      if (note === '') {
        notes.delete(key);
        this.mutate(MUTATION.removeNote, place);
      } else {
        notes.set(key, note);
        const height = Math.min(260, 24 + 18 * Math.ceil(note.length / 34 + note.split('\n').length - 1));
        this.mutate(MUTATION.updateNote, { ...place, note: { id: key, note, width: 240, height } });
      }
    }
  }
}

export class Patcher {
  constructor(
    private readonly sheets: Sheets,
    private readonly mutate: Mutate,
    private readonly looks: Looks,
    private readonly notes: Notes,
    private readonly heights: Heights,
  ) {}

  apply(patch: Omit<Patch, 'seq'>): void {
    if (patch.tabs) this.#addTabs(patch.tabs, patch);
    for (const sheet of patch.sheets) this.#sheet(sheet);
    if (patch.tabs) this.#arrangeTabs(patch.tabs);
  }

  #sheet(patch: SheetPatch): void {
    if (!this.sheets.has(patch.id))
      throw new Error(`The server told of tab ${patch.id}, which is not on screen.`);
    const { looks } = patch;
    const before = this.looks.of(patch.id);
    if (looks) this.looks.grow(patch.id, looks);
    if (patch.cells.length > 0) this.#cells(patch.id, patch.cells, patch.styles);
    this.notes.show(patch.id, patch.cells);
    if (looks) this.looks.apply(patch.id, looks);
    const all = looks && JSON.stringify(looks.columnWidths) !== JSON.stringify(before.columnWidths);
    const first = all ? 1 : before.rows + 1;
    const added = looks
      ? Array.from({ length: Math.max(0, looks.rows - first + 1) }, (_, index) => first + index)
      : [];
    this.heights.fit(patch.id, new Set([...added, ...patch.cells.map(([row]) => row)]));
  }

  /**
   * The server's cell replaces the one on screen whole, where Univer's mutation would lay one over the other and look up a style for each
   * cell. So the cells are put into place first, and the mutation only says where something changed.
   */
  #cells(tab: number, cells: readonly PlacedCell[], styles: readonly StyleView[]): void {
    const known = this.sheets.workbook!.getStyles();
    const keys = styles.map((style) => known.setValue(styleOf(style)) ?? '');
    const plain = known.setValue(styleOf({})) ?? '';
    const matrix = this.sheets.sheet(tab).getCellMatrix();
    const cellValue: Record<number, Record<number, Nullable<ICellData>>> = {};
    for (const [row, column, view] of cells) {
      const cell = view === null ? null : cellOf(view, keys, plain);
      if (cell === null) matrix.realDeleteValue(row - 1, column - 1);
      else matrix.setValue(row - 1, column - 1, cell);
      // With a value even where there is none now: conditional formats look again only then.
      (cellValue[row - 1] ??= {})[column - 1] = { v: cell?.v ?? null, t: cell?.t ?? null };
    }
    this.mutate(MUTATION.setValues, { unitId: UNIT, subUnitId: sheetKey(tab), cellValue });
  }

  #addTabs(tabs: readonly TabView[], patch: Omit<Patch, 'seq'>): void {
    for (const [index, tab] of tabs.entries()) {
      if (this.sheets.has(tab.id)) continue;
      const looks = patch.sheets.find((sheet) => sheet.id === tab.id)?.looks;
      // Univer's mutation takes the sheet as it is, where a whole workbook is completed first.
      const sheet = mergeWorksheetSnapshotWithDefault(
        emptySheet(tab, looks?.rows ?? 1000, looks?.columns ?? 26),
      );
      this.mutate(MUTATION.addTab, { unitId: UNIT, index, sheet });
    }
  }

  #arrangeTabs(tabs: readonly TabView[]): void {
    const workbook = this.sheets.workbook!;
    const order = () => workbook.getSheets().map((sheet) => sheetId(sheet.getSheetId()));
    for (const id of order()) {
      if (tabs.some((tab) => tab.id === id)) continue;
      this.mutate(MUTATION.removeTab, { unitId: UNIT, subUnitId: sheetKey(id) });
      this.looks.forget(id);
    }
    for (const [index, tab] of tabs.entries()) {
      const place = { unitId: UNIT, subUnitId: sheetKey(tab.id) };
      const sheet = this.sheets.sheet(tab.id);
      if (sheet.getName() !== tab.name) this.mutate(MUTATION.renameTab, { ...place, name: tab.name });
      if ((sheet.isSheetHidden() === BooleanNumber.TRUE) !== tab.hidden) {
        this.mutate(MUTATION.hideTab, {
          ...place,
          hidden: tab.hidden ? BooleanNumber.TRUE : BooleanNumber.FALSE,
        });
      }
      const from = order().indexOf(tab.id);
      if (from !== index) this.mutate(MUTATION.orderTab, { ...place, fromOrder: from, toOrder: index });
    }
  }
}
