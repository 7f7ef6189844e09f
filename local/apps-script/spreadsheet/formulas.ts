/**
 * The values of formulas. There is no formula engine: a test gives a resolver, and the default one knows literals only.
 */
import type { CellError, Scalar } from './cell';

/** Where a formula stands; 1-based. */
export interface FormulaPlace {
  readonly sheetName: string;
  readonly row: number;
  readonly column: number;
}

/** A single value, undefined for an empty result (shown as ""), or rows of values that spill right and down. */
export type FormulaResult = Scalar | undefined | readonly (readonly (Scalar | undefined)[])[];

export type FormulaResolver = (formula: string, place: FormulaPlace) => FormulaResult;

const NAME_ERROR: CellError = { error: '#NAME?' };
const SUM_OF_TWO = /^=\s*([+-]?\d+(?:\.\d+)?)\s*([-+*/])\s*(\d+(?:\.\d+)?)\s*$/;

/** Knows `=5`, `=1+1`, `="text"`, `=TRUE`, `=NA()`; everything else is #NAME?. */
export const literalFormulas: FormulaResolver = (formula) => {
  const body = formula.slice(1).trim();
  if (/^[+-]?\d+(?:\.\d+)?$/.test(body)) return Number(body);
  const text = /^"((?:[^"]|"")*)"$/.exec(body);
  if (text) return (text[1] ?? '').replaceAll('""', '"');
  if (/^(?:TRUE|FALSE)(?:\(\))?$/i.test(body)) return /^T/i.test(body);
  if (/^NA\(\)$/i.test(body)) return { error: '#N/A' };
  const sum = SUM_OF_TWO.exec(formula);
  return sum ? calculate(Number(sum[1]), sum[2], Number(sum[3])) : NAME_ERROR;
};

function calculate(a: number, operator: string | undefined, b: number): Scalar {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  return b === 0 ? { error: '#DIV/0!' } : a / b;
}
