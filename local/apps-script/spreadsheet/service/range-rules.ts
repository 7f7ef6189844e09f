/**
 * The methods of Range for notes and validation rules.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/range#setdatavalidationrule
 */
import { cellCount } from '../area';
import { badParameters } from '../errors';
import type { ValidationRule } from '../rules';
import { changeLayer } from '../writing';
import { backing, toRectangle, type MethodsOf } from './context';
import type { RangeCore } from './range-core';
import { validationHandle } from './validation';

type Documented = GoogleAppsScript.Spreadsheet.Range;

export function noteAndRuleMethods(core: RangeCore) {
  return { ...noteMethods(core), ...ruleMethods(core) } satisfies MethodsOf<Documented>;
}

function noteMethods({ sheet, area, calls, change }: RangeCore) {
  const notes = () => {
    sheet.assertInside(area);
    return sheet.grid.block('note', area).map((line) => line.map((note) => note ?? ''));
  };
  // A number would read back as "25.0" (issuetracker.google.com/429373214): only strings are taken here.
  const checked = (note: unknown): string | undefined => {
    if (note === null || note === '') return undefined;
    if (typeof note !== 'string') throw badParameters('Range.setNote', [note]);
    return note;
  };
  return {
    getNote() {
      calls.read('getNote', 1);
      return notes()[0]?.[0] ?? '';
    },
    getNotes() {
      calls.read('getNotes', cellCount(area));
      return notes();
    },
    setNote(note: string | null) {
      calls.write('setNote', cellCount(area));
      const text = checked(note);
      return change('setNote', () => changeLayer(sheet, area, 'note', () => text));
    },
    setNotes(notes2d: unknown) {
      calls.write('setNotes', cellCount(area));
      const texts = toRectangle(notes2d, area, 'Range.setNotes', checked);
      return change('setNotes', () =>
        changeLayer(sheet, area, 'note', (down, right) => texts[down]?.[right]),
      );
    },
    clearNote() {
      calls.write('clearNote', cellCount(area));
      return change('clearNote', () => changeLayer(sheet, area, 'note', () => undefined));
    },
  } satisfies MethodsOf<Documented>;
}

function ruleMethods(core: RangeCore) {
  const { ctx, sheet, area, calls, change } = core;
  const rules = () => {
    sheet.assertInside(area);
    return sheet.grid
      .block('validation', area)
      .map((line) => line.map((rule) => (rule ? validationHandle(ctx, rule) : null)));
  };
  const checked = (rule: unknown): ValidationRule | undefined =>
    rule === null ? undefined : backing(ctx.validations, rule, 'Range.setDataValidation');
  return {
    getDataValidation() {
      calls.read('getDataValidation', 1);
      return rules()[0]?.[0] ?? null;
    },
    getDataValidations() {
      calls.read('getDataValidations', cellCount(area));
      return rules();
    },
    setDataValidation(rule: unknown) {
      calls.write('setDataValidation', cellCount(area));
      const one = checked(rule);
      return change('setDataValidation', () => putRules(core, () => one));
    },
    setDataValidations(rules2d: unknown) {
      calls.write('setDataValidations', cellCount(area));
      const all = toRectangle(rules2d, area, 'Range.setDataValidations', checked);
      return change('setDataValidations', () => putRules(core, (down, right) => all[down]?.[right]));
    },
    clearDataValidations() {
      calls.write('clearDataValidations', cellCount(area));
      return change('clearDataValidations', () => changeLayer(sheet, area, 'validation', () => undefined));
    },
  } satisfies MethodsOf<Documented>;
}

/** An empty cell that becomes a checkbox reads FALSE and counts as content (reported, see the README). */
function putRules(
  { sheet, area }: RangeCore,
  ruleAt: (down: number, right: number) => ValidationRule | undefined,
): void {
  changeLayer(sheet, area, 'validation', ruleAt);
  for (let down = 0; down < area.numRows; down++) {
    for (let right = 0; right < area.numColumns; right++) {
      const row = area.row + down;
      const column = area.column + right;
      const blank = sheet.grid.get('value', row, column) === undefined;
      if (blank && ruleAt(down, right)?.criterion === 'CHECKBOX') sheet.grid.set('value', row, column, false);
    }
  }
}
