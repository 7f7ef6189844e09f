/**
 * A person at the workbench's screen: does to the workbook what the page reports, by the rules of Sheets. What the local spreadsheet's
 * `Person` has no gesture for, because no test needed one, stands here.
 */
import { Person, type Workbook } from '../apps-script';
import {
  columnLetters,
  MAX_CELL_CHARACTERS,
  messages,
  SheetsException,
  toA1,
} from '../apps-script/spreadsheet';
import { internStyle, normalNumberFormat, type CellStyle } from '../apps-script/spreadsheet/cell';
import type { SheetModel } from '../apps-script/spreadsheet';
import type { Act, Area, FilterView, PutCell, StyleView } from './protocol';

type Doing<D extends Act['do']> = Extract<Act, { do: D }>;

export class Hands extends Person {
  constructor(
    private readonly file: Workbook,
    email: string,
  ) {
    super(file, email);
  }

  /** @throws SheetsException with what Sheets says when it does not allow something; then nothing was changed by this act */
  perform(act: Act): void {
    switch (act.do) {
      case 'type':
        return this.type(this.nameOf(act.tab), toA1(cell(act.row, act.column)), act.text);
      case 'paste-text':
        return this.pasteText(this.nameOf(act.tab), toA1(cell(act.row, act.column)), act.rows);
      case 'paste-cells':
        return this.pasteCells(act);
      case 'put':
        return this.put(act);
      case 'fill':
        return this.paste(
          this.nameOf(act.tab),
          toA1(act.to),
          this.copy(this.nameOf(act.tab), toA1(act.from)),
        );
      case 'clear':
        for (const area of act.areas) this.clear(this.nameOf(act.tab), toA1(area));
        return;
      case 'insert':
        return act.axis === 'rows'
          ? this.insertRows(this.nameOf(act.tab), act.before, act.count)
          : this.insertColumns(this.nameOf(act.tab), act.before, act.count);
      case 'delete':
        return act.axis === 'rows'
          ? this.deleteRows(this.nameOf(act.tab), act.start, act.count)
          : this.deleteColumns(this.nameOf(act.tab), act.start, act.count);
      case 'move':
        return this.move(act);
      case 'sort':
        return this.sort(this.nameOf(act.tab), toA1(act.area), columnLetters(act.column), act.ascending);
      case 'filter':
        return this.filter(act.tab, act.filter);
      case 'hide':
        return act.axis === 'rows'
          ? this.hideRows(this.nameOf(act.tab), act.start, act.count, act.hidden)
          : this.hideColumns(this.nameOf(act.tab), act.start, act.count, act.hidden);
      case 'freeze':
        return this.freeze(act);
      case 'width':
        return this.look('column width', act.tab, undefined, (sheet) => {
          sheet.column(act.column).widthPx = act.px;
        });
      case 'style':
        return this.style(act);
      case 'note':
        return this.look('note', act.tab, cell(act.row, act.column), (sheet) =>
          sheet.grid.set('note', act.row, act.column, act.text === '' ? undefined : act.text),
        );
      case 'replace': {
        const { find, replacement, matchCase, entireCell } = act;
        const where = act.tab === 'all' ? ('all' as const) : { sheet: this.nameOf(act.tab) };
        this.replace({ where, find, replacement, matchCase, entireCell });
        return;
      }
      case 'tab-add':
        return this.addSheet(act.name);
      case 'tab-rename':
        return this.renameSheet(this.nameOf(act.tab), act.name);
      case 'tab-duplicate':
        this.duplicateSheet(this.nameOf(act.tab));
        return;
      case 'tab-delete':
        return this.deleteSheet(this.nameOf(act.tab));
      case 'tab-hide':
        return this.hideSheet(this.nameOf(act.tab), act.hidden);
      case 'tab-move':
        return this.moveTab(act);
      case 'select':
        if (act.areas.length > 0) this.select(this.nameOf(act.tab), ...act.areas.map(toA1));
        return;
    }
  }

  private model(tab: number): SheetModel {
    const sheet = this.file.sheets.find(({ id }) => id === tab);
    if (!sheet) throw new SheetsException('This tab is not there any more.');
    return sheet;
  }

  private nameOf(tab: number): string {
    return this.model(tab).name;
  }

