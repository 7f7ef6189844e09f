/**
 * A person at the screen: types, pastes, sorts, inserts, hides, replaces. Everything is durable at once and sees durable state only.
 * What the grid of Sheets does on screen beyond that (undo, autofill series, smart paste) is not imitated.
 */
import { cellName, contains, type Area } from './area';
import type { Scalar } from './cell';
import { SheetsException, messages } from './errors';
import type { Layers, LayerName } from './grid';
import { PersonTabs } from './person-tabs';
import type { SheetModel } from './sheet-model';
import { sortArea } from './sorting';
import { enterInputs } from './writing';

/** What a copy takes along; spilled cells are copied as values. */
type CopiedLayer = Exclude<LayerName, 'spill'>;

/** Copied cells, as they were when copied. */
export interface Clip {
  readonly numRows: number;
  readonly numColumns: number;
  readonly layers: { readonly [K in CopiedLayer]: readonly (readonly (Layers[K] | undefined)[])[] };
}

export interface PasteOptions {
  /** Ctrl+Shift+V: the target keeps format, note and rule; formulas arrive as their values. */
  readonly valuesOnly?: boolean;
  /** Paste special > Format only. */
  readonly formatsOnly?: boolean;
}

export interface ReplaceOptions {
  /** "all" covers hidden sheets too. */
  readonly where: { readonly sheet: string; readonly range?: string } | 'all';
  readonly find: string | RegExp;
  readonly replacement: string;
  readonly matchCase?: boolean;
  readonly entireCell?: boolean;
  readonly inFormulas?: boolean;
}

export class Person extends PersonTabs {
  /** Types into one cell. Throws when a rejecting rule refuses it or the cell is protected. */
  type(sheetName: string, a1: string, text: string): void {
    this.typeBlock('type', sheetName, a1, [[text]], 'throws');
  }

  /** Pastes plain text from elsewhere: each field is parsed like typed text, in the target's format. Rules are not looked at. */
  pasteText(sheetName: string, a1: string, rows: readonly (readonly string[])[]): void {
    this.typeBlock('paste', sheetName, a1, rows, 'accepted');
  }

  private typeBlock(
    what: string,
    sheetName: string,
    a1: string,
    rows: readonly (readonly string[])[],
    invalid: 'accepted' | 'throws',
  ): void {
    const sheet = this.sheet(sheetName);
    const { row, column } = sheet.area(a1);
    const numColumns = Math.max(1, ...rows.map((line) => line.length));
    const area = this.roomFor(sheet, { row, column, numRows: rows.length, numColumns });
    const inputs = rows.map((line) => Array.from({ length: numColumns }, (_, at) => line[at]));
    if (inputs.some((line) => line.some((text) => (text?.length ?? 0) > 50_000))) {
      throw new SheetsException(messages.tooLong);
    }
    this.edit(what, sheet, area, () =>
      enterInputs(this.workbook, sheet, area, inputs, { by: 'person', world: this.workbook.world, invalid }),
    );
  }

  /** Copies cells with everything on them. */
  copy(sheetName: string, a1: string): Clip {
    const sheet = this.sheet(sheetName);
    const area = sheet.area(a1);
    const { numRows, numColumns } = area;
    const block = <K extends LayerName>(layer: K) => sheet.grid.block(layer, area);
    const layers = {
      value: sheet.grid.values(area),
      formula: block('formula'),
      style: block('style'),
      note: block('note'),
      validation: block('validation'),
    };
    return { numRows, numColumns, layers };
  }

  /** Copies whole rows. */
  copyRows(sheetName: string, firstRow: number, count = 1): Clip {
    const { maxColumns } = this.sheet(sheetName);
    return this.copy(sheetName, `A${firstRow}:${cellName(firstRow + count - 1, maxColumns)}`);
  }

