/**
 * DataValidation and its builder. It knows no cell.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/data-validation-builder
 */
import { modelled } from '../../strict';
import { badParameters } from '../errors';
import type { RuleArgument, ValidationCriterion, ValidationRule } from '../rules';
import { type MethodsOf, type SpreadsheetContext } from './context';
import { enums } from './enums';

type Validation = GoogleAppsScript.Spreadsheet.DataValidation;
type Builder = GoogleAppsScript.Spreadsheet.DataValidationBuilder;

/** The handle of a rule. */
export function validationHandle(ctx: SpreadsheetContext, rule: ValidationRule): object {
  const build = ctx.buildCalls('DataValidation');
  const handle = modelled('SpreadsheetApp.DataValidation', {
    copy() {
      build('copy');
      return validationBuilder(ctx, rule);
    },
    getAllowInvalid() {
      build('getAllowInvalid');
      return rule.allowInvalid;
    },
    getCriteriaType() {
      build('getCriteriaType');
      return enums.DataValidationCriteria[rule.criterion];
    },
    getCriteriaValues() {
      build('getCriteriaValues');
      return rule.values.map((value) => (Array.isArray(value) ? [...(value as readonly string[])] : value));
    },
    getHelpText() {
      build('getHelpText');
      return rule.helpText ?? null;
    },
  } satisfies MethodsOf<Validation>);
  ctx.validations.set(handle, rule);
  return handle;
}

/** newDataValidation(), or copy() of a rule. */
export function validationBuilder(ctx: SpreadsheetContext, start?: ValidationRule): object {
  const enter = ctx.buildCalls('DataValidationBuilder');
  let criterion: ValidationCriterion | undefined = start?.criterion;
  let values: readonly RuleArgument[] = start?.values ?? [];
  let allowInvalid = start?.allowInvalid ?? true;
  let helpText = start?.helpText;
  const require = (method: string, name: ValidationCriterion, args: readonly RuleArgument[]): object => {
    enter(method);
    criterion = name;
    values = args;
    return handle;
  };
  const handle: object = modelled('SpreadsheetApp.DataValidationBuilder', {
    requireValueInList: (list: readonly string[], showDropdown = true) => {
      if (!Array.isArray(list)) throw badParameters('DataValidationBuilder.requireValueInList', [list]);
      return require('requireValueInList', 'VALUE_IN_LIST', [list.map(String), showDropdown]);
    },
    requireNumberBetween: (low: number, high: number) =>
      require('requireNumberBetween', 'NUMBER_BETWEEN', [low, high]),
    requireNumberGreaterThanOrEqualTo: (low: number) =>
      require('requireNumberGreaterThanOrEqualTo', 'NUMBER_GREATER_THAN_OR_EQUAL_TO', [low]),
    requireFormulaSatisfied: (formula: string) =>
      require('requireFormulaSatisfied', 'CUSTOM_FORMULA', [formula]),
    requireTextContains: (text: string) => require('requireTextContains', 'TEXT_CONTAINS', [text]),
    requireTextDoesNotContain: (text: string) =>
      require('requireTextDoesNotContain', 'TEXT_DOES_NOT_CONTAIN', [text]),
    requireTextEqualTo: (text: string) => require('requireTextEqualTo', 'TEXT_EQUAL_TO', [text]),
    requireTextIsUrl: () => require('requireTextIsUrl', 'TEXT_IS_VALID_URL', []),
    requireCheckbox: () => require('requireCheckbox', 'CHECKBOX', []),
    setAllowInvalid(allow: boolean) {
      enter('setAllowInvalid');
      allowInvalid = allow;
      return handle;
    },
    setHelpText(text: string) {
      enter('setHelpText');
      helpText = text;
      return handle;
    },
    build() {
      enter('build');
      if (!criterion)
        throw new Error('The local Apps Script wants a criterion before DataValidationBuilder.build()');
      return validationHandle(ctx, Object.freeze({ criterion, values, allowInvalid, helpText }));
    },
  } satisfies MethodsOf<Builder>);
  return handle;
}
