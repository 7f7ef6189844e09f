/**
 * A sheet as it was at one moment: what pages are told is the difference between two versions, and undo goes back to one. Rows that did not
 * change are the same object in both, so that 30,000 of them cost one comparison each.
 */
import type { SheetModel } from '../apps-script/spreadsheet';
import { copyRow, LAYERS, type RowData } from '../apps-script/spreadsheet/grid';

/** Looks of the sheet that undo brings back along with the cells. */
interface Frame {
  readonly frozenRows: number;
  readonly frozenColumns: number;
  readonly columns: SheetModel['columns'];
  readonly conditionalRules: SheetModel['conditionalRules'];
  readonly filter: SheetModel['filter'];
  /** Not brought back by undo, but pages show it. */
  readonly protections: readonly unknown[];
}

export interface SheetVersion {
  /** Index 0 is row 1; an absent row is empty. Never changed. */
  readonly rows: readonly (RowData | undefined)[];
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly frame: Frame;
}

/** @param last an earlier version of the same sheet, whose rows are shared where nothing changed */
export function versionOf(sheet: SheetModel, last?: SheetVersion): SheetVersion {
  const stored = sheet.grid.storedRows();
  const rows = Array.from(stored, (row, at) => {
    const before = last?.rows[at];
    return sameRow(row, before) ? before : row && copyRow(row);
  });
  const { maxRows, maxColumns } = sheet;
  return { rows, maxRows, maxColumns, frame: frameOf(sheet) };
}

/** The first rows of a sheet as it is now, for pages that are told of it while a script is still at it. */
export function beginningOf(sheet: SheetModel, rows: number): SheetVersion {
  const stored = Array.from(sheet.grid.storedRows().slice(0, rows), (row) => row && copyRow(row));
  return { rows: stored, maxRows: sheet.maxRows, maxColumns: sheet.maxColumns, frame: frameOf(sheet) };
}

/** Brings cells, size and looks of a sheet back. */
export function putBack(sheet: SheetModel, version: SheetVersion): void {
  sheet.grid.restore(Array.from(version.rows, (row) => row && copyRow(row)));
  sheet.grid.maxRows = version.maxRows;
  sheet.grid.maxColumns = version.maxColumns;
  const { frozenRows, frozenColumns, columns, conditionalRules, filter } = version.frame;
  sheet.frozenRows = frozenRows;
  sheet.frozenColumns = frozenColumns;
  sheet.columns = columns.map((column) => ({ ...column }));
  sheet.conditionalRules = conditionalRules;
  sheet.filter = copyFilter(filter);
}

/** Whether two versions of a sheet hold the same. */
export function sameVersion(a: SheetVersion, b: SheetVersion): boolean {
  return (
    a.maxRows === b.maxRows &&
    a.maxColumns === b.maxColumns &&
    rowsAlike(a, b) &&
    JSON.stringify(frameText(a.frame)) === JSON.stringify(frameText(b.frame))
  );
}

function rowsAlike(a: SheetVersion, b: SheetVersion): boolean {
  const count = Math.max(a.rows.length, b.rows.length);
  for (let at = 0; at < count; at++) if (!sameRow(a.rows[at], b.rows[at])) return false;
  return true;
}

function frameOf(sheet: SheetModel): Frame {
  const { frozenRows, frozenColumns, conditionalRules } = sheet;
  const columns = sheet.columns.map((column) => ({ ...column }));
  const protections = sheet.protections.map(({ area, warningOnly, editors }) => [
    area,
    warningOnly,
    editors && [...editors],
  ]);
  const filter = copyFilter(sheet.filter);
  return { frozenRows, frozenColumns, columns, conditionalRules, filter, protections };
}

function copyFilter(filter: SheetModel['filter']): SheetModel['filter'] {
  if (!filter) return undefined;
  const hiddenTexts = new Map([...filter.hiddenTexts].map(([column, texts]) => [column, new Set(texts)]));
  const contained = filter.contained && new Map(filter.contained);
  return { area: filter.area, hiddenTexts, ...(contained ? { contained } : {}) };
}

function frameText({ filter, ...rest }: Frame): unknown {
  const texts = [...(filter?.hiddenTexts ?? [])].map(([column, hidden]) => [column, [...hidden]]);
  return { ...rest, filter: filter && [filter.area, texts, [...(filter.contained ?? [])]] };
}

/** True for equal rows; a row with empty layers equals an absent one. */
export function sameRow(a: RowData | undefined, b: RowData | undefined): boolean {
  if (a === b) return true;
  if (Boolean(a?.hiddenByUser) !== Boolean(b?.hiddenByUser)) return false;
  if (Boolean(a?.hiddenByFilter) !== Boolean(b?.hiddenByFilter)) return false;
  return LAYERS.every((layer) => sameLine(a?.[layer], b?.[layer]));
}

function sameLine(a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean {
  if (a === b) return true;
  const count = Math.max(a?.length ?? 0, b?.length ?? 0);
  for (let at = 0; at < count; at++) if (a?.[at] !== b?.[at]) return false;
  return true;
}
