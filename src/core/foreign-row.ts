/**
 * Rows whose own cells say that they are another postback's than their id: after a sort of a part of the table, ids pasted one row
 * off, or a row pasted over another (C9). Known by the row key, and by the times of creation and last change.
 */
import { idOfRowKey, rowKeyOf, showsAsGiven, shownCell, type Baseline, type BaselineRow } from './baseline';
import { columnOf } from './columns';
import { isBlank, type DeskTable } from './row-owner';

/** What the fixed cells of a row say about whose row it is. */
export interface ForeignOwner {
  /** The postback that they name; never the one of the row's id. */
  readonly id: number;
  /** True if no cell of these names yet another postback. */
  readonly agreed: boolean;
}

/** What tells postbacks apart besides their ids. */
const TIMES = [columnOf('created'), columnOf('lastChanged')] as const;

/**
 * Finds the other postback that a row's fixed cells belong to; undefined if they are the id's own, or nobody's.
 * @param id the id in the row's cell, which the baseline must know
 */
export type ForeignOwners = (row: number, id: number) => ForeignOwner | undefined;

/** True if a row shows when the postback was created and last changed, as it was pulled. */
const showsTimes = (table: DeskTable, row: number, known: BaselineRow): boolean =>
  TIMES.every((column) => showsAsGiven(column, known, table.value(row, column.key)));

/** Reads the baseline once, and only if some row shows times that are not its own. */
export function foreignOwners(table: DeskTable, baseline: Baseline): ForeignOwners {
  let byTimes: ReadonlyMap<string, number | undefined> | undefined;
  return (row, id) => {
    const rowKey = table.value(row, 'rowKey');
    const named = rowKey === rowKeyOf(id) ? id : idOfRowKey(String(rowKey));
    const byKey = named !== undefined && named !== id && baseline.has(named) ? named : undefined;
    const [created, changed] = [table.value(row, 'created'), table.value(row, 'lastChanged')];
    const blank = isBlank(created) || isBlank(changed);
    const own = blank || showsTimes(table, row, baseline.get(id)!);
    const byTime = own ? undefined : (byTimes ??= idsByTimes(baseline)).get([created, changed].join('\n'));
    const owner = byKey ?? (byTime === id ? undefined : byTime);
    if (owner === undefined) return undefined;
    const agreed =
      (isBlank(rowKey) || named === owner) && (blank || showsTimes(table, row, baseline.get(owner)!));
    return { id: owner, agreed };
  };
}

/** Times that several postbacks share tell nothing: their entry is undefined. */
function idsByTimes(baseline: Baseline): ReadonlyMap<string, number | undefined> {
  const found = new Map<string, number | undefined>();
  for (const [id, known] of baseline) {
    const key = TIMES.map((column) => shownCell(column, known)).join('\n');
    found.set(key, found.has(key) ? undefined : id);
  }
  return found;
}

/** A row in doubt, as far as it matters for putting its id right. */
export interface DoubtfulRow {
  readonly row: number;
  /** The id in its cell. */
  readonly id: number;
  /** The postback whose row it really is, without any doubt. */
  readonly owner: number;
}

/**
 * The rows whose id may be put right by one click: once it is done in all of them, no id stands twice. Linear.
 * @param rows rows that are certainly another postback's
 * @param rowsById all rows of the tab by the id in their cell
 */
export function returnable(
  rows: readonly DoubtfulRow[],
  rowsById: ReadonlyMap<number, readonly number[]>,
): ReadonlySet<number> {
  const byRow = new Map(rows.map((one) => [one.row, one]));
  const claims = new Map<number, number>();
  for (const { owner } of rows) claims.set(owner, (claims.get(owner) ?? 0) + 1);
  const waiting: number[] = [];
  const given = new Set(rows.map(({ row }) => row));
  const refuse = (row: number): void => {
    if (given.delete(row)) waiting.push(row);
  };
  for (const { row, owner } of rows) {
    const holders = rowsById.get(owner) ?? [];
    if (claims.get(owner)! > 1 || holders.some((holder) => !byRow.has(holder))) refuse(row);
  }
  // A row that keeps its id is in the way of the row that this id would go back to.
  const claimant = new Map(rows.map((one) => [one.owner, one.row]));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const blocked = claimant.get(byRow.get(next)!.id);
    if (blocked !== undefined) refuse(blocked);
  }
  return given;
}
