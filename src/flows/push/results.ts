/**
 * Results of a push: one for each row of the plan, kept in its journal, and what they mean for baseline and cells (W5, W6).
 */
import { cellFor, serverFields, SERVER_COLUMNS, type Baseline, type BaselineRow } from '../../core/baseline';
import { keepLineEnds, parseCell, sameCell, sameValue, toCell, type CellIn } from '../../core/cells';
import { EDITABLE_COLUMNS, type Column } from '../../core/columns';
import { changeOf, goneChange, type PostbackChange } from '../../core/changes';
import type { FieldConflict } from '../../core/merge';
import type { Names } from '../../core/names';
import type { CreateItem, PlanItem, UpdateItem } from '../../core/plan';
import type { Field, FieldValue, FieldValues, Postback } from '../../core/postback';
import { isNormalised } from '../../core/text-form';
import { STATES, type Outcome } from '../../core/words';
import type { CellUpdate, RowName, RowUpdate } from '../ports';

/** How one row of a plan ended. */
export interface RowResult {
  readonly seq: number;
  readonly outcome: Outcome;
  /** The postback it is about; 0 for a create that has no id (yet). */
  readonly id: number;
  /** What happened and what to do, as a sentence; the server's own message is part of it. */
  readonly message: string;
  /** HTTP status of the answer that decided it; 0 if there was none. */
  readonly status: number;
  /** The postback as it is on the server now, where that is known. */
  readonly truth?: Postback;
  /** As pulled: fields that Everflow had changed and that were taken over; their cells follow (M1). */
  readonly pulled?: FieldValues;
  readonly conflicts?: readonly FieldConflict[];
  /** Found gone (M4), or switched off by Everflow while this was edited (M3). */
  readonly mark?: 'gone' | 'switched-off';
  /** A new row that waits for a person: it may have been created, or Everflow has the same postback already (W4). */
  readonly waits?: 'unclear' | 'twin';
  /** Postbacks found on the server that such a row may be. */
  readonly candidates?: readonly number[];
}

/**
 * The baseline rows that follow from results.
 * @param items of the plan, by place
 * @param names the names that pulled postbacks tell; asked only where an answer leaves them out
 */
export function baselineOf(
  results: readonly RowResult[],
  items: ReadonlyMap<number, PlanItem>,
  old: Baseline,
  now: number,
  names: () => Names,
): BaselineRow[] {
  return results.flatMap(({ seq, id, mark, truth, conflicts }) => {
    const before = old.get(truth?.id ?? id);
    // What was pulled stays: the row keeps its edits and can be made new (M4).
    if (mark === 'gone' && before) return [{ ...before, gone: true as const }];
    if (!truth) return [];
    const postback = withKnownNames(truth, before?.postback, names);
    const row: BaselineRow = {
      ...keepingFirst(postback, [...(conflicts ?? []), ...heldConflicts(items.get(seq), before, truth)]),
      ...(before?.scope ? { scope: before.scope } : {}),
      readAt: now,
      filter: before?.filter ?? '',
    };
    const shown = before ? stillShown(before, row) : {};
    return [Object.keys(shown).length === 0 ? row : { ...row, shown }];
  });
}

type Kept = Pick<FieldConflict, 'field' | 'pulled' | 'server'>;

/** Fields that were left out of the push, are still edited in the sheet, and have changed in Everflow too. */
function heldConflicts(item: PlanItem | undefined, before: BaselineRow | undefined, truth: Postback): Kept[] {
  if (item?.kind !== 'update' || !before) return [];
  return (item.held ?? []).flatMap((field): Kept[] => {
    const [pulled, server] = [before.postback.fields[field], truth.fields[field]];
    if (pulled === undefined || server === undefined || sameValue(field, pulled, server)) return [];
    return [{ field, pulled, server }];
  });
}

/** A field in conflict keeps its first "as pulled", and what Everflow holds now beside it, so that it can be settled (P6, M2). */
function keepingFirst(
  postback: Postback,
  conflicts: readonly Kept[],
): Pick<BaselineRow, 'postback' | 'theirs'> {
  if (conflicts.length === 0) return { postback };
  const firsts = Object.fromEntries(conflicts.map(({ field, pulled }) => [field, pulled]));
  const theirs = Object.fromEntries(conflicts.map(({ field, server }) => [field, server]));
  return { postback: { ...postback, fields: { ...postback.fields, ...firsts } }, theirs };
}

/**
 * What a push learnt of changes by others: fields that it took over, and postbacks that are gone. What was sent is none (P9).
 * @param at milliseconds since the epoch
 */
export function foundChanges(
  results: readonly RowResult[],
  items: readonly PlanItem[],
  old: Baseline,
  at: number,
): PostbackChange[] {
  const bySeq = new Map(items.map((item) => [item.seq, item]));
  return results.flatMap(({ seq, id, mark, truth, conflicts }): PostbackChange[] => {
    const item = bySeq.get(seq);
    const before = old.get(id);
    if (item?.kind !== 'update' || !before || before.gone) return [];
    if (mark === 'gone') return [goneChange(before, at)];
    // Of a row in conflict nothing was sent.
    const sent = new Set(conflicts ? [] : item.changes.map(({ field }) => field));
    const change = truth && changeOf(before, truth, at);
    const fields = change?.fields.filter(({ field }) => !sent.has(field)) ?? [];
    return change && fields.length > 0 ? [{ ...change, fields }] : [];
  });
}

