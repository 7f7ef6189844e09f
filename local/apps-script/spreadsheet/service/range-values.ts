/**
 * The methods of Range that move contents: values, shown texts, formulas, clearing. It knows no look and no rule.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/range
 */
import { NotModelled } from '../../strict';
import { cellCount, toA1 } from '../area';
import { isCellError, type Scalar } from '../cell';
import { isDatePattern } from '../display';
import type { Input } from '../entry';
import { enterInputs, putEntries } from '../writing';
import { instantOf } from '../zone';
import { toInput, toRectangle, type MethodsOf } from './context';
import type { RangeCore } from './range-core';

type Documented = GoogleAppsScript.Spreadsheet.Range;
/** What getValues gives for one cell. */
type Given = string | number | boolean | Date;

export function valueMethods(core: RangeCore) {
  const { sheet, area, calls, change } = core;
  const cells = cellCount(area);
  return {
    ...formulaMethods(core),
    ...clearMethods(core),
    getValue() {
      calls.read('getValue', 1);
      return givenValues(core)[0]?.[0] ?? '';
    },
    getValues() {
      calls.read('getValues', cells);
      return givenValues(core);
    },
    /** True without any value or formula; what stands there does not travel. */
    isBlank() {
      calls.read('isBlank', 1);
      sheet.assertInside(area);
      return sheet.grid
        .values(area)
        .every((line) => line.every((value) => value === undefined || value === ''));
    },
    getDisplayValue() {
      calls.read('getDisplayValue', 1);
      sheet.assertInside(area);
      return sheet.texts(area)[0]?.[0] ?? '';
    },
    getDisplayValues() {
      calls.read('getDisplayValues', cells);
      sheet.assertInside(area);
      return sheet.texts(area);
    },
    setValue(value: unknown) {
      calls.write('setValue', cells);
      const input = toInput(value, 'Range.setValue');
      const line = Array.from({ length: area.numColumns }, () => input);
      return change('setValue', () =>
        enterAll(
          core,
          Array.from({ length: area.numRows }, () => line),
        ),
      );
    },
    setValues(values: unknown) {
      calls.write('setValues', cells);
      const inputs = toRectangle(values, area, 'Range.setValues', (value) =>
        toInput(value, 'Range.setValues'),
      );
      return change('setValues', () => enterAll(core, inputs));
    },
  } satisfies MethodsOf<Documented>;
}

function enterAll({ ctx, sheet, area }: RangeCore, inputs: readonly (readonly Input[])[]): void {
  const { world } = ctx.kernel;
  enterInputs(ctx.workbook, sheet, area, inputs, { by: 'script', world, invalid: world.invalidScriptWrite });
}

/** Number, boolean, Date or string; "" for empty and "#N/A" and the like for errors. */
function givenValues({ ctx, sheet, area }: RangeCore): Given[][] {
  sheet.assertInside(area);
  const { kernel, workbook } = ctx;
  return sheet.grid.values(area).map((line, down) => {
    const styles = sheet.grid.row(area.row + down)?.style;
    return line.map((value, right): Given => {
      if (typeof value !== 'number') return given(value);
      const pattern = styles?.[area.column - 1 + right]?.numberFormat;
      return isDatePattern(pattern) ? kernel.makeDate(instantOf(value, workbook.timeZone)) : value;
    });
  });
}

function given(value: Scalar | undefined): string | number | boolean {
  if (value === undefined) return '';
  return isCellError(value) ? value.error : value;
}

function formulaMethods({ ctx, sheet, area, calls, change }: RangeCore) {
  const cells = cellCount(area);
  const formulas = () => {
    sheet.assertInside(area);
    return sheet.grid.block('formula', area).map((line) => line.map((formula) => formula ?? ''));
  };
  return {
    getFormula() {
      calls.read('getFormula', 1);
      return formulas()[0]?.[0] ?? '';
    },
    getFormulas() {
      calls.read('getFormulas', cells);
      return formulas();
    },
    setFormula(formula: string) {
      calls.write('setFormula', cells);
      if (typeof formula !== 'string') throw new NotModelled('Range.setFormula without a string');
      const text = formula === '' || formula.startsWith('=') ? formula : `=${formula}`;
      return change('setFormula', () => {
        sheet.assertInside(area);
        const line = Array.from({ length: area.numColumns }, () => (text === '' ? {} : { formula: text }));
        putEntries(
          ctx.workbook,
          sheet,
          area,
          Array.from({ length: area.numRows }, () => line),
        );
      });
    },
  } satisfies MethodsOf<Documented>;
}

function clearMethods({ sheet, area, calls, change }: RangeCore) {
  const wipe = (contents: boolean, looks: boolean) => () => {
    sheet.assertInside(area);
    if (contents) sheet.clearContents(area);
    if (looks) sheet.grid.wipe(area, ['style']);
  };
  return {
    /** "Clears the range of contents and formats": notes and rules stay. */
    clear(options?: { contentsOnly?: boolean; formatOnly?: boolean }) {
      calls.write('clear', cellCount(area));
      for (const option of Object.keys(options ?? {})) {
        if (option !== 'contentsOnly' && option !== 'formatOnly') {
          throw new NotModelled(`Range.clear with ${option} (${toA1(area)})`);
        }
      }
      return change('clear', wipe(options?.formatOnly !== true, options?.contentsOnly !== true));
    },
    clearContent() {
      calls.write('clearContent', cellCount(area));
      return change('clearContent', wipe(true, false));
    },
    clearFormat() {
      calls.write('clearFormat', cellCount(area));
      return change('clearFormat', wipe(false, true));
    },
  } satisfies MethodsOf<Documented>;
}