  private pasteCells({ from, tab, area, valuesOnly, cut }: Doing<'paste-cells'>): void {
    const clip = this.copy(this.nameOf(from.tab), toA1(from.area));
    if (cut) this.clear(this.nameOf(from.tab), toA1(from.area));
    this.paste(this.nameOf(tab), toA1(area), clip, { valuesOnly });
  }

  private put({ tab, cells }: Doing<'put'>): void {
    const sheet = this.model(tab);
    for (const [row, column, content] of cells) {
      sheet.assertInside(cell(row, column));
      this.file.assertMayEdit(this.email, sheet, cell(row, column));
      if (typeof content?.v === 'string' && content.v.length > MAX_CELL_CHARACTERS)
        throw new SheetsException(messages.tooLong);
    }
    for (const [row, column, content] of cells) this.putOne(sheet, row, column, content ?? {});
    this.tell('fill');
  }

  private putOne(sheet: SheetModel, row: number, column: number, { v, f }: PutCell): void {
    if (f !== undefined) return this.file.putFormula(sheet, row, column, f);
    sheet.grid.set('formula', row, column, undefined);
    sheet.grid.set('spill', row, column, undefined);
    sheet.grid.set('value', row, column, v === '' ? undefined : v);
  }

  /** Lines one by one: the last first when they go down, so that each finds its place. */
  private move({ tab, axis, start, count, before }: Doing<'move'>): void {
    if (before >= start && before <= start + count) return;
    const sheet = this.model(tab);
    this.edit('move', sheet, undefined, () => {
      for (let at = 0; at < count; at++) {
        const from = before > start ? start : start + at;
        const to = before > start ? before : before + at;
        if (axis === 'columns') sheet.moveColumn(from, to);
        else moveRow(sheet, from, to);
      }
    });
  }

  private filter(tab: number, filter: FilterView | null): void {
    const name = this.nameOf(tab);
    if (!filter) return this.removeFilter(name);
    const hidden = filter.hiddenTexts.map(([column, texts]) => [columnLetters(column), texts] as const);
    this.setFilter(name, toA1(filter.area), Object.fromEntries(hidden));
  }

  private freeze({ tab, rows, columns }: Doing<'freeze'>): void {
    this.look('freeze', tab, undefined, (sheet) => {
      sheet.frozenRows = rows;
      sheet.frozenColumns = columns;
    });
  }

  private style({ tab, area, style }: Doing<'style'>): void {
    this.look('format', tab, area, (sheet) => {
      for (let row = area.row; row < area.row + area.numRows; row++)
        sheet.grid.mapLine('style', { ...area, row }, (old) => internStyle({ ...old, ...ownStyle(style) }));
    });
  }

  private moveTab({ tab, to }: Doing<'tab-move'>): void {
    const sheet = this.model(tab);
    const others = this.file.sheets.filter((each) => each !== sheet);
    this.file.sheets = [...others.slice(0, to), sheet, ...others.slice(to)];
    this.tell('move sheet');
  }

  private look(what: string, tab: number, area: Area | undefined, act: (sheet: SheetModel) => void): void {
    const sheet = this.model(tab);
    if (area) sheet.assertInside(area);
    this.edit(what, sheet, area, () => act(sheet));
  }
}

const cell = (row: number, column: number): Area => ({ row, column, numRows: 1, numColumns: 1 });

/** One row before another, both counted before the move; what hangs on whole areas stays where it is. */
function moveRow(sheet: SheetModel, from: number, before: number): void {
  const rows = [...sheet.grid.storedRows()];
  while (rows.length < Math.max(from, before - 1)) rows.push(undefined);
  const [row] = rows.splice(from - 1, 1);
  rows.splice(before > from ? before - 2 : before - 1, 0, row);
  sheet.grid.restore(rows);
}

/** The look that a person chose, as the spreadsheet keeps it. What was not chosen is absent; undefined takes a look away. */
function ownStyle(style: StyleView): CellStyle {
  const { numberFormat, background, fontColor, bold, wrap, horizontal } = style;
  const chosen = [
    numberFormat === undefined ? {} : { numberFormat: normalNumberFormat(numberFormat) },
    background === undefined ? {} : { background },
    fontColor === undefined ? {} : { fontColor },
    bold === undefined ? {} : { fontWeight: bold ? 'bold' : undefined },
    wrap === undefined ? {} : { wrap: wrap ? 'WRAP' : undefined },
    horizontal === undefined ? {} : { horizontal },
  ];
  return Object.assign({}, ...chosen) as CellStyle;
}