/** Cells whose value is the same as before still read as they did. */
function stillShown(before: BaselineRow, after: BaselineRow): NonNullable<BaselineRow['shown']> {
  const shown: { [K in Column['key']]?: string } = {};
  for (const column of SERVER_COLUMNS) {
    const text = before.shown?.[column.key];
    if (text === undefined) continue;
    if (cellFor(column, before.postback) === cellFor(column, after.postback)) shown[column.key] = text;
  }
  return shown;
}

type NamedId = 'network_affiliate_id' | 'network_offer_id';

/**
 * An answer may leave out names and times: while the ids are the same, the names are too, and other ids are named as other postbacks
 * name them (V10).
 */
function withKnownNames(truth: Postback, before: Postback | undefined, names: () => Names): Postback {
  const idOf = (field: NamedId): number => Number(truth.fields[field] ?? 0);
  const same = (field: NamedId): boolean =>
    before !== undefined && idOf(field) === Number(before.fields[field] ?? 0);
  const known = (
    told: string,
    earlier: string | undefined,
    id: number,
    name: (id: number) => string,
  ): string => told || earlier || (id === 0 ? '' : name(id));
  return {
    ...truth,
    partnerName: known(
      truth.partnerName,
      same('network_affiliate_id') ? before?.partnerName : '',
      idOf('network_affiliate_id'),
      (id) => names().partner(id),
    ),
    offerName: known(
      truth.offerName,
      same('network_offer_id') ? before?.offerName : '',
      idOf('network_offer_id'),
      (id) => names().offer(id),
    ),
    timeCreated: truth.timeCreated || (before?.timeCreated ?? 0),
    timeSaved: truth.timeSaved || (before?.timeSaved ?? 0),
  };
}

/** What cells follow from of a row that was sent. */
type SentItem =
  | Pick<UpdateItem, 'kind' | 'id' | 'changes' | 'was'>
  | Pick<CreateItem, 'kind' | 'rowKey' | 'fields'>;

/**
 * The cells that a result changes. Cells of the add-on and of Everflow follow the server; a cell that people edit is only touched
 * while it holds what was pulled or planned (D3).
 */
export function updateFor(item: SentItem, result: RowResult, after: BaselineRow | undefined): RowUpdate {
  const row: RowName = item.kind === 'update' ? { id: item.id } : { rowKey: item.rowKey };
  const cells: CellUpdate[] = [
    { column: 'state', value: stateOf(result) },
    {
      column: 'message',
      value: result.message === '' ? result.outcome : `${result.outcome}: ${result.message}`,
    },
  ];
  const isRow = ownRow(item);
  if (!after) return { row, isRow, cells };
  // Where a conflict keeps its first "as pulled", cells that nobody edited follow what Everflow holds.
  const now = serverFields(after);
  for (const column of SERVER_COLUMNS) {
    const value = cellFor(column, { ...after.postback, fields: now });
    if (column.field === undefined) {
      cells.push({ column: column.key, value, expected: (current) => !sameCell(value, current) });
      continue;
    }
    const written = writtenValue(column.field, item, result);
    // Only fields that the push or Everflow changed; all others are as they were.
    if (written === undefined) continue;
    cells.push({
      column: column.key,
      value,
      expected: (current) => holds(column, written, current) && !holds(column, now[column.field!], current),
    });
  }
  return { row, isRow, cells };
}

/**
 * Tells the row that was planned from copies that bear its id or key: it holds what was planned, or for an update still who fires for
 * whom as pulled.
 */
function ownRow(item: SentItem): NonNullable<RowUpdate['isRow']> {
  const planned =
    item.kind === 'create'
      ? item.fields
      : { ...item.was.fields, ...Object.fromEntries(item.changes.map(({ field, after }) => [field, after])) };
  return (value) =>
    EDITABLE_COLUMNS.every((column) => {
      const wanted = planned[column.field!];
      return wanted === undefined || holds(column, wanted, value(column.key));
    });
}

/** What a cell of that field holds if nobody touched it since the preview: the planned value, or what was pulled. */
function writtenValue(field: Field, item: SentItem, result: RowResult): FieldValue | undefined {
  if (item.kind === 'create') return item.fields[field];
  // Of a row in conflict nothing was sent: its edits stay.
  if (result.conflicts) return result.pulled?.[field];
  return item.changes.find((change) => change.field === field)?.after ?? result.pulled?.[field];
}

/** True if a cell means that value, in whatever spelling or line ends. */
function holds(column: Column, value: FieldValue | undefined, current: CellIn): boolean {
  if (value === undefined || column.field === undefined) return false;
  const shown = toCell(column, value);
  if (sameCell(shown, current) || (typeof shown === 'string' && isNormalised(shown, current))) return true;
  const parsed = parseCell(column, { value: current, display: () => String(current) });
  return parsed.ok && sameValue(column.field, keepLineEnds(column.field, parsed.value, value), value);
}

function stateOf(result: RowResult): string {
  if (result.mark === 'gone') return STATES.gone;
  if (result.mark === 'switched-off') return STATES.switchedOff;
  switch (result.outcome) {
    case 'Updated':
    case 'Created':
    case 'Nothing to change':
      return STATES.pushed;
    case 'Changed in Everflow too':
      return STATES.conflict;
    case 'Refused by Everflow':
      return STATES.stopped;
    default:
      return STATES.warning;
  }
}
