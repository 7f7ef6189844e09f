/**
 * Drafts -> plan: takes what may be pushed, in the order of the sheet, and says what it leaves out and why (D2, W4).
 */
import { firesFor, hostOf } from './baseline';
import { sameValue } from './cells';
import { problemsByRow, problemsOf, verdictOf } from './check/verdict';
import { markOf } from './confirmation';
import { columnForField, type ColumnKey } from './columns';
import type { CreateDraft, Draft, FieldChange, UpdateDraft } from './draft';
import { effectsOfCreate, effectsOfUpdate, type EffectContext } from './effects';
import { NO_NAMES, type Names } from './names';
import { partnersOf } from './plan-leave-out';
import {
  asSent,
  createText,
  fieldsOfCreate,
  inFieldOrder,
  numbered,
  type CreateItem,
  type Plan,
  type PlanItem,
  type Speed,
  type UpdateItem,
} from './plan';
import {
  FIELDS,
  IDENTITY_FIELDS,
  type Field,
  type FieldValue,
  type FieldValues,
  type Network,
} from './postback';
import type { Problem } from './problem';

/** What a plan holds besides the changes, and what is known of the rows besides their values. */
export interface PlanMeta {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly by: string;
  readonly spreadsheetId: string;
  readonly network: Network;
  readonly speed?: Speed;
  readonly reason: string;
  /** Rows (positions in the reading) that a filter of the sheet hides. */
  readonly hiddenRows?: ReadonlySet<number>;
  readonly names?: Names;
}

/** A row that asks for something and is not in the plan. */
export interface LeftOutRow {
  readonly row: number;
  /** stopped: has an error. identical: the same create stands in the plan already. nothing: it would change nothing. */
  readonly why: 'stopped' | 'identical' | 'nothing';
  /** As a sentence. */
  readonly reason: string;
}

export interface BuiltPlan {
  readonly plan: Plan;
  readonly leftOut: readonly LeftOutRow[];
}

/**
 * Builds the plan of all drafts that may be pushed.
 * @param problems all problems of the reading; those that the drafts carry themselves count anyway
 */
export function buildPlan(drafts: readonly Draft[], problems: readonly Problem[], meta: PlanMeta): BuiltPlan {
  const index = problemsByRow(problems);
  const items: PlanItem[] = [];
  const leftOut: LeftOutRow[] = [];
  const rowOfCreate = new Map<string, number>();
  for (const draft of [...drafts].sort((a, b) => a.row - b.row)) {
    const own = problemsOf(draft, index);
    const verdict = verdictOf(draft, own);
    if (draft.kind === 'stopped' || verdict === 'stopped') {
      leftOut.push({
        row: draft.row,
        why: 'stopped',
        reason: 'The row cannot be pushed as it is. Its message says why.',
      });
      continue;
    }
    const context: EffectContext = { hidden: meta.hiddenRows?.has(draft.row) ?? false };
    if (draft.kind === 'update') {
      const item = updateItem(draft, own, context, meta.names);
      if (item) items.push(item);
      else leftOut.push({ row: draft.row, why: 'nothing', reason: 'Everflow already holds these values.' });
      continue;
    }
    const item = createItem(draft, own, context, meta.names);
    const text = createText(item.fields);
    const first = rowOfCreate.get(text);
    if (first === undefined) {
      rowOfCreate.set(text, draft.row);
      items.push(item);
    } else leftOut.push({ row: draft.row, why: 'identical', reason: identical(first) });
  }
  return { plan: withMeta(meta, numbered(items), problems), leftOut };
}

/** @param row position in the reading; the sheet's rows count from 1 and the first is the header */
function identical(row: number): string {
  return `Row ${row + 2} makes the same new postback. Only one of them is pushed.`;
}

function withMeta(meta: PlanMeta, items: readonly PlanItem[], problems: readonly Problem[]): Plan {
  const { id, createdAt, by, spreadsheetId, network, speed, reason } = meta;
  const causes = new Set<string>();
  for (const item of items) for (const cause of item.warnings) causes.add(cause);
  const titles: Record<string, string> = {};
  for (const { cause, title, severity } of problems) {
    if (severity !== 'error' && causes.has(cause)) titles[cause] = title;
  }
  return {
    version: 1,
    id,
    createdAt,
    by,
    spreadsheetId,
    network,
    ...(speed ? { speed } : {}),
    items,
    partnerNames: namesIn(items, meta.names ?? NO_NAMES),
    titles,
    reason,
  };
}

