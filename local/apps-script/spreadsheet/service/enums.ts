/**
 * The enums of SpreadsheetApp that are modelled. Values print and serialise as their names.
 * Source: https://developers.google.com/apps-script/guides/v8-runtime/migration (enums stringify to their names)
 */
import { createEnum } from '../../strict';

export const enums = {
  WrapStrategy: createEnum('SpreadsheetApp.WrapStrategy', ['WRAP', 'OVERFLOW', 'CLIP']),
  ProtectionType: createEnum('SpreadsheetApp.ProtectionType', ['RANGE', 'SHEET']),
  Dimension: createEnum('SpreadsheetApp.Dimension', ['COLUMNS', 'ROWS']),
  DataValidationCriteria: createEnum('SpreadsheetApp.DataValidationCriteria', [
    'VALUE_IN_LIST',
    'NUMBER_BETWEEN',
    'NUMBER_GREATER_THAN_OR_EQUAL_TO',
    'CUSTOM_FORMULA',
    'TEXT_CONTAINS',
    'TEXT_DOES_NOT_CONTAIN',
    'TEXT_EQUAL_TO',
    'TEXT_IS_VALID_URL',
    'CHECKBOX',
  ]),
  BooleanCriteria: createEnum('SpreadsheetApp.BooleanCriteria', [
    'TEXT_STARTS_WITH',
    'TEXT_CONTAINS',
    'TEXT_EQUAL_TO',
    'CUSTOM_FORMULA',
  ]),
} as const;

/** Name of an enum value handed in by the bundle, or undefined when it is none of this enum. */
export function enumName<Name extends string>(
  values: Readonly<Record<Name, unknown>>,
  value: unknown,
): Name | undefined {
  return (Object.keys(values) as Name[]).find((name) => values[name] === value);
}
