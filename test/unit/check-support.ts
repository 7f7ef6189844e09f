/**
 * Drafts for tests of checks and plans: a few words about a row -> the draft that reading such a row gives.
 */
import type { Baseline, BaselineRow, ScopeFilter } from '../../src/core/baseline';
import { sameValue } from '../../src/core/cells';
import { checkDrafts } from '../../src/core/check';
import { columnOf } from '../../src/core/columns';
import type { CreateDraft, Draft, FieldChange, UpdateDraft } from '../../src/core/draft';
import { FIELDS, zeroOf, type Field, type FieldValue, type FieldValues } from '../../src/core/postback';
import type { Fix, Problem } from '../../src/core/problem';

export const U = 'https://a.b/p?tx={transaction_id}';

/** #501 of the example rows. */
export const P501: FieldValues = {
  network_affiliate_id: 12,
  network_offer_id: 40,
  network_offer_payout_revenue_id: 0,
  pixel_type: 'conversion',
  pixel_level: 'specific',
  delivery_method: 'postback',
  pixel_status: 'active',
  postback_url: 'https://t.acme.io/p?c={sub1}&tx={transaction_id}',
  html_code: '',
  delay_ms: 0,
  description: '',
  'facebook_pixel.network_affiliate_integration_facebook_business_id': 0,
  'facebook_pixel.pixel_id': '',
  'facebook_pixel.event_name': '',
  'facebook_pixel.user_data': '',
  'facebook_pixel.custom_data': '',
};

/** A facebook postback with everything it needs. */
export const FACEBOOK: FieldValues = {
  ...P501,
  delivery_method: 'facebook',
  postback_url: '',
  'facebook_pixel.network_affiliate_integration_facebook_business_id': 5,
  'facebook_pixel.pixel_id': '1234567890123456',
  'facebook_pixel.event_name': 'Purchase',
  'facebook_pixel.user_data': 'email={sub1}',
};

export function without(fields: FieldValues, ...gone: readonly Field[]): FieldValues {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !gone.includes(field as Field)));
}

export function baselineRow(fields: FieldValues, id = 501, fixed = ''): BaselineRow {
  const postback = {
    id,
    networkId: 1,
    fields,
    partnerName: 'Acme',
    offerName: 'Shoes',
    timeCreated: 1_700_000_000,
    timeSaved: 1_700_000_000,
    other: '',
    fixed,
  };
  return { postback, readAt: 0, filter: '' };
}

interface UpdateParts {
  readonly row?: number;
  readonly id?: number;
  readonly fixed?: string;
  readonly problems?: readonly Problem[];
  readonly scope?: ScopeFilter;
}

/** The row of a pulled postback after these edits. */
export function update(pulled: FieldValues, edits: FieldValues, parts: UpdateParts = {}): UpdateDraft {
  const { row = 0, id = 501, fixed = '', problems = [], scope } = parts;
  const changes: FieldChange[] = FIELDS.flatMap((field) => {
    const after = edits[field];
    if (after === undefined || sameValue(field, pulled[field], after)) return [];
    return [{ field, before: pulled[field] ?? zeroOf(field), after }];
  });
  const fields = { ...pulled, ...Object.fromEntries(changes.map(({ field, after }) => [field, after])) };
  const baseline = { ...baselineRow(pulled, id, fixed), ...(scope ? { scope } : {}) };
  return { kind: 'update', row, rowKey: `p-${id}`, id, baseline, fields, changes, problems, unreadable: [] };
}

/** A new row; what is not named is blank. */
export function create(given: FieldValues, row = 0, rowKey = `n-${row}`): CreateDraft {
  const blank = Object.fromEntries(FIELDS.map((field) => [field, zeroOf(field)])) as FieldValues;
  return { kind: 'create', row, rowKey, fields: { ...blank, ...given }, problems: [], unreadable: [] };
}

/** A new row that would pass: active, specific, conversion, postback. */
export const newRow = (given: FieldValues = {}): CreateDraft =>
  create({ ...P501, postback_url: U, ...given });

export type CheckedDraft = UpdateDraft | CreateDraft;

export function check(...drafts: readonly CheckedDraft[]): Problem[] {
  const baseline: Baseline = new Map(
    drafts.flatMap((draft) => (draft.kind === 'update' ? [[draft.id, draft.baseline] as const] : [])),
  );
  return checkDrafts(drafts, { baseline });
}

export const causes = (problems: readonly Problem[], severity?: Problem['severity']): string[] =>
  problems.filter((p) => severity === undefined || p.severity === severity).map((p) => p.cause);

export const fixLabels = (problems: readonly Problem[]): string[] =>
  problems.flatMap((problem) => problem.fixes.map((fix) => fix.label));

/** The draft after a fix was applied to its cells and the row was read again. */
export function withFix(draft: CheckedDraft, fix: Fix): CheckedDraft {
  if (fix.action !== 'set') throw new Error(`Not a fix that sets cells: ${fix.action}`);
  const set: Partial<Record<Field, FieldValue>> = {};
  for (const { column, value } of fix.cells) set[columnOf(column).field!] = value;
  if (draft.kind === 'create') return { ...draft, fields: { ...draft.fields, ...set } };
  const edits = { ...Object.fromEntries(draft.changes.map((c) => [c.field, c.after])), ...set };
  const { row, id, problems } = draft;
  return update(draft.baseline.postback.fields, edits, { row, id, problems });
}

/** What rule V9 says of these rows beside these pulled postbacks. */
export const doublesOf = (drafts: readonly Draft[], pulled: readonly BaselineRow[]): Problem[] =>
  checkDrafts(drafts, { baseline: new Map(pulled.map((row) => [row.postback.id, row])) }).filter(
    (problem) => problem.rule === 'V9',
  );
