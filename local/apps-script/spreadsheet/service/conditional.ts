/**
 * ConditionalFormatRule and its builder. Rules are stored and read back, never evaluated.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/conditional-format-rule-builder
 */
import { modelled } from '../../strict';
import { badParameters } from '../errors';
import type { ConditionCriterion, ConditionalRule } from '../rules';
import { backing, type MethodsOf, type SpreadsheetContext } from './context';
import { enums } from './enums';
import type { SheetModel } from '../sheet-model';

type Rule = GoogleAppsScript.Spreadsheet.ConditionalFormatRule;
type Condition = GoogleAppsScript.Spreadsheet.BooleanCondition;
type Builder = GoogleAppsScript.Spreadsheet.ConditionalFormatRuleBuilder;

/** The handle of a rule; its ranges are known only for rules read from a sheet. */
export function conditionalHandle(
  ctx: SpreadsheetContext,
  rule: ConditionalRule,
  sheet: SheetModel | undefined,
): object {
  const build = ctx.buildCalls('ConditionalFormatRule');
  const handle = modelled('SpreadsheetApp.ConditionalFormatRule', {
    copy() {
      build('copy');
      return conditionalBuilder(ctx, rule, sheet);
    },
    getRanges() {
      build('getRanges');
      return sheet ? rule.areas.map((area) => ctx.handles.range(sheet, area)) : [];
    },
    getBooleanCondition() {
      build('getBooleanCondition');
      return conditionHandle(ctx, rule);
    },
  } satisfies MethodsOf<Rule>);
  ctx.conditions.set(handle, rule);
  return handle;
}

function conditionHandle(ctx: SpreadsheetContext, rule: ConditionalRule): object {
  const build = ctx.buildCalls('BooleanCondition');
  return modelled('SpreadsheetApp.BooleanCondition', {
    getCriteriaType() {
      build('getCriteriaType');
      return enums.BooleanCriteria[rule.criterion];
    },
    getCriteriaValues() {
      build('getCriteriaValues');
      return [...rule.values];
    },
    getBackground() {
      build('getBackground');
      return rule.background ?? null;
    },
    getFontColor() {
      build('getFontColor');
      return rule.fontColor ?? null;
    },
    getBold() {
      build('getBold');
      return rule.bold ?? null;
    },
  } satisfies MethodsOf<Condition>);
}

/** newConditionalFormatRule(), or copy() of a rule. */
export function conditionalBuilder(
  ctx: SpreadsheetContext,
  start?: ConditionalRule,
  startSheet?: SheetModel,
): object {
  const enter = ctx.buildCalls('ConditionalFormatRuleBuilder');
  let rule: Partial<ConditionalRule> = { ...start };
  let sheet = startSheet;
  const change = (method: string, part: Partial<ConditionalRule>): object => {
    enter(method);
    rule = { ...rule, ...part };
    return handle;
  };
  const when = (method: string, criterion: ConditionCriterion, value: string) =>
    change(method, { criterion, values: [value] });
  const handle: object = modelled('SpreadsheetApp.ConditionalFormatRuleBuilder', {
    whenTextStartsWith: (text: string) => when('whenTextStartsWith', 'TEXT_STARTS_WITH', text),
    whenTextContains: (text: string) => when('whenTextContains', 'TEXT_CONTAINS', text),
    whenTextEqualTo: (text: string) => when('whenTextEqualTo', 'TEXT_EQUAL_TO', text),
    whenFormulaSatisfied: (formula: string) => when('whenFormulaSatisfied', 'CUSTOM_FORMULA', formula),
    setBackground: (color: string | null) => change('setBackground', { background: color ?? undefined }),
    setFontColor: (color: string | null) => change('setFontColor', { fontColor: color ?? undefined }),
    setBold: (bold: boolean) => change('setBold', { bold }),
    setRanges(ranges: readonly unknown[]) {
      const method = 'ConditionalFormatRuleBuilder.setRanges';
      if (!Array.isArray(ranges)) throw badParameters(method, [ranges]);
      const backings = ranges.map((range) => backing(ctx.ranges, range, method));
      sheet = backings[0]?.sheet;
      return change('setRanges', { areas: backings.map(({ area }) => area) });
    },
    build() {
      enter('build');
      const { criterion, values = [], areas = [], background, fontColor, bold } = rule;
      if (!criterion) {
        throw new Error(
          'The local Apps Script wants a condition before ConditionalFormatRuleBuilder.build()',
        );
      }
      return conditionalHandle(ctx, { criterion, values, areas, background, fontColor, bold }, sheet);
    },
  } satisfies MethodsOf<Builder>);
  return handle;
}