  /**
   * Pastes copied cells at a cell; a larger target that is a multiple of the clip is filled. An ordinary paste brings number format, note and
   * rule of the source along (certain from the paste special menu; exact rules undocumented). Formulas keep their text.
   */
  paste(sheetName: string, a1: string, clip: Clip, options: PasteOptions = {}): void {
    const sheet = this.sheet(sheetName);
    const target = sheet.area(a1);
    const fills = target.numRows % clip.numRows === 0 && target.numColumns % clip.numColumns === 0;
    const { row, column } = target;
    const area = fills
      ? target
      : this.roomFor(sheet, { row, column, numRows: clip.numRows, numColumns: clip.numColumns });
    this.edit('paste', sheet, area, () => this.putClip(sheet, area, clip, options));
  }

  private putClip(sheet: SheetModel, area: Area, clip: Clip, options: PasteOptions): void {
    for (let down = 0; down < area.numRows; down++) {
      for (let right = 0; right < area.numColumns; right++) {
        const row = area.row + down;
        const column = area.column + right;
        const take = <K extends CopiedLayer>(layer: K): Layers[K] | undefined =>
          (clip.layers[layer] as readonly (readonly (Layers[K] | undefined)[])[])[down % clip.numRows]?.[
            right % clip.numColumns
          ];
        if (!options.formatsOnly) {
          const formula = options.valuesOnly ? undefined : take('formula');
          this.putContent(sheet, row, column, formula, take('value'));
        }
        if (options.valuesOnly) continue;
        sheet.grid.set('style', row, column, take('style'));
        if (options.formatsOnly) continue;
        sheet.grid.set('note', row, column, take('note'));
        sheet.grid.set('validation', row, column, take('validation'));
      }
    }
  }

  private putContent(
    sheet: SheetModel,
    row: number,
    column: number,
    formula: string | undefined,
    value: Scalar | undefined,
  ): void {
    if (formula) {
      this.workbook.putFormula(sheet, row, column, formula);
      return;
    }
    sheet.grid.set('formula', row, column, undefined);
    sheet.grid.set('spill', row, column, undefined);
    sheet.grid.set('value', row, column, value);
  }

  /** Ctrl+D: the first row of a range into all its rows, formats and rules included. */
  fillDown(sheetName: string, a1: string): void {
    const sheet = this.sheet(sheetName);
    const { row, column, numColumns } = sheet.area(a1);
    const first = `${cellName(row, column)}:${cellName(row, column + numColumns - 1)}`;
    this.paste(sheetName, a1, this.copy(sheetName, first));
  }

  /** Delete key: contents only. */
  clear(sheetName: string, a1: string): void {
    const sheet = this.sheet(sheetName);
    const area = sheet.area(a1);
    this.edit('clear', sheet, area, () => sheet.clearContents(area));
  }

  /** Sets a number format from the menu ("@" = plain text, "general" = Automatic). Contents stay what they are. */
  setNumberFormat(sheetName: string, a1: string, format: string): void {
    const sheet = this.sheet(sheetName);
    const area = sheet.area(a1);
    this.edit('format', sheet, area, () => this.putFormat(sheet, area, format));
  }

  /**
   * Data > Sort range by one of its columns (a letter). Only cells of the range move, with format and note; rules stay.
   * Numbers, then texts, then booleans, blanks last. Give the whole width to keep rows together.
   */
  sort(sheetName: string, a1: string, byColumn: string, ascending = true): void {
    const sheet = this.sheet(sheetName);
    const area = sheet.area(a1);
    const { column } = sheet.area(`${byColumn}1`);
    this.edit('sort', sheet, area, () => sortArea(sheet, area, column, ascending));
  }

  /** Edit > Find and replace. Returns the number of cells changed. What is left of a replacement is parsed as typed. */
  replace(options: ReplaceOptions): number {
    const { where } = options;
    const sheets = where === 'all' ? this.workbook.sheets : [this.sheet(where.sheet)];
    let changed = 0;
    for (const sheet of sheets) {
      const area = where !== 'all' && where.range ? sheet.area(where.range) : sheet.dataArea();
      this.edit('replace', sheet, area, () => {
        changed += this.replaceIn(sheet, area, options);
      });
    }
    return changed;
  }

