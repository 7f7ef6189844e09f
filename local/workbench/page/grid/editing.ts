/**
 * What a person types, exactly as typed. Univer would make numbers, dates and formulas of it by its own rules before anyone could see
 * the text; here the server does that, by the rules of Sheets.
 */
import { CellValueType, DOCS_NORMAL_EDITOR_UNIT_ID_KEY, IUniverInstanceService } from '@univerjs/core';
import type { DocumentDataModel, ICellData, Injector, Nullable, Worksheet } from '@univerjs/core';
import { AFTER_CELL_EDIT, BEFORE_CELL_EDIT, SheetInterceptorService } from '@univerjs/sheets';
import { formulaOf } from './cells';

/** Before Univer's own handlers, which are then not asked. */
const FIRST = 10_000;

/** The mark by which `typedIn` knows a text that a person typed. */
interface Typed {
  readonly typed: string;
}

const isDateFormat = (pattern: string): boolean =>
  /[ymdhs]/i.test(pattern.replace(/"[^"]*"|\[[^\]]*\]/g, ''));

/** What a cell shows when a person begins to edit it. `shown`: the cell as it is drawn. */
function textToEdit(raw: Nullable<ICellData>, shown: Nullable<ICellData>, pattern: string): string {
  const formula = formulaOf(raw);
  if (formula !== undefined) return formula;
  if (raw?.v === undefined || raw.v === null) return '';
  if (raw.t === CellValueType.BOOLEAN) return raw.v ? 'TRUE' : 'FALSE';
  if (raw.t !== CellValueType.NUMBER) return String(raw.v);
  if (pattern.includes('%')) return `${Number((Number(raw.v) * 100).toPrecision(15))}%`;
  return isDateFormat(pattern) ? String(shown?.v ?? raw.v) : String(raw.v);
}

/** The text in the cell's editor. */
function editorText(injector: Injector): string | null {
  const model = injector
    .get(IUniverInstanceService)
    .getUnit<DocumentDataModel>(DOCS_NORMAL_EDITOR_UNIT_ID_KEY);
  const stream = model?.getBody()?.dataStream;
  return stream === undefined ? null : stream.replace(/\r\n$/, '').replace(/\r/g, '\n');
}

export function readTypedText(injector: Injector): void {
  const { writeCellInterceptor } = injector.get(SheetInterceptorService);
  const begin = (worksheet: Worksheet, row: number, column: number, shown: Nullable<ICellData>) =>
    textToEdit(
      worksheet.getCellRaw(row, column),
      shown,
      worksheet.getComposedCellStyle(row, column)?.n?.pattern ?? '',
    );
  writeCellInterceptor.intercept(BEFORE_CELL_EDIT, {
    priority: FIRST,
    handler: (cell, { worksheet, row, col }) => {
      const text = begin(worksheet, row, col, cell);
      return { ...cell, v: text, t: CellValueType.STRING, f: null, p: null };
    },
  });
  writeCellInterceptor.intercept(AFTER_CELL_EDIT, {
    priority: FIRST,
    handler: (cell, { worksheet, row, col }) => {
      const text = editorText(injector);
      // Looked at and left as it was: no act. Univer compares with what is there.
      if (text === null || text === begin(worksheet, row, col, worksheet.getCell(row, col))) {
        return { ...worksheet.getCellRaw(row, col) };
      }
      return {
        ...cell,
        f: null,
        v: text,
        t: CellValueType.FORCE_STRING,
        custom: { typed: text } satisfies Typed,
      };
    },
  });
}

/** The text that was typed or chosen, or null if a command changes nothing of the value. */
export function typedIn(cell: Nullable<ICellData>): string | null {
  const typed = (cell?.custom as Partial<Typed> | undefined)?.typed;
  if (typed !== undefined) return typed;
  if (cell?.v === undefined) return null;
  if (cell.v === null) return '';
  if (cell.t === CellValueType.BOOLEAN || typeof cell.v === 'boolean')
    return Number(cell.v) === 1 ? 'TRUE' : 'FALSE';
  return String(cell.v);
}
