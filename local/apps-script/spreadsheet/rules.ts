/**
 * Validation rules and conditional formats as plain data, and the judgement whether a value obeys a rule.
 * Names of criteria are those of the documented enums. It knows no service object.
 * Sources: https://developers.google.com/apps-script/reference/spreadsheet/data-validation-criteria and
 * https://developers.google.com/apps-script/reference/spreadsheet/boolean-criteria
 */
import type { Area } from './area';
import { isCellError, type Scalar } from './cell';

export type ValidationCriterion =
  | 'VALUE_IN_LIST'
  | 'NUMBER_BETWEEN'
  | 'NUMBER_GREATER_THAN_OR_EQUAL_TO'
  | 'CUSTOM_FORMULA'
  | 'TEXT_CONTAINS'
  | 'TEXT_DOES_NOT_CONTAIN'
  | 'TEXT_EQUAL_TO'
  | 'TEXT_IS_VALID_URL'
  | 'CHECKBOX';

/** One rule; shared between all its cells, never changed. */
export interface ValidationRule {
  readonly criterion: ValidationCriterion;
  /** Arguments as getCriteriaValues answers them: a list rule has [values, showDropdown]. */
  readonly values: readonly RuleArgument[];
  /** Default true. Source: https://developers.google.com/apps-script/reference/spreadsheet/data-validation-builder#setallowinvalidallowinvaliddata */
  readonly allowInvalid: boolean;
  readonly helpText: string | undefined;
}

export type RuleArgument = string | number | boolean | readonly string[];

export type ConditionCriterion = 'TEXT_STARTS_WITH' | 'TEXT_CONTAINS' | 'TEXT_EQUAL_TO' | 'CUSTOM_FORMULA';

/** One conditional format; it is stored and read back, never evaluated. */
export interface ConditionalRule {
  readonly criterion: ConditionCriterion;
  readonly values: readonly string[];
  readonly background: string | undefined;
  readonly fontColor: string | undefined;
  readonly bold: boolean | undefined;
  readonly areas: readonly Area[];
}

/** Values that a list rule names, for its message. */
export function allowedValues(rule: ValidationRule): readonly string[] | undefined {
  const list = rule.values[0];
  return rule.criterion === 'VALUE_IN_LIST' && Array.isArray(list) ? (list as readonly string[]) : undefined;
}

/** Whether a value obeys a rule. Blank always does; a custom formula, having no engine, always does too. */
export function obeys(rule: ValidationRule, value: Scalar | undefined): boolean {
  if (value === undefined) return true;
  const text = isCellError(value) ? value.error : String(value);
  const [first, second] = rule.values;
  switch (rule.criterion) {
    case 'VALUE_IN_LIST':
      return allowedValues(rule)?.includes(text) ?? false;
    case 'NUMBER_BETWEEN':
      return typeof value === 'number' && value >= Number(first) && value <= Number(second);
    case 'NUMBER_GREATER_THAN_OR_EQUAL_TO':
      return typeof value === 'number' && value >= Number(first);
    case 'TEXT_CONTAINS':
      return text.includes(String(first));
    case 'TEXT_DOES_NOT_CONTAIN':
      return !text.includes(String(first));
    case 'TEXT_EQUAL_TO':
      return text === String(first);
    case 'TEXT_IS_VALID_URL':
      return /^(?:https?|ftp):\/\/[^\s/]+\.[^\s]+$/i.test(text);
    case 'CHECKBOX':
      return typeof value === 'boolean';
    case 'CUSTOM_FORMULA':
      return true;
  }
}