  private replaceIn(sheet: SheetModel, area: Area, options: ReplaceOptions): number {
    const replaced = replacer(options);
    const formulas = sheet.grid.block('formula', area);
    const values = sheet.grid.block('value', area);
    let changed = 0;
    sheet.texts(area).forEach((line, down) => {
      line.forEach((shown, right) => {
        const formula = formulas[down]?.[right];
        if (formula ? !options.inFormulas : values[down]?.[right] === undefined) return;
        const before = formula ?? shown;
        const after = replaced(before);
        if (after === before) return;
        changed++;
        const cell = { row: area.row + down, column: area.column + right, numRows: 1, numColumns: 1 };
        const manner = { by: 'person', world: this.workbook.world, invalid: 'accepted' } as const;
        enterInputs(this.workbook, sheet, cell, [[after]], manner);
      });
    });
    return changed;
  }

  /** Data > Create a filter over a range, hiding rows whose shown text in a column (a letter) is listed. */
  setFilter(sheetName: string, a1: string, hidden: Readonly<Record<string, readonly string[]>> = {}): void {
    const sheet = this.sheet(sheetName);
    const area = sheet.area(a1);
    const hiddenTexts = new Map(
      Object.entries(hidden).map(
        ([letters, texts]) => [sheet.area(`${letters}1`).column, new Set(texts)] as const,
      ),
    );
    for (const column of hiddenTexts.keys()) {
      if (!contains(area, area.row, column)) throw new SheetsException(messages.rangeNotFound);
    }
    sheet.removeFilter();
    sheet.filter = { area, hiddenTexts };
    sheet.applyFilter();
    this.tell('filter');
  }

  removeFilter(sheetName: string): void {
    this.sheet(sheetName).removeFilter();
    this.tell('filter');
  }

  /**
   * Filters a column (a letter) by the condition "text contains": every row whose shown text does not contain it is hidden. Other
   * conditions are not modelled.
   */
  setTextFilter(sheetName: string, a1: string, letters: string, contained: string): void {
    const sheet = this.sheet(sheetName);
    const area = sheet.area(a1);
    sheet.removeFilter();
    const { column } = sheet.area(`${letters}1`);
    sheet.filter = { area, hiddenTexts: new Map(), contained: new Map([[column, contained]]) };
    sheet.applyFilter();
    this.tell('filter');
  }

  /** Selects cells, as the active range of this person's scripts; several ranges with Ctrl held, the last being the active one. */
  select(sheetName: string, ...a1: readonly string[]): void {
    const sheet = this.sheet(sheetName);
    const areas = a1.map((each) => sheet.area(each));
    this.workbook.selections.set(this.email, { sheetId: sheet.id, area: areas.at(-1)!, areas });
  }

  /** Typing or pasting beyond the last row or column adds lines, as the screen offers. */
  private roomFor(sheet: SheetModel, area: Area): Area {
    const rows = area.row + area.numRows - 1 - sheet.maxRows;
    const columns = area.column + area.numColumns - 1 - sheet.maxColumns;
    if (rows > 0) {
      this.workbook.assertRoom(rows * sheet.maxColumns);
      sheet.insert('rows', sheet.maxRows + 1, rows);
    }
    if (columns > 0) {
      this.workbook.assertRoom(columns * sheet.maxRows);
      sheet.insert('columns', sheet.maxColumns + 1, columns);
    }
    return area;
  }
}

/** A function from old to new text. A plain text is sought without regard to case unless told otherwise. */
function replacer({ find, replacement, matchCase, entireCell }: ReplaceOptions): (text: string) => string {
  const source = typeof find === 'string' ? find.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : find.source;
  const pattern = new RegExp(entireCell ? `^(?:${source})$` : source, matchCase ? 'g' : 'gi');
  return typeof find === 'string'
    ? (text) => text.replace(pattern, () => replacement)
    : (text) => text.replace(pattern, replacement);
}
