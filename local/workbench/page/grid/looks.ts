/** What hangs on a sheet and not on single cells: sizes, hidden and frozen lines, filter, validation, conditional formats. */
import { BooleanNumber, DataValidationErrorStyle, DataValidationRenderMode } from '@univerjs/core';
import type { IRange } from '@univerjs/core';
import type { Area, ConditionalView, FilterView, SheetLooks, ValidationView } from '../../protocol';
import { MUTATION, sheetKey, UNIT } from './ids';
import { runsOf } from './areas';

/** Runs one of Univer's mutations as the server's word. */
export type Mutate = (id: string, params: object) => void;

export const rangeOf = (area: Area): IRange => ({
  startRow: area.row - 1,
  endRow: area.row + area.numRows - 2,
  startColumn: area.column - 1,
  endColumn: area.column + area.numColumns - 2,
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const NONE: SheetLooks = {
  rows: 0,
  columns: 0,
  frozenRows: 0,
  frozenColumns: 0,
  columnWidths: [],
  hiddenColumns: [],
  hiddenRows: [],
  filter: null,
  filteredRows: [],
  validations: [],
  conditionals: [],
  locked: [],
};

/** A rule of Univer, or null for what it is not given: it would work formulas out by rules of its own. */
function validationRule(view: ValidationView, uid: string): object | null {
  const common = {
    uid,
    ranges: view.areas.map(rangeOf),
    allowBlank: true,
    // Never "stop": whether something is refused is for the server to say.
    errorStyle: DataValidationErrorStyle.WARNING,
    showErrorMessage: true,
    error: view.helpText ?? undefined,
  };
  const [first, second] = view.values;
  switch (view.criterion) {
    case 'VALUE_IN_LIST':
      if (!Array.isArray(first)) return null;
      return {
        ...common,
        type: 'list',
        formula1: (first as readonly string[]).join(','),
        renderMode: second === false ? DataValidationRenderMode.TEXT : DataValidationRenderMode.ARROW,
      };
    case 'NUMBER_BETWEEN':
      return {
        ...common,
        type: 'decimal',
        operator: 'between',
        formula1: String(first),
        formula2: String(second),
      };
    case 'CHECKBOX':
      return { ...common, type: 'checkbox' };
    default:
      return null;
  }
}

const TEXT_OPERATORS: Readonly<Record<string, string>> = {
  TEXT_STARTS_WITH: 'beginsWith',
  TEXT_CONTAINS: 'containsText',
  TEXT_EQUAL_TO: 'equal',
};

function conditionalRule(view: ConditionalView, cfId: string): object | null {
  const operator = TEXT_OPERATORS[view.criterion];
  if (operator === undefined) return null;
  return {
    cfId,
    ranges: view.areas.map(rangeOf),
    stopIfTrue: false,
    rule: {
      type: 'highlightCell',
      subType: 'text',
      operator,
      value: view.values[0] ?? '',
      style: {
        ...(view.background === null ? {} : { bg: { rgb: view.background } }),
        ...(view.fontColor === null ? {} : { cl: { rgb: view.fontColor } }),
        ...(view.bold ? { bl: BooleanNumber.TRUE } : {}),
      },
    },
  };
}

/** The looks of all sheets, and the way from the looks on screen to those that the server tells. */
export class Looks {
  readonly #shown = new Map<number, SheetLooks>();
  /** Univer's ids of the rules on screen. */
  readonly #rules = new Map<number, { validations: string[]; conditionals: string[] }>();
  #lastRule = 0;

  constructor(
    private readonly mutate: Mutate,
    /** Texts that the filter leaves to be seen in a column, and which rows it hides; Univer must not find that out by itself. */
    private readonly setFiltered: (
      tab: number,
      before: FilterView | null,
      filter: FilterView | null,
      rows: readonly number[],
    ) => void,
  ) {}

  of(tab: number): SheetLooks {
    return this.#shown.get(tab) ?? NONE;
  }

  forget(tab?: number): void {
    if (tab === undefined) {
      this.#shown.clear();
      this.#rules.clear();
    } else {
      this.#shown.delete(tab);
      this.#rules.delete(tab);
    }
  }

  /** Rows and columns first: cells of a patch may lie beyond what was there. */
  grow(tab: number, to: SheetLooks): void {
    const now = this.of(tab);
    const sheet = { unitId: UNIT, subUnitId: sheetKey(tab) };
    if (now.rows !== to.rows) this.mutate(MUTATION.setRowCount, { ...sheet, rowCount: to.rows });
    if (now.columns !== to.columns)
      this.mutate(MUTATION.setColumnCount, { ...sheet, columnCount: to.columns });
  }

  apply(tab: number, to: SheetLooks): void {
    const now = this.of(tab);
    const sheet = { unitId: UNIT, subUnitId: sheetKey(tab) };
    if (now.frozenRows !== to.frozenRows || now.frozenColumns !== to.frozenColumns) {
      this.mutate(MUTATION.setFreeze, {
        ...sheet,
        startRow: to.frozenRows === 0 ? -1 : to.frozenRows,
        startColumn: to.frozenColumns === 0 ? -1 : to.frozenColumns,
        ySplit: to.frozenRows,
        xSplit: to.frozenColumns,
      });
    }
    this.#widths(tab, now, to);
    this.#hide(tab, 'rows', now.hiddenRows, to.hiddenRows);
    this.#hide(tab, 'columns', now.hiddenColumns, to.hiddenColumns);
    this.#replaceRules(tab, now, to);
    if (!same(now.filter, to.filter) || !same(now.filteredRows, to.filteredRows)) {
      this.setFiltered(tab, now.filter, to.filter, to.filteredRows);
    }
    this.#shown.set(tab, to);
  }

  #widths(tab: number, now: SheetLooks, to: SheetLooks): void {
    if (same(now.columnWidths, to.columnWidths)) return;
    const colWidth: Record<number, number> = {};
    to.columnWidths.forEach((width, index) => {
      if (width !== null && now.columnWidths[index] !== width) colWidth[index] = width;
    });
    const ranges = Object.keys(colWidth).map((index) => ({
      startRow: 0,
      endRow: to.rows - 1,
      startColumn: Number(index),
      endColumn: Number(index),
    }));
    if (ranges.length > 0)
      this.mutate(MUTATION.setWidth, { unitId: UNIT, subUnitId: sheetKey(tab), ranges, colWidth });
  }

  #hide(tab: number, axis: 'rows' | 'columns', now: readonly number[], to: readonly number[]): void {
    const before = new Set(now);
    const after = new Set(to);
    const ranges = (numbers: readonly number[]) =>
      runsOf(numbers).map(({ start, count }) =>
        axis === 'rows'
          ? { startRow: start - 1, endRow: start + count - 2, startColumn: 0, endColumn: 0 }
          : { startRow: 0, endRow: 0, startColumn: start - 1, endColumn: start + count - 2 },
      );
    const hidden = ranges(to.filter((number) => !before.has(number)));
    const shown = ranges(now.filter((number) => !after.has(number)));
    const sheet = { unitId: UNIT, subUnitId: sheetKey(tab) };
    if (shown.length > 0)
      this.mutate(axis === 'rows' ? MUTATION.showRows : MUTATION.showColumns, { ...sheet, ranges: shown });
    if (hidden.length > 0)
      this.mutate(axis === 'rows' ? MUTATION.hideRows : MUTATION.hideColumns, { ...sheet, ranges: hidden });
  }

  #replaceRules(tab: number, now: SheetLooks, to: SheetLooks): void {
    const sheet = { unitId: UNIT, subUnitId: sheetKey(tab) };
    const rules = this.#rules.get(tab) ?? { validations: [], conditionals: [] };
    this.#rules.set(tab, rules);
    if (!same(now.validations, to.validations)) {
      if (rules.validations.length > 0)
        this.mutate(MUTATION.removeValidation, { ...sheet, ruleId: rules.validations });
      rules.validations = to.validations.flatMap((view) => {
        const uid = `rule-${++this.#lastRule}`;
        const rule = validationRule(view, uid);
        if (rule === null) return [];
        this.mutate(MUTATION.addValidation, { ...sheet, rule });
        return [uid];
      });
    }
    if (!same(now.conditionals, to.conditionals)) {
      for (const cfId of rules.conditionals) this.mutate(MUTATION.removeConditional, { ...sheet, cfId });
      rules.conditionals = to.conditionals.flatMap((view) => {
        const cfId = `rule-${++this.#lastRule}`;
        const rule = conditionalRule(view, cfId);
        if (rule === null) return [];
        this.mutate(MUTATION.addConditional, { ...sheet, rule });
        return [cfId];
      });
    }
  }
}
