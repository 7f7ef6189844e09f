/**
 * Closed lists: method, level, status and type (V3). Values that the server already holds are never judged, whatever they are.
 */
import { columnForField } from '../columns';
import {
  DELIVERY_METHODS,
  PIXEL_LEVELS,
  PIXEL_STATUSES,
  PIXEL_TYPES,
  type FieldValue,
  type TextField,
} from '../postback';
import type { Fix, Problem } from '../problem';
import { nearest } from './near';
import { setField, type RowView } from './row';

interface ClosedList {
  readonly field: TextField;
  readonly allowed: readonly string[];
  /** Other words for an allowed value, lower case. They are hints, not spellings. */
  readonly hints: Readonly<Record<string, string>>;
}

const LISTS: readonly ClosedList[] = [
  {
    field: 'pixel_type',
    allowed: PIXEL_TYPES,
    hints: { click: 'cpc', clicks: 'cpc', events: 'post_conversion' },
  },
  { field: 'pixel_level', allowed: PIXEL_LEVELS, hints: {} },
  {
    field: 'delivery_method',
    allowed: DELIVERY_METHODS,
    hints: { s2s: 'postback', server: 'postback', fb: 'facebook' },
  },
  {
    field: 'pixel_status',
    allowed: PIXEL_STATUSES,
    hints: {
      off: 'inactive',
      paused: 'inactive',
      disabled: 'inactive',
      on: 'active',
      live: 'active',
      enabled: 'active',
    },
  },
];

/** Methods that Everflow has and that are only made there. Source: https://developers.everflow.io/api-reference/post-networkspixels */
const MADE_IN_EVERFLOW: readonly string[] = ['tiktok', 'snapchat', 'rumble'];

/** `event` is a spelling of `post_conversion` in newer documents; the API page's spelling is the one we send. */
const SPELLINGS: Readonly<Record<string, string>> = { event: 'post_conversion' };

export function closedLists(row: RowView): readonly Problem[] {
  const problems: Problem[] = [];
  for (const list of LISTS) {
    if (!row.edited(list.field)) continue;
    const value = row.text(list.field);
    if (value === undefined) continue;
    const leaving = list.field === 'delivery_method' ? leavesIntegration(row) : undefined;
    const problem = leaving ?? listProblem(row, list, value);
    if (problem) problems.push(problem);
  }
  return problems;
}

function listProblem(row: RowView, list: ClosedList, value: string): Problem | undefined {
  const { field, allowed } = list;
  if (allowed.includes(value) || (field === 'pixel_type' && value in SPELLINGS)) return undefined;
  const { header } = columnForField(field);
  const finding = { rule: 'V3', severity: 'error', field } as const;
  const words = `Allowed: ${allowed.join(', ')}.`;
  if (value.trim() === '') {
    return row.problem({
      ...finding,
      cause: `${field}-empty`,
      title: `${header} is empty`,
      message: `${header} is empty. ${words}`,
    });
  }
  const plain = value.trim().toLowerCase();
  const meant = field === 'pixel_type' ? (SPELLINGS[plain] ?? plain) : plain;
  if (allowed.includes(meant)) {
    return row.problem({
      ...finding,
      cause: `${field}-spelling`,
      title: `${header} is spelt differently`,
      message: `${header} is "${value}". Everflow only knows "${meant}", in lower case and without spaces around it.`,
      fixes: [setTo(field, meant)],
    });
  }
  if (field === 'delivery_method' && MADE_IN_EVERFLOW.includes(plain)) return madeInEverflow(row, plain);
  const hint = list.hints[plain] ?? nearest(plain, allowed);
  return row.problem({
    ...finding,
    cause: `${field}-unknown`,
    title: `${header} is not one of the allowed words`,
    message: `${header} is "${value.slice(0, 40)}". ${words}${hint ? ` Did you mean ${hint}?` : ''}`,
  });
}

function setTo(field: TextField, value: FieldValue): Fix {
  return setField(
    field,
    value,
    `${field}-${value}`,
    `Set ${columnForField(field).header.toLowerCase()} to ${value}`,
  );
}

function madeInEverflow(row: RowView, method: string): Problem {
  return row.problem({
    rule: 'V3',
    cause: 'method-integration',
    severity: 'error',
    field: 'delivery_method',
    title: 'Methods that are only set up in Everflow',
    message: `Postbacks with method ${method} are set up in Everflow; here they can be seen and switched on or off. Allowed: ${DELIVERY_METHODS.join(', ')}.`,
  });
}

/** A method that we do not know holds settings that would be left without a use. */
function leavesIntegration(row: RowView): Problem | undefined {
  const before = row.before('delivery_method');
  if (before === undefined || before === '' || (DELIVERY_METHODS as readonly unknown[]).includes(before)) {
    return undefined;
  }
  return row.problem({
    rule: 'V3',
    cause: 'method-leaves-integration',
    severity: 'error',
    field: 'delivery_method',
    title: 'The method of an integration cannot be changed',
    message: `The method is ${before} in Everflow and keeps its own settings there. Make a new postback with the other method and switch this one off.`,
    fixes: [setField('delivery_method', before, `method-back-${before}`, `Set method back to ${before}`)],
  });
}