function namesIn(items: readonly PlanItem[], names: Names): Record<string, string> {
  const found: Record<string, string> = {};
  for (const item of items) {
    for (const id of partnersOf(item)) {
      const name = names.partner(id);
      if (name !== '') found[id] = name;
    }
  }
  return found;
}

function updateItem(
  draft: UpdateDraft,
  problems: readonly Problem[],
  context: EffectContext,
  names: Names = NO_NAMES,
): UpdateItem | undefined {
  const changes = inFieldOrder(draft.changes)
    .filter(({ field, before, after }) => !sameValue(field, before, after))
    .map((change): FieldChange => ({ ...change, after: asSent(change.field, change.after) }));
  if (changes.length === 0) return undefined;
  const { postback, scope } = draft.baseline;
  const edited = changes.map((change) => change.field);
  const partner = edited.includes('network_affiliate_id')
    ? names.partner(Number(draft.fields.network_affiliate_id))
    : postback.partnerName;
  const offer = edited.includes('network_offer_id')
    ? names.offer(Number(draft.fields.network_offer_id))
    : postback.offerName;
  return {
    kind: 'update',
    seq: 0,
    id: draft.id,
    firesFor: firesFor(draft.fields, partner, offer),
    changes,
    effects: effectsOfUpdate(postback.fields, changes, { ...context, ...(scope ? { filter: scope } : {}) }),
    ...(scope ? { scope } : {}),
    ...warningsOf(draft, problems, edited),
    was: {
      firesFor: firesFor(postback.fields, postback.partnerName, postback.offerName),
      fields: identityAndStatus(postback.fields),
      host: hostOf(postback.fields.postback_url),
    },
  };
}

function identityAndStatus(fields: FieldValues): FieldValues {
  const kept: { -readonly [F in Field]?: FieldValue } = {};
  for (const field of [...IDENTITY_FIELDS, 'pixel_status'] as const) {
    const value = fields[field];
    if (value !== undefined) kept[field] = value;
  }
  return kept;
}

function createItem(
  draft: CreateDraft,
  problems: readonly Problem[],
  context: EffectContext,
  names: Names = NO_NAMES,
): CreateItem {
  const fields = fieldsOfCreate(draft.fields);
  return {
    kind: 'create',
    seq: 0,
    rowKey: draft.rowKey,
    fields,
    firesFor: firesFor(
      fields,
      names.partner(Number(fields.network_affiliate_id)),
      names.offer(Number(fields.network_offer_id)),
    ),
    effects: effectsOfCreate(fields, context),
    ...warningsOf(draft, problems, FIELDS),
  };
}

/**
 * The edited fields that a warning is about. Whom a postback fires for is one thing: a new offer may be warned of at the event that was kept.
 */
function fieldsOf(column: ColumnKey | null, edited: readonly Field[]): readonly Field[] {
  const own = edited.filter((name) => columnForField(name).key === column);
  if (own.length > 0 || column === null) return own;
  const isIdentity = IDENTITY_FIELDS.some((name) => columnForField(name).key === column);
  return isIdentity ? edited.filter((name) => IDENTITY_FIELDS.includes(name)) : [];
}

type Warned = Pick<PlanItem, 'warnings' | 'warnedFields' | 'ownTicks' | 'confirmed' | 'marks'>;

/** @param problems of a row that may be pushed, so all of them are warnings */
function warningsOf(draft: Draft, problems: readonly Problem[], edited: readonly Field[]): Warned {
  const warnings = new Set<string>();
  const ownTicks = new Set<string>();
  const open = new Set<string>();
  const warnedFields: Record<string, Field[]> = {};
  const marks: Record<string, string[]> = {};
  for (const problem of problems) {
    const { cause, column, severity } = problem;
    warnings.add(cause);
    if (severity === 'own-tick') ownTicks.add(cause);
    const about = fieldsOf(column, edited);
    if (about.length > 0) warnedFields[cause] = [...new Set([...(warnedFields[cause] ?? []), ...about])];
    if (problem.confirmed) continue;
    open.add(cause);
    (marks[cause] ??= []).push(markOf(draft, problem));
  }
  const confirmed = [...warnings].filter((cause) => !open.has(cause));
  return {
    warnings: [...warnings],
    warnedFields,
    ...(ownTicks.size > 0 ? { ownTicks: [...ownTicks] } : {}),
    ...(confirmed.length > 0 ? { confirmed } : {}),
    ...(open.size > 0 ? { marks } : {}),
  };
}
